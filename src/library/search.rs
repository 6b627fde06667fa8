//! Query → hits: evaluates a query against the index as it last looked, orders what matches, and fetches the rows that are asked for.

use super::evaluate::{self, Evaluation, Failure, Sets};
use super::facets::{self, Columns, Facet, Period};
use super::found::Found;
use super::guard::guarded;
use super::index::description;
use super::marks::Ledger;
use super::memory::{Extent, Memory};
use super::rows::Rows;
use super::store::Store;
use super::stretch::Stretch;
use super::volume::{Snapshot, Volume};
use super::{Ask, Hits, LibraryError, Marks, Query, Row, Sort, SortBy, order, score};
use crate::article::{Article, ArticleId};
use crate::date::PartialDate;
use crate::text::fold;
use chrono::NaiveDate;
use std::collections::HashMap;
use std::ops::Range;
use std::path::PathBuf;
use std::sync::Arc;
use tantivy::IndexReader;

/// Searches a library; it may live on a thread of its own, and sees what other processes add when it is refreshed.
///
/// It remembers the last query's hits, so that scrolling through them costs next to nothing. Marks are true at once.
pub struct Searcher {
    store: Store,
    reader: IndexReader,
    snapshot: Snapshot,
    /// What the index's description said when it was last looked at.
    seen: Vec<u8>,
    memory: Memory,
    ledger: Ledger,
    /// The store's version that ledger and rows are of.
    data_version: i64,
    /// The last change of the store that this searcher told of.
    change: i64,
    /// Counts the states of the marks.
    marks_version: u64,
    rows: Rows,
    /// Where each id stands in the order of headlines or publishers.
    places: HashMap<SortBy, Arc<Vec<u32>>>,
    last: Option<Last>,
    today: Option<NaiveDate>,
}

/// The hits of the last query, and what they are the hits of.
struct Last {
    query: Query,
    sort: Sort,
    today: NaiveDate,
    marks_version: u64,
    found: Found,
    near: bool,
}

impl Searcher {
    /// A searcher over what the reader holds, or over what came since: `opened` describes the index as the reader was opened.
    pub(super) fn new(store: Store, reader: IndexReader, opened: &[u8]) -> Result<Self, LibraryError> {
        let failed = || LibraryError::index("opening", &index_folder(&store));
        let folder = index_folder(&store);
        // Looked at before the segments are: what changes in between is seen as a change.
        let seen = description(&folder).map_err(|error| failed()(error.into()))?;
        if seen != opened {
            guarded(&folder, || reader.reload().map_err(failed()))?;
        }
        let snapshot = guarded(&folder, || Snapshot::new(&reader.searcher(), &folder, &[]).map_err(failed()))?;
        let change = store.change()?;
        let mut searcher = Searcher {
            store,
            reader,
            snapshot,
            seen,
            memory: Memory::default(),
            ledger: Ledger::default(),
            data_version: -1,
            change,
            marks_version: 0,
            rows: Rows::default(),
            places: HashMap::new(),
            last: None,
            today: None,
        };
        searcher.look_at_marks()?;
        Ok(searcher)
    }

    /// Sets the day that `@7d` counts back from, which otherwise is the day of the search on this machine's clock.
    pub fn set_today(&mut self, today: NaiveDate) {
        self.today = Some(today);
    }

    /// The hits of a query, as far as they are asked for. The query's own order goes before the one asked for.
    pub fn search(&mut self, query: &Query, ask: &Ask) -> Result<Hits, LibraryError> {
        self.look_at_marks()?;
        self.find(query, query.sort().unwrap_or(ask.sort))?;
        let Some(last) = &self.last else { return Ok(Hits::default()) };
        let (total, near) = (last.found.total(), last.near);
        let offset = ask.offset.min(total);
        let keys = last.found.page(&self.snapshot, offset, ask.limit);
        let anchor = ask.anchor.and_then(|id| last.found.place(&self.snapshot, id));
        let span = last.found.span(&self.snapshot);
        Ok(Hits { rows: self.rows.of(&self.store, &self.ledger, &keys)?, offset, total, near, anchor, span })
    }

