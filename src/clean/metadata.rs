//! What is known of an article beside its body: headline, byline, dates, publisher, agency, section, dateline, language, notice.
//!
//! One ranking for HTML and for text dumps: every claim of the page's structure and every line that may be one is a candidate with a weight and
//! the name of its witness; claims that agree support each other. What won is kept as evidence, so that it can be explained.

mod address;
mod byline;
mod clock;
mod contest;
pub(super) mod cues;
mod dateline;
mod dates;
mod headline;
mod joined;
mod language;
mod months;
mod names;
mod notice;
mod rank;
mod section;
mod setting;
mod site;
mod tokens;
mod written;

pub(super) use headline::derived;
pub(super) use language::{code as language_code, seen as language_seen};
pub(super) use names::{Trust, names};
pub(super) use written::{stated, written};

use super::Verdict;
use crate::article::Headline;
use crate::date::PartialDate;
use crate::page::{Field, Label, Page, PageKind, Shape, Witness, is_link};
use crate::text::{bare, word_count};
pub use contest::{Contender, Table, Traits};
use rank::{Candidate, elect};
use setting::Setting;
use std::fmt;

/// What a page says of its article.
#[derive(Clone, Debug, Default)]
pub struct Metadata {
    /// The headline; made from the lead where the page has none, and empty where it has no body either.
    pub headline: Headline,
    /// The names in the byline.
    pub byline: Vec<String>,
    /// The publication.
    pub publisher: Option<String>,
    /// The wire agency whose text it is.
    pub agency: Option<String>,
    /// The section.
    pub section: Option<String>,
    /// The place the story was filed from.
    pub dateline: Option<String>,
    /// When it was published.
    pub published: Option<PartialDate>,
    /// When it was last changed.
    pub modified: Option<PartialDate>,
    /// The language of the body.
    pub language: Option<String>,
    /// The lines under the headline.
    pub standfirst: Option<String>,
    /// What the publisher says of the article.
    pub notice: Option<String>,
    /// The article's address.
    pub url: Option<String>,
    /// What is glued in front of a block's text and is none of it: the block and the bytes to cut.
    pub cut: Vec<(usize, usize)>,
    /// What each answer rests on.
    pub evidence: Vec<Evidence>,
}

/// What an answer rests on.
#[derive(Clone, Debug, PartialEq)]
pub struct Evidence {
    /// What was asked.
    pub field: Field,
    /// The witness: `JsonLd NewsArticle.datePublished`, `line 93`.
    pub witness: String,
    /// The weight behind it, its support by others included.
    pub weight: f32,
    /// The answer that came next, and its witness.
    pub beaten: Option<(String, String)>,
}

/// The answers that a page offers to what is asked, for learning what their traits weigh.
#[derive(Clone, Debug)]
pub struct Contest {
    /// Which weights it is decided by.
    pub table: Table,
    /// The answers, as text, in the order in which the page gives them.
    pub contenders: Vec<Contender<String>>,
}

/// Everything a page offers where the answer is found by learned weights; what depends on another answer stands on the one in force.
pub fn contests(page: &Page) -> Vec<Contest> {
    let verdicts = super::label::label(page);
    let mut labels: Vec<Label> = verdicts.iter().map(|verdict| verdict.label).collect();
    let html = page.kind == PageKind::Html;
    let (mut setting, _) = set(page, &mut labels);
    let headline = headline::headline(&setting);
    let headline_at = headline.as_ref().and_then(|(found, _)| block_of(&setting, found));
    let headlines = html.then(|| headline::contenders(&setting));
    setting.stand_around(headline_at);
    let shown = |contender: Contender<Vec<String>>| Contender {
        value: contender.value.join(", "),
        from: contender.from,
        traits: contender.traits,
    };
    let people = byline::contenders(&setting, headline_at).into_iter().map(shown).collect();
    let language = language::language(&setting);
    let dated = |contender: Contender<PartialDate>| Contender {
        value: contender.value.to_string(),
        from: contender.from,
        traits: contender.traits,
    };
    let days = dates::contenders(&setting, headline_at, language.as_deref()).into_iter().map(dated).collect();
    let mut contests = vec![
        Contest { table: Table { field: Field::Byline, html }, contenders: people },
        Contest { table: Table { field: Field::Published, html }, contenders: days },
    ];
    contests.extend(headlines.map(|contenders| Contest { table: Table { field: Field::Headline, html }, contenders }));
    contests
}

