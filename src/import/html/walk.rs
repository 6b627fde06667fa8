//! The walk over the document: every node once, in order, without recursion; what stands between two block-level tags becomes a block.

use super::around::{Around, Open, is_for_screen_readers, is_hidden};
use super::line::Line;
use super::links::Base;
use super::table;
use super::tags::{self, Role};
use super::tree::{Node, Tree};
use super::twice;
use crate::article::{Note, Style, Text};
use crate::page::{Block, Page, Shape};
use crate::text::{sanitise_line, squeeze};
use std::borrow::Cow;

/// Blocks of a page that are kept; the longest real articles have some thousands.
pub(super) const BLOCKS_AT_MOST: usize = 100_000;

/// The longest alternative text that is taken for a caption.
const ALT_AT_MOST: usize = 400;

/// What the walk knows of a figure it is inside of.
#[derive(Default)]
struct Figure {
    alt: Option<String>,
    captioned: bool,
}

/// A list that the walk is inside of.
struct List {
    next: Option<u32>,
    /// The number that the item's first block takes.
    number: Option<u32>,
    inside_item: bool,
}

pub(super) struct Walk<'a, 'p> {
    page: &'p mut Page,
    base: Base,
    around: Around<'a>,
    line: Line,
    /// Line breaks since the last word.
    breaks: u8,
    lists: Vec<List>,
    figures: Vec<Figure>,
    headings: Vec<u8>,
    quotes: usize,
    verbatim: usize,
    captions: usize,
    links: usize,
    /// The cells of the data table's row that the walk is inside of, and whether all of them name columns.
    row: Option<(Vec<Text>, bool)>,
    /// For each table around: whether its rows are data.
    tables: Vec<bool>,
}

impl<'a, 'p> Walk<'a, 'p> {
    pub(super) fn new(page: &'p mut Page, base: Base) -> Self {
        Walk {
            page,
            base,
            around: Around::default(),
            line: Line::default(),
            breaks: 0,
            lists: Vec::new(),
            figures: Vec::new(),
            headings: Vec::new(),
            quotes: 0,
            verbatim: 0,
            captions: 0,
            links: 0,
            row: None,
            tables: Vec::new(),
        }
    }

    /// Visits every node once, in document order.
    pub(super) fn run(&mut self, document: &'a Tree) {
        let Some(root) = document.root() else { return };
        let mut node = root;
        loop {
            let inside = self.enter(node);
            let next = if inside { node.first_child() } else { None };
            if let Some(child) = next {
                node = child;
                continue;
            }
            if inside {
                self.leave(node);
            }
            loop {
                if node == root || self.page.blocks.len() >= BLOCKS_AT_MOST {
                    self.finish(node != root);
                    return;
                }
                if let Some(sibling) = node.next_sibling() {
                    node = sibling;
                    break;
                }
                let Some(parent) = node.parent() else { return self.finish(false) };
                self.leave(parent);
                node = parent;
            }
        }
    }

    fn finish(&mut self, cut: bool) {
        self.flush();
        if cut && !self.page.notes.contains(&Note::Truncated) {
            self.page.notes.push(Note::Truncated);
        }
    }

    /// Meets a node; tells whether its children are to be visited (and the node left afterwards).
    fn enter(&mut self, node: Node<'a>) -> bool {
        if let Some(text) = node.text() {
            self.text(text);
            return false;
        }
        match node.name() {
            Some(name) => self.enter_element(name, node),
            None => node.comment().is_none(),
        }
    }

    fn enter_element(&mut self, name: &str, element: Node<'a>) -> bool {
        let (tag, role) = tags::role(name);
        let hidden = is_hidden(element);
        match role {
            Role::Gone => {
                self.flush();
                return false;
            }
            Role::Absent => return false,
            Role::Break => {
                self.line_break();
                return false;
            }
            Role::Image => {
                self.image(element);
                return false;
            }
            Role::Emphasis | Role::Strong | Role::Code | Role::Link | Role::Inline => {
                if hidden || (tag == "span" && is_for_screen_readers(element)) {
                    return false;
                }
                self.open_inline(element, tag, role);
            }
            _ => self.open_block(role, element),
        }
        self.around.open.push(Open { element, tag, role, place: None, hidden });
        true
    }

    fn open_inline(&mut self, element: Node<'_>, tag: &str, role: Role) {
        let style = match role {
            Role::Emphasis => Some(Style::Emphasis),
            Role::Strong => Some(Style::Strong),
            Role::Code => Some(Style::Code),
            Role::Link => element.attr("href").and_then(|href| match href.trim().strip_prefix('#') {
                Some(name) => Style::note_named(name).map(|name| Style::Reference(name.to_owned())),
                None => self.base.absolute(href).map(Style::Link),
            }),
            _ => None,
        };
        self.links += usize::from(role == Role::Link);
        self.line.open(style);
        if tag == "q" {
            self.text("\"");
        }
    }

    fn open_block(&mut self, role: Role, element: Node<'_>) {
        if self.row.is_some() && role != Role::Row && role != Role::Cell {
            self.line.space();
        } else {
            self.flush();
        }
        match role {
            Role::Heading(level) => self.headings.push(level),
            Role::List(ordered) => {
                let next = ordered.then_some(1);
                self.lists.push(List { next, number: None, inside_item: false });
            }
            Role::Item => {
                if let Some(list) = self.lists.last_mut() {
                    list.number = list.next;
                    list.next = list.next.map(|next| next.saturating_add(1));
                    list.inside_item = true;
                }
            }
            Role::Quote => self.quotes += 1,
            Role::Pre => self.verbatim += 1,
            Role::Caption => self.captions += 1,
            Role::Figure => self.figures.push(Figure::default()),
            Role::Table => self.tables.push(self.row.is_none() && table::holds_data(element)),
            Role::Row if self.tables.last() == Some(&true) => self.row = Some((Vec::new(), true)),
            _ => {}
        }
    }

