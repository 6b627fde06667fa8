//! The command line: every action by its name, some with an argument, and a few things that need one. What may be meant is listed with its help.

use super::action::Action;
use super::cells::Sheet;
use super::event::Form;
use super::export_form::{FORMS, Outcome, at_home, said, together};
use super::keymap::{Context, KeyLine, key_table};
use super::pick::{Choice, Pick, Pointed};
use super::pipe_prompt::FORMS as PIPED;
use super::searches::Searches;
use super::tag_prompt::tags;
use crate::export::Format;
use crate::library::{Sort, SortBy};
use crate::text::fold;
use std::path::PathBuf;

/// Commands that take an argument: the name, what stands for the argument, the help.
pub const WITH_ARGUMENT: [(&str, &str, &str); 12] = [
    ("save", "NAME", "keep the present search under a name"),
    ("forget", "NAME", "no longer keep the search of that name"),
    ("search", "QUERY", "search for it"),
    ("sort", "ORDER", "sort by date, score, headline or publisher; with a minus the other way round"),
    ("tag", "TAGS", "give tags, with commas between them; those with a minus are taken away"),
    ("note", "TEXT", "note this of the article; a minus alone takes the note away"),
    (
        "export",
        "FORMAT FOLDER",
        "write the article: as text, markdown, html, json or book, into a folder; either may be left out",
    ),
    ("export-all", "FORMAT FOLDER", "write all articles of the list; together, behind the format: in one file"),
    (
        "pipe",
        "FORMAT COMMAND",
        "give the article, or what is selected, to a command, as text, markdown or json; text if not said",
    ),
    ("open-link", "NUMBER", "open the link of that number"),
    ("footnote", "MARK", "to the footnote of that mark; jump-back returns to the text"),
    ("help", "WORDS", "the keys that have to do with it"),
];

/// The orders by the names they are typed with.
const ORDERS: [(&str, SortBy); 4] = [
    ("date", SortBy::Date),
    ("score", SortBy::Score),
    ("headline", SortBy::Headline),
    ("publisher", SortBy::Publisher),
];

/// What says that many articles go into one file.
const TOGETHER: &str = "together";

/// From this likeness on, a name is taken for a misspelt one.
const ALIKE: f64 = 0.5;

/// What a line asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// An action, with a number where one was given.
    Act(Action, Option<usize>),
    /// The article of that number in the list, from 1.
    GoTo(usize),
    /// Keep the present search.
    Save(String),
    /// Forget a kept search.
    Forget(String),
    /// Search for something.
    Search(String),
    /// Sort.
    Sort(Sort),
    /// Give and take away tags.
    Tag(Vec<(String, bool)>),
    /// Note something of the article; nothing takes the note away.
    Note(String),
    /// Write the article, or all of the list.
    Export(Amount, Option<Form>, Option<PathBuf>),
    /// Give the article, or what is selected, to a command.
    Pipe(Option<Format>, String),
    /// Open the link of that number, from 1.
    OpenLink(usize),
    /// Go to the footnote of that mark.
    Footnote(String),
    /// Look for something in the help.
    Help(String),
}

/// How many articles are to be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Amount {
    /// The article, or what is selected.
    This,
    /// All of the list.
    All,
}

/// Where the actions work that can be called by their names.
const BROWSING: [Context; 3] = [Context::Browse, Context::List, Context::Anywhere];

/// The actions that can be called by their names: those that have a key while browsing, as long as it is not taken away.
pub fn actions() -> impl Iterator<Item = Action> {
    let lines = key_table().into_iter().filter(|line| BROWSING.contains(&line.context));
    lines.map(|line| line.action).filter(|action| *action != Action::Count)
}

