//! Growing forests: gradient boosting of logistic loss by symmetric trees, level by level, over columns of bytes.

use dateline::clean::features::{MARGIN, Matrix};
use dateline::clean::forest::{DEPTH, Forest, LEAVES, Question, STEP, Tree};
use rayon::prelude::*;

/// A feature that trees may ask for: a column of the block itself or of a neighbour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Feature {
    pub column: u16,
    pub offset: i8,
}

/// One column over all rows of all pages, in at most [`BINS`] bins, with room between pages, so that a neighbour is found by its offset.
pub struct Column {
    bins: Vec<u8>,
    /// The largest cell of each bin.
    bounds: Vec<u8>,
}

const BINS: usize = 64;

/// Where each page's rows begin in a [`Column`], and where the last ends.
pub fn places(matrices: &[&Matrix]) -> Vec<usize> {
    let mut places = vec![MARGIN];
    for matrix in matrices {
        places.push(places[places.len() - 1] + matrix.rows + MARGIN);
    }
    places
}

impl Column {
    pub fn new(matrices: &[&Matrix], column: usize) -> Column {
        let mut cells = vec![0_u8; MARGIN];
        let mut counts = [0_usize; 256];
        for matrix in matrices {
            let own = &matrix.column(column)[MARGIN..MARGIN + matrix.rows];
            for cell in own {
                counts[usize::from(*cell)] += 1;
            }
            cells.extend_from_slice(own);
            cells.extend_from_slice(&[0; MARGIN]);
        }
        // The margin's nothing is asked of neighbours.
        counts[0] = counts[0].max(1);
        let total: usize = counts.iter().sum();
        let distinct = counts.iter().filter(|count| **count > 0).count();
        let (mut bounds, mut bin_of, mut inside) = (Vec::new(), [0_u8; 256], 0);
        for cell in 0..=255_u8 {
            bin_of[usize::from(cell)] = bounds.len() as u8;
            inside += counts[usize::from(cell)];
            let full = if distinct <= BINS { inside > 0 } else { inside * BINS > total };
            if full && bounds.len() + 1 < BINS {
                bounds.push(cell);
                inside = 0;
            }
        }
        bounds.pop_if(|_| inside == 0);
        let bins = cells.iter().map(|cell| bin_of[usize::from(*cell)].min(bounds.len() as u8)).collect();
        Column { bins, bounds }
    }

    /// Whether it tells blocks apart.
    pub fn tells(&self) -> bool {
        !self.bounds.is_empty()
    }
}

/// How a forest is grown.
#[derive(Clone, Copy, Debug)]
pub struct Plan {
    pub trees: usize,
    pub rate: f32,
    pub ridge: f32,
    pub least: f32,
    pub columns: f32,
    pub pages: f32,
    /// The share of those pages' rows that a tree looks at.
    pub rows: f32,
    pub seed: u64,
}

/// What is learned: for each row its label, its weight, its page and its place in the columns.
pub struct Lesson<'a> {
    pub labels: &'a [bool],
    pub weights: &'a [f32],
    pub pages: &'a [u32],
    pub places: &'a [u32],
    pub columns: &'a [Column],
    pub features: &'a [Feature],
}

/// A small generator of numbers that look random: the same seed gives the same forest.
struct Dice(u64);

impl Dice {
    fn roll(&mut self) -> f32 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((z ^ (z >> 31)) >> 40) as f32 / (1_u64 << 24) as f32
    }
}

#[derive(Clone, Copy, Default)]
struct Cell {
    g: f32,
    h: f32,
}

/// A row that a tree learns from: its place, its slopes, the leaf it is in so far.
#[derive(Clone, Copy)]
struct Row {
    place: u32,
    slopes: Cell,
    leaf: u8,
}

