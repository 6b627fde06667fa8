//! What a block's text tells by itself: how long it is, how it runs, how it ends, which cue words it has. One pass over its letters.

use super::features::short;
use super::words::{CUE_COUNT, Cue, EMPTY, Words, finish, grow, is_particle};
use crate::text::{LETTERS, is_letter, is_unspaced};
use std::ops::Range;

/// The bit that lower-case letters of ASCII have and digits have not.
const LETTER: u8 = 0x40;

/// Hashes of a text's words that are kept for comparisons; longer texts are known by their first words.
pub(super) const HASHES_AT_MOST: usize = 600;

/// Counts over one text.
#[derive(Clone, Debug, Default)]
pub(super) struct Prose {
    /// Words; two characters of a script without spaces are one.
    pub(super) words: f32,
    pub(super) chars: u32,
    pub(super) function_words: f32,
    pub(super) capitals: u32,
    pub(super) numbers: u32,
    pub(super) digits: u32,
    pub(super) years: u32,
    pub(super) clocks: u32,
    pub(super) sentences: u32,
    pub(super) commas: u32,
    pub(super) quotes: u32,
    pub(super) questions: u32,
    pub(super) separators: u32,
    pub(super) signs: u32,
    pub(super) long_words: u32,
    pub(super) new_words: u32,
    pub(super) cues: [u8; CUE_COUNT],
    /// The kinds of cue words it has, a bit each.
    pub(super) kinds: u32,
    pub(super) first: Edge,
    pub(super) last: Edge,
    pub(super) all_capitals: bool,
    /// The hash of the whole text, case and white space left out.
    pub(super) whole: u32,
    /// The hash of its first words.
    pub(super) start: u32,
    /// Where its content words' hashes stand in the page's list.
    pub(super) content: (u32, u32),
}

/// The kind of character a text starts or ends with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Edge {
    #[default]
    Other,
    Lower,
    Upper,
    Digit,
    Stop,
    Question,
    Colon,
    Comma,
    Quote,
    Ellipsis,
    Unspaced,
    Bracket,
    Arrow,
}

impl Prose {
    /// Whether the text runs: sentences rather than labels.
    pub(super) fn runs(&self) -> bool {
        self.words >= 8.0 && self.function_words > 0.15 * self.words
    }
}

/// A word, or what of it was read so far.
#[derive(Clone, Copy)]
struct Word {
    hash: u32,
    letters: u32,
    digits: u32,
    /// The number that its first four digits make.
    value: u32,
    upper: bool,
}

const NO_WORD: Word = Word { hash: EMPTY, letters: 0, digits: 0, value: 0, upper: false };

/// Reads a text; its content words' hashes are added to `content`.
pub(super) fn prose(text: &str, words: &Words, content: &mut Vec<u32>) -> Prose {
    let mut prose = Prose::default();
    let begin = content.len();
    let mut reader = Reader {
        prose: &mut prose,
        words,
        content,
        most: begin + HASHES_AT_MOST,
        seen: [0; 8],
        word: NO_WORD,
        whole: EMPTY,
        tokens: 0,
        unspaced: 0,
        lower: false,
    };
    let bytes = text.as_bytes();
    let (mut at, mut previous_unspaced) = (0, None);
    let mut beyond = 0;
    while let Some(&byte) = bytes.get(at) {
        if LETTERS[usize::from(byte)] != 0 {
            at = reader.spell_ascii(bytes, at);
        } else if byte.is_ascii() {
            reader.mark(byte, if at == 0 { b' ' } else { bytes[at - 1] });
            at += 1;
        } else {
            let Some(c) = text[at..].chars().next() else { break };
            reader.letter(c, &mut previous_unspaced);
            at += c.len_utf8();
            beyond += c.len_utf8() - 1;
        }
    }
    reader.end_word();
    let Reader { whole, tokens, unspaced, lower, .. } = reader;
    prose.words = short(tokens - unspaced) + 0.5 * short(unspaced);
    prose.chars = u32::try_from(text.len() - beyond).unwrap_or(u32::MAX);
    prose.whole = finish(whole);
    if tokens < 6 {
        prose.start = prose.whole;
    }
    prose.all_capitals = prose.capitals > 0 && !lower;
    prose.content = (u32::try_from(begin).unwrap_or(u32::MAX), u32::try_from(content.len()).unwrap_or(u32::MAX));
    prose.first = text.chars().next().map_or(Edge::Other, edge);
    prose.last = last_edge(text);
    prose
}

