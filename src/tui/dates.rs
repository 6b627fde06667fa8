//! Dates as the screen writes them, each with no more than is known, and the groups a list of dates falls into.

use crate::date::{PartialDate, Precision};
use chrono::{Datelike, NaiveDate};

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// How long the days are that a list is grouped by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Grouping {
    /// By day; rows show the time.
    Day,
    /// By month; rows show the day.
    #[default]
    Month,
    /// By year; rows show day and month.
    Year,
    /// Not by date; rows show month and year.
    None,
}

impl Grouping {
    /// The grouping under which that many articles between those dates make groups neither tiny nor endless.
    pub fn fitting(span: Option<(PartialDate, PartialDate)>, total: usize) -> Self {
        let Some((oldest, newest)) = span else { return Grouping::Month };
        let days = usize::try_from((newest.last_day() - oldest.first_day()).num_days()).unwrap_or(0) + 1;
        let months = days.div_ceil(30);
        match days {
            ..=45 => Grouping::Day,
            _ if months > 150 || total < months * 2 => Grouping::Year,
            _ => Grouping::Month,
        }
    }

    /// The heading of the group that a date falls into; a date less precise than the group makes its own.
    pub fn heading(self, date: Option<PartialDate>) -> String {
        let Some(date) = date else { return "Undated".to_owned() };
        let day = date.first_day();
        match (self, date.precision()) {
            (Grouping::None, _) => String::new(),
            (Grouping::Year, _) | (_, Precision::Year) => day.year().to_string(),
            (Grouping::Month, _) | (_, Precision::Month) => format!("{} {}", month(day), day.year()),
            (Grouping::Day, _) => format!("{} {} {} {}", day.format("%a"), day.day(), month(day), day.year()),
        }
    }

    /// The stretch of time that the group of a date covers.
    pub fn group(self, date: PartialDate) -> PartialDate {
        let day = date.first_day();
        let wider = match (self, date.precision()) {
            (Grouping::Year, _) | (_, Precision::Year) => PartialDate::year(day.year()),
            (Grouping::Month, _) | (_, Precision::Month) => PartialDate::month(day.year(), day.month()),
            (Grouping::Day | Grouping::None, _) => None,
        };
        wider.unwrap_or(date.without_time())
    }

    /// What a row in the group still has to say of its date.
    pub fn label(self, date: Option<PartialDate>) -> String {
        let Some(date) = date else { return "–".to_owned() };
        let day = date.first_day();
        let short = &month(day)[..3];
        match (self, date.precision()) {
            (Grouping::None, Precision::Year) => day.year().to_string(),
            (Grouping::None, _) => format!("{short} {}", day.year()),
            (_, Precision::Year) | (Grouping::Day | Grouping::Month, Precision::Month) => "–".to_owned(),
            (Grouping::Year, Precision::Month) => short.to_owned(),
            (Grouping::Year, _) => format!("{:>2} {short}", day.day()),
            (Grouping::Month, _) => format!("{} {:>2}", day.format("%a"), day.day()),
            (Grouping::Day, Precision::Minute(time, _)) => time.format("%H:%M").to_string(),
            (Grouping::Day, _) => "–".to_owned(),
        }
    }

    /// The columns that labels take.
    pub fn label_width(self) -> usize {
        match self {
            Grouping::Day => 5,
            Grouping::Month | Grouping::Year => 6,
            Grouping::None => 8,
        }
    }
}

fn month(day: NaiveDate) -> &'static str {
    MONTHS[day.month0() as usize]
}

/// The whole date in words: `Mon 24 June 2019 16:16 +09:00`.
pub fn in_words(date: PartialDate) -> String {
    let day = date.first_day();
    let words = Grouping::Day.heading(Some(date));
    let Precision::Minute(time, offset) = date.precision() else { return words };
    let zone = match offset {
        None => String::new(),
        Some(offset) if offset.local_minus_utc() == 0 => " UTC".to_owned(),
        Some(offset) => format!(" {offset}"),
    };
    format!("{} {} {} {} {}{zone}", day.format("%a"), day.day(), month(day), day.year(), time.format("%H:%M"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> PartialDate {
        text.parse().expect("a date of the test")
    }

    #[test]
    fn dates_say_what_is_known_and_no_more() {
        for (written, words) in [
            ("2019", "2019"),
            ("2019-06", "June 2019"),
            ("2019-06-24", "Mon 24 June 2019"),
            ("2019-06-24T16:16", "Mon 24 June 2019 16:16"),
            ("2019-06-24T16:16Z", "Mon 24 June 2019 16:16 UTC"),
            ("2019-06-24T16:16+09:00", "Mon 24 June 2019 16:16 +09:00"),
        ] {
            assert_eq!(in_words(date(written)), words);
        }
    }

    #[test]
    fn the_span_chooses_the_grouping() {
        let span = |from, to| Some((date(from), date(to)));
        assert_eq!(Grouping::fitting(span("2019-06-01", "2019-06-30"), 300), Grouping::Day);
        assert_eq!(Grouping::fitting(span("2017-01-01", "2019-12-30"), 12_000), Grouping::Month);
        assert_eq!(Grouping::fitting(span("2017-01-01", "2019-12-30"), 40), Grouping::Year);
        assert_eq!(Grouping::fitting(span("1950", "2019-12-30"), 12_000), Grouping::Year);
        assert_eq!(Grouping::fitting(None, 3), Grouping::Month);
    }

    #[test]
    fn a_date_less_precise_than_the_group_makes_its_own() {
        assert_eq!(Grouping::Month.heading(Some(date("2019"))), "2019");
        assert_eq!(Grouping::Month.heading(Some(date("2019-01-03"))), "January 2019");
        assert_eq!(Grouping::Day.heading(Some(date("2019-01"))), "January 2019");
        assert_eq!(Grouping::Month.heading(None), "Undated");
    }

    #[test]
    fn labels_are_never_wider_than_their_column() {
        for grouping in [Grouping::Day, Grouping::Month, Grouping::Year, Grouping::None] {
            for text in ["2019", "2019-06", "2019-06-24", "2019-12-31T23:59+09:00"] {
                assert!(
                    grouping.label(Some(date(text))).len() <= grouping.label_width()
                        || text == "2019"
                        || text == "2019-06"
                );
            }
        }
    }
}
