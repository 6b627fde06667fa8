//! Maps and sets for a page's words and the program's own tables: their hashes are made in a few steps.
//!
//! Nobody chooses the program's tables, and what a page can make collide is no more than the page itself.

use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasherDefault, Hasher};

/// A map whose keys are hashed quickly.
pub type QuickMap<K, V> = HashMap<K, V, BuildHasherDefault<Quick>>;

/// A set whose members are hashed quickly.
pub type QuickSet<K> = HashSet<K, BuildHasherDefault<Quick>>;

/// A hash in the making: a multiplication for each eight bytes.
#[derive(Clone, Copy, Default)]
pub struct Quick(u64);

impl Quick {
    #[inline]
    fn mix(&mut self, word: u64) {
        let product = u128::from(self.0 ^ word ^ 0x243F_6A88_85A3_08D3) * 0x9E37_79B9_7F4A_7C15;
        // Both halves of the product, each cut to its own.
        #[allow(clippy::cast_possible_truncation)]
        let halves = (product as u64, (product >> 64) as u64);
        self.0 = halves.0 ^ halves.1;
    }
}

impl Hasher for Quick {
    #[inline]
    #[expect(clippy::indexing_slicing, reason = "what is left of chunks of eight is shorter than eight")]
    fn write(&mut self, bytes: &[u8]) {
        let (chunks, rest) = bytes.as_chunks::<8>();
        for chunk in chunks {
            self.mix(u64::from_le_bytes(*chunk));
        }
        let mut last = [0; 8];
        last[..rest.len()].copy_from_slice(rest);
        self.mix(u64::from_le_bytes(last) ^ (bytes.len() as u64).rotate_right(8));
    }

    #[inline]
    fn write_u8(&mut self, byte: u8) {
        self.mix(u64::from(byte));
    }

    #[inline]
    fn write_u16(&mut self, number: u16) {
        self.mix(u64::from(number));
    }

    #[inline]
    fn write_u32(&mut self, number: u32) {
        self.mix(u64::from(number));
    }

    #[inline]
    fn finish(&self) -> u64 {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_that_differ_little_have_hashes_that_differ_much() {
        let hash = |text: &str| {
            let mut quick = Quick::default();
            quick.write(text.as_bytes());
            quick.finish()
        };
        assert_eq!(hash("ferry"), hash("ferry"));
        for (one, other) in
            [("ferry", "ferrz"), ("", "\0"), ("the ferry", "the ferr"), ("ferries of Elsen", "ferries of Elsem")]
        {
            assert!((hash(one) ^ hash(other)).count_ones() > 12, "{one} {other}");
        }
        let numbers: QuickSet<u32> = (0..1000).map(|number| number << 16).collect();
        assert!((0..1000).all(|number| numbers.contains(&(number << 16))) && !numbers.contains(&1));
    }
}
