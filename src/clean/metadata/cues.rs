//! Cue words, by language: what stands in front of names and dates, what ends a byline, who the agencies are.
//!
//! Compared folded (`text::fold`), so without case and accents. No publication and no site is named here.

use crate::text::{FoldedMap, FoldedSet, Openings, QuickSet, fold};
use std::sync::LazyLock;

/// The tables, in the words of their readers.
const TABLES: &str = include_str!("../../../assets/cues.txt");

/// The lines of a section of the tables, without its comments.
pub(super) fn lines(section: &str) -> impl Iterator<Item = &'static str> {
    let lines = TABLES
        .lines()
        .skip_while(move |line| line.strip_prefix('[').and_then(|l| l.strip_suffix(']')) != Some(section));
    lines.skip(1).take_while(|line| !line.starts_with('[')).filter(|line| !line.is_empty() && !line.starts_with('#'))
}

/// The entries of a section of the tables, folded.
pub(in crate::clean) fn entries(section: &str) -> impl Iterator<Item = String> {
    lines(section).flat_map(|line| line.split(',')).map(|entry| fold(entry.trim())).filter(|entry| !entry.is_empty())
}

static PUBLISHED: LazyLock<FoldedSet> = LazyLock::new(|| entries("published").collect());
static UPDATED: LazyLock<FoldedSet> = LazyLock::new(|| entries("updated").collect());
/// What each of the cues in front of a date dates; a word that is among several counts as the last.
static DATED: LazyLock<FoldedMap<Dated>> = LazyLock::new(|| {
    let all = [("other dates", Dated::Other), ("published", Dated::Published), ("updated", Dated::Updated)];
    FoldedMap::new(all.into_iter().flat_map(|(section, dated)| entries(section).map(move |cue| (cue, dated))))
});
static NO_NAMES: LazyLock<FoldedSet> = LazyLock::new(|| entries("no names").collect());
static DESKS: LazyLock<FoldedSet> = LazyLock::new(|| entries("desks").collect());
static NO_SECTIONS: LazyLock<FoldedSet> =
    LazyLock::new(|| entries("no sections").chain(entries("furniture")).collect());
static PARTICLES: LazyLock<QuickSet<String>> = LazyLock::new(|| entries("particles").collect());
static GIVEN_NAMES: LazyLock<FoldedSet> = LazyLock::new(|| entries("given names").collect());
static ROLES: LazyLock<FoldedSet> = LazyLock::new(|| entries("roles").collect());
static DEGREES: LazyLock<FoldedSet> = LazyLock::new(|| entries("degrees").collect());
/// The longest first, so that "written by" is found before "by" could be.
static BY: LazyLock<Openings> = LazyLock::new(|| entries("by").collect());
/// The first words of what may stand in front of a date alone.
static DATE_CUES_BEGIN: LazyLock<FoldedSet> = LazyLock::new(|| {
    let cues = entries("published").chain(entries("updated"));
    cues.filter_map(|cue| words(&cue).next().map(str::to_owned)).collect()
});
/// The folded form of an agency's name, and the name it goes by.
static AGENCIES: LazyLock<FoldedMap<&'static str>> = LazyLock::new(|| {
    let forms = lines("agencies").filter_map(|line| Some((line.split('|').next()?.trim(), line)));
    FoldedMap::new(forms.flat_map(|(name, line)| line.split('|').map(move |form| (fold(form.trim()), name))))
});

/// What the words in front of a date say that it dates.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Dated {
    /// The publication.
    Published,
    /// The last change.
    Updated,
    /// Something that is not the article.
    Other,
}

