//! The library: articles, originals and marks kept for good (SQLite), and an index derived from them (tantivy).
//!
//! It knows no user and no configuration, and prints nothing.

use crate::article::{Article, ArticleId, Origin};
use crate::date::PartialDate;

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

/// What the reader has done with an article.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Marks {
    /// It was read.
    pub read: bool,
    /// It is starred.
    pub starred: bool,
    /// Its tags, sorted.
    pub tags: Vec<String>,
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
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
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
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
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
    /// The place of the anchor among all hits, where it matches.
    pub anchor: Option<usize>,
    /// The oldest and the newest date among all hits.
    pub span: Option<(PartialDate, PartialDate)>,
}
