//! The facets panel: how many hits each publisher, byline, section, tag and language has, to narrow the search by.

use super::action::Action;
use super::bar::grouped;
use super::cells::{Sheet, cells, shorten};
use super::field;
use super::keymap::Context;
use super::terms::{term, without};
use super::theme::Role;
use crate::date::PartialDate;
use crate::library::Facet;
use crate::text::fold;
use std::ops::Range;
use std::sync::Arc;
use tui_input::{Input, InputRequest};

/// The facets by the names of their tabs.
pub const FACETS: [(Facet, &str); 5] = [
    (Facet::Publisher, "Publishers"),
    (Facet::Byline, "Bylines"),
    (Facet::Section, "Sections"),
    (Facet::Tag, "Tags"),
    (Facet::Language, "Languages"),
];

/// The lines over the values.
const HEAD: usize = 2;

/// The columns of the longest bar beside a count.
const BAR: usize = 12;

/// The values of each facet with the number of their hits, the most frequent first.
#[derive(Debug, Default)]
pub struct Values {
    facets: [Vec<(String, usize)>; FACETS.len()],
    /// The articles of the whole library over time.
    days: Arc<Vec<(PartialDate, usize)>>,
}

impl Values {
    /// Takes what was counted.
    pub fn take(&mut self, facet: Facet, values: Vec<(String, usize)>) {
        if let Some(place) = FACETS.iter().position(|(other, _)| *other == facet) {
            self.facets[place] = values;
        }
    }

    /// Those of a facet.
    pub fn of(&self, facet: Facet) -> &[(String, usize)] {
        FACETS.iter().position(|(other, _)| *other == facet).map_or(&[], |place| &self.facets[place])
    }

    /// Takes how many articles there are over time.
    pub fn take_days(&mut self, days: Arc<Vec<(PartialDate, usize)>>) {
        self.days = days;
    }

    /// How many articles there are over time.
    pub fn days(&self) -> &[(PartialDate, usize)] {
        &self.days
    }
}

/// The panel.
#[derive(Debug, Default)]
pub struct FacetPanel {
    tab: usize,
    index: usize,
    /// The value that is selected: it stays so where the counts change.
    on: Option<String>,
    top: usize,
    /// The searches that were narrowed, to go back to them.
    earlier: Vec<String>,
    /// Only values with these words are shown.
    filter: Input,
    filtering: bool,
}

/// What becomes of the panel after a key.
#[derive(Debug, PartialEq, Eq)]
pub enum Narrowing {
    /// It stays as it is, but for what is selected in it.
    Open,
    /// It is closed.
    Closed,
    /// Something else is to be searched for.
    Search(String),
    /// No query can name what is selected.
    Nameless,
}

impl FacetPanel {
    /// Does what a key asks, beside a search for `text`.
    pub fn act(&mut self, action: Action, text: &str, values: &Values, height: usize) -> Narrowing {
        let page = height.saturating_sub(HEAD).max(1);
        let end = self.values(values).len().saturating_sub(1);
        match action {
            Action::Down => self.index += 1,
            Action::Up => self.index = self.index.saturating_sub(1),
            Action::PageDown => self.index += page,
            Action::PageUp => self.index = self.index.saturating_sub(page),
            Action::First => self.index = 0,
            Action::Last => self.index = end,
            Action::NextChoice => return self.turn(1),
            Action::PreviousChoice => return self.turn(FACETS.len() - 1),
            Action::Narrow => return self.narrow("", text, values),
            Action::Exclude => return self.narrow("-", text, values),
            Action::Widen => return self.earlier.pop().map_or(Narrowing::Open, Narrowing::Search),
            Action::Filter => self.filtering = true,
            Action::KeepFilter => self.filtering = false,
            Action::LeaveFilter => {
                self.filtering = false;
                self.filter.reset();
            }
            other if self.filtering => {
                if other.edit().is_some_and(|request| self.filter.handle(request).is_some_and(|edit| edit.value)) {
                    self.index = 0;
                }
            }
            _ => return Narrowing::Closed,
        }
        self.index = self.index.min(end);
        self.stay(values);
        Narrowing::Open
    }

    /// Types into the line that chooses among the values.
    pub fn type_in(&mut self, c: char, values: &Values) {
        self.filter.handle(InputRequest::InsertChar(c));
        self.index = 0;
        self.stay(values);
    }

