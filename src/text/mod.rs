//! What every layer needs to know of text: how wide it is, how it is folded for comparison, and what may never reach a terminal.
//! Pure functions; nothing here knows of pages, articles or screens.

mod eight;
mod fold;
mod folded;
mod quick;
mod sanitise;
mod tokens;

pub use fold::{fold, fold_char, folds_alike};
pub use folded::{FoldedMap, FoldedSet, Openings, hash_words};
pub use quick::{Quick, QuickMap, QuickSet};
pub use sanitise::{Sieve, sanitise, sanitise_line};
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

/// The letter in lower case, or the digit, that a byte of ASCII is; 0 for everything else.
#[expect(clippy::indexing_slicing, reason = "worked out by the compiler, which checks it")]
pub static LETTERS: [u8; 256] = {
    let mut letters = [0; 256];
    let mut byte = 0_u8;
    while byte < 128 {
        if byte.is_ascii_alphanumeric() {
            letters[byte as usize] = byte.to_ascii_lowercase();
        }
        byte += 1;
    }
    letters
};

/// Bytes whose words are counted together, where nothing stands among them but plain ASCII.
const STRETCH: usize = 32;

/// How many words begin in a stretch of text, of which the byte before it is given too; None where there is more than letters and plain marks.
#[allow(
    clippy::needless_bitwise_bool,
    clippy::indexing_slicing,
    reason = "branches and iterators would keep it from being done on many bytes at once; no place is beyond the array"
)]
fn words_begun(stretch: &[u8; STRETCH + 1]) -> Option<usize> {
    let is_letter = |byte: u8| ((byte | 0x20).wrapping_sub(b'a') < 26) | (byte.wrapping_sub(b'0') < 10);
    let is_odd = |byte: u8| (byte >= 0x80) | (byte == b'\'');
    let (mut begun, mut odd) = (0_u8, is_odd(stretch[0]));
    for at in 0..STRETCH {
        let (before, own) = (stretch[at], stretch[at + 1]);
        begun += u8::from(is_letter(own) & !is_letter(before));
        odd |= is_odd(own);
    }
    (!odd).then_some(usize::from(begun))
}

/// The number of words: runs of letters and digits; a character of a script written without spaces counts as half a word.
pub fn word_count(text: &str) -> usize {
    let bytes = text.as_bytes();
    let (mut words, mut unspaced, mut inside) = (0, 0_usize, false);
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        if at > 0
            && let Some(stretch) = bytes.get(at - 1..at + STRETCH).and_then(|bytes| bytes.first_chunk())
            && let Some(begun) = words_begun(stretch)
        {
            words += begun;
            at += STRETCH;
            inside = stretch.last().is_some_and(u8::is_ascii_alphanumeric);
            continue;
        }
        // A word starts where a letter stands behind something else; only an apostrophe wants a closer look.
        let some = eight::eight(bytes, at);
        if eight::is_ascii(some) && eight::same(some, b'\'') == 0 {
            let letters = eight::letters(some);
            words += eight::count(letters & !(letters << 8 | u64::from(inside) << 7));
            inside = letters >> 63 != 0;
            at += 8;
        } else if byte.is_ascii() {
            let is_letter = byte.is_ascii_alphanumeric();
            words += usize::from(is_letter && !inside);
            inside = is_letter || inside && byte == b'\'';
            at += 1;
        } else {
            let Some(c) = text[at..].chars().next() else { break };
            at += c.len_utf8();
            if is_unspaced(c) {
                unspaced += 1;
                inside = false;
            } else if is_letter(c) {
                words += usize::from(!inside);
                inside = true;
            } else if !matches!(c, '’' | '\u{300}'..='\u{36F}') {
                inside = false;
            }
        }
    }
    words + unspaced.div_ceil(2)
}

/// Whether a stretch of text is printable ASCII without two spaces in a row, of which the byte before it may be the first.
#[allow(
    clippy::needless_bitwise_bool,
    clippy::indexing_slicing,
    reason = "branches and iterators would keep it from being done on many bytes at once; no place is beyond the array"
)]
fn is_clean_stretch(stretch: &[u8; STRETCH + 1]) -> bool {
    let mut clean = true;
    for at in 0..STRETCH {
        let (before, own) = (stretch[at], stretch[at + 1]);
        clean &= (own.wrapping_sub(b' ') < 0x5F) & !((own == b' ') & (before == b' '));
    }
    clean
}

/// Whether a line is sanitised and squeezed already: nothing in it would be taken out or replaced, and its only white space are single spaces.
///
/// What is not plain to see counts as no: the answer is for passing over what most lines do not need.
pub fn is_clean_line(text: &str) -> bool {
    let bytes = text.as_bytes();
    let (mut at, mut behind_space) = (0, !text.is_empty());
    while at < bytes.len() {
        if at > 0
            && let Some(stretch) = bytes.get(at - 1..at + STRETCH).and_then(|bytes| bytes.first_chunk())
            && is_clean_stretch(stretch)
        {
            at += STRETCH;
            behind_space = stretch.ends_with(b" ");
            continue;
        }
        let some = eight::eight(bytes, at);
        let ascii = eight::ascii_at_start(some).min(bytes.len() - at);
        if ascii > 0 {
            let some = eight::start(some, ascii);
            let spaces = eight::same(some, b' ');
            let doubled = spaces & (spaces << 8 | u64::from(behind_space) << 7);
            if doubled != 0 || eight::count(eight::printable(some)) != ascii {
                return false;
            }
            at += ascii;
            behind_space = bytes.get(at - 1) == Some(&b' ');
        }
        if ascii < 8
            && let Some(c) = text[at..].chars().next()
        {
            if !sanitise::is_plain(c) || c.is_whitespace() {
                return false;
            }
            at += c.len_utf8();
            behind_space = false;
        }
    }
    !behind_space
}

/// How many bytes there are before the first stretch that is more than printable ASCII.
fn printable_start(bytes: &[u8]) -> usize {
    let (stretches, _) = bytes.as_chunks::<STRETCH>();
    STRETCH * stretches.iter().take_while(|stretch| is_printable(*stretch)).count()
}

/// Whether all bytes are printable ASCII.
#[allow(clippy::needless_bitwise_bool, reason = "a branch a byte would keep it from being done on many bytes at once")]
pub fn is_printable(bytes: &[u8]) -> bool {
    bytes.iter().fold(true, |plain, byte| plain & (0x20..0x7F).contains(byte))
}

/// The text with each run of white space made one space, none at its ends.
pub fn squeeze(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
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
