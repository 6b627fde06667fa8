//! Adding to the store: what is new, what is known, what is a later form of an article that is there.

use super::originals::{Page, origin_parts};
use super::press::{Pressed, press};
use super::ready::Ready;
use super::store::{Store, integer};
use super::{Added, LibraryError, corrections, identity};
use crate::article::{Article, ArticleId, Headline, Origin};
use crate::text::squeeze;
use rusqlite::{OptionalExtension, Transaction, TransactionBehavior, params};
use std::borrow::Cow;
use std::io;

/// What became of an article that was added.
pub(super) struct Kept {
    pub added: Added,
    /// The number of the change and the article as it stands in the store, where it was not known.
    pub change: Option<i64>,
    /// An article of the same address and another text.
    pub namesake: Option<ArticleId>,
}

impl Store {
    /// Adds articles with their originals, all in one transaction.
    pub fn add(&self, batch: &[Ready]) -> Result<Vec<Kept>, LibraryError> {
        let run = || {
            let transaction = Transaction::new_unchecked(&self.connection, TransactionBehavior::Immediate)?;
            let kept = batch.iter().map(|ready| self.add_one(&transaction, ready)).collect::<Result<_, _>>()?;
            transaction.commit()?;
            Ok(kept)
        };
        run().map_err(|failure| match failure {
            Failure::Store(source) => LibraryError::store("adding articles to", &self.file)(source),
            Failure::Library(error) => error,
        })
    }

