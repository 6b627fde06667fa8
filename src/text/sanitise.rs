//! What may never reach a terminal, a file name or the library: control characters, overrides of direction, invisible floods.
//!
//! Joiners and marks that languages need stay: ZWJ, ZWNJ, LRM, RLM, ALM, vowel signs, a few stacked accents.

use super::Stretch;
use std::borrow::Cow;
use unicode_normalization::char::is_combining_mark;

/// Marks a base letter may carry in a row. Biblical Hebrew and Vedic reach four; a stack made to climb over other lines has dozens.
const MARKS_AT_MOST: usize = 4;

/// The text without anything that could move the cursor, change the terminal or reorder other text; line breaks and tabs stay.
///
/// Removed: C0 and C1 controls but `\n` and `\t`, DEL, bidi embeddings, overrides and isolates (U+202A–E, U+2066–9), tag characters,
/// soft hyphens, zero-width spaces, word joiners, byte order marks, interlinear annotation marks, noncharacters; joiners beyond the first
/// in a row and combining marks beyond the fourth on one letter. `\r\n`, `\r`, U+2028, U+2029 and NEL become `\n`.
pub fn sanitise(text: &str) -> Cow<'_, str> {
    clean(text, false)
}

/// The same for what stands on one line: line breaks and tabs become spaces.
pub fn sanitise_line(text: &str) -> Cow<'_, str> {
    clean(text, true)
}

fn clean(text: &str, one_line: bool) -> Cow<'_, str> {
    let harmless = |c: char| match c {
        ' '..='~' => true,
        '\n' | '\t' => !one_line,
        c => !c.is_ascii() && is_plain(c),
    };
    let Some(start) = first_odd(text, harmless) else { return Cow::Borrowed(text) };
    let mut out = String::with_capacity(text.len());
    out.push_str(&text[..start]);
    let mut sieve = Sieve::default();
    let mut chars = text[start..].chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            ' '..='~' => {
                out.push(c);
                sieve = Sieve::default();
            }
            '\r' if chars.peek() == Some(&'\n') => {}
            '\n' | '\r' | '\u{2028}' | '\u{2029}' | '\u{85}' => {
                out.push(if one_line { ' ' } else { '\n' });
                sieve = Sieve::default();
            }
            '\t' => {
                out.push(if one_line { ' ' } else { '\t' });
                sieve = Sieve::default();
            }
            c if sieve.passes(c) => out.push(c),
            _ => {}
        }
    }
    Cow::Owned(out)
}

/// Where the first character stands that is not harmless; the printable ones of ASCII all are.
fn first_odd(text: &str, harmless: impl Fn(char) -> bool) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        let stretch = Stretch::at(bytes, at);
        let plain = stretch.plain();
        let mut asked = Stretch::before(plain) & !stretch.printable();
        while asked != 0 {
            let place = at + asked.trailing_zeros() as usize;
            if !bytes.get(place).is_some_and(|byte| harmless(char::from(*byte))) {
                return Some(place);
            }
            asked &= asked - 1;
        }
        at += plain;
        for c in text.get(at..).unwrap_or_default().chars().take_while(|c| !c.is_ascii()) {
            if !harmless(c) {
                return Some(at);
            }
            at += c.len_utf8();
        }
    }
    None
}

/// Tells letter by letter what of a line may stay.
#[derive(Clone, Copy, Debug, Default)]
pub struct Sieve {
    marks: usize,
    joiner: bool,
}

impl Sieve {
    /// Whether the character may stand behind those it was asked about before.
    pub fn passes(&mut self, c: char) -> bool {
        if c.is_control() || is_invisible(c) {
            return false;
        }
        if matches!(c, '\u{200C}' | '\u{200D}') {
            return !std::mem::replace(&mut self.joiner, true);
        }
        if is_combining_mark(c) || is_variation_selector(c) {
            self.marks += 1;
            return self.marks <= MARKS_AT_MOST;
        }
        *self = Sieve::default();
        true
    }
}

