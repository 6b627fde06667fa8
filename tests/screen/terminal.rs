//! The program in a pseudo-terminal: what it shows, what it takes, and what it leaves the terminal as.

use crate::fixture::Fixture;
use portable_pty::{Child, CommandBuilder, MasterPty, PtyPair, PtySize, native_pty_system};
use std::io::{Read, Write};
use std::num::NonZeroU16;
use std::sync::mpsc::{self, Receiver};
use std::thread;
use std::time::{Duration, Instant};
use vt100::{MouseProtocolMode, Parser};

/// No wait is longer than this; a machine under load is slow, a hanging screen is for ever.
pub const PATIENCE: Duration = Duration::from_mins(1);

/// The program in a terminal of its own.
pub struct Terminal {
    pub master: Box<dyn MasterPty + Send>,
    keyboard: Box<dyn Write + Send>,
    output: Receiver<Vec<u8>>,
    screen: Parser,
    child: Box<dyn Child + Send + Sync>,
    pub modes: String,
    /// All that was written to it.
    pub written: Vec<u8>,
    /// How often it was drawn in so much of it.
    drawings: usize,
    looked: usize,
}

impl Terminal {
    pub fn start(fixture: &Fixture) -> Self {
        Terminal::start_with(fixture, &[])
    }

    pub fn start_with(fixture: &Fixture, variables: &[(&str, &str)]) -> Self {
        let mut command = program(fixture);
        for (name, value) in variables {
            command.env(name, value);
        }
        Terminal::run(command)
    }

    /// Runs a command in a terminal of its own.
    pub fn run(command: CommandBuilder) -> Self {
        let pair = open_terminal();
        let modes = modes(pair.master.as_ref());
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
        Terminal {
            master: pair.master,
            keyboard,
            output,
            screen: Parser::new(cells(30), cells(120), 0),
            child,
            modes,
            written: Vec::new(),
            drawings: 0,
            looked: 0,
        }
    }

    /// Waits until the screen is as wanted.
    pub fn until(&mut self, what: &str, wanted: impl Fn(&vt100::Screen) -> bool) -> &mut Self {
        let deadline = Instant::now() + PATIENCE;
        while !wanted(self.screen.screen()) {
            self.take(deadline, what);
        }
        self
    }

    pub fn shows(&mut self, text: &str) -> &mut Self {
        self.until(text, |screen| screen.contents().contains(text))
    }

    pub fn shows_no(&mut self, text: &str) -> &mut Self {
        self.until(text, |screen| !screen.contents().contains(text))
    }

    pub fn press(&mut self, keys: &str) -> &mut Self {
        self.keyboard.write_all(keys.as_bytes()).and_then(|()| self.keyboard.flush()).expect("the terminal takes keys");
        self
    }

    /// Presses keys and waits for the next drawing.
    pub fn sees(&mut self, keys: &str) -> &mut Self {
        let before = self.drawings();
        self.press(keys);
        let deadline = Instant::now() + PATIENCE;
        while self.drawings() == before {
            self.take(deadline, keys);
        }
        self
    }

    /// How often the screen was drawn.
    fn drawings(&mut self) -> usize {
        const DRAWN: &[u8] = b"\x1b[?2026l";
        let looked = self.looked.saturating_sub(DRAWN.len() - 1);
        self.drawings += self.written[looked..].windows(DRAWN.len()).filter(|bytes| *bytes == DRAWN).count();
        self.looked = self.written.len();
        self.drawings
    }

    /// Takes what is written next.
    fn take(&mut self, deadline: Instant, what: &str) {
        match self.output.recv_timeout(deadline.saturating_duration_since(Instant::now())) {
            Ok(bytes) => {
                self.screen.process(&bytes);
                self.written.extend(bytes);
            }
            Err(end) => panic!("{what:?}: {end} before it was seen on\n{}", self.screen.screen().contents()),
        }
    }

    pub fn resize(&mut self, columns: u16, lines: u16) -> &mut Self {
        self.screen.screen_mut().set_size(cells(lines), cells(columns));
        let size = PtySize { rows: lines, cols: columns, pixel_width: 0, pixel_height: 0 };
        self.master.resize(size).expect("the terminal can be resized");
        self
    }

    /// The number of its process.
    pub fn id(&self) -> String {
        self.child.process_id().expect("it runs").to_string()
    }

    pub fn signal(&mut self, name: &str) -> &mut Self {
        let id = self.id();
        let sent = std::process::Command::new("kill").args([&format!("-{name}"), &id]).status().expect("kill is there");
        assert!(sent.success());
        self
    }

    /// Waits until the program has stopped itself: a signal to go on that comes before that is lost.
    pub fn stopped(&mut self) -> &mut Self {
        let id = self.id();
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

    /// Takes the terminal away and waits for the program's end.
    pub fn vanishes(self) {
        let Terminal { master, mut keyboard, output, mut child, .. } = self;
        drop(output);
        // What is typed is shown, which wakes who still reads from the terminal and finds that nobody listens.
        keyboard.write_all(b"?").and_then(|()| keyboard.flush()).expect("the terminal takes keys");
        drop((keyboard, master));
        let (sender, ended) = mpsc::channel();
        thread::spawn(move || sender.send(child.wait().is_ok()));
        assert_eq!(ended.recv_timeout(PATIENCE), Ok(true), "it goes on without a terminal");
    }

    /// Quits, and gives all that was written.
    pub fn quit(mut self) -> Vec<u8> {
        self.press("Q");
        assert!(self.end().success());
        self.written
    }

    /// Waits for the end and looks whether the terminal is as it was.
    pub fn ends(mut self) -> portable_pty::ExitStatus {
        self.end()
    }

    fn end(&mut self) -> portable_pty::ExitStatus {
        self.until("the terminal given back", |screen| !taken(screen));
        let status = self.child.wait().expect("it ends");
        assert_eq!(modes(self.master.as_ref()), self.modes, "the terminal's own modes");
        status
    }
}

pub fn open_terminal() -> PtyPair {
    let size = PtySize { rows: 30, cols: 120, pixel_width: 0, pixel_height: 0 };
    native_pty_system().openpty(size).expect("a pseudo-terminal")
}

pub fn program(fixture: &Fixture) -> CommandBuilder {
    let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_dateline"));
    command.args(["--library", &fixture.path().display().to_string()]);
    command.env("TERM", "xterm-256color");
    command.env_remove("NO_COLOR");
    command.cwd(fixture.beside());
    command
}

pub fn cells(count: u16) -> NonZeroU16 {
    NonZeroU16::new(count).expect("a terminal has cells")
}

/// Whether the terminal is in any of the modes that the screen needs.
pub fn taken(screen: &vt100::Screen) -> bool {
    screen.alternate_screen()
        || screen.bracketed_paste()
        || screen.hide_cursor()
        || screen.mouse_protocol_mode() != MouseProtocolMode::None
}

/// The modes of the terminal's driver: raw or not, echo or not.
pub fn modes(master: &dyn MasterPty) -> String {
    format!("{:?}", master.get_termios().expect("a terminal has modes"))
}
