//! Page → feature matrix: one row a block, in the same columns for HTML and for dumps; what only HTML knows stands at the end.

use super::cells::{NOTHING, count, share, signed, whole};
use super::coherence::coherence;
use super::columns::{CUE, Column, DUMP_COLUMNS, HTML_COLUMNS};
use super::containers;
use super::counts::Counts;
use super::near::{distances, near_by};
use super::patterns::patterns;
use super::prose::{Edge, Prose, prose};
use super::words::{CUE_COUNT, Words};
use crate::page::{Page, PageKind, Shape};

/// Rows of nothing before the first block and after the last, so that every block has neighbours.
pub const MARGIN: usize = 5;

/// Blocks that are judged together.
pub const LANES: usize = 32;

/// The features of a page's blocks, column by column, one byte a cell: a neighbour's column is the same one, a little further on.
pub struct Matrix {
    /// How many columns there are.
    pub columns: usize,
    /// Blocks.
    pub rows: usize,
    /// Cells a column: the blocks', with at least [`MARGIN`] cells of nothing before and after, and room for whole [`LANES`].
    stride: usize,
    cells: Vec<u8>,
    /// For each block: the words it has, in the measure of running text.
    pub words: Vec<f32>,
    /// The hashes of the blocks' content words in their order, up to [`super::prose::HASHES_AT_MOST`] of each block, and for each block where its own stand.
    content: Vec<u32>,
    content_of: Vec<(u32, u32)>,
    /// For each block: a number that blocks of the same markup share. Empty for a dump.
    pub markup: Vec<u32>,
    /// For each block: its container. Empty for a dump.
    pub parents: Vec<u32>,
}

impl Matrix {
    fn new(rows: usize, columns: usize) -> Self {
        let stride = rows.next_multiple_of(LANES) + 2 * MARGIN;
        let cells = vec![NOTHING; columns * stride];
        let (content, content_of) = (Vec::new(), Vec::new());
        let (markup, parents) = (Vec::new(), Vec::new());
        Matrix { columns, rows, stride, cells, words: Vec::new(), content, content_of, markup, parents }
    }

    /// The hashes of a block's content words.
    pub fn content(&self, row: usize) -> &[u32] {
        let place = self.content_of.get(row).map(|&(from, to)| from as usize..to as usize);
        place.and_then(|place| self.content.get(place)).unwrap_or_default()
    }

    /// A column's cells; the first block's stands at [`MARGIN`].
    pub fn column(&self, column: usize) -> &[u8] {
        self.cells.get(column * self.stride..(column + 1) * self.stride).unwrap_or_default()
    }

    /// How far a block's cell of one column is from its cell of the next.
    pub(super) fn stride(&self) -> u32 {
        // A page has far fewer blocks.
        u32::try_from(self.stride).unwrap_or_default()
    }

    /// The cells, so that what stands at a place is of a row so much further on.
    pub(super) fn cells_from(&self, row: usize) -> &[u8] {
        self.cells.get(row..).unwrap_or_default()
    }

    /// Gives one block's cell of a column.
    #[inline]
    pub(super) fn set(&mut self, row: usize, column: Column, cell: u8) {
        self.cells[column as usize * self.stride + MARGIN + row] = cell;
    }

    /// Gives the blocks their cells of a column, from the first on.
    #[inline]
    pub(super) fn write(&mut self, column: Column, cells: impl Iterator<Item = u8>) {
        for (own, cell) in self.cells_mut(column as usize).iter_mut().zip(cells) {
            *own = cell;
        }
    }

    /// The cells of a column's blocks.
    pub(super) fn cells_mut(&mut self, column: usize) -> &mut [u8] {
        let from = column * self.stride + MARGIN;
        &mut self.cells[from..from + self.rows]
    }

    /// Gives all blocks the same cell.
    pub(super) fn fill(&mut self, column: Column, cell: u8) {
        self.cells_mut(column as usize).fill(cell);
    }
}

/// The features of all blocks of a page.
pub fn features(page: &Page) -> Matrix {
    let words = Words::new();
    let mut content = Vec::with_capacity(4096);
    let texts: Vec<Prose> = page.blocks.iter().map(|block| prose(&block.text.plain, &words, &mut content)).collect();
    let html = page.kind == PageKind::Html;
    let mut matrix = Matrix::new(page.blocks.len(), if html { HTML_COLUMNS } else { DUMP_COLUMNS });
    let lengths: Vec<f32> = texts.iter().map(|text| text.words).collect();
    let runs: Vec<f32> = page
        .blocks
        .iter()
        .zip(&texts)
        .map(|(block, text)| if text.runs() && 2 * block.linked < block.text.plain.len() { text.words } else { 0.0 })
        .collect();
    own(&mut matrix, page, &texts);
    matrix.write(Column::Words, lengths.iter().map(|words| whole(*words)));
    matrix.write(Column::Running, runs.iter().map(|run| whole(*run)));
    repetition(&mut matrix, &texts);
    position(&mut matrix, &lengths, &runs);
    around(&mut matrix, &lengths, &runs);
    let best = stretches(&mut matrix, &runs);
    near_by(&mut matrix, page, &texts);
    coherence(&mut matrix, &texts, &content, best);
    patterns(&mut matrix, page, &texts, &runs);
    if html {
        containers::containers(&mut matrix, page, &texts, &content, &runs);
    }
    matrix.words = lengths;
    matrix.content_of = texts.iter().map(|text| text.content).collect();
    matrix.content = content;
    matrix
}