/// Reads a line; the error says what is wrong with it.
pub fn read(line: &str) -> Result<Command, String> {
    let line = line.trim();
    let (name, argument) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
    let argument = argument.trim();
    if let (Ok(place), "") = (name.parse(), argument) {
        return Ok(Command::GoTo(place));
    }
    let wants = |what: &str| Err(format!("{name} wants {what}"));
    match (name, argument) {
        ("save" | "forget", "") => wants("a name"),
        ("save", _) => Ok(Command::Save(argument.to_owned())),
        ("forget", _) => Ok(Command::Forget(argument.to_owned())),
        ("search", query) if !query.is_empty() => Ok(Command::Search(query.to_owned())),
        ("tag", text) if !text.is_empty() => Ok(Command::Tag(tags(text))),
        ("note", text) if !text.is_empty() => {
            Ok(Command::Note(if text == "-" { String::new() } else { text.to_owned() }))
        }
        ("export", text) if !text.is_empty() => Ok(exported(Amount::This, text)),
        ("export-all", text) if !text.is_empty() => Ok(exported(Amount::All, text)),
        ("pipe", text) if !text.is_empty() => Ok(piped(text)),
        ("help", text) if !text.is_empty() => Ok(Command::Help(text.to_owned())),
        ("footnote", "") => wants("the mark of a footnote"),
        ("footnote", mark) => Ok(Command::Footnote(mark.to_owned())),
        ("open-link", number) => {
            number.parse().map_or_else(|_| wants("a number"), |number| Ok(Command::OpenLink(number)))
        }
        ("sort", order) if !order.is_empty() => {
            let (order, reversed) = order.strip_prefix('-').map_or((order, false), |order| (order, true));
            match ORDERS.iter().find(|(known, _)| *known == order) {
                Some((_, by)) => Ok(Command::Sort(Sort { by: *by, reversed })),
                None => wants("date, score, headline or publisher"),
            }
        }
        _ => match actions().find(|action| action.name() == name) {
            Some(action) if argument.is_empty() => Ok(Command::Act(action, None)),
            Some(action) => match argument.parse() {
                Ok(count) => Ok(Command::Act(action, Some(count))),
                Err(_) => Err(format!("{name} takes no more than a number")),
            },
            None => Err(unknown(name)),
        },
    }
}

/// `markdown wc -w`: as what, and to which command.
fn piped(text: &str) -> Command {
    let (word, rest) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
    let format = PIPED.iter().copied().find(|format| format.name() == word && !rest.trim().is_empty());
    Command::Pipe(format, if format.is_some() { rest.trim() } else { text }.to_owned())
}

/// `markdown together ~/notes`: as what, whether all in one file, into which folder.
fn exported(amount: Amount, text: &str) -> Command {
    let first = |text: &str| text.split_whitespace().next().unwrap_or_default().len();
    let (word, rest) = text.split_at(first(text));
    let form = FORMS.iter().copied().find(|form| said(*form) == word);
    let rest = if form.is_some() { rest.trim() } else { text };
    let is_whole = form.is_some() && rest.split_whitespace().next() == Some(TOGETHER);
    let folder = if is_whole { rest[TOGETHER.len()..].trim() } else { rest };
    let form = form.map(|form| if is_whole { together(form) } else { form });
    Command::Export(amount, form, Some(folder).filter(|folder| !folder.is_empty()).map(at_home))
}

fn unknown(name: &str) -> String {
    let known = actions().map(Action::name).chain(WITH_ARGUMENT.iter().map(|(name, ..)| *name));
    let nearest = known
        .map(|known| (strsim::normalized_damerau_levenshtein(known, name), known))
        .max_by(|one, other| one.0.total_cmp(&other.0));
    match nearest {
        Some((likeness, known)) if likeness >= ALIKE => format!("There is no command {name}; did you mean {known}?"),
        _ => format!("There is no command {name}"),
    }
}

/// The command line, while it is typed into.
#[derive(Debug, Default)]
pub struct CommandLine {
    pick: Pick,
    /// The keys as the user has them.
    keys: Vec<KeyLine>,
    /// What is wrong with the line.
    wrong: Option<String>,
}

impl CommandLine {
    /// An empty line; the keys are shown beside what they do.
    pub fn of(keys: &[KeyLine]) -> Self {
        CommandLine { keys: keys.to_vec(), ..CommandLine::default() }
    }

