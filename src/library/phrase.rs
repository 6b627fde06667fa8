//! Words side by side: which documents of a stretch have terms at their distances, the last of which may go on.

use super::bits::{Bits, Ranked};
use super::index::STARTS;
use super::pairs;
use super::places::Mentions;
use super::stretch::{Stretch, after};
use crate::text::{Term as Wanted, is_unspaced};
use std::io;
use tantivy::postings::TermInfo;
use tantivy::schema::Field;
use tantivy::{InvertedIndexReader, TERMINATED, TantivyError};

/// So many times fewer documents are looked up one by one.
const FEWER: u32 = 4;

impl Stretch<'_> {
    /// The documents where the terms stand at their distances; the last term may go on where it is open.
    ///
    /// `starts` is the field that tells how the words of this one begin and what follows words that stand everywhere, where there is one. All hits
    /// are known to be `among` these documents.
    pub fn phrase(
        &self,
        field: Field,
        starts: Option<Field>,
        wanted: &[Wanted],
        among: Option<Bits>,
    ) -> Result<Bits, TantivyError> {
        let terms = pairs::paired(wanted);
        let [closed @ .., last] = terms.as_slice() else { return Ok(self.none()) };
        if closed.is_empty() {
            return if last.open { self.prefix(field, &last.text) } else { self.term(field, &last.text) };
        }
        let mut among = among;
        // How words begin tells it where a word of the stretch stands everywhere: that is what takes the longest to look at.
        for (first, second) in wanted.iter().zip(wanted.iter().skip(1)) {
            if let (Some(starts), Some(follower)) = (starts, pairs::follower(first, second)) {
                let having = if second.open { self.prefix(starts, &follower) } else { self.term(starts, &follower) }?;
                match &mut among {
                    Some(among) => among.and(&having),
                    None => among = Some(having),
                }
            }
        }
        if among.as_ref().is_some_and(Bits::is_empty) {
            return Ok(self.none());
        }
        let inverted = self.volume.reader.inverted_index(field)?;
        if last.open {
            let before = wanted.len().checked_sub(2).and_then(|place| wanted.get(place));
            let before = before.map(|term| term.text.as_str()).unwrap_or_default();
            return self.open_phrase((field, &inverted), starts, closed, (before, last), among);
        }
        let mut bits = self.none();
        self.side_by_side((field, &inverted), &terms, last.position, among.as_ref(), |document, _| {
            bits.insert(document - self.range.start);
        })?;
        Ok(bits)
    }

    /// Finds where the closed terms stand, then goes once through all terms that the open one may be.
    ///
    /// The most frequent of them come first: they settle most documents, and a settled document is not looked at again.
    ///
    /// What the open term and the word `before` it are a pair of needs no places, and is by far the most of it where they are.
    fn open_phrase(
        &self,
        (field, inverted): (Field, &InvertedIndexReader),
        starts: Option<Field>,
        closed: &[Wanted],
        (before, last): (&str, &Wanted),
        among: Option<Bits>,
    ) -> Result<Bits, TantivyError> {
        let (mut found, mut infos) = (self.none(), Vec::new());
        let mut terms = inverted.terms().range().ge(&last.text).lt(after(&last.text)).into_stream()?;
        while terms.advance() {
            let text = std::str::from_utf8(terms.key()).unwrap_or_default();
            match pairs::pair(before, text) {
                Some(text) if matches!(closed, [only] if only.text == before) => found.or(&self.term(field, &text)?),
                Some(text) => {
                    let pair = Wanted { text, position: last.position - 1, ..last.clone() };
                    let all: Vec<Wanted> = closed.iter().cloned().chain([pair]).collect();
                    self.side_by_side((field, inverted), &all, last.position, among.as_ref(), |document, _| {
                        found.insert(document - self.range.start);
                    })?;
                }
                None => infos.push(terms.value().clone()),
            }
        }
        let mut having = match among {
            Some(among) => among,
            None => self.having((field, inverted), starts, closed, (last, &infos))?,
        };
        having.and_not(&found);
        // Where the open term is to stand: the places of all documents behind each other, and where each document's end.
        let (mut places, mut ends, mut candidates) = (Vec::new(), Vec::new(), self.none());
        self.side_by_side((field, inverted), closed, last.position, Some(&having), |document, positions| {
            places.extend_from_slice(positions);
            ends.push(places.len());
            candidates.insert(document - self.range.start);
        })?;
        let candidates = Ranked::new(candidates);
        let wanted = |document| {
            let number = candidates.rank(document);
            let start = number.checked_sub(1).and_then(|before| ends.get(before)).copied().unwrap_or(0);
            ends.get(number).and_then(|&end| places.get(start..end)).unwrap_or_default()
        };
        infos.sort_by_key(|info| std::cmp::Reverse(info.doc_freq));
        let (mut open, mut left) = (candidates.bits().clone(), looks(candidates.count()));
        let mut positions = Vec::new();
        for info in &infos {
            if left == 0 {
                break;
            }
            let mut mentions =
                Mentions::new(self.volume, (field, inverted), info, left.min(info.doc_freq), self.range.end)?;
            let mut document = mentions.seek(self.range.start);
            while document < self.range.end {
                let own = document - self.range.start;
                if open.contains(own) {
                    mentions.places(0, &mut positions);
                    if meet(wanted(own), &positions) {
                        found.insert(own);
                        open.remove(own);
                        left -= 1;
                    }
                    document = mentions.advance();
                } else if left < info.doc_freq / FEWER {
                    // Few are looked up one by one.
                    let Some(next) = open.iter_from(own).next() else { break };
                    document = mentions.seek(next + self.range.start);
                } else {
                    document = mentions.advance();
                }
            }
        }
        Ok(found)
    }

    /// The documents that may have the open term besides the closed ones.
    fn having(
        &self,
        (field, inverted): (Field, &InvertedIndexReader),
        starts: Option<Field>,
        closed: &[Wanted],
        (last, infos): (&Wanted, &[TermInfo]),
    ) -> Result<Bits, TantivyError> {
        let rarest = closed.iter().map(|term| inverted.terms().get(term.text.as_bytes()));
        let rarest =
            rarest.collect::<io::Result<Vec<_>>>()?.into_iter().map(|info| info.map_or(0, |info| info.doc_freq)).min();
        let all: u32 = infos.iter().map(|info| info.doc_freq).sum();
        match starts.filter(|_| rarest.unwrap_or_default() < all / FEWER && !last.text.starts_with(is_unspaced)) {
            // Where few documents have the closed terms, how words begin tells enough of which of them may have the open one.
            Some(starts) => {
                let end = last.text.char_indices().nth(STARTS).map_or(last.text.len(), |(end, _)| end);
                self.term(starts, &last.text[..end])
            }
            None => self.prefix(field, &last.text),
        }
    }

    /// Gives each document (of those in `among`, counted from the range's start) where the terms stand at their distances, with the positions
    /// that `at` terms further on are at.
    fn side_by_side(
        &self,
        (field, inverted): (Field, &InvertedIndexReader),
        terms: &[Wanted],
        at: usize,
        among: Option<&Bits>,
        mut give: impl FnMut(u32, &[u32]),
    ) -> Result<(), TantivyError> {
        let mut infos = Vec::with_capacity(terms.len());
        for term in terms {
            let Some(info) = inverted.terms().get(term.text.as_bytes())? else { return Ok(()) };
            infos.push((info, u32::try_from(at - term.position).unwrap_or(u32::MAX)));
        }
        // The rarest term leads: the others only follow it.
        infos.sort_by_key(|(info, _)| info.doc_freq);
        let rarest = infos.first().map_or(0, |(info, _)| info.doc_freq);
        let looked_at = rarest.min(among.map_or(u32::MAX, |among| looks(among.count())));
        let mut lists = Vec::with_capacity(infos.len());
        for (info, distance) in &infos {
            let mentions = Mentions::new(self.volume, (field, inverted), info, looked_at, self.range.end)?;
            lists.push((mentions, *distance));
        }
        let Some(((leader, distance), followers)) = lists.split_first_mut() else { return Ok(()) };
        let (mut places, mut others) = (Vec::new(), Vec::new());
        let mut document = leader.seek(self.range.start);
        'documents: while document < self.range.end {
            // What is not asked for has its places not read.
            if let Some(among) = among.filter(|among| !among.contains(document - self.range.start)) {
                let next = among.iter_from(document - self.range.start).next();
                document = next.map_or(TERMINATED, |next| leader.seek(next + self.range.start));
                continue;
            }
            for (follower, _) in followers.iter_mut() {
                let reached = follower.seek(document);
                if reached != document {
                    document = leader.seek(reached);
                    continue 'documents;
                }
            }
            leader.places(*distance, &mut places);
            for (follower, distance) in followers.iter_mut() {
                follower.places(*distance, &mut others);
                keep_common(&mut places, &others);
            }
            if !places.is_empty() {
                give(document, &places);
            }
            document = leader.advance();
        }
        Ok(())
    }
}

/// A number of documents that will be looked at.
fn looks(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

/// Keeps what is in both ascending lists.
fn keep_common(places: &mut Vec<u32>, others: &[u32]) {
    let mut others = others.iter().copied().peekable();
    places.retain(|&place| {
        while others.next_if(|&other| other < place).is_some() {}
        others.peek() == Some(&place)
    });
}

/// Whether two ascending lists have a number in common.
fn meet(one: &[u32], other: &[u32]) -> bool {
    let mut other = other.iter().copied().peekable();
    one.iter().any(|&place| {
        while other.next_if(|&number| number < place).is_some() {}
        other.peek() == Some(&place)
    })
}
