//! Growing forests: gradient boosting of logistic loss over binned features, leaf by leaf, histograms by subtraction.

use dateline::clean::forest::{Branch, Tree};
use rayon::prelude::*;

/// A feature that trees may split on: a column of the block itself or of a neighbour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Feature {
    pub column: u16,
    pub offset: i8,
}

/// A feature's values over all rows, in at most [`BINS`] bins; bin `b` holds values up to `edges[b]`.
pub struct Binned {
    pub feature: Feature,
    pub edges: Vec<f32>,
    pub bins: Vec<u8>,
}

const BINS: usize = 64;

impl Binned {
    pub fn new(feature: Feature, values: &[f32]) -> Binned {
        let mut sorted: Vec<f32> = values.iter().copied().step_by((values.len() / 40_000).max(1)).collect();
        sorted.sort_by(f32::total_cmp);
        let mut edges: Vec<f32> = Vec::new();
        let mut distinct = sorted.clone();
        distinct.dedup();
        let middle = |a: f32, b: f32| a + (b - a) / 2.0;
        if distinct.len() <= BINS {
            edges.extend(distinct.windows(2).map(|pair| middle(pair[0], pair[1])));
        } else {
            for bin in 1..BINS {
                let at = sorted.len() * bin / BINS;
                let above = sorted[at..].iter().find(|value| **value > sorted[at]);
                if let Some(above) = above {
                    let edge = middle(sorted[at], *above);
                    if edges.last().is_none_or(|last| edge > *last) {
                        edges.push(edge);
                    }
                }
            }
        }
        let bins = values.iter().map(|value| edges.partition_point(|edge| *edge < *value) as u8).collect();
        Binned { feature, edges, bins }
    }
}

/// How a forest is grown.
#[derive(Clone, Copy, Debug)]
pub struct Plan {
    pub trees: usize,
    pub leaves: usize,
    pub rate: f32,
    pub ridge: f32,
    pub least: f32,
    pub columns: f32,
    pub pages: f32,
    pub seed: u64,
}

/// What is learned: for each row its label, its weight and its page.
pub struct Lesson<'a> {
    pub labels: &'a [bool],
    pub weights: &'a [f32],
    pub pages: &'a [u32],
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

type Histogram = Vec<[Cell; BINS]>;

struct Leaf {
    rows: Vec<u32>,
    histogram: Histogram,
    g: f32,
    h: f32,
    /// Gain, feature, bin.
    best: (f32, usize, usize),
    node: usize,
}

enum Grown {
    Split { feature: usize, bin: usize, left: usize, right: usize },
    Leaf(f32),
}

/// Grows a forest: its base and its trees. `data` are features over all rows; `rows` those to learn from.
pub fn grow(data: &[&Binned], lesson: &Lesson, rows: &[u32], plan: Plan) -> (f32, Vec<Tree>) {
    let (mut yes, mut all) = (0.0_f64, 0.0_f64);
    for row in rows {
        let weight = f64::from(lesson.weights[*row as usize]);
        all += weight;
        yes += if lesson.labels[*row as usize] { weight } else { 0.0 };
    }
    let base = ((yes / (all - yes)).ln()) as f32;
    let mut scores = vec![base; lesson.labels.len()];
    let mut dice = Dice(plan.seed);
    let last_page = lesson.pages.iter().copied().max().unwrap_or(0) as usize;
    let mut trees = Vec::with_capacity(plan.trees);
    let mut gradients = vec![Cell::default(); lesson.labels.len()];
    for _ in 0..plan.trees {
        let on: Vec<bool> = (0..=last_page).map(|_| dice.roll() < plan.pages).collect();
        let picked: Vec<u32> = rows.iter().copied().filter(|row| on[lesson.pages[*row as usize] as usize]).collect();
        let columns: Vec<usize> = (0..data.len()).filter(|_| dice.roll() < plan.columns).collect();
        for row in rows {
            let at = *row as usize;
            let p = 1.0 / (1.0 + (-scores[at]).exp());
            let weight = lesson.weights[at];
            gradients[at] = Cell {
                g: weight * (p - f32::from(u8::from(lesson.labels[at]))),
                h: weight * (p * (1.0 - p)).max(1e-6),
            };
        }
        let grown = tree(data, &columns, &gradients, picked, plan, &mut scores);
        let branches = plant(data, &grown);
        for row in rows.iter().filter(|row| !on[lesson.pages[**row as usize] as usize]) {
            scores[*row as usize] += value(data, &grown, *row as usize);
        }
        trees.push(branches);
    }
    (base, trees)
}

fn histogram(data: &[&Binned], columns: &[usize], gradients: &[Cell], rows: &[u32]) -> Histogram {
    let own: Vec<Cell> = rows.iter().map(|row| gradients[*row as usize]).collect();
    // Small leaves are not worth waking the other threads for.
    let share = if rows.len() < 2000 { columns.len().max(1) } else { 8 };
    columns
        .par_iter()
        .with_min_len(share)
        .map(|column| {
            let bins = &data[*column].bins;
            let mut cells = [Cell::default(); BINS];
            for (row, own) in rows.iter().zip(&own) {
                let cell = &mut cells[usize::from(bins[*row as usize]) % BINS];
                cell.g += own.g;
                cell.h += own.h;
            }
            cells
        })
        .collect()
}

