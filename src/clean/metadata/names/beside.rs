//! What stands beside the names in a byline and is none of them: pictures, what somebody does, the date, addresses.

use crate::clean::metadata::cues::{is_date_cue, is_desk, is_given_name, is_role};
use crate::clean::metadata::written::written;
use crate::text::{is_clean_line, word_count};
use aho_corasick::AhoCorasick;
use memchr::{memchr2, memmem};
use std::borrow::Cow;
use std::sync::LazyLock;

/// The text without what an image of the writer is called by: "Avatar Ada Dorn", "Headshot of Ada Dorn", "Ada Dorn's avatar".
pub(super) fn without_picture(part: &str) -> &str {
    pictured(part).unwrap_or(part)
}

/// Who is said to be in an image.
pub(in crate::clean::metadata) fn pictured(part: &str) -> Option<&str> {
    let head = part.split_once(' ').and_then(|(first, rest)| {
        let word = picture(first)?;
        let of = ["of ", "for ", "von "].iter().find_map(|of| rest.strip_prefix(of));
        // "Photo Ada Dorn" credits the photographer, "Avatar Ada Dorn" shows her.
        of.or_else(|| Some(rest).filter(|_| word == "avatar")).map(str::trim)
    });
    let tail = || {
        let (rest, last) = part.rsplit_once(' ').filter(|(rest, _)| !rest.is_empty())?;
        let word = picture(last)?;
        let rest = rest.strip_suffix(" profile").unwrap_or(rest);
        let own = ["'s", "’s", "'", "’"].iter().find_map(|own| rest.strip_suffix(own));
        own.or_else(|| Some(rest).filter(|_| matches!(word, "avatar" | "headshot")))
    };
    head.or_else(tail).filter(|name| !name.is_empty())
}

/// The word for an image that a word is, in whatever case.
fn picture(word: &str) -> Option<&'static str> {
    let known = || PICTURES.iter().find(|known| known.eq_ignore_ascii_case(word));
    if (4..=8).contains(&word.len()) { known().copied() } else { None }
}

/// What an image of a person is called.
const PICTURES: [&str; 8] = ["avatar", "headshot", "portrait", "picture", "photo", "image", "foto", "bild"];

/// A name without what somebody does behind it: "Ada Dorn Staff Writer".
pub(super) fn without_role(part: &str) -> &str {
    let mut rest = part.trim();
    // A desk is called by its last word: "Gazette Team".
    let signs = |last: &str| is_desk(last) && !rest.split(' ').next().is_some_and(is_given_name);
    if rest.rsplit_once(' ').is_some_and(|(_, last)| signs(last)) {
        return rest;
    }
    while let Some((head, last)) = rest.rsplit_once(' ')
        && (is_role(last.trim_matches(['.', ',']))
            || is_date_cue(last)
            || matches!(last, "at" | "Vom" | "vom" | "am" | "Uhr" | "⋅" | "–" | "-"))
        && word_count(rest) > 2
    {
        rest = head.trim_end();
    }
    rest
}

/// A text once that a page gives twice, as an image's and as the line beside it: "Ada Dorn Ada Dorn", "Ada DornAda Dorn".
pub(super) fn without_double(part: &str) -> &str {
    let middle = part.len() / 2;
    let halves = part.is_char_boundary(middle).then(|| part.split_at(middle));
    halves.filter(|(head, tail)| head.len() > 4 && head.trim() == tail.trim()).map_or(part, |(head, _)| head.trim())
}