    /// Where its keys are looked up.
    pub fn context(&self) -> Context {
        if self.filtering { Context::Filter } else { Context::Facets }
    }

    /// The mouse is pressed in it: on a value, which is selected, and narrowed by where it was selected already; on the name of a facet.
    pub fn click(&mut self, (x, y): (usize, usize), width: usize, text: &str, values: &Values) -> Narrowing {
        if y == 0 {
            let tab = tabs(width).into_iter().position(|columns| columns.contains(&x));
            return tab.map_or(Narrowing::Open, |tab| self.turn(tab + FACETS.len() - self.tab));
        }
        let Some(place) = y.checked_sub(HEAD).map(|line| self.top + line) else { return Narrowing::Open };
        if place >= self.values(values).len() {
            return Narrowing::Open;
        }
        let again = std::mem::replace(&mut self.index, place) == place;
        self.stay(values);
        if again { self.narrow("", text, values) } else { Narrowing::Open }
    }

    fn stay(&mut self, values: &Values) {
        self.on = self.values(values).get(self.index).map(|(value, _)| value.clone());
    }

    fn turn(&mut self, by: usize) -> Narrowing {
        self.tab = (self.tab + by) % FACETS.len();
        self.filter.reset();
        self.index = 0;
        self.on = None;
        Narrowing::Open
    }

    /// Puts the selected value into the search, or takes it out where it stands there.
    fn narrow(&mut self, sign: &str, text: &str, values: &Values) -> Narrowing {
        let Some((value, _)) = self.values(values).get(self.index).copied() else { return Narrowing::Open };
        let Some(term) = term(self.facet(), value) else { return Narrowing::Nameless };
        let (wanted, opposite) = match sign {
            "" => (term.clone(), format!("-{term}")),
            _ => (format!("{sign}{term}"), term),
        };
        self.on = Some(value.clone());
        self.earlier.push(text.to_owned());
        // Nothing is both wanted and left out.
        let rest = without(text, &opposite).unwrap_or_else(|| text.to_owned());
        Narrowing::Search(without(text, &wanted).unwrap_or_else(|| super::terms::with(&rest, &wanted)))
    }

    /// The name of what is counted.
    pub fn title(&self) -> &'static str {
        FACETS[self.tab].1
    }

    /// What is counted, and which of it is selected.
    pub fn told<'a>(&self, values: &'a Values) -> (Vec<&'a (String, usize)>, usize) {
        (self.values(values), self.index)
    }

    fn facet(&self) -> Facet {
        FACETS[self.tab].0
    }

    /// The values that have all the words that are typed.
    fn values<'a>(&self, values: &'a Values) -> Vec<&'a (String, usize)> {
        let wanted = fold(self.filter.value());
        let fits = |value: &str| wanted.is_empty() || wanted.split_whitespace().all(|word| fold(value).contains(word));
        values.of(self.facet()).iter().filter(|(value, _)| fits(value)).collect()
    }

    /// Keeps what is selected within what there is, and within what is seen.
    pub fn follow(&mut self, values: &Values, height: usize) {
        let values = self.values(values);
        let on = values.iter().position(|(value, _)| Some(value) == self.on.as_ref());
        self.index = on.unwrap_or(self.index).min(values.len().saturating_sub(1));
        let room = height.saturating_sub(HEAD).max(1);
        self.top = self.top.min(self.index).max((self.index + 1).saturating_sub(room));
    }

    /// Draws it beside a search for `text`; gives the cursor while it is typed into.
    pub fn draw(&self, sheet: &mut Sheet, text: &str, values: &Values) -> Option<(usize, usize)> {
        self.draw_tabs(sheet);
        let cursor = self.draw_filter(sheet);
        let values = self.values(values);
        if values.is_empty() {
            let name = FACETS[self.tab].1.to_lowercase();
            sheet.write(2, 2, &format!("No {name} among these articles."), Role::Dim);
        }
        let most = values.iter().map(|(_, count)| *count).max().unwrap_or(0).max(1);
        let digits = cells(&grouped(most));
        let bars = if sheet.width() >= 40 { BAR } else { 0 };
        let end = sheet.width().saturating_sub(1 + bars + usize::from(bars > 0));
        for (y, (place, (value, count))) in
            values.iter().enumerate().skip(self.top).take(sheet.height().saturating_sub(HEAD)).enumerate()
        {
            let y = y + HEAD;
            let chosen = place == self.index;
            let taken = term(self.facet(), value).is_some_and(|term| without(text, &term).is_some());
            sheet.write(0, y, if chosen { "▌" } else { " " }, Role::Accent);
            sheet.write(1, y, if taken { "+" } else { " " }, Role::Key);
            let room = end.saturating_sub(3 + digits + 1);
            let role = if chosen { Role::Selected } else { Role::Text };
            sheet.write(3, y, &shorten(value, room), role);
            sheet.write_right(3, end, y, &grouped(*count), Role::Dim);
            let bar = (count * bars).div_ceil(most);
            sheet.write(end + 1, y, &"▪".repeat(bar), Role::Accent);
        }
        cursor
    }

    fn draw_tabs(&self, sheet: &mut Sheet) {
        sheet.fill(0, 1, "─", Role::Rule);
        let tabs = tabs(sheet.width());
        if tabs.is_empty() {
            let said = format!("‹ {} ›", FACETS[self.tab].1);
            sheet.write(1, 0, &said, Role::Title);
        }
        for (place, (columns, (_, name))) in tabs.into_iter().zip(FACETS).enumerate() {
            let chosen = place == self.tab;
            let said = if chosen { format!("[{name}]") } else { format!(" {name} ") };
            sheet.write(columns.start, 0, &said, if chosen { Role::Title } else { Role::Dim });
        }
    }

    /// What is typed stands in the rule over the values.
    fn draw_filter(&self, sheet: &mut Sheet) -> Option<(usize, usize)> {
        if !self.filtering && self.filter.value().is_empty() {
            return None;
        }
        let x = sheet.write(1, 1, " / ", Role::Key);
        let cursor = field::draw(sheet, (x, 1), sheet.width().saturating_sub(x + 1), &self.filter, |_| Role::Text);
        self.filtering.then_some((cursor, 1))
    }
}

