//! What the mentions of a word are worth in the documents that have them, worked out a window of documents at a time.

use super::bits::Bits;
use super::volume::Volume;
use std::ops::Range;
use std::sync::Arc;
use tantivy::directory::OwnedBytes;
use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::{BlockSegmentPostings, TermInfo};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{SegmentReader, TERMINATED, TantivyError};

/// BM25's constants, as Robertson and Zaragoza give them: how soon a further mention counts less, and how much long texts are held back.
const SATURATION: f32 = 1.2;
const LENGTH: f32 = 0.75;

/// What so many mentions are worth is worked out once for each length of a text.
const FEW: u64 = 16;

/// So many documents are weighed at once: what they weigh and how long they are fits the processor's own memory.
pub(super) const WINDOW: usize = 1 << 13;

/// Where fewer than one in so many of a list's documents are hits, the hits are looked up in it.
const FEWER: u64 = 16;

/// How much mentions of a word count.
pub(super) struct Worths {
    factor: f32,
    /// What a length holds a mention back, for each of the 256 lengths that the index tells apart.
    held: Vec<f32>,
    /// What fewer than [`FEW`] mentions are worth in each of them.
    few: Vec<f32>,
}

impl Worths {
    /// Of a word whose mentions count so much, in texts of so many words on average.
    pub fn new(factor: f32, average: f32) -> Worths {
        let length = |id| float(FieldNormReader::id_to_fieldnorm(id).into()) / average;
        let held = (0..=u8::MAX).map(|id| SATURATION * (1.0 - LENGTH + LENGTH * length(id))).collect();
        let mut worths = Worths { factor, held, few: Vec::new() };
        let few = (0..FEW).flat_map(|count| (0..=u8::MAX).map(move |length| (count, length)));
        worths.few = few.map(|(count, length)| worths.worked_out(float(count), length)).collect();
        worths
    }

    /// What so many mentions are worth in a text of that length.
    fn of(&self, count: u32, length: u8) -> f32 {
        let known = self.few.get((count as usize) << 8 | usize::from(length)).copied();
        known.unwrap_or_else(|| self.worked_out(float(count.into()), length))
    }

    fn worked_out(&self, count: f32, length: u8) -> f32 {
        let held = self.held.get(usize::from(length)).copied().unwrap_or(SATURATION);
        self.factor * count * (SATURATION + 1.0) / (count + held)
    }
}

/// Where a word, in any of its forms, is mentioned in a field of a segment.
pub(super) struct List {
    forms: Vec<Form>,
    /// The next document of each form: most forms are rare, and stand in few windows.
    next: Vec<u32>,
    worths: Arc<Worths>,
    /// The length of each document.
    lengths: OwnedBytes,
    /// How many mentions the documents of a window have, where there are many forms.
    counts: Vec<u32>,
}

/// The mentions of a form; it stands at a document of a block.
struct Form {
    postings: BlockSegmentPostings,
    at: usize,
    /// How many documents of a window have it on average.
    having: u64,
}

impl List {
    /// The mentions of a word in any of these forms, each of which is worth so much.
    pub fn new(
        reader: &SegmentReader,
        field: Field,
        infos: &[TermInfo],
        worths: Arc<Worths>,
    ) -> Result<List, TantivyError> {
        let inverted = reader.inverted_index(field)?;
        let lengths = reader.fieldnorms_readers().get_inner_file().open_read(field);
        let lengths = lengths.map_or_else(|| Ok(OwnedBytes::empty()), |lengths| lengths.read_bytes())?;
        let form = |info: &TermInfo| {
            let postings = inverted.read_block_postings_from_terminfo(info, IndexRecordOption::WithFreqs)?;
            let having = u64::from(info.doc_freq) * WINDOW as u64 / u64::from(reader.max_doc().max(1));
            Ok(Form { postings, at: 0, having })
        };
        Ok(List {
            forms: infos.iter().map(form).collect::<Result<_, TantivyError>>()?,
            next: vec![0; infos.len()],
            worths,
            lengths,
            counts: if infos.len() > 1 { vec![0; WINDOW] } else { Vec::new() },
        })
    }

    /// Adds to the scores of a window's hits, of which there are so many, what the mentions in them are worth; it may give scores to others too.
    pub fn add(&mut self, start: u32, (hits, count): (&Bits, usize), scores: &mut [f32]) {
        let lengths = self.lengths.get(start as usize..).unwrap_or_default();
        let end = start.saturating_add(u32::try_from(scores.len()).unwrap_or(u32::MAX));
        let only = |form: &Form| (count as u64 * FEWER < form.having).then_some(hits);
        let worths = &self.worths;
        if let [form] = self.forms.as_mut_slice() {
            form.each(start..end, only(form), |document, count| {
                if let (Some(score), Some(&length)) = (scores.get_mut(document), lengths.get(document)) {
                    *score += worths.of(count, length);
                }
            });
            return;
        }
        // The forms of one word are one word.
        let mut any = false;
        for (form, next) in self.forms.iter_mut().zip(&mut self.next) {
            if *next < end {
                any = true;
                *next = form.each(start..end, only(form), |document, count| {
                    if let Some(sum) = self.counts.get_mut(document) {
                        *sum += count;
                    }
                });
            }
        }
        if !any {
            return;
        }
        for ((count, score), &length) in self.counts.iter_mut().zip(scores).zip(lengths) {
            if *count > 0 {
                *score += worths.of(std::mem::take(count), length);
            }
        }
    }
}

