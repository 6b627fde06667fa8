//! The search desk: it takes the newest question and answers it in pieces, the rows that are seen first, then the count, then timeline and
//! facets. Between two pieces it can be given another question, which puts an end to what is not wanted any more.

mod find;

use super::event::{Event, Notice};
use super::timeline::{Tally, is_short};
use crate::article::ArticleId;
use crate::date::PartialDate;
use crate::library::{Ask, Facet, Hits, LibraryError, Period, Query, Row, Searcher, Sort, SortBy};
use find::find;
use std::collections::{HashMap, VecDeque};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::time::{Duration, Instant};

/// How many values of a facet are counted.
const VALUES: usize = 200;

/// What is asked of the desk.
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
    /// What is counted behind the rows; `None` where only other rows of the same hits are wanted.
    pub counts: Option<Wanted>,
}

/// What is counted behind the rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// So many of the newest rows are wanted before all are counted: those that are seen.
    pub rows_first: Option<usize>,
    /// The timeline shows the time of the hits only.
    pub zoomed: bool,
    /// The values of these are counted.
    pub facets: Vec<Facet>,
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
    /// Those around the beginning of the next group, seen from a place, or of the one before.
    Group(usize, bool),
}

/// What the desk has to say to a question.
#[derive(Debug)]
pub enum Reply {
    /// The newest rows, before it is known how many there are.
    First(Vec<Row>),
    /// The rows that were asked for, and how many there are.
    Answer(Answer),
    /// Hits and articles over time.
    Timeline(Tally),
    /// The values of a facet, the most frequent first.
    Facet(Facet, Vec<(String, usize)>),
}

/// The answer to a question.
#[derive(Debug)]
pub struct Answer {
    /// Which rows were wanted.
    pub around: Around,
    /// The hits, or why there are none.
    pub hits: Result<Hits, String>,
    /// The place that a day was found at.
    pub place: Option<usize>,
    /// How many articles there are at all.
    pub of: usize,
    /// How long it took until there were rows.
    pub took: Duration,
}

/// Makes a searcher anew.
pub type Reopen = Box<dyn Fn() -> Result<Searcher, LibraryError> + Send>;

/// Answers questions.
pub struct Desk {
    searcher: Searcher,
    reopen: Reopen,
    /// How many articles there are, where it is known.
    of: Option<usize>,
    /// The articles of the whole library over time, as far as they were counted.
    backdrop: HashMap<Period, Arc<Vec<(PartialDate, usize)>>>,
    /// What is still to be done for which question, in this order.
    pieces: VecDeque<(Arc<Question>, Piece)>,
}

/// A piece of work, after which another question may come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Piece {
    /// So many rows.
    First(usize),
    /// With the time that passed until there were rows.
    Answer(Option<Duration>),
    Timeline,
    Facet(Facet),
    /// Counting leaves other hits in the searcher's memory than those that are scrolled through.
    Recall,
}

impl Desk {
    /// A desk with a searcher, and a way to come by another one.
    pub fn new(searcher: Searcher, reopen: Reopen) -> Self {
        Desk { searcher, reopen, of: None, backdrop: HashMap::new(), pieces: VecDeque::new() }
    }

    /// Looks at what was changed in the library meanwhile; tells whether anything was.
    pub fn refresh(&mut self) -> bool {
        // A look that fails shows itself in the next search.
        let changed = self.searcher.refresh().unwrap_or(false);
        if changed {
            self.of = None;
            self.backdrop.clear();
        }
        changed
    }

    /// Takes a question. What is counted for the one before goes on only where this one asks for other rows of the same hits.
    pub fn ask(&mut self, question: Question) {
        let question = Arc::new(question);
        let begin = match &question.counts {
            Some(Wanted { rows_first: Some(seen), .. }) => Piece::First(*seen),
            _ => Piece::Answer(None),
        };
        let only_rows = question.counts.is_none();
        self.pieces.retain(|(_, piece)| only_rows && !matches!(piece, Piece::First(_) | Piece::Answer(_)));
        self.pieces.push_front((Arc::clone(&question), begin));
        if let Some(wanted) = &question.counts {
            let by_date = question.query.sort().unwrap_or(question.sort).by == SortBy::Date;
            let recall = (!by_date).then_some(Piece::Recall);
            let facets = wanted.facets.iter().map(|facet| Piece::Facet(*facet));
            let counts = std::iter::once(Piece::Timeline).chain(facets).chain(recall);
            self.pieces.extend(counts.map(|piece| (Arc::clone(&question), piece)));
        }
    }

    /// Whether nothing is left to be done.
    pub fn is_idle(&self) -> bool {
        self.pieces.is_empty()
    }

    /// Does the next piece of work. A panic in it becomes a message, and the desk goes on.
    pub fn step(&mut self) -> Option<Event> {
        let (question, piece) = self.pieces.pop_front()?;
        self.unbroken(&question, piece, |desk| desk.work(&question, piece))
    }

