//! How the timeline looks: a line of bars, and under it the years or months, the place of the selection, the span that is being chosen.

use super::Timeline;
use super::axis::{Axis, Step};
use crate::date::PartialDate;
use crate::tui::cells::{Sheet, cells};
use crate::tui::theme::Role;
use chrono::{Datelike, NaiveDate};

/// The heights of a bar.
const BARS: [&str; 8] = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"];
/// The heights of what stands behind the bars.
const BEHIND: usize = 3;
/// The blank columns on either side.
pub const MARGIN: usize = 1;

/// The columns for bars on a strip of that width.
pub fn room(width: usize) -> usize {
    width.saturating_sub(2 * MARGIN).max(1)
}

impl Timeline {
    /// Draws it; `selected` is the day of the selected article.
    pub fn draw(&self, sheet: &mut Sheet, selected: Option<NaiveDate>) {
        let Some(axis) = self.axis(sheet.width()) else { return };
        let chosen = self.chosen.map(|(first, last)| axis.nearest(first)..=axis.nearest(last));
        let hits = counts(&axis, &self.tally.hits);
        let library = counts(&axis, &self.tally.library);
        let (most, most_behind) = (highest(&hits), highest(&library));
        for place in 0..axis.count {
            let (bar, role) = match (hits[place], library[place]) {
                (0, 0) => (" ", Role::Dim),
                (0, behind) => (BARS[level(behind, most_behind, BEHIND)], Role::Dim),
                (count, _) => (BARS[level(count, most, BARS.len())], Role::Accent),
            };
            let role =
                if chosen.as_ref().is_some_and(|chosen| chosen.contains(&place)) { Role::Selected } else { role };
            let columns = axis.columns(place);
            // Wide bars stand apart from each other.
            let apart = usize::from(columns.len() > 3 && role != Role::Selected);
            sheet.write(MARGIN + columns.start, 0, &bar.repeat(columns.len() - apart), role);
        }
        let mark = match chosen {
            Some(chosen) => Some((*chosen.start(), *chosen.end())),
            None => selected.and_then(|day| axis.place(day)).map(|place| (place, place)),
        };
        draw_axis(sheet, &axis, mark, self.focused());
    }
}

/// The names of years and months, as far as they fit beside each other and beside the mark.
fn draw_axis(sheet: &mut Sheet, axis: &Axis, mark: Option<(usize, usize)>, chosen: bool) {
    let mark = mark.map(|(first, last)| {
        let (from, to) = (axis.columns(first).start, axis.columns(last).end - 1);
        if chosen { (from, to) } else { (usize::midpoint(from, to), usize::midpoint(from, to)) }
    });
    let mut free = 0;
    for place in 0..axis.count {
        let x = axis.columns(place).start;
        let Some(label) = label(axis, place).filter(|_| x >= free) else { continue };
        let end = x + cells(&label);
        if end <= room(sheet.width()) && mark.is_none_or(|(from, to)| end <= from || x > to) {
            sheet.write(MARGIN + x, 1, &label, Role::Dim);
            free = end + 1;
        }
    }
    match mark {
        Some((from, to)) if from == to => {
            sheet.write(MARGIN + from, 1, "▲", Role::Key);
        }
        Some((from, to)) => {
            let text = format!("└{}┘", "─".repeat(to - from - 1));
            sheet.write(MARGIN + from, 1, &text, Role::Key);
        }
        None => {}
    }
}

/// What stands under a step: its year where a year begins, its month where days are shown.
fn label(axis: &Axis, place: usize) -> Option<String> {
    // A week stands under the month that begins in it.
    let day = |place: usize| match axis.step {
        Step::Days(_) => axis.days(place).1,
        Step::Months(_) => axis.days(place).0,
    };
    let first = day(place);
    let before = place.checked_sub(1).map(day);
    let new_year = before.is_none_or(|before| before.year() != first.year());
    let new_month = before.is_none_or(|before| before.month() != first.month());
    match axis.step {
        _ if new_year => Some(first.year().to_string()),
        Step::Days(_) if new_month => Some(first.format("%b").to_string()),
        Step::Months(1) if axis.columns(place).len() >= 4 => Some(first.format("%b").to_string()),
        _ => None,
    }
}

fn counts(axis: &Axis, dates: &[(PartialDate, usize)]) -> Vec<usize> {
    let mut counts = vec![0; axis.count];
    for (date, count) in dates {
        if let Some(place) = axis.place(date.first_day()) {
            counts[place] += count;
        }
    }
    counts
}

fn highest(counts: &[usize]) -> usize {
    counts.iter().copied().max().unwrap_or(0).max(1)
}

/// Which of so many heights a count has; none but nothing is without height.
fn level(count: usize, most: usize, heights: usize) -> usize {
    (count * heights).div_ceil(most).clamp(1, heights) - 1
}
