//! The search thread: it takes the newest question, answers it, and looks from time to time whether another process changed the library.
//!
//! Questions wait in a place for one; a newer question overwrites the one that waits, so the thread is never behind by more than one search.
//! The look at the library is one comparison of a counter every two seconds, without waking the screen: a file watch would need one more
//! dependency and is not to be had on network drives.

use super::event::Event;
use crate::article::ArticleId;
use crate::date::PartialDate;
use crate::library::{Ask, Hits, LibraryError, Query, Searcher, Sort};
use crate::tui::list::WINDOW;
use std::sync::mpsc::Sender;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

const LOOK_EVERY: Duration = Duration::from_secs(2);

/// What is asked of the search thread.
#[derive(Clone, Debug, PartialEq)]
pub struct Question {
    /// Later questions have higher numbers.
    pub number: u64,
    /// What is searched for.
    pub query: Query,
    /// The order, where the query names none.
    pub sort: Sort,
    /// Which of the hits are wanted.
    pub around: Around,
}

/// Which rows are wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Around {
    /// Those around an article, or the first ones where it does not match or none is named.
    Article(Option<ArticleId>),
    /// Those around a place among the hits.
    Place(usize),
    /// Those around the first hit that is not newer than a day (not older, where the oldest come first).
    Day(PartialDate),
}

/// The answer to a question.
#[derive(Debug)]
pub struct Answer {
    /// The number of the question.
    pub number: u64,
    /// Which rows were wanted.
    pub around: Around,
    /// The hits, or why there are none.
    pub hits: Result<Hits, String>,
    /// The place that a day was found at.
    pub place: Option<usize>,
    /// How many articles there are at all.
    pub of: usize,
    /// How long it took.
    pub took: Duration,
}

/// Answers a question, where it is known how many articles there are at all.
pub fn answer(searcher: &mut Searcher, question: &Question, of: usize) -> Answer {
    let asked = Instant::now();
    let found = find(searcher, question);
    let took = asked.elapsed();
    let (hits, place) = match found {
        Ok((hits, place)) => (Ok(hits), place),
        Err(error) => (Err(error.to_string()), None),
    };
    Answer { number: question.number, around: question.around, hits, place, of, took }
}

/// How many articles there are.
pub fn count(searcher: &mut Searcher) -> usize {
    searcher.search(&Query::default(), &Ask { limit: 0, ..Ask::default() }).map_or(0, |hits| hits.total)
}

fn find(searcher: &mut Searcher, question: &Question) -> Result<(Hits, Option<usize>), LibraryError> {
    let ask = Ask { sort: question.sort, offset: 0, limit: WINDOW, anchor: None };
    let around = |place: usize| Ask { offset: place.saturating_sub(WINDOW / 2), ..ask };
    match question.around {
        Around::Place(place) => Ok((searcher.search(&question.query, &around(place))?, Some(place))),
        Around::Day(day) => {
            let place = searcher.seek(&question.query, question.sort, day)?;
            Ok((searcher.search(&question.query, &around(place))?, Some(place)))
        }
        Around::Article(anchor) => {
            let hits = searcher.search(&question.query, &Ask { anchor, ..ask })?;
            match hits.anchor {
                Some(place) if place + WINDOW / 4 > hits.rows.len() && hits.rows.len() < hits.total => {
                    Ok((searcher.search(&question.query, &Ask { anchor, ..around(place) })?, None))
                }
                _ => Ok((hits, None)),
            }
        }
    }
}

/// The way to the search thread.
#[derive(Debug, Clone, Default)]
pub struct Mailbox(Arc<Slot>);

#[derive(Debug, Default)]
struct Slot {
    letter: Mutex<Letter>,
    posted: Condvar,
}

#[derive(Debug, Default)]
struct Letter {
    question: Option<Question>,
    catch_up: bool,
    closed: bool,
}

impl Mailbox {
    /// Asks; a question that still waits is overwritten.
    pub fn post(&self, question: Question) {
        self.letter().question = Some(question);
        self.0.posted.notify_one();
    }

    /// Tells the thread that this process changed the library itself, which is no news.
    pub fn catch_up(&self) {
        self.letter().catch_up = true;
        self.0.posted.notify_one();
    }

    /// Tells the thread to end.
    pub fn close(&self) {
        self.letter().closed = true;
        self.0.posted.notify_one();
    }

    fn letter(&self) -> MutexGuard<'_, Letter> {
        // The letter is whole at any time: a panic elsewhere cannot leave it half written.
        self.0.letter.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What was posted; nothing after some time without post.
    fn take(&self) -> Letter {
        let nothing = |letter: &mut Letter| letter.question.is_none() && !letter.closed && !letter.catch_up;
        let (mut letter, _) = self
            .0
            .posted
            .wait_timeout_while(self.letter(), LOOK_EVERY, nothing)
            .unwrap_or_else(PoisonError::into_inner);
        std::mem::take(&mut *letter)
    }
}

/// Answers questions until the mailbox is closed or nobody listens.
pub fn serve(mut searcher: Searcher, mailbox: &Mailbox, events: &Sender<Event>) {
    // Counted when something has changed only: the searcher keeps the hits of its last query for the rows asked for next.
    let mut of = count(&mut searcher);
    loop {
        let letter = mailbox.take();
        if letter.closed {
            return;
        }
        // A look that fails shows itself in the next search.
        let changed = searcher.refresh().unwrap_or(false);
        if changed {
            of = count(&mut searcher);
        }
        let event = match letter.question {
            Some(question) => Event::Answer(answer(&mut searcher, &question, of)),
            None if changed && !letter.catch_up => Event::LibraryChanged,
            None => continue,
        };
        if events.send(event).is_err() {
            return;
        }
    }
}
