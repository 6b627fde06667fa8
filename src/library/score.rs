//! Relevance: BM25 over headline and body, a word in the headline counting three times.
//!
//! What tells nothing is left out: what words begin with as long as that is one or two letters (three are a word of three), and, where other words are asked for, one that most
//! articles have.

use super::bits::Bits;
use super::evaluate::terms;
use super::query::{Field, Node};
use super::volume::{Snapshot, Volume};
use std::cell::RefCell;
use std::sync::Arc;
use tantivy::TantivyError;
use tantivy::columnar::ColumnValues;
use tantivy::postings::TermInfo;
use tantivy::schema::IndexRecordOption;

/// BM25's constants, as Robertson and Zaragoza give them: how soon a further mention counts less, and how much long texts are held back.
const SATURATION: f32 = 1.2;
const LENGTH: f32 = 0.75;

/// How much more a mention in the headline counts.
const HEADLINE: f32 = 3.0;

/// An open word of fewer letters tells nothing; of just so many, it is what it says, for too many words begin so.
const LETTERS: usize = 3;

/// So many of the best hits are put in order at first; the others when they are asked for.
const FIRST: usize = 512;

/// What so many mentions are worth is worked out once for each length of a text.
const FEW: u64 = 16;

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
    keys: Arc<dyn ColumnValues<u64>>,
    /// The first document without a date.
    undated: u32,
}

