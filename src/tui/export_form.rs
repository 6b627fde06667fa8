//! The export overlay: which format, a file each or all in one, which folder, which name, how wide; it shows the name that a file will have.

use super::action::Action;
use super::cells::{Sheet, cells, shorten};
use super::event::{Form, Manner, Order, Wanted};
use super::field;
use super::theme::Role;
use crate::article::Article;
use crate::export::{Format, Layout, Naming};
use std::path::PathBuf;
use tui_input::{Input, InputRequest};

/// The forms, in the order in which they are offered.
pub const FORMS: [Form; 5] = [
    Form::Files(Format::Text),
    Form::Files(Format::Markdown),
    Form::Files(Format::Html),
    Form::Files(Format::Json),
    Form::Book,
];

/// What a form is called.
pub fn said(form: Form) -> &'static str {
    match form {
        Form::Files(format) | Form::Whole(format) => format.name(),
        Form::Book => "book",
    }
}

/// The same, all in one file.
pub fn together(form: Form) -> Form {
    match form {
        Form::Files(format) | Form::Whole(format) => Form::Whole(format),
        Form::Book => Form::Book,
    }
}

/// A line of the overlay.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Line {
    Form,
    Amount,
    Folder,
    Name,
    Width,
}

/// The lines for one article, and for many.
const ONE: [Line; 4] = [Line::Form, Line::Folder, Line::Name, Line::Width];
const MANY: [Line; 5] = [Line::Form, Line::Amount, Line::Folder, Line::Name, Line::Width];

/// The overlay as it is filled in.
#[derive(Debug)]
pub struct ExportForm {
    what: Wanted,
    form: usize,
    together: bool,
    folder: Input,
    name: Input,
    width: Input,
    /// The line that keys go to.
    line: usize,
    /// An article that shows what names look like.
    sample: Article,
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
    /// An overlay with what was used last; names are shown as those of a sample.
    pub fn new(what: Wanted, manner: &Manner, sample: Article) -> Self {
        let form = FORMS.iter().position(|form| said(*form) == said(manner.form)).unwrap_or(0);
        ExportForm {
            what,
            form,
            together: matches!(manner.form, Form::Whole(_)),
            folder: Input::from(manner.folder.display().to_string()),
            name: Input::from(manner.naming.to_string()),
            width: Input::from(manner.layout.width.map_or_else(String::new, |width| width.to_string())),
            line: 0,
            sample,
        }
    }

    /// Does what a key asks.
    pub fn act(&mut self, action: Action) -> Outcome<Order> {
        let lines = self.lines().len();
        match (action, self.lines()[self.line]) {
            (Action::NextLine, _) => self.line = (self.line + 1) % lines,
            (Action::PreviousLine, _) => self.line = (self.line + lines - 1) % lines,
            (Action::Cancel, _) => return Outcome::Closed,
            (Action::Confirm, _) => {
                if let Ok(naming) = self.naming() {
                    return Outcome::Done(Order { what: self.what.clone(), manner: self.manner(naming) });
                }
            }
            (Action::CharRight, Line::Form) => self.form = (self.form + 1) % FORMS.len(),
            (Action::CharLeft, Line::Form) => self.form = (self.form + FORMS.len() - 1) % FORMS.len(),
            (Action::CharLeft | Action::CharRight, Line::Amount) => self.together = !self.together,
            (other, _) => {
                if let Some(input) = self.input() {
                    field::edit(input, other);
                }
            }
        }
        Outcome::Open
    }

    /// Types into the line; on a line of choices, the one that begins so is taken, and a blank goes on to the next.
    pub fn type_in(&mut self, c: char) {
        match self.lines()[self.line] {
            Line::Form if c == ' ' => self.form = (self.form + 1) % FORMS.len(),
            Line::Form => {
                let begins = |form: &Form| said(*form).starts_with(c.to_ascii_lowercase());
                self.form = FORMS.iter().position(begins).unwrap_or(self.form);
            }
            Line::Amount => self.together = if c == ' ' { !self.together } else { c.eq_ignore_ascii_case(&'a') },
            Line::Width if !c.is_ascii_digit() => {}
            Line::Folder | Line::Name | Line::Width => {
                if let Some(input) = self.input() {
                    input.handle(InputRequest::InsertChar(c));
                }
            }
        }
    }

