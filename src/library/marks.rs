//! What the reader has done with the articles: writing it to the store, and holding it in memory for the search.

use super::keep::next_change;
use super::store::{Store, count, integer};
use super::{LibraryError, Marks};
use crate::article::ArticleId;
use crate::text::{fold, sanitise, sanitise_line, squeeze};
use rusqlite::{OptionalExtension, params};
use std::collections::HashMap;

/// A mark that is there or not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mark {
    Read,
    Starred,
    Hidden,
}

impl Mark {
    /// Sets the mark of an article where it is not so already.
    fn sql(self) -> &'static str {
        match self {
            Mark::Read => {
                "INSERT INTO mark (article, read, change) SELECT id, ?2, ?3 FROM article WHERE id = ?1 \
                 ON CONFLICT (article) DO UPDATE SET read = excluded.read, change = excluded.change WHERE read <> excluded.read"
            }
            Mark::Starred => {
                "INSERT INTO mark (article, starred, change) SELECT id, ?2, ?3 FROM article WHERE id = ?1 \
                 ON CONFLICT (article) DO UPDATE SET starred = excluded.starred, change = excluded.change \
                 WHERE starred <> excluded.starred"
            }
            Mark::Hidden => {
                "INSERT INTO mark (article, hidden, change) SELECT id, ?2, ?3 FROM article WHERE id = ?1 \
                 ON CONFLICT (article) DO UPDATE SET hidden = excluded.hidden, change = excluded.change WHERE hidden <> excluded.hidden"
            }
        }
    }
}

/// The bytes of a note at most: all notes are held in memory for the search.
const NOTE_BYTES: usize = 1 << 14;

/// Says that an article's tags or note changed.
const TOUCH: &str = "INSERT INTO mark (article, change) SELECT id, ?2 FROM article WHERE id = ?1 \
                     ON CONFLICT (article) DO UPDATE SET change = excluded.change";

impl Store {
    /// Sets or clears a mark of articles; those that do not exist are passed over.
    pub fn set_mark(&self, mark: Mark, ids: &[ArticleId], set: bool) -> Result<(), LibraryError> {
        self.write("marking articles in", |transaction| {
            let change = next_change(transaction)?;
            let mut statement = transaction.prepare_cached(mark.sql())?;
            for id in ids {
                statement.execute(params![id.0, set, change])?;
            }
            Ok(())
        })
    }

    /// Gives the articles a tag, in the spelling the tag has already.
    pub fn add_tag(&self, ids: &[ArticleId], tag: &str) -> Result<(), LibraryError> {
        let name = squeeze(&sanitise_line(tag));
        let key = squeeze(&fold(&name));
        if key.is_empty() {
            return Ok(());
        }
        self.write("tagging articles in", |transaction| {
            let change = next_change(transaction)?;
            let spelt: Option<String> = transaction
                .prepare_cached("SELECT name FROM tag WHERE key = ?1 LIMIT 1")?
                .query_row([&key], |row| row.get(0))
                .optional()?;
            let name = spelt.unwrap_or(name);
            for id in ids {
                let added = transaction
                    .prepare_cached(
                        "INSERT OR IGNORE INTO tag (article, key, name) SELECT id, ?2, ?3 FROM article WHERE id = ?1",
                    )?
                    .execute(params![id.0, key, name])?;
                if added > 0 {
                    transaction.prepare_cached(TOUCH)?.execute(params![id.0, change])?;
                }
            }
            Ok(())
        })
    }

    /// Takes a tag from articles, however it is written: case and accents make no difference.
    pub fn remove_tag(&self, ids: &[ArticleId], tag: &str) -> Result<(), LibraryError> {
        let key = squeeze(&fold(&sanitise_line(tag)));
        self.write("removing a tag in", |transaction| {
            let change = next_change(transaction)?;
            for id in ids {
                let removed = transaction
                    .prepare_cached("DELETE FROM tag WHERE article = ?1 AND key = ?2")?
                    .execute(params![id.0, key])?;
                if removed > 0 {
                    transaction.prepare_cached(TOUCH)?.execute(params![id.0, change])?;
                }
            }
            Ok(())
        })
    }

    /// Keeps a note, without what could move a cursor and up to [`NOTE_BYTES`]; an empty one is taken away.
    pub fn set_note(&self, id: ArticleId, note: &str) -> Result<(), LibraryError> {
        let note = sanitise(note.trim());
        let note = &note[..note.floor_char_boundary(NOTE_BYTES)];
        self.write("noting in", |transaction| {
            let change = next_change(transaction)?;
            if note.is_empty() {
                transaction.prepare_cached("DELETE FROM note WHERE article = ?1")?.execute([id.0])?;
            } else {
                transaction
                    .prepare_cached(
                        "INSERT OR REPLACE INTO note (article, text) SELECT id, ?2 FROM article WHERE id = ?1",
                    )?
                    .execute(params![id.0, note])?;
            }
            transaction.prepare_cached(TOUCH)?.execute(params![id.0, change]).map(|_| ())
        })
    }

    /// The tags and how many articles have each, by name.
    pub fn tags(&self) -> Result<Vec<(String, usize)>, LibraryError> {
        let mut statement = self
            .connection
            .prepare_cached("SELECT min(name), count(*) FROM tag GROUP BY key ORDER BY key")
            .map_err(self.reading())?;
        let rows = statement.query_map([], |row| Ok((row.get(0)?, count(row.get(1)?)))).map_err(self.reading())?;
        rows.collect::<Result<_, _>>().map_err(self.reading())
    }

