//! What the elements around an HTML block tell: how much running text and how many links they hold, what they are called, what the page
//! claims of its article.

use super::cells::{NOTHING, count, share, whole};
use super::columns::{CLASS, Column, HTML_COLUMNS};
use super::features::{Matrix, flag, real};
use super::prose::{Prose, prose};
use super::vocabulary::Surroundings;
use super::words::{EMPTY, Words, finish, grow};
use crate::page::{Element, Field, Page, Witness};
use std::collections::HashMap;

/// What a container inherits of the score of an element inside it.
const INHERITED: f32 = 0.85;

/// The fewest words of a block that raise its containers' scores.
const GOOD_WORDS: f32 = 12.0;

/// The farthest title that is told from none at all.
const FAR: usize = 60;

/// Sums over all blocks inside an element.
#[derive(Clone, Default)]
struct Sums {
    words: f32,
    linked: f32,
    score: f32,
    blocks: u16,
}

impl Sums {
    fn link_share(&self) -> f32 {
        self.linked / self.words.max(1.0)
    }
}

/// Writes the columns that only HTML has.
pub(super) fn containers(matrix: &mut Matrix, page: &Page, texts: &[Prose], content: &[u32], runs: &[f32]) {
    let holders: Vec<usize> = page.blocks.iter().map(|block| holder(&page.elements, block.element)).collect();
    let sums = sums(page, texts, &holders);
    let weight = |sums: &Sums| sums.score * (1.0 - sums.link_share());
    let best = (0..sums.len()).max_by(|a, b| weight(&sums[*a]).total_cmp(&weight(&sums[*b])));
    let top = best.map_or(1.0, |best| 1.0 + sums[best].score);
    let parent =
        |at: usize| page.elements.get(at).and_then(|element| element.parent).map_or(at, |parent| parent as usize);
    let nothing = Sums::default();
    let sum = |at: usize| sums.get(at).unwrap_or(&nothing);
    let surroundings = Surroundings::of(&page.elements);
    let mut inside: HashMap<usize, u16> = HashMap::new();
    for (at, (block, holder)) in page.blocks.iter().zip(&holders).enumerate() {
        let own = block.element.map_or(*holder, |own| own as usize);
        let (up, upper) = (parent(*holder), parent(parent(*holder)));
        let levels = levels_to(&page.elements, *holder, best);
        let neighbour = |other: Option<&usize>| {
            count(other.map_or(30, |other| usize::from(levels_shared(&page.elements, *holder, *other))))
        };
        let (previous, next) =
            (neighbour(at.checked_sub(1).and_then(|before| holders.get(before))), neighbour(holders.get(at + 1)));
        let index = inside.entry(up).or_default();
        let element = page.elements.get(*holder);
        let mut set = |column: Column, cell: u8| matrix.set(at, column, cell);
        set(Column::LinkShare, share(real(block.linked) / real(block.text.plain.len().max(1))));
        set(Column::Depth, element.map_or(1, |element| count(usize::from(element.depth))));
        set(Column::Hidden, flag(page.around(block).any(|element| element.hidden)));
        set(Column::Tag, element.map_or(1, |element| tag_number(element.tag)));
        set(Column::Inline, page.elements.get(own).filter(|_| own != *holder).map_or(1, |own| tag_number(own.tag)));
        set(Column::InBest, flag(levels.is_some()));
        set(Column::BestDistance, count(levels.map_or(30, usize::from)));
        set(Column::ScoreOwn, whole(sum(*holder).score));
        set(Column::ScoreParent, whole(sum(up).score));
        set(Column::ScoreGrand, whole(sum(upper).score));
        set(Column::ScoreParentShare, share(sum(up).score / top));
        set(Column::ScoreGrandShare, share(sum(upper).score / top));
        set(Column::LinkParent, share(sum(up).link_share()));
        set(Column::LinkGrand, share(sum(upper).link_share()));
        set(Column::WordsParent, whole(sum(up).words));
        set(Column::WordsGrand, whole(sum(upper).words));
        set(Column::BlocksParent, count(usize::from(sum(up).blocks)));
        set(Column::IndexParent, share(f32::from(*index) / f32::from(sum(up).blocks.max(1))));
        set(Column::LevelsPrevious, previous);
        set(Column::LevelsNext, next);
        *index = index.saturating_add(1);
        matrix.parents.push(u32::try_from(up).unwrap_or(u32::MAX));
    }
    let own: Vec<usize> = page
        .blocks
        .iter()
        .zip(&holders)
        .map(|(block, holder)| block.element.map_or(*holder, |own| own as usize))
        .collect();
    for column in CLASS..HTML_COLUMNS {
        for (cell, own) in matrix.cells_mut(column).iter_mut().zip(&own) {
            *cell = surroundings.distance(*own, column - CLASS).map_or(NOTHING, |distance| 1 + distance);
        }
    }
    markup(matrix, page, texts, &holders, runs);
    claims(matrix, page, texts, content);
}

