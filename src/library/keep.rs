//! Adding to the store: what is new, what is known, what is a later form of an article that is there.

use super::store::{Store, integer, origin_parts};
use super::{Added, Incoming, LibraryError, identity};
use crate::article::{Article, ArticleId, Headline, Origin};
use crate::text::{fold, squeeze};
use rusqlite::{OptionalExtension, Transaction, params};
use std::borrow::Cow;
use std::io;

/// The level originals and articles are compressed at: past it, zstd takes far longer for a few percent.
const LEVEL: i32 = 3;

/// What became of an article that was added.
pub(super) struct Kept<'a> {
    pub added: Added,
    /// The number of the change and the article as it stands in the store, where it was not known.
    pub change: Option<(i64, Cow<'a, Article>)>,
}

impl Store {
    /// Adds an article with its original, in one transaction.
    pub fn add<'a>(&self, incoming: &Incoming<'a>) -> Result<Kept<'a>, LibraryError> {
        let hash = blake3::hash(incoming.original);
        let known = self
            .connection
            .prepare_cached("SELECT article FROM original WHERE hash = ?1")
            .and_then(|mut statement| statement.query_row([hash.as_bytes()], |row| row.get(0)).optional())
            .map_err(self.reading())?;
        if let Some(id) = known {
            return Ok(Kept { added: Added::Known(ArticleId(id)), change: None });
        }
        let article = headlined(incoming.article, incoming.origin);
        let earlier = match self.at_origin(incoming.origin)? {
            Some(id) => Some(id),
            None => self.at_address(&article)?,
        };
        let packed = |bytes: &[u8]| {
            zstd::bulk::compress(bytes, LEVEL).map_err(LibraryError::file("compressing a page for", &self.file))
        };
        let (json, page) = (packed(&json(&article, self)?)?, packed(incoming.original)?);
        let origin = incoming.origin.to_string();
        let (id, change) = self.write("adding an article to", |transaction| {
            let change = next_change(transaction)?;
            let id = put(transaction, earlier, &article, &json, Some(&origin), change)?;
            let (kind, name) = origin_parts(incoming.origin);
            transaction
                .prepare_cached(
                    "INSERT INTO original (article, hash, kind, name, size, page) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
                )?
                .execute(params![id.0, hash.as_bytes(), kind, name, integer(incoming.original.len()), page])?;
            if *incoming.origin != Origin::Stdin {
                transaction
                    .prepare_cached("INSERT OR REPLACE INTO origin (kind, name, article) VALUES (?1, ?2, ?3)")?
                    .execute(params![kind, name, id.0])?;
            }
            Ok((id, change))
        })?;
        let added = if earlier.is_some() { Added::Updated(id) } else { Added::New(id) };
        Ok(Kept { added, change: Some((change, article)) })
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
        let json = zstd::bulk::compress(&json(&article, self)?, LEVEL)
            .map_err(LibraryError::file("compressing an article for", &self.file))?;
        self.write("replacing an article in", |transaction| {
            let change = next_change(transaction)?;
            put(transaction, Some(id), &article, &json, None, change)?;
            Ok(Some(change))
        })
    }

    /// The article whose page came from there.
    fn at_origin(&self, origin: &Origin) -> Result<Option<ArticleId>, LibraryError> {
        if *origin == Origin::Stdin {
            return Ok(None);
        }
        let (kind, name) = origin_parts(origin);
        self.connection
            .prepare_cached("SELECT article FROM origin WHERE kind = ?1 AND name = ?2")
            .and_then(|mut statement| {
                statement.query_row(params![kind, name], |row| row.get(0).map(ArticleId)).optional()
            })
            .map_err(self.reading())
    }

    /// The article of the same address and a like text.
    fn at_address(&self, article: &Article) -> Result<Option<ArticleId>, LibraryError> {
        let Some(canonical) = article.url.as_deref().and_then(identity::canonical) else { return Ok(None) };
        let mut statement = self
            .connection
            .prepare_cached("SELECT id FROM article WHERE canonical = ?1 ORDER BY id DESC LIMIT 20")
            .map_err(self.reading())?;
        let ids: Vec<i64> =
            statement.query_map([canonical], |row| row.get(0)).and_then(Iterator::collect).map_err(self.reading())?;
        for id in ids.into_iter().map(ArticleId) {
            if self.article(id)?.is_some_and(|there| identity::alike(&there, article)) {
                return Ok(Some(id));
            }
        }
        Ok(None)
    }
}

/// The next number of the counter.
pub(super) fn next_change(transaction: &Transaction<'_>) -> rusqlite::Result<i64> {
    transaction
        .prepare_cached("UPDATE counter SET change = change + 1 RETURNING change")?
        .query_row([], |row| row.get(0))
}

/// Writes an article, in the place of an earlier one or as a new one. Without an origin the earlier one's stays.
fn put(
    transaction: &Transaction<'_>,
    earlier: Option<ArticleId>,
    article: &Article,
    json: &[u8],
    origin: Option<&str>,
    change: i64,
) -> rusqlite::Result<ArticleId> {
    let sql = "INSERT INTO article (id, change, headline, derived, headline_key, publisher, publisher_key, agency, byline, section, dateline, \
               published, modified, language, url, canonical, words, empty, origin) \
               VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19) \
               ON CONFLICT (id) DO UPDATE SET change = excluded.change, headline = excluded.headline, derived = excluded.derived, \
               headline_key = excluded.headline_key, publisher = excluded.publisher, publisher_key = excluded.publisher_key, \
               agency = excluded.agency, byline = excluded.byline, section = excluded.section, dateline = excluded.dateline, \
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
            fold(&article.headline.text),
            article.publisher,
            article.publisher.as_deref().map(fold),
            article.agency,
            byline,
            article.section,
            article.dateline,
            article.published.map(|date| date.to_string()),
            article.modified.map(|date| date.to_string()),
            article.language,
            article.url,
            article.url.as_deref().and_then(identity::canonical),
            integer(article.word_count()),
            article.is_empty_page(),
            origin.unwrap_or_default(),
        ],
        |row| row.get(0),
    )?;
    transaction
        .prepare_cached("INSERT OR REPLACE INTO text (article, json) VALUES (?1, ?2)")?
        .execute(params![id, json])?;
    Ok(ArticleId(id))
}

fn json(article: &Article, store: &Store) -> Result<Vec<u8>, LibraryError> {
    serde_json::to_vec(article)
        .map_err(|error| LibraryError::file("writing an article to", &store.file)(io::Error::from(error)))
}

/// The article with a headline, which an article in a library always has.
fn headlined<'a>(article: &'a Article, origin: &Origin) -> Cow<'a, Article> {
    if article.headline.text.trim().is_empty() {
        Cow::Owned(with_headline(article, &origin.to_string()))
    } else {
        Cow::Borrowed(article)
    }
}

/// Makes the headline from the first words, or from where the page came from where there are none.
fn with_headline(article: &Article, origin: &str) -> Article {
    let lead = article.paragraphs().iter().map(|text| squeeze(text)).find(|text| !text.is_empty());
    let words = lead.map(|lead| lead.split(' ').take(12).collect::<Vec<_>>().join(" "));
    let text = words.unwrap_or_else(|| origin.to_owned());
    Article { headline: Headline { text, derived: true }, ..article.clone() }
}
