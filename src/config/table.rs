//! The table of settings: each by its name, with how a value is taken. Everything that a setting is stands in its line.

use super::{Bidi, Colours, Config, Dates, Links, Rows, Signs, Theme};
use crate::export::{Format, Naming};
use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};
use toml::de::DeValue;

/// A setting: its name, and how a value is taken; the error says what values it takes.
pub(super) struct Setting {
    /// Its name with its section: `reader.measure`.
    pub(super) name: &'static str,
    /// Takes a value; the folder is the home that `~` stands for.
    pub(super) set: fn(&mut Config, &DeValue<'_>, Option<&Path>) -> Result<(), String>,
}

/// Every setting but the keys.
pub(super) const SETTINGS: &[Setting] = &[
    Setting { name: "library", set: |config, value, home| folder(value, home).map(|dir| config.library = dir) },
    Setting { name: "editor", set: |config, value, _| words(value).map(|words| config.editor = words) },
    Setting { name: "reader.measure", set: |config, value, _| columns(value, 32..=160).map(|n| config.measure = n) },
    Setting { name: "screen.theme", set: |config, value, _| one_of(value, THEMES).map(|theme| config.theme = theme) },
    Setting {
        name: "screen.colours",
        set: |config, value, _| one_of(value, COLOURS).map(|colours| config.colours = colours),
    },
    Setting { name: "screen.dates", set: |config, value, _| one_of(value, DATES).map(|dates| config.dates = dates) },
    Setting { name: "screen.signs", set: |config, value, _| one_of(value, SIGNS).map(|signs| config.signs = signs) },
    Setting { name: "reader.margin", set: |config, value, _| columns(value, 0..=40).map(|n| config.margin = n) },
    Setting { name: "reader.links", set: |config, value, _| one_of(value, LINKS).map(|links| config.links = links) },
    Setting { name: "list.rows", set: |config, value, _| one_of(value, ROWS).map(|rows| config.rows = rows) },
    Setting { name: "reader.justify", set: |config, value, _| flag(value).map(|on| config.justify = on) },
    Setting { name: "reader.hyphenate", set: |config, value, _| flag(value).map(|on| config.hyphenate = on) },
    Setting { name: "reader.bidi", set: |config, value, _| one_of(value, BIDI).map(|bidi| config.bidi = bidi) },
    Setting {
        name: "import.largest",
        set: |config, value, _| number(value, 1..=1024, "MiB").map(|mib| config.largest = mib),
    },
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
const SIGNS: &[(&str, Signs)] =
    &[("auto", Signs::Auto), ("all", Signs::All), ("console", Signs::Console), ("ascii", Signs::Ascii)];
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
    number(value, range, "columns")
}

fn number(value: &DeValue<'_>, range: RangeInclusive<u16>, of: &str) -> Result<u16, String> {
    let number = value.as_integer().and_then(|number| u16::from_str_radix(number.as_str(), number.radix()).ok());
    number
        .filter(|number| range.contains(number))
        .ok_or_else(|| format!("a number of {of} from {} to {}", range.start(), range.end()))
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
