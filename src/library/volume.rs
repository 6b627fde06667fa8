//! The segments of the index as they were at one moment, and where each article stands in them.

use super::bits::Bits;
use super::days::{Days, below};
use super::facets::Columns;
use super::files::Files;
use super::guard::caught;
use super::index::Fields;
use super::stretch::Stretch;
use super::{index, order};
use crate::article::ArticleId;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};
use tantivy::columnar::{Cardinality, Column, ColumnValues, ColumnarReader};
use tantivy::directory::{CompositeFile, FileSlice};
use tantivy::index::SegmentComponent;
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{Index, SegmentReader, TantivyError, Term};

/// A segment, open for searching.
pub(super) struct Volume {
    pub reader: SegmentReader,
    /// The order of the documents, descending.
    pub keys: Keys,
    /// The documents that were not replaced.
    pub alive: Bits,
    /// The file of the places of terms.
    places: CompositeFile,
    /// The index's folder.
    folder: PathBuf,
    days: Arc<OnceLock<Days>>,
}

/// All segments as they were at one moment.
pub(super) struct Snapshot {
    pub volumes: Vec<Volume>,
    pub fields: Fields,
    /// For each id where its article stands, counted through all segments one behind the other, or [`NOWHERE`]; made where many are asked for.
    places: OnceLock<Vec<u32>>,
    /// For each of [`WINDOWS`] the first document of each segment that is not among so many newest.
    windows: [OnceLock<Vec<u32>>; WINDOWS.len()],
    /// What facets are counted by.
    pub columns: OnceLock<Columns>,
}

/// The newest so many documents are looked at first, then so many, until a page of hits is found; the rest comes last.
const WINDOWS: [usize; 8] = [1 << 10, 1 << 12, 1 << 14, 1 << 15, 1 << 16, 1 << 17, 1 << 18, 1 << 19];

/// So many articles are looked up one by one.
const LOOKS: usize = 32;

/// No document.
const NOWHERE: u32 = u32::MAX;

/// Of so few documents the column of keys is short enough to stay mapped.
const FEW: u32 = 8 << 10;

/// The keys of a segment's documents, descending.
pub(super) type Keys = Arc<dyn ColumnValues<u64>>;

impl Snapshot {
    /// Reads what is needed of each segment of the searcher of the index in a folder, and keeps what is known of the segments of an earlier moment.
    pub fn new(searcher: &tantivy::Searcher, folder: &Path, earlier: &[Volume]) -> Result<Self, TantivyError> {
        let same =
            |reader: &SegmentReader| earlier.iter().find(|volume| volume.reader.segment_id() == reader.segment_id());
        let readers = searcher.segment_readers().iter();
        let volumes = readers.map(|reader| {
            let days = same(reader).map(|volume| Arc::clone(&volume.days)).unwrap_or_default();
            Volume::new(reader.clone(), folder, days)
        });
        let volumes = volumes.collect::<Result<_, _>>()?;
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
        if let [volume] = self.volumes.as_slice() {
            return vec![most.next_multiple_of(64).min(volume.limit())];
        }
        let first = |volume: &Volume| 0..volume.limit().min(most);
        let ends = |key| self.volumes.iter().map(move |volume| below(volume.keys.as_ref(), key, first(volume)));
        let (mut from, mut to) = (0, u64::MAX);
        while from < to {
            let middle = to - (to - from) / 2;
            if ends(middle).map(|end| end as usize).sum::<usize>() >= count { from = middle } else { to = middle - 1 }
        }
        ends(from).zip(&self.volumes).map(|(end, volume)| end.next_multiple_of(64).min(volume.limit())).collect()
    }

    /// Where an article stands: segment and document.
    pub fn place(&self, id: ArticleId) -> Option<(u32, u32)> {
        let looked_up = if self.places.get().is_none() { self.looked_up(id).ok() } else { None };
        looked_up.unwrap_or_else(|| {
            let mut document = usize::try_from(id.0).ok().and_then(|id| self.places().get(id).copied())?;
            for (number, volume) in (0..).zip(&self.volumes) {
                match document.checked_sub(volume.limit()) {
                    Some(further) => document = further,
                    None => return Some((number, document)),
                }
            }
            None
        })
    }

    /// Makes ready for so many articles to be asked for.
    pub fn expect(&self, articles: usize) {
        if articles > LOOKS {
            self.places();
        }
    }

