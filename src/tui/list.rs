//! The list: which articles it holds, which one is selected, which are seen. Only the rows around those that are seen are kept.

mod draw;

use super::dates::Grouping;
use super::desk::Around;
use super::typeset::flow;
use crate::article::ArticleId;
use crate::config::{Dates, Rows};
use crate::date::PartialDate;
use crate::library::{Hits, Row, Sort, SortBy};
use crate::text::{fold, sanitise_line};
use chrono::Datelike;

/// How many rows are asked for at a time; some three of the tallest screens.
pub const WINDOW: usize = 240;

/// The list of articles that match.
#[derive(Debug, Default)]
pub struct List {
    rows: Vec<Row>,
    /// The place of the first of `rows` among all hits.
    offset: usize,
    /// How many articles match.
    pub total: usize,
    /// The place of the selected article among all hits.
    pub index: usize,
    /// The place of the first article seen.
    pub top: usize,
    /// The selection is to be the first row seen: a group was jumped to, which shows from its beginning.
    at_top: bool,
    /// The article the reader chose last: it is selected again as soon as it matches again.
    pub wanted: Option<ArticleId>,
    sort: Sort,
    grouping: Grouping,
    /// How dates are written.
    pub dates: Dates,
    /// How much a row shows.
    pub rows_show: Rows,
}

impl List {
    /// An empty list whose rows show so much.
    pub fn showing(rows_show: Rows, dates: Dates) -> Self {
        List { dates, rows_show, ..List::default() }
    }

    /// Takes the first rows of an answer, before it is known how many follow.
    pub fn begin(&mut self, hits: Hits) {
        let grouping = self.grouping;
        self.take(hits, self.sort, true);
        self.grouping = grouping;
    }

    /// Takes the rows of an answer. A new question goes back to the wanted article, or to the first; otherwise the place is kept.
    pub fn take(&mut self, hits: Hits, sort: Sort, fresh: bool) {
        self.grouping = match sort.by {
            SortBy::Date => Grouping::fitting(hits.span, hits.total),
            _ => Grouping::None,
        };
        let before = self.index;
        self.sort = sort;
        self.rows = hits.rows;
        self.offset = hits.offset;
        self.total = hits.total;
        // The selection may have been moved on the first rows meanwhile.
        let chosen = || self.rows.iter().position(|row| Some(row.id) == self.wanted).map(|place| place + self.offset);
        self.index = if fresh { chosen().or(hits.anchor).unwrap_or(0) } else { hits.anchor.unwrap_or(before) };
        self.index = self.index.min(self.total.saturating_sub(1));
        // The selected row stays where it is on the screen; a list at its beginning stays there, to show what is new.
        self.top = if self.top == 0 { 0 } else { self.index.saturating_sub(before.saturating_sub(self.top)) };
    }

    /// The row at a place, where it is at hand.
    pub fn row(&self, place: usize) -> Option<&Row> {
        self.rows.get(place.checked_sub(self.offset)?)
    }

    /// The rows at hand, to change their marks.
    pub fn rows_mut(&mut self) -> &mut [Row] {
        &mut self.rows
    }

    /// The selected row, where it is at hand.
    pub fn selected(&self) -> Option<&Row> {
        self.row(self.index)
    }

    /// Selects the article at a place; from now on it is the one wanted.
    pub fn select(&mut self, place: usize) {
        self.index = place.min(self.total.saturating_sub(1));
        self.wanted = self.selected().map(|row| row.id);
        self.at_top = false;
    }

    /// The same, and the view begins there.
    pub fn select_first_seen(&mut self, place: usize) {
        self.select(place);
        self.top = self.index;
        self.at_top = true;
    }

    /// Moves the selection by so many articles.
    pub fn step(&mut self, by: isize) {
        self.select(self.index.saturating_add_signed(by));
    }

