//! How a failure is told: `dateline: doing what to which file: what is wrong`.

use crate::output::say;
use std::io;
use std::process::ExitCode;

/// Tells a failure on standard error and gives its exit status. A pipe that was closed at its other end is no failure: its reader has what it wanted.
pub fn failed(error: &anyhow::Error) -> ExitCode {
    if is_closed_pipe(error) {
        return ExitCode::SUCCESS;
    }
    let causes: Vec<String> = error.chain().map(ToString::to_string).collect();
    say(&format!("dateline: {}", causes.join(": ")));
    ExitCode::from(2)
}

fn is_closed_pipe(error: &anyhow::Error) -> bool {
    error.chain().filter_map(|cause| cause.downcast_ref::<io::Error>()).any(|io| io.kind() == io::ErrorKind::BrokenPipe)
}
