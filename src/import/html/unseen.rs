//! The article of a page that shows it only by its scripts: where the structured data has a body and the markup has nothing of it, the body's
//! lines are blocks behind the page's own.

use crate::article::Text;
use crate::page::{Block, Field, Page, Witness};
use crate::text::{squeeze, word_count};
use std::collections::HashSet;

/// The shortest body that is looked for, in words.
const BODY_AT_LEAST: usize = 100;

/// Letters of a word that tells one text from others.
const TELLING_AT_LEAST: usize = 7;

/// Percent of such words that a page may have in common with a text that it does not show.
const COMMON_AT_MOST: usize = 30;

/// Lines of a body that are taken at the most.
const LINES_AT_MOST: usize = 5_000;

/// Adds the article's body from the structured data where the page does not show it.
pub(super) fn add_unseen_body(page: &mut Page) {
    let bodies = page.clues.iter().filter(|clue| clue.field == Field::Body && clue.witness == Witness::JsonLd);
    let Some(body) = bodies.map(|clue| clue.value.as_str()).max_by_key(|body| body.len()) else { return };
    if word_count(body) < BODY_AT_LEAST || is_shown(body, page) {
        return;
    }
    let lines = body.lines().map(squeeze).filter(|line| !line.is_empty()).take(LINES_AT_MOST);
    let blocks: Vec<Block> = lines.map(|line| Block { text: Text::from(line), ..Block::default() }).collect();
    page.blocks.extend(blocks);
}

/// Whether the blocks of a page have most of a text's long words.
fn is_shown(body: &str, page: &Page) -> bool {
    let told: HashSet<&str> = telling(body).collect();
    let seen: HashSet<&str> =
        page.blocks.iter().flat_map(|block| telling(&block.text.plain)).filter(|word| told.contains(word)).collect();
    100 * seen.len() > COMMON_AT_MOST * told.len()
}

/// The long words of a text; in scripts without spaces what stands between two signs.
fn telling(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| word.chars().nth(TELLING_AT_LEAST - 1).is_some())
}

#[cfg(test)]
mod tests {
    use crate::article::Origin;
    use crate::import::html::html_page;

    const SENTENCE: &str = "The harbourmaster of Elsen postponed every departure because the breakwater had suffered considerable damage overnight.";

    fn page(body: &str, shown: &str) -> Vec<String> {
        let html = format!(
            "<script type='application/ld+json'>{{\"@type\":\"NewsArticle\",\"articleBody\":\"{body}\"}}</script><p>{shown}</p>"
        );
        html_page(&html, Origin::Stdin).blocks.into_iter().map(|block| block.text.plain).collect()
    }

    #[test]
    fn a_body_that_only_the_structured_data_has_is_read_line_by_line() {
        let body = format!("{SENTENCE}\\n{}", [SENTENCE; 8].join(" "));
        let blocks = page(&body, "Please enable scripts");
        assert_eq!(blocks.len(), 3, "{blocks:?}");
        assert_eq!(blocks[1], SENTENCE);
    }

    #[test]
    fn a_body_that_the_page_shows_is_not_told_twice() {
        let body = [SENTENCE; 8].join(" ");
        assert_eq!(page(&body, &body).len(), 1);
    }

    #[test]
    fn a_summary_is_no_body() {
        assert_eq!(page(SENTENCE, "Please enable scripts").len(), 1);
    }
}
