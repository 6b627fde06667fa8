//! The program: takes the command line, does what it says, tells what went wrong.

use dateline::{cli::Cli, commands, library::guard, output};
use std::process::ExitCode;

fn main() -> ExitCode {
    output::tell_panics();
    guard::hush();
    match Cli::typed(std::env::args_os()) {
        Ok(cli) => commands::run(&cli).map_or_else(|error| commands::failed(&error), ExitCode::from),
        Err(told) => commands::mistyped(&told),
    }
}
