//! Terms of a query put in and taken out of its text, which otherwise stays as it was typed.

use crate::library::{Facet, Query, Understood};

/// Fields that say when.
const DATES: [&str; 3] = ["date:", "before:", "after:"];

/// The field that each facet is searched by.
pub fn field(facet: Facet) -> &'static str {
    match facet {
        Facet::Publisher => "source",
        Facet::Byline => "by",
        Facet::Section => "section",
        Facet::Language => "lang",
        Facet::Tag => "tag",
    }
}

/// The term that finds a value of a facet; `None` where no query can name it.
pub fn term(facet: Facet, value: &str) -> Option<String> {
    let plain = value.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_'));
    let quote = |c: char| matches!(c, '"' | '“' | '”' | '„' | '＂');
    let field = field(facet);
    let written = match value.find(quote) {
        _ if plain => format!("{field}:{value}"),
        None => format!("{field}:\"{value}\""),
        // Tags are compared whole, and no query can hold a quote: the tags that begin so.
        Some(end) if facet == Facet::Tag => format!("{field}:\"{}\"*", &value[..end]),
        Some(_) => format!("{field}:\"{}\"", value.replace(quote, " ")),
    };
    Some(written).filter(|term| !Query::parse(term).is_empty())
}

/// The text with a term more. It stands at the beginning, so that a last word that is still being typed stays the last.
pub fn with(text: &str, term: &str) -> String {
    let dangling =
        Query::understood(text).first().filter(|(_, part)| *part == Understood::Ignored).map(|(range, _)| range.end);
    let rest = text[dangling.unwrap_or(0)..].trim_start();
    format!("{term} {rest}")
}

/// The text without a term, where it stands there as such.
pub fn without(text: &str, term: &str) -> Option<String> {
    let ends = |at: usize| text[at..].chars().next().is_none_or(char::is_whitespace);
    let begins = |at: usize| text[..at].chars().next_back().is_none_or(char::is_whitespace);
    let (at, _) = text.match_indices(term).find(|(at, _)| begins(*at) && ends(at + term.len()))?;
    Some(format!("{}{}", &text[..at], text[at + term.len()..].trim_start()))
}

/// Whether the text says when.
pub fn says_when(text: &str) -> bool {
    !dates(text).is_empty()
}

/// The text that finds what is of a time only, whatever time it named before.
pub fn at_time(text: &str, span: &str) -> String {
    with(&at_any_time(text), &format!("date:{span}"))
}

/// The text without what it says of time.
pub fn at_any_time(text: &str) -> String {
    let mut out = text.to_owned();
    for range in dates(text).into_iter().rev() {
        let rest = out[range.end..].trim_start().to_owned();
        out.truncate(range.start);
        out.push_str(&rest);
    }
    out
}

/// Where the text says when.
fn dates(text: &str) -> Vec<std::ops::Range<usize>> {
    let parts = Query::understood(text);
    let mut found = Vec::new();
    for (place, (range, part)) in parts.iter().enumerate() {
        let before =
            place.checked_sub(1).and_then(|before| parts.get(before)).filter(|(before, _)| before.end == range.start);
        match (part, before) {
            (Understood::Value, Some((field, Understood::Field)))
                if DATES.iter().any(|date| date.eq_ignore_ascii_case(&text[field.clone()])) =>
            {
                found.push(field.start..range.end);
            }
            (Understood::Value, _) if text[range.clone()].starts_with('@') => found.push(range.clone()),
            _ => {}
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_quoted_so_that_they_are_found_again() {
        for (facet, value, term) in [
            (Facet::Language, "en", "lang:en"),
            (Facet::Publisher, "Harbour Courier", "source:\"Harbour Courier\""),
            (Facet::Byline, "O'Neill", "by:\"O'Neill\""),
            (Facet::Section, "A \"B\" C", "section:\"A  B  C\""),
            (Facet::Tag, "long \"reads\"", "tag:\"long \"*"),
        ] {
            assert_eq!(super::term(facet, value).as_deref(), Some(term));
        }
        assert_eq!(super::term(Facet::Section, "…"), None);
    }

    #[test]
    fn a_term_is_put_in_and_taken_out_and_the_rest_stays() {
        assert_eq!(with("fer", "lang:en"), "lang:en fer");
        assert_eq!(with("", "lang:en"), "lang:en ");
        assert_eq!(with("OR fer", "lang:en"), "lang:en fer");
        assert_eq!(without("lang:en fer", "lang:en").as_deref(), Some("fer"));
        assert_eq!(without("a -lang:en fer", "-lang:en").as_deref(), Some("a fer"));
        assert_eq!(without("lang:english", "lang:en"), None);
    }

    #[test]
    fn one_time_takes_the_place_of_another() {
        assert_eq!(at_time("date:2019 fer @7d x", "2020-01"), "date:2020-01 fer x");
        assert_eq!(at_any_time("a -date:2018 after:2019-01"), "a -date:2018 ");
        assert!(says_when("a before:2019") && !says_when("a date: b 2019"));
    }
}
