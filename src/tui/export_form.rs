//! The export overlay: which format, which folder; it shows the name the file will have.

use super::action::Action;
use super::cells::{Sheet, shorten};
use super::event::{Form, Order, Wanted};
use super::field;
use super::theme::Role;
use crate::export::{BOOK_EXTENSION, Format};
use std::path::{Path, PathBuf};
use tui_input::{Input, InputRequest};

/// The overlay as it is filled in.
#[derive(Debug)]
pub struct ExportForm {
    what: Wanted,
    form: usize,
    folder: Input,
    /// The file's name without its ending, where one article is written.
    name: Option<String>,
}

/// The forms, in the order in which they are offered.
pub const FORMS: [Form; 5] = [
    Form::Files(Format::Text),
    Form::Files(Format::Markdown),
    Form::Files(Format::Html),
    Form::Files(Format::Json),
    Form::Book,
];

/// What a form is called, and the ending of its files.
pub fn said(form: Form) -> (&'static str, &'static str) {
    match form {
        Form::Files(format) => (format.name(), format.extension()),
        Form::Book => ("book", BOOK_EXTENSION),
    }
}

/// What becomes of the overlay after a key.
#[derive(Debug)]
pub enum Outcome<T> {
    /// It stays open.
    Open,
    /// It is closed.
    Closed,
    /// It is closed, and this is to be done.
    Done(T),
}

impl ExportForm {
    /// An overlay with the format and folder used last.
    pub fn new(what: Wanted, name: Option<String>, form: Form, folder: &Path) -> Self {
        let form = FORMS.iter().position(|other| *other == form).unwrap_or(0);
        ExportForm { what, form, folder: Input::from(folder.display().to_string()), name }
    }

    /// Does what a key asks.
    pub fn act(&mut self, action: Action) -> Outcome<Order> {
        let forms = FORMS.len();
        match action {
            Action::NextChoice => self.form = (self.form + 1) % forms,
            Action::PreviousChoice => self.form = (self.form + forms - 1) % forms,
            Action::Cancel => return Outcome::Closed,
            Action::Confirm => {
                let folder = at_home(self.folder.value());
                return Outcome::Done(Order { what: self.what.clone(), form: self.form(), folder });
            }
            other => {
                field::edit(&mut self.folder, other);
            }
        }
        Outcome::Open
    }

    /// Types into the folder's path.
    pub fn type_in(&mut self, c: char) {
        self.folder.handle(InputRequest::InsertChar(c));
    }

    /// The lines it takes.
    pub const HEIGHT: usize = 10;

    /// Its title.
    pub fn title(&self) -> String {
        match self.what {
            Wanted::One(_) => "Export this article".to_owned(),
            Wanted::Many(_, 1) => "Export 1 article".to_owned(),
            Wanted::Many(_, count) => format!("Export {} articles", super::bar::grouped(count)),
        }
    }

    fn form(&self) -> Form {
        FORMS[self.form]
    }

    /// Draws it; gives the cursor.
    pub fn draw(&self, sheet: &mut Sheet) -> (usize, usize) {
        for (y, form) in FORMS.iter().enumerate() {
            let chosen = y == self.form;
            let (name, extension) = said(*form);
            sheet.write(0, y, if chosen { "▌" } else { " " }, Role::Accent);
            let x = sheet.write(2, y, name, if chosen { Role::Selected } else { Role::Text });
            sheet.write(x.max(13), y, &format!(".{extension}"), Role::Dim);
        }
        let y = FORMS.len() + 1;
        let start = sheet.write(0, y, "Folder ", Role::Dim);
        let room = sheet.width().saturating_sub(start);
        let cursor = field::draw(sheet, (start, y), room, &self.folder, |_| Role::Value);
        let (_, extension) = said(self.form());
        let file = match &self.name {
            Some(name) => format!("{name}.{extension}"),
            None if self.form() == Form::Book => format!("one .{extension} with all of them"),
            None => format!("one .{extension} file each"),
        };
        let x = sheet.write(0, y + 1, "File   ", Role::Dim);
        sheet.write(x, y + 1, &shorten(&file, sheet.width().saturating_sub(x)), Role::Text);
        sheet.write(0, y + 3, "↑ ↓ format · Enter write · Esc close", Role::Dim);
        (cursor, y)
    }
}

/// A path with `~` as the home directory, as shells have it.
pub fn at_home(text: &str) -> PathBuf {
    match (text.strip_prefix('~'), std::env::home_dir()) {
        (Some(rest), Some(home)) if rest.is_empty() || rest.starts_with('/') => home.join(rest.trim_start_matches('/')),
        _ => PathBuf::from(if text.is_empty() { "." } else { text }),
    }
}
