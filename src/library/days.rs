//! Where each day begins in a segment: documents stand newest first, so that a day is a stretch of them, and a timeline needs to know no more. It is
//! found out once; what is asked of days after that looks at no keys.

use super::order;
use chrono::NaiveDate;
use std::ops::Range;
use tantivy::columnar::ColumnValues;

/// The days of a segment's documents, the newest first.
pub(super) struct Days {
    begins: Vec<Day>,
    /// The first document without a date, and one more than the last of all.
    undated: u32,
    limit: u32,
}

/// A day that documents are of.
struct Day {
    /// The upper half of the least key that a document of the day may have.
    start: u32,
    /// Its first document.
    first: u32,
}

impl Days {
    /// The days of so many documents that have these keys, which descend.
    pub fn read(keys: &dyn ColumnValues<u64>, limit: u32) -> Days {
        let undated = below(keys, order::DATED, 0..limit);
        let (mut begins, mut first, mut count) = (Vec::new(), 0, 1);
        while first < undated {
            let start = order::day_of(keys.get_val(first));
            begins.push(Day { start: upper(start), first });
            // A day has about as many documents as the one before, and one at the least, whatever a damaged column says.
            let next = below_from(keys, start, first..undated, count).max(first + 1);
            (first, count) = (next, next - first);
        }
        begins.shrink_to_fit();
        Days { begins, undated, limit }
    }

    /// The day of a document.
    pub fn day(&self, document: u32) -> Option<NaiveDate> {
        let behind = self.begins.partition_point(|day| day.first <= document);
        let day = behind.checked_sub(1).and_then(|at| self.begins.get(at)).filter(|_| document < self.undated)?;
        order::day(u64::from(day.start) << 32)
    }

    /// The first document whose key is below `key`: within a day it is looked for among the keys.
    pub fn below(&self, keys: &dyn ColumnValues<u64>, key: u64) -> u32 {
        if key < order::DATED {
            return below(keys, key, self.undated..self.limit);
        }
        let at = self.begins.partition_point(|day| day.start > upper(key));
        let Some(day) = self.begins.get(at) else { return self.undated };
        let start = u64::from(day.start) << 32;
        if order::day_of(key) != start {
            return day.first;
        }
        let end = self.begins.get(at + 1).map_or(self.undated, |next| next.first);
        if key == start { end } else { below(keys, key, day.first..end) }
    }
}

/// The half of a key that tells the date.
fn upper(key: u64) -> u32 {
    u32::try_from(key >> 32).unwrap_or(u32::MAX)
}

/// The first document of a range whose key is below `key`, or the range's end.
pub(super) fn below(keys: &dyn ColumnValues<u64>, key: u64, range: Range<u32>) -> u32 {
    let (mut from, mut to) = (range.start, range.end);
    while from < to {
        let middle = from + (to - from) / 2;
        if keys.get_val(middle) < key { to = middle } else { from = middle + 1 }
    }
    from
}

/// The same, found sooner where it lies no more than about a step behind the range's start.
fn below_from(keys: &dyn ColumnValues<u64>, key: u64, range: Range<u32>, step: u32) -> u32 {
    let (mut from, mut to, mut step) = (range.start, range.end, step);
    while let Some(probe) = from.checked_add(step).filter(|&probe| probe < to) {
        if keys.get_val(probe) < key {
            to = probe;
            break;
        }
        from = probe;
        step = step.saturating_mul(2);
    }
    below(keys, key, from..to)
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::article::ArticleId;
    use crate::date::PartialDate;
    use proptest::prelude::*;

    /// The keys of a segment, descending.
    #[derive(Debug)]
    pub struct Listed(pub Vec<u64>);

    impl ColumnValues<u64> for Listed {
        fn get_val(&self, document: u32) -> u64 {
            self.0[document as usize]
        }

        fn min_value(&self) -> u64 {
            self.0.last().copied().unwrap_or_default()
        }

        fn max_value(&self) -> u64 {
            self.0.first().copied().unwrap_or_default()
        }

        fn num_vals(&self) -> u32 {
            u32::try_from(self.0.len()).expect("few")
        }
    }

    fn dates() -> impl Strategy<Value = Option<PartialDate>> {
        prop_oneof![
            Just(None),
            prop::sample::select(vec![
                "1000",
                "1999-12-31T23:59",
                "2019",
                "2019-01",
                "2019-01-01",
                "2019-01-01T00:01",
                "2019-01-02",
                "2019-01-02T12:00",
                "2019-02",
                "2019-02-28",
                "2999-12-31T23:59",
            ])
            .prop_map(|text| text.parse().ok()),
        ]
    }

    proptest! {
        #[test]
        fn days_tell_what_the_keys_tell(
            dates in prop::collection::vec(dates(), 0..120),
            asked in prop::collection::vec((dates(), 0_i64..150, any::<bool>()), 1..20),
        ) {
            let mut keys: Vec<u64> = (1..).zip(&dates).map(|(id, date)| order::key(*date, ArticleId(id))).collect();
            keys.sort_unstable_by_key(|key| std::cmp::Reverse(*key));
            let listed = Listed(keys.clone());
            let limit = listed.num_vals();
            let days = Days::read(&listed, limit);
            prop_assert_eq!(days.below(&listed, order::DATED) as usize, keys.partition_point(|&key| key >= order::DATED));
            for (document, &key) in (0..).zip(&keys) {
                prop_assert_eq!(days.day(document), order::date(key).map(PartialDate::first_day));
            }
            for (date, id, whole) in asked {
                let key = if whole { order::day_of(order::key(date, ArticleId(id))) } else { order::key(date, ArticleId(id)) };
                for key in [key, key.saturating_sub(1), key + 1, 0, u64::MAX] {
                    let expected = keys.partition_point(|&other| other >= key);
                    prop_assert_eq!(days.below(&listed, key) as usize, expected, "{}", key);
                }
            }
        }
    }
}
