//! Where a query's words stand in a text, for the list and the reader: found by the same units that the index keeps, so that what is marked
//! is what was found.

use super::query::{Field, Query};
use crate::text::{Unit, units};
use std::collections::{HashMap, HashSet};
use std::ops::Range;

/// Marks the words of a query in texts. Only what is wanted is marked, not what must not match.
#[derive(Clone, Debug, Default)]
pub struct Marker {
    patterns: Vec<Pattern>,
    /// The patterns by their first word, where that is whole.
    whole: HashMap<String, Vec<usize>>,
    /// The patterns that are the start of one word.
    starts: Vec<usize>,
}

/// Words that stand side by side.
#[derive(Clone, Debug)]
struct Pattern {
    units: Vec<Unit>,
    /// The words as typed, where letters must be so.
    spelt: Option<Vec<String>>,
    /// The last word may go on.
    open: bool,
}

impl Query {
    /// What of the query can be marked in headlines and bodies.
    pub fn marker(&self) -> Marker {
        let mut marker = Marker::default();
        let mut met = HashSet::new();
        if let Some(root) = self.root() {
            root.wanted(&mut |words| {
                if matches!(words.field, Field::Article | Field::Headline | Field::Body) && met.insert(words) {
                    let (units, open) = words.units();
                    let spelt = words
                        .exact
                        .then(|| units.iter().map(|unit| words.text[unit.range.clone()].to_owned()).collect());
                    let place = marker.patterns.len();
                    match units.as_slice() {
                        [only] if open && !only.unspaced => marker.starts.push(place),
                        [first, ..] => marker.whole.entry(first.folded.clone()).or_default().push(place),
                        [] => return,
                    }
                    marker.patterns.push(Pattern { units, spelt, open });
                }
            });
        }
        marker
    }
}

impl Marker {
    /// Whether it marks nothing in any text.
    pub fn is_empty(&self) -> bool {
        self.patterns.is_empty()
    }

    /// The byte ranges of the hits, in order and apart. A phrase is one range, a word found by its start is marked whole.
    pub fn ranges(&self, text: &str) -> Vec<Range<usize>> {
        if self.is_empty() {
            return Vec::new();
        }
        let found: Vec<Unit> = units(text).collect();
        let mut ranges: Vec<Range<usize>> = Vec::new();
        for (place, unit) in found.iter().enumerate() {
            let candidates = self.whole.get(&unit.folded).into_iter().flatten().chain(&self.starts);
            for pattern in candidates.filter_map(|&candidate| self.patterns.get(candidate)) {
                let window = found.get(place..place + pattern.units.len()).unwrap_or_default();
                if let (Some(last), true) = (window.last(), pattern.matches(text, window)) {
                    ranges.push(unit.range.start..last.range.end);
                }
            }
        }
        ranges.sort_by_key(|range| (range.start, std::cmp::Reverse(range.end)));
        let mut apart: Vec<Range<usize>> = Vec::with_capacity(ranges.len());
        for range in ranges {
            match apart.last_mut() {
                Some(last) if range.start < last.end => last.end = last.end.max(range.end),
                _ => apart.push(range),
            }
        }
        apart
    }
}

impl Pattern {
    /// Whether units of a text are these words. Units of one run in the query are of one run in the text.
    fn matches(&self, text: &str, found: &[Unit]) -> bool {
        let last = self.units.len() - 1;
        self.units.iter().zip(found).enumerate().all(|(place, (wanted, found))| {
            let open = place == last && self.open && !wanted.unspaced;
            let same = if open { found.folded.starts_with(&wanted.folded) } else { found.folded == wanted.folded };
            let joined = place == 0 || wanted.joined == found.joined;
            let spelt = open
                || wanted.unspaced
                || self
                    .spelt
                    .as_ref()
                    .is_none_or(|spelt| spelt.get(place).is_some_and(|word| *word == text[found.range.clone()]));
            same && joined && spelt && wanted.unspaced == found.unspaced
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marked(query: &str, text: &str) -> String {
        let mut out = String::new();
        let mut end = 0;
        for range in Query::parse(query).marker().ranges(text) {
            out += &text[end..range.start];
            out += "[";
            out += &text[range.clone()];
            out += "]";
            end = range.end;
        }
        out + &text[end..]
    }

    #[test]
    fn hits_are_marked_as_they_are_found() {
        for (query, text, expected) in [
            ("ferry ", "The Ferry and the ferryman", "The [Ferry] and the ferryman"),
            ("fer", "The Ferry and the ferryman", "The [Ferry] and the [ferryman]"),
            ("\"old ferry\"", "An old ferry, an old boat", "An [old ferry], an old boat"),
            ("\"old fer", "An old ferry", "An [old ferry]"),
            ("\"old fe", "An old ferry", "An [old] ferry"),
            ("cafe ", "Le Café", "Le [Café]"),
            ("=Cafe ", "Le Café, the Cafe", "Le Café, the [Cafe]"),
            ("-boat old", "old boat", "[old] boat"),
            ("old (boat OR ferry )", "old boat, ferry", "[old] [boat], [ferry]"),
            ("京天", "北京天气", "北[京天]气"),
            ("京", "北京、京都", "北[京]、[京]都"),
            ("by:lee boat ", "Lee and the boat", "Lee and the [boat]"),
            ("mayor's ", "the mayor’s boat", "the [mayor’s] boat"),
        ] {
            assert_eq!(marked(query, text), expected, "{query:?}");
        }
    }

    #[test]
    fn an_empty_query_marks_nothing() {
        for query in ["", "is:unread", "-boat", "date:2019"] {
            assert!(Query::parse(query).marker().is_empty(), "{query:?}");
        }
    }
}
