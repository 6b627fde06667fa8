//! What actions do while browsing: moving, arranging, searching, acting on the article.

use super::asking::News;
use super::{App, Overlay};
use crate::library::SortBy;
use crate::tui::action::Action;
use crate::tui::chosen::Chosen;
use crate::tui::event::{Effect, Notice};
use crate::tui::help::Help;
use crate::tui::panes::Focus;
use crate::tui::reader::Arrival;

impl App {
    pub(super) fn act(&mut self, action: Action, count: Option<usize>, effects: &mut Vec<Effect>) {
        match action {
            Action::NextArticle => self.step(1, count),
            Action::PreviousArticle => self.step(-1, count),
            Action::NextGroup | Action::PreviousGroup => self.go_to_group(action == Action::NextGroup, effects),
            Action::NextHeading | Action::PreviousHeading => self.go_to_heading(action == Action::NextHeading),
            Action::JumpBack => self.jump_back(),
            Action::Read => self.read(effects),
            Action::Back => self.back(effects),
            Action::Leave => self.leave(effects),
            Action::Zen => self.zen(effects),
            Action::Wider => self.panes.widen(4),
            Action::Narrower => self.panes.widen(-4),
            Action::UsualMeasure => self.panes.measure = crate::tui::panes::MEASURE,
            Action::ListNarrower => self.panes.widen_list(-2),
            Action::ListWider => self.panes.widen_list(2),
            Action::Search => self.begin_search(),
            Action::Select | Action::SelectRange | Action::SelectAll => self.select(action, effects),
            Action::Command => self.open_command(),
            Action::Searches => self.open_searches(effects),
            Action::Facets => self.open_facets(effects),
            Action::Timeline => self.begin_timeline(),
            Action::NextHit => self.go_to_hit(true),
            Action::PreviousHit => self.go_to_hit(false),
            Action::SortBy => self.sort_by(effects),
            Action::Reverse => self.reverse(effects),
            Action::OpenUrl => self.open_url(effects),
            Action::HintLinks => self.hint_links(effects),
            Action::ListLinks => self.list_links(),
            Action::CodeLeft | Action::CodeRight => self.shift_code(action == Action::CodeRight),
            Action::CopyUrl => self.copy_url(effects),
            Action::CopyText => self.copy_text(effects),
            Action::Export if self.selection().is_none() => self.export_one(),
            Action::Export | Action::ExportAll => self.export_all(),
            Action::ToggleRead => self.toggle_read(effects),
            Action::ToggleStar => self.toggle_star(effects),
            Action::Tag => self.tag(effects),
            Action::Pipe => self.pipe(),
            Action::Note => self.note(effects),
            Action::Hide => self.hide(effects),
            Action::Undo => self.undo(effects),
            Action::Xray => self.open_xray(effects),
            Action::Original => self.toggle_original(effects),
            Action::Help => self.open_help(),
            motion if self.panes.focus == Focus::List => self.move_in_list(motion, count),
            motion => self.move_in_reader(motion, count),
        }
    }

    pub(super) fn move_in_list(&mut self, motion: Action, count: Option<usize>) {
        let areas = self.panes.areas(self.searching);
        let (width, height) = (usize::from(areas.list.width), usize::from(areas.list.height));
        let seen = self.list.last_seen(width, height).saturating_sub(self.list.top) + 1;
        let times = count.unwrap_or(1);
        let by = |step: usize| isize::try_from(step.saturating_mul(times)).unwrap_or(isize::MAX);
        self.opening.adrift = false;
        match motion {
            Action::Down => self.list.step(by(1)),
            Action::Up => self.list.step(-by(1)),
            Action::HalfDown => self.list.step(by(seen.div_ceil(2))),
            Action::HalfUp => self.list.step(-by(seen.div_ceil(2))),
            Action::PageDown => self.list.step(by(seen)),
            Action::PageUp => self.list.step(-by(seen)),
            Action::First => self.list.select(count.unwrap_or(1).saturating_sub(1)),
            Action::Last => self.list.select(count.map_or(usize::MAX, |place| place.saturating_sub(1))),
            _ => {}
        }
    }

    fn move_in_reader(&mut self, motion: Action, count: Option<usize>) {
        let Some(reader) = &mut self.reader else { return };
        let times = count.unwrap_or(1);
        let height = reader.height();
        let by = |step: usize| isize::try_from(step.max(1).saturating_mul(times)).unwrap_or(isize::MAX);
        match motion {
            Action::Down => reader.scroll(by(1)),
            Action::Up => reader.scroll(-by(1)),
            Action::HalfDown => reader.scroll(by(height / 2)),
            Action::HalfUp => reader.scroll(-by(height / 2)),
            // Two lines of the page before stay, to read on from.
            Action::PageDown => reader.scroll(by(height.saturating_sub(2))),
            Action::PageUp => reader.scroll(-by(height.saturating_sub(2))),
            Action::First | Action::Last => {
                reader.remember_place();
                if motion == Action::First { reader.go_to_start() } else { reader.go_to_end() }
            }
            _ => {}
        }
    }

