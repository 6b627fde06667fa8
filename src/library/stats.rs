//! What a library holds and what it takes on disk.

use super::LibraryError;
use super::store::{Store, count as natural};
use crate::date::PartialDate;
use crate::text::fold;
use std::collections::HashSet;
use std::path::Path;
use tantivy::Index;

/// Counts and sizes of a library.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stats {
    /// How many articles there are.
    pub articles: usize,
    /// How many of them have no date.
    pub undated: usize,
    /// How many were not read.
    pub unread: usize,
    /// How many are starred.
    pub starred: usize,
    /// How many tags there are.
    pub tags: usize,
    /// How many publishers.
    pub publishers: usize,
    /// The languages and how many articles are in each, the most frequent first.
    pub languages: Vec<(String, usize)>,
    /// The words of all bodies together.
    pub words: usize,
    /// The oldest and the newest date.
    pub span: Option<(PartialDate, PartialDate)>,
    /// How many originals are kept, every form of a page counted.
    pub originals: usize,
    /// The bytes of the originals as they came.
    pub originals_bytes: u64,
    /// The bytes they take, compressed; part of `store_bytes`.
    pub originals_stored_bytes: u64,
    /// The bytes of the database.
    pub store_bytes: u64,
    /// The bytes of the index.
    pub index_bytes: u64,
    /// The parts the index is in; a search looks through each.
    pub segments: usize,
}

pub(super) fn stats(dir: &Path, store: &Store, index: &Index) -> Result<Stats, LibraryError> {
    let count = |sql: &str| store.number(sql).map(natural);
    let bytes = |sql: &str| store.number(sql).map(|number| u64::try_from(number).unwrap_or(0));
    let articles = count("SELECT count(*) FROM article")?;
    let date = |which: &str| -> Result<Option<PartialDate>, LibraryError> {
        let sql = format!("SELECT {which}(published) FROM article");
        let text: Option<String> = store.connection.query_row(&sql, [], |row| row.get(0)).map_err(store.reading())?;
        Ok(text.and_then(|text| text.parse().ok()))
    };
    let read = || {
        let mut statement = store.connection.prepare(
            "SELECT language, count(*) FROM article WHERE language IS NOT NULL GROUP BY language ORDER BY count(*) DESC, language",
        )?;
        statement.query_map([], |row| Ok((row.get(0)?, natural(row.get(1)?))))?.collect::<rusqlite::Result<_>>()
    };
    let publishers = || {
        let mut statement =
            store.connection.prepare("SELECT DISTINCT publisher FROM article WHERE publisher IS NOT NULL")?;
        let names = statement.query_map([], |row| row.get::<_, String>(0))?;
        names.map(|name| name.map(|name| fold(&name))).collect::<rusqlite::Result<HashSet<String>>>()
    };
    let size = |name: &str| std::fs::metadata(dir.join(name)).map_or(0, |file| file.len());
    let folder = super::index::folder(dir);
    let files = std::fs::read_dir(&folder).map_err(LibraryError::file("reading", &folder))?;
    let index_bytes = files.flatten().filter_map(|file| file.metadata().ok()).map(|file| file.len()).sum();
    Ok(Stats {
        articles,
        undated: count("SELECT count(*) FROM article WHERE published IS NULL")?,
        unread: articles.saturating_sub(count("SELECT count(*) FROM mark WHERE read")?),
        starred: count("SELECT count(*) FROM mark WHERE starred")?,
        tags: count("SELECT count(DISTINCT key) FROM tag")?,
        publishers: publishers().map_err(store.reading())?.len(),
        languages: read().map_err(store.reading())?,
        words: count("SELECT coalesce(sum(words), 0) FROM article")?,
        span: date("min")?.zip(date("max")?),
        originals: count("SELECT count(*) FROM original")?,
        originals_bytes: bytes("SELECT coalesce(sum(size), 0) FROM original")?,
        originals_stored_bytes: bytes("SELECT coalesce(sum(length(page)), 0) FROM original")?,
        store_bytes: ["library.db", "library.db-wal", "library.db-shm"].into_iter().map(size).sum(),
        index_bytes,
        segments: index.searchable_segment_ids().map_err(LibraryError::index("reading", &folder))?.len(),
    })
}
