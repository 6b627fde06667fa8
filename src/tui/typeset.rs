//! A manuscript set in lines of a given width: the galley. It is set as far as it is looked at, and kept until the width changes.
//!
//! Right-to-left paragraphs are set to the right. Their characters are put into visual order only where the terminal does not do so itself:
//! reordering twice would garble them.

mod composition;
mod flow;
mod grid;
mod joined;

use super::cells::cells;
use super::manuscript::{Block, Face, Kind, Manuscript, Run};
use super::theme::Role;
use composition::reversed;
pub use composition::{Composition, Directions, mirrored};
use flow::{Cut, broken};
pub use flow::{flow, right_to_left, runs_left};
pub use joined::joined;
use std::ops::Range;

/// Stands before a caption, where its picture stood.
pub const FIGURE: &str = "■ ";

/// The lines of a manuscript, set as far as they were asked for.
#[derive(Debug, Default)]
pub struct Galley {
    lines: Vec<Line>,
    width: usize,
    composition: Composition,
    next_block: usize,
}

/// One line: where it begins and what stands on it.
#[derive(Debug, Default)]
pub struct Line {
    /// The columns before it.
    pub indent: usize,
    /// What stands on it, from left to right.
    pub pieces: Vec<Piece>,
    /// The place in the copy where it begins; blank lines have the place of what follows.
    pub at: usize,
}

/// A stretch of a line in one style.
#[derive(Clone, Debug)]
pub struct Piece {
    /// What is written.
    pub ink: Ink,
    /// The style of its block.
    pub role: Role,
    /// What sets it apart within the block.
    pub face: Face,
}

/// What a piece writes.
#[derive(Clone, Debug)]
pub enum Ink {
    /// A stretch of the copy.
    Copy(Range<usize>),
    /// A line of code, of which as much is seen as there is room for.
    Code(Range<usize>),
    /// A stretch of the copy, its last character first, for it is read from right to left.
    Reversed(Range<usize>),
    /// Something the typesetter adds: a bullet, a bar, a rule, blanks.
    Ornament(String),
}

/// How far to set.
#[derive(Clone, Copy, Debug)]
pub enum Until {
    /// That many lines stand.
    Lines(usize),
    /// The place in the copy stands.
    Place(usize),
    /// All of it stands.
    End,
}

impl Galley {
    /// An empty galley of that width.
    pub fn new(width: usize, composition: Composition) -> Self {
        Galley { width: width.max(2), composition, ..Galley::default() }
    }

    /// How its lines are composed.
    pub fn composition(&self) -> Composition {
        self.composition
    }

    /// The width it is set to.
    pub fn width(&self) -> usize {
        self.width
    }

    /// The lines that stand.
    pub fn lines(&self) -> &[Line] {
        &self.lines
    }

    /// Whether all of the manuscript stands.
    pub fn is_whole(&self, manuscript: &Manuscript) -> bool {
        self.next_block == manuscript.blocks.len()
    }

    /// Sets on until what is wanted stands.
    pub fn set(&mut self, manuscript: &Manuscript, until: Until) {
        while let Some(block) = manuscript.blocks.get(self.next_block) {
            let enough = match until {
                Until::Lines(lines) => self.lines.len() >= lines,
                Until::Place(place) => self.lines.last().is_some_and(|line| line.at > place),
                Until::End => false,
            };
            if enough {
                return;
            }
            self.block(manuscript, block);
            self.next_block += 1;
        }
    }

    /// The line on which a place of the copy stands, among those that are set.
    pub fn line_of(&self, place: usize) -> usize {
        self.lines.partition_point(|line| line.at <= place).saturating_sub(1)
    }

    fn block(&mut self, manuscript: &Manuscript, block: &Block) {
        let runs = &manuscript.runs[block.runs.clone()];
        let at = runs.first().map_or_else(|| self.lines.last().map_or(0, |line| line.at), |run| run.range.start);
        if !self.lines.is_empty() {
            self.lines.extend((0..block.gap).map(|_| Line { at, ..Line::default() }));
        }
        match &block.kind {
            Kind::Plain(role) => self.running(manuscript, runs, *role, 0),
            Kind::Figure => self.figure(manuscript, runs),
            Kind::Item(depth, marker) => self.item(manuscript, runs, *depth, marker),
            Kind::Quote => self.quote(manuscript, runs),
            Kind::Code => self.code(manuscript, runs),
            Kind::Source => self.source(manuscript, runs),
            Kind::Table { headed, rows } => {
                let lines = grid::table(manuscript, runs, rows, *headed, self.width);
                self.lines.extend(lines);
            }
            Kind::Rule => {
                self.lines.push(Line { indent: 0, pieces: vec![Piece::ornament("───", Role::Rule)], at });
            }
        }
    }

    fn running(&mut self, manuscript: &Manuscript, runs: &[Run], role: Role, indent: usize) {
        let width = self.width - indent;
        for run in runs {
            let text = manuscript.text(run);
            let directions = self.directions(text);
            let to_the_right = right_to_left(text);
            for cut in broken(text, width, self.composition.hyphens()) {
                let wide = cells(&text[cut.range.clone()]) + usize::from(cut.hyphen);
                let free = if to_the_right { width.saturating_sub(wide) } else { 0 };
                let mut line = set_cut(run, &cut, role, indent + free, directions.as_ref());
                let spread = self.composition.justified && role == Role::Text && !cut.last;
                // A line that stands at the right has its free columns there already.
                if spread && directions.is_none() && !to_the_right {
                    composition::justify(&mut line, &manuscript.copy, width);
                }
                self.lines.push(line);
            }
        }
    }

