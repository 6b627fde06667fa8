//! What the reader says the blocks of a page are: kept beside the articles, and never touched by an import or a better cleaner.
//!
//! The library does not clean. It keeps a list of the articles whose text does not follow their corrections yet; who cleans them takes them
//! from there ([`Library::to_recast`]), so that a crash between a correction and the new text loses neither.

use super::store::Store;
use super::{Library, LibraryError};
use crate::article::ArticleId;
use crate::correction::{BlockKey, Correction, Ruling};
use rusqlite::{Transaction, params};

/// The articles whose text is to follow their corrections.
const RECAST: &str = "INSERT OR IGNORE INTO recast (article) SELECT id FROM article WHERE id = ?1";

impl Library {
    /// Keeps what the reader says a block of an article's page is; `None` takes it back.
    pub fn correct(&self, id: ArticleId, block: BlockKey, ruling: Option<Ruling>) -> Result<(), LibraryError> {
        self.store.correct(id, block, ruling)
    }

    /// What the reader said of the blocks of an article's page.
    pub fn corrections(&self, id: ArticleId) -> Result<Vec<Correction>, LibraryError> {
        self.store.corrections(id)
    }

    /// The articles whose text does not follow their corrections yet.
    pub fn to_recast(&self) -> Result<Vec<ArticleId>, LibraryError> {
        self.store.ids("SELECT article FROM recast WHERE article > ?1 ORDER BY article", 0)
    }

    /// Says that an article's text follows these corrections; where others were made meanwhile, it stays on the list.
    pub fn is_recast(&self, id: ArticleId, followed: &[Correction]) -> Result<(), LibraryError> {
        if self.store.corrections(id)? == followed {
            let forget = |transaction: &Transaction<'_>| {
                transaction.prepare_cached("DELETE FROM recast WHERE article = ?1")?.execute([id.0]).map(|_| ())
            };
            self.store.write("correcting an article in", forget)?;
        }
        Ok(())
    }
}

impl Store {
    fn correct(&self, id: ArticleId, block: BlockKey, ruling: Option<Ruling>) -> Result<(), LibraryError> {
        self.write("correcting an article in", |transaction| {
            match ruling {
                Some(ruling) => transaction
                    .prepare_cached(
                        "INSERT OR REPLACE INTO correction (article, hash, ordinal, ruling) SELECT id, ?2, ?3, ?4 FROM article WHERE id = ?1",
                    )?
                    .execute(params![id.0, block.hash, block.ordinal, ruling.word()])?,
                None => transaction
                    .prepare_cached("DELETE FROM correction WHERE article = ?1 AND hash = ?2 AND ordinal = ?3")?
                    .execute(params![id.0, block.hash, block.ordinal])?,
            };
            transaction.prepare_cached(RECAST)?.execute([id.0]).map(|_| ())
        })
    }

    /// The corrections of an article; what another version wrote and this one does not know is left out.
    pub fn corrections(&self, id: ArticleId) -> Result<Vec<Correction>, LibraryError> {
        let read = || {
            let mut statement = self.connection.prepare_cached(
                "SELECT hash, ordinal, ruling FROM correction WHERE article = ?1 ORDER BY hash, ordinal",
            )?;
            let rows = statement.query_map([id.0], |row| {
                let key = BlockKey { hash: row.get(0)?, ordinal: row.get(1)? };
                Ok((key, row.get::<_, String>(2)?))
            })?;
            rows.collect::<rusqlite::Result<Vec<_>>>()
        };
        let known = |(block, word): (BlockKey, String)| Some(Correction { block, ruling: Ruling::named(&word)? });
        Ok(read().map_err(self.reading())?.into_iter().filter_map(known).collect())
    }
}

/// Puts an article on the list whose text was replaced by what a page says, where it has corrections.
pub(super) fn replaced(transaction: &Transaction<'_>, id: ArticleId) -> rusqlite::Result<()> {
    let corrected = "INSERT OR IGNORE INTO recast (article) SELECT article FROM correction WHERE article = ?1 LIMIT 1";
    transaction.prepare_cached(corrected)?.execute([id.0]).map(|_| ())
}
