//! Words that are kept once each and known by their numbers.

use crate::text::Quick;
use hashbrown::HashTable;
use std::hash::Hasher as _;

/// Words by the numbers that they were given as they came.
#[derive(Default)]
pub(super) struct Words {
    spelt: Spelt,
    numbers: HashTable<u32>,
}

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
        let hash = hash(word);
        if let Some(&number) = self.numbers.find(hash, |&number| self.spelt.word(number) == word) {
            return number;
        }
        let number = self.spelt.push(word);
        self.numbers.insert_unique(hash, number, |&number| hash_of(&self.spelt, number));
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
        self.spelt.text.len() + 4 * self.spelt.ends.len() + 5 * self.numbers.capacity()
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

fn hash(word: &str) -> u64 {
    let mut quick = Quick::default();
    quick.write(word.as_bytes());
    quick.finish()
}

fn hash_of(spelt: &Spelt, number: u32) -> u64 {
    hash(spelt.word(number))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_has_one_number_however_often_it_comes() {
        let mut words = Words::default();
        let texts: Vec<String> = (0..500).map(|number| format!("w{}", number % 100)).chain([String::new()]).collect();
        let numbers: Vec<u32> = texts.iter().map(|text| words.number(text)).collect();
        assert_eq!(words.spelt().len(), 101);
        for (text, number) in texts.iter().zip(numbers) {
            assert_eq!((words.number(text), words.spelt().word(number)), (number, text.as_str()));
        }
        assert!(words.into_spelt().iter().eq(texts.iter().take(100).chain([&String::new()])));
    }
}
