//! The hash of a word, made of eight of its bytes at a time: of its letters in lower case, so that nothing is copied or folded for it.

use super::eight::{self, eight};

/// The hash of a word in the making. However its letters come, in runs or one by one, the same word has the same hash.
#[derive(Clone, Copy)]
pub(crate) struct Spelling {
    hash: u64,
    /// The bytes that are no eight yet, and how many bits they have.
    part: u64,
    bits: u32,
}

/// What every hash begins with: no letters of a text are these bytes.
const SEED: u64 = 0x243F_6A88_85A3_08D3;

impl Spelling {
    /// No letter yet.
    pub(crate) const NONE: Spelling = Spelling { hash: SEED, part: 0, bits: 0 };

    /// Takes one more letter or digit, as it counts: a letter in lower case.
    pub(crate) fn push(&mut self, letter: char) {
        let mut bytes = [0; 4];
        for byte in letter.encode_utf8(&mut bytes).bytes() {
            self.push_byte(byte);
        }
    }

    /// Takes a run of letters and digits of ASCII, of either case.
    pub(crate) fn push_run(&mut self, run: &[u8]) {
        for byte in run {
            self.push_byte(byte.to_ascii_lowercase());
        }
    }

    #[inline]
    fn push_byte(&mut self, byte: u8) {
        self.part |= u64::from(byte) << self.bits;
        self.bits += 8;
        if self.bits == u64::BITS {
            (self.hash, self.part, self.bits) = (mix(self.hash, self.part), 0, 0);
        }
    }

    /// The hash of the word, which is over.
    pub(crate) fn finish(self) -> u32 {
        settle(if self.bits > 0 { mix(self.hash, self.part) } else { self.hash })
    }
}

/// The hash of a word that is a run of letters and digits of ASCII in a text, of either case.
#[allow(clippy::inline_always, reason = "it is asked for every word of a page")]
#[inline(always)]
pub(crate) fn spelled(text: &[u8], at: usize, length: usize) -> u32 {
    let next = |read: usize| eight::start(eight(text, at + read) | eight::SMALL, length - read);
    let (mut hash, mut read) = (mix(SEED, next(0)), 8);
    while read < length {
        hash = mix(hash, next(read));
        read += 8;
    }
    settle(hash)
}

/// Both halves of a product: each of its bits hangs on all letters.
// Each half is cut to its own.
#[allow(clippy::cast_possible_truncation)]
#[inline]
fn mix(hash: u64, eight: u64) -> u64 {
    let product = u128::from(hash ^ eight) * 0x9E37_79B9_7F4A_7C15;
    product as u64 ^ (product >> 64) as u64
}

/// The hash as it is kept: never 0.
// The lower half is as good as the whole.
#[allow(clippy::cast_possible_truncation)]
#[inline]
fn settle(hash: u64) -> u32 {
    hash as u32 | 1
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::HashSet;

    proptest! {
        #[test]
        fn a_word_has_one_hash_however_it_is_read(before in "[a-z ]{0,9}", word in "[a-zA-Z0-9]{1,30}", behind in "[ ,a-z]{0,9}", cut in 0_usize..30) {
            let text = format!("{before}{word}{behind}");
            let run = spelled(text.as_bytes(), before.len(), word.len());
            let (mut pieces, mut letters) = (Spelling::NONE, Spelling::NONE);
            let (head, tail) = word.as_bytes().split_at(cut.min(word.len()));
            pieces.push_run(head);
            pieces.push_run(tail);
            for letter in word.to_lowercase().chars() {
                letters.push(letter);
            }
            prop_assert_eq!((run, run), (pieces.finish(), letters.finish()));
        }
    }

    #[test]
    fn words_that_differ_little_have_hashes_of_their_own() {
        let words =
            (b'a'..=b'z').flat_map(|a| (b'a'..=b'z').map(move |b| [b'f', a, b'r', b'r', b, b's', b'x', b'y', a, b]));
        let hashes: HashSet<u32> = words.clone().map(|word| spelled(&word, 0, word.len())).collect();
        let slots: HashSet<u32> = words.map(|word| spelled(&word, 0, word.len()) >> 3 & 0x3FFF).collect();
        assert_eq!(hashes.len(), 26 * 26);
        assert!(slots.len() > 640, "{}", slots.len());
    }
}
