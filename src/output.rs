//! What the commands print: data to standard output, the rest to standard error. All of it passes the sanitiser on its way, whoever wrote it.

use crate::text::{Sieve, sanitise, sanitise_line};
use std::backtrace::{Backtrace, BacktraceStatus};
use std::fmt::Write as _;
use std::io::{self, BufWriter, IsTerminal, StdoutLock, Write};

/// Standard output, buffered.
#[derive(Debug)]
pub struct Output {
    out: BufWriter<StdoutLock<'static>>,
}

impl Output {
    /// Takes standard output.
    pub fn stdout() -> Self {
        Output { out: BufWriter::with_capacity(64 << 10, io::stdout().lock()) }
    }

    /// Prints text as it is, but for what a terminal would obey.
    ///
    /// # Errors
    /// Where nobody takes it.
    pub fn text(&mut self, text: &str) -> io::Result<()> {
        self.out.write_all(sanitise(text).as_bytes())
    }

    /// Prints one line.
    ///
    /// # Errors
    /// Where nobody takes it.
    pub fn line(&mut self, line: &str) -> io::Result<()> {
        writeln!(self.out, "{}", sanitise_line(line))
    }

    /// Prints what [`json`] made.
    ///
    /// # Errors
    /// Where nobody takes it.
    pub fn json(&mut self, line: &str) -> io::Result<()> {
        writeln!(self.out, "{line}")
    }

    /// Prints bytes that the program made itself: completions, the man page.
    ///
    /// # Errors
    /// Where nobody takes them.
    pub fn own(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.out.write_all(bytes)
    }

    /// Hands over what is still in the buffer.
    ///
    /// # Errors
    /// Where nobody takes it.
    pub fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

/// Says something that is not data. Nobody listening is no reason to fail.
pub fn say(line: &str) {
    let _ = writeln!(io::stderr().lock(), "{}", sanitise_line(line));
}

/// Says something of several lines that is not data.
pub fn say_text(text: &str) {
    let _ = io::stderr().lock().write_all(sanitise(text).as_bytes());
}

/// Makes a panic be told through the sanitiser too: a message of the standard library quotes the text that it failed on.
pub fn tell_panics() {
    std::panic::set_hook(Box::new(|info| {
        let trace = Backtrace::capture();
        let traced = if trace.status() == BacktraceStatus::Captured { trace.to_string() } else { String::new() };
        // Nobody listening is no reason to fail twice.
        let _ = io::stderr().lock().write_all(panicked(info, &traced).as_bytes());
    }));
}

fn panicked(info: &impl std::fmt::Display, trace: &str) -> String {
    sanitise(&format!("dateline: {info}\n{trace}")).into_owned()
}

/// Whether standard error is a terminal, so that progress may be drawn there.
pub fn shows_progress() -> bool {
    io::stderr().is_terminal()
}

/// The columns of the terminal that standard output is, where it is one.
pub fn columns() -> Option<usize> {
    let (columns, _) = io::stdout().is_terminal().then(crossterm::terminal::size)?.ok()?;
    Some(usize::from(columns).max(1))
}

/// One line of JSON with every character that the sanitiser would take out written as an escape.
pub fn json(plain: String) -> String {
    if sanitise_line(&plain) == plain {
        return plain;
    }
    // Outside of strings JSON is ASCII without controls, so whatever is replaced stands in a string.
    let mut safe = String::with_capacity(plain.len() + 16);
    let mut sieve = Sieve::default();
    for c in plain.chars() {
        if sieve.passes(c) {
            safe.push(c);
        } else {
            for unit in c.encode_utf16(&mut [0; 2]) {
                let _ = write!(safe, "\\u{unit:04x}");
            }
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn escaped(text: &str) -> String {
        json(serde_json::to_string(text).expect("a string"))
    }

    #[test]
    fn json_escapes_what_a_terminal_would_obey_and_leaves_the_rest() {
        assert_eq!(escaped("a\u{1b}[2Jb\u{9b}c\u{202E}d é 語"), r#""a\u001b[2Jb\u009bc\u202ed é 語""#);
        assert_eq!(escaped("\u{E0041}"), r#""\udb40\udc41""#);
        assert_eq!(
            escaped("e\u{301}\u{301}\u{301}\u{301}\u{301}\u{200B}"),
            "\"e\u{301}\u{301}\u{301}\u{301}\\u0301\\u200b\""
        );
    }

    #[test]
    fn a_panic_that_quotes_a_page_is_told_without_its_orders() {
        let quoting = "panicked at a.rs:1:2:\nbyte index 9 is off a character of `\u{1b}]0;owned\u{7}é`";
        let told = "dateline: panicked at a.rs:1:2:\nbyte index 9 is off a character of `]0;ownedé`\n";
        assert_eq!(panicked(&quoting, ""), told);
    }

    proptest! {
        #[test]
        fn json_reads_back_the_same(text in any::<String>()) {
            let line = escaped(&text);
            prop_assert_eq!(sanitise_line(&line), line.as_str());
            prop_assert_eq!(serde_json::from_str::<String>(&line).expect("JSON"), text);
        }
    }
}
