//! Hits counted: by day, month or year, and by publisher, byline, section, language and tag.

use super::bits::{Bits, Ranked};
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
        let mut at = 0;
        while let Some(first) = set.bits().iter_from(at).next() {
            let Some(period) = volume.days().day(first).and_then(|day| by.of(day)) else { break };
            // Documents stand newest first: the period's last one is the last that is not before its first day.
            let next = volume.below(order::start_of(period.first_day()));
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
    let tagged: Vec<_> = ledger.all().filter(|(_, marks)| !marks.tags.is_empty()).collect();
    snapshot.expect(tagged.len());
    for (id, marks) in tagged {
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
    /// How many documents have each, replaced ones among them.
    all: Vec<usize>,
    /// For each segment.
    values: Vec<Values>,
}

/// The values of each document of a segment, as places in [`Column::names`].
enum Values {
    /// One each; the greatest number where a document has none.
    One(Places),
    /// Any number each: where those of each document begin, and all behind each other.
    Many(Vec<u32>, Places),
}

/// Places among the names, in as few bytes as they need: what is counted is read from memory, which is what takes the time.
enum Places {
    Bytes(Vec<u8>),
    Pairs(Vec<u16>),
    Fours(Vec<u32>),
}

impl Places {
    /// Of places that lie below a limit, or are [`NONE`].
    fn below(limit: usize, places: Vec<u32>) -> Self {
        if u8::try_from(limit).is_ok() {
            Places::Bytes(places.into_iter().map(|place| u8::try_from(place).unwrap_or(u8::MAX)).collect())
        } else if u16::try_from(limit).is_ok() {
            Places::Pairs(places.into_iter().map(|place| u16::try_from(place).unwrap_or(u16::MAX)).collect())
        } else {
            Places::Fours(places)
        }
    }
}

impl Values {
    /// Gives every value of the documents.
    fn each(&self, documents: &Bits, give: impl FnMut(u32)) {
        match self {
            Values::One(Places::Bytes(places)) => one(places, documents, give),
            Values::One(Places::Pairs(places)) => one(places, documents, give),
            Values::One(Places::Fours(places)) => one(places, documents, give),
            Values::Many(starts, Places::Bytes(places)) => many(starts, places, documents, give),
            Values::Many(starts, Places::Pairs(places)) => many(starts, places, documents, give),
            Values::Many(starts, Places::Fours(places)) => many(starts, places, documents, give),
        }
    }
}

fn one<T: Copy + Into<u32>>(places: &[T], documents: &Bits, mut give: impl FnMut(u32)) {
    documents.iter().filter_map(|document| places.get(document as usize)).for_each(|&place| give(place.into()));
}

fn many<T: Copy + Into<u32>>(starts: &[u32], places: &[T], documents: &Bits, mut give: impl FnMut(u32)) {
    for document in documents.iter() {
        let at = |place: u32| starts.get(place as usize).copied().unwrap_or_default() as usize;
        let own = places.get(at(document)..at(document + 1)).unwrap_or_default();
        for &place in own {
            give(place.into());
        }
    }
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
        let counts = column.having(sets);
        let met = counts.into_iter().zip(&column.names).filter(|(count, _): &(usize, _)| *count > 0);
        best(met.map(|(count, name)| (name, count)).collect(), limit)
            .into_iter()
            .map(|(name, count)| (name.clone(), count))
            .collect()
    }
}

impl Column {
    fn new(names: Vec<String>, read: Vec<Read>, whole: &[Bits]) -> Column {
        let values = read.into_iter().map(|(starts, places)| match starts {
            None => Values::One(Places::below(names.len(), places)),
            Some(starts) => Values::Many(starts, Places::below(names.len(), places)),
        });
        let mut column = Column { values: values.collect(), names, all: Vec::new() };
        column.all = column.counted(whole.iter());
        column
    }

    /// How many of the hits have each value: of more than half of all documents, the others are counted.
    fn having(&self, sets: &[Ranked]) -> Vec<usize> {
        let hits: usize = sets.iter().map(Ranked::count).sum();
        let documents: usize = sets.iter().map(|set| set.bits().room()).sum();
        if hits * 2 <= documents {
            return self.counted(sets.iter().map(Ranked::bits));
        }
        let others: Vec<Bits> = sets.iter().map(|set| set.bits().others()).collect();
        let others = self.counted(others.iter());
        self.all.iter().zip(others).map(|(all, others)| all - others).collect()
    }

    /// How many of the documents have each value.
    fn counted<'a>(&self, sets: impl Iterator<Item = &'a Bits>) -> Vec<usize> {
        // One behind the other, equal values would wait for each other: they are counted in turns.
        let mut turns = [(); TURNS].map(|()| vec![0_usize; self.names.len()]);
        for (values, set) in self.values.iter().zip(sets) {
            let mut turn = 0;
            values.each(set, |value| {
                turn = (turn + 1) % TURNS;
                if let Some(count) = turns.get_mut(turn).and_then(|counts| counts.get_mut(value as usize)) {
                    *count += 1;
                }
            });
        }
        (0..self.names.len()).map(|value| turns.iter().filter_map(|turn| turn.get(value)).sum()).collect()
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
    let whole: Vec<Bits> = snapshot.volumes.iter().map(|volume| Bits::all(volume.limit())).collect();
    Ok(Column::new(names, values, &whole))
}

/// The values of all documents behind each other, and where those of each document begin, unless each has one or none.
type Read = (Option<Vec<u32>>, Vec<u32>);

fn values_of(volume: &Volume, name: &str, place: &mut impl FnMut(&str) -> u32) -> Result<Read, TantivyError> {
    let Some(column) = volume.reader.fast_fields().str(name)? else { return Ok((None, Vec::new())) };
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
        return Ok((Some(starts), values));
    }
    Ok((None, (0..volume.limit()).map(|document| ords.first(document).map_or(NONE, known)).collect()))
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

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn values_are_counted_however_many_there_are_and_however_many_documents_are_hits(
            names in prop::sample::select(vec![1_u32, 254, 255, 256, 65_536]),
            parts in prop::collection::vec(prop::collection::vec((prop::collection::vec(any::<u32>(), 0..4), 0_u8..10), 0..200), 1..3),
            share in 0_u8..11,
            many: bool,
        ) {
            let (mut read, mut whole, mut sets, mut expected) = (Vec::new(), Vec::new(), Vec::new(), vec![0; names as usize]);
            for part in &parts {
                let limit = u32::try_from(part.len()).expect("few");
                let (mut starts, mut values, mut set) = (vec![0], Vec::new(), Bits::none(limit));
                for (document, (own, chance)) in (0..).zip(part) {
                    let own: Vec<u32> = own.iter().map(|value| value % names).take(if many { 4 } else { 1 }).collect();
                    values.extend(&own);
                    if !many && own.is_empty() {
                        values.push(NONE);
                    }
                    starts.push(u32::try_from(values.len()).expect("few"));
                    if *chance < share {
                        set.insert(document);
                        for &value in &own {
                            expected[value as usize] += 1;
                        }
                    }
                }
                read.push((many.then_some(starts), values));
                whole.push(Bits::all(limit));
                sets.push(Ranked::new(set));
            }
            let column = Column::new((0..names).map(|name| name.to_string()).collect(), read, &whole);
            prop_assert_eq!(column.having(&sets), expected);
        }
    }
}