    /// The newest hits of a query, up to a screen of them, without looking for more: what is drawn first, before `search` has counted them all.
    /// `None` where the query asks for another order, or where only `search` can tell (nothing matches as typed).
    pub fn newest(&mut self, query: &Query, limit: usize) -> Result<Option<Vec<Row>>, LibraryError> {
        self.look_at_marks()?;
        if query.sort().is_some_and(|sort| sort != Sort::default()) {
            return Ok(None);
        }
        let folder = index_folder(&self.store);
        let looked = guarded(&folder, || self.first_screen(query, limit));
        if looked.is_err() {
            self.memory = Memory::default();
        }
        looked
    }

    fn first_screen(&mut self, query: &Query, limit: usize) -> Result<Option<Vec<Row>>, LibraryError> {
        let today = self.today();
        let mut keys: Vec<u64> = Vec::new();
        let newest = query.root().and_then(|root| evaluate::newest_day(root, today)).and_then(|day| day.succ_opt());
        for (number, window) in self.snapshot.windows(newest.map(order::start_of)).enumerate() {
            let stretches: Vec<_> = self
                .snapshot
                .volumes
                .iter()
                .zip(&window)
                .map(|(volume, range)| Stretch { volume, range: range.clone() })
                .collect();
            let mut evaluation = Evaluation {
                snapshot: &self.snapshot,
                stretches,
                extent: if newest.is_none() { Extent::Window(number) } else { Extent::Part },
                memory: &mut self.memory,
                ledger: &self.ledger,
                store: &self.store,
                today,
                near: false,
                unknown_word: false,
            };
            let sets = evaluation.hits(query.root()).map_err(|failure| failed(&self.store, failure))?;
            for ((volume, set), range) in self.snapshot.volumes.iter().zip(&sets).zip(&window) {
                // No more than a screen of each can be among the newest.
                keys.extend(set.iter().take(limit).map(|document| volume.keys.get_val(range.start + document)));
            }
            // What is older than something that was not looked at yet may have newer hits before it.
            let unseen = self.snapshot.volumes.iter().zip(&window).filter(|(volume, range)| range.end < volume.limit());
            let horizon = unseen.map(|(volume, range)| volume.keys.get_val(range.end)).max().unwrap_or(0);
            keys.sort_unstable_by(|one, other| other.cmp(one));
            keys.truncate(limit);
            if keys.len() == limit && keys.last().is_some_and(|&last| last > horizon) {
                break;
            }
        }
        if keys.is_empty() { Ok(None) } else { self.rows.of(&self.store, &self.ledger, &keys).map(Some) }
    }

    /// How many hits lie in each day, month or year that has any, the oldest first; undated ones are left out.
    pub fn timeline(&mut self, query: &Query, by: Period) -> Result<Vec<(PartialDate, usize)>, LibraryError> {
        self.look_at_marks()?;
        self.find(query, Sort::default())?;
        Ok(match self.last.as_ref().map(|last| &last.found) {
            Some(Found::ByDate { sets, .. }) => facets::timeline(&self.snapshot, sets, by),
            _ => Vec::new(),
        })
    }

    /// How many hits each value of a facet has, the most frequent first, at most `limit` of them.
    pub fn facets(&mut self, query: &Query, facet: Facet, limit: usize) -> Result<Vec<(String, usize)>, LibraryError> {
        self.look_at_marks()?;
        self.find(query, Sort::default())?;
        let Some(Found::ByDate { sets, .. }) = self.last.as_ref().map(|last| &last.found) else {
            return Ok(Vec::new());
        };
        if facet == Facet::Tag {
            let mut tags = facets::tags(&self.snapshot, sets, &self.ledger);
            tags.truncate(limit);
            return Ok(tags);
        }
        let columns = if let Some(columns) = self.snapshot.columns.get() {
            columns
        } else {
            let failed = LibraryError::index("reading", &index_folder(&self.store));
            let read = Columns::read(&self.snapshot).map_err(failed)?;
            self.snapshot.columns.get_or_init(|| read)
        };
        Ok(columns.count(facet, sets, limit))
    }

    /// The place of the first hit not newer than the day (not older, where the oldest stand first); the number of hits where there is none.
    pub fn seek(&mut self, query: &Query, sort: Sort, day: PartialDate) -> Result<usize, LibraryError> {
        self.look_at_marks()?;
        self.find(query, query.sort().unwrap_or(sort))?;
        Ok(self.last.as_ref().map_or(0, |last| last.found.seek(&self.snapshot, day)))
    }

