//! The program: takes the command line, does what it says, tells what went wrong.

use clap::Parser;
use dateline::{cli::Cli, commands};
use std::process::ExitCode;

fn main() -> ExitCode {
    match commands::run(&Cli::parse()) {
        Ok(outcome) => outcome.into(),
        Err(error) => commands::failed(&error),
    }
}
