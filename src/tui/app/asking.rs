//! What is asked of the search desk, and what becomes of its replies. Only what answers the newest question changes anything.

use super::{App, Overlay};
use crate::library::{Hits, Query, Row, Sort, SortBy};
use crate::tui::bar::Outcome;
use crate::tui::desk::{Answer, Around, Question, Reply, Wanted};
use crate::tui::event::{Effect, Notice};
use crate::tui::facets::FACETS;
use crate::tui::panes::Focus;
use crate::tui::reader::Arrival;
use crate::tui::terms::says_when;
use std::sync::Arc;

/// Which question was asked last.
#[derive(Debug, Default)]
pub(super) struct Asking {
    number: u64,
    answered: u64,
    /// The last question for which something is counted; later ones ask for other rows of the same hits.
    counted: u64,
    /// The question that the values of facets were counted for last.
    valued: u64,
    /// The question is another one than before, not just for other rows.
    fresh: bool,
    /// The place that rows were asked for last: not to be asked for again, whatever came.
    place: Option<usize>,
}

/// What is new where something is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum News {
    /// What is searched for, or its order.
    Query,
    /// What the library holds.
    Library,
    /// Nothing but the rows that are seen.
    Rows,
}

impl App {
    /// Whether what is selected is not known yet: keys that act on it would meet the wrong article, or the wrong value in the facets panel.
    pub(super) fn waits(&self) -> bool {
        if let Some(Overlay::Facets(_)) = &self.overlay {
            return self.asking.valued < self.asking.counted;
        }
        self.asking.waiting() && (self.asking.fresh || self.list.selected().is_none())
    }

    /// Whether nothing that was asked is still to be answered.
    pub(super) fn settled(&self) -> bool {
        !self.asking.waiting()
    }

    /// Asks for what the bar says, from the beginning.
    pub(super) fn search(&mut self, effects: &mut Vec<Effect>) {
        self.query = Query::parse(self.bar.text());
        self.ask(Around::Article(self.list.wanted), News::Query, effects);
    }

    pub(super) fn ask(&mut self, around: Around, news: News, effects: &mut Vec<Effect>) {
        // A new question that still waits for its answer stays new when other rows are asked for meanwhile.
        let fresh = news == News::Query;
        let still_fresh = self.asking.waiting() && self.asking.fresh;
        self.asking.fresh = fresh || still_fresh;
        self.asking.place = if let Around::Place(place) = around { Some(place) } else { None };
        self.asking.number += 1;
        let number = self.asking.number;
        let counts = (news != News::Rows).then(|| {
            self.asking.counted = number;
            let zoomed = says_when(self.bar.text());
            Wanted { rows_first: fresh.then(|| self.most_seen()), zoomed, facets: self.wanted_facets() }
        });
        effects.push(Effect::Ask(Question { number, query: self.query.clone(), sort: self.sort, around, counts }));
    }

    /// How many rows of the list are seen at the most.
    fn most_seen(&self) -> usize {
        let areas = self.panes.areas(self.searching);
        self.list.most_seen(usize::from(areas.list.height.max(areas.page.height)))
    }

    pub(super) fn on_reply(&mut self, number: u64, reply: Reply) {
        match reply {
            Reply::First(rows) if number == self.asking.number => self.on_first(rows),
            Reply::Answer(answer) if number == self.asking.number => self.on_answer(answer),
            Reply::Timeline(tally) if number >= self.asking.counted => {
                self.values.take_days(Arc::clone(&tally.library));
                self.timeline.take(tally);
            }
            Reply::Facet(facet, values) if number >= self.asking.counted => {
                self.values.take(facet, values);
                if FACETS.last().is_some_and(|(last, _)| *last == facet) {
                    self.asking.valued = number;
                }
            }
            _ => {}
        }
    }

    /// Shows the rows that are known already. Keys that act on them wait until all is known.
    fn on_first(&mut self, rows: Vec<Row>) {
        let anchor = self.list.wanted.and_then(|id| rows.iter().position(|row| row.id == id));
        self.list.begin(Hits { total: rows.len(), rows, anchor, ..Hits::default() });
        self.mark_hits();
    }

    fn on_answer(&mut self, answer: Answer) {
        self.asking.answered = self.asking.number;
        let hits = match answer.hits {
            Ok(hits) => hits,
            Err(error) => {
                self.fail(Notice::failed(format!("Search failed: {error}")));
                return;
            }
        };
        let fresh = self.asking.fresh;
        let sort = self.order();
        let took = if fresh { answer.took } else { self.outcome.took };
        self.outcome = Outcome { total: hits.total, of: answer.of, near: hits.near, sort, took };
        let shown = self.list.selected().map(|row| row.id);
        self.list.take(hits, sort, fresh);
        match answer.around {
            Around::Day(_) | Around::Group(..) => self.list.select_first_seen(answer.place.unwrap_or(0)),
            Around::Place(_) => self.list.select(self.list.index),
            Around::Article(_) => {}
        }
        if fresh {
            self.chosen.search_anew();
            self.mark_hits();
        }
        let lost = shown.is_some() && self.list.selected().map(|row| row.id) != shown;
        self.opening.adrift =
            !fresh && lost && self.panes.focus == Focus::Reader && matches!(answer.around, Around::Article(_));
    }

    /// Something failed: what was still to be counted is not waited for.
    pub(super) fn fail(&mut self, notice: Notice) {
        self.asking.valued = self.asking.number;
        self.notice = Some(notice);
    }

