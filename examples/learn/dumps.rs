//! Pages of markup told as dumps, so that dumps are learned from more pages, and from styles of which the bench has few.
//!
//! What the block reader of the program finds is written out again: with bullets or without, indented by depth or flush, wrapped and with
//! numbered links as text browsers do.

use dateline::article::Style;
use dateline::page::{Block, Page, Shape};
use std::fmt::Write;

/// A way of telling a page as text.
#[derive(Clone, Copy)]
pub struct Manner {
    pub name: &'static str,
    /// What stands before a list's item.
    bullet: &'static str,
    /// Spaces by level of lists and quotations.
    indent: usize,
    /// Spaces before everything.
    margin: usize,
    /// Whether images' alternative texts are told.
    images: bool,
    /// Columns at which lines are broken; 0 for none.
    wrap: usize,
    /// Whether links are numbered.
    numbered: bool,
}

/// The manners, by what tells pages like this.
pub const MANNERS: [Manner; 4] = [
    Manner { name: "indented", bullet: "* ", indent: 2, margin: 2, images: false, wrap: 0, numbered: false },
    Manner { name: "flush", bullet: "", indent: 0, margin: 0, images: false, wrap: 0, numbered: false },
    Manner { name: "bulleted", bullet: "• ", indent: 2, margin: 0, images: true, wrap: 0, numbered: false },
    Manner { name: "browser", bullet: "* ", indent: 2, margin: 3, images: true, wrap: 79, numbered: true },
];

/// Tells a page.
pub fn told(page: &Page, manner: Manner) -> String {
    let (mut out, mut links) = (String::new(), 0);
    let mut previous: Option<&Block> = None;
    for block in &page.blocks {
        let in_list = |block: &Block| matches!(block.shape, Shape::Item(..) | Shape::Row(..));
        let close = previous.is_some_and(|previous| in_list(previous) && in_list(block));
        if block.shape == Shape::Caption && !manner.images {
            continue;
        }
        if previous.is_some() && !close {
            out.push('\n');
        }
        let (depth, bullet) = match &block.shape {
            Shape::Item(depth, Some(number)) if !manner.bullet.is_empty() => {
                (usize::from(*depth) + 1, format!("{number}. "))
            }
            Shape::Item(depth, _) => (usize::from(*depth) + 1, manner.bullet.to_owned()),
            Shape::Quote => (1, String::new()),
            _ => (0, String::new()),
        };
        let indent = manner.margin + depth * manner.indent;
        let text = if manner.numbered { numbered(block, &mut links) } else { block.text.plain.clone() };
        for (at, line) in text.lines().flat_map(|line| wrapped(line, manner.wrap.saturating_sub(indent))).enumerate() {
            let lead = if at == 0 { bullet.clone() } else { " ".repeat(bullet.chars().count()) };
            let _ = writeln!(out, "{}{lead}{line}", " ".repeat(indent));
        }
        previous = Some(block);
    }
    if links > 0 {
        out.push_str("\nReferences\n\n");
        for link in 1..=links {
            let _ = writeln!(out, "{link:5}. https://www.example.org/{}", link * 7919 % 100_003);
        }
    }
    out
}

/// A block's text with the number of each link before it.
fn numbered(block: &Block, links: &mut usize) -> String {
    let mut starts: Vec<usize> =
        block.text.spans.iter().filter(|span| matches!(span.style, Style::Link(_))).map(|span| span.start).collect();
    starts.sort_unstable();
    let (mut text, mut done) = (String::new(), 0);
    for start in starts {
        *links += 1;
        let _ = write!(text, "{}[{links}]", &block.text.plain[done..start]);
        done = start;
    }
    text + &block.text.plain[done..]
}

fn wrapped(line: &str, columns: usize) -> Vec<String> {
    if columns == 0 {
        return vec![line.to_owned()];
    }
    let mut lines = vec![String::new()];
    for word in line.split(' ') {
        let last = lines.len() - 1;
        if !lines[last].is_empty() && lines[last].chars().count() + 1 + word.chars().count() > columns {
            lines.push(word.to_owned());
        } else {
            if !lines[last].is_empty() {
                lines[last].push(' ');
            }
            lines[last].push_str(word);
        }
    }
    lines
}
