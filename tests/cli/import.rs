//! `dateline import`, `reclean`, `reindex`.

use crate::lab::{BRIDGE, FERRY, LADDERS, Lab, page};
use std::process::Stdio;

#[test]
fn importing_twice_adds_nothing() {
    let lab = Lab::new();
    lab.file("a.html", page("Ferry returns to Elsen", "2019-06-24", FERRY));
    lab.run("import a.html").code(0).stdout("").stderr("1 new, 0 known\n");
    lab.run("import a.html").code(0).stdout("").stderr("0 new, 1 known\n");
    assert_eq!(lab.run("list").code(0).stdout.lines().count(), 1);
}

#[test]
fn the_same_page_from_another_place_is_known() {
    let lab = Lab::new();
    let html = page("Ferry returns to Elsen", "2019-06-24", FERRY);
    lab.file("a.html", &html).file("b/copy.html", &html);
    lab.run("import a.html b").code(0).stderr("1 new, 1 known\n");
    lab.run_with("import -", html.as_bytes()).code(0).stderr("0 new, 1 known\n");
}

#[test]
fn a_changed_page_updates_its_article_and_keeps_its_marks() {
    let lab = Lab::new();
    lab.file("a.html", page("Ferry returns to Elsen", "2019-06-24", FERRY));
    lab.run("import a.html").code(0);
    lab.run("mark 1 --read --star").code(0).stderr("");
    lab.run("tag 1 +harbour").code(0);
    lab.file("a.html", page("Ferry returns to Elsen at last", "2019-06-24", FERRY));
    lab.run("import a.html").code(0).stderr("0 new, 0 known, 1 updated\n");
    assert_eq!(lab.run("list --json").json()[0]["headline"], "Ferry returns to Elsen at last");
    lab.run("search is:read is:starred tag:harbour").code(0).says("at last");
}

#[test]
fn the_same_file_named_from_another_folder_is_the_same_page() {
    let lab = Lab::new();
    lab.file("deep/a.html", page("Ferry returns to Elsen", "2019-06-24", FERRY));
    lab.run("import deep/a.html").code(0).stderr("1 new, 0 known\n");
    lab.file("deep/a.html", page("Ferry returns", "2019-06-24", FERRY));
    let output = lab.command("import a.html").current_dir(lab.path("deep")).output().expect("the program starts");
    assert_eq!(String::from_utf8_lossy(&output.stderr), "0 new, 0 known, 1 updated\n");
}

#[test]
fn standard_input_is_imported() {
    let lab = Lab::new();
    let html = page("Ferry returns to Elsen", "2019-06-24", FERRY);
    lab.run_with("import -", html.as_bytes()).code(0).stderr("1 new, 0 known\n");
    lab.run("show 1").code(0).says(FERRY);
}

#[test]
fn a_page_that_a_browser_saved_as_one_file_is_imported_with_its_address() {
    let lab = Lab::new();
    let html = page("Ferry returns to Elsen", "2019-06-24", FERRY).replace('=', "=3D");
    let saved = format!(
        "From: <Saved by hand>\r\nSnapshot-Content-Location: https://gull.example/ferry\r\nMIME-Version: 1.0\r\n\
         Content-Type: multipart/related; boundary=\"--x\"\r\n\r\n----x\r\nContent-Type: text/html\r\n\
         Content-Transfer-Encoding: quoted-printable\r\n\r\n{html}\r\n----x\r\nContent-Type: image/png\r\n\r\n\0\0\0\r\n----x--\r\n"
    );
    lab.file("ferry.mhtml", saved);
    lab.run("import ferry.mhtml").code(0).stderr("1 new, 0 known\n");
    let article = lab.run("show 1 --json").code(0).json().remove(0);
    let body = article["articleBody"].as_str().unwrap_or_default();
    assert_eq!(article["url"], "https://gull.example/ferry");
    assert!(body.starts_with(FERRY) && body.ends_with("before the winter."), "{body}");
    lab.run("reclean").code(0).stderr("0 updated, 1 unchanged\n");
}

#[test]
fn a_letter_is_imported_under_its_subject_with_its_sender_and_its_day() {
    let lab = Lab::new();
    let head = "Received: from gull.example\r\nFrom: \"Ada Dorn\" <ada@gull.example>\r\nSubject: Ferry =?utf-8?q?=E2=80=9Creturns=E2=80=9D?= to Elsen\r\n\
                Date: Mon, 24 Jun 2019 21:10:00 +0200\r\nMIME-Version: 1.0\r\n";
    let html = format!(
        "<table><tr><td><a href=\"https://gull.example/v\">View in your browser</a></td></tr><tr><td><p>{FERRY}</p></td></tr></table>"
    );
    lab.file("html.eml", format!("{head}Content-Type: text/html; charset=utf-8\r\n\r\n{html}\r\n"))
        .file("plain.eml", format!("{head}X-Other: 1\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n{FERRY}\r\n"));
    lab.run("import html.eml plain.eml").code(0).stderr("2 new, 0 known\n");
    for id in [1, 2] {
        let article = lab.run(&format!("show {id} --json")).code(0).json().remove(0);
        assert_eq!(article["headline"], "Ferry “returns” to Elsen");
        assert_eq!(article["author"], serde_json::json!(["Ada Dorn"]));
        assert_eq!(article["datePublished"], "2019-06-24T21:10+02:00");
        assert_eq!(article["articleBody"], FERRY);
    }
}

