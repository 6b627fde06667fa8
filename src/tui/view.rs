//! The whole screen, drawn from the state. Drawing only reads: drawn twice, it is the same.

use super::action::Action;
use super::app::{App, Overlay};
use super::cells::{Sheet, shorten};
use super::keymap::Context;
use super::note_prompt::NotePrompt;
use super::panes::{Areas, Focus};
use super::pipe_prompt::PipePrompt;
use super::reader::Reader;
use super::tag_prompt::TagPrompt;
use super::theme::{Role, Theme};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

/// The widest an overlay is.
const OVERLAY: u16 = 76;

/// The widest the help is: its longest lines fit.
const HELP: u16 = 100;

impl App {
    /// Draws everything; gives the place of the cursor while something is typed.
    pub fn draw(&self, buffer: &mut Buffer, theme: &Theme) -> Option<Position> {
        let cursor = self.draw_panes(buffer, theme);
        self.glyphs.adapt(buffer);
        cursor
    }

    fn draw_panes(&self, buffer: &mut Buffer, theme: &Theme) -> Option<Position> {
        buffer.set_style(buffer.area, theme.paper());
        let mut screen = Sheet::new(buffer, Rect { x: 0, y: 0, ..self.panes.size.into() }, theme)
            .reordering(self.composition.reordered);
        let areas = self.panes.areas(self.searching);
        let typed = self.bar.draw(&mut screen.part(areas.bar), self.searching, &self.outcome);
        self.timeline.draw(&mut screen.part(areas.strip), self.selected_day());
        self.draw_rules(&mut screen, &areas);
        match &self.overlay {
            Some(Overlay::Xray(xray)) => xray.draw(&mut screen.part(areas.list), &self.ruling_keys()),
            _ => self.draw_list(&mut screen.part(areas.list)),
        }
        self.draw_reader(&mut screen.part(areas.reader));
        self.draw_status(&mut screen.part(self.status_area()));
        match &self.overlay {
            Some(overlay) => self.draw_overlay(&mut screen, overlay),
            None => typed.filter(|_| !areas.bar.is_empty()).and_then(|x| position(areas.bar, x, 0)),
        }
    }

    /// Where links are drawn, and where they lead; none while something lies over them.
    pub fn links_drawn(&self) -> Vec<(Rect, &str)> {
        let over = !matches!(self.overlay, None | Some(Overlay::Xray(_)));
        let reader = self.reader.as_ref().filter(|_| !over);
        reader.map(|reader| reader.links_drawn(self.panes.areas(self.searching).reader)).unwrap_or_default()
    }

    fn draw_rules(&self, screen: &mut Sheet, areas: &Areas) {
        let mut rule = screen.part(areas.rule);
        rule.fill(0, 0, "─", Role::Rule);
        if !areas.list.is_empty() {
            let heading = match &self.overlay {
                Some(Overlay::Xray(xray)) => xray.title(),
                _ => self.list.heading(self.list.top).unwrap_or_default(),
            };
            let room = usize::from(areas.list.width).saturating_sub(4);
            titled(&mut rule, 1, &shorten(&heading, room), Role::Title);
        }
        if let Some(head) = self.reader.as_ref().filter(|_| !areas.reader.is_empty()).and_then(Reader::running_head) {
            let room = usize::from(areas.reader.width).saturating_sub(6);
            titled(&mut rule, usize::from(areas.reader.x) + 2, &shorten(head, room), Role::Dim);
        }
        screen.part(areas.foot).fill(0, 0, "─", Role::Rule);
        if areas.divider.is_empty() {
            return;
        }
        let x = usize::from(areas.divider.x);
        for y in 0..usize::from(areas.divider.height) {
            screen.write(x, usize::from(areas.divider.y) + y, "│", Role::Rule);
        }
        screen.part(areas.rule).write(x, 0, "┬", Role::Rule);
        screen.part(areas.foot).write(x, 0, "┴", Role::Rule);
    }

