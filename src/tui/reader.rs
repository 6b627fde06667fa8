//! The reader: the article it shows, how far one has read, where the hits are.

mod draw;
mod jumps;
mod told;

use super::manuscript::Manuscript;
use super::typeset::{Composition, Galley, Ink, Until};
use crate::article::{Article, ArticleId, reading_minutes};
use crate::config::Dates;
use crate::library::Marker;
use draw::code_cells;
use std::collections::VecDeque;
use std::ops::Range;

/// How many bytes are looked through for hits at once; the rest of a very long article is looked through as it is reached.
const LOOK: usize = 1 << 17;

/// An article being read.
#[derive(Debug)]
pub struct Reader {
    /// Its number in the library.
    pub id: ArticleId,
    /// The article.
    pub article: Article,
    /// What the reader noted of it.
    note: Option<String>,
    dates: Dates,
    manuscript: Manuscript,
    galley: Galley,
    words: usize,
    /// The first line seen.
    top: usize,
    height: usize,
    /// The hits as ranges of the manuscript's copy, in order.
    hits: Vec<Range<usize>>,
    current: Option<usize>,
    marker: Marker,
    /// How many runs of the manuscript have been looked through for hits.
    looked: usize,
    /// The places that one jumped from, the last one last.
    trail: VecDeque<usize>,
    /// The place that was jumped to last.
    landed: Option<usize>,
    /// Where one was reading before the pane grew beyond the end of the article, and the first line seen since.
    held: Option<(usize, usize)>,
    /// The columns that code is moved to the left by.
    shift: usize,
    /// Where the article was left while the page as it came is shown.
    left: Option<Left>,
    /// The place it was opened at, to tell whether it moved.
    opened_at: usize,
}

/// Where an article was left: its place, and the first line seen at that width.
#[derive(Clone, Copy, Debug)]
struct Left {
    place: usize,
    top: usize,
    width: usize,
}

/// Where an article is opened.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Arrival {
    /// Where it was left, or at its first hit where something is searched for.
    #[default]
    Place,
    /// At its first hit.
    FirstHit,
    /// At its last hit.
    LastHit,
}

impl Reader {
    /// Opens an article at a place of its body.
    pub fn new(id: ArticleId, article: Article, place: usize, dates: Dates) -> Self {
        let manuscript = Manuscript::of(&article, None, dates);
        let words = article.word_count();
        let mut reader = Reader {
            id,
            article,
            note: None,
            dates,
            manuscript,
            galley: Galley::default(),
            words,
            top: 0,
            height: 1,
            hits: Vec::new(),
            current: None,
            marker: Marker::default(),
            looked: 0,
            trail: VecDeque::new(),
            landed: None,
            held: None,
            shift: 0,
            left: None,
            opened_at: place,
        };
        reader.fit(72, 1);
        if place > 0 {
            reader.return_to(place);
            reader.opened_at = reader.place();
        }
        reader
    }

    /// Shows a note over the article; the place is kept.
    pub fn set_note(&mut self, note: Option<&str>) {
        if self.note.as_deref() == note {
            return;
        }
        self.note = note.map(str::to_owned);
        self.set_again();
    }

    /// Writes dates otherwise; the place is kept.
    pub fn set_dates(&mut self, dates: Dates) {
        if std::mem::replace(&mut self.dates, dates) != dates {
            self.set_again();
        }
    }

    fn set_again(&mut self) {
        if !self.shows_source() {
            let (at_start, place) = (self.top == 0, self.place());
            self.set_copy(Manuscript::of(&self.article, self.note.as_deref(), self.dates));
            self.return_to(if at_start { 0 } else { place });
        }
    }

    /// Goes to a place of the body, as [`Reader::place`] gives it.
    pub fn return_to(&mut self, place: usize) {
        match place {
            0 => self.go_to_start(),
            place => self.go_to(self.manuscript.body.start + place),
        }
        self.settle();
    }

    /// Whether the page as it came is shown, and not the article.
    pub fn shows_source(&self) -> bool {
        self.left.is_some()
    }

    /// Shows the page as it came.
    pub fn show_source(&mut self, source: &str) {
        self.left = Some(Left { place: self.place(), top: self.top, width: self.galley.width() });
        self.set_copy(Manuscript::of_source(source));
        self.top = 0;
        self.settle();
    }

