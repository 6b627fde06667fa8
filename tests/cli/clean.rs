//! `dateline clean`.

use crate::lab::{FERRY, Lab, page};
use serde_json::Value;
use std::io::Write;
use std::process::Stdio;

/// The names of the fields, in their order: what others read.
const NAMES: [&str; 17] = [
    "origin",
    "headline",
    "headlineDerived",
    "author",
    "publisher",
    "agency",
    "articleSection",
    "dateline",
    "datePublished",
    "dateModified",
    "inLanguage",
    "articleBody",
    "captions",
    "notice",
    "url",
    "wordCount",
    "notes",
];

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    gzip.write_all(bytes).and_then(|()| gzip.finish()).expect("memory takes all bytes")
}

#[test]
fn json_has_exactly_the_promised_fields() {
    let lab = Lab::new();
    lab.file("ferry.html", page("Ferry returns to Elsen", "2019-06-24", FERRY));
    let ran = lab.run("clean --json ferry.html").code(0).stderr("");
    let article = &ran.json()[0];
    let mut names: Vec<&str> = article.as_object().expect("an object").keys().map(String::as_str).collect();
    let mut promised = NAMES.to_vec();
    names.sort_unstable();
    promised.sort_unstable();
    assert_eq!(names, promised);
    assert_eq!(article["origin"], "ferry.html");
    assert_eq!(article["headline"], "Ferry returns to Elsen");
    assert_eq!(article["headlineDerived"], false);
    assert_eq!(article["author"], serde_json::json!(["Ida Marsh"]));
    assert_eq!(article["publisher"], "The Skerrow Gull");
    assert_eq!(article["datePublished"], "2019-06-24");
    assert_eq!(article["inLanguage"], "en");
    assert_eq!(article["agency"], Value::Null);
    assert_eq!(article["captions"], serde_json::json!([]));
    assert!(article["articleBody"].as_str().is_some_and(|body| body.starts_with(FERRY) && body.contains("\n\n")));
}

#[test]
fn lines_come_in_the_order_of_the_files_however_many_work_on_them() {
    let lab = Lab::new();
    for number in 0..60 {
        // The first pages are the longest.
        let lead = FERRY.repeat(1 + (60 - number) * 4);
        lab.file(&format!("pages/{number:02}.html"), page(&format!("Story {number}"), "2020-01-01", &lead));
    }
    let one = lab.run("clean --json --jobs 1 pages").code(0);
    let headlines: Vec<String> =
        one.json().iter().map(|article| article["headline"].as_str().expect("text").to_owned()).collect();
    assert_eq!(headlines, (0..60).map(|number| format!("Story {number}")).collect::<Vec<_>>());
    assert_eq!(lab.run("clean --json --jobs 7 pages").code(0).stdout, one.stdout);
}

#[test]
fn kinds_and_character_sets_are_told_by_content_not_by_name() {
    let lab = Lab::new();
    let html = page("Café naïve", "2020-01-01", FERRY);
    let latin: Vec<u8> =
        html.replace("utf-8", "iso-8859-1").chars().map(|c| u8::try_from(u32::from(c)).expect("Latin")).collect();
    let utf16: Vec<u8> = [0xFEFF].into_iter().chain(html.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    lab.file("a.txt", &html)
        .file("b.jpg", gzip(html.as_bytes()))
        .file("c", zstd::encode_all(html.as_bytes(), 1).expect("memory takes all bytes"))
        .file("d.html", latin)
        .file("e.html", utf16);
    let articles = lab.run("clean --json a.txt b.jpg c d.html e.html").code(0).json();
    assert_eq!(articles.len(), 5);
    for article in articles {
        assert_eq!(article["headline"], "Café naïve", "{}", article["origin"]);
    }
}

#[test]
fn standard_input_is_a_page() {
    let lab = Lab::new();
    let html = page("Ferry returns to Elsen", "2019-06-24", FERRY);
    lab.run_with("clean -", html.as_bytes()).code(0).says("Ferry returns to Elsen\n").says(FERRY);
    assert_eq!(lab.run_with("clean --json -", &gzip(html.as_bytes())).code(0).json()[0]["origin"], "-");
}

#[test]
fn text_is_wrapped_where_asked() {
    let lab = Lab::new();
    lab.file("ferry.html", page("Ferry returns to Elsen", "2019-06-24", FERRY));
    let ran = lab.run("clean --width 40 ferry.html").code(0);
    assert!(ran.stdout.lines().all(|line| line.chars().count() <= 40), "{}", ran.stdout);
}

#[test]
fn explaining_names_every_block_with_its_label() {
    let lab = Lab::new();
    lab.file("ferry.html", page("Ferry returns to Elsen", "2019-06-24", FERRY));
    lab.run("clean --explain ferry.html").code(0).says("body").says("noise").says("The night ferry to Elsen");
}

#[test]
fn it_needs_no_library_and_leaves_nothing_behind() {
    let lab = Lab::new();
    lab.file("ferry.html", page("Ferry returns to Elsen", "2019-06-24", FERRY));
    lab.run("clean ferry.html").code(0);
    assert!(!lab.home("").exists());
}

#[test]
fn a_reader_that_has_seen_enough_is_no_failure() {
    let lab = Lab::new();
    for number in 0..40 {
        lab.file(&format!("pages/{number}.html"), page("Story", "2020-01-01", &FERRY.repeat(40)));
    }
    for line in ["clean --json pages", "clean --json --jobs 1 pages", "clean pages"] {
        let mut child =
            lab.command(line).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the program starts");
        drop(child.stdout.take());
        let output = child.wait_with_output().expect("it ends");
        assert_eq!((output.status.code(), output.stderr.as_slice()), (Some(0), &b""[..]), "{line}");
    }
}