/// The text up to what follows the names in a byline: a date, an address, a bar, a bracket.
pub(super) fn without_tail(text: &str) -> Cow<'_, str> {
    let mut end = text.len();
    if let Some(date) = written(text).first() {
        // "Name - Mon, 24 June 2019": the weekday goes with the date.
        end = end.min(date.range.start);
    }
    // Of each mark the first counts; what stands before it must be something. A list of names may be written with " - " or " | " between
    // them only by programs: the first is the name.
    let mut met = [false; TAIL_MARKS.len()];
    let tails = TAILS.iter().filter(|_| may_hold_tail(text));
    for found in tails.flat_map(|tails| tails.find_overlapping_iter(text)) {
        let first = !std::mem::replace(&mut met[found.pattern().as_usize()], true);
        if first && found.start() > 2 {
            end = end.min(found.start());
        }
    }
    let mut out = &text[..end];
    // A cue in front of the date, glued to the name: "Ada DornPublished: ", "Ada Dorn Last Updated ".
    for _ in 0..if end < text.len() { 3 } else { 0 } {
        let trimmed = out.trim_end_matches([' ', ':', ',', '-', '|', '.']);
        let cue = TAIL_CUES.iter().find_map(|cue| trimmed.strip_suffix(cue)).filter(|rest| {
            let glued = trimmed.len() - rest.len() > 4 && rest.ends_with(char::is_alphabetic);
            rest.ends_with(' ') || glued
        });
        let Some(rest) = cue else { break };
        out = rest.trim_end();
    }
    let trimmed = out.trim_end_matches([',', ' ', '.']);
    if trimmed.as_bytes().last_chunk().is_some_and(|last| WEEKDAYS.contains(&last)) {
        out = trimmed.get(..trimmed.len() - 3).unwrap_or(out);
    }
    let out = out.trim();
    // An address among the words.
    let addressed = memchr2(b'@', b':', out.as_bytes()).is_some();
    if !addressed && (is_clean_line(out) || is_squeezed(out)) {
        return Cow::Borrowed(out);
    }
    let is_address = |word: &str| word.contains('@') || word.contains("://");
    Cow::Owned(out.split_whitespace().filter(|word| !is_address(word)).collect::<Vec<_>>().join(" "))
}

/// Whether all white space in a text is single spaces.
fn is_squeezed(text: &str) -> bool {
    let odd = |c: char| c.is_whitespace() && c != ' ';
    memmem::find(text.as_bytes(), b"  ").is_none() && !text.contains(odd)
}

/// What may stand between a name and its date, glued to either.
const TAIL_CUES: [&str; 17] = [
    "Published",
    "published",
    "Updated",
    "updated",
    "Posted",
    "Last",
    "Modified",
    "Reviewed",
    "on",
    "On",
    "Date",
    "am",
    "um",
    "at",
    "PUBLISHED",
    "UPDATED",
    "Released",
];

const WEEKDAYS: [&[u8; 3]; 7] = [b"Mon", b"Tue", b"Wed", b"Thu", b"Fri", b"Sat", b"Sun"];

/// What parts the names in a byline from what follows them.
const TAIL_MARKS: [&str; 23] = [
    "—", " | ", " • ", " · ", " ⋅ ", " ∙ ", " — ", " – ", " - ", "(", " /", "\u{2022}", " @", " http", " www.", "»",
    " in ", " on ", " am ", " le ", " el ", "、", "  ",
];

/// Whether one of the marks may stand in a text: those of ASCII are a bracket, or a space with one of a few bytes behind it.
fn may_hold_tail(text: &str) -> bool {
    let begins =
        |next: u8| matches!(next, b'|' | b'-' | b'/' | b'@' | b'h' | b'w' | b'i' | b'o' | b'a' | b'l' | b'e' | b' ');
    !text.is_ascii()
        || text.starts_with('(')
        || text.as_bytes().windows(2).any(|pair| pair[1] == b'(' || pair[0] == b' ' && begins(pair[1]))
}

/// None only where the machine could not be built, which a test would find.
static TAILS: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| AhoCorasick::new(TAIL_MARKS).ok());

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_mark_behind_a_name_is_looked_for() {
        assert!(TAIL_MARKS.iter().all(|mark| may_hold_tail(&format!("Ada{mark}Dorn"))));
        assert!(!may_hold_tail("Ada Dorn"));
    }
}
