//! What an import gives to the library: in batches, made safe now and then, and counted when it is.

use super::proof;
use super::report::{Progress, Remark, Report, Run};
use super::source::Refusal;
use crate::article::{Article, ArticleId, Origin};
use crate::library::{Added, LibraryError, Ready, Writer};

/// After so many articles, or so many bytes of originals, what was added is made safe and found by searches. Each time costs the index a
/// merge later, so that a long import does it seldom.
const ARTICLES_PER_COMMIT: std::ops::Range<usize> = 2_000..50_000;
const BYTES_PER_COMMIT: usize = 512 << 20;

/// So many articles, or so many bytes of originals, are written at once.
const ARTICLES_AT_ONCE: usize = 256;
const BYTES_AT_ONCE: usize = 8 << 20;

/// A page or a record on its way into a library.
pub(super) enum Opened {
    /// The library holds these very bytes.
    Known,
    /// It only needs its place, and something may have to be said of it.
    Ready { ready: Box<Ready>, remark: Option<Remark> },
}

/// What a library is being given: what of it is safe, and what is not yet.
pub(super) struct Adding<'a> {
    pub writer: Writer<'a>,
    progress: &'a dyn Progress,
    /// What is safe, and what needs no keeping.
    pub report: Report,
    /// What was added since the last commit.
    pending: Report,
    pending_bytes: usize,
    /// What is to be written next, with what is to be said of it.
    waiting: Vec<(Ready, Option<Remark>)>,
    waiting_bytes: usize,
}

impl<'a> Adding<'a> {
    /// Takes the library's writer for many articles.
    pub fn new(writer: Writer<'a>, run: &Run<'a>) -> Self {
        writer.expect_many();
        Adding {
            writer,
            progress: run.progress,
            report: Report::default(),
            pending: Report::default(),
            pending_bytes: 0,
            waiting: Vec::new(),
            waiting_bytes: 0,
        }
    }

    /// Adds what a worker made, or counts why not.
    pub fn take(&mut self, made: Result<Opened, Refusal>) -> Result<(), LibraryError> {
        match made {
            Ok(Opened::Known) => self.report.known += 1,
            Ok(Opened::Ready { ready, remark }) => {
                self.waiting_bytes += ready.size();
                self.waiting.push((*ready, remark));
                if self.waiting.len() >= ARTICLES_AT_ONCE || self.waiting_bytes >= BYTES_AT_ONCE {
                    self.write()?;
                }
            }
            Err(refusal) => {
                self.report.refused += 1;
                self.progress.refused(&refusal);
            }
        }
        Ok(())
    }

    /// Adds what waits.
    fn write(&mut self) -> Result<(), LibraryError> {
        let (batch, said): (Vec<_>, Vec<_>) = std::mem::take(&mut self.waiting)
            .into_iter()
            .map(|(ready, remark)| {
                let (origin, empty) = (ready.origin().clone(), ready.is_empty_page());
                (ready, (origin, remark, empty))
            })
            .unzip();
        self.pending_bytes += std::mem::take(&mut self.waiting_bytes);
        for (filed, (origin, remark, empty)) in self.writer.add_all(batch)?.into_iter().zip(said) {
            match filed.added {
                Added::New(_) => self.pending.new += 1,
                Added::Updated(_) => self.pending.updated += 1,
                Added::Known(_) => self.pending.known += 1,
            }
            self.pending.empty += usize::from(empty && !matches!(filed.added, Added::Known(_)));
            let namesake = filed.namesake.filter(|_| matches!(origin, Origin::Line(..))).map(Remark::Namesake);
            for remark in remark.into_iter().chain(namesake) {
                self.progress.remarked(&origin, &remark);
            }
        }
        self.commit_when_due()
    }

    /// Puts an article in the place of what the library holds of it.
    pub fn replace(&mut self, id: ArticleId, article: &Article) -> Result<(), LibraryError> {
        if self.writer.replace(id, article)? {
            self.pending.updated += 1;
        } else {
            self.pending.known += 1;
        }
        self.commit_when_due()
    }

    fn commit_when_due(&mut self) -> Result<(), LibraryError> {
        // What is seen of an import grows at first by little, later by much.
        let due = (self.report.new + self.report.updated).clamp(ARTICLES_PER_COMMIT.start, ARTICLES_PER_COMMIT.end);
        if self.pending.new + self.pending.updated >= due || self.pending_bytes >= BYTES_PER_COMMIT {
            self.writer.commit()?;
            self.settle();
        }
        Ok(())
    }

    fn settle(&mut self) {
        self.report = self.report.and(std::mem::take(&mut self.pending));
        self.pending_bytes = 0;
    }

    /// How many pages were dealt with.
    pub fn passed(&self) -> usize {
        self.report.pages() + self.pending.pages() + self.waiting.len()
    }

    /// Makes all safe and reports it; who has stopped it does not want to wait for the index to be put in order.
    pub fn finish(mut self, stopped: bool) -> Result<Report, LibraryError> {
        self.write()?;
        proof::recast_with(&mut self.writer)?;
        self.settle();
        if stopped {
            self.writer.finish()?;
        } else {
            self.writer.settle()?;
        }
        Ok(self.report)
    }
}
