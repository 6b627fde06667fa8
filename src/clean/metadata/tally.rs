//! How often hashes come: a table for the words and lines of one page, which are counted and asked for by the thousand.

/// Hashes with their counts.
pub(super) struct Tally {
    /// A power of two of slots, at most half of them taken; a slot that is free has the count 0.
    slots: Vec<(u64, u32)>,
}

impl Tally {
    /// Counts the hashes.
    pub(super) fn new(hashes: impl ExactSizeIterator<Item = u64>) -> Self {
        let mut tally = Tally { slots: vec![(0, 0); (2 * hashes.len() + 1).next_power_of_two()] };
        for hash in hashes {
            let slot = tally.slot(hash);
            let (_, count) = tally.slots[slot];
            tally.slots[slot] = (hash, count.saturating_add(1));
        }
        tally
    }

    /// How often a hash came.
    pub(super) fn count(&self, hash: u64) -> u32 {
        self.slots[self.slot(hash)].1
    }

    /// The slot of a hash, or the free one where it would stand.
    fn slot(&self, hash: u64) -> usize {
        let last = self.slots.len() - 1;
        // Truncation is what a table is for; the upper half of the hash is the better mixed one.
        #[allow(clippy::cast_possible_truncation)]
        let mut slot = (hash >> 32) as usize & last;
        while self.slots[slot].1 != 0 && self.slots[slot].0 != hash {
            slot = (slot + 1) & last;
        }
        slot
    }
}

/// The hash of a text, to find the same text again.
pub(super) fn hash(text: &str) -> u64 {
    let (chunks, rest) = text.as_bytes().as_chunks::<8>();
    let mut last = [0; 8];
    last[..rest.len()].copy_from_slice(rest);
    let mix = |hash: u64, bytes: [u8; 8]| {
        (hash ^ u64::from_le_bytes(bytes)).wrapping_mul(0x9E37_79B9_7F4A_7C15).rotate_left(29)
    };
    mix(chunks.iter().fold(text.len() as u64, |hash, bytes| mix(hash, *bytes)), last)
        .wrapping_mul(0x9E37_79B9_7F4A_7C15)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hashes_are_counted_where_many_share_a_slot() {
        let tally = Tally::new([7, 7, 8, 7, 9].into_iter());
        assert_eq!([7, 8, 9, 10].map(|hash| tally.count(hash)), [3, 1, 1, 0]);
        assert_eq!(Tally::new([].into_iter()).count(7), 0);
    }

    #[test]
    fn texts_that_differ_have_other_hashes() {
        let texts = ["", "\0", "a", "The ferry", "The ferry left", "The ferry left\0", "left The ferry"];
        let hashes: std::collections::HashSet<u64> = texts.iter().map(|text| hash(text)).collect();
        assert_eq!(hashes.len(), texts.len());
    }
}
