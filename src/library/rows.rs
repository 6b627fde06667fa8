//! The rows of hits, as a list shows them.

use super::marks::Ledger;
use super::store::Store;
use super::{LibraryError, Row, order};
use crate::article::ArticleId;
use std::collections::HashMap;

/// Rows that are kept for scrolling; more than any screen shows.
const ROWS: usize = 4_096;

/// Rows that were shown lately, without their marks.
#[derive(Default)]
pub(super) struct Rows(HashMap<ArticleId, Box<Row>>);

impl Rows {
    /// The rows of the articles with these keys, with their marks; those that are not there any more are left out.
    pub fn of(&mut self, store: &Store, ledger: &Ledger, keys: &[u64]) -> Result<Vec<Row>, LibraryError> {
        if self.0.len() > ROWS {
            self.0.clear();
        }
        let ids = || keys.iter().map(|&key| order::id(key));
        // Otherwise each row would take and give back the right to read.
        let _moment = if ids().all(|id| self.0.contains_key(&id)) { None } else { Some(store.moment()?) };
        let mut rows = Vec::with_capacity(keys.len());
        for id in ids() {
            let row = match self.0.get(&id) {
                Some(row) => Some(Row::clone(row)),
                None => store.row(id)?,
            };
            let Some(mut row) = row else { continue };
            row.marks = ledger.of(id).cloned().unwrap_or_default();
            if keys.len() <= ROWS {
                self.0.insert(id, Box::new(row.clone()));
            }
            rows.push(row);
        }
        Ok(rows)
    }

    /// Forgets them.
    pub fn clear(&mut self) {
        self.0.clear();
    }
}
