//! The library: articles, originals and marks kept for good (SQLite), and an index derived from them (tantivy).
//!
//! It knows no user and no configuration, and prints nothing.
//!
//! ```text
//! Writer::add ──→ store (the truth) ──→ index (derived)      text ─Query::parse→ Query ─Searcher::search→ Hits
//! ```
//! The store is written first, then the index; what a crash leaves out of the index is caught up when the library is opened next.

// Every error here is a `LibraryError`, whose variants say when they come.
#![allow(clippy::missing_errors_doc)]

mod binding;
mod bits;
mod compose;
mod composed;
mod corrections;
mod days;
mod dictionaries;
pub mod doctor;
mod earlier;
mod error;
mod evaluate;
mod facets;
mod files;
mod filing;
mod first_page;
mod found;
mod galley;
pub mod guard;
mod highlight;
mod identity;
mod imprint;
mod index;
mod keep;
mod laying;
mod lock;
mod marks;
mod memory;
mod order;
mod originals;
mod pairs;
mod phrase;
mod places;
mod press;
pub mod query;
mod ready;
mod rebuild;
mod rows;
mod salvage;
mod score;
mod search;
mod searches;
mod stats;
mod store;
mod stretch;
mod training;
mod volume;
mod words;
mod worth;
mod writer;

pub use error::LibraryError;
pub use facets::{Facet, Period};
pub use filing::Known;
pub use highlight::Marker;
pub use press::Press;
pub use query::{Query, Understood};
pub use ready::Ready;
pub use search::Searcher;
pub use stats::Stats;
pub use writer::Writer;

use crate::article::{Article, ArticleId, Origin};
use crate::date::PartialDate;
use index::Opened;
use lock::WriterLock;
use marks::Mark;
use std::path::{Path, PathBuf};
use std::time::Duration;
use store::Store;
use tantivy::IndexReader;

/// How long opening for writing waits for another process.
const PATIENCE: Duration = Duration::from_secs(5);

/// An open library. Any number of processes may hold the same one; one at a time may hold a [`Writer`].
pub struct Library {
    dir: PathBuf,
    store: Store,
    opened: Opened,
    reader: IndexReader,
    patience: Duration,
}

impl Library {
    /// Opens the library in a folder, or makes an empty one there, which is the user's alone.
    pub fn create(dir: &Path) -> Result<Library, LibraryError> {
        Library::with(dir, Store::create(dir)?)
    }

    /// Opens the library in a folder; [`LibraryError::Missing`] where there is none.
    ///
    /// What a crash left out of the index is caught up, and an index that cannot be used is made anew.
    pub fn open(dir: &Path) -> Result<Library, LibraryError> {
        Library::with(dir, Store::open(dir)?)
    }

    fn with(dir: &Path, store: Store) -> Result<Library, LibraryError> {
        let (opened, reader) = rebuild::settle(dir, &store, PATIENCE)?;
        Ok(Library { dir: dir.to_owned(), store, opened, reader, patience: PATIENCE })
    }

    /// The folder it is in.
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// The file and the folder that every change of the library is written into, or beside.
    pub fn written(&self) -> Vec<PathBuf> {
        vec![self.dir.join("library.db"), index::folder(&self.dir)]
    }

    /// Sets how long opening for writing waits for another process; five seconds without it.
    pub fn set_patience(&mut self, patience: Duration) {
        self.patience = patience;
    }

    /// Takes the right to add articles; waits a while for another process that has it, then says which one that is.
    pub fn writer(&mut self) -> Result<Writer<'_>, LibraryError> {
        let lock = WriterLock::take(&self.dir, self.patience)?;
        (self.opened, self.reader) = rebuild::settle_locked(&self.dir, &self.store, &lock)?;
        Writer::new(self, lock)
    }

    /// The article, whole.
    pub fn article(&self, id: ArticleId) -> Result<Option<Article>, LibraryError> {
        self.store.article(id)
    }

    /// What a list shows of an article.
    pub fn row(&self, id: ArticleId) -> Result<Option<Row>, LibraryError> {
        let Some(row) = self.store.row(id)? else { return Ok(None) };
        Ok(Some(Row { marks: self.store.marks(id)?, ..row }))
    }

    /// The page that an article was made from.
    pub fn original(&self, id: ArticleId) -> Result<Option<Original>, LibraryError> {
        self.store.original(id)
    }

    /// The articles, oldest in the library first.
    pub fn ids(&self) -> Result<Vec<ArticleId>, LibraryError> {
        self.store.ids("SELECT id FROM article WHERE id > ?1 ORDER BY id", 0)
    }

    /// The pages that ever came in, by which an import tells what it need not clean again.
    pub fn known(&self) -> Result<Known, LibraryError> {
        self.store.known()
    }

    /// A searcher of its own, for another thread.
    pub fn searcher(&self) -> Result<Searcher, LibraryError> {
        Searcher::new(Store::open(&self.dir)?, self.reader.clone(), &self.opened.description)
    }

    /// Marks articles as read or unread. Like all marks, it is true at once for every searcher in every process.
    pub fn set_read(&self, ids: &[ArticleId], read: bool) -> Result<(), LibraryError> {
        self.store.set_mark(Mark::Read, ids, read)
    }

    /// Stars articles or takes their stars away.
    pub fn set_starred(&self, ids: &[ArticleId], starred: bool) -> Result<(), LibraryError> {
        self.store.set_mark(Mark::Starred, ids, starred)
    }

    /// Hides articles from every search that does not ask `is:hidden`, or shows them again.
    pub fn set_hidden(&self, ids: &[ArticleId], hidden: bool) -> Result<(), LibraryError> {
        self.store.set_mark(Mark::Hidden, ids, hidden)
    }

    /// Gives articles a tag. Case, accents and white space around it make no difference; an empty tag is none.
    pub fn add_tag(&self, ids: &[ArticleId], tag: &str) -> Result<(), LibraryError> {
        self.store.add_tag(ids, tag)
    }

    /// Takes a tag away from articles.
    pub fn remove_tag(&self, ids: &[ArticleId], tag: &str) -> Result<(), LibraryError> {
        self.store.remove_tag(ids, tag)
    }

    /// Keeps what the reader notes of an article; an empty note is none.
    pub fn set_note(&self, id: ArticleId, note: &str) -> Result<(), LibraryError> {
        self.store.set_note(id, note)
    }

    /// The tags and how many articles have each, by name.
    pub fn tags(&self) -> Result<Vec<(String, usize)>, LibraryError> {
        self.store.tags()
    }

    /// Where reading an article stopped: a byte offset into the body's running text, 0 where it never began.
    pub fn place(&self, id: ArticleId) -> Result<usize, LibraryError> {
        self.store.place(id)
    }

    /// Keeps where reading an article stopped.
    pub fn set_place(&self, id: ArticleId, offset: usize) -> Result<(), LibraryError> {
        self.store.set_place(id, offset)
    }

    /// What the library holds and what it takes on disk.
    pub fn stats(&self) -> Result<Stats, LibraryError> {
        stats::stats(&self.dir, &self.store, &self.opened.index)
    }

    /// Makes the index anew beside the old one, then takes its place. `progress` is told how many articles of how many are done; where it
    /// gives `false`, the old index stays and [`LibraryError::Stopped`] is given.
    pub fn reindex(&mut self, progress: &dyn Fn(u64, u64) -> bool) -> Result<(), LibraryError> {
        let lock = WriterLock::take(&self.dir, self.patience)?;
        rebuild::rebuild(&self.dir, &self.store, &lock, progress)?;
        (self.opened, self.reader) = rebuild::settle_locked(&self.dir, &self.store, &lock)?;
        Ok(())
    }
}

