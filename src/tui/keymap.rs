//! Which key does what, where. This one table makes the screen work, its help, the README's key table and the manual page.

mod rebound;
mod table;

pub use rebound::{Misbound, keys_as_settings};

use super::action::Action;
use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use std::collections::HashMap;
use std::fmt;
use std::str::FromStr;
use table::TABLE;

/// Where a key is pressed. What the innermost context does not know is looked up in the next one out ([`Context::path`]).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Context {
    /// The list of articles or the reader.
    Browse,
    /// The list of articles.
    List,
    /// The search bar.
    Search,
    /// The command line.
    Command,
    /// The list of searches.
    Searches,
    /// The facets panel.
    Facets,
    /// The timeline.
    Timeline,
    /// The export overlay.
    Export,
    /// The tag prompt.
    Tag,
    /// Letters over the links that are seen.
    Hints,
    /// The list of links.
    Links,
    /// The note prompt.
    Note,
    /// The pipe prompt.
    Pipe,
    /// The page behind an article.
    Xray,
    /// The help.
    Help,
    /// The search line of the help.
    Filter,
    /// Any line that text is typed into.
    Line,
    /// Everywhere.
    Anywhere,
}

impl Context {
    /// The contexts a key is looked up in, innermost first.
    pub fn path(self) -> &'static [Context] {
        match self {
            Context::Browse => &[Context::Browse, Context::Anywhere],
            Context::List => &[Context::List, Context::Browse, Context::Anywhere],
            Context::Xray => &[Context::Xray, Context::Anywhere],
            Context::Help => &[Context::Help, Context::Anywhere],
            Context::Facets => &[Context::Facets, Context::Anywhere],
            Context::Timeline => &[Context::Timeline, Context::Anywhere],
            Context::Search => &[Context::Search, Context::Line, Context::Anywhere],
            Context::Export => &[Context::Export, Context::Line, Context::Anywhere],
            Context::Hints => &[Context::Hints, Context::Line, Context::Anywhere],
            Context::Links => &[Context::Links, Context::Anywhere],
            Context::Pipe => &[Context::Pipe, Context::Line, Context::Anywhere],
            Context::Note => &[Context::Note, Context::Line, Context::Anywhere],
            Context::Command => &[Context::Command, Context::Line, Context::Anywhere],
            Context::Searches => &[Context::Searches, Context::Line, Context::Anywhere],
            Context::Tag => &[Context::Tag, Context::Line, Context::Anywhere],
            Context::Filter => &[Context::Filter, Context::Line, Context::Anywhere],
            Context::Line | Context::Anywhere => &[Context::Line, Context::Anywhere],
        }
    }

    /// Whether keys that are not bound are text.
    pub fn types(self) -> bool {
        self.path().contains(&Context::Line)
    }
}

/// A key with its modifiers; Shift is part of a character and not told apart there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Key {
    code: KeyCode,
    control: bool,
    alt: bool,
}

/// The keys whose names are words: what the table writes, what the help shows.
const NAMED: [(&str, KeyCode, &str); 15] = [
    ("Up", KeyCode::Up, "↑"),
    ("Down", KeyCode::Down, "↓"),
    ("Left", KeyCode::Left, "←"),
    ("Right", KeyCode::Right, "→"),
    ("Home", KeyCode::Home, "Home"),
    ("End", KeyCode::End, "End"),
    ("PgUp", KeyCode::PageUp, "PgUp"),
    ("PgDn", KeyCode::PageDown, "PgDn"),
    ("Enter", KeyCode::Enter, "Enter"),
    ("Esc", KeyCode::Esc, "Esc"),
    ("Tab", KeyCode::Tab, "Tab"),
    ("S-Tab", KeyCode::BackTab, "Shift-Tab"),
    ("Backspace", KeyCode::Backspace, "Backspace"),
    ("Delete", KeyCode::Delete, "Delete"),
    ("Space", KeyCode::Char(' '), "Space"),
];

/// A text that names no key.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} names no key")]
pub struct NoSuchKey(String);

impl FromStr for Key {
    type Err = NoSuchKey;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let wrong = || NoSuchKey(text.to_owned());
        let (alt, rest) = text.strip_prefix("M-").map_or((false, text), |rest| (true, rest));
        let (control, name) =
            rest.strip_prefix('^').filter(|name| !name.is_empty()).map_or((false, rest), |rest| (true, rest));
        let named = NAMED.iter().find(|(written, ..)| *written == name).map(|(_, code, _)| *code);
        let mut letters = name.chars();
        let letter = || letters.next().filter(|_| letters.next().is_none()).map(KeyCode::Char);
        Ok(Key { code: named.or_else(letter).ok_or_else(wrong)?, control, alt })
    }
}

impl From<KeyEvent> for Key {
    fn from(event: KeyEvent) -> Self {
        let control = event.modifiers.contains(KeyModifiers::CONTROL);
        Key { code: event.code, control, alt: event.modifiers.contains(KeyModifiers::ALT) }
    }
}

impl Key {
    /// The key that types a character.
    pub fn of(c: char) -> Self {
        Key { code: KeyCode::Char(c), control: false, alt: false }
    }

