//! What words were looked for in a snapshot, and where they were found: a further key looks for what is new only, and only where it can be.

use super::bits::Bits;
use super::evaluate::{Evaluation, Failure, Sets};
use crate::text::Term;
use std::collections::HashMap;
use std::sync::Arc;
use tantivy::schema::Field;

/// Sets of words that were looked for are kept up to this many bytes.
const KEPT_BYTES: usize = 16 << 20;

/// What was looked for.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Key {
    pub field: Field,
    /// The terms, a line each; or the text as typed, where it is to be spelt so.
    pub text: String,
    /// The last of them may go on.
    pub open: bool,
    /// It is to be spelt so.
    pub exact: bool,
}

impl Key {
    /// Of terms side by side in a field.
    pub fn of(field: Field, terms: &[Term]) -> Key {
        let text = terms.iter().map(|term| term.text.as_str()).collect::<Vec<_>>().join("\n");
        Key { field, text, open: terms.last().is_some_and(|term| term.open), exact: false }
    }
}

/// The sets of words that were looked for in a snapshot.
#[derive(Default)]
pub(super) struct Memory {
    sets: HashMap<Key, Arc<Sets>>,
    bytes: usize,
}

impl Evaluation<'_> {
    /// A set of all documents is looked for once a snapshot.
    pub(super) fn remembered(
        &mut self,
        key: Key,
        look: impl FnOnce(&Self) -> Result<Sets, Failure>,
    ) -> Result<Arc<Sets>, Failure> {
        if let Some(sets) = self.memory.sets.get(&key) {
            return Ok(if self.whole { Arc::clone(sets) } else { Arc::new(self.of(sets)) });
        }
        let sets = Arc::new(look(self)?);
        if !self.whole {
            return Ok(sets);
        }
        let bytes: usize = sets.iter().map(Bits::size).sum();
        if self.memory.bytes + bytes > KEPT_BYTES {
            *self.memory = Memory::default();
        }
        self.memory.bytes += bytes;
        self.memory.sets.insert(key, Arc::clone(&sets));
        Ok(sets)
    }

    /// The part of sets of all documents that is looked at.
    fn of(&self, whole: &[Bits]) -> Sets {
        self.stretches.iter().zip(whole).map(|(stretch, set)| stretch.of(set)).collect()
    }

    /// What an earlier key found that this one can only narrow: a phrase whose last word was shorter, or that lacked it.
    pub(super) fn wider(&self, key: &Key, terms: &[Term]) -> Option<Arc<Sets>> {
        let last = terms.last().filter(|_| terms.len() > 1 && !key.exact)?;
        let kept = |text: &str, open| {
            let wider = Key { field: key.field, text: text.to_owned(), open, exact: false };
            self.memory.sets.get(&wider).map(Arc::clone)
        };
        let before = key.text.len() - last.text.len();
        let mut shorter = last.text.char_indices().map(|(at, c)| before + at + c.len_utf8()).rev();
        shorter
            .find_map(|end| kept(&key.text[..end], true))
            .or_else(|| kept(&key.text[..before.saturating_sub(1)], false))
    }
}
