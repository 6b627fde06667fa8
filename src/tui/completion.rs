//! Completing what is typed into the search bar: the values of fields, from the counts of what is searched, and the names of fields.

use super::facets::Values;
use super::terms::term;
use crate::library::Facet;
use crate::text::fold;
use std::ops::Range;

/// The fields whose values are completed.
const FIELDS: [(&str, Facet); 8] = [
    ("source:", Facet::Publisher),
    ("publisher:", Facet::Publisher),
    ("by:", Facet::Byline),
    ("author:", Facet::Byline),
    ("section:", Facet::Section),
    ("lang:", Facet::Language),
    ("tag:", Facet::Tag),
    ("#", Facet::Tag),
];

/// Words of the query language, as they are completed; those that end in a colon want a value.
const WORDS: [&str; 23] = [
    "source:",
    "by:",
    "section:",
    "tag:",
    "lang:",
    "title:",
    "body:",
    "place:",
    "url:",
    "file:",
    "date:",
    "before:",
    "after:",
    "is:unread",
    "is:read",
    "is:starred",
    "is:hidden",
    "is:undated",
    "has:link",
    "has:code",
    "sort:date",
    "sort:score",
    "sort:title",
];

/// How many are offered.
const OFFERED: usize = 12;

/// A value that is being typed: of which facet, where it stands with its field, and as far as it is typed.
#[derive(Debug, PartialEq, Eq)]
pub struct Typed<'a> {
    /// The facet.
    pub facet: Facet,
    range: Range<usize>,
    value: &'a str,
}

/// The value of a field that the text ends in.
pub fn typed(before: &str) -> Option<Typed<'_>> {
    let fields = FIELDS.iter().filter_map(|(name, facet)| {
        let start = before.char_indices().rev().find_map(|(at, _)| {
            let named = before.get(at..at + name.len()).is_some_and(|here| here.eq_ignore_ascii_case(name));
            let begins = before[..at].chars().next_back().is_none_or(|c| c.is_whitespace() || "(-|".contains(c));
            (named && begins).then_some(at)
        })?;
        Some((start, name.len(), *facet))
    });
    let (start, name, facet) = fields.max_by_key(|(start, name, _)| (*start, *name))?;
    let rest = &before[start + name..];
    let value = match rest.strip_prefix('"') {
        Some(quoted) => Some(quoted).filter(|quoted| !quoted.contains('"')),
        None => Some(rest).filter(|rest| !rest.contains(char::is_whitespace)),
    }?;
    Some(Typed { facet, range: start..before.len(), value })
}

/// What the text may go on with, the best first.
pub fn offered<'a>(typed: &Typed<'_>, values: &'a Values) -> Vec<&'a (String, usize)> {
    let wanted = fold(typed.value);
    let mut fitting: Vec<(bool, &(String, usize))> = values
        .of(typed.facet)
        .iter()
        .filter_map(|value| {
            let name = fold(&value.0);
            let inside = name.split_whitespace().any(|word| word.starts_with(&wanted)) || name.contains(&wanted);
            inside.then(|| (!name.starts_with(&wanted), value))
        })
        .collect();
    fitting.sort_by_key(|(inside, _)| *inside);
    fitting.into_iter().map(|(_, value)| value).take(OFFERED).collect()
}

/// What has been completed, to go on to the next possibility.
#[derive(Debug, PartialEq, Eq)]
pub struct Completion {
    /// What stood before and behind the word.
    around: (String, String),
    /// What may stand there.
    choices: Vec<String>,
    chosen: usize,
}

impl Completion {
    /// The possibilities for a text, with the cursor at a byte of it; `None` where there are none.
    pub fn of(text: &str, cursor: usize, values: &Values) -> Option<Completion> {
        let (before, behind) = text.split_at_checked(cursor)?;
        let (start, choices) = if let Some(typed) = typed(before) {
            let terms = offered(&typed, values).into_iter().filter_map(|(value, _)| term(typed.facet, value));
            (typed.range.start, terms.map(|term| term + " ").collect::<Vec<_>>())
        } else {
            let begins = |c: char| c.is_whitespace() || "(-|".contains(c);
            let start = before.rfind(begins).map_or(0, |at| at + 1);
            let word = before.get(start..).filter(|word| !word.is_empty())?.to_lowercase();
            (start, WORDS.iter().filter(|known| known.starts_with(&word)).map(|known| (*known).to_owned()).collect())
        };
        let around = (before[..start].to_owned(), behind.trim_start().to_owned());
        (!choices.is_empty()).then_some(Completion { around, choices, chosen: 0 })
    }

    /// Goes on to the next possibility, or back to the one before.
    pub fn turn(&mut self, forward: bool) {
        let count = self.choices.len();
        self.chosen = (self.chosen + if forward { 1 } else { count - 1 }) % count;
    }

    /// The text as completed, and the byte of it that the cursor is at.
    pub fn text(&self) -> (String, usize) {
        let before = format!("{}{}", self.around.0, self.choices[self.chosen]);
        (format!("{before}{}", self.around.1), before.len())
    }

    /// The possibilities, and which of them stands in the bar.
    pub fn choices(&self) -> (&[String], usize) {
        (&self.choices, self.chosen)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values() -> Values {
        let mut values = Values::default();
        let sources = [("Skarn Post", 5), ("Harbour Courier", 4), ("Post Harbour", 1)];
        values.take(Facet::Publisher, sources.map(|(name, count)| (name.to_owned(), count)).to_vec());
        values.take(Facet::Tag, vec![("later".to_owned(), 1)]);
        values
    }

    fn completed(text: &str, turns: usize) -> Option<String> {
        let mut completion = Completion::of(text, text.len(), &values())?;
        (0..turns).for_each(|_| completion.turn(true));
        Some(completion.text().0)
    }

    #[test]
    fn values_are_completed_and_turned_through() {
        assert_eq!(completed("fer source:har", 0).as_deref(), Some("fer source:\"Harbour Courier\" "));
        assert_eq!(completed("fer source:har", 1).as_deref(), Some("fer source:\"Post Harbour\" "));
        assert_eq!(completed("fer source:har", 2).as_deref(), Some("fer source:\"Harbour Courier\" "));
        assert_eq!(completed("-source:\"skarn p", 0).as_deref(), Some("-source:\"Skarn Post\" "));
        assert_eq!(completed("#la", 0).as_deref(), Some("tag:later "));
        assert_eq!(completed("source:xyz", 0), None);
    }

    #[test]
    fn names_of_fields_are_completed() {
        assert_eq!(completed("fer so", 0).as_deref(), Some("fer source:"));
        assert_eq!(completed("is:st", 0).as_deref(), Some("is:starred"));
        assert_eq!(completed("fer ", 0), None);
        assert_eq!(completed("xyz", 0), None);
    }

    #[test]
    fn what_stands_behind_the_cursor_stays() {
        let completion = Completion::of("source:sk ferry", 9, &values()).expect("there is one");
        assert_eq!(completion.text(), ("source:\"Skarn Post\" ferry".to_owned(), 20));
    }

    #[test]
    fn a_value_that_is_finished_is_not_typed() {
        assert!(typed("source:\"Skarn Post\" x").is_none());
        assert!(typed("source:skarn x").is_none());
        assert!(typed("resource:sk").is_none());
        assert_eq!(typed("source:sk").map(|typed| typed.facet), Some(Facet::Publisher));
    }
}
