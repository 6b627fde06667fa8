//! When the article was published and last changed: every date on the page with its witness, in one contest.
//!
//! A page's clock, copyright years, dates of comments and of other stories must lose, so a line counts by where it stands and by the words
//! in front of its date. Nothing is invented and no clock is asked; a moment that a program states in UTC stays in UTC.

mod claims;
mod lines;

use super::Evidence;
use super::address::address_dates;
use super::contest::{Contender, Table, Traits, decide, enter};
use super::cues::Dated;
use super::rank::{Candidate, elect};
use super::setting::Setting;
use super::written::Written;
use crate::date::{PartialDate, Precision};
use crate::page::{Field, PageKind};
use chrono::{Datelike, Duration};

/// The dates of the article.
#[derive(Clone, Debug, Default)]
pub(super) struct Dates {
    /// Of its publication.
    pub published: Option<PartialDate>,
    /// What that rests on.
    pub evidence: Option<Evidence>,
    /// Of its last change.
    pub modified: Option<Candidate<PartialDate>>,
    /// The blocks that hold nothing but dates and the words around them.
    pub lines: Vec<usize>,
    /// The block whose text begins with a date that is glued in front, and how many bytes that takes.
    pub prefix: Option<(usize, usize)>,
}

/// A date and its witness; day and month may still change places.
struct Found {
    written: Written,
    dates: Dated,
    traits: Traits,
    /// How much the witness is worth where it dates a change.
    worth: f32,
    from: String,
    /// It is shown on the page, not only stated in its structure.
    shown: bool,
}

/// A date with its witness, read.
struct Witnessed {
    date: PartialDate,
    found: Found,
}

/// Finds the dates of the article; `headline` is the block it stands in, `language` that of the body.
pub(super) fn dates(setting: &Setting<'_>, headline: Option<usize>, language: Option<&str>) -> Dates {
    let mut out = Dates::default();
    let all = witnesses(setting, headline, language, &mut out);
    let mut contenders = entered(setting, &all);
    let table = Table { field: Field::Published, html: setting.page.kind == PageKind::Html };
    if let Some((best, evidence)) = decide(table, &mut contenders, PartialDate::to_string) {
        out.published = Some(fullest(contenders[best].value, &all));
        out.evidence = Some(evidence);
    }
    let changes: Vec<Candidate<PartialDate>> = all
        .iter()
        .filter(|one| one.found.dates == Dated::Updated)
        .map(|one| Candidate::new(one.date, one.found.worth, one.found.from.clone()))
        .collect();
    out.modified = elect(&changes, |a, b| same_day(*a, *b)).filter(|changed| {
        out.published.is_none_or(|published| {
            changed.value.sort_key() > published.sort_key() && !same_moment(changed.value, published)
        })
    });
    out
}

/// Every date that may be that of the publication.
pub(super) fn contenders(
    setting: &Setting<'_>,
    headline: Option<usize>,
    language: Option<&str>,
) -> Vec<Contender<PartialDate>> {
    let all = witnesses(setting, headline, language, &mut Dates::default());
    entered(setting, &all)
}

/// What a line around the article's head is taken down with that says when the article was published.
const SAYS_PUBLISHED: [&str; 4] =
    ["under the headline: published", "above the headline: published", "inside: published", "no headline: published"];

fn witnesses(
    setting: &Setting<'_>,
    headline: Option<usize>,
    language: Option<&str>,
    out: &mut Dates,
) -> Vec<Witnessed> {
    let mut found: Vec<Found> = claims::claims(setting);
    lines::lines(setting, headline, &mut found, out);
    let sure: Vec<PartialDate> =
        found.iter().filter(|f| f.written.month_first.is_none()).map(|f| f.written.date).collect();
    let month_first = months_first(setting, language);
    let read = |found: Found| Witnessed { date: read(&found.written, &sure, month_first), found };
    // The first day of 1970 is what programs write where they know no date.
    let fits = |one: &Witnessed| {
        let day = one.date.first_day();
        day.year() >= 1900 && (day.year(), day.ordinal()) != (1970, 1)
    };
    found.into_iter().map(read).filter(fits).collect()
}

