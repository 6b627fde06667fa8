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
    // Nothing stands before the first block and behind the last.
    let mut labels = vec![NOTHING; REACH];
    let repeats = &matrix.column(Column::Repeats as usize)[MARGIN..];
    let label = |(text, repeats): (&Prose, &u8)| if text.words <= LABEL_AT_MOST { *repeats } else { NOTHING };
    labels.extend(texts.iter().zip(repeats).map(label));
    labels.resize(labels.len() + REACH, NOTHING);
    let most = |near: &[u8]| near.iter().copied().max().unwrap_or(NOTHING);
    matrix.write(Column::LabelBefore, labels.windows(REACH).map(most));
    matrix.write(Column::LabelAfter, labels[REACH + 1..].windows(REACH).map(most));
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
    let mut last = None;
    for (row, block) in page.blocks.iter().enumerate() {
        let own = (shape(block), block.indent);
        let kind = match last {
            Some((before, kind)) if before == own => kind,
            _ => {
                let next = u32::try_from(kinds.len()).unwrap_or(u32::MAX);
                let kind = *known.entry(own).or_insert(next);
                if kind == next {
                    kinds.push(Alike::default());
                }
                stretches.push(Alike::default());
                kind
            }
        };
        last = Some((own, kind));
        let stretch = stretches.len() - 1;
        places.push(stretches[stretch].blocks);
        kinds[kind as usize].add(&texts[row], runs[row]);
        stretches[stretch].add(&texts[row], runs[row]);
        matrix.markup.push(kind);
        matrix.parents.push(u32::try_from(stretch).unwrap_or(u32::MAX));
    }
    let (markup, parents) = (std::mem::take(&mut matrix.markup), std::mem::take(&mut matrix.parents));
    let kinds = || markup.iter().map(|kind| kinds[*kind as usize]);
    let stretches = || parents.iter().map(|stretch| stretches[*stretch as usize]);
    let index = |(place, stretch): (u16, Alike)| share(f32::from(place) / f32::from(stretch.blocks));
    matrix.write(Column::SameMarkupShare, kinds().map(|kind| share(kind.running / total)));
    matrix.write(Column::SameMarkupBlocks, kinds().map(|kind| count(usize::from(kind.blocks))));
    matrix.write(Column::ScoreParentShare, stretches().map(|stretch| share(stretch.running / total)));
    matrix.write(Column::WordsParent, stretches().map(|stretch| whole(stretch.words)));
    matrix.write(Column::BlocksParent, stretches().map(|stretch| count(usize::from(stretch.blocks))));
    matrix.write(Column::IndexParent, places.into_iter().zip(stretches()).map(index));
    (matrix.markup, matrix.parents) = (markup, parents);
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