pub(super) fn flag(is: bool) -> u8 {
    1 + u8::from(is)
}

/// The number of a block's form, its level or depth, and whether it is numbered.
fn form(shape: &Shape) -> (u8, u8, bool) {
    match shape {
        Shape::Paragraph => (0, 0, false),
        Shape::Heading(level) => (1, *level, false),
        Shape::Item(depth, number) => (2, *depth, number.is_some()),
        Shape::Quote => (3, 0, false),
        Shape::Code => (4, 0, false),
        Shape::Caption => (5, 0, false),
        Shape::Row(cells, _) => (6, u8::try_from(cells.len()).unwrap_or(u8::MAX), false),
    }
}

/// What a block's own text and form tell, column by column.
fn own(matrix: &mut Matrix, page: &Page, texts: &[Prose]) {
    let words = |text: &Prose| text.words.max(1.0);
    let part = |part: u32, whole: f32| share(short(part) / whole);
    matrix.write(Column::FunctionShare, texts.iter().map(|text| share(text.function_words / words(text))));
    matrix.write(Column::CapitalShare, texts.iter().map(|text| part(text.capitals, words(text))));
    matrix.write(Column::DigitShare, texts.iter().map(|text| part(text.digits, short(text.chars).max(1.0))));
    matrix.write(
        Column::SentenceLength,
        texts.iter().map(|text| whole(2.0 * words(text) / (1.0 + short(text.sentences)))),
    );
    matrix.write(Column::NewShare, texts.iter().map(|text| part(text.new_words, words(text))));
    matrix.write(Column::LongShare, texts.iter().map(|text| part(text.long_words, words(text))));
    matrix.write(Column::Chars, texts.iter().map(|text| number(text.chars)));
    matrix.write(Column::Years, texts.iter().map(|text| number(text.years)));
    matrix.write(Column::Clocks, texts.iter().map(|text| number(text.clocks)));
    matrix
        .write(Column::Sentences, texts.iter().map(|text| number(text.sentences + u32::from(text.last == Edge::Stop))));
    matrix.write(Column::Commas, texts.iter().map(|text| number(text.commas)));
    matrix.write(Column::Quotes, texts.iter().map(|text| number(text.quotes)));
    matrix.write(Column::Questions, texts.iter().map(|text| number(text.questions)));
    matrix.write(Column::Separators, texts.iter().map(|text| number(text.separators)));
    matrix.write(Column::Signs, texts.iter().map(|text| number(text.signs)));
    matrix.write(Column::FirstEdge, texts.iter().map(|text| 1 + text.first as u8));
    matrix.write(Column::LastEdge, texts.iter().map(|text| 1 + text.last as u8));
    matrix.write(Column::AllCapitals, texts.iter().map(|text| flag(text.all_capitals)));
    let forms = || page.blocks.iter().map(|block| form(&block.shape));
    matrix.write(Column::Form, forms().map(|(form, ..)| 1 + form));
    matrix.write(Column::Level, forms().map(|(_, level, _)| count(usize::from(level))));
    matrix.write(Column::Numbered, forms().map(|(.., numbered)| flag(numbered)));
    matrix.write(Column::Indent, page.blocks.iter().map(|block| count(usize::from(block.indent))));
    matrix.write(Column::Gap, page.blocks.iter().map(|block| count(usize::from(block.gap))));
    // Most blocks have none of the cue words.
    for kind in 0..CUE_COUNT {
        matrix.cells_mut(CUE + kind).fill(count(0));
    }
    for (at, text) in texts.iter().enumerate() {
        let mut kinds = text.kinds;
        while kinds != 0 {
            let kind = kinds.trailing_zeros() as usize;
            matrix.cells_mut(CUE + kind)[at] = count(usize::from(text.cues[kind]));
            kinds &= kinds - 1;
        }
    }
}

// Counts are far below 2^24, where f32 is exact.
#[allow(clippy::cast_precision_loss)]
pub(super) fn real(count: usize) -> f32 {
    count as f32
}

/// The same for what counts inside one block.
#[allow(clippy::cast_precision_loss)]
pub(super) fn short(count: u32) -> f32 {
    count as f32
}

pub(super) fn number(number: u32) -> u8 {
    count(number as usize)
}

