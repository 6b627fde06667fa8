//! How lines are composed once they are broken: spread to the full width, and put into the order in which they are read.

use super::flow::runs_left;
use super::{Face, Ink, Line, Piece};
use crate::tui::cells::cells;
use hypher::Lang;
use std::ops::Range;
use unicode_bidi::{BidiInfo, Level};

/// Blanks a gap may grow by; a line that needs more stays as it is.
const GAP_AT_MOST: usize = 2;

/// What the user wants of lines.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Composition {
    /// Lines of running text reach from edge to edge.
    pub justified: bool,
    /// Long words are hyphenated.
    pub hyphenated: bool,
    /// Right-to-left text is put into its visual order here, because the terminal does not.
    pub reordered: bool,
    /// The language of the text.
    pub language: Option<[u8; 2]>,
}

impl Composition {
    /// The language whose words are to be hyphenated.
    pub fn hyphens(self) -> Option<Lang> {
        self.language.filter(|_| self.hyphenated).and_then(Lang::from_iso)
    }
}

/// Spreads a line to a width by widening its gaps, from the left.
pub fn justify(line: &mut Line, copy: &str, width: usize) {
    let wide = |piece: &Piece| match &piece.ink {
        Ink::Copy(range) => cells(&copy[range.clone()]),
        Ink::Ornament(text) => cells(text),
        Ink::Code(_) | Ink::Reversed(_) => width,
    };
    let gaps: usize = line.pieces.iter().map(|piece| gaps(piece, copy).count()).sum();
    let missing = width.saturating_sub(line.pieces.iter().map(wide).sum());
    if missing == 0 || gaps == 0 || missing > gaps * GAP_AT_MOST {
        return;
    }
    let mut met = 0;
    let mut spread = Vec::with_capacity(line.pieces.len() + 2 * gaps);
    for piece in line.pieces.drain(..) {
        let Ink::Copy(range) = piece.ink.clone() else {
            spread.push(piece);
            continue;
        };
        let mut from = range.start;
        for gap in gaps_of(&copy[range.clone()]) {
            let end = range.start + gap + 1;
            spread.push(Piece { ink: Ink::Copy(from..end), ..piece.clone() });
            from = end;
            let more = missing / gaps + usize::from(met < missing % gaps);
            met += 1;
            if more > 0 {
                spread.push(Piece { ink: Ink::Ornament(" ".repeat(more)), ..piece.clone() });
            }
        }
        if from < range.end {
            spread.push(Piece { ink: Ink::Copy(from..range.end), ..piece.clone() });
        }
    }
    line.pieces = spread;
}

fn gaps<'a>(piece: &Piece, copy: &'a str) -> impl Iterator<Item = usize> + use<'a> {
    let text = if let Ink::Copy(range) = &piece.ink { &copy[range.clone()] } else { "" };
    gaps_of(text)
}

fn gaps_of(text: &str) -> impl Iterator<Item = usize> + '_ {
    text.match_indices(' ').map(|(at, _)| at)
}

/// The direction of each stretch of a paragraph, where any of it runs from right to left.
pub struct Directions<'a> {
    info: BidiInfo<'a>,
}

impl<'a> Directions<'a> {
    /// The directions of a paragraph's stretches; none where all of it runs from left to right.
    pub fn of(text: &'a str) -> Option<Self> {
        if !text.chars().any(runs_left) {
            return None;
        }
        let info = BidiInfo::new(text, None);
        info.has_rtl().then_some(Directions { info })
    }

    /// The stretches of a line in the order in which they are seen, and whether each runs from right to left.
    pub fn seen(&self, line: Range<usize>) -> Vec<(Range<usize>, bool)> {
        let Some(paragraph) = self.info.paragraphs.iter().find(|paragraph| paragraph.range.contains(&line.start))
        else {
            return vec![(line, false)];
        };
        let (levels, runs) = self.info.visual_runs(paragraph, line);
        runs.into_iter().map(|run| (run.clone(), levels.get(run.start).is_some_and(Level::is_rtl))).collect()
    }
}

/// Turns the pieces of a stretch that runs from right to left around.
pub fn reversed(pieces: Vec<Piece>) -> impl Iterator<Item = Piece> {
    pieces.into_iter().rev().map(|piece| match piece.ink {
        Ink::Copy(range) => Piece { ink: Ink::Reversed(range), ..piece },
        ink => Piece { ink, face: Face::default(), ..piece },
    })
}

/// What stands for a character where the text runs from right to left.
pub fn mirrored(grapheme: &str) -> &str {
    const PAIRS: [[&str; 2]; 6] = [["(", ")"], ["[", "]"], ["{", "}"], ["<", ">"], ["«", "»"], ["‹", "›"]];
    let other = |[one, two]: &[&'static str; 2]| match grapheme {
        found if found == *one => Some(*two),
        found if found == *two => Some(*one),
        _ => None,
    };
    PAIRS.iter().find_map(other).unwrap_or(grapheme)
}
