//! The real program in a real terminal: what it shows, what it takes, and that the terminal is afterwards as it was.

#[path = "screen/fixture.rs"]
#[allow(dead_code, reason = "shared with tests/screen.rs, which uses all of it")]
mod fixture;

use fixture::Fixture;
use portable_pty::{Child, CommandBuilder, MasterPty, PtyPair, PtySize, native_pty_system};
use std::io::{Read, Write};
use std::num::NonZeroU16;
use std::sync::mpsc::{self, Receiver};
use std::thread;
use std::time::{Duration, Instant};
use vt100::{MouseProtocolMode, Parser};

/// No wait is longer than this; a machine under load is slow, a hanging screen is for ever.
const PATIENCE: Duration = Duration::from_mins(1);

/// The program in a terminal of its own.
struct Terminal {
    master: Box<dyn MasterPty + Send>,
    keyboard: Box<dyn Write + Send>,
    output: Receiver<Vec<u8>>,
    screen: Parser,
    child: Box<dyn Child + Send + Sync>,
    modes: String,
}

impl Terminal {
    fn start(fixture: &Fixture) -> Self {
        Terminal::start_with(fixture, &[])
    }

    fn start_with(fixture: &Fixture, variables: &[(&str, &str)]) -> Self {
        let pair = open_terminal();
        let modes = modes(pair.master.as_ref());
        let mut command = program(fixture);
        for (name, value) in variables {
            command.env(name, value);
        }
        let child = pair.slave.spawn_command(command).expect("the program starts");
        drop(pair.slave);
        let mut reader = pair.master.try_clone_reader().expect("the terminal can be read");
        let (sender, output) = mpsc::channel();
        thread::spawn(move || {
            let mut bytes = [0; 4096];
            while let Ok(count) = reader.read(&mut bytes) {
                if count == 0 || sender.send(bytes[..count].to_vec()).is_err() {
                    return;
                }
            }
        });
        let keyboard = pair.master.take_writer().expect("the terminal can be written to");
        Terminal { master: pair.master, keyboard, output, screen: Parser::new(cells(30), cells(120), 0), child, modes }
    }

    /// Waits until the screen is as wanted.
    fn until(&mut self, what: &str, wanted: impl Fn(&vt100::Screen) -> bool) -> &mut Self {
        let deadline = Instant::now() + PATIENCE;
        while !wanted(self.screen.screen()) {
            let left = deadline.saturating_duration_since(Instant::now());
            match self.output.recv_timeout(left) {
                Ok(bytes) => self.screen.process(&bytes),
                Err(end) => panic!("{what}: {end} before it was seen on\n{}", self.screen.screen().contents()),
            }
        }
        self
    }

    fn shows(&mut self, text: &str) -> &mut Self {
        self.until(text, |screen| screen.contents().contains(text))
    }

    fn shows_no(&mut self, text: &str) -> &mut Self {
        self.until(text, |screen| !screen.contents().contains(text))
    }

    fn press(&mut self, keys: &str) -> &mut Self {
        self.keyboard.write_all(keys.as_bytes()).and_then(|()| self.keyboard.flush()).expect("the terminal takes keys");
        self
    }

    fn resize(&mut self, columns: u16, lines: u16) -> &mut Self {
        self.screen.screen_mut().set_size(cells(lines), cells(columns));
        let size = PtySize { rows: lines, cols: columns, pixel_width: 0, pixel_height: 0 };
        self.master.resize(size).expect("the terminal can be resized");
        self
    }

    fn signal(&mut self, name: &str) -> &mut Self {
        let id = self.child.process_id().expect("it runs").to_string();
        let sent = std::process::Command::new("kill").args([&format!("-{name}"), &id]).status().expect("kill is there");
        assert!(sent.success());
        self
    }

    /// Waits until the program has stopped itself: a signal to go on that comes before that is lost.
    fn stopped(&mut self) -> &mut Self {
        let id = self.child.process_id().expect("it runs").to_string();
        let deadline = Instant::now() + PATIENCE;
        loop {
            let state =
                std::process::Command::new("ps").args(["-o", "state=", "-p", &id]).output().expect("ps is there");
            if state.stdout.trim_ascii_start().starts_with(b"T") {
                return self;
            }
            assert!(Instant::now() < deadline, "it did not stop");
        }
    }

    /// Waits for the end and looks whether the terminal is as it was.
    fn ends(mut self) -> portable_pty::ExitStatus {
        self.until("the terminal given back", |screen| !taken(screen));
        let status = self.child.wait().expect("it ends");
        assert_eq!(modes(self.master.as_ref()), self.modes, "the terminal's own modes");
        status
    }
}

fn open_terminal() -> PtyPair {
    let size = PtySize { rows: 30, cols: 120, pixel_width: 0, pixel_height: 0 };
    native_pty_system().openpty(size).expect("a pseudo-terminal")
}

fn program(fixture: &Fixture) -> CommandBuilder {
    let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_dateline"));
    command.args(["--library", &fixture.path().display().to_string()]);
    command.env("TERM", "xterm-256color");
    command.env_remove("NO_COLOR");
    command.cwd(fixture.beside());
    command
}

fn cells(count: u16) -> NonZeroU16 {
    NonZeroU16::new(count).expect("a terminal has cells")
}

/// Whether the terminal is in any of the modes that the screen needs.
fn taken(screen: &vt100::Screen) -> bool {
    screen.alternate_screen()
        || screen.bracketed_paste()
        || screen.hide_cursor()
        || screen.mouse_protocol_mode() != MouseProtocolMode::None
}

/// The modes of the terminal's driver: raw or not, echo or not.
fn modes(master: &dyn MasterPty) -> String {
    format!("{:?}", master.get_termios().expect("a terminal has modes"))
}

#[test]
fn the_main_road_and_the_terminal_is_as_it_was() {
    let fixture = Fixture::named("harbour");
    let mut terminal = Terminal::start(&fixture);
    terminal.shows("The ferry to the outer islands").shows("12 · newest first");
    terminal.press("/gul").shows("1 of 12").shows("Fourteen hundred and six.");
    terminal.press("\x7f\x7f\x7fferry").shows("7 of 12").press("\r").shows("j k move");
    terminal.press("jj\r").shows("100 % · end").press("q").shows("j k move");
    terminal.press("e").shows("Export").press("\x15taken out\r").shows("Wrote taken out/");
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
