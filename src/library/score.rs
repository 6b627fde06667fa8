//! Relevance: BM25 over headline and body, a word in the headline counting three times.

use super::bits::Bits;
use super::evaluate::terms;
use super::query::{Field, Node};
use super::volume::{Snapshot, Volume};
use crate::text::units;
use tantivy::TantivyError;
use tantivy::schema::IndexRecordOption;

/// BM25's constants, as Robertson and Zaragoza give them: how soon a further mention counts less, and how much long texts are held back.
const SATURATION: f32 = 1.2;
const LENGTH: f32 = 0.75;

/// How much more a mention in the headline counts.
const HEADLINE: f32 = 3.0;

/// The hits' keys, the most relevant first, the newest first among equals; the other way round where `reversed`.
pub(super) fn by_score(
    snapshot: &Snapshot,
    sets: &[Bits],
    root: Option<&Node>,
    reversed: bool,
) -> Result<Vec<u64>, TantivyError> {
    let mut wanted: Vec<(String, bool)> = Vec::new();
    if let Some(root) = root {
        root.wanted(&mut |words| {
            if matches!(words.field, Field::Article | Field::Headline | Field::Body) {
                let units: Vec<_> = units(&words.text).collect();
                wanted.extend(terms(&units, words.open).into_iter().map(|term| (term.text, term.open)));
            }
        });
    }
    wanted.sort();
    wanted.dedup();
    let mut scores: Vec<Vec<f32>> = snapshot.volumes.iter().map(|volume| vec![0.0; volume.limit() as usize]).collect();
    for (field, weight) in [(snapshot.fields.headline, HEADLINE), (snapshot.fields.body, 1.0)] {
        let articles: f32 = snapshot.volumes.iter().map(|volume| float(volume.limit())).sum();
        let mut tokens = 0.0;
        for volume in &snapshot.volumes {
            tokens += float(u32::try_from(volume.reader.inverted_index(field)?.total_num_tokens()).unwrap_or(u32::MAX));
        }
        let average = (tokens / articles.max(1.0)).max(1.0);
        for (text, open) in &wanted {
            let counts: Vec<Vec<u32>> =
                snapshot.volumes.iter().map(|volume| mentions(volume, field, text, *open)).collect::<Result<_, _>>()?;
            let having = counts.iter().flatten().filter(|&&count| count > 0).count();
            let having = float(u32::try_from(having).unwrap_or(u32::MAX));
            let rarity = (1.0 + (articles - having.min(articles) + 0.5) / (having + 0.5)).ln();
            for (((volume, set), counts), scores) in snapshot.volumes.iter().zip(sets).zip(&counts).zip(&mut scores) {
                let norms = volume.reader.get_fieldnorms_reader(field)?;
                for document in set.iter() {
                    let count = counts.get(document as usize).copied().unwrap_or(0);
                    let Some(score) = scores.get_mut(document as usize).filter(|_| count > 0) else { continue };
                    let length = float(norms.fieldnorm(document)) / average;
                    let share = float(count) * (SATURATION + 1.0)
                        / (float(count) + SATURATION * (1.0 - LENGTH + LENGTH * length));
                    *score += weight * rarity * share;
                }
            }
        }
    }
    let mut hits: Vec<(f32, u64)> = Vec::new();
    for ((volume, set), scores) in snapshot.volumes.iter().zip(sets).zip(&scores) {
        hits.extend(set.iter().map(|document| {
            (scores.get(document as usize).copied().unwrap_or_default(), volume.keys.get_val(document))
        }));
    }
    hits.sort_by(|one, other| {
        let by_score = if reversed { one.0.total_cmp(&other.0) } else { other.0.total_cmp(&one.0) };
        by_score.then(other.1.cmp(&one.1))
    });
    Ok(hits.into_iter().map(|(_, key)| key).collect())
}

/// How often each document has a term, or one that begins so.
fn mentions(volume: &Volume, field: tantivy::schema::Field, text: &str, open: bool) -> Result<Vec<u32>, TantivyError> {
    let inverted = volume.reader.inverted_index(field)?;
    let mut counts = vec![0; volume.limit() as usize];
    let mut end = text.as_bytes().to_vec();
    end.push(if open { 0xFF } else { 0 });
    let mut stream = inverted.terms().range().ge(text).lt(end).without_keys().into_stream()?;
    while stream.advance() {
        let mut postings = inverted.read_block_postings_from_terminfo(stream.value(), IndexRecordOption::WithFreqs)?;
        while !postings.docs().is_empty() {
            for (&document, &count) in postings.docs().iter().zip(postings.freqs()) {
                if let Some(sum) = counts.get_mut(document as usize) {
                    *sum += count;
                }
            }
            postings.advance();
        }
    }
    Ok(counts)
}

/// Counts of documents and words as floats: what is lost beyond 2^24 does not move a score.
#[allow(clippy::cast_precision_loss)]
fn float(count: u32) -> f32 {
    count as f32
}