impl Form {
    /// Gives the documents of a window, counted from its start, and how many mentions they have: all of them, or only these. Tells a document
    /// that none of the further ones is before.
    fn each(&mut self, Range { start, end }: Range<u32>, only: Option<&Bits>, mut give: impl FnMut(usize, u32)) -> u32 {
        if self.last().is_none_or(|last| last < start) {
            self.seek(start);
        }
        if let Some(only) = only {
            for number in only.iter() {
                let document = start + number;
                if self.last().is_none_or(|last| last < document) {
                    self.seek(document);
                }
                let rest = self.postings.docs().get(self.at..).unwrap_or_default();
                self.at += rest.partition_point(|&other| other < document);
                if self.postings.docs().get(self.at) == Some(&document) {
                    give(number as usize, self.postings.freqs().get(self.at).copied().unwrap_or_default());
                }
            }
            return end;
        }
        loop {
            let docs = self.postings.docs().get(self.at..).unwrap_or_default();
            let counts = self.postings.freqs().get(self.at..).unwrap_or_default();
            let Some(&last) = docs.last() else { return TERMINATED };
            let inside = if last < end { docs.len() } else { docs.partition_point(|&document| document < end) };
            for (&document, &count) in docs.get(..inside).unwrap_or_default().iter().zip(counts) {
                give((document - start) as usize, count);
            }
            if last >= end {
                self.at += inside;
                return docs.get(inside).copied().unwrap_or(end);
            }
            self.postings.advance();
            self.at = 0;
        }
    }

    /// The last document of the block.
    fn last(&self) -> Option<u32> {
        self.postings.docs().last().copied()
    }

    /// Goes on to the first document that is not before that.
    fn seek(&mut self, document: u32) {
        self.at = self.postings.seek(document);
    }
}

/// The term, or all terms that begin so.
pub(super) fn infos(volume: &Volume, field: Field, text: &str, open: bool) -> Result<Vec<TermInfo>, TantivyError> {
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
pub(super) fn float(count: u64) -> f32 {
    count as f32
}

#[cfg(test)]
mod tests {
    use super::*;
    use tantivy::schema::{Schema, TEXT};
    use tantivy::{Index, doc};

    /// Words, and how many of a hundred documents mention each.
    const SHARES: [(&str, u32); 5] = [("alike", 95), ("alpha", 30), ("alp", 3), ("beta", 60), ("rare", 1)];

    /// Numbers below a limit, the same each time.
    fn chances() -> impl FnMut(u32) -> u32 {
        let mut state = 7_u64;
        move |limit| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            u32::try_from((state >> 33) % u64::from(limit)).expect("is below a limit of 32 bits")
        }
    }

    #[test]
    fn hits_weigh_what_the_mentions_in_them_are_worth() {
        let mut chance = chances();
        let limit = u32::try_from(2 * WINDOW + 700).expect("few");
        let mut some = |(_, share)| if chance(100) < share { 1 + chance(20) } else { 0 };
        let documents: Vec<[u32; 5]> = (0..limit).map(|_| SHARES.map(&mut some)).collect();
        let mut schema = Schema::builder();
        let field = schema.add_text_field("text", TEXT);
        let index = Index::create_in_ram(schema.build());
        let mut writer = index.writer_with_num_threads(1, 50 << 20).expect("writes");
        for document in &documents {
            let text: String = SHARES
                .iter()
                .zip(document)
                .map(|((word, _), &count)| format!("{word} ").repeat(count as usize))
                .collect();
            writer.add_document(doc!(field => text)).expect("is taken");
        }
        writer.commit().expect("is kept");
        let searcher = index.reader().expect("opens").searcher();
        let reader = searcher.segment_reader(0);
        assert_eq!(reader.max_doc(), limit);
        let is_form = |form: &str, (word, open): (&str, bool)| form == word || open && form.starts_with(word);
        for (words, share) in [
            ([("alike", false), ("rare", false)], 90),
            ([("al", true), ("beta", false)], 90),
            ([("alp", true), ("alike", false)], 2),
            ([("rare", false), ("al", true)], 0),
        ] {
            let worths = Arc::new(Worths::new(1.5, 20.0));
            let mut lists = words.map(|word| {
                let terms = reader.inverted_index(field).expect("is there");
                let forms = SHARES.iter().filter(|(form, _)| is_form(form, word));
                let infos: Vec<_> =
                    forms.filter_map(|(form, _)| terms.terms().get(form.as_bytes()).expect("reads")).collect();
                List::new(reader, field, &infos, Arc::clone(&worths)).expect("reads")
            });
            let mut set = Bits::none(limit);
            (0..limit).filter(|document| chance(100) < share || document % 5_000 == 7).for_each(|at| set.insert(at));
            for start in (0..limit).step_by(WINDOW) {
                let end = limit.min(start + u32::try_from(WINDOW).expect("few"));
                let (hits, mut scores) = (set.slice(&(start..end)), vec![0.0; (end - start) as usize]);
                for list in &mut lists {
                    list.add(start, (&hits, hits.count()), &mut scores);
                }
                for hit in hits.iter() {
                    let counts = documents[(start + hit) as usize];
                    let length = FieldNormReader::fieldnorm_to_id(counts.iter().sum());
                    let mentions = words.map(|word| {
                        SHARES
                            .iter()
                            .zip(counts)
                            .filter(|((form, _), _)| is_form(form, word))
                            .map(|(_, count)| count)
                            .sum()
                    });
                    let expected: f32 = mentions.iter().map(|&count| worths.of(count, length)).sum();
                    let score = scores[hit as usize];
                    assert!((score - expected).abs() < 1e-4, "{words:?} in {counts:?}: {score}, not {expected}");
                }
            }
        }
    }
}
