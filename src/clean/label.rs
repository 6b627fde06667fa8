//! Features → labels: two forests give each block its probability, and what it means for the whole page decides the rest.
//!
//! The forests know what a block looks like; here stands what they cannot know of one block: that a page has one article or none, that an
//! article is not told twice, that the form of a kept block is its label.

use super::Verdict;
use super::features::{Matrix, features};
use super::model::passes;
use super::second::second_look;
use crate::article::{Style, Text};
use crate::page::{Block, Label, Page, PageKind, Shape};
use crate::text::word_count;
use std::collections::HashSet;

/// From this probability on a block is kept.
const KEEP: f32 = 0.55;

/// Log odds after the first trees below which a block is noise for sure.
const SURE: f32 = -4.5;

/// Thresholds that are tried where nearly nothing was kept, so that no page is lost whole.
const SECOND_CHANCES: [f32; 3] = [0.35, 0.2, 0.1];

/// Words below which a page has lost its article.
const ARTICLE_AT_LEAST: f32 = 25.0;

/// Words that a second chance must bring.
const CHANCE_AT_LEAST: f32 = 50.0;

/// Words from which a text that stands twice is a repetition and no refrain.
const REPEATED_FROM: usize = 10;

/// What the forests say of each block of a page, from 0 to 1.
pub fn probabilities(page: &Page, matrix: &mut Matrix) -> Vec<f32> {
    let passes = passes(page.kind);
    let chance = |odds: Vec<f32>| -> Vec<f32> { odds.into_iter().map(|odds| 1.0 / (1.0 + (-odds).exp())).collect() };
    let first = chance(passes.first.judge(matrix, SURE));
    second_look(matrix, &first);
    chance(passes.second.judge(matrix, SURE))
}

/// A verdict on each block of a page.
pub(super) fn label(page: &Page) -> Vec<Verdict> {
    let mut matrix = features(page);
    let probabilities = probabilities(page, &mut matrix);
    let labels = labels(page, &matrix, &probabilities);
    let verdict = |(label, probability)| Verdict { label, probability, reasons: Vec::new() };
    labels.into_iter().zip(probabilities).map(verdict).collect()
}

/// The label of each block, given how probable it is that it belongs to the body.
pub fn labels(page: &Page, matrix: &Matrix, probabilities: &[f32]) -> Vec<Label> {
    let mut kept = keep(matrix, probabilities);
    drop_repetitions(page, &mut kept);
    drop_last_headings(page, &mut kept);
    let mut labels: Vec<Label> =
        (0..page.blocks.len()).map(|at| if kept[at] { form(page, &kept, at) } else { Label::Noise }).collect();
    captions(page, &kept, &mut labels);
    labels
}

fn keep(matrix: &Matrix, probabilities: &[f32]) -> Vec<bool> {
    let above =
        |threshold: f32| -> Vec<bool> { probabilities.iter().map(|probability| *probability > threshold).collect() };
    let words = |kept: &[bool]| -> f32 {
        kept.iter().zip(&matrix.words).map(|(kept, words)| if *kept { *words } else { 0.0 }).sum()
    };
    let kept = above(KEEP);
    if words(&kept) >= ARTICLE_AT_LEAST {
        return kept;
    }
    SECOND_CHANCES.into_iter().map(above).find(|kept| words(kept) >= CHANCE_AT_LEAST).unwrap_or(kept)
}

/// Of a text that is kept twice, the first stays.
fn drop_repetitions(page: &Page, kept: &mut [bool]) {
    let mut seen = HashSet::new();
    for (block, kept) in page.blocks.iter().zip(kept).filter(|(_, kept)| **kept) {
        let text = block.text.plain.as_str();
        if text.len() > 40 && !seen.insert(text) && word_count(text) >= REPEATED_FROM {
            *kept = false;
        }
    }
}

/// A heading with nothing under it announces something that is not in the article.
fn drop_last_headings(page: &Page, kept: &mut [bool]) {
    for at in (0..kept.len()).rev().filter(|at| page.blocks[*at].shape != Shape::Caption) {
        match (&page.blocks[at].shape, kept[at]) {
            (Shape::Heading(_), true) => kept[at] = false,
            (_, true) => break,
            _ => {}
        }
    }
}

/// What a kept block is by its form.
fn form(page: &Page, kept: &[bool], at: usize) -> Label {
    let block = &page.blocks[at];
    match block.shape {
        Shape::Heading(_) => Label::Heading,
        Shape::Item(..) => Label::List,
        Shape::Quote => Label::Quote,
        Shape::Code => Label::Code,
        Shape::Caption => Label::Caption,
        Shape::Row(..) => Label::Table,
        Shape::Paragraph if is_heading(page, kept, at) => Label::Heading,
        Shape::Paragraph => Label::Body,
    }
}

/// The longest line that can be a heading, in words.
const HEADING_AT_MOST: usize = 12;

/// A paragraph that heads what follows: short, without a full stop, over running text; all in bold type where there is type.
fn is_heading(page: &Page, kept: &[bool], at: usize) -> bool {
    let text = &page.blocks[at].text;
    let ends = |c: char| c.is_alphanumeric() || matches!(c, '?' | ')');
    if text.plain.len() > 120 || !text.plain.ends_with(ends) || !text.plain.starts_with(char::is_alphanumeric) {
        return false;
    }
    let next = (at + 1..kept.len()).find(|next| kept[*next]).map(|next| &page.blocks[next]);
    let heads =
        |next: &Block| !matches!(next.shape, Shape::Heading(_)) && word_count(&next.text.plain) > HEADING_AT_MOST;
    let bold = page.kind == PageKind::Text || is_bold(text);
    bold && word_count(&text.plain) <= HEADING_AT_MOST && next.is_some_and(heads)
}

fn is_bold(text: &Text) -> bool {
    let whole = |style: &Style| *style == Style::Strong;
    text.spans.iter().any(|span| whole(&span.style) && span.start == 0 && span.end == text.plain.len())
}

/// Blocks around the body in which its pictures' captions stand.
const CAPTIONS_NEAR: usize = 6;

/// Marks the captions amid the body and close to it: of figures, and lines that a dump gives twice, as alternative text and as caption.
fn captions(page: &Page, kept: &[bool], labels: &mut [Label]) {
    let (Some(first), Some(last)) = (kept.iter().position(|kept| *kept), kept.iter().rposition(|kept| *kept)) else {
        return;
    };
    for (at, label) in labels.iter_mut().enumerate().take(last + 2).skip(first.saturating_sub(CAPTIONS_NEAR)) {
        let block = &page.blocks[at];
        let twice = |other: Option<&Block>| {
            other.is_some_and(|other| other.text.plain == block.text.plain && is_caption_line(block))
        };
        let doubled = page.kind == PageKind::Text
            && (twice(page.blocks.get(at + 1)) || twice(at.checked_sub(1).and_then(|before| page.blocks.get(before))));
        let shown = block.shape == Shape::Caption && !page.around(block).any(|element| element.hidden);
        if shown || doubled {
            *label = Label::Caption;
        }
    }
}

fn is_caption_line(block: &Block) -> bool {
    block.shape == Shape::Paragraph && word_count(&block.text.plain) >= REPEATED_FROM
}
