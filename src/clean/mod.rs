//! Page → article: every block gets one label, and what the labels keep becomes the article.
//!
//! Total and pure: any page gives an article, perhaps a poor one with a note; nothing is read or written. How it works and how the weights are
//! learned is told in `docs/CLEANING.md`.

mod absence;
mod assemble;
mod bounds;
mod called;
mod captions;
mod cells;
mod coherence;
pub mod columns;
mod containers;
mod corrected;
mod counts;
mod explain;
pub mod features;
pub mod forest;
mod furniture;
mod given;
pub mod label;
mod lanes;
pub mod metadata;
pub mod model;
mod near;
mod patterns;
mod proof;
mod prose;
mod record;
mod repetition;
pub mod second;
mod threads;
mod vocabulary;
mod words;

use crate::article::{Article, Headline, Note, Part};
use crate::page::{Label, Page};
use crate::text::squeeze;

pub use corrected::corrected;
pub use explain::explain;
pub use given::given;
pub use metadata::Evidence;
pub use proof::{Proof, Proofed, proof};
pub use record::{Filed, file};

/// A page's article and why it is what it is.
#[derive(Clone, Debug, Default)]
pub struct Cleaned {
    /// The article.
    pub article: Article,
    /// What each block of the page is, in the page's order.
    pub verdicts: Vec<Verdict>,
    /// What the article's headline, byline, dates and the rest rest on.
    pub evidence: Vec<Evidence>,
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
    article(page, label::label(page))
}

/// What the labels keep, with all that the page says of it: the part of [`clean`] behind the labels.
pub fn article(page: &Page, mut verdicts: Vec<Verdict>) -> Cleaned {
    let found = metadata::metadata(page, &mut verdicts);
    let body = assemble::assemble(page, &verdicts, &found.cut);
    let mut notes = page.notes.clone();
    if absence::has_no_article(page, &verdicts, &found.headline.text) {
        notes.push(Note::NoArticle);
    }
    found.with(body, notes, verdicts)
}

impl metadata::Metadata {
    /// The article of which this is said.
    fn with(self, body: Vec<Part>, notes: Vec<Note>, verdicts: Vec<Verdict>) -> Cleaned {
        let line = |text: Option<String>| text.map(one_line);
        let article = Article {
            headline: Headline { text: one_line(self.headline.text), ..self.headline },
            byline: self.byline.into_iter().map(one_line).collect(),
            publisher: line(self.publisher),
            agency: line(self.agency),
            section: line(self.section),
            dateline: line(self.dateline),
            published: self.published,
            modified: self.modified,
            language: self.language,
            standfirst: line(self.standfirst),
            body,
            notice: line(self.notice),
            url: self.url,
            notes,
        };
        Cleaned { article, verdicts, evidence: self.evidence }
    }
}

/// What a page says in a block whose line breaks count may still be its headline.
fn one_line(text: String) -> String {
    if text.contains(['\n', '\t']) { squeeze(&text) } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::Origin;
    use crate::import::html::html_page;

    #[test]
    fn a_headline_and_a_paragraph_that_were_code_are_on_one_line() {
        let page = html_page("<pre>The ferry\n  returns</pre><pre>It sailed\non Monday.</pre>", Origin::Stdin);
        let labels = [Label::Headline, Label::Body].map(Verdict::from);
        let article = super::article(&page, labels.into()).article;
        assert_eq!(article.headline.text, "The ferry returns");
        assert_eq!(article.paragraphs(), ["It sailed on Monday."]);
    }
}
