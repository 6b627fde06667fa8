//! What every layer needs to know of text: how wide it is, how it is folded for comparison, and what may never reach a terminal.
//! Pure functions; nothing here knows of pages, articles or screens.

mod eight;
mod fold;
mod folded;
mod quick;
mod sanitise;
mod spelling;
mod stretch;
mod tokens;

pub(crate) use fold::bare;
pub use fold::{fold, fold_char, folds_alike};
pub use folded::{FoldedMap, FoldedSet, Openings, hash_words};
pub use quick::{Quick, QuickMap, QuickSet};
pub use sanitise::{Sieve, sanitise, sanitise_line};
pub(crate) use spelling::{Spelling, spelled};
pub(crate) use stretch::{Stretch, places};
pub use tokens::{Bare, IndexTerms, Term, Unit, Units, index_terms, query_terms, units};

use unicode_width::UnicodeWidthStr;

/// The columns a terminal gives the text (Unicode 16, UAX #11), the same in layout and in drawing.
pub fn width(text: &str) -> usize {
    text.width()
}

/// Whether a script is written without spaces between words: Han, kana, Hangul (whose words carry particles), Thai, Lao, Khmer, Burmese.
#[inline]
pub fn is_unspaced(c: char) -> bool {
    c >= '\u{E00}'
        && matches!(u32::from(c),
        0x0E00..=0x0EFF | 0x1000..=0x109F | 0x1100..=0x11FF | 0x1780..=0x17FF
        | 0x3005..=0x3007 | 0x3040..=0x30FF | 0x3130..=0x318F | 0x31F0..=0x31FF | 0x3400..=0x4DBF | 0x4E00..=0x9FFF
        | 0xAC00..=0xD7AF | 0xF900..=0xFAFF | 0xFF66..=0xFF9F | 0x20000..=0x3FFFF)
}

/// Whether a character is a letter or a digit, as [`char::is_alphanumeric`] says; what Latin pages are made of is known without a search.
#[inline]
pub fn is_letter(c: char) -> bool {
    match c {
        '\0'..='\x7F' => c.is_ascii_alphanumeric(),
        '\u{C0}'..='\u{24F}' => !matches!(c, '×' | '÷'),
        '\u{2010}'..='\u{203A}' => false,
        _ => c.is_alphanumeric(),
    }
}

/// The number of words: runs of letters and digits; a character of a script written without spaces counts as half a word.
pub fn word_count(text: &str) -> usize {
    let bytes = text.as_bytes();
    let (mut words, mut unspaced, mut inside) = (0, 0_usize, false);
    let mut at = 0;
    while at < bytes.len() {
        let stretch = Stretch::at(bytes, at);
        let plain = stretch.plain();
        if plain > 0 {
            let letters = stretch.letters() & Stretch::before(plain);
            let within = stretch.with_apostrophes(letters, inside);
            // A word starts where a letter stands behind something else.
            words += (letters & !(within << 1 | u64::from(inside))).count_ones() as usize;
            inside = within >> (plain - 1) & 1 != 0;
            at += plain;
        }
        for c in text.get(at..).unwrap_or_default().chars().take_while(|c| !c.is_ascii()) {
            at += c.len_utf8();
            match Beyond::of(c) {
                Beyond::Unspaced => (unspaced, inside) = (unspaced + 1, false),
                Beyond::Letter => (words, inside) = (words + usize::from(!inside), true),
                Beyond::Joiner => {}
                Beyond::Mark => inside = false,
            }
        }
    }
    words + unspaced.div_ceil(2)
}

/// What a character beyond ASCII is to the words around it.
enum Beyond {
    /// A character of a script without spaces.
    Unspaced,
    Letter,
    /// What a word goes on behind: an apostrophe, an accent.
    Joiner,
    Mark,
}

impl Beyond {
    fn of(c: char) -> Beyond {
        match c {
            c if is_unspaced(c) => Beyond::Unspaced,
            c if is_letter(c) => Beyond::Letter,
            '’' | '\u{300}'..='\u{36F}' => Beyond::Joiner,
            _ => Beyond::Mark,
        }
    }
}

/// Whether a line is sanitised and squeezed already: nothing in it would be taken out or replaced, and its only white space are single spaces.
///
/// What is not plain to see counts as no: the answer is for passing over what most lines do not need.
pub fn is_clean_line(text: &str) -> bool {
    let mut at = 0;
    while at < text.len() {
        match clean_part(text, at) {
            Some(end) => at = end,
            None => return false,
        }
    }
    !text.ends_with(' ')
}

