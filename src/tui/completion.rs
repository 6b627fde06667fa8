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
const WORDS: [&str; 25] = [
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
    "has:note",
    "sort:date",
    "sort:-date",
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

/// The fields whose values are dates.
const DATED: [&str; 3] = ["date:", "before:", "after:"];

/// The dates that a value being typed may be, the latest first: years, and once there is one, its months; with what stands before them and how
/// many articles each has.
pub fn dates(before: &str, values: &Values) -> Option<(usize, Vec<(String, usize)>)> {
    let start = before.rfind(|c: char| c.is_whitespace() || "(|".contains(c)).map_or(0, |at| at + 1);
    let word = before.get(start..)?.trim_start_matches('-');
    let field =
        DATED.iter().find(|field| word.get(..field.len()).is_some_and(|here| here.eq_ignore_ascii_case(field)))?;
    let value = &word[field.len()..];
    let typed = value.rsplit("..").next().unwrap_or(value);
    let mut found: Vec<(String, usize)> = Vec::new();
    for (day, count) in values.days().iter().rev() {
        let said = day.to_string();
        // With a whole year the year itself comes first, then its months.
        let (year, month) = (said.get(..4)?, said.get(..7));
        let steps = [Some(year).filter(|_| typed.len() <= 4), month.filter(|_| typed.len() >= 4)];
        for step in steps.into_iter().flatten().filter(|step| step.starts_with(typed)) {
            match found.iter_mut().find(|(known, _)| known == step) {
                Some((_, sum)) => *sum += count,
                None => found.push((step.to_owned(), *count)),
            }
        }
    }
    found.sort_by_key(|(step, _)| step.len());
    found.truncate(OFFERED);
    Some((before.len() - typed.len(), found))
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
        } else if let Some((start, found)) = dates(before, values) {
            (start, found.into_iter().map(|(date, _)| date + " ").collect())
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
    fn dates_are_completed_by_year_and_then_by_month() {
        let mut values = values();
        let days = [("2021-03-02", 1), ("2021-03-09", 2), ("2021-11", 4), ("2022", 8)];
        values.take_days(
            days.iter().map(|(day, count)| (day.parse().expect("a date"), *count)).collect::<Vec<_>>().into(),
        );
        let offered = |text: &str| -> Vec<String> {
            let (_, found) = dates(text, &values).unwrap_or_default();
            found.into_iter().map(|(date, count)| format!("{date} {count}")).collect()
        };
        assert_eq!(offered("ferry date:"), ["2022 8", "2021 7"]);
        assert_eq!(offered("date:2021"), ["2021 7", "2021-11 4", "2021-03 3"]);
        assert_eq!(offered("after:2021-0"), ["2021-03 3"]);
        assert_eq!(offered("-date:2021-03..202"), ["2022 8", "2021 7"]);
        assert!(offered("update:20").is_empty() && offered("date:1999").is_empty());
        let completion = Completion::of("ferry date:2021-03..20", 22, &values).expect("there is one");
        assert_eq!(completion.text().0, "ferry date:2021-03..2022 ");
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