    /// The character it types, where it types one.
    pub fn text(self) -> Option<char> {
        match self.code {
            KeyCode::Char(c) if !self.control && !self.alt => Some(c),
            _ => None,
        }
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let prefix = [(self.alt, "Alt-"), (self.control, "^")];
        prefix.iter().filter(|(held, _)| *held).try_for_each(|(_, written)| f.write_str(written))?;
        match (NAMED.iter().find(|(_, code, _)| *code == self.code), self.code) {
            (Some((.., shown)), _) => f.write_str(shown),
            (None, KeyCode::Char(c)) => write!(f, "{c}"),
            (None, other) => write!(f, "{other}"),
        }
    }
}

/// Keys that are pressed one after the other; mostly one.
type Chord = Vec<Key>;

/// The keys of every context.
#[derive(Debug, Clone)]
pub struct Keymap {
    actions: HashMap<(Context, Chord), Action>,
    lines: Vec<KeyLine>,
}

/// What keys mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lookup {
    /// They do something.
    Action(Action),
    /// They begin keys that do something.
    Begun,
    /// They mean nothing.
    Nothing,
}

impl Default for Keymap {
    fn default() -> Self {
        let actions = bindings().map(|(_, context, key, action)| ((context, vec![key]), action)).collect();
        Keymap { actions, lines: key_table() }
    }
}

impl Keymap {
    /// What a key does in a context.
    pub fn action(&self, context: Context, key: Key) -> Option<Action> {
        match self.lookup(context, &[key]) {
            Lookup::Action(action) => Some(action),
            _ => None,
        }
    }

    /// What keys mean that are pressed one after the other.
    pub fn lookup(&self, context: Context, keys: &[Key]) -> Lookup {
        let path = context.path();
        if let Some(action) = path.iter().find_map(|context| self.actions.get(&(*context, keys.to_vec()))) {
            return Lookup::Action(*action);
        }
        let begun = |(other, chord): &(Context, Chord)| path.contains(other) && chord.starts_with(keys);
        if self.actions.keys().any(begun) { Lookup::Begun } else { Lookup::Nothing }
    }

    /// Every key with what it does.
    pub fn lines(&self) -> &[KeyLine] {
        &self.lines
    }
}

#[expect(clippy::expect_used, reason = "the table is the program's own, and a test parses all of it")]
fn bindings() -> impl Iterator<Item = (&'static str, Context, Key, Action)> {
    TABLE.iter().flat_map(|(title, context, lines)| {
        lines.iter().flat_map(move |(keys, action)| {
            keys.split(' ').map(move |key| {
                (*title, *context, key.parse().expect("the table's keys are parsed by a test"), *action)
            })
        })
    })
}

/// One line of the key table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyLine {
    /// The heading it stands under.
    pub section: &'static str,
    /// Where its keys work.
    pub context: Context,
    /// The keys, as they are shown.
    pub keys: String,
    /// What they do.
    pub action: Action,
}

/// Every key with what it does, in the order in which help, README and manual show them.
pub fn key_table() -> Vec<KeyLine> {
    let line =
        |section, context, &(keys, action): &(&str, Action)| KeyLine { section, context, keys: shown(keys), action };
    TABLE
        .iter()
        .flat_map(|(section, context, lines)| lines.iter().map(move |entry| line(section, *context, entry)))
        .collect()
}

/// Keys as they are shown; runs of digits as a range.
fn shown(keys: &str) -> String {
    let one = |written: &str| -> String {
        let parts = if written == "," { vec![written] } else { written.split(',').collect() };
        parts.into_iter().filter_map(|key| key.parse::<Key>().ok()).map(|key| key.to_string()).collect()
    };
    match keys.split(' ').collect::<Vec<_>>()[..] {
        [first, .., last] if keys.len() > 15 && keys.split(' ').all(|key| key.parse::<u8>().is_ok()) => {
            format!("{first}–{last}")
        }
        ref keys => keys.iter().map(|key| one(key)).collect::<Vec<_>>().join(" "),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn no_key_means_two_things_in_one_context() {
        let mut seen = HashSet::new();
        for (_, context, key, _) in bindings() {
            assert!(seen.insert((context, key)), "{key} twice in {context:?}");
        }
    }

    #[test]
    fn every_action_has_a_key_a_name_of_its_own_and_a_help_line() {
        let bound: HashSet<Action> = bindings().map(|(.., action)| action).collect();
        let names: HashSet<&str> = Action::ALL.iter().map(|action| action.name()).collect();
        assert_eq!(names.len(), Action::ALL.len());
        for action in Action::ALL {
            assert!(bound.contains(action), "{action:?} has no key");
            assert!(!action.help().is_empty());
        }
    }

    #[test]
    fn keys_are_written_and_shown() {
        for (written, shown) in
            [("^d", "^d"), ("M-b", "Alt-b"), ("Down", "↓"), ("^Left", "^←"), ("Space", "Space"), ("^", "^")]
        {
            assert_eq!(written.parse::<Key>().expect("a key").to_string(), shown);
        }
        assert!("Dwn".parse::<Key>().is_err());
    }

    #[test]
    fn while_searching_every_printable_key_is_text() {
        let keymap = Keymap::default();
        for c in (' '..='~').chain(['é', '日']) {
            let key = Key::of(c);
            assert_eq!(keymap.action(Context::Search, key), None, "{c}");
        }
    }

    #[test]
    fn the_table_shows_runs_of_digits_as_a_range() {
        let count = key_table().into_iter().find(|line| line.action == Action::Count).expect("in the table");
        assert_eq!(count.keys, "1–9");
    }
}
