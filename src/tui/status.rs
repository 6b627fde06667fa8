//! The status line: what is to be said, or where one is; and the keys worth knowing here.

use super::action::Action;
use super::app::{App, Overlay};
use super::bar::grouped;
use super::cells::{Sheet, cells, shorten};
use super::keymap::Context;
use super::panes::Focus;
use super::reader::Reader;
use super::theme::Role;
use super::typeset::flow;
use ratatui::layout::Rect;

/// The most lines that a message takes.
const MESSAGE: usize = 4;

impl App {
    /// Where the status line stands, with the lines over it that a long message needs: what is wrong often comes last in it.
    pub fn status_area(&self) -> Rect {
        let line = self.panes.areas(self.searching).status;
        let Some(notice) = self.notice.as_ref().filter(|_| !line.is_empty()) else { return line };
        let lines = flow(&notice.text, usize::from(line.width).saturating_sub(2)).len();
        let more = u16::try_from(lines.min(MESSAGE)).unwrap_or(1).min(self.panes.size.height / 2).saturating_sub(1);
        Rect { y: line.y - more, height: line.height + more, ..line }
    }

    /// Draws the status line.
    pub fn draw_status(&self, sheet: &mut Sheet) {
        let width = sheet.width();
        if let Some(notice) = self.notice.as_ref().filter(|_| sheet.height() > 1) {
            return draw_message(sheet, &notice.text, if notice.failed { Role::Error } else { Role::Notice });
        }
        let (said, role) = self.said();
        let end = sheet.write(1, 0, &shorten(&said, width.saturating_sub(2)), role);
        let mut hints: Vec<String> = Vec::new();
        let mut room = width.saturating_sub(end + 3);
        for (key, word) in self.hints() {
            let hint = format!("{key} {word}");
            let needs = cells(&hint) + if hints.is_empty() { 0 } else { 3 };
            if needs > room {
                break;
            }
            room -= needs;
            hints.push(hint);
        }
        let mut x = width.saturating_sub(
            1 + hints.iter().map(|hint| cells(hint)).sum::<usize>() + 3 * hints.len().saturating_sub(1),
        );
        for (place, hint) in hints.iter().enumerate() {
            if place > 0 {
                x = sheet.write(x, 0, " · ", Role::Rule);
            }
            let (keys, word) = hint.rsplit_once(' ').unwrap_or((hint, ""));
            x = sheet.write(x, 0, keys, Role::Key);
            x = sheet.write(x + 1, 0, word, Role::Dim);
        }
    }

    /// The left of the status line: a message, a number being typed, or where one is.
    fn said(&self) -> (String, Role) {
        if let Some(notice) = &self.notice {
            return (notice.text.clone(), if notice.failed { Role::Error } else { Role::Notice });
        }
        if let Some(count) = self.count {
            return (count.to_string(), Role::Key);
        }
        if let Some(Overlay::Xray(xray)) = &self.overlay {
            return (xray.said(), Role::Dim);
        }
        if let Some(span) = self.timeline.chosen() {
            let count = self.timeline.count();
            let articles = if count == 1 { "article" } else { "articles" };
            return (format!("date:{span} · {} {articles}", grouped(count)), Role::Key);
        }
        if let Some(offered) = self.offered().filter(|_| self.searching) {
            return (offered, Role::Value);
        }
        let areas = self.panes.areas(self.searching);
        let hits = self.reader.as_ref().filter(|_| !areas.reader.is_empty()).and_then(Reader::hits_said);
        let place = format!("{} of {}", grouped(self.list.index + 1), grouped(self.list.total));
        let text = match &self.reader {
            Some(reader) if self.panes.focus == Focus::Reader && !self.searching => reader.progress(),
            _ if !self.chosen.is_empty() => format!("{} selected · {place}", grouped(self.selected_count())),
            _ if self.list.total > 0 => [Some(place), hits].into_iter().flatten().collect::<Vec<_>>().join(" · "),
            _ => String::new(),
        };
        (text, Role::Dim)
    }

