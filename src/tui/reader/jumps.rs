//! From place to place inside an article: headings, links, footnotes, and the way back.

use super::Reader;
use crate::tui::links::{Leads, Link};
use crate::tui::typeset::Until;
use std::ops::Range;

/// As many jumps can be taken back.
const TRAIL: usize = 100;

impl Reader {
    /// Goes to the next heading inside the article, or the one before; false where there is none.
    pub fn step_heading(&mut self, forward: bool) -> bool {
        let at = self.galley.lines().get(self.top).map_or(0, |line| line.at);
        let headings = &self.manuscript.headings;
        let found = if forward {
            headings.iter().find(|heading| **heading > at)
        } else {
            headings.iter().rev().find(|heading| **heading < at)
        };
        let Some(place) = found.copied() else { return false };
        let before = self.top;
        self.remember_place();
        self.go_to(place);
        self.settle();
        // The last ones may all be seen already.
        if self.top == before {
            self.trail.pop_back();
        }
        self.top != before
    }

    /// The links of the article, in order.
    pub fn links(&self) -> Vec<Link> {
        self.links_in(0..usize::MAX)
    }

    /// The links, the marks of notes and the notes that begin on a line that is seen.
    pub fn links_seen(&self) -> Vec<Link> {
        let lines = self.galley.lines();
        let at = |place: usize| lines.get(place).map_or(usize::MAX, |line| line.at);
        let seen = at(self.top)..at(self.top + self.height);
        let jumps = self.manuscript.jumps.iter().filter(|(range, _)| seen.contains(&range.start));
        let within = jumps.map(|(range, to)| Link {
            at: range.start,
            text: self.manuscript.copy[range.clone()].to_owned(),
            to: Leads::Within(*to),
        });
        let mut found: Vec<Link> = self.links_in(seen.clone()).into_iter().chain(within).collect();
        found.sort_by_key(|link| link.at);
        found
    }

    /// Where the footnote of a mark stands; the brackets of the mark may be left out.
    pub fn footnote(&self, mark: &str) -> Option<usize> {
        let bare = |mark: &str| mark.trim_matches(['[', ']', '(', ')', ' ']).to_owned();
        let is_mark = |range: &Range<usize>, to: usize| {
            to > range.start && bare(&self.manuscript.copy[range.clone()]) == bare(mark)
        };
        self.manuscript.jumps.iter().find(|(range, to)| is_mark(range, *to)).map(|(_, to)| *to)
    }

    /// The line that a jump led to last, until one comes back from there.
    pub fn landed(&self) -> Option<usize> {
        self.landed.map(|place| self.galley.line_of(place))
    }

    fn links_in(&self, seen: Range<usize>) -> Vec<Link> {
        let links = self.manuscript.links.iter().filter(|(range, _)| seen.contains(&range.start));
        links
            .map(|(range, address)| Link {
                at: range.start,
                text: self.manuscript.copy[range.clone()].to_owned(),
                to: Leads::Out(address.clone()),
            })
            .collect()
    }

    /// Goes to a place of the copy, if it is not seen; the way back is remembered.
    pub fn jump(&mut self, place: usize) {
        self.remember_place();
        self.landed = Some(place);
        self.galley.set(&self.manuscript, Until::Place(place));
        let line = self.galley.line_of(place);
        if !(self.top..self.top + self.height).contains(&line) {
            self.top = line.saturating_sub(self.height / 4);
        }
        self.settle();
    }

    /// Remembers where one is, to come back from where one jumps to.
    pub fn remember_place(&mut self) {
        let at = self.galley.lines().get(self.top).map_or(0, |line| line.at);
        if self.trail.back() != Some(&at) {
            self.trail.push_back(at);
        }
        if self.trail.len() > TRAIL {
            self.trail.pop_front();
        }
    }

    /// Goes back to where one jumped from last; false where one did not.
    pub fn jump_back(&mut self) -> bool {
        let Some(place) = self.trail.pop_back() else { return false };
        self.landed = None;
        self.go_to(place);
        self.settle();
        true
    }
}
