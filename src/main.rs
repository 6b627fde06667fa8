//! The program: takes the command line, does what it says, tells what went wrong.

use dateline::{cli::Cli, commands};
use std::process::ExitCode;

fn main() -> ExitCode {
    match Cli::typed(std::env::args_os()) {
        Ok(cli) => commands::run(&cli).map_or_else(|error| commands::failed(&error), ExitCode::from),
        Err(told) => commands::mistyped(&told),
    }
}
