//! The words of the body's beginning, which a headline has many of: how often each comes there, and whether the lead has it.

use crate::clean::metadata::setting::Setting;
use crate::page::Label;
use crate::text::{fold, hash_words, truncate};
use memchr::memchr_iter;

/// Bytes of the body that are read, up to the end of a block, and of each block.
const BYTES: usize = 4000;
const BYTES_OF_BLOCK: usize = 1200;

/// Letters of a word that is looked at.
const LONG: usize = 4;

/// The words of the body's beginning by their hashes.
pub(super) struct Opening {
    /// A power of two of slots, at most half of them taken. A slot that is taken has a word's hash, but for its lowest bits: those say how often
    /// the word comes and whether the lead has it.
    slots: Vec<u64>,
}

/// The bits of a slot that count a word, up to three times.
const TIMES: u64 = 3;
/// The bit of a word of the lead.
const IN_LEAD: u64 = 4;
const OF_HASH: u64 = !(TIMES | IN_LEAD);

impl Opening {
    pub(super) fn of(setting: &Setting<'_>) -> Self {
        let (mut words, mut read, mut lead) = (Vec::with_capacity(BYTES / 8), 0, None);
        for at in (setting.start..setting.end).filter(|&at| setting.labels[at].is_body()) {
            let (text, first) = (setting.text(at), words.len());
            long_words(text, &mut words);
            if setting.labels[at] == Label::Body && lead.is_none() {
                lead = Some(first..words.len());
            }
            read += text.len();
            if read > BYTES {
                break;
            }
        }
        let counted = words.len();
        // Behind much that is no paragraph, the lead is none of the beginning.
        let lead = lead.unwrap_or_else(|| {
            long_words(setting.lead().unwrap_or(""), &mut words);
            counted..words.len()
        });
        let mut opening = Opening { slots: vec![0; (2 * words.len() + 1).next_power_of_two()] };
        for (nth, hash) in words.into_iter().enumerate() {
            let slot = opening.slot(hash);
            let told = opening.slots[slot];
            let times = (told & TIMES) + u64::from(nth < counted);
            let in_lead = told & IN_LEAD | if lead.contains(&nth) { IN_LEAD } else { 0 };
            opening.slots[slot] = hash & OF_HASH | times.min(TIMES) | in_lead;
        }
        opening
    }

    /// How often a word comes, up to three times.
    pub(super) fn times(&self, hash: u64) -> u64 {
        self.slots[self.slot(hash)] & TIMES
    }

    /// Whether the lead has a word.
    pub(super) fn is_in_lead(&self, hash: u64) -> bool {
        self.slots[self.slot(hash)] & IN_LEAD != 0
    }

    /// The slot of a hash, or the free one where it would stand.
    fn slot(&self, hash: u64) -> usize {
        let last = self.slots.len() - 1;
        // Truncation is what a table is for; the upper half of the hash is the better mixed one.
        #[allow(clippy::cast_possible_truncation)]
        let mut slot = (hash >> 32) as usize & last;
        while self.slots[slot] != 0 && (self.slots[slot] ^ hash) & OF_HASH != 0 {
            slot = (slot + 1) & last;
        }
        slot
    }
}

/// Adds the long words of a text, folded, as far as a long text's beginning; each by its hash.
pub(super) fn long_words(text: &str, words: &mut Vec<u64>) {
    let text = truncate(text, BYTES_OF_BLOCK);
    if text.is_ascii() || has_only_marks(text.as_bytes()) {
        hash_words(text, LONG, words);
    } else {
        hash_words(&fold(text), LONG, words);
    }
}

/// Whether all that a text has beside ASCII are marks from U+2000 to U+203F, as many texts do: folding makes letters of none of them.
fn has_only_marks(text: &[u8]) -> bool {
    let begins_other = |byte: u8| byte >= 0xC0 && byte != 0xE2;
    // Without a way out of the loop it is done on many bytes together.
    !text.iter().fold(false, |found, byte| found | begins_other(*byte))
        && memchr_iter(0xE2, text).all(|at| text.get(at + 1) == Some(&0x80))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::{Origin, Text};
    use crate::page::{Block, Page, PageKind};

    #[test]
    fn marks_make_no_letters() {
        for mark in '\u{2000}'..='\u{203F}' {
            let text = format!("quay{mark}ferry");
            assert!(has_only_marks(text.as_bytes()));
            let (mut plain, mut folded) = (Vec::new(), Vec::new());
            hash_words(&text, LONG, &mut plain);
            hash_words(&fold(&text), LONG, &mut folded);
            assert_eq!(plain, folded, "{mark:?}");
        }
        assert!(["é", "™", "“é”", "語"].iter().all(|text| !has_only_marks(text.as_bytes())));
    }

    #[test]
    fn words_are_counted_in_the_beginning_and_known_from_the_lead() {
        let mut page = Page::new(Origin::Stdin, PageKind::Text);
        let texts =
            ["Menu ferry", "Ferry, harbour", "The FERRY sank; a féry ferry", &"quay ".repeat(900), "ferry pilot"];
        page.blocks = texts.map(|text| Block { text: Text::from(text), ..Block::default() }).into();
        let labels = [Label::Noise, Label::List, Label::Body, Label::Body, Label::Body];
        let opening = Opening::of(&Setting::new(&page, &labels));
        let told = |word: &str| {
            let mut hash = Vec::new();
            long_words(word, &mut hash);
            (opening.times(hash[0]), opening.is_in_lead(hash[0]))
        };
        assert_eq!(["ferry", "harbour", "Sank", "fery"].map(told), [(3, true), (1, false), (1, true), (1, true)]);
        assert_eq!(["quay", "pilot", "menu"].map(told), [(3, false), (0, false), (0, false)]);
    }
}
