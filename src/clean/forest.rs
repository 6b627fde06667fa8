//! A forest of decision trees: what it says of a block, why, and its form in a file.
//!
//! Trees look at the block's own cells and at those of its neighbours. Growing them is the business of `examples/learn`.

use super::columns;
use super::features::{MARGIN, Matrix};
use std::collections::HashMap;

/// A boosted forest for matrices of a certain stride.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Forest {
    stride: usize,
    base: f32,
    nodes: Vec<Node>,
    roots: Vec<u32>,
}

/// A tree as it is grown: nodes in preorder, the left child right behind its parent.
pub type Tree = Vec<Branch>;

/// A node of a tree that is being made or written.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Branch {
    /// Goes left where the cell is at most the threshold.
    Split {
        /// The cell's column.
        column: u16,
        /// The neighbour the cell belongs to: -1 is the block before.
        offset: i8,
        /// The largest value that goes left.
        threshold: f32,
        /// The place of the right child in the tree.
        right: u16,
    },
    /// What the tree adds.
    Leaf(f32),
}

/// A node as it is walked: a leaf has no right child, and its threshold is what it adds.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Node {
    /// From the block's first cell to the one that is asked.
    delta: i32,
    threshold: f32,
    right: u32,
}

/// Leaves are kept as multiples of this.
const STEP: f32 = 1.0 / 2048.0;

/// After which part of the trees (1 in so many) log odds below what are sure to stay far below the threshold.
const EARLY: [(usize, f32); 3] = [(10, -2.4), (5, -3.2), (3, -4.0)];

/// Log odds of what is not asked about.
pub const NOISE: f32 = -5.0;

impl Forest {
    /// A forest; None where a tree asks for cells that no matrix of that stride has, or is no tree.
    pub fn new(stride: usize, base: f32, trees: &[Tree]) -> Option<Forest> {
        let mut forest = Forest { stride, base, nodes: Vec::new(), roots: Vec::new() };
        for tree in trees {
            forest.plant(tree)?;
        }
        Some(forest)
    }

    fn plant(&mut self, tree: &[Branch]) -> Option<()> {
        let root = u32::try_from(self.nodes.len()).ok()?;
        if !matches!(tree.last(), Some(Branch::Leaf(_))) {
            return None;
        }
        for (at, branch) in tree.iter().enumerate() {
            self.nodes.push(match *branch {
                Branch::Leaf(value) => Node { delta: 0, threshold: value, right: 0 },
                Branch::Split { column, offset, threshold, right } => {
                    let inside = usize::from(column) < self.stride && usize::from(offset.unsigned_abs()) <= MARGIN;
                    // Children stand behind their parent, so every walk ends.
                    if !inside || usize::from(right) <= at || usize::from(right) >= tree.len() {
                        return None;
                    }
                    let delta = i32::from(offset) * i32::try_from(self.stride).ok()? + i32::from(column);
                    Node { delta, threshold, right: root + u32::from(right) }
                }
            });
        }
        self.roots.push(root);
        Some(())
    }

    /// The cells a row of the matrices it was grown for.
    pub fn stride(&self) -> usize {
        self.stride
    }

    /// How many trees there are.
    pub fn trees(&self) -> usize {
        self.roots.len()
    }

    /// What the first `trees` trees say of a block, as log odds.
    fn sum(&self, matrix: &Matrix, row: usize, trees: std::ops::Range<usize>) -> f32 {
        let start = matrix.start(row);
        self.roots[trees].iter().map(|root| self.walk(&matrix.cells, start, *root as usize)).sum()
    }

    #[inline]
    fn walk(&self, cells: &[f32], start: usize, mut at: usize) -> f32 {
        loop {
            let node = self.nodes[at];
            if node.right == 0 {
                return node.threshold;
            }
            let cell = cells[start.wrapping_add_signed(node.delta as isize)];
            at = if cell <= node.threshold { at + 1 } else { node.right as usize };
        }
    }

    /// The log odds of every block that is asked for; the others are noise. Where the first trees are sure that a block is noise, the
    /// others are not asked: most blocks of a page are menus.
    pub fn judge(&self, matrix: &Matrix, asked: impl Fn(usize) -> bool) -> Vec<f32> {
        if matrix.stride != self.stride {
            return vec![self.base; matrix.rows];
        }
        (0..matrix.rows).map(|row| if asked(row) { self.judge_one(matrix, row) } else { NOISE }).collect()
    }

    fn judge_one(&self, matrix: &Matrix, row: usize) -> f32 {
        let (mut odds, mut from) = (self.base, 0);
        for (share, sure) in EARLY {
            let to = self.trees() / share;
            odds += self.sum(matrix, row, from..to);
            from = to;
            if odds < sure {
                return odds;
            }
        }
        odds + self.sum(matrix, row, from..self.trees())
    }

