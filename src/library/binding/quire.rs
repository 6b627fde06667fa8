//! A stretch of a field's terms with their lists, as the new segment has them.

use super::{Cut, GONE, Part};
use crate::library::words::count;
use std::io;
use tantivy::TantivyError;
use tantivy::positions::{PositionReader, PositionSerializer};
use tantivy::postings::serializer::PostingsSerializer;
use tantivy::postings::{BlockSegmentPostings, TermInfo};
use tantivy::termdict::TermMerger;

/// Documents in a block of a list.
const BLOCK: usize = 128;

/// Terms with their lists, from the first of which offsets are counted.
#[derive(Default)]
pub(super) struct Quire {
    keys: Vec<u8>,
    /// Where the key of each term ends, and where its lists are.
    infos: Vec<(usize, TermInfo)>,
    pub lists: Vec<u8>,
    pub places: Vec<u8>,
}

impl Quire {
    /// The terms, with where their lists are if so many bytes stand before them in either file.
    pub fn terms(&self, (lists, places): (usize, usize)) -> impl Iterator<Item = (&[u8], TermInfo)> {
        let starts = std::iter::once(0).chain(self.infos.iter().map(|(end, _)| *end));
        starts.zip(&self.infos).map(move |(start, (end, info))| {
            let (postings, positions) = (&info.postings_range, &info.positions_range);
            let info = TermInfo {
                doc_freq: info.doc_freq,
                postings_range: postings.start + lists..postings.end + lists,
                positions_range: positions.start + places..positions.end + places,
            };
            (self.keys.get(start..*end).unwrap_or_default(), info)
        })
    }
}

/// Puts the lists of a stretch together. The new segment has so many documents, and the numbers say which of them those of the sources are.
pub(super) fn gather(cut: &Cut<'_>, numbers: &[Vec<u32>], documents: u32) -> Result<Quire, TantivyError> {
    let part = cut.part;
    let mut streams = Vec::with_capacity(part.indexes.len());
    for index in &part.indexes {
        let mut range = index.terms().range();
        if let Some(from) = &cut.from {
            range = range.ge(from);
        }
        if let Some(to) = &cut.to {
            range = range.lt(to);
        }
        streams.push(range.into_stream()?);
    }
    let mut terms = TermMerger::new(streams);
    let mut quire = Quire::default();
    let mut written = Vec::new();
    let mut places = PositionSerializer::new(&mut written);
    let mut gathering = Gathering::new(part, documents);
    while terms.advance() {
        let mut sources = 0;
        for (source, info) in terms.current_segment_ords_and_term_infos() {
            gathering.read(part, source, &info, numbers.get(source).map_or(&[][..], Vec::as_slice))?;
            sources += 1;
        }
        if sources > 1 {
            gathering.order();
        }
        let doc_freq = count(gathering.documents.len());
        if doc_freq == 0 {
            continue;
        }
        let (list_start, places_start) = (quire.lists.len(), places.written_bytes());
        gathering.write(&mut quire.lists, &mut places)?;
        let offset = |offset: u64| usize::try_from(offset).map_err(io::Error::other);
        quire.keys.extend(terms.key());
        let info = TermInfo {
            doc_freq,
            postings_range: list_start..quire.lists.len(),
            positions_range: offset(places_start)?..offset(places.written_bytes())?,
        };
        quire.infos.push((quire.keys.len(), info));
    }
    places.close()?;
    quire.places = written;
    Ok(quire)
}

/// The list of a term that is being put together.
struct Gathering<'a> {
    part: &'a Part,
    average: f32,
    serializer: PostingsSerializer,
    /// The list of each source, made for the first term that it has and set anew for each other one.
    lists: Vec<Option<BlockSegmentPostings>>,
    /// The documents by their new numbers in the upper half; in the lower half which of the sources at hand has them.
    documents: Vec<u64>,
    /// Of each of them how often the term stands in it, source by source.
    mentions: Vec<Mentions>,
    sources: Vec<Source>,
    /// The places of a document.
    buffer: Vec<u32>,
}

/// How often a term stands in a document, and how often in those right before it that are gone.
struct Mentions {
    times: u32,
    passed: u32,
}

