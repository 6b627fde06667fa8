//! Which blocks amid the body are captions: those of figures, lines that a dump gives twice, and texts that end in a picture's credit.

use super::called;
use super::features::Matrix;
use super::metadata::cues::entries;
use crate::page::{Block, Label, Page, PageKind, Shape};
use crate::text::{FoldedSet, Openings, is_unspaced, word_count};
use std::sync::LazyLock;

/// Blocks around the body in which its pictures' captions stand.
const NEAR: usize = 6;

/// The shortest line that a dump gives as alternative text and again as caption, in words.
const TWICE_AT_LEAST: usize = 10;

/// The longest caption that ends in a credit, the longest credit, and the shortest text with one, in words.
const CREDITED_AT_MOST: usize = 150;
const CREDIT_AT_MOST: usize = 10;
const CREDITED_AT_LEAST: usize = 5;

/// Words from which on a caption may tell a gallery's story.
const TOLD_AT_LEAST: f32 = 20.0;

static CREDIT: LazyLock<FoldedSet> = LazyLock::new(|| entries("picture credits").collect());
/// Those of scripts that put no space between words.
static UNSPACED: LazyLock<Openings> =
    LazyLock::new(|| entries("picture credits").filter(|word| word.chars().any(is_unspaced)).collect());

/// Marks the captions amid the body and close to it.
pub(super) fn mark(page: &Page, kept: &[bool], labels: &mut [Label]) {
    let (Some(first), Some(last)) = (kept.iter().position(|kept| *kept), kept.iter().rposition(|kept| *kept)) else {
        return;
    };
    for (at, label) in labels.iter_mut().enumerate().take(last + 2).skip(first.saturating_sub(NEAR)) {
        let block = &page.blocks[at];
        let twice =
            |other: Option<&Block>| other.is_some_and(|other| other.text.plain == block.text.plain && is_line(block));
        let doubled = page.kind == PageKind::Text
            && (twice(page.blocks.get(at + 1)) || twice(at.checked_sub(1).and_then(|before| page.blocks.get(before))));
        let shown = called::is_caption(page, block) && !page.around(block).any(|element| element.hidden);
        // A dump's captions seem like noise beside its paragraphs.
        let near = kept[at] || page.kind == PageKind::Text;
        let credited = near && block.shape == Shape::Paragraph && is_credited(&block.text.plain);
        if shown || doubled || credited {
            *label = Label::Caption;
        }
    }
}

/// In a gallery the captions are the article: where those of some length have more to say than all the rest, they are its paragraphs.
pub(super) fn settle_gallery(page: &Page, matrix: &Matrix, kept: &[bool], labels: &mut [Label]) {
    let is_told = |at: usize| {
        kept[at]
            && labels[at] == Label::Caption
            && page.blocks[at].shape == Shape::Caption
            && matrix.words[at] >= TOLD_AT_LEAST
    };
    let told: Vec<usize> = (0..labels.len()).filter(|at| is_told(*at)).collect();
    let words = |at: usize| matrix.words[at];
    let rest: f32 = (0..labels.len()).filter(|at| labels[*at].is_body()).map(words).sum();
    if told.iter().map(|at| words(*at)).sum::<f32>() > rest {
        for at in told {
            labels[at] = Label::Body;
        }
    }
}

fn is_line(block: &Block) -> bool {
    block.shape == Shape::Paragraph && word_count(&block.text.plain) >= TWICE_AT_LEAST
}

/// Whether a text ends in the credit of a picture: in brackets, or behind its last sentence.
fn is_credited(text: &str) -> bool {
    let text = text.trim_end();
    let Some(credit) = credit(text) else { return false };
    let words = word_count(text);
    (CREDITED_AT_LEAST..=CREDITED_AT_MOST).contains(&words)
        && word_count(credit) <= CREDIT_AT_MOST
        && names_a_source(credit)
}

/// What sentences end with.
const SENTENCE_ENDS: [char; 6] = ['.', '!', '?', '。', '”', '"'];

/// What stands in the text's last brackets, or behind its last sentence, if it can be a credit: without a full stop, and with a name.
fn credit(text: &str) -> Option<&str> {
    let inside = text.strip_suffix([')', '）']).and_then(|text| Some(text.rsplit_once(['(', '（'])?.1));
    let behind = || {
        // Nearly every text ends with its last sentence.
        let open = Some(text).filter(|text| !text.ends_with(SENTENCE_ENDS))?;
        let (at, end) = open.rmatch_indices(SENTENCE_ENDS).find(|(at, _)| *at + 4 < text.len())?;
        text.get(at + end.len()..)
    };
    let credit = inside.or_else(behind)?.trim();
    let named = credit.split_whitespace().skip(1).any(|word| word.starts_with(char::is_uppercase));
    (named || credit.contains('/') || !credit.is_ascii()).then_some(credit)
}

/// Whether a credit says that it is one, or names an agency of pictures.
fn names_a_source(credit: &str) -> bool {
    let mut words = credit.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.any(|word| CREDIT.contains(word)) || UNSPACED.find(credit, credit.len(), |_, _| Some(())).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_that_end_in_a_credit_are_told_from_others() {
        for (text, credited) in [
            ("The ferry Aurelia at the quay of Elsen on Tuesday. (Photo by Ada Venn/Gull Pictures)", true),
            ("The ferry Aurelia at the quay of Elsen. Photo: Ada Venn", true),
            ("The ferry Aurelia at the quay of Elsen, Nov. 19. Photographer: Ada Venn/Gull", true),
            ("Die Fähre Aurelia am Kai von Elsen (Foto: Ada Venn)", true),
            (
                "The ferry will sail again on Monday, the harbour office said. (Reporting by Ada Venn; editing by Nell Aske)",
                false,
            ),
            ("The ferry left an hour late, as a photo by Ada Venn shows.", false),
            ("He found it in the office (see photo below)", false),
            ("She said the ferry was late (it was) and old. Nobody asked why", false),
            ("Photo: Ada Venn", false),
        ] {
            assert_eq!(is_credited(text), credited, "{text}");
        }
    }
}
