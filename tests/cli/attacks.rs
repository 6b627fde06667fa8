//! Every attack, in every field, by every way in and every way out of the commands: nothing that a terminal obeys reaches their pipes.

use crate::attack_list::{article, attacks, file_name, harm, page};
use crate::lab::{FERRY, Lab};
use dateline::article::Origin;
use dateline::library::{Incoming, Library};
use std::fs;

/// Runs it and looks at all that it says.
#[track_caller]
fn tried(lab: &Lab, words: &[&str]) {
    let ran = lab.run_words(words);
    for (way, text) in [("stdout", &ran.stdout), ("stderr", &ran.stderr)] {
        if let Some(harm) = harm(text) {
            panic!("dateline {words:?}: {harm} on {way}");
        }
    }
    assert!(!ran.stderr.contains("panicked"), "dateline {words:?}: {}", ran.stderr);
    assert!(!lab.path("owned").exists() && !lab.path("../owned").exists(), "dateline {words:?} ran something");
}

/// Everything that shows what a library holds.
fn all_ways_out(lab: &Lab, articles: usize) {
    for line in [
        "list",
        "list --json",
        "search ferry",
        "search --json ferry",
        "search --json gull sort:score",
        "stats",
        "stats --json",
        "tag",
        "doctor",
        "reclean",
        "reindex",
        "list",
    ] {
        tried(lab, &line.split(' ').collect::<Vec<_>>());
    }
    let ids: Vec<String> = (1..=articles).map(|id| id.to_string()).collect();
    for id in &ids {
        tried(lab, &["show", id]);
        tried(lab, &["show", id, "--json"]);
    }
    for format in ["text", "markdown", "html", "json"] {
        tried(lab, &["export", &ids[0], "--format", format]);
        let words = ["export", "--format", format, "-o", "out/"];
        tried(lab, &words.into_iter().chain(ids.iter().map(String::as_str)).collect::<Vec<_>>());
    }
    assert_eq!(fs::read_dir(lab.path("out")).expect("exported").count(), 4 * articles);
    for entry in fs::read_dir(lab.path("out")).expect("exported").flatten() {
        let name = entry.file_name().into_string().expect("a name in UTF-8");
        assert_eq!(harm(&name), None);
        assert!(
            name.len() <= 120 && !name.contains(['\n', '\t', '/', '\\', '$', '`', '\'', '"', ';', ' ']),
            "{name:?}"
        );
        assert_eq!(harm(&fs::read_to_string(entry.path()).expect("text")), None);
    }
}

#[test]
fn what_pages_and_file_names_say_is_only_text() {
    let lab = Lab::new();
    let attacks = attacks();
    for (number, (_, attack)) in attacks.iter().enumerate() {
        lab.file(&format!("pages/{}", file_name(attack, number)), page(attack, number));
        lab.file(
            &format!("dumps/{number}.txt"),
            format!(
                "Ferry {number} {attack} returns
By Ida {attack} Marsh
24 June 2019{attack}
{FERRY}{attack}
{}",
                format!(
                    "{FERRY}
"
                )
                .repeat(20)
            ),
        );
    }
    lab.file("pages/\u{1b}[31mempty.html", "").file("pages/\u{9b}31m\u{202E}.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR");
    for words in [
        &["clean", "pages", "dumps"][..],
        &["clean", "--json", "pages", "dumps"],
        &["clean", "--explain", "pages", "dumps"],
    ] {
        tried(&lab, words);
    }
    tried(&lab, &["import", "pages", "dumps"]);
    tried(&lab, &["import", "pages", "dumps"]);
    let folder = lab.home(".local/share/dateline");
    let library = Library::open(&folder).expect("it was made");
    let ids = library.ids().expect("reads");
    assert_eq!(ids.len(), 2 * attacks.len());
    for id in &ids {
        let article = library.article(*id).expect("is whole").expect("is there");
        let stored = serde_json::to_value(&article).expect("plain data");
        check_strings(&stored);
    }
    drop(library);
    all_ways_out(&lab, ids.len());
}

/// The library's own edge: what is stored is harmless already.
fn check_strings(value: &serde_json::Value) {
    match value {
        serde_json::Value::String(text) => assert_eq!(harm(text), None, "in the library"),
        serde_json::Value::Array(values) => values.iter().for_each(check_strings),
        serde_json::Value::Object(fields) => fields.values().for_each(check_strings),
        _ => {}
    }
}

