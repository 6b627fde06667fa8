//! Has the linker write the program's table of addresses in its short form, where this system reads that: a hundredth of the bytes that
//! every start reads and keeps in memory (three quarters of a megabyte, most of it for tables of words).

use std::process::Command;

/// The first version of the C library that reads the short form.
const READS_IT: (u32, u32) = (2, 36);

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    let is = |name: &str, value: &str| std::env::var(name).is_ok_and(|set| set == value);
    let linux = is("CARGO_CFG_TARGET_OS", "linux") && is("CARGO_CFG_TARGET_ENV", "gnu");
    // What is made for another system is made for one that is not known.
    let own = std::env::var("HOST").is_ok_and(|host| is("TARGET", &host));
    if linux && own && version().is_some_and(|version| version >= READS_IT) {
        println!("cargo::rustc-link-arg-bins=-Wl,-z,pack-relative-relocs");
    }
}

/// The version of this system's C library ("glibc 2.36").
fn version() -> Option<(u32, u32)> {
    let told = Command::new("getconf").arg("GNU_LIBC_VERSION").output().ok()?;
    let told = String::from_utf8(told.stdout).ok()?;
    let (major, minor) = told.trim().strip_prefix("glibc ")?.split_once('.')?;
    Some((major.parse().ok()?, minor.parse().ok()?))
}
