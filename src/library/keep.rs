//! Adding to the store: what is new, what is known, what is a later form of an article that is there.

use super::filing::{Unfiled, file_address};
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

/// Of so many articles of one address it is looked which are alike.
const NAMESAKES: usize = 20;

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
        if self.unfiled.borrow().is_none() {
            self.file_away()?;
        }
        // Where it fails, what waits is not known any more: it is filed before more is added.
        let mut unfiled = self.unfiled.take().unwrap_or_default();
        let run = |unfiled: &mut Unfiled| {
            let transaction = Transaction::new_unchecked(&self.connection, TransactionBehavior::Immediate)?;
            let added = batch.iter().map(|ready| self.add_one(&transaction, ready, unfiled));
            let kept = added.collect::<Result<_, _>>()?;
            transaction.commit()?;
            Ok(kept)
        };
        let kept = run(&mut unfiled).map_err(|failure| match failure {
            Failure::Store(source) => LibraryError::store("adding articles to", &self.file)(source),
            Failure::Library(error) => error,
        })?;
        self.unfiled.replace(Some(unfiled));
        Ok(kept)
    }

    fn add_one(&self, transaction: &Transaction<'_>, ready: &Ready, unfiled: &mut Unfiled) -> Result<Kept, Failure> {
        match self.of_page(&ready.hash, unfiled)? {
            Some(id) if ready.compared && self.article(id).is_ok_and(|old| old.as_ref() != Some(&ready.article)) => {
                let change = self.put(transaction, Some(id), &Columns::of(ready))?.1;
                return Ok(Kept { added: Added::Updated(id), change: Some(change), namesake: None });
            }
            Some(id) => return Ok(Kept { added: Added::Known(id), change: None, namesake: None }),
            None => {}
        }
        let (earlier, namesake) = match self.at_origin(&ready.origin)? {
            Some(id) => (Some(id), None),
            None => self.at_address(ready, unfiled)?,
        };
        let (id, change) = self.put(transaction, earlier, &Columns::of(ready))?;
        unfiled.page(&ready.hash, id);
        if let (None, Some(canonical)) = (earlier, &ready.canonical) {
            unfiled.address(canonical, id);
        }
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
        let json = press(&json, self.newest_dictionary()?).map_err(writing())?;
        let columns = Columns {
            article: &article,
            json: &json,
            origin: None,
            canonical: article.url.as_deref().and_then(identity::canonical),
        };
        self.write("replacing an article in", |transaction| {
            self.put(transaction, Some(id), &columns).map(|(_, change)| Some(change))
        })
    }

    /// Writes an article that lacks its entry in the list or its text.
    pub fn complete(&self, id: ArticleId, article: &Article, origin: &str) -> Result<(), LibraryError> {
        let writing = || LibraryError::file("writing an article to", &self.file);
        let json = serde_json::to_vec(article).map_err(|error| writing()(io::Error::from(error)))?;
        let columns = Columns {
            article,
            json: &press(&json, None).map_err(writing())?,
            origin: Some((None, origin.to_owned())),
            canonical: article.url.as_deref().and_then(identity::canonical),
        };
        self.write("listing an article in", |transaction| self.put(transaction, Some(id), &columns).map(|_| ()))
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
    fn at_address(&self, ready: &Ready, unfiled: &Unfiled) -> Result<(Option<ArticleId>, Option<ArticleId>), Failure> {
        let Some(canonical) = &ready.canonical else { return Ok((None, None)) };
        let ids = self.at_canonical(canonical, unfiled, NAMESAKES)?;
        for &id in &ids {
            if self.article(id)?.is_some_and(|there| identity::alike(&there, &ready.article)) {
                return Ok((Some(id), None));
            }
        }
        Ok((None, ids.first().copied()))
    }

    /// Writes an article, in the place of an earlier one or as a new one; gives the number of the change too.
    fn put(
        &self,
        transaction: &Transaction<'_>,
        earlier: Option<ArticleId>,
        columns: &Columns<'_>,
    ) -> rusqlite::Result<(ArticleId, i64)> {
        if let Some(earlier) = earlier {
            self.stand_alone(transaction, earlier)?;
            if let Some(canonical) = &columns.canonical {
                file_address(transaction, identity::mark(canonical), earlier)?;
            }
        }
        let change =
            counted(transaction, "UPDATE counter SET change = change + 1, article = change + 1 RETURNING change")?;
        let article = columns.article;
        let (file, origin) = columns.origin.as_ref().map_or((None, ""), |(file, rest)| (file.as_deref(), rest));
        let file = file.map(|file| file_number(transaction, file)).transpose()?;
        let sql = "INSERT INTO article (id, change, headline, derived, publisher, agency, byline, section, dateline, \
                   published, modified, language, url, words, empty, file, origin) \
                   VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17) \
                   ON CONFLICT (id) DO UPDATE SET change = excluded.change, headline = excluded.headline, derived = excluded.derived, \
                   publisher = excluded.publisher, agency = excluded.agency, byline = excluded.byline, section = excluded.section, dateline = excluded.dateline, \
                   published = excluded.published, modified = excluded.modified, language = excluded.language, url = excluded.url, \
                   words = excluded.words, empty = excluded.empty, \
                   file = iif(excluded.origin = '', file, excluded.file), \
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
                integer(article.word_count()),
                article.is_empty_page(),
                file,
                origin,
            ],
            |row| row.get(0),
        )?;
        transaction
            .prepare_cached("INSERT OR REPLACE INTO text (article, json, dictionary) VALUES (?1, ?2, ?3)")?
            .execute(params![id, columns.json.bytes, columns.json.dictionary])?;
        Ok((ArticleId(id), change))
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

/// The next number of the counter, for a change of marks.
pub(super) fn next_change(transaction: &Transaction<'_>) -> rusqlite::Result<i64> {
    counted(transaction, "UPDATE counter SET change = change + 1 RETURNING change")
}

fn counted(transaction: &Transaction<'_>, sql: &str) -> rusqlite::Result<i64> {
    transaction.prepare_cached(sql)?.query_row([], |row| row.get(0))
}

/// The number of a file of records, which it is given where it has none.
fn file_number(transaction: &Transaction<'_>, path: &str) -> rusqlite::Result<i64> {
    let found = transaction
        .prepare_cached("SELECT id FROM file WHERE path = ?1")?
        .query_row([path], |row| row.get(0))
        .optional()?;
    let insert = "INSERT INTO file (path) VALUES (?1) RETURNING id";
    found.map_or_else(|| transaction.prepare_cached(insert)?.query_row([path], |row| row.get(0)), Ok)
}

/// What is written of an article.
struct Columns<'a> {
    article: &'a Article,
    json: &'a Pressed,
    /// The file of records that it came from, and where in it; or where else it came from. Without one, that of the earlier form stays.
    origin: Option<(Option<String>, String)>,
    canonical: Option<String>,
}

impl<'a> Columns<'a> {
    fn of(ready: &'a Ready) -> Self {
        Columns {
            article: &ready.article,
            json: &ready.json,
            origin: Some(match &ready.origin {
                Origin::Line(Some(path), line) => (Some(path.display().to_string()), line.to_string()),
                origin => (None, origin.to_string()),
            }),
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
