//! The index: made from the store, and made anew from it whenever it is missing, damaged, of another version, or ahead of the store.
//!
//! Documents stand in the order of [`order::key`], newest first, so that a search by date need only walk them. The last commit's payload
//! tells the last change of the store that the index holds. What is damaged is set aside, never deleted; and what only cannot be read
//! now (a lock, a permission, a disk error) is not taken for damaged.

use super::binding::bind;
use super::composed::Composed;
use super::earlier::Made;
use super::files::Files;
use super::galley::Galley;
use super::laying::Laying;
use super::order;
use crate::article::ArticleId;
use crate::date::PartialDate;
use serde::Deserialize;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use tantivy::directory::error::{OpenDirectoryError, OpenReadError, OpenWriteError};
use tantivy::indexer::{IndexWriterOptions, LogMergePolicy, NoMergePolicy};
use tantivy::schema::{FAST, Field, INDEXED, IndexRecordOption, Schema, TextFieldIndexing, TextOptions};
use tantivy::{Index, IndexSettings, IndexSortByField, IndexWriter, Order, Segment, TantivyError, Term};

/// The version of what stands in the index and how; another one is another folder.
const VERSION: u32 = 4;

/// What the index's crate wants for a thread that is never given anything: segments are written by [`Laying`].
const BUDGET: usize = 15 << 20;

/// A segment that is more than so many times as large as all smaller ones together is not merged with them.
const SETTLED: u64 = 4;

/// The starts of words are kept up to so many letters: a word has few, and of so short ones each stands for very many words.
pub(super) const STARTS: usize = 3;

/// The fields of the index.
#[derive(Clone, Copy, Debug)]
pub(super) struct Fields {
    pub key: Field,
    pub id: Field,
    pub headline: Field,
    pub body: Field,
    /// The spellings of headline and body that differ from their folded form; see [`super::composed::form`].
    pub forms: Field,
    /// How words of headline and body begin, up to [`STARTS`] letters, and those of the headline; and what follows words that stand everywhere.
    pub starts: Field,
    pub byline: Field,
    pub source: Field,
    pub section: Field,
    pub place: Field,
    pub url: Field,
    pub file: Field,
    pub language: Field,
    pub feature: Field,
    /// What facets are counted by, whole and as written.
    pub facets: [Field; 4],
}

/// Why an index cannot be opened.
#[derive(Debug)]
pub(super) enum Trouble {
    /// There is none.
    Absent,
    /// It cannot be used, now or later.
    Unusable,
    /// It cannot be read now.
    Failed(TantivyError),
}

/// The folder of the index in a library's folder.
pub(super) fn folder(dir: &Path) -> PathBuf {
    dir.join(format!("index-v{VERSION}"))
}

/// The column that the index is ordered by.
pub(super) const KEY: &str = "key";

/// The columns that facets are counted by, in the order of [`Fields::facets`].
pub(super) const FACETS: [&str; 4] = ["publisher_facet", "byline_facet", "section_facet", "language_facet"];

/// The folders that indexes of earlier versions have.
pub(super) fn earlier_folders(dir: &Path) -> Vec<PathBuf> {
    (1..VERSION).map(|version| dir.join(format!("index-v{version}"))).collect()
}

/// The index's schema and its fields, made once.
pub(super) fn schema() -> &'static (Schema, Fields) {
    static SCHEMA: OnceLock<(Schema, Fields)> = OnceLock::new();
    SCHEMA.get_or_init(make_schema)
}

fn make_schema() -> (Schema, Fields) {
    let text = |tokenizer, record, norms| {
        let indexing =
            TextFieldIndexing::default().set_tokenizer(tokenizer).set_index_option(record).set_fieldnorms(norms);
        TextOptions::default().set_indexing_options(indexing)
    };
    // Names of nothing: words are split while an article is composed.
    let words = |norms| text("words", IndexRecordOption::WithFreqsAndPositions, norms);
    let names = || text("lines", IndexRecordOption::Basic, false);
    let mut schema = Schema::builder();
    let fields = Fields {
        key: schema.add_u64_field(KEY, FAST),
        id: schema.add_u64_field("id", INDEXED),
        headline: schema.add_text_field("headline", words(true)),
        body: schema.add_text_field("body", words(true)),
        forms: schema.add_text_field("forms", names()),
        starts: schema.add_text_field("starts", names()),
        byline: schema.add_text_field("byline", words(false)),
        source: schema.add_text_field("source", words(false)),
        section: schema.add_text_field("section", words(false)),
        place: schema.add_text_field("place", words(false)),
        url: schema.add_text_field("url", words(false)),
        file: schema.add_text_field("file", words(false)),
        language: schema.add_text_field("language", names()),
        feature: schema.add_text_field("feature", names()),
        facets: FACETS.map(|name| schema.add_text_field(name, TextOptions::default().set_fast("raw"))),
    };
    (schema.build(), fields)
}

