//! Dates in a query: kept as they were typed, and made days only when it is known what day it is.

use crate::date::PartialDate;
use chrono::{Days, Months, NaiveDate};
use std::fmt;

/// The days an article may be of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Dates {
    /// From the start of the first to the end of the last, where they are given.
    Between(Option<PartialDate>, Option<PartialDate>),
    /// Before the first day of it.
    Before(PartialDate),
    /// After the last day of it.
    After(PartialDate),
    /// Not longer ago than that.
    Last(u32, Unit),
}

/// What `@7d` counts in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Unit {
    /// Days.
    Day,
    /// Weeks.
    Week,
    /// Months of the calendar.
    Month,
    /// Years of the calendar.
    Year,
}

/// The units by the names they are typed with; the first name is the one that is written.
const UNITS: &[(&str, Unit)] = &[
    ("d", Unit::Day),
    ("day", Unit::Day),
    ("days", Unit::Day),
    ("w", Unit::Week),
    ("week", Unit::Week),
    ("weeks", Unit::Week),
    ("months", Unit::Month),
    ("month", Unit::Month),
    ("m", Unit::Month),
    ("y", Unit::Year),
    ("year", Unit::Year),
    ("years", Unit::Year),
];

impl Dates {
    /// Reads the value of `date:`; half a date means what is whole of it. `None` where nothing is.
    pub(super) fn parse(text: &str) -> Option<Dates> {
        let Some((from, to)) = text.split_once("..") else {
            let date = half_date(text)?;
            return Some(Dates::Between(Some(date), Some(date)));
        };
        let (from, to) = (half_date(from), half_date(to.trim_start_matches('.')));
        (from.is_some() || to.is_some()).then_some(Dates::Between(from, to))
    }

    /// Reads what follows an `@`: a number and a unit.
    pub(super) fn ago(text: &str) -> Option<Dates> {
        let digits = text.bytes().take_while(u8::is_ascii_digit).count();
        let count = text[..digits].parse().ok()?;
        Some(Dates::Last(count, super::named(UNITS, &text[digits..])?))
    }

    /// The first and the last day that match, both included.
    pub(crate) fn days(self, today: NaiveDate) -> (Option<NaiveDate>, Option<NaiveDate>) {
        match self {
            Dates::Between(from, to) => (from.map(PartialDate::first_day), to.map(PartialDate::last_day)),
            Dates::Before(date) => (None, Some(date.first_day().pred_opt().unwrap_or(NaiveDate::MIN))),
            Dates::After(date) => (Some(date.last_day().succ_opt().unwrap_or(NaiveDate::MAX)), None),
            Dates::Last(count, unit) => {
                let from = match unit {
                    Unit::Day => today.checked_sub_days(Days::new(count.into())),
                    Unit::Week => today.checked_sub_days(Days::new(u64::from(count) * 7)),
                    Unit::Month => today.checked_sub_months(Months::new(count)),
                    Unit::Year => {
                        count.checked_mul(12).and_then(|months| today.checked_sub_months(Months::new(months)))
                    }
                };
                (from, None)
            }
        }
    }
}

/// The longest start of the text that is a date, ended where a part ends: `2019-0` means 2019.
pub(super) fn half_date(text: &str) -> Option<PartialDate> {
    let day = text.split('T').next().unwrap_or(text);
    let ends = day.char_indices().filter(|&(_, c)| c == '-').map(|(at, _)| at).chain([day.len()]);
    ends.filter_map(|end| day[..end].parse::<PartialDate>().ok()).next_back()
}

impl fmt::Display for Dates {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Dates::Between(Some(from), Some(to)) if from == to => write!(f, "date:{from}"),
            Dates::Between(from, to) => {
                f.write_str("date:")?;
                from.map_or(Ok(()), |from| write!(f, "{from}"))?;
                f.write_str("..")?;
                to.map_or(Ok(()), |to| write!(f, "{to}"))
            }
            Dates::Before(date) => write!(f, "before:{date}"),
            Dates::After(date) => write!(f, "after:{date}"),
            Dates::Last(count, unit) => write!(f, "@{count}{}", super::name_of(UNITS, unit)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Option<NaiveDate> {
        text.parse().ok()
    }

    #[test]
    fn ranges_include_both_ends_and_may_be_open() {
        let today = day("2020-03-31").expect("exists");
        for (text, from, to) in [
            ("2019", "2019-01-01", "2019-12-31"),
            ("2019-05..2019-08", "2019-05-01", "2019-08-31"),
            ("2019-05..", "2019-05-01", ""),
            ("..2019", "", "2019-12-31"),
            ("2019-0", "2019-01-01", "2019-12-31"),
            ("2019-05-1", "2019-05-01", "2019-05-31"),
            ("2019-06-24T16:16", "2019-06-24", "2019-06-24"),
        ] {
            assert_eq!(Dates::parse(text).map(|dates| dates.days(today)), Some((day(from), day(to))), "{text}");
        }
        for text in ["", "..", "20", "x", "2019x"] {
            assert_eq!(Dates::parse(text), None, "{text}");
        }
    }

    #[test]
    fn stretches_of_time_end_today() {
        let today = day("2020-03-31").expect("exists");
        for (text, from) in
            [("7d", "2020-03-24"), ("1month", "2020-02-29"), ("2weeks", "2020-03-17"), ("1y", "2019-03-31")]
        {
            assert_eq!(Dates::ago(text).map(|dates| dates.days(today)), Some((day(from), None)), "{text}");
        }
        for text in ["", "7", "d", "7x", "99999999999d"] {
            assert_eq!(Dates::ago(text), None, "{text}");
        }
        assert_eq!(Dates::Last(u32::MAX, Unit::Year).days(today), (None, None));
    }
}
