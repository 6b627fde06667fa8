//! The subcommands: what was typed → a call of the library → what is printed.

mod about;
mod clean;
mod doctor;
mod error;
mod import;
mod list;
mod look;
mod manual;
mod marks;
mod place;
mod show;

pub use error::{failed, mistyped};

use crate::cli::{Cli, Command, Jobs, Width};
use crate::export::Layout;
use crate::output;
use place::Places;
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
    let places = || Places::find(cli);
    match &cli.command {
        None if cli.plain || about::only_lines() => about::plain(&places()?),
        None => about::screen(&places()?),
        Some(Command::Import(wanted)) => import::import(wanted, &places()?),
        Some(Command::List(wanted)) => list::rows("", &wanted.rows, &places()?),
        Some(Command::Search(wanted)) => list::rows(&wanted.query.join(" "), &wanted.rows, &places()?),
        Some(Command::Show(wanted)) => show::show(wanted, &places()?),
        Some(Command::Export(wanted)) => show::write(wanted, &places()?),
        Some(Command::Clean(wanted)) => {
            // What the settings say of pages holds here too; that they cannot be read is told only where the measure is needed.
            let found = places();
            clean::clean(wanted, || found.map(|places| places.config.measure))
        }
        Some(Command::Tag(wanted)) => marks::tag(wanted, &places()?),
        Some(Command::Mark(wanted)) => marks::mark(wanted, &places()?),
        Some(Command::Stats(wanted)) => about::stats(wanted, &places()?),
        Some(Command::Reindex) => import::reindex(&places()?),
        Some(Command::Doctor(wanted)) => doctor::doctor(wanted, &places()?),
        Some(Command::Reclean(wanted)) => import::reclean(wanted.jobs, &places()?),
        Some(Command::Config) => about::config(cli),
        Some(Command::Completions(wanted)) => about::completions(wanted.shell),
        Some(Command::Man) => manual::manual(),
    }
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
    fn layout(self, measure: u16) -> Layout {
        let on_terminal = || output::columns().map(|columns| columns.min(usize::from(measure)));
        Layout { width: self.width.map(usize::from).or_else(on_terminal) }
    }
}