/// Grows a forest over the rows to learn from.
pub fn grow(lesson: &Lesson, rows: &[u32], plan: Plan) -> Forest {
    let (mut yes, mut all) = (0.0_f64, 0.0_f64);
    for row in rows {
        let weight = f64::from(lesson.weights[*row as usize]);
        all += weight;
        yes += if lesson.labels[*row as usize] { weight } else { 0.0 };
    }
    let base = ((yes / (all - yes)).ln()) as f32;
    let mut scores = vec![base; rows.len()];
    let mut dice = Dice(plan.seed);
    let last_page = lesson.pages.iter().copied().max().unwrap_or(0) as usize;
    let mut trees = Vec::with_capacity(plan.trees);
    for _ in 0..plan.trees {
        let on: Vec<bool> = (0..=last_page).map(|_| dice.roll() < plan.pages).collect();
        let features: Vec<Feature> = lesson.features.iter().copied().filter(|_| dice.roll() < plan.columns).collect();
        let slopes = |(row, score): (&u32, &f32)| {
            let at = *row as usize;
            let p = 1.0 / (1.0 + (-score).exp());
            let weight = lesson.weights[at];
            let label = f32::from(u8::from(lesson.labels[at]));
            Row {
                place: lesson.places[at],
                slopes: Cell { g: weight * (p - label), h: weight * (p * (1.0 - p)).max(1e-6) },
                leaf: 0,
            }
        };
        let picked: Vec<Row> =
            rows.iter().zip(&scores).filter(|(row, _)| on[lesson.pages[**row as usize] as usize]).map(slopes).collect();
        let picked = telling(picked, plan.rows, &mut dice);
        let tree = tree(lesson.columns, &features, picked, plan);
        let asked: Vec<(&[u8], isize, u8)> = tree
            .questions
            .iter()
            .map(|question| {
                let column = &lesson.columns[usize::from(question.column)];
                let bin = column.bounds.partition_point(|bound| *bound < question.bound) as u8;
                (column.bins.as_slice(), isize::from(question.offset), bin)
            })
            .collect();
        scores.par_iter_mut().zip(rows).with_min_len(4096).for_each(|(score, row)| {
            let place = lesson.places[*row as usize] as usize;
            let answer = |(bins, offset, bin): &(&[u8], isize, u8)| bins[place.wrapping_add_signed(*offset)] > *bin;
            let leaf = asked.iter().enumerate().fold(0, |leaf, (bit, asked)| leaf | usize::from(answer(asked)) << bit);
            *score += STEP * f32::from(tree.leaves[leaf]);
        });
        trees.push(tree);
    }
    Forest::new(lesson.columns.len(), base, trees).expect("grown over these very columns")
}

/// A part of the rows that stands for all: the more a row pulls, the likelier it is taken, and what is unlikely counts for more.
fn telling(rows: Vec<Row>, share: f32, dice: &mut Dice) -> Vec<Row> {
    let pull = |row: &Row| (row.slopes.g * row.slopes.g + 0.1 * row.slopes.h * row.slopes.h).sqrt();
    let wanted = share * rows.len() as f32;
    let taken = |bound: f32| rows.iter().map(|row| (pull(row) / bound).min(1.0)).sum::<f32>();
    let (mut low, mut high) = (1e-6_f32, rows.iter().map(pull).fold(1e-6, f32::max) * rows.len() as f32);
    if share >= 1.0 {
        return rows;
    }
    for _ in 0..24 {
        let middle = (low * high).sqrt();
        if taken(middle) > wanted { low = middle } else { high = middle }
    }
    rows.into_iter()
        .filter_map(|mut row| {
            let chance = (pull(&row) / high).min(1.0);
            row.slopes.g /= chance;
            row.slopes.h /= chance;
            (dice.roll() < chance).then_some(row)
        })
        .collect()
}

/// One feature's slopes by leaf and bin.
type Histogram = Vec<[Cell; BINS]>;

/// The best question that one feature can ask of all leaves at once: what it gains, and the bin.
fn best(column: &Column, histogram: &Histogram, sums: &[Cell], plan: Plan) -> (f32, usize) {
    let score = |g: f32, h: f32| g * g / (h + plan.ridge);
    let mut gains = [0.0_f32; BINS];
    for (cells, whole) in histogram.iter().zip(sums) {
        let mut left = Cell::default();
        let as_one = score(whole.g, whole.h);
        for (gain, cell) in gains.iter_mut().zip(cells).take(column.bounds.len()) {
            left.g += cell.g;
            left.h += cell.h;
            let right = Cell { g: whole.g - left.g, h: whole.h - left.h };
            if left.h >= plan.least && right.h >= plan.least {
                *gain += score(left.g, left.h) + score(right.g, right.h) - as_one;
            }
        }
    }
    let found = gains.iter().enumerate().take(column.bounds.len());
    found.fold((0.0, 0), |best, (bin, gain)| if *gain > best.0 { (*gain, bin) } else { best })
}

