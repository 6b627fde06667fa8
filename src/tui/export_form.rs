//! The export overlay: which format, which folder; it shows the name the file will have.

use super::action::Action;
use super::cells::{Sheet, shorten};
use super::event::{Order, Wanted};
use super::field;
use super::theme::Role;
use crate::export::Format;
use std::path::{Path, PathBuf};
use tui_input::{Input, InputRequest};

/// The overlay as it is filled in.
#[derive(Debug)]
pub struct ExportForm {
    what: Wanted,
    format: usize,
    folder: Input,
    /// The file's name without its ending, where one article is written.
    name: Option<String>,
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
    pub fn new(what: Wanted, name: Option<String>, format: Format, folder: &Path) -> Self {
        let format = Format::ALL.iter().position(|other| *other == format).unwrap_or(0);
        ExportForm { what, format, folder: Input::from(folder.display().to_string()), name }
    }

    /// Does what a key asks.
    pub fn act(&mut self, action: Action) -> Outcome<Order> {
        let formats = Format::ALL.len();
        match action {
            Action::NextChoice => self.format = (self.format + 1) % formats,
            Action::PreviousChoice => self.format = (self.format + formats - 1) % formats,
            Action::Cancel => return Outcome::Closed,
            Action::Confirm => {
                let folder = at_home(self.folder.value());
                return Outcome::Done(Order { what: self.what.clone(), format: self.format(), folder });
            }
            other => {
                if let Some(request) = other.edit() {
                    self.folder.handle(request);
                }
            }
        }
        Outcome::Open
    }

    /// Types into the folder's path.
    pub fn type_in(&mut self, c: char) {
        self.folder.handle(InputRequest::InsertChar(c));
    }

    /// The lines it takes.
    pub const HEIGHT: usize = 9;

    /// Its title.
    pub fn title(&self) -> String {
        match self.what {
            Wanted::One(_) => "Export this article".to_owned(),
            Wanted::Many(_, 1) => "Export 1 article".to_owned(),
            Wanted::Many(_, count) => format!("Export {} articles", super::bar::grouped(count)),
        }
    }

    fn format(&self) -> Format {
        Format::ALL[self.format]
    }

    /// Draws it; gives the cursor.
    pub fn draw(&self, sheet: &mut Sheet) -> (usize, usize) {
        for (y, format) in Format::ALL.iter().enumerate() {
            let chosen = y == self.format;
            sheet.write(0, y, if chosen { "▌" } else { " " }, Role::Accent);
            let x = sheet.write(2, y, format.name(), if chosen { Role::Selected } else { Role::Text });
            sheet.write(x.max(13), y, &format!(".{}", format.extension()), Role::Dim);
        }
        let y = Format::ALL.len() + 1;
        let start = sheet.write(0, y, "Folder ", Role::Dim);
        let room = sheet.width().saturating_sub(start);
        let cursor = field::draw(sheet, (start, y), room, &self.folder, |_| Role::Value);
        let extension = self.format().extension();
        let file = match &self.name {
            Some(name) => format!("{name}.{extension}"),
            None => format!("one .{extension} file each"),
        };
        let x = sheet.write(0, y + 1, "File   ", Role::Dim);
        sheet.write(x, y + 1, &shorten(&file, sheet.width().saturating_sub(x)), Role::Text);
        sheet.write(0, y + 3, "↑ ↓ format · Enter write · Esc close", Role::Dim);
        (cursor, y)
    }
}

/// A path with `~` as the home directory, as shells have it.
fn at_home(text: &str) -> PathBuf {
    match (text.strip_prefix('~'), std::env::home_dir()) {
        (Some(rest), Some(home)) if rest.is_empty() || rest.starts_with('/') => home.join(rest.trim_start_matches('/')),
        _ => PathBuf::from(if text.is_empty() { "." } else { text }),
    }
}
