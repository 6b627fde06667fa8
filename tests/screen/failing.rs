//! What fails under an open screen: it says so and goes on, or ends and gives the terminal back. It never hangs.

use crate::fixture::Fixture;
use crate::terminal::{Terminal, program, taken};
use dateline::article::ArticleId;
use portable_pty::CommandBuilder;
use std::fs;
use std::path::PathBuf;
use std::process::Command;

/// The folder that the library's index is in.
fn index(fixture: &Fixture) -> PathBuf {
    let entries = fs::read_dir(fixture.path()).expect("a library").flatten();
    entries.map(|entry| entry.path()).find(|path| path.is_dir()).expect("an index")
}

#[test]
fn a_library_that_vanishes_is_told_and_the_screen_can_be_left() {
    let fixture = Fixture::named("harbour");
    let mut terminal = Terminal::start(&fixture);
    terminal.shows("12 · newest first").shows("The ferry to the outer islands");
    fs::remove_dir_all(fixture.path()).expect("nobody keeps it");
    for keys in
        ["j", "j", "\r", "*", "m", "/gull", "\r", "q", "T", "\x1b[27u", "F", "\x1b[27u", "x", "\x1b[27u", ":tag gone\r"]
    {
        terminal.sees(keys);
    }
    terminal
        .press("e")
        .shows("Export")
        .press("\t\x15out\r")
        .until("an answer", |screen| !screen.contents().contains("Export") || screen.contents().contains("Wrote"));
    terminal.press("Q\x03");
    terminal.ends();
    assert!(!fixture.path().join("library.db").exists(), "no empty library stands in for the lost one");
}

#[test]
fn a_library_put_in_the_place_of_an_open_one_does_no_harm() {
    let (fixture, other) = (Fixture::named("harbour"), Fixture::named("undated"));
    let mut terminal = Terminal::start(&fixture);
    terminal.shows("12 · newest first");
    fs::rename(fixture.path(), fixture.beside().join("moved")).expect("is moved");
    fs::rename(other.path(), fixture.path()).expect("is moved");
    let before = dateline::library::Library::open(&fixture.path()).expect("opens").ids().expect("reads").len();
    for keys in ["j", "*", "/gull", "\r", "\x1b[27u", "A", "m", "\x1b[27u"] {
        terminal.sees(keys);
    }
    terminal.press("Q\x03");
    terminal.ends();
    for folder in [fixture.path(), fixture.beside().join("moved")] {
        let sound = Command::new(env!("CARGO_BIN_EXE_dateline")).arg("--library").arg(&folder).arg("doctor").output();
        let sound = sound.expect("it starts");
        assert!(sound.status.success(), "{}", String::from_utf8_lossy(&sound.stdout));
    }
    let after = dateline::library::Library::open(&fixture.path()).expect("opens").ids().expect("reads").len();
    assert_eq!(before, after);
}

/// The program, which is told that a file may not grow instead of being ended by it.
fn that_hears_of_limits(fixture: &Fixture) -> CommandBuilder {
    let inner = program(fixture);
    let mut command = CommandBuilder::new("/bin/sh");
    command.args(["-c", "trap '' XFSZ; exec \"$0\" \"$@\""]);
    command.args(inner.get_argv());
    command.env("TERM", "xterm-256color");
    command.cwd(fixture.beside());
    command
}

#[cfg(target_os = "linux")]
#[test]
fn a_disk_that_fills_is_told_and_what_was_kept_stays() {
    let fixture = Fixture::named("harbour");
    let mut terminal = Terminal::run(that_hears_of_limits(&fixture));
    terminal.shows("12 · newest first").press("*").shows("★");
    let full = Command::new("prlimit").args(["--pid", &terminal.id(), "--fsize=0"]).status();
    assert!(full.expect("prlimit is there").success());
    terminal.press("j").shows("2 of 12").press("*").shows("disk");
    terminal.press("t").shows("Tags").press("harbour\r").shows("disk");
    terminal.press("e").shows("Export").press("\t\x15out\r").shows("Nothing written");
    terminal.press("/gul").shows("1 of 12").press("\x1b[27u").shows("12 · newest first");
    terminal.press("\x03");
    assert!(terminal.ends().success());
    assert_eq!(fs::read_dir(fixture.beside().join("out")).map_or(0, Iterator::count), 0, "nothing half is left");
    let library = fixture.library();
    let starred = library
        .ids()
        .expect("reads")
        .into_iter()
        .filter(|id| library.row(*id).expect("reads").is_some_and(|row| row.marks.starred));
    assert_eq!(starred.count(), 1);
}