    /// Marks what is searched for now, where that is something new.
    fn mark_hits(&mut self) {
        if self.marked == self.query {
            return;
        }
        self.marked.clone_from(&self.query);
        self.marker = self.query.marker();
        if let Some(reader) = self.reader.as_mut().filter(|_| self.list.total > 0) {
            reader.mark(&self.marker, Arrival::Place);
        }
        self.come_back();
    }

    /// The order of the list: the one that the query names, or the one that was chosen.
    pub(super) fn order(&self) -> Sort {
        self.query.sort().unwrap_or(self.sort)
    }

    /// Whether the list stands in the order of dates.
    pub(super) fn is_by_date(&self) -> bool {
        self.order().by == SortBy::Date
    }

    /// Asks for the rows around the selection where they run out.
    pub(super) fn ask_for_rows(&mut self, effects: &mut Vec<Effect>) {
        let asked = effects.iter().any(|effect| matches!(effect, Effect::Ask(_)));
        // An answer under way brings them: a new question's, or others while the selected row is at hand.
        let comes = self.asking.waiting() && (self.asking.fresh || self.list.selected().is_some());
        if self.list.lacks() && !asked && !comes && self.asking.place != Some(self.list.index) {
            self.ask(Around::Place(self.list.index), News::Rows, effects);
        }
    }
}

impl Asking {
    fn waiting(&self) -> bool {
        self.answered != self.number
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::{Article, Headline};
    use crate::tui::app::Options;
    use crate::tui::event::Event;
    use crate::tui::keymap::Key;
    use crate::tui::list::tests::row;
    use ratatui::layout::Size;
    use std::time::Duration;

    /// A screen on an empty library, which has its first answer; the next question has the number 2.
    fn app() -> App {
        let (mut app, _) = App::new(Options::default(), Size { width: 120, height: 36 });
        all(&mut app, 1, 0);
        app
    }

    fn press(app: &mut App, keys: &[&str]) {
        for key in keys {
            app.update(Event::Key(key.parse::<Key>().expect("a key")));
        }
    }

    fn rows(count: usize) -> Vec<Row> {
        (0..count).map(|number| row(number, "2019-01-02")).collect()
    }

    fn first(app: &mut App, number: u64, count: usize) {
        app.update(Event::Reply(number, Reply::First(rows(count))));
    }

    fn all(app: &mut App, number: u64, count: usize) -> Vec<Effect> {
        let hits = Hits { rows: rows(count), total: count, ..Hits::default() };
        let around = Around::Article(None);
        let answer = Answer { around, hits: Ok(hits), place: None, of: 99, took: Duration::ZERO };
        app.update(Event::Reply(number, Reply::Answer(answer)))
    }

    #[test]
    fn what_answers_an_older_question_changes_nothing() {
        let mut app = app();
        press(&mut app, &["/", "a"]);
        first(&mut app, 1, 3);
        all(&mut app, 1, 3);
        assert_eq!((app.list.total, app.outcome.total), (0, 0));
        all(&mut app, 2, 5);
        assert_eq!((app.list.total, app.outcome.total), (5, 5));
        first(&mut app, 1, 3);
        assert_eq!(app.list.total, 5);
    }

    #[test]
    fn a_selection_moved_on_the_first_rows_stays_where_it_is() {
        let mut app = app();
        press(&mut app, &["/", "a"]);
        first(&mut app, 2, 4);
        assert_eq!(app.list.total, 4);
        press(&mut app, &["Down", "Down"]);
        all(&mut app, 2, 60);
        assert_eq!((app.list.total, app.list.index), (60, 2));
    }

    #[test]
    fn an_article_that_another_process_changes_is_read_as_it_is_now() {
        let mut app = app();
        press(&mut app, &["/", "a"]);
        all(&mut app, 2, 3);
        let id = app.list.selected().expect("a row").id;
        let loaded = |headline: &str| {
            let headline = Headline { text: headline.to_owned(), derived: false };
            Event::Loaded(id, Some(Box::new(Article { headline, ..Article::default() })), 0)
        };
        let shown = |app: &App| app.reader.as_ref().map(|reader| reader.article.headline.text.clone());
        app.update(loaded("The ferry"));
        assert!(app.update(Event::LibraryChanged).contains(&Effect::Load(id)));
        app.update(loaded("The ferry sails"));
        assert_eq!(shown(&app).as_deref(), Some("The ferry sails"));
    }

    #[test]
    fn keys_that_act_on_rows_wait_until_all_is_known() {
        let mut app = app();
        press(&mut app, &["/", "a", "Enter"]);
        first(&mut app, 2, 4);
        press(&mut app, &["G"]);
        assert_eq!((app.list.index, app.release()), (0, None));
        all(&mut app, 2, 60);
        assert_eq!(app.release(), Some(Key::of('G')));
    }

    #[test]
    fn a_search_that_fails_is_said_and_the_list_stays() {
        let mut app = app();
        press(&mut app, &["/", "a"]);
        all(&mut app, 2, 5);
        press(&mut app, &["b"]);
        let hits = Err("a fault".to_owned());
        let around = Around::Article(None);
        let answer = Answer { around, hits, place: None, of: 0, took: Duration::ZERO };
        app.update(Event::Reply(3, Reply::Answer(answer)));
        assert_eq!(app.list.total, 5);
        assert!(app.notice.as_ref().is_some_and(|notice| notice.failed && notice.text.contains("a fault")));
        assert!(!app.waits());
    }
}