    fn add_one(&self, transaction: &Transaction<'_>, ready: &Ready) -> Result<Kept, Failure> {
        let known = transaction
            .prepare_cached("SELECT article FROM original WHERE hash = ?1")?
            .query_row([ready.hash], |row| row.get(0).map(ArticleId))
            .optional()?;
        match known {
            Some(id) if ready.compared && self.article(id).is_ok_and(|old| old.as_ref() != Some(&ready.article)) => {
                let change = next_change(transaction)?;
                self.put(transaction, Some(id), &Columns::of(ready), change)?;
                return Ok(Kept { added: Added::Updated(id), change: Some(change), namesake: None });
            }
            Some(id) => return Ok(Kept { added: Added::Known(id), change: None, namesake: None }),
            None => {}
        }
        let (earlier, namesake) = match self.at_origin(&ready.origin)? {
            Some(id) => (Some(id), None),
            None => self.at_address(ready)?,
        };
        let change = next_change(transaction)?;
        let id = self.put(transaction, earlier, &Columns::of(ready), change)?;
        let (kind, name) = origin_parts(&ready.origin);
        transaction
            .prepare_cached(
                "INSERT INTO original (article, hash, kind, name, size, page, behind) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            )?
            .execute(params![id.0, ready.hash, kind, name, integer(ready.size), ready.page, ready.behind])?;
        if ready.origin.is_lasting() {
            transaction
                .prepare_cached("INSERT OR REPLACE INTO origin (kind, name, article) VALUES (?1, ?2, ?3)")?
                .execute(params![kind, name, id.0])?;
        }
        let added = if earlier.is_some() {
            corrections::replaced(transaction, id)?;
            Added::Updated(id)
        } else {
            Added::New(id)
        };
        Ok(Kept { added, change: Some(change), namesake })
    }

    /// Puts another form of an article in its place; gives the number of the change, `None` where nothing differs or there is no such article.
    pub fn replace(&self, id: ArticleId, article: &Article) -> Result<Option<i64>, LibraryError> {
        let Some(row) = self.row(id)? else { return Ok(None) };
        let article = match &article.headline.text {
            text if text.trim().is_empty() => Cow::Owned(with_headline(article, &row.origin)),
            _ => Cow::Borrowed(article),
        };
        // An article that cannot be read is replaced whatever it was.
        if self.article(id).is_ok_and(|old| old.as_ref() == Some(&*article)) {
            return Ok(None);
        }
        let writing = || LibraryError::file("writing an article to", &self.file);
        let json = serde_json::to_vec(&*article).map_err(|error| writing()(io::Error::from(error)))?;
        let json = press(&json, self.newest_dictionary()?.map(|(newest, _)| newest)).map_err(writing())?;
        let columns = Columns {
            article: &article,
            json: &json,
            origin: None,
            canonical: article.url.as_deref().and_then(identity::canonical),
        };
        self.write("replacing an article in", |transaction| {
            let change = next_change(transaction)?;
            self.put(transaction, Some(id), &columns, change)?;
            Ok(Some(change))
        })
    }

    /// Writes an article that lacks its entry in the list or its text.
    pub fn complete(&self, id: ArticleId, article: &Article, origin: &str) -> Result<(), LibraryError> {
        let writing = || LibraryError::file("writing an article to", &self.file);
        let json = serde_json::to_vec(article).map_err(|error| writing()(io::Error::from(error)))?;
        let columns = Columns {
            article,
            json: &press(&json, None).map_err(writing())?,
            origin: Some(origin.to_owned()),
            canonical: article.url.as_deref().and_then(identity::canonical),
        };
        self.write("listing an article in", |transaction| {
            let change = next_change(transaction)?;
            self.put(transaction, Some(id), &columns, change).map(|_| ())
        })
    }

    /// The article whose page came from there.
    fn at_origin(&self, origin: &Origin) -> rusqlite::Result<Option<ArticleId>> {
        if !origin.is_lasting() {
            return Ok(None);
        }
        let (kind, name) = origin_parts(origin);
        self.connection
            .prepare_cached("SELECT article FROM origin WHERE kind = ?1 AND name = ?2")?
            .query_row(params![kind, name], |row| row.get(0).map(ArticleId))
            .optional()
    }

    /// The article of the same address and a like text; else the last one of the same address.
    fn at_address(&self, ready: &Ready) -> Result<(Option<ArticleId>, Option<ArticleId>), Failure> {
        let Some(canonical) = &ready.canonical else { return Ok((None, None)) };
        let mut statement = self
            .connection
            .prepare_cached("SELECT id FROM article WHERE canonical IN (?1, ?2) ORDER BY id DESC LIMIT 20")?;
        // What earlier versions kept has the address itself.
        let marks = [&identity::mark(canonical), canonical];
        let ids: Vec<i64> = statement.query_map(marks, |row| row.get(0))?.collect::<Result<_, _>>()?;
        for &id in &ids {
            if self.article(ArticleId(id))?.is_some_and(|there| identity::alike(&there, &ready.article)) {
                return Ok((Some(ArticleId(id)), None));
            }
        }
        Ok((None, ids.first().copied().map(ArticleId)))
    }

    /// Writes an article, in the place of an earlier one or as a new one.
    fn put(
        &self,
        transaction: &Transaction<'_>,
        earlier: Option<ArticleId>,
        columns: &Columns<'_>,
        change: i64,
    ) -> rusqlite::Result<ArticleId> {
        if let Some(earlier) = earlier {
            self.stand_alone(transaction, earlier)?;
        }
        let article = columns.article;
        let sql = "INSERT INTO article (id, change, headline, derived, publisher, agency, byline, section, dateline, \
                   published, modified, language, url, canonical, words, empty, origin) \
                   VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17) \
                   ON CONFLICT (id) DO UPDATE SET change = excluded.change, headline = excluded.headline, derived = excluded.derived, \
                   publisher = excluded.publisher, agency = excluded.agency, byline = excluded.byline, section = excluded.section, dateline = excluded.dateline, \
                   published = excluded.published, modified = excluded.modified, language = excluded.language, url = excluded.url, \
                   canonical = excluded.canonical, words = excluded.words, empty = excluded.empty, \
                   origin = coalesce(nullif(excluded.origin, ''), origin) \
                   RETURNING id";
        let byline = (!article.byline.is_empty()).then(|| article.byline.join(", "));
        let id = transaction.prepare_cached(sql)?.query_row(
            params![
                earlier.map(|id| id.0),
                change,
                article.headline.text,
                article.headline.derived,
                article.publisher,
                article.agency,
                byline,
                article.section,
                article.dateline,
                article.published.map(|date| date.to_string()),
                article.modified.map(|date| date.to_string()),
                article.language,
                article.url,
                columns.canonical.as_deref().map(identity::mark),
                integer(article.word_count()),
                article.is_empty_page(),
                columns.origin.as_deref().unwrap_or_default(),
            ],
            |row| row.get(0),
        )?;
        transaction
            .prepare_cached("INSERT OR REPLACE INTO text (article, json, dictionary) VALUES (?1, ?2, ?3)")?
            .execute(params![id, columns.json.bytes, columns.json.dictionary])?;
        Ok(ArticleId(id))
    }

    /// Compresses the pages of an article anew that were compressed behind its text, because that is about to change.
    fn stand_alone(&self, transaction: &Transaction<'_>, id: ArticleId) -> rusqlite::Result<()> {
        let sql = "SELECT kind, name, page, hash, article, behind, id FROM original WHERE article = ?1 AND behind";
        let behind: Vec<(Page, i64)> = transaction
            .prepare_cached(sql)?
            .query_map([id.0], |row| Ok((Page::read(row)?, row.get(6)?)))?
            .collect::<rusqlite::Result<_>>()?;
        for (page, number) in behind {
            // One that cannot be read is left for the doctor.
            let alone = self.whole(&page).and_then(|bytes| press(&bytes, None));
            if let Ok(alone) = alone {
                transaction
                    .prepare_cached("UPDATE original SET page = ?2, behind = 0 WHERE id = ?1")?
                    .execute(params![number, alone.bytes])?;
            }
        }
        Ok(())
    }
}

/// Why a batch was not added.
enum Failure {
    Store(rusqlite::Error),
    Library(LibraryError),
}

impl From<rusqlite::Error> for Failure {
    fn from(error: rusqlite::Error) -> Self {
        Failure::Store(error)
    }
}

impl From<LibraryError> for Failure {
    fn from(error: LibraryError) -> Self {
        Failure::Library(error)
    }
}

/// The next number of the counter.
pub(super) fn next_change(transaction: &Transaction<'_>) -> rusqlite::Result<i64> {
    transaction
        .prepare_cached("UPDATE counter SET change = change + 1 RETURNING change")?
        .query_row([], |row| row.get(0))
}

/// What is written of an article.
struct Columns<'a> {
    article: &'a Article,
    json: &'a Pressed,
    /// Without one, that of the earlier form stays.
    origin: Option<String>,
    canonical: Option<String>,
}

impl<'a> Columns<'a> {
    fn of(ready: &'a Ready) -> Self {
        Columns {
            article: &ready.article,
            json: &ready.json,
            origin: Some(ready.origin.to_string()),
            canonical: ready.canonical.clone(),
        }
    }
}

/// The article with a headline, which an article in a library always has.
pub(super) fn headlined<'a>(article: &'a Article, origin: &Origin) -> Cow<'a, Article> {
    if article.headline.text.trim().is_empty() {
        Cow::Owned(with_headline(article, &origin.to_string()))
    } else {
        Cow::Borrowed(article)
    }
}

/// Makes the headline from the first words, or from where the page came from where there are none.
pub(super) fn with_headline(article: &Article, origin: &str) -> Article {
    let lead = article.paragraphs().iter().map(|text| squeeze(text)).find(|text| !text.is_empty());
    let words = lead.map(|lead| lead.split(' ').take(12).collect::<Vec<_>>().join(" "));
    let text = words.unwrap_or_else(|| origin.to_owned());
    Article { headline: Headline { text, derived: true }, ..article.clone() }
}
