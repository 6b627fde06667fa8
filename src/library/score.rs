//! Relevance: BM25 over headline and body, a word in the headline counting three times.
//!
//! What tells nothing is left out: what words begin with as long as that is one or two letters (three are a word of three), and, where other words are asked for, one that most
//! articles have.

use super::bits::Bits;
use super::evaluate::terms;
use super::query::{Field, Node};
use super::volume::{Keys, Snapshot};
use super::worth::{List, WINDOW, Worths, float, infos};
use std::cell::RefCell;
use std::sync::Arc;
use tantivy::TantivyError;
use tantivy::postings::TermInfo;

/// How much more a mention in the headline counts.
const HEADLINE: f32 = 3.0;

/// An open word of fewer letters tells nothing; of just so many, it is what it says, for too many words begin so.
const LETTERS: usize = 3;

/// So many of the best hits are put in order at first; the others when they are asked for.
const FIRST: usize = 512;

/// Hits by relevance.
pub(super) struct Scored {
    /// Of each segment.
    parts: Vec<Part>,
    total: usize,
    /// The first of them in order, as far as they were asked for.
    ordered: RefCell<Vec<(f32, u64)>>,
    reversed: bool,
}

/// The hits of a segment.
struct Part {
    set: Bits,
    /// What each document weighs.
    scores: Vec<f32>,
    /// The order of the documents, descending.
    keys: Keys,
    /// The first document without a date.
    undated: u32,
    first: First,
}

/// The hits that come first, as far as a segment was looked at.
struct First {
    reversed: bool,
    /// How early each comes, and its document; no more than twice as many as are wanted.
    hits: Vec<(u32, u32)>,
    /// How early the last of the wanted ones comes, where there are as many.
    least: Option<u32>,
}

impl First {
    fn new(reversed: bool) -> First {
        First { reversed, hits: Vec::new(), least: None }
    }

    /// Looks at the documents from a multiple of 64 on, of which these weigh so much.
    fn look(&mut self, start: u32, set: &Bits, scores: &[f32]) {
        // Weights are not negative: as numbers their bits are in the same order, so that many are compared at once.
        let reversed = self.reversed;
        let early = |score: f32| if reversed { !score.to_bits() } else { score.to_bits() };
        for ((place, word), scores) in (start / 64..).zip(set.words_from(start)).zip(scores.chunks(64)) {
            if word == 0 {
                continue;
            }
            // The newer ones stand before the others, and come first of equals.
            let least = self.least.map_or(0, |least| least.saturating_add(1));
            if !scores.iter().fold(false, |any, &score| any | (early(score) >= least)) {
                continue;
            }
            let hits = (place * 64..).zip(scores).filter(|(document, _)| word >> (document % 64) & 1 == 1);
            self.hits.extend(hits.map(|(document, &score)| (early(score), document)).filter(|hit| hit.0 >= least));
            if self.hits.len() >= FIRST * 2 {
                self.settle();
            }
        }
    }

    /// Leaves as many as are wanted.
    fn settle(&mut self) {
        if self.hits.len() > FIRST {
            self.hits.select_nth_unstable_by(FIRST, |one, other| other.0.cmp(&one.0).then(one.1.cmp(&other.1)));
            self.hits.truncate(FIRST);
            self.least = self.hits.iter().map(|(early, _)| *early).min();
        }
    }
}

impl Part {
    /// The hits of a set, weighed: `add` is given the first document of a window, which of its documents are hits, and what they weigh so far.
    fn new(
        set: Bits,
        (keys, undated): (Keys, u32),
        reversed: bool,
        mut add: impl FnMut(u32, &Bits, &mut [f32]),
    ) -> Part {
        let (mut scores, mut first) = (vec![0.0; set.room()], First::new(reversed));
        for (start, scores) in (0..).step_by(WINDOW).zip(scores.chunks_mut(WINDOW)) {
            let end = start + u32::try_from(scores.len()).unwrap_or(u32::MAX);
            let hits = set.slice(&(start..end));
            if !hits.is_empty() {
                add(start, &hits, scores);
                first.look(start, &set, scores);
            }
        }
        first.settle();
        Part { set, scores, keys, undated, first }
    }