/// Characters beyond ASCII that are kept wherever they stand, as far as whole ranges are: most of what pages are written with.
pub(super) fn is_plain(c: char) -> bool {
    matches!(c,
        '\u{A0}'..='\u{AC}' | '\u{AE}'..='\u{2FF}' | '\u{370}'..='\u{482}' | '\u{48A}'..='\u{590}' | '\u{1E00}'..='\u{200A}'
        | '\u{2010}'..='\u{2027}' | '\u{202F}'..='\u{205F}' | '\u{2070}'..='\u{20CF}' | '\u{2100}'..='\u{2BFF}'
        | '\u{3000}'..='\u{3029}' | '\u{3030}'..='\u{3098}' | '\u{309B}'..='\u{A66E}' | '\u{AC00}'..='\u{D7A3}'
        | '\u{FF01}'..='\u{FFDC}' | '\u{1F000}'..='\u{1FAFF}')
}

fn is_variation_selector(c: char) -> bool {
    matches!(c, '\u{FE00}'..='\u{FE0F}' | '\u{E0100}'..='\u{E01EF}')
}

fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{AD}' | '\u{180E}' | '\u{200B}' | '\u{2028}' | '\u{2029}' | '\u{2060}'..='\u{2064}' | '\u{206A}'..='\u{206F}' | '\u{FEFF}'
        | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E007F}'
        | '\u{FDD0}'..='\u{FDEF}' | '\u{FFFE}' | '\u{FFFF}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn escape_sequences_lose_their_teeth() {
        assert_eq!(sanitise("a\u{1b}[31mb\u{9b}2Jc\u{7}\u{1b}]52;c;eA==\u{7}d"), "a[31mb2Jc]52;c;eA==d");
    }

    #[test]
    fn overrides_of_direction_and_invisible_characters_go() {
        assert_eq!(sanitise("a\u{202E}b\u{2066}c\u{E0041}d\u{200B}e\u{AD}f\u{FEFF}"), "abcdef");
    }

    #[test]
    fn joiners_and_marks_that_languages_need_stay() {
        for text in ["می‌خواهم", "क्षत्रिय", "👩‍👩‍👧", "שָׁלוֹם", "Việt", "❤\u{FE0F}"]
        {
            assert_eq!(sanitise(text), text);
        }
    }

    #[test]
    fn stacks_of_marks_are_capped() {
        let tower = format!("e{}", "\u{301}".repeat(50));
        assert_eq!(sanitise(&tower).chars().count(), 1 + MARKS_AT_MOST);
    }

    #[test]
    fn plain_characters_are_none_that_are_taken_out_or_counted() {
        for c in (char::MIN..=char::MAX).filter(|c| is_plain(*c)) {
            let special = c.is_control() || is_invisible(c) || is_combining_mark(c) || is_variation_selector(c);
            assert!(!special && !matches!(c, '\u{200C}' | '\u{200D}' | '\u{2028}' | '\u{2029}'), "{c:?}");
        }
    }

    #[test]
    fn a_line_has_no_breaks() {
        assert_eq!(sanitise_line("a\r\nb\tc\u{2028}d"), "a b c d");
        assert_eq!(sanitise("a\r\nb\rc"), "a\nb\nc");
    }

    proptest! {
        #[test]
        fn nothing_that_a_terminal_obeys_is_left(text in any::<String>()) {
            let safe = sanitise(&text);
            prop_assert!(safe.chars().all(|c| matches!(c, '\n' | '\t') || !(c.is_control() || is_invisible(c))));
            prop_assert!(!sanitise_line(&text).chars().any(char::is_control));
        }

        #[test]
        fn what_is_sanitised_stays_as_it_is(text in any::<String>()) {
            let once = sanitise(&text).into_owned();
            prop_assert_eq!(sanitise(&once).into_owned(), once.clone());
        }
    }
}
