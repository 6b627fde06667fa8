//! HTML → page: the document parsed once, walked once without recursion, and split into blocks in reading order.
//!
//! Keeps what the text means (headings, lists, quotes, tables, code, captions, emphasis, links) and where each block stands; decides nothing
//! about what is the article. What the document claims about itself is collected by `clues`.

mod around;
mod line;
mod links;
mod nesting;
mod table;
mod tags;
pub(crate) mod tokens;
pub(crate) mod tree;
mod twice;
mod unseen;
mod walk;

use super::clues::clues;
use crate::article::{Note, Origin};
use crate::page::{Page, PageKind};
use crate::text::truncate;
use links::Base;
use tokens::parse;
use tree::Tree;
use walk::Walk;

/// Bytes of a document that are read; the largest real pages have some 10 MB, most of it scripts.
const BYTES_AT_MOST: usize = 32 << 20;

/// Tags of a document that are read: each costs the memory of a hundred letters, and the largest real pages have a third of them.
const TAGS_AT_MOST: usize = 1_000_000;

/// Reads an HTML document. Total: any text gives a page.
pub fn html_page(text: &str, origin: Origin) -> Page {
    let mut page = Page::new(origin, PageKind::Html);
    let read = bounded(text);
    if read.len() < text.len() {
        page.notes.push(Note::Truncated);
    }
    let document = parse(read);
    page.clues = clues(&document);
    let mut walk = Walk::new(&mut page, Base::new(address(&document)));
    walk.run(&document);
    unseen::add_unseen_body(&mut page);
    page
}

/// As much of a document as is read.
fn bounded(text: &str) -> &str {
    let read = truncate(text, BYTES_AT_MOST);
    // A shorter one has no room for so many.
    let tags = || memchr::memchr_iter(b'<', read.as_bytes()).nth(TAGS_AT_MOST);
    let end = (read.len() > TAGS_AT_MOST).then(tags).flatten();
    end.and_then(|end| read.get(..end)).unwrap_or(read)
}

/// The document's own address, against which its links are read: its `base`, its canonical link, what Open Graph says.
fn address(document: &Tree) -> Option<&str> {
    let html = document.root()?.children().find(|node| node.name().is_some())?;
    let head = html.children().find(|node| node.name() == Some("head"))?;
    let mut bases = head.children().filter(|node| node.name() == Some("base"));
    let base = bases.find_map(|node| node.attr("href")).filter(|href| href.contains("://"));
    let canonical =
        || head.children().filter(|e| e.attr("rel") == Some("canonical")).find_map(|node| node.attr("href"));
    let shared =
        || head.children().filter(|e| e.attr("property") == Some("og:url")).find_map(|node| node.attr("content"));
    base.or_else(canonical).or_else(shared)
}

#[cfg(test)]
mod tests;
