//! A set of documents of one segment as bits, in the order of the index: what every condition of a query becomes.

/// A set of the numbers below a limit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Bits {
    words: Vec<u64>,
}

impl Bits {
    /// Room for the numbers below `limit`, none of them in the set.
    pub fn none(limit: u32) -> Self {
        Bits { words: vec![0; (limit as usize).div_ceil(64)] }
    }

    /// All the numbers below `limit`.
    pub fn all(limit: u32) -> Self {
        let mut bits = Bits { words: vec![u64::MAX; (limit as usize).div_ceil(64)] };
        if let (Some(last), rest @ 1..) = (bits.words.last_mut(), limit % 64) {
            *last = (1 << rest) - 1;
        }
        bits
    }

    /// The numbers of a range.
    pub fn range(limit: u32, range: std::ops::Range<u32>) -> Self {
        let mut bits = Bits::all(range.end.min(limit));
        bits.words.resize((limit as usize).div_ceil(64), 0);
        let whole = (range.start / 64) as usize;
        bits.words.iter_mut().take(whole).for_each(|word| *word = 0);
        if let Some(word) = bits.words.get_mut(whole) {
            *word &= u64::MAX << (range.start % 64);
        }
        bits
    }

    /// The numbers of a range whose start is a multiple of 64, counted from there.
    pub fn slice(&self, range: &std::ops::Range<u32>) -> Bits {
        let (first, count) = ((range.start / 64) as usize, ((range.end - range.start) as usize).div_ceil(64));
        let mut words: Vec<u64> = self.words.iter().skip(first).take(count).copied().collect();
        if let (Some(last), rest @ 1..) = (words.get_mut(count.wrapping_sub(1)), (range.end - range.start) % 64) {
            *last &= (1 << rest) - 1;
        }
        Bits { words }
    }

