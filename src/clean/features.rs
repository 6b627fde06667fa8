//! Page → feature matrix: one row a block, in the same columns for HTML and for dumps; what only HTML knows stands at the end.

use super::columns::{CUE, Column, DUMP_COLUMNS, HTML_COLUMNS};
use super::containers;
use super::prose::{Edge, Prose, prose};
use super::words::{Cue, Words};
use crate::page::{Page, PageKind, Shape};
use std::collections::HashMap;

/// Rows of nothing before the first block and after the last, so that every block has neighbours.
pub const MARGIN: usize = 5;

/// What a cell holds where there is nothing to say.
pub const NOTHING: f32 = -1.0;

/// The features of a page's blocks.
pub struct Matrix {
    /// Cells a row.
    pub stride: usize,
    /// Blocks.
    pub rows: usize,
    /// The cells, row by row, with [`MARGIN`] rows of [`NOTHING`] before and after.
    pub cells: Vec<f32>,
    /// For each block: the words it has, in the measure of running text.
    pub words: Vec<f32>,
    /// For each block: a number that blocks of the same markup share. Empty for a dump.
    pub markup: Vec<u32>,
    /// For each block: its container. Empty for a dump.
    pub parents: Vec<u32>,
}

impl Matrix {
    fn new(rows: usize, stride: usize) -> Self {
        let cells = vec![NOTHING; (rows + 2 * MARGIN) * stride];
        Matrix { stride, rows, cells, words: vec![0.0; rows], markup: Vec::new(), parents: Vec::new() }
    }

    /// The cells of a block, to write to.
    pub(super) fn row_mut(&mut self, row: usize) -> &mut [f32] {
        let start = (row + MARGIN) * self.stride;
        &mut self.cells[start..start + self.stride]
    }

    /// The place of a block's first cell.
    pub fn start(&self, row: usize) -> usize {
        (row + MARGIN) * self.stride
    }

    pub(super) fn set(&mut self, row: usize, column: Column, value: f32) {
        let start = self.start(row);
        self.cells[start + column as usize] = value;
    }
}

/// The features of all blocks of a page.
pub fn features(page: &Page) -> Matrix {
    let words = Words::new();
    let mut content = Vec::with_capacity(1024);
    let texts: Vec<Prose> = page.blocks.iter().map(|block| prose(&block.text.plain, &words, &mut content)).collect();
    let html = page.kind == PageKind::Html;
    let mut matrix = Matrix::new(texts.len(), if html { HTML_COLUMNS } else { DUMP_COLUMNS });
    let runs: Vec<f32> = page
        .blocks
        .iter()
        .zip(&texts)
        .map(|(block, text)| if text.runs() && 2 * block.linked < block.text.plain.len() { text.words } else { 0.0 })
        .collect();
    own(&mut matrix, page, &texts, &runs);
    repetition(&mut matrix, &texts);
    position(&mut matrix, &texts, &runs);
    around(&mut matrix, &runs, &texts);
    let best = stretches(&mut matrix, &runs);
    cue_lines(&mut matrix, page, &texts);
    coherence(&mut matrix, &texts, &content, best);
    if html {
        containers::containers(&mut matrix, page, &texts, &content, &runs);
    }
    matrix
}

fn edge(edge: Edge) -> f32 {
    f32::from(edge as u8)
}

/// A count as the trees see it: finer where it is small.
pub(super) fn log(count: f32) -> f32 {
    (1.0 + count).ln()
}

// Counts are far below 2^24, where f32 is exact.
#[allow(clippy::cast_precision_loss)]
pub(super) fn count(count: usize) -> f32 {
    count as f32
}

