//! The real screen over a library of attacks: every field of every article, by every pane, and nothing but what the screen itself writes
//! reaches the terminal.

use crate::attack_list::{article, attacks, file_name, harm, page};
use crate::fixture::Fixture;
use crate::terminal::Terminal;
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use dateline::article::Origin;
use dateline::library::{Incoming, Library};
use dateline::page::is_link;
use rusqlite::{Connection, params};
use std::fs;
use std::io::{Cursor, Read};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

/// The key as a sequence of its own, which no key that follows makes another of.
const ESC: &str = "\x1b[27u";

/// A library that another program filled: past the reading of pages, and past what the library sees to when it keeps marks.
fn attacked() -> Fixture {
    let fixture = Fixture::named("empty");
    let mut library = Library::open(&fixture.path()).expect("it was made");
    let mut writer = library.writer().expect("nobody else writes");
    for (number, (_, attack)) in attacks().iter().enumerate() {
        let origin = Origin::File(format!("/pages/{}", file_name(attack, number)).into());
        let (article, original) = (article(attack, number), page(attack, number).into_bytes());
        writer.add(&Incoming { article: &article, origin: &origin, original: &original }).expect("is kept");
    }
    writer.finish().expect("the index is written");
    let ids = library.ids().expect("reads");
    for id in &ids {
        library.add_tag(&[*id], &format!("tag {id}")).expect("is kept");
        library.set_note(*id, "a note").expect("is kept");
    }
    drop(library);
    let connection = Connection::open(fixture.path().join("library.db")).expect("it opens");
    for (id, (_, attack)) in ids.iter().zip(attacks()) {
        let change = |sql: &str| assert_eq!(connection.execute(sql, params![id.0, attack]).expect("is kept"), 1);
        change("UPDATE tag SET name = ?1 || 'x' || ?2 WHERE article = ?1");
        change("UPDATE note SET text = 'noted ' || ?2 WHERE article = ?1");
        change("INSERT INTO search (key, name, query) VALUES (?1, 'kept ' || ?1 || ?2, 'ferry ' || ?2)");
    }
    fixture
}

/// What was written, without the screen's own sequences; a sequence of any other kind ends the test.
fn text_of(written: &[u8]) -> (String, Vec<String>) {
    let written = std::str::from_utf8(written).expect("UTF-8");
    let (mut text, mut copied) = (String::new(), Vec::new());
    let mut rest = written;
    while let Some((before, sequence)) = rest.split_once('\u{1b}') {
        text.push_str(before);
        // Pieces that the cursor was moved between do not touch.
        text.push(' ');
        rest = if let Some(sequence) = sequence.strip_prefix('[') {
            let end = sequence.find(|c: char| c.is_ascii_alphabetic()).expect("a sequence ends");
            let (given, last) = (&sequence[..end], sequence.as_bytes()[end]);
            assert!(is_own(given, last), "ESC [ {given} {} is none of the screen's", last as char);
            &sequence[end + 1..]
        } else {
            let copy = sequence.strip_prefix("]52;c;").unwrap_or_else(|| {
                panic!("ESC {:?} is none of the screen's", sequence.chars().take(12).collect::<String>())
            });
            let (payload, rest) = copy.split_once('\u{7}').expect("a copy ends");
            let payload = BASE64_STANDARD.decode(payload).expect("base64");
            copied.push(String::from_utf8(payload).expect("UTF-8"));
            rest
        };
    }
    (text + rest, copied)
}

/// Whether the screen itself writes such a sequence: places on the screen, colours, erasing, and the modes it takes and gives back.
fn is_own(given: &str, last: u8) -> bool {
    let numbers = || given.split(';').map(|number| number.parse::<u16>().unwrap_or(u16::MAX));
    match last {
        b'H' => numbers().zip([40, 130]).all(|(number, most)| number <= most) && given.matches(';').count() <= 1,
        b'm' => numbers().all(|number| number <= 255) || given.is_empty(),
        b'J' | b'K' => matches!(given, "" | "0" | "1" | "2"),
        b'h' | b'l' => matches!(given, "?25" | "?1000" | "?1002" | "?1006" | "?1049" | "?2004" | "?2026"),
        _ => false,
    }
}

fn program(path: &Path, line: &str) {
    fs::write(path, format!("#!/bin/sh\n{line}\n")).expect("a file");
    fs::set_permissions(path, fs::Permissions::from_mode(0o755)).expect("may be run");
}

