//! Cleaning a page whose reader said what some of its blocks are.
//!
//! The cleaner's own labels stand but for those blocks. A block that told of the article (its headline, byline, date) and is ruled to be
//! something else tells of it no more, so that the next best answer takes its place.

use super::absence::has_no_article;
use super::assemble::assemble;
use super::label::{form, label};
use super::metadata::{Metadata, Trust, metadata, names, written};
use super::{Cleaned, Verdict, article};
use crate::article::{Headline, Note};
use crate::correction::{BlockKey, Correction, Ruling};
use crate::date::PartialDate;
use crate::page::{Field, Label, Page};
use crate::text::squeeze;

/// Why a block that was the headline is none.
const OTHER_HEADLINE: &str = "you chose another headline";

/// Cleans a page; its reader's corrections hold.
pub fn corrected(page: &Page, corrections: &[Correction]) -> Cleaned {
    let labels = label(page);
    let automatic = article(page, labels.clone());
    let keys = BlockKey::of(page.blocks.iter().map(|block| block.text.plain.as_str()));
    let ruled = |key: &BlockKey| corrections.iter().find(|one| one.block == *key).map(|one| one.ruling);
    let rulings: Vec<Option<Ruling>> = keys.iter().map(ruled).collect();
    if rulings.iter().all(Option::is_none) {
        return automatic;
    }
    Desk { page, rulings }.put_together(labels, &automatic.verdicts)
}

/// The date that a text gives.
pub(super) fn date_in(text: &str) -> Option<PartialDate> {
    written(text).first().map(|found| found.date)
}

/// A page with what its reader ruled of each block.
struct Desk<'a> {
    page: &'a Page,
    rulings: Vec<Option<Ruling>>,
}

impl Desk<'_> {
    fn put_together(&self, labels: Vec<Verdict>, automatic: &[Verdict]) -> Cleaned {
        let page = self.page;
        let tells = |at: usize| {
            !matches!(automatic[at].label, Label::Comment | Label::Noise | Label::Caption)
                && !automatic[at].label.is_body()
        };
        let heard: Vec<usize> =
            (0..page.blocks.len()).filter(|at| self.rulings[*at].is_none() || !tells(*at)).collect();
        let part = Page { blocks: heard.iter().map(|at| page.blocks[*at].clone()).collect(), ..page.clone() };
        let mut verdicts = labels;
        self.rule(&mut verdicts);
        let mut told: Vec<Verdict> = heard.iter().map(|at| verdicts[*at].clone()).collect();
        let mut found = metadata(&part, &mut told);
        for (at, verdict) in heard.iter().zip(told) {
            verdicts[*at] = verdict;
        }
        for (at, _) in &mut found.cut {
            *at = heard[*at];
        }
        self.rule(&mut verdicts);
        self.say(&mut found, &mut verdicts);
        self.whole(verdicts, found)
    }

    /// Gives each ruled block its label.
    fn rule(&self, verdicts: &mut [Verdict]) {
        let kept: Vec<bool> = (0..verdicts.len())
            .map(|at| match self.rulings[at] {
                Some(ruling) => ruling == Ruling::Keep,
                None => verdicts[at].label.is_body(),
            })
            .collect();
        for (at, verdict) in verdicts.iter_mut().enumerate() {
            let Some(ruling) = self.rulings[at] else { continue };
            verdict.label = match ruling {
                Ruling::Keep => form(self.page, &kept, at),
                Ruling::Drop => Label::Noise,
                Ruling::Headline => Label::Headline,
                Ruling::Byline => Label::Byline,
                Ruling::Date => Label::Date,
                Ruling::Caption => Label::Caption,
            };
            verdict.reasons = vec!["you said so".to_owned()];
        }
    }

    fn texts(&self, ruling: Ruling) -> impl Iterator<Item = &str> {
        let ruled = self.rulings.iter().zip(&self.page.blocks).filter(move |(one, _)| **one == Some(ruling));
        ruled.map(|(_, block)| block.text.plain.as_str())
    }

    /// Takes the answers from the blocks that are ruled to give them.
    fn say(&self, found: &mut Metadata, verdicts: &mut [Verdict]) {
        if let Some(text) = self.texts(Ruling::Headline).next() {
            found.headline = Headline { text: squeeze(text), derived: false };
            found.evidence.retain(|evidence| evidence.field != Field::Headline);
            let others = verdicts.iter_mut().zip(&self.rulings).filter(|(_, ruling)| ruling.is_none());
            for (verdict, _) in others.filter(|(verdict, _)| verdict.label == Label::Headline) {
                *verdict = Verdict { label: Label::Noise, reasons: vec![OTHER_HEADLINE.to_owned()], ..verdict.clone() };
            }
        }
        let bylines: Vec<&str> = self.texts(Ruling::Byline).collect();
        if !bylines.is_empty() {
            found.byline = bylines.iter().flat_map(|text| people(text)).collect();
            found.evidence.retain(|evidence| evidence.field != Field::Byline);
        }
        if let Some(date) = self.texts(Ruling::Date).find_map(date_in) {
            found.published = Some(date);
            found.modified = found.modified.filter(|modified| *modified != date);
            found.evidence.retain(|evidence| evidence.field != Field::Published);
        }
    }

    fn whole(&self, verdicts: Vec<Verdict>, found: Metadata) -> Cleaned {
        let body = assemble(self.page, &verdicts, &found.cut);
        let mut notes = self.page.notes.clone();
        let kept = self.rulings.contains(&Some(Ruling::Keep));
        if !kept && has_no_article(self.page, &verdicts, &found.headline.text) {
            notes.push(Note::NoArticle);
        }
        found.with(body, notes, verdicts)
    }
}

