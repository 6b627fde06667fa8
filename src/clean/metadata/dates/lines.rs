//! The dates in the lines around the head of the body, and below it.

use super::{Dates, Found};
use crate::clean::metadata::contest::Traits;
use crate::clean::metadata::cues::{Dated, after_by, dated, is_date_cue, published_behind};
use crate::clean::metadata::rank::count;
use crate::clean::metadata::setting::{BYTES_WITH_DATES, Setting};
use crate::clean::metadata::written::Written;
use crate::page::Label;
use crate::text::truncate;

/// Lines above the body whose dates are looked at.
const LINES_ABOVE: usize = 60;
/// Lines below the body whose dates are looked at, and as many more whose dates have a cue.
const LINES_BELOW: usize = 12;
const LINES_FAR_BELOW: usize = 300;
/// Blocks of the body among which its first paragraph may stand: a heading, a standfirst and a byline may come before it.
const BLOCKS_BEFORE_LEAD: usize = 8;
/// Bytes of a paragraph; what comes before the lead is shorter.
const BYTES_OF_PARAGRAPH: usize = 200;
/// Bytes of a note in the body that says first of all when the article was published.
const BYTES_OF_NOTE: usize = 140;
/// Bytes of the lead in which a date may stand that dates the story: "Elsen, (12.11.2021). The ferries".
const BYTES_BEFORE_LEAD: usize = 30;

/// Takes down the dates of the lines.
pub(super) fn lines(setting: &Setting<'_>, headline: Option<usize>, found: &mut Vec<Found>, out: &mut Dates) {
    let blocks = setting.page.blocks.len();
    let (start, end) = (setting.start.min(blocks), setting.end.min(blocks));
    let opening = (start + 4).min(end);
    let head = headline.unwrap_or(start).saturating_sub(4).max(start.saturating_sub(150));
    let near = (start.saturating_sub(LINES_ABOVE).min(head)..opening)
        .chain((opening..end).take(300).filter(|&at| setting.text(at).len() <= BYTES_OF_NOTE))
        .chain(end.max(opening)..(end + LINES_BELOW).min(blocks));
    for at in near {
        line(setting, headline, at, found, out);
    }
    for at in (end + LINES_BELOW..blocks).take(LINES_FAR_BELOW).filter(|&at| setting.text(at).len() <= BYTES_WITH_DATES)
    {
        far_line(setting, at, found);
    }
}

/// Takes down the dates of a line.
fn line(setting: &Setting<'_>, headline: Option<usize>, at: usize, found: &mut Vec<Found>, out: &mut Dates) {
    let whole = setting.text(at);
    let text = truncate(whole, BYTES_WITH_DATES);
    let dates = setting.dates(at);
    let Some(first) = dates.first() else { return };
    let inside = (setting.start..setting.end).contains(&at) && setting.labels[at].is_body();
    let mut rest = text.len();
    for date in dates {
        rest -= date.range.len();
    }
    let bare = bare_line(text, dates);
    if bare {
        out.lines.push(at);
    }
    let opens = first.range.start == 0 || is_date_cue(&text[..first.range.start]);
    // " date 2019-01-24 The text goes on": the cue and the date go, the text stays.
    let glued = !bare && opens && first.range.start > 0 && whole.len() > first.range.end + 40;
    if glued && (inside || at + 3 >= setting.start) {
        out.prefix = Some((
            at,
            first.range.end + whole[first.range.end..].len()
                - whole[first.range.end..].trim_start_matches([' ', '-', '–', '—', '|', ':']).len(),
        ));
    }
    let leads =
        inside && !bare && may_lead(setting, at) && first.range.start <= BYTES_BEFORE_LEAD && is_apart(text, first);
    // A date in the middle of a sentence is what the story tells, not when it was told; outside of it a sentence may say that.
    let told = if inside {
        let noted = opens && whole.len() <= BYTES_OF_NOTE;
        noted && dated(&text[..first.range.start]) == Some(Dated::Published)
    } else {
        dated(&text[..first.range.start]).is_some_and(|cue| cue != Dated::Other)
            || published_behind(&text[first.range.end..])
    };
    if !leads && !told && ((inside && !bare && !glued && rest > 60) || (rest > 140 && !glued)) {
        return;
    }
    // "May 21, 2025April 24, 2025": some themes print both dates, and hide one by a style; the earlier is that of the publication.
    let dates_differ = dates.windows(2).any(|pair| pair[0].date.first_day() != pair[1].date.first_day());
    let pair = match dates {
        [first, second] if second.range.start <= first.range.end + 1 => Some(first.date.max(second.date)),
        _ => None,
    };
    let taken = if leads { 1 } else { dates.len() };
    for (nth, date) in dates.iter().take(taken).enumerate() {
        let before = &text[..date.range.start];
        let above = at.checked_sub(1).filter(|above| before.trim().is_empty() && is_date_cue(setting.text(*above)));
        let behind = || published_behind(&text[date.range.end..]).then_some(Dated::Published);
        let cue = dated(before).or_else(|| above.and_then(|above| dated(setting.text(above)))).or_else(behind);
        let changed = pair.filter(|later| *later == date.date && dates_differ);
        let cue = cue.or(changed.map(|_| Dated::Updated));
        let mut traits = place(setting, headline, at, cue);
        traits.mark("line: in a byline", after_by(text).is_some() || setting.labels[at] == Label::Byline);
        traits.mark("line: nothing but the date", bare);
        traits.mark("line: nothing but the date, in the body", bare && inside && at >= setting.start + 3);
        traits.mark("line: glued in front of the text", glued);
        traits.mark("line: opens the lead", leads);
        traits.mark("line: labelled date", setting.labels[at] == Label::Date);
        traits.mark("line: list item", setting.is_item(at));
        traits.mark("line: has a time", date.date.time().is_some());
        traits.mark("line: not its first date", nth > 0);
        traits.mark("line: the headline", Some(at) == headline);
        traits.mark("line: a cue with the date", cue.is_some() && bare);
        traits.set("line: what else it says", (count(rest) / 60.0).min(2.0));
        let worth = 4.0 + if bare { 2.0 } else { 0.0 };
        found.push(Found {
            written: date.clone(),
            dates: cue.unwrap_or(Dated::Published),
            traits,
            worth: if at < setting.end { worth } else { worth - 3.0 },
            from: format!("line {}", at + 1),
            shown: cue != Some(Dated::Other),
        });
    }
}

