//! What the reader does to articles: read, starred, tags, corrections; and how it is undone.

use crate::article::ArticleId;
use crate::correction::{BlockKey, Ruling};
use crate::library::{Library, LibraryError, Row};

/// A change of one mark of one article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// Read or unread.
    Read(ArticleId, bool),
    /// Starred or not.
    Starred(ArticleId, bool),
    /// Hidden from searches that do not ask for it, or not.
    Hidden(ArticleId, bool),
    /// Has a tag or not.
    Tagged(ArticleId, String, bool),
    /// What a block of the page is, before and now; `None` as the cleaner has it.
    Corrected(ArticleId, BlockKey, [Option<Ruling>; 2]),
    /// The note, before and now; empty where there is none.
    Noted(ArticleId, [String; 2]),
}

impl Change {
    /// What undoes it.
    #[must_use]
    pub fn inverse(&self) -> Change {
        match self {
            Change::Read(id, read) => Change::Read(*id, !read),
            Change::Starred(id, starred) => Change::Starred(*id, !starred),
            Change::Hidden(id, hidden) => Change::Hidden(*id, !hidden),
            Change::Tagged(id, tag, has) => Change::Tagged(*id, tag.clone(), !has),
            Change::Corrected(id, block, [before, now]) => Change::Corrected(*id, *block, [*now, *before]),
            Change::Noted(id, [before, now]) => Change::Noted(*id, [now.clone(), before.clone()]),
        }
    }

    /// What it says when it is done.
    pub fn said(&self) -> String {
        match self {
            Change::Read(_, true) => "Read".to_owned(),
            Change::Read(_, false) => "Unread".to_owned(),
            Change::Starred(_, true) => "Starred".to_owned(),
            Change::Starred(_, false) => "Star taken away".to_owned(),
            Change::Hidden(_, true) => "Hidden".to_owned(),
            Change::Hidden(_, false) => "Shown again".to_owned(),
            Change::Tagged(_, tag, true) => format!("Tagged #{tag}"),
            Change::Tagged(_, tag, false) => format!("Tag #{tag} taken away"),
            Change::Noted(_, [_, now]) if now.is_empty() => "Note taken away".to_owned(),
            Change::Noted(..) => "Noted".to_owned(),
            Change::Corrected(_, _, [_, now]) => match now {
                None => "Block as the cleaner has it",
                Some(Ruling::Keep) => "Block kept",
                Some(Ruling::Drop) => "Block dropped",
                Some(Ruling::Headline) => "Block is the headline",
                Some(Ruling::Byline) => "Block is the byline",
                Some(Ruling::Date) => "Block dates the article",
                Some(Ruling::Caption) => "Block is a caption",
            }
            .to_owned(),
        }
    }

    /// Keeps it in the library.
    pub fn keep(&self, library: &Library) -> Result<(), LibraryError> {
        match self {
            Change::Read(id, read) => library.set_read(&[*id], *read),
            Change::Starred(id, starred) => library.set_starred(&[*id], *starred),
            Change::Hidden(id, hidden) => library.set_hidden(&[*id], *hidden),
            Change::Tagged(id, tag, true) => library.add_tag(&[*id], tag),
            Change::Tagged(id, tag, false) => library.remove_tag(&[*id], tag),
            Change::Corrected(id, block, [_, now]) => library.correct(*id, *block, *now),
            Change::Noted(id, [_, now]) => library.set_note(*id, now),
        }
    }

    /// Shows it in a row of the list.
    pub fn show(&self, row: &mut Row) {
        match self {
            Change::Read(id, read) if *id == row.id => row.marks.read = *read,
            Change::Starred(id, starred) if *id == row.id => row.marks.starred = *starred,
            Change::Noted(id, [_, now]) if *id == row.id => {
                row.marks.note = Some(now.clone()).filter(|now| !now.is_empty());
            }
            Change::Hidden(id, hidden) if *id == row.id => row.marks.hidden = *hidden,
            Change::Tagged(id, tag, has) if *id == row.id => {
                row.marks.tags.retain(|other| other != tag);
                if *has {
                    row.marks.tags.push(tag.clone());
                    row.marks.tags.sort();
                }
            }
            _ => {}
        }
    }
}