    /// Keys worth knowing here, the most useful first.
    fn hints(&self) -> Vec<(String, &'static str)> {
        let context = self.context();
        let wanted: &[(&[Action], &str)] = match (context, self.panes.focus) {
            (Context::Browse | Context::List, _) if self.list.total == 0 => {
                &[(&[Action::Search], "search"), (&[Action::Help], "help"), (&[Action::Leave], "quit")]
            }
            (Context::List, _) if !self.chosen.is_empty() => &[
                (&[Action::Select], "select"),
                (&[Action::ToggleRead], "read"),
                (&[Action::ToggleStar], "star"),
                (&[Action::Tag], "tag"),
                (&[Action::Hide], "hide"),
                (&[Action::ExportAll], "export"),
                (&[Action::Back], "none"),
            ],
            (Context::List, _) => &[
                (&[Action::Down, Action::Up], "move"),
                (&[Action::Read], "read"),
                (&[Action::Search], "search"),
                (&[Action::Export], "export"),
                (&[Action::Help], "help"),
                (&[Action::Leave], "quit"),
            ],
            (Context::Browse, _) => &[
                (&[Action::PageDown], "page"),
                (&[Action::NextArticle, Action::PreviousArticle], "article"),
                (&[Action::NextHit, Action::PreviousHit], "hit"),
                (&[Action::Leave], "back"),
                (&[Action::Help], "help"),
            ],
            (Context::Xray, _) => &[
                (&[Action::KeepBlock], "keep"),
                (&[Action::DropBlock], "drop"),
                (&[Action::Help], "help"),
                (&[Action::Cancel], "close"),
            ],
            (Context::Search, _) if self.offered().is_some() => {
                &[(&[Action::Complete], "complete"), (&[Action::KeepSearch], "keep"), (&[Action::LeaveSearch], "clear")]
            }
            (Context::Search, _) => &[
                (&[Action::KeepSearch], "keep"),
                (&[Action::LeaveSearch], "clear"),
                (&[Action::Down, Action::Up], "move"),
            ],
            (Context::Facets, _) => &[
                (&[Action::Narrow], "narrow"),
                (&[Action::Exclude], "exclude"),
                (&[Action::NextChoice], "next"),
                (&[Action::Filter], "find"),
                (&[Action::Widen], "undo"),
                (&[Action::Cancel], "close"),
            ],
            (Context::Command, _) => {
                &[(&[Action::Complete], "complete"), (&[Action::Confirm], "run"), (&[Action::Cancel], "close")]
            }
            (Context::Searches, _) => {
                &[(&[Action::Confirm], "search"), (&[Action::Forget], "forget"), (&[Action::Cancel], "close")]
            }
            (Context::Timeline, _) => &[
                (&[Action::Earlier, Action::Later], "move"),
                (&[Action::Longer, Action::Shorter], "length"),
                (&[Action::TakeSpan], "take"),
                (&[Action::AllTime], "always"),
                (&[Action::Cancel], "leave"),
            ],
            _ => &[],
        };
        let table = self.keymap.lines();
        let first = |action: &Action| {
            let here = |wanted: &Context| table.iter().find(|line| line.context == *wanted && line.action == *action);
            let line = context.path().iter().find_map(here)?;
            line.keys.split(' ').next().map(str::to_owned)
        };
        let keys = |actions: &[Action]| actions.iter().filter_map(first).collect::<Vec<_>>().join(" ");
        wanted
            .iter()
            .filter(|(actions, _)| !actions.contains(&Action::NextHit) || !self.bar.text().is_empty())
            .map(|(actions, word)| (keys(actions), *word))
            .collect()
    }
}

/// A message on several lines; the last one says where it is cut off.
fn draw_message(sheet: &mut Sheet, text: &str, role: Role) {
    sheet.clear();
    let width = sheet.width().saturating_sub(2);
    let lines = flow(text, width);
    let last = sheet.height() - 1;
    for (y, line) in lines.into_iter().enumerate().take(sheet.height()) {
        let line = if y == last { &text[line.start..] } else { &text[line] };
        sheet.write(1, y, &shorten(line, width), role);
    }
}
