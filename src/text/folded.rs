//! Tables of folded words and phrases that are asked for texts as they stand: a text of ASCII is neither copied nor folded for it.

use super::eight::{self, eight};
use super::stretch::Stretch;
use super::{fold, is_letter};
use std::collections::BTreeMap;

/// Values by folded text.
#[derive(Clone, Debug)]
pub struct FoldedMap<V> {
    /// A power of two of slots, at most half of them taken: the hash of a text, its place among the entries and one more; 0 where it is free.
    slots: Vec<(u32, u32)>,
    entries: Vec<(String, V)>,
    /// For each first letter of ASCII the lengths that occur, a bit each.
    lengths: [u64; LETTERS],
    /// For each first letter of ASCII the second letters that occur, a bit each; all of them where one is beyond ASCII, or there is none.
    seconds: [u32; LETTERS],
}

impl<V> FoldedMap<V> {
    /// A table of entries whose texts are folded; of two for the same text the later counts.
    #[expect(clippy::indexing_slicing, reason = "a place in a table of this size, taken modulo it")]
    pub fn new(entries: impl Iterator<Item = (String, V)>) -> Self {
        let entries: Vec<(String, V)> = entries.collect::<BTreeMap<_, _>>().into_iter().collect();
        let mut slots = vec![(0, 0); (2 * entries.len() + 1).next_power_of_two()];
        let (mut lengths, mut seconds) = ([0; LETTERS], [0; LETTERS]);
        for (place, (text, _)) in (1..).zip(&entries) {
            let hash = hash(text);
            let mut slot = hash as usize % slots.len();
            while slots[slot].1 != 0 {
                slot = (slot + 1) % slots.len();
            }
            slots[slot] = (hash, place);
            let first = first_letter(text).unwrap_or(LETTERS);
            if let (Some(lengths), Some(seconds)) = (lengths.get_mut(first), seconds.get_mut(first)) {
                *lengths |= length(text);
                *seconds |= second_letter(text).unwrap_or(u32::MAX);
            }
        }
        FoldedMap { slots, entries, lengths, seconds }
    }

    /// What stands for a text once it is folded.
    pub fn get(&self, text: &str) -> Option<&V> {
        let first = first_letter(text)?;
        if let (Some(lengths), Some(seconds)) = (self.lengths.get(first), self.seconds.get(first))
            && (*lengths == 0
                || second_letter(text).is_some_and(|second| seconds & second == 0)
                || text.is_ascii() && lengths & length(text) == 0)
        {
            return None;
        }
        if text.is_ascii() { self.find(text) } else { self.find(&fold(text)) }
    }

    /// What stands for a text that is folded but for the case of its letters in ASCII.
    #[expect(clippy::indexing_slicing, reason = "a place in a table of this size, taken modulo it")]
    fn find(&self, text: &str) -> Option<&V> {
        let hash = hash(text);
        let last = self.slots.len() - 1;
        let mut slot = hash as usize & last;
        loop {
            let (found, place) = self.slots[slot];
            let (known, value) = self.entries.get(place.checked_sub(1)? as usize)?;
            if found == hash && known.eq_ignore_ascii_case(text) {
                return Some(value);
            }
            slot = (slot + 1) & last;
        }
    }
}

/// How many first letters are told apart.
const LETTERS: usize = 32;

/// The number of a text's first letter, whatever its case: folding leaves a letter of ASCII the first. None for an empty text, more than there
/// are for one that begins beyond ASCII.
fn first_letter(text: &str) -> Option<usize> {
    let first = usize::from(*text.as_bytes().first()?);
    Some(if first < 0x80 { first % LETTERS } else { LETTERS })
}

/// The bit of a text's second letter, whatever its case, where both are ASCII: then folding leaves it the second.
fn second_letter(text: &str) -> Option<u32> {
    let [_, second] = text.as_bytes().first_chunk().filter(|[first, second]| (first | second).is_ascii())?;
    Some(1 << (second % 32))
}

/// The bit of a length; the last stands for all that are longer.
fn length(text: &str) -> u64 {
    1 << text.len().min(63)
}

/// The hash of a text, whatever the case of its letters in ASCII.
fn hash(text: &str) -> u32 {
    // The upper half is the better mixed one.
    (hash_caseless(text) >> 32) as u32
}