/// Counts a level's rows into a histogram: of the two leaves that came of one, only the smaller; the other is what is left.
fn count(histogram: &mut Histogram, column: &Column, offset: i8, rows: &[Row], level: usize, small: &[bool; LEAVES]) {
    let half = if level == 0 { 0 } else { 1 << (level - 1) };
    histogram.resize((1 << level).max(1), [Cell::default(); BINS]);
    // What was one leaf's so far stands in its lower half; where the upper is the larger, it takes its place.
    for leaf in (0..half).filter(|leaf| small[*leaf]) {
        histogram.swap(leaf, leaf + half);
    }
    for row in rows {
        let place = (row.place as usize).wrapping_add_signed(isize::from(offset));
        let cell = &mut histogram[usize::from(row.leaf)][usize::from(column.bins[place]) % BINS];
        cell.g += row.slopes.g;
        cell.h += row.slopes.h;
    }
    let (lower, upper) = histogram.split_at_mut(half);
    for ((lower, upper), lower_is_small) in lower.iter_mut().zip(upper).zip(small) {
        let (small, large) = if *lower_is_small { (lower, upper) } else { (upper, lower) };
        for (large, small) in large.iter_mut().zip(small.iter()) {
            large.g -= small.g;
            large.h -= small.h;
        }
    }
}

fn tree(columns: &[Column], features: &[Feature], mut rows: Vec<Row>, plan: Plan) -> Tree {
    // A question that is always answered with no, for trees that find less to ask.
    let mut tree = Tree { questions: [Question { bound: u8::MAX, ..Question::default() }; DEPTH], leaves: [0; LEAVES] };
    let mut histograms: Vec<Histogram> = vec![Histogram::new(); features.len()];
    for level in 0..DEPTH {
        let half = if level == 0 { 0 } else { 1 << (level - 1) };
        let mut sizes = [0; LEAVES];
        for row in &rows {
            sizes[usize::from(row.leaf)] += 1;
        }
        let mut small = [level == 0; LEAVES];
        for leaf in 0..half {
            small[leaf] = sizes[leaf] < sizes[leaf + half];
            small[leaf + half] = !small[leaf];
        }
        let counted: Vec<Row> = rows.iter().copied().filter(|row| small[usize::from(row.leaf)]).collect();
        let sums = sums(&rows);
        let found: Vec<(f32, usize)> = features
            .par_iter()
            .zip(&mut histograms)
            .map(|(feature, histogram)| {
                let column = &columns[usize::from(feature.column)];
                count(histogram, column, feature.offset, &counted, level, &small);
                best(column, histogram, &sums, plan)
            })
            .collect();
        let most = (0..found.len()).fold(None, |most: Option<usize>, at| match most {
            Some(most) if found[most].0 >= found[at].0 => Some(most),
            _ => Some(at),
        });
        let Some(most) = most.filter(|most| found[*most].0 > 1e-6) else { break };
        let Feature { column, offset } = features[most];
        let (asked, bin) = (&columns[usize::from(column)], found[most].1);
        tree.questions[level] = Question { column, offset, bound: asked.bounds[bin] };
        for row in &mut rows {
            let place = (row.place as usize).wrapping_add_signed(isize::from(offset));
            row.leaf |= u8::from(usize::from(asked.bins[place]) > bin) << level;
        }
    }
    for (leaf, sum) in tree.leaves.iter_mut().zip(sums(&rows)) {
        // Saturating is right: no leaf says more than ±16.
        *leaf = (-plan.rate * sum.g / (sum.h + plan.ridge) / STEP).round() as i16;
    }
    tree
}

fn sums(rows: &[Row]) -> [Cell; LEAVES] {
    let mut sums = [Cell::default(); LEAVES];
    for row in rows {
        let sum = &mut sums[usize::from(row.leaf)];
        sum.g += row.slopes.g;
        sum.h += row.slopes.h;
    }
    sums
}