/// The names in a line that is a byline, or the line as it is.
fn people(text: &str) -> Vec<String> {
    let found = names(text, Trust::Signed).people;
    if found.is_empty() { vec![squeeze(text)] } else { found }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::Origin;
    use crate::clean::clean;
    use crate::import::html::html_page;

    const PAGE: &str = "<html><body><nav><p>Home</p></nav><h1>The ferry sails again</h1><p class=byline>By Ada Quill</p>\
        <p>4 March 2022</p><p>The ferry to Elsen left the harbour an hour late on Tuesday after a rope had caught in its propeller, they said.</p>\
        <p>The mayor of Elsen called for a hearing, and the company asked for patience with a boat of nineteen years of age.</p>\
        <footer><p>Bo Rask, the desk of the Elsen Evening Post</p><p>Printed on 7 May 2023</p><p>All rights reserved.</p></footer></body></html>";

    fn with(corrections: &[(&str, Ruling)]) -> (Cleaned, Page) {
        let page = html_page(PAGE, Origin::Stdin);
        let keys = BlockKey::of(page.blocks.iter().map(|block| block.text.plain.as_str()));
        let at = |text: &str| page.blocks.iter().position(|block| block.text.plain.starts_with(text)).expect("a block");
        let corrections: Vec<Correction> =
            corrections.iter().map(|(text, ruling)| Correction { block: keys[at(text)], ruling: *ruling }).collect();
        (corrected(&page, &corrections), page)
    }

    #[test]
    fn without_corrections_a_page_is_cleaned_as_always() {
        let (cleaned, page) = with(&[]);
        assert_eq!(cleaned.article, clean(&page).article);
    }

    #[test]
    fn what_is_kept_is_in_the_body_and_what_is_dropped_is_not() {
        let (before, _) = with(&[]);
        let (after, _) = with(&[("The mayor", Ruling::Drop), ("All rights", Ruling::Keep)]);
        let texts = |cleaned: &Cleaned| cleaned.article.paragraphs().join("\n");
        assert!(texts(&before).contains("The mayor") && !texts(&before).contains("All rights"));
        assert!(!texts(&after).contains("The mayor") && texts(&after).contains("All rights"), "{}", texts(&after));
        assert_eq!(after.verdicts.len(), before.verdicts.len());
    }

    #[test]
    fn headline_byline_and_date_are_taken_from_where_the_reader_says() {
        let (after, page) =
            with(&[("All rights", Ruling::Headline), ("Bo Rask", Ruling::Byline), ("Printed", Ruling::Date)]);
        assert_eq!(after.article.headline.text, "All rights reserved.");
        assert!(after.article.byline[0].starts_with("Bo Rask"), "{:?}", after.article.byline);
        assert_eq!(after.article.published.map(|date| date.to_string()).as_deref(), Some("2023-05-07"));
        let headlines = after.verdicts.iter().filter(|verdict| verdict.label == Label::Headline).count();
        assert_eq!((headlines, after.verdicts.len()), (1, page.blocks.len()));
    }

    #[test]
    fn a_headline_that_is_dropped_is_the_headline_no_more() {
        let (after, _) = with(&[("The ferry sails", Ruling::Drop)]);
        assert_ne!(after.article.headline.text, "The ferry sails again");
        assert!(!after.article.headline.text.is_empty());
    }

    #[test]
    fn any_ruling_of_all_blocks_gives_an_article() {
        let page = html_page(PAGE, Origin::Stdin);
        let keys = BlockKey::of(page.blocks.iter().map(|block| block.text.plain.as_str()));
        for ruling in [Ruling::Keep, Ruling::Drop, Ruling::Headline, Ruling::Byline, Ruling::Date, Ruling::Caption] {
            let all: Vec<_> = keys.iter().map(|block| Correction { block: *block, ruling }).collect();
            assert_eq!(corrected(&page, &all).verdicts.len(), page.blocks.len(), "{ruling:?}");
        }
    }
}
