//! The plain form: lines in, lines out.

use crate::fixture::Fixture;
use dateline::tui::{Action, Context, Manner, Options, Plain, key_table};
use proptest::prelude::*;

fn plain(fixture: &Fixture, (columns, lines): (u16, u16)) -> Plain {
    let manner = Manner { folder: fixture.beside().join("out"), ..Manner::default() };
    let options = Options { manner, ..Options::default() };
    Plain::new(fixture.library(), options, (columns, lines), None).expect("the library opens")
}

/// A session: what is told, each prompt with the line that answers it.
fn session(fixture: &Fixture, lines: &[&str]) -> String {
    let mut plain = plain(fixture, (80, 24));
    let mut out = plain.begin();
    for line in lines {
        out.push(format!("{}{line}", plain.prompt()));
        out.extend(plain.answer(line));
    }
    out.join("\n") + "\n"
}

/// With the other snapshots of the screen.
fn snapshot(name: &str, told: &str) {
    insta::with_settings!({ snapshot_path => "../snapshots", prepend_module_to_snapshot => false }, {
        insta::assert_snapshot!(format!("screen__plain-{name}"), told);
    });
}

#[test]
fn a_session_is_told_line_by_line() {
    let fixture = Fixture::named("harbour");
    let lines = [
        "",
        "1",
        "",
        "",
        "q",
        "/ferry",
        "n",
        "n",
        "*",
        "q",
        "tag dock, islands",
        "note",
        "ask Bo",
        "a",
        "",
        "facets",
        "-1",
        "Tab",
        "q",
        "search",
        "",
        "timeline",
        "3j",
        "K",
        "]",
        ":sort headline",
        "u",
        "help next hit",
        "Space",
        "export markdown",
        "zzz",
        "Q",
    ];
    let told = session(&fixture, &lines).replace(&fixture.beside().display().to_string(), "FOLDER");
    snapshot("session", &told);
}

#[test]
fn the_page_behind_an_article_is_told_and_corrected() {
    let fixture = Fixture::named("page");
    let told = session(&fixture, &["x", "3", "-", "", "drop-block", "u", "q", "L", "v", "v"]);
    // The reasons are the cleaner's.
    let line = |line: &str| match line.split_once(" %") {
        Some((block, _)) if line.starts_with("block ") => {
            format!("{} …", block.trim_end_matches(|c: char| c.is_ascii_digit()))
        }
        _ => line.to_owned(),
    };
    snapshot("x-ray", &told.lines().map(line).collect::<Vec<_>>().join("\n"));
}

#[test]
fn a_page_of_rows_fits_a_narrow_terminal() {
    let fixture = Fixture::named("many");
    let mut plain = plain(&fixture, (40, 14));
    for told in [plain.begin(), plain.answer(""), plain.answer("Space"), plain.answer("help")] {
        let lines: usize = told.iter().map(|line| line.chars().count().div_ceil(40).max(1)).sum();
        assert!((2..=14).contains(&lines), "{lines} lines: {told:#?}");
    }
}

#[test]
fn a_footnote_is_told_and_the_text_again() {
    let fixture = Fixture::named("notes");
    let told = session(&fixture, &["1", "[2]", "jump-back", "[7]", "footnote 1"]);
    snapshot("footnotes", &told);
}

#[test]
fn every_part_of_an_article_is_told_without_drawing() {
    let fixture = Fixture::named("parts");
    snapshot("parts", &session(&fixture, &["1", "", "L", "q"]));
}

