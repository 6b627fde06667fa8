//! Pairs of words that stand side by side everywhere ("of the"): the index keeps them as terms of their own, so that a phrase of such words need
//! not be looked for in the places of words that every article has dozens of times. Of the few words that stand in every line it also keeps
//! which documents have them before which word ("the ferry"), whatever that is.

use crate::text::{QuickMap, Term, is_unspaced};
use std::sync::LazyLock;

/// Function words, folded, of the languages that most kept articles are in. A language that is not here is found all the same, only slower.
const WORDS: &str = "a about after all also an and any are as at be because been before but by can could did do down for from had has have he her \
                     him his how i if in into is it its just like may me more most my no not now of on one only or other our out over said she \
                     should so some such than that the their them then there these they this those through to two under up was we were what \
                     when where which who will with would you your \
                     aber als am auch auf aus bei bis das dass dem den der des die dies durch ein eine einem einen einer er es fur hat haben ich \
                     ihr im ist man mit nach nicht noch nur oder sein seine sich sie sind sowie uber um und unter von vor war wie wird wurde zu zum zur \
                     au aux avec ce ces cette dans de du elle en est et ete il ils je la le les leur mais ne nous on ont ou par pas plus pour que \
                     qui sa se ses son sont sur un une vous \
                     al como con cuando del desde el entre era esta este fue ha hasta las lo los mas muy o para pero por porque ser si sin sobre \
                     su sus una y ya \
                     che ci da dal della delle di e gli ma nel nella non piu quando sono suo \
                     ao com da das do dos em foi mais nao na nas no nos os pela pelo sao sua um uma \
                     aan bij dat een het hij maar met naar niet ook op te uit van voor werd ze zijn";

/// Those that stand in every line. What each of the others is followed by takes more room than it saves time.
const EVERYWHERE: &[&str] = &[
    "the", "of", "to", "and", "a", "in", "de", "la", "le", "les", "et", "der", "die", "und", "el", "que", "y", "di",
    "e", "il", "che", "o", "het", "een", "van",
];

/// Each with its place in [`EVERYWHERE`].
static COMMON: LazyLock<QuickMap<&str, Option<Everywhere>>> = LazyLock::new(|| {
    let place =
        |word: &str| EVERYWHERE.iter().position(|other| *other == word).and_then(|place| u8::try_from(place).ok());
    WORDS.split_whitespace().map(|word| (word, place(word).map(Everywhere))).collect()
});

/// The most bytes that one of them has.
const LONGEST: usize = 7;

/// Stands before a pair; no word can hold it.
pub(super) const MARK: u8 = 1;

/// A word that stands in every line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Everywhere(u8);

impl Everywhere {
    /// Itself.
    pub fn word(self) -> &'static str {
        EVERYWHERE.get(usize::from(self.0)).copied().unwrap_or_default()
    }

    /// All of them, by their letters.
    pub fn all() -> Vec<Everywhere> {
        let mut all: Vec<Everywhere> = Everywhere::of_bits((1 << EVERYWHERE.len()) - 1).collect();
        all.sort_unstable_by_key(|everywhere| everywhere.word());
        all
    }

    /// Its bit in a set of them.
    pub fn bit(self) -> u32 {
        1 << self.0
    }

    /// Those in a set.
    pub fn of_bits(bits: u32) -> impl Iterator<Item = Everywhere> {
        std::iter::successors(Some(bits), |bits| Some(bits & bits.wrapping_sub(1)))
            .take_while(|bits| *bits != 0)
            .filter_map(|bits| u8::try_from(bits.trailing_zeros()).ok().map(Everywhere))
    }
}

/// The term of two words side by side, where both are such words and the first does not stand everywhere: of those that do, it is known which
/// documents have them before any word.
pub(super) fn pair(first: &str, second: &str) -> Option<String> {
    (is_common(first) && is_common(second) && is_everywhere(first).is_none()).then(|| joined(first, second))
}

/// The term of the documents that have both words side by side, where the first one stands everywhere; or how it begins, where the second may
/// go on.
pub(super) fn follower(first: &Term, second: &Term) -> Option<String> {
    let side_by_side = !first.open && second.position == first.position + 1 && !second.text.starts_with(is_unspaced);
    (side_by_side && is_everywhere(&first.text).is_some()).then(|| joined(&first.text, &second.text))
}

fn joined(first: &str, second: &str) -> String {
    let mut joined = String::with_capacity(first.len() + second.len() + 2);
    join(first, second, &mut joined);
    joined
}

/// Writes the term of two words side by side.
pub(super) fn join(first: &str, second: &str, into: &mut String) {
    into.push(char::from(MARK));
    into.push_str(first);
    into.push(' ');
    into.push_str(second);
}

/// Whether it is such a word.
pub(super) fn is_common(word: &str) -> bool {
    word.len() <= LONGEST && COMMON.contains_key(word)
}

/// Whether it is one that stands in every line.
pub(super) fn is_everywhere(word: &str) -> Option<Everywhere> {
    if word.len() <= LONGEST { COMMON.get(word).copied().flatten() } else { None }
}

/// The same terms side by side, with pairs in the place of the words that they are made of.
pub(super) fn paired(terms: &[Term]) -> Vec<Term> {
    let mut out: Vec<Term> = Vec::with_capacity(terms.len());
    let mut covered = false;
    for (place, term) in terms.iter().enumerate() {
        let next = terms.get(place + 1).filter(|next| !term.open && !next.open && next.position == term.position + 1);
        match next.and_then(|next| pair(&term.text, &next.text)) {
            Some(text) => {
                out.push(Term { text, ..term.clone() });
                covered = true;
            }
            None if covered => covered = false,
            None => out.push(term.clone()),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{query_terms, units};

    fn terms(text: &str) -> Vec<(String, usize)> {
        let units: Vec<_> = units(text).collect();
        paired(&query_terms(&units))
            .into_iter()
            .map(|term| (term.text.replace(char::from(MARK), ""), term.position))
            .collect()
    }

    #[test]
    fn none_of_the_words_is_too_long_to_be_looked_for() {
        assert!(WORDS.split_whitespace().all(is_common));
        assert!(EVERYWHERE.iter().all(|word| is_everywhere(word).is_some_and(|place| place.word() == *word)));
    }

    #[test]
    fn words_that_stand_everywhere_are_looked_for_in_pairs() {
        for (text, expected) in [
            ("in the ferry", vec![("in", 0), ("the", 1), ("ferry", 2)]),
            ("from the ferry", vec![("from the", 0), ("ferry", 2)]),
            ("out of the water", vec![("out of", 0), ("the", 2), ("water", 3)]),
            ("up from under the water", vec![("up from", 0), ("from under", 1), ("under the", 2), ("water", 4)]),
            ("old ferry", vec![("old", 0), ("ferry", 1)]),
            ("the", vec![("the", 0)]),
            ("über den Fluss", vec![("uber den", 0), ("fluss", 2)]),
        ] {
            let expected: Vec<(String, usize)> = expected.into_iter().map(|(text, at)| (text.to_owned(), at)).collect();
            assert_eq!(terms(text), expected, "{text}");
        }
    }
}