    /// Where the rows around the selection should be asked for again, because the end of what is at hand comes near.
    pub fn lacks(&self) -> bool {
        let margin = WINDOW / 4;
        let end = self.offset + self.rows.len();
        (self.offset > 0 && self.index < self.offset + margin) || (end < self.total && self.index + margin > end)
    }

    /// The heading of the group that the article at a place belongs to.
    pub fn heading(&self, place: usize) -> Option<String> {
        let row = self.row(place)?;
        Some(match self.sort.by {
            SortBy::Date => self.grouping.heading(row.published, self.dates),
            by => heading_by(row, by),
        })
    }

    /// The row of an article, where it is at hand.
    pub fn find(&self, id: ArticleId) -> Option<&Row> {
        self.rows.iter().find(|row| row.id == id)
    }

    /// The place where the next group begins, or this one, or the one before; or what to look for where it is not at hand.
    pub fn group(&self, forward: bool) -> Result<usize, Around> {
        let end = self.offset + self.rows.len();
        let begins = |place: &usize| self.heading(*place) != self.heading(*place - 1);
        let (found, edge, last) = if forward {
            ((self.index + 1..end).find(begins), end.saturating_sub(1), end >= self.total)
        } else {
            ((self.offset + 1..self.index).rev().find(begins), self.offset, self.offset == 0)
        };
        let beyond = || self.row(edge).and_then(|row| row.published).and_then(|date| self.beyond(date, forward));
        match found {
            Some(place) => Ok(place),
            None if last => Ok(edge),
            None if self.sort.by != SortBy::Date => Err(Around::Group(self.index, forward)),
            None => beyond().map_or(Ok(edge), |day| Err(Around::Day(day))),
        }
    }

    /// The day by which the group behind that of a date is found, or the beginning of its own.
    fn beyond(&self, date: PartialDate, forward: bool) -> Option<PartialDate> {
        let group = self.grouping.group(date);
        let day = match (forward, self.sort.reversed) {
            (true, false) => group.first_day().pred_opt()?,
            (true, true) => group.last_day().succ_opt()?,
            (false, false) => group.last_day(),
            (false, true) => group.first_day(),
        };
        PartialDate::day(day.year(), day.month(), day.day())
    }

    /// Scrolls so that the selection is seen, with the article before and behind it where there is room.
    pub fn follow(&mut self, width: usize, height: usize) {
        let margin = usize::from(height >= 12);
        let above = if self.at_top { 0 } else { margin };
        self.top = self.top.min(self.index.saturating_sub(above)).min(self.total.saturating_sub(1));
        let end = self.total.saturating_sub(1);
        let below = self.top_showing((self.index + margin).min(end), width, height);
        self.top = self.top.max(below.min(self.index));
        // A list that ends above the last line is scrolled back.
        if self.row(end).is_some() {
            self.top = self.top.min(self.top_showing(end, width, height));
        }
    }

    /// The first row of a view that shows a row as its last one, whole.
    fn top_showing(&self, last: usize, width: usize, height: usize) -> usize {
        let mut top = last;
        let mut lines = self.height(last, width);
        while top > self.offset.max(last.saturating_sub(height)) {
            lines += self.height(top - 1, width) + usize::from(self.begins_group(top));
            if lines > height {
                break;
            }
            top -= 1;
        }
        top
    }

    /// Scrolls the view by so many articles; the selection goes along where it would leave it.
    pub fn scroll(&mut self, by: isize, width: usize, height: usize) {
        self.top = self.top.saturating_add_signed(by).min(self.total.saturating_sub(1));
        let last = self.last_seen(width, height);
        let kept = self.index.clamp(self.top, last.max(self.top));
        if kept != self.index {
            self.select(kept);
        }
        self.follow(width, height);
    }

    /// The place of the last article that is seen whole.
    pub fn last_seen(&self, width: usize, height: usize) -> usize {
        let seen = self.visible(width, height);
        let whole = seen.iter().rev().find(|line| line.y + line.height <= height);
        whole.or(seen.last()).map_or(self.top, |line| line.place)
    }

