//! A stretch of one segment, and how its postings become sets of documents, which are numbered from the stretch's start.
//!
//! A whole segment is a stretch; the newest documents are a short one, so that a page of hits is found without looking at all of the postings.

use super::bits::{Bits, Ranked};
use super::index::STARTS;
use super::pairs;
use super::volume::Volume;
use crate::text::{Term as Wanted, is_unspaced};
use std::io;
use std::ops::Range;
use tantivy::postings::{BlockSegmentPostings, Postings, SegmentPostings, TermInfo};
use tantivy::query::FuzzyTermQuery;
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocSet, InvertedIndexReader, TERMINATED, TantivyError, Term};

/// So many times fewer documents are looked up one by one.
const FEWER: u32 = 4;

/// Some documents of a segment that stand one behind the other. The start is a multiple of 64.
#[derive(Clone)]
pub(super) struct Stretch<'a> {
    pub volume: &'a Volume,
    pub range: Range<u32>,
}

impl Stretch<'_> {
    /// None of its documents.
    pub fn none(&self) -> Bits {
        Bits::none(self.range.end - self.range.start)
    }

    /// Its documents that were not replaced.
    pub fn alive(&self) -> Bits {
        self.of(&self.volume.alive)
    }

    /// Its part of a set of the whole segment.
    pub fn of(&self, whole: &Bits) -> Bits {
        whole.slice(&self.range)
    }

    /// Adds the documents of a term that lie in it.
    fn fill(&self, bits: &mut Bits, postings: &mut BlockSegmentPostings) {
        let Range { start, end } = self.range;
        if start > 0 {
            postings.seek(start);
        }
        loop {
            let docs = postings.docs();
            let (Some(&first), Some(&last)) = (docs.first(), docs.last()) else { return };
            if first >= start && last < end {
                for &document in docs {
                    bits.insert(document - start);
                }
            } else {
                let inside = docs.iter().filter(|document| self.range.contains(document));
                inside.for_each(|&document| bits.insert(document - start));
                if last >= end {
                    return;
                }
            }
            postings.advance();
        }
    }

    /// The documents with a term.
    pub fn term(&self, field: Field, text: &str) -> Result<Bits, TantivyError> {
        let inverted = self.volume.reader.inverted_index(field)?;
        let mut bits = self.none();
        if let Some(info) = inverted.terms().get(text.as_bytes())? {
            self.fill(&mut bits, &mut inverted.read_block_postings_from_terminfo(&info, IndexRecordOption::Basic)?);
        }
        Ok(bits)
    }

    /// The documents with any term that begins so.
    pub fn prefix(&self, field: Field, text: &str) -> Result<Bits, TantivyError> {
        let inverted = self.volume.reader.inverted_index(field)?;
        let mut bits = self.none();
        let mut terms = inverted.terms().range().ge(text).lt(after(text)).without_keys().into_stream()?;
        let mut postings = None;
        while terms.advance() {
            self.fill(&mut bits, next_postings(&inverted, terms.value(), &mut postings)?);
        }
        Ok(bits)
    }

    /// The documents with any term that has one letter more, less or other than that, or two letters swapped; `open` terms may go on.
    pub fn near(&self, field: Field, text: &str, open: bool) -> Result<Bits, TantivyError> {
        let term = Term::from_field_text(field, text);
        let query = if open { FuzzyTermQuery::new_prefix(term, 1, true) } else { FuzzyTermQuery::new(term, 1, true) };
        let inverted = self.volume.reader.inverted_index(field)?;
        let mut bits = self.none();
        let mut terms = inverted.terms().search(query.automaton()?).without_keys().into_stream()?;
        let mut postings = None;
        while terms.advance() {
            self.fill(&mut bits, next_postings(&inverted, terms.value(), &mut postings)?);
        }
        Ok(bits)
    }

    /// The documents where the terms stand at their distances; the last term may go on where it is open.
    ///
    /// `starts` is the field that tells how the words of this one begin, where there is one.
    pub fn phrase(&self, field: Field, starts: Option<Field>, terms: &[Wanted]) -> Result<Bits, TantivyError> {
        let before = terms.len().checked_sub(2).and_then(|place| terms.get(place)).map(|term| term.text.clone());
        let terms = pairs::paired(terms);
        let [closed @ .., last] = terms.as_slice() else { return Ok(self.none()) };
        match (closed, last.open) {
            ([], true) => self.prefix(field, &last.text),
            ([], false) => self.term(field, &last.text),
            (_, true) => self.open_phrase((field, starts), closed, &before.unwrap_or_default(), last),
            (_, false) => {
                let mut bits = self.none();
                let inverted = self.volume.reader.inverted_index(field)?;
                side_by_side(&inverted, &terms, last.position, &self.range, None, |document, _| {
                    bits.insert(document - self.range.start);
                })?;
                Ok(bits)
            }
        }
    }

    /// Finds where the closed terms stand, then goes once through all terms that the open one may be.
    ///
    /// The most frequent of them come first: they settle most documents, and a settled document is not looked at again.
    ///
    /// What the open term and the word `before` it are a pair of needs no places, and is by far the most of it where they are.
    fn open_phrase(
        &self,
        (field, starts): (Field, Option<Field>),
        closed: &[Wanted],
        before: &str,
        last: &Wanted,
    ) -> Result<Bits, TantivyError> {
        let inverted = self.volume.reader.inverted_index(field)?;
        let (mut found, mut infos, mut postings) = (self.none(), Vec::new(), None);
        let mut terms = inverted.terms().range().ge(&last.text).lt(after(&last.text)).into_stream()?;
        while terms.advance() {
            let text = std::str::from_utf8(terms.key()).unwrap_or_default();
            match pairs::pair(before, text) {
                Some(text) if matches!(closed, [only] if only.text == before) => found.or(&self.term(field, &text)?),
                Some(text) => {
                    let pair = Wanted { text, position: last.position - 1, ..last.clone() };
                    let all: Vec<Wanted> = closed.iter().cloned().chain([pair]).collect();
                    side_by_side(&inverted, &all, last.position, &self.range, None, |document, _| {
                        found.insert(document - self.range.start);
                    })?;
                }
                None => infos.push(terms.value().clone()),
            }
        }
        let mut having = self.none();
        let rarest = closed.iter().map(|term| inverted.terms().get(term.text.as_bytes()));
        let rarest =
            rarest.collect::<io::Result<Vec<_>>>()?.into_iter().map(|info| info.map_or(0, |info| info.doc_freq)).min();
        let all: u32 = infos.iter().map(|info| info.doc_freq).sum();
        match starts.filter(|_| rarest.unwrap_or_default() < all / FEWER && !last.text.starts_with(is_unspaced)) {
            // Where few documents have the closed terms, how words begin tells enough of which of them may have the open one.
            Some(starts) => {
                let end = last.text.char_indices().nth(STARTS).map_or(last.text.len(), |(end, _)| end);
                having.or(&self.term(starts, &last.text[..end])?);
            }
            None => {
                for info in &infos {
                    self.fill(&mut having, next_postings(&inverted, info, &mut postings)?);
                }
            }
        }
        having.and_not(&found);
        // Where the open term is to stand: the places of all documents behind each other, and where each document's end.
        let (mut places, mut ends, mut candidates) = (Vec::new(), Vec::new(), self.none());
        side_by_side(&inverted, closed, last.position, &self.range, Some(&having), |document, positions| {
            places.extend_from_slice(positions);
            ends.push(places.len());
            candidates.insert(document - self.range.start);
        })?;
        let candidates = Ranked::new(candidates);
        let wanted = |document| {
            let number = candidates.rank(document - self.range.start);
            let start = number.checked_sub(1).and_then(|before| ends.get(before)).copied().unwrap_or(0);
            ends.get(number).and_then(|&end| places.get(start..end)).unwrap_or_default()
        };
        if ends.is_empty() {
            return Ok(found);
        }
        infos.sort_by_key(|info| std::cmp::Reverse(info.doc_freq));
        let (mut open, mut left) = (candidates.bits().clone(), candidates.count());
        let (mut shared, mut positions) = (Vec::new(), Vec::new());
        for info in &infos {
            let block = next_postings(&inverted, info, &mut postings)?;
            shared.clear();
            if self.range.start > 0 {
                block.seek(self.range.start);
            }
            if left * (FEWER as usize) * 4 < info.doc_freq as usize {
                // Few are looked up one by one.
                for document in open.iter().map(|document| document + self.range.start) {
                    block.seek(document);
                    if block.docs().binary_search(&document).is_ok() {
                        shared.push(document);
                    }
                }
            } else {
                while block.docs().first().is_some_and(|&first| first < self.range.end) {
                    let inside = block.docs().iter().copied().filter(|document| self.range.contains(document));
                    shared.extend(inside.filter(|&document| open.contains(document - self.range.start)));
                    block.advance();
                }
            }
            if shared.is_empty() {
                continue;
            }
            let mut mentions = inverted.read_postings_from_terminfo(info, IndexRecordOption::WithFreqsAndPositions)?;
            for &document in &shared {
                if forward(&mut mentions, document) == document {
                    mentions.positions(&mut positions);
                    if meet(wanted(document), &positions) {
                        found.insert(document - self.range.start);
                        open.remove(document - self.range.start);
                        left -= 1;
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

/// Goes on to a document, or to the first after it; a posting list never goes back.
fn forward(postings: &mut SegmentPostings, document: u32) -> u32 {
    if postings.doc() < document { postings.seek(document) } else { postings.doc() }
}

/// Gives each document (of those in `among`, counted from the range's start) where the terms stand at their distances, with the positions that `at` terms further on are at.
fn side_by_side(
    inverted: &InvertedIndexReader,
    terms: &[Wanted],
    at: usize,
    range: &Range<u32>,
    among: Option<&Bits>,
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
    let mut document = forward(leader, range.start);
    'documents: while document != TERMINATED && document < range.end {
        // What is not asked for has its places not read.
        if let Some(among) = among.filter(|among| !among.contains(document - range.start)) {
            let next = among.iter_from(document - range.start).next();
            document = next.map_or(TERMINATED, |next| forward(leader, next + range.start));
            continue;
        }
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