    fn draw_list(&self, sheet: &mut Sheet) {
        if self.list.total > 0 {
            let focused = self.panes.focus == Focus::List && self.overlay.is_none() && !self.timeline.focused();
            return self.list.draw(sheet, &self.marker, &self.chosen, focused);
        }
        if self.outcome.of == 0 {
            sheet.write(2, 1, "Nothing here yet.", Role::Title);
            sheet.write(2, 3, "dateline import FOLDER", Role::Key);
            sheet.write(2, 4, "brings in saved pages.", Role::Dim);
        } else {
            sheet.write(2, 1, "Nothing matches.", Role::Title);
            sheet.write(2, 3, "Esc clears the search.", Role::Dim);
        }
    }

    fn draw_reader(&self, sheet: &mut Sheet) {
        if let Some(reader) = &self.reader {
            let hints = if let Some(Overlay::Hints(hints)) = &self.overlay { Some(hints) } else { None };
            reader.draw(sheet, hints);
        }
    }

    fn draw_overlay(&self, screen: &mut Sheet, overlay: &Overlay) -> Option<Position> {
        let (inside, cursor) = match overlay {
            Overlay::Help(help) => {
                let (page, inside) = self.help_areas();
                let mut page = screen.part(page);
                page.clear();
                page.fill(0, 0, "─", Role::Rule);
                titled(&mut page, 1, "Keys", Role::Title);
                (inside, help.draw(&mut screen.part(inside)))
            }
            Overlay::Export(form) => {
                let inside = self.boxed(screen, &form.title(), form.height());
                let wanted = [
                    (Action::NextLine, "line"),
                    (Action::CharRight, "change"),
                    (Action::Confirm, "write"),
                    (Action::Cancel, "close"),
                ];
                let keys = self.keys_said(Context::Export, &wanted);
                (inside, form.draw(&mut screen.part(inside), &keys))
            }
            Overlay::Pipe(prompt) => {
                let inside = self.boxed(screen, &prompt.title(), PipePrompt::HEIGHT);
                let wanted = [(Action::Confirm, "run"), (Action::NextChoice, "form"), (Action::Cancel, "close")];
                let keys = self.keys_said(Context::Pipe, &wanted);
                (inside, Some(prompt.draw(&mut screen.part(inside), &keys)))
            }
            Overlay::Note(prompt) => {
                let inside = self.boxed(screen, "Note", NotePrompt::HEIGHT);
                let keys = self.keys_said(
                    Context::Note,
                    &[(Action::Confirm, "keep"), (Action::Editor, "editor"), (Action::Cancel, "close")],
                );
                (inside, Some(prompt.draw(&mut screen.part(inside), &keys)))
            }
            Overlay::Links(list) => {
                let inside = self.boxed(screen, "Links", list.lines());
                let keys = self.keys_said(
                    Context::Links,
                    &[(Action::Confirm, "open"), (Action::CopyUrl, "copy"), (Action::Cancel, "close")],
                );
                list.draw(&mut screen.part(inside), &keys);
                return None;
            }
            Overlay::Hints(_) | Overlay::Xray(_) => return None,
            Overlay::Command(line) => {
                let inside = self.boxed(screen, "Command", super::pick::HEIGHT);
                (inside, Some(line.draw(&mut screen.part(inside), &self.searches)))
            }
            Overlay::Searches(list) => {
                let inside = self.boxed(screen, "Searches", self.searches.lines());
                (inside, Some(list.draw(&mut screen.part(inside), &self.searches)))
            }
            Overlay::Facets(panel) => {
                let mut page = screen.part(self.facets_area());
                page.clear();
                (self.facets_area(), panel.draw(&mut page, self.bar.text(), &self.values))
            }
            Overlay::Tag(prompt) => {
                let inside = self.boxed(screen, "Tags", TagPrompt::HEIGHT);
                (inside, Some(prompt.draw(&mut screen.part(inside))))
            }
        };
        cursor.and_then(|(x, y)| position(inside, x, y))
    }

    /// The columns and lines that the help has for its keys.
    pub(super) fn help_size(&self) -> (usize, usize) {
        let inside = self.help_areas().1;
        (usize::from(inside.width), usize::from(inside.height).saturating_sub(1))
    }

    /// The page that the help takes, and its inside.
    fn help_areas(&self) -> (Rect, Rect) {
        let size = self.panes.size;
        let top = self.panes.areas(self.searching).bar.height;
        let page = Rect::new(0, top, size.width, size.height - top);
        let width = size.width.saturating_sub(2).min(HELP);
        let rule = u16::from(page.height > 3);
        let inside = Rect::new((size.width - width) / 2, top + rule, width, page.height - rule);
        (page, inside)
    }

