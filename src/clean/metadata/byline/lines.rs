//! The lines around the head of the body, and those behind its end, that may be a byline.

use super::{People, is_little_else, same};
use crate::clean::metadata::contest::{Contender, Traits, enter};
use crate::clean::metadata::cues::{after_by, dated, is_given_name};
use crate::clean::metadata::names::{Names, Trust, may_hold_name, names};
use crate::clean::metadata::rank::count;
use crate::clean::metadata::setting::Setting;
use crate::clean::metadata::written::written;
use crate::page::{Label, Shape};
use crate::text::{fold, places, word_count};
use memchr::memmem;

/// Lines above the body, and behind its end, that may be a byline.
const LINES_ABOVE: usize = 40;
const LINES_BELOW: usize = 12;
/// Lines between the headline and the body that may be one.
const LINES_FROM_HEADLINE: usize = 150;
/// Lines under a headline far above the body that may be a name alone.
const LINES_UNDER_HEADLINE: usize = 12;
/// Lines of the body's beginning that may be one: the labels may have kept it.
const LINES_INSIDE: usize = 3;
/// Lines of the body's end that may be one.
const LINES_CLOSING: usize = 2;

/// Words before "by" in a line, and of what follows it where that may be a name of one word.
const WORDS_BEFORE_AT_MOST: usize = 16;
const SIGNED_AT_MOST: usize = 3;

/// Bytes of a line that is names alone and perhaps their date.
const ALONE_AT_MOST: usize = 120;

/// What the lines say beside the names.
#[derive(Default)]
pub(super) struct Lines {
    /// The agency.
    pub agency: Option<&'static str>,
    /// The blocks that open like a byline and hold nothing else.
    pub opened: Vec<usize>,
    /// The blocks that are names alone, with the names.
    pub alone: Vec<(usize, Vec<String>)>,
}

/// Enters what the lines say.
pub(super) fn lines(setting: &Setting<'_>, headline: Option<usize>, all: &mut Vec<People>) -> Lines {
    let mut out = Lines::default();
    let blocks = setting.page.blocks.len();
    let (start, end) = (setting.start.min(blocks), setting.end.min(blocks));
    let opening = (start + LINES_INSIDE).min(end);
    let from = headline.unwrap_or(start).min(start).saturating_sub(4).max(start.saturating_sub(LINES_FROM_HEADLINE));
    let from = from.min(start.saturating_sub(LINES_ABOVE));
    // A line that says that it is a byline may stand farther off, and under a headline that stands far above its text.
    let far = start.saturating_sub(LINES_FROM_HEADLINE).min(headline.unwrap_or(start).saturating_sub(4));
    let under = |headline: usize| headline..headline + LINES_UNDER_HEADLINE;
    let is_far = |at: usize| at < from && !headline.is_some_and(|headline| under(headline).contains(&at));
    let closing = end.saturating_sub(LINES_CLOSING).max(opening);
    for at in (far..opening).chain(closing..(end + LINES_BELOW).min(blocks)) {
        let text = setting.text(at);
        if text.len() > 240 || is_far(at) && !says_by(setting, at) {
            continue;
        }
        if !may_be_byline(setting, at) || setting.words(at) > 30 {
            continue;
        }
        let Some((read, how)) = read_line(setting, at) else { continue };
        if is_far(at) && how == How::Alone {
            continue;
        }
        let named: usize = read.people.iter().map(|name| word_count(name)).sum();
        // A sentence that begins with "By" goes on behind the name.
        let inside = (start..end).contains(&at) && setting.labels[at].is_body();
        if inside && named + 6 < setting.words(at) {
            continue;
        }
        if !matches!(how, How::Alone | How::Pictured) {
            out.agency = out.agency.or(read.agency.filter(|_| at >= headline.unwrap_or(0) && at < end));
            if named + 8 >= setting.words(at) {
                out.opened.push(at);
            }
        } else if (inside && at < closing) || !is_little_else(setting, at, &read, 4) {
            continue;
        } else {
            out.alone.push((at, read.people.clone()));
        }
        if !read.people.is_empty() {
            let traits = traits(setting, headline, at, &read, how);
            let from = format!("line {}", at + 1);
            if read.people.len() > 1 {
                let mut traits = traits.clone();
                traits.mark("the first of several in a line", true);
                enter(all, Contender { value: read.people[..1].to_vec(), from: from.clone(), traits }, |a, b| {
                    same(a, b)
                });
            }
            enter(all, Contender { value: read.people, from, traits }, |a, b| same(a, b));
        }
    }
    out
}

/// What makes a line a byline.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum How {
    /// It opens with "By".
    Opened,
    /// It holds "By" behind a date.
    Within,
    /// It holds a name between bars, and its date.
    Beside,
    /// "By" stands on the line above.
    Below,
    /// It is what an image of the writer is called.
    Pictured,
    /// A name alone.
    Alone,
}

