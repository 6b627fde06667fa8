//! `dateline import`, `reclean` and `reindex`: the long work, with its bar, its report and its stop.

use super::Outcome;
use super::clean::say_refused;
use super::place::Places;
use crate::article::Origin;
use crate::cli::{self, Jobs};
use crate::import::mapping::Mapping;
use crate::import::source::{Refusal, sources};
use crate::import::{self, Progress, Remark, Report, Run};
use crate::output::{say, shows_progress};
use anyhow::Context;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use signal_hook::consts::{SIGINT, SIGTERM};
use std::cell::Cell;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

pub(super) fn import(wanted: &cli::Import, places: &Places) -> anyhow::Result<Outcome> {
    let mapping = Mapping::of(&wanted.map)?;
    let mut library = places.create()?;
    let stop = stop_on_signals()?;
    let bar = Bar::new("importing");
    let run = Run { jobs: wanted.jobs.count(), progress: &bar, stop: &stop };
    let folder = library.dir().to_owned();
    let report = import::import(sources(&wanted.paths, Some(&folder)), &mut library, &mapping, &run)?;
    bar.finish();
    Ok(told(report))
}

pub(super) fn reclean(jobs: Jobs, places: &Places) -> anyhow::Result<Outcome> {
    let mut library = places.open()?;
    let stop = stop_on_signals()?;
    let bar = Bar::new("cleaning");
    let run = Run { jobs: jobs.count(), progress: &bar, stop: &stop };
    let report = import::reclean(&mut library, &run)?;
    bar.finish();
    say(&format!(
        "{} updated, {} unchanged{}",
        report.updated,
        report.known,
        if report.stopped { "; stopped" } else { "" }
    ));
    Ok(if report.refused == 0 && !report.stopped { Outcome::Done } else { Outcome::Partly })
}

pub(super) fn reindex(places: &Places) -> anyhow::Result<Outcome> {
    let mut library = places.open()?;
    let stop = stop_on_signals()?;
    let bar = Bar::new("indexing");
    library.reindex(&|done, all| {
        bar.is_at(done, all);
        !stop.load(Ordering::Relaxed)
    })?;
    bar.finish();
    say("the index was built anew");
    Ok(Outcome::Done)
}

fn told(report: Report) -> Outcome {
    say(&report.to_string());
    if report.pages() == 0 && !report.stopped {
        say("hint: there are no pages in what you named; hidden files are passed over");
    }
    let all_in = report.refused == 0 && !report.stopped && report.pages() > 0;
    if all_in { Outcome::Done } else { Outcome::Partly }
}

/// A flag that Ctrl-C and a request to end set; the second one ends the program at once.
pub(super) fn stop_on_signals() -> anyhow::Result<Arc<AtomicBool>> {
    let stop = Arc::new(AtomicBool::new(false));
    for signal in [SIGINT, SIGTERM] {
        // In this order: the first signal finds the flag unset.
        signal_hook::flag::register_conditional_shutdown(signal, 130, Arc::clone(&stop))
            .context("listening for signals")?;
        signal_hook::flag::register(signal, Arc::clone(&stop)).context("listening for signals")?;
    }
    Ok(stop)
}

/// A bar on standard error, where that is a terminal.
pub(super) struct Bar {
    shown: ProgressBar,
    doing: &'static str,
    /// The hint that was told last: one that fits a thousand lines is told once.
    hint: Cell<Option<&'static str>>,
}

impl Bar {
    pub fn new(doing: &'static str) -> Self {
        let target =
            if shows_progress() { ProgressDrawTarget::stderr_with_hz(10) } else { ProgressDrawTarget::hidden() };
        let style = ProgressStyle::with_template("{msg} {wide_bar} {pos}/{len} {eta} left")
            .unwrap_or_else(|_| ProgressStyle::default_bar());
        let shown = ProgressBar::with_draw_target(None, target).with_style(style).with_message(doing);
        Bar { shown, doing, hint: Cell::new(None) }
    }

    /// Shows how many of how many are done.
    pub fn is_at(&self, done: u64, all: u64) {
        self.shown.set_length(all);
        self.shown.set_position(done);
    }

    pub fn finish(&self) {
        self.shown.finish_and_clear();
    }
}

impl Progress for Bar {
    fn at(&self, done: usize, all: usize) {
        self.is_at(done as u64, all as u64);
    }

    fn refused(&self, refusal: &Refusal) {
        let hint = refusal.reason.hint();
        let told = self.hint.replace(hint);
        self.shown.suspend(|| say_refused(self.doing, refusal, hint.filter(|_| told != hint)));
    }

    fn remarked(&self, origin: &Origin, remark: &Remark) {
        self.shown.suspend(|| say(&format!("dateline: {} {origin}: {remark}", self.doing)));
    }
}
