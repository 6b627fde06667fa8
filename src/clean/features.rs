//! Page → feature matrix: one row a block, in the same columns for HTML and for dumps; what only HTML knows stands at the end.

use super::cells::{NOTHING, count, share, signed, whole};
use super::columns::{CUE, Column, DUMP_COLUMNS, HTML_COLUMNS};
use super::containers;
use super::counts::Counts;
use super::patterns::patterns;
use super::prose::{Edge, Prose, prose};
use super::words::{Cue, Words};
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
        Matrix { columns, rows, stride, cells, words: vec![0.0; rows], content, content_of, markup, parents }
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

    /// A column's cells from `start` on, with those of the next column behind its end; nothing where there are too few.
    #[inline]
    pub(super) fn lanes(&self, column: usize, start: usize) -> &[u8; LANES] {
        let from = column * self.stride + start;
        let cells = self.cells.get(from..from + LANES).and_then(|cells| cells.first_chunk());
        cells.unwrap_or(&[NOTHING; LANES])
    }

    #[inline]
    pub(super) fn set(&mut self, row: usize, column: Column, cell: u8) {
        self.set_at(row, column as usize, cell);
    }

    #[inline]
    pub(super) fn set_at(&mut self, row: usize, column: usize, cell: u8) {
        self.cells[column * self.stride + MARGIN + row] = cell;
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
    patterns(&mut matrix, page, &texts, &runs);
    if html {
        containers::containers(&mut matrix, page, &texts, &content, &runs);
    }
    matrix.content_of = texts.iter().map(|text| text.content).collect();
    matrix.content = content;
    matrix
}

pub(super) fn flag(is: bool) -> u8 {
    1 + u8::from(is)
}

fn own(matrix: &mut Matrix, page: &Page, texts: &[Prose], runs: &[f32]) {
    let number = |part: u32| count(part as usize);
    let part = |part: u32, whole: f32| share(real(part as usize) / whole);
    for (at, (block, text)) in page.blocks.iter().zip(texts).enumerate() {
        let words = text.words.max(1.0);
        let chars = real(text.chars as usize).max(1.0);
        let (form, level, numbered) = match &block.shape {
            Shape::Paragraph => (0, 0, false),
            Shape::Heading(level) => (1, *level, false),
            Shape::Item(depth, number) => (2, *depth, number.is_some()),
            Shape::Quote => (3, 0, false),
            Shape::Code => (4, 0, false),
            Shape::Caption => (5, 0, false),
            Shape::Row(cells, _) => (6, u8::try_from(cells.len()).unwrap_or(u8::MAX), false),
        };
        matrix.words[at] = text.words;
        let mut set = |column: Column, cell: u8| matrix.set(at, column, cell);
        set(Column::Words, whole(text.words));
        set(Column::Chars, number(text.chars));
        set(Column::FunctionShare, share(text.function_words / words));
        set(Column::Running, whole(runs[at]));
        set(Column::CapitalShare, part(text.capitals, words));
        set(Column::DigitShare, part(text.digits, chars));
        set(Column::Years, number(text.years));
        set(Column::Clocks, number(text.clocks));
        set(Column::Sentences, number(text.sentences + u32::from(text.last == Edge::Stop)));
        set(Column::Commas, number(text.commas));
        set(Column::SentenceLength, whole(2.0 * words / (1.0 + real(text.sentences as usize))));
        set(Column::Quotes, number(text.quotes));
        set(Column::Questions, number(text.questions));
        set(Column::Separators, number(text.separators));
        set(Column::Signs, number(text.signs));
        set(Column::NewShare, part(text.new_words, words));
        set(Column::LongShare, part(text.long_words, words));
        set(Column::FirstEdge, 1 + text.first as u8);
        set(Column::LastEdge, 1 + text.last as u8);
        set(Column::AllCapitals, flag(text.all_capitals));
        set(Column::Form, 1 + form);
        set(Column::Level, count(usize::from(level)));
        set(Column::Numbered, flag(numbered));
        set(Column::Indent, count(usize::from(block.indent)));
        set(Column::Gap, count(usize::from(block.gap)));
        for (kind, found) in text.cues.iter().enumerate() {
            matrix.set_at(at, CUE + kind, count(usize::from(*found)));
        }
    }
}

// Counts are far below 2^24, where f32 is exact.
#[allow(clippy::cast_precision_loss)]
pub(super) fn real(count: usize) -> f32 {
    count as f32
}

