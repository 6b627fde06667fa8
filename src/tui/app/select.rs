//! Selecting articles of the list to act on together.

use super::App;
use crate::tui::action::Action;
use crate::tui::chosen::Which;
use crate::tui::event::Effect;
use crate::tui::panes::Focus;
use std::collections::BTreeSet;

impl App {
    pub(super) fn select(&mut self, action: Action, effects: &mut Vec<Effect>) {
        let here = self.list.index;
        match action {
            Action::Select => {
                if let Some(id) = self.list.selected().map(|row| row.id) {
                    self.chosen.toggle(id);
                    self.list.step(1);
                }
            }
            Action::SelectAll => self.chosen.toggle_all(),
            _ => {
                if !self.chosen.begin_stretch(here) {
                    let which = self.chosen.which(&self.query, self.sort, here);
                    effects.push(Effect::Gather(Which { all: false, ids: BTreeSet::new(), ..which }));
                }
            }
        }
    }

    /// What keys act on, where something is selected and the list has the keys.
    pub(super) fn selection(&self) -> Option<Which> {
        let selected = self.panes.focus == Focus::List && !self.chosen.is_empty();
        selected.then(|| self.chosen.which(&self.query, self.sort, self.list.index))
    }

    /// How many articles are selected.
    pub(in crate::tui) fn selected_count(&self) -> usize {
        self.chosen.count(self.list.total, self.list.index, |place| self.list.row(place).map(|row| row.id))
    }
}
