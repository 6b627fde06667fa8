//! Why something that was to be imported is none of it, and how large and how many the records of a file may be.

use super::limit::page_bytes;
use std::io;
use std::sync::Arc;

/// The most bytes a record may have; the longest article is far below.
pub const RECORD_BYTES: usize = 8 << 20;

/// A record with more objects in it is refused: each takes the memory of hundreds of letters.
pub(super) const OBJECTS_AT_MOST: usize = 100_000;

/// Why bytes are not a page. Everything else is one, however poor.
#[derive(Clone, Debug, thiserror::Error)]
pub enum Refused {
    /// There is nothing in it.
    #[error("it is empty")]
    Empty,
    /// It is something else than text.
    #[error("it is {0}, not text")]
    Binary(&'static str),
    /// It is larger than a page may be.
    #[error("it is larger than {} MiB", page_bytes() >> 20)]
    TooLarge,
    /// It is compressed, and cannot be opened to its end.
    #[error("the {packing} stream {reason}")]
    Damaged {
        /// What it is compressed with.
        packing: &'static str,
        /// What is wrong, and where.
        reason: String,
    },
    /// There is no such file.
    #[error("there is no such file or folder")]
    Missing,
    /// It is not a file: a pipe, a socket, a device.
    #[error("it is {0}, not a file")]
    NotAFile(&'static str),
    /// The system does not give it out.
    #[error("{0}")]
    Unreadable(Arc<io::Error>),
    /// A line that is to be a record is no JSON object.
    #[error("it is not JSON: {what}, at column {column}")]
    NotJson {
        /// What is wrong.
        what: String,
        /// Where.
        column: usize,
    },
    /// An entry of a feed is no XML.
    #[error("it is not XML: {0}")]
    NotXml(String),
    /// A row that has not as many fields as the first row has names.
    #[error("it has {0} fields where the first line names {1}")]
    UnevenRow(usize, usize),
    /// A record without text.
    #[error("it has no text")]
    NoText,
    /// A record that is larger than any article.
    #[error("it is longer than {} MiB", RECORD_BYTES >> 20)]
    LongRecord,
    /// A record that is made of more objects than any article.
    #[error("it holds more than {} objects", OBJECTS_AT_MOST)]
    ManyObjects,
    /// The cleaner failed on it, which is a fault of the program.
    #[error("the cleaner failed on it; this is a fault of dateline, please report it ({0})")]
    Fault(String),
}

impl Refused {
    /// What the user may do about it, where there is something.
    pub fn hint(&self) -> Option<&'static str> {
        match self {
            Refused::NotAFile(_) => Some("give the text on standard input, with - in place of the file"),
            Refused::Damaged { .. } => Some("fetch or copy the file again"),
            Refused::TooLarge => {
                Some("larger ones are taken with `largest` under [import] in the settings, see `dateline config`")
            }
            Refused::NoText => Some("where another field holds the text, name it: --map text=FIELD"),
            _ => None,
        }
    }
}

impl From<io::Error> for Refused {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::NotFound => Refused::Missing,
            _ => Refused::Unreadable(Arc::new(error)),
        }
    }
}
