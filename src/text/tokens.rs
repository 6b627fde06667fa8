//! Words as the index, the query and the marks on the screen see them: one splitting for all three, so that they cannot disagree.
//!
//! A text is first cut into *units*: a run of letters and digits (with the marks and joiners inside of it) of a spaced script, or a single
//! character of an unspaced one. Units are what is matched and marked. The index keeps *terms* made from them: a spaced unit as it is; of
//! an unspaced run each pair of neighbours, and its last character alone, so that every piece of a run, down to one character, is found as a
//! term, the start of a term, or a phrase of terms.

use super::{fold, is_unspaced, truncate};
use std::ops::Range;
use unicode_normalization::char::is_combining_mark;
use unicode_segmentation::UnicodeSegmentation;

/// Folded units are cut at this many bytes; what is longer is no word, and would only swell the index.
const UNIT_BYTES: usize = 80;

/// The smallest thing that is matched: a word of a spaced script or a character of an unspaced one.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Unit {
    /// The folded form.
    pub folded: String,
    /// Where it stands in the text, in bytes.
    pub range: Range<usize>,
    /// Whether its script is written without spaces.
    pub unspaced: bool,
    /// Whether it follows the unit before it in the same unspaced run. `北京` is two units, the second joined; `北 京` has none joined.
    pub joined: bool,
}

/// A term of the index: its text and its place among the units of the text.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Term {
    /// The folded text.
    pub text: String,
    /// The number of units before it.
    pub position: usize,
    /// Where its units stand in the text, in bytes.
    pub range: Range<usize>,
    /// In a query: the term may go on in the index. True for a lone unspaced character, which is found inside any run.
    pub open: bool,
}

/// The units of a text, in order.
pub fn units(text: &str) -> Units<'_> {
    Units { text, at: 0, run_end: 0, inside: false }
}

/// Iterates over the [`Unit`]s of a text.
#[derive(Clone, Debug)]
pub struct Units<'a> {
    text: &'a str,
    /// Everything before this byte is done.
    at: usize,
    /// The end of the unspaced run that `at` stands in; not after `at` where it stands in none.
    run_end: usize,
    /// Whether that run has given a unit already.
    inside: bool,
}

/// A [`Unit`] without its folded form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bare {
    /// Where it stands in the text, in bytes.
    pub range: Range<usize>,
    /// Whether its script is written without spaces.
    pub unspaced: bool,
    /// Whether it follows the unit before it in the same unspaced run.
    pub joined: bool,
}

impl Units<'_> {
    /// Gives the next unit with its folded form behind what `into` holds, so that a long text needs no memory for each of its words.
    pub fn next_into(&mut self, into: &mut String) -> Option<Bare> {
        loop {
            if self.at < self.run_end {
                let cluster = self.text[self.at..self.run_end].graphemes(true).next()?;
                let range = self.at..self.at + cluster.len();
                self.at = range.end;
                let folded = folded(cluster);
                if !folded.is_empty() {
                    into.push_str(&folded);
                    let joined = std::mem::replace(&mut self.inside, true);
                    return Some(Bare { range, unspaced: true, joined });
                }
                continue;
            }
            let (start, end, ascii) = self.next_run()?;
            if ascii {
                self.at = end;
                let from = into.len();
                into.push_str(&self.text[start..end.min(start + UNIT_BYTES)]);
                into[from..].make_ascii_lowercase();
                return Some(Bare { range: start..end, unspaced: false, joined: false });
            }
            self.at = start;
            if self.text[start..].chars().next().is_some_and(is_unspaced) {
                (self.run_end, self.inside) = (end, false);
                continue;
            }
            self.at = end;
            let folded = folded(&self.text[start..end]);
            if !folded.is_empty() {
                into.push_str(&folded);
                return Some(Bare { range: start..end, unspaced: false, joined: false });
            }
        }
    }

    /// Where the next run of letters and digits of one kind of script stands, and whether it is all ASCII.
    fn next_run(&self) -> Option<(usize, usize, bool)> {
        let rest = self.text.as_bytes().get(self.at..)?;
        // Most text is ASCII, whose words are told without reading characters.
        let gap = rest.iter().position(|byte| byte.is_ascii_alphanumeric() || !byte.is_ascii())?;
        let word = rest.get(gap..)?;
        let length = word.iter().position(|byte| !byte.is_ascii_alphanumeric()).unwrap_or(word.len());
        if length > 0 && word.get(length).is_none_or(u8::is_ascii) {
            return Some((self.at + gap, self.at + gap + length, true));
        }
        let start = self.at + gap + self.text[self.at + gap..].find(char::is_alphanumeric)?;
        let unspaced = is_unspaced(self.text[start..].chars().next()?);
        let length = self.text[start..]
            .char_indices()
            .find(|&(_, c)| !inside_word(c) || (is_unspaced(c) != unspaced && c.is_alphanumeric()))
            .map_or(self.text.len() - start, |(length, _)| length);
        Some((start, start + length, false))
    }
}

