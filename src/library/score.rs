//! Relevance: BM25 over headline and body, a word in the headline counting three times.
//!
//! What tells nothing is left out: what words begin with as long as that is one or two letters (three are a word of three), and, where other words are asked for, one that most
//! articles have.

use super::bits::Bits;
use super::evaluate::terms;
use super::order;
use super::query::{Field, Node};
use super::volume::{Snapshot, Volume};
use std::cell::RefCell;
use tantivy::TantivyError;
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

/// Hits by relevance.
pub(super) struct Scored {
    hits: RefCell<Ordered>,
    reversed: bool,
}

/// Hits of which the first ones are in order.
struct Ordered {
    hits: Vec<(f32, u64)>,
    ordered: usize,
}

impl Scored {
    fn new(hits: Vec<(f32, u64)>, reversed: bool) -> Self {
        Scored { hits: RefCell::new(Ordered { hits, ordered: 0 }), reversed }
    }

    /// How many hits there are.
    pub fn total(&self) -> usize {
        self.hits.borrow().hits.len()
    }

    /// The keys of a page.
    pub fn page(&self, offset: usize, limit: usize) -> Vec<u64> {
        let end = offset.saturating_add(limit).min(self.total());
        self.order(end);
        self.hits.borrow().hits.get(offset..end).unwrap_or_default().iter().map(|&(_, key)| key).collect()
    }

    /// The place of a key among the hits.
    pub fn place(&self, key: u64) -> Option<usize> {
        self.order(self.total());
        self.hits.borrow().hits.iter().position(|&(_, listed)| listed == key)
    }

    /// The place of the first hit below a key.
    pub fn seek(&self, key: u64) -> usize {
        self.order(self.total());
        self.hits.borrow().hits.iter().position(|&(_, listed)| listed < key).unwrap_or(self.total())
    }

    /// The greatest and the least key of a dated hit.
    pub fn span(&self) -> Option<(u64, u64)> {
        let hits = self.hits.borrow();
        let dated = || hits.hits.iter().map(|&(_, key)| key).filter(|&key| key >= order::DATED);
        Some((dated().max()?, dated().min()?))
    }

    /// Puts the first hits in order, at least up to `end`.
    fn order(&self, end: usize) {
        let Ordered { hits, ordered } = &mut *self.hits.borrow_mut();
        if end <= *ordered {
            return;
        }
        let reversed = self.reversed;
        let compare = move |one: &(f32, u64), other: &(f32, u64)| {
            let by_score = if reversed { one.0.total_cmp(&other.0) } else { other.0.total_cmp(&one.0) };
            by_score.then(other.1.cmp(&one.1))
        };
        let wanted = if end <= FIRST { FIRST.min(hits.len()) } else { hits.len() };
        if wanted < hits.len() {
            hits.select_nth_unstable_by(wanted, compare);
        }
        if let Some(first) = hits.get_mut(..wanted) {
            first.sort_unstable_by(compare);
        }
        *ordered = wanted;
    }
}

/// Whether a query has words that articles are weighed by.
pub(super) fn weighs(root: Option<&Node>) -> bool {
    !wanted(root).is_empty()
}

/// The hits' keys, the most relevant first, the newest first among equals; the other way round where `reversed`.
pub(super) fn by_score(
    snapshot: &Snapshot,
    sets: &[Bits],
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
            for (((volume, set), infos), scores) in snapshot.volumes.iter().zip(sets).zip(&infos).zip(&mut scores) {
                add(volume, field, infos, set, scores, &Weighing { factor: weight * rarity, average })?;
            }
        }
    }
    let mut hits: Vec<(f32, u64)> = Vec::with_capacity(sets.iter().map(Bits::count).sum());
    for ((volume, set), scores) in snapshot.volumes.iter().zip(sets).zip(&scores) {
        hits.extend(set.iter().map(|document| {
            (scores.get(document as usize).copied().unwrap_or_default(), volume.keys.get_val(document))
        }));
    }
    Ok(Scored::new(hits, reversed))
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
    let worth = |document: u32, count: u32| {
        let count = float(count.into());
        let held = held.get(usize::from(norms.fieldnorm_id(document))).copied().unwrap_or(SATURATION);
        weighing.factor * count * (SATURATION + 1.0) / (count + held)
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
