//! Cue words, by language: what stands in front of names and dates, what ends a byline, who the agencies are.
//!
//! Compared folded (`text::fold`), so without case and accents. No publication and no site is named here.

use crate::text::{Folded, QuickMap, QuickSet, fold};
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

static PUBLISHED: LazyLock<QuickSet<String>> = LazyLock::new(|| entries("published").collect());
static UPDATED: LazyLock<QuickSet<String>> = LazyLock::new(|| entries("updated").collect());
static OTHER_DATES: LazyLock<QuickSet<String>> = LazyLock::new(|| entries("other dates").collect());
static NO_NAMES: LazyLock<QuickSet<String>> = LazyLock::new(|| entries("no names").collect());
static PARTICLES: LazyLock<QuickSet<String>> = LazyLock::new(|| entries("particles").collect());
static GIVEN_NAMES: LazyLock<QuickSet<String>> = LazyLock::new(|| entries("given names").collect());
static ROLES: LazyLock<QuickSet<String>> = LazyLock::new(|| entries("roles").collect());
static DEGREES: LazyLock<QuickSet<String>> = LazyLock::new(|| entries("degrees").collect());
/// By their first letter; the longest first, so that "written by" is found before "by" could be.
static BY: LazyLock<QuickMap<char, Vec<String>>> = LazyLock::new(|| {
    let mut by: QuickMap<char, Vec<String>> = QuickMap::default();
    for words in entries("by") {
        by.entry(words.chars().next().unwrap_or(' ')).or_default().push(words);
    }
    for words in by.values_mut() {
        words.sort_by_key(|words| std::cmp::Reverse(words.len()));
    }
    by
});
/// The letters of ASCII that some of them begin with.
static BY_INITIALS: LazyLock<u128> = LazyLock::new(|| {
    BY.keys().filter(|c| c.is_ascii()).fold(0, |initials, c| initials | 1 << u32::from(c.to_ascii_lowercase()))
});
/// The first words of what may stand in front of a date alone.
static DATE_CUES_BEGIN: LazyLock<QuickSet<&'static str>> =
    LazyLock::new(|| PUBLISHED.iter().chain(UPDATED.iter()).filter_map(|cue| words(cue).next()).collect());
/// The folded form of an agency's name, and the name it goes by.
static AGENCIES: LazyLock<QuickMap<String, &'static str>> = LazyLock::new(|| {
    let forms = lines("agencies").filter_map(|line| Some((line.split('|').next()?.trim(), line)));
    forms.flat_map(|(name, line)| line.split('|').map(move |form| (fold(form.trim()), name))).collect()
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
    let words: Vec<&str> =
        folded.split(|c: char| !(c.is_alphanumeric() || c == '©')).filter(|word| !word.is_empty()).collect();
    // The words nearest to the date decide, up to three of them together.
    for start in (0..words.len()).rev().take(4) {
        for end in (start + 1..=words.len().min(start + 3)).rev() {
            let phrase = words[start..end].join(" ");
            for (set, dated) in
                [(&*UPDATED, Dated::Updated), (&*PUBLISHED, Dated::Published), (&*OTHER_DATES, Dated::Other)]
            {
                // "on" and "date" alone say nothing that a longer phrase before them does not say better.
                if set.contains(&phrase) && !(matches!(phrase.as_str(), "on" | "date" | "data" | "datum") && start > 0)
                {
                    return Some(dated);
                }
            }
        }
    }
    None
}

fn floor(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty())
}

/// Whether a whole text is nothing but words that stand in front of dates: "Posted", "date", "Published on".
pub(super) fn is_date_cue(text: &str) -> bool {
    // Most lines have more words; folding makes words of ASCII neither more nor fewer.
    if text.is_ascii() && words(text).nth(4).is_some() {
        return false;
    }
    let folded = fold(text);
    let words: Vec<&str> = words(&folded).take(5).collect();
    if words.len() > 4 || words.first().is_none_or(|first| !DATE_CUES_BEGIN.contains(*first)) {
        return false;
    }
    let phrase = words.join(" ");
    !words.is_empty()
        && (PUBLISHED.contains(&phrase)
            || UPDATED.contains(&phrase)
            || words.iter().all(|word| PUBLISHED.contains(*word) || UPDATED.contains(*word)))
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
    let first = text.chars().next()?;
    if first.is_ascii() && *BY_INITIALS & 1 << u32::from(first.to_ascii_lowercase()) == 0 {
        return None;
    }
    // Folding may change lengths: compare word by word on the text itself.
    let folded = Folded::new(text.char_indices().nth(40).map_or(text, |(end, _)| &text[..end]));
    let folded = folded.as_str();
    for by in BY.get(&folded.chars().next()?)? {
        let Some(rest) = folded.strip_prefix(by.as_str()) else { continue };
        let spaced = by.chars().any(|c| c.is_ascii() || ('\u{370}'..'\u{600}').contains(&c));
        if spaced && !rest.is_empty() && !rest.starts_with(|c: char| c.is_whitespace() || matches!(c, ':' | '：')) {
            continue;
        }
        let count = by.chars().count();
        let at = text.char_indices().nth(count).map_or(text.len(), |(at, _)| at);
        let rest = text[at..]
            .trim_start_matches(|c: char| c.is_whitespace() || matches!(c, ':' | '：' | '／' | '/' | '　' | '|'));
        // "Author: By Ada Dorn".
        let again = rest.get(..3).filter(|word| word.eq_ignore_ascii_case("by ")).map(|_| rest[3..].trim_start());
        return Some(again.unwrap_or(rest));
    }
    None
}

/// The agency a name or short form stands for.
pub(super) fn agency(name: &str) -> Option<&'static str> {
    if name.len() > 40 {
        return None;
    }
    AGENCIES.get(Folded::new(name.trim()).as_str()).copied()
}

/// Whether no name of a person holds the word.
pub(super) fn is_no_name(word: &str) -> bool {
    NO_NAMES.contains(Folded::new(word).as_str())
}

/// Whether a word may stand in a name without a capital.
pub(super) fn is_particle(word: &str) -> bool {
    PARTICLES.contains(word)
}

/// Whether a word is a frequent given name.
pub(super) fn is_given_name(word: &str) -> bool {
    word.len() <= 12 && GIVEN_NAMES.contains(Folded::new(word).as_str())
}

/// Whether a word says what somebody does.
pub(super) fn is_role(word: &str) -> bool {
    word.len() <= 20 && ROLES.contains(Folded::new(word).as_str())
}

/// Whether letters behind a name belong to it, as degrees do.
pub(super) fn is_degree(part: &str) -> bool {
    let known = |word: &str| {
        let capitals = || word.chars().all(|c| c.is_uppercase() || matches!(c, '.' | '®' | '™' | '-'));
        let letters = word.chars().filter(|c| c.is_uppercase()).count();
        DEGREES.contains(&word.to_lowercase())
            || ((2..=6).contains(&letters) && word.contains(['.', '®', '™']) && capitals())
    };
    part.len() <= 24 && part.split_whitespace().next().is_some_and(known) && part.split_whitespace().skip(1).all(known)
}

#[cfg(test)]
mod tests {
    use super::*;

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
