//! What the reader does to articles: read, starred, tags, corrections; and how it is undone.

use crate::article::ArticleId;
use crate::correction::{BlockKey, Ruling};
use crate::library::{Library, LibraryError, Marks, Row};
use crate::text::{fold, squeeze};
use crate::tui::bar::grouped;

/// A mark that an article has or not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Mark {
    /// Read or unread.
    Read(bool),
    /// Starred or not.
    Starred(bool),
    /// Hidden from searches that do not ask for it, or not.
    Hidden(bool),
    /// Has a tag or not.
    Tagged(String, bool),
}

/// A change of a mark of articles, or of what a block of one is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// These articles, which had the opposite mark before.
    Marked(Vec<ArticleId>, Mark),
    /// A search is kept under a name, before and now; `None` where it is not.
    Kept(String, [Option<String>; 2]),
    /// What a block of the page is, before and now; `None` as the cleaner has it.
    Corrected(ArticleId, BlockKey, [Option<Ruling>; 2]),
    /// The note, before and now; empty where there is none.
    Noted(ArticleId, [String; 2]),
}

/// Something done to many articles at once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Act {
    /// All read, or all unread where they are read.
    Read,
    /// All starred, or none where they are.
    Star,
    /// All hidden, or none where they are.
    Hide,
    /// Tags given and taken away.
    Tag(Vec<(String, bool)>),
}

impl Act {
    /// What has to change for it in articles with these marks: nothing that is so already, so that undoing it leaves them as they were.
    pub fn changes(&self, articles: &[(ArticleId, Marks)]) -> Vec<Change> {
        let toggled = |mark: fn(bool) -> Mark| {
            let wanted = articles.iter().any(|(_, marks)| !mark(true).is_on(marks));
            vec![mark(wanted)]
        };
        let wanted = match self {
            Act::Read => toggled(Mark::Read),
            Act::Star => toggled(Mark::Starred),
            Act::Hide => toggled(Mark::Hidden),
            Act::Tag(tags) => tags.iter().map(|(tag, has)| Mark::Tagged(tag.clone(), *has)).collect(),
        };
        let lacking = |mark: &Mark| {
            articles.iter().filter(|(_, marks)| !mark.is_on(marks)).map(|(id, _)| *id).collect::<Vec<_>>()
        };
        let changes = wanted.into_iter().map(|mark| Change::Marked(lacking(&mark), mark));
        changes.filter(|change| !matches!(change, Change::Marked(ids, _) if ids.is_empty())).collect()
    }
}

impl Mark {
    /// Whether an article with these marks is marked so.
    fn is_on(&self, marks: &Marks) -> bool {
        let key = |tag: &str| squeeze(&fold(tag));
        match self {
            Mark::Read(read) => marks.read == *read,
            Mark::Starred(starred) => marks.starred == *starred,
            Mark::Hidden(hidden) => marks.hidden == *hidden,
            Mark::Tagged(tag, has) => marks.tags.iter().any(|other| key(other) == key(tag)) == *has,
        }
    }

    fn inverse(&self) -> Mark {
        match self {
            Mark::Read(read) => Mark::Read(!read),
            Mark::Starred(starred) => Mark::Starred(!starred),
            Mark::Hidden(hidden) => Mark::Hidden(!hidden),
            Mark::Tagged(tag, has) => Mark::Tagged(tag.clone(), !has),
        }
    }

    fn said(&self) -> String {
        match self {
            Mark::Read(true) => "Read".to_owned(),
            Mark::Read(false) => "Unread".to_owned(),
            Mark::Starred(true) => "Starred".to_owned(),
            Mark::Starred(false) => "Star taken away".to_owned(),
            Mark::Hidden(true) => "Hidden".to_owned(),
            Mark::Hidden(false) => "Shown again".to_owned(),
            Mark::Tagged(tag, true) => format!("Tagged #{tag}"),
            Mark::Tagged(tag, false) => format!("Tag #{tag} taken away"),
        }
    }
}

impl Change {
    /// What undoes it.
    #[must_use]
    pub fn inverse(&self) -> Change {
        match self {
            Change::Marked(ids, mark) => Change::Marked(ids.clone(), mark.inverse()),
            Change::Corrected(id, block, [before, now]) => Change::Corrected(*id, *block, [*now, *before]),
            Change::Kept(name, [before, now]) => Change::Kept(name.clone(), [now.clone(), before.clone()]),
            Change::Noted(id, [before, now]) => Change::Noted(*id, [now.clone(), before.clone()]),
        }
    }