    /// The marks of one article.
    pub fn marks(&self, id: ArticleId) -> Result<Marks, LibraryError> {
        let read = || {
            let (read, starred, hidden) = self
                .connection
                .prepare_cached("SELECT read, starred, hidden FROM mark WHERE article = ?1")?
                .query_row([id.0], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
                .optional()?
                .unwrap_or_default();
            let tags = self
                .connection
                .prepare_cached("SELECT name FROM tag WHERE article = ?1 ORDER BY key")?
                .query_map([id.0], |row| row.get(0))?
                .collect::<rusqlite::Result<_>>()?;
            let note = self
                .connection
                .prepare_cached("SELECT text FROM note WHERE article = ?1")?
                .query_row([id.0], |row| row.get(0))
                .optional()?;
            Ok(Marks { read, starred, hidden, tags, note })
        };
        read().map_err(self.reading())
    }

    /// The marks of all articles whose marks changed after `change`: three statements, however many there are.
    fn marks_since(&self, change: i64) -> rusqlite::Result<HashMap<ArticleId, Marks>> {
        let mut marked: HashMap<ArticleId, Marks> = HashMap::new();
        let mut statement =
            self.connection.prepare_cached("SELECT article, read, starred, hidden FROM mark WHERE change > ?1")?;
        let mut rows = statement.query([change])?;
        while let Some(row) = rows.next()? {
            let marks = Marks { read: row.get(1)?, starred: row.get(2)?, hidden: row.get(3)?, ..Marks::default() };
            marked.insert(ArticleId(row.get(0)?), marks);
        }
        let mut statement = self.connection.prepare_cached(
            "SELECT tag.article, tag.name FROM mark JOIN tag USING (article) WHERE mark.change > ?1 ORDER BY tag.article, tag.key",
        )?;
        let mut rows = statement.query([change])?;
        while let Some(row) = rows.next()? {
            if let Some(marks) = marked.get_mut(&ArticleId(row.get(0)?)) {
                marks.tags.push(row.get(1)?);
            }
        }
        let mut statement = self.connection.prepare_cached(
            "SELECT note.article, note.text FROM mark JOIN note USING (article) WHERE mark.change > ?1",
        )?;
        let mut rows = statement.query([change])?;
        while let Some(row) = rows.next()? {
            if let Some(marks) = marked.get_mut(&ArticleId(row.get(0)?)) {
                marks.note = row.get(1)?;
            }
        }
        Ok(marked)
    }

    /// Where reading stopped; 0 where it never began.
    pub fn place(&self, id: ArticleId) -> Result<usize, LibraryError> {
        self.connection
            .prepare_cached("SELECT byte FROM place WHERE article = ?1")
            .and_then(|mut statement| statement.query_row([id.0], |row| row.get(0)).optional())
            .map(|byte| count(byte.unwrap_or_default()))
            .map_err(self.reading())
    }

    /// Keeps how far an article was read, in bytes of its text.
    pub fn set_place(&self, id: ArticleId, byte: usize) -> Result<(), LibraryError> {
        self.write("keeping a reading position in", |transaction| {
            transaction
                .prepare_cached(
                    "INSERT OR REPLACE INTO place (article, byte) SELECT id, ?2 FROM article WHERE id = ?1",
                )?
                .execute(params![id.0, integer(byte)])
                .map(|_| ())
        })
    }
}

/// The marks of all articles that have any, in memory; brought up to date by what changed.
#[derive(Debug, Default)]
pub(super) struct Ledger {
    marked: HashMap<ArticleId, Marks>,
    /// The last change it holds.
    change: i64,
}

impl Ledger {
    /// Takes in what changed in the store; tells whether anything did.
    pub fn refresh(&mut self, store: &Store) -> Result<bool, LibraryError> {
        let latest = store.number("SELECT coalesce(max(change), 0) FROM mark")?;
        if latest <= self.change {
            return Ok(false);
        }
        self.marked.extend(store.marks_since(self.change).map_err(store.reading())?);
        self.change = latest;
        Ok(true)
    }

    /// The marks of an article, where it has any.
    pub fn of(&self, id: ArticleId) -> Option<&Marks> {
        self.marked.get(&id)
    }

    /// All articles that have marks.
    pub fn all(&self) -> impl Iterator<Item = (ArticleId, &Marks)> {
        self.marked.iter().map(|(&id, marks)| (id, marks))
    }

    /// The articles with a tag of that folded name, or of one that begins so.
    pub fn tagged<'a>(&'a self, name: &'a str, open: bool) -> impl Iterator<Item = ArticleId> + 'a {
        self.matching(move |marks| {
            marks.tags.iter().map(|tag| squeeze(&fold(tag))).any(|tag| tag == name || (open && tag.starts_with(name)))
        })
    }

    /// The articles whose marks are so.
    pub fn matching<'a>(&'a self, wanted: impl Fn(&Marks) -> bool + 'a) -> impl Iterator<Item = ArticleId> + 'a {
        self.marked.iter().filter(move |(_, marks)| wanted(marks)).map(|(&id, _)| id)
    }
}
