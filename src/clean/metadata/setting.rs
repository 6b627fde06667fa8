//! Where on the page the article stands, as far as the body's labels tell: what comes before it, what opens it, what comes behind.

use super::site::bare;
use super::tally::{Tally, hash};
use crate::page::{Clue, Field, Label, Page, Shape, Witness};
use crate::text::{fold, is_letter, truncate};
use std::cell::OnceCell;

/// The page with what is known of it while its metadata are looked for.
pub(super) struct Setting<'a> {
    /// The page.
    pub page: &'a Page,
    /// A label for each block.
    pub labels: &'a [Label],
    /// The first block of the body; the number of blocks where there is no body.
    pub start: usize,
    /// The block after the last of the body.
    pub end: usize,
    /// The names the publication goes by.
    pub houses: Vec<String>,
    /// The same as letters and digits only.
    pub bare_houses: Vec<String>,
    /// The words that the body writes in lower case, found when they are first asked for.
    common: OnceCell<Tally>,
}

/// Bytes of the body whose words are taken for common ones.
const BYTES_OF_COMMON_WORDS: usize = 12_000;

impl<'a> Setting<'a> {
    pub(super) fn new(page: &'a Page, labels: &'a [Label]) -> Self {
        let (start, end) = extent(page, labels);
        Setting { page, labels, start, end, houses: Vec::new(), bare_houses: Vec::new(), common: OnceCell::new() }
    }

    /// Takes down further names of the publication.
    pub(super) fn add_houses(&mut self, names: impl IntoIterator<Item = String>) {
        for name in names {
            self.bare_houses.push(bare(&name));
            self.houses.push(name);
        }
    }

    /// What a block says.
    pub(super) fn text(&self, at: usize) -> &'a str {
        self.page.blocks.get(at).map_or("", |block| block.text.plain.as_str())
    }

    /// The body's first paragraph.
    pub(super) fn lead(&self) -> Option<&'a str> {
        (self.start..self.end).find(|&at| self.labels[at] == Label::Body).map(|at| self.text(at))
    }

    /// The clues about a field, in the document's order.
    pub(super) fn clues(&self, field: Field) -> impl Iterator<Item = &'a Clue> {
        self.page.clues.iter().filter(move |clue| clue.field == field)
    }

    /// Whether a block is an item of a list.
    pub(super) fn is_item(&self, at: usize) -> bool {
        self.page.blocks.get(at).is_some_and(|block| matches!(block.shape, Shape::Item(..)))
    }

    /// Whether the body writes a word in lower case: then it is hardly a name.
    pub(super) fn is_common(&self, word: &str) -> bool {
        let common = self.common.get_or_init(|| {
            let mut words = Vec::new();
            let mut read = 0;
            for at in (self.start..self.end).filter(|&at| self.labels[at].is_body()) {
                let text = self.text(at);
                read += text.len();
                lower_case_words(text, &mut words);
                if read > BYTES_OF_COMMON_WORDS {
                    break;
                }
            }
            Tally::new(words.into_iter())
        });
        common.count(hash(&word.to_lowercase())) > 0
    }

    /// Where the first main heading stands among the document's elements.
    pub(super) fn heading_at(&self) -> Option<u32> {
        let mut heads = self.clues(Field::Headline).filter(|clue| clue.witness == Witness::Heading && !clue.aside);
        heads.next().map(|clue| clue.at)
    }

    /// The longer words of the body's beginning, folded, each as often as it comes.
    pub(super) fn words_of_opening(&self) -> Vec<u64> {
        let mut words = Vec::new();
        let mut read = 0;
        for at in self.start..self.end {
            if self.labels[at].is_body() {
                let text = self.text(at);
                read += text.len();
                long_words(text, &mut words);
                if read > 4000 {
                    break;
                }
            }
        }
        words
    }
}

/// Adds the hashes of a text's words that begin in lower case; a hyphen stands inside a word.
fn lower_case_words(text: &str, words: &mut Vec<u64>) {
    let bytes = text.as_bytes();
    let (mut at, mut start) = (0, None);
    while let Some(&byte) = bytes.get(at) {
        let (inside, width) = if byte.is_ascii() {
            (byte.is_ascii_alphanumeric() || byte == b'-', 1)
        } else {
            let Some(c) = text[at..].chars().next() else { break };
            (is_letter(c), c.len_utf8())
        };
        match start {
            None if inside => start = Some(at),
            Some(from) if !inside => {
                add_lower_case(&text[from..at], words);
                start = None;
            }
            _ => {}
        }
        at += width;
    }
    if let Some(from) = start {
        add_lower_case(&text[from..], words);
    }
}

#[inline]
fn add_lower_case(word: &str, words: &mut Vec<u64>) {
    if word.starts_with(char::is_lowercase) {
        words.push(hash(word));
    }
}

/// Adds the words of four letters and more, folded, as far as a long text's beginning; each by its hash.
pub(super) fn long_words(text: &str, words: &mut Vec<u64>) {
    let text = truncate(text, 1200);
    if text.is_ascii() {
        hash_words(text, words);
    } else {
        hash_words(&fold(text), words);
    }
}

/// Adds the hashes of the words of a text, which is folded but perhaps for the case of its ASCII letters.
fn hash_words(text: &str, words: &mut Vec<u64>) {
    const EMPTY: u64 = 0xCBF2_9CE4_8422_2325;
    let (mut hash, mut letters) = (EMPTY, 0);
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let (letter, inside) = if byte.is_ascii() {
            at += 1;
            (u32::from(byte.to_ascii_lowercase()), byte.is_ascii_alphanumeric())
        } else {
            let Some(c) = text[at..].chars().next() else { break };
            at += c.len_utf8();
            (u32::from(c), is_letter(c))
        };
        if inside {
            hash = (hash ^ u64::from(letter)).wrapping_mul(0x100_0000_01B3);
            letters += 1;
            continue;
        }
        if letters >= 4 {
            words.push(hash);
        }
        (hash, letters) = (EMPTY, 0);
    }
    if letters >= 4 {
        words.push(hash);
    }
}

/// From the body's first block to the one after its last, without a stray block far before the rest.
fn extent(page: &Page, labels: &[Label]) -> (usize, usize) {
    let body: Vec<usize> = (0..labels.len()).filter(|&at| labels[at].is_body()).collect();
    let bytes = |blocks: &[usize]| -> usize { blocks.iter().map(|&at| page.blocks[at].text.plain.len()).sum() };
    let total = bytes(&body);
    let (Some(&last), Some(mut first)) = (body.last(), body.first().copied()) else {
        return (labels.len(), labels.len());
    };
    for (nth, pair) in body.windows(2).enumerate() {
        let before = bytes(&body[..=nth]);
        if 8 * before > total {
            break;
        }
        if pair[1] - pair[0] > 10 {
            first = pair[1];
        }
    }
    (first, last + 1)
}