    /// How many articles it changes.
    pub fn articles(&self) -> usize {
        match self {
            Change::Marked(ids, _) => ids.len(),
            Change::Kept(..) => 0,
            Change::Corrected(..) | Change::Noted(..) => 1,
        }
    }

    /// What it says when it is done.
    pub fn said(&self) -> String {
        match self {
            Change::Marked(ids, mark) if ids.len() == 1 => mark.said(),
            Change::Marked(ids, mark) => format!("{}: {} articles", mark.said(), grouped(ids.len())),
            Change::Noted(_, [_, now]) if now.is_empty() => "Note taken away".to_owned(),
            Change::Noted(..) => "Noted".to_owned(),
            Change::Kept(name, [_, Some(_)]) => format!("Search kept as {name}"),
            Change::Kept(name, [_, None]) => format!("Search {name} forgotten"),
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
            Change::Marked(ids, Mark::Read(read)) => library.set_read(ids, *read),
            Change::Marked(ids, Mark::Starred(starred)) => library.set_starred(ids, *starred),
            Change::Marked(ids, Mark::Hidden(hidden)) => library.set_hidden(ids, *hidden),
            Change::Marked(ids, Mark::Tagged(tag, true)) => library.add_tag(ids, tag),
            Change::Marked(ids, Mark::Tagged(tag, false)) => library.remove_tag(ids, tag),
            Change::Corrected(id, block, [_, now]) => library.correct(*id, *block, *now),
            Change::Kept(name, [_, now]) => library.keep_search(name, now.as_deref()),
            Change::Noted(id, [_, now]) => library.set_note(*id, now),
        }
    }

    /// Shows it in a row of the list.
    pub fn show(&self, row: &mut Row) {
        let (ids, mark) = match self {
            Change::Marked(ids, mark) => (ids, mark),
            Change::Noted(id, [_, now]) if *id == row.id => {
                row.marks.note = Some(now.clone()).filter(|now| !now.is_empty());
                return;
            }
            Change::Noted(..) | Change::Kept(..) | Change::Corrected(..) => return,
        };
        if !ids.contains(&row.id) {
            return;
        }
        match mark {
            Mark::Read(read) => row.marks.read = *read,
            Mark::Starred(starred) => row.marks.starred = *starred,
            Mark::Hidden(hidden) => row.marks.hidden = *hidden,
            Mark::Tagged(tag, has) => {
                row.marks.tags.retain(|other| other != tag);
                if *has {
                    row.marks.tags.push(tag.clone());
                    row.marks.tags.sort();
                }
            }
        }
    }

    /// An article that it shows again after it was hidden.
    pub fn shown_again(&self) -> Option<ArticleId> {
        match self {
            Change::Marked(ids, Mark::Hidden(false)) => ids.first().copied(),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn articles() -> Vec<(ArticleId, Marks)> {
        let marks = |read, tag: &str| Marks { read, tags: vec![tag.to_owned()], ..Marks::default() };
        vec![(ArticleId(1), marks(true, "Summit")), (ArticleId(2), marks(false, "ferry"))]
    }

    #[test]
    fn what_is_so_already_is_not_changed_and_so_not_undone() {
        let changes = Act::Read.changes(&articles());
        assert_eq!(changes, [Change::Marked(vec![ArticleId(2)], Mark::Read(true))]);
        assert_eq!(changes[0].inverse(), Change::Marked(vec![ArticleId(2)], Mark::Read(false)));
        let tags = Act::Tag(vec![("summit".into(), true), ("ferry".into(), false), ("none".into(), false)]);
        assert_eq!(
            tags.changes(&articles()),
            [
                Change::Marked(vec![ArticleId(2)], Mark::Tagged("summit".into(), true)),
                Change::Marked(vec![ArticleId(2)], Mark::Tagged("ferry".into(), false)),
            ]
        );
    }

    #[test]
    fn where_all_are_marked_the_mark_is_taken_away() {
        let read: Vec<_> = articles().into_iter().map(|(id, marks)| (id, Marks { read: true, ..marks })).collect();
        assert_eq!(Act::Read.changes(&read), [Change::Marked(vec![ArticleId(1), ArticleId(2)], Mark::Read(false))]);
    }
}
