//! The facets panel: how many hits each publisher, byline, section, tag and language has, to narrow the search by.

use super::action::Action;
use super::bar::grouped;
use super::cells::{Sheet, cells, shorten};
use super::terms::{term, without};
use super::theme::Role;
use crate::library::Facet;

/// The facets by the names of their tabs.
pub const FACETS: [(Facet, &str); 5] = [
    (Facet::Publisher, "Publishers"),
    (Facet::Byline, "Bylines"),
    (Facet::Section, "Sections"),
    (Facet::Tag, "Tags"),
    (Facet::Language, "Languages"),
];

/// The columns of the longest bar beside a count.
const BAR: usize = 12;

/// The values of each facet with the number of their hits, the most frequent first.
#[derive(Debug, Default)]
pub struct Values([Vec<(String, usize)>; FACETS.len()]);

impl Values {
    /// Takes what was counted.
    pub fn take(&mut self, facet: Facet, values: Vec<(String, usize)>) {
        if let Some(place) = FACETS.iter().position(|(other, _)| *other == facet) {
            self.0[place] = values;
        }
    }

    /// Those of a facet.
    pub fn of(&self, facet: Facet) -> &[(String, usize)] {
        FACETS.iter().position(|(other, _)| *other == facet).map_or(&[], |place| &self.0[place])
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
        let page = height.saturating_sub(2).max(1);
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
            _ => return Narrowing::Closed,
        }
        self.index = self.index.min(end);
        self.on = self.values(values).get(self.index).map(|(value, _)| value.clone());
        Narrowing::Open
    }

    fn turn(&mut self, by: usize) -> Narrowing {
        self.tab = (self.tab + by) % FACETS.len();
        self.index = 0;
        self.on = None;
        Narrowing::Open
    }

    /// Puts the selected value into the search, or takes it out where it stands there.
    fn narrow(&mut self, sign: &str, text: &str, values: &Values) -> Narrowing {
        let Some((value, _)) = self.values(values).get(self.index) else { return Narrowing::Open };
        let Some(term) = term(self.facet(), value).map(|term| format!("{sign}{term}")) else {
            return Narrowing::Nameless;
        };
        self.on = Some(value.clone());
        self.earlier.push(text.to_owned());
        Narrowing::Search(without(text, &term).unwrap_or_else(|| super::terms::with(text, &term)))
    }

    /// The name of what is counted.
    pub fn title(&self) -> &'static str {
        FACETS[self.tab].1
    }

    /// What is counted, and which of it is selected.
    pub fn told<'a>(&self, values: &'a Values) -> (&'a [(String, usize)], usize) {
        (self.values(values), self.index)
    }

    fn facet(&self) -> Facet {
        FACETS[self.tab].0
    }

    fn values<'a>(&self, values: &'a Values) -> &'a [(String, usize)] {
        values.of(self.facet())
    }

    /// Keeps what is selected within what there is, and within what is seen.
    pub fn follow(&mut self, values: &Values, height: usize) {
        let values = self.values(values);
        let on = values.iter().position(|(value, _)| Some(value) == self.on.as_ref());
        self.index = on.unwrap_or(self.index).min(values.len().saturating_sub(1));
        let room = height.saturating_sub(2).max(1);
        self.top = self.top.min(self.index).max((self.index + 1).saturating_sub(room));
    }

    /// Draws it beside a search for `text`.
    pub fn draw(&self, sheet: &mut Sheet, text: &str, values: &Values) {
        self.draw_tabs(sheet);
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
            values.iter().enumerate().skip(self.top).take(sheet.height().saturating_sub(2)).enumerate()
        {
            let y = y + 2;
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
    }

    fn draw_tabs(&self, sheet: &mut Sheet) {
        sheet.fill(0, 1, "─", Role::Rule);
        let all: usize = FACETS.iter().map(|(_, name)| cells(name) + 3).sum();
        if all > sheet.width() {
            let said = format!("‹ {} ›", FACETS[self.tab].1);
            sheet.write(1, 0, &said, Role::Title);
            return;
        }
        let mut x = 1;
        for (place, (_, name)) in FACETS.iter().enumerate() {
            let chosen = place == self.tab;
            let said = if chosen { format!("[{name}]") } else { format!(" {name} ") };
            x = sheet.write(x, 0, &said, if chosen { Role::Title } else { Role::Dim }) + 1;
        }
    }
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
