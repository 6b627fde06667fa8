//! What the lines right behind a headline tell of it: a date, a byline, how long it takes to read.

use crate::clean::metadata::cues::is_date_cue;
use crate::clean::metadata::setting::Setting;
use crate::text::word_count;
use memchr::memchr2_iter;

/// Bytes of a line that tells something of those above it, and of one that is nothing but minutes to read.
const SHORT: usize = 200;
const SHORTEST: usize = 30;

/// Words behind "By" at most, where that is all the line says.
const SIGNED_AT_MOST: usize = 8;

/// What a short line tells of the lines above it.
#[derive(Clone, Copy, Default)]
pub(super) struct Around {
    pub(super) dated: bool,
    pub(super) signed: bool,
    pub(super) minutes: bool,
}

impl Around {
    pub(super) fn of(setting: &Setting<'_>, at: usize) -> Self {
        let text = setting.text(at);
        if text.len() >= SHORT {
            return Around::default();
        }
        Around {
            dated: !setting.dates(at).is_empty(),
            signed: setting.after_by(at).is_some_and(|rest| word_count(rest) <= SIGNED_AT_MOST)
                || is_date_cue(text)
                || setting.pictured(at).is_some(),
            minutes: says_minutes(text.as_bytes()) || text.len() < SHORTEST && contains_lower(text, "read"),
        }
    }

    pub(super) fn or(self, other: Self) -> Self {
        Around {
            dated: self.dated || other.dated,
            signed: self.signed || other.signed,
            minutes: self.minutes || other.minutes,
        }
    }
}

/// Whether a word of the text begins with "min", in letters of either case.
fn says_minutes(text: &[u8]) -> bool {
    let begins = |at: usize| {
        at > 0 && text[at - 1] == b' ' && text[at..].get(..3).is_some_and(|word| word.eq_ignore_ascii_case(b"min"))
    };
    memchr2_iter(b'm', b'M', text).any(begins)
}

/// Whether a text holds a word in letters of either case; the word is lower-case ASCII.
fn contains_lower(text: &str, word: &str) -> bool {
    text.as_bytes().windows(word.len()).any(|window| window.eq_ignore_ascii_case(word.as_bytes()))
}