/// The dates as contenders, each day once.
fn entered(setting: &Setting<'_>, all: &[Witnessed]) -> Vec<Contender<PartialDate>> {
    let mut contenders: Vec<Contender<PartialDate>> = Vec::new();
    for Witnessed { date, found } in all {
        let one = Contender { value: date.without_time(), from: found.from.clone(), traits: found.traits.clone() };
        enter(&mut contenders, one, |a, b| same_day(*a, *b));
    }
    let is_day = |date: &PartialDate| date.precision() == Precision::Day;
    let address = address_dates(setting, Field::Url);
    let mut image = address_dates(setting, Field::Image);
    image.retain(is_day);
    // An image may be far older than the article: it dates it where nothing else does.
    let last_resort = image.first().filter(|_| contenders.is_empty() && !address.iter().any(is_day));
    let by_address = address.iter().filter(|date| is_day(date)).map(|date| (date, "the address"));
    for (date, name) in by_address.chain(last_resort.map(|date| (date, "the image's address"))) {
        let mut traits = Traits::default();
        traits.mark(name, true);
        let one = Contender { value: *date, from: name.to_owned(), traits };
        enter(&mut contenders, one, |a, b| same_day(*a, *b));
    }
    let published = |one: &&Witnessed| !one.found.shown && one.found.dates == Dated::Published;
    let stated: Vec<PartialDate> = all.iter().filter(published).map(|one| one.date).collect();
    let shown: Vec<PartialDate> = all.iter().filter(|one| one.found.shown).map(|one| one.date).collect();
    let stated_is_shown = stated.iter().any(|date| shown.iter().any(|shown| same_day(*date, *shown)));
    let says = |one: &&Witnessed| SAYS_PUBLISHED.iter().any(|name| one.found.traits.has(name));
    let said: Vec<PartialDate> = all.iter().filter(says).map(|one| one.date).collect();
    let (first, last) = (contenders.iter().map(|c| c.value).min(), contenders.iter().map(|c| c.value).max());
    let alone = contenders.len() == 1;
    let days: Vec<PartialDate> = contenders.iter().map(|c| c.value).filter(is_day).collect();
    for contender in &mut contenders {
        let date = contender.value;
        let traits = &mut contender.traits;
        traits.mark("is a date", true);
        traits.mark("the only date", alone);
        traits.mark("the earliest", !alone && first == Some(date));
        traits.mark("the latest", !alone && last == Some(date));
        let other_day = |other: &PartialDate| (date.first_day() - other.first_day()).num_days().abs() == 1;
        traits.mark("a day from what the structure states", stated.iter().any(other_day));
        traits.mark("a day from what is shown", shown.iter().any(other_day));
        traits.mark(
            "the structure states another day",
            !stated.is_empty() && !stated.iter().any(|other| same_day(date, *other)),
        );
        let is_shown = shown.iter().any(|other| same_day(date, *other));
        traits.mark("shown, and what the structure states is not", is_shown && !stated.is_empty() && !stated_is_shown);
        traits.mark("stated, not shown, others are", !is_shown && !shown.is_empty());
        let same = |other: &PartialDate| same_day(date, *other);
        traits.mark("a line says of another day that it is of publication", !said.is_empty() && !said.iter().any(same));
        let changed = all.iter().filter(|one| same(&one.date)).all(|one| one.found.dates == Dated::Updated);
        let earlier = |one: &Witnessed| one.found.dates == Dated::Published && one.date.last_day() < date.first_day();
        traits.mark("only as a change, and another day is earlier", changed && all.iter().any(earlier));
        let within = |day: &PartialDate| (date.first_day()..=date.last_day()).contains(&day.first_day());
        traits.mark("a day of it is known", date.precision() != Precision::Day && days.iter().any(within));
        traits.mark("a month only", date.precision() == Precision::Month);
        traits.mark("a year only", date.precision() == Precision::Year);
        traits.mark("before 1995", date.first_day().year() < 1995);
        for month in address.iter().filter(|date| date.precision() == Precision::Month) {
            let same = (month.first_day().year(), month.first_day().month())
                == (date.first_day().year(), date.first_day().month());
            traits.mark("the address has its month", same);
            traits.mark("the address has another month", !same);
        }
        for day in address.iter().filter(|date| is_day(date)) {
            traits.mark("the address has another day", !same_day(*day, date));
        }
        // Images are uploaded when the article is written, or were used before.
        for day in image.iter().filter(|_| is_day(&date)) {
            match (date.first_day() - day.first_day()).num_days() {
                1..=2 => traits.mark("its image is a day or two older", true),
                3.. => traits.mark("its image is older", true),
                0 => traits.mark("its image is of that day", true),
                _ => traits.mark("its image is younger", true),
            }
        }
    }
    contenders
}

/// The date with its time and offset, as the first witness has it that gives most of them, the page's data before what is shown; a change's only
/// where nothing else dates that day.
fn fullest(day: PartialDate, all: &[Witnessed]) -> PartialDate {
    let much = |one: &&Witnessed| {
        let change = one.found.dates == Dated::Updated;
        (!change, !one.found.shown && one.date.time().is_some(), one.date.offset().is_some(), one.date.time().is_some())
    };
    let own = all.iter().filter(|one| same_day(one.date, day) && one.found.dates != Dated::Other);
    own.rev().max_by_key(much).map_or(day, |one| one.date)
}

fn same_day(a: PartialDate, b: PartialDate) -> bool {
    let kind = |date: PartialDate| match date.precision() {
        Precision::Minute(..) => Precision::Day,
        other => other,
    };
    a.first_day() == b.first_day() && kind(a) == kind(b)
}

/// Whether one says the day and the other a minute of it.
fn same_moment(a: PartialDate, b: PartialDate) -> bool {
    a.first_day() == b.first_day() && (a.time().is_none() || b.time().is_none())
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
