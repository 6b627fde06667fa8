//! Relevance: BM25 over headline and body, a word in the headline counting three times.

use super::bits::Bits;
use super::evaluate::terms;
use super::query::{Field, Node};
use super::volume::{Snapshot, Volume};
use crate::text::units;
use std::collections::HashMap;
use tantivy::postings::Postings;
use tantivy::schema::IndexRecordOption;
use tantivy::{DocSet, TERMINATED, TantivyError};

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
    let mut scores: Vec<HashMap<u32, f32>> = vec![HashMap::new(); snapshot.volumes.len()];
    for (field, weight) in [(snapshot.fields.headline, HEADLINE), (snapshot.fields.body, 1.0)] {
        let articles: f32 = snapshot.volumes.iter().map(|volume| float(volume.limit())).sum();
        let mut tokens = 0.0;
        for volume in &snapshot.volumes {
            tokens += float(u32::try_from(volume.reader.inverted_index(field)?.total_num_tokens()).unwrap_or(u32::MAX));
        }
        let average = (tokens / articles.max(1.0)).max(1.0);
        for (text, open) in &wanted {
            let mut counts = Vec::with_capacity(snapshot.volumes.len());
            for (volume, set) in snapshot.volumes.iter().zip(sets) {
                counts.push(mentions(volume, set, field, text, *open)?);
            }
            let having: f32 = counts.iter().map(|(having, _)| float(*having)).sum();
            let rarity = (1.0 + (articles - having.min(articles) + 0.5) / (having + 0.5)).ln();
            for ((volume, (_, counts)), scores) in snapshot.volumes.iter().zip(counts).zip(&mut scores) {
                let norms = volume.reader.get_fieldnorms_reader(field)?;
                for (document, count) in counts {
                    let length = float(norms.fieldnorm(document)) / average;
                    let count = float(count);
                    let share = count * (SATURATION + 1.0) / (count + SATURATION * (1.0 - LENGTH + LENGTH * length));
                    *scores.entry(document).or_default() += weight * rarity * share;
                }
            }
        }
    }
    let mut hits: Vec<(f32, u64)> = Vec::new();
    for ((volume, set), scores) in snapshot.volumes.iter().zip(sets).zip(&scores) {
        hits.extend(
            set.iter()
                .map(|document| (scores.get(&document).copied().unwrap_or_default(), volume.keys.get_val(document))),
        );
    }
    hits.sort_by(|one, other| {
        let by_score = if reversed { one.0.total_cmp(&other.0) } else { other.0.total_cmp(&one.0) };
        by_score.then(other.1.cmp(&one.1))
    });
    Ok(hits.into_iter().map(|(_, key)| key).collect())
}

/// How many documents have a term, or one that begins so, and how often each hit has it.
fn mentions(
    volume: &Volume,
    set: &Bits,
    field: tantivy::schema::Field,
    text: &str,
    open: bool,
) -> Result<(u32, HashMap<u32, u32>), TantivyError> {
    let inverted = volume.reader.inverted_index(field)?;
    let mut counts: HashMap<u32, u32> = HashMap::new();
    let mut having = Bits::none(volume.limit());
    let mut end = text.as_bytes().to_vec();
    end.push(if open { 0xFF } else { 0 });
    let mut stream = inverted.terms().range().ge(text).lt(end).without_keys().into_stream()?;
    while stream.advance() {
        let mut postings = inverted.read_postings_from_terminfo(stream.value(), IndexRecordOption::WithFreqs)?;
        while postings.doc() != TERMINATED {
            having.insert(postings.doc());
            if set.contains(postings.doc()) {
                *counts.entry(postings.doc()).or_default() += postings.term_freq();
            }
            postings.advance();
        }
    }
    Ok((u32::try_from(having.count()).unwrap_or(u32::MAX), counts))
}

/// Counts of documents and words as floats: what is lost beyond 2^24 does not move a score.
#[allow(clippy::cast_precision_loss)]
fn float(count: u32) -> f32 {
    count as f32
}