    /// The article drawn at a line of the list.
    pub fn at_line(&self, y: usize, width: usize, height: usize) -> Option<usize> {
        self.visible(width, height)
            .into_iter()
            .find(|row| (row.y..row.y + row.height).contains(&y))
            .map(|row| row.place)
    }

    /// How many articles a view of so many lines may show, one of them in part.
    pub fn most_seen(&self, height: usize) -> usize {
        match self.rows_show {
            Rows::Compact => height.max(1),
            Rows::Full => height / 2 + 1,
        }
    }

    /// The articles that are seen, with their lines.
    fn visible(&self, width: usize, height: usize) -> Vec<Seen> {
        let mut seen = Vec::new();
        let (mut y, mut place) = (0, self.top);
        while y < height && place < self.total {
            y += self.header_lines(place);
            let height = self.height(place, width);
            seen.push(Seen { place, y, height });
            y += height;
            place += 1;
        }
        seen
    }

    /// The lines of a group's heading above a row; the group of the first row seen is named in the rule above the list.
    fn header_lines(&self, place: usize) -> usize {
        usize::from(place > self.top && self.begins_group(place))
    }

    fn begins_group(&self, place: usize) -> bool {
        place > 0 && self.heading(place) != self.heading(place - 1)
    }

    fn height(&self, place: usize, width: usize) -> usize {
        if self.rows_show == Rows::Compact {
            return 1;
        }
        let columns = self.columns(width);
        self.row(place).map_or(2, |row| 1 + headline_lines(&sanitise_line(&row.headline), columns.text, HEADLINE).len())
    }
}

/// The heading that a row stands under, in an order that is not by date.
pub fn heading_by(row: &Row, by: SortBy) -> String {
    match by {
        SortBy::Publisher => row.publisher.clone().unwrap_or_else(|| "No publisher".to_owned()),
        SortBy::Headline => initial(&row.headline),
        SortBy::Date | SortBy::Score => String::new(),
    }
}

/// The letter that a headline stands under; one for all numbers, and one for all else.
fn initial(headline: &str) -> String {
    match fold(headline).chars().next() {
        Some(c) if c.is_alphabetic() => c.to_uppercase().collect(),
        Some(c) if c.is_numeric() => "0–9".to_owned(),
        _ => "…".to_owned(),
    }
}

/// An article that is seen: its place among all hits, its first line and how many it takes.
struct Seen {
    place: usize,
    y: usize,
    height: usize,
}

/// How a row is divided.
struct Columns {
    /// Where the date stands; without it, it stands with the source.
    date: Option<usize>,
    /// Where the headline begins.
    headline: usize,
    /// The columns of the headline.
    text: usize,
    /// The columns beside it for the source, where it does not stand under it.
    beside: usize,
}

/// The columns of a source beside its headline.
const BESIDE: usize = 22;

impl List {
    fn columns(&self, width: usize) -> Columns {
        let label = self.grouping.label_width();
        let (date, headline) = if width >= 32 { (Some(3), 3 + label + 2) } else { (None, 3.min(width / 4)) };
        let text = width.saturating_sub(headline + 1).max(2);
        let beside = match self.rows_show {
            Rows::Compact if text >= 2 * BESIDE => BESIDE,
            _ => 0,
        };
        Columns { date, headline, text: text - beside, beside }
    }
}

/// The most lines of a headline.
const HEADLINE: usize = 2;

/// A headline on so many lines at the most, as byte ranges; the last may be wider than the column and is then cut.
fn headline_lines(headline: &str, width: usize, most: usize) -> Vec<std::ops::Range<usize>> {
    let mut lines = flow(headline, width);
    if lines.len() > most {
        lines.truncate(most);
        if let Some(last) = lines.last_mut() {
            last.end = headline.len();
        }
    }
    if lines.is_empty() {
        lines.push(0..0);
    }
    lines
}

#[cfg(test)]
pub(super) mod tests;
