//! Who wrote the article: the claims of the page's structure and the lines that read like a byline, ranked. No answer rather than a wrong one.

use super::cues::{after_by, dated, is_no_name};
use super::names::{Names, Trust, names};
use super::rank::{Candidate, count, elect_by};
use super::setting::Setting;
use super::site::is_house;
use super::written::written;
use crate::page::{Clue, Field, Label, PageKind, Witness};
use crate::text::{fold, word_count};
use aho_corasick::AhoCorasick;
use std::collections::BTreeSet;
use std::sync::LazyLock;

/// Less than this is no answer.
const AT_LEAST: f32 = 3.0;
/// Lines above the body, and behind its end, that may be a byline.
const LINES_ABOVE: usize = 40;
const LINES_BELOW: usize = 6;
/// Lines between the headline and the body that may be one.
const LINES_FROM_HEADLINE: usize = 150;

/// Who wrote the article.
#[derive(Clone, Debug, Default)]
pub(super) struct Byline {
    /// The names, with their witness.
    pub people: Option<Candidate<Vec<String>>>,
    /// The agency named in the byline.
    pub agency: Option<&'static str>,
    /// The blocks that are a byline and nothing else.
    pub lines: Vec<usize>,
}

/// Finds the byline; `headline` is the block of the headline.
pub(super) fn byline(setting: &Setting<'_>, headline: Option<usize>) -> Byline {
    let mut out = Byline::default();
    let mut found = claimed(setting, &mut out);
    lines(setting, headline, &mut found, &mut out);
    let key = |people: &Vec<String>| people.iter().map(|name| fold(name)).collect::<BTreeSet<_>>();
    out.people = elect_by(&found, key).filter(|best| best.weight >= AT_LEAST);
    out
}

fn weight(clue: &Clue) -> f32 {
    let organisation = clue.field == Field::Organisation;
    let name = clue.name.as_str();
    match clue.witness {
        Witness::JsonLd if organisation => 3.5,
        Witness::JsonLd => 10.0,
        Witness::Meta if name.starts_with("twitter:data") => 8.0,
        Witness::Meta if name == "twitter:creator" || organisation => 0.0,
        Witness::Meta if name == "author" => 6.0,
        Witness::Meta if name.starts_with("article") => 5.0,
        Witness::Microdata if clue.aside => 5.0,
        Witness::Microdata => 9.0,
        Witness::Class if name.contains("comment") || name.contains("meta-prep") => 0.0,
        Witness::Class if clue.aside => 2.0,
        Witness::Class if name == "rel=author" => 7.5,
        Witness::Meta | Witness::Class => 6.5,
        Witness::Other if organisation => 1.0,
        _ => 6.0,
    }
}

/// What the page's structure claims: the names of one witness together.
fn claimed(setting: &Setting<'_>, out: &mut Byline) -> Vec<Candidate<Vec<String>>> {
    let mut found: Vec<Candidate<Vec<String>>> = Vec::new();
    let heading = setting.heading_at().unwrap_or(0);
    // The last element that the names under the same witness come from.
    let mut last_at = 0;
    for clue in setting.page.clues.iter().filter(|clue| matches!(clue.field, Field::Byline | Field::Organisation)) {
        let mut worth = weight(clue);
        // Right behind the heading stands the article's own byline, whatever the part of the page is called.
        if clue.witness == Witness::Class
            && clue.aside
            && clue.at > heading
            && clue.at < heading + 40
            && heading > 0
            && worth > 0.0
        {
            worth = 5.0;
        }
        if worth <= 0.0 || clue.value.contains("://") {
            continue;
        }
        let read = names(&clue.value, Trust::Stated, &setting.houses);
        out.agency = out.agency.or(read.agency.filter(|_| worth > 4.0));
        if read.people.is_empty() {
            continue;
        }
        if clue.witness == Witness::Class && clue.at < heading {
            worth -= 1.0;
        }
        let from = format!("{:?} {}{}", clue.witness, clue.name, if clue.aside { " aside" } else { "" });
        if let Some(known) = found.iter_mut().find(|known| known.from == from) {
            // Names that stand close together are one byline; one that comes much later signs another story.
            if clue.at <= last_at + 12 || clue.at == 0 {
                let Names { people, .. } = read;
                for name in people {
                    let folded = fold(&name);
                    if !known.value.iter().any(|other| fold(other) == folded) {
                        known.value.push(name);
                    }
                }
                last_at = clue.at;
            }
            continue;
        }
        // An address or the house's own name is a poor byline, but one.
        if read.people.iter().any(|name| looks_like_host(name)) {
            worth -= 5.0;
        } else if read.people.iter().all(|name| is_house(name, &setting.bare_houses)) {
            worth -= 2.0;
        }
        if read.people.iter().all(|name| word_count(name) == 1 || name.split_whitespace().all(is_no_name)) {
            worth -= 1.5;
        }
        last_at = clue.at;
        found.push(Candidate::new(read.people, worth, from));
    }
    found
}

