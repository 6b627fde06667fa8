//! What an element's name settles by itself, whatever the forests say: names that every publisher gives to the same thing.

use crate::page::{Block, Label, Page, Shape};
use crate::text::word_count;

/// Levels of elements whose names speak for a block.
const LEVELS: usize = 3;

/// The longest caption, in words.
const CAPTION_AT_MOST: usize = 90;

/// Whether an element close around a block is called a caption, and the block is short enough to be one.
pub(super) fn is_caption(page: &Page, block: &Block) -> bool {
    block.shape == Shape::Caption
        || (around(page, block, 2, &["caption"]) && word_count(&block.text.plain) <= CAPTION_AT_MOST)
}

/// Takes out of the body what its element calls something else: a consent dialog, a sentence of the body set large, the lines under the headline.
pub(super) fn settle(page: &Page, kept: &[bool], labels: &mut [Label]) {
    let first = kept.iter().position(|kept| *kept);
    for (at, block) in page.blocks.iter().enumerate().filter(|(at, _)| kept[*at]) {
        if around(page, block, LEVELS, &["cookie", "cookies", "consent", "gdpr", "pullquote"]) {
            labels[at] = Label::Noise;
        } else if Some(at) == first && around(page, block, 1, &["standfirst", "deck", "dek"]) {
            labels[at] = Label::Standfirst;
        }
    }
}

/// Names, whole, of what stands beside an article and is written like one: what readers say of it, and who wrote it.
const ASIDES: &[&str] = &[
    "comment",
    "comments",
    "commentlist",
    "comment-list",
    "comment-body",
    "comment-content",
    "comment-text",
    "author-bio",
    "author-box",
    "authorbox",
    "about-author",
    "about-the-author",
    "author-description",
    "bio-box",
];

/// Words that must be left for the asides to go: on a forum's page they are all there is.
const ARTICLE_AT_LEAST: usize = 40;

/// Drops what is kept inside of elements called asides.
pub(super) fn drop_asides(page: &Page, kept: &mut [bool]) {
    let is_aside = |block: &Block| {
        let named = |names: &str| {
            names.split_ascii_whitespace().any(|name| ASIDES.iter().any(|aside| name.eq_ignore_ascii_case(aside)))
        };
        page.around(block)
            .filter(|element| !matches!(element.tag, "html" | "body"))
            .any(|element| named(&element.names))
    };
    let asides: Vec<bool> = page.blocks.iter().zip(kept.iter()).map(|(block, kept)| *kept && is_aside(block)).collect();
    if !asides.contains(&true) {
        return;
    }
    let rest = page.blocks.iter().zip(kept.iter().zip(&asides)).filter(|(_, (kept, aside))| **kept && !**aside);
    if rest.map(|(block, _)| word_count(&block.text.plain)).sum::<usize>() >= ARTICLE_AT_LEAST {
        kept.iter_mut().zip(asides).for_each(|(kept, aside)| *kept &= !aside);
    }
}

/// Whether one of the elements close around a block has one of the words in its names. The page's own body is called after everything on it.
fn around(page: &Page, block: &Block, levels: usize, words: &[&str]) -> bool {
    let named = |names: &str| {
        let parts = names.split(|c: char| !c.is_ascii_alphanumeric());
        parts.into_iter().any(|part| words.iter().any(|word| part.eq_ignore_ascii_case(word)))
    };
    page.around(block)
        .take(levels)
        .filter(|element| !matches!(element.tag, "html" | "body"))
        .any(|element| named(&element.names))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::Origin;
    use crate::import::html::html_page;

    #[test]
    fn names_settle_what_a_block_is() {
        let html = "<body class=cookie><p class='story__standfirst'>Late again.</p><p>The ferry left.</p><div id=cookie-banner><p>We use cookies.</p></div>\
            <aside class=pullquote><p>It left</p></aside><p class=wp-caption-text>The ferry.</p>";
        let page = html_page(html, Origin::Stdin);
        let mut labels = vec![Label::Body; page.blocks.len()];
        settle(&page, &[true; 5], &mut labels);
        assert_eq!(labels, [Label::Standfirst, Label::Body, Label::Noise, Label::Noise, Label::Body]);
        assert!(is_caption(&page, &page.blocks[4]));
        assert!(!is_caption(&page, &page.blocks[1]));
    }

    #[test]
    fn asides_go_where_an_article_is_left() {
        let prose =
            "The ferry to Elsen left an hour late after a rope had caught in its propeller, the harbour office said. "
                .repeat(3);
        let comments = "<div id=comments><p>I was on it.</p></div>";
        for (html, left) in [
            (format!("<p>{prose}</p>{comments}"), [true, false]),
            (format!("<p>Late again.</p>{comments}"), [true, true]),
        ] {
            let mut kept = vec![true; 2];
            drop_asides(&html_page(&html, Origin::Stdin), &mut kept);
            assert_eq!(kept, left);
        }
    }
}
