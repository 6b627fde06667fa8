//! Text on the grid: one measure of width for layout and for drawing, and the only way text gets into the buffer.
//!
//! Widths are those of whole grapheme clusters, as ratatui's buffer and so the terminal counts them: a string measured as a whole can be
//! narrower (Arabic ligatures) than the cells it is drawn into.

use super::theme::{Role, Theme};
use super::typeset::{Directions, joined, mirrored, runs_left};
use crate::text::sanitise_line;
use ratatui::buffer::{Buffer, CellWidth};
use ratatui::layout::Rect;
use ratatui::style::Style;
use std::ops::Range;
use unicode_segmentation::UnicodeSegmentation;

/// What stands between things that stand on one line.
const BETWEEN: &str = " · ";

/// The cells the text takes.
pub fn cells(text: &str) -> usize {
    if text.bytes().all(|b| (0x20..0x7F).contains(&b)) {
        return text.len();
    }
    graphemes(text).map(|(_, _, width)| width).sum()
}

/// The grapheme clusters of the text: where each starts, what it is, how many cells it takes.
pub fn graphemes(text: &str) -> impl Iterator<Item = (usize, &str, usize)> {
    text.grapheme_indices(true).map(|(at, grapheme)| {
        let control = grapheme.starts_with(char::is_control);
        (at, grapheme, if control { 0 } else { usize::from(grapheme.cell_width()) })
    })
}

/// The start of the text that fits, with `…` where something was cut off.
pub fn shorten(text: &str, width: usize) -> String {
    if cells(text) <= width {
        return text.to_owned();
    }
    let mut out = fitting(text, width.saturating_sub(1)).trim_end().to_owned();
    if width > 0 {
        out.push('…');
    }
    out
}

/// The longest start of the text that is at most `width` cells wide.
pub fn fitting(text: &str, width: usize) -> &str {
    let mut used = 0;
    for (at, _, cells) in graphemes(text) {
        used += cells;
        if used > width {
            return &text[..at];
        }
    }
    text
}

/// The hits in a text, in order, and which of them is the current one.
#[derive(Clone, Copy, Debug, Default)]
pub struct Marks<'a> {
    /// Byte ranges of the text, in order.
    pub hits: &'a [Range<usize>],
    /// The hit that stands out.
    pub current: Option<usize>,
}

/// A rectangle of the screen that can be written on; nothing leaves it, and everything written is made harmless first.
pub struct Sheet<'a> {
    buffer: &'a mut Buffer,
    area: Rect,
    theme: &'a Theme,
    /// Lines that run from right to left are put into their visual order.
    reordered: bool,
}

impl<'a> Sheet<'a> {
    /// The part of the buffer inside `area`.
    pub fn new(buffer: &'a mut Buffer, area: Rect, theme: &'a Theme) -> Self {
        let area = area.intersection(buffer.area);
        Sheet { buffer, area, theme, reordered: false }
    }

    /// The same sheet; where `reordered`, lines that run from right to left are put into their visual order, for the terminal does not.
    #[must_use]
    pub fn reordering(self, reordered: bool) -> Self {
        Sheet { reordered, ..self }
    }

