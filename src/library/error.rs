//! What can go wrong with a library: what was being done, to which file, what is wrong, and what to do about it.

use std::error::Error;
use std::io;
use std::path::{Path, PathBuf};

/// A library could not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum LibraryError {
    /// There is no library in the folder.
    #[error("{}: no library here", .0.display())]
    Missing(PathBuf),
    /// A newer program made the library.
    #[error("{}: made by a newer dateline (schema {found}; this one reads up to {known})", file.display())]
    Newer {
        /// The database.
        file: PathBuf,
        /// Its schema version.
        found: i64,
        /// The newest version this program reads.
        known: i64,
    },
    /// The file is a database of another program.
    #[error("{}: a database, but not dateline's", .0.display())]
    Foreign(PathBuf),
    /// Another process is writing.
    #[error("{doing} {}: {} is writing to the library", dir.display(), match pid {
        Some(pid) if *pid == std::process::id() => "this process already".to_owned(),
        Some(pid) => format!("process {pid}"),
        None => "another process".to_owned(),
    })]
    Busy {
        /// What was being done.
        doing: &'static str,
        /// The library.
        dir: PathBuf,
        /// The other process, where it is known.
        pid: Option<u32>,
    },
    /// The rebuilding of the index was stopped; the old index stands.
    #[error("rebuilding the index was stopped; the old one still stands")]
    Stopped,
    /// SQLite failed.
    #[error("{doing} {}", file.display())]
    Store {
        /// What was being done.
        doing: &'static str,
        /// The database.
        file: PathBuf,
        /// What is wrong.
        source: rusqlite::Error,
    },
    /// What the library keeps of an article cannot be read.
    #[error("reading article {id} of {}", file.display())]
    Unreadable {
        /// The article.
        id: crate::article::ArticleId,
        /// The database.
        file: PathBuf,
        /// What is wrong.
        source: io::Error,
    },
    /// The index failed.
    #[error("{doing} {}", dir.display())]
    Index {
        /// What was being done.
        doing: &'static str,
        /// The index.
        dir: PathBuf,
        /// What is wrong.
        source: tantivy::TantivyError,
    },
    /// A file or folder could not be used.
    #[error("{doing} {}", file.display())]
    File {
        /// What was being done.
        doing: &'static str,
        /// The file or folder.
        file: PathBuf,
        /// What is wrong.
        source: io::Error,
    },
}

impl LibraryError {
    /// What is wrong, and then what was being done, for a line that may be cut off.
    pub fn told(&self) -> String {
        let mut first: Option<&dyn Error> = None;
        while let Some(cause) = first.map_or_else(|| self.source(), |cause| cause.source()) {
            first = Some(cause);
        }
        first.map_or_else(|| self.to_string(), |cause| format!("{cause}: {self}"))
    }

    /// What the user can do about it.
    pub fn hint(&self) -> Option<&'static str> {
        use rusqlite::ErrorCode;
        match self {
            LibraryError::Missing(_) => {
                Some("`dateline import FOLDER` starts a library; --library DIR names another one")
            }
            LibraryError::Newer { .. } => Some("update dateline; the library was left as it is"),
            LibraryError::Foreign(_) => Some("name another folder with --library DIR; the file was left as it is"),
            LibraryError::Busy { .. } => {
                Some("wait until it is done, or stop it, and try again; searching and reading go on meanwhile")
            }
            LibraryError::Stopped => Some("run `dateline reindex` to begin again"),
            LibraryError::Unreadable { .. } => {
                Some("run `dateline doctor --repair` to make the article anew from its original")
            }
            LibraryError::Store { source, .. } => match source.sqlite_error_code()? {
                ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => {
                    Some("another process holds the database; try again in a moment")
                }
                ErrorCode::DiskFull => Some("make room on the disk; what was added before is kept"),
                ErrorCode::ReadOnly | ErrorCode::PermissionDenied | ErrorCode::CannotOpen => {
                    Some("check that the folder and its files belong to you and can be written")
                }
                ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase => {
                    Some("`dateline doctor --repair` sets the file aside and saves what can be read of it")
                }
                _ => None,
            },
            LibraryError::Index { .. } => Some("nothing is lost: the index can be made anew with `dateline reindex`"),
            LibraryError::File { source, .. } => match source.kind() {
                io::ErrorKind::PermissionDenied => {
                    Some("check that the folder and its files belong to you and can be written")
                }
                io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Some("make room on the disk"),
                _ => None,
            },
        }
    }

    pub(super) fn ready(origin: &crate::article::Origin) -> impl FnOnce(io::Error) -> LibraryError + use<> {
        let file = PathBuf::from(origin.to_string());
        move |source| LibraryError::File { doing: "making ready", file, source }
    }

    pub(super) fn file(doing: &'static str, file: &Path) -> impl FnOnce(io::Error) -> LibraryError + use<> {
        let file = file.to_owned();
        move |source| LibraryError::File { doing, file, source }
    }

    pub(super) fn store(doing: &'static str, file: &Path) -> impl FnOnce(rusqlite::Error) -> LibraryError + use<> {
        let file = file.to_owned();
        move |source| LibraryError::Store { doing, file, source }
    }

    pub(super) fn index(doing: &'static str, dir: &Path) -> impl FnOnce(tantivy::TantivyError) -> LibraryError + use<> {
        let dir = dir.to_owned();
        move |source| LibraryError::Index { doing, dir, source }
    }
}
