//! Binding segments: what an import wrote part by part becomes one segment at its end.
//!
//! The crate's own merge goes through all lists on one thread, document by document. Here the terms of each field are cut into stretches; threads
//! put the lists of a stretch together, a quire each, while one writes the quires down in their order.

mod quire;

use super::guard::caught;
use super::imprint::write_store;
use super::index::{FACETS, KEY};
use super::words::count;
use quire::Quire;
use std::cmp::Reverse;
use std::io::{self, Write};
use std::num::NonZero;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, sync_channel};
use std::thread::{Builder, Scope};
use tantivy::columnar::{ColumnType, ColumnarReader, MergeRowOrder, RowAddr, ShuffleMergeOrder, merge_columnar};
use tantivy::directory::{CompositeFile, CompositeWrite, FileSlice, TerminatingWrite};
use tantivy::fieldnorm::{FieldNormReader, FieldNormReaders, FieldNormsSerializer};
use tantivy::index::{SegmentComponent, SegmentMeta};
use tantivy::postings::TermInfo;
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::termdict::{TermDictionary, TermDictionaryBuilder};
use tantivy::{InvertedIndexReader, Segment, SegmentReader, TantivyError};

/// A quire takes so many bytes, roughly: a few of them are in hand at once. Tests cut up the little that they have.
const QUIRE_BYTES: usize = if cfg!(test) { 1 << 12 } else { 1 << 20 };

/// More threads than this would wait for the one that writes.
const THREADS: usize = 4;

/// The number of a document that was taken out.
const GONE: u32 = u32::MAX;

/// Writes the documents of some segments as one that the index does not know yet; `None` where all of them were taken out.
pub(super) fn bind(segments: &[Segment], into: Segment) -> Result<Option<SegmentMeta>, TantivyError> {
    caught(|| {
        let sources = Sources::open(segments)?;
        if sources.order.is_empty() {
            return Ok(None);
        }
        sources.write_norms(&into)?;
        sources.write_lists(&into)?;
        sources.write_columns(segments, &into)?;
        write_store(&into, sources.order.len())?;
        let into = into.with_max_doc(sources.documents());
        into.meta().untrack_temp_docstore();
        Ok(Some(into.meta().clone()))
    })
}

/// Segments that become one.
struct Sources {
    readers: Vec<SegmentReader>,
    /// Their files of places.
    places: Vec<CompositeFile>,
    /// Where each document of the new segment comes from.
    order: Vec<RowAddr>,
    /// For each of them the new numbers of its documents, or [`GONE`].
    numbers: Vec<Vec<u32>>,
}

/// A field of all sources.
struct Part {
    field: Field,
    option: IndexRecordOption,
    norms: Option<FieldNormReader>,
    /// How many terms its texts have.
    terms: u64,
    indexes: Vec<Arc<InvertedIndexReader>>,
    places: Vec<FileSlice>,
}

/// A stretch of the terms of a part: from one to before another.
struct Cut<'a> {
    part: &'a Part,
    from: Option<Vec<u8>>,
    to: Option<Vec<u8>>,
}

impl Sources {
    fn open(segments: &[Segment]) -> Result<Self, TantivyError> {
        let readers = segments.iter().map(SegmentReader::open).collect::<Result<Vec<_>, _>>()?;
        let places =
            readers.iter().map(|reader| Ok(CompositeFile::open(&reader.open_read(SegmentComponent::Positions)?)?));
        let places = places.collect::<Result<Vec<_>, TantivyError>>()?;
        let mut order = Vec::new();
        for (segment_ord, reader) in (0..).zip(&readers) {
            let keys = reader.fast_fields().u64(KEY)?.first_or_default_col(0);
            let address = |row_id| (keys.get_val(row_id), RowAddr { segment_ord, row_id });
            order.extend(reader.doc_ids_alive().map(address));
        }
        // Each segment is in order already, which a stable sort makes use of.
        order.sort_by_key(|(key, _)| Reverse(*key));
        let order: Vec<RowAddr> = order.into_iter().map(|(_, address)| address).collect();
        let mut numbers: Vec<Vec<u32>> = readers.iter().map(|reader| vec![GONE; reader.max_doc() as usize]).collect();
        for (number, address) in (0..).zip(&order) {
            let of_segment = numbers.get_mut(address.segment_ord as usize);
            if let Some(place) = of_segment.and_then(|numbers| numbers.get_mut(address.row_id as usize)) {
                *place = number;
            }
        }
        Ok(Sources { readers, places, order, numbers })
    }

