//! State and outside world together: an event goes in, everything it leads to is done before the next one is taken.

use super::app::App;
use super::event::{Effect, Event};
use super::outside::Outside;
use std::collections::VecDeque;

/// The screen without its terminal.
pub struct Stage {
    pub(super) app: App,
    pub(super) outside: Outside,
}

impl Stage {
    /// Does what the screen wants at its beginning.
    pub fn begin(&mut self, effects: Vec<Effect>) {
        let mut events: VecDeque<Event> = effects.into_iter().flat_map(|effect| self.outside.perform(effect)).collect();
        while let Some(event) = events.pop_front() {
            self.step(event);
        }
    }

    /// Takes an event to its end; gives back what only the loop can do.
    pub fn step(&mut self, event: Event) -> Vec<Effect> {
        let effects = self.app.update(event);
        self.follow(effects)
    }

    /// Does what an event led to, and all that follows; gives back what only the loop can do.
    pub fn follow(&mut self, mut effects: Vec<Effect>) -> Vec<Effect> {
        let mut left = Vec::new();
        let mut events = VecDeque::new();
        loop {
            for effect in effects {
                match effect {
                    Effect::Edit(..) | Effect::Pipe(_) | Effect::Suspend | Effect::Redraw | Effect::Quit => {
                        left.push(effect);
                    }
                    other => events.extend(self.outside.perform(other)),
                }
            }
            let Some(event) = events.pop_front().or_else(|| self.app.release().map(Event::Key)) else { return left };
            effects = self.app.update(event);
        }
    }
}