/// What the text in front of a date, or behind it, says that it dates; only its last words (or first) are looked at.
pub(super) fn dated(before: &str) -> Option<Dated> {
    let tail = before.get(floor(before, before.len().saturating_sub(60))..).unwrap_or("");
    let folded = fold(tail);
    let words = folded.split(|c: char| !(c.is_alphanumeric() || c == '©')).filter(|word| !word.is_empty());
    let mut last: Vec<&str> = words.rev().take(WORDS_OF_CUE + 1).collect();
    let is_whole = last.len() <= WORDS_OF_CUE;
    last.truncate(WORDS_OF_CUE);
    last.reverse();
    // The words nearest to the date decide, up to three of them together.
    let line = last.join(" ");
    let mut start = line.len();
    for (nth, word) in last.iter().enumerate().rev() {
        start -= word.len();
        let phrases = line.get(start..).unwrap_or_default();
        let spaces = phrases.match_indices(' ').map(|(space, _)| space).chain([phrases.len()]);
        let mut ends = [0; 3];
        let many = ends.iter_mut().zip(spaces).map(|(end, space)| *end = space).count();
        for phrase in ends[..many].iter().rev().filter_map(|end| phrases.get(..*end)) {
            // "on" and "date" alone say nothing that a longer phrase before them does not say better.
            let weak = matches!(phrase, "on" | "date" | "data" | "datum") && (nth > 0 || !is_whole);
            if let Some(dated) = DATED.get(phrase).filter(|_| !weak) {
                return Some(*dated);
            }
        }
        start = start.saturating_sub(1);
    }
    None
}

/// Words in front of a date that may say what it dates.
const WORDS_OF_CUE: usize = 4;

/// Whether the words right behind a date say that it is one of publication: "am 3. Dezember 2011 um 10 Uhr veröffentlicht".
pub(super) fn published_behind(after: &str) -> bool {
    let folded = fold(crate::text::truncate(after, BYTES_BEHIND));
    words(&folded).any(|word| word.len() >= LONG_CUE && PUBLISHED.contains(word))
}

/// Bytes behind a date in which a cue may stand, and the shortest that is sure there.
const BYTES_BEHIND: usize = 48;
const LONG_CUE: usize = 8;

fn floor(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// The first word of a text in ASCII; empty where it has none.
fn first_word(text: &str) -> &str {
    let is_letter = |byte: &u8| byte.is_ascii_alphanumeric();
    let start = text.bytes().position(|byte| is_letter(&byte)).unwrap_or(text.len());
    let length = text.bytes().skip(start).take_while(is_letter).count();
    text.get(start..start + length).unwrap_or_default()
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty())
}

/// Whether a whole text is nothing but words that stand in front of dates: "Posted", "date", "Published on".
pub(super) fn is_date_cue(text: &str) -> bool {
    // Nearly every line begins otherwise; folding parts no words of ASCII.
    if text.is_ascii() && !DATE_CUES_BEGIN.contains(first_word(text)) {
        return false;
    }
    let folded = fold(text);
    let words: Vec<&str> = words(&folded).take(5).collect();
    if words.len() > 4 || words.first().is_none_or(|first| !DATE_CUES_BEGIN.contains(first)) {
        return false;
    }
    let phrase = words.join(" ");
    !words.is_empty()
        && (PUBLISHED.contains(&phrase)
            || UPDATED.contains(&phrase)
            || words.iter().all(|word| PUBLISHED.contains(word) || UPDATED.contains(word)))
}

/// The text behind the words that open a byline; `None` where it does not open with any.
pub(super) fn after_by(text: &str) -> Option<&str> {
    let text = text.trim_start();
    // "ByAda Dorn", where a page has no space between its elements.
    if let Some(rest) = text.strip_prefix("By")
        && rest.starts_with(char::is_uppercase)
    {
        return Some(rest);
    }
    // Folding may change lengths: characters are counted on the text itself.
    let opened = |by: &str, rest: &str| {
        let spaced = by.chars().any(|c| c.is_ascii() || ('\u{370}'..'\u{600}').contains(&c));
        let ends = rest.is_empty() || rest.starts_with(|c: char| c.is_whitespace() || matches!(c, ':' | '：'));
        (ends || !spaced).then(|| by.chars().count())
    };
    let count = BY.find(text, 40, opened)?;
    let at = text.char_indices().nth(count).map_or(text.len(), |(at, _)| at);
    let rest =
        text[at..].trim_start_matches(|c: char| c.is_whitespace() || matches!(c, ':' | '：' | '／' | '/' | '　' | '|'));
    // "Author: By Ada Dorn".
    let again = rest.get(..3).filter(|word| word.eq_ignore_ascii_case("by ")).map(|_| rest[3..].trim_start());
    Some(again.unwrap_or(rest))
}