/// Takes down what a short line far below the body dates by a cue.
fn far_line(setting: &Setting<'_>, at: usize, found: &mut Vec<Found>) {
    let text = setting.text(at);
    let Some(date) = setting.dates(at).first().cloned() else { return };
    let Some(cue) = dated(&text[..date.range.start]) else { return };
    let mut traits = Traits::default();
    traits.mark(
        match cue {
            Dated::Published => "far below: published",
            Dated::Updated => "far below: updated",
            Dated::Other => "far below: another cue",
        },
        true,
    );
    let from = format!("line {}", at + 1);
    found.push(Found { written: date, dates: cue, traits, worth: 1.0, from, shown: cue != Dated::Other });
}

/// Whether a block of the body may be its lead: it opens it, or stands behind nothing but short lines.
fn may_lead(setting: &Setting<'_>, at: usize) -> bool {
    at < setting.start + 2
        || at < setting.start + BLOCKS_BEFORE_LEAD
            && (setting.start..at)
                .all(|before| setting.labels[before] != Label::Body || setting.text(before).len() < BYTES_OF_PARAGRAPH)
}

/// Whether the date that opens a lead stands apart from its sentence: in brackets or before a dash.
fn is_apart(text: &str, date: &Written) -> bool {
    let before = text[..date.range.start].trim_end();
    let behind = text[date.range.end..].trim_start();
    before.ends_with('(') && behind.starts_with(')')
        || (before.is_empty() || before.ends_with(',')) && behind.starts_with(['-', '–', '—', '|', ':', '.', ')'])
}

/// Where a line stands, and what its cue says.
fn place(setting: &Setting<'_>, headline: Option<usize>, at: usize, cue: Option<Dated>) -> Traits {
    let mut traits = Traits::default();
    let far = |lines: usize| (count(lines) + 1.0).log2();
    let [published, updated, other, none] = match headline {
        _ if at >= setting.end => {
            traits.set("below: lines from the body", far(at - setting.end));
            ["below: published", "below: updated", "below: another cue", "below: no cue"]
        }
        _ if at >= setting.start => {
            traits.set("inside: lines from the body's start", far(at - setting.start));
            ["inside: published", "inside: updated", "inside: another cue", "inside: no cue"]
        }
        Some(headline) if at >= headline => {
            traits.set("under the headline: lines from it", far(at - headline));
            traits.set("under the headline: lines to the body", far(setting.start - at));
            [
                "under the headline: published",
                "under the headline: updated",
                "under the headline: another cue",
                "under the headline: no cue",
            ]
        }
        Some(headline) => {
            traits.set("above the headline: lines to it", far(headline - at));
            [
                "above the headline: published",
                "above the headline: updated",
                "above the headline: another cue",
                "above the headline: no cue",
            ]
        }
        None => {
            traits.set("no headline: lines to the body", far(setting.start - at));
            ["no headline: published", "no headline: updated", "no headline: another cue", "no headline: no cue"]
        }
    };
    let name = match cue {
        Some(Dated::Published) => published,
        Some(Dated::Updated) => updated,
        Some(Dated::Other) => other,
        None => none,
    };
    traits.mark(name, true);
    traits
}

/// Whether a line says nothing but dates, their cues, weekdays, times and zones.
fn bare_line(text: &str, dates: &[Written]) -> bool {
    let mut rest = String::with_capacity(text.len());
    let mut from = 0;
    for date in dates {
        rest.push_str(text.get(from..date.range.start).unwrap_or(""));
        rest.push(' ');
        from = date.range.end;
    }
    rest.push_str(&text[from..]);
    let words: Vec<&str> = rest.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    words.len() <= 6 && rest.trim().len() <= 40
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clean::metadata::written::written;

    #[test]
    fn a_line_of_dates_and_their_words_is_bare() {
        for (line, is_bare) in [
            ("Posted : 2019-06-24 16:16", true),
            ("Published: 24 June 2019 | Updated: 25 June 2019", true),
            ("The ferry that sank on 24 June 2019 was raised by a crane", false),
        ] {
            assert_eq!(bare_line(line, &written(line)), is_bare, "{line}");
        }
    }
}
