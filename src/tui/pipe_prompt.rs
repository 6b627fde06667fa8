//! The pipe prompt: a command of the user's, which gets articles on its standard input.

use super::action::Action;
use super::cells::Sheet;
use super::event::{Pipe, Wanted};
use super::export_form::Outcome;
use super::field;
use super::theme::Role;
use crate::export::Format;
use tui_input::{Input, InputRequest};

/// The forms that commands read.
pub const FORMS: [Format; 3] = [Format::Text, Format::Markdown, Format::Json];

/// The prompt as it is filled in.
#[derive(Debug)]
pub struct PipePrompt {
    what: Wanted,
    form: usize,
    input: Input,
}

impl PipePrompt {
    /// A prompt with the command and the form used last.
    pub fn new(what: Wanted, (format, command): &(Format, String)) -> Self {
        let form = FORMS.iter().position(|form| form == format).unwrap_or(0);
        PipePrompt { what, form, input: Input::from(command.as_str()) }
    }

    /// Does what a key asks.
    pub fn act(&mut self, action: Action) -> Outcome<Pipe> {
        match action {
            Action::Cancel => return Outcome::Closed,
            Action::NextChoice => self.form = (self.form + 1) % FORMS.len(),
            Action::Confirm if self.input.value().trim().is_empty() => return Outcome::Closed,
            Action::Confirm => {
                let command = self.input.value().to_owned();
                return Outcome::Done(Pipe { what: self.what.clone(), format: FORMS[self.form], command });
            }
            other => {
                field::edit(&mut self.input, other);
            }
        }
        Outcome::Open
    }

    /// Types into it.
    pub fn type_in(&mut self, c: char) {
        self.input.handle(InputRequest::InsertChar(c));
    }

    /// The lines it takes.
    pub const HEIGHT: usize = 4;

    /// Its title.
    pub fn title(&self) -> String {
        match self.what {
            Wanted::One(_) => "Pipe this article to a command".to_owned(),
            Wanted::Many(_, count) => format!("Pipe {} articles to a command", super::bar::grouped(count)),
        }
    }

    /// Draws it; gives the cursor.
    pub fn draw(&self, sheet: &mut Sheet, keys: &str) -> (usize, usize) {
        let x = sheet.write(0, 0, "| ", Role::Dim);
        let cursor = field::draw(sheet, (x, 0), sheet.width().saturating_sub(x), &self.input, |_| Role::Text);
        let mut x = sheet.write(0, 1, "as ", Role::Dim);
        for (place, format) in FORMS.iter().enumerate() {
            let chosen = place == self.form;
            let name = if chosen { format!("[{}]", format.name()) } else { format!(" {} ", format.name()) };
            x = sheet.write(x, 1, &name, if chosen { Role::Selected } else { Role::Text });
        }
        sheet.write(0, 3, keys, Role::Dim);
        (cursor, 0)
    }
}