/// Where a part of a line ends that begins at a place and is sanitised and squeezed already; None where there is none that is plain to see.
#[inline]
fn clean_part(text: &str, at: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let stretch = Stretch::at(bytes, at);
    let plain = stretch.plain();
    let own = Stretch::before(plain);
    let spaces = stretch.same(b' ') & own;
    let behind_space = at.checked_sub(1).is_none_or(|before| bytes.get(before) == Some(&b' '));
    if spaces & (spaces << 1 | u64::from(behind_space)) != 0 || stretch.printable() & own != own {
        return None;
    }
    let mut end = at + plain;
    for c in text.get(end..).unwrap_or_default().chars().take_while(|c| !c.is_ascii()) {
        if !sanitise::is_plain(c) || c.is_whitespace() {
            return None;
        }
        end += c.len_utf8();
    }
    Some(end)
}

/// Whether all bytes are printable ASCII.
#[allow(clippy::needless_bitwise_bool, reason = "a branch a byte would keep it from being done on many bytes at once")]
pub fn is_printable(bytes: &[u8]) -> bool {
    bytes.iter().fold(true, |plain, byte| plain & (0x20..0x7F).contains(byte))
}

/// The text with each run of white space made one space, none at its ends.
pub fn squeeze(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    while at < text.len() {
        let end = clean_part(text, at);
        // Behind white space that was made one space, or none, there may be more.
        if let Some(part) = end.and_then(|end| text.get(at..end)).filter(|part| !part.starts_with(' ') || !ends(&out)) {
            out.push_str(part);
            at += part.len();
            continue;
        }
        for c in text.get(at..).unwrap_or_default().chars().take(LOOKED_AT) {
            match c.is_whitespace() {
                true if ends(&out) => {}
                true => out.push(' '),
                false => out.push(c),
            }
            at += c.len_utf8();
        }
    }
    if out.ends_with(' ') {
        out.pop();
    }
    out
}

/// Characters that are looked at one by one where a stretch of text is not plain.
const LOOKED_AT: usize = 32;

/// Whether a squeezed text has no place for white space at its end.
fn ends(squeezed: &str) -> bool {
    squeezed.is_empty() || squeezed.ends_with(' ')
}

/// The longest start of the text of at most `limit` bytes that ends on a character boundary.
pub fn truncate(text: &str, limit: usize) -> &str {
    let mut end = limit.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_are_what_they_are_in_unicode() {
        assert!((char::MIN..=char::MAX).all(|c| is_letter(c) == c.is_alphanumeric()));
    }

    #[test]
    fn words_are_counted_in_spaced_and_unspaced_scripts() {
        assert_eq!(word_count("The mayor’s ferry, again: 2 boats."), 6);
        assert_eq!(word_count("北京天气"), 2);
        assert_eq!(word_count(" — "), 0);
    }

    #[test]
    fn white_space_of_every_kind_is_squeezed() {
        assert_eq!(squeeze("\u{a0} a \t\n b\u{3000}c "), "a b c");
    }

    proptest::proptest! {
        #[test]
        fn squeezing_leaves_words_with_a_space_between(text in "([ -~é’\\u{301}\\u{a0}\\u{ad}語\t\n ]{0,9}|[a-z ]{0,80}){0,4}") {
            proptest::prop_assert_eq!(squeeze(&text), text.split_whitespace().collect::<Vec<_>>().join(" "));
        }

        #[test]
        fn a_clean_line_is_as_sanitising_and_squeezing_leave_it(text in "[ -~é’\\u{301}\\u{a0}\\u{ad}語\t ]{0,8}") {
            if is_clean_line(&text) {
                proptest::prop_assert_eq!(squeeze(&sanitise_line(&text)), text);
            }
        }

        #[test]
        fn words_are_counted_as_letter_by_letter(text in "([a-z0-9'’ .é\\u{301}語]{0,12}|[a-zA-Z0-9 .,]{0,80}[ '’é]?[a-z ]{0,80})") {
            let (mut words, mut unspaced, mut inside) = (0, 0_usize, false);
            for c in text.chars() {
                unspaced += usize::from(is_unspaced(c));
                let letter = c.is_alphanumeric() && !is_unspaced(c);
                words += usize::from(letter && !inside);
                inside = letter || inside && matches!(c, '\'' | '’' | '\u{300}'..='\u{36F}');
            }
            proptest::prop_assert_eq!(word_count(&text), words + unspaced.div_ceil(2));
        }
    }

    #[test]
    fn truncation_never_splits_a_character() {
        assert_eq!(truncate("né", 2), "n");
        assert_eq!(truncate("né", 9), "né");
    }
}
