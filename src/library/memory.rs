//! What words were looked for in a snapshot, and where they were found: a further key looks for what is new only, and only where it can be.

use super::bits::Bits;
use super::evaluate::{Evaluation, Failure, Sets};
use super::stretch::Stretch;
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
    /// It is to be spelt otherwise by a letter.
    pub near: bool,
}

impl Key {
    /// Of terms side by side in a field.
    pub fn of(field: Field, terms: &[Term]) -> Key {
        let text = terms.iter().map(|term| term.text.as_str()).collect::<Vec<_>>().join("\n");
        Key { field, text, open: terms.last().is_some_and(|term| term.open), exact: false, near: false }
    }
}

/// The sets of words that were looked for in a snapshot.
#[derive(Default)]
pub(super) struct Memory {
    sets: HashMap<Key, Kept>,
    bytes: usize,
}

/// Where a word was found.
#[derive(Default)]
struct Kept {
    whole: Option<Arc<Sets>>,
    /// In the newest documents, window by window, as long as the whole is not known.
    windows: Vec<(usize, Arc<Sets>)>,
}

/// Which documents are looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Extent {
    /// All of them, so that what is found out of them is worth keeping.
    Whole,
    /// Those of a window, by its number: worth keeping until the whole is known.
    Window(usize),
    /// Any others.
    Part,
}

impl Kept {
    /// The set of all documents, where each window was looked at: they lie one behind the other.
    fn joined(&self, stretches: &[Stretch<'_>]) -> Option<Sets> {
        let mut windows: Vec<&(usize, Arc<Sets>)> = self.windows.iter().collect();
        windows.sort_unstable_by_key(|(number, _)| *number);
        let from_the_first = windows.iter().enumerate().all(|(place, (number, _))| place == *number);
        let join = |(place, stretch): (usize, &Stretch<'_>)| {
            let parts = || windows.iter().filter_map(|(_, sets)| sets.get(place));
            let room: usize = parts().map(Bits::room).sum();
            (room >= stretch.range.len()).then(|| Bits::joined(parts()))
        };
        if from_the_first { stretches.iter().enumerate().map(join).collect() } else { None }
    }

    fn window(&self, number: usize) -> Option<&Arc<Sets>> {
        self.windows.iter().find(|(known, _)| *known == number).map(|(_, sets)| sets)
    }
}

impl Memory {
    fn keep(&mut self, key: Key, extent: Extent, sets: &Arc<Sets>) {
        let size = |sets: &Sets| sets.iter().map(Bits::size).sum::<usize>();
        let is_known = extent == Extent::Whole && self.sets.get(&key).is_some_and(|kept| kept.whole.is_some());
        if extent == Extent::Part || is_known {
            return;
        }
        if self.bytes + size(sets) > KEPT_BYTES {
            *self = Memory::default();
        }
        self.bytes += size(sets);
        let kept = self.sets.entry(key).or_default();
        if let Extent::Window(number) = extent {
            kept.windows.push((number, Arc::clone(sets)));
        } else {
            kept.whole = Some(Arc::clone(sets));
            self.bytes -= std::mem::take(&mut kept.windows).iter().map(|(_, sets)| size(sets)).sum::<usize>();
        }
    }
}

impl Evaluation<'_> {
    /// A set of all documents is looked for once a snapshot, and so is that of a window.
    pub(super) fn remembered(
        &mut self,
        key: Key,
        look: impl FnOnce(&Self) -> Result<Sets, Failure>,
    ) -> Result<Arc<Sets>, Failure> {
        if let Some(known) = self.known(&key) {
            if self.extent == Extent::Whole {
                // It may have been put together from windows.
                self.memory.keep(key, Extent::Whole, &known);
            }
            return Ok(known);
        }
        let sets = Arc::new(look(self)?);
        self.memory.keep(key, self.extent, &sets);
        Ok(sets)
    }

    /// What is known of the documents that are looked at.
    fn known(&self, key: &Key) -> Option<Arc<Sets>> {
        let kept = self.memory.sets.get(key)?;
        match (&kept.whole, self.extent) {
            (Some(whole), Extent::Whole) => Some(Arc::clone(whole)),
            (Some(whole), _) => Some(Arc::new(self.of(whole))),
            (None, Extent::Window(number)) => kept.window(number).map(Arc::clone),
            (None, Extent::Whole) => kept.joined(&self.stretches).map(Arc::new),
            (None, Extent::Part) => None,
        }
    }

    /// The part of sets of all documents that is looked at.
    fn of(&self, whole: &[Bits]) -> Sets {
        self.stretches.iter().zip(whole).map(|(stretch, set)| stretch.of(set)).collect()
    }

    /// What an earlier key found that this one can only narrow: a phrase whose last word was shorter, or that lacked it.
    pub(super) fn wider(&self, key: &Key, terms: &[Term]) -> Option<Arc<Sets>> {
        let last = terms.last().filter(|_| terms.len() > 1 && !key.exact)?;
        let known = |text: &str, open| {
            self.known(&Key { field: key.field, text: text.to_owned(), open, exact: false, near: false })
        };
        let before = key.text.len() - last.text.len();
        let mut shorter = last.text.char_indices().map(|(at, c)| before + at + c.len_utf8()).rev();
        shorter
            .find_map(|end| known(&key.text[..end], true))
            .or_else(|| known(&key.text[..before.saturating_sub(1)], false))
    }
}
