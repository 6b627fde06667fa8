//! When the article was published and last changed: every date on the page with its witness, ranked.
//!
//! A page's clock, copyright years, dates of comments and of other stories must lose, so a line counts by where it stands and by the words
//! in front of its date. Nothing is invented and no clock is asked.

use super::address::address_dates;
use super::cues::{Dated, after_by, dated, is_date_cue};
use super::rank::{Candidate, count, elect};
use super::setting::Setting;
use super::written::{Written, stated, written};
use super::zone::local;
use crate::date::{PartialDate, Precision};
use crate::page::{Clue, Field, Label, PageKind, Witness};
use crate::text::truncate;
use chrono::{Datelike, Duration, NaiveTime};

/// Less than this is no answer.
const AT_LEAST: f32 = 2.0;
/// Lines above the body whose dates are looked at.
const LINES_ABOVE: usize = 60;
/// Lines below the body whose dates are looked at.
const LINES_BELOW: usize = 12;
/// Bytes of a line that are looked at.
const BYTES_OF_LINE: usize = 240;

/// The dates of the article.
#[derive(Clone, Debug, Default)]
pub(super) struct Dates {
    /// Of its publication.
    pub published: Option<Candidate<PartialDate>>,
    /// Of its last change.
    pub modified: Option<Candidate<PartialDate>>,
    /// The blocks that hold nothing but dates and the words around them.
    pub lines: Vec<usize>,
    /// The block whose text begins with a date that is glued in front, and how many bytes that takes.
    pub prefix: Option<(usize, usize)>,
}

/// A date of which is not yet decided whether the day or the month stands first.
struct Found {
    written: Written,
    weight: f32,
    dates: Dated,
    from: String,
}

/// Finds the dates of the article; `headline` is the block it stands in, `language` that of the body.
pub(super) fn dates(setting: &Setting<'_>, headline: Option<usize>, language: Option<&str>) -> Dates {
    let mut out = Dates::default();
    let mut found: Vec<Found> = setting.page.clues.iter().filter_map(|clue| claimed(setting, clue)).collect();
    for at in window(setting, headline) {
        line(setting, headline, at, &mut found, &mut out);
    }
    let sure: Vec<PartialDate> =
        found.iter().filter(|f| f.written.month_first.is_none()).map(|f| f.written.date).collect();
    let month_first = months_first(setting, language);
    let address = address_dates(setting);
    let mut published = Vec::new();
    let mut modified = Vec::new();
    for one in found {
        let date = read(&one.written, &sure, month_first);
        // The first day of 1970 is what programs write where they know no date.
        if date.first_day().year() < 1900 || (date.first_day().year(), date.first_day().ordinal()) == (1970, 1) {
            continue;
        }
        let weight =
            one.weight - if matches!(date.precision(), Precision::Month | Precision::Year) { 4.0 } else { 0.0 };
        match one.dates {
            Dated::Published => published.push(Candidate::new(date, weight, one.from)),
            Dated::Updated => modified.push(Candidate::new(date, weight, one.from)),
            Dated::Other => {}
        }
    }
    published.extend(address.iter().cloned());
    // Where nothing says when it was published, a change dates it best.
    let fallback: Vec<_> = modified
        .iter()
        .map(|c| Candidate::new(c.value, (0.45 * c.weight).min(3.5), format!("{} (a change)", c.from)))
        .collect();
    published.extend(fallback);
    for candidate in &mut published {
        // The address's month speaks for the dates in it.
        if address.iter().any(|a| a.value.precision() == Precision::Month && same_month(a.value, candidate.value)) {
            candidate.weight += 1.5;
        }
    }
    let same_day = |a: &PartialDate, b: &PartialDate| {
        a.first_day() == b.first_day() && (a.precision() == Precision::Month) == (b.precision() == Precision::Month)
    };
    out.published = elect(&published, same_day)
        .filter(|date| date.weight >= AT_LEAST)
        .map(|best| local(setting, with_time(best, &published), &published));
    out.modified = elect(&modified, same_day).map(|best| with_time(best, &modified)).filter(|changed| {
        out.published.as_ref().is_none_or(|published| {
            changed.value.sort_key() > published.value.sort_key() && !published.from.ends_with("(a change)")
        })
    });
    out
}