fn own(matrix: &mut Matrix, page: &Page, texts: &[Prose], runs: &[f32]) {
    for (at, (block, text)) in page.blocks.iter().zip(texts).enumerate() {
        let words = text.words.max(1.0);
        let share = |part: u32| f32::from(u16::try_from(part).unwrap_or(u16::MAX)) / words;
        let number = |part: u32| f32::from(u16::try_from(part).unwrap_or(u16::MAX));
        let (form, level, numbered) = match &block.shape {
            Shape::Paragraph => (0.0, 0, false),
            Shape::Heading(level) => (1.0, *level, false),
            Shape::Item(depth, number) => (2.0, *depth, number.is_some()),
            Shape::Quote => (3.0, 0, false),
            Shape::Code => (4.0, 0, false),
            Shape::Caption => (5.0, 0, false),
            Shape::Row(cells, _) => (6.0, u8::try_from(cells.len()).unwrap_or(u8::MAX), false),
        };
        matrix.words[at] = text.words;
        let row = matrix.row_mut(at);
        let mut set = |column: Column, value: f32| row[column as usize] = value;
        set(Column::Words, log(text.words));
        set(Column::Chars, log(number(text.chars)));
        set(Column::FunctionShare, text.function_words / words);
        set(Column::Running, log(runs[at]));
        set(Column::CapitalShare, share(text.capitals));
        set(Column::DigitShare, number(text.digits) / number(text.chars).max(1.0));
        set(Column::Years, number(text.years));
        set(Column::Clocks, number(text.clocks));
        set(Column::Sentences, number(text.sentences) + if text.last == Edge::Stop { 1.0 } else { 0.0 });
        set(Column::Commas, number(text.commas));
        set(Column::SentenceLength, words / (1.0 + number(text.sentences)));
        set(Column::Quotes, number(text.quotes));
        set(Column::Questions, number(text.questions));
        set(Column::Separators, number(text.separators));
        set(Column::Signs, number(text.signs));
        set(Column::NewShare, share(text.new_words));
        set(Column::LongShare, share(text.long_words));
        set(Column::FirstEdge, edge(text.first));
        set(Column::LastEdge, edge(text.last));
        set(Column::AllCapitals, f32::from(u8::from(text.all_capitals)));
        set(Column::Form, form);
        set(Column::Level, f32::from(level));
        set(Column::Numbered, f32::from(u8::from(numbered)));
        set(Column::Indent, f32::from(block.indent));
        set(Column::Gap, f32::from(block.gap));
        for (kind, found) in text.cues.iter().enumerate() {
            row[CUE + kind] = f32::from(*found);
        }
    }
}

fn repetition(matrix: &mut Matrix, texts: &[Prose]) {
    let mut whole: HashMap<u32, u16> = HashMap::with_capacity(texts.len());
    let mut start: HashMap<u32, u16> = HashMap::with_capacity(texts.len());
    for (at, text) in texts.iter().enumerate() {
        let seen = whole.entry(text.whole).or_default();
        matrix.set(at, Column::Occurrence, f32::from(*seen));
        *seen = seen.saturating_add(1);
        let seen = start.entry(text.start).or_default();
        *seen = seen.saturating_add(1);
    }
    for (at, text) in texts.iter().enumerate() {
        let same = |other: Option<&Prose>| f32::from(u8::from(other.is_some_and(|other| other.whole == text.whole)));
        matrix.set(at, Column::Repeats, f32::from(whole[&text.whole]));
        matrix.set(at, Column::StartRepeats, f32::from(start[&text.start]));
        matrix.set(at, Column::SameAsPrevious, same(at.checked_sub(1).and_then(|before| texts.get(before))));
        matrix.set(at, Column::SameAsNext, same(texts.get(at + 1)));
    }
}

fn position(matrix: &mut Matrix, texts: &[Prose], runs: &[f32]) {
    let blocks = count(texts.len());
    let total: f32 = texts.iter().map(|text| text.words).sum::<f32>().max(1.0);
    let running: f32 = runs.iter().sum();
    let mut before = 0.0;
    for (at, text) in texts.iter().enumerate() {
        let place = count(at);
        matrix.set(at, Column::Index, log(place));
        matrix.set(at, Column::FromStart, place / blocks);
        matrix.set(at, Column::ToEnd, (blocks - place) / blocks);
        matrix.set(at, Column::WordsBefore, before / total);
        matrix.set(at, Column::Blocks, log(blocks));
        matrix.set(at, Column::PageWords, log(total));
        matrix.set(at, Column::PageRunning, log(running));
        matrix.set(at, Column::RunningShare, running / total);
        before += text.words;
    }
}