    /// All hits, or the first `limit` of them.
    pub fn all(&mut self, query: &Query, sort: Sort, limit: Option<usize>) -> Result<Vec<Row>, LibraryError> {
        let ask = Ask { sort, limit: limit.unwrap_or(usize::MAX), ..Ask::default() };
        self.search(query, &ask).map(|hits| hits.rows)
    }

    /// The numbers of the hits in a range of places, without their rows.
    pub fn ids(&mut self, query: &Query, sort: Sort, places: Range<usize>) -> Result<Vec<ArticleId>, LibraryError> {
        self.look_at_marks()?;
        self.find(query, query.sort().unwrap_or(sort))?;
        let Some(last) = &self.last else { return Ok(Vec::new()) };
        let keys = last.found.page(&self.snapshot, places.start, places.len());
        Ok(keys.into_iter().map(order::id).collect())
    }

    /// The marks of an article.
    pub fn marks(&self, id: ArticleId) -> Marks {
        self.ledger.of(id).cloned().unwrap_or_default()
    }

    /// The article, whole.
    pub fn article(&self, id: ArticleId) -> Result<Option<Article>, LibraryError> {
        self.store.article(id)
    }

    /// Looks at what was added and marked meanwhile, by whichever process; tells whether anything was.
    pub fn refresh(&mut self) -> Result<bool, LibraryError> {
        let change = self.store.change()?;
        let mut changed = std::mem::replace(&mut self.change, change) != change;
        // Between the two steps of a swap there is no index for a moment: the next refresh sees the new one.
        if let Ok(seen) = description(&index_folder(&self.store))
            && seen != self.seen
        {
            let failed = || LibraryError::index("reading", &index_folder(&self.store));
            let folder = index_folder(&self.store);
            guarded(&folder, || self.reader.reload().map_err(failed()))?;
            let earlier = &self.snapshot.volumes;
            let snapshot = || Snapshot::new(&self.reader.searcher(), &folder, earlier).map_err(failed());
            self.snapshot = guarded(&folder, snapshot)?;
            self.seen = seen;
            self.memory = Memory::default();
            self.last = None;
            changed = true;
        }
        self.look_at_marks()?;
        Ok(changed)
    }

    /// Brings the marks up to date where any process wrote anything.
    fn look_at_marks(&mut self) -> Result<(), LibraryError> {
        let data_version = self.store.data_version()?;
        if data_version != self.data_version {
            self.data_version = data_version;
            self.rows.clear();
            self.places.clear();
            if self.ledger.refresh(&self.store)? {
                self.marks_version += 1;
            }
        }
        Ok(())
    }

    fn today(&self) -> NaiveDate {
        self.today.unwrap_or_else(|| chrono::Local::now().date_naive())
    }

    /// Makes `last` the hits of the query in that order.
    fn find(&mut self, query: &Query, sort: Sort) -> Result<(), LibraryError> {
        let today = self.today();
        let marks_version = self.marks_version;
        if let Some(last) = &self.last
            && last.query == *query
            && last.sort == sort
            && last.today == today
            && last.marks_version == marks_version
            && (matches!(sort.by, SortBy::Date | SortBy::Score) || self.places.contains_key(&sort.by))
        {
            return Ok(());
        }
        self.last = None;
        let folder = index_folder(&self.store);
        let evaluated = guarded(&folder, || self.evaluated(query, sort, today));
        if evaluated.is_err() {
            self.memory = Memory::default();
        }
        let (found, near) = evaluated?;
        self.last = Some(Last { query: query.clone(), sort, today, marks_version, found, near });
        Ok(())
    }

    fn evaluated(&mut self, query: &Query, sort: Sort, today: NaiveDate) -> Result<(Found, bool), LibraryError> {
        let (sets, near) = self.matching(query, today)?;
        let found = match sort.by {
            SortBy::Date => Found::by_date(&self.snapshot, sets, sort.reversed),
            // What nothing is weighed by is all alike, the newest first.
            SortBy::Score if !score::weighs(query.root()) => Found::by_date(&self.snapshot, sets, false),
            SortBy::Score => score::by_score(&self.snapshot, sets, query.root(), sort.reversed)
                .map(Found::Scored)
                .map_err(LibraryError::index("searching", &index_folder(&self.store)))?,
            SortBy::Headline | SortBy::Publisher => Found::Listed(self.listed(&sets, sort)?),
        };
        Ok((found, near))
    }