    /// How many documents the new segment has.
    fn documents(&self) -> u32 {
        count(self.order.len())
    }

    /// How long the texts of each document are.
    fn write_norms(&self, into: &Segment) -> Result<(), TantivyError> {
        let mut norms = FieldNormsSerializer::from_write(into.open_write(SegmentComponent::FieldNorms)?)?;
        for (field, _) in into.schema().fields().filter(|(_, entry)| entry.is_indexed() && entry.has_fieldnorms()) {
            let kept = self.readers.iter().map(|reader| reader.get_fieldnorms_reader(field));
            let kept = kept.collect::<Result<Vec<_>, _>>()?;
            let norm = |address: &RowAddr| {
                kept.get(address.segment_ord as usize).map_or(0, |norms| norms.fieldnorm_id(address.row_id))
            };
            norms.serialize_field(field, &self.order.iter().map(norm).collect::<Vec<u8>>())?;
        }
        Ok(norms.close()?)
    }

    /// Which words stand in which documents, and where.
    fn write_lists(&self, into: &Segment) -> Result<(), TantivyError> {
        let norms = FieldNormReaders::open(into.open_read(SegmentComponent::FieldNorms)?)?;
        let schema = into.schema();
        let options = schema.fields().map(|(field, entry)| (field, entry.field_type().get_index_record_option()));
        let parts = options.filter_map(|(field, option)| option.map(|option| self.part(field, option, &norms)));
        let parts = parts.collect::<Result<Vec<_>, _>>()?;
        let cuts: Vec<Vec<Cut<'_>>> = parts.iter().map(Part::cuts).collect::<Result<_, _>>()?;
        std::thread::scope(|scope| {
            let mut quires = self.gather(scope, &cuts)?;
            let mut dictionaries = CompositeWrite::wrap(into.open_write(SegmentComponent::Terms)?);
            let mut lists = CompositeWrite::wrap(into.open_write(SegmentComponent::Postings)?);
            let mut places = CompositeWrite::wrap(into.open_write(SegmentComponent::Positions)?);
            for (part, cuts) in parts.iter().zip(&cuts) {
                let mut dictionary = TermDictionaryBuilder::create(dictionaries.for_field(part.field))?;
                let (lists, places) = (lists.for_field(part.field), places.for_field(part.field));
                lists.write_all(&part.terms.to_le_bytes())?;
                let mut starts = (0, 0);
                for _ in cuts {
                    let quire = quires()?;
                    for (term, info) in quire.terms(starts) {
                        dictionary.insert(term, &info)?;
                    }
                    lists.write_all(&quire.lists)?;
                    places.write_all(&quire.places)?;
                    starts = (starts.0 + quire.lists.len(), starts.1 + quire.places.len());
                }
                dictionary.finish()?;
            }
            dictionaries.close()?;
            lists.close()?;
            Ok(places.close()?)
        })
    }

