//! Acting on the article: its address, its text, files, marks and tags.

use super::asking::News;
use super::{App, Overlay};
use crate::article::ArticleId;
use crate::export::{Format, Layout, export, file_name};
use crate::library::Row;
use crate::tui::desk::Around;
use crate::tui::event::{Effect, Notice, Wanted};
use crate::tui::export_form::ExportForm;
use crate::tui::marks::Change;
use crate::tui::panes::Focus;
use crate::tui::tag_prompt::TagPrompt;
use url::Url;

/// What the browser may be given.
const SCHEMES: [&str; 3] = ["http", "https", "mailto"];

impl App {
    /// The article that keys act on: the one being read, or the one selected.
    fn subject(&self) -> Option<ArticleId> {
        match (&self.reader, self.panes.focus) {
            (Some(reader), Focus::Reader) => Some(reader.id),
            _ => self.list.selected().map(|row| row.id),
        }
    }

    pub(super) fn subject_row(&self) -> Option<&Row> {
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
        let Some(address) = self.address() else { return };
        match Url::parse(&address) {
            Ok(url) if SCHEMES.contains(&url.scheme()) => effects.push(Effect::OpenUrl(url.into())),
            _ => self.notice = Some(Notice::failed(format!("Only web and mail addresses are opened, not {address}"))),
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
        let name = file_name(&reader.article, Format::Text);
        let stem = name.strip_suffix(".txt").unwrap_or(&name).to_owned();
        let form = ExportForm::new(Wanted::One(reader.id), Some(stem), self.format, &self.folder);
        self.overlay = Some(Overlay::Export(form));
    }

    pub(super) fn export_all(&mut self) {
        if self.list.total > 0 {
            let all = Wanted::All(self.query.clone(), self.sort, self.list.total);
            self.overlay = Some(Overlay::Export(ExportForm::new(all, None, self.format, &self.folder)));
        }
    }

    /// Marks the article in the reader as read; reading it is no change that is undone.
    pub(super) fn mark_read(&mut self, effects: &mut Vec<Effect>) {
        let Some(id) = self.reader.as_ref().map(|reader| reader.id) else { return };
        if self.list.find(id).is_some_and(|row| !row.marks.read) {
            effects.push(Effect::Mark(vec![Change::Read(id, true)]));
        }
    }

    pub(super) fn toggle_read(&mut self, effects: &mut Vec<Effect>) {
        if let Some(row) = self.subject_row() {
            let change = Change::Read(row.id, !row.marks.read);
            self.change(vec![change], effects);
        }
    }

    pub(super) fn toggle_star(&mut self, effects: &mut Vec<Effect>) {
        if let Some(row) = self.subject_row() {
            let change = Change::Starred(row.id, !row.marks.starred);
            self.change(vec![change], effects);
        }
    }

    pub(super) fn tag(&mut self, effects: &mut Vec<Effect>) {
        if let Some(row) = self.subject_row() {
            self.overlay = Some(Overlay::Tag(TagPrompt::new(row.id, row.marks.tags.clone())));
            effects.push(Effect::ListTags);
        }
    }

    /// Hides the article, or shows it again; the next one takes its place.
    pub(super) fn hide(&mut self, effects: &mut Vec<Effect>) {
        if let Some(row) = self.subject_row() {
            let change = Change::Hidden(row.id, !row.marks.hidden);
            let below = self.list.row(self.list.index + 1).or_else(|| self.list.row(self.list.index.checked_sub(1)?));
            let next = below.map(|row| row.id);
            self.change(vec![change], effects);
            self.opening.adrift = false;
            self.ask(Around::Article(next), News::Library, effects);
        }
    }

    /// Keeps changes, in a way that they can be undone.
    pub(super) fn change(&mut self, changes: Vec<Change>, effects: &mut Vec<Effect>) {
        if changes.is_empty() {
            return;
        }
        let said: Vec<String> = changes.iter().map(Change::said).collect();
        self.notice = Some(Notice::new(format!("{}; u undoes it.", said.join(", "))));
        self.undo.push(changes.iter().rev().map(Change::inverse).collect());
        effects.push(Effect::Mark(changes));
    }

    pub(super) fn undo(&mut self, effects: &mut Vec<Effect>) {
        let Some(changes) = self.undo.pop() else {
            self.notice = Some(Notice::new("Nothing to undo."));
            return;
        };
        let said: Vec<String> = changes.iter().map(Change::said).collect();
        self.notice = Some(Notice::new(format!("Undone: {}.", said.join(", "))));
        let shown =
            changes.iter().find_map(|change| if let Change::Hidden(id, false) = change { Some(*id) } else { None });
        effects.push(Effect::Mark(changes));
        if shown.is_some() {
            self.list.wanted = shown;
            self.ask(Around::Article(shown), News::Library, effects);
        }
    }
}