    /// Sets of numbers that follow each other; all but the last end at a multiple of 64.
    pub fn joined<'a>(parts: impl Iterator<Item = &'a Bits>) -> Bits {
        Bits { words: parts.flat_map(|part| part.words.iter().copied()).collect() }
    }

    #[inline]
    pub fn insert(&mut self, number: u32) {
        if let Some(word) = self.words.get_mut((number / 64) as usize) {
            *word |= 1 << (number % 64);
        }
    }

    /// Adds ascending numbers, which are given as so much greater than they are.
    pub fn insert_all(&mut self, numbers: &[u32], above: u32) {
        // What falls into one word is put there at once: a word that was just written is slow to read.
        let (mut place, mut word) = (0, 0);
        for number in numbers.iter().map(|number| number - above) {
            if number / 64 != place {
                self.add(place, word);
                (place, word) = (number / 64, 0);
            }
            word |= 1 << (number % 64);
        }
        self.add(place, word);
    }

    fn add(&mut self, place: u32, bits: u64) {
        if let Some(word) = self.words.get_mut(place as usize) {
            *word |= bits;
        }
    }

    /// Takes a number out.
    pub fn remove(&mut self, number: u32) {
        if let Some(word) = self.words.get_mut((number / 64) as usize) {
            *word &= !(1 << (number % 64));
        }
    }

    #[inline]
    pub fn contains(&self, number: u32) -> bool {
        self.words.get((number / 64) as usize).is_some_and(|word| word >> (number % 64) & 1 == 1)
    }

    /// Keeps what is in the other too.
    pub fn and(&mut self, other: &Bits) {
        self.words.iter_mut().zip(&other.words).for_each(|(word, other)| *word &= other);
    }

    /// Adds what is in the other.
    pub fn or(&mut self, other: &Bits) {
        self.words.iter_mut().zip(&other.words).for_each(|(word, other)| *word |= other);
    }

    /// Takes out what is in the other.
    pub fn and_not(&mut self, other: &Bits) {
        self.words.iter_mut().zip(&other.words).for_each(|(word, other)| *word &= !other);
    }

    /// All it has room for that is not in it: up to the next multiple of 64 above its limit.
    pub fn others(&self) -> Bits {
        Bits { words: self.words.iter().map(|word| !word).collect() }
    }

    /// How many it has room for.
    pub fn room(&self) -> usize {
        self.words.len() * 64
    }

    /// How many are in it.
    pub fn count(&self) -> usize {
        self.words.iter().map(|word| word.count_ones() as usize).sum()
    }

    /// Whether nothing is in it.
    pub fn is_empty(&self) -> bool {
        self.words.iter().all(|&word| word == 0)
    }

    /// Whether nothing is in both.
    pub fn is_disjoint(&self, other: &Bits) -> bool {
        self.words.iter().zip(&other.words).all(|(word, other)| word & other == 0)
    }

    /// The numbers from `from` on, ascending.
    pub fn iter_from(&self, from: u32) -> impl Iterator<Item = u32> + '_ {
        let first = (from / 64) as usize;
        let mut rest = self.words.get(first).map_or(0, |word| word & (u64::MAX << (from % 64)));
        let mut at = first;
        std::iter::from_fn(move || {
            while rest == 0 {
                at += 1;
                rest = *self.words.get(at)?;
            }
            let bit = rest.trailing_zeros();
            rest &= rest - 1;
            // The set was made with a limit of u32, so that the place of a bit fits one.
            Some(u32::try_from(at).ok()? * 64 + bit)
        })
    }

    /// Which numbers from a multiple of 64 on are in it, 64 to a word.
    pub fn words_from(&self, from: u32) -> impl Iterator<Item = u64> + '_ {
        self.words.iter().skip((from / 64) as usize).copied()
    }

    /// All the numbers, ascending.
    pub fn iter(&self) -> impl Iterator<Item = u32> + '_ {
        self.iter_from(0)
    }

    /// The greatest number below a limit.
    pub fn last_below(&self, limit: u32) -> Option<u32> {
        let whole = ((limit / 64) as usize).min(self.words.len());
        let part = self.words.get(whole).map_or(0, |word| word & ((1 << (limit % 64)) - 1));
        let before = || (0..whole).rev().zip(self.words.iter().take(whole).rev().copied());
        let (at, word) = std::iter::once((whole, part)).chain(before()).find(|(_, word)| *word != 0)?;
        // The set was made with a limit of u32, so that the place of a bit fits one.
        Some(u32::try_from(at).ok()? * 64 + word.ilog2())
    }

    /// The memory it takes, in bytes.
    pub fn size(&self) -> usize {
        self.words.len() * 8
    }
}

/// A set that knows how many of its numbers lie below any number.
#[derive(Clone, Debug, Default)]
pub(super) struct Ranked {
    bits: Bits,
    /// How many numbers stand in the words before each word.
    before: Vec<u32>,
    count: u32,
}

impl Ranked {
    /// Counts the bits once, for all questions that follow.
    pub fn new(bits: Bits) -> Self {
        let mut count = 0;
        let before = bits
            .words
            .iter()
            .map(|word| {
                let before = count;
                count += word.count_ones();
                before
            })
            .collect();
        Ranked { bits, before, count }
    }

    /// The bits themselves.
    pub fn bits(&self) -> &Bits {
        &self.bits
    }

    /// How many are set.
    pub fn count(&self) -> usize {
        self.count as usize
    }

    /// The number that so many others lie below.
    pub fn nth(&self, place: usize) -> Option<u32> {
        let place = u32::try_from(place).ok().filter(|&place| place < self.count)?;
        let at = self.before.partition_point(|&before| before <= place).checked_sub(1)?;
        let word = *self.bits.words.get(at)?;
        let rest = (*self.before.get(at)?..place).fold(word, |word, _| word & word.wrapping_sub(1));
        Some(u32::try_from(at).ok()? * 64 + rest.trailing_zeros())
    }