#[test]
fn every_action_of_the_screen_is_known_by_its_name_and_its_key() {
    let fixture = Fixture::named("page");
    // What these would do is done outside of the program.
    let outside = [Action::Suspend, Action::OpenUrl];
    let browsing = [Context::Browse, Context::List, Context::Anywhere];
    let lines = key_table().into_iter().filter(|line| browsing.contains(&line.context) && line.action != Action::Count);
    for line in lines.filter(|line| !outside.contains(&line.action)) {
        for typed in [line.action.name().to_owned(), line.keys.split(' ').next().unwrap_or_default().to_owned()] {
            // Arrows are shown as they are not written.
            if typed.is_ascii() {
                let mut plain = plain(&fixture, (80, 24));
                let told = plain.answer(&typed).join("\n");
                assert!(!told.contains("There is no command"), "{typed}: {told}");
                assert_eq!(plain.ended(), matches!(line.action, Action::Quit | Action::Leave), "{typed}");
            }
        }
    }
}

/// What is told page by page up to a line.
fn up_to(plain: &mut Plain, first: Vec<String>, end: &str) -> Vec<String> {
    let mut told = first;
    for _ in 0..100 {
        if told.last().is_some_and(|line| line.contains(end)) {
            return told;
        }
        told.extend(plain.answer(""));
    }
    panic!("{end} is not told: {}", told.join("\n"));
}

#[test]
fn page_by_page_every_row_and_every_line_is_told_once() {
    let fixture = Fixture::named("many");
    let mut list = plain(&fixture, (80, 24));
    let first = list.begin();
    let told = up_to(&mut list, first, "end of the list");
    let rows = told.iter().filter(|line| line.contains("Report number"));
    let numbers: Vec<usize> = rows.filter_map(|line| line.split_whitespace().next()?.parse().ok()).collect();
    assert_eq!(numbers, (1..=700).collect::<Vec<usize>>());
    let fixture = Fixture::named("harbour");
    let mut article = plain(&fixture, (60, 18));
    let first = article.answer("7");
    let told = up_to(&mut article, first, "End of the article.");
    let nights = told.iter().filter_map(|line| line.split("Night ").nth(1)?.split('.').next()?.parse().ok());
    assert_eq!(nights.collect::<Vec<u32>>(), (1..15).collect::<Vec<u32>>(), "{}", told.join("\n"));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 30, ..ProptestConfig::default() })]

    #[test]
    fn any_lines_are_answered_in_plain_lines(
        lines in prop::collection::vec(prop::sample::select(&LINES[..]), 0..25),
        size in (1_u16..140, 1_u16..50),
        name in prop::sample::select(&["harbour", "parts", "hostile", "page", "empty"][..]),
    ) {
        let fixture = Fixture::named(name);
        let mut plain = plain(&fixture, size);
        let mut told = plain.begin();
        for line in lines {
            told.push(plain.prompt());
            told.extend(plain.answer(line));
        }
        prop_assert!(told.iter().all(|line| !line.chars().any(char::is_control)), "{told:?}");
    }
}

// Nothing is written to whichever folder a line would name.
const LINES: [&str; 39] = [
    "",
    "",
    "",
    "1",
    "3",
    "99999999999",
    "-1",
    "q",
    "/ferry",
    "/",
    "/source:\"x OR",
    "n",
    "N",
    "J",
    "K",
    "j",
    "3k",
    "0j",
    "]",
    "[",
    "*",
    "m",
    "d",
    "u",
    "tag a, -b",
    "t",
    "note x",
    "a",
    "F",
    "Tab",
    "x",
    "+",
    "H",
    "L",
    "'",
    "?",
    "v",
    "Space",
    "V",
];

#[test]
fn nothing_that_is_told_moves_a_cursor_or_draws_a_box() {
    for name in ["hostile", "parts", "japanese", "undated", "empty", "page"] {
        let fixture = Fixture::named(name);
        let told =
            session(&fixture, &["", "1", "", "x", "q", "q", "F", "Tab", "q", "?", "", "'", "L", "T", "v", "y", "Y"]);
        let drawn = |c: char| (c.is_control() && c != '\n') || ('\u{2500}'..='\u{259F}').contains(&c);
        assert!(!told.contains(drawn), "{name}: {told}");
    }
}
