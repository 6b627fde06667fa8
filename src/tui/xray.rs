//! The X-ray: the whole page as it came, block by block, what became of each, and why.

use super::cells::{Sheet, shorten};
use super::theme::Role;
use super::typeset::flow;
use crate::article::ArticleId;
use crate::clean::{Proof, Proofed};
use crate::correction::Ruling;
use crate::page::Label;

/// From this width on, a block's label stands beside its text; else above it.
const BESIDE_FROM: usize = 44;
/// Blocks that are seen above and below the selected one, where there is room.
const AROUND: usize = 3;
/// The columns of the label and the marks before it.
const LABELS: usize = 14;

/// The columns of a block's beginning.
const BEGINNING: usize = 60;

/// The page behind an article.
#[derive(Debug)]
pub struct Xray {
    /// The article.
    pub id: ArticleId,
    blocks: Vec<Proofed>,
    /// The page is there.
    read: bool,
    index: usize,
    top: usize,
    height: usize,
}

impl Xray {
    /// The page behind an article, before it is there.
    pub fn of(id: ArticleId) -> Self {
        Xray { id, blocks: Vec::new(), read: false, index: 0, top: 0, height: 1 }
    }

    /// Takes the page; at first, what is kept of it is selected.
    pub fn take(&mut self, proof: Proof) {
        self.blocks = proof.blocks;
        if !std::mem::replace(&mut self.read, true) {
            self.index = self.blocks.iter().position(Proofed::is_kept).unwrap_or(0);
        }
        self.index = self.index.min(self.blocks.len().saturating_sub(1));
    }

    /// The selected block.
    pub fn selected(&self) -> Option<&Proofed> {
        self.blocks.get(self.index)
    }

    /// The block that the reader ruled to be the headline.
    pub fn headline(&self) -> Option<&Proofed> {
        self.blocks.iter().find(|block| block.ruling == Some(Ruling::Headline))
    }

    /// Moves the selection by so many blocks.
    pub fn step(&mut self, by: isize) {
        self.index = self.index.saturating_add_signed(by).min(self.blocks.len().saturating_sub(1));
    }

    /// Moves the selection by so many tenths of a screen.
    pub fn leaf(&mut self, tenths: isize) {
        let seen = isize::try_from(self.height / 2).unwrap_or(isize::MAX).max(1);
        self.step((seen * tenths / 10).clamp(-seen, seen));
    }

    /// Goes to the next block, or the one before, at which what is kept begins or ends.
    pub fn go_to_edge(&mut self, forward: bool) {
        let kept = |at: usize| self.blocks.get(at).is_some_and(Proofed::is_kept);
        let edge = |at: &usize| kept(*at) && !(kept(at.wrapping_sub(1)) && kept(at + 1));
        let found =
            if forward { (self.index + 1..self.blocks.len()).find(edge) } else { (0..self.index).rev().find(edge) };
        self.index = found.unwrap_or(self.index);
    }

    /// What stands in the rule above it.
    pub fn title(&self) -> String {
        let kept = self.blocks.iter().filter(|block| block.is_kept()).count();
        if self.read { format!("X-ray: {kept} of {} blocks kept", self.blocks.len()) } else { "X-ray".to_owned() }
    }

    /// Which block is selected.
    pub fn place(&self) -> String {
        format!("block {} of {}", self.index + 1, self.blocks.len())
    }

    /// What became of each block, and how it begins.
    pub fn told(&self) -> Vec<String> {
        self.blocks.iter().map(|block| format!("{}: {}", labelled(block), shorten(&block.text, BEGINNING))).collect()
    }

    /// The selected block with the reasons for what became of it.
    pub fn told_whole(&self) -> String {
        let text = self.selected().map_or("", |block| block.text.as_str());
        format!("{}. {}: {text}", self.place(), self.said())
    }

    /// What the selected block is, and why.
    pub fn said(&self) -> String {
        let Some(block) = self.selected() else { return String::new() };
        let reasons = block.reasons.join("; ");
        format!("{} {:.0} %  {reasons}", name(block.label), block.probability * 100.0)
    }

    /// Scrolls so that the selected block is seen, with some of what stands around it.
    pub fn follow(&mut self, width: usize, height: usize) {
        self.height = height.saturating_sub(foot_lines(height)).max(1);
        self.top = self.top.min(self.index.saturating_sub(AROUND));
        let last = (self.index + AROUND).min(self.blocks.len().saturating_sub(1));
        self.top = self.top.max(self.top_showing(last, width).min(self.index)).max(self.top_showing(self.index, width));
    }

    /// The first block of a view whose last one that is, whole where there is room.
    fn top_showing(&self, last: usize, width: usize) -> usize {
        let (mut top, mut lines) = (last, self.lines(last, width));
        while top > 0 {
            lines += self.lines(top - 1, width);
            if lines > self.height {
                break;
            }
            top -= 1;
        }
        top
    }

