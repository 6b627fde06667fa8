//! What kind of lines stand near by: those that announce comments or other stories, dates, short ones, items of lists.

use super::cells::count;
use super::columns::Column;
use super::features::{Matrix, number};
use super::prose::Prose;
use super::words::Cue;
use crate::page::{Page, Shape};

/// Writes how far each block is behind the last of some rows and before the next, up to the farthest that is told from none at all.
pub(super) fn distances(matrix: &mut Matrix, rows: &[usize], far: usize, [since, until]: [Column; 2]) {
    let cells = matrix.cells_mut(since as usize);
    cells.fill(count(far));
    let ends = rows.iter().skip(1).map(|row| row + 1).chain([cells.len()]);
    for (row, end) in rows.iter().zip(ends) {
        for (cell, distance) in cells[row + 1..end].iter_mut().zip(1..far) {
            *cell = count(distance);
        }
    }
    let cells = matrix.cells_mut(until as usize);
    cells.fill(count(far));
    let mut start = 0;
    for row in rows {
        for (cell, distance) in cells[start..*row].iter_mut().rev().zip(1..far) {
            *cell = count(distance);
        }
        start = *row;
    }
}

/// Lines that announce what follows: short, with a cue word.
const CUE_LINES: [(Cue, [Column; 2]); 5] = [
    (Cue::Comment, [Column::SinceComment, Column::UntilComment]),
    (Cue::Related, [Column::SinceRelated, Column::UntilRelated]),
    (Cue::Letter, [Column::SinceLetter, Column::UntilLetter]),
    (Cue::Tags, [Column::SinceTags, Column::UntilTags]),
    (Cue::Share, [Column::SinceShare, Column::UntilShare]),
];

/// The farthest line of cues that is told from none at all: threads of comments are long.
const CUE_FAR: usize = 400;

/// Blocks on either side that count as near.
const NEAR: usize = 6;

/// Writes the columns on what kind of lines stand around each block.
pub(super) fn near_by(matrix: &mut Matrix, page: &Page, texts: &[Prose]) {
    let mut rows = CUE_LINES.map(|_| Vec::new());
    for (at, text) in texts.iter().enumerate().filter(|(_, text)| text.kinds != 0 && text.words < 9.0) {
        for ((cue, _), rows) in CUE_LINES.iter().zip(&mut rows) {
            if text.kinds & 1 << *cue as u32 != 0 {
                rows.push(at);
            }
        }
    }
    for ((_, columns), rows) in CUE_LINES.iter().zip(rows) {
        distances(matrix, &rows, CUE_FAR, *columns);
    }
    let dated =
        |text: &Prose| text.words < 14.0 && (text.years > 0 || text.clocks > 0 || text.cues[Cue::Time as usize] > 1);
    let days: Vec<usize> = (0..texts.len()).filter(|at| dated(&texts[*at])).collect();
    distances(matrix, &days, CUE_FAR, [Column::SinceDate, Column::UntilDate]);
    near(matrix, Column::DatesNear, texts.iter().map(|text| u16::from(dated(text))));
    for (column, cue) in [
        (Column::CommentsNear, Cue::Comment),
        (Column::ReportingNear, Cue::Reporting),
        (Column::FirstPersonNear, Cue::FirstPerson),
        (Column::SecondPersonNear, Cue::SecondPerson),
    ] {
        near(matrix, column, texts.iter().map(|text| u16::from(text.cues[cue as usize])));
    }
    near(matrix, Column::ShortNear, texts.iter().map(|text| u16::from(text.words < 6.0)));
    near(matrix, Column::ItemsNear, page.blocks.iter().map(|block| u16::from(matches!(block.shape, Shape::Item(..)))));
}

/// Writes how much there is of something in the blocks around each, its own included.
fn near(matrix: &mut Matrix, column: Column, counts: impl Iterator<Item = u16>) {
    // What is outside of the page counts nothing.
    let mut padded = vec![0; NEAR];
    padded.extend(counts);
    padded.resize(padded.len() + NEAR, 0);
    let mut inside: u32 = padded.iter().take(2 * NEAR).map(|count| u32::from(*count)).sum();
    let steps = padded.iter().zip(&padded[2 * NEAR..]).map(|(leaves, comes)| {
        inside += u32::from(*comes);
        let cell = number(inside);
        inside -= u32::from(*leaves);
        cell
    });
    matrix.write(column, steps);
}
