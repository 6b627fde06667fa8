//! Tables: a grid where its columns fit, otherwise one record a row with the columns' names before the values.

use super::flow::flow;
use super::{Ink, Line, Piece, pieces, set_line};
use crate::tui::cells::cells;
use crate::tui::manuscript::{Face, Manuscript, Run};
use crate::tui::theme::Role;

const BETWEEN: usize = 3;

/// The lines of a table whose rows have that many cells each.
pub fn table(manuscript: &Manuscript, runs: &[Run], rows: &[usize], headed: bool, width: usize) -> Vec<Line> {
    let mut left = runs;
    let rows: Vec<&[Run]> = rows
        .iter()
        .map(|&count| {
            let (row, rest) = left.split_at(count.min(left.len()));
            left = rest;
            row
        })
        .collect();
    let columns = rows.iter().map(|row| row.len()).max().unwrap_or(0);
    let wide: Vec<usize> = (0..columns)
        .map(|column| {
            rows.iter().filter_map(|row| row.get(column)).map(|run| cells(manuscript.text(run))).max().unwrap_or(0)
        })
        .collect();
    let total = wide.iter().sum::<usize>() + BETWEEN * columns.saturating_sub(1);
    if total <= width { grid(manuscript, &rows, &wide, headed) } else { records(manuscript, &rows, headed, width) }
}

fn grid(manuscript: &Manuscript, rows: &[&[Run]], wide: &[usize], headed: bool) -> Vec<Line> {
    let body = &rows[usize::from(headed).min(rows.len())..];
    let numeric: Vec<bool> = (0..wide.len())
        .map(|column| body.iter().filter_map(|row| row.get(column)).all(|run| is_number(manuscript.text(run))))
        .collect();
    let mut lines = Vec::new();
    for (place, row) in rows.iter().enumerate() {
        let heading = headed && place == 0;
        let role = if heading { Role::Strong } else { Role::Text };
        let mut line = Line { at: row.first().map_or(0, |run| run.range.start), ..Line::default() };
        let mut gap = 0;
        for ((run, &wide), &numeric) in row.iter().zip(wide).zip(&numeric) {
            let free = wide - cells(manuscript.text(run));
            let before = gap + if numeric { free } else { 0 };
            line.pieces.push(blanks(before));
            line.pieces.extend(pieces(run, run.range.clone(), role));
            gap = BETWEEN + if numeric { 0 } else { free };
        }
        // The rule under the heading begins behind it, so that the heading's place stays the heading's.
        let at = row.last().map_or(0, |run| run.range.end);
        lines.push(line);
        if heading {
            let strokes: Vec<String> = wide.iter().map(|&wide| "─".repeat(wide)).collect();
            let pieces = vec![Piece::ornament(&strokes.join(&" ".repeat(BETWEEN)), Role::Rule)];
            lines.push(Line { pieces, at, ..Line::default() });
        }
    }
    lines
}

fn records(manuscript: &Manuscript, rows: &[&[Run]], headed: bool, width: usize) -> Vec<Line> {
    let names: &[Run] = if headed { rows.first().copied().unwrap_or_default() } else { &[] };
    let hang = names.iter().map(|run| cells(manuscript.text(run)) + 2).max().unwrap_or(0).min(width / 3);
    let mut lines: Vec<Line> = Vec::new();
    for row in &rows[usize::from(headed).min(rows.len())..] {
        if let (false, Some(run)) = (lines.is_empty(), row.first()) {
            lines.push(Line { at: run.range.start, ..Line::default() });
        }
        for (column, run) in row.iter().enumerate() {
            let first = lines.len();
            for range in flow(manuscript.text(run), width.saturating_sub(hang)) {
                lines.push(set_line(run, &range, Role::Text, hang));
            }
            let (Some(name), Some(line)) = (names.get(column), lines.get_mut(first)) else { continue };
            let shown = crate::tui::cells::shorten(manuscript.text(name), hang.saturating_sub(1));
            line.indent = 0;
            line.pieces.insert(0, blanks(hang.saturating_sub(cells(&shown))));
            line.pieces.insert(0, Piece::ornament(&shown, Role::Dim));
        }
    }
    lines
}

fn blanks(count: usize) -> Piece {
    Piece { ink: Ink::Ornament(" ".repeat(count)), role: Role::Text, face: Face::default() }
}

fn is_number(text: &str) -> bool {
    text.chars().all(|c| c.is_ascii_digit() || "+-−–.,%$€£¥ \u{a0}".contains(c))
}
