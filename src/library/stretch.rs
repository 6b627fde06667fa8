//! A stretch of one segment, and how its postings become sets of documents, which are numbered from the stretch's start.
//!
//! A whole segment is a stretch; the newest documents are a short one, so that a page of hits is found without looking at all of the postings.

use super::bits::Bits;
use super::volume::Volume;
use std::io;
use std::ops::Range;
use tantivy::postings::{BlockSegmentPostings, TermInfo};
use tantivy::query::FuzzyTermQuery;
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{InvertedIndexReader, TantivyError, Term};

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
    pub(super) fn fill(&self, bits: &mut Bits, postings: &mut BlockSegmentPostings) {
        let Range { start, end } = self.range;
        if start > 0 {
            postings.seek(start);
        }
        loop {
            let docs = postings.docs();
            let (Some(&first), Some(&last)) = (docs.first(), docs.last()) else { return };
            if first >= start && last < end {
                bits.insert_all(docs, start);
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
}

/// The text after all that begin so: UTF-8 has no byte of all ones.
pub(super) fn after(text: &str) -> Vec<u8> {
    let mut bytes = text.as_bytes().to_vec();
    bytes.push(0xFF);
    bytes
}

/// The postings of a term, in the memory of the last ones.
pub(super) fn next_postings<'a>(
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
