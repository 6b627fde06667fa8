//! Narrowing the search: the facets panel, and the completion of what is typed into the search bar.

use super::asking::News;
use super::{App, Overlay};
use crate::library::Facet;
use crate::tui::action::Action;
use crate::tui::completion::{Completion, dates, offered, typed};
use crate::tui::desk::Around;
use crate::tui::event::{Effect, Notice};
use crate::tui::facets::{FACETS, FacetPanel, Narrowing};
use ratatui::layout::{Position, Rect};

impl App {
    pub(super) fn open_facets(&mut self, effects: &mut Vec<Effect>) {
        self.overlay = Some(Overlay::Facets(FacetPanel::default()));
        self.count_again(effects);
    }

    /// Asks for what is counted, of the same hits.
    fn count_again(&mut self, effects: &mut Vec<Effect>) {
        let here = Around::Article(self.list.selected().map(|row| row.id));
        self.ask(here, News::Library, effects);
    }

    /// What is to be counted now besides the hits.
    pub(super) fn wanted_facets(&self) -> Vec<Facet> {
        match &self.overlay {
            Some(Overlay::Facets(_)) => FACETS.iter().map(|(facet, _)| *facet).collect(),
            None if self.searching => {
                self.bar.before_cursor().and_then(typed).map(|typed| typed.facet).into_iter().collect()
            }
            _ => Vec::new(),
        }
    }

    pub(super) fn act_in_facets(&mut self, action: Action, effects: &mut Vec<Effect>) {
        if action == Action::Help {
            return self.open_help();
        }
        let height = usize::from(self.facets_area().height);
        let Some(Overlay::Facets(panel)) = &mut self.overlay else { return };
        let narrowing = panel.act(action, self.bar.text(), &self.values, height);
        self.narrow(narrowing, effects);
    }

    /// The mouse is pressed in the panel.
    pub(super) fn click_in_facets(&mut self, at: Position, effects: &mut Vec<Effect>) {
        let area = self.facets_area();
        let Some(Overlay::Facets(panel)) = &mut self.overlay else { return };
        if area.contains(at) {
            let at = (usize::from(at.x - area.x), usize::from(at.y - area.y));
            let narrowing = panel.click(at, usize::from(area.width), self.bar.text(), &self.values);
            self.narrow(narrowing, effects);
        }
    }

    fn narrow(&mut self, narrowing: Narrowing, effects: &mut Vec<Effect>) {
        match narrowing {
            Narrowing::Open => {}
            Narrowing::Closed => self.overlay = None,
            Narrowing::Search(text) => self.search_for(&text, effects),
            Narrowing::Nameless => self.notice = Some(Notice::new("No search can name this.")),
        }
    }

    /// Where the panel stands: beside the list, or alone.
    pub(in crate::tui) fn facets_area(&self) -> Rect {
        self.panes.areas(true).beside_list()
    }

    /// Completes the word at the cursor, or goes on to the next possibility.
    pub(super) fn complete(&mut self, forward: bool, effects: &mut Vec<Effect>) {
        if self.bar.complete(forward, |text, cursor| Completion::of(text, cursor, &self.values)) {
            self.search(effects);
        } else {
            self.notice = Some(Notice::new("Nothing to complete here."));
        }
    }

    /// What the value of a field being typed may be: the left of the status line.
    pub(in crate::tui) fn offered(&self) -> Option<String> {
        if let Some((choices, chosen)) = self.bar.choices() {
            let said = choices.iter().enumerate().map(|(place, choice)| {
                let choice = choice.trim_end();
                if place == chosen { format!("[{choice}]") } else { choice.to_owned() }
            });
            return Some(said.skip(chosen.saturating_sub(1)).collect::<Vec<_>>().join(" · "));
        }
        let before = self.bar.before_cursor()?;
        let told = |(value, count): &(String, usize)| format!("{value} {count}");
        let said: Vec<String> = match typed(before) {
            Some(typed) => offered(&typed, &self.values).into_iter().map(told).collect(),
            None => dates(before, &self.values)?.1.iter().map(told).collect(),
        };
        (!said.is_empty()).then(|| said.join(" · "))
    }
}