/// The same day with its time, where the best witness left that out; the same time with its offset, where another witness of it has one.
fn with_time(best: Candidate<PartialDate>, all: &[Candidate<PartialDate>]) -> Candidate<PartialDate> {
    if best.value.offset().is_some() {
        return best;
    }
    let time = best.value.time();
    let fuller = all.iter().filter(|c| {
        c.value.first_day() == best.value.first_day()
            && c.weight >= 3.0
            && !c.from.ends_with("(a change)")
            && match time {
                None => c.value.time().is_some(),
                Some(_) => c.value.time() == time && c.value.offset().is_some(),
            }
    });
    let value = fuller.max_by(|a, b| a.weight.total_cmp(&b.weight)).map_or(best.value, |c| c.value);
    Candidate { value, ..best }
}

fn same_month(a: PartialDate, b: PartialDate) -> bool {
    (a.first_day().year(), a.first_day().month()) == (b.first_day().year(), b.first_day().month())
}

/// How much a claim of the page's structure is believed.
fn claimed(setting: &Setting<'_>, clue: &Clue) -> Option<Found> {
    let dates = match clue.field {
        Field::Published | Field::SomeDate => Dated::Published,
        Field::Modified => Dated::Updated,
        _ => return None,
    };
    let some = clue.field == Field::SomeDate;
    let weight = match (clue.witness, some, clue.aside) {
        (Witness::JsonLd, ..) => 10.0,
        (Witness::Meta, false, _) => 11.0,
        (Witness::Meta, true, _) | (Witness::Microdata, false, true) => 7.0,
        (Witness::Microdata, _, false) => 8.5,
        (Witness::Time, false, false) => 7.5,
        (Witness::Time, true, false) | (Witness::Class, false, false) => 6.5,
        (Witness::Class, true, false) => 5.0,
        (Witness::Time, false, true) => 4.0,
        (Witness::Time, true, true) | (Witness::Class, false, true) => 2.5,
        (Witness::Class, true, true) => 1.5,
        _ => 8.0,
    };
    let mut written = stated(&clue.value)?;
    // The first date of a kind behind the heading is the article's; those that follow belong to other stories more and more.
    let mut weight: f32 = weight;
    if matches!(clue.witness, Witness::Time | Witness::Class) {
        let heading = setting.heading_at().unwrap_or(0);
        let alike =
            |other: &&Clue| other.witness == clue.witness && other.field == clue.field && other.aside == clue.aside;
        let before = setting
            .page
            .clues
            .iter()
            .filter(alike)
            .filter(|other| other.at < clue.at && (other.at > heading || clue.at < heading))
            .count();
        weight -= count(before.min(8)) * 0.7;
        if clue.at < heading {
            weight -= 1.0;
        }
    }
    let words = clue.value.get(..written.range.start).unwrap_or("");
    let dates = match dated(words) {
        Some(Dated::Other) => return None,
        Some(Dated::Updated) if clue.witness >= Witness::Time => Dated::Updated,
        _ => dates,
    };
    // Midnight is what programs write where they know the day only.
    let midnight = written.date.time().is_some_and(|time| time == NaiveTime::MIN);
    if midnight {
        written.date = written.date.without_time();
    }
    Some(Found { written, weight, dates, from: format!("{:?} {}", clue.witness, clue.name) })
}

/// The lines whose dates are looked at: around the head of the body, and a few behind it.
fn window(setting: &Setting<'_>, headline: Option<usize>) -> impl Iterator<Item = usize> {
    let blocks = setting.page.blocks.len();
    let (start, end) = (setting.start.min(blocks), setting.end.min(blocks));
    let opening = (start + 4).min(end);
    let head = headline.unwrap_or(start).saturating_sub(4).max(start.saturating_sub(150));
    (start.saturating_sub(LINES_ABOVE).min(head)..opening)
        .chain((opening..end).take(300).filter(|&at| setting.text(at).len() <= 90))
        .chain(end.max(opening)..(end + LINES_BELOW).min(blocks))
}

