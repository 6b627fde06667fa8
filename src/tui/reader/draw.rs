//! How the reader looks: the lines of the galley, centred, with what is searched for marked.

use super::Reader;
use crate::tui::cells::{Marks, Sheet};
use crate::tui::typeset::{Ink, Line};

impl Reader {
    /// Draws the lines that are seen, in the middle of the sheet.
    pub fn draw(&self, sheet: &mut Sheet) {
        let left = sheet.width().saturating_sub(self.galley.width()) / 2;
        let seen = self.galley.lines().iter().skip(self.top).take(sheet.height());
        for (y, line) in seen.enumerate() {
            self.draw_line(sheet, left, y, line);
        }
    }

    fn draw_line(&self, sheet: &mut Sheet, left: usize, y: usize, line: &Line) {
        let marks = Marks { hits: &self.hits, current: self.current };
        let mut x = left + line.indent;
        for piece in &line.pieces {
            let base = sheet.style(piece.role);
            let style = piece.face.roles().fold(base, |style, role| style.patch(sheet.style(role)));
            x = match &piece.ink {
                Ink::Copy(range) => {
                    sheet.write_marked(x, y, &self.manuscript.copy[range.clone()], range.start, style, &marks)
                }
                Ink::Ornament(text) => sheet.write_styled(x, y, text, style),
            };
        }
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
