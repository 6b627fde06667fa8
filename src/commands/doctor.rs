//! `dateline doctor`: what is wrong with a library, and what was done about it.

use super::Outcome;
use super::import::{Bar, stop_on_signals};
use super::place::Places;
use crate::cli;
use crate::import::{self, Run};
use crate::library::Library;
use crate::library::doctor::{Findings, Mended, examine, repair};
use crate::output::Output;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

pub(super) fn doctor(wanted: &cli::Doctor, places: &Places) -> anyhow::Result<Outcome> {
    let dir = places.library_folder();
    let stop = stop_on_signals()?;
    let mut findings = looked(dir, &stop)?;
    let mut out = Output::stdout();
    tell(&mut out, &findings)?;
    if wanted.repair && !findings.ailments.is_empty() {
        let bar = Bar::new("indexing");
        let mended = repair(dir, &findings, &|done, all| {
            bar.is_at(done, all);
            !stop.load(Ordering::Relaxed)
        })?;
        bar.finish();
        tell_mended(&mut out, &mended)?;
        if mended.to_clean > 0 {
            clean_again(&mut out, dir, &stop)?;
        }
        findings = looked(dir, &stop)?;
        out.line("looking again")?;
        tell(&mut out, &findings)?;
    } else if !findings.ailments.is_empty() {
        out.line("`dateline doctor --repair` mends what can be mended")?;
    }
    out.flush()?;
    Ok(if findings.ailments.is_empty() { Outcome::Done } else { Outcome::Partly })
}

fn looked(dir: &Path, stop: &AtomicBool) -> anyhow::Result<Findings> {
    let bar = Bar::new("reading");
    let findings = examine(dir, &|done, all| {
        bar.is_at(done, all);
        !stop.load(Ordering::Relaxed)
    })?;
    bar.finish();
    Ok(findings)
}

fn tell(out: &mut Output, findings: &Findings) -> anyhow::Result<()> {
    out.line(&format!("{} articles read", findings.articles))?;
    for ailment in &findings.ailments {
        out.line(&ailment.to_string())?;
    }
    if findings.ailments.is_empty() {
        out.line("nothing is wrong")?;
    }
    Ok(())
}

fn tell_mended(out: &mut Output, mended: &Mended) -> anyhow::Result<()> {
    if let Some(aside) = &mended.aside {
        out.line(&format!("the damaged database is kept as {}", aside.display()))?;
        out.line(&format!("a new one holds what could be read of it; {} records could not", mended.unreadable))?;
    }
    if mended.indexed {
        out.line("the index was built anew")?;
    }
    Ok(())
}

fn clean_again(out: &mut Output, dir: &Path, stop: &AtomicBool) -> anyhow::Result<()> {
    let bar = Bar::new("cleaning");
    let mut library = Library::open(dir)?;
    let jobs = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let report = import::reclean(&mut library, &Run { jobs, progress: &bar, stop })?;
    bar.finish();
    out.line(&format!("{} articles were made anew from their originals", report.updated))?;
    Ok(())
}
