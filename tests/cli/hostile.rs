//! Bad input: one clear line each, at the cost of nothing else.

use crate::lab::{FERRY, Lab, page};
use std::fs;
use std::process::Stdio;

#[test]
fn what_is_no_text_is_refused_with_its_reason() {
    for (name, bytes, reason) in [
        ("empty.html", &b""[..], "it is empty"),
        ("blank.txt", b" \n\n\t", "it is empty"),
        ("zeros.bin", &[0; 9000], "it is binary data, not text"),
        ("picture.html", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "it is a PNG picture, not text"),
        ("book.txt", b"PK\x03\x04\x14\0", "it is a ZIP archive, not text"),
        ("cut.html.gz", b"\x1f\x8b\x08\0\0\0\0\0\0\x03\x4b", "the gzip stream ends early, after 0 bytes of text"),
    ] {
        let lab = Lab::new();
        lab.file(name, bytes);
        lab.run(&format!("clean --json {name}"))
            .code(1)
            .stdout("")
            .warns(&format!("dateline: cleaning {name}: {reason}\n"));
        lab.file("good.html", page("Ferry returns to Elsen", "2019-06-24", FERRY));
        lab.run(&format!("import {name} good.html"))
            .code(1)
            .warns(&format!("dateline: importing {name}: {reason}\n"))
            .warns("1 new");
    }
}

#[test]
fn a_page_of_fifty_megabytes_is_read_or_refused_and_costs_only_itself() {
    let lab = Lab::new();
    let paragraph = format!("<p>{}</p>\n", FERRY.repeat(20));
    let mut big = page("A very long story", "2020-01-01", FERRY);
    big.push_str(&paragraph.repeat((50 << 20) / paragraph.len()));
    lab.file("pages/big.html", big).file("pages/small.html", page("Ferry returns to Elsen", "2019-06-24", FERRY));
    let ran = lab.run("import pages");
    assert!(ran.stderr.contains("2 new") || ran.stderr.contains("1 new, 0 known, 1 refused"), "{}", ran.stderr);
    lab.run("search elsen").says("Ferry returns to Elsen");
}

#[test]
fn a_page_larger_than_any_article_is_refused() {
    let lab = Lab::new();
    let bomb = zstd::encode_all(std::io::Read::take(std::io::repeat(b'a'), 200 << 20), 1).expect("memory takes it");
    lab.file("bomb.zst", bomb);
    let told = lab.run("clean bomb.zst").code(1).stdout("");
    told.warns("dateline: cleaning bomb.zst: it is larger than 64 MiB\n").warns("hint: ");
}

#[test]
fn twenty_thousand_nested_elements_are_cleaned() {
    let lab = Lab::new();
    let nested = format!("<html><body>{}<p>{FERRY}</p>{}", "<div>".repeat(20_000), "</div>".repeat(20_000));
    lab.file("nested.html", nested);
    for jobs in [1, 2] {
        assert_eq!(lab.run(&format!("clean --json --jobs {jobs} nested.html")).code(0).json().len(), 1);
    }
    lab.run("import nested.html").code(0).warns("1 new, 0 known");
}

#[test]
fn a_text_of_many_megabytes_is_one_block_and_all_of_it_is_read() {
    let lab = Lab::new();
    let text = format!("{FERRY} ").repeat((6 << 20) / FERRY.len());
    lab.file("node.html", format!("<html><body><p>{text}</p>")).file("line.txt", &text);
    for name in ["node.html", "line.txt"] {
        let article = lab.run(&format!("clean --json {name}")).code(0).json().remove(0);
        assert_eq!(article["articleBody"].as_str().map(str::len), Some(text.trim_end().len()), "{name}");
        assert_eq!(article["notes"].as_array().map(Vec::len), Some(0), "{name}");
    }
}

#[test]
fn more_blocks_than_any_article_has_are_cut_off_and_told() {
    let lab = Lab::new();
    lab.file("siblings.html", format!("<html><body>{}", "<p>a</p>".repeat(150_000)));
    lab.file("lines.txt", "a b c\n".repeat(150_000));
    lab.file("unclosed.html", format!("<html><body>{}{FERRY}", "<b><i><table><blockquote>".repeat(5000)));
    for (name, truncated) in [("siblings.html", true), ("lines.txt", true), ("unclosed.html", false)] {
        let article = lab.run(&format!("clean --json {name}")).code(0).json().remove(0);
        let notes = article["notes"].as_array().expect("a list");
        assert_eq!(notes.iter().any(|note| note == "truncated"), truncated, "{name}");
    }
}

