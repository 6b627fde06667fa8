//! The search bar: the text being searched for, how it was understood, earlier searches, and what came of it.

use super::cells::{Sheet, cells};
use super::completion::Completion;
use super::field;
use super::theme::Role;
use crate::library::{Query, Sort, SortBy, Understood};
use std::time::Duration;
use tui_input::{Input, InputRequest};

/// The search bar.
#[derive(Debug, Default)]
pub struct Bar {
    input: Input,
    /// Which of the earlier searches is shown, counted from the latest.
    recalled: Option<usize>,
    /// All of it is chosen: what is typed takes its place.
    chosen: bool,
    /// What was completed last, while nothing else is typed.
    completion: Option<Completion>,
}

/// What came of a search, for the right end of the bar.
#[derive(Clone, Copy, Debug, Default)]
pub struct Outcome {
    /// How many articles match.
    pub total: usize,
    /// How many there are.
    pub of: usize,
    /// They match only with a letter changed.
    pub near: bool,
    /// Their order.
    pub sort: Sort,
    /// How long it took.
    pub took: Duration,
}

impl Bar {
    /// The text as it stands.
    pub fn text(&self) -> &str {
        self.input.value()
    }

    /// Replaces the text.
    pub fn set(&mut self, text: &str) {
        *self = Bar { input: Input::from(text), ..Bar::default() };
    }

    /// Chooses all of it, so that what is typed takes its place; tells whether there is anything.
    pub fn choose(&mut self) -> bool {
        self.chosen = !self.text().is_empty();
        self.chosen
    }

    /// The text before the cursor; `None` where nothing is typed.
    pub fn before_cursor(&self) -> Option<&str> {
        self.text().get(..self.cursor()).filter(|before| !before.is_empty())
    }

    /// The byte that the cursor is at.
    fn cursor(&self) -> usize {
        self.text().char_indices().nth(self.input.cursor()).map_or(self.text().len(), |(at, _)| at)
    }

    /// Completes the word at the cursor, or goes on to the next possibility; false where there is none.
    pub fn complete(&mut self, forward: bool, begin: impl FnOnce(&str, usize) -> Option<Completion>) -> bool {
        self.chosen = false;
        match &mut self.completion {
            Some(completion) => completion.turn(forward),
            None => self.completion = begin(self.text(), self.cursor()),
        }
        let Some(completion) = &self.completion else { return false };
        let (text, cursor) = completion.text();
        let place = text.get(..cursor).map_or(0, |before| before.chars().count());
        self.input = Input::from(text).with_cursor(place);
        true
    }

    /// What the word at the cursor was completed from, and which of it stands there.
    pub fn choices(&self) -> Option<(&[String], usize)> {
        self.completion.as_ref().map(Completion::choices)
    }

    /// Types into it; true where the text changed. Where all of it is chosen, a blank adds to it, and a letter takes its place.
    pub fn edit(&mut self, request: InputRequest) -> bool {
        self.recalled = None;
        self.completion = None;
        match (std::mem::take(&mut self.chosen), request) {
            (true, InputRequest::InsertChar(c)) if c != ' ' => self.input.reset(),
            (true, InputRequest::DeletePrevChar) => {
                self.input.reset();
                return true;
            }
            _ => {}
        }
        self.input.handle(request).is_some_and(|changed| changed.value)
    }

    /// Puts one of the earlier searches, of which the latest is the last, into the bar, each time the one before; false where there is none.
    pub fn recall(&mut self, earlier: &[String]) -> bool {
        let next = self.recalled.map_or(0, |recalled| recalled + 1);
        // A search that is in the bar already is not offered first.
        let skip = usize::from(self.recalled.is_none() && earlier.last().is_some_and(|last| last == self.text()));
        let Some(text) = earlier.iter().rev().nth(next + skip) else { return false };
        self.set(&text.clone());
        self.recalled = Some(next + skip);
        true
    }

