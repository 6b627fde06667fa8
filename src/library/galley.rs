//! Articles that were composed and are to become one segment of the index: gathered by article, as they come, and laid out by word when the
//! segment is written (`imprint`).
//!
//! Each word is looked up once an article and list. What is gathered lies one behind the other, so that it takes a third of the memory of
//! lists that grow word by word, and segments are as many times larger.

use super::composed::{Composed, Facets, LISTS, List};
use super::order;
use super::pairs::Everywhere;
use super::words::{Words, count};
use crate::article::ArticleId;

/// A galley of so many bytes is full.
const FULL: usize = 48 << 20;

/// Articles that will be a segment.
#[derive(Default)]
pub(super) struct Galley {
    pub words: Words,
    /// Whether the word of a number stands in a headline or a body as one of a spaced script.
    pub spaced: Vec<bool>,
    columns: [Column; LISTS],
    /// What stands behind the words that stand everywhere, and where each article's end.
    pub followers: Vec<(Everywhere, u32)>,
    follower_ends: Vec<usize>,
    /// The keys of the articles, which tell their order.
    pub keys: Vec<u64>,
    pub facets: Vec<Facets>,
    /// For each word of the article at hand its number here.
    numbers: Vec<u32>,
}

/// A list of all articles of a galley, one behind the other.
#[derive(Default)]
pub(super) struct Column {
    pub words: Vec<u32>,
    pub places: Vec<u8>,
    /// Where each article's part ends.
    ends: Vec<End>,
}

/// Where the part of an article ends, and how many terms it was made of.
#[derive(Clone, Copy, Default)]
struct End {
    words: u32,
    places: u32,
    terms: u32,
}

impl Galley {
    /// Adds an article.
    pub fn add(&mut self, key: u64, composed: Composed) {
        let Composed { spelt, spaced, words, places, lists, followers, facets } = composed;
        self.numbers.clear();
        self.numbers.extend(spelt.iter().map(|word| self.words.number(word)));
        let numbers = &self.numbers;
        let number = |local: &u32| numbers.get(*local as usize).copied().unwrap_or_default();
        self.spaced.resize(self.words.spelt().len(), false);
        for global in spaced.iter().map(number) {
            if let Some(spaced) = self.spaced.get_mut(global as usize) {
                *spaced = true;
            }
        }
        let (mut words_start, mut places_start, mut terms) = (0, 0, [0; LISTS]);
        for listed in lists {
            let list = listed.list as usize;
            if let (Some(column), Some(terms)) = (self.columns.get_mut(list), terms.get_mut(list)) {
                let words = words.get(words_start..listed.words_end).unwrap_or_default();
                column.words.extend(words.iter().map(number));
                column.places.extend(places.get(places_start..listed.places_end).unwrap_or_default());
                *terms = listed.terms;
            }
            (words_start, places_start) = (listed.words_end, listed.places_end);
        }
        for (column, terms) in self.columns.iter_mut().zip(terms) {
            let (words, places) = (count(column.words.len()), count(column.places.len()));
            column.ends.push(End { words, places, terms });
        }
        self.followers.extend(followers.iter().map(|(before, local)| (*before, number(local))));
        self.follower_ends.push(self.followers.len());
        self.keys.push(key);
        self.facets.push(facets);
    }

    /// Whether it holds the article.
    pub fn holds(&self, id: ArticleId) -> bool {
        self.keys.iter().any(|&key| order::id(key) == id)
    }

    /// Whether it holds nothing.
    pub fn is_empty(&self) -> bool {
        self.keys.is_empty()
    }

    /// Whether it should be written before more is added.
    pub fn is_full(&self) -> bool {
        let columns: usize = self.columns.iter().map(Column::size).sum();
        self.words.size() + columns + 8 * self.followers.len() + 256 * self.keys.len() >= FULL
    }

    /// One of the lists.
    pub fn column(&self, list: List) -> &Column {
        #[expect(clippy::indexing_slicing, reason = "there is a column for each list")]
        &self.columns[list as usize]
    }

    /// What stands behind words that stand everywhere, in an article.
    pub fn followers(&self, article: usize) -> &[(Everywhere, u32)] {
        let start = article.checked_sub(1).and_then(|before| self.follower_ends.get(before)).copied();
        let end = self.follower_ends.get(article).copied().unwrap_or_default();
        self.followers.get(start.unwrap_or_default()..end).unwrap_or_default()
    }
}

impl Column {
    /// The words of an article, and where its places begin.
    pub fn of(&self, article: usize) -> (&[u32], usize) {
        let start = article.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or_default();
        let end = self.ends.get(article).copied().unwrap_or_default();
        let words = self.words.get(start.words as usize..end.words as usize).unwrap_or_default();
        (words, start.places as usize)
    }

    /// How many terms the list of an article was made of.
    pub fn terms(&self, article: usize) -> u32 {
        self.ends.get(article).map_or(0, |end| end.terms)
    }

    /// How many terms there are of all articles.
    pub fn all_terms(&self) -> u64 {
        self.ends.iter().map(|end| u64::from(end.terms)).sum()
    }

    fn size(&self) -> usize {
        4 * self.words.len() + self.places.len() + size_of::<End>() * self.ends.len()
    }
}
