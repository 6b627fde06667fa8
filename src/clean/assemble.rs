//! Labels → the article's body: what belongs together becomes one list, one quotation, one table; each caption stands once.

mod notes;

use super::Verdict;
use crate::article::{Code, Item, Part, Span, Table, Text};
use crate::page::{Block, Label, Page, Shape};
use notes::notes;
use std::collections::HashSet;

/// The heading level of a line that is a heading by its label and not by its element.
const PLAIN_HEADING: u8 = 2;

/// How many elements around code are asked for its language: further out they hold more than the code.
const NAMED_WITHIN: usize = 4;

/// The parts of the body in reading order. `cuts` are bytes that go from the start of a block because they are not its text.
pub(super) fn assemble(page: &Page, verdicts: &[Verdict], cuts: &[(usize, usize)]) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    let notes = notes(page, verdicts);
    let mut captions = HashSet::new();
    let mut last = None;
    for (at, (block, verdict)) in page.blocks.iter().zip(verdicts).enumerate() {
        // Most of a page's blocks are none of the article's.
        if !verdict.label.is_body() && verdict.label != Label::Caption {
            continue;
        }
        let cut = cuts.iter().find(|(cut, _)| *cut == at).map_or(0, |(_, bytes)| *bytes);
        let mut text = without_start(&block.text, cut);
        notes::mark(&mut text, at, &notes);
        if verdict.label != Label::Code && block.shape == Shape::Code {
            // As many bytes as before, so that its spans stay where they are.
            text.plain = text.plain.replace(['\n', '\t'], " ");
        }
        if text.plain.is_empty() {
            continue;
        }
        match (verdict.label, parts.last_mut()) {
            (Label::Caption, _) => {
                if captions.insert(block.text.plain.as_str()) {
                    parts.push(Part::Caption(text));
                }
                // A caption does not end the list or quotation around it.
                continue;
            }
            (Label::List, Some(Part::List(items))) => {
                items.push(item(block, text));
            }
            (Label::List, _) => parts.push(Part::List(vec![item(block, text)])),
            (Label::Quote, Some(Part::Quote(texts))) if last.is_some_and(|last| together(page, last, at)) => {
                texts.push(text);
            }
            (Label::Quote, _) => parts.push(Part::Quote(vec![text])),
            (Label::Table, Some(Part::Table(table))) if last.is_some_and(|last| together(page, last, at)) => {
                table.rows.push(cells(block, text));
            }
            (Label::Table, _) => {
                let headed = matches!(block.shape, Shape::Row(_, true));
                parts.push(Part::Table(Table { headed, rows: vec![cells(block, text)] }));
            }
            (Label::Heading, _) => parts.push(Part::Heading(level(block), text)),
            (Label::Code, _) => parts.push(Part::Code(Code { text: text.plain, language: language(page, block) })),
            (Label::Body, _) => parts.push(Part::Paragraph(text)),
            _ => continue,
        }
        last = Some(at);
    }
    parts
}

fn item(block: &Block, text: Text) -> Item {
    match block.shape {
        Shape::Item(depth, number) => Item { depth, number, text },
        _ => Item { depth: 0, number: None, text },
    }
}

fn cells(block: &Block, text: Text) -> Vec<Text> {
    match &block.shape {
        Shape::Row(cells, _) => cells.clone(),
        _ => vec![text],
    }
}

/// The language that an element around code names by a class: `language-rust`, `lang-rust`, `highlight-source-rust`.
fn language(page: &Page, block: &Block) -> Option<String> {
    const MARKS: [&str; 4] = ["language-", "lang-", "highlight-source-", "highlight-"];
    let names = page.around(block).take(NAMED_WITHIN).flat_map(|element| element.names.split_whitespace());
    names.filter_map(|name| MARKS.iter().find_map(|mark| name.strip_prefix(mark))).find_map(Code::language_named)
}

fn level(block: &Block) -> u8 {
    match block.shape {
        Shape::Heading(level) => level,
        _ => PLAIN_HEADING,
    }
}

