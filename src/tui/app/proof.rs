//! Looking behind the article: the X-ray with its corrections, and the page as it came.

use super::{App, Overlay};
use crate::article::ArticleId;
use crate::clean::Proof;
use crate::correction::Ruling;
use crate::tui::action::Action;
use crate::tui::event::{Effect, Notice};
use crate::tui::marks::Change;
use crate::tui::xray::{Xray, objection};
use ratatui::layout::Position;

/// What each key of the X-ray says of a block.
const RULINGS: [(Action, Option<Ruling>); 7] = [
    (Action::KeepBlock, Some(Ruling::Keep)),
    (Action::DropBlock, Some(Ruling::Drop)),
    (Action::HeadlineBlock, Some(Ruling::Headline)),
    (Action::BylineBlock, Some(Ruling::Byline)),
    (Action::DateBlock, Some(Ruling::Date)),
    (Action::CaptionBlock, Some(Ruling::Caption)),
    (Action::AsCleaned, None),
];

impl App {
    pub(super) fn open_xray(&mut self, effects: &mut Vec<Effect>) {
        if let Some(reader) = &self.reader {
            let id = reader.id;
            self.overlay = Some(Overlay::Xray(Xray::of(id)));
            self.ask_for_proof(id, effects);
        }
    }

    fn ask_for_proof(&mut self, id: ArticleId, effects: &mut Vec<Effect>) {
        self.proofs += 1;
        effects.push(Effect::Proof(id, self.proofs));
    }

    pub(super) fn act_in_xray(&mut self, action: Action, effects: &mut Vec<Effect>) {
        let Some(Overlay::Xray(xray)) = &mut self.overlay else { return };
        match action {
            Action::Down => xray.step(1),
            Action::Up => xray.step(-1),
            Action::HalfDown => xray.leaf(5),
            Action::HalfUp => xray.leaf(-5),
            Action::PageDown => xray.leaf(10),
            Action::PageUp => xray.leaf(-10),
            Action::First => xray.step(isize::MIN),
            Action::Last => xray.step(isize::MAX),
            Action::NextEdge => xray.go_to_edge(true),
            Action::PreviousEdge => xray.go_to_edge(false),
            Action::Cancel => self.overlay = None,
            Action::Help => self.open_help(),
            Action::Undo => self.undo(effects),
            other => {
                if let Some((_, ruling)) = RULINGS.iter().find(|(action, _)| *action == other) {
                    self.rule(*ruling, effects);
                }
            }
        }
        self.show_block();
    }

    /// The mouse is pressed in the page behind the article.
    pub(super) fn click_in_xray(&mut self, at: Position) {
        let area = self.panes.areas(self.searching).list;
        if let Some(Overlay::Xray(xray)) = self.overlay.as_mut().filter(|_| area.contains(at)) {
            xray.click(usize::from(at.y - area.y), usize::from(area.width));
            self.show_block();
        }
    }

    /// The reader shows the block that is selected.
    pub(super) fn show_block(&mut self) {
        if let (Some(Overlay::Xray(xray)), Some(reader)) = (&self.overlay, &mut self.reader)
            && let Some(block) = xray.selected()
        {
            reader.show_text(&block.text);
        }
    }

    /// Says what the selected block is; what the reader said of another headline is taken back, for there is one.
    fn rule(&mut self, ruling: Option<Ruling>, effects: &mut Vec<Effect>) {
        let Some(Overlay::Xray(xray)) = &self.overlay else { return };
        let (Some(block), id) = (xray.selected(), xray.id) else { return };
        if let Some(said) = objection(block, ruling) {
            self.notice = Some(Notice::new(said));
            return;
        }
        let mut changes = vec![Change::Corrected(id, block.key, [block.ruling, ruling])];
        if let Some(other) = xray.headline().filter(|_| ruling == Some(Ruling::Headline)) {
            changes.push(Change::Corrected(id, other.key, [other.ruling, None]));
        }
        self.change(changes, effects);
    }

    /// What was corrected is put together again: beside the X-ray at once, in the library as soon as it can be.
    pub(super) fn on_corrected(&mut self, changes: &[Change], effects: &mut Vec<Effect>) {
        let corrected = changes.iter().find_map(|change| match change {
            Change::Corrected(id, ..) => Some(*id),
            Change::Marked(..) | Change::Noted(..) | Change::Kept(..) => None,
        });
        if let Some(id) = corrected {
            self.ask_for_proof(id, effects);
            effects.push(Effect::Recast);
        }
    }

    pub(super) fn on_proof(&mut self, id: ArticleId, number: u64, proof: Result<Box<Proof>, String>) {
        if number != self.proofs {
            return;
        }
        let proof = match proof {
            Ok(proof) => *proof,
            Err(error) => {
                self.overlay.take_if(|overlay| matches!(overlay, Overlay::Xray(_)));
                self.notice = Some(Notice::new(capital(&error)));
                return;
            }
        };
        self.renew(id, proof.article.clone());
        if let Some(Overlay::Xray(xray)) = self.overlay.as_mut()
            && xray.id == id
        {
            xray.take(proof);
        }
    }

    pub(super) fn toggle_original(&mut self, effects: &mut Vec<Effect>) {
        let Some(reader) = &mut self.reader else { return };
        if reader.shows_source() {
            reader.show_article();
        } else {
            effects.push(Effect::Source(reader.id));
            self.read(effects);
        }
    }

    pub(super) fn on_source(&mut self, id: ArticleId, source: Result<String, String>) {
        let Some(reader) = self.reader.as_mut().filter(|reader| reader.id == id) else { return };
        match source {
            Ok(source) => reader.show_source(&source),
            Err(error) => self.notice = Some(Notice::new(capital(&error))),
        }
    }
}

/// A message as a sentence.
fn capital(said: &str) -> String {
    let mut letters = said.chars();
    let first: String = letters.next().into_iter().flat_map(char::to_uppercase).collect();
    format!("{first}{}.", letters.as_str())
}
