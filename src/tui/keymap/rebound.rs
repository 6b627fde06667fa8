//! The keys as the user has them: the table, with the settings' keys in the place of its own.

use super::{Chord, Context, Key, KeyLine, Keymap, shown, table::TABLE};
use crate::config::{Binding, nearest};
use crate::tui::action::Action;
use std::collections::HashMap;
use std::fmt::Write;

/// A line of the settings that binds no key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Misbound {
    /// The line, from 1.
    pub line: usize,
    /// What is wrong with it.
    pub what: String,
}

/// An action with its keys in one context.
struct Entry {
    section: &'static str,
    context: Context,
    action: Action,
    /// The keys as they are written.
    written: String,
    chords: Vec<Chord>,
    /// The line of the settings that gave the keys.
    line: Option<usize>,
}

impl Context {
    /// Its name in the settings.
    pub fn name(self) -> String {
        format!("{self:?}").to_lowercase()
    }
}

impl Keymap {
    /// The table's keys with those of the settings over them. A key that is taken from an action of the table is that action's no more.
    ///
    /// # Errors
    /// Where a line names no context, action or key, takes an action's only key away, or gives one key two meanings.
    pub fn with(bindings: &[Binding]) -> Result<Keymap, Misbound> {
        let mut entries: Vec<Entry> = TABLE
            .iter()
            .flat_map(|(section, context, lines)| {
                lines.iter().map(|(written, action)| Entry {
                    section,
                    context: *context,
                    action: *action,
                    written: (*written).to_owned(),
                    chords: chords(written).unwrap_or_default(),
                    line: None,
                })
            })
            .collect();
        for binding in bindings {
            bind(&mut entries, binding)?;
        }
        settle(&mut entries)?;
        let mut actions = HashMap::new();
        for entry in &entries {
            actions.extend(entry.chords.iter().map(|chord| ((entry.context, chord.clone()), entry.action)));
        }
        let line = |entry: &Entry| KeyLine {
            section: entry.section,
            context: entry.context,
            keys: shown(&entry.written),
            action: entry.action,
        };
        let lines = entries.iter().filter(|entry| !entry.chords.is_empty()).map(line).collect();
        Ok(Keymap { actions, lines })
    }
}

fn bind(entries: &mut [Entry], binding: &Binding) -> Result<(), Misbound> {
    let wrong = |what: String| Misbound { line: binding.line, what };
    let contexts: Vec<String> = entries.iter().map(|entry| entry.context.name()).collect();
    if !contexts.contains(&binding.context) {
        return Err(wrong(nearest("section keys.", &binding.context, contexts.iter().map(String::as_str))));
    }
    let here = |entry: &&mut Entry| entry.context.name() == binding.context;
    let bound = entries.iter_mut().filter(here).find(|entry| entry.action.name() == binding.action);
    let Some(entry) = bound else {
        let names = entries.iter().filter(|entry| entry.context.name() == binding.context);
        return Err(wrong(nearest("action ", &binding.action, names.map(|entry| entry.action.name()))));
    };
    entry.chords = chords(&binding.keys).map_err(wrong)?;
    entry.written.clone_from(&binding.keys);
    entry.line = Some(binding.line);
    Ok(())
}

/// Takes keys of the settings from the table's actions, and refuses what would mean two things.
fn settle(entries: &mut [Entry]) -> Result<(), Misbound> {
    let mut taken: Vec<(Context, Chord, Action, usize)> = Vec::new();
    for entry in entries.iter() {
        if let Some(line) = entry.line {
            taken.extend(entry.chords.iter().map(|chord| (entry.context, chord.clone(), entry.action, line)));
        }
    }
    for (context, chord, action, line) in &taken {
        let wrong = |what: String| Misbound { line: *line, what };
        for entry in entries.iter_mut().filter(|entry| entry.context == *context && entry.action != *action) {
            let (own, other) = (action.name(), entry.action.name());
            let key = written(chord);
            match entry.chords.iter().position(|met| met == chord) {
                Some(_) if entry.line.is_some() => {
                    return Err(wrong(format!("{key} is given to {own} and to {other}")));
                }
                Some(_) if entry.chords.len() == 1 => {
                    return Err(wrong(format!("{key} is the only key of {other}; give {other} another one")));
                }
                Some(place) => {
                    entry.chords.remove(place);
                    let left: Vec<&str> =
                        entry.written.split(' ').filter(|other| parsed(other).as_ref() != Ok(chord)).collect();
                    entry.written = left.join(" ");
                }
                None => {}
            }
        }
    }
    for entry in entries.iter().filter(|entry| entry.line.is_some()) {
        for chord in &entry.chords {
            let begins = |other: &&Entry| {
                other.context == entry.context
                    && other.chords.iter().any(|met| met != chord && (met.starts_with(chord) || chord.starts_with(met)))
            };
            if let Some(other) = entries.iter().find(begins) {
                let what = format!("{} and a key of {} begin alike", written(chord), other.action.name());
                return Err(Misbound { line: entry.line.unwrap_or(0), what });
            }
        }
    }
    Ok(())
}