/// Whether two blocks stand in the same quotation or table of the document; neighbours in a dump do.
fn together(page: &Page, one: usize, other: usize) -> bool {
    let around = |at: usize| {
        let block = &page.blocks[at];
        page.around(block).find(|element| matches!(element.tag, "blockquote" | "table")).map(std::ptr::from_ref)
    };
    around(one) == around(other)
}

/// The text without its first bytes and the white space after them.
fn without_start(text: &Text, bytes: usize) -> Text {
    let Some(rest) = text.plain.get(bytes..).filter(|_| bytes > 0) else { return text.clone() };
    let plain = rest.trim_start();
    let gone = text.plain.len() - plain.len();
    let spans = text.spans.iter().filter(|span| span.end > gone);
    let moved =
        |span: &Span| Span { start: span.start.saturating_sub(gone), end: span.end - gone, style: span.style.clone() };
    Text { plain: plain.to_owned(), spans: spans.map(moved).collect() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::{Origin, Style};
    use crate::import::html::html_page;

    fn parts(html: &str, labels: &[Label]) -> Vec<Part> {
        let page = html_page(html, Origin::Stdin);
        let verdicts: Vec<_> = labels.iter().map(|label| Verdict::from(*label)).collect();
        assert_eq!(page.blocks.len(), labels.len());
        assemble(&page, &verdicts, &[])
    }

    #[test]
    fn items_of_one_list_are_one_part() {
        let parts = parts(
            "<ol><li>one<ul><li>deep</ul><p>ad</p><li>two</ol>",
            &[Label::List, Label::List, Label::Noise, Label::List],
        );
        let Part::List(items) = &parts[0] else { panic!("{parts:?}") };
        assert_eq!(parts.len(), 1);
        assert_eq!(
            items.iter().map(|item| (item.depth, item.number)).collect::<Vec<_>>(),
            [(0, Some(1)), (1, None), (0, Some(2))]
        );
    }

    #[test]
    fn code_has_the_language_that_an_element_around_it_names() {
        let html = "<pre><code class='hl language-Rust'>a</code></pre><div class='highlight-source-c++'><pre>b</pre></div><pre>c</pre>";
        let languages: Vec<_> = parts(html, &[Label::Code; 3])
            .into_iter()
            .map(|part| if let Part::Code(code) = part { code.language } else { panic!("{part:?}") })
            .collect();
        assert_eq!(languages, [Some("rust".into()), Some("c++".into()), None]);
    }

    #[test]
    fn quotations_are_joined_within_their_element_only() {
        let html = "<blockquote><p>a<p>b</blockquote><blockquote>c</blockquote>";
        assert_eq!(
            parts(html, &[Label::Quote; 3]),
            [Part::Quote(vec!["a".into(), "b".into()]), Part::Quote(vec!["c".into()])]
        );
    }

    #[test]
    fn a_caption_stands_once() {
        let html = "<p>The ferry.</p><p>The ferry.</p><p>It left.</p>";
        let parts = parts(html, &[Label::Caption, Label::Caption, Label::Body]);
        assert_eq!(parts, [Part::Caption("The ferry.".into()), Part::Paragraph("It left.".into())]);
    }

    #[test]
    fn rows_of_one_table_are_one_part() {
        let html = "<table><tr><th>Port<th>Boats<tr><td>Elsen<td>12</table><table><tr><th>a<th>b</table>";
        let parts = parts(html, &[Label::Table; 3]);
        let rows: Vec<_> = parts.iter().map(|part| matches!(part, Part::Table(table) if table.headed)).collect();
        assert_eq!(rows, [true, true]);
    }

    #[test]
    fn a_cut_moves_the_spans() {
        let mut text = Text::from("date 2019 The ferry left");
        text.spans = vec![Span { start: 14, end: 19, style: Style::Strong }];
        let cut = without_start(&text, 9);
        assert_eq!(cut.plain, "The ferry left");
        assert_eq!(cut.spans, [Span { start: 4, end: 9, style: Style::Strong }]);
    }
}