    /// Shows the article again.
    pub fn show_article(&mut self) {
        let Some(left) = self.left.take() else { return };
        self.set_copy(Manuscript::of(&self.article, self.note.as_deref(), self.dates));
        self.return_to(left.place);
        if left.width == self.galley.width() {
            self.top = left.top;
            self.settle();
        }
    }

    fn set_copy(&mut self, manuscript: Manuscript) {
        self.manuscript = manuscript;
        self.trail.clear();
        (self.landed, self.held) = (None, None);
        self.galley = Galley::new(self.galley.width(), self.galley.composition());
        let marker = self.marker.clone();
        self.mark(&marker, Arrival::Place);
    }

    /// Scrolls to where a text stands, where it is not seen.
    pub fn show_text(&mut self, text: &str) {
        let Some(place) = self.manuscript.copy.find(text).filter(|_| !text.is_empty()) else { return };
        self.galley.set(&self.manuscript, Until::Place(place));
        let line = self.galley.line_of(place);
        if line < self.top || line >= self.top + self.height {
            self.top = line.saturating_sub(self.height / 4);
        }
        self.settle();
    }

    /// Sets the lines for a pane of that measure and height; the place is kept, also while the pane is too high to show it as the first line.
    pub fn fit(&mut self, measure: usize, height: usize) {
        let height = height.max(1);
        let resized = height != self.height || measure.max(2) != self.galley.width();
        self.height = height;
        if !resized {
            return self.settle();
        }
        let held = self.held.filter(|(_, top)| *top == self.top).map(|(place, _)| place);
        let place = held.or_else(|| self.galley.lines().get(self.top).map(|line| line.at).filter(|_| self.top > 0));
        self.fit_with(measure, self.galley.composition());
        if let Some(place) = held {
            self.go_to(place);
            self.settle();
        }
        let beyond = place.filter(|place| self.galley.line_of(*place) > self.top);
        self.held = beyond.map(|place| (place, self.top));
    }

    /// Sets the lines as the user wants them; the place is kept.
    pub fn compose(&mut self, composition: Composition) {
        let bytes = self.article.language.as_deref().map(str::as_bytes);
        let language = bytes.and_then(|bytes| <[u8; 2]>::try_from(bytes).ok());
        self.fit_with(self.galley.width(), Composition { language, ..composition });
    }

    fn fit_with(&mut self, measure: usize, composition: Composition) {
        if self.galley.width() != measure.max(2) || self.galley.composition() != composition {
            let place = self.galley.lines().get(self.top).map(|line| line.at);
            self.galley = Galley::new(measure, composition);
            match place {
                Some(place) if self.top > 0 => self.go_to(place),
                _ => self.top = 0,
            }
        }
        self.settle();
    }

    /// Marks what is searched for, as far as it is looked at.
    pub fn mark(&mut self, marker: &Marker, arrival: Arrival) {
        self.marker = marker.clone();
        self.hits.clear();
        self.looked = 0;
        let until = if arrival == Arrival::LastHit { usize::MAX } else { LOOK };
        self.look(|reader| !reader.hits.is_empty() && reader.looked_to() >= until);
        self.current = match arrival {
            _ if self.hits.is_empty() => None,
            Arrival::Place | Arrival::FirstHit => Some(0),
            Arrival::LastHit => Some(self.hits.len() - 1),
        };
        match (self.current, arrival) {
            (Some(hit), _) => self.show_hit(hit),
            (None, Arrival::Place) => {}
            (None, _) => self.top = 0,
        }
        self.settle();
    }

    /// Looks for hits, run by run, until it is enough.
    fn look(&mut self, enough: impl Fn(&Self) -> bool) {
        while !enough(self) {
            let Some(run) = self.manuscript.runs.get(self.looked) else { return };
            if run.searched {
                let start = run.range.start;
                let found = self.marker.ranges(self.manuscript.text(run));
                self.hits.extend(found.into_iter().map(|range| start + range.start..start + range.end));
            }
            self.looked += 1;
        }
    }

    /// The place in the copy up to which hits are known.
    fn looked_to(&self) -> usize {
        self.manuscript.runs.get(self.looked).map_or(usize::MAX, |run| run.range.start)
    }

    /// Goes to the next hit, or the one before; false where there is none in this article.
    pub fn step_hit(&mut self, forward: bool) -> bool {
        let Some(current) = self.current else { return false };
        let next = if forward { current + 1 } else { current.wrapping_sub(1) };
        if forward {
            self.look(|reader| reader.hits.len() > next);
        }
        if next >= self.hits.len() {
            return false;
        }
        self.current = Some(next);
        let before = self.top;
        self.remember_place();
        self.show_hit(next);
        self.settle();
        if self.top == before {
            self.trail.pop_back();
        }
        true
    }

