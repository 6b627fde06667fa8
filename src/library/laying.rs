//! The segment that is being written while more is gathered.

use super::galley::Galley;
use super::imprint::imprint;
use std::thread::JoinHandle;
use tantivy::index::SegmentMeta;
use tantivy::{Segment, TantivyError};

/// A galley that a thread writes, where there is one. Whoever drops it waits for that.
#[derive(Default)]
pub(super) struct Laying(Option<JoinHandle<Result<SegmentMeta, TantivyError>>>);

impl Laying {
    /// Begins to write a galley.
    pub fn begin(galley: Galley, segment: Segment) -> Result<Self, TantivyError> {
        let writing = std::thread::Builder::new().name("segment".to_owned());
        Ok(Laying(Some(writing.spawn(move || imprint(&galley, segment))?)))
    }

    /// The segment, when it is written; `None` where none is.
    pub fn end(&mut self) -> Result<Option<SegmentMeta>, TantivyError> {
        let ended = self.0.take().map(JoinHandle::join);
        let fault = |_| TantivyError::ErrorInThread("writing a segment failed".to_owned());
        ended.map(|ended| ended.map_err(fault)?).transpose()
    }
}

impl Drop for Laying {
    fn drop(&mut self) {
        // Whether it was written is of no use to anybody now.
        let _ = self.end();
    }
}