impl Iterator for Units<'_> {
    type Item = Unit;

    fn next(&mut self) -> Option<Unit> {
        let mut folded = String::new();
        let Bare { range, unspaced, joined } = self.next_into(&mut folded)?;
        Some(Unit { folded, range, unspaced, joined })
    }
}

/// Marks and joiners go on a word, but start none.
fn inside_word(c: char) -> bool {
    c.is_alphanumeric() || (!c.is_ascii() && (is_combining_mark(c) || is_joiner(c)))
}

fn is_joiner(c: char) -> bool {
    matches!(c, '\u{200C}' | '\u{200D}')
}

/// The folded word without its joiners: they shape letters, and few people type them.
fn folded(word: &str) -> String {
    let mut folded = fold(word);
    if !folded.is_ascii() {
        folded.retain(|c| !is_joiner(c));
    }
    folded.truncate(truncate(&folded, UNIT_BYTES).len());
    folded
}

/// Gives the terms that the index keeps of a text.
pub fn index_terms(text: &str) -> IndexTerms<'_> {
    IndexTerms { units: units(text), waiting: None, position: 0 }
}

/// Iterates over the [`Term`]s that the index keeps.
#[derive(Clone, Debug)]
pub struct IndexTerms<'a> {
    units: Units<'a>,
    /// The unit that was read ahead.
    waiting: Option<Unit>,
    position: usize,
}

impl Iterator for IndexTerms<'_> {
    type Item = Term;

    fn next(&mut self) -> Option<Term> {
        let unit = self.waiting.take().or_else(|| self.units.next())?;
        let position = self.position;
        self.position += 1;
        let (mut text, mut range) = (unit.folded, unit.range);
        if unit.unspaced {
            self.waiting = self.units.next();
            if let Some(next) = self.waiting.as_ref().filter(|next| next.joined) {
                text.push_str(&next.folded);
                range.end = next.range.end;
            }
        }
        Some(Term { text, position, range, open: false })
    }
}

