//! How an import is to run, what came of it, and who wants to know how far it is.

use super::source::Refusal;
use crate::article::{ArticleId, Origin};
use std::sync::atomic::{AtomicBool, Ordering};

/// How an import is to run.
#[derive(Clone, Copy)]
pub struct Run<'a> {
    /// On so many pages at once.
    pub jobs: usize,
    /// Who is told how far it is.
    pub progress: &'a dyn Progress,
    /// Stops it when set: what is in hand then is added, the rest is left.
    pub stop: &'a AtomicBool,
}

impl Run<'_> {
    pub(super) fn is_stopped(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }
}

/// What came of an import, or of cleaning a library again. What it counts as new or updated is in the library for good.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// Articles that were not in the library.
    pub new: usize,
    /// Pages that were in the library as they are.
    pub known: usize,
    /// Articles replaced, because their page changed or is cleaned differently now.
    pub updated: usize,
    /// Pages that were refused; each was given to [`Progress::refused`] with its reason.
    pub refused: usize,
    /// Of the new and updated ones, those on whose page no article was found.
    pub empty: usize,
    /// It was stopped before its end.
    pub stopped: bool,
}

impl Report {
    /// All pages it speaks of.
    pub fn pages(&self) -> usize {
        self.new + self.known + self.updated + self.refused
    }

    /// Both together.
    #[must_use]
    pub fn and(self, more: Report) -> Report {
        Report {
            new: self.new + more.new,
            known: self.known + more.known,
            updated: self.updated + more.updated,
            refused: self.refused + more.refused,
            empty: self.empty + more.empty,
            stopped: self.stopped || more.stopped,
        }
    }
}

impl std::fmt::Display for Report {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} new, {} known", self.new, self.known)?;
        for (count, what) in [(self.updated, "updated"), (self.refused, "refused"), (self.empty, "without an article")]
        {
            if count > 0 {
                write!(f, ", {count} {what}")?;
            }
        }
        if self.stopped { f.write_str("; stopped, the rest was not read") } else { Ok(()) }
    }
}

/// What is to be said of an article that is in.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Remark {
    /// Its date cannot be read, or has two readings.
    #[error("the date {0:?} is not clear; the article is in, with what is clear of it")]
    Date(String),
    /// Another article has the same address.
    #[error("article {0} has the same address and another text; both are kept")]
    Namesake(ArticleId),
}

/// Told how far an import is.
pub trait Progress {
    /// So many of all pages are done.
    fn at(&self, done: usize, all: usize);
    /// A page was refused.
    fn refused(&self, refusal: &Refusal);
    /// An article is in, and something is to be said of it.
    fn remarked(&self, origin: &Origin, remark: &Remark);
}

/// Nobody wants to know.
#[derive(Clone, Copy, Debug)]
pub struct Quiet;

impl Progress for Quiet {
    fn at(&self, _: usize, _: usize) {}
    fn refused(&self, _: &Refusal) {}
    fn remarked(&self, _: &Origin, _: &Remark) {}
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_report_names_what_there_is_to_name() {
        let report =
            |updated, refused, stopped| Report { new: 2, known: 1, updated, refused, empty: 0, stopped }.to_string();
        assert_eq!(
            Report { new: 2, empty: 1, ..Report::default() }.to_string(),
            "2 new, 0 known, 1 without an article"
        );
        assert_eq!(report(0, 0, false), "2 new, 1 known");
        assert_eq!(report(3, 1, false), "2 new, 1 known, 3 updated, 1 refused");
        assert_eq!(report(0, 0, true), "2 new, 1 known; stopped, the rest was not read");
    }
}
