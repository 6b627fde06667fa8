//! Acting on the article: its address, its text, files, marks and tags.

use super::asking::News;
use super::{App, Overlay};
use crate::article::{Article, ArticleId, Headline};
use crate::export::{Format, Layout, export};
use crate::library::Row;
use crate::tui::chosen::{Chosen, Which};
use crate::tui::command::Amount;
use crate::tui::desk::Around;
use crate::tui::event::{Effect, Form, Notice, Order, Pipe, Wanted};
use crate::tui::export_form::ExportForm;
use crate::tui::marks::{Act, Change, Mark};
use crate::tui::panes::Focus;
use crate::tui::pipe_prompt::PipePrompt;
use crate::tui::tag_prompt::TagPrompt;
use std::path::PathBuf;

/// What a row knows of its article: enough to name a file by.
fn sample(row: &Row) -> Article {
    Article {
        headline: Headline { text: row.headline.clone(), derived: row.derived },
        byline: row.byline.iter().filter_map(|names| names.split(", ").next()).map(str::to_owned).collect(),
        publisher: row.publisher.clone(),
        section: row.section.clone(),
        published: row.published,
        language: row.language.clone(),
        ..Article::default()
    }
}

impl App {
    /// The article that keys act on: the one being read, or the one selected.
    fn subject(&self) -> Option<ArticleId> {
        match (&self.reader, self.panes.focus) {
            (Some(reader), Focus::Reader) => Some(reader.id),
            _ => self.list.selected().map(|row| row.id),
        }
    }

    pub(in crate::tui) fn subject_row(&self) -> Option<&Row> {
        let id = self.subject()?;
        self.list.find(id)
    }

    fn address(&mut self) -> Option<String> {
        let id = self.subject()?;
        let from_reader =
            self.reader.as_ref().filter(|reader| reader.id == id).and_then(|reader| reader.article.url.clone());
        let address = from_reader.or_else(|| self.list.find(id)?.url.clone());
        if address.is_none() {
            self.notice = Some(Notice::new("The page does not say where it is on the web."));
        }
        address
    }

    pub(super) fn open_url(&mut self, effects: &mut Vec<Effect>) {
        if let Some(address) = self.address() {
            self.open_address(&address, effects);
        }
    }

    pub(super) fn copy_url(&mut self, effects: &mut Vec<Effect>) {
        if let Some(address) = self.address() {
            effects.push(Effect::Copy(address, "address"));
        }
    }

    pub(super) fn copy_text(&mut self, effects: &mut Vec<Effect>) {
        if let Some(reader) = &self.reader {
            effects.push(Effect::Copy(export(&reader.article, Format::Text, Layout::default()), "text"));
        }
    }

    pub(super) fn export_one(&mut self) {
        let Some(reader) = &self.reader else { return };
        let form = ExportForm::new(Wanted::One(reader.id), &self.manner, reader.article.clone());
        self.overlay = Some(Overlay::Export(Box::new(form)));
    }

    /// Writes what is selected; without a selection, all that match.
    pub(super) fn export_all(&mut self) {
        let (which, count) = match self.selection() {
            Some(which) => (which, self.selected_count()),
            None => (Which::all(&self.query, self.sort), self.list.total),
        };
        if count > 0 {
            let sample = self.list.selected().map(sample).unwrap_or_default();
            let form = ExportForm::new(Wanted::Many(which, count), &self.manner, sample);
            self.overlay = Some(Overlay::Export(Box::new(form)));
        }
    }

    /// What is selected, or the article that keys act on.
    fn wanted(&self) -> Option<Wanted> {
        match (self.selection(), self.subject()) {
            (Some(which), _) => Some(Wanted::Many(which, self.selected_count())),
            (None, Some(id)) => Some(Wanted::One(id)),
            (None, None) => None,
        }
    }

    /// Gives what is selected, or the article, to a command.
    pub(super) fn pipe(&mut self) {
        if let Some(what) = self.wanted() {
            self.overlay = Some(Overlay::Pipe(PipePrompt::new(what, &self.piped)));
        }
    }

    /// The same, with the command said already.
    pub(super) fn pipe_to(&mut self, format: Option<Format>, command: String, effects: &mut Vec<Effect>) {
        if let Some(what) = self.wanted() {
            let format = format.unwrap_or(Format::Text);
            self.piped = (format, command.clone());
            effects.push(Effect::Pipe(Pipe { what, format, command }));
        }
    }

    /// Writes articles without asking: in the form and into the folder used last, where none are said.
    pub(super) fn export_as(
        &mut self,
        amount: Amount,
        form: Option<Form>,
        folder: Option<PathBuf>,
        effects: &mut Vec<Effect>,
    ) {
        let all = || Wanted::Many(Which::all(&self.query, self.sort), self.list.total);
        let what = match amount {
            Amount::All if self.selection().is_none() => Some(all()).filter(|_| self.list.total > 0),
            _ => self.wanted(),
        };
        self.manner.form = form.unwrap_or(self.manner.form);
        self.manner.folder = folder.unwrap_or_else(|| self.manner.folder.clone());
        let order = |what| Order { what, manner: self.manner.clone() };
        effects.extend(what.map(order).map(Effect::Export));
    }

