//! Trees asked of many blocks at once: with vectors of 32 bytes where the machine has them (AVX2, found out at run time), block by block elsewhere.
//!
//! A question is one comparison of bytes for all blocks. A leaf's number is put together from the answers and its value looked up by shuffles of
//! bytes, low and high ones apart, so that no block is ever looked at alone. Both ways give the same sums.

use super::features::LANES;
use super::forest::{DEPTH, LEAVES, Question, Tree};
use std::ops::Range;

/// Trees in the form in which they are asked.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Lanes {
    trees: Vec<Packed>,
    /// For each tree's questions the columns, and the rows beside the block's, counted from the first of those of nothing.
    columns: Vec<u32>,
    rows: Vec<u32>,
}

/// A tree: its leaves' numbers count the answers that are no.
#[derive(Clone, Debug, PartialEq)]
struct Packed {
    bounds: [u8; DEPTH],
    /// How far a leaf is from nothing at the most.
    reach: i32,
    /// The low bytes of the leaves, then the high ones.
    low: [[u8; 16]; LEAVES / 16],
    high: [[u8; 16]; LEAVES / 16],
}

impl Packed {
    fn of(tree: &Tree) -> Packed {
        let leaf = |noes: usize| tree.leaves[LEAVES - 1 - noes].to_le_bytes();
        let bytes = |which: usize| {
            std::array::from_fn(|quarter| std::array::from_fn(|place| leaf(16 * quarter + place)[which]))
        };
        let reach = tree.leaves.iter().map(|leaf| i32::from(leaf.unsigned_abs())).max().unwrap_or_default();
        Packed { bounds: tree.questions.map(|question| question.bound), reach, low: bytes(0), high: bytes(1) }
    }
}

/// Where the cells stand that a tree's questions are about, for the first of the blocks.
type Places = [u32; DEPTH];

impl Lanes {
    pub(super) fn new(trees: &[Tree]) -> Lanes {
        let questions = || trees.iter().flat_map(|tree| tree.questions);
        Lanes {
            trees: trees.iter().map(Packed::of).collect(),
            columns: questions().map(|asks| u32::from(asks.column)).collect(),
            rows: questions().map(Question::row).collect(),
        }
    }

    /// Where the cells stand that are asked for of the first block, in a matrix whose columns are so long.
    pub(super) fn places(&self, stride: u32) -> Vec<u32> {
        self.columns.iter().zip(&self.rows).map(|(column, row)| column * stride + row).collect()
    }

    /// The sum of what some of the trees say of each block. `cells` begin where the first block's offsets count from.
    pub(super) fn sums(&self, trees: Range<usize>, cells: &[u8], places: &[u32]) -> [i32; LANES] {
        let (places, _) = places.as_chunks();
        let asked = Asked { trees: &self.trees[trees.clone()], places: &places[trees], cells };
        #[cfg(target_arch = "x86_64")]
        if let Some(simd) = pulp::x86::V3::try_new() {
            return simd.vectorize(vectors::Wide { simd, asked });
        }
        asked.one_by_one()
    }
}

/// Trees, where the cells stand that they ask about, and the cells.
#[derive(Clone, Copy)]
struct Asked<'a> {
    trees: &'a [Packed],
    places: &'a [Places],
    cells: &'a [u8],
}

impl Asked<'_> {
    fn one_by_one(&self) -> [i32; LANES] {
        let mut sums = [0; LANES];
        for (tree, places) in self.trees.iter().zip(self.places) {
            for (lane, sum) in sums.iter_mut().enumerate() {
                let cell = |place: u32| self.cells.get(place as usize + lane).copied().unwrap_or_default();
                let no = |at: usize| usize::from(cell(places[at]) <= tree.bounds[at]) << at;
                let noes = (0..DEPTH).map(no).sum::<usize>();
                let byte = |bytes: &[[u8; 16]; LEAVES / 16]| bytes[noes / 16][noes % 16];
                *sum += i32::from(i16::from_le_bytes([byte(&tree.low), byte(&tree.high)]));
            }
        }
        sums
    }
}

#[cfg(target_arch = "x86_64")]
#[allow(clippy::inline_always, reason = "only what is inlined is compiled for the wider vectors")]
mod vectors {
    use super::{Asked, LANES, LEAVES, Packed, Places};
    use pulp::x86::V3;
    use pulp::{NullaryFnOnce, cast};
    use std::arch::x86_64::__m256i;