fn repetition(matrix: &mut Matrix, texts: &[Prose]) {
    let (mut wholes, mut starts) = (Counts::new(texts.len()), Counts::new(texts.len()));
    for (at, text) in texts.iter().enumerate() {
        matrix.set(at, Column::Occurrence, count(usize::from(wholes.add(text.whole))));
        starts.add(text.start);
    }
    for (at, text) in texts.iter().enumerate() {
        let same = |other: Option<&Prose>| flag(other.is_some_and(|other| other.whole == text.whole));
        matrix.set(at, Column::Repeats, count(usize::from(wholes.get(text.whole))));
        matrix.set(at, Column::StartRepeats, count(usize::from(starts.get(text.start))));
        matrix.set(at, Column::SameAsPrevious, same(at.checked_sub(1).and_then(|before| texts.get(before))));
        matrix.set(at, Column::SameAsNext, same(texts.get(at + 1)));
    }
}

fn position(matrix: &mut Matrix, texts: &[Prose], runs: &[f32]) {
    let blocks = real(texts.len());
    let total: f32 = texts.iter().map(|text| text.words).sum::<f32>().max(1.0);
    let running: f32 = runs.iter().sum();
    matrix.fill(Column::Blocks, count(texts.len()));
    matrix.fill(Column::PageWords, whole(total));
    matrix.fill(Column::PageRunning, whole(running));
    matrix.fill(Column::RunningShare, share(running / total));
    let mut before = 0.0;
    for (at, text) in texts.iter().enumerate() {
        let place = real(at);
        matrix.set(at, Column::Index, count(at));
        matrix.set(at, Column::FromStart, share(place / blocks));
        matrix.set(at, Column::ToEnd, share((blocks - place) / blocks));
        matrix.set(at, Column::WordsBefore, share(before / total));
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
            matrix.set(at, after, whole(sums[runs.len().min(at + window + 1)] - sums[at + 1]));
            matrix.set(at, before, whole(sums[at] - sums[at.saturating_sub(window)]));
        }
        matrix.set(at, Column::RunningBefore, share(sums[at] / total.max(1.0)));
        matrix.set(at, Column::SinceRunning, count(since));
        matrix.set(at, Column::WordsSinceRunning, whole(words_since));
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
            matrix.set(at, start, signed(at.cast_signed() - first.cast_signed()));
            matrix.set(at, end, signed(last.cast_signed() - at.cast_signed()));
        }
        if start == Column::RunStart {
            matrix.fill(Column::RunWords, whole(words));
            matrix.fill(Column::RunShare, share(words / total));
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

/// The farthest line of cues that is told from none at all: threads of comments are long.
const CUE_FAR: usize = 400;

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
    for (column, cue) in [
        (Column::ReportingNear, Cue::Reporting),
        (Column::FirstPersonNear, Cue::FirstPerson),
        (Column::SecondPersonNear, Cue::SecondPerson),
    ] {
        near(matrix, texts, column, |_, text| u32::from(text.cues[cue as usize]));
    }
    near(matrix, texts, Column::ShortNear, |_, text| u32::from(text.words < 6.0));
    near(matrix, texts, Column::ItemsNear, |at, _| u32::from(matches!(page.blocks[at].shape, Shape::Item(..))));
}

fn distances(matrix: &mut Matrix, texts: &[Prose], is: impl Fn(&Prose) -> bool, since: Column, until: Column) {
    let mut distance = CUE_FAR;
    for (at, text) in texts.iter().enumerate() {
        matrix.set(at, since, count(distance));
        distance = if is(text) { 1 } else { CUE_FAR.min(distance + 1) };
    }
    distance = CUE_FAR;
    for (at, text) in texts.iter().enumerate().rev() {
        matrix.set(at, until, count(distance));
        distance = if is(text) { 1 } else { CUE_FAR.min(distance + 1) };
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
        matrix.set(at, column, count(inside as usize));
    }
}

/// Slots of the table of words; two words in one slot are taken for the same.
const SLOTS: usize = 16_384;

/// Words of the longest stretch that tell what it is about.
const LEAD: usize = 120;

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
    let mut lead = Counts::new(LEAD);
    for hash in longest.iter().filter(|text| text.runs()).flat_map(words).take(LEAD) {
        lead.add(*hash);
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
            let told = own.iter().filter(|hash| lead.get(**hash) > 0).count();
            matrix.set(at, Column::CoherenceLead, share(real(told) / real(own.len())));
            matrix.set(at, Column::Coherence, share(real(found) / real(own.len())));
            matrix.set(at, Column::CoherenceBefore, share(real(shared) / real(own.len())));
            previous = [0; 64];
            for hash in own {
                previous[bit(hash).0] |= bit(hash).1;
            }
        }
    }
}