    /// What each hit weighs, and its key.
    fn weighed(&self) -> impl Iterator<Item = (f32, u64)> + '_ {
        self.set.iter().map(|document| self.hit(document))
    }

    /// So many of the hits as are put in order at first, with their keys.
    fn first(&self) -> impl Iterator<Item = (f32, u64)> + '_ {
        self.first.hits.iter().map(|&(_, document)| self.hit(document))
    }

    fn hit(&self, document: u32) -> (f32, u64) {
        (self.scores.get(document as usize).copied().unwrap_or_default(), self.keys.get_val(document))
    }
}

impl Scored {
    fn new(parts: Vec<Part>, reversed: bool) -> Self {
        let total = parts.iter().map(|part| part.set.count()).sum();
        Scored { parts, total, ordered: RefCell::default(), reversed }
    }

    /// How many hits there are.
    pub fn total(&self) -> usize {
        self.total
    }

    /// The keys of a page.
    pub fn page(&self, offset: usize, limit: usize) -> Vec<u64> {
        let end = offset.saturating_add(limit).min(self.total());
        self.order(end);
        self.ordered.borrow().get(offset..end).unwrap_or_default().iter().map(|&(_, key)| key).collect()
    }

    /// The place of a key among the hits.
    pub fn place(&self, key: u64) -> Option<usize> {
        self.order(self.total());
        self.ordered.borrow().iter().position(|&(_, listed)| listed == key)
    }

    /// The place of the first hit below a key.
    pub fn seek(&self, key: u64) -> usize {
        self.order(self.total());
        self.ordered.borrow().iter().position(|&(_, listed)| listed < key).unwrap_or(self.total())
    }

    /// The greatest and the least key of a dated hit.
    pub fn span(&self) -> Option<(u64, u64)> {
        let ends = |part: &Part| {
            let newest = part.set.iter().next().filter(|&first| first < part.undated)?;
            let oldest = part.set.last_below(part.undated)?;
            Some((part.keys.get_val(newest), part.keys.get_val(oldest)))
        };
        self.parts.iter().filter_map(ends).reduce(|one, other| (one.0.max(other.0), one.1.min(other.1)))
    }

    /// Puts the first hits in order, at least up to `end`.
    fn order(&self, end: usize) {
        let mut ordered = self.ordered.borrow_mut();
        if end <= ordered.len() {
            return;
        }
        let few = end <= FIRST && self.total > FIRST;
        ordered.clear();
        for part in &self.parts {
            if few {
                ordered.extend(part.first());
            } else {
                ordered.extend(part.weighed());
            }
        }
        ordered.sort_unstable_by(|one, other| {
            let by_score = if self.reversed { one.0.total_cmp(&other.0) } else { other.0.total_cmp(&one.0) };
            by_score.then(other.1.cmp(&one.1))
        });
        if few {
            ordered.truncate(FIRST);
        }
    }
}

/// Whether a query has words that articles are weighed by.
pub(super) fn weighs(root: Option<&Node>) -> bool {
    !wanted(root).is_empty()
}

