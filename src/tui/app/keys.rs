//! Keys and pasted text: to the overlay, to the search bar or to the panes.

use super::{App, Overlay};
use crate::text::sanitise_line;
use crate::tui::action::Action;
use crate::tui::event::{Effect, Notice};
use crate::tui::export_form::Outcome;
use crate::tui::keymap::{Context, Key, Lookup};
use tui_input::InputRequest;

/// A number before a motion stays below this; more is a cat on the keyboard.
const COUNT_AT_MOST: usize = 9_999_999;

impl App {
    pub(super) fn on_key(&mut self, key: Key, effects: &mut Vec<Effect>) {
        self.notice = None;
        let context = self.context();
        let mut action = self.keymap.action(context, key);
        let mut pressed = vec![key];
        if !self.chord.is_empty() || self.keymap.lookup(context, &[key]) == Lookup::Begun {
            self.chord.push(key);
            action = match self.keymap.lookup(context, &self.chord) {
                Lookup::Begun => return,
                Lookup::Action(action) => Some(action),
                Lookup::Nothing => None,
            };
            pressed = std::mem::take(&mut self.chord);
        }
        if context.path().contains(&Context::Browse) && self.count.is_some() && key.text() == Some('0') {
            action = Some(Action::Count);
        }
        let at_once = matches!(action, Some(Action::Quit | Action::Suspend | Action::Redraw));
        let on_rows = context.path().contains(&Context::Browse);
        let on_values = context == Context::Facets && action != Some(Action::Cancel);
        if (on_rows || on_values) && !at_once && self.waits() {
            self.held.push_back(key);
            return;
        }
        match action {
            Some(Action::Count) if context == Context::Links => {
                let digit = key.text().and_then(|c| c.to_digit(10));
                if let (Some(Overlay::Links(list)), Some(digit)) = (&mut self.overlay, digit) {
                    list.push_digit(digit as usize);
                }
            }
            Some(Action::Count) => self.push_digit(key),
            Some(Action::Quit) => self.quit(effects),
            Some(Action::Suspend) => effects.push(Effect::Suspend),
            Some(Action::Redraw) => effects.push(Effect::Redraw),
            Some(action) => {
                let count = self.count.take();
                self.on_action(action, count, effects);
            }
            None => {
                self.count = None;
                match key.text() {
                    Some(c) if context.types() => self.type_in(c, effects),
                    _ => self.say_unbound(&pressed),
                }
            }
        }
    }

    pub(super) fn on_paste(&mut self, text: &str, effects: &mut Vec<Effect>) {
        if !self.context().types() {
            self.notice = Some(Notice::new("Press / first to search for what is pasted."));
            return;
        }
        for c in sanitise_line(text).trim_end().chars() {
            self.type_in(c, effects);
        }
        // One search for the whole of it.
        let last = effects.iter().rposition(|effect| matches!(effect, Effect::Ask(_)));
        let mut place = 0;
        effects.retain(|effect| {
            place += 1;
            !matches!(effect, Effect::Ask(_)) || Some(place - 1) == last
        });
    }

    /// Keys that mean nothing are said to, and where to find those that do.
    fn say_unbound(&mut self, pressed: &[Key]) {
        let keys: String = pressed.iter().map(ToString::to_string).collect();
        let help = self.key_of(Action::Help).map(|help| format!("; {help} has every key")).unwrap_or_default();
        self.notice = Some(Notice::new(format!("{keys} does nothing here{help}.")));
    }

    fn push_digit(&mut self, key: Key) {
        if let Some(digit) = key.text().and_then(|c| c.to_digit(10)) {
            let count = self.count.unwrap_or(0) * 10 + digit as usize;
            self.count = Some(count.min(COUNT_AT_MOST));
        }
    }