    /// All blocks at once.
    pub(super) struct Wide<'a> {
        pub(super) simd: V3,
        pub(super) asked: Asked<'a>,
    }

    impl NullaryFnOnce for Wide<'_> {
        type Output = [i32; LANES];

        #[inline(always)]
        fn call(self) -> [i32; LANES] {
            let Wide { simd, asked } = self;
            let nothing = simd.avx._mm256_setzero_si256();
            let (mut sums, mut even, mut odd, mut room) = ([0; LANES], nothing, nothing, i32::from(i16::MAX));
            for (tree, places) in asked.trees.iter().zip(asked.places) {
                // Sums of so few trees fit into two bytes each.
                room -= tree.reach;
                if room < 0 {
                    add(&mut sums, even, odd);
                    (even, odd, room) = (nothing, nothing, i32::from(i16::MAX) - tree.reach);
                }
                let (low, high) = leaves(simd, tree, places, asked.cells);
                even = simd.avx2._mm256_add_epi16(even, simd.avx2._mm256_unpacklo_epi8(low, high));
                odd = simd.avx2._mm256_add_epi16(odd, simd.avx2._mm256_unpackhi_epi8(low, high));
            }
            add(&mut sums, even, odd);
            sums
        }
    }

    /// The low and the high bytes of a tree's leaf for each block.
    #[inline(always)]
    fn leaves(simd: V3, tree: &Packed, places: &Places, cells: &[u8]) -> (__m256i, __m256i) {
        let V3 { avx, avx2, .. } = simd;
        let [first, second, third, fourth, fifth, sixth] = *places;
        let bound = tree.bounds;
        // A no is a byte of ones, which is -1.
        let mut number = avx2._mm256_sub_epi8(avx._mm256_setzero_si256(), noes(simd, cells, fourth, bound[3]));
        number = avx2._mm256_sub_epi8(avx2._mm256_add_epi8(number, number), noes(simd, cells, third, bound[2]));
        number = avx2._mm256_sub_epi8(avx2._mm256_add_epi8(number, number), noes(simd, cells, second, bound[1]));
        number = avx2._mm256_sub_epi8(avx2._mm256_add_epi8(number, number), noes(simd, cells, first, bound[0]));
        let (fifth, sixth) = (noes(simd, cells, fifth, bound[4]), noes(simd, cells, sixth, bound[5]));
        (found(simd, &tree.low, number, fifth, sixth), found(simd, &tree.high, number, fifth, sixth))
    }

    /// Which blocks answer a question with no.
    #[inline(always)]
    fn noes(simd: V3, cells: &[u8], place: u32, bound: u8) -> __m256i {
        let place = place as usize;
        let cells = cells.get(place..place + LANES).and_then(|cells| cells.first_chunk::<LANES>());
        let cells: __m256i = cast(*cells.unwrap_or(&[0; LANES]));
        let bound = simd.avx._mm256_set1_epi8(bound.cast_signed());
        simd.avx2._mm256_cmpeq_epi8(simd.avx2._mm256_min_epu8(cells, bound), cells)
    }

    /// For each block the byte that stands in a table of 64 where its first four answers and its last two say.
    #[inline(always)]
    fn found(simd: V3, bytes: &[[u8; 16]; LEAVES / 16], first: __m256i, fifth: __m256i, sixth: __m256i) -> __m256i {
        let avx2 = simd.avx2;
        let [a, b, c, d] = *bytes;
        let a = avx2._mm256_shuffle_epi8(avx2._mm256_broadcastsi128_si256(cast(a)), first);
        let b = avx2._mm256_shuffle_epi8(avx2._mm256_broadcastsi128_si256(cast(b)), first);
        let c = avx2._mm256_shuffle_epi8(avx2._mm256_broadcastsi128_si256(cast(c)), first);
        let d = avx2._mm256_shuffle_epi8(avx2._mm256_broadcastsi128_si256(cast(d)), first);
        let low = avx2._mm256_blendv_epi8(a, b, fifth);
        let high = avx2._mm256_blendv_epi8(c, d, fifth);
        avx2._mm256_blendv_epi8(low, high, sixth)
    }

    /// Adds the sums of some trees, which stand eight by eight in the halves of two vectors by turns.
    #[inline(always)]
    fn add(sums: &mut [i32; LANES], even: __m256i, odd: __m256i) {
        let even: [[i16; 8]; 2] = cast(even);
        let odd: [[i16; 8]; 2] = cast(odd);
        let (blocks, _) = sums.as_chunks_mut::<8>();
        for (blocks, some) in blocks.iter_mut().zip([even[0], odd[0], even[1], odd[1]]) {
            for (sum, some) in blocks.iter_mut().zip(some) {
                *sum += i32::from(some);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn tree() -> impl Strategy<Value = Tree> {
        let question = any::<u8>().prop_map(|bound| Question { bound, ..Question::default() });
        (proptest::array::uniform6(question), prop::collection::vec(any::<i16>(), LEAVES))
            .prop_map(|(questions, leaves)| Tree { questions, leaves: std::array::from_fn(|at| leaves[at]) })
    }

    proptest! {
        #[test]
        fn many_blocks_at_once_are_judged_like_each_by_itself(
            trees in prop::collection::vec((tree(), proptest::array::uniform6(0_u32..70)), 0..12),
            cells in prop::collection::vec(any::<u8>(), 110),
        ) {
            let (trees, places): (Vec<Tree>, Vec<Places>) = trees.into_iter().unzip();
            let lanes = Lanes::new(&trees);
            let plain = |lane: usize| -> i32 {
                let leaf = |tree: &Tree, places: &Places| {
                    let yes = |at: usize| usize::from(cells[places[at] as usize + lane] > tree.questions[at].bound) << at;
                    tree.leaves[(0..DEPTH).map(yes).sum::<usize>()]
                };
                trees.iter().zip(&places).map(|(tree, places)| i32::from(leaf(tree, places))).sum()
            };
            let expected: [i32; LANES] = std::array::from_fn(plain);
            prop_assert_eq!(lanes.sums(0..trees.len(), &cells, places.as_flattened()), expected);
            let asked = Asked { trees: &lanes.trees, places: &places, cells: &cells };
            prop_assert_eq!(asked.one_by_one(), expected);
        }
    }
}