/// The innermost element around a block that is no inline one.
fn holder(elements: &[Element], innermost: Option<u32>) -> usize {
    let inline = |tag: &str| {
        matches!(
            tag,
            "" | "span"
                | "a"
                | "b"
                | "strong"
                | "em"
                | "i"
                | "u"
                | "font"
                | "small"
                | "code"
                | "cite"
                | "q"
                | "time"
                | "mark"
                | "s"
        )
    };
    let mut at = innermost.map_or(0, |at| at as usize);
    while let Some(element) = elements.get(at) {
        match element.parent {
            Some(parent) if inline(element.tag) => at = parent as usize,
            _ => break,
        }
    }
    at
}

fn tag_number(tag: &str) -> u8 {
    let tags = [
        "p",
        "div",
        "li",
        "h1",
        "h2",
        "h3",
        "h4",
        "td",
        "blockquote",
        "figcaption",
        "section",
        "article",
        "span",
        "a",
        "strong",
        "b",
        "em",
        "i",
        "dd",
        "dt",
        "label",
        "button",
        "pre",
        "header",
        "aside",
        "footer",
        "h5",
        "h6",
        "code",
        "time",
        "small",
    ];
    count(tags.iter().position(|known| *known == tag).map_or(40, |at| 1 + at))
}

fn sums(page: &Page, texts: &[Prose], holders: &[usize]) -> Vec<Sums> {
    let mut sums = vec![Sums::default(); page.elements.len()];
    for ((block, text), holder) in page.blocks.iter().zip(texts).zip(holders) {
        let Some(sum) = sums.get_mut(*holder) else { continue };
        let share = real(block.linked) / real(block.text.plain.len().max(1));
        sum.words += text.words;
        sum.linked += text.words * share;
        sum.score += if text.words >= GOOD_WORDS && share < 0.5 { text.words } else { 0.0 };
        sum.blocks = sum.blocks.saturating_add(1);
    }
    // Parents stand before their children: backwards, every element is whole before it is handed up.
    for at in (0..sums.len()).rev() {
        let Some(parent) = page.elements[at].parent else { continue };
        let Sums { words, linked, score, blocks } = sums[at].clone();
        let Some(sum) = sums.get_mut(parent as usize) else { continue };
        sum.words += words;
        sum.linked += linked;
        sum.score += INHERITED * score;
        sum.blocks = sum.blocks.saturating_add(blocks);
    }
    sums
}

/// How many levels up from an element a certain other is.
fn levels_to(elements: &[Element], from: usize, to: Option<usize>) -> Option<u8> {
    let to = to?;
    let (mut at, mut levels) = (from, 0_u8);
    while at != to {
        at = elements.get(at)?.parent? as usize;
        levels = levels.saturating_add(1);
    }
    Some(levels)
}

/// How many levels up from one element the first is that also holds the other.
fn levels_shared(elements: &[Element], from: usize, other: usize) -> u8 {
    let (mut a, mut b, mut levels) = (from, other, 0_u8);
    while a != b {
        let (Some(one), Some(two)) = (elements.get(a), elements.get(b)) else { break };
        let (up_one, up_two) = (one.depth >= two.depth, two.depth >= one.depth);
        if up_one {
            let Some(parent) = one.parent else { break };
            a = parent as usize;
            levels = levels.saturating_add(1);
        }
        if up_two {
            let Some(parent) = two.parent else { break };
            b = parent as usize;
        }
    }
    levels
}

#[derive(Clone, Copy, Default)]
struct Same {
    running: f32,
    words: f32,
    linked: f32,
    blocks: u16,
}