/// What lines around the head of the body say, and those at its end.
fn lines(setting: &Setting<'_>, headline: Option<usize>, found: &mut Vec<Candidate<Vec<String>>>, out: &mut Byline) {
    let blocks = setting.page.blocks.len();
    let (start, end) = (setting.start.min(blocks), setting.end.min(blocks));
    let opening = (start + 3).min(end);
    let from = headline.unwrap_or(start).min(start).saturating_sub(4).max(start.saturating_sub(LINES_FROM_HEADLINE));
    let window =
        (from.min(start.saturating_sub(LINES_ABOVE))..opening).chain(end.max(opening)..(end + LINES_BELOW).min(blocks));
    for at in window {
        let text = setting.text(at);
        if text.len() > 240 || word_count(text) > 30 {
            continue;
        }
        let Some((read, how)) = read_line(setting, headline, at) else { continue };
        let named: usize = read.people.iter().map(|name| word_count(name)).sum();
        // A sentence that begins with "By" goes on behind the name.
        if (start..end).contains(&at) && setting.labels[at].is_body() && named + 6 < word_count(text) {
            continue;
        }
        let place = match headline {
            _ if at >= end => 2.5,
            Some(headline) if at > headline => (6.5 - 0.15 * count(at - headline)).max(3.0),
            Some(_) => 2.0,
            None => (6.0 - 0.2 * count(start.saturating_sub(at))).max(2.0),
        };
        let worth = place + how.worth() + if setting.labels[at] == Label::Byline { 1.5 } else { 0.0 }
            - if setting.is_item(at) { 1.5 } else { 0.0 }
            - if setting.page.kind == PageKind::Html { 1.0 } else { 0.0 };
        out.agency = out.agency.or(read.agency.filter(|_| at >= headline.unwrap_or(0) && at < end));
        if named + 8 >= word_count(text) && (at < end || how != How::Alone) {
            out.lines.push(at);
        }
        if !read.people.is_empty() {
            found.push(Candidate::new(read.people, worth, format!("line {}", at + 1)));
        }
    }
}

/// What makes a line a byline.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum How {
    /// It opens with "By", or holds it behind a date.
    Opened,
    /// "By" stands on the line above.
    Below,
    /// A name alone, beside the line of the date or signing in another way.
    Alone,
    /// The labels say so.
    Labelled,
}

impl How {
    fn worth(self) -> f32 {
        match self {
            How::Opened => 0.5,
            How::Below => 0.0,
            How::Alone | How::Labelled => -1.5,
        }
    }
}

/// The names in a line, and what makes it a byline.
fn read_line(setting: &Setting<'_>, headline: Option<usize>, at: usize) -> Option<(Names, How)> {
    let text = setting.text(at);
    let under = at > 0 && after_by(setting.text(at - 1)).is_some_and(|rest| rest.trim().is_empty());
    let between = headline.is_some_and(|headline| at > headline) && at < setting.start;
    let labelled = setting.labels[at] == Label::Byline;
    // Most lines can be no byline whatever names they hold.
    if !(under || labelled || after_by(text).is_some() || has_mark(text) || between && near_sign(setting, headline, at))
    {
        return None;
    }
    let read = opened(setting, at, text);
    let some = |names: &Names| !names.people.is_empty() || names.agency.is_some();
    if read.opened && some(&read) {
        return Some((read, How::Opened));
    }
    if under {
        let below = if some(&read) || word_count(text) > 5 { read.clone() } else { names(text, Trust::Stated, &[]) };
        if some(&below) {
            return Some((below, How::Below));
        }
    }
    if !some(&read) {
        return None;
    }
    if between
        && read.people.len() <= 3
        && (beside_date(setting, headline, at, &read) || signs(setting, headline, at, &read))
    {
        return Some((read, How::Alone));
    }
    labelled.then_some((read, How::Labelled))
}

