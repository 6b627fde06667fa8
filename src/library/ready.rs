//! An article made ready to be added: all that takes time and needs no library, so that many threads can do it while one writes.

use super::compose::compose;
use super::composed::Composed;
use super::keep::headlined;
use super::press::{Press, Pressed, press, press_behind, press_page, unpress};
use super::{Incoming, LibraryError, identity};
use crate::article::{Article, Origin};
use std::io;

/// An article that only needs its place in a library.
pub struct Ready {
    pub(super) article: Article,
    pub(super) origin: Origin,
    /// The hash of the original, its size, and itself, compressed.
    pub(super) hash: [u8; 32],
    pub(super) size: usize,
    pub(super) page: Vec<u8>,
    /// It was compressed with the article's JSON before it.
    pub(super) behind: bool,
    /// The article as JSON, compressed.
    pub(super) json: Pressed,
    pub(super) canonical: Option<String>,
    /// What the index keeps of it, but for its number.
    pub(super) composed: Composed,
    /// Where the very bytes are known, the article may still be another one.
    pub(super) compared: bool,
}

impl Ready {
    /// Makes an article ready, as small as this press makes it.
    pub fn new(incoming: &Incoming<'_>, small: &Press) -> Result<Ready, LibraryError> {
        let failed = || LibraryError::ready(incoming.origin);
        let article = headlined(incoming.article, incoming.origin).into_owned();
        let json = serde_json::to_vec(&article).map_err(|error| failed()(io::Error::from(error)))?;
        // A record says what the article says; a page says much else.
        let behind = matches!(incoming.origin, Origin::Line(..));
        let page = if behind { press_behind(&json, incoming.original) } else { press_page(incoming.original) };
        Ok(Ready {
            hash: *blake3::hash(incoming.original).as_bytes(),
            size: incoming.original.len(),
            page: page.map_err(failed())?,
            behind,
            json: press(&json, small.dictionary()).map_err(failed())?,
            canonical: article.url.as_deref().and_then(identity::canonical),
            composed: compose(&article, &incoming.origin.to_string()),
            origin: incoming.origin.clone(),
            article,
            compared: false,
        })
    }

    /// Compresses the article anew where there was no dictionary when it was made ready, and there is one now.
    pub(super) fn press_anew(&mut self, small: &Press) {
        if self.json.dictionary.is_none()
            && let Some(dictionary) = small.dictionary()
            && let Ok(json) = unpress(&self.json.bytes, None).and_then(|json| press(&json, Some(dictionary)))
        {
            self.json = json;
        }
    }

    /// The same, to take the place of the article that was made from these very bytes, where that differs.
    #[must_use]
    pub fn compared(self) -> Ready {
        Ready { compared: true, ..self }
    }

    /// Whether the cleaner found no article on the page.
    pub fn is_empty_page(&self) -> bool {
        self.article.is_empty_page()
    }

    /// Where its page came from.
    pub fn origin(&self) -> &Origin {
        &self.origin
    }

    /// How many bytes its original has.
    pub fn size(&self) -> usize {
        self.size
    }
}
