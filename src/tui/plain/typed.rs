//! What a typed line means: a command by its name, a key, a number, or the answer to a question. The names and the keys are those of the
//! screen's one table.

use super::told::{self, Seen};
use crate::tui::action::Action;
use crate::tui::app::{App, Overlay};
use crate::tui::command::{Command, read};
use crate::tui::event::{Event, Notice};
use crate::tui::keymap::{Context, Key, Lookup};
use crate::tui::note_prompt::NotePrompt;
use crate::tui::panes::Focus;

/// What a line means.
pub enum Meant {
    /// This happens.
    Events(Vec<Event>),
    /// Something is to be asked first.
    Asked(&'static Question),
    /// This is to be told.
    Told(Vec<String>),
}

/// What an action needs to know that the screen would ask in a prompt.
pub struct Question {
    action: Action,
    /// How it is asked.
    pub said: &'static str,
}

const QUESTIONS: [Question; 7] = [
    Question { action: Action::Search, said: "search for" },
    Question { action: Action::Tag, said: "tags, a minus takes one away" },
    Question { action: Action::Note, said: "note, ^o for the editor" },
    Question { action: Action::Export, said: "form and folder" },
    Question { action: Action::ExportAll, said: "form and folder for all" },
    Question { action: Action::Pipe, said: "command" },
    Question { action: Action::Command, said: "command line" },
];

impl Question {
    /// What an answer means; none means that nothing is done, but for a search, which it ends.
    pub fn answered(&self, line: &str) -> Meant {
        match (self.action, line) {
            (Action::Search, _) => command(Command::Search(line.to_owned())),
            (_, "") => Meant::Events(Vec::new()),
            (Action::Command, _) => called(line),
            (Action::Note, "^o") => Meant::Events(vec![act(Action::Note, None), act(Action::Editor, None)]),
            (action, _) => called(&format!("{} {line}", action.name())),
        }
    }
}

/// What a line means where the screen is as it is.
pub fn meant(app: &App, line: &str, seen: &Seen) -> Meant {
    if let Some(meant) = in_overlay(app, line) {
        return meant;
    }
    let mut events = Vec::new();
    if app.overlay.is_some() {
        events.push(act(Action::Cancel, None));
    }
    let meant = if line.is_empty() {
        Meant::Events(on(app, seen))
    } else if let Some(query) = line.strip_prefix('/').filter(|query| !query.is_empty()) {
        command(Command::Search(query.to_owned()))
    } else if let Ok(place) = line.parse() {
        Meant::Events(vec![Event::Command(Command::GoTo(place)), act(Action::Read, None)])
    } else if line.starts_with('[') && line.ends_with(']') && line.len() > 2 {
        command(Command::Footnote(line.to_owned()))
    } else if let Some((action, count)) = key(app, Context::List, line) {
        named(app, action, count)
    } else {
        match read(line.trim_start_matches(':')) {
            Ok(Command::Act(action, count)) => named(app, action, count),
            Ok(known) => whole(app, known),
            Err(wrong) => Meant::Events(vec![told_wrong(&wrong)]),
        }
    };
    match meant {
        Meant::Events(more) => {
            events.extend(more);
            Meant::Events(events)
        }
        other => other,
    }
}

/// What a line means to what lies over the list, if anything.
fn in_overlay(app: &App, line: &str) -> Option<Meant> {
    let overlay = app.overlay.as_ref()?;
    let (sign, number) = line.strip_prefix('-').map_or((Action::Narrow, line), |number| (Action::Exclude, number));
    let place = number.parse::<usize>().ok().and_then(|number| number.checked_sub(1));
    let then = match overlay {
        Overlay::Facets(_) => Some(sign),
        Overlay::Links(_) | Overlay::Searches(_) => Some(Action::Confirm),
        Overlay::Xray(_) => None,
        _ => return None,
    };
    if let Some(place) = place {
        let (first, next) = match overlay {
            Overlay::Searches(_) => (None, Action::NextChoice),
            _ => (Some(Action::First), Action::Down),
        };
        let steps = first.into_iter().chain(std::iter::repeat_n(next, place.min(STEPS))).chain(then);
        return Some(Meant::Events(steps.map(|action| act(action, None)).collect()));
    }
    if line.is_empty() && matches!(overlay, Overlay::Xray(_)) {
        return Some(Meant::Events(vec![act(Action::Down, None)]));
    }
    let context = app.context();
    let by_name = || app.keymap.lines().iter().find(|known| known.context == context && known.action.name() == line);
    let action = key(app, context, line).map(|(action, _)| action).or_else(|| by_name().map(|line| line.action))?;
    (!matches!(action, Action::Help | Action::Filter) && !context.types())
        .then(|| Meant::Events(vec![act(action, None)]))
}

/// The most steps down a list.
const STEPS: usize = 10_000;

/// A key as it would be pressed, with a number before it: `3j`, `]`, `^d`.
fn key(app: &App, context: Context, line: &str) -> Option<(Action, Option<usize>)> {
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let (count, rest) = line.split_at(digits);
    let keys = match rest.parse::<Key>() {
        Ok(key) => vec![key],
        Err(_) => rest.chars().map(Key::of).collect(),
    };
    match app.keymap.lookup(context, &keys) {
        Lookup::Action(action) if action != Action::Count && !keys.is_empty() => Some((action, count.parse().ok())),
        _ => None,
    }
}

/// The whole of a page on: the rest of the article, the next rows of the list.
fn on(app: &App, seen: &Seen) -> Vec<Event> {
    match (app.panes.focus, &app.reader) {
        (Focus::Reader, Some(reader)) if reader.at_end() && seen.told_to >= reader.seen().end => {
            vec![act(Action::NextArticle, None)]
        }
        (Focus::Reader, Some(reader)) => vec![act(Action::Down, Some(reader.height()))],
        _ if seen.rows_to >= app.list.total => vec![Event::Told(Notice::new("This is the end of the list."))],
        _ => vec![act(Action::Down, Some(seen.rows_to.saturating_sub(app.list.index)))],
    }
}

/// What an action means that is named without anything more.
fn named(app: &App, action: Action, count: Option<usize>) -> Meant {
    let long_note = || app.subject_row().is_some_and(|row| !NotePrompt::holds(row.marks.note.as_deref().unwrap_or("")));
    let page = || match &app.reader {
        Some(reader) if app.panes.focus == Focus::Reader => reader.height(),
        _ => told::page(app, app.list.index).len(),
    };
    match action {
        Action::Note if long_note() => Meant::Events(vec![act(action, None)]),
        Action::Help => Meant::Told(told::help(app, "")),
        Action::Timeline => Meant::Told(told::timeline(app)),
        Action::HintLinks => Meant::Events(vec![act(Action::ListLinks, None)]),
        // A hit is told where it is read.
        Action::NextHit | Action::PreviousHit if app.panes.focus == Focus::List && !app.bar.text().is_empty() => {
            Meant::Events(vec![act(Action::Read, None)])
        }
        Action::PageDown => Meant::Events(vec![act(Action::Down, Some(page() * count.unwrap_or(1)))]),
        Action::PageUp => Meant::Events(vec![act(Action::Up, Some(page() * count.unwrap_or(1)))]),
        _ => match QUESTIONS.iter().find(|question| question.action == action) {
            Some(question) => Meant::Asked(question),
            None => Meant::Events(vec![act(action, count)]),
        },
    }
}

fn whole(app: &App, known: Command) -> Meant {
    match known {
        Command::Help(words) => Meant::Told(told::help(app, &words)),
        Command::GoTo(place) => Meant::Events(vec![Event::Command(Command::GoTo(place)), act(Action::Read, None)]),
        other => command(other),
    }
}

fn called(line: &str) -> Meant {
    match read(line) {
        Ok(known) => command(known),
        Err(wrong) => Meant::Events(vec![told_wrong(&wrong)]),
    }
}

fn command(known: Command) -> Meant {
    Meant::Events(vec![Event::Command(known)])
}

fn act(action: Action, count: Option<usize>) -> Event {
    Event::Command(Command::Act(action, count))
}

fn told_wrong(wrong: &str) -> Event {
    Event::Told(Notice::new(format!("{wrong}. help tells what can be typed.")))
}
