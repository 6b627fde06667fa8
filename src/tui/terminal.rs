//! The terminal as the screen needs it, and as it was found: restored on leaving, on an error and on a panic.

use super::worker::THREAD;
use crate::library::guard::is_guarded;
use crossterm::event::{DisableBracketedPaste, EnableBracketedPaste};
use crossterm::terminal::{EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode, enable_raw_mode};
use crossterm::{cursor, execute};
use std::io::{self, Write};
use std::panic;
use std::thread;

/// Clicks, drags and the wheel, with positions beyond column 223. Motion without a button is left out: it would wake an idle screen.
const MOUSE_ON: &[u8] = b"\x1b[?1000h\x1b[?1002h\x1b[?1006h";
const MOUSE_OFF: &[u8] = b"\x1b[?1006l\x1b[?1002l\x1b[?1000l";

/// Holds the terminal while it exists.
pub struct Guard<W: Write> {
    out: W,
    raw: bool,
    held: bool,
}

impl<W: Write> Guard<W> {
    /// Takes the terminal: raw mode where `raw`, alternate screen, mouse, bracketed paste.
    pub fn take(out: W, raw: bool) -> io::Result<Self> {
        let mut guard = Guard { out, raw, held: false };
        guard.enter()?;
        Ok(guard)
    }

    /// Takes the terminal again after [`Guard::leave`], or after something else changed it.
    pub fn enter(&mut self) -> io::Result<()> {
        self.held = true;
        if self.raw {
            enable_raw_mode()?;
        }
        execute!(self.out, EnterAlternateScreen, EnableBracketedPaste, cursor::Hide)?;
        self.out.write_all(MOUSE_ON)?;
        self.out.flush()
    }

    /// Gives the terminal back as it was.
    pub fn leave(&mut self) -> io::Result<()> {
        if !self.held {
            return Ok(());
        }
        self.held = false;
        let written = give_back(&mut self.out);
        if self.raw {
            disable_raw_mode()?;
        }
        written
    }
}

impl<W: Write> Drop for Guard<W> {
    fn drop(&mut self) {
        // Nobody is left to be told: the terminal itself is what failed.
        self.leave().ok();
    }
}

fn give_back(out: &mut impl Write) -> io::Result<()> {
    out.write_all(MOUSE_OFF)?;
    execute!(out, DisableBracketedPaste, LeaveAlternateScreen, cursor::Show)
}

/// Makes a panic in any thread give the terminal back before it is reported, so that the report can be read.
pub fn restore_on_panic() {
    let report = panic::take_hook();
    panic::set_hook(Box::new(move |info| {
        // It becomes an error, which the screen shows.
        if is_guarded() || thread::current().name() == Some(THREAD) {
            return;
        }
        give_back(&mut io::stdout()).ok();
        disable_raw_mode().ok();
        report(info);
    }));
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::{Arc, Mutex};

    /// A terminal that only records.
    #[derive(Clone, Default)]
    struct Record(Arc<Mutex<Vec<u8>>>);

    impl Write for Record {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.lock().expect("no writer panics").extend(bytes);
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    /// The private modes that are on after what was written, the cursor's visibility (25) among them.
    fn modes_on(record: &Record) -> Vec<String> {
        let bytes = record.0.lock().expect("no writer panics");
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let mut on = Vec::new();
        for mode in text.split("\x1b[?").skip(1) {
            let number: String = mode.chars().take_while(char::is_ascii_digit).collect();
            on.retain(|other| *other != number);
            if mode[number.len()..].starts_with('h') {
                on.push(number);
            }
        }
        on.sort();
        on
    }

    #[test]
    fn what_is_taken_is_given_back() {
        let record = Record::default();
        let mut guard = Guard::take(record.clone(), false).expect("a record takes all");
        assert_eq!(modes_on(&record), ["1000", "1002", "1006", "1049", "2004"]);
        guard.leave().expect("a record takes all");
        assert_eq!(modes_on(&record), ["25"]);
        guard.enter().expect("a record takes all");
        assert_eq!(modes_on(&record), ["1000", "1002", "1006", "1049", "2004"]);
        drop(guard);
        assert_eq!(modes_on(&record), ["25"]);
    }

    #[test]
    fn a_panic_gives_the_terminal_back() {
        let record = Record::default();
        let inner = record.clone();
        let panicked = panic::catch_unwind(move || {
            let _guard = Guard::take(inner, false).expect("a record takes all");
            panic!("while the terminal is held");
        });
        assert!(panicked.is_err());
        assert_eq!(modes_on(&record), ["25"]);
    }
}
