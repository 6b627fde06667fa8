//! What a page repeats: the same lines between others, the same run of forms, as in comments, teasers and result lists; and lines of a
//! dump that stand alike, which is all it has in the place of markup.

use super::cells::{NOTHING, count, share, signed, whole};
use super::columns::Column;
use super::features::{MARGIN, Matrix, real, sums};
use super::prose::Prose;
use super::words::{Cue, EMPTY, finish, grow};
use crate::page::{Block, Page, PageKind, Shape};
use crate::text::QuickMap;

/// Blocks on either side in which a repeated line counts.
const REACH: usize = 3;

/// The longest line that can be a label such as “Reply”, in words.
const LABEL_AT_MOST: f32 = 6.0;

/// Writes the columns on what repeats by form, for any page.
pub(super) fn patterns(matrix: &mut Matrix, page: &Page, texts: &[Prose], runs: &[f32]) {
    triples(matrix, page, texts);
    labels_around(matrix, texts);
    comments(matrix, texts);
    beside_the_page(matrix, page, texts, runs);
    if page.kind == PageKind::Text {
        alike(matrix, page, texts, runs);
    }
}

/// How many blocks have the same form, the same length roughly, and the same before and after them.
fn triples(matrix: &mut Matrix, page: &Page, texts: &[Prose]) {
    let mut forms = Vec::with_capacity(texts.len() + 2);
    forms.push(EMPTY);
    forms.extend(page.blocks.iter().zip(texts).map(|(block, text)| form(block, text)));
    forms.push(EMPTY);
    let slots = (4 * texts.len()).next_power_of_two();
    let slot = |around: &[u32]| finish(around.iter().copied().fold(EMPTY, grow)) as usize & (slots - 1);
    let places: Vec<usize> = forms.windows(3).map(slot).collect();
    let mut table = vec![0_u16; slots];
    for place in &places {
        table[*place] = table[*place].saturating_add(1);
    }
    matrix.write(Column::Pattern, places.iter().map(|place| count(usize::from(table[*place]))));
}

fn form(block: &Block, text: &Prose) -> u32 {
    let length = [1.5, 3.5, 6.5, 12.5, 30.5].iter().filter(|bound| text.words > **bound).count();
    let dated = u32::from(text.years + text.clocks > 0 || text.cues[Cue::Time as usize] > 0);
    let parts = [u32::try_from(length).unwrap_or_default(), text.last as u32, shape(block), dated];
    parts.into_iter().fold(EMPTY, grow)
}

fn shape(block: &Block) -> u32 {
    match block.shape {
        Shape::Paragraph => 0,
        Shape::Heading(level) => 10 + u32::from(level),
        Shape::Item(depth, _) => 20 + u32::from(depth),
        Shape::Quote => 1,
        Shape::Code => 2,
        Shape::Caption => 3,
        Shape::Row(..) => 4,
    }
}

/// The most often repeated label close before and close after.
fn labels_around(matrix: &mut Matrix, texts: &[Prose]) {
    let repeats = &matrix.column(Column::Repeats as usize)[MARGIN..];
    let label = |(text, repeats): (&Prose, &u8)| if text.words <= LABEL_AT_MOST { *repeats } else { NOTHING };
    let labels: Vec<u8> = texts.iter().zip(repeats).map(label).collect();
    for column in [Column::LabelBefore, Column::LabelAfter] {
        matrix.fill(column, NOTHING);
    }
    for distance in 1..=REACH.min(labels.len()) {
        let behind = &mut matrix.cells_mut(Column::LabelBefore as usize)[distance..];
        behind.iter_mut().zip(&labels).for_each(|(most, label)| *most = (*most).max(*label));
        let before = matrix.cells_mut(Column::LabelAfter as usize);
        before.iter_mut().zip(&labels[distance..]).for_each(|(most, label)| *most = (*most).max(*label));
    }
}

/// Short lines on comments: on the page, and so far.
fn comments(matrix: &mut Matrix, texts: &[Prose]) {
    let mut so_far = 0;
    let before = texts.iter().map(|text| {
        let before = so_far;
        so_far += usize::from(text.words < 9.0 && text.kinds & 1 << Cue::Comment as u32 != 0);
        count(before)
    });
    matrix.write(Column::CommentsBefore, before);
    matrix.fill(Column::PageComments, count(so_far));
}