    /// Where an article stands, as the index has it.
    fn looked_up(&self, id: ArticleId) -> Result<Option<(u32, u32)>, TantivyError> {
        let (field, id) = (self.fields.id, Term::from_field_u64(self.fields.id, index::number(id)));
        caught(|| {
            for (number, volume) in (0..).zip(&self.volumes) {
                let inverted = volume.reader.inverted_index(field)?;
                let Some(info) = inverted.terms().get(id.serialized_value_bytes())? else { continue };
                let mut postings = inverted.read_block_postings_from_terminfo(&info, IndexRecordOption::Basic)?;
                while !postings.docs().is_empty() {
                    if let Some(&document) = postings.docs().iter().find(|&&document| volume.alive.contains(document)) {
                        return Ok(Some((number, document)));
                    }
                    postings.advance();
                }
            }
            Ok(None)
        })
    }

    /// For each id where its article stands.
    fn places(&self) -> &[u32] {
        self.places.get_or_init(|| {
            let (mut places, mut before) = (Vec::new(), 0);
            for volume in &self.volumes {
                let keys = volume.keys_apart();
                for document in volume.alive.iter() {
                    let id = usize::try_from(order::id(keys.get_val(document)).0).unwrap_or(0);
                    if places.len() <= id {
                        places.resize(id + 1, NOWHERE);
                    }
                    if let Some(place) = places.get_mut(id) {
                        *place = before + document;
                    }
                }
                before = before.saturating_add(volume.limit());
            }
            places
        })
    }

    /// The documents of these articles.
    pub fn documents(&self, ids: impl Iterator<Item = ArticleId>) -> Vec<Bits> {
        let mut sets: Vec<Bits> = self.volumes.iter().map(|volume| Bits::none(volume.limit())).collect();
        let ids: Vec<ArticleId> = ids.collect();
        self.expect(ids.len());
        for (number, document) in ids.into_iter().filter_map(|id| self.place(id)) {
            if let Some(set) = sets.get_mut(number as usize) {
                set.insert(document);
            }
        }
        sets
    }
}

/// The keys in their column: all documents have one, unless it is damaged.
fn keys(column: Column<u64>) -> Keys {
    match column.get_cardinality() {
        Cardinality::Full => column.values,
        _ => column.first_or_default_col(0),
    }
}

impl Volume {
    fn new(reader: SegmentReader, folder: &Path, days: Arc<OnceLock<Days>>) -> Result<Self, TantivyError> {
        let keys = keys(reader.fast_fields().u64(index::KEY)?);
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
        Ok(Volume { reader, keys, alive, places, folder: folder.to_owned(), days })
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
        // The column tells its least and its greatest key: what lies beyond them is not looked for.
        if key > self.keys.max_value() {
            return 0;
        }
        if key <= self.keys.min_value() {
            return self.limit();
        }
        let keys = self.keys.as_ref();
        self.days.get().map_or_else(|| below(keys, key, 0..self.limit()), |days| days.below(keys, key))
    }

    /// The first document without a date.
    pub fn undated(&self) -> u32 {
        self.below(order::DATED)
    }

    /// Where each day begins.
    pub fn days(&self) -> &Days {
        self.days.get_or_init(|| Days::read(self.keys_apart().as_ref(), self.limit()))
    }

    /// The keys where all of them are to be looked at: in a mapping of their own, because what is looked at in a mapped file counts as memory for as
    /// long as it is mapped.
    fn keys_apart(&self) -> Keys {
        let apart = || {
            let index = Index::open(Files::mapped(&self.folder)?)?;
            let segment = index.segment(index.new_segment_meta(self.reader.segment_id(), self.limit()));
            let columns = ColumnarReader::open(segment.open_read(SegmentComponent::FastFields)?)?;
            let column = columns.read_columns(index::KEY)?.into_iter().next();
            let column = column.map(|column| column.open_u64_lenient()).transpose()?.flatten();
            column.map(keys).ok_or(TantivyError::FieldNotFound(String::new()))
        };
        // Where the segment is not there any more, what is mapped of it still is.
        let apart = if self.limit() > FEW { caught(apart).ok() } else { None };
        apart.unwrap_or_else(|| Arc::clone(&self.keys))
    }

    /// All of it.
    pub fn whole(&self) -> Stretch<'_> {
        Stretch { volume: self, range: 0..self.limit() }
    }
}