fn repetition(matrix: &mut Matrix, texts: &[Prose]) {
    let (mut wholes, mut starts) = (Counts::new(texts.len()), Counts::new(texts.len()));
    matrix.write(Column::Occurrence, texts.iter().map(|text| count(usize::from(wholes.add(text.whole)))));
    for text in texts {
        starts.add(text.start);
    }
    matrix.write(Column::Repeats, texts.iter().map(|text| count(usize::from(wholes.get(text.whole)))));
    matrix.write(Column::StartRepeats, texts.iter().map(|text| count(usize::from(starts.get(text.start)))));
    let next = texts.iter().skip(1).map(|text| Some(text.whole)).chain([None]);
    let previous = [None].into_iter().chain(texts.iter().map(|text| Some(text.whole)));
    matrix.write(Column::SameAsNext, texts.iter().zip(next).map(|(text, next)| flag(next == Some(text.whole))));
    matrix
        .write(Column::SameAsPrevious, texts.iter().zip(previous).map(|(text, other)| flag(other == Some(text.whole))));
}

/// The sums of what stands before each block, and behind the last of all.
pub(super) fn sums(of: impl ExactSizeIterator<Item = f32>) -> Vec<f32> {
    let mut sums = Vec::with_capacity(of.len() + 1);
    let mut sum = 0.0;
    sums.push(sum);
    sums.extend(of.map(|own| {
        sum += own;
        sum
    }));
    sums
}

fn position(matrix: &mut Matrix, words: &[f32], runs: &[f32]) {
    let blocks = matrix.rows;
    let before = sums(words.iter().copied());
    let total = before[blocks].max(1.0);
    let running: f32 = runs.iter().sum();
    matrix.fill(Column::Blocks, count(blocks));
    matrix.fill(Column::PageWords, whole(total));
    matrix.fill(Column::PageRunning, whole(running));
    matrix.fill(Column::RunningShare, share(running / total));
    let places = || (0..blocks).map(real);
    matrix.write(Column::Index, places().map(whole));
    matrix.write(Column::FromStart, places().map(|place| share(place / real(blocks))));
    matrix.write(Column::ToEnd, places().map(|place| share((real(blocks) - place) / real(blocks))));
    matrix.write(Column::WordsBefore, before.iter().map(|before| share(before / total)));
}

/// Windows in blocks, with the columns of what comes after and before.
const WINDOWS: [(usize, Column, Column); 7] = [
    (1, Column::After1, Column::Before1),
    (2, Column::After2, Column::Before2),
    (3, Column::After3, Column::Before3),
    (5, Column::After5, Column::Before5),
    (8, Column::After8, Column::Before8),
    (13, Column::After13, Column::Before13),
    (WIDEST, Column::After30, Column::Before30),
];

/// The widest of the windows.
const WIDEST: usize = 30;

/// The farthest block that is told from none at all.
const FAR: usize = 60;

/// Sums before each block as far as windows reach over the page's ends: before block `at` stands what is at `at + WIDEST`.
pub(super) fn widened(sums: &[f32]) -> Vec<f32> {
    let mut widened = Vec::with_capacity(sums.len() + 2 * WIDEST);
    widened.resize(WIDEST, 0.0);
    widened.extend_from_slice(sums);
    widened.resize(sums.len() + 2 * WIDEST, sums.last().copied().unwrap_or_default());
    widened
}

/// What windows of so many blocks hold after each block and before it, of sums that were [`widened`].
pub(super) fn inside(widened: &[f32], window: usize) -> [impl Iterator<Item = f32>; 2] {
    let from = |at: usize| widened.get(at..).unwrap_or_default();
    let between = |start: usize, end: usize| from(end).iter().zip(from(start)).map(|(end, start)| end - start);
    [between(WIDEST + 1, WIDEST + 1 + window), between(WIDEST - window, WIDEST)]
}

fn around(matrix: &mut Matrix, words: &[f32], runs: &[f32]) {
    let sums = sums(runs.iter().copied());
    let total = sums[runs.len()];
    let widened = widened(&sums);
    for (window, after, before) in WINDOWS {
        let [behind, ahead] = inside(&widened, window);
        matrix.write(after, behind.map(whole));
        matrix.write(before, ahead.map(whole));
    }
    matrix.write(Column::RunningBefore, sums.iter().map(|sum| share(sum / total.max(1.0))));
    let running: Vec<usize> = (0..runs.len()).filter(|at| runs[*at] > 0.0).collect();
    distances(matrix, &running, FAR, [Column::SinceRunning, Column::UntilRunning]);
    let mut words_since = 0.0;
    let since = words.iter().zip(runs).map(|(words, run)| {
        let since = whole(words_since);
        words_since = if *run > 0.0 { 0.0 } else { words_since + words };
        since
    });
    matrix.write(Column::WordsSinceRunning, since);
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
        let place = |at: usize| i32::try_from(at).unwrap_or(i32::MAX);
        matrix.write(start, (-place(first)..i32::MAX).map(signed));
        matrix.write(end, (-place(last)..i32::MAX).map(|behind| signed(-behind)));
        if start == Column::RunStart {
            matrix.fill(Column::RunWords, whole(words));
            matrix.fill(Column::RunShare, share(words / total));
            longest = (first, last);
        }
    }
    longest
}