/// The hash of a text, whatever the case of its letters in ASCII.
fn hash_caseless(text: &str) -> u64 {
    let bytes = text.as_bytes();
    let hash = (0..bytes.len()).step_by(8).fold(0, |hash, at| mix(hash, lower(eight(bytes, at))));
    finish(hash, bytes.len())
}

#[inline]
fn mix(hash: u64, eight: u64) -> u64 {
    (hash ^ eight).wrapping_mul(0x9E37_79B9_7F4A_7C15).rotate_left(29)
}

#[inline]
fn finish(hash: u64, bytes: usize) -> u64 {
    (hash ^ bytes as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15)
}

#[inline]
fn lower(eight: u64) -> u64 {
    if eight::is_ascii(eight) {
        eight::lower(eight)
    } else {
        u64::from_le_bytes(eight.to_le_bytes().map(|byte| byte.to_ascii_lowercase()))
    }
}

/// Adds the hashes of the words of a text, runs of letters and digits, that have so many of them at least; whatever the case of those in ASCII.
pub fn hash_words(text: &str, least: usize, words: &mut Vec<u64>) {
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        let stretch = Stretch::at(bytes, at);
        let read = stretch.plain();
        let mut letters = stretch.letters() & Stretch::before(read);
        let behind = loop {
            let start = letters.trailing_zeros() as usize;
            if start >= read {
                break read;
            }
            let length = (letters >> start).trailing_ones() as usize;
            let end = start + length;
            // What stands behind may be of the word.
            if end == read && at + read < bytes.len() {
                break start;
            }
            if length >= least {
                words.push(hash_run(bytes, at + start, length));
            }
            letters &= u64::MAX.unbounded_shl(u32::try_from(end).unwrap_or(u32::MAX));
        };
        at = if behind > 0 { at + behind } else { hash_odd_word(text, at, least, words) };
    }
}

/// The hash of a run of letters and digits of ASCII in a longer text, whatever the case of its letters.
#[inline]
fn hash_run(bytes: &[u8], at: usize, length: usize) -> u64 {
    let (mut hash, mut read) = (0, 0);
    while read < length {
        hash = mix(hash, eight::start(eight(bytes, at + read) | eight::SMALL, length - read));
        read += 8;
    }
    finish(hash, length)
}

/// Adds the hash of the word that begins at a place, if one does; gives the place behind it or behind what stands there.
fn hash_odd_word(text: &str, start: usize, least: usize, words: &mut Vec<u64>) -> usize {
    let rest = &text[start..];
    let end = rest.find(|c| !is_letter(c)).unwrap_or(rest.len());
    if end == 0 {
        return start + rest.chars().next().map_or(1, char::len_utf8);
    }
    if rest[..end].chars().count() >= least {
        words.push(hash_caseless(&rest[..end]));
    }
    start + end
}

/// A set of folded texts.
#[derive(Clone, Debug)]
pub struct FoldedSet(FoldedMap<()>);

impl FoldedSet {
    /// Whether a text is in it once it is folded.
    pub fn contains(&self, text: &str) -> bool {
        self.0.get(text).is_some()
    }
}

impl FromIterator<String> for FoldedSet {
    fn from_iter<T: IntoIterator<Item = String>>(texts: T) -> Self {
        FoldedSet(FoldedMap::new(texts.into_iter().map(|text| (text, ()))))
    }
}

/// The bit of [`Openings::seconds`] for anything: no text of a page has this character.
const ANY: u8 = 0;

/// Folded texts that others may begin with.
#[derive(Clone, Debug)]
pub struct Openings {
    /// By their first letter, the longest first.
    by_letter: BTreeMap<char, Vec<String>>,
    /// For each letter of ASCII that some of them begin with, in lower case: what may follow in ASCII, a bit each.
    seconds: Vec<u128>,
    /// Bytes of the longest.
    longest: usize,
}

