//! What the second pass knows beyond the first: what the first pass says of the blocks around, of the page, of blocks of the same markup.

use super::cells::{self, NOTHING, count, share, signed, whole};
use super::columns::Column;
use super::features::{Matrix, real};

/// The farthest block that is told from none at all.
const FAR: usize = 60;

/// How probable log odds make it.
pub fn chance(odds: f32) -> f32 {
    1.0 / (1.0 + (-odds).exp())
}

/// Writes the second pass's columns from the log odds that the first pass gave.
pub fn second_look(matrix: &mut Matrix, odds: &[f32]) {
    let rows = matrix.rows.min(odds.len());
    let first: Vec<f32> = odds[..rows].iter().map(|odds| chance(*odds)).collect();
    let kept: Vec<f32> = (0..rows).map(|row| first[row] * (1.0 + matrix.words[row])).collect();
    let mut sums = Vec::with_capacity(rows + 1);
    sums.push(0.0);
    for words in &kept {
        sums.push(sums[sums.len() - 1] + words);
    }
    let total = sums[rows];
    let highest = odds.iter().copied().fold(-8.0, f32::max);
    let between = |from: usize, to: usize| whole(sums[rows.min(to)] - sums[from.min(rows)]);
    let (from, to, run) = longest(&first, &kept);
    matrix.fill(Column::FirstPage, whole(total));
    matrix.fill(Column::FirstRun, whole(run));
    matrix.fill(Column::FirstHigh, cells::odds(highest));
    for row in 0..rows {
        let near = &first[row.saturating_sub(2)..rows.min(row + 3)];
        matrix.set(row, Column::First, cells::odds(odds[row]));
        matrix.set(row, Column::FirstNear, share((near.iter().sum::<f32>() - first[row]) / real(near.len())));
        matrix.set(row, Column::FirstBefore3, between(row.saturating_sub(3), row));
        matrix.set(row, Column::FirstAfter3, between(row + 1, row + 4));
        matrix.set(row, Column::FirstBefore10, between(row.saturating_sub(10), row));
        matrix.set(row, Column::FirstAfter10, between(row + 1, row + 11));
        matrix.set(row, Column::FirstBefore30, between(row.saturating_sub(30), row));
        matrix.set(row, Column::FirstAfter30, between(row + 1, row + 31));
        matrix.set(row, Column::FirstBefore, share(sums[row] / total.max(1.0)));
        matrix.set(row, Column::FirstAfter, share((total - sums[row + 1]) / total.max(1.0)));
        let distance =
            if row < from { row.cast_signed() - from.cast_signed() } else { row.saturating_sub(to).cast_signed() };
        matrix.set(row, Column::FirstRunDistance, signed(distance));
    }
    distances(matrix, &first, [Column::FirstSince, Column::FirstWordsSince], false);
    distances(matrix, &first, [Column::FirstUntil, Column::FirstWordsUntil], true);
    let (markup, parents) = (std::mem::take(&mut matrix.markup), std::mem::take(&mut matrix.parents));
    alike(matrix, &first, &markup, Column::FirstSame);
    alike(matrix, &first, &parents, Column::FirstParent);
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

/// Blocks and words to the nearest block that was judged body.
fn distances(matrix: &mut Matrix, first: &[f32], [blocks, words]: [Column; 2], backwards: bool) {
    let (mut distance, mut between) = (FAR, 0.0);
    let rows = matrix.rows.min(first.len());
    for step in 0..rows {
        let row = if backwards { rows - 1 - step } else { step };
        matrix.set(row, blocks, count(distance));
        matrix.set(row, words, whole(between));
        let body = first[row] > 0.5;
        distance = if body { 1 } else { FAR.min(distance + 1) };
        between = if body { 0.0 } else { between + matrix.words[row] };
    }
}

/// The mean judgement, by words, of the other blocks of the same key. Keys are small: they count kinds of markup, or elements.
fn alike(matrix: &mut Matrix, first: &[f32], keys: &[u32], column: Column) {
    let Some(last) = keys.iter().max() else { return };
    let mut sums = vec![(0.0_f32, 0.0_f32); *last as usize + 1];
    for (row, key) in keys.iter().enumerate().take(first.len()) {
        let sum = &mut sums[*key as usize];
        let weight = 1.0 + matrix.words[row];
        sum.0 += weight * first[row];
        sum.1 += weight;
    }
    for (row, key) in keys.iter().enumerate().take(first.len()) {
        let (sum, all) = sums[*key as usize];
        let own = 1.0 + matrix.words[row];
        let others = all - own;
        matrix.set(row, column, if others > 0.5 { share((sum - own * first[row]) / others) } else { NOTHING });
    }
}
