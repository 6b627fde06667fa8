//! Hits counted: by day, month or year, and by publisher, byline, section, language and tag.

use super::bits::Ranked;
use super::index::FACETS;
use super::marks::Ledger;
use super::order;
use super::volume::{Snapshot, Volume};
use crate::date::PartialDate;
use chrono::{Datelike, NaiveDate};
use std::collections::HashMap;
use tantivy::TantivyError;

/// What hits are counted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Facet {
    /// The publication.
    Publisher,
    /// Each name in the byline.
    Byline,
    /// The section.
    Section,
    /// The language of the body.
    Language,
    /// Each of the reader's tags.
    Tag,
}

/// The length of a step of a timeline.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Period {
    /// A day.
    Day,
    /// A month.
    Month,
    /// A year.
    Year,
}

impl Period {
    /// The period that a day lies in.
    fn of(self, day: NaiveDate) -> Option<PartialDate> {
        match self {
            Period::Day => PartialDate::day(day.year(), day.month(), day.day()),
            Period::Month => PartialDate::month(day.year(), day.month()),
            Period::Year => PartialDate::year(day.year()),
        }
    }
}

/// How many hits lie in each period that has any, the oldest first. What is dated by its year alone counts where it stands in the list, at
/// the year's beginning.
pub(super) fn timeline(snapshot: &Snapshot, sets: &[Ranked], by: Period) -> Vec<(PartialDate, usize)> {
    let mut counts: HashMap<PartialDate, usize> = HashMap::new();
    for (volume, set) in snapshot.volumes.iter().zip(sets) {
        let end = volume.below(order::DATED);
        let mut at = 0;
        while let Some(first) = set.bits().iter_from(at).next().filter(|&first| first < end) {
            let Some(period) = order::date(volume.keys.get_val(first)).and_then(|date| by.of(date.first_day())) else {
                break;
            };
            // Documents stand newest first: the period's last one is the last that is not before its first day.
            let next = volume.below_from(order::start_of(period.first_day()), first);
            *counts.entry(period).or_default() += set.rank(next) - set.rank(first);
            at = next.max(first + 1);
        }
    }
    let mut counts: Vec<(PartialDate, usize)> = counts.into_iter().collect();
    counts.sort_unstable_by_key(|(period, _)| *period);
    counts
}

/// How many hits each tag has.
pub(super) fn tags(snapshot: &Snapshot, sets: &[Ranked], ledger: &Ledger) -> Vec<(String, usize)> {
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for (id, marks) in ledger.all().filter(|(_, marks)| !marks.tags.is_empty()) {
        let is_hit = snapshot.place(id).is_some_and(|(volume, document)| {
            sets.get(volume as usize).is_some_and(|set| set.bits().contains(document))
        });
        if is_hit {
            marks.tags.iter().for_each(|tag| *counts.entry(tag).or_default() += 1);
        }
    }
    best(counts.into_iter().map(|(tag, count)| (tag.to_owned(), count)).collect(), usize::MAX)
}

/// What the documents of a snapshot are counted by, in memory.
pub(super) struct Columns([Column; FACETS.len()]);

/// The values of one facet.
struct Column {
    /// Each value once.
    names: Vec<String>,
    /// For each segment.
    values: Vec<Values>,
}

/// The values of each document of a segment, as places in [`Column::names`].
enum Values {
    /// One each; [`NONE`] where a document has none.
    One(Vec<u32>),
    /// Any number each: where those of each document begin, and all behind each other.
    Many(Vec<u32>, Vec<u32>),
}

const NONE: u32 = u32::MAX;

/// So many counts of each value are kept, and put together at the end.
const TURNS: usize = 4;

impl Columns {
    /// Reads them from the index.
    pub fn read(snapshot: &Snapshot) -> Result<Columns, TantivyError> {
        let [a, b, c, d] = FACETS.map(|name| column(snapshot, name));
        Ok(Columns([a?, b?, c?, d?]))
    }

