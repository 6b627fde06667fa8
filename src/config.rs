//! The settings: the defaults of `assets/config.toml`, and the user's file over them. Errors name the file, the line and the nearest name.
//! Flags and the environment go before settings; that is decided where they are used.

mod table;
mod values;

use crate::export::{Format, Naming};
use std::borrow::Cow;
use std::io;
use std::path::{Path, PathBuf};
use table::SETTINGS;
use toml::Spanned;
use toml::de::{DeTable, DeValue};
pub use values::{Bidi, Binding, Colours, Dates, Links, Rows, Signs, Theme};

/// The commented defaults, as `dateline config` prints them.
pub const DEFAULTS: &str = include_str!("../assets/config.toml");

/// The settings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Config {
    /// The folder of the library, where it is not the platform's own place.
    pub library: Option<PathBuf>,
    /// The columns of a line of text in the reader.
    pub measure: u16,
    /// Lines of text reach from edge to edge.
    pub justify: bool,
    /// Long words are hyphenated where the language is known.
    pub hyphenate: bool,
    /// Who puts right-to-left text into its visual order.
    pub bidi: Bidi,
    /// The columns of the list beside the reader, where they are not chosen by the window's.
    pub list_width: Option<u16>,
    /// The folder articles are written to, where it is not the present one.
    pub export_folder: Option<PathBuf>,
    /// The form they are written in.
    pub export_format: Format,
    /// What their files are called.
    pub export_name: Naming,
    /// Where the lines of plain text are broken, where they are.
    pub export_width: Option<u16>,
    /// What everything looks like.
    pub theme: Theme,
    /// How many colours are used.
    pub colours: Colours,
    /// How dates are written.
    pub dates: Dates,
    /// How much of an article a row of the list shows.
    pub rows: Rows,
    /// The columns left empty on either side of the text.
    pub margin: u16,
    /// The MiB that a page may have to be imported.
    pub largest: u16,
    /// Which characters the terminal has.
    pub signs: Signs,
    /// Whether links can be followed by the terminal itself.
    pub links: Links,
    /// The keys that are bound otherwise, by their place in the file.
    pub keys: Vec<Binding>,
    /// The editor that notes are written in, the program and its arguments; empty: the environment's.
    pub editor: Vec<String>,
}
/// What is wrong with a file of settings.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// It is there and cannot be read.
    #[error("reading {}", file.display())]
    Unreadable {
        /// The file.
        file: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// It says something that means nothing.
    #[error("{}, line {line}: {what}", file.display())]
    Wrong {
        /// The file.
        file: PathBuf,
        /// The line, from 1.
        line: usize,
        /// What is wrong with it.
        what: String,
    },
}

impl Default for Config {
    fn default() -> Self {
        let bare = Config {
            library: None,
            measure: 72,
            justify: false,
            hyphenate: false,
            bidi: Bidi::Auto,
            list_width: None,
            export_folder: None,
            export_format: Format::Text,
            export_name: Naming::default(),
            export_width: None,
            theme: Theme::Terminal,
            colours: Colours::Auto,
            dates: Dates::DayFirst,
            rows: Rows::Full,
            margin: 2,
            largest: 64,
            signs: Signs::Auto,
            links: Links::Auto,
            keys: Vec::new(),
            editor: Vec::new(),
        };
        bare.with(DEFAULTS, None).unwrap_or(bare)
    }
}

