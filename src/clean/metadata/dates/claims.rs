//! The dates that the page's structure states: JSON-LD, meta elements, microdata, `time` elements, classes.

use super::Found;
use crate::clean::metadata::contest::Traits;
use crate::clean::metadata::cues::{Dated, dated};
use crate::clean::metadata::setting::Setting;
use crate::clean::metadata::written::stated;
use crate::page::{Clue, Field, Witness};
use chrono::NaiveTime;

/// Elements between the heading and a date of its own.
const UNDER_HEADING: u32 = 40;

/// The names of the traits of one kind of witness: what it says is published, changed, a date.
type Names = [&'static str; 3];

/// What a witness states, and how much it is worth where it dates a change.
fn names(clue: &Clue) -> (Names, f32) {
    match (clue.witness, clue.aside) {
        (Witness::JsonLd, _) => (["JSON-LD: published", "JSON-LD: modified", "JSON-LD: a date"], 10.0),
        (Witness::Meta, _) => (["meta: published", "meta: modified", "meta: a date"], 11.0),
        (Witness::Microdata, false) => (["microdata: published", "microdata: modified", "microdata: a date"], 8.5),
        (Witness::Microdata, true) => {
            (["microdata aside: published", "microdata aside: modified", "microdata aside: a date"], 5.0)
        }
        (Witness::Time, false) => (["time: published", "time: modified", "time: a date"], 7.5),
        (Witness::Time, true) => (["time aside: published", "time aside: modified", "time aside: a date"], 2.5),
        (Witness::Class, false) => (["class: published", "class: modified", "class: a date"], 5.0),
        (Witness::Class, true) => (["class aside: published", "class aside: modified", "class aside: a date"], 1.5),
        _ => (["another object: published", "another object: modified", "another object: a date"], 8.0),
    }
}

/// Everything the structure states.
pub(super) fn claims(setting: &Setting<'_>) -> Vec<Found> {
    let heading = setting.heading_at();
    let mut seen: Vec<(Witness, Field, bool, bool)> = Vec::new();
    let mut found = Vec::new();
    for clue in &setting.page.clues {
        if let Some(one) = claim(clue, heading, &mut seen) {
            found.push(one);
        }
    }
    found
}

fn claim(clue: &Clue, heading: Option<u32>, seen: &mut Vec<(Witness, Field, bool, bool)>) -> Option<Found> {
    let dates = match clue.field {
        Field::Published | Field::SomeDate => Dated::Published,
        Field::Modified => Dated::Updated,
        _ => return None,
    };
    let mut written = stated(&clue.value)?;
    let ([published, modified, some], worth) = names(clue);
    let placed = matches!(clue.witness, Witness::Time | Witness::Class);
    // The words in front of the date may know better than the class around it.
    let words = clue.value.get(..written.range.start).unwrap_or("");
    let told = if placed { dated(words) } else { None };
    let mut traits = Traits::default();
    traits.mark(
        match clue.field {
            Field::Published => published,
            Field::Modified => modified,
            _ => some,
        },
        true,
    );
    if placed {
        place(clue, heading, seen, &mut traits);
        match told {
            Some(Dated::Published) => traits.mark("element: says published", true),
            Some(Dated::Updated) => traits.mark("element: says updated", true),
            Some(Dated::Other) => traits.mark("element: says something else", true),
            None => {}
        }
        let name = clue.name.to_ascii_lowercase();
        traits.mark(
            "element: named like a clock",
            ["current", "today", "header", "now", "clock"].iter().any(|part| name.contains(part)),
        );
    }
    // Midnight is what programs write where they know the day only.
    if written.date.time() == Some(NaiveTime::MIN) {
        written.date = written.date.without_time();
    }
    let from = format!("{:?} {}{}", clue.witness, clue.name, if clue.aside { " aside" } else { "" });
    Some(Found { written, dates: told.unwrap_or(dates), traits, worth, from, shown: placed && !clue.aside })
}

/// Where an element stands: the first of its kind behind the heading is the article's; those that follow belong to other stories.
fn place(clue: &Clue, heading: Option<u32>, seen: &mut Vec<(Witness, Field, bool, bool)>, traits: &mut Traits) {
    let before = heading.is_some_and(|heading| clue.at < heading);
    let own = (clue.witness, clue.field, clue.aside, before);
    let times = seen.iter().filter(|other| **other == own).count();
    seen.push(own);
    traits.mark("element: the first of its kind", times == 0);
    traits.mark("element: the second of its kind", times == 1);
    traits.mark("element: later than others of its kind", times > 1);
    traits.mark("element: before the heading", before);
    if let Some(heading) = heading.filter(|heading| clue.at > *heading) {
        let under = clue.at < heading + UNDER_HEADING;
        traits.mark("element: right under the heading", under && !clue.aside);
        traits.mark("element: right under the heading, aside", under && clue.aside);
        traits.mark("element: far behind the heading", clue.at > heading + 300);
    }
}