/// The hits' keys, the most relevant first, the newest first among equals; the other way round where `reversed`.
pub(super) fn by_score(
    snapshot: &Snapshot,
    sets: Vec<Bits>,
    root: Option<&Node>,
    reversed: bool,
) -> Result<Scored, TantivyError> {
    let mut lists: Vec<Vec<List>> = snapshot.volumes.iter().map(|_| Vec::new()).collect();
    let wanted = wanted(root);
    let articles: f32 = snapshot.volumes.iter().map(|volume| float(volume.limit().into())).sum();
    for (field, weight) in [(snapshot.fields.headline, HEADLINE), (snapshot.fields.body, 1.0)] {
        let mut tokens = 0.0;
        for volume in &snapshot.volumes {
            tokens += float(volume.reader.inverted_index(field)?.total_num_tokens());
        }
        let average = (tokens / articles.max(1.0)).max(1.0);
        let mut found = Vec::new();
        for (text, open) in &wanted {
            let infos: Vec<Vec<TermInfo>> = snapshot
                .volumes
                .iter()
                .map(|volume| infos(volume, field, text, *open))
                .collect::<Result<_, TantivyError>>()?;
            // Of an open word it is how many articles there are for its forms together, which is a little more than have any of them.
            let having: u64 = infos.iter().flatten().map(|info| u64::from(info.doc_freq)).sum();
            found.push((float(having).min(articles), infos));
        }
        let rare = found.iter().any(|(having, _)| *having > 0.0 && *having <= articles / 2.0);
        for (having, infos) in found {
            if rare && having > articles / 2.0 && field == snapshot.fields.body {
                continue;
            }
            let rarity = (1.0 + (articles - having + 0.5) / (having + 0.5)).ln();
            let worths = Arc::new(Worths::new(weight * rarity, average));
            for ((volume, infos), lists) in snapshot.volumes.iter().zip(&infos).zip(&mut lists) {
                if !infos.is_empty() {
                    lists.push(List::new(&volume.reader, field, infos, Arc::clone(&worths))?);
                }
            }
        }
    }
    let parts = snapshot.volumes.iter().zip(sets).zip(lists).map(|((volume, set), mut lists)| {
        let order = (Arc::clone(&volume.keys), volume.undated());
        Part::new(set, order, reversed, |start, hits, scores| {
            let count = hits.count();
            for list in &mut lists {
                list.add(start, (hits, count), scores);
            }
        })
    });
    Ok(Scored::new(parts.collect(), reversed))
}

/// The terms that articles are weighed by.
fn wanted(root: Option<&Node>) -> Vec<(String, bool)> {
    let mut wanted: Vec<(String, bool)> = Vec::new();
    if let Some(root) = root {
        root.wanted(&mut |words| {
            if matches!(words.field, Field::Article | Field::Headline | Field::Body) {
                let (units, open) = words.units();
                for term in terms(&units, open) {
                    let letters = if term.text.is_ascii() { term.text.len() } else { usize::MAX };
                    if !term.open || letters >= LETTERS {
                        wanted.push((term.text, term.open && letters > LETTERS));
                    }
                }
            }
        });
    }
    wanted.sort();
    wanted.dedup();
    wanted
}

#[cfg(test)]
mod tests {
    use super::super::days::tests::Listed;
    use super::*;
    use proptest::prelude::*;

    /// A segment of documents that weigh so much and are hits or not; every third key is this segment's.
    fn part(number: u64, documents: &[(u8, bool)], reversed: bool) -> Part {
        let limit = u32::try_from(documents.len()).expect("few");
        let mut set = Bits::none(limit);
        (0..).zip(documents).filter(|(_, (_, hit))| *hit).for_each(|(document, _)| set.insert(document));
        let keys = (0..u64::from(limit)).rev().map(|key| key * 3 + number).collect();
        Part::new(set, (Arc::new(Listed(keys)), limit), reversed, |start, _, scores| {
            scores
                .iter_mut()
                .zip(&documents[start as usize..])
                .for_each(|(score, (weight, _))| *score = f32::from(*weight));
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(48))]
        #[test]
        fn the_first_hits_are_those_that_come_first_when_all_are_put_in_order(
            scores in prop::collection::vec(prop::collection::vec((0_u8..9, any::<bool>()), 0..2_600), 1..3),
            times in 1_usize..5,
            reversed: bool,
            end in 1_usize..600,
        ) {
            let scores: Vec<_> = scores.into_iter().map(|documents| documents.repeat(times)).collect();
            let parts = || (0..).zip(&scores).map(|(number, documents)| part(number, documents, reversed)).collect();
            let (few, all) = (Scored::new(parts(), reversed), Scored::new(parts(), reversed));
            let listed = all.page(0, usize::MAX);
            prop_assert_eq!(listed.len(), all.total());
            prop_assert_eq!(few.page(0, end), listed.iter().copied().take(end).collect::<Vec<_>>());
            let order = |key: &u64| {
                let weight = scores[(key % 3) as usize].iter().rev().nth((key / 3) as usize).map_or(0, |(score, _)| *score);
                (if reversed { weight } else { 8 - weight }, u64::MAX - key)
            };
            let in_order = listed.is_sorted_by_key(order);
            prop_assert!(in_order);
            prop_assert_eq!(few.span(), listed.iter().max().copied().zip(listed.iter().min().copied()));
        }
    }
}