/// A page as it came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Original {
    /// Where it came from.
    pub origin: Origin,
    /// Its bytes, decompressed.
    pub bytes: Vec<u8>,
}

/// What the library is given to keep.
#[derive(Debug)]
pub struct Incoming<'a> {
    /// The cleaned article.
    pub article: &'a Article,
    /// Where its page came from.
    pub origin: &'a Origin,
    /// The page's bytes as they came (decompressed), kept so that a better cleaner can run again.
    pub original: &'a [u8],
}

/// What became of an [`Incoming`] article.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Added {
    /// It was not in the library.
    New(ArticleId),
    /// These very bytes were met before.
    Known(ArticleId),
    /// An earlier form of the page was in the library; the article is replaced, its marks stay.
    Updated(ArticleId),
}

/// What became of one of many articles that were added at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Filed {
    /// What became of it.
    pub added: Added,
    /// Another article that the library has under the same address, with a text that is not alike; both are kept.
    pub namesake: Option<ArticleId>,
}

/// What the reader has done with an article.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Marks {
    /// It was read.
    pub read: bool,
    /// It is starred.
    pub starred: bool,
    /// It is hidden from searches that do not ask for hidden articles.
    pub hidden: bool,
    /// Its tags, sorted.
    pub tags: Vec<String>,
    /// What the reader notes of it, in one or more lines.
    pub note: Option<String>,
}

/// An article as a list shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Its number in the library.
    pub id: ArticleId,
    /// The headline.
    pub headline: String,
    /// Whether the headline was made from the lead sentence.
    pub derived: bool,
    /// The publication.
    pub publisher: Option<String>,
    /// The wire agency.
    pub agency: Option<String>,
    /// The names in the byline, joined with commas.
    pub byline: Option<String>,
    /// The section.
    pub section: Option<String>,
    /// The place the story was filed from.
    pub dateline: Option<String>,
    /// When it was published.
    pub published: Option<PartialDate>,
    /// When it was last changed.
    pub modified: Option<PartialDate>,
    /// The language of the body.
    pub language: Option<String>,
    /// Where it is on the web.
    pub url: Option<String>,
    /// Where its page came from, as it is shown.
    pub origin: String,
    /// The number of words of the body.
    pub words: usize,
    /// Whether the cleaner found no article on the page.
    pub empty: bool,
    /// What the reader has done with it.
    pub marks: Marks,
}

/// What hits are ordered by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum SortBy {
    /// Date of publication, newest first, undated last.
    #[default]
    Date,
    /// Relevance to the query, best first.
    Score,
    /// Headline, in the order of its folded letters.
    Headline,
    /// Publisher, then date.
    Publisher,
}

/// An order of hits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Sort {
    /// What they are ordered by.
    pub by: SortBy,
    /// The other way round; undated articles stay last.
    pub reversed: bool,
}

/// Which part of the hits is asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Ask {
    /// The order, where the query itself names none.
    pub sort: Sort,
    /// The place of the first row wanted among all hits.
    pub offset: usize,
    /// How many rows are wanted.
    pub limit: usize,
    /// An article whose place among the hits is wanted too.
    pub anchor: Option<ArticleId>,
}

/// The hits of a query, as far as they were asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Hits {
    /// The rows from `offset` on.
    pub rows: Vec<Row>,
    /// The place of the first of `rows` among all hits.
    pub offset: usize,
    /// How many articles match.
    pub total: usize,
    /// Nothing matches as typed: these match with one letter changed in a word that no article has.
    pub near: bool,
    /// The place of the anchor among all hits, where it matches.
    pub anchor: Option<usize>,
    /// The oldest and the newest date among all hits.
    pub span: Option<(PartialDate, PartialDate)>,
}
