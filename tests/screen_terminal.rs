//! The real program in a real terminal: what it shows, what it takes, and that the terminal is afterwards as it was.

#[path = "screen/fixture.rs"]
#[allow(dead_code, reason = "shared with tests/screen.rs, which uses all of it")]
mod fixture;

#[path = "hostile/attacks.rs"]
mod attack_list;
#[path = "screen/attacked.rs"]
mod attacked;
#[path = "screen/failing.rs"]
mod failing;
#[path = "screen/terminal.rs"]
mod terminal;

use fixture::Fixture;
use std::io::Read;
use std::sync::mpsc;
use std::thread;
use terminal::{PATIENCE, Terminal, cells, modes, open_terminal, program, taken};
use vt100::Parser;

#[test]
fn the_main_road_and_the_terminal_is_as_it_was() {
    let fixture = Fixture::named("harbour");
    let mut terminal = Terminal::start(&fixture);
    terminal.shows("The ferry to the outer islands").shows("12 · newest first");
    terminal.press("/gul").shows("1 of 12").shows("Fourteen hundred and six.");
    terminal.press("\x7f\x7f\x7fferry").shows("7 of 12").press("\r").shows("j k move");
    terminal.press("jj\r").shows("100 % · end").press("q").shows("j k move");
    terminal.press("e").shows("Export").press("\t\x15taken out\r").shows("Wrote taken out/");
    assert_eq!(std::fs::read_dir(fixture.beside().join("taken out")).expect("it was made").count(), 1);
    terminal.resize(70, 20).until("one pane", |screen| !screen.contents().contains('│'));
    terminal.press("\r").shows("100 % · end").resize(120, 30).shows("│");
    terminal.press("Q");
    assert!(terminal.ends().success());
}

#[test]
fn time_facets_commands_and_selections_work_in_a_terminal() {
    let fixture = Fixture::named("harbour");
    let mut terminal = Terminal::start(&fixture);
    terminal.shows("12 · newest first").shows("? has every key");
    terminal.press("T").shows("date:2022-02-28..2022-03-06 · 4 articles").press("\r").shows("4 of 12 · newest first");
    terminal.press("Fj\r").shows("source:\"Northern Wire\"").shows("1 of 12").press("u").shows("4 of 12").press("\x1b");
    terminal.shows("j k move").press(":save spring\r").shows("Search kept as spring");
    terminal.press(" V j").shows("selected").press("*").shows("Starred:").press("u").shows("Undone");
    // A click on the strip takes the time under it.
    terminal.press("\x1b").shows_no("selected").press("\x1b").shows("12 · newest first");
    terminal.press("\x1b[<0;118;2M\x1b[<0;118;2m").shows("/ date:2022-02-28..2022-03-06");
    terminal.press("Q");
    assert!(terminal.ends().success());
    let mut again = Terminal::start(&fixture);
    again
        .shows("12 · newest first")
        .shows_no("? has every key")
        .press("'")
        .shows("spring")
        .press("\r")
        .shows("4 of 12");
    again.press("Q");
    assert!(again.ends().success());
}

#[test]
fn a_key_typed_ahead_meets_the_article_it_was_meant_for() {
    let fixture = Fixture::named("harbour");
    let mut terminal = Terminal::start(&fixture);
    terminal
        .shows("12 · newest first")
        .press("/lighthouse\r*")
        .shows("★ Harbour Courier")
        .shows("Lighthouse keeper retires");
    terminal.press("Q");
    assert!(terminal.ends().success());
}

#[test]
fn what_another_process_adds_appears_by_itself() {
    let fixture = Fixture::named("harbour");
    let mut terminal = Terminal::start(&fixture);
    terminal.shows("12 · newest first");
    fixture.add(&[fixture::article("New arrivals", "Skarn Post", "2022-03-06", &["A boat."])]);
    terminal.shows("13 · newest first").shows("New arrivals");
    terminal.press("\x03");
    assert!(terminal.ends().success());
}

#[test]
fn a_signal_to_end_gives_the_terminal_back() {
    for signal in ["TERM", "HUP", "INT"] {
        let fixture = Fixture::named("undated");
        let mut terminal = Terminal::start(&fixture);
        terminal.shows("newest first").until("taken", taken).signal(signal);
        assert!(!terminal.ends().success(), "SIG{signal} is told to whoever waits");
    }
}

