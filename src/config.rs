//! The settings: the defaults of `assets/config.toml`, and the user's file over them. Errors name the file, the line and the nearest name.
//! Flags and the environment go before settings; that is decided where they are used.

use crate::export::{Format, Naming};
use std::borrow::Cow;
use std::io;
use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

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
    /// Whether links can be followed by the terminal itself.
    pub links: Links,
    /// The keys that are bound otherwise, by their place in the file.
    pub keys: Vec<Binding>,
    /// The editor that notes are written in, the program and its arguments; empty: the environment's.
    pub editor: Vec<String>,
}

/// How dates are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Dates {
    /// Mon 24 June 2019.
    #[default]
    DayFirst,
    /// Mon June 24, 2019.
    MonthFirst,
    /// 2019-06-24.
    Iso,
}

/// How much of an article a row of the list shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Rows {
    /// The headline on two lines at the most, the source under it.
    #[default]
    Full,
    /// One line: the headline, and the source beside it where there is room.
    Compact,
}

/// Whether links can be followed by the terminal itself (OSC 8).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Links {
    /// Where the terminal is known to take them.
    #[default]
    Auto,
    /// In any terminal.
    On,
    /// Never.
    Off,
}

/// What everything looks like.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    /// The terminal's own colours.
    #[default]
    Terminal,
    /// Dark or light, as the terminal's background is.
    Auto,
    /// Light letters on dark paper.
    Dark,
    /// Dark letters on light paper.
    Light,
    /// No colours.
    Mono,
}

/// How many colours are used.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Colours {
    /// As many as the terminal says it has.
    #[default]
    Auto,
    /// None.
    None,
    /// The terminal's own sixteen.
    Sixteen,
    /// Two hundred and fifty-six.
    Many,
    /// All.
    True,
}

/// A line that binds keys.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Binding {
    /// Where the keys work: the section's name behind `keys.`.
    pub context: String,
    /// What they do.
    pub action: String,
    /// The keys as they are written.
    pub keys: String,
    /// The line of the file, from 1.
    pub line: usize,
}

/// Who puts right-to-left text into its visual order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Bidi {
    /// dateline, unless the terminal is known to.
    #[default]
    Auto,
    /// dateline.
    Reorder,
    /// The terminal.
    Terminal,
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

