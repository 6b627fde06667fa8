//! The timeline: choosing a span of time by keys or by the mouse, and taking it into the query.

use super::App;
use super::asking::News;
use crate::date::PartialDate;
use crate::tui::action::Action;
use crate::tui::desk::Around;
use crate::tui::event::{Effect, Notice};
use crate::tui::terms;
use crate::tui::timeline::Move;
use chrono::{Datelike, NaiveDate};

impl App {
    /// The day of the selected article.
    pub(in crate::tui) fn selected_day(&self) -> Option<NaiveDate> {
        self.list.selected()?.published.map(PartialDate::first_day)
    }

    pub(super) fn begin_timeline(&mut self) {
        self.panes.strip = true;
        let width = usize::from(self.panes.areas(false).strip.width);
        let said = match width {
            0 => Some("The timeline needs a taller terminal."),
            _ if self.timeline.begin(self.selected_day(), width) => None,
            _ => Some("Nothing here has a date."),
        };
        if let Some(said) = said {
            self.panes.strip = false;
            self.notice = Some(Notice::new(said));
        }
    }

    pub(super) fn leave_timeline(&mut self) {
        self.panes.strip = false;
        self.timeline.leave();
    }

    pub(super) fn act_in_timeline(&mut self, action: Action, effects: &mut Vec<Effect>) {
        let wanted = match action {
            Action::Later => Move::By(1),
            Action::Earlier => Move::By(-1),
            Action::Longer => Move::Grow(1),
            Action::Shorter => Move::Grow(-1),
            Action::Help => return self.open_help(),
            Action::First => Move::First,
            Action::Last => Move::Last,
            Action::TakeSpan if self.timeline.count() == 0 => {
                self.leave_timeline();
                self.notice = Some(Notice::new("Nothing that matches is of this time."));
                return;
            }
            Action::TakeSpan => {
                let span = self.timeline.chosen();
                self.leave_timeline();
                return span.into_iter().for_each(|span| self.take_span(&span, effects));
            }
            Action::AllTime => {
                self.leave_timeline();
                let text = terms::at_any_time(self.bar.text());
                return self.search_for(&text, effects);
            }
            _ => return self.leave_timeline(),
        };
        self.timeline.go(wanted, usize::from(self.panes.areas(false).strip.width));
        self.go_to_span(effects);
    }

    /// The list goes along with the span that is being chosen.
    fn go_to_span(&mut self, effects: &mut Vec<Effect>) {
        let Some((first, last)) = self.timeline.days().filter(|_| self.is_by_date()) else { return };
        let day = if self.order().reversed { first } else { last };
        if let Some(day) = PartialDate::day(day.year(), day.month(), day.day()) {
            self.opening.adrift = false;
            self.ask(Around::Day(day), News::Rows, effects);
        }
    }

    pub(super) fn take_span(&mut self, span: &str, effects: &mut Vec<Effect>) {
        let text = terms::at_time(self.bar.text(), span);
        self.search_for(&text, effects);
    }

    /// Searches for another text than the one in the bar.
    pub(super) fn search_for(&mut self, text: &str, effects: &mut Vec<Effect>) {
        if text != self.bar.text() {
            self.remember_search();
            self.bar.set(text);
            self.search(effects);
        }
    }
}
