//! Where a term stands in each of its documents.
//!
//! Postings come in blocks of 128 documents. Where most blocks are looked at anyway, they are taken one after the other, each with all of its
//! places: this costs a fraction of looking documents up. Where few are, those are looked up.

use super::volume::Volume;
use tantivy::positions::PositionReader;
use tantivy::postings::{BlockSegmentPostings, Postings, SegmentPostings, TermInfo};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocSet, InvertedIndexReader, TERMINATED, TantivyError};

/// Documents in a block.
const BLOCK: u32 = 128;

/// What going through a block, reading its places and looking a document up take, in about the same measure.
const BLOCK_COST: u64 = 60;
const PLACE_COST: u64 = 1;
const LOOK_COST: u64 = 120;

/// The documents of a term, ascending, with their places.
pub(super) enum Mentions {
    /// Block after block.
    Each(Box<Blocks>),
    /// Looked up.
    Few(Box<SegmentPostings>),
}

/// A list that is read block after block.
pub(super) struct Blocks {
    postings: BlockSegmentPostings,
    reader: PositionReader,
    /// How many places stand in the blocks before this one.
    before: u64,
    /// The places of this block once they are asked for, each as its distance from the one before, and where those of each document end.
    places: Vec<u32>,
    ends: Vec<u32>,
    /// The document of the block that it stands at.
    at: usize,
}

impl Mentions {
    /// The mentions of a term, of which so many documents will be looked at, all of them before `end`.
    pub fn new(
        volume: &Volume,
        (field, inverted): (Field, &InvertedIndexReader),
        info: &TermInfo,
        looks: u32,
        end: u32,
    ) -> Result<Mentions, TantivyError> {
        let part = |whole: u64| whole * u64::from(end) / u64::from(volume.limit().max(1));
        let blocks = u64::from(info.doc_freq / BLOCK).max(1);
        // Most places take a byte.
        let places = info.positions_range.len() as u64 / blocks;
        let each = part(blocks) * BLOCK_COST + part(blocks).min(looks.into()) * places * PLACE_COST;
        if each > u64::from(looks) * LOOK_COST {
            let postings = inverted.read_postings_from_terminfo(info, IndexRecordOption::WithFreqsAndPositions)?;
            return Ok(Mentions::Few(Box::new(postings)));
        }
        let postings = inverted.read_block_postings_from_terminfo(info, IndexRecordOption::WithFreqs)?;
        let places = volume.places(field).read_bytes_slice(info.positions_range.clone())?;
        let reader = PositionReader::open(places)?;
        Ok(Mentions::Each(Box::new(Blocks {
            postings,
            reader,
            before: 0,
            places: Vec::new(),
            ends: Vec::new(),
            at: 0,
        })))
    }

    /// Goes on to the next document, [`TERMINATED`] behind the last one.
    pub fn advance(&mut self) -> u32 {
        match self {
            Mentions::Each(blocks) => {
                blocks.at += 1;
                blocks.settle();
                blocks.document()
            }
            Mentions::Few(postings) => postings.advance(),
        }
    }

    /// Goes on to a document or to the first one after it; it never goes back.
    pub fn seek(&mut self, document: u32) -> u32 {
        match self {
            Mentions::Each(blocks) => blocks.seek(document),
            Mentions::Few(postings) if postings.doc() < document => postings.seek(document),
            Mentions::Few(postings) => postings.doc(),
        }
    }

    /// Where the term stands in the document, so many terms further on.
    pub fn places(&mut self, further: u32, into: &mut Vec<u32>) {
        match self {
            Mentions::Each(blocks) => blocks.places(further, into),
            Mentions::Few(postings) => postings.positions_with_offset(further, into),
        }
    }
}

impl Blocks {
    fn document(&self) -> u32 {
        self.postings.docs().get(self.at).copied().unwrap_or(TERMINATED)
    }

    /// Goes on to the next block where this one is through.
    fn settle(&mut self) {
        if self.at >= self.postings.docs().len() && self.at > 0 {
            self.next_block();
        }
    }

    fn next_block(&mut self) {
        let count: u32 = self.postings.freqs().iter().take(self.postings.docs().len()).sum();
        self.before += u64::from(count);
        self.ends.clear();
        self.at = 0;
        self.postings.advance();
    }

    fn seek(&mut self, document: u32) -> u32 {
        while self.postings.docs().last().is_some_and(|&last| last < document) {
            self.next_block();
        }
        let rest = self.postings.docs().get(self.at..).unwrap_or_default();
        // What is looked for is near, more often than not.
        let near = rest.iter().take(4).position(|&other| other >= document);
        self.at += near.unwrap_or_else(|| rest.partition_point(|&other| other < document));
        self.document()
    }

    fn places(&mut self, further: u32, into: &mut Vec<u32>) {
        if self.ends.is_empty() {
            let mut end = 0;
            self.ends.extend(self.postings.freqs().iter().take(self.postings.docs().len()).map(|count| {
                end += count;
                end
            }));
            self.places.resize(end as usize, 0);
            self.reader.read(self.before, &mut self.places);
        }
        let start = self.at.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or(0);
        let end = self.ends.get(self.at).copied().unwrap_or(start);
        into.clear();
        let mut place = further;
        into.extend(self.places.get(start as usize..end as usize).unwrap_or_default().iter().map(|distance| {
            place += distance;
            place
        }));
    }
}