impl fmt::Display for Evidence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}: {} ({:.1})", self.field, self.witness, self.weight)?;
        match &self.beaten {
            Some((value, witness)) => write!(f, ", before \"{value}\" from {witness}"),
            None => Ok(()),
        }
    }
}

/// Finds what the page says of its article, and labels anew the blocks that say it and no more: a headline, byline, date or notice is not body.
pub(crate) fn metadata(page: &Page, verdicts: &mut [Verdict]) -> Metadata {
    let mut labels: Vec<Label> = verdicts.iter().map(|verdict| verdict.label).collect();
    let found = of_labels(page, &mut labels);
    for (verdict, label) in verdicts.iter_mut().zip(labels) {
        if verdict.label != label {
            verdict.label = label;
            verdict.reasons.push(format!("says the {}", format!("{label:?}").to_lowercase()));
        }
    }
    found
}

/// The page as its metadata are looked for, with its notices labelled and the publication's names known, and the claims of who published it.
fn set<'a>(page: &'a Page, labels: &'a mut [Label]) -> (Setting<'a>, Publication) {
    let notices = notice::notices(&Setting::new(page, labels));
    for &at in &notices {
        labels[at] = Label::Notice;
    }
    let mut setting = Setting::new(page, labels);
    let houses = site::houses(&setting);
    setting.add_houses(houses);
    let mut publishers = site::publishers(&setting);
    for &at in &notices {
        if let Some(name) = notice::speaker(without_date_prefix(setting.text(at))) {
            publishers.push(Candidate::new(name.to_owned(), 6.0, "the notice"));
        }
    }
    let publisher = elect(&publishers, |a, b| bare(a) == bare(b));
    setting.add_houses(publisher.as_ref().map(|found| found.value.clone()));
    (setting, Publication { publisher, notices })
}

/// Who published the page, and the blocks of its notices.
struct Publication {
    publisher: Option<Candidate<String>>,
    notices: Vec<usize>,
}

fn of_labels(page: &Page, labels: &mut [Label]) -> Metadata {
    let mut out = Metadata::default();
    let (mut setting, Publication { publisher, notices }) = set(page, labels);
    out.publisher = note(&mut out.evidence, Field::Publisher, publisher);

    let headline = headline::headline(&setting);
    let headline_at = headline.as_ref().and_then(|(found, _)| block_of(&setting, found));
    out.headline = match headline {
        Some((text, evidence)) => {
            out.evidence.push(evidence);
            Headline { text, derived: false }
        }
        None => Headline { text: setting.lead().and_then(headline::derived).unwrap_or_default(), derived: true },
    };
    setting.stand_around(headline_at);
    let byline = byline::byline(&setting, headline_at);
    out.agency = byline.agency.map(str::to_owned);
    out.evidence.extend(byline.evidence);
    out.byline = byline.people;
    out.language = language::language(&setting);
    let dates = dates::dates(&setting, headline_at, out.language.as_deref());
    out.evidence.extend(dates.evidence);
    out.published = dates.published;
    out.modified = note(&mut out.evidence, Field::Modified, dates.modified);
    let section = section::section(&setting, headline_at);
    out.section = note(&mut out.evidence, Field::Section, section);
    if let Some(found) = dateline::of_opening(setting.opening()) {
        out.dateline = found.place;
        out.agency = found.agency.or(out.agency);
    }
    out.url = address(&setting);
    out.standfirst = standfirst(&setting, headline_at);

    let (start, end) = (setting.start, setting.end);
    out.cut.extend(dates.prefix);
    out.notice = notice_text(page, &notices, &out.cut);
    relabel(page, labels, (start, end), headline_at, &byline.lines, &dates.lines, &out.headline);
    out
}

/// Keeps what an answer rests on and gives the answer.
fn note<T>(evidence: &mut Vec<Evidence>, field: Field, found: Option<Candidate<T>>) -> Option<T> {
    let found = found?;
    evidence.push(Evidence { field, witness: found.from, weight: found.weight, beaten: None });
    Some(found.value)
}

/// The block above the body, or in its beginning, that says exactly that: the last, and where there is no body the first heading before it.
fn block_of(setting: &Setting<'_>, text: &str) -> Option<usize> {
    let wanted = bare(text);
    let until = (setting.start + 4).min(setting.labels.len());
    let mut found = (0..until).rev().filter(|&at| {
        let own = setting.text(at);
        own.len() <= text.len() + 16 && own.len() + 16 >= text.len() && bare(own) == wanted
    });
    let last = found.next()?;
    let is_heading = |at: &usize| matches!(setting.page.blocks[*at].shape, Shape::Heading(_));
    if setting.start < setting.labels.len() || is_heading(&last) {
        return Some(last);
    }
    found.filter(is_heading).last().or(Some(last))
}

