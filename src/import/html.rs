//! HTML → page: the document parsed once, walked once without recursion, and split into blocks in reading order.
//!
//! Keeps what the text means (headings, lists, quotes, tables, code, captions, emphasis, links) and where each block stands; decides nothing
//! about what is the article. What the document claims about itself is collected by `clues`.

mod around;
mod attributes;
mod line;
mod links;
mod prune;
mod table;
mod tags;
mod twice;
mod unseen;
mod walk;

use super::clues::clues;
use crate::article::{Note, Origin};
use crate::page::{Page, PageKind};
use crate::text::truncate;
use links::Base;
use scraper::Html;
use walk::Walk;

/// Bytes of a document that are read; the largest real pages have some 10 MB, most of it scripts.
const BYTES_AT_MOST: usize = 32 << 20;

/// Reads an HTML document. Total: any text gives a page.
pub fn html_page(text: &str, origin: Origin) -> Page {
    let mut page = Page::new(origin, PageKind::Html);
    let read = truncate(text, BYTES_AT_MOST);
    if read.len() < text.len() {
        page.notes.push(Note::Truncated);
    }
    let document = Html::parse_document(&prune::prune(read));
    page.clues = clues(&document);
    let mut walk = Walk::new(&mut page, Base::new(address(&document)));
    walk.run(&document);
    unseen::add_unseen_body(&mut page);
    page
}

/// The document's own address, against which its links are read: its `base`, its canonical link, what Open Graph says.
fn address(document: &Html) -> Option<&str> {
    let head = document
        .root_element()
        .children()
        .find(|node| node.value().as_element().is_some_and(|e| e.name() == "head"))?;
    let elements = || head.children().filter_map(|node| node.value().as_element());
    let base =
        elements().filter(|e| e.name() == "base").find_map(|e| e.attr("href")).filter(|href| href.contains("://"));
    let canonical = || elements().filter(|e| e.attr("rel") == Some("canonical")).find_map(|e| e.attr("href"));
    let shared = || elements().filter(|e| e.attr("property") == Some("og:url")).find_map(|e| e.attr("content"));
    base.or_else(canonical).or_else(shared)
}

#[cfg(test)]
mod tests;
