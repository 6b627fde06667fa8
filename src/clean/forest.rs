//! A forest of symmetric decision trees: what it says of a block, why, and its form in a file.
//!
//! A symmetric tree asks the same question of every block at each of its levels, and the answers are the number of its leaf. So a tree is a
//! few comparisons of bytes, done for many blocks at once. Trees look at the block's own cells and at those of its neighbours. Growing
//! them is the business of `examples/learn`.

use super::columns;
use super::features::{LANES, MARGIN, Matrix};
use super::lanes::Lanes;
use std::ops::Range;

/// Questions a tree has.
pub const DEPTH: usize = 6;

/// Leaves a tree has.
pub const LEAVES: usize = 1 << DEPTH;

/// A boosted forest for matrices of so many columns.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Forest {
    columns: usize,
    base: f32,
    trees: Vec<Tree>,
    /// The same trees as they are asked.
    lanes: Lanes,
}

/// A tree: what it asks, and what each combination of answers adds to the log odds, in [`STEP`]s.
#[derive(Clone, Debug, PartialEq)]
pub struct Tree {
    /// The answer to the first question is the lowest bit of the leaf's number.
    pub questions: [Question; DEPTH],
    /// What the tree adds.
    pub leaves: [i16; LEAVES],
}

/// Whether a cell is above a bound.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Question {
    /// The cell's column.
    pub column: u16,
    /// The neighbour the cell belongs to: -1 is the block before.
    pub offset: i8,
    /// The largest cell of which the answer is no.
    pub bound: u8,
}

/// Leaves are kept as multiples of this.
pub const STEP: f32 = 1.0 / 2048.0;

/// After which part of the trees (1 in so many) log odds below what are sure to stay far below the threshold.
const EARLY: [(usize, f32); 3] = [(10, -2.4), (5, -3.2), (3, -4.0)];

/// Log odds of what is not asked about.
pub const NOISE: f32 = -5.0;

impl Forest {
    /// A forest; None where a tree asks for cells that no matrix of so many columns has.
    pub fn new(columns: usize, base: f32, trees: Vec<Tree>) -> Option<Forest> {
        let inside = |question: &Question| {
            usize::from(question.column) < columns && usize::from(question.offset.unsigned_abs()) <= MARGIN
        };
        let fits = trees.iter().all(|tree| tree.questions.iter().all(inside));
        fits.then(|| Forest { columns, base, lanes: Lanes::new(&trees), trees })
    }

    /// The columns of the matrices it was grown for.
    pub fn columns(&self) -> usize {
        self.columns
    }

    /// How many trees there are.
    pub fn trees(&self) -> usize {
        self.trees.len()
    }

    /// The log odds of every block that is asked for; some of the others are given [`NOISE`]. Where the first trees are sure that a
    /// stretch of blocks is noise, the others are not asked: most blocks of a page are menus.
    pub fn judge(&self, matrix: &Matrix, asked: impl Fn(usize) -> bool) -> Vec<f32> {
        let mut odds = Vec::with_capacity(matrix.rows.next_multiple_of(LANES));
        let places = self.lanes.places(matrix.stride());
        for from in (0..matrix.rows).step_by(LANES) {
            let wanted = matrix.columns == self.columns && (from..matrix.rows.min(from + LANES)).any(&asked);
            odds.extend(if wanted { self.judge_together(matrix, &places, from) } else { [NOISE; LANES] });
        }
        odds.truncate(matrix.rows);
        odds
    }

    fn judge_together(&self, matrix: &Matrix, places: &[u32], from: usize) -> [f32; LANES] {
        let mut odds = [self.base; LANES];
        let mut add = |trees: Range<usize>| {
            let sums = self.lanes.sums(trees, matrix.cells_from(from), places);
            odds.iter_mut().zip(sums).for_each(|(odds, sum)| *odds += STEP * real(sum));
            odds
        };
        let blocks = LANES.min(matrix.rows - from);
        let mut asked = 0;
        for (share, sure) in EARLY {
            let next = self.trees.len() / share;
            let odds = add(asked..next);
            asked = next;
            if odds[..blocks].iter().all(|odds| *odds < sure) {
                return odds;
            }
        }
        add(asked..self.trees.len())
    }

    /// What moved a block's log odds, and how far: the cells that were asked about.
    pub fn reasons(&self, matrix: &Matrix, row: usize) -> Vec<Reason> {
        if matrix.columns != self.columns || row >= matrix.rows {
            return Vec::new();
        }
        // For each column the block's own cell and those of its neighbours.
        let mut moved = vec![0.0; self.columns * NEIGHBOURS];
        for tree in &self.trees {
            tree.trace(matrix, row, &mut moved);
        }
        let reason = |(cell, by): (usize, f32)| {
            let rows_behind = cell % NEIGHBOURS;
            Reason { column: cell / NEIGHBOURS, offset: rows_behind.cast_signed() - MARGIN.cast_signed(), by }
        };
        moved.into_iter().enumerate().filter(|(_, by)| *by != 0.0).map(reason).collect()
    }
}

/// Cells of one column that may be asked about: the block's own and those of its neighbours.
const NEIGHBOURS: usize = 2 * MARGIN + 1;

/// A cell that moved a block's log odds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Reason {
    /// Its column.
    pub column: usize,
    /// The neighbour it belongs to: -1 is the block before.
    pub offset: isize,
    /// How far it moved them.
    pub by: f32,
}