    /// Does what a key asks.
    pub fn act(&mut self, action: Action, searches: &Searches) -> Outcome<Command> {
        self.wrong = None;
        let choices = self.choices(searches);
        let chosen = self.pick.choice(choices.len()).map(|place| choices[place].name.clone());
        match action {
            Action::Cancel => return Outcome::Closed,
            Action::DeleteLeft if self.pick.text().is_empty() => return Outcome::Closed,
            Action::Complete => {
                if let Some(chosen) = chosen {
                    self.complete(&chosen);
                }
            }
            Action::Confirm => return self.confirm(chosen),
            other => self.pick.act(other, choices.len()),
        }
        Outcome::Open
    }

    /// Takes the line as it is typed, or the choice that is selected where the line is only the beginning of one.
    fn confirm(&mut self, chosen: Option<String>) -> Outcome<Command> {
        let typed = read(self.pick.text());
        let (command, tried) = match (typed, chosen) {
            (Ok(command), _) => (Ok(command), None),
            (Err(error), Some(chosen)) if !self.pick.text().trim().is_empty() && !self.pick.text().contains(' ') => {
                (read(&chosen).map_err(|_| error), Some(chosen))
            }
            (Err(error), _) => (Err(error), None),
        };
        match command {
            Ok(command) => return Outcome::Done(command),
            Err(_) if self.pick.text().trim().is_empty() => return Outcome::Closed,
            Err(error) => match tried.filter(|tried| WITH_ARGUMENT.iter().any(|(name, ..)| name == tried)) {
                Some(name) => self.complete(&name),
                None => self.wrong = Some(error),
            },
        }
        Outcome::Open
    }

    fn complete(&mut self, chosen: &str) {
        let before = self.pick.text().split_once(' ').map_or(String::new(), |(name, _)| format!("{name} "));
        let wants = before.is_empty() && WITH_ARGUMENT.iter().any(|(name, ..)| *name == chosen);
        self.pick.set(&format!("{before}{chosen}{}", if wants { " " } else { "" }));
    }

    /// The mouse is pressed on a line of so many, or the wheel is turned.
    pub fn point(&mut self, pointed: Pointed, searches: &Searches) -> Outcome<Command> {
        let choices = self.choices(searches);
        match pointed {
            Pointed::Wheel(direction) => self.pick.step(direction, choices.len()),
            Pointed::At(y, height) if self.pick.click(y, height, choices.len()) => {
                if let Some(chosen) = self.pick.choice(choices.len()).and_then(|place| choices.get(place)) {
                    self.complete(&chosen.name);
                }
                return self.act(Action::Confirm, searches);
            }
            Pointed::At(..) => {}
        }
        Outcome::Open
    }

    /// Types into it.
    pub fn type_in(&mut self, c: char) {
        self.wrong = None;
        self.pick.type_in(c);
    }

    /// Draws it; gives the cursor.
    pub fn draw(&self, sheet: &mut Sheet, searches: &Searches) -> (usize, usize) {
        let cursor = self.pick.draw(sheet, ":", &self.choices(searches));
        if let Some(wrong) = &self.wrong {
            sheet.write(1, 1, wrong, super::theme::Role::Error);
        }
        cursor
    }

    /// What may be meant: commands that begin so, those that have it inside, those whose help speaks of it; behind a command, its arguments.
    fn choices(&self, searches: &Searches) -> Vec<Choice> {
        let text = self.pick.text();
        if let Some((name, argument)) = text.split_once(' ') {
            return arguments(name, &fold(argument.trim()), searches);
        }
        let wanted = fold(text.trim());
        let with = WITH_ARGUMENT.iter().map(|(name, argument, help)| Choice {
            name: (*name).to_owned(),
            beside: (*argument).to_owned(),
            said: (*help).to_owned(),
        });
        let keys =
            |action: Action| self.keys.iter().find(|line| line.action == action && BROWSING.contains(&line.context));
        let plain = actions().map(|action| Choice {
            name: action.name().to_owned(),
            beside: keys(action).map_or_else(String::new, |line| line.keys.clone()),
            said: action.help().to_owned(),
        });
        let rank = |choice: &Choice| match () {
            () if choice.name.starts_with(&wanted) => Some(0),
            () if choice.name.contains(&wanted) => Some(1),
            () if fold(&choice.said).contains(&wanted) => Some(2),
            () => None,
        };
        let mut found: Vec<(u8, Choice)> =
            with.chain(plain).filter_map(|choice| rank(&choice).map(|rank| (rank, choice))).collect();
        found.sort_by_key(|(rank, _)| *rank);
        found.into_iter().map(|(_, choice)| choice).collect()
    }
}

