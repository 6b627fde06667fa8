//! Where the article begins and ends on an HTML page that holds more than one, and what of it belongs together.
//!
//! The forests judge blocks by their surroundings, not by which of two articles they are in. The document knows: what stands before the headline
//! is of another story, an `article` element beside that of the headline is another article, a quotation is one thing.

use crate::page::{Block, Field, Page, PageKind, Shape, Witness};
use crate::text::{fold, word_count};

/// Words that must be left behind the headline for what stands before it to go.
const ARTICLE_AT_LEAST: usize = 40;

/// The longest block that joins the rest of its quotation, in words: a name, an address, a date.
const SIGNATURE_AT_MOST: usize = 16;

/// Drops what is kept of other articles.
pub(super) fn drop_others(page: &Page, kept: &mut [bool]) {
    if page.kind != PageKind::Html {
        return;
    }
    let Some(headline) = headline(page) else { return };
    drop_other_articles(page, headline, kept);
    let behind: usize =
        (headline..kept.len()).filter(|at| kept[*at]).map(|at| word_count(&page.blocks[at].text.plain)).sum();
    if behind >= ARTICLE_AT_LEAST {
        kept[..headline].fill(false);
    }
}

/// The block of the first-level heading that the page itself calls its headline.
fn headline(page: &Page) -> Option<usize> {
    let claims: Vec<String> = page
        .clues
        .iter()
        .filter(|clue| {
            clue.field == Field::Headline
                && matches!(clue.witness, Witness::JsonLd | Witness::Microdata | Witness::Meta | Witness::Title)
        })
        .map(|clue| fold(&clue.value))
        .collect();
    let is_claimed = |block: &Block| {
        let text = fold(&block.text.plain);
        text.len() >= 10 && claims.iter().any(|claim| claim.starts_with(&text))
    };
    let mut found = (0..page.blocks.len())
        .filter(|at| page.blocks[*at].shape == Shape::Heading(1) && is_claimed(&page.blocks[*at]));
    // Where it stands twice, it may be the title of a teaser first.
    found.next().filter(|_| found.next().is_none())
}

/// Drops what is kept inside of `article` elements beside the headline's own, where these have a headline of the same rank.
fn drop_other_articles(page: &Page, headline: usize, kept: &mut [bool]) {
    let articles = |at: usize| {
        let mut out = Vec::new();
        let mut place = page.blocks[at].element;
        while let Some(element) = place.and_then(|place| page.elements.get(place as usize)) {
            if element.tag == "article" {
                out.extend(place);
            }
            place = element.parent;
        }
        out
    };
    let own = articles(headline);
    if own.is_empty() {
        return;
    }
    let mut headed: Vec<u32> = Vec::new();
    for (at, kept) in kept.iter_mut().enumerate().skip(headline + 1) {
        let around = articles(at);
        let Some(innermost) = around.first().filter(|first| !own.contains(first) && !around.contains(&own[0])) else {
            continue;
        };
        if page.blocks[at].shape == Shape::Heading(1) {
            headed.push(*innermost);
        }
        *kept &= !headed.contains(innermost);
    }
}

/// Keeps the short last lines of a quotation most of which is kept: who said it, where and when.
pub(super) fn keep_whole_quotes(page: &Page, kept: &mut [bool]) {
    let quote = |at: usize| {
        let around = page.around(&page.blocks[at]).find(|element| element.tag == "blockquote");
        around.map(std::ptr::from_ref)
    };
    for at in 1..kept.len() {
        let block = &page.blocks[at];
        if !kept[at]
            && kept[at - 1]
            && block.shape == Shape::Quote
            && word_count(&block.text.plain) <= SIGNATURE_AT_MOST
            && quote(at).is_some()
            && quote(at) == quote(at - 1)
        {
            kept[at] = true;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::Origin;
    use crate::import::html::html_page;

    const PROSE: &str = "<p>The ferry to Elsen left the harbour an hour late on Tuesday after a rope had caught in its propeller, they said.</p>\
        <p>The mayor of Elsen called for a hearing, and the company asked for patience with a boat of nineteen years of age.</p>";

    fn kept(html: &str) -> Vec<bool> {
        let page = html_page(&format!("<title>The ferry left late | Gull</title>{html}"), Origin::Stdin);
        let mut kept = vec![true; page.blocks.len()];
        drop_others(&page, &mut kept);
        kept
    }

    #[test]
    fn what_stands_before_the_headline_is_of_another_story() {
        let html = format!("<p>A goat walked in.<h1>The ferry left late</h1>{PROSE}");
        assert_eq!(kept(&html), [false, true, true, true]);
        assert_eq!(kept("<p>A goat walked in.<h1>The ferry left late</h1><p>Soon."), [true, true, true]);
    }

    #[test]
    fn a_second_article_is_not_the_first() {
        let html = format!(
            "<article><h1>The ferry left late</h1>{PROSE}</article><article><h1>A goat walked in</h1><p>It sat down.</article>"
        );
        assert_eq!(kept(&html), [true, true, true, false, false]);
        let posts = format!(
            "<article><h1>The ferry left late</h1>{PROSE}<article><h1>18:02</h1><p>It is in.</article></article>"
        );
        assert_eq!(kept(&posts), [true; 5]);
    }

    #[test]
    fn a_quotation_keeps_its_last_line() {
        let page =
            html_page("<blockquote><p>We left.</p>— Ada Venn (@venn) May 6</blockquote><p>So they did.", Origin::Stdin);
        let mut kept = vec![true, false, false];
        keep_whole_quotes(&page, &mut kept);
        assert_eq!(kept, [true, true, false]);
    }
}
