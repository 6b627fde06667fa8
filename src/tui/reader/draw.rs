//! How the reader looks: the lines of the galley, centred, with what is searched for marked.

use super::Reader;
use crate::tui::cells::{Marks, Sheet, cells, graphemes};
use crate::tui::links::Hints;
use crate::tui::theme::Role;
use crate::tui::typeset::{Ink, Line};
use ratatui::layout::Rect;
use ratatui::style::Style;
use std::ops::Range;

/// The columns of a tab in code.
const TAB: usize = 4;

/// The columns that a line of code takes.
pub(super) fn code_cells(text: &str) -> usize {
    cells(text) + TAB * text.matches('\t').count()
}

/// The letters over a piece at whose beginning a link begins.
fn hint<'a>(ink: &Ink, hints: Option<&'a Hints>) -> Option<&'a str> {
    match (ink, hints) {
        (Ink::Copy(range) | Ink::Reversed(range), Some(hints)) => hints.at(range.start),
        _ => None,
    }
}

impl Reader {
    /// Draws the lines that are seen, in the middle of the sheet; with letters over the links where they are asked for.
    pub fn draw(&self, sheet: &mut Sheet, hints: Option<&Hints>) {
        let left = sheet.width().saturating_sub(self.galley.width()) / 2;
        let seen = self.galley.lines().iter().skip(self.top).take(sheet.height());
        for (y, line) in seen.enumerate() {
            self.draw_line(sheet, left, y, line, hints);
        }
    }

    fn draw_line(&self, sheet: &mut Sheet, left: usize, y: usize, line: &Line, hints: Option<&Hints>) {
        let marks = Marks { hits: &self.hits, current: self.current };
        let mut x = left + line.indent;
        for piece in &line.pieces {
            let base = sheet.style(piece.role);
            let style = piece.face.roles().fold(base, |style, role| style.patch(sheet.style(role)));
            x = match &piece.ink {
                Ink::Code(range) => self.draw_code(sheet, x, y, range, style),
                Ink::Reversed(range) => {
                    sheet.write_backwards(x, y, &self.manuscript.copy[range.clone()], range.start, style, &marks)
                }
                Ink::Copy(range) => {
                    sheet.write_marked(x, y, &self.manuscript.copy[range.clone()], range.start, style, &marks)
                }
                Ink::Ornament(text) => sheet.write_styled(x, y, text, style),
            };
            if let (Ink::Copy(range) | Ink::Reversed(range), Some(label)) = (&piece.ink, hint(&piece.ink, hints)) {
                let text = &self.manuscript.copy[range.clone()];
                // The letters stand in the brackets of a note's mark.
                let from = x.saturating_sub(cells(text)) + usize::from(text.starts_with('['));
                sheet.write(from, y, label, Role::Hint);
            }
        }
    }

    /// A line of code, as far as it is seen: tabs as four blanks, `‹` and `›` where it goes on.
    fn draw_code(&self, sheet: &mut Sheet, x: usize, y: usize, range: &Range<usize>, style: Style) -> usize {
        let marks = Marks { hits: &self.hits, current: self.current };
        let text = &self.manuscript.copy[range.clone()];
        let room = self.galley.width().saturating_sub(2);
        let goes_on = code_cells(text) > self.shift + room;
        let mut used = 0;
        for (place, grapheme, wide) in graphemes(text) {
            let (blank, wide) = if grapheme == "\t" { (true, TAB) } else { (false, wide) };
            let (from, to) = (used, used + wide);
            used = to;
            if from < self.shift || wide == 0 {
                continue;
            }
            if to > self.shift + room {
                break;
            }
            let at = x + from - self.shift;
            if blank {
                sheet.write_styled(at, y, &" ".repeat(TAB), style);
            } else {
                let place = range.start + place;
                let style = self.manuscript.code_role(place).map_or(style, |role| sheet.style(role));
                sheet.write_marked(at, y, grapheme, place, style, &marks);
            }
        }
        if self.shift > 0 && !text.is_empty() {
            sheet.write(x.saturating_sub(1), y, "‹", Role::Dim);
        }
        if goes_on {
            sheet.write(x + room, y, "›", Role::Dim);
        }
        x + room
    }

    /// Where on the screen links are drawn in an area, each line of one for itself, and where they lead.
    pub fn links_drawn(&self, area: Rect) -> Vec<(Rect, &str)> {
        let left = usize::from(area.width).saturating_sub(self.galley.width()) / 2;
        let seen = self.galley.lines().iter().skip(self.top).take(usize::from(area.height));
        let mut found = Vec::new();
        for (y, line) in seen.enumerate() {
            let mut x = left + line.indent;
            for piece in &line.pieces {
                let (wide, link) = match &piece.ink {
                    Ink::Copy(range) | Ink::Reversed(range) => {
                        (cells(&self.manuscript.copy[range.clone()]), self.link_at(range.start))
                    }
                    Ink::Ornament(text) => (cells(text), None),
                    Ink::Code(_) => break,
                };
                let place = [x, y, wide].map(u16::try_from);
                if let (Some(address), [Ok(dx), Ok(dy), Ok(width)]) = (link, place) {
                    let piece = Rect::new(area.x.saturating_add(dx), area.y.saturating_add(dy), width, 1);
                    found.push((piece.intersection(area), address));
                }
                x += wide;
            }
        }
        found.retain(|(area, _)| !area.is_empty());
        found
    }

    /// Where the link leads that stands at a place of the copy.
    fn link_at(&self, place: usize) -> Option<&str> {
        let links = &self.manuscript.links;
        let behind = links.partition_point(|(range, _)| range.start <= place);
        let (range, address) = links.get(behind.checked_sub(1)?)?;
        range.contains(&place).then_some(address)
    }

    /// What stands in the rule above the reader once the headline is scrolled away.
    pub fn running_head(&self) -> Option<&str> {
        if self.shows_source() {
            return Some("The page as it came");
        }
        self.is_inside().then_some(self.article.headline.text.as_str())
    }

    /// The hit reached: `hit 3/17`.
    pub fn hits_said(&self) -> Option<String> {
        self.hits().map(|(current, all, more)| format!("hit {current}/{all}{}", if more { "+" } else { "" }))
    }

    /// How far one has read: hits, hundredths, minutes.
    pub fn progress(&self) -> String {
        let hits = self.hits_said().map(|hits| hits + " · ").unwrap_or_default();
        let left = match self.minutes_left() {
            0 => "end".to_owned(),
            minutes => format!("{minutes} min left"),
        };
        format!("{hits}{} % · {left}", self.percent())
    }
}
