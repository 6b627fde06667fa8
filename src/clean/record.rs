//! Record → article: what came clean is put in order, not cleaned. Total, like cleaning: the only record that gives no article is one without text.

use super::metadata::{Trust, derived, language_code, language_seen, names, stated};
use crate::article::{Article, Headline, Part};
use crate::date::PartialDate;
use crate::page::{Record, Role, is_link};
use crate::text::{fold, sanitise, sanitise_line, squeeze};
use chrono::Datelike;

/// An article made from a record.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filed {
    /// The article.
    pub article: Article,
    /// The date that the record gives, where it cannot be read or has two readings; of two readings the article has what both say.
    pub unread_date: Option<String>,
}

/// Puts a record into the form of an article; `None` where it has no text. `body` is its text where that is HTML and was read already.
pub fn file(record: &Record, body: Option<Vec<Part>>) -> Option<Filed> {
    let body = body.unwrap_or_else(|| record.all(Role::Text).flat_map(paragraphs).collect());
    let lead = body.iter().flat_map(Part::texts).find(|text| !text.is_empty())?.to_owned();
    let line = |role| record.first(role).map(line).filter(|value| !value.is_empty());
    let (published, unread_date) = match record.first(Role::Published) {
        None => (None, None),
        Some(written) => match date(written) {
            (Some(date), true) => (Some(date), None),
            (date, _) => (date, Some(self::line(written))),
        },
    };
    let (byline, by_agency) = byline(record);
    let article = Article {
        headline: match line(Role::Headline) {
            Some(text) => Headline { text, derived: false },
            None => Headline { text: derived(&lead).unwrap_or_default(), derived: true },
        },
        byline,
        publisher: line(Role::Publisher),
        agency: line(Role::Agency).or(by_agency),
        section: line(Role::Section),
        dateline: line(Role::Dateline),
        published,
        modified: record
            .first(Role::Modified)
            .and_then(|written| date(written).0)
            .filter(|date| Some(*date) != published),
        language: record.first(Role::Language).and_then(language_code).or_else(|| language_seen(&sample(&body))),
        standfirst: line(Role::Standfirst).filter(|text| !opens(&lead, text)),
        notice: line(Role::Notice),
        url: line(Role::Url).filter(|url| is_link(url)),
        body,
        notes: Vec::new(),
    };
    Some(Filed { article, unread_date })
}

fn line(text: &str) -> String {
    squeeze(&sanitise_line(text))
}

/// The paragraphs of a plain text: parted by empty lines where it has any, else by every line break.
fn paragraphs(text: &str) -> Vec<Part> {
    let text = sanitise(text);
    let mut parts: Vec<String> = Vec::new();
    let parted = text.trim().lines().any(|line| line.trim().is_empty());
    let mut open = false;
    for line in text.lines() {
        let line = squeeze(line);
        if line.is_empty() {
            open = false;
            continue;
        }
        match parts.last_mut() {
            Some(last) if open && parted => {
                last.push(' ');
                last.push_str(&line);
            }
            _ => parts.push(line),
        }
        open = true;
    }
    parts.into_iter().map(|text| Part::Paragraph(text.into())).collect()
}

/// What the language is told by: the first paragraphs.
fn sample(body: &[Part]) -> String {
    let mut sample = String::new();
    for text in body.iter().flat_map(Part::texts) {
        sample.push_str(text);
        sample.push(' ');
        if sample.len() > 900 {
            break;
        }
    }
    sample
}

/// The date, and whether nothing of what is written was left out.
fn date(written: &str) -> (Option<PartialDate>, bool) {
    let text = written.trim();
    if let Ok(date) = text.parse() {
        return (Some(date), true);
    }
    match stated(text) {
        None => (None, false),
        Some(found) => match found.month_first {
            Some(other) if other != found.date => (PartialDate::year(found.date.first_day().year()), false),
            _ => (Some(found.date), true),
        },
    }
}

