//! From where pages are to articles in the library: the only place where the stages are chained.
//!
//! Pages are read, opened and cleaned in parallel and handed on in their order, with a bound on what is in hand at once, so that any number of
//! pages needs the same memory. Whatever is wrong with a page costs that page.

pub mod charset;
pub(crate) mod clues;
pub mod decode;
pub mod html;
pub mod lines;
pub mod order;
mod report;
pub mod sniff;
pub mod source;
pub mod unpack;

pub use report::{Progress, Quiet, Report};

use crate::article::Origin;
use crate::clean::{Cleaned, clean};
use crate::page::Page;
use decode::Refused;
use order::{Bound, in_order};
use source::{Refusal, Source};
use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// The stack of a worker, for what is left of recursion in the parsers of others.
const STACK_BYTES: usize = 16 << 20;

/// How many pages may be in hand for each worker.
const PAGES_PER_WORKER: usize = 8;

/// How many bytes of files may be in hand at once.
const BYTES_IN_HAND: u64 = 32 << 20;

/// Reads and cleans pages on so many threads, and hands on in their order what `make` makes of each.
///
/// # Errors
/// Where the system gives no threads.
pub fn clean_all<R: Send>(
    found: impl Iterator<Item = Result<Source, Refusal>>,
    jobs: usize,
    make: impl Fn(&Page, &Cleaned) -> R + Sync,
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
    in_parallel(jobs, found, one, hand_on)
}

fn in_parallel<R: Send>(
    jobs: usize,
    found: impl Iterator<Item = Result<Source, Refusal>>,
    work: impl Fn(Result<Source, Refusal>) -> R + Sync,
    hand_on: impl FnMut(R) -> ControlFlow<()>,
) -> Result<(), rayon::ThreadPoolBuildError> {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(jobs).stack_size(STACK_BYTES).build()?;
    let bound = Bound { items: jobs * PAGES_PER_WORKER, weight: BYTES_IN_HAND };
    in_order(&pool, bound, found, |found| found.as_ref().map_or(0, |source| source.size), work, hand_on);
    Ok(())
}

/// Reads and cleans one page. A panic in a parser or in the cleaner costs this page and is reported as a fault of the program.
fn cleaned<R>(bytes: &[u8], origin: &Origin, make: impl Fn(&Page, &Cleaned) -> R) -> Result<R, Refused> {
    catch_unwind(AssertUnwindSafe(|| {
        let page = decode::read(bytes, origin.clone())?;
        Ok(make(&page, &clean(&page)))
    }))
    .unwrap_or_else(|panic| Err(Refused::Fault(message(panic.as_ref()))))
}

fn message(panic: &(dyn std::any::Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
    text.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_else(|| "no message".to_owned())
}