impl Config {
    /// The settings of a file over the defaults; the defaults where there is no such file.
    ///
    /// # Errors
    /// Where the file cannot be read, or a line of it means nothing.
    pub fn load(file: &Path, home: Option<&Path>) -> Result<Config, ConfigError> {
        let text = match std::fs::read_to_string(file) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Config::default()),
            Err(source) => return Err(ConfigError::Unreadable { file: file.to_owned(), source }),
        };
        Config::default().with(&text, home).map_err(|Wrong { at, what }| ConfigError::Wrong {
            file: file.to_owned(),
            line: line_of(&text, at),
            what,
        })
    }

    /// These settings with those of a text over them.
    fn with(&self, text: &str, home: Option<&Path>) -> Result<Config, Wrong> {
        let table = DeTable::parse(text).map_err(|error| Wrong {
            at: error.span().map_or(0, |span| span.start),
            what: error.message().to_owned(),
        })?;
        let mut config = self.clone();
        config.take(table.get_ref(), "", home)?;
        for (binding, at) in bindings(table.get_ref())? {
            config.keys.push(Binding { line: line_of(text, at), ..binding });
        }
        Ok(config)
    }

    fn take(&mut self, table: &DeTable<'_>, within: &str, home: Option<&Path>) -> Result<(), Wrong> {
        for (key, value) in table {
            let name = format!("{within}{}", key.get_ref());
            if name == "keys" {
                continue;
            }
            let section = format!("{name}.");
            if let Some(setting) = SETTINGS.iter().find(|setting| setting.name == name) {
                (setting.set)(self, value.get_ref(), home)
                    .map_err(|wanted| Wrong { at: value.span().start, what: format!("{name} takes {wanted}") })?;
            } else if !SETTINGS.iter().any(|setting| setting.name.starts_with(&section)) {
                return Err(unknown(key, &name));
            } else if let DeValue::Table(inner) = value.get_ref() {
                self.take(inner, &section, home)?;
            } else {
                let what = format!("{name} is a section; write [{name}] on a line of its own");
                return Err(Wrong { at: value.span().start, what });
            }
        }
        Ok(())
    }
}

/// The line of a byte, from 1.
fn line_of(text: &str, at: usize) -> usize {
    text.bytes().take(at).filter(|byte| *byte == b'\n').count() + 1
}

/// The keys that are bound, each with its place in the text; what they mean is known to who has the actions.
fn bindings(table: &DeTable<'_>) -> Result<Vec<(Binding, usize)>, Wrong> {
    let mut found = Vec::new();
    let Some((_, keys)) = table.iter().find(|(key, _)| key.get_ref() == "keys") else { return Ok(found) };
    let wrong = |at: usize, what: &str| Wrong { at, what: what.to_owned() };
    let sections = keys.get_ref().as_table().ok_or_else(|| wrong(keys.span().start, "keys is a section"))?;
    for (context, actions) in sections {
        let within = actions.get_ref().as_table();
        let actions =
            within.ok_or_else(|| wrong(context.span().start, "keys stand in sections; write [keys.browse]"))?;
        for (action, keys) in actions {
            let written = keys.get_ref().as_str().ok_or_else(|| wrong(keys.span().start, "keys stand in quotes"))?;
            let (context, action_name) = (context.get_ref().to_string(), action.get_ref().to_string());
            let binding = Binding { context, action: action_name, keys: written.to_owned(), line: 0 };
            found.push((binding, action.span().start));
        }
    }
    Ok(found)
}

/// What is wrong, and at which byte.
struct Wrong {
    at: usize,
    what: String,
}

fn unknown(key: &Spanned<Cow<'_, str>>, name: &str) -> Wrong {
    let sections = SETTINGS.iter().filter_map(|setting| setting.name.split_once('.')).map(|(section, _)| section);
    let known = SETTINGS.iter().map(|setting| setting.name).chain(sections).chain(["keys"]);
    Wrong { at: key.span().start, what: nearest("setting ", name, known) }
}

/// Says that there is no such thing, and which is the nearest that there is.
pub fn nearest<'a>(what: &str, name: &str, known: impl Iterator<Item = &'a str>) -> String {
    let nearest = known
        .map(|known| (strsim::normalized_damerau_levenshtein(known, name), known))
        .max_by(|a, b| a.0.total_cmp(&b.0));
    match nearest {
        Some((likeness, known)) if likeness > 0.4 => format!("there is no {what}{name}; did you mean {known}?"),
        _ => format!("there is no {what}{name}; `dateline config` lists them"),
    }
}

#[cfg(test)]
mod tests;
