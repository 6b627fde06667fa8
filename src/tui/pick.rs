//! A line to type into, with what may be meant listed under it.

use super::action::Action;
use super::cells::{Sheet, cells, shorten};
use super::field;
use super::theme::Role;
use tui_input::{Input, InputRequest};

/// The lines that choices have.
const SHOWN: usize = 12;

/// The lines over the choices.
const OVER: usize = 2;

/// The lines that all of it takes.
pub const HEIGHT: usize = SHOWN + OVER;

/// The lines that all of it takes where there are no more than so many choices.
pub fn height(choices: usize) -> usize {
    OVER + choices.clamp(1, SHOWN)
}

/// What the mouse does to a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pointed {
    /// It is pressed on a line, of so many.
    At(usize, usize),
    /// The wheel is turned down by so many lines, or up.
    Wheel(isize),
}

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

    /// Goes on to the choice after, or the one before, as the wheel does: not around the ends.
    pub fn step(&mut self, direction: isize, count: usize) {
        self.choice = self.choice.saturating_add_signed(direction).min(count.saturating_sub(1));
    }

    /// A click on a line of it, of so many; tells whether that choice was selected already.
    pub fn click(&mut self, y: usize, height: usize, count: usize) -> bool {
        let (top, shown) = self.seen(height, count);
        let Some(line) = y.checked_sub(OVER).filter(|line| *line < shown) else { return false };
        std::mem::replace(&mut self.choice, top + line) == top + line
    }

    /// The first choice that is seen, and how many are.
    fn seen(&self, height: usize, count: usize) -> (usize, usize) {
        let room = height.saturating_sub(OVER).min(SHOWN);
        let top = (self.choice(count).unwrap_or(0) + 1).saturating_sub(room.max(1));
        (top, room.min(count.saturating_sub(top)))
    }

    /// Draws it with its choices; gives the cursor.
    pub fn draw(&self, sheet: &mut Sheet, sign: &str, choices: &[Choice]) -> (usize, usize) {
        let x = sheet.write(0, 0, sign, Role::Key);
        let cursor = field::draw(sheet, (x, 0), sheet.width().saturating_sub(x), &self.input, |_| Role::Text);
        let chosen = self.choice(choices.len());
        let (top, height) = self.seen(sheet.height(), choices.len());
        let seen = || choices.iter().enumerate().skip(top).take(height);
        let widest = |of: fn(&Choice) -> &str| seen().map(|(_, choice)| cells(of(choice))).max().unwrap_or(0);
        let name = (widest(|choice| &choice.name) + 2).min(sheet.width() / 2).max(12);
        let beside = widest(|choice| &choice.beside);
        for (y, (place, choice)) in seen().enumerate() {
            let y = y + OVER;
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_click_selects_and_a_second_one_is_told() {
        let mut pick = Pick::default();
        assert!(!pick.click(4, HEIGHT, 20));
        assert_eq!(pick.choice(20), Some(2));
        assert!(pick.click(4, HEIGHT, 20));
        assert!(!pick.click(1, HEIGHT, 20) && !pick.click(90, HEIGHT, 20));
        pick.step(30, 20);
        assert_eq!(pick.choice(20), Some(19));
        assert!(!pick.click(2, HEIGHT, 20));
        assert_eq!(pick.choice(20), Some(8), "the first line that is seen");
    }
}
