//! Following links: only web and mail addresses are ever opened, as one argument of a program.

use super::{App, Overlay};
use crate::tui::action::Action;
use crate::tui::event::{Effect, Notice};
use crate::tui::links::{Hints, Leads, LinkList, Typed};
use url::Url;

/// What the browser may be given.
const SCHEMES: [&str; 3] = ["http", "https", "mailto"];

impl App {
    pub(super) fn open_address(&mut self, address: &str, effects: &mut Vec<Effect>) {
        match Url::parse(address) {
            Ok(url) if SCHEMES.contains(&url.scheme()) => effects.push(Effect::OpenUrl(url.into())),
            _ => self.notice = Some(Notice::failed(format!("Only web and mail addresses are opened, not {address}"))),
        }
    }

    pub(super) fn hint_links(&mut self, effects: &mut Vec<Effect>) {
        let Some(links) = self.reader.as_ref().map(super::Reader::links_seen) else { return };
        if links.is_empty() {
            self.notice = Some(Notice::new("No links are seen here."));
            return;
        }
        self.read(effects);
        self.overlay = Some(Overlay::Hints(Hints::over(links)));
    }

    pub(super) fn list_links(&mut self) {
        let Some(reader) = &self.reader else { return };
        let links = reader.links();
        if links.is_empty() {
            self.notice = Some(Notice::new("This article has no links."));
        } else {
            self.overlay = Some(Overlay::Links(LinkList::of(links, usize::from(self.panes.size.height))));
        }
    }

    /// Opens a link by its number in the list of links.
    pub(super) fn open_link(&mut self, number: usize, effects: &mut Vec<Effect>) {
        let links = self.reader.as_ref().map(super::Reader::links).unwrap_or_default();
        let address = number.checked_sub(1).and_then(|place| links.get(place)?.address().map(str::to_owned));
        match address {
            Some(address) => self.open_address(&address, effects),
            None => self.notice = Some(Notice::new(format!("This article has no link {number}."))),
        }
    }

    /// A letter of a hint.
    pub(super) fn follow_hint(&mut self, c: char, effects: &mut Vec<Effect>) {
        let Some(Overlay::Hints(hints)) = &mut self.overlay else { return };
        let typed = hints.type_in(c);
        if typed == Typed::More {
            return;
        }
        self.overlay = None;
        match typed {
            Typed::Found(Leads::Out(address)) => self.open_address(&address, effects),
            Typed::Found(Leads::Within(place)) => self.jump_to(place),
            _ => self.notice = Some(Notice::new("No link has these letters.")),
        }
    }

    /// Goes to the footnote of a mark, as it is read in the text.
    pub(super) fn go_to_footnote(&mut self, mark: &str, effects: &mut Vec<Effect>) {
        match self.reader.as_ref().and_then(|reader| reader.footnote(mark)) {
            Some(place) => {
                self.read(effects);
                self.jump_to(place);
            }
            None => self.notice = Some(Notice::new(format!("This article has no footnote {mark}."))),
        }
    }

    fn jump_to(&mut self, place: usize) {
        if let Some(reader) = &mut self.reader {
            reader.jump(place);
            self.notice = self.key_of(Action::JumpBack).map(|key| Notice::new(format!("{key} goes back.")));
        }
    }

    /// Back to where one jumped from.
    pub(super) fn jump_back(&mut self) {
        if self.reader.as_mut().is_some_and(|reader| !reader.jump_back()) {
            self.notice = Some(Notice::new("Nothing was jumped from in this article."));
        }
    }

    pub(super) fn act_in_links(&mut self, action: Action, effects: &mut Vec<Effect>) {
        let Some(Overlay::Links(list)) = &mut self.overlay else { return };
        let address = list.address().map(str::to_owned);
        match (action, address) {
            (Action::Cancel, _) => self.overlay = None,
            (Action::Confirm, Some(address)) => {
                self.overlay = None;
                self.open_address(&address, effects);
            }
            (Action::CopyUrl, Some(address)) => effects.push(Effect::Copy(address, "address")),
            (other, _) => {
                list.act(other);
            }
        }
    }
}