/// Windows in blocks, with the columns of what comes after and before.
const WINDOWS: [(usize, Column, Column); 7] = [
    (1, Column::After1, Column::Before1),
    (2, Column::After2, Column::Before2),
    (3, Column::After3, Column::Before3),
    (5, Column::After5, Column::Before5),
    (8, Column::After8, Column::Before8),
    (13, Column::After13, Column::Before13),
    (30, Column::After30, Column::Before30),
];

/// The farthest block that is told from none at all.
const FAR: usize = 60;

fn around(matrix: &mut Matrix, runs: &[f32], texts: &[Prose]) {
    let mut sums = Vec::with_capacity(runs.len() + 1);
    sums.push(0.0);
    for run in runs {
        sums.push(sums[sums.len() - 1] + run);
    }
    let total = sums[runs.len()];
    let (mut since, mut words_since) = (FAR, 0.0);
    for at in 0..runs.len() {
        for (window, after, before) in WINDOWS {
            matrix.set(at, after, log(sums[runs.len().min(at + window + 1)] - sums[at + 1]));
            matrix.set(at, before, log(sums[at] - sums[at.saturating_sub(window)]));
        }
        matrix.set(at, Column::RunningBefore, sums[at] / total.max(1.0));
        matrix.set(at, Column::SinceRunning, count(since));
        matrix.set(at, Column::WordsSinceRunning, log(words_since));
        let runs_here = runs[at] > 0.0;
        since = if runs_here { 1 } else { FAR.min(since + 1) };
        words_since = if runs_here { 0.0 } else { words_since + texts[at].words };
    }
    let mut until = FAR;
    for at in (0..runs.len()).rev() {
        matrix.set(at, Column::UntilRunning, count(until));
        until = if runs[at] > 0.0 { 1 } else { FAR.min(until + 1) };
    }
}

/// The stretch of blocks with the most running text, where every other block costs `price` words.
fn stretch(runs: &[f32], price: f32) -> (usize, usize, f32) {
    let (mut best, mut sum, mut start) = ((0, 0, 0.0), 0.0_f32, 0);
    for (at, run) in runs.iter().enumerate() {
        sum += if *run > 0.0 { *run } else { -price };
        if sum <= 0.0 {
            (sum, start) = (0.0, at + 1);
        } else if sum > best.2 {
            best = (start, at, sum);
        }
    }
    best
}

fn stretches(matrix: &mut Matrix, runs: &[f32]) -> (usize, usize) {
    let total: f32 = runs.iter().sum::<f32>().max(1.0);
    let mut longest = (0, 0);
    for (price, start, end) in [
        (12.0, Column::TightStart, Column::TightEnd),
        (3.0, Column::RunStart, Column::RunEnd),
        (1.0, Column::LooseStart, Column::LooseEnd),
    ] {
        let (first, last, _) = stretch(runs, price);
        let words: f32 = runs.get(first..=last).map_or(0.0, |inside| inside.iter().sum());
        for at in 0..runs.len() {
            matrix.set(at, start, (count(at) - count(first)).clamp(-60.0, 60.0));
            matrix.set(at, end, (count(last) - count(at)).clamp(-60.0, 60.0));
            if start == Column::RunStart {
                matrix.set(at, Column::RunWords, log(words));
                matrix.set(at, Column::RunShare, words / total);
            }
        }
        if start == Column::RunStart {
            longest = (first, last);
        }
    }
    longest
}

/// Lines that announce what follows: short, with a cue word.
const CUE_LINES: [(Cue, Column, Column); 5] = [
    (Cue::Comment, Column::SinceComment, Column::UntilComment),
    (Cue::Related, Column::SinceRelated, Column::UntilRelated),
    (Cue::Letter, Column::SinceLetter, Column::UntilLetter),
    (Cue::Tags, Column::SinceTags, Column::UntilTags),
    (Cue::Share, Column::SinceShare, Column::UntilShare),
];