/// The terms to look for where the units are to stand in this order, side by side.
///
/// The last character of the last unspaced run is left out: the pair before it holds it already. Where more follows, it is asked for alone, which is
/// how the index keeps the end of a run: `東京 都` is not found in `東京都`.
pub fn query_terms(units: &[Unit]) -> Vec<Term> {
    let mut terms = Vec::new();
    for (position, unit) in units.iter().enumerate() {
        let next = units.get(position + 1);
        match next.filter(|next| next.joined) {
            Some(next) => terms.push(Term {
                text: format!("{}{}", unit.folded, next.folded),
                position,
                range: unit.range.start..next.range.end,
                open: false,
            }),
            None if unit.joined && next.is_none() => {}
            None => terms.push(Term {
                text: unit.folded.clone(),
                position,
                range: unit.range.clone(),
                open: unit.unspaced && next.is_none(),
            }),
        }
    }
    terms
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn index(text: &str) -> Vec<(String, usize)> {
        index_terms(text).map(|term| (term.text, term.position)).collect()
    }

    fn query(text: &str) -> Vec<(String, usize)> {
        query_terms(&units(text).collect::<Vec<_>>()).into_iter().map(|term| (term.text, term.position)).collect()
    }

    fn pairs(expected: &[(&str, usize)]) -> Vec<(String, usize)> {
        expected.iter().map(|&(text, position)| (text.to_owned(), position)).collect()
    }

    #[test]
    fn words_are_runs_of_letters_and_digits_and_apostrophes_split_them() {
        assert_eq!(
            index("The Mayor’s 2nd café!"),
            pairs(&[("the", 0), ("mayor", 1), ("s", 2), ("2nd", 3), ("cafe", 4)])
        );
    }

    #[test]
    fn marks_and_joiners_stay_inside_words() {
        assert_eq!(index("cafe\u{301}s"), pairs(&[("cafes", 0)]));
        assert_eq!(index("می‌خواهم"), pairs(&[("میخواهم", 0)]));
        assert_eq!(index("हिन्दी"), pairs(&[("हिन्दी", 0)]));
    }

    #[test]
    fn a_space_between_unspaced_runs_is_asked_for() {
        assert_eq!(query("東京都 京都"), pairs(&[("東京", 0), ("京都", 1), ("都", 2), ("京都", 3)]));
    }

    #[test]
    fn unspaced_runs_become_pairs_and_a_last_character() {
        assert_eq!(
            index("北京天 iPhone手机"),
            pairs(&[("北京", 0), ("京天", 1), ("天", 2), ("iphone", 3), ("手机", 4), ("机", 5)])
        );
        assert_eq!(query("北京天"), pairs(&[("北京", 0), ("京天", 1)]));
        assert_eq!(query("京"), pairs(&[("京", 0)]));
        assert_eq!(query("手机 abc"), pairs(&[("手机", 0), ("机", 1), ("abc", 2)]));
        assert_eq!(query("北 京"), pairs(&[("北", 0), ("京", 1)]));
    }

    #[test]
    fn half_width_kana_and_their_voicing_are_one_character() {
        assert_eq!(index("ｶﾞｽ"), index("ガス"));
    }

    #[test]
    fn ranges_point_into_the_original() {
        let text = "Łódź — 北京";
        let found: Vec<&str> = units(text).map(|unit| &text[unit.range]).collect();
        assert_eq!(found, ["Łódź", "北", "京"]);
    }

    #[test]
    fn endless_words_are_cut() {
        let text = "é".repeat(500);
        assert_eq!(units(&text).map(|unit| unit.folded.len()).collect::<Vec<_>>(), [UNIT_BYTES]);
    }

    proptest! {
        #[test]
        fn words_of_ascii_are_told_as_all_others_are(text in "[a-cA-C1é’\\u{301}\\u{200D} 京.-]{0,30}") {
            let words: Vec<String> = text
                .split(|c: char| !inside_word(c) || is_unspaced(c))
                .filter_map(|run| Some(folded(&run[run.find(char::is_alphanumeric)?..])))
                .collect();
            let found = units(&text).filter(|unit| !unit.unspaced);
            prop_assert_eq!(found.map(|unit| unit.folded).collect::<Vec<_>>(), words);
        }

        #[test]
        fn units_are_in_order_apart_and_never_empty(text in any::<String>()) {
            let mut end = 0;
            for unit in units(&text) {
                prop_assert!(unit.range.start >= end && unit.range.end > unit.range.start && !unit.folded.is_empty());
                prop_assert!(text.get(unit.range.clone()).is_some());
                end = unit.range.end;
            }
        }

        #[test]
        fn any_stretch_of_units_is_found_in_the_index(text in "[a-zé’ 北京天気ガｶﾞ한국ไทย.-]{0,40}", from in 0usize..20, len in 1usize..6) {
            let all: Vec<Unit> = units(&text).collect();
            if from + len <= all.len() {
                let stretch = &text[all[from].range.start..all[from + len - 1].range.end];
                let kept: Vec<Term> = index_terms(&text).collect();
                for wanted in query_terms(&units(stretch).collect::<Vec<_>>()) {
                    prop_assert!(kept.iter().any(|term| term.position == wanted.position + from
                        && (term.text == wanted.text || (wanted.open && term.text.starts_with(&wanted.text)))), "{stretch:?} {wanted:?}");
                }
            }
        }
    }
}
