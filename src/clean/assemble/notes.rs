//! Footnotes: which blocks are notes, as the marks in the text lead to them.

use crate::article::{Span, Style, Text};
use crate::clean::Verdict;
use crate::page::Page;
use std::collections::{HashMap, HashSet};

/// The longest mark of a note, in characters: `[12]`.
const MARK_AT_MOST: usize = 4;

/// How many elements around a block may have the name of a note: further out they hold all of them.
const NAMED_WITHIN: usize = 3;

/// The notes that marks lead to.
#[derive(Default)]
pub struct Notes<'a> {
    /// By the place of their block on the page, the names they are called by.
    called: HashMap<usize, Vec<&'a str>>,
    /// All their names.
    names: HashSet<&'a str>,
}

/// The notes of a page's article.
pub fn notes<'a>(page: &'a Page, verdicts: &[Verdict]) -> Notes<'a> {
    let kept = || page.blocks.iter().enumerate().zip(verdicts).filter(|(_, verdict)| verdict.label.is_body());
    let mut found = Notes::default();
    let mut wanted: HashMap<&str, usize> = HashMap::new();
    for ((at, block), _) in kept() {
        for name in block.text.spans.iter().filter_map(|span| marked(&block.text, span)) {
            wanted.entry(name).or_insert(at);
        }
    }
    if wanted.is_empty() {
        return found;
    }
    for ((at, block), _) in kept() {
        let around = page.around(block).take(NAMED_WITHIN).flat_map(|element| element.names.split_whitespace());
        for name in around {
            // A note stands behind its mark; what a mark leads back to is no note.
            if let Some((name, _)) = wanted.get_key_value(name).filter(|(_, mark)| **mark < at) {
                let name = *name;
                wanted.remove(name);
                found.names.insert(name);
                found.called.entry(at).or_default().push(name);
            }
        }
    }
    found
}

/// The name of the note that a span is the mark of: a number, a letter or a sign, not the words of a link to some other place.
fn marked<'a>(text: &Text, span: &'a Span) -> Option<&'a str> {
    let Style::Reference(name) = &span.style else { return None };
    let said = text.plain.get(span.start..span.end)?;
    let bare = said.trim_matches(['[', ']', '(', ')']);
    let is_mark = said.chars().count() <= MARK_AT_MOST
        && (bare.bytes().all(|b| b.is_ascii_digit()) || bare.chars().count() == 1)
        && !bare.is_empty();
    is_mark.then_some(name)
}

/// Leaves of a block's marks those that lead to a note, and marks the block where it is one.
pub fn mark(text: &mut Text, at: usize, notes: &Notes) {
    if text.spans.iter().any(|span| matches!(span.style, Style::Reference(_))) {
        let spans = std::mem::take(&mut text.spans);
        let stays = |span: &Span| match &span.style {
            Style::Reference(name) => marked(text, span).is_some() && notes.names.contains(name.as_str()),
            _ => true,
        };
        let spans = spans.into_iter().filter(stays).collect();
        text.spans = spans;
    }
    for name in notes.called.get(&at).into_iter().flatten() {
        let note = Span { start: 0, end: text.plain.len(), style: Style::Note((*name).to_owned()) };
        text.spans.insert(0, note);
    }
}

#[cfg(test)]
mod tests {
    use crate::article::{Origin, Part, Span, Style, Text};
    use crate::clean::Verdict;
    use crate::clean::assemble::assemble;
    use crate::import::html::html_page;
    use crate::page::Label;

    fn parts(html: &str, labels: &[Label]) -> Vec<Part> {
        let page = html_page(html, Origin::Stdin);
        let verdicts: Vec<_> = labels.iter().map(|label| Verdict::from(*label)).collect();
        assemble(&page, &verdicts, &[])
    }

    #[test]
    fn marks_and_their_notes_know_each_other_and_other_places_are_not_kept() {
        let html = "<p id=top>Sails<sup id=r1><a href='#fn1'>1</a></sup> <a href='#fn2'>[2]</a> <a href='#top'>up</a> <a href='#x'>3</a>\
            <ol><li id=fn1>The office. <a href='#r1'>\u{21a9}</a></ol>";
        let found = parts(html, &[Label::Body, Label::List]);
        let Part::Paragraph(text) = &found[0] else { panic!("{found:?}") };
        assert_eq!(text.spans, [Span { start: 5, end: 6, style: Style::Reference("fn1".into()) }]);
        let Part::List(items) = &found[1] else { panic!("{found:?}") };
        let whole = items[0].text.plain.len();
        assert_eq!(items[0].text.spans, [Span { start: 0, end: whole, style: Style::Note("fn1".into()) }]);
    }

    #[test]
    fn a_note_that_was_dropped_leaves_no_mark() {
        let html = "<p>Sails<a href='#fn1'>1</a></p><p id=fn1>The office.</p>";
        assert_eq!(parts(html, &[Label::Body, Label::Noise]), [Part::Paragraph(Text::from("Sails1"))]);
    }
}