    fn lines(&self) -> &'static [Line] {
        if let Wanted::One(_) = self.what { &ONE } else { &MANY }
    }

    /// The text of the line, where it has one.
    fn input(&mut self) -> Option<&mut Input> {
        match self.lines()[self.line] {
            Line::Form | Line::Amount => None,
            Line::Folder => Some(&mut self.folder),
            Line::Name => Some(&mut self.name),
            Line::Width => Some(&mut self.width),
        }
    }

    fn manner(&self, naming: Naming) -> Manner {
        let width = self.width.value().parse().ok().filter(|width| *width > 0);
        Manner { form: self.form(), folder: at_home(self.folder.value()), naming, layout: Layout { width } }
    }

    fn form(&self) -> Form {
        let form = FORMS[self.form];
        if self.is_many() && self.together { together(form) } else { form }
    }

    fn is_many(&self) -> bool {
        matches!(self.what, Wanted::Many(..))
    }

    fn naming(&self) -> Result<Naming, String> {
        self.name.value().parse().map_err(|error: crate::export::Misnamed| error.to_string())
    }

    /// The lines it takes.
    pub fn height(&self) -> usize {
        self.lines().len() + 4
    }

    /// Its title.
    pub fn title(&self) -> String {
        match self.what {
            Wanted::One(_) => "Export this article".to_owned(),
            Wanted::Many(_, count) => format!("Export {} articles", super::bar::grouped(count)),
        }
    }

    /// Draws it, with its keys under it; gives the cursor where a line is typed.
    pub fn draw(&self, sheet: &mut Sheet, keys: &str) -> Option<(usize, usize)> {
        let mut cursor = None;
        for (y, line) in self.lines().iter().enumerate() {
            let here = y == self.line;
            sheet.write(0, y, if here { "▌" } else { " " }, Role::Accent);
            let x = sheet.write(2, y, name(*line), if here { Role::Text } else { Role::Dim }).max(10);
            let room = sheet.width().saturating_sub(x);
            let input = match line {
                Line::Form => {
                    draw_choices(sheet, (x, y), FORMS.iter().map(|form| said(*form)), self.form);
                    continue;
                }
                Line::Amount if FORMS[self.form] == Form::Book => {
                    sheet.write(x, y, "all in one", Role::Dim);
                    continue;
                }
                Line::Amount => {
                    draw_choices(sheet, (x, y), ["one each", "all in one"].into_iter(), usize::from(self.together));
                    continue;
                }
                Line::Folder => &self.folder,
                Line::Name => &self.name,
                Line::Width => &self.width,
            };
            if *line == Line::Width && input.value().is_empty() {
                let said = if said(self.form()) == "text" {
                    "columns; empty: lines as long as they are"
                } else {
                    "of text only"
                };
                sheet.write(x, y, &shorten(said, room), Role::Dim);
            }
            let at = field::draw(sheet, (x, y), room, input, |_| Role::Value);
            cursor = cursor.or(here.then_some((at, y)));
        }
        let y = self.lines().len() + 1;
        let (file, role) = self.file();
        sheet.write(2, y, &shorten(&file, sheet.width().saturating_sub(2)), role);
        sheet.write(2, y + 2, &shorten(keys, sheet.width().saturating_sub(2)), Role::Dim);
        cursor
    }

    /// What a file will be called, or what is wrong with the name.
    fn file(&self) -> (String, Role) {
        let form = self.form();
        match self.naming() {
            Err(error) => (error, Role::Error),
            Ok(_) if self.is_many() && !matches!(form, Form::Files(_)) => {
                (format!("all of them in dateline.{}", form.extension()), Role::Text)
            }
            Ok(naming) => (naming.name(&self.sample, form.extension()), Role::Text),
        }
    }
}

fn name(line: Line) -> &'static str {
    match line {
        Line::Form => "Form",
        Line::Amount => "Files",
        Line::Folder => "Folder",
        Line::Name => "Name",
        Line::Width => "Width",
    }
}

fn draw_choices<'a>(
    sheet: &mut Sheet,
    (mut x, y): (usize, usize),
    choices: impl Iterator<Item = &'a str>,
    chosen: usize,
) {
    let choices: Vec<&str> = choices.collect();
    let all: usize = choices.iter().map(|choice| cells(choice) + 2).sum();
    if x + all > sheet.width() {
        sheet.write(x, y, &format!("‹{}›", choices[chosen]), Role::Selected);
        return;
    }
    for (place, choice) in choices.iter().enumerate() {
        let (said, role) =
            if place == chosen { (format!("[{choice}]"), Role::Selected) } else { (format!(" {choice} "), Role::Text) };
        x = sheet.write(x, y, &said, role);
    }
}

/// A path with `~` as the home directory, as shells have it.
pub fn at_home(text: &str) -> PathBuf {
    match (text.strip_prefix('~'), std::env::home_dir()) {
        (Some(rest), Some(home)) if rest.is_empty() || rest.starts_with('/') => home.join(rest.trim_start_matches('/')),
        _ => PathBuf::from(if text.is_empty() { "." } else { text }),
    }
}
