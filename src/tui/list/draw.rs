//! How the list looks: two lines of headline at the most, then source, reading time and tags, standing back.

use super::{Columns, HEADLINE, List, Seen, headline_lines};
use crate::article::reading_minutes;
use crate::config::Rows;
use crate::library::{Marker, Row};
use crate::text::sanitise_line;
use crate::tui::cells::{Marks, Sheet, cells, fitting, shorten};
use crate::tui::chosen::Chosen;
use crate::tui::theme::Role;

impl List {
    /// Draws the rows that are seen; `focused` where keys go to the list.
    pub fn draw(&self, sheet: &mut Sheet, marker: &Marker, selected: &Chosen, focused: bool) {
        for seen in self.visible(sheet.width(), sheet.height()) {
            if self.header_lines(seen.place) > 0 {
                let heading = self.heading(seen.place).unwrap_or_default();
                draw_heading(sheet, seen.y - 1, &heading);
            }
            if let Some(row) = self.row(seen.place) {
                self.draw_row(sheet, &seen, row, marker, focused);
                if selected.has(row.id, seen.place, self.index) {
                    sheet.write(2, seen.y, "✓", Role::Key);
                }
            }
        }
    }

    fn draw_row(&self, sheet: &mut Sheet, seen: &Seen, row: &Row, marker: &Marker, focused: bool) {
        let columns = self.columns(sheet.width());
        let chosen = seen.place == self.index;
        let headline = sanitise_line(&row.headline);
        let hits = marker.ranges(&headline);
        let marks = Marks { hits: &hits, current: None };
        let role = match (chosen && focused, row.marks.read) {
            (true, _) => Role::Selected,
            (false, true) => Role::Read,
            (false, false) => Role::Unread,
        };
        if chosen {
            for y in 0..seen.height {
                sheet.write(0, seen.y + y, "▌", Role::Accent);
            }
        }
        if !row.marks.read {
            sheet.write(1, seen.y, "•", Role::Accent);
        }
        if let Some(x) = columns.date {
            sheet.write(x, seen.y, &self.new_label(seen.place, row), Role::Dim);
        }
        let compact = self.rows_show == Rows::Compact;
        let lines = headline_lines(&headline, columns.text, if compact { 1 } else { HEADLINE });
        for (step, line) in lines.iter().enumerate() {
            let style = sheet.style(role);
            let text = &headline[line.clone()];
            let y = seen.y + step;
            if chosen && focused {
                sheet.write_styled(columns.headline, y, &" ".repeat(columns.text), style);
            }
            if cells(text) <= columns.text {
                sheet.write_line(columns.headline, y, text, line.start, style, &marks);
            } else {
                let cut = fitting(text, columns.text.saturating_sub(1)).trim_end();
                let x = sheet.write_line(columns.headline, y, cut, line.start, style, &marks);
                sheet.write_styled(x, y, "…", style);
            }
        }
        if compact {
            draw_beside(sheet, seen.y, row, &columns);
        } else {
            self.draw_meta(sheet, seen.y + lines.len(), row, &columns);
        }
    }

    fn draw_meta(&self, sheet: &mut Sheet, y: usize, row: &Row, columns: &Columns) {
        let end = sheet.width().saturating_sub(1);
        let mut x = columns.headline;
        if row.marks.starred {
            x = sheet.write(x, y, "★ ", Role::Star);
        }
        let noted = if row.marks.note.is_some() { " · note" } else { "" };
        let tags: Vec<String> = row.marks.tags.iter().map(|tag| format!(" #{}", sanitise_line(tag))).collect();
        let most = end.saturating_sub(x) / 2;
        let beside = (cells(noted) + tags.iter().map(|tag| cells(tag)).sum::<usize>()).min(most);
        let date = columns.date.is_none().then(|| self.grouping.label(row.published, self.dates).trim().to_owned());
        let minutes = if row.empty { "no article".to_owned() } else { format!("{} min", reading_minutes(row.words)) };
        let source = row.publisher.as_ref().or(row.agency.as_ref());
        let room = end.saturating_sub(x + beside);
        let fixed = cells(&minutes) + date.as_ref().map_or(0, |date| cells(date) + 3);
        let source = source
            .map(|source| shorten(&sanitise_line(source), room.saturating_sub(fixed + 3)))
            .filter(|source| cells(source) > 2);
        let said: Vec<String> = [date, source, Some(minutes)].into_iter().flatten().collect();
        x = sheet.write(x, y, &shorten(&said.join(" · "), room), Role::Dim);
        let edge = x + beside;
        x = sheet.write(x, y, &shorten(noted, beside), Role::Dim);
        for (tag, name) in tags.iter().zip(&row.marks.tags) {
            x = sheet.write(x, y, &shorten(tag, edge.saturating_sub(x)), Role::of_tag(name));
        }
    }

    /// The label of a row, unless the row above says the same.
    fn new_label(&self, place: usize, row: &Row) -> String {
        let label = self.grouping.label(row.published, self.dates);
        let above = place.checked_sub(1).filter(|above| *above >= self.top).and_then(|above| self.row(above));
        match above {
            Some(above)
                if self.grouping.label(above.published, self.dates) == label && self.header_lines(place) == 0 =>
            {
                String::new()
            }
            _ => label,
        }
    }
}

/// The source at the right of its headline, with the star before it.
fn draw_beside(sheet: &mut Sheet, y: usize, row: &Row, columns: &Columns) {
    let mut x = columns.headline + columns.text + 1;
    let end = (x + columns.beside).saturating_sub(1).min(sheet.width());
    if row.marks.starred {
        x = sheet.write(x.min(sheet.width().saturating_sub(1)), y, "★", Role::Star) + 1;
    }
    if let Some(source) = row.publisher.as_ref().or(row.agency.as_ref()).filter(|_| columns.beside > 0) {
        sheet.write_right(x, end, y, source, Role::Dim);
    }
}

fn draw_heading(sheet: &mut Sheet, y: usize, heading: &str) {
    let x = sheet.write(0, y, "─ ", Role::Rule);
    let x = sheet.write(x, y, heading, Role::Title);
    let x = sheet.write(x, y, " ", Role::Rule);
    sheet.fill(x, y, "─", Role::Rule);
}