    /// Draws it; gives the cursor's column while typing.
    pub fn draw(&self, sheet: &mut Sheet, typing: bool, outcome: &Outcome) -> Option<usize> {
        let width = sheet.width();
        let name_end = if width >= 60 { sheet.write(1, 0, "dateline", Role::Title) + 2 } else { 0 };
        let said = outcome.said(width, !self.text().is_empty());
        let shown = cells(&said) + 2 <= width.saturating_sub(name_end + 12);
        let right =
            if shown { sheet.write_right(name_end, width.saturating_sub(1), 0, &said, Role::Dim) } else { width };
        let start = sheet.write(name_end, 0, " / ", if typing { Role::Key } else { Role::Dim });
        let room = right.saturating_sub(start + 1);
        if self.text().is_empty() {
            if !typing {
                sheet.write(start, 0, if room > 16 { "search" } else { "" }, Role::Dim);
            }
            return typing.then_some(start.min(width.saturating_sub(1)));
        }
        let parts = Query::understood(self.text());
        let understood =
            |at: usize| parts.iter().find(|(range, _)| range.contains(&at)).map_or(Role::Text, |(_, part)| role(*part));
        let looks = |at: usize| if self.chosen && typing { Role::Selected } else { understood(at) };
        let cursor = field::draw(sheet, (start, 0), room, &self.input, looks);
        typing.then_some(cursor.min(width.saturating_sub(1)))
    }
}

impl Outcome {
    fn said(&self, width: usize, searching: bool) -> String {
        let near = if self.near { "only near: " } else { "" };
        let count = if searching && width >= 60 {
            format!("{near}{} of {}", grouped(self.total), grouped(self.of))
        } else {
            grouped(self.total)
        };
        let took =
            if self.took.as_millis() == 0 { "<1 ms".to_owned() } else { format!("{} ms", self.took.as_millis()) };
        match (width, searching) {
            (..60, _) => count,
            (..90, _) | (_, false) => format!("{count} · {}", order(self.sort)),
            _ => format!("{count} · {} · {took}", order(self.sort)),
        }
    }
}

/// An order in words.
pub fn order(sort: Sort) -> &'static str {
    match (sort.by, sort.reversed) {
        (SortBy::Date, false) => "newest first",
        (SortBy::Date, true) => "oldest first",
        (SortBy::Score, false) => "best first",
        (SortBy::Score, true) => "best last",
        (SortBy::Headline, false) => "headlines A–Z",
        (SortBy::Headline, true) => "headlines Z–A",
        (SortBy::Publisher, false) => "by publisher",
        (SortBy::Publisher, true) => "by publisher, Z–A",
    }
}

fn role(part: Understood) -> Role {
    match part {
        Understood::Word | Understood::Prefix => Role::Text,
        Understood::Phrase | Understood::Value => Role::Value,
        Understood::Operator => Role::Operator,
        Understood::Field => Role::Field,
        Understood::Negated => Role::Negated,
        Understood::Ignored => Role::Dim,
    }
}

/// A number with its thousands set apart: `12,431`.
pub fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_their_thousands_set_apart() {
        assert_eq!([0, 999, 12_431, 1_000_000].map(grouped), ["0", "999", "12,431", "1,000,000"]);
    }

    #[test]
    fn what_is_typed_takes_the_place_of_what_is_chosen() {
        use InputRequest::{DeletePrevChar, GoToStart, InsertChar};
        let typed = |requests: &[InputRequest]| {
            let mut bar = Bar::default();
            bar.set("gulls");
            bar.choose();
            for request in requests {
                bar.edit(*request);
            }
            bar.text().to_owned()
        };
        assert_eq!(typed(&[InsertChar('a'), InsertChar('b')]), "ab");
        assert_eq!(typed(&[InsertChar(' '), InsertChar('b')]), "gulls b");
        assert_eq!(typed(&[GoToStart, InsertChar('b')]), "bgulls");
        assert_eq!(typed(&[DeletePrevChar]), "");
    }

    #[test]
    fn earlier_searches_come_back_latest_first() {
        let earlier = ["port".to_owned(), "ferry".to_owned()];
        let mut bar = Bar::default();
        assert!(bar.recall(&earlier) && bar.text() == "ferry");
        assert!(bar.recall(&earlier) && bar.text() == "port");
        assert!(!bar.recall(&earlier) && bar.text() == "port");
    }
}
