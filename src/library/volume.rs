//! The segments of the index as they were at one moment, and where each article stands in them.

use super::bits::Bits;
use super::facets::Columns;
use super::index::Fields;
use super::stretch::Stretch;
use super::{index, order};
use crate::article::ArticleId;
use std::ops::Range;
use std::sync::{Arc, OnceLock};
use tantivy::columnar::ColumnValues;
use tantivy::directory::{CompositeFile, FileSlice};
use tantivy::index::SegmentComponent;
use tantivy::schema::Field;
use tantivy::{SegmentReader, TantivyError};

/// A segment, open for searching.
pub(super) struct Volume {
    pub reader: SegmentReader,
    /// The order of the documents, descending.
    pub keys: Arc<dyn ColumnValues<u64>>,
    /// The documents that were not replaced.
    pub alive: Bits,
    /// The file of the places of terms.
    places: CompositeFile,
}

/// All segments as they were at one moment.
pub(super) struct Snapshot {
    pub volumes: Vec<Volume>,
    pub fields: Fields,
    /// Where the article of each id stands: segment and document.
    places: OnceLock<Vec<Option<(u32, u32)>>>,
    /// For each of [`WINDOWS`] the first document of each segment that is not among so many newest.
    windows: [OnceLock<Vec<u32>>; WINDOWS.len()],
    /// What facets are counted by.
    pub columns: OnceLock<Columns>,
}

/// The newest so many documents are looked at first, then so many, until a page of hits is found; the rest comes last.
const WINDOWS: [usize; 5] = [1 << 10, 1 << 12, 1 << 14, 1 << 16, 1 << 18];

impl Snapshot {
    /// Reads what is needed of each segment of the searcher.
    pub fn new(searcher: &tantivy::Searcher) -> Result<Self, TantivyError> {
        let volumes = searcher.segment_readers().iter().cloned().map(Volume::new).collect::<Result<_, _>>()?;
        Ok(Snapshot {
            volumes,
            fields: index::schema().1,
            places: OnceLock::new(),
            windows: Default::default(),
            columns: OnceLock::new(),
        })
    }

    /// The documents of all segments from the newest below a key to the oldest, in stretches of growing length: a range a segment. Where a
    /// stretch ends is looked for when it is asked for.
    pub fn windows(&self, below: Option<u64>) -> impl Iterator<Item = Vec<Range<u32>>> + '_ {
        let first = |volume: &Volume| below.map_or(0, |key| volume.below(key) / 64 * 64);
        let firsts: Vec<u32> = self.volumes.iter().map(first).collect();
        let newer: usize = firsts.iter().map(|&first| first as usize).sum();
        let all: usize = self.volumes.iter().map(|volume| volume.limit() as usize).sum();
        let stretches = WINDOWS.iter().zip(&self.windows).filter(move |(count, _)| *count * 2 < all - newer);
        let mut starts = firsts.clone();
        stretches.map(Some).chain(std::iter::once(None)).map(move |stretch| {
            let ends = match stretch {
                None => self.volumes.iter().map(Volume::limit).collect(),
                Some((&count, known)) if newer == 0 => known.get_or_init(|| self.newest(count)).clone(),
                Some((count, _)) => self.newest(newer + count),
            };
            let ends: Vec<u32> = ends.into_iter().zip(&firsts).map(|(end, &first)| end.max(first)).collect();
            let starts = std::mem::replace(&mut starts, ends.clone());
            starts.into_iter().zip(ends).map(|(start, end)| start..end).collect()
        })
    }

    /// Where in each segment the newest so many documents end, or a little further on, at a multiple of 64.
    fn newest(&self, count: usize) -> Vec<u32> {
        // No segment has more of them, so that no more of its documents is looked at.
        let most = u32::try_from(count).unwrap_or(u32::MAX);
        let ends =
            |key| self.volumes.iter().map(move |volume: &Volume| volume.below_within(key, 0..volume.limit().min(most)));
        let (mut from, mut to) = (0, u64::MAX);
        while from < to {
            let middle = to - (to - from) / 2;
            if ends(middle).map(|end| end as usize).sum::<usize>() >= count { from = middle } else { to = middle - 1 }
        }
        ends(from).zip(&self.volumes).map(|(end, volume)| end.next_multiple_of(64).min(volume.limit())).collect()
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
                    if let Some(place) = places.get_mut(id) {
                        *place = Some((number, document));
                    }
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
            if let Some(set) = sets.get_mut(number as usize) {
                set.insert(document);
            }
        }
        sets
    }
}

impl Volume {
    fn new(reader: SegmentReader) -> Result<Self, TantivyError> {
        let keys = reader.fast_fields().u64(index::KEY)?.first_or_default_col(0);
        let limit = reader.max_doc();
        let alive = match reader.alive_bitset() {
            None => Bits::all(limit),
            Some(alive) => {
                let mut bits = Bits::none(limit);
                alive.iter_alive().for_each(|document| bits.insert(document));
                bits
            }
        };
        // The reader has it open, so that it is there whatever a merge in another process deletes.
        let places = CompositeFile::open(&reader.open_read(SegmentComponent::Positions)?)?;
        Ok(Volume { reader, keys, alive, places })
    }

    /// Where the terms of a field stand in their documents, as the segment keeps it.
    pub fn places(&self, field: Field) -> FileSlice {
        self.places.open_read(field).unwrap_or_else(FileSlice::empty)
    }

    /// One more than the greatest document there may be.
    pub fn limit(&self) -> u32 {
        self.reader.max_doc()
    }

    /// The first document whose key is below `key`.
    pub fn below(&self, key: u64) -> u32 {
        self.below_from(key, 0)
    }

    /// The same from a document on that is not below it; what lies near is found sooner.
    pub fn below_from(&self, key: u64, start: u32) -> u32 {
        let (mut from, mut to, mut step) = (start, self.limit(), 64);
        while let Some(probe) = from.checked_add(step).filter(|&probe| start > 0 && probe < to) {
            if self.keys.get_val(probe) < key {
                to = probe;
                break;
            }
            (from, step) = (probe, step.saturating_mul(4));
        }
        self.below_within(key, from..to)
    }

    /// The first document of a range whose key is below `key`, or the range's end.
    fn below_within(&self, key: u64, range: Range<u32>) -> u32 {
        let (mut from, mut to) = (range.start, range.end);
        while from < to {
            let middle = from + (to - from) / 2;
            if self.keys.get_val(middle) < key { to = middle } else { from = middle + 1 }
        }
        from
    }

    /// All of it.
    pub fn whole(&self) -> Stretch<'_> {
        Stretch { volume: self, range: 0..self.limit() }
    }
}