/// The columns of each facet's name, where there is room for them.
fn tabs(width: usize) -> Vec<Range<usize>> {
    let mut x = 1;
    let columns = FACETS.iter().map(|(_, name)| {
        let from = x;
        x += cells(name) + 3;
        from..x - 1
    });
    let all: Vec<Range<usize>> = columns.collect();
    if all.last().is_some_and(|last| last.end <= width) { all } else { Vec::new() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values() -> Values {
        let mut values = Values::default();
        values.take(Facet::Publisher, vec![("Harbour Courier".into(), 4), ("Skarn Post".into(), 2), ("…".into(), 1)]);
        values.take(Facet::Language, vec![("en".into(), 7)]);
        values
    }

    #[test]
    fn a_value_is_put_into_the_search_and_taken_out_again() {
        let (mut panel, values) = (FacetPanel::default(), values());
        panel.act(Action::Down, "fer", &values, 10);
        let narrowed = "source:\"Skarn Post\" fer".to_owned();
        assert_eq!(panel.act(Action::Narrow, "fer", &values, 10), Narrowing::Search(narrowed.clone()));
        assert_eq!(panel.act(Action::Narrow, &narrowed, &values, 10), Narrowing::Search("fer".into()));
        let excluded = "-source:\"Skarn Post\" fer".to_owned();
        assert_eq!(panel.act(Action::Exclude, "fer", &values, 10), Narrowing::Search(excluded.clone()));
        assert_eq!(panel.act(Action::Widen, &excluded, &values, 10), Narrowing::Search("fer".into()));
        assert_eq!(panel.act(Action::Exclude, &narrowed, &values, 10), Narrowing::Search(excluded.clone()));
        assert_eq!(panel.act(Action::Narrow, &excluded, &values, 10), Narrowing::Search(narrowed));
    }

    #[test]
    fn what_no_query_can_name_is_said_so() {
        let (mut panel, values) = (FacetPanel::default(), values());
        panel.act(Action::Last, "", &values, 10);
        assert_eq!(panel.act(Action::Narrow, "", &values, 10), Narrowing::Nameless);
    }

    #[test]
    fn the_selection_stays_within_what_there_is() {
        let (mut panel, values) = (FacetPanel::default(), values());
        panel.act(Action::PageDown, "", &values, 99);
        assert_eq!(panel.index, 2);
        panel.act(Action::PreviousChoice, "", &values, 9);
        panel.act(Action::Down, "", &values, 9);
        panel.follow(&values, 1);
        assert_eq!((panel.facet(), panel.index), (Facet::Language, 0));
    }
}
