//! Finding pages and addresses again by their marks, which are parts of hashes.
//!
//! Hashes come in no order. To put each into its table as it comes writes a page of the database for each, once a table is larger than a few
//! hundred pages; so they wait in memory, and are filed many at a time, in their order. What waits can be made again from what it was
//! made of: the counter tells which originals and articles are filed, and whoever adds next files the others.

use super::store::{Store, integer};
use super::{LibraryError, identity};
use crate::article::ArticleId;
use rusqlite::{OptionalExtension, Transaction, params};
use std::collections::{BTreeSet, HashMap, HashSet};

/// So many originals and articles are filed in one transaction at the most, so that nobody who marks an article waits long.
const AT_ONCE: usize = 50_000;

/// Of so many bytes of a hash nobody makes two pages that have the same.
const MARK_BYTES: usize = 16;

/// What a page is found again by.
pub(super) type PageMark = [u8; MARK_BYTES];

/// The mark of a page by the hash of its bytes.
pub(super) fn page_mark(hash: &[u8; 32]) -> PageMark {
    let mut mark = [0; MARK_BYTES];
    mark.copy_from_slice(&hash[..MARK_BYTES]);
    mark
}

/// What was added and is not filed yet.
#[derive(Debug, Default)]
pub(super) struct Unfiled {
    pages: HashMap<PageMark, ArticleId>,
    addresses: BTreeSet<(i64, ArticleId)>,
}

impl Unfiled {
    /// Keeps in mind which article a page belongs to.
    pub fn page(&mut self, hash: &[u8; 32], id: ArticleId) {
        self.pages.insert(page_mark(hash), id);
    }

    /// Keeps in mind that an article has an address.
    pub fn address(&mut self, canonical: &str, id: ArticleId) {
        self.addresses.insert((identity::mark(canonical), id));
    }
}

/// The pages that a library holds, known by their bytes.
#[derive(Clone, Debug, Default)]
pub struct Known(HashSet<PageMark>);

impl Known {
    /// Whether these very bytes came in before.
    #[must_use]
    pub fn holds(&self, original: &[u8]) -> bool {
        // Of a new library nothing is known, and no page is hashed for it.
        !self.0.is_empty() && self.0.contains(&page_mark(blake3::hash(original).as_bytes()))
    }
}

impl Store {
    /// The pages that ever came in.
    pub fn known(&self) -> Result<Known, LibraryError> {
        let sql = "SELECT mark FROM original_mark UNION ALL \
                   SELECT substr(hash, 1, 16) FROM original WHERE id > (SELECT filed_original FROM counter)";
        let mut statement = self.connection.prepare_cached(sql).map_err(self.reading())?;
        let rows = statement.query_map([], |row| row.get::<_, Vec<u8>>(0)).map_err(self.reading())?;
        // One of another length is damaged, and no page has it.
        let marks = rows.filter_map(|mark| mark.map(|mark| PageMark::try_from(mark).ok()).transpose());
        marks.collect::<Result<_, _>>().map(Known).map_err(self.reading())
    }

    /// The article that a page with this hash belongs to. What is not filed is looked for among `unfiled` only.
    pub fn of_page(&self, hash: &[u8; 32], unfiled: &Unfiled) -> rusqlite::Result<Option<ArticleId>> {
        let mark = page_mark(hash);
        if let Some(&id) = unfiled.pages.get(&mark) {
            return Ok(Some(id));
        }
        self.connection
            .prepare_cached("SELECT article FROM original_mark WHERE mark = ?1")?
            .query_row([mark], |row| row.get(0).map(ArticleId))
            .optional()
    }

    /// The last articles of an address, no more than `most`, the newest first.
    pub fn at_canonical(&self, canonical: &str, unfiled: &Unfiled, most: usize) -> rusqlite::Result<Vec<ArticleId>> {
        let mark = identity::mark(canonical);
        let sql = "SELECT article FROM address WHERE mark = ?1 ORDER BY article DESC";
        let mut statement = self.connection.prepare_cached(sql)?;
        let filed = statement.query_map([mark], |row| row.get(0).map(ArticleId))?;
        let waiting =
            unfiled.addresses.range((mark, ArticleId(0))..=(mark, ArticleId(i64::MAX))).rev().map(|(_, id)| *id);
        let mut found: Vec<ArticleId> = Vec::new();
        for id in waiting.map(Ok).chain(filed) {
            let id = id?;
            // Another address may have the same mark, or the article another address by now.
            if !found.contains(&id) && self.canonical_of(id)?.as_deref() == Some(canonical) {
                found.push(id);
            }
            if found.len() == most {
                break;
            }
        }
        found.sort_unstable_by_key(|id| std::cmp::Reverse(*id));
        Ok(found)
    }

