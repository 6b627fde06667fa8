//! `dateline clean`: pages in, articles out, nothing kept.

use super::Outcome;
use crate::clean::{Cleaned, explain};
use crate::cli;
use crate::export::{Format, Layout, Record, export};
use crate::import::clean_all;
use crate::import::source::{Refusal, sources};
use crate::output::{self, Output, say};
use crate::page::Page;
use std::io;
use std::ops::ControlFlow;

/// Cleans the pages and prints them in the order of their files, each as soon as it and those before it are done.
pub(super) fn clean(wanted: &cli::Clean, measure: impl FnOnce() -> anyhow::Result<u16>) -> anyhow::Result<Outcome> {
    let form = Form::of(wanted, measure)?;
    let mut out = Output::stdout();
    let mut tally = Tally::default();
    let mut written = Ok(());
    clean_all(
        sources(&wanted.paths, None),
        wanted.jobs.count(),
        |page, cleaned| form.write(page, &cleaned),
        |page| {
            written = match page {
                Ok(text) => tally.print(&mut out, &text, form),
                Err(refusal) => {
                    tally.refuse(&refusal);
                    Ok(())
                }
            };
            if written.is_ok() { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
        },
    )?;
    written?;
    out.flush()?;
    Ok(if tally.printed > 0 && tally.refused == 0 { Outcome::Done } else { Outcome::Partly })
}

#[derive(Default)]
struct Tally {
    printed: usize,
    refused: usize,
}

impl Tally {
    fn print(&mut self, out: &mut Output, text: &str, form: Form) -> io::Result<()> {
        self.printed += 1;
        if form == Form::Json {
            return out.json(text);
        }
        if self.printed > 1 {
            out.text("\n")?;
        }
        out.text(text)
    }

    fn refuse(&mut self, refusal: &Refusal) {
        self.refused += 1;
        say_refused("cleaning", refusal, refusal.reason.hint());
    }
}

/// Says that a page was refused, and why.
pub(super) fn say_refused(doing: &str, refusal: &Refusal, hint: Option<&str>) {
    say(&format!("dateline: {doing} {}: {}", refusal.origin, refusal.reason));
    if let Some(hint) = hint {
        say(&format!("hint: {hint}"));
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    Json,
    Text(Layout),
    Explained(Option<usize>),
}

impl Form {
    /// Asks for the measure only where it counts, so that nothing else depends on the settings.
    fn of(wanted: &cli::Clean, measure: impl FnOnce() -> anyhow::Result<u16>) -> anyhow::Result<Self> {
        Ok(match wanted {
            cli::Clean { json: true, .. } => Form::Json,
            cli::Clean { explain: true, width, .. } => {
                Form::Explained(width.width.map(usize::from).or_else(output::columns))
            }
            cli::Clean { width, .. } => Form::Text(width.layout(measure()?)),
        })
    }

    fn write(self, page: &Page, cleaned: &Cleaned) -> String {
        match self {
            Form::Json => output::json(Record::whole(&cleaned.article).from_origin(page.origin.to_string()).line()),
            Form::Text(layout) => export(&cleaned.article, Format::Text, layout),
            Form::Explained(columns) => explain(page, cleaned, columns),
        }
    }
}