/// Where the line stands, what makes it a byline, and what stands around it.
fn traits(setting: &Setting<'_>, headline: Option<usize>, at: usize, read: &Names, how: How) -> Traits {
    let mut traits = Traits::default();
    let (how_name, place) = match how {
        How::Opened => ("opens with By", 0),
        How::Within => ("has By behind a date", 0),
        How::Beside => ("a name beside a date", 0),
        How::Below => ("By stands above", 0),
        How::Pictured => ("a picture of them", 1),
        How::Alone => ("a name alone", 1),
    };
    traits.mark(how_name, true);
    let alone = place == 1;
    let distance = |from: usize| (count(from) + 1.0).log2();
    match headline {
        _ if at >= setting.end => {
            traits.mark(if alone { "alone, behind the body" } else { "behind the body" }, true);
            traits.set(
                if alone { "alone, lines from the body's end" } else { "lines from the body's end" },
                distance(at - setting.end),
            );
        }
        _ if at > setting.start + LINES_INSIDE => {
            traits.mark(if alone { "alone, in the body's last lines" } else { "in the body's last lines" }, true);
        }
        Some(headline) if at > headline => {
            traits.mark(if alone { "alone, under the headline" } else { "under the headline" }, true);
            traits.set(
                if alone { "alone, lines from the headline" } else { "lines from the headline" },
                distance(at - headline - 1),
            );
            traits.mark("alone, inside the body", alone && at >= setting.start);
        }
        Some(headline) => {
            traits.mark(if alone { "alone, above the headline" } else { "above the headline" }, true);
            traits.set(
                if alone { "alone, lines above the headline" } else { "lines above the headline" },
                distance(headline - at),
            );
        }
        None => {
            traits.mark(if alone { "alone, no headline" } else { "no headline" }, true);
            traits.set(
                if alone { "alone, lines from the body" } else { "lines from the body" },
                distance(setting.start.saturating_sub(at)),
            );
        }
    }
    traits.mark("labelled byline", setting.labels[at] == Label::Byline);
    traits.mark("a list item", setting.is_item(at));
    traits.mark("a heading", matches!(setting.page.blocks[at].shape, Shape::Heading(_)));
    let text = setting.text(at);
    traits.mark("all of it a link", setting.page.blocks[at].linked >= text.len());
    let named: usize = read.people.iter().map(|name| word_count(name)).sum();
    traits.set("words beside the names", count(setting.words(at).saturating_sub(named)).min(10.0) / 10.0);
    if alone {
        around(setting, headline, at, read, &mut traits);
    }
    traits
}

/// Takes down what stands around a name alone.
fn around(setting: &Setting<'_>, headline: Option<usize>, at: usize, read: &Names, traits: &mut Traits) {
    let dated = |at: usize| {
        let text = setting.text(at);
        text.len() < 120 && Some(at) != headline && !setting.dates(at).is_empty()
    };
    traits.mark("a date on it", dated(at));
    traits.mark("a date right behind", dated(at + 1));
    traits.mark("a date within three lines", (at + 1..at + 4).any(dated));
    traits.mark("a date right before", at > 0 && dated(at - 1));
    let minutes = |at: usize| {
        let text = setting.text(at);
        text.len() < 40 && text.bytes().any(|b| b.is_ascii_digit()) && fold(text).contains("min")
    };
    traits.mark("minutes to read within three lines", (at + 1..at + 4).chain(at.saturating_sub(2)..at).any(minutes));
    let Some(name) = read.people.first() else { return };
    let first = name.split_whitespace().next().unwrap_or(name);
    let finder = memmem::Finder::new(name.as_str());
    let holds = |text: &str| text.len() >= name.len() && finder.find(text.as_bytes()).is_some();
    let says = |other: usize| Some(other) != headline && holds(setting.text(other));
    traits.mark("the name again close by", (at + 1..at + 4).chain(at.saturating_sub(3)..at).any(says));
    let bio = |other: usize| {
        let text = setting.text(other);
        text.len() > name.len() + 20 && (text.starts_with(name.as_str()) || text.starts_with(first))
    };
    traits.mark("the next lines begin with the name", (at + 1..at + 4).any(bio));
    let times = setting.short_with(name).filter(|other| other.abs_diff(at) > 3).take(6).count();
    traits.mark("the name once more on the page", times == 1);
    traits.mark("the name two to four times more", (2..5).contains(&times));
    traits.mark("the name many times more", times >= 5);
    traits.mark("By right behind", setting.after_by(at + 1).is_some_and(str::is_empty));
    traits.mark("a list item before or behind", (at > 0 && setting.is_item(at - 1)) || setting.is_item(at + 1));
    traits.mark("an empty line before", setting.page.blocks[at].gap > 0);
    traits.mark("the page's first lines", at < 4);
    let given = name.split([' ', '-']).next().is_some_and(is_given_name);
    traits.mark("alone, begins with a given name", given);
    traits.mark("several names alone", read.people.len() > 1);
}

/// Whether "By" stands alone on the line above.
fn is_under_by(setting: &Setting<'_>, at: usize) -> bool {
    at > 0 && setting.after_by(at - 1).is_some_and(|rest| rest.trim().is_empty())
}

