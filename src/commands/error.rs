//! How a failure is told: `dateline: doing what to which file: what is wrong`, then what may help.

use crate::import::ImportError;
use crate::library::LibraryError;
use crate::output::{say, say_text};
use std::io;
use std::process::ExitCode;

/// A failure with a hint.
#[derive(Debug, thiserror::Error)]
#[error("{what}")]
pub(super) struct Failure {
    what: String,
    hint: String,
}

/// A failure that says what is wrong and what the user may do about it.
pub(super) fn failure(what: impl Into<String>, hint: impl Into<String>) -> anyhow::Error {
    Failure { what: what.into(), hint: hint.into() }.into()
}

/// Tells a failure on standard error and gives its exit status. A pipe that was closed at its other end is no failure: its reader has what it wanted.
pub fn failed(error: &anyhow::Error) -> ExitCode {
    if is_closed_pipe(error) {
        return ExitCode::SUCCESS;
    }
    let causes: Vec<String> = error.chain().map(ToString::to_string).collect();
    say(&format!("dateline: {}", causes.join(": ")));
    if let Some(hint) = hint(error) {
        say(&format!("hint: {hint}"));
    }
    ExitCode::from(2)
}

/// Tells what is wrong with a command line, or gives the help that it asks for.
pub fn mistyped(told: &clap::Error) -> ExitCode {
    if told.use_stderr() {
        // In plain letters: what is wrong repeats what was typed, which passes the sanitiser like everything else.
        say_text(&told.render().to_string().replacen("error: ", "dateline: ", 1));
    } else {
        // Nobody reading the help is no failure.
        let _ = told.print();
    }
    ExitCode::from(u8::try_from(told.exit_code()).unwrap_or(2))
}

fn is_closed_pipe(error: &anyhow::Error) -> bool {
    error.chain().filter_map(|cause| cause.downcast_ref::<io::Error>()).any(|io| io.kind() == io::ErrorKind::BrokenPipe)
}

fn hint(error: &anyhow::Error) -> Option<String> {
    error.chain().find_map(|cause| {
        let failure = cause.downcast_ref::<Failure>().map(|failure| failure.hint.clone());
        let library = match cause.downcast_ref::<ImportError>() {
            // It speaks for the library's error and does not name it as its cause.
            Some(ImportError::Library(error)) => Some(error),
            _ => cause.downcast_ref::<LibraryError>(),
        };
        failure.or_else(|| library.and_then(LibraryError::hint).map(str::to_owned))
    })
}
