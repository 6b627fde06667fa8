//! Files that hold many articles already clean: JSON lines, lists and CSV, and feeds, told by what is in them. They are read as a stream, in batches of whole
//! records, so that a file of any size needs the same memory; what is wrong with a record costs that record.

mod feed;
mod split;
mod tell;
mod value;

use super::mapping::Mapping;
use super::refused::Refused;
use super::source::{Refusal, Source};
use super::unpack;
use crate::article::Origin;
use crate::page::Record;
use split::Splitter;
use std::cell::Cell;
use std::io::{self, Cursor, Read};
use std::path::PathBuf;
use std::rc::Rc;
use std::sync::Arc;

/// How much of a file is looked at to tell what it is.
const LOOK: usize = 64 << 10;

/// A batch is handed on with so many records, or so many bytes.
const BATCH_RECORDS: usize = 128;
const BATCH_BYTES: usize = 512 << 10;

/// How a file holds its records.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    /// An object a line.
    Json,
    /// A list of objects that begins so many bytes on, and what the whole is called.
    List { from: usize, publisher: Option<String> },
    /// The entries of a feed.
    Feed(feed::Head),
    /// A table: what parts its fields, and the names of its columns.
    Csv { delimiter: u8, header: Vec<String> },
}

/// What a source turned out to be.
pub enum Looked {
    /// A page, or something that will be refused as one.
    Page(Source),
    /// Many articles.
    Records(Records),
}

/// A file of records, open and read up to some place.
pub struct Records {
    file: Option<PathBuf>,
    shape: Arc<Shape>,
    splitter: Splitter<Box<dyn Read>>,
    /// How many bytes the file has, and how many were read, before it is unpacked.
    size: u64,
    consumed: Rc<Cell<u64>>,
    given: usize,
    over: bool,
}

/// Records that stand one behind the other in a file.
pub struct Batch {
    file: Option<PathBuf>,
    shape: Arc<Shape>,
    bytes: Vec<u8>,
    pieces: Vec<split::Piece>,
}

/// A record as it was read, and the bytes it is recognised by.
pub struct Found {
    /// The line it stands on.
    pub origin: Origin,
    /// The bytes it is recognised by.
    pub original: Vec<u8>,
    /// What it says.
    pub record: Record,
}

/// Looks at what a source holds.
///
/// # Errors
/// Refuses what cannot be opened or read.
pub fn look(source: Source, mapping: &Mapping) -> Result<Looked, Refusal> {
    let mut begun = match source.begin() {
        Ok(begun) => begun,
        Err(reason) => return Err(source.refused(reason)),
    };
    let mut start = Vec::with_capacity(LOOK);
    if let Err(error) = begun.by_ref().take(LOOK as u64).read_to_end(&mut start) {
        return Err(source.refused(error.into()));
    }
    let whole = start.len() < LOOK;
    let opened = unpack::opening(&start, LOOK);
    let Some(shape) = tell::tell(&opened, whole && opened.len() < LOOK, mapping) else {
        return Ok(Looked::Page(source.again(start, begun)));
    };
    let consumed = Rc::new(Cell::new(0));
    let counted = Counted { from: Cursor::new(start).chain(begun), count: Rc::clone(&consumed) };
    let mut records = Records {
        file: match source.absolute() {
            Origin::File(path) => Some(path),
            _ => None,
        },
        splitter: Splitter::new(unpack::stream(counted), &shape),
        shape: Arc::new(shape),
        size: source.size,
        consumed,
        given: 0,
        over: false,
    };
    records.splitter.pass_header(&records.shape).map_err(|error| records.broken(&error))?;
    Ok(Looked::Records(records))
}

impl Records {
    /// How many records there are, as far as can be told from what was read.
    pub fn estimate(&self) -> usize {
        let consumed = self.consumed.get().max(1);
        let whole = self.size.max(consumed);
        let estimate = u128::from(whole) * self.given as u128 / u128::from(consumed);
        if self.over { self.given } else { usize::try_from(estimate).unwrap_or(usize::MAX) }
    }

    fn broken(&self, error: &io::Error) -> Refusal {
        let (origin, reason) = (Origin::Line(self.file.clone(), self.splitter.line()), unpack::broken(error));
        Refusal { origin, reason }
    }
}

impl Iterator for Records {
    type Item = Result<Batch, Refusal>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.over {
            return None;
        }
        let mut batch =
            Batch { file: self.file.clone(), shape: Arc::clone(&self.shape), bytes: Vec::new(), pieces: Vec::new() };
        while batch.pieces.len() < BATCH_RECORDS && batch.bytes.len() < BATCH_BYTES {
            match self.splitter.next(&mut batch.bytes) {
                Ok(Some(piece)) => batch.pieces.push(piece),
                Ok(None) => {
                    self.over = true;
                    break;
                }
                // What was read before the stream broke is handed on first; the break comes again.
                Err(_) if !batch.pieces.is_empty() => break,
                Err(error) => {
                    self.over = true;
                    return Some(Err(self.broken(&error)));
                }
            }
        }
        self.given += batch.pieces.len();
        (!batch.pieces.is_empty()).then_some(Ok(batch))
    }
}

impl Batch {
    /// How much of the bound on what is in hand it takes.
    pub fn weight(&self) -> u64 {
        self.bytes.len() as u64
    }

    /// Its records, each read or refused.
    pub fn read<'a>(&'a self, mapping: &'a Mapping) -> impl Iterator<Item = Result<Found, Refusal>> + 'a {
        self.pieces.iter().map(move |piece| {
            let origin = Origin::Line(self.file.clone(), piece.line);
            let bytes = self.bytes.get(piece.range.clone()).unwrap_or_default();
            let fault = piece.fault.clone().map_or(Ok(()), Err);
            let read = fault.and_then(|()| value::read(bytes, &self.shape, mapping));
            match read {
                Ok((original, record)) => Ok(Found { origin, original, record }),
                Err(reason) => Err(Refusal { origin, reason }),
            }
        })
    }
}

/// Counts what is read.
struct Counted<R> {
    from: R,
    count: Rc<Cell<u64>>,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let count = self.from.read(into)?;
        self.count.set(self.count.get() + count as u64);
        Ok(count)
    }
}

impl Refused {
    /// It is a record of JSON that cannot be read.
    fn not_json(error: &serde_json::Error) -> Refused {
        let message = error.to_string();
        let what = message.split(" at line ").next().unwrap_or_default().to_owned();
        Refused::NotJson { what, column: error.column() }
    }
}
