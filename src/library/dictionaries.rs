//! The dictionaries that a library's articles are compressed with: made when there are enough articles, anew when there are many more, kept for good.

use super::LibraryError;
use super::press::{Dictionary, LARGE, Reading, SAMPLE_BYTES, SAMPLES, SMALL, press, train};
use super::store::{Store, integer};
use crate::article::ArticleId;
use rusqlite::{Transaction, params};
use std::sync::Arc;

/// When the library has so many times the articles it had, its dictionary is made anew.
const GROWTH: i64 = 16;

/// With the first dictionary, so many of the articles before it are compressed anew.
const ANEW: i64 = 2_000;

/// Each dictionary is kept so often.
const COPIES: usize = 2;

/// A copy of a dictionary: its number, and its bytes where they are the ones that were made.
type Kept = (i64, Option<Arc<[u8]>>);

impl Store {
    /// A dictionary of the library as it is read with; `None` where neither copy is whole.
    pub fn reading_dictionary(&self, id: i64) -> Result<Option<Reading>, LibraryError> {
        if let Some(reading) = self.readings.borrow().get(&id) {
            return Ok(Some(reading.clone()));
        }
        let Some(reading) = self.whole_copy(id)?.and_then(|bytes| Reading::new(&bytes).ok()) else { return Ok(None) };
        self.readings.borrow_mut().insert(id, reading.clone());
        Ok(Some(reading))
    }

    /// The first copy of a dictionary that is whole.
    fn whole_copy(&self, id: i64) -> Result<Option<Arc<[u8]>>, LibraryError> {
        Ok(self.copies(id)?.into_iter().find_map(|number| self.copy(number)))
    }

    /// The numbers of a dictionary's copies.
    fn copies(&self, id: i64) -> Result<Vec<i64>, LibraryError> {
        self.numbers("SELECT number FROM dictionary WHERE id = ?1 ORDER BY number", id)
    }

