//! Page → article: every block gets one label, and what the labels keep becomes the article.
//!
//! Total and pure: any page gives an article, perhaps a poor one with a note; nothing is read or written. How it works and how the weights are
//! learned is told in `docs/CLEANING.md`.

mod assemble;
mod metadata;

use crate::article::Article;
use crate::page::{Label, Page};

/// A page's article and why it is what it is.
#[derive(Clone, Debug, Default)]
pub struct Cleaned {
    /// The article.
    pub article: Article,
    /// What each block of the page is, in the page's order.
    pub verdicts: Vec<Verdict>,
}

/// What a block is, how surely, and why.
#[derive(Clone, Debug)]
pub struct Verdict {
    /// What the block is on its page.
    pub label: Label,
    /// How probable it is that the block belongs to the body, from 0 to 1.
    pub probability: f32,
    /// What decided where a rule did; the model's own reasons are given by `explain`, which works them out anew.
    pub reasons: Vec<String>,
}

impl From<Label> for Verdict {
    fn from(label: Label) -> Self {
        Verdict { label, probability: if label.is_body() { 1.0 } else { 0.0 }, reasons: Vec::new() }
    }
}

/// Cleans a page.
pub fn clean(page: &Page) -> Cleaned {
    let prose = |text: &str| crate::text::word_count(text) >= 12;
    let label = |block: &crate::page::Block| if prose(&block.text.plain) { Label::Body } else { Label::Noise };
    let mut verdicts: Vec<Verdict> = page.blocks.iter().map(|block| label(block).into()).collect();
    let found = metadata::metadata(page, &mut verdicts);
    let article = Article {
        headline: found.headline,
        byline: found.byline,
        publisher: found.publisher,
        agency: found.agency,
        section: found.section,
        dateline: found.dateline,
        published: found.published,
        modified: found.modified,
        language: found.language,
        standfirst: found.standfirst,
        body: assemble::assemble(page, &verdicts, &found.cut),
        notice: found.notice,
        url: found.url,
        notes: page.notes.clone(),
    };
    Cleaned { article, verdicts }
}