#[test]
fn what_is_refused_is_named_with_its_reason_and_costs_only_itself() {
    let lab = Lab::new();
    lab.file("a.html", page("Ferry returns to Elsen", "2019-06-24", FERRY))
        .file("empty.html", "")
        .file("paper.pdf", "%PDF-1.7");
    lab.run("import a.html empty.html paper.pdf missing.html").code(1).stderr(
        "dateline: importing empty.html: it is empty\n\
         dateline: importing paper.pdf: it is a PDF document, not text\n\
         dateline: importing missing.html: there is no such file or folder\n\
         1 new, 0 known, 3 refused\n",
    );
    lab.run("list").code(0).says("Ferry");
}

#[test]
fn a_folder_without_pages_is_told() {
    let lab = Lab::new();
    lab.file("pages/.hidden", "x");
    lab.run("import pages").code(1).warns("0 new, 0 known\n").warns("hint: ");
}

#[test]
fn the_library_is_where_it_is_asked_for() {
    let lab = Lab::new();
    lab.file("a.html", page("Ferry returns to Elsen", "2019-06-24", FERRY));
    lab.run("--library one import a.html").code(0);
    lab.run("list --library one").code(0).says("Ferry");
    assert!(!lab.home(".local/share").exists());
    let named =
        lab.command("import a.html").env("DATELINE_LIBRARY", lab.path("two")).output().expect("the program starts");
    assert_eq!(String::from_utf8_lossy(&named.stderr), "1 new, 0 known\n");
    lab.run("--library two list").code(0).says("Ferry");
    lab.settings("library = '~/three'");
    lab.run("import a.html").code(0);
    assert!(lab.home("three").is_dir());
    lab.run("list").code(0).says("Ferry");
}

#[test]
fn a_library_among_the_pages_is_none_of_them() {
    let lab = Lab::new();
    lab.file("a.html", page("Ferry returns to Elsen", "2019-06-24", FERRY));
    lab.run("import . --library kept").code(0).stderr("1 new, 0 known\n");
    lab.run("import . --library kept").code(0).stderr("0 new, 1 known\n");
}

#[test]
fn the_first_import_starts_a_library_without_the_sample_in_it() {
    let lab = Lab::new();
    lab.run("list --sample").code(0);
    lab.file("a.html", page("Ferry returns to Elsen", "2019-06-24", FERRY));
    lab.run("import a.html").code(0);
    assert_eq!(lab.run("list").code(0).stdout.lines().count(), 1);
}

#[test]
fn the_sample_is_kept_as_it_is() {
    let lab = Lab::new();
    lab.file("a.html", page("Ferry returns to Elsen", "2019-06-24", FERRY));
    lab.run("import --sample a.html").code(2).warns("the sample library").warns("hint: ");
}

#[test]
fn cleaning_again_changes_nothing_where_the_cleaner_is_the_same() {
    let lab = Lab::with_three();
    lab.run("reclean").code(0).stderr("0 updated, 3 unchanged\n");
}

#[test]
fn an_index_built_anew_answers_the_same() {
    let lab = Lab::with_three();
    let before = lab.run("search ferry").code(0).stdout;
    lab.run("reindex").code(0).stderr("the index was built anew\n");
    lab.run("search ferry").code(0).stdout(&before);
}

#[cfg(unix)]
#[test]
fn what_was_read_before_an_interruption_is_kept() {
    use std::io::{BufRead, BufReader};
    let lab = Lab::new();
    // A refused page in front says when the import is under way.
    lab.file("pages/000.html", "");
    for number in 0..400 {
        let lead = format!("{} {BRIDGE} {LADDERS}", FERRY.repeat(30));
        lab.file(&format!("pages/{number:03}-story.html"), page(&format!("Story {number}"), "2020-01-01", &lead));
    }
    let mut child = lab.command("import --jobs 1 pages").stderr(Stdio::piped()).spawn().expect("the program starts");
    let mut told = BufReader::new(child.stderr.take().expect("piped"));
    let mut line = String::new();
    told.read_line(&mut line).expect("it says what it refuses");
    let sent = std::process::Command::new("kill").args(["-INT", &child.id().to_string()]).status().expect("kill runs");
    assert!(sent.success());
    line.clear();
    told.read_line(&mut line).expect("it reports");
    let status = child.wait().expect("it ends");
    let new: usize =
        line.split(' ').next().and_then(|count| count.parse().ok()).unwrap_or_else(|| panic!("no report: {line}"));
    assert_eq!(status.code(), Some(1), "{line}");
    if new < 400 {
        assert!(line.ends_with("; stopped, the rest was not read\n"), "{line}");
    }
    let kept = lab.run("list").stdout.lines().count();
    assert_eq!(kept, new);
    lab.run("import pages").code(1).warns(&format!("{} new, {new} known, 1 refused", 400 - new));
}