impl Reason {
    /// What the cell tells.
    pub fn name(&self) -> String {
        let name = columns::name(self.column);
        match self.offset {
            0 => name,
            -1 => format!("the block before: {name}"),
            1 => format!("the block after: {name}"),
            offset if offset < 0 => format!("{} blocks before: {name}", -offset),
            offset => format!("{offset} blocks after: {name}"),
        }
    }
}

// Sums of leaves are far below 2^24, where f32 is exact.
#[allow(clippy::cast_precision_loss)]
fn real(sum: i32) -> f32 {
    sum as f32
}

impl Question {
    /// The row of the cell that is asked of the first block, rows of nothing counted too.
    pub(super) fn row(self) -> u32 {
        u32::try_from(MARGIN.saturating_add_signed(isize::from(self.offset))).unwrap_or_default()
    }
}

impl Tree {
    /// Gives each question the difference that its answer makes to the mean of the leaves that are left.
    fn trace(&self, matrix: &Matrix, row: usize, moved: &mut [f32]) {
        let sums = self.sums();
        let mean = |answered: usize, leaf: usize| {
            STEP * real(sums[answered][leaf]) / super::features::real(LEAVES >> answered)
        };
        let (mut leaf, mut before) = (0, mean(0, 0));
        for (bit, question) in self.questions.iter().enumerate() {
            let (column, behind) = (usize::from(question.column), question.row() as usize);
            let cell = matrix.column(column).get(row + behind).copied().unwrap_or_default();
            leaf |= usize::from(cell > question.bound) << bit;
            let after = mean(bit + 1, leaf);
            if let Some(moved) = moved.get_mut(column * NEIGHBOURS + behind) {
                *moved += after - before;
            }
            before = after;
        }
    }

    /// For each number of questions that were answered, and each way of answering them, the sum of the leaves that are left.
    fn sums(&self) -> [[i32; LEAVES]; DEPTH + 1] {
        let mut sums = [[0; LEAVES]; DEPTH + 1];
        sums[DEPTH] = self.leaves.map(i32::from);
        for answered in (0..DEPTH).rev() {
            // The next answer is the bit above those that are known.
            let ways = 1 << answered;
            for way in 0..ways {
                sums[answered][way] = sums[answered + 1][way] + sums[answered + 1][way + ways];
            }
        }
        sums
    }
}

/// Writes a forest: columns, base, trees; little endian.
pub fn write(out: &mut Vec<u8>, forest: &Forest) {
    let short = |number: usize| u16::try_from(number).unwrap_or(u16::MAX).to_le_bytes();
    out.extend(short(forest.columns));
    out.extend(forest.base.to_le_bytes());
    out.extend(short(forest.trees.len()));
    for tree in &forest.trees {
        for question in tree.questions {
            out.extend(question.column.to_le_bytes());
            out.extend(question.offset.to_le_bytes());
            out.push(question.bound);
        }
        out.extend(tree.leaves.iter().flat_map(|leaf| leaf.to_le_bytes()));
    }
}

/// Reads what [`write()`] wrote and moves `bytes` behind it; None where it is broken.
pub fn read(bytes: &mut &[u8]) -> Option<Forest> {
    let columns = usize::from(u16::from_le_bytes(take(bytes)?));
    let base = f32::from_le_bytes(take(bytes)?);
    let count = u16::from_le_bytes(take(bytes)?);
    let mut trees = Vec::with_capacity(usize::from(count).min(bytes.len() / LEAVES));
    for _ in 0..count {
        let mut tree = Tree { questions: [Question::default(); DEPTH], leaves: [0; LEAVES] };
        for question in &mut tree.questions {
            let [low, high, offset, bound] = take(bytes)?;
            *question = Question { column: u16::from_le_bytes([low, high]), offset: offset.cast_signed(), bound };
        }
        for leaf in &mut tree.leaves {
            *leaf = i16::from_le_bytes(take(bytes)?);
        }
        trees.push(tree);
    }
    Forest::new(columns, base, trees)
}

fn take<const N: usize>(bytes: &mut &[u8]) -> Option<[u8; N]> {
    let (taken, rest) = bytes.split_first_chunk::<N>()?;
    *bytes = rest;
    Some(*taken)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn tree() -> Tree {
        let mut tree = Tree { questions: [Question::default(); DEPTH], leaves: [-7; LEAVES] };
        tree.questions[0] = Question { column: 1, offset: -1, bound: 3 };
        tree.leaves[1] = 300;
        tree
    }

    #[test]
    fn a_forest_survives_its_file() {
        let forest = Forest::new(3, 0.25, vec![tree(), tree()]).expect("within three columns");
        let mut bytes = Vec::new();
        write(&mut bytes, &forest);
        assert_eq!(read(&mut bytes.as_slice()), Some(forest));
    }

    #[test]
    fn trees_that_ask_for_missing_cells_are_refused() {
        assert_eq!(Forest::new(1, 0.0, vec![tree()]), None);
        let mut far = tree();
        far.questions[0].offset = 100;
        assert_eq!(Forest::new(3, 0.0, vec![far]), None);
    }

    proptest! {
        #[test]
        fn no_file_breaks_the_reader(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
            read(&mut bytes.as_slice());
        }
    }
}