    /// How many numbers lie below `number`.
    pub fn rank(&self, number: u32) -> usize {
        let at = (number / 64) as usize;
        match (self.before.get(at), self.bits.words.get(at)) {
            (Some(&before), Some(word)) => (before + (word & !(u64::MAX << (number % 64))).count_ones()) as usize,
            _ => self.count(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    fn bits(limit: u32, numbers: &BTreeSet<u32>) -> Bits {
        let mut bits = Bits::none(limit);
        for &number in numbers {
            bits.insert(number);
        }
        bits
    }

    proptest! {
        #[test]
        fn numbers_are_added_one_by_one_or_at_once(limit in 1u32..300, a in prop::collection::btree_set(0u32..300, 0..60), b in prop::collection::btree_set(0u32..300, 0..60), above in 0u32..9) {
            let below = |set: &BTreeSet<u32>| set.iter().copied().filter(|&n| n < limit).collect::<BTreeSet<u32>>();
            let mut at_once = bits(limit, &below(&a));
            at_once.insert_all(&below(&b).iter().map(|number| number + above).collect::<Vec<_>>(), above);
            prop_assert_eq!(at_once, bits(limit, &below(&a).union(&below(&b)).copied().collect()));
        }

        #[test]
        fn bits_are_a_set(limit in 1u32..300, a in prop::collection::btree_set(0u32..300, 0..60), b in prop::collection::btree_set(0u32..300, 0..60), from in 0u32..320) {
            let below = |set: &BTreeSet<u32>| set.iter().copied().filter(|&n| n < limit).collect::<BTreeSet<u32>>();
            let (a, b) = (below(&a), below(&b));
            let listed = |bits: &Bits| bits.iter().collect::<BTreeSet<u32>>();
            for (result, expected) in [
                ({ let mut bits = bits(limit, &a); bits.and(&super::tests::bits(limit, &b)); bits }, a.intersection(&b).copied().collect::<BTreeSet<u32>>()),
                ({ let mut bits = bits(limit, &a); bits.or(&super::tests::bits(limit, &b)); bits }, a.union(&b).copied().collect()),
                ({ let mut bits = bits(limit, &a); bits.and_not(&super::tests::bits(limit, &b)); bits }, a.difference(&b).copied().collect()),
                (Bits::all(limit), (0..limit).collect()),
                (Bits::range(limit, from..limit), (from..limit).collect()),
            ] {
                prop_assert_eq!(listed(&result), expected.clone());
                prop_assert_eq!(Ranked::new(result.clone()).count(), expected.len());
                prop_assert_eq!(result.is_empty(), expected.is_empty());
                prop_assert_eq!(result.is_disjoint(&bits(limit, &a)), expected.is_disjoint(&a));
            }
            let aligned = from.min(limit) / 64 * 64;
            let sliced = bits(limit, &a).slice(&(aligned..limit));
            prop_assert_eq!(sliced.iter().map(|n| n + aligned).collect::<Vec<_>>(), a.range(aligned..).copied().collect::<Vec<_>>());
            prop_assert_eq!(Bits::joined([bits(limit, &a).slice(&(0..aligned)), sliced].iter()), bits(limit, &a));
            let ranked = Ranked::new(bits(limit, &a));
            prop_assert_eq!(ranked.rank(from), a.range(..from).count());
            prop_assert_eq!(ranked.nth(from as usize), a.iter().copied().nth(from as usize));
            prop_assert_eq!(ranked.nth(a.len() / 2), a.iter().copied().nth(a.len() / 2));
            prop_assert_eq!(ranked.bits().last_below(from), a.range(..from).last().copied());
            let others = ranked.bits().others().iter().collect::<BTreeSet<u32>>();
            prop_assert_eq!(others.union(&a).count(), ranked.bits().room());
            prop_assert!(others.is_disjoint(&a));
            prop_assert_eq!(ranked.bits().iter_from(from).collect::<Vec<_>>(), a.range(from..).copied().collect::<Vec<_>>());
        }
    }
}
