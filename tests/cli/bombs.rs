//! Files that are made to take all memory, time or patience there is: each is read or refused within bounds and costs only itself.

use crate::lab::{FERRY, Lab, page};
use std::fs;
use std::io::{Read, Write};
use std::process::{Command, Stdio};

fn gzip(bytes: impl Read) -> Vec<u8> {
    let mut out = Vec::new();
    flate2::read::GzEncoder::new(bytes, flate2::Compression::fast()).read_to_end(&mut out).expect("memory takes it");
    out
}

fn zstd(bytes: impl Read) -> Vec<u8> {
    zstd::encode_all(bytes, 1).expect("memory takes it")
}

fn letters(megabytes: u64) -> impl Read {
    std::io::repeat(b'a').take(megabytes << 20)
}

/// The most kilobytes that the program has taken so far, where the system tells.
#[cfg(target_os = "linux")]
fn peak(child: &std::process::Child) -> Option<u64> {
    let status = fs::read_to_string(format!("/proc/{}/status", child.id())).ok()?;
    status.lines().find_map(|line| line.strip_prefix("VmHWM:")?.trim().strip_suffix(" kB")?.parse().ok())
}

#[test]
fn bombs_are_refused_by_name_and_the_page_beside_them_comes_in() {
    let lab = Lab::new();
    lab.file("pages/bomb.gz", gzip(letters(66)));
    lab.file("pages/bomb.zst", zstd(letters(66)));
    lab.file("pages/bomb-in-bomb.zst", zstd(&gzip(letters(66))[..]));
    lab.file("pages/three-deep.gz", gzip(&gzip(&gzip(&b"<p>deep"[..])[..])[..]));
    let members: Vec<u8> = gzip(letters(1)).repeat(66);
    lab.file("pages/many-members.gz", members);
    lab.file("pages/good.html", page("Ferry returns to Elsen", "2019-06-24", FERRY));
    let ran = lab.run("import pages");
    for (name, reason) in [
        ("bomb.gz", "it is larger than 64 MiB"),
        ("bomb.zst", "it is larger than 64 MiB"),
        ("bomb-in-bomb.zst", "it is larger than 64 MiB"),
        ("three-deep.gz", "it is a gzip file inside others, not text"),
        ("many-members.gz", "it is larger than 64 MiB"),
    ] {
        assert!(ran.stderr.contains(&format!("pages/{name}: {reason}\n")), "{name}: {}", ran.stderr);
    }
    ran.code(1).warns("1 new, 0 known, 5 refused\n");
}

#[test]
fn bombs_of_markup_are_read_in_bounded_time() {
    let lab = Lab::new();
    let attributes = (0..60_000).fold(String::new(), |all, n| all + &format!(" a{n}=\"{n}\""));
    let head = "<!DOCTYPE html><html><head><title>A bomb</title></head><body>";
    for (name, inside) in [
        ("attributes", format!("<p{attributes}>{FERRY}</p>").repeat(4)),
        ("one-attribute", format!("<p class=\"{}\">{FERRY}</p>", "word ".repeat(1 << 18))),
        ("depth", format!("{}{FERRY}", "<div><b><i><span>".repeat(50_000))),
        ("tables", format!("{}{FERRY}", "<table><tr><td>".repeat(30_000))),
        ("formats", format!("{}{FERRY}", "<a><b><p>".repeat(30_000))),
        (
            "entities",
            format!("<p>{FERRY} {}</p>", "&amp;&lt;&#x202E;&notit;&CounterClockwiseContourIntegral;".repeat(40_000)),
        ),
        ("comments", format!("{}<p>{FERRY}</p>", "<!-- <p> --!> -".repeat(60_000))),
        ("scripts", format!("<p>{FERRY}</p>{}", "<script><!--<script>".repeat(40_000))),
        ("unclosed", format!("<p>{FERRY}</p>{}", "<".repeat(1 << 20))),
        ("quotes", format!("<p>{FERRY}</p><p title=\"{}", "'\"=<>".repeat(1 << 17))),
        ("json", format!("<script type=\"application/ld+json\">{}</script><p>{FERRY}</p>", "[{\"a\":".repeat(100_000))),
        (
            "entity-declarations",
            format!("<!DOCTYPE lolz [{}]><p>{FERRY}</p>", "<!ENTITY lol9 \"&lol8;&lol8;\">".repeat(10_000)),
        ),
        ("marks", format!("<p>{FERRY}e{}</p>", "\u{301}".repeat(500_000))),
        ("words", format!("<p>{FERRY} {}</p>", "w".repeat(3 << 20))),
        ("dates", format!("<p>{FERRY}</p><p>{}</p>", "24 June 2019, 4:16 p.m. ".repeat(60_000))),
        ("bylines", format!("<p>By {}</p><p>{FERRY}</p>", "Ida Marsh and ".repeat(60_000))),
    ] {
        lab.file(&format!("pages/{name}.html"), format!("{head}{inside}"));
    }
    lab.file("pages/brackets.txt", format!("{FERRY}\n{}", "((((\"[[[[".repeat(100_000)));
    lab.file("pages/spaces.txt", format!("{FERRY}\n{}x", " ".repeat(4 << 20)));
    // No clock is asked: what is not linear here would not end within the gate.
    let count = fs::read_dir(lab.path("pages")).expect("a folder").count();
    lab.run("import pages").warns(&format!("{count} new, 0 known"));
    lab.run("doctor").code(0);
}