    pub(super) fn on_piped(&mut self, ended: Result<Option<i32>, String>) {
        self.notice = Some(match ended {
            Ok(None) => Notice::new("The command has ended."),
            Ok(Some(status)) => Notice::failed(format!("The command ended with status {status}.")),
            Err(error) => Notice::failed(format!("The command could not be run: {error}")),
        });
    }

    /// Marks the article in the reader as read; reading it is no change that is undone.
    pub(super) fn mark_read(&mut self, effects: &mut Vec<Effect>) {
        let Some(id) = self.reader.as_ref().map(|reader| reader.id) else { return };
        if self.list.find(id).is_some_and(|row| !row.marks.read) {
            effects.push(Effect::Mark(vec![Change::Marked(vec![id], Mark::Read(true))]));
        }
    }

    /// Does something to what is selected; without a selection, to the article that keys act on.
    fn mark(&mut self, act: Act, effects: &mut Vec<Effect>) {
        if let Some(which) = self.selection() {
            effects.push(Effect::Act(act, which));
        } else if let Some(row) = self.subject_row() {
            let changes = act.changes(&[(row.id, row.marks.clone())]);
            self.change(changes, effects);
        }
    }

    pub(super) fn toggle_read(&mut self, effects: &mut Vec<Effect>) {
        self.mark(Act::Read, effects);
    }

    pub(super) fn toggle_star(&mut self, effects: &mut Vec<Effect>) {
        self.mark(Act::Star, effects);
    }

    pub(super) fn tag(&mut self, effects: &mut Vec<Effect>) {
        let has = match self.selection() {
            Some(_) => None,
            None => match self.subject_row() {
                Some(row) => Some(row.marks.tags.clone()),
                None => return,
            },
        };
        self.overlay = Some(Overlay::Tag(TagPrompt::new(has)));
        effects.push(Effect::ListTags);
    }

    pub(super) fn give_tags(&mut self, tags: Vec<(String, bool)>, effects: &mut Vec<Effect>) {
        if !tags.is_empty() {
            self.mark(Act::Tag(tags), effects);
        }
    }

    /// Hides the article, or shows it again; the next one takes its place.
    pub(super) fn hide(&mut self, effects: &mut Vec<Effect>) {
        if self.selection().is_some() {
            return self.mark(Act::Hide, effects);
        }
        if self.subject_row().is_some() {
            let below = self.list.row(self.list.index + 1).or_else(|| self.list.row(self.list.index.checked_sub(1)?));
            let next = below.map(|row| row.id);
            self.mark(Act::Hide, effects);
            self.opening.adrift = false;
            self.ask(Around::Article(next), News::Library, effects);
        }
    }

    /// What was done to many articles can be undone at once; where some were hidden, the list is asked for again.
    pub(super) fn on_done(&mut self, changes: &[Change], effects: &mut Vec<Effect>) {
        if changes.is_empty() {
            self.notice = Some(Notice::new("They are so already."));
            return;
        }
        self.on_marked(changes, effects);
        self.say_done(changes);
        if changes.iter().any(|change| matches!(change, Change::Marked(_, Mark::Hidden(_)))) {
            self.chosen = Chosen::default();
            self.ask(Around::Place(self.list.index), News::Library, effects);
        }
    }

    /// Keeps changes, in a way that they can be undone.
    pub(super) fn change(&mut self, changes: Vec<Change>, effects: &mut Vec<Effect>) {
        if changes.is_empty() {
            return;
        }
        self.say_done(&changes);
        effects.push(Effect::Mark(changes));
    }

    fn say_done(&mut self, changes: &[Change]) {
        let said: Vec<String> = changes.iter().map(Change::said).collect();
        self.notice = Some(Notice::new(format!("{}; u undoes it.", said.join(", "))));
        self.undo.push(changes.iter().rev().map(Change::inverse).collect());
    }

    pub(super) fn undo(&mut self, effects: &mut Vec<Effect>) {
        let Some(changes) = self.undo.pop() else {
            self.notice = Some(Notice::new("Nothing to undo."));
            return;
        };
        let said: Vec<String> = changes.iter().map(Change::said).collect();
        self.notice = Some(Notice::new(format!("Undone: {}.", said.join(", "))));
        let shown = changes.iter().find_map(Change::shown_again);
        let kept = changes.iter().any(|change| matches!(change, Change::Kept(..)));
        effects.push(Effect::Mark(changes));
        effects.extend(kept.then_some(Effect::ListSearches));
        if shown.is_some() {
            self.list.wanted = shown;
            self.ask(Around::Article(shown), News::Library, effects);
        }
    }
}
