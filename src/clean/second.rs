//! What the second pass knows beyond the first: what the first pass says of the blocks around, of the page, of blocks of the same markup.

use super::cells::{self, NOTHING, share, signed, whole};
use super::columns::Column;
use super::features::{Matrix, inside, real, sums, widened};
use super::near::distances;

/// The farthest block that is told from none at all.
const FAR: usize = 60;

/// How probable log odds make it.
pub fn chance(odds: f32) -> f32 {
    1.0 / (1.0 + (-odds).exp())
}

/// Writes the second pass's columns from the log odds that the first pass gave.
pub fn second_look(matrix: &mut Matrix, odds: &[f32]) {
    let rows = matrix.rows.min(odds.len());
    let odds = &odds[..rows];
    let first: Vec<f32> = odds.iter().map(|odds| chance(*odds)).collect();
    let kept: Vec<f32> = first.iter().zip(&matrix.words).map(|(first, words)| first * (1.0 + words)).collect();
    let sums = sums(kept.iter().copied());
    let total = sums[rows];
    let highest = odds.iter().copied().fold(-8.0, f32::max);
    let (from, to, run) = longest(&first, &kept);
    matrix.fill(Column::FirstPage, whole(total));
    matrix.fill(Column::FirstRun, whole(run));
    matrix.fill(Column::FirstHigh, cells::odds(highest));
    matrix.write(Column::First, odds.iter().map(|odds| cells::odds(*odds)));
    let near = (0..rows).map(|row| {
        let near = &first[row.saturating_sub(2)..rows.min(row + 3)];
        share((near.iter().sum::<f32>() - first[row]) / real(near.len()))
    });
    matrix.write(Column::FirstNear, near);
    let widened = widened(&sums);
    for (window, after, before) in [
        (3, Column::FirstAfter3, Column::FirstBefore3),
        (10, Column::FirstAfter10, Column::FirstBefore10),
        (30, Column::FirstAfter30, Column::FirstBefore30),
    ] {
        let [behind, ahead] = inside(&widened, window);
        matrix.write(after, behind.map(whole));
        matrix.write(before, ahead.map(whole));
    }
    matrix.write(Column::FirstBefore, sums.iter().map(|sum| share(sum / total.max(1.0))));
    matrix.write(Column::FirstAfter, sums[1..].iter().map(|sum| share((total - sum) / total.max(1.0))));
    let place = |at: usize| i32::try_from(at).unwrap_or(i32::MAX);
    let (from, to) = (place(from), place(to));
    matrix.write(
        Column::FirstRunDistance,
        (0..i32::MAX).map(|row| signed(if row < from { row - from } else { (row - to).max(0) })),
    );
    let body: Vec<usize> = (0..rows).filter(|row| first[*row] > 0.5).collect();
    distances(matrix, &body, FAR, [Column::FirstSince, Column::FirstUntil]);
    words_between(matrix, &first, Column::FirstWordsSince, false);
    words_between(matrix, &first, Column::FirstWordsUntil, true);
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

/// Words to the nearest block that was judged body.
fn words_between(matrix: &mut Matrix, first: &[f32], column: Column, backwards: bool) {
    let mut between = 0.0;
    let step = |(first, words): (&f32, &f32)| {
        let cell = whole(between);
        between = if *first > 0.5 { 0.0 } else { between + words };
        cell
    };
    let words = std::mem::take(&mut matrix.words);
    let rows = first.iter().zip(&words);
    let cells = matrix.cells_mut(column as usize).iter_mut();
    if backwards {
        cells.rev().zip(rows.rev().map(step)).for_each(|(cell, between)| *cell = between);
    } else {
        cells.zip(rows.map(step)).for_each(|(cell, between)| *cell = between);
    }
    matrix.words = words;
}

/// The mean judgement, by words, of the other blocks of the same key. Keys are small: they count kinds of markup, or elements.
fn alike(matrix: &mut Matrix, first: &[f32], keys: &[u32], column: Column) {
    let Some(last) = keys.iter().max() else { return };
    let mut sums = vec![(0.0_f32, 0.0_f32); *last as usize + 1];
    for ((key, words), first) in keys.iter().zip(&matrix.words).zip(first) {
        let sum = &mut sums[*key as usize];
        let weight = 1.0 + words;
        sum.0 += weight * first;
        sum.1 += weight;
    }
    let words = std::mem::take(&mut matrix.words);
    let cells = keys.iter().zip(&words).zip(first).map(|((key, words), first)| {
        let (sum, all) = sums[*key as usize];
        let own = 1.0 + words;
        let others = all - own;
        if others > 0.5 { share((sum - own * first) / others) } else { NOTHING }
    });
    matrix.write(column, cells);
    matrix.words = words;
}
