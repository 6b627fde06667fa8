//! The articles that are selected to be acted on together: one by one, a stretch of the list, or all that match.

use crate::article::ArticleId;
use crate::library::{LibraryError, Query, Searcher, Sort};
use std::collections::BTreeSet;
use std::ops::Range;

/// What is selected in the list.
#[derive(Debug, Default)]
pub struct Chosen {
    /// All that match, but for `ids`; else those in `ids` only.
    all: bool,
    ids: BTreeSet<ArticleId>,
    /// Where a stretch was begun that goes to wherever the list is.
    from: Option<usize>,
}

/// Which articles something is done to.
#[derive(Clone, Debug, PartialEq)]
pub struct Which {
    /// The search they are found by, where they are not named.
    pub query: Query,
    /// Its order.
    pub sort: Sort,
    /// All hits, but for `ids`; else those in `ids`, and the stretch.
    pub all: bool,
    /// Articles by their numbers.
    pub ids: BTreeSet<ArticleId>,
    /// A stretch of the hits.
    pub stretch: Range<usize>,
}

impl Which {
    /// How many articles there are at the most; `None` where only a search can tell.
    pub fn at_most(&self) -> Option<usize> {
        (!self.all).then(|| self.ids.len() + self.stretch.len())
    }
}

impl Chosen {
    /// Whether nothing is selected.
    pub fn is_empty(&self) -> bool {
        !self.all && self.ids.is_empty() && self.from.is_none()
    }

    /// Whether an article at a place of the list is selected, with the list being at `here`.
    pub fn has(&self, id: ArticleId, place: usize, here: usize) -> bool {
        self.all != self.ids.contains(&id) || (!self.all && self.stretch(here).contains(&place))
    }

    /// How many are selected of so many hits, with the list being at `here`; `in_stretch` tells which named ones are in the stretch too.
    pub fn count(&self, total: usize, here: usize, in_stretch: impl Fn(usize) -> Option<ArticleId>) -> usize {
        if self.all {
            return total.saturating_sub(self.ids.len());
        }
        let stretch = self.stretch(here);
        let twice = stretch.clone().filter_map(in_stretch).filter(|id| self.ids.contains(id)).count();
        self.ids.len() + stretch.len() - twice
    }

    /// Selects an article, or no longer.
    pub fn toggle(&mut self, id: ArticleId) {
        if !self.ids.remove(&id) {
            self.ids.insert(id);
        }
    }

    /// Selects all that match, or nothing where they are already.
    pub fn toggle_all(&mut self) {
        *self = Chosen { all: !self.all, ..Chosen::default() };
    }

    /// Begins a stretch at a place; gives false where one was begun, which then is to be gathered.
    pub fn begin_stretch(&mut self, here: usize) -> bool {
        let begun = self.from.is_none();
        self.from = self.from.or(Some(here));
        begun
    }

    /// Ends the stretch; these articles stay selected.
    pub fn gather(&mut self, ids: Vec<ArticleId>) {
        self.from = None;
        if self.all {
            self.ids.retain(|id| !ids.contains(id));
        } else {
            self.ids.extend(ids);
        }
    }

    /// Forgets what depends on which articles match: all of them, a stretch of them.
    pub fn search_anew(&mut self) {
        self.from = None;
        if self.all {
            *self = Chosen::default();
        }
    }

    /// What is selected, to be acted on.
    pub fn which(&self, query: &Query, sort: Sort, here: usize) -> Which {
        Which { query: query.clone(), sort, all: self.all, ids: self.ids.clone(), stretch: self.stretch(here) }
    }

    fn stretch(&self, here: usize) -> Range<usize> {
        self.from.map_or(0..0, |from| from.min(here)..from.max(here) + 1)
    }
}

impl Which {
    /// All that match.
    pub fn all(query: &Query, sort: Sort) -> Self {
        Which { query: query.clone(), sort, all: true, ids: BTreeSet::new(), stretch: 0..0 }
    }

    /// Their numbers, in the order of the list.
    pub fn find(&self, searcher: &mut Searcher) -> Result<Vec<ArticleId>, LibraryError> {
        if self.all {
            let mut ids = searcher.ids(&self.query, self.sort, 0..usize::MAX)?;
            ids.retain(|id| !self.ids.contains(id));
            return Ok(ids);
        }
        let mut ids = if self.stretch.is_empty() {
            Vec::new()
        } else {
            searcher.ids(&self.query, self.sort, self.stretch.clone())?
        };
        let named: Vec<ArticleId> = self.ids.iter().copied().filter(|id| !ids.contains(id)).collect();
        ids.extend(named);
        Ok(ids)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chosen(chosen: &Chosen, here: usize) -> Vec<usize> {
        (0..10).filter(|place| chosen.has(id(*place), *place, here)).collect()
    }

    fn id(place: usize) -> ArticleId {
        ArticleId(i64::try_from(place).expect("a small number"))
    }

    fn count(chosen: &Chosen, here: usize) -> usize {
        chosen.count(10, here, |place| Some(id(place)))
    }

    #[test]
    fn articles_are_selected_one_by_one_and_no_longer() {
        let mut some = Chosen::default();
        some.toggle(id(3));
        some.toggle(id(5));
        some.toggle(id(3));
        assert_eq!((chosen(&some, 0), count(&some, 0)), (vec![5], 1));
    }

    #[test]
    fn a_stretch_goes_to_where_the_list_is_until_it_is_ended() {
        let mut some = Chosen::default();
        some.toggle(id(4));
        assert!(some.begin_stretch(3));
        assert_eq!((chosen(&some, 5), count(&some, 5)), (vec![3, 4, 5], 3));
        assert_eq!(chosen(&some, 1), [1, 2, 3, 4]);
        assert!(!some.begin_stretch(5));
        some.gather(vec![id(3), id(4), id(5)]);
        assert_eq!((chosen(&some, 9), count(&some, 9)), (vec![3, 4, 5], 3));
    }

    #[test]
    fn all_are_selected_but_for_some_until_something_else_is_searched_for() {
        let mut some = Chosen::default();
        some.toggle_all();
        some.toggle(id(3));
        assert_eq!((chosen(&some, 0).len(), count(&some, 0)), (9, 9));
        some.search_anew();
        assert!(some.is_empty());
    }
}
