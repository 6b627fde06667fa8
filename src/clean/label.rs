//! Features → labels: two forests give each block its probability, and what it means for the whole page decides the rest.
//!
//! The forests know what a block looks like; here stands what they cannot know of one block: that a page has one article or none, that an
//! article is not told twice, that the form of a kept block is its label.

use super::Verdict;
use super::bounds;
use super::called;
use super::captions;
use super::features::{Matrix, features};
use super::furniture;
use super::model::passes;
use super::repetition;
use super::threads;
use crate::article::{Style, Text};
use crate::page::{Block, Label, Page, PageKind, Shape};
use crate::text::word_count;
use std::ops::Range;

/// The probability from which on a block is kept, where cross-validation found most to be right.
fn keep_from(kind: PageKind) -> f32 {
    match kind {
        PageKind::Html => 0.55,
        PageKind::Text => 0.5,
    }
}

/// Thresholds that are tried where nearly nothing was kept, so that no page is lost whole.
const SECOND_CHANCES: [f32; 3] = [0.35, 0.2, 0.1];

/// Words below which a page has lost its article.
const ARTICLE_AT_LEAST: f32 = 25.0;

/// Words that a second chance must bring.
const CHANCE_AT_LEAST: f32 = 50.0;

/// Words that must be left before a thread of comments for it to go.
const BEFORE_AT_LEAST: f32 = 40.0;

/// What the forests say of each block of a page, from 0 to 1.
pub fn probabilities(page: &Page, matrix: &mut Matrix) -> Vec<f32> {
    passes(page.kind).probabilities(matrix)
}

/// A verdict on each block of a page.
pub fn label(page: &Page) -> Vec<Verdict> {
    let mut matrix = features(page);
    let probabilities = probabilities(page, &mut matrix);
    let labels = labels(page, &matrix, &probabilities);
    let reasons = |label| if label == Label::Comment { vec!["in a thread of comments".to_owned()] } else { Vec::new() };
    let verdict = |(label, probability)| Verdict { label, probability, reasons: reasons(label) };
    labels.into_iter().zip(probabilities).map(verdict).collect()
}

/// The label of each block, given how probable it is that it belongs to the body.
pub fn labels(page: &Page, matrix: &Matrix, probabilities: &[f32]) -> Vec<Label> {
    let (mut kept, thread) = keep_without_thread(page, matrix, probabilities);
    keep_whole_tables(page, &mut kept);
    bounds::keep_whole_quotes(page, &mut kept);
    bounds::drop_others(page, &mut kept);
    furniture::clear(page, &mut kept);
    called::drop_asides(page, &mut kept);
    repetition::drop_repetitions(page, matrix, &mut kept);
    drop_outer_teasers(page, probabilities, &mut kept);
    furniture::drop_contact(page, &mut kept);
    drop_last_headings(page, &mut kept);
    let mut labels: Vec<Label> =
        (0..page.blocks.len()).map(|at| if kept[at] { form(page, &kept, at) } else { Label::Noise }).collect();
    called::settle(page, &kept, &mut labels);
    labels[thread].fill(Label::Comment);
    captions::mark(page, &kept, &mut labels);
    captions::settle_gallery(page, matrix, &kept, &mut labels);
    labels
}

/// What is kept of a page, and its thread of comments where an article is left before it: on a forum's page the thread is all there is.
fn keep_without_thread(page: &Page, matrix: &Matrix, probabilities: &[f32]) -> (Vec<bool>, Range<usize>) {
    let whole = || (keep(page, matrix, probabilities), 0..0);
    let thread = if page.kind == PageKind::Text { threads::thread(page, matrix) } else { None };
    let Some(thread) = thread else { return whole() };
    let mut before = probabilities.to_vec();
    before[thread.clone()].fill(0.0);
    let kept = keep(page, matrix, &before);
    if words(matrix, &kept[..thread.start]) >= BEFORE_AT_LEAST { (kept, thread) } else { whole() }
}

fn keep(page: &Page, matrix: &Matrix, probabilities: &[f32]) -> Vec<bool> {
    let above =
        |threshold: f32| -> Vec<bool> { probabilities.iter().map(|probability| *probability > threshold).collect() };
    let mut kept = above(keep_from(page.kind));
    if words(matrix, &kept) < ARTICLE_AT_LEAST {
        let brings = |kept: &Vec<bool>| words(matrix, kept) >= CHANCE_AT_LEAST;
        return SECOND_CHANCES.into_iter().map(above).find(brings).unwrap_or(kept);
    }
    if page.kind == PageKind::Text {
        keep_edges(page, probabilities, &mut kept);
    }
    kept
}

