//! What a page repeats: the same lines between others, the same run of forms, as in comments, teasers and result lists; and lines of a
//! dump that stand alike, which is all it has in the place of markup.

use super::cells::{NOTHING, count, share, signed, whole};
use super::columns::Column;
use super::features::{MARGIN, Matrix, real};
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
    let rows = texts.len();
    let forms: Vec<u32> = page.blocks.iter().zip(texts).map(|(block, text)| form(block, text)).collect();
    let at = |row: Option<usize>| row.and_then(|row| forms.get(row)).copied().unwrap_or(EMPTY);
    let slots = (4 * rows).next_power_of_two();
    let slot = |row: usize| {
        let around = [at(row.checked_sub(1)), at(Some(row)), at(Some(row + 1))];
        finish(around.into_iter().fold(EMPTY, grow)) as usize & (slots - 1)
    };
    let mut table = vec![0_u16; slots];
    for row in 0..rows {
        table[slot(row)] = table[slot(row)].saturating_add(1);
    }
    for row in 0..rows {
        matrix.set(row, Column::Pattern, count(usize::from(table[slot(row)])));
    }
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
    let rows = texts.len();
    let repeats: Vec<u8> = matrix.column(Column::Repeats as usize).iter().skip(MARGIN).copied().collect();
    let label = |row: usize| if texts[row].words <= LABEL_AT_MOST { repeats[row] } else { NOTHING };
    for row in 0..rows {
        let before = (row.saturating_sub(REACH)..row).map(label).max().unwrap_or(NOTHING);
        let after = (row + 1..rows.min(row + 1 + REACH)).map(label).max().unwrap_or(NOTHING);
        matrix.set(row, Column::LabelBefore, before);
        matrix.set(row, Column::LabelAfter, after);
    }
}

/// Short lines on comments: on the page, and so far.
fn comments(matrix: &mut Matrix, texts: &[Prose]) {
    let is = |text: &&Prose| text.words < 9.0 && text.cues[Cue::Comment as usize] > 0;
    let all = texts.iter().filter(is).count();
    matrix.fill(Column::PageComments, count(all));
    let mut before = 0;
    for (row, text) in texts.iter().enumerate() {
        matrix.set(row, Column::CommentsBefore, count(before));
        before += usize::from(is(&text));
    }
}

/// A block's length and indent beside those of the page's running text.
fn beside_the_page(matrix: &mut Matrix, page: &Page, texts: &[Prose], runs: &[f32]) {
    let running = runs.iter().filter(|run| **run > 0.0).count();
    let usual = (runs.iter().sum::<f32>() / real(running.max(1))).max(1.0);
    let mut indents: QuickMap<u16, f32> = QuickMap::default();
    for (block, run) in page.blocks.iter().zip(runs) {
        *indents.entry(block.indent).or_default() += run;
    }
    let main =
        indents.into_iter().max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0))).map_or(0, |(indent, _)| indent);
    let mut before = 0.0;
    for (row, (block, text)) in page.blocks.iter().zip(texts).enumerate() {
        matrix.set(row, Column::BesideUsual, share(text.words / (3.0 * usual)));
        matrix.set(
            row,
            Column::IndentOff,
            signed(isize::from(block.indent.cast_signed()) - isize::from(main.cast_signed())),
        );
        matrix.set(row, Column::RunningSoFar, whole(before));
        before += runs[row];
    }
}

/// Sums over lines that stand alike.
#[derive(Clone, Copy, Default)]
struct Alike {
    running: f32,
    words: f32,
    blocks: u16,
}

impl Alike {
    fn add(&mut self, text: &Prose, run: f32) {
        self.running += run;
        self.words += text.words;
        self.blocks = self.blocks.saturating_add(1);
    }
}

/// A dump's lines of the same form and indent are its markup, and stretches of them its containers.
fn alike(matrix: &mut Matrix, page: &Page, texts: &[Prose], runs: &[f32]) {
    let total = runs.iter().sum::<f32>().max(1.0);
    let mut known: QuickMap<(u32, u16), u32> = QuickMap::default();
    let (mut kinds, mut stretches): (Vec<Alike>, Vec<Alike>) = (Vec::new(), Vec::new());
    let mut places = Vec::with_capacity(texts.len());
    for (row, block) in page.blocks.iter().enumerate() {
        let next = u32::try_from(kinds.len()).unwrap_or(u32::MAX);
        let kind = *known.entry((shape(block), block.indent)).or_insert(next);
        if kind == next {
            kinds.push(Alike::default());
        }
        if matrix.markup.last() != Some(&kind) {
            stretches.push(Alike::default());
        }
        let stretch = stretches.len() - 1;
        places.push(stretches[stretch].blocks);
        kinds[kind as usize].add(&texts[row], runs[row]);
        stretches[stretch].add(&texts[row], runs[row]);
        matrix.markup.push(kind);
        matrix.parents.push(u32::try_from(stretch).unwrap_or(u32::MAX));
    }
    for (row, place) in places.into_iter().enumerate() {
        let kind = kinds[matrix.markup[row] as usize];
        let stretch = stretches[matrix.parents[row] as usize];
        matrix.set(row, Column::SameMarkupShare, share(kind.running / total));
        matrix.set(row, Column::SameMarkupBlocks, count(usize::from(kind.blocks)));
        matrix.set(row, Column::ScoreParentShare, share(stretch.running / total));
        matrix.set(row, Column::WordsParent, whole(stretch.words));
        matrix.set(row, Column::BlocksParent, count(usize::from(stretch.blocks)));
        matrix.set(row, Column::IndexParent, share(f32::from(place) / f32::from(stretch.blocks)));
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
