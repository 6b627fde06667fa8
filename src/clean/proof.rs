//! A page as its reader sees behind the cleaning: every block, what it was taken for and why, what the reader said of it, and the article
//! that comes of it.

use super::corrected::{corrected, date_in};
use super::explain::reasons_of;
use crate::article::Article;
use crate::correction::{BlockKey, Correction, Ruling};
use crate::page::{Label, Page};
use crate::text::sanitise_line;

/// An article beside the page that it was made of.
#[derive(Clone, Debug, Default)]
pub struct Proof {
    /// The article, corrected.
    pub article: Article,
    /// Every block of the page, in its order.
    pub blocks: Vec<Proofed>,
}

/// A block of a page with what it is held for.
#[derive(Clone, Debug)]
pub struct Proofed {
    /// What it is known by.
    pub key: BlockKey,
    /// What it says, on one line.
    pub text: String,
    /// What it is.
    pub label: Label,
    /// What the reader said it is.
    pub ruling: Option<Ruling>,
    /// How probable the cleaner holds it that the block belongs to the body, from 0 to 1.
    pub probability: f32,
    /// Why, the rules first, then what moved the model most: `+` for the body, `-` against it.
    pub reasons: Vec<String>,
    /// A date can be read in it.
    pub dated: bool,
}

impl Proofed {
    /// Whether the article has it.
    pub fn is_kept(&self) -> bool {
        !matches!(self.label, Label::Comment | Label::Noise)
    }
}

/// Cleans a page and lays the article beside it.
pub fn proof(page: &Page, corrections: &[Correction]) -> Proof {
    let cleaned = corrected(page, corrections);
    let keys = BlockKey::of(page.blocks.iter().map(|block| block.text.plain.as_str()));
    let reasons = reasons_of(page, &cleaned.verdicts);
    let blocks = page.blocks.iter().zip(cleaned.verdicts).zip(keys).zip(reasons);
    let blocks = blocks
        .map(|(((block, verdict), key), reasons)| Proofed {
            ruling: corrections.iter().find(|one| one.block == key).map(|one| one.ruling),
            key,
            text: sanitise_line(&block.text.plain).into_owned(),
            label: verdict.label,
            probability: verdict.probability,
            reasons,
            dated: date_in(&block.text.plain).is_some(),
        })
        .collect();
    Proof { article: cleaned.article, blocks }
}
