//! Another program in the terminal: the user's editor, a pager. The screen steps back, waits, and comes again.
//!
//! While it waits, the keys are the other program's, and so are the signals that the terminal sends to both.

use crate::text::sanitise;
use crossterm::event as input;
use rustix::event::{PollFd, PollFlags, poll};
use rustix::io::Errno;
use std::env;
use std::fs::File;
use std::io::{self, IsTerminal, PipeReader, PipeWriter, Read, Write};
use std::os::fd::{AsFd, BorrowedFd};
use std::process::{Command, ExitStatus, Stdio};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// How long the screen waits for the input thread to let go; it is somewhere else only for the moment of handing on an event.
const PATIENCE: Duration = Duration::from_secs(2);

/// Notes and the like are not longer than this, whatever a program writes.
const TEXT_BYTES: u64 = 1 << 20;

/// Whose keys they are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum State {
    /// The screen's.
    #[default]
    Here,
    /// Another program wants them.
    Leaving,
    /// Another program has them.
    Gone,
}

/// So long after another program has ended, signals are still its own.
const LATE_SIGNALS: std::time::Duration = std::time::Duration::from_millis(50);

/// The gate that keys come through; shut while another program has the terminal.
#[derive(Clone, Debug)]
pub struct Gate(Arc<Hinge>);

#[derive(Debug)]
struct Hinge {
    state: Mutex<State>,
    moved: Condvar,
    wake: PipeWriter,
}

impl Gate {
    /// An open gate, and what wakes whoever waits at it.
    pub fn new() -> io::Result<(Gate, PipeReader)> {
        let (woken, wake) = io::pipe()?;
        Ok((Gate(Arc::new(Hinge { state: Mutex::default(), moved: Condvar::new(), wake })), woken))
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether another program has the terminal.
    pub fn is_shut(&self) -> bool {
        *self.state() != State::Here
    }

    /// Shuts it: from now on nobody here reads keys.
    fn shut(&self) -> io::Result<()> {
        *self.state() = State::Leaving;
        (&self.0.wake).write_all(&[0])?;
        let waiting = self.0.moved.wait_timeout_while(self.state(), PATIENCE, |state| *state != State::Gone);
        drop(waiting.unwrap_or_else(PoisonError::into_inner));
        Ok(())
    }

    fn open(&self) {
        // A ^C that ended the other program was sent to both: it is still to be taken for the other's.
        std::thread::sleep(LATE_SIGNALS);
        *self.state() = State::Here;
        self.0.moved.notify_all();
    }

    /// Waits for keys while the gate is open; while it is shut, for its opening first.
    pub fn wait(&self, woken: &mut PipeReader) -> io::Result<()> {
        loop {
            {
                let mut state = self.state();
                while *state != State::Here {
                    *state = State::Gone;
                    self.0.moved.notify_all();
                    state = self.0.moved.wait(state).unwrap_or_else(PoisonError::into_inner);
                }
            }
            let keyboard = Keyboard::find()?;
            let mut watched =
                [PollFd::new(&keyboard, PollFlags::IN), PollFd::from_borrowed_fd(woken.as_fd(), PollFlags::IN)];
            match poll(&mut watched, None) {
                Ok(_) | Err(Errno::INTR) => {}
                Err(error) => return Err(error.into()),
            }
            let (keys, wake) = (!watched[0].revents().is_empty(), !watched[1].revents().is_empty());
            if wake {
                woken.read_exact(&mut [0])?;
            } else if keys {
                return Ok(());
            }
        }
    }
}

/// Where keys come from: standard input, or the terminal where that is something else.
enum Keyboard {
    Stdin(io::Stdin),
    Terminal(File),
}

impl Keyboard {
    fn find() -> io::Result<Self> {
        let stdin = io::stdin();
        if stdin.is_terminal() { Ok(Keyboard::Stdin(stdin)) } else { File::open("/dev/tty").map(Keyboard::Terminal) }
    }
}

impl Keyboard {
    /// Reads a line and forgets it.
    fn wait_for_enter(&self) -> io::Result<()> {
        let mut byte = [0];
        loop {
            // Not by way of standard input's own buffer, which would keep what is typed ahead.
            let read = rustix::io::read(self, &mut byte)?;
            if read == 0 || matches!(byte[0], b'\n' | b'\r') {
                return Ok(());
            }
        }
    }
}

impl AsFd for Keyboard {
    fn as_fd(&self) -> BorrowedFd<'_> {
        match self {
            Keyboard::Stdin(stdin) => stdin.as_fd(),
            Keyboard::Terminal(file) => file.as_fd(),
        }
    }
}