/// An index that was opened to be read.
pub(super) struct Opened {
    pub index: Index,
    /// What described it before it was opened; see [`description`].
    pub description: Vec<u8>,
    /// The last change of the store that it holds.
    pub held: i64,
}

/// What the index's description says of the last commit.
#[derive(Deserialize)]
struct Described {
    payload: String,
}

/// What tells one state of an index on disk from another.
pub(super) fn description(folder: &Path) -> io::Result<Vec<u8>> {
    std::fs::read(folder.join("meta.json"))
}

/// Opens an index to be read.
pub(super) fn open(folder: &Path) -> Result<Opened, Trouble> {
    let description = match description(folder) {
        Ok(description) => description,
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            return Err(if folder.exists() { Trouble::Unusable } else { Trouble::Absent });
        }
        Err(error) => return Err(Trouble::Failed(error.into())),
    };
    let described: Described = serde_json::from_slice(&description).map_err(|_| Trouble::Unusable)?;
    let held = described.payload.parse().map_err(|_| Trouble::Unusable)?;
    let files = Files::mapped(folder).map_err(|error| trouble(error.into()))?;
    let index = Index::open(files).map_err(trouble)?;
    if index.schema() != schema().0 {
        return Err(Trouble::Unusable);
    }
    Ok(Opened { index, description, held })
}

/// Makes an empty index.
pub(super) fn create(folder: &Path) -> Result<Index, TantivyError> {
    std::fs::create_dir_all(folder)?;
    let newest_first = IndexSortByField { field: KEY.to_owned(), order: Order::Desc };
    let settings = IndexSettings { sort_by_field: Some(newest_first), ..IndexSettings::default() };
    Index::builder().schema(schema().0.clone()).settings(settings).create_in_dir(folder)
}

/// Tells what can be mended by making the index anew from what should be left alone.
pub(super) fn trouble(error: TantivyError) -> Trouble {
    let passing = |error: &io::Error| {
        !matches!(error.kind(), io::ErrorKind::InvalidData | io::ErrorKind::UnexpectedEof | io::ErrorKind::Other)
    };
    match &error {
        TantivyError::IoError(source) if passing(source) => Trouble::Failed(error),
        TantivyError::OpenReadError(OpenReadError::IoError { io_error, .. }) if passing(io_error) => {
            Trouble::Failed(error)
        }
        TantivyError::OpenDirectoryError(OpenDirectoryError::DoesNotExist(_)) => Trouble::Absent,
        TantivyError::OpenWriteError(OpenWriteError::FileAlreadyExists(_)) => Trouble::Unusable,
        TantivyError::LockFailure(..)
        | TantivyError::OpenDirectoryError(_)
        | TantivyError::OpenWriteError(_)
        | TantivyError::SystemError(_)
        | TantivyError::Poisoned => Trouble::Failed(error),
        _ => Trouble::Unusable,
    }
}

/// Writes articles; nothing of it is seen before [`Indexer::commit`].
pub(super) struct Indexer {
    writer: IndexWriter,
    /// What is gathered, and the segment that will hold it.
    galley: Galley,
    segment: Segment,
    made: Made,
    laying: Laying,
}

impl Indexer {
    /// Takes the index in a folder for writing.
    pub fn new(folder: &Path) -> Result<Self, TantivyError> {
        let index = Index::open(Files::in_pieces(folder)?)?;
        let options = IndexWriterOptions::builder()
            .num_worker_threads(1)
            .memory_budget_per_thread(BUDGET)
            .num_merge_threads(1)
            .build();
        let writer = index.writer_with_options(options)?;
        let mut policy = LogMergePolicy::default();
        policy.set_min_num_segments(4);
        // Otherwise the articles that come one by one would be merged with thousands of others again and again.
        policy.set_min_layer_size(1_000);
        writer.set_merge_policy(Box::new(policy));
        // What a killed process wrote and never committed is in the way: the same work gives files of the same names.
        writer.garbage_collect_files().wait()?;
        let (segment, made) = (writer.new_segment(), Made::default());
        made.add(segment.id());
        Ok(Indexer { writer, galley: Galley::default(), segment, made, laying: Laying::default() })
    }