/// A setting: its name, and how a value is taken; the error says what values it takes.
struct Setting {
    name: &'static str,
    set: fn(&mut Config, &DeValue<'_>, Option<&Path>) -> Result<(), String>,
}

const SETTINGS: &[Setting] = &[
    Setting { name: "library", set: |config, value, home| folder(value, home).map(|dir| config.library = dir) },
    Setting { name: "editor", set: |config, value, _| words(value).map(|words| config.editor = words) },
    Setting { name: "reader.measure", set: |config, value, _| columns(value, 32..=160).map(|n| config.measure = n) },
    Setting { name: "screen.theme", set: |config, value, _| one_of(value, THEMES).map(|theme| config.theme = theme) },
    Setting {
        name: "screen.colours",
        set: |config, value, _| one_of(value, COLOURS).map(|colours| config.colours = colours),
    },
    Setting { name: "screen.dates", set: |config, value, _| one_of(value, DATES).map(|dates| config.dates = dates) },
    Setting { name: "reader.margin", set: |config, value, _| columns(value, 0..=40).map(|n| config.margin = n) },
    Setting { name: "reader.links", set: |config, value, _| one_of(value, LINKS).map(|links| config.links = links) },
    Setting { name: "list.rows", set: |config, value, _| one_of(value, ROWS).map(|rows| config.rows = rows) },
    Setting { name: "reader.justify", set: |config, value, _| flag(value).map(|on| config.justify = on) },
    Setting { name: "reader.hyphenate", set: |config, value, _| flag(value).map(|on| config.hyphenate = on) },
    Setting { name: "reader.bidi", set: |config, value, _| one_of(value, BIDI).map(|bidi| config.bidi = bidi) },
    Setting {
        name: "list.width",
        set: |config, value, _| columns(value, 0..=200).map(|n| config.list_width = (n > 0).then_some(n)),
    },
    Setting {
        name: "export.folder",
        set: |config, value, home| folder(value, home).map(|dir| config.export_folder = dir),
    },
    Setting {
        name: "export.format",
        set: |config, value, _| format_named(value).map(|format| config.export_format = format),
    },
    Setting { name: "export.name", set: |config, value, _| naming(value).map(|name| config.export_name = name) },
    Setting {
        name: "export.width",
        set: |config, value, _| columns(value, 0..=1000).map(|n| config.export_width = (n > 0).then_some(n)),
    },
];

/// A folder; none where the value is empty.
fn folder(value: &DeValue<'_>, home: Option<&Path>) -> Result<Option<PathBuf>, String> {
    let text = value.as_str().ok_or("a folder in quotes")?;
    let below_home = text.strip_prefix('~').filter(|rest| rest.is_empty() || rest.starts_with('/'));
    Ok(match (below_home, home) {
        _ if text.is_empty() => None,
        (Some(rest), Some(home)) => Some(home.join(rest.trim_start_matches('/'))),
        _ => Some(PathBuf::from(text)),
    })
}

const THEMES: &[(&str, Theme)] = &[
    ("terminal", Theme::Terminal),
    ("auto", Theme::Auto),
    ("dark", Theme::Dark),
    ("light", Theme::Light),
    ("mono", Theme::Mono),
];
const COLOURS: &[(&str, Colours)] = &[
    ("auto", Colours::Auto),
    ("none", Colours::None),
    ("16", Colours::Sixteen),
    ("256", Colours::Many),
    ("true", Colours::True),
];
const DATES: &[(&str, Dates)] =
    &[("day-first", Dates::DayFirst), ("month-first", Dates::MonthFirst), ("iso", Dates::Iso)];
const ROWS: &[(&str, Rows)] = &[("full", Rows::Full), ("compact", Rows::Compact)];
const LINKS: &[(&str, Links)] = &[("auto", Links::Auto), ("on", Links::On), ("off", Links::Off)];
const BIDI: &[(&str, Bidi)] = &[("auto", Bidi::Auto), ("reorder", Bidi::Reorder), ("terminal", Bidi::Terminal)];

fn flag(value: &DeValue<'_>) -> Result<bool, String> {
    value.as_bool().ok_or_else(|| "true or false".to_owned())
}

/// The value of a name.
fn one_of<T: Copy>(value: &DeValue<'_>, names: &[(&str, T)]) -> Result<T, String> {
    let found = names.iter().find(|(name, _)| value.as_str() == Some(name)).map(|(_, meant)| *meant);
    found.ok_or_else(|| names.iter().map(|(name, _)| format!("{name:?}")).collect::<Vec<_>>().join(", "))
}

/// A program and its arguments, with quotes as a shell has them; no shell sees them.
fn words(value: &DeValue<'_>) -> Result<Vec<String>, String> {
    let words = value.as_str().and_then(|text| shell_words::split(text).ok());
    words.ok_or_else(|| "a program and its arguments in quotes".to_owned())
}

fn columns(value: &DeValue<'_>, range: RangeInclusive<u16>) -> Result<u16, String> {
    let number = value.as_integer().and_then(|number| u16::from_str_radix(number.as_str(), number.radix()).ok());
    number
        .filter(|number| range.contains(number))
        .ok_or_else(|| format!("a number of columns from {} to {}", range.start(), range.end()))
}

fn naming(value: &DeValue<'_>) -> Result<Naming, String> {
    let text = value.as_str().ok_or("a name in quotes")?;
    text.parse().map_err(|error| format!("a name such as \"{{date}}-{{headline}}\": {error}"))
}

fn format_named(value: &DeValue<'_>) -> Result<Format, String> {
    value.as_str().and_then(|name| name.parse().ok()).ok_or_else(|| {
        let names: Vec<String> = Format::ALL.iter().map(|format| format!("{:?}", format.name())).collect();
        names.join(", ")
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn load(text: &str) -> Result<Config, String> {
        let dir = tempfile::tempdir().expect("a temporary folder");
        let file = dir.path().join("config.toml");
        std::fs::write(&file, text).expect("a file");
        Config::load(&file, Some(Path::new("/home/ada")))
            .map_err(|error| error.to_string().replace(&format!("{}/", dir.path().display()), ""))
    }

    #[test]
    fn the_printed_defaults_are_the_defaults_and_name_every_setting() {
        assert_eq!(load(DEFAULTS), Ok(Config::default()));
        let table: toml::Table = DEFAULTS.parse().expect("our own file");
        for setting in SETTINGS {
            let value = setting.name.split('.').try_fold(None::<&toml::Value>, |at, key| match at {
                None => table.get(key).map(Some),
                Some(inner) => inner.get(key).map(Some),
            });
            assert!(value.is_some(), "{} is not in the file", setting.name);
        }
    }

    #[test]
    fn a_file_is_laid_over_the_defaults() {
        let config = load("library = '~/kept'\n[reader]\nmeasure = 60\n[export]\nformat = 'markdown'").expect("valid");
        let expected = Config {
            library: Some("/home/ada/kept".into()),
            measure: 60,
            export_format: Format::Markdown,
            ..Config::default()
        };
        assert_eq!(config, expected);
    }

    #[test]
    fn no_file_means_the_defaults() {
        assert_eq!(Config::load(Path::new("/no/such/file"), None).ok(), Some(Config::default()));
    }

    #[test]
    fn an_error_names_file_line_and_the_nearest_name() {
        for (text, error) in [
            (
                "\n[reader]\nmesure = 60",
                "config.toml, line 3: there is no setting reader.mesure; did you mean reader.measure?",
            ),
            ("[raeder]\nmeasure = 60", "config.toml, line 1: there is no setting raeder; did you mean reader?"),
            ("zzz = 1", "config.toml, line 1: there is no setting zzz; `dateline config` lists them"),
            ("reader = 3", "config.toml, line 1: reader is a section; write [reader] on a line of its own"),
            (
                "[reader]\nmeasure = 'wide'",
                "config.toml, line 2: reader.measure takes a number of columns from 32 to 160",
            ),
            ("[reader]\nmeasure = 3", "config.toml, line 2: reader.measure takes a number of columns from 32 to 160"),
            (
                "[export]\nformat = 'pdf'",
                "config.toml, line 2: export.format takes \"text\", \"markdown\", \"html\", \"json\"",
            ),
            ("library = 3", "config.toml, line 1: library takes a folder in quotes"),
        ] {
            assert_eq!(load(text).expect_err(text), error);
        }
        assert!(load("a = 1\nb =").expect_err("not TOML").starts_with("config.toml, line 2: "));
    }

    proptest! {
        #[test]
        fn any_text_is_settings_or_an_error(text in "(reader|list|\\[|\\]|=|width|measure|[0-9]|'|\n|\\.|é){0,12}") {
            drop(Config::default().with(&text, None));
        }
    }
}
