//! From where pages are to articles in the library: the only place where the stages are chained.
//!
//! Pages are read, opened, cleaned and made ready in parallel and handed on in their order, with a bound on what is in hand at once, so that any
//! number of pages needs the same memory. A file of records (JSON lines, CSV) is many articles that came clean; its records go the same way
//! in batches. Whatever is wrong with a page or a record costs that one.

mod adding;
pub mod charset;
pub(crate) mod clues;
pub mod decode;
pub mod html;
mod items;
mod letter;
pub mod limit;
pub mod lines;
pub mod mapping;
mod mime;
mod mojibake;
pub mod order;
mod proof;
pub mod records;
pub mod refused;
mod report;
pub mod sniff;
pub mod source;
pub mod unpack;

pub use proof::{Cannot, proof, recast};
pub use report::{Progress, Quiet, Remark, Report, Run};

use crate::article::{Article, ArticleId, Origin, Part};
use crate::clean::{self, Cleaned, clean};
use crate::correction::Correction;
use crate::library::{Incoming, Known, Library, LibraryError, Original, Press, Ready};
use crate::page::{Page, PageKind, Role};
use adding::{Adding, Opened};
use items::{Item, Items};
use mapping::Mapping;
use order::{Bound, in_order};
use records::Found;
use refused::Refused;
use source::{Refusal, Source};
use std::cell::Cell;
use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex, PoisonError};

/// The stack of a worker, for what is left of recursion in the parsers of others.
const STACK_BYTES: usize = 16 << 20;

/// How many pages may be in hand for each worker.
const PAGES_PER_WORKER: usize = 64;

/// How many bytes of files may be in hand at once.
const BYTES_IN_HAND: u64 = 32 << 20;

/// A page with more bytes than this, once it is opened, is read and cleaned alone: what is compressed does not tell its weight before.
const HEAVY_BYTES: usize = 4 << 20;

/// Held by whoever reads a heavy page.
static HEAVY: Mutex<()> = Mutex::new(());

