//! What the second pass knows beyond the first: what the first pass says of the blocks around, of the page, of blocks of the same markup.

use super::columns::Column;
use super::features::{Matrix, count, log};
use std::collections::HashMap;

/// The farthest block that is told from none at all.
const FAR: usize = 60;

/// Writes the second pass's columns from the probabilities that the first pass gave.
pub fn second_look(matrix: &mut Matrix, first: &[f32]) {
    let rows = matrix.rows.min(first.len());
    let kept: Vec<f32> = (0..rows).map(|row| first[row] * (1.0 + matrix.words[row])).collect();
    let mut sums = Vec::with_capacity(rows + 1);
    sums.push(0.0);
    for words in &kept {
        sums.push(sums[sums.len() - 1] + words);
    }
    let total = sums[rows];
    let highest = first.iter().copied().fold(0.0, f32::max);
    let between = |from: usize, to: usize| log(sums[rows.min(to)] - sums[from.min(rows)]);
    let (from, to, run) = longest(first, &kept);
    for row in 0..rows {
        let near = &first[row.saturating_sub(2)..rows.min(row + 3)];
        matrix.set(row, Column::First, first[row]);
        matrix.set(row, Column::FirstNear, (near.iter().sum::<f32>() - first[row]) / count(near.len()));
        matrix.set(row, Column::FirstBefore3, between(row.saturating_sub(3), row));
        matrix.set(row, Column::FirstAfter3, between(row + 1, row + 4));
        matrix.set(row, Column::FirstBefore10, between(row.saturating_sub(10), row));
        matrix.set(row, Column::FirstAfter10, between(row + 1, row + 11));
        matrix.set(row, Column::FirstBefore, sums[row] / total.max(1.0));
        matrix.set(row, Column::FirstAfter, (total - sums[row + 1]) / total.max(1.0));
        matrix.set(row, Column::FirstPage, log(total));
        matrix.set(row, Column::FirstRun, log(run));
        let distance = if row < from { from - row } else { row.saturating_sub(to) };
        let signed = if row < from { -count(distance.min(FAR)) } else { count(distance.min(FAR)) };
        matrix.set(row, Column::FirstRunDistance, signed);
        matrix.set(row, Column::FirstHigh, highest);
    }
    distances(matrix, first, Column::FirstSince, false);
    distances(matrix, first, Column::FirstUntil, true);
    let (markup, parents) = (std::mem::take(&mut matrix.markup), std::mem::take(&mut matrix.parents));
    alike(matrix, first, &markup, Column::FirstSame);
    alike(matrix, first, &parents, Column::FirstParent);
    (matrix.markup, matrix.parents) = (markup, parents);
}

/// The stretch of blocks with the most kept words, where every dropped block costs some.
fn longest(first: &[f32], kept: &[f32]) -> (usize, usize, f32) {
    let (mut best, mut sum, mut start) = ((0, 0, 0.0), 0.0_f32, 0);
    for (row, probability) in first.iter().enumerate().take(kept.len()) {
        sum += if *probability > 0.4 { kept[row] } else { -6.0 };
        if sum <= 0.0 {
            (sum, start) = (0.0, row + 1);
        } else if sum > best.2 {
            best = (start, row, sum);
        }
    }
    best
}

fn distances(matrix: &mut Matrix, first: &[f32], column: Column, backwards: bool) {
    let mut distance = FAR;
    let rows = matrix.rows.min(first.len());
    for step in 0..rows {
        let row = if backwards { rows - 1 - step } else { step };
        matrix.set(row, column, count(distance));
        distance = if first[row] > 0.5 { 1 } else { FAR.min(distance + 1) };
    }
}

/// The mean judgement, by words, of the other blocks of the same key.
fn alike(matrix: &mut Matrix, first: &[f32], keys: &[u32], column: Column) {
    let mut sums: HashMap<u32, (f32, f32)> = HashMap::new();
    let weight = |row: usize| 1.0 + matrix.words[row];
    for (row, key) in keys.iter().enumerate().take(first.len()) {
        let sum = sums.entry(*key).or_default();
        sum.0 += weight(row) * first[row];
        sum.1 += weight(row);
    }
    for (row, key) in keys.iter().enumerate().take(first.len()) {
        let (sum, all) = sums.get(key).copied().unwrap_or_default();
        let own = 1.0 + matrix.words[row];
        let others = all - own;
        let mean = if others > 0.5 { (sum - own * first[row]) / others } else { super::features::NOTHING };
        matrix.set(row, column, mean);
    }
}