/// The text without a cue and a date in front: a disclaimer behind " date 2019-01-24 ".
fn without_date_prefix(text: &str) -> &str {
    written::written(text)
        .first()
        .filter(|date| cues::is_date_cue(&text[..date.range.start]))
        .map_or(text, |date| text[date.range.end..].trim())
}

/// The notices as one text, without what is glued in front of them.
fn notice_text(page: &Page, notices: &[usize], cut: &[(usize, usize)]) -> Option<String> {
    let mut texts: Vec<&str> = Vec::new();
    for &at in notices {
        let bytes = cut.iter().find(|(block, _)| *block == at).map_or(0, |(_, bytes)| *bytes);
        let text = page.blocks[at].text.plain.get(bytes..).unwrap_or("").trim();
        if !text.is_empty() && !texts.contains(&text) {
            texts.push(text);
        }
    }
    (!texts.is_empty()).then(|| texts.join(" "))
}

/// The article's own address.
fn address(setting: &Setting<'_>) -> Option<String> {
    let worth = |witness: Witness, name: &str| match (witness, name) {
        (Witness::Link, _) => 4,
        (Witness::Meta, "og:url") => 3,
        (Witness::Meta, _) => 2,
        (Witness::JsonLd, _) | (Witness::Other, "saved from url") => 1,
        _ => 0,
    };
    let fits =
        |address: &str| is_link(address) && !address.starts_with("mailto:") && !address.contains(char::is_whitespace);
    let best = setting.clues(Field::Url).filter(|clue| worth(clue.witness, &clue.name) > 0 && fits(&clue.value));
    // The first of equal worth.
    let mut found: Option<(i32, &str)> = None;
    for clue in best {
        let worth = worth(clue.witness, &clue.name);
        if found.is_none_or(|(so_far, _)| worth > so_far) {
            found = Some((worth, &clue.value));
        }
    }
    found.map(|(_, address)| address.to_owned())
}

/// The lines under the headline that sum the story up: a block of that label, or the page's summary where a block above the body says it.
fn standfirst(setting: &Setting<'_>, headline: Option<usize>) -> Option<String> {
    let above = headline.map_or(0, |at| at + 1)..setting.start.min(setting.labels.len());
    let marked = above.clone().find(|&at| setting.labels[at] == Label::Standfirst);
    let summary = || {
        let claims: Vec<String> =
            setting.clues(Field::Standfirst).map(|clue| bare(&clue.value)).filter(|claim| claim.len() > 30).collect();
        above.clone().find(|&at| word_count(setting.text(at)) >= 6 && claims.contains(&bare(setting.text(at))))
    };
    marked.or_else(summary).map(|at| setting.text(at).to_owned())
}

/// Gives the blocks that hold the headline, the byline or a date, and nothing else, the label they have earned.
fn relabel(
    page: &Page,
    labels: &mut [Label],
    (start, end): (usize, usize),
    headline_at: Option<usize>,
    bylines: &[usize],
    dates: &[usize],
    headline: &Headline,
) {
    let near = |at: usize| at + 30 >= start && at < start + 4;
    for &at in dates {
        if near(at)
            && headline_at.is_none_or(|headline| at + 1 >= headline)
            && matches!(labels[at], Label::Body | Label::Noise | Label::List | Label::Heading | Label::Standfirst)
        {
            labels[at] = Label::Date;
        }
    }
    for &at in bylines {
        let tail = at + 2 >= end && at < end;
        if (near(at) || tail) && headline_at.is_none_or(|headline| at > headline) {
            labels[at] = Label::Byline;
        }
    }
    if headline.derived {
        return;
    }
    // The headline may stand twice, or once more in the body's beginning.
    let wanted = bare(&headline.text);
    for at in start.saturating_sub(12)..(start + 4).min(labels.len()) {
        let text = page.blocks[at].text.plain.as_str();
        if text.len() < headline.text.len() + 16
            && bare(text) == wanted
            && (Some(at) == headline_at || labels[at].is_body() || page.kind == PageKind::Html)
        {
            labels[at] = Label::Headline;
        }
    }
}

#[cfg(test)]
mod tests;