/// A block's length and indent beside those of the page's running text.
fn beside_the_page(matrix: &mut Matrix, page: &Page, texts: &[Prose], runs: &[f32]) {
    let running = runs.iter().filter(|run| **run > 0.0).count();
    let usual = (runs.iter().sum::<f32>() / real(running.max(1))).max(1.0);
    let mut indents: QuickMap<u16, f32> = QuickMap::default();
    for stretch in page.blocks.chunk_by(|one, next| one.indent == next.indent).scan(0, |at, stretch| {
        let start = std::mem::replace(at, *at + stretch.len());
        Some((stretch[0].indent, &runs[start..*at]))
    }) {
        *indents.entry(stretch.0).or_default() += stretch.1.iter().sum::<f32>();
    }
    let main =
        indents.into_iter().max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0))).map_or(0, |(indent, _)| indent);
    let off = |block: &Block| signed(i32::from(block.indent.cast_signed()) - i32::from(main.cast_signed()));
    matrix.write(Column::BesideUsual, texts.iter().map(|text| share(text.words / (3.0 * usual))));
    matrix.write(Column::IndentOff, page.blocks.iter().map(off));
    matrix.write(Column::RunningSoFar, sums(runs.iter().copied()).into_iter().map(whole));
}

/// Sums over lines that stand alike.
#[derive(Clone, Copy, Default)]
struct Alike {
    running: f32,
    words: f32,
    blocks: u16,
}

impl Alike {
    fn of(texts: &[Prose], runs: &[f32]) -> Alike {
        Alike {
            running: runs.iter().sum(),
            words: texts.iter().map(|text| text.words).sum(),
            blocks: u16::try_from(texts.len()).unwrap_or(u16::MAX),
        }
    }

    fn add(&mut self, other: Alike) {
        self.running += other.running;
        self.words += other.words;
        self.blocks = self.blocks.saturating_add(other.blocks);
    }
}

/// A dump's lines of the same form and indent are its markup, and stretches of them its containers.
fn alike(matrix: &mut Matrix, page: &Page, texts: &[Prose], runs: &[f32]) {
    let total = runs.iter().sum::<f32>().max(1.0);
    let mut known: QuickMap<(u32, u16), u32> = QuickMap::default();
    let (mut kinds, mut stretches): (Vec<Alike>, Vec<_>) = (Vec::new(), Vec::new());
    let stands = |block: &Block| (shape(block), block.indent);
    let mut start = 0;
    for blocks in page.blocks.chunk_by(|one, next| stands(one) == stands(next)) {
        let rows = start..start + blocks.len();
        start = rows.end;
        let own = Alike::of(&texts[rows.clone()], &runs[rows.clone()]);
        let next = u32::try_from(kinds.len()).unwrap_or(u32::MAX);
        let kind = *known.entry(stands(&blocks[0])).or_insert(next);
        if kind == next {
            kinds.push(Alike::default());
        }
        kinds[kind as usize].add(own);
        let number = u32::try_from(stretches.len()).unwrap_or(u32::MAX);
        matrix.markup.resize(rows.end, kind);
        matrix.parents.resize(rows.end, number);
        stretches.push((rows, kind, own));
    }
    for (rows, kind, own) in stretches {
        let kind = kinds[kind as usize];
        for (column, cell) in [
            (Column::SameMarkupShare, share(kind.running / total)),
            (Column::SameMarkupBlocks, count(usize::from(kind.blocks))),
            (Column::ScoreParentShare, share(own.running / total)),
            (Column::WordsParent, whole(own.words)),
            (Column::BlocksParent, count(usize::from(own.blocks))),
        ] {
            matrix.cells_mut(column as usize)[rows.clone()].fill(cell);
        }
        let places = (0..u16::MAX).chain(std::iter::repeat(u16::MAX));
        for (cell, place) in matrix.cells_mut(Column::IndexParent as usize)[rows].iter_mut().zip(places) {
            *cell = share(f32::from(place) / f32::from(own.blocks));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::Origin;
    use crate::clean::features::features;
    use crate::import::lines::text_page;

    #[test]
    fn threads_of_comments_repeat_their_forms_and_labels() {
        let thread = "Ada Venn\n12 May 2021\nI never saw that ferry leave on time, and neither did my mother before me.\nReply\n";
        let page = text_page(&format!("Menu\n{}", thread.repeat(4)), Origin::Stdin);
        let matrix = features(&page);
        let cell = |column: Column, row: usize| matrix.column(column as usize)[MARGIN + row];
        assert!(cell(Column::Pattern, 7) > cell(Column::Pattern, 16));
        assert!(cell(Column::LabelAfter, 7) > count(1));
        assert!(cell(Column::CommentsBefore, 8) > cell(Column::CommentsBefore, 0));
    }

    #[test]
    fn lines_of_a_dump_that_stand_alike_are_one_kind() {
        let page = text_page("  • Home\n  • News\n\nThe ferry left.\n\nIt came back.\n\n  • Imprint\n", Origin::Stdin);
        let matrix = features(&page);
        assert_eq!(matrix.markup, [0, 0, 1, 1, 0]);
        assert_eq!(matrix.parents, [0, 0, 1, 1, 2]);
    }
}