    fn leave(&mut self, node: Node<'_>) {
        if node.name().is_none() {
            return;
        }
        let Some(Open { tag, role, .. }) = self.around.open.pop() else { return };
        if matches!(role, Role::Emphasis | Role::Strong | Role::Code | Role::Link | Role::Inline) {
            if tag == "q" {
                self.text("\"");
            }
            self.line.close();
            self.links -= usize::from(role == Role::Link);
            return;
        }
        match (&mut self.row, role) {
            (Some((cells, named)), Role::Cell) => {
                cells.push(self.line.take(false).0);
                *named &= tag == "th";
            }
            (Some(_), Role::Row) => self.flush_row(),
            (Some(_), _) => self.line.space(),
            (None, _) => self.flush(),
        }
        match role {
            Role::Heading(_) => drop(self.headings.pop()),
            Role::List(_) => drop(self.lists.pop()),
            Role::Item => {
                if let Some(list) = self.lists.last_mut() {
                    list.inside_item = false;
                }
            }
            Role::Quote => self.quotes -= 1,
            Role::Pre => self.verbatim -= 1,
            Role::Caption => self.captions -= 1,
            Role::Table => drop(self.tables.pop()),
            Role::Figure => self.leave_figure(),
            _ => {}
        }
    }

    fn leave_figure(&mut self) {
        let Some(Figure { alt: Some(alt), captioned: false }) = self.figures.pop() else { return };
        if self.row.is_none() {
            self.line.push(&alt, false);
            self.around.line = Some(self.around.here(&mut self.page.elements));
            self.captions += 1;
            self.flush();
            self.captions -= 1;
        }
    }

    fn text(&mut self, text: &str) {
        if self.verbatim > 0 && self.row.is_none() {
            self.line.push_verbatim(text);
        } else if text.bytes().all(|byte| matches!(byte, b' ' | b'\n' | b'\t')) {
            // Two of three texts are the white space between tags.
            self.line.white(text);
            return;
        } else {
            let before = self.line.is_empty();
            let is_code = || self.around.open.iter().any(|open| open.role == Role::Code);
            let undone = if text.contains('&') && !is_code() { twice::undo(text) } else { Cow::Borrowed(text) };
            self.line.push(&undone, self.links > 0);
            if self.line.is_empty() || text.trim().is_empty() {
                return;
            }
            self.breaks = 0;
            if before {
                self.around.line = None;
            }
        }
        self.around.widen(&mut self.page.elements);
    }

    fn line_break(&mut self) {
        if self.verbatim > 0 && self.row.is_none() {
            self.line.push_verbatim("\n");
            return;
        }
        self.line.space();
        self.breaks = self.breaks.saturating_add(1);
        if (self.breaks == 2 || self.line.is_set_apart()) && self.row.is_none() {
            self.flush();
        }
    }

    fn image(&mut self, element: Node<'_>) {
        self.line.space();
        let Some(figure) = self.figures.last_mut() else { return };
        let alt = element.attr("alt").unwrap_or_default();
        if figure.alt.is_none() && alt.len() <= ALT_AT_MOST && alt.split_whitespace().nth(3).is_some() {
            figure.alt = Some(squeeze(&sanitise_line(alt)));
        }
    }

    /// Ends the line: what it holds becomes a block.
    fn flush(&mut self) {
        self.breaks = 0;
        if self.line.is_empty() {
            self.line.begin();
            self.around.line = None;
            return;
        }
        let verbatim = self.verbatim > 0;
        let (mut text, linked) = self.line.take(verbatim);
        if verbatim {
            text = Text::from(text.plain.trim_matches('\n').trim_end());
        }
        let element = self.around.line.take();
        if text.plain.trim().is_empty() || element.is_none() {
            return;
        }
        let shape = self.shape(verbatim);
        if shape == Shape::Caption
            && let Some(figure) = self.figures.last_mut()
        {
            figure.captioned = true;
        }
        self.page.blocks.push(Block { text, shape, linked, element, ..Block::default() });
    }

    fn shape(&mut self, verbatim: bool) -> Shape {
        if verbatim {
            return Shape::Code;
        }
        if let Some(level) = self.headings.last() {
            return Shape::Heading(*level);
        }
        if self.captions > 0 {
            return Shape::Caption;
        }
        let depth = u8::try_from(self.lists.len().saturating_sub(1)).unwrap_or(u8::MAX);
        match self.lists.last_mut() {
            Some(list) if list.inside_item => Shape::Item(depth, list.number.take()),
            _ if self.quotes > 0 => Shape::Quote,
            _ => Shape::Paragraph,
        }
    }

    fn flush_row(&mut self) {
        let linked = self.line.linked;
        self.line.take(false);
        let Some((cells, named)) = self.row.take() else { return };
        let text = table::row_text(&cells);
        let element = self.around.line.take();
        if cells.iter().all(|cell| cell.plain.is_empty()) || element.is_none() {
            return;
        }
        self.page.blocks.push(Block { text, shape: Shape::Row(cells, named), linked, element, ..Block::default() });
    }
}