#[test]
fn invalid_utf_8_is_read_with_the_broken_places_marked() {
    let lab = Lab::new();
    let mut bytes = page("Café à Elsen, naïve été", "2019-06-24", FERRY).into_bytes();
    let at = bytes.windows(5).position(|word| word == b"night").expect("it is in the text");
    bytes[at] = 0xFF;
    lab.file("broken.html", bytes);
    let article = lab.run("clean --json broken.html").code(0).json().remove(0);
    assert_eq!(article["headline"], "Café à Elsen, naïve été");
    assert!(article["articleBody"].as_str().is_some_and(|body| body.contains("\u{FFFD}ight ferry")));
}

#[cfg(unix)]
#[test]
fn an_unreadable_file_is_named() {
    use std::os::unix::fs::PermissionsExt;
    let lab = Lab::new();
    lab.file("locked.html", page("Ferry", "2019-06-24", FERRY));
    fs::set_permissions(lab.path("locked.html"), fs::Permissions::from_mode(0o000)).expect("it is ours");
    if fs::File::open(lab.path("locked.html")).is_ok() {
        // The super-user reads everything.
        return;
    }
    lab.run("clean locked.html").code(1).warns("dateline: cleaning locked.html: ").warns("ermission denied");
}

#[cfg(unix)]
#[test]
fn pipes_devices_and_sockets_are_refused_and_never_waited_for() {
    let lab = Lab::new();
    lab.file("pages/good.html", page("Ferry returns to Elsen", "2019-06-24", FERRY));
    let made = std::process::Command::new("mkfifo").arg(lab.path("pages/pipe.html")).status().expect("mkfifo runs");
    assert!(made.success());
    let _socket = std::os::unix::net::UnixListener::bind(lab.path("pages/socket.html")).expect("a socket");
    lab.run("import pages /dev/zero")
        .code(1)
        .warns("pages/pipe.html: it is a pipe, not a file\n")
        .warns("pages/socket.html: it is a socket, not a file\n")
        .warns("/dev/zero: it is a device, not a file\n")
        .warns("1 new, 0 known, 3 refused\n");
}

#[cfg(unix)]
#[test]
fn loops_of_links_are_survived() {
    let lab = Lab::new();
    lab.file("pages/good.html", page("Ferry returns to Elsen", "2019-06-24", FERRY));
    std::os::unix::fs::symlink(lab.path("pages"), lab.path("pages/round")).expect("a link");
    std::os::unix::fs::symlink("self.html", lab.path("pages/self.html")).expect("a link");
    lab.run("import pages").code(1).warns("pages/self.html: ").warns("1 new, 0 known, 1 refused\n");
}

#[cfg(unix)]
#[test]
fn a_file_whose_name_is_not_utf_8_is_imported() {
    use std::os::unix::ffi::OsStrExt;
    let lab = Lab::new();
    let name = std::ffi::OsStr::from_bytes(b"pages/caf\xE9.html");
    fs::create_dir(lab.path("pages")).expect("a folder");
    fs::write(lab.path("").join(name), page("Ferry returns to Elsen", "2019-06-24", FERRY)).expect("a file");
    lab.run("import pages").code(0).stderr("1 new, 0 known\n");
    lab.run("import pages").code(0).stderr("0 new, 1 known\n");
    lab.run("reclean").code(0);
}

#[test]
fn a_library_that_is_none_is_told() {
    let lab = Lab::new();
    lab.file("notes.txt", "not a folder");
    lab.file("a.html", page("Ferry returns to Elsen", "2019-06-24", FERRY));
    lab.run("import a.html --library notes.txt").code(2).warns("dateline: ").warns("notes.txt");
}

#[test]
fn a_closed_pipe_is_no_failure() {
    let lab = Lab::with_three();
    for line in ["list", "list --json", "show 1", "export 1", "man", "config", "completions bash", "stats"] {
        let mut child =
            lab.command(line).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the program starts");
        drop(child.stdout.take());
        let output = child.wait_with_output().expect("it ends");
        assert_eq!((output.status.code(), output.stderr.as_slice()), (Some(0), &b""[..]), "{line}");
    }
}
