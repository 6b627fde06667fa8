//! Lines that are furniture of the page wherever they stand: "Advertisement", "Related stories", "Read more: …", "Photos by …".
//!
//! The forests weigh such words; here are the lines that are nothing else, in the languages of `assets/cues.txt`.

use super::metadata::cues::entries;
use crate::page::{Block, Page, PageKind, Shape};
use crate::text::{FoldedSet, Openings, word_count};
use memchr::memchr2_iter;
use std::sync::LazyLock;

/// The longest line that points to another story, or says who took the pictures, in words.
const POINTER_AT_MOST: usize = 25;
const CREDIT_AT_MOST: usize = 8;
/// The longest line with the writer's address, in words; a sentence is longer, or ends like one.
const CONTACT_AT_MOST: usize = 9;

/// The longest line of furniture, in bytes.
const LINE_AT_MOST: usize = 80;

static FURNITURE: LazyLock<FoldedSet> = LazyLock::new(|| entries("furniture").collect());
static CREDITS: LazyLock<Openings> = LazyLock::new(|| entries("credits").collect());

/// Whether a block is furniture of its page.
fn is_furniture(kind: PageKind, block: &Block) -> bool {
    let text = block.text.plain.trim();
    if matches!(block.shape, Shape::Code | Shape::Row(..) | Shape::Caption) {
        return false;
    }
    is_named(text) || points_away(kind, block) || is_credit(text)
}

/// The longest line of a list of other stories, in words.
const TITLE_AT_MOST: usize = 14;

/// Drops the furniture among what is kept, and what it announces where no running text follows any more.
pub(super) fn clear(page: &Page, kept: &mut [bool]) {
    for (block, kept) in page.blocks.iter().zip(kept.iter_mut()).filter(|(_, kept)| **kept) {
        *kept = !is_furniture(page.kind, block);
    }
    let is_title = |block: &Block| {
        let text = block.text.plain.trim_end();
        word_count(text) <= TITLE_AT_MOST && !text.ends_with(['.', '!', '?', '"', '”', '。', '」'])
    };
    let running = (0..kept.len()).rev().find(|at| kept[*at] && !is_title(&page.blocks[*at])).map_or(0, |at| at + 1);
    let announced = page.blocks[running..].iter().position(|block| is_named(block.text.plain.trim()));
    if let Some(from) = announced {
        kept[running + from..].fill(false);
    }
}

/// Drops the writer's address where a dump's article ends in it.
pub(super) fn drop_contact(page: &Page, kept: &mut [bool]) {
    if page.kind == PageKind::Text
        && let Some(last) = kept.iter().rposition(|kept| *kept)
        && is_contact(page.blocks[last].text.plain.trim())
    {
        kept[last] = false;
    }
}

/// Whether a text is the name of a piece of furniture, and nothing else.
fn is_named(text: &str) -> bool {
    let bare = text.trim_end_matches([':', '：', '»', '›', '>', '→', '▼', '…', ' ']);
    (1..=LINE_AT_MOST).contains(&bare.len()) && FURNITURE.contains(bare)
}

/// Whether a line names a piece of furniture and then another story: in a link where there are links, without a full stop in a dump.
fn points_away(kind: PageKind, block: &Block) -> bool {
    let Some((name, story)) = at_colon(&block.text.plain) else { return false };
    let elsewhere = match kind {
        PageKind::Html => block.linked > 0 && 10 * block.linked >= 8 * story.trim().len(),
        PageKind::Text => !story.trim_end().ends_with(['.', '。']),
    };
    elsewhere && is_named(name) && word_count(story) <= POINTER_AT_MOST
}

/// What stands before a text's first colon, and behind it.
fn at_colon(text: &str) -> Option<(&str, &str)> {
    // The wide colon is written with this byte in front.
    memchr2_iter(b':', 0xEF, text.as_bytes()).find_map(|at| {
        let (before, rest) = text.split_at_checked(at)?;
        Some((before, rest.strip_prefix([':', '：'])?))
    })
}

/// Whether a line says under which address the writer is reached, and little else.
fn is_contact(text: &str) -> bool {
    let is_address =
        |word: &str| word.split_once('@').is_some_and(|(name, host)| !name.is_empty() && host.contains('.'));
    text.len() <= LINE_AT_MOST
        && !text.ends_with(['.', '!', '?', '。'])
        && word_count(text) <= CONTACT_AT_MOST
        && text.split_whitespace().any(is_address)
}

/// Whether a line says who took the pictures and nothing else.
fn is_credit(text: &str) -> bool {
    text.len() <= LINE_AT_MOST
        && !text.ends_with('.')
        && CREDITS.find(text, LINE_AT_MOST, |_, _| Some(())).is_some()
        && word_count(text) <= CREDIT_AT_MOST
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::Text;

    #[test]
    fn furniture_is_told_from_text() {
        let block = |text: &str, linked| Block { text: Text::from(text), linked, ..Block::default() };
        for (kind, text, linked, furniture) in [
            (PageKind::Text, "Advertisement", 0, true),
            (PageKind::Text, "Related stories:", 0, true),
            (PageKind::Text, "関連記事", 0, true),
            (PageKind::Text, "Lesen Sie auch: Die Fähre fährt wieder", 0, true),
            (PageKind::Text, "Read more: the ferry sails again, and so does the goat.", 0, false),
            (PageKind::Html, "Read more: The ferry sails again", 22, true),
            (PageKind::Html, "Read more: The ferry sails again", 0, false),
            (PageKind::Html, "Photos by Nell Aske", 0, true),
            (PageKind::Html, "Photos by Nell Aske hang in the ferry office.", 0, false),
            (PageKind::Html, "Advertisement of this kind is forbidden.", 0, false),
        ] {
            assert_eq!(is_furniture(kind, &block(text, linked)), furniture, "{text}");
        }
    }

    #[test]
    fn an_address_behind_the_article_goes() {
        for (text, contact) in [
            ("Emailb.ellery@gazette.example Article List", true),
            ("ada@gazette.example", true),
            ("Write to ada@gazette.example before noon.", false),
            ("She signed as ada@sea, and nobody asked", false),
        ] {
            assert_eq!(is_contact(text), contact, "{text}");
        }
    }
}
