//! The words dates are written with: months (their table is among the cues), the small words between the numbers, zones.
//!
//! Words are compared folded (`text::fold`): without case and accents.

use crate::text::{FoldedMap, fold};
use std::sync::LazyLock;

/// Months of two words: how they begin, how they end, which they are.
const TWO_WORDS: &[(&str, &str, u32)] =
    &[("كانون", "الثاني", 1), ("شباط", "", 2), ("تشرين", "الأول", 10), ("تشرين", "الثاني", 11), ("كانون", "الأول", 12)];

/// Words that may stand between the numbers and the month.
const BETWEEN: &[&str] = &["de", "of", "del", "di", "da", "do", "den", "the", "d", "nam", "г", "года", "року"];

/// Endings of an ordinal day.
const ORDINAL: &[&str] = &["st", "nd", "rd", "th", "er", "º", "ª", "o", "te", "e", "го", "η"];

/// Words that may stand between a date and its time of day.
const BEFORE_TIME: &[&str] = &[
    "at",
    "um",
    "a",
    "à",
    "las",
    "ore",
    "as",
    "às",
    "om",
    "kl",
    "klo",
    "o",
    "godz",
    "saat",
    "в",
    "ve",
    "t",
    "alle",
    "dalle",
    "h",
    "on",
    "gegen",
    "г",
    "года",
    "року",
    "الساعة",
];

/// Zones whose letters have one meaning in news pages, in minutes from UTC.
const ZONES: &[(&str, i32)] = &[
    ("z", 0),
    ("utc", 0),
    ("gmt", 0),
    ("est", -300),
    ("edt", -240),
    ("cdt", -300),
    ("mst", -420),
    ("mdt", -360),
    ("pst", -480),
    ("pdt", -420),
    ("cet", 60),
    ("cest", 120),
    ("mez", 60),
    ("mesz", 120),
    ("bst", 60),
    ("eet", 120),
    ("eest", 180),
    ("msk", 180),
    ("jst", 540),
    ("kst", 540),
    ("sgt", 480),
    ("hkt", 480),
    ("aest", 600),
    ("aedt", 660),
    ("wib", 420),
    ("wat", 60),
    ("eat", 180),
    ("sast", 120),
];

/// The months by their folded names.
static MONTHS: LazyLock<FoldedMap<u32>> = LazyLock::new(|| FoldedMap::new(months().rev()));

/// The folded names of the months; of two months of one name the first counts.
fn months() -> impl DoubleEndedIterator<Item = (String, u32)> {
    let mut months = Vec::new();
    for (_, names) in super::cues::lines("months").filter_map(|line| line.split_once(':')) {
        for (month, forms) in (1..).zip(names.split('|')) {
            months.extend(forms.split(' ').filter(|form| !form.is_empty()).map(|form| (fold(form), month)));
        }
    }
    months.into_iter()
}

/// For each first letter the second letters of the months in ASCII, a bit each.
static BEGINNINGS: LazyLock<[u32; 32]> = LazyLock::new(|| {
    let mut beginnings = [0; 32];
    for (name, _) in months().filter(|(name, _)| name.is_ascii()) {
        if let Some([a, b]) = name.as_bytes().first_chunk() {
            beginnings[letter(*a)] |= 1 << letter(*b);
        }
    }
    beginnings
});

/// The place of a letter of ASCII in the alphabet, whatever its case; marks and digits fall on some place too.
fn letter(byte: u8) -> usize {
    usize::from(byte & 31)
}

/// The month a word names.
pub(super) fn month(word: &str) -> Option<u32> {
    // The longest name has 14 letters; a longer run is a sentence of a script without spaces.
    if word.len() > 48 {
        return None;
    }
    // Nearly every word that is asked for begins like no month.
    if word.is_ascii()
        && word.as_bytes().first_chunk().is_none_or(|[a, b]| BEGINNINGS[letter(*a)] & 1 << letter(*b) == 0)
    {
        return None;
    }
    MONTHS.get(word).copied()
}

/// The month that two words name together.
pub(super) fn month_of_two(first: &str, second: &str) -> Option<u32> {
    // Every such month is Arabic; folding each pair of words of a page to learn that is what it would cost.
    if !first.starts_with(|c| TWO_WORDS.iter().any(|(begins, ..)| begins.starts_with(c))) {
        return None;
    }
    let (first, second) = (fold(first), fold(second));
    TWO_WORDS.iter().find(|(a, b, _)| fold(a) == first && (fold(b) == second)).map(|(.., month)| *month)
}

/// Whether a word may stand between the parts of a date.
pub(super) fn is_between(word: &str) -> bool {
    word.len() <= 8 && BETWEEN.contains(&fold(word).as_str())
}

/// Whether a word is the ending of an ordinal number.
pub(super) fn is_ordinal(word: &str) -> bool {
    word.len() <= 4 && ORDINAL.contains(&word.to_lowercase().as_str())
}

/// Whether a word may stand between a date and its time.
pub(super) fn is_before_time(word: &str) -> bool {
    word.len() <= 8 && BEFORE_TIME.contains(&word.to_lowercase().as_str())
}

/// The offset a zone's letters stand for, in minutes from UTC.
pub(super) fn zone(word: &str) -> Option<i32> {
    let word = word.to_ascii_lowercase();
    ZONES.iter().find(|(name, _)| *name == word).map(|(_, minutes)| *minutes)
}
