//! One way of ranking what a page claims: candidates with a weight and where they come from; claims that agree support each other.

/// A value that something on the page stands up for.
#[derive(Clone, Debug)]
pub(super) struct Candidate<T> {
    /// The value.
    pub value: T,
    /// How much the witness is believed; the unit is of no meaning, only the order and the sums are.
    pub weight: f32,
    /// The witness, for explanations.
    pub from: String,
}

impl<T> Candidate<T> {
    pub(super) fn new(value: T, weight: f32, from: impl Into<String>) -> Self {
        Candidate { value, weight, from: from.into() }
    }
}

/// A number as a weight; beyond some ten thousand it makes no difference any more.
pub(super) fn count(number: usize) -> f32 {
    f32::from(u16::try_from(number).unwrap_or(u16::MAX))
}

/// What share of its weight a second witness of the same value adds.
const SUPPORT: f32 = 0.4;

/// The candidate with the most weight behind it: its best witness whole, each other witness of the same value in part. The first wins a tie.
pub(super) fn elect<T: Clone>(candidates: &[Candidate<T>], same: impl Fn(&T, &T) -> bool) -> Option<Candidate<T>> {
    elect_at(candidates, |a, b| same(&candidates[a].value, &candidates[b].value))
}

/// The same where values are alike when their keys are equal; each key is made once.
pub(super) fn elect_by<T: Clone, K: PartialEq>(
    candidates: &[Candidate<T>],
    key: impl Fn(&T) -> K,
) -> Option<Candidate<T>> {
    let keys: Vec<K> = candidates.iter().map(|candidate| key(&candidate.value)).collect();
    elect_at(candidates, |a, b| keys[a] == keys[b])
}

fn elect_at<T: Clone>(candidates: &[Candidate<T>], same: impl Fn(usize, usize) -> bool) -> Option<Candidate<T>> {
    let mut best: Option<(usize, f32)> = None;
    for (at, candidate) in candidates.iter().enumerate() {
        let weight = candidates
            .iter()
            .enumerate()
            .filter(|(other_at, other)| *other_at != at && same(at, *other_at) && other.from != candidate.from)
            .fold(candidate.weight, |sum, (_, other)| sum + SUPPORT * other.weight.max(0.0));
        if best.is_none_or(|(_, most)| weight > most) {
            best = Some((at, weight));
        }
    }
    best.map(|(at, weight)| Candidate { weight, ..candidates[at].clone() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_weak_witnesses_outvote_a_stronger_one() {
        let candidates = [Candidate::new("a", 5.0, "x"), Candidate::new("b", 4.0, "y"), Candidate::new("b", 4.0, "z")];
        assert_eq!(elect(&candidates, |a, b| a == b).map(|c| c.value), Some("b"));
    }

    #[test]
    fn the_same_witness_counts_once() {
        let candidates = [Candidate::new("a", 5.0, "x"), Candidate::new("b", 4.0, "y"), Candidate::new("b", 4.0, "y")];
        assert_eq!(elect(&candidates, |a, b| a == b).map(|c| c.value), Some("a"));
    }
}
