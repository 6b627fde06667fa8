//! How a failure is told: `dateline: doing what to which file: what is wrong`, then what may help.

use crate::library::LibraryError;
use crate::output::say;
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

fn is_closed_pipe(error: &anyhow::Error) -> bool {
    error.chain().filter_map(|cause| cause.downcast_ref::<io::Error>()).any(|io| io.kind() == io::ErrorKind::BrokenPipe)
}

fn hint(error: &anyhow::Error) -> Option<String> {
    error.chain().find_map(|cause| {
        let failure = cause.downcast_ref::<Failure>().map(|failure| failure.hint.clone());
        failure.or_else(|| cause.downcast_ref::<LibraryError>().and_then(LibraryError::hint).map(str::to_owned))
    })
}
