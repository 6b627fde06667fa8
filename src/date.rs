//! Dates that say no more than the page said: a year, a month, a day or a minute, with or without an offset.
//!
//! The written form is EDTF level 0 (ISO 8601-2): `2019`, `2019-01`, `2019-01-24`, `2019-06-24T16:16`, `2019-06-24T16:16+09:00`.
//! Finding dates in pages is the cleaner's work (`clean::dates`).

use chrono::{Datelike, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, Timelike};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;

/// A date with its precision. It always names a day that exists.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct PartialDate {
    /// The first day it may mean.
    day: NaiveDate,
    precision: Precision,
}

/// How much of a [`PartialDate`] is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Precision {
    /// The year.
    Year,
    /// The year and the month.
    Month,
    /// The day.
    Day,
    /// The minute, and the offset from UTC where the page gives it.
    Minute(NaiveTime, Option<FixedOffset>),
}

/// Years outside of these are taken for a misreading.
pub const YEARS: std::ops::RangeInclusive<i32> = 1000..=2999;

impl PartialDate {
    /// A year alone.
    pub fn year(year: i32) -> Option<Self> {
        Self::on(year, 1, 1, Precision::Year)
    }

    /// A month of a year.
    pub fn month(year: i32, month: u32) -> Option<Self> {
        Self::on(year, month, 1, Precision::Month)
    }

    /// A day; `None` where there is no such day.
    pub fn day(year: i32, month: u32, day: u32) -> Option<Self> {
        Self::on(year, month, day, Precision::Day)
    }

    fn on(year: i32, month: u32, day: u32, precision: Precision) -> Option<Self> {
        YEARS
            .contains(&year)
            .then(|| NaiveDate::from_ymd_opt(year, month, day))
            .flatten()
            .map(|day| PartialDate { day, precision })
    }

    /// The same day with a time of day, and the offset from UTC where it is known. Seconds are dropped.
    #[must_use]
    pub fn at(self, hour: u32, minute: u32, offset: Option<FixedOffset>) -> Option<Self> {
        let time = NaiveTime::from_hms_opt(hour, minute, 0)?;
        Some(PartialDate { precision: Precision::Minute(time, offset), ..self })
    }

    /// The same date without its time of day.
    #[must_use]
    pub fn without_time(self) -> Self {
        match self.precision {
            Precision::Minute(..) => PartialDate { precision: Precision::Day, ..self },
            _ => self,
        }
    }

    /// How much is known.
    pub fn precision(self) -> Precision {
        self.precision
    }

    /// The first day it may mean: 1 January for a year. As written on the page, in the page's own offset.
    pub fn first_day(self) -> NaiveDate {
        self.day
    }

    /// The last day it may mean: 31 December for a year.
    pub fn last_day(self) -> NaiveDate {
        let next = match self.precision {
            Precision::Year => NaiveDate::from_ymd_opt(self.day.year() + 1, 1, 1),
            Precision::Month if self.day.month() == 12 => NaiveDate::from_ymd_opt(self.day.year() + 1, 1, 1),
            Precision::Month => NaiveDate::from_ymd_opt(self.day.year(), self.day.month() + 1, 1),
            Precision::Day | Precision::Minute(..) => return self.day,
        };
        next.and_then(|day| day.pred_opt()).unwrap_or(self.day)
    }

    /// The time of day, where it is known.
    pub fn time(self) -> Option<NaiveTime> {
        match self.precision {
            Precision::Minute(time, _) => Some(time),
            _ => None,
        }
    }

    /// The offset from UTC, where it is known.
    pub fn offset(self) -> Option<FixedOffset> {
        match self.precision {
            Precision::Minute(_, offset) => offset,
            _ => None,
        }
    }

    /// Minutes since 1970-01-01T00:00 for ordering: the day as the page writes it, then the time; what is not known counts as its start.
    ///
    /// Offsets are left out on purpose: a list grouped by day must be ordered by the days it shows.
    pub fn sort_key(self) -> i64 {
        let at = NaiveDateTime::new(self.day, self.time().unwrap_or(NaiveTime::MIN));
        at.and_utc().timestamp().div_euclid(60)
    }
}

impl Ord for PartialDate {
    fn cmp(&self, other: &Self) -> Ordering {
        let rank = |date: &Self| match date.precision {
            Precision::Year => (0, 0),
            Precision::Month => (1, 0),
            Precision::Day => (2, 0),
            Precision::Minute(_, None) => (3, 0),
            Precision::Minute(_, Some(offset)) => (4, offset.local_minus_utc()),
        };
        (self.sort_key(), rank(self)).cmp(&(other.sort_key(), rank(other)))
    }
}

