//! The mouse: click, wheel, and dragging the line between list and reader.

use super::{App, Overlay};
use crate::tui::action::Action;
use crate::tui::event::Effect;
use crate::tui::panes::Focus;
use crate::tui::pick::Pointed;
use crossterm::event::{MouseButton, MouseEvent, MouseEventKind};
use ratatui::layout::{Position, Rect};

/// The lines that one notch of the wheel moves the reader.
const NOTCH: isize = 3;

impl App {
    pub(super) fn on_mouse(&mut self, mouse: MouseEvent, effects: &mut Vec<Effect>) {
        let at = Position { x: mouse.column, y: mouse.row };
        match mouse.kind {
            MouseEventKind::ScrollDown => self.wheel(at, 1, effects),
            MouseEventKind::ScrollUp => self.wheel(at, -1, effects),
            MouseEventKind::Down(MouseButton::Left) if self.overlay.is_some() => self.click_over(at, effects),
            _ if self.overlay.is_some() => {}
            MouseEventKind::Down(MouseButton::Left) => self.click(at, effects),
            MouseEventKind::Drag(MouseButton::Left) if self.dragging => self.panes.set_list_width(at.x),
            MouseEventKind::Drag(MouseButton::Left) => self.drag_in_timeline(at),
            MouseEventKind::Up(_) => {
                self.dragging = false;
                if self.timeline.release() {
                    self.act_in_timeline(Action::TakeSpan, effects);
                }
            }
            _ => {}
        }
    }

    fn wheel(&mut self, at: Position, direction: isize, effects: &mut Vec<Effect>) {
        let areas = self.panes.areas(self.searching);
        let help_size = self.help_size();
        self.point(Pointed::Wheel(direction), effects);
        if let Some(overlay) = &mut self.overlay {
            let action = if direction > 0 { Action::Down } else { Action::Up };
            (0..NOTCH).for_each(|_| match overlay {
                Overlay::Help(help) => {
                    help.act(action, help_size);
                }
                Overlay::Xray(xray) => xray.step(direction),
                Overlay::Facets(panel) => {
                    panel.act(action, "", &self.values, 1);
                }
                _ => {}
            });
            self.show_block();
        } else if areas.list.contains(at) {
            self.opening.adrift = false;
            self.list.scroll(direction, usize::from(areas.list.width), usize::from(areas.list.height));
        } else if let (true, Some(reader)) = (areas.reader.contains(at), &mut self.reader) {
            reader.scroll(direction * NOTCH);
        }
    }

    /// A click on what lies over the panes.
    fn click_over(&mut self, at: Position, effects: &mut Vec<Effect>) {
        match self.overlay {
            Some(Overlay::Facets(_)) if !self.waits() => self.click_in_facets(at, effects),
            Some(Overlay::Xray(_)) => self.click_in_xray(at),
            _ => {
                let area = self.overlay_area();
                if let Some(area) = area.filter(|area| area.contains(at)) {
                    self.point(Pointed::At(usize::from(at.y - area.y), usize::from(area.height)), effects);
                }
            }
        }
    }

    fn click(&mut self, at: Position, effects: &mut Vec<Effect>) {
        let areas = self.panes.areas(self.searching);
        self.notice = None;
        // The line and the blank column beside it, which is easier to hit.
        self.dragging = !areas.divider.is_empty() && near(areas.divider).contains(at);
        if self.dragging {
            return;
        }
        self.leave_timeline();
        if areas.strip.contains(at) {
            self.timeline.press(usize::from(at.x), usize::from(areas.strip.width));
            return;
        }
        if areas.bar.contains(at) {
            self.begin_search();
            return;
        }
        let (width, height) = (usize::from(areas.list.width), usize::from(areas.list.height));
        if areas.list.contains(at) {
            let line = usize::from(at.y - areas.list.y);
            if let Some(place) = self.list.at_line(line, width, height) {
                self.finish_search();
                let again = place == self.list.index && self.panes.focus == Focus::List;
                self.go_to_list();
                self.list.select(place);
                if again {
                    self.read(effects);
                }
            }
        } else if areas.reader.contains(at) && self.reader.is_some() {
            self.finish_search();
            self.read(effects);
        }
    }

    fn drag_in_timeline(&mut self, at: Position) {
        let strip = self.panes.areas(self.searching).strip;
        self.timeline.drag(usize::from(at.x.saturating_sub(strip.x)), usize::from(strip.width));
    }

    fn finish_search(&mut self) {
        if std::mem::take(&mut self.searching) {
            self.remember_search();
        }
    }
}

fn near(divider: Rect) -> Rect {
    Rect { x: divider.x.saturating_sub(1), width: 2, ..divider }
}
