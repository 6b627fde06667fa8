//! Which blocks of a page are in the article that people marked: the labels that the forests learn from.

use crate::score::words;
use std::collections::HashMap;

/// A block's label and how far it is to be trusted, from 0 to 1.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Mark {
    pub body: bool,
    pub trust: f32,
}

/// Labels by the article's text: a block is in the body where most of its runs of four words are; a shorter one where it stands between
/// its neighbours' places in the article. Of copies, as many count as the article has.
pub fn by_text(blocks: &[&str], truth: &str) -> Vec<Mark> {
    let article = words(truth);
    let mut places: HashMap<&[&str], Vec<usize>> = HashMap::new();
    for (at, run) in article.windows(4).enumerate() {
        places.entry(run).or_default().push(at);
    }
    let tokens: Vec<Vec<&str>> = blocks.iter().map(|block| words(block)).collect();
    let mut marks = vec![Mark::default(); blocks.len()];
    let mut spots: Vec<Option<(usize, usize)>> = vec![None; blocks.len()];
    let mut after = 0;
    for (at, own) in tokens.iter().enumerate() {
        marks[at].trust = 1.0;
        if own.len() < 4 {
            continue;
        }
        let hits: Vec<&Vec<usize>> = own.windows(4).filter_map(|run| places.get(run)).collect();
        let share = hits.len() as f32 / (own.len() - 3) as f32;
        marks[at] = Mark { body: share > 0.5, trust: (2.0 * (share - 0.5).abs()).clamp(0.1, 1.0) };
        if marks[at].body {
            let first = hits[0].iter().copied().find(|place| *place >= after).unwrap_or(hits[0][0]);
            after = first + 1;
            spots[at] = Some((first, first + own.len()));
        }
    }
    copies(&tokens, &article, &mut marks, &mut spots);
    short(&tokens, &article, &mut marks, &spots);
    marks
}

/// Of equal blocks that stand more often on the page than in the article, those amid the body count.
fn copies(tokens: &[Vec<&str>], article: &[&str], marks: &mut [Mark], spots: &mut [Option<(usize, usize)>]) {
    let mut same: HashMap<&[&str], Vec<usize>> = HashMap::new();
    for (at, own) in tokens.iter().enumerate().filter(|(at, _)| marks[*at].body) {
        same.entry(own).or_default().push(at);
    }
    // In a fixed order: what is taken out changes what the next ones stand amid.
    let mut same: Vec<(&[&str], Vec<usize>)> = same.into_iter().filter(|(_, copies)| copies.len() > 1).collect();
    same.sort_by_key(|(_, copies)| copies[0]);
    for (own, mut copies) in same {
        let wanted = article.windows(own.len()).filter(|run| *run == own).count().max(1);
        let amid = |at: usize| -> usize {
            let near = at.saturating_sub(6)..tokens.len().min(at + 7);
            near.filter(|other| *other != at && marks[*other].body && tokens[*other] != own)
                .map(|other| tokens[other].len().min(40))
                .sum()
        };
        copies.sort_by_key(|at| (usize::MAX - amid(*at), *at));
        for at in copies.into_iter().skip(wanted) {
            marks[at].body = false;
            spots[at] = None;
        }
    }
}

fn short(tokens: &[Vec<&str>], article: &[&str], marks: &mut [Mark], spots: &[Option<(usize, usize)>]) {
    for at in 0..tokens.len() {
        let own = &tokens[at];
        if own.is_empty() || own.len() >= 4 {
            continue;
        }
        let before = spots[..at].iter().enumerate().rev().take(12).find_map(|(_, spot)| *spot);
        let next = spots[at + 1..].iter().take(12).find_map(|spot| *spot);
        let range = match (before, next) {
            (Some((_, end)), Some((start, _))) if start >= end => end..start,
            (Some((_, end)), _) => end..end + 12,
            (None, Some((start, _))) => start.saturating_sub(12)..start,
            (None, None) => {
                let long = own.iter().map(|word| word.chars().count()).sum::<usize>() >= 14;
                marks[at].body = long && article.windows(own.len()).any(|run| run == own.as_slice());
                continue;
            }
        };
        let range = range.start.min(article.len())..range.end.min(article.len());
        marks[at].body = article[range].windows(own.len()).any(|run| run == own.as_slice());
        let letters = own.iter().map(|word| word.chars().count()).sum::<usize>();
        if letters >= 20 && !marks[at].body {
            marks[at].body = article.windows(own.len()).any(|run| run == own.as_slice());
        }
    }
}

/// Weak labels by snippets that must and must not be in the article; blocks without any are not trusted at all.
pub fn by_snippets(blocks: &[&str], with: &[String], without: &[String]) -> Vec<Mark> {
    let squeezed: Vec<String> =
        with.iter().chain(without).map(|text| text.split_whitespace().collect::<Vec<_>>().join(" ")).collect();
    let (with, without) = squeezed.split_at(with.len());
    let mut marks = vec![Mark::default(); blocks.len()];
    for (mark, block) in marks.iter_mut().zip(blocks) {
        let has = |snippets: &[String]| {
            snippets.iter().any(|snippet| !snippet.is_empty() && block.contains(snippet.as_str()))
        };
        *mark = match (has(with), has(without)) {
            (true, false) => Mark { body: true, trust: 1.0 },
            (false, true) => Mark { body: false, trust: 1.0 },
            _ => Mark::default(),
        };
    }
    marks
}