impl PartialOrd for PartialDate {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl fmt::Display for PartialDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = (self.day.year(), self.day.month(), self.day.day());
        match self.precision {
            Precision::Year => write!(f, "{year:04}"),
            Precision::Month => write!(f, "{year:04}-{month:02}"),
            Precision::Day => write!(f, "{year:04}-{month:02}-{day:02}"),
            Precision::Minute(time, offset) => {
                write!(f, "{year:04}-{month:02}-{day:02}T{:02}:{:02}", time.hour(), time.minute())?;
                match offset {
                    Some(offset) if offset.local_minus_utc() == 0 => f.write_str("Z"),
                    Some(offset) => offset.fmt(f),
                    None => Ok(()),
                }
            }
        }
    }
}

/// A text that is not a date in the written form.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is not a date like 2019, 2019-01, 2019-01-24 or 2019-06-24T16:16")]
pub struct NotADate(String);

impl FromStr for PartialDate {
    type Err = NotADate;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        parse(text).ok_or_else(|| NotADate(text.to_owned()))
    }
}

fn parse(text: &str) -> Option<PartialDate> {
    let (day, time) = match text.split_once('T') {
        Some((day, time)) => (day, Some(time)),
        None => (text, None),
    };
    let numbers: Vec<&str> = day.split('-').collect();
    let digits = |text: &str, len: usize| -> Option<u32> {
        (text.len() == len && text.bytes().all(|b| b.is_ascii_digit())).then(|| text.parse().ok()).flatten()
    };
    let year = i32::try_from(digits(numbers.first()?, 4)?).ok()?;
    let date = match *numbers.get(1..)? {
        [] => PartialDate::year(year),
        [month] => PartialDate::month(year, digits(month, 2)?),
        [month, day] => PartialDate::day(year, digits(month, 2)?, digits(day, 2)?),
        _ => None,
    }?;
    let Some(time) = time else { return Some(date) };
    if date.precision != Precision::Day {
        return None;
    }
    let cut = time.find(['Z', '+', '-']).unwrap_or(time.len());
    let (clock, zone) = time.split_at(cut);
    let offset = match zone {
        "" => None,
        "Z" => FixedOffset::east_opt(0),
        _ => {
            let (hours, minutes) = zone[1..].split_once(':')?;
            let seconds = i32::try_from(digits(hours, 2)? * 3600 + digits(minutes, 2)? * 60).ok()?;
            Some(FixedOffset::east_opt(if zone.starts_with('-') { -seconds } else { seconds })?)
        }
    };
    let (hour, minute) = clock.split_once(':')?;
    date.at(digits(hour, 2)?, digits(minute, 2)?, offset)
}

impl Serialize for PartialDate {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for PartialDate {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_written_form_reads_back_the_same() {
        for text in [
            "2019",
            "2019-01",
            "2019-01-24",
            "2019-06-24T16:16",
            "2019-06-24T16:16Z",
            "2019-06-24T16:16+09:00",
            "2019-06-24T16:16-03:30",
        ] {
            assert_eq!(text.parse::<PartialDate>().map(|date| date.to_string()), Ok(text.to_owned()));
        }
    }

    #[test]
    fn days_that_do_not_exist_are_no_dates() {
        for text in [
            "",
            "2019-02-30",
            "2019-13",
            "19",
            "2019-1-2",
            "2019T10:00",
            "2019-06-24T25:00",
            "2019-06-24T16:16+9:00",
            "0000-01-01",
            "2019-01-01-01",
        ] {
            assert!(text.parse::<PartialDate>().is_err(), "{text}");
        }
    }

    #[test]
    fn a_month_spans_its_days() {
        let february = PartialDate::month(2020, 2).expect("exists");
        assert_eq!(february.last_day().to_string(), "2020-02-29");
        assert_eq!(PartialDate::year(2020).expect("exists").last_day().to_string(), "2020-12-31");
    }

    #[test]
    fn less_precise_dates_stand_before_the_days_they_may_mean() {
        let mut dates: Vec<PartialDate> = ["2019-01-01T00:01", "2019-01-01", "2018-12-31", "2019", "2019-01"]
            .iter()
            .map(|t| t.parse().expect("valid"))
            .collect();
        dates.sort();
        let written: Vec<String> = dates.iter().map(ToString::to_string).collect();
        assert_eq!(written, ["2018-12-31", "2019", "2019-01", "2019-01-01", "2019-01-01T00:01"]);
    }

    proptest! {
        #[test]
        fn any_text_is_a_date_or_an_error(text in "\\PC{0,30}") {
            if let Ok(date) = text.parse::<PartialDate>() {
                prop_assert_eq!(date.to_string().parse::<PartialDate>(), Ok(date));
            }
        }
    }
}