/// The names of all values, and an agency among them.
fn byline(record: &Record) -> (Vec<String>, Option<String>) {
    let (mut people, mut agency): (Vec<String>, Option<String>) = (Vec::new(), None);
    for value in record.all(Role::Byline) {
        let found = names(&line(value), Trust::Stated);
        agency = agency.or(found.agency.map(str::to_owned));
        for name in found.people {
            if !people.iter().any(|known| fold(known) == fold(&name)) {
                people.push(name);
            }
        }
    }
    (people, agency)
}

/// Whether a summary is no more than how the text begins.
fn opens(lead: &str, summary: &str) -> bool {
    let summary = summary.trim_end_matches(['.', '…', ' ', '[', ']']);
    lead.starts_with(summary) || summary.starts_with(lead)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn record(values: &[(Role, &str)]) -> Record {
        Record { values: values.iter().map(|(role, value)| (*role, (*value).to_owned())).collect() }
    }

    fn filed(values: &[(Role, &str)]) -> Filed {
        file(&record(values), None).expect("it has a text")
    }

    #[test]
    fn a_record_becomes_an_article() {
        let Article { headline, byline, published, language, body, url, standfirst, .. } = filed(&[
            (Role::Headline, "  Ferry\nreturns "),
            (Role::Text, "The ferry ran again on Monday, the harbour office said.\n\nNobody\nwas late."),
            (Role::Published, "2019-06-24T16:16:05Z"),
            (Role::Byline, "By Ida Marsh and Tom Reed"),
            (Role::Url, "javascript:alert(1)"),
            (Role::Standfirst, "The ferry ran again…"),
        ])
        .article;
        assert_eq!((headline.text.as_str(), headline.derived), ("Ferry returns", false));
        assert_eq!(byline, ["Ida Marsh", "Tom Reed"]);
        assert_eq!(published.map(|date| date.to_string()).as_deref(), Some("2019-06-24T16:16Z"));
        assert_eq!(language.as_deref(), Some("en"));
        assert_eq!(body.iter().flat_map(Part::texts).nth(1), Some("Nobody was late."));
        assert_eq!((url, standfirst), (None, None));
    }

    #[test]
    fn dates_are_read_in_many_forms_and_never_guessed() {
        for (written, date, read) in [
            ("2019-06", Some("2019-06"), true),
            ("2019-06-24 16:16:05", Some("2019-06-24T16:16"), true),
            ("24 June 2019", Some("2019-06-24"), true),
            ("Mon, 24 Jun 2019 16:16:00 GMT", Some("2019-06-24T16:16Z"), true),
            ("1561392960", Some("2019-06-24T16:16Z"), true),
            ("25/06/2019", Some("2019-06-25"), true),
            ("03/04/2019", Some("2019"), false),
            ("last Tuesday", None, false),
        ] {
            let found = filed(&[(Role::Text, "A text."), (Role::Published, written)]);
            assert_eq!(found.article.published.map(|date| date.to_string()).as_deref(), date, "{written}");
            assert_eq!(found.unread_date.is_none(), read, "{written}");
        }
    }

    #[test]
    fn a_record_without_text_is_no_article_and_one_without_headline_gets_one() {
        assert_eq!(file(&record(&[(Role::Headline, "Ferry"), (Role::Text, " \n ")]), None), None);
        let headline = filed(&[(Role::Text, "The night ferry to Elsen returned to its timetable on Monday.")]);
        assert!(headline.article.headline.derived && headline.article.headline.text.starts_with("The night ferry"));
    }

    #[test]
    fn every_line_is_a_paragraph_where_none_is_empty() {
        for (text, count) in [("One.\nTwo.\n", 2), ("One\ntwo.\n\nThree.", 2), ("\n\nOne.\nTwo.", 2)] {
            assert_eq!(paragraphs(text).len(), count, "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn any_values_make_an_article_or_none(values in prop::collection::vec((0usize..5, any::<String>()), 0..6)) {
            let roles = [Role::Headline, Role::Text, Role::Published, Role::Byline, Role::Language];
            let record = Record { values: values.into_iter().map(|(role, value)| (roles[role], value)).collect() };
            if let Some(filed) = file(&record, None) {
                prop_assert!(filed.article.body.iter().flat_map(Part::texts).all(|text| !text.contains(char::is_control)));
            }
        }
    }
}