    /// The next article, or the one before; where the reader's own is gone from the list, the one that took its place.
    fn step(&mut self, direction: isize, count: Option<usize>) {
        let times = isize::try_from(count.unwrap_or(1)).unwrap_or(isize::MAX);
        let adrift = isize::from(std::mem::take(&mut self.opening.adrift) && direction > 0);
        let before = self.list.index;
        self.list.step(direction.saturating_mul(times) - adrift);
        if self.list.index == before && adrift == 0 {
            self.notice = Some(Notice::new(if direction > 0 {
                "This is the last article."
            } else {
                "This is the first article."
            }));
        }
    }

    fn go_to_group(&mut self, forward: bool, effects: &mut Vec<Effect>) {
        self.opening.adrift = false;
        if self.order().by == SortBy::Score {
            self.notice = Some(Notice::new("By relevance there are no groups; s sorts in another order."));
            return;
        }
        match self.list.group(forward) {
            Ok(place) => self.list.select_first_seen(place),
            Err(around) => self.ask(around, News::Rows, effects),
        }
    }

    fn go_to_heading(&mut self, forward: bool) {
        if self.reader.as_mut().is_some_and(|reader| !reader.step_heading(forward)) {
            self.notice = Some(Notice::new(if forward { "No more headings." } else { "No heading before this." }));
        }
    }

    fn shift_code(&mut self, right: bool) {
        if self.reader.as_mut().is_some_and(|reader| !reader.shift_code(if right { 8 } else { -8 })) {
            self.notice = Some(Notice::new("No code goes beyond the edge here."));
        }
    }

    /// Opens the help, with what works here first; what lies open stays so under it.
    pub(super) fn open_help(&mut self) {
        let help = Help::of(self.keymap.lines(), self.context());
        self.under_help = self.overlay.replace(Overlay::Help(help));
    }

    /// Opens the help at what has to do with some words.
    pub(super) fn look_up(&mut self, words: &str) {
        self.open_help();
        if let Some(Overlay::Help(help)) = &mut self.overlay {
            words.chars().for_each(|c| help.type_in(c));
        }
    }

    pub(super) fn read(&mut self, effects: &mut Vec<Effect>) {
        if self.reader.is_some() {
            self.panes.focus = Focus::Reader;
            self.mark_read(effects);
        }
    }

    pub(super) fn go_to_list(&mut self) {
        self.panes.focus = Focus::List;
        self.panes.zen = false;
        self.opening.adrift = false;
    }

    fn back(&mut self, effects: &mut Vec<Effect>) {
        if self.panes.focus == Focus::Reader {
            self.go_to_list();
        } else if !self.chosen.is_empty() {
            self.chosen = Chosen::default();
        } else if !self.bar.text().is_empty() {
            self.remember_search();
            self.bar.set("");
            self.search(effects);
        }
    }

    fn leave(&mut self, effects: &mut Vec<Effect>) {
        if self.panes.focus == Focus::Reader || !self.bar.text().is_empty() || !self.chosen.is_empty() {
            self.back(effects);
        } else {
            self.quit(effects);
        }
    }

    fn zen(&mut self, effects: &mut Vec<Effect>) {
        if self.reader.is_some() {
            self.panes.zen = !self.panes.zen;
            self.read(effects);
        }
    }

    fn go_to_hit(&mut self, forward: bool) {
        if self.query.is_empty() {
            self.notice = Some(Notice::new("Nothing is searched for; / searches."));
            return;
        }
        if self.reader.as_mut().is_some_and(|reader| reader.step_hit(forward)) {
            return;
        }
        let end = if forward { self.list.index + 1 >= self.list.total } else { self.list.index == 0 };
        if end {
            self.notice = Some(Notice::new(if forward { "No more hits." } else { "No hits before this." }));
            return;
        }
        self.opening.arrival = if forward { Arrival::FirstHit } else { Arrival::LastHit };
        self.step(if forward { 1 } else { -1 }, None);
    }

    pub(super) fn begin_search(&mut self) {
        if !std::mem::replace(&mut self.searching, true) && self.bar.choose() {
            self.notice = Some(Notice::new("What is typed takes its place; Space adds to it."));
        }
        if self.query.is_empty() {
            self.came_from = self.reader.as_ref().map(|reader| (reader.id, reader.place()));
        }
    }

    fn sort_by(&mut self, effects: &mut Vec<Effect>) {
        use crate::library::SortBy::{Date, Headline, Publisher, Score};
        const ORDER: [crate::library::SortBy; 4] = [Date, Score, Headline, Publisher];
        let here = ORDER.iter().position(|by| *by == self.sort.by).unwrap_or(0);
        self.sort.by = ORDER[(here + 1) % ORDER.len()];
        self.sort.reversed = false;
        self.sorted(effects);
    }

    fn reverse(&mut self, effects: &mut Vec<Effect>) {
        self.sort.reversed = !self.sort.reversed;
        self.sorted(effects);
    }

    pub(super) fn sorted(&mut self, effects: &mut Vec<Effect>) {
        if self.query.sort().is_some() {
            self.notice = Some(Notice::new("The search names its own order with sort:"));
        }
        self.search(effects);
    }
}
