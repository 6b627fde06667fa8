//! The hits of a query in their order: where the n-th stands, and at which place an article stands, without listing what is not asked for.

use super::bits::{Bits, Ranked};
use super::order;
use super::score::Scored;
use super::volume::Snapshot;
use crate::article::ArticleId;
use crate::date::PartialDate;

/// Hits in an order. Each is its key (see [`order`]).
pub(super) enum Found {
    /// Newest first, as they stand in the segments; reversed, oldest first with undated ones still last.
    ByDate { sets: Vec<Ranked>, total: usize, dated: usize, reversed: bool },
    /// In any other order.
    Listed(Vec<u64>),
    /// By relevance.
    Scored(Scored),
}

impl Found {
    /// Hits in the order of their dates: newest first, or the other way round.
    pub fn by_date(snapshot: &Snapshot, sets: Vec<Bits>, reversed: bool) -> Self {
        let sets: Vec<Ranked> = sets.into_iter().map(Ranked::new).collect();
        let total = sets.iter().map(Ranked::count).sum();
        let mut found = Found::ByDate { sets, total, dated: 0, reversed };
        let before = found.newer(snapshot, order::DATED);
        if let Found::ByDate { dated, .. } = &mut found {
            *dated = before;
        }
        found
    }

    /// How many there are.
    pub fn total(&self) -> usize {
        match self {
            Found::ByDate { total, .. } => *total,
            Found::Listed(keys) => keys.len(),
            Found::Scored(scored) => scored.total(),
        }
    }

    /// How many hits by date have a key of at least that.
    fn newer(&self, snapshot: &Snapshot, key: u64) -> usize {
        let Found::ByDate { sets, .. } = self else { return 0 };
        sets.iter().zip(&snapshot.volumes).map(|(set, volume)| set.rank(volume.below(key))).sum()
    }

    /// The keys of a page of hits.
    pub fn page(&self, snapshot: &Snapshot, offset: usize, limit: usize) -> Vec<u64> {
        let limit = limit.min(self.total().saturating_sub(offset));
        match self {
            Found::Listed(keys) => keys.iter().skip(offset).take(limit).copied().collect(),
            Found::Scored(scored) => scored.page(offset, limit),
            Found::ByDate { reversed: false, .. } => self.forward(snapshot, offset, limit),
            Found::ByDate { dated, .. } => {
                // The dated ones stand the other way round, the undated ones as they are.
                let of_dated = limit.min(dated.saturating_sub(offset));
                let mut keys = self.forward(snapshot, dated.saturating_sub(offset + of_dated), of_dated);
                keys.reverse();
                keys.extend(self.forward(snapshot, (*dated).max(offset), limit - of_dated));
                keys
            }
        }
    }

    /// The keys from the `offset`-th newest hit on.
    fn forward(&self, snapshot: &Snapshot, offset: usize, limit: usize) -> Vec<u64> {
        let Found::ByDate { sets, .. } = self else { return Vec::new() };
        if limit == 0 {
            return Vec::new();
        }
        if let ([set], [volume]) = (sets.as_slice(), snapshot.volumes.as_slice()) {
            let Some(first) = set.nth(offset) else { return Vec::new() };
            return set.bits().iter_from(first).take(limit).map(|document| volume.keys.get_val(document)).collect();
        }
        // The greatest key that has at least `offset` hits above or at it leaves exactly `offset` above what follows.
        let (mut from, mut to) = (if offset == 0 { u64::MAX } else { 0 }, u64::MAX);
        while from < to {
            let middle = to - (to - from) / 2;
            if self.newer(snapshot, middle) >= offset { from = middle } else { to = middle - 1 }
        }
        let mut heads: Vec<_> = sets
            .iter()
            .zip(&snapshot.volumes)
            .map(|(set, volume)| {
                let mut keys = set.bits().iter_from(volume.below(from)).map(|document| volume.keys.get_val(document));
                (keys.next(), keys)
            })
            .collect();
        let mut keys = Vec::with_capacity(limit);
        while keys.len() < limit {
            let Some(newest) = heads.iter_mut().max_by_key(|(head, _)| *head) else { break };
            let Some(key) = newest.0 else { break };
            keys.push(key);
            newest.0 = newest.1.next();
        }
        keys
    }

    /// The place of an article among the hits, where it is one.
    pub fn place(&self, snapshot: &Snapshot, id: ArticleId) -> Option<usize> {
        let (number, document) = snapshot.place(id)?;
        let key = snapshot.volumes.get(number as usize)?.keys.get_val(document);
        match self {
            Found::Listed(keys) => keys.iter().position(|&listed| listed == key),
            Found::Scored(scored) => scored.place(key),
            Found::ByDate { sets, dated, reversed, .. } => {
                sets.get(number as usize).filter(|set| set.bits().contains(document))?;
                let place = self.newer(snapshot, key) - 1;
                Some(if *reversed && place < *dated { dated - 1 - place } else { place })
            }
        }
    }

    /// The place of the first hit that does not lie before the day in the order by date: not newer, or where it is reversed, not older.
    /// Where all lie before it, the place of the last dated hit's follower.
    pub fn seek(&self, snapshot: &Snapshot, day: PartialDate) -> usize {
        let after = day.last_day().succ_opt().map_or(u64::MAX, order::start_of);
        match self {
            Found::ByDate { reversed: false, .. } => self.newer(snapshot, after),
            Found::ByDate { dated, .. } => dated - self.newer(snapshot, order::start_of(day.first_day())),
            Found::Listed(keys) => keys.iter().position(|&key| key < after).unwrap_or(keys.len()),
            Found::Scored(scored) => scored.seek(after),
        }
    }

    /// The oldest and the newest date among the hits.
    pub fn span(&self, snapshot: &Snapshot) -> Option<(PartialDate, PartialDate)> {
        let (newest, oldest) = match self {
            Found::ByDate { dated, .. } => {
                let last = dated.checked_sub(1)?;
                (*self.forward(snapshot, 0, 1).first()?, *self.forward(snapshot, last, 1).first()?)
            }
            Found::Listed(keys) => {
                let dated = || keys.iter().copied().filter(|&key| key >= order::DATED);
                (dated().max()?, dated().min()?)
            }
            Found::Scored(scored) => scored.span()?,
        };
        order::date(oldest).zip(order::date(newest))
    }
}
