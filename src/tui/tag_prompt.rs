//! The tag prompt: tags to add, with commas between them; those with `-` before them are taken away. Tags in use are offered.

use super::action::Action;
use super::cells::Sheet;
use super::export_form::Outcome;
use super::field;
use super::theme::Role;
use crate::text::{fold, sanitise_line, squeeze};
use tui_input::{Input, InputRequest};

/// How many tags are offered at a time.
const OFFERED: usize = 5;

/// The prompt as it is filled in.
#[derive(Debug)]
pub struct TagPrompt {
    /// The tags that the article has; those of many articles are not known.
    has: Option<Vec<String>>,
    known: Vec<String>,
    input: Input,
    choice: usize,
}

impl TagPrompt {
    /// A prompt for an article with the tags it has, or for many articles.
    pub fn new(has: Option<Vec<String>>) -> Self {
        TagPrompt { has, known: Vec::new(), input: Input::default(), choice: 0 }
    }

    /// Takes the tags of the library.
    pub fn offer(&mut self, known: Vec<String>) {
        self.known = known;
    }

    /// Does what a key asks.
    pub fn act(&mut self, action: Action) -> Outcome<Vec<(String, bool)>> {
        let offered = self.offered().len().max(1);
        match action {
            Action::NextChoice => self.choice = (self.choice + 1) % offered,
            Action::PreviousChoice => self.choice = (self.choice + offered - 1) % offered,
            Action::Complete => self.complete(),
            Action::Cancel => return Outcome::Closed,
            Action::Confirm => return Outcome::Done(self.changes()),
            other => {
                if let Some(request) = other.edit() {
                    self.input.handle(request);
                    self.choice = 0;
                }
            }
        }
        Outcome::Open
    }

    /// Types into it.
    pub fn type_in(&mut self, c: char) {
        self.input.handle(InputRequest::InsertChar(c));
        self.choice = 0;
    }

    /// The lines it takes.
    pub const HEIGHT: usize = OFFERED + 4;

    /// Draws it; gives the cursor.
    pub fn draw(&self, sheet: &mut Sheet) -> (usize, usize) {
        let (has, role) = match &self.has {
            None => ("those of each article".to_owned(), Role::Dim),
            Some(has) if has.is_empty() => ("none yet".to_owned(), Role::Dim),
            Some(has) => (format!("#{}", has.join(" #")), Role::Tag),
        };
        let x = sheet.write(0, 0, "Has ", Role::Dim);
        sheet.write(x, 0, &has, role);
        let x = sheet.write(0, 1, "Tag ", Role::Dim);
        let room = sheet.width().saturating_sub(x);
        let cursor = field::draw(sheet, (x, 1), room, &self.input, |_| Role::Text);
        for (place, tag) in self.offered().iter().enumerate() {
            let role = if place == self.choice { Role::Selected } else { Role::of_tag(tag) };
            sheet.write(x, 2 + place, &format!("#{tag}"), role);
        }
        sheet.write(0, 3 + OFFERED, "Tab complete · , next · - take away", Role::Dim);
        (cursor, 1)
    }

    /// The last tag of the line, as far as it is typed: where it starts, whether it is taken away.
    fn typed(&self) -> (usize, bool, &str) {
        let line = self.input.value();
        let start = line.rfind(',').map_or(0, |comma| comma + 1);
        let tag = line[start..].trim_start();
        let start = line.len() - tag.len();
        match tag.strip_prefix('-') {
            Some(tag) => (start + 1, true, tag),
            None => (start, false, tag),
        }
    }

    fn offered(&self) -> Vec<&str> {
        let (_, away, typed) = self.typed();
        let typed = fold(typed.trim_start_matches('#'));
        let pool = if away { self.has.as_ref().unwrap_or(&self.known) } else { &self.known };
        let has = |tag: &String| self.has.as_ref().is_some_and(|has| has.contains(tag));
        let mut fitting: Vec<&str> =
            pool.iter().filter(|tag| fold(tag).contains(&typed) && (away || !has(tag))).map(String::as_str).collect();
        fitting.sort_by_key(|tag| !fold(tag).starts_with(&typed));
        fitting.truncate(OFFERED);
        fitting
    }

    fn complete(&mut self) {
        let Some(tag) = self.offered().get(self.choice).map(|tag| (*tag).to_owned()) else { return };
        let (start, ..) = self.typed();
        let line = format!("{}{tag}, ", &self.input.value()[..start]);
        self.input = Input::from(line);
        self.choice = 0;
    }

    /// The tags to give and to take away.
    fn changes(&self) -> Vec<(String, bool)> {
        let so = |(tag, has): &(String, bool)| self.has.as_ref().is_some_and(|tags| tags.contains(tag) == *has);
        tags(self.input.value()).into_iter().filter(|change| !so(change)).collect()
    }
}

/// Tags as they are typed, with commas between them; false for those that are to be taken away.
pub fn tags(text: &str) -> Vec<(String, bool)> {
    text.split(',')
        .filter_map(|written| {
            let written = written.trim();
            let (tag, has) = written.strip_prefix('-').map_or((written, true), |tag| (tag, false));
            let tag = squeeze(&sanitise_line(tag.trim_start_matches('#')));
            (!tag.is_empty()).then_some((tag, has))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn prompt(line: &str) -> TagPrompt {
        let mut prompt = TagPrompt::new(Some(vec!["old".into()]));
        prompt.offer(vec!["summit".into(), "ferry".into(), "subsidy".into(), "old".into()]);
        line.chars().for_each(|c| prompt.type_in(c));
        prompt
    }

    #[test]
    fn tags_are_added_and_taken_away() {
        assert_eq!(
            prompt("a b, #c,-old, -unknown, old,").changes(),
            [("a b".into(), true), ("c".into(), true), ("old".into(), false)]
        );
    }

    #[test]
    fn tags_in_use_are_offered_and_completed() {
        assert_eq!(prompt("su").offered(), ["summit", "subsidy"]);
        assert_eq!(prompt("x, -o").offered(), ["old"]);
        let mut prompt = prompt("x, su");
        prompt.act(Action::NextChoice);
        prompt.act(Action::Complete);
        assert_eq!(prompt.input.value(), "x, subsidy, ");
    }
}