/// How many words are kept.
fn words(matrix: &Matrix, kept: &[bool]) -> f32 {
    kept.iter().zip(&matrix.words).map(|(kept, words)| if *kept { *words } else { 0.0 }).sum()
}

/// The row that names the columns belongs to the rows under it.
fn keep_whole_tables(page: &Page, kept: &mut [bool]) {
    for at in (1..kept.len()).rev() {
        let shape = |row: usize| &page.blocks[row].shape;
        if kept[at] && matches!(shape(at), Shape::Row(_, false)) && matches!(shape(at - 1), Shape::Row(_, true)) {
            kept[at - 1] = true;
        }
    }
}

/// How probable it must be that a dump's sentence is of the body that it stands right before or behind, and its words.
const AT_THE_EDGE: f32 = 0.4;
const SENTENCE_AT_LEAST: usize = 4;

/// A dump's sentences right before and behind the body are of it with less evidence than others: its first and last lines are short.
fn keep_edges(page: &Page, probabilities: &[f32], kept: &mut [bool]) {
    let (Some(first), Some(last)) = (kept.iter().position(|kept| *kept), kept.iter().rposition(|kept| *kept)) else {
        return;
    };
    let belongs = |at: &usize| {
        let block = &page.blocks[*at];
        let text = block.text.plain.trim_end_matches(['"', '”', '’', ')', '»']);
        probabilities[*at] > AT_THE_EDGE
            && block.shape == Shape::Paragraph
            && text.ends_with(['.', '!', '?', '。'])
            && !text.ends_with("..")
            && word_count(text) >= SENTENCE_AT_LEAST
    };
    let before = (0..first).rev().take_while(belongs).count();
    let behind = (last + 1..kept.len()).take_while(belongs).count();
    kept[first - before..first].fill(true);
    kept[last + 1..last + 1 + behind].fill(true);
}

/// How probable it is that a block is of the body where dots at its end are the author's own.
const CERTAIN: f32 = 0.9;

