//! Notes: written in a line or in the user's editor.

use super::{App, Overlay};
use crate::article::ArticleId;
use crate::text::sanitise;
use crate::tui::event::{Effect, Notice};
use crate::tui::marks::Change;
use crate::tui::note_prompt::{NotePrompt, Wish};

impl App {
    pub(super) fn note(&mut self, effects: &mut Vec<Effect>) {
        let Some(row) = self.subject_row() else { return };
        let (id, note) = (row.id, row.marks.note.clone().unwrap_or_default());
        if NotePrompt::holds(&note) {
            self.overlay = Some(Overlay::Note(NotePrompt::new(id, &note)));
        } else {
            effects.push(Effect::Edit(id, note));
        }
    }

    /// Keeps a note without asking.
    pub(super) fn note_down(&mut self, text: &str, effects: &mut Vec<Effect>) {
        if let Some(id) = self.subject_row().map(|row| row.id) {
            self.keep_note(id, text, effects);
        }
    }

    pub(super) fn grant(&mut self, id: ArticleId, wish: Wish, effects: &mut Vec<Effect>) {
        match wish {
            Wish::Keep(text) => self.keep_note(id, &text, effects),
            Wish::Edit(text) => effects.push(Effect::Edit(id, text)),
        }
    }

    pub(super) fn on_edited(&mut self, id: ArticleId, text: Result<Option<String>, String>, effects: &mut Vec<Effect>) {
        match text {
            Ok(Some(text)) => self.keep_note(id, &text, effects),
            Ok(None) => self.notice = Some(Notice::new("The editor was left without keeping the note.")),
            Err(error) => self.notice = Some(Notice::failed(format!("The editor could not be run: {error}"))),
        }
    }

    fn keep_note(&mut self, id: ArticleId, text: &str, effects: &mut Vec<Effect>) {
        let before = self.list.find(id).and_then(|row| row.marks.note.clone()).unwrap_or_default();
        let now = sanitise(text.trim()).into_owned();
        if now != before {
            self.change(vec![Change::Noted(id, [before, now])], effects);
        }
    }

    /// Shows the note in the reader.
    pub(super) fn on_noted(&mut self, changes: &[Change]) {
        for change in changes {
            if let (Change::Noted(id, [_, now]), Some(reader)) = (change, &mut self.reader)
                && reader.id == *id
            {
                reader.set_note(Some(now.as_str()).filter(|now| !now.is_empty()));
            }
        }
    }
}