impl Openings {
    /// What is first taken of the openings that a text begins with once it is folded, the longest first. Each is given with what follows it in the
    /// folded text, of which `chars` characters are looked at; only the first of those that follow is sure to be folded.
    pub fn find<R>(&self, text: &str, chars: usize, mut take: impl FnMut(&str, &str) -> Option<R>) -> Option<R> {
        let first = text.chars().next()?;
        if let Some(seconds) = self.seconds.get(first.to_ascii_lowercase() as usize) {
            // Without a second letter there is none that could not follow.
            let second = text.as_bytes().get(1).map_or(ANY, u8::to_ascii_lowercase);
            if *seconds == 0 || second.is_ascii() && *seconds & (1 << second | 1 << ANY) == 0 {
                return None;
            }
        }
        // Folding changes no letter of ASCII but its case; one more is looked at, as what follows counts too.
        let start = text.as_bytes();
        let start = start.get(..=self.longest).unwrap_or(start);
        if start.is_ascii() {
            let known = self.by_letter.get(&first.to_ascii_lowercase())?;
            // Most differ in their second letter.
            let second = |text: &[u8]| text.get(1).map(u8::to_ascii_lowercase);
            let begins = |opening: &&String| {
                (opening.len() == 1 || second(opening.as_bytes()) == second(text.as_bytes()))
                    && text.get(..opening.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(opening))
            };
            return known.iter().filter(begins).find_map(|opening| take(opening, &text[opening.len()..]));
        }
        let folded = fold(text.char_indices().nth(chars).map_or(text, |(end, _)| &text[..end]));
        let known = self.by_letter.get(&folded.chars().next()?)?;
        known.iter().find_map(|opening| take(opening, folded.strip_prefix(opening.as_str())?))
    }
}

impl FromIterator<String> for Openings {
    fn from_iter<T: IntoIterator<Item = String>>(texts: T) -> Self {
        let mut by_letter: BTreeMap<char, Vec<String>> = BTreeMap::new();
        let (mut seconds, mut longest) = (vec![0_u128; 128], 0);
        for text in texts {
            let first = text.chars().next().unwrap_or(' ');
            if let Some(seconds) = seconds.get_mut(first as usize) {
                *seconds |= 1 << text.as_bytes().get(1).copied().filter(u8::is_ascii).unwrap_or(ANY);
            }
            longest = longest.max(text.len());
            by_letter.entry(first).or_default().push(text);
        }
        for texts in by_letter.values_mut() {
            texts.sort_by_key(|text| std::cmp::Reverse(text.len()));
        }
        Openings { by_letter, seconds, longest }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const KNOWN: [&str; 6] = ["by", "written by", "ecrit par", "автор", "a", "abcdefgh-abcdefgh"];

    proptest! {
        #[test]
        fn texts_are_found_as_their_folded_forms_are(text in "(by|WRITTEN BY|Écrit par|Автор|[aé]|Abcdefgh-abcdefgH|.{0,9})") {
            let set: FoldedSet = KNOWN.iter().map(|text| (*text).to_owned()).collect();
            prop_assert_eq!(set.contains(&text), KNOWN.contains(&fold(&text).as_str()));
        }

        #[test]
        fn openings_are_those_of_the_folded_form(text in "(by|WRITTEN BY|Écrit par|Автор|[aé]|.{0,3}).{0,9}") {
            let openings: Openings = KNOWN.iter().map(|text| (*text).to_owned()).collect();
            let mut longest_first = KNOWN;
            longest_first.sort_by_key(|text| std::cmp::Reverse(text.len()));
            let folded = fold(&text);
            let expected = longest_first.into_iter().find(|known| folded.starts_with(known));
            let found = openings.find(&text, 40, |opening, _| Some(opening.to_owned()));
            prop_assert_eq!(found.as_deref(), expected);
        }
    }

    proptest! {
        #[test]
        fn words_are_hashed_as_letter_by_letter(text in "[a-cA-C0-9 é語.’-]{0,150}|[a-zA-Z ]{0,150}|[a-z]{60,140}", least in 0_usize..5) {
            let mut words = Vec::new();
            hash_words(&text, least, &mut words);
            let runs = text.split(|c| !is_letter(c)).filter(|run| !run.is_empty() && run.chars().count() >= least);
            prop_assert_eq!(words, runs.map(hash_caseless).collect::<Vec<_>>());
        }
    }

    #[test]
    fn of_two_values_the_later_counts() {
        let map = FoldedMap::new([("a".to_owned(), 1), ("b".to_owned(), 2), ("a".to_owned(), 3)].into_iter());
        assert_eq!((map.get("A"), map.get("b"), map.get("c"), map.get("")), (Some(&3), Some(&2), None, None));
    }
}