    /// Adds an article, in the place of an earlier form where it may have one.
    pub fn put(
        &mut self,
        id: ArticleId,
        published: Option<PartialDate>,
        composed: Composed,
        earlier: bool,
    ) -> Result<(), TantivyError> {
        if earlier {
            // Only what the index knows of can be taken out of it.
            if self.galley.holds(id) {
                self.lay()?;
            }
            self.laid()?;
            let id = Term::from_field_u64(schema().1.id, number(id));
            self.writer.delete_query(Box::new(self.made.earlier(id)))?;
        }
        self.galley.add(order::key(published, id), composed);
        if self.galley.is_full() { self.lay() } else { Ok(()) }
    }

    /// Begins to write the galley as a segment, when the one before is written.
    fn lay(&mut self) -> Result<(), TantivyError> {
        self.laid()?;
        if self.galley.is_empty() {
            return Ok(());
        }
        let segment = std::mem::replace(&mut self.segment, self.writer.new_segment());
        self.made.add(self.segment.id());
        self.laying = Laying::begin(std::mem::take(&mut self.galley), segment)?;
        Ok(())
    }

    /// Has the index know the segment that is being written.
    fn laid(&mut self) -> Result<(), TantivyError> {
        self.laying.end()?.map_or(Ok(()), |segment| self.writer.add_segment(segment))
    }

    /// Makes everything put so far seen and durable, as holding the store up to that change.
    pub fn commit(&mut self, change: i64) -> Result<(), TantivyError> {
        self.lay()?;
        self.laid()?;
        let mut commit = self.writer.prepare_commit()?;
        commit.set_payload(&change.to_string());
        commit.commit().map(|_| ())
    }

    /// Ends when merges that are under way have ended.
    pub fn finish(self) -> Result<(), TantivyError> {
        self.writer.wait_merging_threads()
    }

    /// Leaves segments as they are until [`Indexer::settle`]: to merge them again and again while many come costs more than to do so once.
    pub fn expect_many(&self) {
        self.writer.set_merge_policy(Box::new(NoMergePolicy));
    }

    /// Makes one segment of all but those that are by far larger than all smaller ones together, where there are so many.
    pub fn settle(mut self, least: usize) -> Result<(), TantivyError> {
        let metas = self.writer.index().load_metas()?;
        let (small, settled) = unsettled(metas.segments.into_iter().map(|meta| (meta.num_docs(), meta)).collect());
        if small.len() >= least {
            let small: Vec<Segment> = small.into_iter().map(|meta| self.writer.index().segment(meta)).collect();
            let bound = bind(&small, self.writer.new_segment())?;
            // Nothing of what describes the segments may be kept, or their files are.
            drop(small);
            // Nothing is gone before the commit, which changes the one list of segments for the other.
            self.writer.delete_all_documents()?;
            settled.into_iter().chain(bound).try_for_each(|meta| self.writer.add_segment(meta))?;
            let mut commit = self.writer.prepare_commit()?;
            if let Some(change) = &metas.payload {
                commit.set_payload(change);
            }
            commit.commit()?;
            self.writer.garbage_collect_files().wait()?;
        }
        self.writer.wait_merging_threads()
    }
}

/// The segments that none is by far the largest of, and the others.
fn unsettled<T>(mut sizes: Vec<(u32, T)>) -> (Vec<T>, Vec<T>) {
    sizes.sort_unstable_by_key(|(size, _)| *size);
    let mut smaller: u64 = sizes.iter().map(|(size, _)| u64::from(*size)).sum();
    let mut settled = Vec::new();
    while let Some(&(size, _)) = sizes.last() {
        smaller -= u64::from(size);
        if u64::from(size) <= smaller * SETTLED {
            break;
        }
        settled.extend(sizes.pop().map(|(_, segment)| segment));
    }
    (sizes.into_iter().map(|(_, segment)| segment).collect(), settled)
}

/// The number of an article as the index keeps it.
pub(super) fn number(id: ArticleId) -> u64 {
    u64::try_from(id.0).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn segments_are_merged_where_none_is_by_far_the_largest() {
        for (sizes, merged) in [
            (&[][..], &[][..]),
            (&[7], &[]),
            (&[2, 2, 4, 8, 16, 20], &[2, 2, 4, 8, 16, 20]),
            (&[100, 1, 1, 1, 1], &[1, 1, 1, 1]),
            (&[100, 20, 1, 1], &[1, 1]),
            (&[100, 24, 4], &[4, 24, 100]),
        ] {
            let (small, settled) = unsettled(sizes.iter().map(|&size| (size, size)).collect());
            assert_eq!((small.as_slice(), small.len() + settled.len()), (merged, sizes.len()), "{sizes:?}");
        }
    }
}