/// Whether a line can be a byline. Most can be none whatever names they hold: they ask nobody, are no name in length, and begin unlike one.
fn may_be_byline(setting: &Setting<'_>, at: usize) -> bool {
    let text = setting.text(at);
    let alone = || {
        let begins = text.starts_with(|c: char| c.is_alphabetic() && !c.is_lowercase());
        text.len() <= ALONE_AT_MOST && begins && (may_hold_name(text) || setting.pictured(at).is_some())
    };
    alone() || says_by(setting, at)
}

/// Whether a line may say that it is a byline.
fn says_by(setting: &Setting<'_>, at: usize) -> bool {
    setting.after_by(at).is_some() || is_under_by(setting, at) || has_mark(setting.text(at))
}

/// The names in a line that may be a byline, and what makes it one.
fn read_line(setting: &Setting<'_>, at: usize) -> Option<(Names, How)> {
    let text = setting.text(at);
    let under = is_under_by(setting, at);
    let some = |names: &Names| !names.people.is_empty() || names.agency.is_some();
    if let Some(name) = setting.pictured(at)
        && let read = names(name, Trust::Signed)
        && read.people.len() == 1
    {
        return Some((read, How::Pictured));
    }
    let (read, how) = opened(setting, at, text);
    if read.opened && some(&read) {
        return Some((read, how));
    }
    if under {
        let below = if some(&read) || setting.words(at) > 5 { read.clone() } else { names(text, Trust::Stated) };
        if some(&below) {
            return Some((below, How::Below));
        }
    }
    some(&read).then_some((read, How::Alone))
}

/// What stands in front of names inside a line.
const MARKS: [&str; 9] = [" by ", " By ", " BY ", " von ", " par ", " por ", "| ", "• ", "· "];

/// Whether one of the marks stands in a line: each ends with a space, and most spaces have something else before them.
fn has_mark(text: &str) -> bool {
    let bytes = text.as_bytes();
    let is_mark = |before: &[u8]| {
        matches!(
            before,
            [.., b' ', b'b', b'y']
                | [.., b' ', b'B', b'y' | b'Y']
                | [.., b' ', b'v', b'o', b'n']
                | [.., b' ', b'p', b'a' | b'o', b'r']
                | [.., b'|']
                | [.., 0xE2, 0x80, 0xA2]
                | [.., 0xC2, 0xB7]
        )
    };
    places(bytes, b' ').any(|space| bytes.get(..space).is_some_and(is_mark))
}

/// The names in a line: behind "By" at its start or within it, else as the line stands.
fn opened(setting: &Setting<'_>, at: usize, text: &str) -> (Names, How) {
    let read = names(text, Trust::Line);
    if read.opened && (!read.people.is_empty() || read.agency.is_some()) {
        return (read, How::Opened);
    }
    // "Published August 7, 2023 by Ada Dorn", "26 May 2008 | By Ada Dorn | Comments".
    if has_mark(text) {
        for mark in MARKS {
            if let Some((before, rest)) = text.split_once(mark) {
                let bar = mark.starts_with(['|', '•', '·']);
                let cue = !bar && !written(before).is_empty() || dated(before).is_some() || after_by(rest).is_some();
                if !cue || word_count(before) > WORDS_BEFORE_AT_MOST {
                    continue;
                }
                let found = names(rest, Trust::Line);
                let found = if found.people.is_empty() && !bar && word_count(rest) <= SIGNED_AT_MOST {
                    names(rest, Trust::Signed)
                } else {
                    found
                };
                if !found.people.is_empty() {
                    return (Names { opened: true, ..found }, How::Within);
                }
            }
        }
    }
    if let Some(found) = beside_date(setting, at, text) {
        return (found, How::Beside);
    }
    // "by ibby": nothing but the name, or the name and the date.
    if read.opened && setting.labels[at] != Label::Body {
        let signed = names(text, Trust::Signed);
        if signed.people.len() == 1 && is_little_else(setting, at, &signed, 3) {
            return (signed, How::Opened);
        }
    }
    (read, How::Alone)
}

/// The name in a line of dates, minutes and sections: "May 26, 2008 · 3 min · Ada Dorn", "May 26, 2008 Ada Dorn".
fn beside_date(setting: &Setting<'_>, at: usize, text: &str) -> Option<Names> {
    let date = &setting.dates(at).first()?.range;
    if setting.words(at) > WORDS_BEFORE_AT_MOST {
        return None;
    }
    let behind = text.get(date.end..).filter(|rest| rest.starts_with(' ') || rest.starts_with(char::is_uppercase));
    let pieces = text.split(['|', '•', '·', '⋅']).filter(|piece| piece.len() < text.len());
    let named = |piece: &str| {
        let found = names(piece, Trust::Line);
        (!found.people.is_empty()).then_some(Names { opened: true, ..found })
    };
    behind.filter(|_| date.start == 0).into_iter().chain(pieces).find_map(named)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_mark_in_front_of_names_is_found() {
        assert!(MARKS.iter().all(|mark| has_mark(&format!("Posted today{mark}Ada Dorn"))));
        assert!(["Ada Dorn", "Standby Ada", "by Ada Dorn", "Posted today by"].iter().all(|text| !has_mark(text)));
    }
}