    /// What moved a block's log odds, and how far: for each cell that was asked its column and its name.
    pub fn reasons(&self, matrix: &Matrix, row: usize) -> Vec<(usize, String, f32)> {
        let mut moved: HashMap<i32, f32> = HashMap::new();
        if matrix.stride == self.stride && row < matrix.rows {
            for root in &self.roots {
                self.trace(matrix, row, *root as usize, &mut moved);
            }
        }
        let stride = i32::try_from(self.stride).unwrap_or(i32::MAX).max(1);
        let named = |(delta, by): (i32, f32)| {
            let column = usize::try_from(delta.rem_euclid(stride)).unwrap_or_default();
            let name = columns::name(column);
            let name = match delta.div_euclid(stride) {
                0 => name,
                -1 => format!("the block before: {name}"),
                1 => format!("the block after: {name}"),
                offset if offset < 0 => format!("{} blocks before: {name}", -offset),
                offset => format!("{offset} blocks after: {name}"),
            };
            (column, name, by)
        };
        moved.into_iter().map(named).collect()
    }

    /// Gives each split on the way the difference that it makes to the mean of the leaves that are left.
    fn trace(&self, matrix: &Matrix, row: usize, root: usize, moved: &mut HashMap<i32, f32>) {
        let start = matrix.start(row);
        let (mut at, mut mean) = (root, self.mean(root));
        while self.nodes[at].right != 0 {
            let node = self.nodes[at];
            let left = matrix.cells[start.wrapping_add_signed(node.delta as isize)] <= node.threshold;
            at = if left { at + 1 } else { node.right as usize };
            let next = self.mean(at);
            *moved.entry(node.delta).or_default() += next - mean;
            mean = next;
        }
    }

    fn mean(&self, at: usize) -> f32 {
        let (mut stack, mut sum, mut weight) = (vec![(at, 1.0_f32)], 0.0, 0.0);
        while let Some((at, share)) = stack.pop() {
            let node = self.nodes[at];
            if node.right == 0 {
                sum += share * node.threshold;
                weight += share;
            } else {
                stack.push((at + 1, share / 2.0));
                stack.push((node.right as usize, share / 2.0));
            }
        }
        sum / weight
    }
}

/// Writes a forest: stride, base, trees; little endian.
pub fn write(out: &mut Vec<u8>, stride: usize, base: f32, trees: &[Tree]) {
    let short = |number: usize| u16::try_from(number).unwrap_or(u16::MAX).to_le_bytes();
    out.extend(short(stride));
    out.extend(base.to_le_bytes());
    out.extend(short(trees.len()));
    for tree in trees {
        out.extend(short(tree.len()));
        for branch in tree {
            match *branch {
                Branch::Split { column, offset, threshold, right } => {
                    out.extend(column.to_le_bytes());
                    out.extend(offset.to_le_bytes());
                    out.extend(threshold.to_le_bytes());
                    out.extend(right.to_le_bytes());
                }
                Branch::Leaf(value) => {
                    out.extend(u16::MAX.to_le_bytes());
                    // Saturating is right: no leaf says more than ±16.
                    #[allow(clippy::cast_possible_truncation)]
                    out.extend(((value / STEP).round() as i16).to_le_bytes());
                }
            }
        }
    }
}

/// Reads what [`write()`] wrote and moves `bytes` behind it; None where it is broken.
pub fn read(bytes: &mut &[u8]) -> Option<Forest> {
    let stride = usize::from(short(bytes)?);
    let base = float(bytes)?;
    let count = short(bytes)?;
    let mut trees = Vec::new();
    for _ in 0..count {
        let mut tree = Tree::new();
        for _ in 0..short(bytes)? {
            let column = short(bytes)?;
            tree.push(if column == u16::MAX {
                Branch::Leaf(STEP * f32::from(short(bytes)?.cast_signed()))
            } else {
                let offset = take::<1>(bytes)?[0].cast_signed();
                Branch::Split { column, offset, threshold: float(bytes)?, right: short(bytes)? }
            });
        }
        trees.push(tree);
    }
    Forest::new(stride, base, &trees)
}

fn take<const N: usize>(bytes: &mut &[u8]) -> Option<[u8; N]> {
    let (taken, rest) = bytes.split_first_chunk::<N>()?;
    *bytes = rest;
    Some(*taken)
}

fn short(bytes: &mut &[u8]) -> Option<u16> {
    take(bytes).map(u16::from_le_bytes)
}

fn float(bytes: &mut &[u8]) -> Option<f32> {
    take(bytes).map(f32::from_le_bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn tree() -> Tree {
        vec![Branch::Split { column: 1, offset: -1, threshold: 0.5, right: 2 }, Branch::Leaf(-1.0), Branch::Leaf(2.0)]
    }

    #[test]
    fn a_forest_survives_its_file() {
        let mut bytes = Vec::new();
        write(&mut bytes, 3, 0.25, &[tree(), tree()]);
        assert_eq!(read(&mut bytes.as_slice()), Forest::new(3, 0.25, &[tree(), tree()]));
    }

    #[test]
    fn trees_that_ask_for_missing_cells_are_refused() {
        assert_eq!(Forest::new(1, 0.0, &[tree()]), None);
        assert_eq!(
            Forest::new(3, 0.0, &[vec![Branch::Split { column: 0, offset: 0, threshold: 0.0, right: 9 }]]),
            None
        );
        assert_eq!(Forest::new(3, 0.0, &[Vec::new()]), None);
    }

    proptest! {
        #[test]
        fn no_file_breaks_the_reader(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            read(&mut bytes.as_slice());
        }
    }
}