    fn unbroken(
        &mut self,
        question: &Question,
        piece: Piece,
        work: impl FnOnce(&mut Self) -> Result<Option<Reply>, String>,
    ) -> Option<Event> {
        let done = catch_unwind(AssertUnwindSafe(|| work(self)));
        let failure = match done.unwrap_or_else(|_| Err(self.recover())) {
            Ok(reply) => return reply.map(|reply| Event::Reply(question.number, reply)),
            Err(failure) => failure,
        };
        let answered = matches!(piece, Piece::First(_) | Piece::Answer(_));
        if !answered {
            return Some(Event::Told(Notice::failed(format!("Counting failed: {failure}"))));
        }
        let answer = Answer {
            around: question.around,
            hits: Err(failure),
            place: None,
            of: self.of.unwrap_or_default(),
            took: Duration::ZERO,
        };
        Some(Event::Reply(question.number, Reply::Answer(answer)))
    }

    /// After a panic nothing that was worked on is trusted; says what to tell.
    fn recover(&mut self) -> String {
        self.pieces.clear();
        self.backdrop.clear();
        self.of = None;
        match (self.reopen)() {
            Ok(searcher) => {
                self.searcher = searcher;
                "a fault in the program; the next search begins anew".to_owned()
            }
            Err(error) => error.told(),
        }
    }

    fn work(&mut self, question: &Arc<Question>, piece: Piece) -> Result<Option<Reply>, String> {
        let query = &question.query;
        let done = match piece {
            Piece::First(seen) => self.first(question, seen),
            Piece::Answer(took) => self.answer(question, took).map(|answer| Some(Reply::Answer(answer))),
            Piece::Timeline => {
                let zoomed = question.counts.as_ref().is_some_and(|wanted| wanted.zoomed);
                self.timeline(query, zoomed).map(|tally| Some(Reply::Timeline(tally)))
            }
            Piece::Facet(facet) => {
                self.searcher.facets(query, facet, VALUES).map(|values| Some(Reply::Facet(facet, values)))
            }
            Piece::Recall => {
                let ask = Ask { sort: question.sort, ..Ask::default() };
                self.searcher.search(query, &ask).map(|_| None)
            }
        };
        done.map_err(|error| error.told())
    }

    /// The newest rows, where they will still be the ones that are seen once all hits are known; the answer follows in any case.
    fn first(&mut self, question: &Arc<Question>, seen: usize) -> Result<Option<Reply>, LibraryError> {
        let asked = Instant::now();
        let rows = if question.sort == Sort::default() { self.searcher.newest(&question.query, seen)? } else { None };
        let stays = |rows: &Vec<Row>| match question.around {
            Around::Article(anchor) => anchor.is_none_or(|id| rows.iter().any(|row| row.id == id)),
            _ => false,
        };
        let rows = rows.filter(stays);
        let took = rows.as_ref().map(|_| asked.elapsed());
        self.pieces.push_front((Arc::clone(question), Piece::Answer(took)));
        Ok(rows.map(Reply::First))
    }

    fn answer(&mut self, question: &Question, took: Option<Duration>) -> Result<Answer, LibraryError> {
        let of = match self.of {
            Some(of) => of,
            None => self.searcher.search(&Query::default(), &Ask::default())?.total,
        };
        self.of = Some(of);
        let asked = Instant::now();
        let (hits, place) = find(&mut self.searcher, question)?;
        let took = took.unwrap_or_else(|| asked.elapsed());
        Ok(Answer { around: question.around, hits: Ok(hits), place, of, took })
    }

    /// Counts by month; by day where the time that is to be shown is short.
    fn timeline(&mut self, query: &Query, zoomed: bool) -> Result<Tally, LibraryError> {
        let mut tally = self.tally(query, Period::Month, zoomed)?;
        if tally.span.is_some_and(is_short) {
            tally = self.tally(query, Period::Day, zoomed)?;
        }
        Ok(tally)
    }

    fn tally(&mut self, query: &Query, by: Period, zoomed: bool) -> Result<Tally, LibraryError> {
        let library = if let Some(known) = self.backdrop.get(&by) {
            Arc::clone(known)
        } else {
            let counted = Arc::new(self.searcher.timeline(&Query::default(), by)?);
            self.backdrop.insert(by, Arc::clone(&counted));
            counted
        };
        let hits = if query.is_empty() { library.as_ref().clone() } else { self.searcher.timeline(query, by)? };
        let shown = if zoomed && !hits.is_empty() { &hits } else { library.as_ref() };
        let span = shown.first().zip(shown.last()).map(|(first, last)| (first.0.first_day(), last.0.last_day()));
        Ok(Tally { span, library, hits })
    }
}

#[cfg(test)]
mod tests;