    /// Has threads put the quires of all cuts together; what is given gives one after the other.
    fn gather<'scope>(
        &'scope self,
        scope: &'scope Scope<'scope, '_>,
        cuts: &'scope [Vec<Cut<'scope>>],
    ) -> Result<impl FnMut() -> Result<Quire, TantivyError> + use<'scope>, TantivyError> {
        let threads = std::thread::available_parallelism().map_or(1, NonZero::get).min(THREADS);
        let mut ends: Vec<Receiver<Result<Quire, TantivyError>>> = Vec::new();
        for first in 0..threads {
            let (sender, end) = sync_channel(1);
            Builder::new().name("binding".to_owned()).spawn_scoped(scope, move || {
                // Each takes its turn, so that the quires come in their order.
                for cut in cuts.iter().flatten().skip(first).step_by(threads) {
                    if sender.send(caught(|| quire::gather(cut, &self.numbers, self.documents()))).is_err() {
                        return;
                    }
                }
            })?;
            ends.push(end);
        }
        let mut turns = (0..threads).cycle();
        Ok(move || {
            let next = turns.next().and_then(|turn| ends.get(turn)?.recv().ok());
            next.unwrap_or_else(|| Err(TantivyError::ErrorInThread("binding segments failed".to_owned())))
        })
    }

    fn part(&self, field: Field, option: IndexRecordOption, norms: &FieldNormReaders) -> Result<Part, TantivyError> {
        let indexes = self.readers.iter().map(|reader| reader.inverted_index(field)).collect::<Result<Vec<_>, _>>()?;
        let mut terms = 0;
        for (index, reader) in indexes.iter().zip(&self.readers) {
            let (whole, all) = (index.total_num_tokens(), u64::from(reader.max_doc().max(1)));
            terms += match reader.fieldnorms_readers().get_field(field)?.filter(|_| reader.has_deletes()) {
                Some(norms) => reader.doc_ids_alive().map(|document| u64::from(norms.fieldnorm(document))).sum(),
                // How many those had that were taken out is not kept.
                None => whole * u64::from(reader.num_docs()) / all,
            };
        }
        let places =
            self.places.iter().map(|places| places.open_read(field).unwrap_or_else(FileSlice::empty)).collect();
        Ok(Part { field, option, norms: norms.get_field(field)?, terms, indexes, places })
    }

    /// What is counted and ordered by.
    fn write_columns(&self, segments: &[Segment], into: &Segment) -> Result<(), TantivyError> {
        let open = |segment: &Segment| -> Result<_, TantivyError> {
            Ok(ColumnarReader::open(segment.open_read(SegmentComponent::FastFields)?)?)
        };
        let columns = segments.iter().map(open).collect::<Result<Vec<_>, _>>()?;
        let facets = FACETS.iter().map(|name| ((*name).to_owned(), ColumnType::Str));
        let wanted: Vec<_> = facets.chain([(KEY.to_owned(), ColumnType::U64)]).collect();
        let alive = |reader: &SegmentReader| reader.alive_bitset().map(|alive| alive.bitset().clone());
        let order = ShuffleMergeOrder {
            new_row_id_to_old_row_id: self.order.clone(),
            alive_bitsets: self.readers.iter().map(alive).collect(),
        };
        let mut file = into.open_write(SegmentComponent::FastFields)?;
        merge_columnar(&columns.iter().collect::<Vec<_>>(), &wanted, MergeRowOrder::Shuffled(order), &mut file)?;
        Ok(file.terminate()?)
    }
}

impl Part {
    /// Cuts it into stretches of about the same weight.
    fn cuts(&self) -> io::Result<Vec<Cut<'_>>> {
        let dictionaries = || self.indexes.iter().map(|index| index.terms());
        let mut whole = 0;
        for terms in dictionaries() {
            whole += weight_before(terms, terms.num_terms())?;
        }
        let mut bounds = Vec::new();
        if let Some(largest) = dictionaries().max_by_key(|terms| terms.num_terms()) {
            let (all, quires) = (weight_before(largest, largest.num_terms())?, whole.div_ceil(QUIRE_BYTES).max(1));
            for quire in 1..quires {
                bounds.push(term_at(largest, all / quires * quire)?);
            }
        }
        bounds.dedup();
        let bounds: Vec<_> = std::iter::once(None).chain(bounds.into_iter().map(Some)).chain([None]).collect();
        let cut = |bounds: &[Option<Vec<u8>>]| match bounds {
            [from, to] => Some(Cut { part: self, from: from.clone(), to: to.clone() }),
            _ => None,
        };
        Ok(bounds.windows(2).filter_map(cut).collect())
    }
}

/// How many bytes of lists and places stand before a term, by its place in the dictionary.
fn weight_before(terms: &TermDictionary, place: usize) -> io::Result<usize> {
    let Some(before) = place.checked_sub(1) else { return Ok(0) };
    let mut term = Vec::new();
    terms.ord_to_term(before as u64, &mut term)?;
    let weight = |info: TermInfo| info.postings_range.end + info.positions_range.end;
    Ok(terms.get(&term)?.map_or(0, weight))
}

/// The first term of a dictionary before which so many bytes stand.
fn term_at(terms: &TermDictionary, weight: usize) -> io::Result<Vec<u8>> {
    let (mut from, mut to) = (0, terms.num_terms().saturating_sub(1));
    while from < to {
        let middle = from.midpoint(to);
        if weight_before(terms, middle)? < weight { from = middle + 1 } else { to = middle }
    }
    let mut term = Vec::new();
    terms.ord_to_term(from as u64, &mut term)?;
    Ok(term)
}

#[cfg(test)]
mod tests;
