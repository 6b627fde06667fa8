//! The list of searches to pick from: those kept by name, then the last ones that were made.

use super::action::Action;
use super::cells::Sheet;
use super::export_form::Outcome;
use super::pick::{Choice, Pick, Pointed, height};
use crate::text::fold;

/// The searches there are.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Searches {
    /// Those kept by name, each name with its query.
    pub kept: Vec<(String, String)>,
    /// The last ones that were made, the latest last.
    pub last: Vec<String>,
}

impl Searches {
    /// Takes a search that was made as the latest.
    pub fn remember(&mut self, query: &str) {
        self.last.retain(|last| last != query);
        self.last.push(query.to_owned());
    }

    /// The lines of the list of them: it stays so high while fewer are left of what is typed.
    pub fn lines(&self) -> usize {
        height(self.kept.len() + self.last.len())
    }

    /// The name and the query of a kept search, by its name in any case.
    pub fn kept(&self, name: &str) -> Option<&(String, String)> {
        self.kept.iter().find(|(kept, _)| fold(kept) == fold(name))
    }
}

/// The list, while one is picked.
#[derive(Debug, Default)]
pub struct SearchList(Pick);

/// What is to become of a search that was picked.
#[derive(Debug, PartialEq, Eq)]
pub enum Picked {
    /// It is searched for.
    Search(String),
    /// It is no longer kept under that name.
    Forget(String),
}

impl SearchList {
    /// Does what a key asks.
    pub fn act(&mut self, action: Action, searches: &Searches) -> Outcome<Picked> {
        let choices = self.choices(searches);
        let chosen = self.0.choice(choices.len()).map(|place| &choices[place]);
        match (action, chosen) {
            (Action::Cancel, _) | (Action::Confirm, None) => return Outcome::Closed,
            (Action::Confirm, Some(choice)) => return Outcome::Done(Picked::Search(choice.said.clone())),
            (Action::Forget, Some(choice)) if !choice.beside.is_empty() => {
                return Outcome::Done(Picked::Forget(choice.name.clone()));
            }
            (other, _) => self.0.act(other, choices.len()),
        }
        Outcome::Open
    }

    /// The mouse is pressed on a line of so many, or the wheel is turned.
    pub fn point(&mut self, pointed: Pointed, searches: &Searches) -> Outcome<Picked> {
        let count = self.choices(searches).len();
        match pointed {
            Pointed::Wheel(direction) => self.0.step(direction, count),
            Pointed::At(y, height) if self.0.click(y, height, count) => return self.act(Action::Confirm, searches),
            Pointed::At(..) => {}
        }
        Outcome::Open
    }

    /// Types into the line that chooses among them.
    pub fn type_in(&mut self, c: char) {
        self.0.type_in(c);
    }

    /// Draws it; gives the cursor.
    pub fn draw(&self, sheet: &mut Sheet, searches: &Searches) -> (usize, usize) {
        self.0.draw(sheet, "> ", &self.choices(searches))
    }

    /// Those that have all the words that are typed, kept ones first, then the latest.
    pub fn choices(&self, searches: &Searches) -> Vec<Choice> {
        let wanted = fold(self.0.text());
        let kept = searches.kept.iter().map(|(name, query)| Choice {
            name: name.clone(),
            beside: "kept".to_owned(),
            said: query.clone(),
        });
        let last = searches.last.iter().rev().map(|query| Choice {
            name: String::new(),
            beside: String::new(),
            said: query.clone(),
        });
        let fits = |choice: &Choice| {
            let said = fold(&format!("{} {}", choice.name, choice.said));
            wanted.split_whitespace().all(|word| said.contains(word))
        };
        kept.chain(last).filter(fits).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kept_searches_come_first_then_the_latest() {
        let kept = vec![("Boats".to_owned(), "ferry OR boat".to_owned())];
        let searches = Searches { kept, last: vec!["ferry".into(), "gulls".into()] };
        let mut list = SearchList::default();
        let said: Vec<String> = list.choices(&searches).into_iter().map(|choice| choice.said).collect();
        assert_eq!(said, ["ferry OR boat", "gulls", "ferry"]);
        "ferr".chars().for_each(|c| list.type_in(c));
        list.act(Action::NextChoice, &searches);
        let picked = list.act(Action::Confirm, &searches);
        assert!(matches!(picked, Outcome::Done(Picked::Search(query)) if query == "ferry"));
        list.act(Action::PreviousChoice, &searches);
        let forgotten = list.act(Action::Forget, &searches);
        assert!(matches!(forgotten, Outcome::Done(Picked::Forget(name)) if name == "Boats"));
        assert_eq!(searches.kept("BOATS").map(|(name, _)| name.as_str()), Some("Boats"));
    }
}