/// The agency a name or short form stands for.
pub(super) fn agency(name: &str) -> Option<&'static str> {
    if name.len() > 40 {
        return None;
    }
    AGENCIES.get(name.trim()).copied()
}

/// Whether a word stands for those who sign as one: "Redaktion", "staff".
pub(super) fn is_desk(word: &str) -> bool {
    DESKS.contains(word)
}

/// Whether a text is what menus say beside their sections: "Search", "Anmelden".
pub(super) fn is_no_section(text: &str) -> bool {
    NO_SECTIONS.contains(text)
}

/// Whether no name of a person holds the word.
pub(super) fn is_no_name(word: &str) -> bool {
    NO_NAMES.contains(word)
}

/// Whether a word may stand in a name without a capital.
pub(super) fn is_particle(word: &str) -> bool {
    PARTICLES.contains(word)
}

/// Whether a word is a frequent given name.
pub(super) fn is_given_name(word: &str) -> bool {
    word.len() <= 12 && GIVEN_NAMES.contains(word)
}

/// Whether a word says what somebody does.
pub(super) fn is_role(word: &str) -> bool {
    word.len() <= 20 && ROLES.contains(word)
}

/// Whether letters behind a name belong to it, as degrees do.
pub(super) fn is_degree(part: &str) -> bool {
    let known = |word: &str| {
        let capitals = || word.chars().all(|c| c.is_uppercase() || matches!(c, '.' | '®' | '™' | '-'));
        let letters = || word.chars().filter(|c| c.is_uppercase()).count();
        let has_mark = || word.contains(['.', '®', '™']);
        DEGREES.contains(word) || (has_mark() && (2..=6).contains(&letters()) && capitals())
    };
    part.len() <= 24 && part.split_whitespace().next().is_some_and(known) && part.split_whitespace().skip(1).all(known)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_may_have_its_cue_behind_it() {
        assert!(published_behind(" um 10 Uhr veröffentlicht und unter Hafen abgelegt."));
        assert!(!published_behind(" lief die Fähre aus, und am Abend wurde ihr Bericht veröffentlicht."));
        assert!(!published_behind(" on the quay"));
    }

    #[test]
    fn the_words_nearest_to_a_date_say_what_it_dates() {
        for (before, dated_as) in [
            ("Posted : ", Some(Dated::Published)),
            ("Updated : ", Some(Dated::Updated)),
            ("Published 3 May 2019 | Last updated ", Some(Dated::Updated)),
            ("Zuletzt aktualisiert am ", Some(Dated::Updated)),
            ("Mis à jour le ", Some(Dated::Updated)),
            ("Publié le ", Some(Dated::Published)),
            ("© ", Some(Dated::Other)),
            ("Sun, ", None),
        ] {
            assert_eq!(dated(before), dated_as, "{before}");
        }
    }

    #[test]
    fn bylines_open_in_many_languages() {
        for (text, rest) in [
            ("By Lee Min-hyung", Some("Lee Min-hyung")),
            ("BY: Ada Dorn", Some("Ada Dorn")),
            ("Von Jörg Täuber", Some("Jörg Täuber")),
            ("Écrit par Ève Noir", Some("Ève Noir")),
            ("文／山田太郎", Some("山田太郎")),
            ("Author: By Ada Dorn", Some("Ada Dorn")),
            ("Bystanders saw it", None),
        ] {
            assert_eq!(after_by(text), rest, "{text}");
        }
    }
}
