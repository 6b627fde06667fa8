//! A page that is all article: the HTML that an export or a feed gives as an article's text. Nothing is learned from such pages, and what the forests
//! know of pages with menus would cost their short paragraphs.

use super::Verdict;
use super::assemble::assemble;
use super::features::features;
use super::label::labels;
use crate::article::Part;
use crate::page::Page;

/// The page's body: all but what no article has, such as repetitions, calls to share and threads of comments.
pub fn given(page: &Page) -> Vec<Part> {
    let matrix = features(page);
    let labels = labels(page, &matrix, &vec![1.0; page.blocks.len()]);
    let verdicts: Vec<Verdict> = labels.into_iter().map(Verdict::from).collect();
    assemble(page, &verdicts, &[])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::Origin;
    use crate::import::html::html_page;

    #[test]
    fn every_paragraph_of_an_articles_own_text_is_kept() {
        let page = html_page(
            "<p>It sailed.</p><p>Nobody was late, they <b>said</b>.</p><ul><li>One<li>Two</ul>",
            Origin::Stdin,
        );
        let texts: Vec<String> = given(&page).iter().flat_map(Part::texts).map(str::to_owned).collect();
        assert_eq!(texts, ["It sailed.", "Nobody was late, they said.", "One", "Two"]);
    }
}
