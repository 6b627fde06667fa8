//! What the index keeps of an article: which words stand in which of its lists, and where.

use super::pairs::Everywhere;
use super::words::Spelt;
use crate::text::truncate;

/// Exact forms are cut at this many bytes, as folded words are.
pub(super) const FORM_BYTES: usize = 80;

/// A list of the words of an article.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum List {
    Headline,
    Body,
    /// Spellings that differ from their folded form, and folded forms that stand in other spellings only; see [`form`].
    BodySpelt,
    BodyOnly,
    HeadlineSpelt,
    HeadlineOnly,
    Byline,
    Source,
    Section,
    Place,
    Url,
    File,
    Language,
    Feature,
}

/// How many lists there are.
pub(super) const LISTS: usize = 14;

/// What the index keeps of an article, but for its number.
#[derive(Default)]
pub(super) struct Composed {
    /// Every word of the lists, once.
    pub spelt: Spelt,
    /// Which of them stand as words of a spaced script in the headline or the body.
    pub spaced: Vec<u32>,
    /// The words of the lists by number, list behind list.
    pub words: Vec<u32>,
    /// Where they stand: of each word how often, then the places, each as its distance from the one before.
    pub places: Vec<u8>,
    pub lists: Vec<Listed>,
    /// What stands right behind words that stand everywhere.
    pub followers: Vec<(Everywhere, u32)>,
    /// What facets are counted by.
    pub facets: Facets,
}

/// Where a list ends among the words and the places of an article.
pub(super) struct Listed {
    pub list: List,
    pub words_end: usize,
    pub places_end: usize,
    /// How many terms it was made of.
    pub terms: u32,
}

/// The names that facets are counted by, as written.
#[derive(Default)]
pub(super) struct Facets {
    pub publisher: Option<String>,
    pub byline: Vec<String>,
    pub section: Option<String>,
    pub language: Option<String>,
}

/// The term of a spelling that differs from its folded form, or (`only`) of a folded form that an article has in other spellings only.
///
/// With both, `=word` is told from `Word` without keeping every word twice: `=Word` is the spelling's term; `=word` is the folded word's
/// own term without the articles that have it in other spellings only.
pub(super) fn form(field: FormField, text: &str, only: bool) -> String {
    format!("{}{}", form_mark(field, only), truncate(text, FORM_BYTES))
}

/// What stands before such a term.
pub(super) fn form_mark(field: FormField, only: bool) -> &'static str {
    match (field, only) {
        (FormField::Headline, true) => "h!",
        (FormField::Headline, false) => "h=",
        (FormField::Body, true) => "b!",
        (FormField::Body, false) => "b=",
    }
}

/// The fields whose spellings are kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum FormField {
    Headline,
    Body,
}

/// Writes a number, seven bits a byte, the lowest first.
pub(super) fn write_number(bytes: &mut Vec<u8>, mut number: u32) {
    while number >= 0x80 {
        bytes.push((number & 0x7F) as u8 | 0x80);
        number >>= 7;
    }
    bytes.push((number & 0x7F) as u8);
}

/// Reads such a number from the front of bytes; 0 where they end.
#[inline]
pub(super) fn read_number(bytes: &mut &[u8]) -> u32 {
    let (mut number, mut shift) = (0, 0);
    while let Some((&byte, rest)) = bytes.split_first() {
        *bytes = rest;
        number |= u32::from(byte & 0x7F) << shift;
        if byte < 0x80 || shift >= 28 {
            break;
        }
        shift += 7;
    }
    number
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_come_back_as_they_were_written() {
        let numbers = [0, 1, 127, 128, 16_383, 16_384, 1 << 21, 1 << 28, u32::MAX];
        let mut bytes = Vec::new();
        for number in numbers {
            write_number(&mut bytes, number);
        }
        let mut rest = bytes.as_slice();
        assert_eq!(numbers.map(|_| read_number(&mut rest)), numbers);
        assert!(rest.is_empty() && read_number(&mut rest) == 0);
    }
}