fn best(
    histogram: &Histogram,
    data: &[&Binned],
    columns: &[usize],
    (g, h): (f32, f32),
    plan: Plan,
) -> (f32, usize, usize) {
    let score = |g: f32, h: f32| g * g / (h + plan.ridge);
    let whole = score(g, h);
    let mut best = (0.0, 0, 0);
    for (at, cells) in histogram.iter().enumerate() {
        let (mut left_g, mut left_h) = (0.0, 0.0);
        for (bin, cell) in cells.iter().enumerate().take(data[columns[at]].edges.len()) {
            left_g += cell.g;
            left_h += cell.h;
            if left_h < plan.least || h - left_h < plan.least {
                continue;
            }
            let gain = score(left_g, left_h) + score(g - left_g, h - left_h) - whole;
            if gain > best.0 {
                best = (gain, at, bin);
            }
        }
    }
    best
}

fn tree(
    data: &[&Binned],
    columns: &[usize],
    gradients: &[Cell],
    rows: Vec<u32>,
    plan: Plan,
    scores: &mut [f32],
) -> Vec<Grown> {
    let sum = |rows: &[u32]| {
        rows.iter().fold((0.0, 0.0), |(g, h), row| (g + gradients[*row as usize].g, h + gradients[*row as usize].h))
    };
    let leaf_value = |g: f32, h: f32| -plan.rate * g / (h + plan.ridge);
    let mut nodes = vec![Grown::Leaf(0.0)];
    let (g, h) = sum(&rows);
    let first = histogram(data, columns, gradients, &rows);
    let found = best(&first, data, columns, (g, h), plan);
    let mut leaves = vec![Leaf { rows, histogram: first, g, h, best: found, node: 0 }];
    while leaves.len() < plan.leaves {
        let Some(at) = (0..leaves.len()).max_by(|a, b| leaves[*a].best.0.total_cmp(&leaves[*b].best.0)) else { break };
        if leaves[at].best.0 <= 1e-6 {
            break;
        }
        let leaf = leaves.swap_remove(at);
        let (_, feature, bin) = leaf.best;
        let bins = &data[columns[feature]].bins;
        let (left, right): (Vec<u32>, Vec<u32>) =
            leaf.rows.iter().partition(|row| usize::from(bins[**row as usize]) <= bin);
        let left_is_small = left.len() < right.len();
        let small = histogram(data, columns, gradients, if left_is_small { &left } else { &right });
        let mut large = leaf.histogram;
        for (cells, taken) in large.iter_mut().zip(&small) {
            for (cell, taken) in cells.iter_mut().zip(taken) {
                cell.g -= taken.g;
                cell.h -= taken.h;
            }
        }
        let (left_histogram, right_histogram) = if left_is_small { (small, large) } else { (large, small) };
        let (left_node, right_node) = (nodes.len(), nodes.len() + 1);
        nodes[leaf.node] = Grown::Split { feature: columns[feature], bin, left: left_node, right: right_node };
        nodes.push(Grown::Leaf(0.0));
        nodes.push(Grown::Leaf(0.0));
        for (rows, histogram, node) in [(left, left_histogram, left_node), (right, right_histogram, right_node)] {
            let (g, h) = sum(&rows);
            let found = best(&histogram, data, columns, (g, h), plan);
            leaves.push(Leaf { rows, histogram, g, h, best: found, node });
        }
    }
    for leaf in leaves {
        let value = leaf_value(leaf.g, leaf.h);
        leaf.rows.iter().for_each(|row| scores[*row as usize] += value);
        nodes[leaf.node] = Grown::Leaf(value);
    }
    nodes
}

fn value(data: &[&Binned], nodes: &[Grown], row: usize) -> f32 {
    let mut at = 0;
    loop {
        match &nodes[at] {
            Grown::Leaf(value) => return *value,
            Grown::Split { feature, bin, left, right } => {
                at = if usize::from(data[*feature].bins[row]) <= *bin { *left } else { *right };
            }
        }
    }
}

/// The tree in preorder.
fn plant(data: &[&Binned], nodes: &[Grown]) -> Tree {
    fn visit(data: &[&Binned], nodes: &[Grown], at: usize, tree: &mut Tree) {
        match &nodes[at] {
            Grown::Leaf(value) => tree.push(Branch::Leaf(*value)),
            Grown::Split { feature, bin, left, right } => {
                let place = tree.len();
                tree.push(Branch::Leaf(0.0));
                visit(data, nodes, *left, tree);
                let behind = tree.len() as u16;
                visit(data, nodes, *right, tree);
                let Feature { column, offset } = data[*feature].feature;
                tree[place] = Branch::Split { column, offset, threshold: data[*feature].edges[*bin], right: behind };
            }
        }
    }
    let mut tree = Tree::new();
    visit(data, nodes, 0, &mut tree);
    tree
}