    /// The inside of the box of what is picked from.
    pub(super) fn overlay_area(&self) -> Option<Rect> {
        let height = match &self.overlay {
            Some(Overlay::Links(list)) => list.lines(),
            Some(Overlay::Command(_)) => super::pick::HEIGHT,
            Some(Overlay::Searches(_)) => self.searches.lines(),
            _ => return None,
        };
        Some(self.box_areas(height).1)
    }

    /// A box of so many lines in the middle of the screen, and its inside.
    fn box_areas(&self, height: usize) -> (Rect, Rect) {
        let size = self.panes.size;
        let width = size.width.min(OVERLAY);
        let height = u16::try_from(height + 2).unwrap_or(u16::MAX).min(size.height);
        let (x, y) = ((size.width - width) / 2, (size.height - height) / 2);
        // The frame goes first where room is short.
        let (dx, dy) = (if width > 24 { 2 } else { 0 }, u16::from(height > 4));
        (Rect::new(x, y, width, height), Rect::new(x + dx, y + dy, width - 2 * dx, height - 2 * dy))
    }

    /// Clears a box of so many lines in the middle of the screen, frames it, and gives its inside.
    fn boxed(&self, screen: &mut Sheet, title: &str, height: usize) -> Rect {
        let (frame, inside) = self.box_areas(height);
        let is_framed = inside.x > frame.x && inside.y > frame.y;
        let mut frame = screen.part(frame);
        frame.clear();
        if is_framed {
            draw_frame(&mut frame, title);
        }
        inside
    }
}

impl App {
    /// The keys that rule what a block is.
    fn ruling_keys(&self) -> String {
        const RULINGS: [(Action, &str); 7] = [
            (Action::KeepBlock, "keep"),
            (Action::DropBlock, "drop"),
            (Action::HeadlineBlock, "headline"),
            (Action::BylineBlock, "byline"),
            (Action::DateBlock, "date"),
            (Action::CaptionBlock, "caption"),
            (Action::AsCleaned, "as cleaned"),
        ];
        self.keys_said(Context::Xray, &RULINGS)
    }

    /// Actions with their first keys, on one line.
    fn keys_said(&self, context: Context, wanted: &[(Action, &str)]) -> String {
        let table = self.keymap.lines();
        let hint = |(action, word): &(Action, &str)| {
            let bound =
                |context: &Context| table.iter().find(|line| line.context == *context && line.action == *action);
            let line = context.path().iter().find_map(bound)?;
            Some(format!("{} {word}", line.keys.split(' ').next()?))
        };
        wanted.iter().filter_map(hint).collect::<Vec<_>>().join(" · ")
    }
}

fn draw_frame(frame: &mut Sheet, title: &str) {
    let (right, bottom) = (frame.width().saturating_sub(1), frame.height().saturating_sub(1));
    for y in [0, bottom] {
        frame.fill(0, y, "─", Role::Rule);
    }
    for y in 0..=bottom {
        frame.write(0, y, "│", Role::Rule);
        frame.write(right, y, "│", Role::Rule);
    }
    for (x, y, corner) in [(0, 0, "┌"), (right, 0, "┐"), (0, bottom, "└"), (right, bottom, "┘")] {
        frame.write(x, y, corner, Role::Rule);
    }
    titled(frame, 2, &shorten(title, right.saturating_sub(4)), Role::Title);
}

fn titled(line: &mut Sheet, x: usize, title: &str, role: Role) {
    if !title.is_empty() {
        let x = line.write(x, 0, " ", Role::Rule);
        let x = line.write(x, 0, title, role);
        line.write(x, 0, " ", Role::Rule);
    }
}

fn position(area: Rect, x: usize, y: usize) -> Option<Position> {
    let x = area.x.saturating_add(u16::try_from(x).ok()?).min(area.right().saturating_sub(1));
    let y = area.y.saturating_add(u16::try_from(y).ok()?).min(area.bottom().saturating_sub(1));
    Some(Position { x, y })
}