/// Blocks whose elements are called alike tend to be alike.
fn markup(matrix: &mut Matrix, page: &Page, texts: &[Prose], holders: &[usize], runs: &[f32]) {
    let total = runs.iter().sum::<f32>().max(1.0);
    let call = |at: usize, named: bool| page.elements.get(at).map_or(EMPTY, |element| called(element, named));
    let mut kinds: HashMap<u32, u32> = HashMap::new();
    let mut names: Vec<Same> = Vec::new();
    let mut paths: HashMap<u32, f32> = HashMap::new();
    let mut keys = Vec::with_capacity(holders.len());
    for (at, holder) in holders.iter().enumerate() {
        let around = |levels: usize, named: bool| {
            std::iter::successors(Some(*holder), |at| page.elements.get(*at)?.parent.map(|parent| parent as usize))
                .take(levels)
                .fold(EMPTY, |hash, at| grow(hash, call(at, named)))
        };
        let key = (finish(around(2, true)), finish(around(5, false)));
        let kind = *kinds.entry(key.0).or_insert_with(|| u32::try_from(names.len()).unwrap_or(u32::MAX));
        if kind as usize == names.len() {
            names.push(Same::default());
        }
        let same = &mut names[kind as usize];
        same.running += runs[at];
        same.words += texts[at].words;
        same.linked += texts[at].words * real(page.blocks[at].linked) / real(page.blocks[at].text.plain.len().max(1));
        same.blocks = same.blocks.saturating_add(1);
        *paths.entry(key.1).or_default() += runs[at];
        keys.push((kind, key.1));
    }
    for (at, (kind, path)) in keys.iter().enumerate() {
        let same = names[*kind as usize];
        matrix.set(at, Column::SameMarkupShare, share(same.running / total));
        matrix.set(at, Column::SameMarkupBlocks, count(usize::from(same.blocks)));
        matrix.set(at, Column::SameMarkupLinks, share(same.linked / same.words.max(1.0)));
        matrix.set(at, Column::SamePathShare, share(paths.get(path).copied().unwrap_or_default() / total));
        matrix.markup.push(*kind);
    }
}

/// What an element is called; numbers in its names are left out, for they only count.
fn called(element: &Element, named: bool) -> u32 {
    let told = if named { element.names.as_bytes() } else { &[] };
    let letters = told.iter().filter(|b| !b.is_ascii_digit());
    element.tag.bytes().chain(letters.copied()).fold(EMPTY, |hash, b| grow(hash, u32::from(b)))
}

/// Likeness to what the page claims: its titles, its summary, the article body in its data.
fn claims(matrix: &mut Matrix, page: &Page, texts: &[Prose], content: &[u32]) {
    let words = Words::new();
    let read = |wanted: &dyn Fn(Field, Witness) -> bool, limit: usize| {
        let (mut hashes, mut wholes, mut pairs) = (Vec::new(), Vec::new(), Vec::new());
        for clue in page.clues.iter().filter(|clue| !clue.aside && wanted(clue.field, clue.witness)).take(limit) {
            for line in clue.value.split('\n') {
                let from = hashes.len();
                wholes.push(prose(line, &words, &mut hashes).whole);
                pairs.extend(hashes[from..].windows(2).map(|pair| grow(pair[0], pair[1])));
            }
        }
        hashes.sort_unstable();
        hashes.dedup();
        pairs.sort_unstable();
        (hashes, wholes, pairs)
    };
    let (title, whole_titles, _) = read(&|field, witness| field == Field::Headline && witness != Witness::Class, 8);
    let (summary, _, _) = read(&|field, _| field == Field::Standfirst, 4);
    let (body, _, pairs) = read(&|field, witness| field == Field::Body && witness == Witness::JsonLd, 4);
    let claimed = body.len() > 30;
    let has = |sorted: &[u32], hash: &u32| sorted.binary_search(hash).is_ok();
    let mut is_title = Vec::with_capacity(texts.len());
    for (at, text) in texts.iter().enumerate() {
        let own = content.get(text.content.0 as usize..text.content.1 as usize).unwrap_or_default();
        let cover = |sorted: &[u32]| real(own.iter().filter(|hash| has(sorted, hash)).count());
        let length = real(own.len().max(1));
        matrix.set(at, Column::TitleShare, share(cover(&title) / real(title.len().max(1))));
        matrix.set(at, Column::TitleCover, share(cover(&title) / length));
        matrix.set(at, Column::SummaryCover, share(cover(&summary) / length));
        let equal = whole_titles.contains(&text.whole) && text.words > 1.0;
        is_title.push(equal);
        matrix.set(at, Column::EqualsTitle, flag(equal));
        if claimed {
            let found = own.windows(2).filter(|pair| has(&pairs, &grow(pair[0], pair[1]))).count();
            let told =
                if own.len() > 2 { real(found) / real(own.len() - 1) } else { 0.4 + 0.2 * cover(&body) / length };
            matrix.set(at, Column::Claimed, share(told));
        }
    }
    let mut distance = FAR;
    for (at, title) in is_title.iter().enumerate() {
        distance = if *title { 0 } else { FAR.min(distance + 1) };
        matrix.set(at, Column::SinceTitle, count(distance));
    }
    distance = FAR;
    for (at, title) in is_title.iter().enumerate().rev() {
        distance = if *title { 0 } else { FAR.min(distance + 1) };
        matrix.set(at, Column::UntilTitle, count(distance));
    }
}
