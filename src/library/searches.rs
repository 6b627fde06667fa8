//! What the reader searches for: searches kept by name, and the last ones that were made.

use super::store::Store;
use super::{Library, LibraryError};
use crate::text::{fold, sanitise_line, squeeze};
use rusqlite::params;

/// How many of the last searches are kept.
const LAST: i64 = 500;

impl Library {
    /// The searches that are kept, by name: each name with its query.
    pub fn searches(&self) -> Result<Vec<(String, String)>, LibraryError> {
        self.store.searches()
    }

    /// Keeps a search under a name, in the place of one of that name; `None` forgets it. Case, accents and white space make no difference.
    pub fn keep_search(&self, name: &str, query: Option<&str>) -> Result<(), LibraryError> {
        let name = squeeze(&sanitise_line(name));
        let key = squeeze(&fold(&name));
        self.store.write("keeping a search in", |transaction| {
            transaction.execute("DELETE FROM search WHERE key = ?1", [&key])?;
            if let Some(query) = query.filter(|_| !key.is_empty()) {
                transaction
                    .execute("INSERT INTO search (key, name, query) VALUES (?1, ?2, ?3)", params![key, name, query])?;
            }
            Ok(())
        })
    }

    /// The last searches that were made, the latest last.
    pub fn last_searches(&self) -> Result<Vec<String>, LibraryError> {
        self.store.last_searches()
    }

    /// Remembers that a search was made.
    pub fn remember_search(&self, query: &str) -> Result<(), LibraryError> {
        self.store.write("remembering a search in", |transaction| {
            let next = "SELECT coalesce(max(number), 0) + 1 FROM searched";
            transaction.execute(&format!("INSERT OR REPLACE INTO searched VALUES (?1, ({next}))"), [query])?;
            transaction
                .execute("DELETE FROM searched WHERE number <= (SELECT max(number) FROM searched) - ?1", [LAST])
                .map(|_| ())
        })
    }
}

impl Store {
    fn searches(&self) -> Result<Vec<(String, String)>, LibraryError> {
        let mut statement =
            self.connection.prepare_cached("SELECT name, query FROM search ORDER BY key").map_err(self.reading())?;
        let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).map_err(self.reading())?;
        rows.collect::<Result<_, _>>().map_err(self.reading())
    }

    fn last_searches(&self) -> Result<Vec<String>, LibraryError> {
        let mut statement =
            self.connection.prepare_cached("SELECT query FROM searched ORDER BY number").map_err(self.reading())?;
        let rows = statement.query_map([], |row| row.get(0)).map_err(self.reading())?;
        rows.collect::<Result<_, _>>().map_err(self.reading())
    }
}
