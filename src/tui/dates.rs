//! Dates as the screen writes them, each with no more than is known, and the groups a list of dates falls into.

use crate::config::Dates;
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
    pub fn heading(self, date: Option<PartialDate>, dates: Dates) -> String {
        let Some(date) = date else { return "Undated".to_owned() };
        let day = date.first_day();
        match (self, date.precision(), dates) {
            (Grouping::None, ..) => String::new(),
            (Grouping::Year, ..) | (_, Precision::Year, _) => day.year().to_string(),
            (Grouping::Month, _, Dates::Iso) | (_, Precision::Month, Dates::Iso) => day.format("%Y-%m").to_string(),
            (Grouping::Month, ..) | (_, Precision::Month, _) => format!("{} {}", month(day), day.year()),
            (Grouping::Day, _, Dates::DayFirst) => {
                format!("{} {} {} {}", day.format("%a"), day.day(), month(day), day.year())
            }
            (Grouping::Day, _, Dates::MonthFirst) => {
                format!("{} {} {}, {}", day.format("%a"), month(day), day.day(), day.year())
            }
            (Grouping::Day, _, Dates::Iso) => day.format("%Y-%m-%d").to_string(),
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
    pub fn label(self, date: Option<PartialDate>, dates: Dates) -> String {
        let Some(date) = date else { return "–".to_owned() };
        let day = date.first_day();
        let short = &month(day)[..3];
        match (self, date.precision()) {
            (Grouping::None, Precision::Year) => day.year().to_string(),
            (Grouping::None, _) if dates == Dates::Iso => day.format("%Y-%m").to_string(),
            (Grouping::None, _) => format!("{short} {}", day.year()),
            (_, Precision::Year) | (Grouping::Day | Grouping::Month, Precision::Month) => "–".to_owned(),
            (Grouping::Year, Precision::Month) if dates == Dates::Iso => day.format("%m").to_string(),
            (Grouping::Year, Precision::Month) => short.to_owned(),
            (Grouping::Year, _) => match dates {
                Dates::DayFirst => format!("{:>2} {short}", day.day()),
                Dates::MonthFirst => format!("{short} {:>2}", day.day()),
                Dates::Iso => day.format("%m-%d").to_string(),
            },
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
pub fn in_words(date: PartialDate, dates: Dates) -> String {
    let words = Grouping::Day.heading(Some(date), dates);
    let Precision::Minute(time, offset) = date.precision() else { return words };
    let zone = match offset {
        None => String::new(),
        Some(offset) if offset.local_minus_utc() == 0 => " UTC".to_owned(),
        Some(offset) => format!(" {offset}"),
    };
    format!("{words} {}{zone}", time.format("%H:%M"))
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
            assert_eq!(in_words(date(written), Dates::DayFirst), words);
        }
    }

    #[test]
    fn dates_are_written_as_is_wanted() {
        let written = |dates| ["2019-06", "2019-06-24", "2019-06-24T16:16Z"].map(|text| in_words(date(text), dates));
        assert_eq!(written(Dates::MonthFirst), ["June 2019", "Mon June 24, 2019", "Mon June 24, 2019 16:16 UTC"]);
        assert_eq!(written(Dates::Iso), ["2019-06", "2019-06-24", "2019-06-24 16:16 UTC"]);
        let labels = [Dates::DayFirst, Dates::MonthFirst, Dates::Iso]
            .map(|dates| Grouping::Year.label(Some(date("2019-06-04")), dates));
        assert_eq!(labels, [" 4 Jun", "Jun  4", "06-04"]);
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
        assert_eq!(Grouping::Month.heading(Some(date("2019")), Dates::DayFirst), "2019");
        assert_eq!(Grouping::Month.heading(Some(date("2019-01-03")), Dates::DayFirst), "January 2019");
        assert_eq!(Grouping::Day.heading(Some(date("2019-01")), Dates::DayFirst), "January 2019");
        assert_eq!(Grouping::Month.heading(None, Dates::DayFirst), "Undated");
    }

    #[test]
    fn labels_are_never_wider_than_their_column() {
        for grouping in [Grouping::Day, Grouping::Month, Grouping::Year, Grouping::None] {
            for text in ["2019", "2019-06", "2019-06-24", "2019-12-31T23:59+09:00"] {
                for dates in [Dates::DayFirst, Dates::MonthFirst, Dates::Iso] {
                    let label = grouping.label(Some(date(text)), dates);
                    assert!(label.len() <= grouping.label_width() || text == "2019" || text == "2019-06", "{label}");
                }
            }
        }
    }
}
