//! The subcommands: what was typed → a call of the library → what is printed.

mod clean;
mod error;

pub use error::failed;

use crate::cli::{Cli, Command, Jobs, Width};
use crate::export::Layout;
use crate::output::{self, Output};
use clap::CommandFactory;
use std::process::ExitCode;

/// How a command ended that did not fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// All was done.
    Done,
    /// Nothing was found, or some of what was asked for was refused.
    Partly,
}

impl From<Outcome> for ExitCode {
    fn from(outcome: Outcome) -> Self {
        match outcome {
            Outcome::Done => ExitCode::SUCCESS,
            Outcome::Partly => ExitCode::from(1),
        }
    }
}

/// Does what the command line says.
///
/// # Errors
/// Where it could not be done at all.
pub fn run(cli: &Cli) -> anyhow::Result<Outcome> {
    match &cli.command {
        Command::Clean(wanted) => clean::clean(wanted, 72),
        Command::Completions(wanted) => completions(wanted.shell),
        Command::Man => manual(),
    }
}

fn completions(shell: clap_complete::Shell) -> anyhow::Result<Outcome> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "dateline", &mut script);
    print_own(&script)
}

fn manual() -> anyhow::Result<Outcome> {
    let mut page = Vec::new();
    clap_mangen::Man::new(Cli::command()).render(&mut page)?;
    print_own(&page)
}

fn print_own(text: &[u8]) -> anyhow::Result<Outcome> {
    let mut out = Output::stdout();
    out.own(text)?;
    out.flush()?;
    Ok(Outcome::Done)
}

impl Jobs {
    /// How many pages to work on at once.
    fn count(self) -> usize {
        let all = || std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        self.jobs.map_or_else(all, usize::from)
    }
}

impl Width {
    /// Where lines are broken: where it says; else, on a terminal, at the measure or the terminal's edge.
    fn layout(self, measure: usize) -> Layout {
        let width = self.width.map(usize::from);
        Layout { width: width.or_else(|| output::columns().map(|columns| columns.min(measure))) }
    }
}