#[test]
fn records_without_end_cost_themselves() {
    let lab = Lab::new();
    let long = format!("{{\"title\":\"Long\",\"text\":\"{}\"}}", "a".repeat(9 << 20));
    let deep = format!("{{\"title\":\"Deep\",\"text\":{}1{}}}", "[".repeat(100_000), "]".repeat(100_000));
    let good = format!("{{\"title\":\"Good\",\"text\":\"{FERRY}\"}}");
    lab.file(
        "a.jsonl",
        [&good, &long, &deep, &good.replace("Good", "Better")].map(|line| format!("{line}\n")).concat(),
    );
    lab.run("import a.jsonl")
        .code(1)
        .warns("it is longer than 8 MiB")
        .warns("it is not JSON")
        .warns("2 new, 0 known, 2 refused");
    let objects =
        format!("{{\"title\":\"Objects\",\"text\":\"{FERRY}\",\"x\":[{}0]}}\n{good}\n", "{},".repeat(1 << 20));
    lab.file("c.jsonl", objects.replace("Good", "Another"));
    lab.run("import c.jsonl").code(1).warns("it holds more than 100000 objects").warns("1 new, 0 known, 1 refused");
    // Each line leaves a quote open, wherever it is read from.
    lab.file("d.csv", format!("title,text\n{}D,\"{FERRY} at last\"\n", "a\",\"\n".repeat(20_000)));
    lab.run("import d.csv").code(1).warns("1 new");
    let open_quote =
        format!("title,text\nA,\"{FERRY}\"\nB,\"{}\nC,\"{FERRY} again\"\n", "never closed ".repeat(1 << 20));
    lab.file("b.csv", open_quote);
    lab.run("import b.csv").code(1).warns("2 new");
}

#[cfg(unix)]
#[test]
fn the_settings_say_how_large_a_page_may_be() {
    let lab = Lab::new();
    lab.settings("[import]\nlargest = 1");
    lab.file("long.html", page("Ferry returns to Elsen", "2019-06-24", &"The ferry sails again. ".repeat(50_000)))
        .file("short.html", page("Bridge opens", "2019-06-24", "The bridge is open again."));
    for words in ["clean long.html short.html", "import long.html short.html"] {
        lab.run(words).code(1).warns("long.html: it is larger than 1 MiB\nhint: ");
    }
    lab.run("list").code(0).says("Bridge opens");
    lab.settings("[import]\nlargest = 2000");
    lab.run("import short.html").code(2).warns("a number of MiB from 1 to 1024");
}

#[test]
fn a_stream_without_end_is_refused_at_its_bound() {
    let lab = Lab::new();
    for words in ["clean -", "import -"] {
        let mut child = lab
            .command(words)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program starts");
        let mut input = child.stdin.take().expect("piped");
        let line = "<p>And so it goes on and on and on, without any end.</p>\n".repeat(2000);
        // It stops reading by itself, which is a closed pipe to whoever writes.
        while input.write_all(line.as_bytes()).is_ok() {}
        let output = child.wait_with_output().expect("it ends");
        let told = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.code() == Some(1) && told.contains("it is larger than 64 MiB"), "{words}: {told}");
    }
}

