//! The attributes of a tag: where each stands, and which of them anything reads. Most letters of real pages are those of attributes that nothing reads.

use super::{behind, is_space, skip};
use html5ever::{LocalName, local_name};
use memchr::memchr;
use std::ops::Range;
use std::sync::LazyLock;

/// The longest name of an attribute that is read.
const NAME_AT_MOST: usize = 14;

/// Test numbers stand where other pages have class words; the parser knows the name of none.
static TEST_ID: LazyLock<LocalName> = LazyLock::new(|| LocalName::from("data-testid"));

/// The name of an attribute that the reader of pages, the claims or the tree builder look at. What else is to be read of a page must stand here first.
pub(super) fn read(name: &[u8]) -> Option<LocalName> {
    Some(match name {
        b"alt" => local_name!("alt"),
        b"charset" => local_name!("charset"),
        b"class" => local_name!("class"),
        b"content" => local_name!("content"),
        b"data-testid" => TEST_ID.clone(),
        b"datetime" => local_name!("datetime"),
        b"encoding" => local_name!("encoding"),
        b"hidden" => local_name!("hidden"),
        b"href" => local_name!("href"),
        b"http-equiv" => local_name!("http-equiv"),
        b"id" => local_name!("id"),
        b"itemprop" => local_name!("itemprop"),
        b"itemscope" => local_name!("itemscope"),
        b"itemtype" => local_name!("itemtype"),
        b"lang" => local_name!("lang"),
        b"name" => local_name!("name"),
        b"property" => local_name!("property"),
        b"rel" => local_name!("rel"),
        b"role" => local_name!("role"),
        b"shadowrootmode" => local_name!("shadowrootmode"),
        b"style" => local_name!("style"),
        b"type" => local_name!("type"),
        b"typeof" => LocalName::from("typeof"),
        b"value" => local_name!("value"),
        b"xml:lang" => local_name!("xml:lang"),
        _ if name.len() <= NAME_AT_MOST && name.iter().any(u8::is_ascii_uppercase) => {
            return read(&name.to_ascii_lowercase());
        }
        _ => return None,
    })
}

/// The end of a tag: the byte behind its `>`, and whether it closes its own element (`<br/>`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct End {
    pub(super) at: usize,
    pub(super) closes_itself: bool,
}

/// Goes over a tag from the end of its name on, telling where the name and the value of each attribute stand; None where the tag never ends.
pub(super) fn attributes(html: &[u8], from: usize, mut each: impl FnMut(Range<usize>, Range<usize>)) -> Option<End> {
    let mut at = from;
    loop {
        match *html.get(at)? {
            b'>' => return Some(End { at: at + 1, closes_itself: false }),
            b'/' if html.get(at + 1) == Some(&b'>') => return Some(End { at: at + 2, closes_itself: true }),
            b'/' => at += 1,
            byte if is_space(byte) => at += 1,
            // A sign of equality at its start is part of a name.
            _ => {
                let name = at..skip(html, at + 1, |byte| !is_space(byte) && !matches!(byte, b'/' | b'>' | b'='));
                let value;
                (value, at) = value_behind(html, name.end)?;
                each(name, value);
            }
        }
    }
}

/// Where the value of the attribute whose name ends at a place stands, empty where it has none, and where the tag goes on; None where it never ends.
fn value_behind(html: &[u8], name_end: usize) -> Option<(Range<usize>, usize)> {
    let equals = skip(html, name_end, is_space);
    if html.get(equals) != Some(&b'=') {
        return Some((equals..equals, equals));
    }
    let start = skip(html, equals + 1, is_space);
    if let quote @ (b'"' | b'\'') = *html.get(start)? {
        let end = start + 1 + memchr(quote, behind(html, start + 1))?;
        return Some((start + 1..end, end + 1));
    }
    let end = skip(html, start, |byte| !is_space(byte) && byte != b'>');
    Some((start..end, end))
}
