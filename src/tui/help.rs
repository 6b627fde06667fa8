//! The help: every key with what it does, from the key table; it scrolls and can be searched.

use super::action::Action;
use super::cells::{Sheet, cells};
use super::field;
use super::keymap::{Context, KeyLine};
use super::theme::Role;
use super::typeset::flow;
use crate::text::fold;
use tui_input::Input;

/// The help overlay.
#[derive(Debug)]
pub struct Help {
    keys: Vec<KeyLine>,
    top: usize,
    filter: Input,
    filtering: bool,
}

/// A line of the help.
enum Line {
    Heading(&'static str),
    /// Keys, and as much of what they do as stands beside them.
    Keys(String, String),
    /// What else they do.
    More(String),
    Blank,
}

/// The columns that keys have, at the most.
const KEYS_AT_MOST: usize = 24;

impl Help {
    /// The help, with the keys as the user has them; what works in the place it is asked for from comes first.
    pub fn of(keys: &[KeyLine], here: Context) -> Self {
        let mut keys = keys.to_vec();
        let path = here.path();
        keys.sort_by_key(|line| path.iter().position(|context| *context == line.context).unwrap_or(path.len()));
        Help { keys, top: 0, filter: Input::default(), filtering: false }
    }

    /// Where its keys are looked up.
    pub fn context(&self) -> Context {
        if self.filtering { Context::Filter } else { Context::Help }
    }

    /// Does what a key asks; false where the help is to be closed.
    pub fn act(&mut self, action: Action, (width, height): (usize, usize)) -> bool {
        let (page, end) = (height.max(1), self.lines(width).len().saturating_sub(height));
        match action {
            Action::Down => self.top += 1,
            Action::Up => self.top = self.top.saturating_sub(1),
            Action::HalfDown => self.top += page / 2,
            Action::HalfUp => self.top = self.top.saturating_sub(page / 2),
            Action::PageDown => self.top += page,
            Action::PageUp => self.top = self.top.saturating_sub(page),
            Action::First => self.top = 0,
            Action::Last => self.top = end,
            Action::Filter => self.filtering = true,
            Action::KeepFilter => self.filtering = false,
            Action::LeaveFilter => {
                self.filtering = false;
                self.filter.reset();
            }
            Action::Cancel => return false,
            other => {
                if let Some(request) = other.edit() {
                    self.filter.handle(request);
                    self.top = 0;
                }
            }
        }
        self.top = self.top.min(self.lines(width).len().saturating_sub(height));
        true
    }

    /// Types into the search of the help.
    pub fn type_in(&mut self, c: char) {
        self.filter.handle(tui_input::InputRequest::InsertChar(c));
        self.top = 0;
    }

    /// Draws it on a sheet of its own; gives the cursor while it is searched.
    pub fn draw(&self, sheet: &mut Sheet) -> Option<(usize, usize)> {
        let lines = self.lines(sheet.width());
        let column = self.column(sheet.width());
        let height = sheet.height().saturating_sub(1);
        for (y, line) in lines.iter().skip(self.top).take(height).enumerate() {
            match line {
                Line::Blank => {}
                Line::Heading(title) => {
                    sheet.write(0, y, title, Role::Title);
                }
                Line::Keys(keys, said) => {
                    sheet.write_right(0, column.saturating_sub(2), y, keys, Role::Key);
                    sheet.write(column, y, said, Role::Text);
                }
                Line::More(said) => {
                    sheet.write(column, y, said, Role::Text);
                }
            }
        }
        self.draw_foot(sheet, lines.len(), height)
    }

    fn draw_foot(&self, sheet: &mut Sheet, lines: usize, height: usize) -> Option<(usize, usize)> {
        let below = lines.saturating_sub(self.top + height);
        if below > 0 && sheet.width() > 40 {
            let said = format!("{below} more below");
            sheet.write_right(sheet.width() / 2, sheet.width(), height, &said, Role::Dim);
        }
        if !self.filtering && self.filter.value().is_empty() {
            sheet.write(0, height, "/ search · q close", Role::Dim);
            return None;
        }
        let x = sheet.write(0, height, "/ ", Role::Dim);
        let cursor = field::draw(sheet, (x, height), sheet.width().saturating_sub(x), &self.filter, |_| Role::Text);
        self.filtering.then_some((cursor, height))
    }

    /// Where what keys do stands.
    fn column(&self, width: usize) -> usize {
        let wide = self.keys.iter().map(|line| cells(&line.keys)).max().unwrap_or(0).min(KEYS_AT_MOST);
        (wide + 3).min(width / 2)
    }

    fn lines(&self, width: usize) -> Vec<Line> {
        let room = width.saturating_sub(self.column(width));
        let wanted = fold(self.filter.value());
        let mut lines: Vec<Line> = Vec::new();
        let mut section = "";
        for keys in &self.keys {
            let said = fold(&format!("{} {} {}", keys.section, keys.keys, keys.action.help()));
            if !wanted.split_whitespace().all(|word| said.contains(word)) {
                continue;
            }
            if keys.section != section {
                section = keys.section;
                if !lines.is_empty() {
                    lines.push(Line::Blank);
                }
                lines.push(Line::Heading(section));
            }
            let help = keys.action.help();
            let mut said = flow(help, room).into_iter().map(|range| help[range].to_owned());
            lines.push(Line::Keys(keys.keys.clone(), said.next().unwrap_or_default()));
            lines.extend(said.map(Line::More));
        }
        lines
    }
}