    /// The same sheet, narrowed to `area`.
    pub fn part(&mut self, area: Rect) -> Sheet<'_> {
        let area = area.intersection(self.area);
        Sheet { buffer: self.buffer, area, theme: self.theme, reordered: self.reordered }
    }

    /// Columns.
    pub fn width(&self) -> usize {
        usize::from(self.area.width)
    }

    /// Lines.
    pub fn height(&self) -> usize {
        usize::from(self.area.height)
    }

    /// The style of a role.
    pub fn style(&self, role: Role) -> Style {
        self.theme[role]
    }

    /// Writes text at a column and a line of this sheet, as far as it fits; returns the column behind it.
    pub fn write(&mut self, x: usize, y: usize, text: &str, role: Role) -> usize {
        self.write_styled(x, y, text, self.theme[role])
    }

    /// The same in a style made of several roles.
    pub fn write_styled(&mut self, x: usize, y: usize, text: &str, style: Style) -> usize {
        let text = sanitise_line(text);
        if !self.reordered || !text.chars().any(runs_left) {
            return self.write_marked(x, y, &text, 0, style, &Marks::default());
        }
        // Each of several things that stand on a line has its own direction.
        text.split_inclusive(BETWEEN).fold(x, |x, part| {
            let thing = part.strip_suffix(BETWEEN).unwrap_or(part);
            let x = self.write_line(x, y, thing, 0, style, &Marks::default());
            self.write_marked(x, y, &part[thing.len()..], 0, style, &Marks::default())
        })
    }

    /// Writes a whole line of a longer text, harmless already, that begins there at byte `at`, in the order in which it is seen.
    pub fn write_line(&mut self, x: usize, y: usize, line: &str, at: usize, style: Style, marks: &Marks) -> usize {
        let Some(directions) = Directions::of(line).filter(|_| self.reordered) else {
            return self.write_marked(x, y, line, at, style, marks);
        };
        directions.seen(0..line.len()).into_iter().fold(x, |x, (range, back)| {
            let stretch = &line[range.clone()];
            if back {
                self.write_backwards(x, y, stretch, at + range.start, style, marks)
            } else {
                self.write_marked(x, y, stretch, at + range.start, style, marks)
            }
        })
    }

    /// Writes a stretch that is read from right to left, its last character first, its letters in the forms in which they join.
    pub fn write_backwards(&mut self, x: usize, y: usize, text: &str, at: usize, style: Style, marks: &Marks) -> usize {
        let graphemes: Vec<(usize, &str)> = text.grapheme_indices(true).collect();
        let beside = |place: Option<usize>| place.and_then(|place| graphemes.get(place)).map(|(_, grapheme)| *grapheme);
        graphemes.iter().enumerate().rev().fold(x, |x, (step, (place, grapheme))| {
            let joined = joined(beside(step.checked_sub(1)), grapheme, beside(Some(step + 1)));
            let seen = joined.as_deref().unwrap_or_else(|| mirrored(grapheme));
            // The form may be longer than the letter, which is what hits are counted in.
            let style = self.over(at + place..at + place + grapheme.len(), style, marks);
            self.write_marked(x, y, seen, 0, style, &Marks::default())
        })
    }

    /// Writes a stretch of a longer text, harmless already, that begins there at byte `at`; `marks` are laid over it.
    pub fn write_marked(
        &mut self,
        mut x: usize,
        y: usize,
        text: &str,
        at: usize,
        style: Style,
        marks: &Marks,
    ) -> usize {
        for (place, grapheme, width) in graphemes(text) {
            let place = at + place;
            if width == 0 || y >= self.height() {
                continue;
            }
            if x + width > self.width() {
                break;
            }
            let style = self.over(place..place + grapheme.len(), style, marks);
            self.put(x, y, grapheme, width, style);
            x += width;
        }
        x
    }

    /// The style of a stretch of a text with the marks over it.
    fn over(&self, stretch: Range<usize>, style: Style, marks: &Marks) -> Style {
        if marks.hits.is_empty() {
            return style;
        }
        let next = marks.hits.partition_point(|hit| hit.end <= stretch.start);
        match marks.hits.get(next) {
            Some(hit) if hit.start < stretch.end => {
                style.patch(self.theme[if marks.current == Some(next) { Role::CurrentHit } else { Role::Hit }])
            }
            _ => style,
        }
    }

    /// Writes so that the text ends before column `end`, cut with `…` where it would begin before column `start`.
    pub fn write_right(&mut self, start: usize, end: usize, y: usize, text: &str, role: Role) -> usize {
        let short = shorten(&sanitise_line(text), end.saturating_sub(start));
        let x = end.saturating_sub(cells(&short));
        self.write(x, y, &short, role);
        x
    }

    /// Fills a line of the sheet from a column on.
    pub fn fill(&mut self, x: usize, y: usize, symbol: &str, role: Role) {
        for column in x..self.width() {
            self.write(column, y, symbol, role);
        }
    }

    /// Blanks a line of the sheet.
    pub fn blank(&mut self, y: usize) {
        self.fill(0, y, " ", Role::Text);
    }

    /// Blanks the sheet, whatever was drawn on it.
    pub fn clear(&mut self) {
        for position in self.area.positions() {
            if let Some(cell) = self.buffer.cell_mut(position) {
                cell.reset();
                cell.set_style(self.theme.paper());
            }
        }
    }

    fn put(&mut self, x: usize, y: usize, grapheme: &str, width: usize, style: Style) {
        for step in 0..width {
            let (Ok(dx), Ok(dy)) = (u16::try_from(x + step), u16::try_from(y)) else { return };
            let Some(cell) = self.buffer.cell_mut((self.area.x + dx, self.area.y + dy)) else { return };
            cell.reset();
            if step == 0 {
                cell.set_symbol(grapheme);
            }
            cell.set_style(self.theme.paper()).set_style(style);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn widths_are_those_of_the_cells_drawn() {
        for (text, width) in [("abc", 3), ("日本", 4), ("e\u{301}", 1), ("👩‍👩‍👧", 2), ("لا", 2), ("a\u{7}b", 2)]
        {
            assert_eq!(cells(text), width, "{text:?}");
        }
    }

    #[test]
    fn shortened_text_says_so_and_fits() {
        assert_eq!(shorten("North Korea", 11), "North Korea");
        assert_eq!(shorten("North Korea", 7), "North…");
        assert_eq!(shorten("日本語の見出し", 6), "日本…");
        assert_eq!(shorten("abc", 0), "");
    }

    #[test]
    fn nothing_is_written_outside_of_the_sheet() {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 10, 2));
        let theme = Theme::mono();
        Sheet::new(&mut buffer, Rect::new(2, 0, 4, 1), &theme).write(1, 0, "日本語", Role::Text);
        assert_eq!(buffer, {
            let mut expected = Buffer::empty(Rect::new(0, 0, 10, 2));
            expected.set_string(3, 0, "日", Style::new());
            expected
        });
    }

    #[test]
    fn lines_from_right_to_left_are_put_into_their_visual_order_where_that_is_wanted() {
        let drawn_text = |text: &str, reordered: bool| {
            let mut buffer = Buffer::empty(Rect::new(0, 0, 12, 1));
            let theme = Theme::mono();
            let mut sheet = Sheet::new(&mut buffer, Rect::new(0, 0, 12, 1), &theme).reordering(reordered);
            let end = sheet.write(0, 0, text, Role::Text);
            let text: String = buffer.content().iter().map(ratatui::buffer::Cell::symbol).collect();
            (end, text.trim_end().to_owned())
        };
        let drawn = |reordered| drawn_text("אבג (12) x", reordered);
        assert_eq!(drawn(false), (10, "אבג (12) x".to_owned()));
        assert_eq!(drawn(true), (10, "x (12) גבא".to_owned()));
        assert_eq!(drawn_text("אבג · 1 min", true).1, "גבא · 1 min");
    }

    #[test]
    fn escape_sequences_are_not_drawn() {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 8, 1));
        let theme = Theme::mono();
        Sheet::new(&mut buffer, Rect::new(0, 0, 8, 1), &theme).write(0, 0, "a\u{1b}[2Jb", Role::Text);
        assert_eq!(buffer[(1, 0)].symbol(), "[");
    }
}