    fn directions<'a>(&self, text: &'a str) -> Option<Directions<'a>> {
        Directions::of(text).filter(|_| self.composition.reordered)
    }

    fn item(&mut self, manuscript: &Manuscript, runs: &[Run], depth: u8, marker: &str) {
        let needs = cells(marker) + 1;
        let indent = (2 * usize::from(depth) + 1).min((self.width / 2).saturating_sub(needs));
        // Where the marker alone would take the line, the text goes without it.
        let hang = if needs + 2 > self.width { 0 } else { indent + needs };
        for run in runs {
            let first = self.lines.len();
            let directions = self.directions(manuscript.text(run));
            for cut in broken(manuscript.text(run), self.width - hang, self.composition.hyphens()) {
                self.lines.push(set_cut(run, &cut, Role::Text, hang, directions.as_ref()));
            }
            if let (true, Some(line)) = (hang > 0, self.lines.get_mut(first)) {
                line.indent = indent;
                line.pieces.insert(0, Piece::ornament(&format!("{marker} "), Role::Dim));
            }
        }
    }

    fn quote(&mut self, manuscript: &Manuscript, runs: &[Run]) {
        // Where the bar would take half of the line, the text goes without it.
        let bar = if self.width > 4 { 2 } else { 0 };
        for run in runs {
            let directions = self.directions(manuscript.text(run));
            for cut in broken(manuscript.text(run), self.width - bar, self.composition.hyphens()) {
                let mut line = set_cut(run, &cut, Role::Quote, 0, directions.as_ref());
                if bar > 0 {
                    line.pieces.insert(0, Piece::ornament("│ ", Role::Rule));
                }
                self.lines.push(line);
            }
        }
    }

    /// A picture's caption, with a sign that a picture stood there.
    fn figure(&mut self, manuscript: &Manuscript, runs: &[Run]) {
        let (first, indent) = (self.lines.len(), 2.min(self.width / 8));
        self.running(manuscript, runs, Role::Caption, indent);
        if let Some(line) = self.lines.get_mut(first).filter(|line| line.indent == indent && indent > 1) {
            line.indent = 0;
            line.pieces.insert(0, Piece::ornament(FIGURE, Role::Rule));
        }
    }

    fn source(&mut self, manuscript: &Manuscript, runs: &[Run]) {
        for run in runs {
            let text = manuscript.text(run);
            let start = text.len() - text.trim_start().len();
            let indent = start.min(self.width / 2);
            let before = self.lines.len();
            for range in flow(&text[start..], self.width - indent) {
                self.lines.push(set_line(run, &(start + range.start..start + range.end), Role::Text, indent));
            }
            if self.lines.len() == before {
                self.lines.push(Line { at: run.range.start, ..Line::default() });
            }
        }
    }

    fn code(&mut self, manuscript: &Manuscript, runs: &[Run]) {
        for run in runs {
            let mut at = run.range.start;
            for text in manuscript.text(run).split('\n') {
                let ink = Ink::Code(at..at + text.len());
                let piece = Piece { ink, role: Role::Code, face: Face::default() };
                self.lines.push(Line { indent: 1, pieces: vec![piece], at });
                at += text.len() + 1;
            }
        }
    }
}

impl Piece {
    fn ornament(text: &str, role: Role) -> Self {
        Piece { ink: Ink::Ornament(text.to_owned()), role, face: Face::default() }
    }
}

/// A line of running text: in the order in which it is seen, with a hyphen where a word goes on.
fn set_cut(run: &Run, cut: &Cut, role: Role, indent: usize, directions: Option<&Directions<'_>>) -> Line {
    let mut line = set_line(run, &cut.range, role, indent);
    if let Some(directions) = directions {
        let start = run.range.start;
        let stretches = directions.seen(cut.range.clone()).into_iter();
        line.pieces = stretches
            .flat_map(|(range, back)| {
                let pieces = pieces(run, start + range.start..start + range.end, role);
                if back { reversed(pieces).collect() } else { pieces }
            })
            .collect();
    }
    if cut.hyphen {
        line.pieces.push(Piece::ornament("-", role));
    }
    line
}

/// The pieces of a range of a run (the range counts from the run's start), split where its spans begin and end.
fn set_line(run: &Run, range: &Range<usize>, role: Role, indent: usize) -> Line {
    let range = run.range.start + range.start..run.range.start + range.end;
    Line { indent, at: range.start, pieces: pieces(run, range, role) }
}

fn pieces(run: &Run, range: Range<usize>, role: Role) -> Vec<Piece> {
    let before = run.spans.partition_point(|(span, _)| span.start < range.end);
    let spans: Vec<_> = run.spans[..before].iter().filter(|(span, _)| span.end > range.start).collect();
    let mut cuts: Vec<usize> = spans.iter().flat_map(|(span, _)| [span.start, span.end]).collect();
    cuts.extend([range.start, range.end]);
    cuts.retain(|cut| (range.start..=range.end).contains(cut));
    cuts.sort_unstable();
    cuts.dedup();
    cuts.windows(2)
        .map(|cut| {
            let covering = spans.iter().filter(|(span, _)| span.start <= cut[0] && span.end >= cut[1]);
            let face = covering.fold(Face::default(), |face, (_, other)| face.with(*other));
            Piece { ink: Ink::Copy(cut[0]..cut[1]), role, face }
        })
        .collect()
}

#[cfg(test)]
mod tests;
