//! The pages that articles were made from, as they are kept: all that ever came in, and where from.

use super::press::{unpress, unpress_behind};
use super::store::Store;
use super::{LibraryError, Original};
use crate::article::{ArticleId, Origin};
use std::io;
use std::path::PathBuf;

impl Store {
    /// Whether the bytes of an original are the ones that came in.
    pub fn is_original_whole(&self, number: i64) -> Result<bool, LibraryError> {
        let sql = "SELECT kind, name, page, hash, article, behind FROM original WHERE id = ?1";
        let found = self.one(sql, number, Page::read)?;
        Ok(found.is_some_and(|page| self.whole(&page).is_ok()))
    }

    /// The page that the article was made from; [`LibraryError::Unreadable`] where its bytes are not the ones that came in.
    pub fn original(&self, id: ArticleId) -> Result<Option<Original>, LibraryError> {
        let sql =
            "SELECT kind, name, page, hash, article, behind FROM original WHERE article = ?1 ORDER BY id DESC LIMIT 1";
        let Some(page) = self.one(sql, id.0, Page::read)? else { return Ok(None) };
        let bytes = self.whole(&page).map_err(self.unreadable(id))?;
        Ok(Some(Original { origin: origin_from(page.kind, page.name), bytes }))
    }

    /// The bytes of a page, as they came in.
    pub fn whole(&self, page: &Page) -> io::Result<Vec<u8>> {
        let bytes = if page.behind {
            let before = self.json(page.article).map_err(io::Error::other)?;
            unpress_behind(&before.unwrap_or_default(), &page.bytes)?
        } else {
            unpress(&page.bytes, None)?
        };
        if blake3::hash(&bytes).as_bytes() == page.hash.as_slice() {
            Ok(bytes)
        } else {
            Err(io::Error::new(io::ErrorKind::InvalidData, "the page is not as it came in"))
        }
    }
}

/// A page as it is kept.
pub(super) struct Page {
    kind: i64,
    name: Vec<u8>,
    bytes: Vec<u8>,
    hash: Vec<u8>,
    article: ArticleId,
    /// It was compressed with the article's JSON before it.
    behind: bool,
}

impl Page {
    /// Of the columns kind, name, page, hash, article, behind.
    pub fn read(row: &rusqlite::Row<'_>) -> rusqlite::Result<Page> {
        Ok(Page {
            kind: row.get(0)?,
            name: row.get(1)?,
            bytes: row.get(2)?,
            hash: row.get(3)?,
            article: ArticleId(row.get(4)?),
            behind: row.get(5)?,
        })
    }
}

/// The kind and the name that an origin is kept by.
pub(super) fn origin_parts(origin: &Origin) -> (i64, Vec<u8>) {
    match origin {
        Origin::File(path) => (0, path.as_os_str().as_encoded_bytes().to_vec()),
        Origin::Stdin => (1, Vec::new()),
        Origin::Sample(name) => (2, name.clone().into_bytes()),
        Origin::Line(path, line) => {
            let path = path.as_ref().map_or(&[][..], |path| path.as_os_str().as_encoded_bytes());
            (3, [line.to_string().as_bytes(), b":", path].concat())
        }
    }
}

fn origin_from(kind: i64, name: Vec<u8>) -> Origin {
    match kind {
        0 => Origin::File(path_from(name)),
        1 => Origin::Stdin,
        3 => {
            let split = name.iter().position(|&byte| byte == b':').unwrap_or(name.len());
            let line = name.get(..split).unwrap_or_default();
            let line = String::from_utf8_lossy(line).parse().unwrap_or(0);
            let path = name.get(split + 1..).filter(|path| !path.is_empty());
            Origin::Line(path.map(|path| path_from(path.to_vec())), line)
        }
        _ => Origin::Sample(String::from_utf8_lossy(&name).into_owned()),
    }
}

#[cfg(unix)]
fn path_from(name: Vec<u8>) -> PathBuf {
    PathBuf::from(<std::ffi::OsString as std::os::unix::ffi::OsStringExt>::from_vec(name))
}

#[cfg(not(unix))]
fn path_from(name: Vec<u8>) -> PathBuf {
    PathBuf::from(String::from_utf8_lossy(&name).into_owned())
}