/// How long a sequence of bytes may take that is one key. Crossterm reads nothing at all where it is not to wait.
const MOMENT: Duration = Duration::from_millis(1);

/// Reads what is there of the keyboard.
pub fn read_there(mut take: impl FnMut(input::Event) -> bool) -> io::Result<bool> {
    // Crossterm does not look, not even at keys that it has read, where a busy machine lets the moment pass before it has begun to: what it
    // keeps would wait for the next key. Two moments in a row hardly pass so.
    while input::poll(MOMENT)? || input::poll(MOMENT)? {
        if !take(input::read()?) {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Runs a program in the terminal, which must have been given back; the keys are its own until it ends.
pub fn run(gate: &Gate, command: &mut Command) -> io::Result<ExitStatus> {
    gate.shut()?;
    let ended = command.status();
    gate.open();
    ended
}

/// Runs a command of the user's in their shell, with a text as its input. Gives its status where that is not 0.
pub fn give(command: &str, text: &str) -> io::Result<Option<i32>> {
    let shell = env::var_os("SHELL").filter(|shell| !shell.is_empty()).unwrap_or_else(|| "/bin/sh".into());
    let mut child = Command::new(shell).arg("-c").arg(command).stdin(Stdio::piped()).spawn()?;
    if let Some(mut input) = child.stdin.take() {
        match input.write_all(text.as_bytes()) {
            // It has read as much as it wants.
            Err(error) if error.kind() != io::ErrorKind::BrokenPipe => return Err(error),
            _ => {}
        }
    }
    let ended = child.wait()?;
    Ok(if ended.success() { None } else { Some(ended.code().unwrap_or(-1)) })
}

/// The same, with the terminal as its own; then waits for Enter, so that what it printed can be read.
pub fn pipe(gate: &Gate, command: &str, text: &str) -> io::Result<Option<i32>> {
    gate.shut()?;
    let run = || {
        let ended = give(command, text)?;
        let mut out = io::stdout();
        out.write_all(b"\n[Enter: back to dateline] ")?;
        out.flush()?;
        Keyboard::find()?.wait_for_enter()?;
        Ok(ended)
    };
    let ended = run();
    gate.open();
    ended
}

/// Lets the user write a text in an editor, given as its program and arguments, which is run by `run`; `None` where the editor says that it was
/// not to be.
pub fn edit(
    editor: &[String],
    text: &str,
    run: impl FnOnce(&mut Command) -> io::Result<ExitStatus>,
) -> io::Result<Option<String>> {
    let (program, arguments) = editor.split_first().ok_or_else(|| io::Error::other("no editor is set"))?;
    let mut file = tempfile::Builder::new().prefix("dateline-note-").suffix(".md").tempfile()?;
    file.write_all(sanitise(text).as_bytes())?;
    file.flush()?;
    // An editor may put another file in its place, so that it is read by its name.
    let path = file.into_temp_path();
    let ended = run(Command::new(program).args(arguments).arg(&path))?;
    if !ended.success() {
        return Ok(None);
    }
    let mut bytes = Vec::new();
    File::open(&path)?.take(TEXT_BYTES).read_to_end(&mut bytes)?;
    Ok(Some(String::from_utf8_lossy(&bytes).into_owned()))
}
