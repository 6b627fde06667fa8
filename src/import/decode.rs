//! Bytes → [`Page`]: what is compressed is opened, a page inside a message is taken out of it, what is no text is refused, the character set is
//! decided, and HTML is told from plain text.
//! What the page says is left to the readers of either kind and to `clean`.

use super::refused::Refused;
use super::{charset, mime, sniff, unpack};
use crate::article::{Note, Origin};
use crate::page::{Page, PageKind};
use crate::text::sanitise;
use std::borrow::Cow;

/// Reads bytes as a page, opening them first where they are compressed.
///
/// # Errors
/// Refuses what is no text at all, with the reason.
pub fn read(bytes: &[u8], origin: Origin) -> Result<Page, Refused> {
    let bytes = unpack::unpack(bytes)?;
    let (text, kind, broken) = text(&bytes)?;
    let mut page = match kind {
        PageKind::Html => super::html::html_page(&text, origin),
        PageKind::Text => super::lines::text_page(&text, origin),
    };
    if broken {
        page.notes.push(Note::BrokenCharacters);
    }
    Ok(page)
}

/// The text of a page as it came, its characters decoded and made harmless.
///
/// # Errors
/// Refuses what is no text at all, with the reason.
pub fn source(bytes: &[u8]) -> Result<(String, PageKind), Refused> {
    let bytes = unpack::unpack(bytes)?;
    let (text, kind, _) = text(&bytes)?;
    Ok((sanitise(&text).into_owned(), kind))
}

/// The text of a page, what kind of page it is, and whether some of its bytes meant nothing.
fn text(bytes: &[u8]) -> Result<(Cow<'_, str>, PageKind, bool), Refused> {
    if let Some(page) = mime::page(bytes)? {
        return Ok((Cow::Owned(page), PageKind::Html, false));
    }
    let charset::Decoded { text, broken } = match sniff::binary(bytes) {
        None => charset::decode(bytes),
        // Zeros are half of UTF-16, which only its decoding tells from noise.
        Some(kind) => charset::decode_utf16(bytes).ok_or(Refused::Binary(kind))?,
    };
    if text.trim().is_empty() {
        return Err(Refused::Empty);
    }
    let kind = sniff::kind(&text);
    Ok((text, kind, broken))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn utf16(text: &str) -> Vec<u8> {
        text.encode_utf16().flat_map(u16::to_le_bytes).collect()
    }

    #[test]
    fn bytes_are_text_of_a_kind_or_refused_with_the_reason() {
        use PageKind::{Html, Text};
        for (bytes, expected) in [
            (b"<p>One.</p>".to_vec(), Ok(Html)),
            (b"One.\n\nTwo.".to_vec(), Ok(Text)),
            (utf16("<!doctype html><p>One."), Ok(Html)),
            ([&[0xFF, 0xFE][..], &utf16("One line, and another one.")].concat(), Ok(Text)),
            (Vec::new(), Err("it is empty")),
            (b" \n\t ".to_vec(), Err("it is empty")),
            (b"%PDF-1.4".to_vec(), Err("it is a PDF document, not text")),
            (vec![0; 4096], Err("it is binary data, not text")),
            ((0..=255).collect(), Err("it is binary data, not text")),
        ] {
            let got = text(&bytes).map(|(_, kind, _)| kind).map_err(|refused| refused.to_string());
            assert_eq!(got, expected.map_err(str::to_owned), "{:?}", String::from_utf8_lossy(&bytes));
        }
    }

    proptest! {
        #[test]
        fn any_bytes_are_a_page_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            drop(read(&bytes, Origin::Stdin));
        }
    }
}