#[cfg(unix)]
#[test]
fn names_of_any_bytes_and_of_any_length_are_taken_or_told() {
    use std::os::unix::ffi::OsStrExt;
    let lab = Lab::new();
    let folder = lab.path("pages");
    fs::create_dir(&folder).expect("a folder");
    let every: Vec<u8> = (1..=255).filter(|byte| *byte != b'/').collect();
    let names: [&[u8]; 6] =
        [&[b'n'; 255], &every[..127], &every[127..], b"- -rf", "\u{202E}lmth.x".as_bytes(), b" \n\t"];
    for (number, name) in names.iter().enumerate() {
        // A file system may refuse some; most here take all.
        let headline = format!("Ferry {number} returns to Elsen");
        fs::write(folder.join(std::ffi::OsStr::from_bytes(name)), page(&headline, "2019-06-24", FERRY))
            .expect("a file");
    }
    let mut deep = folder.clone();
    for _ in 0..15 {
        deep.push("d".repeat(200));
    }
    fs::create_dir_all(&deep).expect("folders");
    fs::write(deep.join("deep.html"), page("Ferry far down", "2019-06-24", FERRY)).expect("a file");
    lab.run("import pages").code(0).stderr(&format!("{} new, 0 known\n", names.len() + 1));
    lab.run("import pages").code(0).stderr(&format!("0 new, {} known\n", names.len() + 1));
    lab.run("doctor").code(0);
}

/// How many empty files are in the folder of many; a million in the long form.
fn many() -> usize {
    std::env::var("DATELINE_FILES").ok().and_then(|files| files.parse().ok()).unwrap_or(20_000)
}

#[test]
fn a_folder_of_very_many_empty_files_is_gone_through_and_each_is_named() {
    let lab = Lab::new();
    for number in 0..many() {
        let folder = lab.path(&format!("pages/{}", number / 1000));
        if number % 1000 == 0 {
            fs::create_dir_all(&folder).expect("a folder");
        }
        fs::File::create(folder.join(format!("{number}.html"))).expect("a file");
    }
    lab.file("pages/good.html", page("Ferry returns to Elsen", "2019-06-24", FERRY));
    let ran = lab.run("import pages");
    assert_eq!(ran.stderr.lines().filter(|line| line.ends_with(".html: it is empty")).count(), many());
    ran.code(1).warns(&format!("1 new, 0 known, {} refused\n", many()));
}

#[cfg(target_os = "linux")]
#[test]
fn an_import_of_many_pages_takes_no_more_memory_than_its_bound() {
    const PAGES: usize = 150;
    let lab = Lab::new();
    // 15 MB; the long form is measured and told in docs/TESTING.md.
    let text = format!("<p>{FERRY}</p>\n").repeat(800);
    for number in 0..PAGES {
        let html = page(&format!("Ferry {number} returns"), "2019-06-24", FERRY)
            .replace("</article>", &format!("{text}</article>"));
        lab.file(&format!("pages/{number}.html"), html);
    }
    let mut child = lab.command("import pages --jobs 2").stderr(Stdio::null()).spawn().expect("the program starts");
    let mut most = 0;
    while child.try_wait().expect("it can be asked").is_none() {
        most = most.max(peak(&child).unwrap_or(0));
        std::thread::yield_now();
    }
    assert!(child.wait().expect("it ends").success());
    assert!(most > 0 && most < 300 << 10, "{most} kB");
    println!("{most} kB at most");
}

#[cfg(unix)]
#[test]
fn what_is_no_file_is_refused_wherever_it_is_named() {
    let lab = Lab::new();
    let pipe = lab.path("pipe");
    assert!(Command::new("mkfifo").arg(&pipe).status().expect("mkfifo runs").success());
    std::os::unix::fs::symlink("/dev/zero", lab.path("zero.html")).expect("a link");
    std::os::unix::fs::symlink(&pipe, lab.path("linked.html")).expect("a link");
    for command in ["clean", "import"] {
        lab.run(&format!("{command} pipe zero.html linked.html /dev/full /proc/self/mem"))
            .code(1)
            .warns("pipe: it is a pipe, not a file")
            .warns("linked.html: it is a pipe, not a file")
            .warns("zero.html: it is a device, not a file")
            .warns("/dev/full: it is a device, not a file")
            .warns("/proc/self/mem: ");
    }
}