struct Reader<'a> {
    prose: &'a mut Prose,
    words: &'a Words,
    content: &'a mut Vec<u32>,
    /// How long the list of content words may grow.
    most: usize,
    /// A small filter of the words met, by eight bits of their hash.
    seen: [u32; 8],
    /// The word that is not over yet.
    word: Word,
    whole: u32,
    tokens: u32,
    /// Those of them that are characters of a script without spaces.
    unspaced: u32,
    lower: bool,
}

impl Reader<'_> {
    /// Reads the letters and digits of ASCII that follow; gives the place behind them. The word may go on there with other letters.
    #[inline]
    fn spell_ascii(&mut self, bytes: &[u8], start: usize) -> usize {
        // Of all letters, but of no digit, this bit is set.
        let (mut hash, mut at, mut all) = (self.word.hash, start, LETTER);
        for &byte in &bytes[start..] {
            let letter = LETTERS[usize::from(byte)];
            if letter == 0 {
                break;
            }
            hash = grow(hash, u32::from(letter));
            all &= letter;
            at += 1;
        }
        let letters = u32::try_from(at - start).unwrap_or(u32::MAX);
        // Nearly all words are nothing but letters of ASCII.
        if self.word.letters == 0 && all != 0 && bytes.get(at).is_none_or(u8::is_ascii) {
            let upper = bytes[start].is_ascii_uppercase();
            self.lower |= !upper;
            self.tell(Word { hash, letters, upper, ..NO_WORD });
        } else {
            self.spell_on(bytes, start..at, hash);
        }
        at
    }

    /// Takes letters and digits of ASCII into the word that is being read.
    fn spell_on(&mut self, bytes: &[u8], read: Range<usize>, hash: u32) {
        let first = bytes[read.start];
        if self.word.letters == 0 {
            self.word.upper = first.is_ascii_uppercase();
            self.lower |= first.is_ascii_lowercase();
        }
        self.word.hash = hash;
        self.word.letters += u32::try_from(read.len()).unwrap_or(u32::MAX);
        let behind_colon = read.start > 0 && bytes[read.start - 1] == b':' && first.is_ascii_digit();
        self.prose.clocks += u32::from(behind_colon && self.prose.digits > 0);
        for digit in bytes[read].iter().filter(|byte| byte.is_ascii_digit()) {
            self.prose.digits += 1;
            self.word.digits += 1;
            if self.word.digits <= 4 {
                self.word.value = 10 * self.word.value + u32::from(digit - b'0');
            }
        }
    }

    /// A byte of ASCII that is no letter and no digit ends the word.
    #[inline]
    fn mark(&mut self, byte: u8, previous: u8) {
        self.end_word();
        match byte {
            b' ' => {
                self.prose.sentences += u32::from(matches!(previous, b'.' | b'!' | b'?'));
                self.prose.questions += u32::from(previous == b'?');
            }
            b',' | b';' => self.prose.commas += 1,
            b'"' => self.prose.quotes += 1,
            b'|' | b'>' | b'/' => self.prose.separators += 1,
            b'@' | b'#' | b'$' | b'%' | b'=' | b'{' | b'}' | b'_' => self.prose.signs += 1,
            _ => {}
        }
    }

    /// A character beyond ASCII.
    fn letter(&mut self, c: char, previous_unspaced: &mut Option<char>) {
        if is_unspaced(c) {
            self.end_word();
            self.unspaced += 1;
            self.prose.function_words += if is_particle(c) { 0.3 } else { 0.0 };
            self.whole = grow(self.whole, u32::from(c));
            self.tokens += 1;
            if let Some(before) = previous_unspaced.replace(c)
                && self.content.len() < self.most
            {
                self.content.push(finish(grow(grow(EMPTY, u32::from(before)), u32::from(c))));
            }
            return;
        }
        *previous_unspaced = None;
        if is_letter(c) {
            let lower = if c.is_uppercase() { c.to_lowercase().next().unwrap_or(c) } else { c };
            self.word.upper |= self.word.letters == 0 && c != lower;
            self.word.hash = grow(self.word.hash, u32::from(lower));
            self.word.letters += 1;
            self.lower |= !self.word.upper && self.word.digits == 0;
            return;
        }
        self.end_word();
        match c {
            '。' | '！' | '।' => self.prose.sentences += 1,
            '？' | '؟' => {
                self.prose.sentences += 1;
                self.prose.questions += 1;
            }
            '、' | '，' | '،' => self.prose.commas += 1,
            '“' | '”' | '„' | '«' | '»' | '「' | '」' => self.prose.quotes += 1,
            '›' | '·' | '•' | '→' | '❯' => self.prose.separators += 1,
            '©' => self.add_cues(1 << Cue::Rights as u32),
            '€' | '£' => self.prose.signs += 1,
            _ => {}
        }
    }

    #[inline]
    fn end_word(&mut self) {
        if self.word.letters > 0 {
            self.tell_odd();
        }
    }

    /// Takes down the word that was read piece by piece. Apart, so that what ends a word has no more to do for all others than to look.
    #[cold]
    fn tell_odd(&mut self) {
        self.tell(self.word);
        self.word = NO_WORD;
    }

    /// Takes down a word that is over.
    #[allow(clippy::inline_always, reason = "what is known of nearly all words is then no longer asked")]
    #[inline(always)]
    fn tell(&mut self, word: Word) {
        let hash = finish(word.hash);
        self.tokens += 1;
        self.whole = grow(self.whole, hash);
        if self.tokens == 6 {
            self.prose.start = finish(self.whole);
        }
        self.prose.capitals += u32::from(word.upper);
        let (slot, bit) = ((hash >> 10) as usize % 8, 1 << ((hash >> 5) % 32));
        self.prose.new_words += u32::from(self.seen[slot] & bit == 0);
        self.seen[slot] |= bit;
        if word.digits == word.letters {
            self.prose.numbers += 1;
            self.prose.years += u32::from(word.letters == 4 && (1900..2100).contains(&word.value));
            return;
        }
        let known = self.words.get(hash);
        if known.is_function_word() {
            self.prose.function_words += 1.0;
        } else if word.letters >= 4 {
            self.prose.long_words += 1;
            if self.content.len() < self.most {
                self.content.push(hash);
            }
        }
        self.add_cues(known.cues());
    }

    /// Counts cue words of some kinds.
    #[inline]
    fn add_cues(&mut self, mut kinds: u32) {
        self.prose.kinds |= kinds;
        while kinds != 0 {
            let kind = kinds.trailing_zeros() as usize;
            self.prose.cues[kind] = self.prose.cues[kind].saturating_add(1);
            kinds &= kinds - 1;
        }
    }
}

fn edge(c: char) -> Edge {
    match c {
        '.' | '!' | '。' | '！' | '।' => Edge::Stop,
        '?' | '？' | '؟' => Edge::Question,
        ':' | '：' => Edge::Colon,
        ',' | ';' | '、' | '，' => Edge::Comma,
        '"' | '\'' | '“' | '”' | '‘' | '’' | '«' | '»' | '„' | '「' | '」' => Edge::Quote,
        '…' => Edge::Ellipsis,
        '(' | ')' | '[' | ']' => Edge::Bracket,
        '›' | '→' | '>' | '|' | '❯' | '▶' | '/' => Edge::Arrow,
        c if c.is_ascii_digit() => Edge::Digit,
        c if is_unspaced(c) => Edge::Unspaced,
        c if c.is_uppercase() => Edge::Upper,
        c if c.is_alphabetic() => Edge::Lower,
        _ => Edge::Other,
    }
}

fn last_edge(text: &str) -> Edge {
    match text.chars().next_back() {
        Some('.') if text.ends_with("...") => Edge::Ellipsis,
        Some(']') if text.ends_with("[…]") || text.ends_with("[...]") => Edge::Ellipsis,
        last => last.map_or(Edge::Other, edge),
    }
}
