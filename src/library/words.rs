//! Words that are kept once each and known by their numbers.

use crate::text::Quick;
use hashbrown::HashTable;
use std::hash::Hasher as _;

/// Words by the numbers that they were given as they came.
#[derive(Default)]
pub(super) struct Words {
    spelt: Spelt,
    numbers: HashTable<Entry>,
}

/// A word in the table of numbers: mostly all of it, so that it is found without looking where it is spelt.
struct Entry {
    head: Head,
    number: u32,
}

/// The first bytes of a word, then its length; or [`LONG`], where there are more.
type Head = [u8; HEAD + 1];

/// How many bytes of a word are in its head.
const HEAD: usize = 15;

const LONG: u8 = u8::MAX;

/// The words themselves, one behind the other.
#[derive(Default)]
pub(super) struct Spelt {
    text: String,
    /// Where each ends.
    ends: Vec<u32>,
}

impl Words {
    /// Room for so many words without growing.
    pub fn with_room(words: usize) -> Self {
        let spelt = Spelt { text: String::with_capacity(words * 8), ends: Vec::with_capacity(words) };
        Words { spelt, numbers: HashTable::with_capacity(words) }
    }

    /// The number of a word, a new one where it did not come before.
    pub fn number(&mut self, word: &str) -> u32 {
        let head = head(word);
        let hash = hash(&head, || word);
        let is_it = |entry: &Entry| entry.head == head && (!is_long(&head) || self.spelt.word(entry.number) == word);
        if let Some(entry) = self.numbers.find(hash, is_it) {
            return entry.number;
        }
        let number = self.spelt.push(word);
        let hash_of = |entry: &Entry| self::hash(&entry.head, || self.spelt.word(entry.number));
        self.numbers.insert_unique(hash, Entry { head, number }, hash_of);
        number
    }

    /// The words without what finds their numbers.
    pub fn into_spelt(self) -> Spelt {
        self.spelt
    }

    /// The words as they are spelt.
    pub fn spelt(&self) -> &Spelt {
        &self.spelt
    }

    /// How many bytes they take, roughly.
    pub fn size(&self) -> usize {
        self.spelt.text.len() + 4 * self.spelt.ends.len() + (size_of::<Entry>() + 1) * self.numbers.capacity()
    }
}

impl Spelt {
    /// How many words there are.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// The word of a number.
    pub fn word(&self, number: u32) -> &str {
        let number = number as usize;
        let start = number.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or_default();
        let end = self.ends.get(number).copied().unwrap_or(start);
        self.text.get(start as usize..end as usize).unwrap_or_default()
    }

    /// The words by number.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        starts.zip(&self.ends).map(|(start, &end)| self.text.get(start as usize..end as usize).unwrap_or_default())
    }

    fn push(&mut self, word: &str) -> u32 {
        let number = count(self.ends.len());
        self.text.push_str(word);
        self.ends.push(count(self.text.len()));
        number
    }
}

/// A count of what is in hand at once, which is far below what 32 bits hold.
pub(super) fn count(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}

fn head(word: &str) -> Head {
    let (bytes, mut head) = (word.as_bytes(), [0; HEAD + 1]);
    let length = bytes.len().min(HEAD);
    if let (Some(start), Some(begins)) = (head.get_mut(..length), bytes.get(..length)) {
        start.copy_from_slice(begins);
    }
    let [.., last] = &mut head;
    *last = if bytes.len() > HEAD { LONG } else { u8::try_from(length).unwrap_or(LONG) };
    head
}

fn is_long(head: &Head) -> bool {
    matches!(head, [.., LONG])
}

/// Of a long word all counts: addresses have the same head.
#[inline]
fn hash<'a>(head: &Head, word: impl FnOnce() -> &'a str) -> u64 {
    let mut quick = Quick::default();
    if is_long(head) {
        quick.write(word().as_bytes());
    } else {
        quick.write(head);
    }
    quick.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_has_one_number_however_often_it_comes() {
        let mut words = Words::default();
        let alike = ["a word of more bytes", "a word of more letters", "a word of more by", "a word of more b"];
        let more = alike.iter().chain(&alike).copied().chain([""]).map(str::to_owned);
        let texts: Vec<String> = (0..500).map(|number| format!("w{}", number % 100)).chain(more).collect();
        let numbers: Vec<u32> = texts.iter().map(|text| words.number(text)).collect();
        assert_eq!(words.spelt().len(), 100 + alike.len() + 1);
        for (text, number) in texts.iter().zip(numbers) {
            assert_eq!((words.number(text), words.spelt().word(number)), (number, text.as_str()));
        }
        assert!(words.into_spelt().iter().eq(texts.iter().map(String::as_str).take(100).chain(alike).chain([""])));
    }
}
