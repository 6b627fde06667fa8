//! The article as plain lines: what is drawn, without what only eyes make sense of.

use super::Reader;
use crate::tui::typeset::{FIGURE, Ink, Line};
use std::ops::Range;

impl Reader {
    /// Which lines are seen.
    pub fn seen(&self) -> Range<usize> {
        self.top..(self.top + self.height).min(self.galley.lines().len())
    }

    /// The line of the hit that was reached.
    pub fn hit_line(&self) -> Option<usize> {
        self.current.map(|current| self.galley.line_of(self.hits[current].start))
    }

    /// Lines as plain text, with stars around what is searched for.
    pub fn told(&self, lines: Range<usize>) -> Vec<String> {
        let lines = self.galley.lines().iter().take(lines.end).skip(lines.start);
        lines.map(|line| self.told_line(line)).collect()
    }

    fn told_line(&self, line: &Line) -> String {
        let mut out = " ".repeat(line.indent);
        for piece in &line.pieces {
            match &piece.ink {
                Ink::Copy(range) | Ink::Code(range) | Ink::Reversed(range) => self.tell_range(&mut out, range),
                Ink::Ornament(text) if text == FIGURE => out.push_str("Picture: "),
                Ink::Ornament(text) => out.extend(text.chars().map(plain)),
            }
        }
        out.truncate(out.trim_end().len());
        out
    }

    fn tell_range(&self, out: &mut String, range: &Range<usize>) {
        let first = self.hits.partition_point(|hit| hit.end <= range.start);
        let mut from = range.start;
        for hit in self.hits[first..].iter().take_while(|hit| hit.start < range.end) {
            let (start, end) = (hit.start.max(from), hit.end.min(range.end));
            out.push_str(&self.manuscript.copy[from..start]);
            // A hit that goes on from another piece has its star already.
            out.push_str(if hit.start >= range.start { "*" } else { "" });
            out.push_str(&self.manuscript.copy[start..end]);
            out.push_str(if hit.end <= range.end { "*" } else { "" });
            from = end;
        }
        out.push_str(&self.manuscript.copy[from..range.end]);
    }
}

/// Lines and bars as every terminal has them, and as they are read aloud.
fn plain(ornament: char) -> char {
    match ornament {
        '│' => '>',
        '─' => '-',
        other => other,
    }
}
