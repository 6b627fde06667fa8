//! An article that a page tells twice: the second telling goes, also where it is cut into other blocks.
//!
//! A block is a repetition where most of its runs of five words stand in earlier ones. Hardly any block is, so that first only its pairs of content
//! words are looked up, whose hashes are known; where few of them were met there is no need to read the page's words once more.

use super::features::Matrix;
use super::prose::HASHES_AT_MOST;
use super::words::{EMPTY, finish, grow};
use crate::page::{Page, Shape};
use crate::text::{QuickSet, hash_words, word_count};

/// Words from which a text that stands twice is a repetition and no refrain.
pub(super) const REPEATED_FROM: usize = 10;

/// The longest text that is too short to be one, in bytes.
const SHORT: usize = 40;

/// Words, as features count them, below which no text has ten however they are counted: scripts without spaces have more characters than words.
const WORDS_AT_LEAST: f32 = 5.0;
const ASCII_WORDS_AT_LEAST: f32 = 10.0;

/// Words that are compared together.
const RUN: usize = 5;

/// Of a text that is kept twice, the first stays; also where the second telling is cut into other blocks.
pub(super) fn drop_repetitions(page: &Page, matrix: &Matrix, kept: &mut [bool]) {
    let mut pairs = Seen::of(PAIR_BITS);
    let (mut places, mut told) = (Vec::new(), Told::default());
    let mut endless = false;
    for (at, block) in page.blocks.iter().enumerate() {
        let text = block.text.plain.as_str();
        if !kept[at] || text.len() <= SHORT || block.shape == Shape::Caption {
            continue;
        }
        let content = matrix.content(at);
        places.clear();
        let behind = content.get(1..).unwrap_or_default();
        places.extend(content.iter().zip(behind).map(|(word, next)| pairs.place(grow(*word, *next))));
        let met: usize = places.iter().map(|pair| usize::from(pairs.has(*pair))).sum();
        // Of an endless block only the first words' hashes are known.
        let few = 3 * met < 2 * places.len() && !endless;
        let long = matrix.words[at] >= if text.is_ascii() { ASCII_WORDS_AT_LEAST } else { WORDS_AT_LEAST };
        if long && !few && told.repeats(text) {
            kept[at] = false;
            continue;
        }
        endless |= content.len() >= HASHES_AT_MOST;
        for pair in &places {
            pairs.add(*pair);
        }
        told.texts.push(text);
    }
}

/// What was told so far.
#[derive(Default)]
struct Told<'a> {
    /// The texts, of which so many are among the whole ones, and so many are read.
    texts: Vec<&'a str>,
    known: usize,
    read: usize,
    wholes: QuickSet<&'a str>,
    /// The runs of words of those that are read.
    seen: Option<Seen>,
    /// The words of the text that is being read, and its runs of them.
    hashes: Vec<u64>,
    runs: Vec<u32>,
}

impl<'a> Told<'a> {
    /// Whether most of a text was told before.
    fn repeats(&mut self, text: &'a str) -> bool {
        for text in &self.texts[self.known..] {
            self.wholes.insert(text);
        }
        self.known = self.texts.len();
        // What stands there once more as it is needs no closer look.
        if self.wholes.contains(text) && word_count(text) >= REPEATED_FROM {
            return true;
        }
        let Told { texts, hashes, runs, .. } = self;
        let seen = self.seen.get_or_insert_with(|| Seen::of(RUN_BITS));
        for text in &texts[self.read..] {
            read(text, hashes, runs);
            for run in &*runs {
                seen.add(seen.place(*run));
            }
        }
        self.read = texts.len();
        read(text, hashes, runs);
        let repeated = runs.iter().filter(|run| seen.has(seen.place(**run))).count();
        hashes.len() >= REPEATED_FROM && 20 * repeated >= 17 * runs.len()
    }
}

/// Reads a text's words, in whatever case, and its runs of them.
fn read(text: &str, hashes: &mut Vec<u64>, runs: &mut Vec<u32>) {
    hashes.clear();
    hash_words(text, 1, hashes);
    runs.clear();
    // The upper half of a hash is the better mixed one.
    let hash = |word: &u64| (word >> 32) as u32;
    runs.extend(hashes.windows(RUN).map(|run| run.iter().fold(EMPTY, |so_far, word| grow(so_far, hash(word)))));
}

/// Bits of the filter of runs: a long article has some 5,000, so one run in fifty is taken for another, far from enough to drop a block.
const RUN_BITS: usize = 1 << 18;

/// Bits of the filter of pairs: one taken for another costs no more than a closer look.
const PAIR_BITS: usize = 1 << 17;

/// Which runs of words were met.
struct Seen(Vec<u64>);

impl Seen {
    /// A filter of so many bits, a power of two.
    fn of(bits: usize) -> Self {
        Seen(vec![0; bits / 64])
    }

    /// The place of a run's bit.
    fn place(&self, run: u32) -> usize {
        finish(run) as usize & (64 * self.0.len() - 1)
    }

    fn has(&self, place: usize) -> bool {
        self.0[place / 64] >> (place % 64) & 1 != 0
    }

    fn add(&mut self, place: usize) {
        self.0[place / 64] |= 1 << (place % 64);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::Origin;
    use crate::clean::features::features;
    use crate::import::lines::text_page;

    /// Which of the lines are left.
    fn left(lines: &[String]) -> Vec<bool> {
        let page = text_page(&lines.join("\n"), Origin::Stdin);
        let mut kept = vec![true; lines.len()];
        drop_repetitions(&page, &features(&page), &mut kept);
        kept
    }

    fn sentence(number: usize) -> String {
        let words: Vec<String> = (0..14).map(|at| format!("ferry{number}of{at}")).collect();
        words.join(" ")
    }

    #[test]
    fn a_second_telling_goes_wherever_it_is_cut() {
        let story: Vec<String> = (1..6).map(sentence).collect();
        let again = [story.clone(), story.clone()].concat();
        assert_eq!(left(&again), [[true; 5], [false; 5]].concat());
        let joined = [vec![story.join(" ")], story.clone()].concat();
        assert_eq!(left(&joined), [vec![true], vec![false; 5]].concat());
    }

    #[test]
    fn the_end_of_an_endless_block_is_known_too() {
        let story: Vec<String> = (1..90).map(sentence).collect();
        let lines = [story.join(" "), story[88].clone(), sentence(200)];
        assert_eq!(left(&lines), [true, false, true]);
    }
}