fn arguments(name: &str, typed: &str, searches: &Searches) -> Vec<Choice> {
    let choice =
        |name: &str, said: &str| Choice { name: name.to_owned(), beside: String::new(), said: said.to_owned() };
    let all: Vec<Choice> = match name {
        "save" | "forget" => searches.kept.iter().map(|(name, query)| choice(name, query)).collect(),
        "sort" => ORDERS.iter().map(|(order, _)| choice(order, "")).collect(),
        "pipe" => PIPED.iter().map(|format| choice(format.name(), "")).collect(),
        "export" | "export-all" => FORMS.iter().map(|form| choice(said(*form), "")).collect(),
        _ => Vec::new(),
    };
    all.into_iter().filter(|choice| fold(&choice.name).starts_with(typed)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_read() {
        for (line, command) in [
            ("42", Command::GoTo(42)),
            ("next-group", Command::Act(Action::NextGroup, None)),
            (" down 3 ", Command::Act(Action::Down, Some(3))),
            ("save the boats", Command::Save("the boats".into())),
            ("search ferry -fares", Command::Search("ferry -fares".into())),
            ("search", Command::Act(Action::Search, None)),
            ("sort -headline", Command::Sort(Sort { by: SortBy::Headline, reversed: true })),
            ("tag a, -b", Command::Tag(vec![("a".into(), true), ("b".into(), false)])),
            ("note ask Bo", Command::Note("ask Bo".into())),
            ("note -", Command::Note(String::new())),
            ("export markdown", Command::Export(Amount::This, Some(Form::Files(Format::Markdown)), None)),
            ("export-all book a b", Command::Export(Amount::All, Some(Form::Book), Some("a b".into()))),
            (
                "export-all text together x",
                Command::Export(Amount::All, Some(Form::Whole(Format::Text)), Some("x".into())),
            ),
            ("export notes", Command::Export(Amount::This, None, Some("notes".into()))),
            ("pipe wc -w", Command::Pipe(None, "wc -w".into())),
            ("pipe json jq .", Command::Pipe(Some(Format::Json), "jq .".into())),
            ("pipe json", Command::Pipe(None, "json".into())),
            ("open-link 2", Command::OpenLink(2)),
            ("help next hit", Command::Help("next hit".into())),
        ] {
            assert_eq!(read(line), Ok(command), "{line}");
        }
        for (line, error) in [
            ("save", "save wants a name"),
            ("sort size", "sort wants date, score, headline or publisher"),
            ("exprot", "There is no command exprot; did you mean export?"),
            ("qqq", "There is no command qqq"),
            ("down x", "down takes no more than a number"),
            ("open-link", "open-link wants a number"),
        ] {
            assert_eq!(read(line), Err(error.into()), "{line}");
        }
    }

    #[test]
    fn every_action_of_the_table_that_can_be_called_is_read_by_its_name() {
        for action in actions() {
            assert_eq!(read(action.name()), Ok(Command::Act(action, None)));
        }
    }

    fn typed(keys: &str) -> CommandLine {
        let mut line = CommandLine::default();
        keys.chars().for_each(|c| line.type_in(c));
        line
    }

    #[test]
    fn a_beginning_is_completed_and_taken() {
        let searches = Searches { kept: vec![("Boats".into(), "ferry".into())], last: Vec::new() };
        let mut line = typed("exp");
        line.act(Action::NextChoice, &searches);
        assert!(matches!(line.act(Action::Confirm, &searches), Outcome::Done(Command::Act(Action::ExportAll, None))));
        let mut line = typed("sav");
        line.act(Action::Confirm, &searches);
        assert_eq!(line.pick.text(), "save ");
        line.act(Action::Complete, &searches);
        assert_eq!(line.pick.text(), "save Boats");
        let mut line = typed("xyz");
        assert!(matches!(line.act(Action::Confirm, &searches), Outcome::Open));
        assert!(line.wrong.is_some());
        assert!(matches!(typed("").act(Action::DeleteLeft, &searches), Outcome::Closed));
    }
}