/// Whether something stands at or beside a line that makes names in it a byline, as [`beside_date`] and [`signs`] want it.
fn near_sign(setting: &Setting<'_>, headline: Option<usize>, at: usize) -> bool {
    headline.is_some_and(|headline| at <= headline + 8)
        || (at.saturating_sub(1)..at + 2).any(|at| is_dated(setting, at))
}

/// Whether a short line holds a date.
fn is_dated(setting: &Setting<'_>, at: usize) -> bool {
    let text = setting.text(at);
    text.len() < 120 && !written(text).is_empty()
}

/// Whether a line is a name alone, right above or below the line of the date or with the date behind it.
fn beside_date(setting: &Setting<'_>, headline: Option<usize>, at: usize, read: &Names) -> bool {
    let dated = |at: usize| is_dated(setting, at);
    let above = at.checked_sub(1).filter(|above| Some(*above) != headline);
    (dated(at) || dated(at + 1) || above.is_some_and(dated)) && is_little_else(setting.text(at), read, 4)
}

/// Whether a line holds at most so many words beside the names and its dates.
fn is_little_else(text: &str, read: &Names, words: usize) -> bool {
    let named: usize = read.people.iter().map(|name| word_count(name)).sum();
    let date: usize = written(text).iter().map(|date| word_count(&text[date.range.clone()])).sum();
    named + date + words >= word_count(text)
}

/// Whether the lines around a name say that it signs: it stands twice, "By" stands behind it, or the minutes it takes to read.
fn signs(setting: &Setting<'_>, headline: Option<usize>, at: usize, read: &Names) -> bool {
    let Some(name) = read.people.first() else { return false };
    let mut around = (at + 1..at + 3).chain(at.saturating_sub(2)..at).filter(|other| Some(*other) != headline);
    let mut twice = || {
        around.any(|other| setting.text(other).len() < name.len() + 60 && setting.text(other).contains(name.as_str()))
    };
    let behind = setting.text(at + 1);
    let minutes = || behind.len() < 30 && behind.bytes().any(|b| b.is_ascii_digit()) && fold(behind).contains("min");
    let near = headline.is_some_and(|headline| at <= headline + 8);
    near && is_little_else(setting.text(at), read, 1)
        && (twice() || minutes() || after_by(behind).is_some_and(str::is_empty))
}

/// What stands in front of names inside a line.
const MARKS: [&str; 9] = [" by ", " By ", " BY ", " von ", " par ", " por ", "| ", "• ", "· "];

static MARKED: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| AhoCorasick::new(MARKS).ok());

/// Whether one of the marks stands in a line.
fn has_mark(text: &str) -> bool {
    MARKED.as_ref().is_none_or(|marks| marks.is_match(text))
}

/// The names in a line: behind "By" at its start or within it, else as the line stands.
fn opened(setting: &Setting<'_>, at: usize, text: &str) -> Names {
    let read = names(text, Trust::Line, &setting.houses);
    if read.opened && (!read.people.is_empty() || read.agency.is_some()) {
        return read;
    }
    // "Published August 7, 2023 by Ada Dorn", "26 May 2008 | By Ada Dorn | Comments".
    if word_count(text) <= 16 && has_mark(text) {
        for mark in MARKS {
            if let Some((before, rest)) = text.split_once(mark) {
                let bar = mark.starts_with(['|', '•', '·']);
                let cue = !bar && !written(before).is_empty() || dated(before).is_some() || after_by(rest).is_some();
                let found = names(rest, Trust::Line, &setting.houses);
                if cue && !found.people.is_empty() {
                    return Names { opened: true, ..found };
                }
            }
        }
    }
    // "by ibby": nothing but the name, or the name and the date.
    if read.opened && setting.labels[at] != Label::Body {
        let signed = names(text, Trust::Signed, &setting.houses);
        if signed.people.len() == 1 && is_little_else(text, &signed, 3) {
            return signed;
        }
    }
    read
}

/// Whether a name is the address of a site.
fn looks_like_host(name: &str) -> bool {
    let top = |top: &str| (2..=4).contains(&top.len()) && top.bytes().all(|b| b.is_ascii_lowercase());
    !name.contains(' ') && name.rsplit_once('.').is_some_and(|(_, end)| top(end))
}
