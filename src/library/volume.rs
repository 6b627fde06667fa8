//! One segment of the index, and how its postings become sets of documents.

use super::bits::{Bits, Ranked};
use super::index::Fields;
use super::{index, order};
use crate::article::ArticleId;
use crate::text::Term as Wanted;
use std::io;
use std::sync::{Arc, OnceLock};
use tantivy::columnar::ColumnValues;
use tantivy::postings::{BlockSegmentPostings, Postings, SegmentPostings, TermInfo};
use tantivy::query::FuzzyTermQuery;
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocSet, InvertedIndexReader, SegmentReader, TERMINATED, TantivyError, Term};

/// A segment, open for searching.
pub(super) struct Volume {
    pub reader: SegmentReader,
    /// The order of the documents, descending.
    pub keys: Arc<dyn ColumnValues<u64>>,
    /// The documents that were not replaced.
    pub alive: Bits,
}

/// All segments as they were at one moment.
pub(super) struct Snapshot {
    pub volumes: Vec<Volume>,
    pub fields: Fields,
    /// Where the article of each id stands: segment and document.
    places: OnceLock<Vec<Option<(u32, u32)>>>,
}

impl Snapshot {
    /// Reads what is needed of each segment of the searcher.
    pub fn new(searcher: &tantivy::Searcher) -> Result<Self, TantivyError> {
        let volumes = searcher.segment_readers().iter().cloned().map(Volume::new).collect::<Result<_, _>>()?;
        Ok(Snapshot { volumes, fields: index::schema().1, places: OnceLock::new() })
    }

    /// Where an article stands.
    pub fn place(&self, id: ArticleId) -> Option<(u32, u32)> {
        let places = self.places.get_or_init(|| {
            let mut places = Vec::new();
            for (number, volume) in (0..).zip(&self.volumes) {
                for document in volume.alive.iter() {
                    let id = usize::try_from(order::id(volume.keys.get_val(document)).0).unwrap_or(0);
                    if places.len() <= id {
                        places.resize(id + 1, None);
                    }
                    places[id] = Some((number, document));
                }
            }
            places
        });
        usize::try_from(id.0).ok().and_then(|id| places.get(id).copied().flatten())
    }

    /// The documents of these articles.
    pub fn documents(&self, ids: impl Iterator<Item = ArticleId>) -> Vec<Bits> {
        let mut sets: Vec<Bits> = self.volumes.iter().map(|volume| Bits::none(volume.limit())).collect();
        for (number, document) in ids.filter_map(|id| self.place(id)) {
            sets[number as usize].insert(document);
        }
        sets
    }
}

impl Volume {
    fn new(reader: SegmentReader) -> Result<Self, TantivyError> {
        let keys = reader.fast_fields().u64("key")?.first_or_default_col(0);
        let limit = reader.max_doc();
        let alive = match reader.alive_bitset() {
            None => Bits::all(limit),
            Some(alive) => {
                let mut bits = Bits::none(limit);
                alive.iter_alive().for_each(|document| bits.insert(document));
                bits
            }
        };
        Ok(Volume { reader, keys, alive })
    }

    /// One more than the greatest document there may be.
    pub fn limit(&self) -> u32 {
        self.reader.max_doc()
    }

    /// The first document whose key is below `key`.
    pub fn below(&self, key: u64) -> u32 {
        let (mut from, mut to) = (0, self.limit());
        while from < to {
            let middle = from + (to - from) / 2;
            if self.keys.get_val(middle) < key { to = middle } else { from = middle + 1 }
        }
        from
    }

    /// The documents with a term.
    pub fn term(&self, field: Field, text: &str) -> Result<Bits, TantivyError> {
        let inverted = self.reader.inverted_index(field)?;
        let mut bits = Bits::none(self.limit());
        if let Some(info) = inverted.terms().get(text.as_bytes())? {
            fill(&mut bits, &mut inverted.read_block_postings_from_terminfo(&info, IndexRecordOption::Basic)?);
        }
        Ok(bits)
    }

