//! The program: takes the command line, does what it says, tells what went wrong.

use dateline::{cli::Cli, commands};
use std::process::ExitCode;

fn main() -> ExitCode {
    let cli = Cli::typed(std::env::args_os()).unwrap_or_else(|told| told.exit());
    match commands::run(&cli) {
        Ok(outcome) => outcome.into(),
        Err(error) => commands::failed(&error),
    }
}