    /// Scrolls by so many lines.
    pub fn scroll(&mut self, by: isize) {
        self.top = self.top.saturating_add_signed(by);
        self.settle();
    }

    /// Moves code sideways; `false` where none that is seen is too wide.
    pub fn shift_code(&mut self, by: isize) -> bool {
        let seen = self.galley.lines().iter().skip(self.top).take(self.height);
        let code = seen.flat_map(|line| &line.pieces).filter_map(|piece| match &piece.ink {
            Ink::Code(range) => Some(code_cells(&self.manuscript.copy[range.clone()])),
            _ => None,
        });
        let beyond = code.max().unwrap_or(0).saturating_sub(self.galley.width().saturating_sub(2));
        self.shift = self.shift.saturating_add_signed(by).min(beyond);
        beyond > 0
    }

    /// Goes to the beginning.
    pub fn go_to_start(&mut self) {
        self.top = 0;
    }

    /// Goes to the end.
    pub fn go_to_end(&mut self) {
        self.galley.set(&self.manuscript, Until::End);
        self.top = self.galley.lines().len();
        self.settle();
    }

    /// The lines of the pane.
    pub fn height(&self) -> usize {
        self.height
    }

    /// The place to come back to, in bytes of the body; the beginning where it was read to the end.
    pub fn place(&self) -> usize {
        if let Some(left) = self.left {
            return left.place;
        }
        let at = self.galley.lines().get(self.top).map_or(0, |line| line.at);
        if self.at_end() { 0 } else { at.saturating_sub(self.manuscript.body.start).min(self.manuscript.body.len()) }
    }

    /// The place to keep, where it is another than the one it was opened at.
    pub fn new_place(&self) -> Option<usize> {
        Some(self.place()).filter(|place| *place != self.opened_at)
    }

    /// Whether the last line is seen.
    pub fn at_end(&self) -> bool {
        self.galley.is_whole(&self.manuscript) && self.top + self.height >= self.galley.lines().len()
    }

    /// The hit reached, how many are known, and whether there may be more.
    pub fn hits(&self) -> Option<(usize, usize, bool)> {
        let more = self.looked < self.manuscript.runs.len() && !self.marker.is_empty();
        self.current.map(|current| (current + 1, self.hits.len(), more))
    }

    /// How much has been read, in hundredths.
    pub fn percent(&self) -> usize {
        let read = match self.galley.lines().get(self.top + self.height) {
            _ if self.at_end() => self.manuscript.copy.len(),
            Some(line) => line.at,
            None => self.manuscript.copy.len(),
        };
        read * 100 / self.manuscript.copy.len().max(1)
    }

    /// The minutes that the rest takes; none at the end.
    pub fn minutes_left(&self) -> usize {
        let left = self.words * (100 - self.percent()) / 100;
        if left == 0 { 0 } else { reading_minutes(left) }
    }

    /// Whether the headline has been scrolled away.
    pub fn is_inside(&self) -> bool {
        self.top > self.galley.line_of(self.manuscript.runs.first().map_or(0, |run| run.range.end)) + 2
    }

    fn show_hit(&mut self, hit: usize) {
        let place = self.hits[hit].start;
        self.galley.set(&self.manuscript, Until::Place(place));
        let line = self.galley.line_of(place);
        let above = self.height / 4;
        if line < self.top + above.min(self.top) || line + 1 + above.min(2) > self.top + self.height {
            self.top = line.saturating_sub(above);
        }
    }

    fn go_to(&mut self, place: usize) {
        self.galley.set(&self.manuscript, Until::Place(place));
        self.top = self.galley.line_of(place);
    }

    /// Sets what is seen, and a screen more, and keeps the view within the article.
    fn settle(&mut self) {
        self.galley.set(&self.manuscript, Until::Lines(self.top + 2 * self.height));
        self.top = self.top.min(self.galley.lines().len().saturating_sub(self.height));
        let at = |line: usize| self.galley.lines().get(line).map_or(usize::MAX - 1, |line| line.at);
        let seen = at(self.top)..at(self.top + self.height);
        self.manuscript.highlight(&seen);
        self.look(|reader| reader.looked_to() > seen.end);
    }
}

#[cfg(test)]
mod tests;