    /// The documents with any term that begins so.
    pub fn prefix(&self, field: Field, text: &str) -> Result<Bits, TantivyError> {
        let inverted = self.reader.inverted_index(field)?;
        let mut bits = Bits::none(self.limit());
        let mut terms = inverted.terms().range().ge(text).lt(after(text)).without_keys().into_stream()?;
        let mut postings = None;
        while terms.advance() {
            fill(&mut bits, next_postings(&inverted, terms.value(), &mut postings)?);
        }
        Ok(bits)
    }

    /// The documents with any term that has one letter more, less or other than that, or two letters swapped; `open` terms may go on.
    pub fn near(&self, field: Field, text: &str, open: bool) -> Result<Bits, TantivyError> {
        let term = Term::from_field_text(field, text);
        let query = if open { FuzzyTermQuery::new_prefix(term, 1, true) } else { FuzzyTermQuery::new(term, 1, true) };
        let inverted = self.reader.inverted_index(field)?;
        let mut bits = Bits::none(self.limit());
        let mut terms = inverted.terms().search(query.automaton()?).without_keys().into_stream()?;
        let mut postings = None;
        while terms.advance() {
            fill(&mut bits, next_postings(&inverted, terms.value(), &mut postings)?);
        }
        Ok(bits)
    }

    /// The documents where the terms stand at their distances; the last term may go on where it is open.
    pub fn phrase(&self, field: Field, terms: &[Wanted]) -> Result<Bits, TantivyError> {
        let [closed @ .., last] = terms else { return Ok(Bits::none(self.limit())) };
        match (closed, last.open) {
            ([], true) => self.prefix(field, &last.text),
            ([], false) => self.term(field, &last.text),
            (_, true) => self.open_phrase(field, closed, last),
            (_, false) => {
                let mut bits = Bits::none(self.limit());
                let inverted = self.reader.inverted_index(field)?;
                side_by_side(&inverted, terms, last.position, |document, _| bits.insert(document))?;
                Ok(bits)
            }
        }
    }

    /// Finds where the closed terms stand, then goes once through all terms that the open one may be.
    ///
    /// The most frequent of them come first: they settle most documents, and a settled document is not looked at again.
    fn open_phrase(&self, field: Field, closed: &[Wanted], last: &Wanted) -> Result<Bits, TantivyError> {
        let inverted = self.reader.inverted_index(field)?;
        let mut found = Bits::none(self.limit());
        // Where the open term is to stand: the places of all documents behind each other, and where each document's end.
        let (mut places, mut ends, mut candidates) = (Vec::new(), Vec::new(), Bits::none(self.limit()));
        side_by_side(&inverted, closed, last.position, |document, positions| {
            places.extend_from_slice(positions);
            ends.push(places.len());
            candidates.insert(document);
        })?;
        let candidates = Ranked::new(candidates);
        let wanted = |document| {
            let number = candidates.rank(document);
            let start = number.checked_sub(1).and_then(|before| ends.get(before)).copied().unwrap_or(0);
            ends.get(number).and_then(|&end| places.get(start..end)).unwrap_or_default()
        };
        let mut infos = Vec::new();
        let mut terms = inverted.terms().range().ge(&last.text).lt(after(&last.text)).without_keys().into_stream()?;
        while !ends.is_empty() && terms.advance() {
            infos.push(terms.value().clone());
        }
        infos.sort_by_key(|info| std::cmp::Reverse(info.doc_freq));
        let mut open = candidates.bits().clone();
        let (mut postings, mut shared, mut positions) = (None, Vec::new(), Vec::new());
        for info in &infos {
            let block = next_postings(&inverted, info, &mut postings)?;
            shared.clear();
            while !block.docs().is_empty() {
                shared.extend(block.docs().iter().copied().filter(|&document| open.contains(document)));
                block.advance();
            }
            if shared.is_empty() {
                continue;
            }
            let mut mentions = inverted.read_postings_from_terminfo(info, IndexRecordOption::WithFreqsAndPositions)?;
            for &document in &shared {
                if forward(&mut mentions, document) == document {
                    mentions.positions(&mut positions);
                    if meet(wanted(document), &positions) {
                        found.insert(document);
                        open.remove(document);
                    }
                }
            }
        }
        Ok(found)
    }
}