#[test]
fn what_records_say_is_only_text() {
    let lab = Lab::new();
    let attacks = attacks();
    let record = |attack: &str, number: usize| {
        serde_json::json!({
            "title": format!("Ferry {number} {attack} returns"), "author": [format!("Ida {attack} Marsh")], "url": format!("https://gull.example/{number}{attack}"),
            "publisher": format!("Gull{attack}"), "section": format!("Trans{attack}port"), "description": attack, "language": format!("en{attack}"),
            "date": format!("2019-06-24 {attack}"), "text": format!("{FERRY}{attack}\n\n{FERRY}"), attack: attack,
        })
    };
    let lines: Vec<String> = attacks.iter().enumerate().map(|(n, (_, attack))| record(attack, n).to_string()).collect();
    let mut table = csv::Writer::from_writer(Vec::new());
    table.write_record(["title", "text", "author", "date", "url"]).expect("memory takes it");
    for (number, (_, attack)) in attacks.iter().enumerate() {
        let title = format!("Ferry {number} {attack} in a table");
        let row = [&title, &format!("{attack}{FERRY} {number}"), attack, attack, attack];
        table.write_record(row).expect("memory takes it");
    }
    lab.file("a\u{1b}[31m\u{202E}.jsonl", lines.join("\n") + "\n{\"text\u{1b}[31m\": \n");
    lab.file("b.csv", table.into_inner().expect("memory takes it"));
    tried(&lab, &["import", "a\u{1b}[31m\u{202E}.jsonl", "b.csv", "--jobs", "1"]);
    all_ways_out(&lab, 2 * attacks.len());
}

#[test]
fn what_another_program_put_into_the_library_is_only_text() {
    let lab = Lab::new();
    let folder = lab.home(".local/share/dateline");
    let mut library = Library::create(&folder).expect("a library");
    let mut writer = library.writer().expect("nobody else writes");
    let attacks = attacks();
    for (number, (_, attack)) in attacks.iter().enumerate() {
        let (article, origin) =
            (article(attack, number), Origin::File(format!("/pages/{}", file_name(attack, number)).into()));
        let original = page(attack, number).into_bytes();
        writer.add(&Incoming { article: &article, origin: &origin, original: &original }).expect("is kept");
    }
    writer.finish().expect("the index is written");
    for (id, (_, attack)) in library.ids().expect("reads").into_iter().zip(&attacks) {
        library.add_tag(&[id], &format!("kept{attack}")).expect("is kept");
        library.set_note(id, attack).expect("is kept");
        library.keep_search(&format!("name{attack}"), Some(attack)).expect("is kept");
    }
    drop(library);
    all_ways_out(&lab, attacks.len());
}

#[test]
fn what_is_typed_or_set_is_only_text_in_every_message() {
    let lab = Lab::with_three();
    for (name, attack) in attacks() {
        // The system takes no word with a nought in it.
        let attack = attack.replace('\0', "");
        let missing = format!("{attack}missing.html");
        let folder = format!("no{}where", attack.replace('/', ""));
        for words in [
            &["clean", &missing][..],
            &["import", &missing],
            &["import", "pages", "--map", &attack],
            &["import", "pages", "--map", &format!("{attack}=x")],
            &["import", "pages", "--jobs", &attack],
            &["--library", &folder, "list"],
            &["--library", &folder, "doctor"],
            &[attack.as_str()],
            &["show", &attack],
            &["show", "1", &format!("--{attack}")],
            &["search", &attack],
            &["search", &format!("-{attack}")],
            &["search", &format!("date:{attack} by:{attack} sort:{attack}")],
            &["search", "--json", &format!("\"{attack}")],
            &["tag", "1", &format!("+{attack}x")],
            &["tag", "1"],
            &["tag"],
            &["tag", "1", &format!("-{attack}x")],
            &["tag", &attack],
            &["mark", &attack, "--read"],
            &["export", "1", "--format", &attack],
            &["export", "1", "-o", &format!("{folder}/")],
            &["completions", &attack],
        ] {
            tried(&lab, words);
        }
        for settings in [
            format!("measure = {attack}\n"),
            format!("\"{attack}\" = 1\n"),
            format!("theme = '{attack}'\n"),
            format!("[keys]\n\"{attack}\" = 'x'\n"),
            format!("library = '{attack}'\nlibary = 2\n"),
        ] {
            lab.settings(&settings);
            tried(&lab, &["list"]);
        }
        lab.settings("");
        let mut command = lab.command("list");
        let output = command.env("DATELINE_LIBRARY", &folder).output().expect("the program starts");
        assert_eq!(harm(&String::from_utf8_lossy(&output.stderr)), None, "{name}");
    }
}