    /// How many hits each value has, the most frequent first, at most `limit` of them.
    pub fn count(&self, facet: Facet, sets: &[Ranked], limit: usize) -> Vec<(String, usize)> {
        let place = match facet {
            Facet::Publisher => 0,
            Facet::Byline => 1,
            Facet::Section => 2,
            Facet::Language | Facet::Tag => 3,
        };
        let Some(column) = self.0.get(place) else { return Vec::new() };
        // One behind the other, equal values would wait for each other: they are counted in turns.
        let mut turns = [(); TURNS].map(|()| vec![0_usize; column.names.len()]);
        for (values, set) in column.values.iter().zip(sets) {
            let mut turn = 0;
            let mut count = |value: u32| {
                turn = (turn + 1) % TURNS;
                if let Some(count) = turns.get_mut(turn).and_then(|counts| counts.get_mut(value as usize)) {
                    *count += 1;
                }
            };
            match values {
                Values::One(values) => {
                    for document in set.bits().iter() {
                        count(values.get(document as usize).copied().unwrap_or(NONE));
                    }
                }
                Values::Many(starts, values) => {
                    for document in set.bits().iter() {
                        let at = |place: u32| starts.get(place as usize).copied().unwrap_or_default() as usize;
                        let own = values.get(at(document)..at(document + 1)).unwrap_or_default();
                        for &value in own {
                            count(value);
                        }
                    }
                }
            }
        }
        let counts = (0..column.names.len()).map(|value| turns.iter().filter_map(|turn| turn.get(value)).sum());
        let met = counts.zip(&column.names).filter(|(count, _): &(usize, _)| *count > 0);
        best(met.map(|(count, name)| (name, count)).collect(), limit)
            .into_iter()
            .map(|(name, count)| (name.clone(), count))
            .collect()
    }
}

fn column(snapshot: &Snapshot, name: &str) -> Result<Column, TantivyError> {
    let mut places: HashMap<String, u32> = HashMap::new();
    let mut names = Vec::new();
    let mut values = Vec::new();
    for volume in &snapshot.volumes {
        values.push(values_of(volume, name, &mut |text: &str| {
            if let Some(&place) = places.get(text) {
                return place;
            }
            let place = u32::try_from(names.len()).unwrap_or(NONE);
            names.push(text.to_owned());
            places.insert(text.to_owned(), place);
            place
        })?);
    }
    Ok(Column { names, values })
}

fn values_of(volume: &Volume, name: &str, place: &mut impl FnMut(&str) -> u32) -> Result<Values, TantivyError> {
    let Some(column) = volume.reader.fast_fields().str(name)? else {
        return Ok(Values::One(vec![NONE; volume.limit() as usize]));
    };
    let mut known = Vec::new();
    let mut terms = column.dictionary().stream()?;
    while terms.advance() {
        known.push(place(&String::from_utf8_lossy(terms.key())));
    }
    let known = |ord: u64| usize::try_from(ord).ok().and_then(|ord| known.get(ord)).copied().unwrap_or(NONE);
    let ords = column.ords();
    if ords.get_cardinality().is_multivalue() {
        let (mut starts, mut values) = (vec![0], Vec::new());
        for document in 0..volume.limit() {
            values.extend(ords.values_for_doc(document).map(known));
            starts.push(u32::try_from(values.len()).unwrap_or(NONE));
        }
        return Ok(Values::Many(starts, values));
    }
    Ok(Values::One((0..volume.limit()).map(|document| ords.first(document).map_or(NONE, known)).collect()))
}

/// The greatest counts, the first of equals first.
fn best<T: Ord>(mut counts: Vec<(T, usize)>, limit: usize) -> Vec<(T, usize)> {
    let order = |one: &(T, usize), other: &(T, usize)| other.1.cmp(&one.1).then_with(|| one.0.cmp(&other.0));
    if limit < counts.len() {
        counts.select_nth_unstable_by(limit, order);
        counts.truncate(limit);
    }
    counts.sort_unstable_by(order);
    counts
}