/// The text after all that begin so: UTF-8 has no byte of all ones.
fn after(text: &str) -> Vec<u8> {
    let mut bytes = text.as_bytes().to_vec();
    bytes.push(0xFF);
    bytes
}

/// The postings of a term, in the memory of the last ones.
fn next_postings<'a>(
    inverted: &InvertedIndexReader,
    info: &TermInfo,
    postings: &'a mut Option<BlockSegmentPostings>,
) -> io::Result<&'a mut BlockSegmentPostings> {
    match postings {
        Some(postings) => inverted.reset_block_postings_from_terminfo(info, postings)?,
        None => *postings = Some(inverted.read_block_postings_from_terminfo(info, IndexRecordOption::Basic)?),
    }
    postings.as_mut().ok_or_else(|| io::Error::other("no postings"))
}

fn fill(bits: &mut Bits, postings: &mut BlockSegmentPostings) {
    while !postings.docs().is_empty() {
        postings.docs().iter().for_each(|&document| bits.insert(document));
        postings.advance();
    }
}

/// Goes on to a document, or to the first after it; a posting list never goes back.
fn forward(postings: &mut SegmentPostings, document: u32) -> u32 {
    if postings.doc() < document { postings.seek(document) } else { postings.doc() }
}

/// Gives each document where the terms stand at their distances, with the positions that `at` terms further on are at.
fn side_by_side(
    inverted: &InvertedIndexReader,
    terms: &[Wanted],
    at: usize,
    mut give: impl FnMut(u32, &[u32]),
) -> Result<(), TantivyError> {
    let mut lists = Vec::with_capacity(terms.len());
    for term in terms {
        let Some(info) = inverted.terms().get(term.text.as_bytes())? else { return Ok(()) };
        let postings = inverted.read_postings_from_terminfo(&info, IndexRecordOption::WithFreqsAndPositions)?;
        let distance = u32::try_from(at - term.position).unwrap_or(u32::MAX);
        lists.push((info.doc_freq, distance, postings));
    }
    // The rarest term leads: the others only follow it.
    lists.sort_by_key(|(frequency, ..)| *frequency);
    let Some(((_, distance, leader), followers)) = lists.split_first_mut() else { return Ok(()) };
    let (mut places, mut others) = (Vec::new(), Vec::new());
    let mut document = leader.doc();
    'documents: while document != TERMINATED {
        for (_, _, follower) in followers.iter_mut() {
            let reached = forward(follower, document);
            if reached != document {
                document = forward(leader, reached);
                continue 'documents;
            }
        }
        leader.positions_with_offset(*distance, &mut places);
        for (_, distance, follower) in followers.iter_mut() {
            follower.positions_with_offset(*distance, &mut others);
            keep_common(&mut places, &others);
        }
        if !places.is_empty() {
            give(document, &places);
        }
        document = leader.advance();
    }
    Ok(())
}

/// Keeps what is in both ascending lists.
fn keep_common(places: &mut Vec<u32>, others: &[u32]) {
    let mut others = others.iter().copied().peekable();
    places.retain(|&place| {
        while others.next_if(|&other| other < place).is_some() {}
        others.peek() == Some(&place)
    });
}

/// Whether two ascending lists have a number in common.
fn meet(one: &[u32], other: &[u32]) -> bool {
    let mut other = other.iter().copied().peekable();
    one.iter().any(|&place| {
        while other.next_if(|&number| number < place).is_some() {}
        other.peek() == Some(&place)
    })
}