    fn canonical_of(&self, id: ArticleId) -> rusqlite::Result<Option<String>> {
        let mut statement = self.connection.prepare_cached("SELECT url FROM article WHERE id = ?1")?;
        let url: Option<Option<String>> = statement.query_row([id.0], |row| row.get(0)).optional()?;
        Ok(url.flatten().as_deref().and_then(identity::canonical))
    }

    /// Files all that was added and is not filed yet.
    pub fn file_away(&self) -> Result<(), LibraryError> {
        let waits = "SELECT coalesce((SELECT max(id) FROM original), 0) > filed_original \
                     OR coalesce((SELECT max(id) FROM article), 0) > filed_article FROM counter";
        // Of a damaged database, what waits may not be found.
        while self.number(waits)? != 0 && self.write("filing what was added to", file_some)? {}
        *self.unfiled.borrow_mut() = Some(Unfiled::default());
        Ok(())
    }

    /// How many pages and addresses would not be found again although they are filed.
    pub fn astray(&self) -> Result<usize, LibraryError> {
        let pages = "SELECT count(*) FROM original WHERE id <= (SELECT filed_original FROM counter) \
                     AND NOT EXISTS (SELECT 1 FROM original_mark WHERE mark = substr(hash, 1, 16))";
        let mut astray = usize::try_from(self.number(pages)?).unwrap_or(usize::MAX);
        let sql = "SELECT id, url FROM article WHERE url IS NOT NULL AND id <= (SELECT filed_article FROM counter)";
        let mut statement = self.connection.prepare(sql).map_err(self.reading())?;
        let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get::<_, String>(1)?)));
        for row in rows.map_err(self.reading())? {
            let (id, url): (i64, String) = row.map_err(self.reading())?;
            let Some(canonical) = identity::canonical(&url) else { continue };
            let found = self
                .connection
                .prepare_cached("SELECT 1 FROM address WHERE mark = ?1 AND article = ?2")
                .and_then(|mut statement| statement.exists(params![identity::mark(&canonical), id]));
            astray += usize::from(!found.map_err(self.reading())?);
        }
        Ok(astray)
    }
}

/// Files the next originals and articles, [`AT_ONCE`] of each at the most; tells whether there were any.
fn file_some(transaction: &Transaction<'_>) -> rusqlite::Result<bool> {
    let filed = transaction.query_row("SELECT filed_original, filed_article FROM counter", [], |row| {
        Ok((row.get::<_, i64>(0)?, row.get::<_, i64>(1)?))
    })?;
    let (mut original, mut article) = filed;
    let (mut pages, mut addresses) = (Vec::<(PageMark, i64)>::new(), Vec::<(i64, i64)>::new());
    let sql = "SELECT id, substr(hash, 1, 16), article FROM original WHERE id > ?1 ORDER BY id LIMIT ?2";
    let mut statement = transaction.prepare_cached(sql)?;
    let mut rows = statement.query([original, integer(AT_ONCE)])?;
    while let Some(row) = rows.next()? {
        original = row.get(0)?;
        // One of another length is damaged.
        if let Ok(mark) = PageMark::try_from(row.get_ref(1)?.as_blob()?) {
            pages.push((mark, row.get(2)?));
        }
    }
    let sql = "SELECT id, url FROM article WHERE id > ?1 ORDER BY id LIMIT ?2";
    let mut statement = transaction.prepare_cached(sql)?;
    let mut rows = statement.query([article, integer(AT_ONCE)])?;
    while let Some(row) = rows.next()? {
        article = row.get(0)?;
        if let Some(canonical) = row.get_ref(1)?.as_str_or_null()?.and_then(identity::canonical) {
            addresses.push((identity::mark(&canonical), article));
        }
    }
    pages.sort_unstable();
    addresses.sort_unstable();
    let mut insert =
        transaction.prepare_cached("INSERT OR IGNORE INTO original_mark (mark, article) VALUES (?1, ?2)")?;
    for (mark, article) in pages {
        insert.execute(params![mark, article])?;
    }
    for (mark, article) in addresses {
        file_address(transaction, mark, ArticleId(article))?;
    }
    transaction.execute("UPDATE counter SET filed_original = ?1, filed_article = ?2", [original, article])?;
    Ok(filed != (original, article))
}

/// Files that an article has an address with this mark.
pub(super) fn file_address(transaction: &Transaction<'_>, mark: i64, id: ArticleId) -> rusqlite::Result<()> {
    transaction
        .prepare_cached("INSERT OR IGNORE INTO address (mark, article) VALUES (?1, ?2)")?
        .execute(params![mark, id.0])
        .map(|_| ())
}
