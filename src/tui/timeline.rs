//! The timeline: how many hits there are at what time, the whole library behind them, and the span of time that is being chosen.

mod axis;
mod draw;

use crate::date::PartialDate;
use axis::Axis;
use chrono::{Datelike, NaiveDate};
use std::sync::Arc;

/// Days that are shown by the day rather than by the month.
const SHORT: i64 = 1_500;

/// Hits and articles counted by day or by month, the oldest first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// The first and the last day that are shown; `None` where nothing is dated.
    pub span: Option<(NaiveDate, NaiveDate)>,
    /// All articles.
    pub library: Arc<Vec<(PartialDate, usize)>>,
    /// Those that match.
    pub hits: Vec<(PartialDate, usize)>,
}

/// Whether a span is short enough to be counted by the day.
pub fn is_short((first, last): (NaiveDate, NaiveDate)) -> bool {
    (last - first).num_days() < SHORT
}

/// The strip above list and reader.
#[derive(Debug, Default)]
pub struct Timeline {
    tally: Tally,
    /// The first and the last day of the span that is being chosen, while keys go to the timeline.
    chosen: Option<(NaiveDate, NaiveDate)>,
    /// Where the mouse was pressed.
    pressed: Option<(NaiveDate, NaiveDate)>,
}

/// How the chosen span changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Move {
    /// To the first span.
    First,
    /// To the last span.
    Last,
    /// By so many spans.
    By(isize),
    /// Longer by so many steps at its end, or shorter.
    Grow(isize),
}

impl Timeline {
    /// Takes what was counted.
    pub fn take(&mut self, tally: Tally) {
        self.tally = tally;
    }

    /// Whether keys go to it.
    pub fn focused(&self) -> bool {
        self.chosen.is_some()
    }

    /// Begins to choose, at a day or at the end; false where there is nothing to choose from.
    pub fn begin(&mut self, day: Option<NaiveDate>, width: usize) -> bool {
        let axis = self.axis(width);
        let place = axis.as_ref().and_then(|axis| day.and_then(|day| axis.place(day)).or(axis.count.checked_sub(1)));
        self.chosen = axis.zip(place).map(|(axis, place)| axis.days(place));
        self.focused()
    }

    /// Keys go elsewhere again.
    pub fn leave(&mut self) {
        self.chosen = None;
        self.pressed = None;
    }

    /// Changes the span that is being chosen.
    pub fn go(&mut self, wanted: Move, width: usize) {
        let Some((axis, chosen)) = self.axis(width).zip(self.chosen) else { return };
        let end = axis.count.saturating_sub(1);
        let first = axis.nearest(chosen.0);
        let last = axis.nearest(chosen.1).max(first);
        let length = last - first;
        let (first, last) = match wanted {
            Move::First => (0, length.min(end)),
            Move::Last => (end.saturating_sub(length), end),
            Move::By(by) => {
                let first = first.saturating_add_signed(by).min(end - length);
                (first, first + length)
            }
            Move::Grow(by) if last == end && by > 0 => (first.saturating_add_signed(-by), last),
            Move::Grow(by) => (first, last.saturating_add_signed(by).clamp(first, end)),
        };
        self.chosen = Some((axis.days(first).0, axis.days(last).1));
    }

    /// The span that is being chosen, as the value of `date:`.
    pub fn chosen(&self) -> Option<String> {
        self.chosen.map(|(first, last)| axis::written(first, last))
    }

    /// The first and the last day of the span that is being chosen.
    pub fn days(&self) -> Option<(NaiveDate, NaiveDate)> {
        self.chosen
    }

    /// How many hits lie in the span that is being chosen.
    pub fn count(&self) -> usize {
        let within = |day: NaiveDate| self.chosen.is_some_and(|(first, last)| (first..=last).contains(&day));
        self.tally.hits.iter().filter(|(date, _)| within(date.first_day())).map(|(_, count)| count).sum()
    }

    /// How many hits there are in each year; in each month where all are of one year.
    pub fn told(&self) -> Vec<(PartialDate, usize)> {
        let by = |group: fn(NaiveDate) -> Option<PartialDate>| {
            let mut counts: Vec<(PartialDate, usize)> = Vec::new();
            for (date, count) in &self.tally.hits {
                let Some(date) = group(date.first_day()) else { continue };
                match counts.last_mut().filter(|(last, _)| *last == date) {
                    Some((_, sum)) => *sum += count,
                    None => counts.push((date, *count)),
                }
            }
            counts
        };
        let years = by(|day| PartialDate::year(day.year()));
        if years.len() > 1 { years } else { by(|day| PartialDate::month(day.year(), day.month())) }
    }

    /// The mouse is pressed at a column.
    pub fn press(&mut self, column: usize, width: usize) {
        self.pressed = self.at(column, width);
        self.chosen = self.pressed;
    }

    /// The mouse is dragged to a column.
    pub fn drag(&mut self, column: usize, width: usize) {
        if let Some((from, to)) = self.pressed.zip(self.at(column, width)) {
            self.chosen = Some((from.0.min(to.0), from.1.max(to.1)));
        }
    }

    /// The mouse is let go; true where it has chosen a span.
    pub fn release(&mut self) -> bool {
        self.pressed.take().is_some() && self.focused()
    }

    fn at(&self, column: usize, width: usize) -> Option<(NaiveDate, NaiveDate)> {
        let axis = self.axis(width)?;
        axis.at_column(column.saturating_sub(draw::MARGIN)).map(|place| axis.days(place))
    }

    fn axis(&self, width: usize) -> Option<Axis> {
        self.tally.span.map(|span| Axis::fitting(span, draw::room(width)))
    }
}

#[cfg(test)]
mod tests;
