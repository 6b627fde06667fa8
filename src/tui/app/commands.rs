//! The command line, and the searches that are kept.

use super::{App, Overlay};
use crate::tui::action::Action;
use crate::tui::command::{Command, CommandLine};
use crate::tui::event::{Effect, Notice};
use crate::tui::export_form::Outcome;
use crate::tui::keymap::Context;
use crate::tui::marks::Change;
use crate::tui::pick::Pointed;
use crate::tui::searches::{Picked, SearchList, Searches};

/// What someone is told who has not searched yet; it goes away with the first key, and for good with the first search.
const TIPS: [(Action, &str); 4] = [
    (Action::Search, "searches"),
    (Action::Timeline, "goes by time"),
    (Action::Facets, "by source and tag"),
    (Action::Help, "has every key"),
];

/// Whether an action is done wherever one is.
fn is_everywhere(action: Action) -> bool {
    matches!(action, Action::Quit | Action::Suspend | Action::Redraw)
}

impl App {
    pub(super) fn open_command(&mut self) {
        self.overlay = Some(Overlay::Command(CommandLine::of(self.keymap.lines())));
    }

    pub(super) fn open_searches(&mut self, effects: &mut Vec<Effect>) {
        self.overlay = Some(Overlay::Searches(SearchList::default()));
        effects.push(Effect::ListSearches);
    }

    pub(super) fn on_searches(&mut self, searches: Searches) {
        self.searches = searches;
        if std::mem::take(&mut self.tips) && self.searches == Searches::default() {
            let before = self.notice.take().map(|notice| notice.text + " · ").unwrap_or_default();
            let tips = TIPS.iter().filter_map(|(action, said)| Some(format!("{} {said}", self.key_of(*action)?)));
            self.notice = Some(Notice::new(format!("{before}{}.", tips.collect::<Vec<_>>().join(", "))));
        }
    }

    /// The first key of an action while browsing, as the user has them.
    pub(super) fn key_of(&self, action: Action) -> Option<String> {
        let browsing = [Context::Browse, Context::List];
        let line = self.keymap.lines().iter().find(|line| line.action == action && browsing.contains(&line.context))?;
        line.keys.split(' ').next().map(str::to_owned)
    }

    /// Remembers what is searched for among the last searches.
    pub(super) fn remember_search(&mut self) {
        let query = self.bar.text().trim();
        if !query.is_empty() {
            self.searches.remember(query);
            self.to_remember = Some(query.to_owned());
        }
    }

    pub(super) fn act_in_searches(&mut self, action: Action, effects: &mut Vec<Effect>) {
        let Some(Overlay::Searches(list)) = &mut self.overlay else { return };
        let outcome = list.act(action, &self.searches);
        self.pick_search(outcome, effects);
    }

    fn pick_search(&mut self, outcome: Outcome<Picked>, effects: &mut Vec<Effect>) {
        match outcome {
            Outcome::Open => {}
            Outcome::Closed => self.overlay = None,
            Outcome::Done(Picked::Search(query)) => {
                self.overlay = None;
                self.search_for(&query, effects);
                self.go_to_list();
            }
            Outcome::Done(Picked::Forget(name)) => self.keep_search(&name, None, effects),
        }
    }

    pub(super) fn act_in_command(&mut self, action: Action, effects: &mut Vec<Effect>) {
        let Some(Overlay::Command(line)) = &mut self.overlay else { return };
        let outcome = line.act(action, &self.searches);
        self.take_command(outcome, effects);
    }

    /// The mouse does something to what is picked from.
    pub(super) fn point(&mut self, pointed: Pointed, effects: &mut Vec<Effect>) {
        match &mut self.overlay {
            Some(Overlay::Searches(list)) => {
                let outcome = list.point(pointed, &self.searches);
                self.pick_search(outcome, effects);
            }
            Some(Overlay::Command(line)) => {
                let outcome = line.point(pointed, &self.searches);
                self.take_command(outcome, effects);
            }
            Some(Overlay::Links(list)) => {
                let again = list.point(pointed);
                if again {
                    self.act_in_links(Action::Confirm, effects);
                }
            }
            _ => {}
        }
    }

    fn take_command(&mut self, outcome: Outcome<Command>, effects: &mut Vec<Effect>) {
        match outcome {
            Outcome::Open => {}
            Outcome::Closed => self.overlay = None,
            Outcome::Done(command) => {
                self.overlay = None;
                self.run(command, effects);
            }
        }
    }

    /// A command that came as a line: what lies over the panes takes its actions first.
    pub(super) fn on_command(&mut self, command: Command, effects: &mut Vec<Effect>) {
        self.notice = None;
        match command {
            Command::Act(action, count) if self.overlay.is_some() && !is_everywhere(action) => {
                self.on_action(action, count, effects);
            }
            other => self.run(other, effects),
        }
    }

    fn run(&mut self, command: Command, effects: &mut Vec<Effect>) {
        match command {
            Command::Act(Action::Quit, _) => self.quit(effects),
            Command::Act(Action::Suspend, _) => effects.push(Effect::Suspend),
            Command::Act(Action::Redraw, _) => effects.push(Effect::Redraw),
            Command::Act(action, count) => self.act(action, count, effects),
            Command::GoTo(place) => {
                self.go_to_list();
                self.move_in_list(Action::First, Some(place));
            }
            Command::Save(name) => self.save_search(&name, effects),
            Command::Forget(name) => self.keep_search(&name, None, effects),
            Command::Search(query) => {
                self.search_for(&query, effects);
                self.go_to_list();
            }
            Command::Sort(sort) => {
                self.sort = sort;
                self.sorted(effects);
            }
            Command::Tag(tags) => self.give_tags(tags, effects),
            Command::Note(text) => self.note_down(&text, effects),
            Command::Export(amount, form, folder) => self.export_as(amount, form, folder, effects),
            Command::Pipe(format, command) => self.pipe_to(format, command, effects),
            Command::OpenLink(number) => self.open_link(number, effects),
            Command::Footnote(mark) => self.go_to_footnote(&mark, effects),
            Command::Help(words) => self.look_up(&words),
        }
    }

    fn save_search(&mut self, name: &str, effects: &mut Vec<Effect>) {
        let query = self.bar.text().trim().to_owned();
        if query.is_empty() {
            self.notice = Some(Notice::new("Nothing is searched for that could be kept."));
        } else {
            self.keep_search(name, Some(query), effects);
        }
    }

    /// Keeps a search under a name, or forgets the one of that name; both can be undone.
    fn keep_search(&mut self, name: &str, query: Option<String>, effects: &mut Vec<Effect>) {
        let known = self.searches.kept(name).cloned();
        if known.is_none() && query.is_none() {
            self.notice = Some(Notice::new(format!("No search is kept as {name}.")));
            return;
        }
        let (name, before) = known.map_or((name.to_owned(), None), |(name, query)| (name, Some(query)));
        self.change(vec![Change::Kept(name, [before, query])], effects);
        effects.push(Effect::ListSearches);
    }
}
