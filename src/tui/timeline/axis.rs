//! How a span of time is divided into steps of one length, as many as there is room for.

use crate::date::PartialDate;
use chrono::{Datelike, Days, NaiveDate};
use std::ops::Range;

/// What a step of the axis is long.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// So many days.
    Days(u32),
    /// So many months of the calendar.
    Months(u32),
}

/// The steps there are, the finest first.
const STEPS: [Step; 12] = [
    Step::Days(1),
    Step::Days(7),
    Step::Months(1),
    Step::Months(2),
    Step::Months(3),
    Step::Months(6),
    Step::Months(12),
    Step::Months(24),
    Step::Months(60),
    Step::Months(120),
    Step::Months(300),
    Step::Months(1200),
];

/// The most columns that a step takes.
const WIDEST: usize = 8;

/// A span of time in steps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Axis {
    pub step: Step,
    /// The number of the first step, counted from the beginning of time.
    start: i64,
    /// How many steps there are; at least one.
    pub count: usize,
    /// The columns of all of them.
    columns: usize,
}

impl Step {
    /// The number of the step that a day lies in.
    fn of(self, day: NaiveDate) -> i64 {
        match self {
            // Day 1 of the calendar is a Monday, and so weeks begin with one.
            Step::Days(days) => (i64::from(day.num_days_from_ce()) - 1).div_euclid(i64::from(days)),
            Step::Months(months) => (i64::from(day.year()) * 12 + i64::from(day.month0())).div_euclid(months.into()),
        }
    }

    /// The first day of a step.
    fn first_day(self, number: i64) -> NaiveDate {
        match self {
            Step::Days(days) => {
                i32::try_from(number * i64::from(days) + 1).ok().and_then(NaiveDate::from_num_days_from_ce_opt)
            }
            Step::Months(months) => {
                let month = number * i64::from(months);
                let year = i32::try_from(month.div_euclid(12)).ok();
                let of_year = u32::try_from(month.rem_euclid(12)).ok();
                year.zip(of_year).and_then(|(year, month)| NaiveDate::from_ymd_opt(year, month + 1, 1))
            }
        }
        .unwrap_or(NaiveDate::MAX)
    }
}

impl Axis {
    /// The axis with the finest steps that fit into so many columns.
    pub fn fitting((first, last): (NaiveDate, NaiveDate), columns: usize) -> Axis {
        let count = |step: Step| usize::try_from(step.of(last.max(first)) - step.of(first)).unwrap_or(0) + 1;
        let step = STEPS.into_iter().find(|step| count(*step) <= columns).unwrap_or(STEPS[STEPS.len() - 1]);
        Axis { step, start: step.of(first), count: count(step), columns: columns.min(count(step) * WIDEST) }
    }

    /// The place of the step that a day lies in, where it is on the axis.
    pub fn place(&self, day: NaiveDate) -> Option<usize> {
        usize::try_from(self.step.of(day) - self.start).ok().filter(|place| *place < self.count)
    }

    /// The same, or the end that it lies beyond.
    pub fn nearest(&self, day: NaiveDate) -> usize {
        let end = self.count - 1;
        usize::try_from((self.step.of(day) - self.start).max(0)).map_or(end, |place| place.min(end))
    }

    /// The first and the last day of a step.
    pub fn days(&self, place: usize) -> (NaiveDate, NaiveDate) {
        let number = self.start + i64::try_from(place).unwrap_or(0);
        let next = self.step.first_day(number + 1);
        (self.step.first_day(number), next.checked_sub_days(Days::new(1)).unwrap_or(next))
    }

    /// The columns of a step.
    pub fn columns(&self, place: usize) -> Range<usize> {
        let column = |place: usize| place * self.columns.max(self.count) / self.count;
        column(place)..column(place + 1)
    }

    /// The step that is drawn at a column.
    pub fn at_column(&self, column: usize) -> Option<usize> {
        (0..self.count).find(|place| self.columns(*place).contains(&column))
    }
}

/// A span of days as the value of `date:`, by month or year where it is made of whole ones.
pub fn written(first: NaiveDate, last: NaiveDate) -> String {
    let day = |day: NaiveDate| PartialDate::day(day.year(), day.month(), day.day());
    let month = |day: NaiveDate| PartialDate::month(day.year(), day.month());
    let year = |day: NaiveDate| PartialDate::year(day.year());
    let whole = |date: fn(NaiveDate) -> Option<PartialDate>| {
        let (from, to) = date(first).zip(date(last))?;
        (from.first_day() == first && to.last_day() == last).then_some((from, to))
    };
    match whole(year).or_else(|| whole(month)).or_else(|| whole(day)) {
        Some((from, to)) if from == to => from.to_string(),
        Some((from, to)) => format!("{from}..{to}"),
        None => format!("{first}..{last}"),
    }
}
