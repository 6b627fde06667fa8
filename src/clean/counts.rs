//! How often hashes of words come on a page: a table that is filled and asked by the hundred for each page.

/// Hashes with their counts.
pub(super) struct Counts {
    /// A power of two of slots, at most half of them taken; a free one has the count 0.
    slots: Vec<(u32, u16)>,
}

impl Counts {
    /// A table for so many hashes at the most.
    pub(super) fn new(most: usize) -> Self {
        Counts { slots: vec![(0, 0); (2 * most + 1).next_power_of_two()] }
    }

    /// Counts a hash; gives how often it came before.
    pub(super) fn add(&mut self, hash: u32) -> u16 {
        let slot = self.slot(hash);
        let (found, count) = &mut self.slots[slot];
        *found = hash;
        std::mem::replace(count, count.saturating_add(1))
    }

    /// How often a hash came.
    pub(super) fn get(&self, hash: u32) -> u16 {
        self.slots[self.slot(hash)].1
    }

    /// The slot of a hash, or the free one where it would stand.
    #[inline]
    fn slot(&self, hash: u32) -> usize {
        let last = self.slots.len() - 1;
        // The lowest bit of a word's hash is always set.
        let mut slot = (hash >> 1) as usize & last;
        while self.slots[slot].1 != 0 && self.slots[slot].0 != hash {
            slot = (slot + 1) & last;
        }
        slot
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hashes_are_counted_where_many_share_a_slot() {
        let mut counts = Counts::new(4);
        assert_eq!([1, 17, 1, 33, 1].map(|hash| counts.add(hash)), [0, 0, 1, 0, 2]);
        assert_eq!([1, 17, 33, 49].map(|hash| counts.get(hash)), [3, 1, 1, 0]);
    }
}