    /// The lines of a block, the line of its label included where that stands above.
    fn lines(&self, place: usize, width: usize) -> usize {
        let Some(block) = self.blocks.get(place) else { return 0 };
        let label = usize::from(width < BESIDE_FROM);
        label + flow(&block.text, room(width)).len().clamp(1, self.longest())
    }

    /// The most lines that are shown of one block.
    fn longest(&self) -> usize {
        self.height.saturating_sub(1).max(1)
    }

    /// Selects the block that is drawn at a line.
    pub fn click(&mut self, y: usize, width: usize) {
        let mut end = 0;
        for place in self.top..self.blocks.len() {
            end += self.lines(place, width);
            if y < end.min(self.height) {
                self.index = place;
                return;
            }
        }
    }

    /// Draws the blocks that are seen, and the keys under them.
    pub fn draw(&self, sheet: &mut Sheet, keys: &str) {
        if self.blocks.is_empty() {
            let said = if self.read { "This page has no text." } else { "Reading the page …" };
            sheet.write(2, 1, said, Role::Dim);
            return;
        }
        let mut y = 0;
        for (place, block) in self.blocks.iter().enumerate().skip(self.top) {
            if y >= self.height {
                break;
            }
            y = self.draw_block(sheet, y, block, place == self.index);
        }
        if let Some(foot) = sheet.height().checked_sub(foot_lines(sheet.height())).filter(|foot| *foot < sheet.height())
        {
            sheet.blank(foot);
            sheet.write(1, foot, &shorten(keys, sheet.width().saturating_sub(2)), Role::Dim);
        }
    }

    fn draw_block(&self, sheet: &mut Sheet, y: usize, block: &Proofed, selected: bool) -> usize {
        let width = sheet.width();
        let beside = width >= BESIDE_FROM;
        let texts = flow(&block.text, room(width));
        let shown = texts.len().clamp(1, self.longest());
        let (x, first) = if beside { (LABELS, y) } else { (4, y + 1) };
        let role = role(block.label);
        for line in y..first + shown {
            sheet.write(0, line, if selected { "▌" } else { " " }, Role::Accent);
            sheet.write(
                1,
                line,
                if block.is_kept() { "┃" } else { "·" },
                if block.is_kept() { Role::Text } else { Role::Dim },
            );
        }
        let label = labelled(block);
        sheet.write(3, y, &shorten(&label, LABELS - 4), if selected { Role::Selected } else { Role::Dim });
        for (line, range) in texts.iter().take(shown).enumerate() {
            let whole = line + 1 < shown || texts.len() == shown;
            let text = &block.text[if whole { range.clone() } else { range.start..block.text.len() }];
            sheet.write(x, first + line, &shorten(text, width.saturating_sub(x + 1)), role);
        }
        first + shown
    }
}

/// The lines under the blocks for their keys.
fn foot_lines(height: usize) -> usize {
    usize::from(height >= 8)
}

/// The columns of a block's text.
fn room(width: usize) -> usize {
    width.saturating_sub(if width >= BESIDE_FROM { LABELS } else { 4 } + 1).max(2)
}

/// What a block is; with a star where the reader says so.
fn labelled(block: &Proofed) -> String {
    format!("{}{}", name(block.label), if block.ruling.is_some() { "*" } else { "" })
}

/// What a label is called.
fn name(label: Label) -> &'static str {
    match label {
        Label::Headline => "headline",
        Label::Byline => "byline",
        Label::Date => "date",
        Label::Standfirst => "standfirst",
        Label::Body => "body",
        Label::Heading => "heading",
        Label::Caption => "caption",
        Label::List => "list",
        Label::Quote => "quote",
        Label::Code => "code",
        Label::Table => "table",
        Label::Notice => "notice",
        Label::Comment => "comment",
        Label::Noise => "dropped",
    }
}

fn role(label: Label) -> Role {
    match label {
        Label::Comment | Label::Noise => Role::Dim,
        Label::Headline | Label::Heading => Role::Headline,
        Label::Standfirst => Role::Standfirst,
        Label::Caption => Role::Caption,
        Label::Code => Role::Code,
        _ => Role::Text,
    }
}

/// Why a ruling changes nothing, where it does not.
pub fn objection(block: &Proofed, ruling: Option<Ruling>) -> Option<&'static str> {
    match ruling {
        Some(Ruling::Date) if !block.dated => Some("No date can be read in this block."),
        _ if block.ruling == ruling => Some("It is held for that already."),
        Some(Ruling::Drop) if !block.is_kept() => Some("It is dropped already."),
        Some(Ruling::Keep) if block.label.is_body() => Some("It is kept already."),
        _ => None,
    }
}
