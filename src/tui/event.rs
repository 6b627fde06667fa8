//! What happens to the screen, and what the screen asks of the world outside.

use super::app::Options;
use super::chosen::Which;
use super::command::Command;
use super::desk::{Question, Reply};
use super::keymap::Key;
use super::marks::{Act, Change};
use super::searches::Searches;
use crate::article::{Article, ArticleId};
use crate::clean::Proof;
use crate::export::{BOOK_EXTENSION, Format, Layout, Naming};
use crossterm::event::MouseEvent;
use std::path::PathBuf;

/// Something that happened.
#[derive(Debug)]
pub enum Event {
    /// A key was pressed.
    Key(Key),
    /// A command was typed as a line.
    Command(Command),
    /// Text was pasted.
    Paste(String),
    /// The mouse did something.
    Mouse(MouseEvent),
    /// The terminal has another size: columns, lines.
    Resize(u16, u16),
    /// The search thread has something to say to the question of that number.
    Reply(u64, Reply),
    /// The library was changed by another process.
    LibraryChanged,
    /// An article was loaded, with the place it was left at; `None` where it is gone.
    Loaded(ArticleId, Option<Box<Article>>, usize),
    /// The page behind an article, as its corrections have it, or why there is none; in answer to the question of that number.
    Proof(ArticleId, u64, Result<Box<Proof>, String>),
    /// The text of the page as it came, or why there is none.
    Source(ArticleId, Result<String, String>),
    /// A note was written in the editor, over an earlier one; `None` where the editor was left without.
    Edited(ArticleId, Result<Option<String>, String>),
    /// A command that was given articles has ended: with what status, where that is not 0; or it could not be run.
    Piped(Result<Option<i32>, String>),
    /// Marks were kept.
    Marked(Vec<Change>),
    /// What was done to many articles, which can be undone.
    Done(Vec<Change>),
    /// The numbers of articles that stay selected.
    Gathered(Vec<ArticleId>),
    /// The searches that are kept and those made last.
    Searches(Searches),
    /// The tags of the library, the most used first.
    Tags(Vec<String>),
    /// The file of settings was changed: what it says now, or what is wrong with it.
    Settings(Result<Box<Options>, String>),
    /// Something is to be said.
    Told(Notice),
    /// The process is asked to end.
    Stop(i32),
    /// The process is asked to stop for a while.
    Suspended,
    /// The process goes on after it was stopped.
    Continued,
    /// A thread is gone; the screen cannot go on without it.
    Broken(&'static str),
}

/// Something the screen asks to be done; it is done before the next event is taken.
#[derive(Debug, PartialEq)]
pub enum Effect {
    /// Search.
    Ask(Question),
    /// Load an article.
    Load(ArticleId),
    /// Keep how far an article was read, in bytes of its body.
    KeepPlace(ArticleId, usize),
    /// Keep marks.
    Mark(Vec<Change>),
    /// Do something to many articles.
    Act(Act, Which),
    /// Find the numbers of articles.
    Gather(Which),
    /// Lay the page behind an article beside it; the number comes back with it.
    Proof(ArticleId, u64),
    /// Put the articles together again that were corrected.
    Recast,
    /// Read the page behind an article as it came.
    Source(ArticleId),
    /// List the tags of the library.
    ListTags,
    /// List the searches that are kept and those made last.
    ListSearches,
    /// Remember that a search was made.
    Remember(String),
    /// Open an address in the browser.
    OpenUrl(String),
    /// Put text on the clipboard; the name of it for the message.
    Copy(String, &'static str),
    /// Write articles to files.
    Export(Order),
    /// Let the user write a note in the editor, beginning with this text.
    Edit(ArticleId, String),
    /// Give articles to a command.
    Pipe(Pipe),
    /// Stop until the shell says to go on.
    Suspend,
    /// Draw everything afresh.
    Redraw,
    /// End.
    Quit,
}

/// What is to be written, and how.
#[derive(Clone, Debug, PartialEq)]
pub struct Order {
    /// Which articles.
    pub what: Wanted,
    /// How.
    pub manner: Manner,
}

/// How articles are written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Manner {
    /// As what.
    pub form: Form,
    /// Into which folder.
    pub folder: PathBuf,
    /// Under which names.
    pub naming: Naming,
    /// Where the lines of plain text are broken.
    pub layout: Layout,
}

impl Default for Manner {
    fn default() -> Self {
        Manner {
            form: Form::Files(Format::default()),
            folder: PathBuf::from("."),
            naming: Naming::default(),
            layout: Layout::default(),
        }
    }
}

/// What articles are written as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// A file each.
    Files(Format),
    /// One behind the other in one file.
    Whole(Format),
    /// All in one book.
    Book,
}

impl Form {
    /// The ending of its files, without the dot.
    pub fn extension(self) -> &'static str {
        match self {
            Form::Files(format) | Form::Whole(format) => format.extension(),
            Form::Book => BOOK_EXTENSION,
        }
    }
}

/// Articles for a command's standard input.
#[derive(Clone, Debug, PartialEq)]
pub struct Pipe {
    /// Which articles.
    pub what: Wanted,
    /// As what.
    pub format: Format,
    /// The command, as the user typed it for the shell.
    pub command: String,
}

/// Which articles are to be written.
#[derive(Clone, Debug, PartialEq)]
pub enum Wanted {
    /// One.
    One(ArticleId),
    /// Many, and how many they are.
    Many(Which, usize),
}

/// A message for the status line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// What it says.
    pub text: String,
    /// Whether something failed.
    pub failed: bool,
}

impl Notice {
    /// Something worth knowing.
    pub fn new(text: impl Into<String>) -> Self {
        Notice { text: text.into(), failed: false }
    }

    /// Something that failed.
    pub fn failed(text: impl Into<String>) -> Self {
        Notice { text: text.into(), failed: true }
    }
}