    pub(super) fn on_action(&mut self, action: Action, count: Option<usize>, effects: &mut Vec<Effect>) {
        let help_size = self.help_size();
        match &mut self.overlay {
            Some(Overlay::Help(help)) => {
                if !help.act(action, help_size) {
                    self.overlay = self.under_help.take();
                }
            }
            Some(Overlay::Export(form)) => match form.act(action) {
                Outcome::Open => {}
                Outcome::Closed => self.overlay = None,
                Outcome::Done(order) => {
                    self.overlay = None;
                    self.manner.clone_from(&order.manner);
                    effects.push(Effect::Export(order));
                }
            },
            Some(Overlay::Tag(prompt)) => match prompt.act(action) {
                Outcome::Open => {}
                Outcome::Closed => self.overlay = None,
                Outcome::Done(tags) => {
                    self.overlay = None;
                    self.give_tags(tags, effects);
                }
            },
            Some(Overlay::Facets(_)) => self.act_in_facets(action, effects),
            Some(Overlay::Command(_)) => self.act_in_command(action, effects),
            Some(Overlay::Searches(_)) => self.act_in_searches(action, effects),
            Some(Overlay::Pipe(prompt)) => match prompt.act(action) {
                Outcome::Open => {}
                Outcome::Closed => self.overlay = None,
                Outcome::Done(pipe) => {
                    self.overlay = None;
                    self.piped = (pipe.format, pipe.command.clone());
                    effects.push(Effect::Pipe(pipe));
                }
            },
            Some(Overlay::Note(prompt)) => match prompt.act(action) {
                Outcome::Open => {}
                Outcome::Closed => self.overlay = None,
                Outcome::Done(wish) => {
                    let id = prompt.id;
                    self.overlay = None;
                    self.grant(id, wish, effects);
                }
            },
            Some(Overlay::Hints(_)) => {
                self.overlay.take_if(|_| action == Action::Cancel);
            }
            Some(Overlay::Links(_)) => self.act_in_links(action, effects),
            Some(Overlay::Xray(_)) => self.act_in_xray(action, effects),
            None if self.searching => self.act_in_bar(action, effects),
            None if self.timeline.focused() => self.act_in_timeline(action, effects),
            None => self.act(action, count, effects),
        }
    }

    fn type_in(&mut self, c: char, effects: &mut Vec<Effect>) {
        match &mut self.overlay {
            Some(Overlay::Help(help)) => help.type_in(c),
            Some(Overlay::Export(form)) => form.type_in(c),
            Some(Overlay::Tag(prompt)) => prompt.type_in(c),
            Some(Overlay::Command(line)) => line.type_in(c),
            Some(Overlay::Searches(list)) => list.type_in(c),
            Some(Overlay::Note(prompt)) => prompt.type_in(c),
            Some(Overlay::Pipe(prompt)) => prompt.type_in(c),
            Some(Overlay::Hints(_)) => self.follow_hint(c, effects),
            Some(Overlay::Facets(panel)) => panel.type_in(c, &self.values),
            Some(Overlay::Links(_) | Overlay::Xray(_)) => {}
            None => {
                self.bar.edit(InputRequest::InsertChar(c));
                self.search(effects);
            }
        }
    }

    fn act_in_bar(&mut self, action: Action, effects: &mut Vec<Effect>) {
        match action {
            Action::KeepSearch => {
                self.remember_search();
                self.searching = false;
                self.go_to_list();
            }
            Action::LeaveSearch if self.bar.text().is_empty() => self.searching = false,
            Action::LeaveSearch => {
                self.remember_search();
                self.bar.set("");
                self.search(effects);
            }
            Action::RecallSearch => {
                if self.bar.recall(&self.searches.last) {
                    self.search(effects);
                } else {
                    self.notice = Some(Notice::new("No earlier search."));
                }
            }
            Action::Complete | Action::CompleteBack => self.complete(action == Action::Complete, effects),
            Action::Down | Action::Up | Action::PageDown | Action::PageUp => self.move_in_list(action, None),
            other => {
                if other.edit().is_some_and(|request| self.bar.edit(request)) {
                    self.search(effects);
                }
            }
        }
    }
}