/// Running text that breaks off with dots before or behind all the rest is the summary of another story, and the short line over it is its
/// title. A page of which only one paragraph is kept may show no more than the beginning of its article, and that is kept.
fn drop_outer_teasers(page: &Page, probabilities: &[f32], kept: &mut [bool]) {
    let breaks_off = |at: usize| {
        let text = page.blocks[at].text.plain.trim_end();
        let sure = page.kind == PageKind::Html && probabilities[at] >= CERTAIN;
        !sure && (text.ends_with("...") || text.ends_with('…'))
    };
    let is_text = |at: &usize| page.blocks[*at].shape != Shape::Caption;
    if (0..kept.len()).filter(|at| kept[*at] && is_text(at)).count() < 2 {
        return;
    }
    let mut teaser = None;
    for at in (0..kept.len()).rev().filter(is_text) {
        let text = page.blocks[at].text.plain.trim_end();
        let title = teaser == Some(at + 1) && word_count(text) <= HEADING_AT_MOST && !text.ends_with('.');
        match kept[at] {
            true if breaks_off(at) || title => kept[at] = false,
            true => break,
            false => {}
        }
        if breaks_off(at) {
            teaser = Some(at);
        }
    }
    let first = (0..kept.len()).find(|at| kept[*at] && is_text(at));
    if let Some(first) = first.filter(|&first| page.kind == PageKind::Text && breaks_off(first)) {
        kept[first] = false;
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
pub(super) fn form(page: &Page, kept: &[bool], at: usize) -> Label {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::Origin;
    use crate::import::html::html_page;
    use crate::import::lines::text_page;

    const PROSE: &str = "The ferry to Elsen left the harbour an hour late on Tuesday after a rope had caught in its propeller, they said.";
    const MORE: &str = "The mayor of Elsen called for a hearing, and the company asked for patience with a boat of nineteen years of age.";
    const CAPTION: &str =
        "The ferry Aurelia at the quay of Elsen on the morning of the storm, with Ada Venn at the rail";

    fn labelled(page: &Page, probabilities: &[f32]) -> Vec<Label> {
        assert_eq!(page.blocks.len(), probabilities.len());
        labels(page, &features(page), probabilities)
    }

    fn dump(text: &str, probabilities: &[f32]) -> Vec<Label> {
        labelled(&text_page(text, Origin::Stdin), probabilities)
    }

    #[test]
    fn an_article_told_twice_is_kept_once() {
        let text = format!("{PROSE}\n{MORE}\n{PROSE}\n{MORE}\n");
        assert_eq!(dump(&text, &[0.9; 4]), [Label::Body, Label::Body, Label::Noise, Label::Noise]);
    }

    #[test]
    fn an_article_told_again_in_other_blocks_is_kept_once() {
        let text = format!("{PROSE} {MORE}\n{PROSE}\n{MORE}\n{CAPTION}\n");
        assert_eq!(dump(&text, &[0.9; 4]), [Label::Body, Label::Noise, Label::Noise, Label::Body]);
    }

    #[test]
    fn no_page_is_lost_whole_while_there_is_a_second_chance() {
        let text = format!("Menu\n{PROSE}\n{MORE}\n{CAPTION}\n");
        assert_eq!(dump(&text, &[0.01, 0.3, 0.25, 0.4]), [Label::Noise, Label::Body, Label::Body, Label::Body]);
        assert_eq!(dump(&text, &[0.01; 4]), [Label::Noise; 4]);
    }

    #[test]
    fn a_sentence_at_the_edge_of_a_dumps_body_is_of_it_with_less_evidence() {
        let text = format!("Boats sail again today.\n{PROSE}\n{MORE}\nNobody was on the quay.\nMore boats\n");
        let labels = dump(&text, &[0.45, 0.9, 0.9, 0.45, 0.45]);
        assert_eq!(labels, [Label::Body, Label::Body, Label::Body, Label::Body, Label::Noise]);
        assert_eq!(dump(&text, &[0.3, 0.9, 0.9, 0.3, 0.3])[3], Label::Noise);
    }

    #[test]
    fn a_heading_with_nothing_under_it_goes() {
        let page = html_page(&format!("<p>{PROSE}<h3>On deck</h3><p>{MORE}<h3>More stories</h3>"), Origin::Stdin);
        assert_eq!(labelled(&page, &[0.9; 4]), [Label::Body, Label::Heading, Label::Body, Label::Noise]);
    }

    #[test]
    fn summaries_that_break_off_at_the_end_go_with_their_titles() {
        let text =
            format!("{PROSE}\n{MORE}\nAnother boat\nThe other boat will be late too, as the harbour master...\n");
        assert_eq!(dump(&text, &[0.9; 4]), [Label::Body, Label::Body, Label::Noise, Label::Noise]);
    }

    #[test]
    fn an_author_may_end_with_dots() {
        let page = html_page(&format!("<p>{PROSE}<p>{MORE}<p>Nobody was on the quay when it came…"), Origin::Stdin);
        assert_eq!(labelled(&page, &[0.9, 0.9, 0.95]), [Label::Body; 3]);
        assert_eq!(labelled(&page, &[0.9, 0.9, 0.8]), [Label::Body, Label::Body, Label::Noise]);
    }

    #[test]
    fn captions_that_tell_the_story_are_its_paragraphs() {
        let figure = |text: &str| format!("<figure><img src=x><figcaption>{text}</figcaption></figure>");
        let page = html_page(&format!("<p>{CAPTION}</p>{}{}", figure(PROSE), figure(MORE)), Origin::Stdin);
        assert_eq!(labelled(&page, &[0.9; 3]), [Label::Body; 3]);
        let page = html_page(&format!("<p>{PROSE} {MORE}</p>{}", figure(MORE)), Origin::Stdin);
        assert_eq!(labelled(&page, &[0.9; 2]), [Label::Body, Label::Caption]);
    }

    #[test]
    fn a_line_that_a_dump_gives_twice_is_a_caption() {
        let text = format!("Menu\n{CAPTION}\n{CAPTION}\n{PROSE}\n{MORE}\n");
        let labels = dump(&text, &[0.1, 0.6, 0.2, 0.9, 0.9]);
        assert_eq!(labels, [Label::Noise, Label::Caption, Label::Caption, Label::Body, Label::Body]);
    }

    #[test]
    fn short_lines_over_running_text_are_headings() {
        let text = format!("{PROSE}\nOn deck\n{MORE}\n");
        assert_eq!(dump(&text, &[0.9; 3]), [Label::Body, Label::Heading, Label::Body]);
    }

    #[test]
    fn a_page_without_blocks_has_no_labels() {
        assert!(label(&text_page("", Origin::Stdin)).is_empty());
    }
}