    /// A copy, where it is whole; one on a damaged page is as good as none.
    fn copy(&self, number: i64) -> Option<Arc<[u8]>> {
        let read = |row: &rusqlite::Row<'_>| {
            let (hash, bytes) = (row.get_ref(0)?.as_blob()?, row.get_ref(1)?.as_blob()?);
            Ok((blake3::hash(bytes).as_bytes() == hash).then(|| Arc::from(bytes)))
        };
        self.one("SELECT hash, bytes FROM dictionary WHERE number = ?1", number, read).ok().flatten().flatten()
    }

    /// The copies of a dictionary.
    pub fn dictionary_copies(&self, id: i64) -> Result<Vec<Kept>, LibraryError> {
        Ok(self.copies(id)?.into_iter().map(|number| (number, self.copy(number))).collect())
    }

    /// The dictionary that new articles are compressed with.
    pub fn newest_dictionary(&self) -> Result<Option<Dictionary>, LibraryError> {
        let newest = "SELECT id FROM dictionary WHERE number > ?1 ORDER BY id DESC LIMIT 1";
        let Some(id) = self.one(newest, 0, |row| row.get::<_, i64>(0))? else { return Ok(None) };
        if let Some(known) = self.pressing.borrow().as_ref().filter(|known| known.id == id) {
            return Ok(Some(known.clone()));
        }
        // What articles cannot be read with, they are not to be compressed with.
        let usable = |bytes: &Arc<[u8]>| Reading::new(bytes).is_ok();
        let newest = self.whole_copy(id)?.filter(usable).map(|bytes| Dictionary { id, bytes });
        self.pressing.borrow_mut().clone_from(&newest);
        Ok(newest)
    }

    /// How many articles there are to be before a dictionary is made, where the last one was made for so many.
    pub fn next_dictionary(&self) -> Result<i64, LibraryError> {
        let last = match self.newest_dictionary()? {
            Some(newest) => {
                self.one("SELECT max(articles) FROM dictionary WHERE id = ?1", newest.id, |row| row.get::<_, i64>(0))?
            }
            None => None,
        };
        Ok(last.unwrap_or(0).saturating_mul(GROWTH).max(integer(SAMPLES)))
    }

    /// What a dictionary of the library's articles is trained on, where these are so many.
    pub fn samples(&self, articles: i64) -> Result<Samples, LibraryError> {
        let step = (articles / integer(SAMPLES)).max(1);
        let mut texts = Vec::with_capacity(SAMPLES);
        for id in (0..integer(SAMPLES)).map(|number| ArticleId(1 + number * step)) {
            match self.json(id) {
                Ok(Some(mut json)) => {
                    json.truncate(SAMPLE_BYTES);
                    texts.push(json);
                }
                Ok(None) | Err(LibraryError::Unreadable { .. }) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(Samples { articles, texts })
    }

    /// Keeps a dictionary that was trained when there were so many articles; `None` where the bytes are none.
    pub fn keep_dictionary(&self, articles: i64, bytes: Arc<[u8]>) -> Result<Option<Dictionary>, LibraryError> {
        let id = self.number("SELECT coalesce(max(id), 0) + 1 FROM dictionary")?;
        let earlier = if id == 1 {
            let sql = "SELECT article FROM text WHERE dictionary IS NULL ORDER BY article DESC LIMIT ?1";
            self.ids(sql, ANEW)?
        } else {
            Vec::new()
        };
        let Ok(reading) = Reading::new(&bytes) else { return Ok(None) };
        let dictionary = Dictionary { id, bytes };
        self.write("keeping a dictionary in", |transaction| {
            for _ in 0..COPIES {
                keep(transaction, (id, &dictionary.bytes), articles)?;
            }
            for &article in &earlier {
                let Ok(Some(json)) = self.json(article) else { continue };
                let Ok(pressed) = press(&json, Some(dictionary.clone())) else { continue };
                transaction
                    .prepare_cached("UPDATE text SET json = ?2, dictionary = ?3 WHERE article = ?1")?
                    .execute(params![article.0, pressed.bytes, pressed.dictionary])?;
            }
            Ok(())
        })?;
        self.readings.borrow_mut().insert(id, reading);
        *self.pressing.borrow_mut() = Some(dictionary.clone());
        Ok(Some(dictionary))
    }

    /// The dictionaries that a copy of is damaged.
    pub fn damaged_dictionaries(&self) -> Result<Vec<i64>, LibraryError> {
        let mut damaged = Vec::new();
        for id in self.numbers("SELECT DISTINCT id FROM dictionary WHERE number > ?1 ORDER BY id", 0)? {
            let copies = self.dictionary_copies(id)?;
            if copies.len() < COPIES || copies.iter().any(|(_, bytes)| bytes.is_none()) {
                damaged.push(id);
            }
        }
        Ok(damaged)
    }

    /// Takes damaged copies of dictionaries out and puts whole ones in their place, where there is one.
    pub fn mend_dictionaries(&self) -> Result<(), LibraryError> {
        for id in self.damaged_dictionaries()? {
            let copies = self.dictionary_copies(id)?;
            let sql = "SELECT coalesce(max(articles), 0) FROM dictionary WHERE id = ?1";
            let articles = self.one(sql, id, |row| row.get(0))?.unwrap_or_default();
            let whole = copies.iter().filter(|(_, bytes)| bytes.is_some()).count();
            self.write("mending a dictionary in", |transaction| {
                for (number, _) in copies.iter().filter(|(_, bytes)| bytes.is_none()) {
                    transaction.execute("DELETE FROM dictionary WHERE number = ?1", [number])?;
                }
                if let Some(bytes) = copies.iter().find_map(|(_, bytes)| bytes.clone()) {
                    for _ in whole..COPIES {
                        keep(transaction, (id, &bytes), articles)?;
                    }
                }
                Ok(())
            })?;
        }
        Ok(())
    }
}

/// Articles that a dictionary is to be like.
pub(super) struct Samples {
    /// How many articles there are.
    articles: i64,
    texts: Vec<Vec<u8>>,
}

impl Samples {
    /// A dictionary for what is like them, which takes a while; `None` where they do not make one.
    pub fn train(&self) -> Option<Arc<[u8]>> {
        let is_first = self.articles < integer(SAMPLES).saturating_mul(GROWTH);
        train(&self.texts, if is_first { SMALL } else { LARGE })
    }
}

/// Writes one copy.
fn keep(transaction: &Transaction<'_>, (id, bytes): (i64, &[u8]), articles: i64) -> rusqlite::Result<()> {
    let hash = blake3::hash(bytes);
    transaction
        .execute(
            "INSERT INTO dictionary (id, articles, hash, bytes) VALUES (?1, ?2, ?3, ?4)",
            params![id, articles, hash.as_bytes(), bytes],
        )
        .map(drop)
}