/// An import that could not go on. What was reported as added before stays.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// The library failed.
    #[error(transparent)]
    Library(#[from] LibraryError),
    /// The system gives no threads.
    #[error("starting threads")]
    Threads(#[from] rayon::ThreadPoolBuildError),
}

/// Adds pages to a library, and the articles in files of records, whose fields mean what the mapping says. What the library holds by its very
/// bytes is passed over.
///
/// # Errors
/// Where the library cannot be written. Whatever is wrong with a page is no error: it is refused, and counted.
pub fn import(
    found: impl Iterator<Item = Result<Source, Refusal>>,
    library: &mut Library,
    mapping: &Mapping,
    run: &Run<'_>,
) -> Result<Report, ImportError> {
    let found: Vec<_> = found.take_while(|_| !run.is_stopped()).collect();
    let mut adding = Adding::new(library.writer()?, run);
    let known = adding.writer.library().known()?;
    let press = adding.writer.press();
    let expected = Cell::new(found.len());
    let cut = Cell::new(run.is_stopped());
    let mut items = Items::new(found, mapping, &expected);
    let items = std::iter::from_fn(|| {
        let item = items.next()?;
        cut.set(cut.get() || run.is_stopped());
        (!cut.get()).then_some(item)
    });
    let mut failed = Ok(());
    let work = |item| match item {
        Item::Page(found) => Made::Page(found.and_then(|source| page(&source, &known, &press))),
        Item::Batch(batch) => {
            Made::Records(batch.read(mapping).map(|found| record(found?, &known, mapping, &press)).collect())
        }
    };
    in_parallel(run.jobs, items, Item::weight, work, |made| {
        failed = match made {
            Made::Page(made) => adding.take(made),
            Made::Records(made) => made.into_iter().try_for_each(|made| adding.take(made)),
        };
        run.progress.at(adding.passed(), expected.get());
        if failed.is_ok() { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    })?;
    failed?;
    let report = adding.finish(cut.get())?;
    Ok(Report { stopped: cut.get(), ..report })
}

/// What a worker makes of it.
enum Made {
    Page(Result<Opened, Refusal>),
    Records(Vec<Result<Opened, Refusal>>),
}

/// Cleans the originals of a library again and replaces the articles that come out different. Marks stay.
///
/// # Errors
/// Where the library cannot be read or written.
pub fn reclean(library: &mut Library, run: &Run<'_>) -> Result<Report, ImportError> {
    let mut adding = Adding::new(library.writer()?, run);
    let library = adding.writer.library();
    let ids = library.ids()?;
    let mut failed = Ok(());
    let page = |id| Ok((library.original(id)?, library.corrections(id)?));
    let found = ids.iter().take_while(|_| !run.is_stopped()).map(|&id| (id, page(id)));
    let again = |(id, kept): (ArticleId, Result<Kept, LibraryError>)| {
        let (original, corrections) = match kept {
            Ok((original, corrections)) => (Ok(original), corrections),
            Err(error) => (Err(error), Vec::new()),
        };
        let (origin, bytes) = match original {
            // What came clean is not cleaned.
            Ok(Some(Original { origin: Origin::Line(..), .. }) | None) => return Ok(None),
            Ok(Some(Original { origin, bytes })) => (origin, bytes),
            Err(LibraryError::Unreadable { source, .. }) => {
                let origin = Origin::File(format!("the original of article {id}").into());
                return Ok(Some((id, Err(Refusal { origin, reason: Refused::Unreadable(Arc::new(source)) }))));
            }
            Err(error) => return Err(error),
        };
        let article = guarded(|| proof::article(&bytes, &origin, &corrections));
        Ok(Some((id, article.map_err(|reason| Refusal { origin, reason }))))
    };
    in_parallel(run.jobs, found, weight_of_original, again, |page| {
        failed = match page {
            Ok(Some((id, Ok(article)))) => adding.replace(id, &article),
            Ok(Some((_, Err(refusal)))) => {
                adding.report.refused += 1;
                run.progress.refused(&refusal);
                Ok(())
            }
            // An article without a page that it was cleaned from stays as it is.
            Ok(None) => {
                adding.report.known += 1;
                Ok(())
            }
            Err(error) => Err(error),
        };
        run.progress.at(adding.passed(), ids.len());
        if failed.is_ok() { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    })?;
    failed?;
    let stopped = run.is_stopped();
    let report = adding.finish(stopped)?;
    Ok(Report { stopped: report.pages() < ids.len(), ..report })
}

/// The page of an article, and what its reader said of it.
type Kept = (Option<Original>, Vec<Correction>);

fn weight_of_original((_, kept): &(ArticleId, Result<Kept, LibraryError>)) -> u64 {
    kept.as_ref().ok().and_then(|(original, _)| original.as_ref()).map_or(0, |original| original.bytes.len() as u64)
}

fn page(source: &Source, known: &Known, press: &Press) -> Result<Opened, Refusal> {
    let origin = source.absolute();
    let opened = || -> Result<Opened, Refused> {
        let bytes = source.read()?;
        let original = unpack::unpack(&bytes)?;
        if known.holds(&original) {
            return Ok(Opened::Known);
        }
        let article = cleaned(&original, &origin, |_, cleaned| cleaned.article)?;
        ready(&article, &origin, &original, None, press)
    };
    opened().map_err(|reason| source.clone().refused(reason))
}

fn record(found: Found, known: &Known, mapping: &Mapping, press: &Press) -> Result<Opened, Refusal> {
    let Found { origin, original, record } = found;
    let is_known = known.holds(&original);
    // Read by another mapping, the same bytes may be another article.
    if is_known && mapping.is_empty() {
        return Ok(Opened::Known);
    }
    let opened = || -> Result<Opened, Refused> {
        let html = record.first(Role::Text).filter(|text| text.contains("</") && sniff::kind(text) == PageKind::Html);
        let body = html.map(|html| body(html, &origin)).transpose()?;
        let filed = guarded(|| clean::file(&record, body).ok_or(Refused::NoText))?;
        ready(&filed.article, &origin, &original, filed.unread_date.map(Remark::Date), press)
    };
    let opened = opened().map_err(|reason| Refusal { origin: origin.clone(), reason })?;
    Ok(match opened {
        Opened::Ready { ready, remark } if is_known => Opened::Ready { ready: Box::new(ready.compared()), remark },
        opened => opened,
    })
}

/// The body of a record whose text is HTML: of a whole page, which is cleaned, or of an article's own text, which is kept.
fn body(html: &str, origin: &Origin) -> Result<Vec<Part>, Refused> {
    if sniff::is_whole_page(html) {
        return cleaned(html.as_bytes(), origin, |_, cleaned| cleaned.article.body);
    }
    guarded(|| Ok(clean::given(&html::html_page(html, origin.clone()))))
}

fn ready(
    article: &Article,
    origin: &Origin,
    original: &[u8],
    remark: Option<Remark>,
    press: &Press,
) -> Result<Opened, Refused> {
    let ready = Ready::new(&Incoming { article, origin, original }, press);
    let ready = ready.map_err(|error| Refused::Fault(error.to_string()))?;
    Ok(Opened::Ready { ready: Box::new(ready), remark })
}

/// Reads and cleans pages on so many threads, and hands on in their order what `make` makes of each.
///
/// # Errors
/// Where the system gives no threads.
pub fn clean_all<R: Send>(
    found: impl Iterator<Item = Result<Source, Refusal>>,
    jobs: usize,
    make: impl Fn(&Page, Cleaned) -> R + Sync,
    hand_on: impl FnMut(Result<R, Refusal>) -> ControlFlow<()>,
) -> Result<(), rayon::ThreadPoolBuildError> {
    let one = |found: Result<Source, Refusal>| {
        let source = found?;
        source.read().and_then(|bytes| cleaned(&bytes, &source.origin, &make)).map_err(|reason| source.refused(reason))
    };
    if jobs <= 1 {
        // One thread means one: none for the work besides this one.
        let _ = found.map(one).try_for_each(hand_on);
        return Ok(());
    }
    in_parallel(jobs, found, Source::weight, one, hand_on)
}

fn in_parallel<T: Send, R: Send>(
    jobs: usize,
    found: impl Iterator<Item = T>,
    weigh: impl Fn(&T) -> u64,
    work: impl Fn(T) -> R + Sync,
    hand_on: impl FnMut(R) -> ControlFlow<()>,
) -> Result<(), rayon::ThreadPoolBuildError> {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(jobs).stack_size(STACK_BYTES).build()?;
    let bound = Bound { items: jobs * PAGES_PER_WORKER, weight: BYTES_IN_HAND };
    in_order(&pool, bound, found, weigh, work, hand_on);
    Ok(())
}

/// Reads and cleans one page. A panic in a parser or in the cleaner costs this page and is reported as a fault of the program.
fn cleaned<R>(bytes: &[u8], origin: &Origin, make: impl Fn(&Page, Cleaned) -> R) -> Result<R, Refused> {
    guarded(|| {
        let bytes = unpack::unpack(bytes)?;
        let _alone = (bytes.len() > HEAVY_BYTES).then(|| HEAVY.lock().unwrap_or_else(PoisonError::into_inner));
        let page = decode::read(&bytes, origin.clone())?;
        let cleaned = clean(&page);
        Ok(make(&page, cleaned))
    })
}

/// Makes a refusal of a panic.
fn guarded<R>(work: impl FnOnce() -> Result<R, Refused>) -> Result<R, Refused> {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|panic| Err(Refused::Fault(message(panic.as_ref()))))
}

fn message(panic: &(dyn std::any::Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
    text.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_else(|| "no message".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;
    use std::sync::atomic::{AtomicBool, Ordering};

    static PAGES: [&str; 4] =
        ["<p>One page.</p>", "<p>Another page.</p>", "<p>A third page.</p>", "<p>The last page.</p>"];

    fn found() -> impl Iterator<Item = Result<Source, Refusal>> {
        PAGES
            .iter()
            .enumerate()
            .map(|(n, page)| Ok(Source::given(Origin::Sample(format!("{n}.html")), page.as_bytes())))
    }

    fn library(dir: &Path) -> Library {
        Library::create(&dir.join("library")).expect("an empty library")
    }

    /// What was told last.
    #[derive(Default)]
    struct Told(Cell<(usize, usize)>);

    impl Progress for Told {
        fn at(&self, done: usize, all: usize) {
            self.0.set((done, all));
        }

        fn refused(&self, _: &Refusal) {}

        fn remarked(&self, _: &Origin, _: &Remark) {}
    }

    #[test]
    fn what_is_in_when_an_import_stops_stays_and_the_next_one_adds_the_rest() {
        let dir = tempfile::tempdir().expect("a temporary folder");
        let mut library = library(dir.path());
        let stop = AtomicBool::new(true);
        let run = Run { jobs: 2, progress: &Quiet, stop: &stop };
        let report = import(found(), &mut library, &Mapping::default(), &run).expect("it stops in order");
        assert_eq!(report, Report { stopped: true, ..Report::default() });
        stop.store(false, Ordering::Relaxed);
        let report = import(found(), &mut library, &Mapping::default(), &run).expect("it runs");
        assert_eq!(report, Report { new: 4, empty: report.empty, ..Report::default() });
        assert_eq!(library.ids().expect("readable").len(), 4);
    }

    #[test]
    fn progress_is_told_up_to_the_last_page() {
        let dir = tempfile::tempdir().expect("a temporary folder");
        let told = Told::default();
        let run = Run { jobs: 2, progress: &told, stop: &AtomicBool::new(false) };
        import(found(), &mut library(dir.path()), &Mapping::default(), &run).expect("it runs");
        assert_eq!(told.0.get(), (4, 4));
    }

    #[test]
    fn a_fault_of_the_cleaner_costs_its_page_and_is_told_as_one() {
        let fault = cleaned(b"<p>One page.</p>", &Origin::Stdin, |_, _| -> () { panic!("no such block") });
        let told = fault.expect_err("it failed").to_string();
        assert!(told.contains("fault of dateline") && told.contains("no such block"), "{told}");
    }

    #[test]
    fn one_thread_and_many_clean_the_same() {
        let origins = |jobs| {
            let mut seen = Vec::new();
            clean_all(
                found(),
                jobs,
                |page, _| page.origin.to_string(),
                |made| {
                    seen.extend(made.ok());
                    ControlFlow::Continue(())
                },
            )
            .expect("threads");
            seen
        };
        assert_eq!(origins(1), origins(3));
        assert_eq!(origins(1).len(), 4);
    }
}
