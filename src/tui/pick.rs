//! A line to type into, with what may be meant listed under it.

use super::action::Action;
use super::cells::{Sheet, cells, shorten};
use super::field;
use super::theme::Role;
use tui_input::{Input, InputRequest};

/// The lines that choices have.
const SHOWN: usize = 12;

/// The lines that all of it takes.
pub const HEIGHT: usize = SHOWN + 2;

/// Something that may be meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// What is taken where it is chosen.
    pub name: String,
    /// What stands beside it, standing back.
    pub beside: String,
    /// What it is.
    pub said: String,
}

/// The line and the choice that is selected.
#[derive(Debug, Default)]
pub struct Pick {
    input: Input,
    choice: usize,
}

impl Pick {
    /// What is typed.
    pub fn text(&self) -> &str {
        self.input.value()
    }

    /// Replaces what is typed.
    pub fn set(&mut self, text: &str) {
        self.input = Input::from(text);
        self.choice = 0;
    }

    /// Types into it.
    pub fn type_in(&mut self, c: char) {
        self.input.handle(InputRequest::InsertChar(c));
        self.choice = 0;
    }

    /// Which of so many choices is selected.
    pub fn choice(&self, count: usize) -> Option<usize> {
        count.checked_sub(1).map(|last| self.choice.min(last))
    }

    /// Does what a key asks, beside so many choices.
    pub fn act(&mut self, action: Action, count: usize) {
        let count = count.max(1);
        match action {
            Action::NextChoice => self.choice = (self.choice + 1) % count,
            Action::PreviousChoice => self.choice = (self.choice + count - 1) % count,
            other => {
                if other.edit().is_some_and(|request| self.input.handle(request).is_some_and(|changed| changed.value)) {
                    self.choice = 0;
                }
            }
        }
    }

    /// Draws it with its choices; gives the cursor.
    pub fn draw(&self, sheet: &mut Sheet, sign: &str, choices: &[Choice]) -> (usize, usize) {
        let x = sheet.write(0, 0, sign, Role::Key);
        let cursor = field::draw(sheet, (x, 0), sheet.width().saturating_sub(x), &self.input, |_| Role::Text);
        let chosen = self.choice(choices.len());
        let height = sheet.height().saturating_sub(2).min(SHOWN);
        let top = (chosen.unwrap_or(0) + 1).saturating_sub(height.max(1));
        let seen = || choices.iter().enumerate().skip(top).take(height);
        let widest = |of: fn(&Choice) -> &str| seen().map(|(_, choice)| cells(of(choice))).max().unwrap_or(0);
        let name = (widest(|choice| &choice.name) + 2).min(sheet.width() / 2).max(12);
        let beside = widest(|choice| &choice.beside);
        for (y, (place, choice)) in seen().enumerate() {
            let y = y + 2;
            let selected = chosen == Some(place);
            sheet.write(0, y, if selected { "▌" } else { " " }, Role::Accent);
            let role = if selected { Role::Selected } else { Role::Text };
            sheet.write(1, y, &shorten(&choice.name, name.saturating_sub(2)), role);
            sheet.write(name, y, &choice.beside, Role::Key);
            let said = name + beside + if beside > 0 { 2 } else { 0 };
            sheet.write(said, y, &shorten(&choice.said, sheet.width().saturating_sub(said)), Role::Dim);
        }
        (cursor, 0)
    }
}