#[test]
fn no_attack_reaches_the_terminal_the_clipboard_or_a_file_by_any_pane() {
    let fixture = attacked();
    let bin = fixture.beside().join("bin");
    fs::create_dir(&bin).expect("a folder");
    program(&bin.join("xdg-open"), "printf '%s\\000%s\\000' \"$#\" \"$1\" >> opened");
    program(&bin.join("editor"), "cat \"$1\" >> edited");
    let path = format!("{}:/usr/bin:/bin", bin.display());
    let mut terminal = Terminal::start_with(&fixture, &[("PATH", &path), ("SHELL", "/bin/sh"), ("VISUAL", "editor")]);
    let all = attacks().len();
    terminal.shows(&format!("{all} · newest first"));
    for place in 1..=all {
        let number = format!("{place} of {all}");
        terminal.shows(&number).sees("\r").sees("\x06").sees("G");
        terminal.sees("y").sees("Y").sees("o").sees("L").sees(ESC).sees("f").sees(ESC);
        terminal.sees("x").shows("X-ray").sees("G").sees(ESC).sees("v").sees("\x06").sees("v");
        terminal.sees("a").sees(ESC).sees("t").sees("\t").sees(ESC).sees("h").sees("j");
    }
    for keys in ["F", "\t", "\t", "\t", "\t", ESC, "T", "\x1b[D", ESC, "'", "\x1b[B", ESC, ":tag x", "\t", ESC] {
        terminal.sees(keys);
    }
    for (_, attack) in attacks() {
        // As a terminal hands on what is pasted; the end of pasting is what no terminal lets through.
        let pasted = format!("\x1b[200~{}\x1b[201~", attack.replace("\x1b[201~", ""));
        for (prompt, end) in [("/", ESC), (":", ESC), ("|", ESC), ("t", ESC), ("a", ESC), (":nonsense ", "\r")] {
            terminal.sees(prompt).sees(&pasted).sees(end);
        }
    }
    terminal.sees(ESC).resize(40, 12).sees("j").sees("\r").sees("q").resize(120, 30).sees("g");
    // Each form, one each and all in one, into the folder `out`, under names of everything that a name can be made of.
    for form in ["t", "m", "h", "j", "b"] {
        for amount in ["o", "a"] {
            let name = "{publisher}{byline}{section}{language}{headline}{date}";
            terminal.press(&format!("E{form}\t{amount}\t\x15out\t\x15{name}")).shows("{language}").press("\r");
            terminal.shows(&format!("Wrote {all}")).sees("j").shows_no("Wrote");
        }
    }
    terminal
        .press("A")
        .shows("selected")
        .press("|cat > piped.txt\r")
        .shows("back to dateline")
        .press("\r")
        .shows("newest first");
    let written = terminal.quit();
    let (text, copied) = text_of(&written);
    assert_eq!(harm(&text.replace(['\r', '\n'], " ")), None);
    assert_eq!(copied.len(), 2 * all, "addresses and texts were copied");
    for copied in &copied {
        assert_eq!(harm(copied), None, "on the clipboard");
    }
    let opened = fs::read_to_string(fixture.beside().join("opened")).expect("addresses were opened");
    let opened: Vec<&str> = opened.split_terminator('\0').collect();
    assert!(!opened.is_empty());
    for call in opened.chunks(2) {
        assert!(call[0] == "1" && is_link(call[1]) && harm(call[1]).is_none(), "{call:?}");
    }
    for name in ["piped.txt", "edited"] {
        let given = fs::read_to_string(fixture.beside().join(name)).expect("another program was given something");
        assert_eq!(harm(&given), None, "{name}");
    }
    assert!(!fixture.beside().join("owned").exists(), "something of an article was run");
    let books = fs::read_dir(fixture.beside().join("out")).expect("exported").flatten();
    let mut kinds = std::collections::BTreeMap::new();
    for file in books {
        let name = file.file_name().into_string().expect("UTF-8");
        assert!(harm(&name).is_none() && name.len() <= 120, "{name:?}");
        let kind = name.rsplit_once('.').expect("an ending").1.to_owned();
        let bytes = fs::read(file.path()).expect("is read");
        if kind == "epub" {
            let mut book = zip::ZipArchive::new(Cursor::new(bytes)).expect("a book");
            for chapter in 0..book.len() {
                let mut chapter = book.by_index(chapter).expect("is there");
                let mut text = String::new();
                chapter.read_to_string(&mut text).expect("UTF-8");
                assert_eq!(harm(&text), None, "{}", chapter.name());
            }
        } else {
            assert_eq!(harm(&String::from_utf8(bytes).expect("UTF-8")), None, "{name}");
        }
        *kinds.entry(kind).or_insert(0) += 1;
    }
    assert_eq!(kinds.values().sum::<usize>(), 4 * (all + 1) + 2, "{kinds:?}");
}

#[test]
fn an_opener_that_never_ends_keeps_nobody_waiting() {
    let fixture = Fixture::named("harbour");
    let opener = fixture.beside().join("xdg-open");
    program(&opener, "while ! test -e go; do sleep 0.05; done");
    let path = format!("{}:/usr/bin:/bin", fixture.beside().display());
    let mut terminal = Terminal::start_with(&fixture, &[("PATH", &path)]);
    terminal.shows("12 · newest first").press("o").shows("Opened https://").press("j").shows("2 of 12").press("Q");
    assert!(terminal.ends().success());
    fs::write(fixture.beside().join("go"), "").expect("a file");
}
