//! The note prompt: a line about an article. What is longer is written in the user's editor.

use super::action::Action;
use super::cells::Sheet;
use super::export_form::Outcome;
use super::field;
use super::theme::Role;
use crate::article::ArticleId;
use crate::text::sanitise_line;
use tui_input::{Input, InputRequest};

/// Notes up to this many bytes are written here; longer ones, and those of several lines, go to the editor at once.
const SHORT: usize = 200;

/// The prompt as it is filled in.
#[derive(Debug)]
pub struct NotePrompt {
    /// The article.
    pub id: ArticleId,
    input: Input,
}

/// What is to become of what was typed.
#[derive(Debug, PartialEq, Eq)]
pub enum Wish {
    /// It is the note.
    Keep(String),
    /// It is to be written on in the editor.
    Edit(String),
}

impl NotePrompt {
    /// A prompt for an article with the note it has.
    pub fn new(id: ArticleId, note: &str) -> Self {
        NotePrompt { id, input: Input::from(sanitise_line(note).into_owned()) }
    }

    /// Whether a note has room in a line.
    pub fn holds(note: &str) -> bool {
        note.len() <= SHORT && !note.contains('\n')
    }

    /// Does what a key asks.
    pub fn act(&mut self, action: Action) -> Outcome<Wish> {
        let text = || self.input.value().trim().to_owned();
        match action {
            Action::Cancel => Outcome::Closed,
            Action::Confirm => Outcome::Done(Wish::Keep(text())),
            Action::Editor => Outcome::Done(Wish::Edit(text())),
            other => {
                field::edit(&mut self.input, other);
                Outcome::Open
            }
        }
    }

    /// Types into it.
    pub fn type_in(&mut self, c: char) {
        self.input.handle(InputRequest::InsertChar(c));
    }

    /// The lines it takes.
    pub const HEIGHT: usize = 3;

    /// Draws it; gives the cursor.
    pub fn draw(&self, sheet: &mut Sheet, keys: &str) -> (usize, usize) {
        let cursor = field::draw(sheet, (0, 0), sheet.width(), &self.input, |_| Role::Text);
        sheet.write(0, 2, keys, Role::Dim);
        (cursor, 0)
    }
}