impl Part {
    /// The hits and how early they come for what they weigh.
    fn weighed(&self, reversed: bool) -> impl Iterator<Item = (f32, u32)> + '_ {
        let sign = if reversed { -1.0 } else { 1.0 };
        self.set
            .iter()
            .map(move |document| (sign * self.scores.get(document as usize).copied().unwrap_or_default(), document))
    }

    /// So many hits that come first; of equals the newer ones, which stand before the others.
    fn first(&self, count: usize, reversed: bool) -> Vec<(f32, u32)> {
        let mut first: Vec<(f32, u32)> = Vec::with_capacity(count * 2);
        let mut least = f32::NEG_INFINITY;
        let settle = |first: &mut Vec<(f32, u32)>| {
            first.select_nth_unstable_by(count, |one, other| other.0.total_cmp(&one.0).then(one.1.cmp(&other.1)));
            first.truncate(count);
            first.iter().map(|(score, _)| *score).fold(f32::INFINITY, f32::min)
        };
        for hit in self.weighed(reversed) {
            if hit.0 > least {
                first.push(hit);
                if first.len() == count * 2 {
                    least = settle(&mut first);
                }
            }
        }
        if first.len() > count {
            settle(&mut first);
        }
        first
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
            let keyed = |(score, document): (f32, u32)| (score, part.keys.get_val(document));
            if few {
                ordered.extend(part.first(FIRST, self.reversed).into_iter().map(keyed));
            } else {
                ordered.extend(part.weighed(self.reversed).map(keyed));
            }
        }
        ordered.sort_unstable_by(|one, other| other.0.total_cmp(&one.0).then(other.1.cmp(&one.1)));
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
    let mut scores: Vec<Vec<f32>> = snapshot.volumes.iter().map(|volume| vec![0.0; volume.limit() as usize]).collect();
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
            for (((volume, set), infos), scores) in snapshot.volumes.iter().zip(&sets).zip(&infos).zip(&mut scores) {
                add(volume, field, infos, set, scores, &Weighing { factor: weight * rarity, average })?;
            }
        }
    }
    let parts = snapshot.volumes.iter().zip(sets).zip(scores).map(|((volume, set), scores)| Part {
        set,
        scores,
        keys: Arc::clone(&volume.keys),
        undated: volume.days().undated(),
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

/// How much a mention counts.
struct Weighing {
    factor: f32,
    /// The mean number of words of the field.
    average: f32,
}

/// Adds to the hits' scores what the mentions of a word, in any of these forms, are worth.
fn add(
    volume: &Volume,
    field: tantivy::schema::Field,
    infos: &[TermInfo],
    set: &Bits,
    scores: &mut [f32],
    weighing: &Weighing,
) -> Result<(), TantivyError> {
    let inverted = volume.reader.inverted_index(field)?;
    let norms = volume.reader.get_fieldnorms_reader(field)?;
    // What a length holds a mention back is worked out once for each of the 256 lengths that the index tells apart.
    let held: Vec<f32> = (0..=u8::MAX)
        .map(|id| {
            let length = float(tantivy::fieldnorm::FieldNormReader::id_to_fieldnorm(id).into()) / weighing.average;
            SATURATION * (1.0 - LENGTH + LENGTH * length)
        })
        .collect();
    let weight = |count: f32, held: f32| weighing.factor * count * (SATURATION + 1.0) / (count + held);
    // And so is what few mentions are worth in each of them.
    let few: Vec<f32> = (0..FEW)
        .flat_map(|count| held.iter().map(move |&held| (count, held)))
        .map(|(count, held)| weight(float(count), held))
        .collect();
    let worth = |document: u32, count: u32| {
        let length = usize::from(norms.fieldnorm_id(document));
        few.get(count as usize * held.len() + length)
            .copied()
            .unwrap_or_else(|| weight(float(count.into()), held.get(length).copied().unwrap_or(SATURATION)))
    };
    let mut counts: Vec<u32> = if infos.len() > 1 { vec![0; scores.len()] } else { Vec::new() };
    for info in infos {
        let mut postings = inverted.read_block_postings_from_terminfo(info, IndexRecordOption::WithFreqs)?;
        while !postings.docs().is_empty() {
            for (&document, &count) in postings.docs().iter().zip(postings.freqs()) {
                if !set.contains(document) {
                    continue;
                }
                match counts.get_mut(document as usize) {
                    // The forms of one word are one word.
                    Some(sum) => *sum += count,
                    None => {
                        if let Some(score) = scores.get_mut(document as usize) {
                            *score += worth(document, count);
                        }
                    }
                }
            }
            postings.advance();
        }
    }
    for ((document, count), score) in (0..).zip(counts).zip(scores).filter(|((_, count), _)| *count > 0) {
        *score += worth(document, count);
    }
    Ok(())
}

/// The term, or all terms that begin so.
fn infos(
    volume: &Volume,
    field: tantivy::schema::Field,
    text: &str,
    open: bool,
) -> Result<Vec<TermInfo>, TantivyError> {
    let inverted = volume.reader.inverted_index(field)?;
    if !open {
        return Ok(inverted.terms().get(text.as_bytes())?.into_iter().collect());
    }
    let mut end = text.as_bytes().to_vec();
    end.push(0xFF);
    let mut infos = Vec::new();
    let mut stream = inverted.terms().range().ge(text).lt(end).without_keys().into_stream()?;
    while stream.advance() {
        infos.push(stream.value().clone());
    }
    Ok(infos)
}

/// Counts of documents and words as floats: what is lost beyond 2^24 does not move a score.
#[allow(clippy::cast_precision_loss)]
fn float(count: u64) -> f32 {
    count as f32
}

#[cfg(test)]
mod tests {
    use super::super::days::tests::Listed;
    use super::*;
    use proptest::prelude::*;

    /// A segment of documents that weigh so much and are hits or not; every third key is this segment's.
    fn part(number: u64, documents: &[(u8, bool)]) -> Part {
        let limit = u32::try_from(documents.len()).expect("few");
        let mut set = Bits::none(limit);
        (0..).zip(documents).filter(|(_, (_, hit))| *hit).for_each(|(document, _)| set.insert(document));
        let keys = (0..u64::from(limit)).rev().map(|key| key * 3 + number).collect();
        let scores = documents.iter().map(|(score, _)| f32::from(*score)).collect();
        Part { set, scores, keys: Arc::new(Listed(keys)), undated: limit }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(48))]
        #[test]
        fn the_first_hits_are_those_that_come_first_when_all_are_put_in_order(
            scores in prop::collection::vec(prop::collection::vec((0_u8..9, any::<bool>()), 0..2_600), 1..3),
            reversed: bool,
            end in 1_usize..600,
        ) {
            let parts = || (0..).zip(&scores).map(|(number, documents)| part(number, documents)).collect();
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
