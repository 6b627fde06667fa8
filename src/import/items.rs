//! What is to be imported, in the pieces that workers take: pages one by one, the records of a file in batches.

use super::mapping::Mapping;
use super::records::{self, Batch, Looked, Records};
use super::source::{Refusal, Source};
use std::cell::Cell;

/// What a worker takes at once.
pub(super) enum Item {
    /// A page, or why there is none.
    Page(Result<Source, Refusal>),
    /// Some records of a file.
    Batch(Batch),
}

impl Item {
    /// How much of what may be in hand at once it takes.
    pub fn weight(&self) -> u64 {
        match self {
            Item::Page(found) => Source::weight(found),
            // The articles, their compressed forms and what the index is given of them.
            Item::Batch(batch) => batch.weight() * 4,
        }
    }
}

/// All that was found, files of records opened and in batches.
pub(super) struct Items<'a> {
    found: std::vec::IntoIter<Result<Source, Refusal>>,
    open: Option<Records>,
    mapping: &'a Mapping,
    /// How many pages and records there are, as far as is known.
    expected: &'a Cell<usize>,
}

impl<'a> Items<'a> {
    /// What was found; `expected` is kept up to date as files of records are opened.
    pub fn new(found: Vec<Result<Source, Refusal>>, mapping: &'a Mapping, expected: &'a Cell<usize>) -> Self {
        Items { found: found.into_iter(), open: None, mapping, expected }
    }
}

impl Iterator for Items<'_> {
    type Item = Item;

    fn next(&mut self) -> Option<Item> {
        loop {
            if let Some(open) = &mut self.open {
                let before = open.estimate();
                match open.next() {
                    Some(batch) => {
                        self.expected.set((self.expected.get() + open.estimate()).saturating_sub(before));
                        return Some(batch.map_or_else(|refusal| Item::Page(Err(refusal)), Item::Batch));
                    }
                    None => self.open = None,
                }
            }
            match self.found.next()?.and_then(|source| records::look(source, self.mapping)) {
                Ok(Looked::Page(source)) => return Some(Item::Page(Ok(source))),
                Ok(Looked::Records(records)) => {
                    self.expected.set((self.expected.get() + records.estimate()).saturating_sub(1));
                    self.open = Some(records);
                }
                Err(refusal) => return Some(Item::Page(Err(refusal))),
            }
        }
    }
}