#[test]
fn suspended_the_terminal_is_given_back_and_taken_again_on_coming_back() {
    let fixture = Fixture::named("harbour");
    let mut terminal = Terminal::start(&fixture);
    terminal.shows("The ferry to the outer islands").press("j").shows("2 of 12").press("\x1a");
    terminal.until("given back", |screen| !taken(screen));
    terminal.stopped();
    assert_eq!(modes(terminal.master.as_ref()), terminal.modes, "the terminal's own modes");
    terminal.signal("CONT").until("taken", taken).shows("2 of 12").press("k").shows("1 of 12");
    terminal.press("/").shows_no("j k move").press("Q\x03");
    assert!(terminal.ends().success());
}

#[test]
fn the_editor_has_the_terminal_and_its_keys_while_it_runs() {
    use std::os::unix::fs::PermissionsExt;
    let fixture = Fixture::named("harbour");
    let editor = fixture.beside().join("an editor");
    let script = "#!/bin/sh\nprintf 'type here: '\nread line\necho \"$line, $1\" > \"$2\"\n";
    std::fs::write(&editor, script).expect("a file");
    std::fs::set_permissions(&editor, std::fs::Permissions::from_mode(0o755)).expect("may be run");
    let editor = format!("'{}' 'a word'", editor.display());
    let mut terminal = Terminal::start_with(&fixture, &[("VISUAL", &editor)]);
    terminal.shows("The ferry to the outer islands").press("a\x0f").until("given back", |screen| !taken(screen));
    terminal.shows("type here:");
    assert_eq!(modes(terminal.master.as_ref()), terminal.modes, "the terminal's own modes");
    // What was typed there is not for the screen, and neither is its end.
    terminal.press("qQ j\x03").shows("without keeping").press("a\x0f");
    // The first question still stands on the terminal's own screen.
    terminal.until("asked again", |screen| screen.contents().matches("type here:").count() == 2);
    terminal.press("qQ j\n").until("taken", taken).shows("│ qQ j, a word").press("j").shows("2 of 12");
    terminal.resize(70, 20).until("one pane", |screen| !screen.contents().contains('│')).press("Q");
    assert!(terminal.ends().success());
}

#[test]
fn a_command_has_the_terminal_until_enter_is_pressed() {
    let fixture = Fixture::named("harbour");
    let mut terminal = Terminal::start_with(&fixture, &[("SHELL", "/bin/sh")]);
    terminal.shows("The ferry to the outer islands").press("|head -n 1; exit 3\r");
    terminal.until("given back", |screen| !taken(screen)).shows("[Enter: back to dateline]").press("Q\n");
    terminal.until("taken", taken).shows("The command ended with status 3.").press("j").shows("2 of 12").press("Q");
    assert!(terminal.ends().success());
}

#[test]
fn links_are_given_to_terminals_that_are_known_to_take_them() {
    let fixture = Fixture::named("parts");
    for (known, given) in [("WezTerm", true), ("Apple_Terminal", false)] {
        let mut terminal = Terminal::start_with(&fixture, &[("TERM_PROGRAM", known), ("TMUX", "")]);
        // The first drawing may come before the article.
        terminal.shows("fn crossing").press("?").shows("Keys").press("q").shows_no("Keys");
        let written = String::from_utf8_lossy(&terminal.written).into_owned();
        assert_eq!(written.contains("\x1b]8;id=dateline0;https://example.org/\x1b\\"), given, "{known}");
        terminal.press("Q");
        assert!(terminal.ends().success());
    }
}

#[test]
fn a_terminal_of_lines_gets_lines() {
    let fixture = Fixture::named("harbour");
    let mut terminal = Terminal::start_with(&fixture, &[("TERM", "dumb")]);
    terminal.shows("12 articles, newest first.").press("/gulls\r").shows("1 of 12 articles").press("1\r");
    terminal.shows("Fourteen hundred and six.").press("Q\r");
    assert!(terminal.ends().success());
}

#[test]
fn a_terminal_that_vanishes_ends_the_program() {
    let fixture = Fixture::named("harbour");
    let pair = open_terminal();
    let mut child = pair.slave.spawn_command(program(&fixture)).expect("the program starts");
    drop(pair.slave);
    let mut reader = pair.master.try_clone_reader().expect("the terminal can be read");
    let mut screen = Parser::new(cells(30), cells(120), 0);
    let mut bytes = [0; 4096];
    while !screen.screen().contents().contains("12 · newest first") {
        let count = reader.read(&mut bytes).expect("it is drawn");
        screen.process(&bytes[..count]);
    }
    drop(reader);
    drop(pair.master);
    let (sender, ended) = mpsc::channel();
    thread::spawn(move || sender.send(child.wait().is_ok()));
    assert_eq!(ended.recv_timeout(PATIENCE), Ok(true), "it goes on without a terminal");
}
