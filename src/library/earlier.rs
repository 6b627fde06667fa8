//! Taking earlier forms of articles out of the index.

use std::sync::{Arc, Mutex, PoisonError};
use tantivy::index::SegmentId;
use tantivy::query::{ConstScorer, EmptyScorer, EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, Result, Score, SegmentReader, Term};

/// The segments that a writer made or is making, in their order.
#[derive(Clone, Debug, Default)]
pub(super) struct Made(Arc<Mutex<Vec<SegmentId>>>);

/// The documents of an article in the segments that were there before its new form was gathered: what is to be taken out waits, and would be taken
/// out of the segments too that the index is told of meanwhile.
#[derive(Clone, Debug)]
pub(super) struct Earlier {
    id: Term,
    made: Made,
    /// How many of them were there before.
    before: usize,
}

impl Made {
    /// Another one is being made.
    pub fn add(&self, segment: SegmentId) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(segment);
    }

    /// What is to be taken out for an article that the segment that is being made will hold.
    pub fn earlier(&self, id: Term) -> Earlier {
        let before = self.0.lock().unwrap_or_else(PoisonError::into_inner).len().saturating_sub(1);
        Earlier { id, made: self.clone(), before }
    }
}

impl Query for Earlier {
    fn weight(&self, _: EnableScoring<'_>) -> Result<Box<dyn Weight>> {
        Ok(Box::new(self.clone()))
    }
}

impl Weight for Earlier {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> Result<Box<dyn Scorer>> {
        let is_later = {
            let made = self.made.0.lock().unwrap_or_else(PoisonError::into_inner);
            made.iter().skip(self.before).any(|segment| *segment == reader.segment_id())
        };
        if is_later {
            return Ok(Box::new(EmptyScorer));
        }
        let postings = reader.inverted_index(self.id.field())?.read_postings(&self.id, IndexRecordOption::Basic)?;
        Ok(postings.map_or_else(
            || Box::new(EmptyScorer) as Box<dyn Scorer>,
            |postings| Box::new(ConstScorer::new(postings, boost)),
        ))
    }

    fn explain(&self, _: &SegmentReader, _: DocId) -> Result<Explanation> {
        Ok(Explanation::new("an earlier form of an article", 1.0))
    }
}