    /// What matches as typed; or, where nothing does, what matches with one letter changed in the words that no article has.
    fn matching(&mut self, query: &Query, today: NaiveDate) -> Result<(Sets, bool), LibraryError> {
        let mut evaluation = Evaluation {
            snapshot: &self.snapshot,
            stretches: self.snapshot.volumes.iter().map(Volume::whole).collect(),
            extent: Extent::Whole,
            memory: &mut self.memory,
            ledger: &self.ledger,
            store: &self.store,
            today,
            near: false,
            unknown_word: false,
        };
        let mut near = false;
        let mut sets = evaluation.hits(query.root());
        if let Ok(none) = &sets
            && evaluation.unknown_word
            && none.iter().all(super::bits::Bits::is_empty)
        {
            evaluation.near = true;
            sets = evaluation.hits(query.root());
            near = sets.as_ref().is_ok_and(|sets| !sets.iter().all(super::bits::Bits::is_empty));
        }
        let sets = sets.map_err(|failure| failed(&self.store, failure))?;
        Ok((sets, near))
    }

    /// The hits by headline or publisher, the newest first among equals.
    fn listed(&mut self, sets: &Sets, sort: Sort) -> Result<Vec<u64>, LibraryError> {
        if !self.places.contains_key(&sort.by) {
            self.places.insert(sort.by, Arc::new(self.ranks(sort.by)?));
        }
        let places = self.places.get(&sort.by).map(Arc::clone).unwrap_or_default();
        let mut hits: Vec<(u32, u64)> = Vec::new();
        for (volume, set) in self.snapshot.volumes.iter().zip(sets) {
            hits.extend(set.iter().map(|document| {
                let key = volume.keys.get_val(document);
                let place =
                    usize::try_from(order::id(key).0).ok().and_then(|id| places.get(id)).copied().unwrap_or(u32::MAX);
                (place, key)
            }));
        }
        hits.sort_unstable_by(|one, other| {
            let by_place = if sort.reversed { other.0.cmp(&one.0) } else { one.0.cmp(&other.0) };
            by_place.then(other.1.cmp(&one.1))
        });
        Ok(hits.into_iter().map(|(_, key)| key).collect())
    }

    /// For each id the place of its folded headline or publisher among all of them; those that have none come last.
    fn ranks(&self, by: SortBy) -> Result<Vec<u32>, LibraryError> {
        let column = if by == SortBy::Publisher { "publisher" } else { "headline" };
        let read = || {
            let mut statement = self.store.connection.prepare_cached(&format!("SELECT {column}, id FROM article"))?;
            let names = statement.query_map([], |row| Ok((row.get::<_, Option<String>>(0)?, row.get::<_, i64>(1)?)))?;
            names.collect::<rusqlite::Result<Vec<_>>>()
        };
        let names = read().map_err(self.store.reading())?;
        let mut names: Vec<_> =
            names.into_iter().map(|(name, id)| (name.is_none(), name.map(|name| fold(&name)), id)).collect();
        names.sort_unstable();
        let (mut ranks, mut place) = (Vec::new(), 0);
        for (number, (_, name, id)) in names.iter().enumerate() {
            let before = number.checked_sub(1).and_then(|before| names.get(before));
            place += u32::from(before.is_some_and(|(_, before, _)| before != name));
            let id = usize::try_from(*id).unwrap_or(0);
            if ranks.len() <= id {
                ranks.resize(id + 1, u32::MAX);
            }
            if let Some(rank) = ranks.get_mut(id) {
                *rank = place;
            }
        }
        Ok(ranks)
    }
}

fn failed(store: &Store, failure: Failure) -> LibraryError {
    match failure {
        Failure::Library(error) => error,
        Failure::Index(error) => LibraryError::index("searching", &index_folder(store))(error),
    }
}

fn index_folder(store: &Store) -> PathBuf {
    super::index::folder(store.file.parent().unwrap_or(&store.file))
}