/// Blocks on either side that count as near.
const NEAR: usize = 6;

fn cue_lines(matrix: &mut Matrix, page: &Page, texts: &[Prose]) {
    let short = |text: &Prose| text.words < 9.0;
    for (cue, since, until) in CUE_LINES {
        let is = |text: &Prose| short(text) && text.cues[cue as usize] > 0;
        distances(matrix, texts, is, since, until);
    }
    let dated =
        |text: &Prose| text.words < 14.0 && (text.years > 0 || text.clocks > 0 || text.cues[Cue::Time as usize] > 1);
    distances(matrix, texts, dated, Column::SinceDate, Column::UntilDate);
    near(matrix, texts, Column::DatesNear, |_, text| u32::from(dated(text)));
    near(matrix, texts, Column::CommentsNear, |_, text| u32::from(text.cues[Cue::Comment as usize]));
    near(matrix, texts, Column::ShortNear, |_, text| u32::from(text.words < 6.0));
    near(matrix, texts, Column::ItemsNear, |at, _| u32::from(matches!(page.blocks[at].shape, Shape::Item(..))));
}

fn distances(matrix: &mut Matrix, texts: &[Prose], is: impl Fn(&Prose) -> bool, since: Column, until: Column) {
    let mut distance = FAR;
    for (at, text) in texts.iter().enumerate() {
        matrix.set(at, since, count(distance));
        distance = if is(text) { 1 } else { FAR.min(distance + 1) };
    }
    distance = FAR;
    for (at, text) in texts.iter().enumerate().rev() {
        matrix.set(at, until, count(distance));
        distance = if is(text) { 1 } else { FAR.min(distance + 1) };
    }
}

fn near(matrix: &mut Matrix, texts: &[Prose], column: Column, counts: impl Fn(usize, &Prose) -> u32) {
    let mut sums = Vec::with_capacity(texts.len() + 1);
    sums.push(0_u32);
    for (at, text) in texts.iter().enumerate() {
        sums.push(sums[at].saturating_add(counts(at, text)));
    }
    for at in 0..texts.len() {
        let inside = sums[texts.len().min(at + NEAR + 1)] - sums[at.saturating_sub(NEAR)];
        matrix.set(at, column, f32::from(u16::try_from(inside).unwrap_or(u16::MAX)));
    }
}

/// Slots of the table of words; two words in one slot are taken for the same.
const SLOTS: usize = 16_384;

fn coherence(matrix: &mut Matrix, texts: &[Prose], content: &[u32], (first, last): (usize, usize)) {
    let mut table = vec![0_u16; SLOTS];
    let slot = |hash: &u32| (*hash >> 3) as usize % SLOTS;
    let words = |text: &Prose| content.get(text.content.0 as usize..text.content.1 as usize).unwrap_or_default();
    let longest = texts.get(first..=last).unwrap_or_default();
    for text in longest.iter().filter(|text| text.runs()) {
        for hash in words(text) {
            table[slot(hash)] = table[slot(hash)].saturating_add(1);
        }
    }
    let mut previous = [0_u32; 64];
    for (at, text) in texts.iter().enumerate() {
        let own = words(text);
        let inside = (first..=last).contains(&at) && text.runs();
        if inside {
            for hash in own {
                table[slot(hash)] = table[slot(hash)].saturating_sub(1);
            }
        }
        let found = own.iter().filter(|hash| table[slot(hash)] > 0).count();
        if inside {
            for hash in own {
                table[slot(hash)] = table[slot(hash)].saturating_add(1);
            }
        }
        let bit = |hash: &u32| ((*hash >> 7) as usize % 64, 1_u32 << ((*hash >> 13) % 32));
        let shared = own.iter().filter(|hash| previous[bit(hash).0] & bit(hash).1 != 0).count();
        if !own.is_empty() {
            matrix.set(at, Column::Coherence, count(found) / count(own.len()));
            matrix.set(at, Column::CoherenceBefore, count(shared) / count(own.len()));
            previous = [0; 64];
            for hash in own {
                previous[bit(hash).0] |= bit(hash).1;
            }
        }
    }
}