fn written(chord: &[Key]) -> String {
    chord.iter().map(Key::to_string).collect()
}

fn chords(keys: &str) -> Result<Vec<Chord>, String> {
    keys.split_whitespace().map(parsed).collect()
}

/// Keys pressed one after the other are joined by commas.
fn parsed(written: &str) -> Result<Chord, String> {
    let parts: Vec<&str> = if written == "," { vec![written] } else { written.split(',').collect() };
    parts.into_iter().map(|key| key.parse::<Key>().map_err(|error| error.to_string())).collect()
}

/// Every key as the settings write it, with what it does.
pub fn keys_as_settings() -> String {
    let mut out = String::from(
        "\n# Keys, by where they work. Several keys are parted by blanks; keys that are pressed one after the other are joined by commas, as in\n\
         # \"g,g\". ^x is Ctrl-x, M-x is Alt-x. An action without a key has \"\".\n",
    );
    let mut done: Vec<Context> = Vec::new();
    for (_, context, _) in TABLE {
        if done.contains(context) {
            continue;
        }
        done.push(*context);
        // Writing to a string does not fail.
        let _ = writeln!(out, "\n[keys.{}]", context.name());
        for (keys, action) in TABLE.iter().filter(|(_, other, _)| other == context).flat_map(|(.., lines)| lines.iter())
        {
            let _ = writeln!(out, "# {}\n{} = {:?}", action.help(), action.name(), keys);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::keymap::Lookup;

    fn bound(context: &str, action: &str, keys: &str) -> Result<Keymap, String> {
        let binding = Binding { context: context.into(), action: action.into(), keys: keys.into(), line: 7 };
        Keymap::with(&[binding]).map_err(|wrong| wrong.what)
    }

    fn keys(written: &str) -> Chord {
        parsed(written).expect("keys")
    }

    #[test]
    fn a_key_of_the_settings_takes_the_place_of_the_tables() {
        let keymap = bound("browse", "hide", "X k").expect("binds");
        for (key, action) in
            [("X", Some(Action::Hide)), ("k", Some(Action::Hide)), ("d", None), ("Up", Some(Action::Up))]
        {
            assert_eq!(keymap.action(Context::Browse, keys(key)[0]), action, "{key}");
        }
        assert!(keymap.lines().iter().any(|line| line.action == Action::Hide && line.keys == "X k"));
        assert!(keymap.lines().iter().any(|line| line.action == Action::Up && line.keys == "↑ ^p"));
    }

    #[test]
    fn chords_wait_for_their_last_key() {
        let keymap = bound("browse", "first", "g,g").expect("binds");
        assert_eq!(keymap.lookup(Context::Browse, &keys("g")), Lookup::Begun);
        assert_eq!(keymap.lookup(Context::Browse, &keys("g,g")), Lookup::Action(Action::First));
        assert_eq!(keymap.lookup(Context::Browse, &keys("g,x")), Lookup::Nothing);
    }

    #[test]
    fn what_is_wrong_names_the_nearest() {
        for (context, action, keys, said) in [
            ("browze", "hide", "X", "there is no section keys.browze; did you mean browse?"),
            ("browse", "hid", "X", "there is no action hid; did you mean hide?"),
            ("browse", "hide", "Dwn", "\"Dwn\" names no key"),
            ("browse", "hide", "z", "z is the only key of zen; give zen another one"),
            ("browse", "hide", "m,m", "mm and a key of toggle-read begin alike"),
        ] {
            assert_eq!(bound(context, action, keys).err().as_deref(), Some(said));
        }
        let twice =
            |action: &str| Binding { context: "browse".into(), action: action.into(), keys: "X".into(), line: 9 };
        assert_eq!(Keymap::with(&[twice("hide"), twice("zen")]).err().map(|wrong| wrong.line), Some(9));
    }
}