/// The places of a term in a source.
struct Source {
    places: PositionReader,
    /// How many places were passed, and which mentions come next.
    passed: u64,
    next: usize,
}

impl<'a> Gathering<'a> {
    fn new(part: &'a Part, documents: u32) -> Self {
        // What block-wise bounds of relevance are reckoned with needs no more digits.
        #[expect(clippy::cast_precision_loss, reason = "an average for scores")]
        let average = if part.norms.is_some() { part.terms as f32 / documents as f32 } else { 0.0 };
        Gathering {
            serializer: PostingsSerializer::new(average, part.option, part.norms.clone()),
            lists: part.indexes.iter().map(|_| None).collect(),
            part,
            average,
            documents: Vec::new(),
            mentions: Vec::new(),
            sources: Vec::new(),
            buffer: Vec::new(),
        }
    }

    fn has_places(&self) -> bool {
        self.part.option.has_positions()
    }

    /// Adds the documents that a source has of the term at hand.
    fn read(&mut self, part: &Part, source: usize, info: &TermInfo, numbers: &[u32]) -> Result<(), TantivyError> {
        let (Some(index), Some(list)) = (part.indexes.get(source), self.lists.get_mut(source)) else { return Ok(()) };
        let list = if let Some(list) = list {
            index.reset_block_postings_from_terminfo(info, list)?;
            list
        } else {
            list.insert(index.read_block_postings_from_terminfo(info, part.option)?)
        };
        let (has_places, next) = (part.option.has_positions(), self.mentions.len());
        let (this, mut left, mut passed) = (self.sources.len() as u64, info.doc_freq as usize, 0);
        while left > 0 && !list.docs().is_empty() {
            let times = list.freqs().iter().chain(std::iter::repeat(&1));
            for (&document, &times) in list.docs().iter().zip(times) {
                match numbers.get(document as usize) {
                    Some(&number) if number != GONE => {
                        self.documents.push(u64::from(number) << 32 | this);
                        if has_places {
                            self.mentions.push(Mentions { times, passed: std::mem::take(&mut passed) });
                        }
                    }
                    _ => passed += times,
                }
            }
            left = left.saturating_sub(list.docs().len());
            if left > 0 {
                list.advance();
            }
        }
        if let Some(places) = part.places.get(source).filter(|_| has_places) {
            let places = PositionReader::open(places.read_bytes_slice(info.positions_range.clone())?)?;
            self.sources.push(Source { places, passed: 0, next });
        }
        Ok(())
    }

    #[expect(
        clippy::stable_sort_primitive,
        reason = "what comes from one source is in order, which only a stable sort makes use of"
    )]
    fn order(&mut self) {
        self.documents.sort();
    }

    /// Writes the list of the term at hand and forgets it.
    fn write(&mut self, lists: &mut Vec<u8>, places: &mut PositionSerializer<&mut Vec<u8>>) -> io::Result<()> {
        let documents = std::mem::take(&mut self.documents);
        self.serializer.new_term(count(documents.len()), self.has_places());
        for &entry in &documents {
            let document = (entry >> 32) as u32;
            let source = usize::try_from(entry & u64::from(u32::MAX)).ok();
            let source = source.and_then(|source| self.sources.get_mut(source));
            let Some((mentions, source)) = source.and_then(|source| Some((self.mentions.get(source.next)?, source)))
            else {
                self.serializer.write_doc(document, 0);
                continue;
            };
            self.buffer.resize(mentions.times as usize, 0);
            source.passed += u64::from(mentions.passed);
            source.places.read(source.passed, &mut self.buffer);
            source.passed += u64::from(mentions.times);
            source.next += 1;
            self.serializer.write_doc(document, mentions.times);
            places.write_positions_delta(&self.buffer);
        }
        self.serializer.close_term(count(documents.len()), lists)?;
        if self.has_places() {
            places.close_term()?;
        }
        if documents.len() >= BLOCK {
            // It goes on from the last document of a full block, which only another one forgets.
            self.serializer = PostingsSerializer::new(self.average, self.part.option, self.part.norms.clone());
        }
        self.documents = documents;
        self.documents.clear();
        self.mentions.clear();
        self.sources.clear();
        Ok(())
    }
}