/// Takes down the dates of a line.
fn line(setting: &Setting<'_>, headline: Option<usize>, at: usize, found: &mut Vec<Found>, out: &mut Dates) {
    let whole = setting.text(at);
    let text = truncate(whole, BYTES_OF_LINE);
    let dates = written(text);
    let Some(first) = dates.first() else { return };
    let inside = (setting.start..setting.end).contains(&at) && setting.labels[at].is_body();
    let mut rest = text.len();
    for date in &dates {
        rest -= date.range.len();
    }
    let bare = bare_line(text, &dates);
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
    // A date in the middle of a sentence is what the story tells, not when it was told.
    if (inside && !bare && !glued && rest > 60) || (rest > 140 && !glued) {
        return;
    }
    // "May 21, 2025April 24, 2025": some themes print both dates, and hide one by a style; the earlier is that of the publication.
    let dates_differ = dates.windows(2).any(|pair| pair[0].date.first_day() != pair[1].date.first_day());
    let pair = match dates.as_slice() {
        [first, second] if second.range.start <= first.range.end + 1 => Some(first.date.max(second.date)),
        _ => None,
    };
    for date in dates {
        let before = &text[..date.range.start];
        let cue = dated(before).or_else(|| {
            at.checked_sub(1)
                .filter(|_| before.trim().is_empty() && is_date_cue(setting.text(at - 1)))
                .and_then(|above| dated(setting.text(above)))
        });
        let changed = pair.filter(|later| *later == date.date && dates_differ);
        let cue = cue.or(changed.map(|_| Dated::Updated));
        let mut weight = place(setting, headline, at);
        weight += match cue {
            Some(Dated::Published) => 3.0,
            Some(Dated::Updated) => 2.0,
            Some(Dated::Other) => continue,
            None => 0.0,
        };
        if after_by(text).is_some() || setting.labels[at] == Label::Byline {
            weight += 1.5;
        }
        // In the body and behind it a line of a date may be anything: a comment, a table, another story.
        if bare && (at < setting.start + 3 || (inside && cue.is_some())) {
            weight += 2.0;
        }
        if setting.labels[at] == Label::Date {
            weight += 1.5;
        }
        if setting.is_item(at) {
            weight -= 1.5;
        }
        // In HTML the structure has spoken for the head of the article; a dump has its lines only.
        if setting.page.kind == PageKind::Html {
            weight -= 0.5;
        }
        let dates = cue.unwrap_or(Dated::Published);
        found.push(Found { written: date, weight, dates, from: format!("line {}", at + 1) });
    }
}

/// How much a line's place speaks for a date in it being the article's.
fn place(setting: &Setting<'_>, headline: Option<usize>, at: usize) -> f32 {
    if at >= setting.end {
        return 1.2 - 0.05 * count(at - setting.end);
    }
    if at >= setting.start {
        return (3.0 - 0.2 * count(at - setting.start)).max(0.5);
    }
    let above = count(setting.start - at);
    match headline {
        Some(headline) if at >= headline => (6.0 - 0.1 * count(at - headline)).max(2.5),
        // A date above the headline is as often the page's clock.
        Some(headline) => (2.2 - 0.4 * count(headline - at - 1)).max(0.3),
        None => (4.0 - 0.25 * above).max(0.3),
    }
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

/// Whether the page writes the month first: by the language of its body, the region it claims and the end of its address.
fn months_first(setting: &Setting<'_>, body: Option<&str>) -> bool {
    let language = setting
        .clues(Field::Language)
        .map(|clue| clue.value.to_lowercase().replace('_', "-"))
        .next()
        .unwrap_or_default();
    let elsewhere = ["-gb", "-au", "-in", "-nz", "-za", "-ie"].iter().any(|region| language.ends_with(region));
    let english = body.unwrap_or(&language).starts_with("en");
    let address = setting.clues(Field::Url).next().map(|clue| clue.value.as_str()).unwrap_or_default();
    let host = address.split("://").nth(1).and_then(|rest| rest.split('/').next()).unwrap_or_default();
    let abroad = host
        .rsplit('.')
        .next()
        .is_some_and(|top| top.len() == 2 && !matches!(top, "us" | "io" | "co" | "tv" | "me" | "ai"));
    english && !elsewhere && !abroad
}

/// The reading of a date that the page's other dates and its language speak for.
fn read(written: &Written, sure: &[PartialDate], month_first: bool) -> PartialDate {
    let Some(other) = written.month_first else { return written.date };
    let known = |date: PartialDate| sure.iter().any(|sure| sure.first_day() == date.first_day());
    // What lies months behind every other date of the page is the wrong reading.
    let latest = sure.iter().map(|date| date.last_day()).max();
    let late = |date: PartialDate| latest.is_some_and(|latest| date.first_day() > latest + Duration::days(31));
    match (known(written.date), known(other)) {
        (true, false) => written.date,
        (false, true) => other,
        _ if late(other) && !late(written.date) => written.date,
        _ if late(written.date) && !late(other) => other,
        _ if month_first => other,
        _ => written.date,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