#[test]
fn an_index_that_cannot_be_written_costs_no_correction() {
    let fixture = Fixture::named("page");
    let mut terminal = Terminal::start(&fixture);
    terminal.shows("The ferry sails again").press("x").shows("All rights reserved.");
    let place = index(&fixture);
    fs::remove_dir_all(&place).expect("nobody keeps it");
    fs::write(&place, "in its place").expect("a file");
    terminal.sees("G").press("+").shows("The correction is kept").press("x").shows("│  The ferry between");
    terminal.press("\x03");
    assert!(terminal.ends().success());
    fs::remove_file(&place).expect("it is there");
    let library = fixture.library();
    assert_eq!(library.corrections(ArticleId(1)).expect("reads").len(), 1);
    assert_eq!(library.to_recast().expect("reads").len(), 1, "whoever writes next puts it together");
}

#[test]
fn a_correction_while_another_process_imports_is_kept_for_later() {
    let fixture = Fixture::named("page");
    let mut importing = fixture.library();
    let writer = importing.writer().expect("nobody else writes");
    let mut terminal = Terminal::start(&fixture);
    terminal.shows("The ferry sails again").press("x").shows("All rights reserved.");
    terminal.sees("G").press("+").shows("The correction is kept");
    terminal.press("xQ");
    assert!(terminal.ends().success());
    writer.finish().expect("the index is written");
    drop(importing);
    let library = fixture.library();
    assert_eq!(library.corrections(ArticleId(1)).expect("reads").len(), 1);
    assert_eq!(library.to_recast().expect("reads").len(), 1, "whoever writes next puts it together");
}

#[test]
fn an_index_spoilt_under_an_open_screen_ends_no_search_in_a_hang() {
    let fixture = Fixture::named("harbour");
    let mut terminal = Terminal::start(&fixture);
    terminal.shows("12 · newest first");
    for file in fs::read_dir(index(&fixture)).expect("an index").flatten() {
        // Written over, not cut off: the pages that the screen has mapped stay.
        let mut bytes = fs::read(file.path()).expect("is read");
        let length = bytes.len();
        bytes[length / 4..length * 3 / 4].fill(0);
        let mut open = fs::OpenOptions::new().write(true).open(file.path()).expect("opens");
        std::io::Write::write_all(&mut open, &bytes).expect("is written");
    }
    for keys in ["/gull", "s boats", "\r", "S", "j", "\x1b[27u", "F", "\x1b[27u", "T", "\x1b[27u"] {
        terminal.sees(keys);
    }
    terminal.press("Q\x03");
    terminal.ends();
    assert_eq!(fixture.library().ids().expect("reads").len(), 12);
}

#[test]
fn a_terminal_that_vanishes_ends_the_program_wherever_it_is() {
    for keys in ["/ferry", "x", "e", "?", "T", "F", ":tag", "|cat\r"] {
        let fixture = Fixture::named("page");
        let mut terminal = Terminal::start_with(&fixture, &[("SHELL", "/bin/sh")]);
        terminal.shows("The ferry sails again");
        if keys.starts_with('|') {
            terminal.press(keys).shows("back to dateline");
        } else {
            terminal.sees(keys);
        }
        terminal.vanishes();
    }
}

#[test]
fn a_terminal_that_vanishes_under_the_editor_ends_both() {
    use std::os::unix::fs::PermissionsExt;
    let fixture = Fixture::named("harbour");
    let editor = fixture.beside().join("editor");
    fs::write(&editor, "#!/bin/sh\nprintf 'type here: '\nread line\n").expect("a file");
    fs::set_permissions(&editor, fs::Permissions::from_mode(0o755)).expect("may be run");
    let mut terminal = Terminal::start_with(&fixture, &[("VISUAL", &editor.display().to_string())]);
    terminal.shows("The ferry to the outer islands").press("a\x0f").until("given back", |screen| !taken(screen));
    terminal.shows("type here:");
    terminal.vanishes();
}

#[test]
fn what_another_process_imports_appears_while_the_reader_tags() {
    let fixture = Fixture::named("harbour");
    let mut terminal = Terminal::start(&fixture);
    terminal.shows("12 · newest first");
    let line =
        |n: usize| format!("{{\"title\":\"Boat {n}\",\"date\":\"2020-01-01\",\"text\":\"The boat {n} left.\"}}\n");
    fs::write(fixture.beside().join("boats.jsonl"), (0..400).map(line).collect::<String>()).expect("a file");
    let mut import = Command::new(env!("CARGO_BIN_EXE_dateline"))
        .arg("--library")
        .arg(fixture.path())
        .args(["import", "boats.jsonl"])
        .current_dir(fixture.beside())
        .stderr(std::process::Stdio::null())
        .spawn()
        .expect("it starts");
    for number in 0..10 {
        terminal.press(&format!(":tag t{number}\r")).shows(&format!("t{number}"));
    }
    assert!(import.wait().expect("it ends").success());
    terminal.shows("412 · newest first");
    terminal.press("Q");
    assert!(terminal.ends().success());
    let library = fixture.library();
    assert_eq!(library.tags().expect("reads").iter().filter(|(tag, _)| tag.starts_with('t')).count(), 10);
}
