//! What the reader says a block of a page is, where the cleaner is wrong.
//!
//! A block is known by what it says and by its place among blocks that say the same, so that a correction finds its block again whatever a
//! later cleaner makes of the page, and in a later form of the page too.

use std::collections::HashMap;

/// A block of a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct BlockKey {
    /// The beginning of the blake3 hash of its text without white space.
    pub hash: [u8; 16],
    /// How many blocks of the same text stand before it.
    pub ordinal: u32,
}

/// What the reader says that a block is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Ruling {
    /// Of the article's body.
    Keep,
    /// Not of the article.
    Drop,
    /// The headline.
    Headline,
    /// The byline, or one of several.
    Byline,
    /// What dates the article.
    Date,
    /// The caption of a picture.
    Caption,
}

/// A block and what it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Correction {
    /// Which block.
    pub block: BlockKey,
    /// What it is.
    pub ruling: Ruling,
}

impl BlockKey {
    /// The keys of a page's blocks, given their texts in the page's order.
    pub fn of<'a>(texts: impl Iterator<Item = &'a str>) -> Vec<BlockKey> {
        let mut met: HashMap<[u8; 16], u32> = HashMap::new();
        texts
            .map(|text| {
                let mut hasher = blake3::Hasher::new();
                text.split_whitespace().for_each(|word| {
                    hasher.update(word.as_bytes());
                });
                let mut hash = [0; 16];
                hash.copy_from_slice(&hasher.finalize().as_bytes()[..16]);
                let count = met.entry(hash).or_default();
                let ordinal = *count;
                *count += 1;
                BlockKey { hash, ordinal }
            })
            .collect()
    }
}

impl Ruling {
    /// Every ruling, with the word a library keeps it by.
    const WORDS: [(Ruling, &'static str); 6] = [
        (Ruling::Keep, "keep"),
        (Ruling::Drop, "drop"),
        (Ruling::Headline, "headline"),
        (Ruling::Byline, "byline"),
        (Ruling::Date, "date"),
        (Ruling::Caption, "caption"),
    ];

    /// The word a library keeps it by.
    pub fn word(self) -> &'static str {
        Ruling::WORDS.iter().find(|(ruling, _)| *ruling == self).map_or("", |(_, word)| word)
    }

    /// The ruling of a word.
    pub fn named(word: &str) -> Option<Ruling> {
        Ruling::WORDS.iter().find(|(_, written)| *written == word).map(|(ruling, _)| *ruling)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_of_one_text_are_told_by_their_order() {
        let keys = BlockKey::of(["Menu", "The  ferry", "Menu", "The ferry"].into_iter());
        assert_eq!(keys.iter().map(|key| key.ordinal).collect::<Vec<_>>(), [0, 0, 1, 1]);
        assert_eq!((keys[0].hash, keys[1].hash), (keys[2].hash, keys[3].hash));
        assert_ne!(keys[0].hash, keys[1].hash);
    }

    #[test]
    fn rulings_are_told_by_their_words() {
        for (place, (ruling, word)) in Ruling::WORDS.into_iter().enumerate() {
            assert_eq!((ruling as usize, ruling.word(), Ruling::named(word)), (place, word, Some(ruling)));
        }
        assert_eq!(Ruling::named("kept"), None);
    }
}
