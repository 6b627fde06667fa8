//! What a block's text tells by itself: how long it is, how it runs, how it ends, which cue words it has. One pass over its letters.

mod marks;

use super::features::short;
use super::words::{CUE_COUNT, Cue, EMPTY, Words, finish, grow, is_particle};
use crate::text::{Spelling, Stretch, is_letter, is_unspaced, spelled};
use marks::{MARKS, Mark};

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

/// A word that is read piece by piece, as far as it was read: one with digits or with letters beyond ASCII.
#[derive(Clone, Copy)]
struct Word {
    spelling: Spelling,
    letters: u32,
    digits: u32,
    /// The number that its first four digits make.
    value: u32,
    upper: bool,
}

const NO_WORD: Word = Word { spelling: Spelling::NONE, letters: 0, digits: 0, value: 0, upper: false };

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
        sums: Sums { whole: EMPTY, ..Sums::default() },
        unspaced: 0,
        marks: [0; MARKS],
    };
    let bytes = text.as_bytes();
    let (mut at, mut previous_unspaced) = (0, None);
    let mut beyond = 0;
    while let Some(&byte) = bytes.get(at) {
        if byte.is_ascii() {
            at = if reader.word.letters == 0 { reader.read(bytes, at) } else { reader.go_on(bytes, at) };
        } else {
            let Some(c) = text[at..].chars().next() else { break };
            reader.letter(c, &mut previous_unspaced);
            at += c.len_utf8();
            beyond += c.len_utf8() - 1;
        }
    }
    reader.end_word();
    let Reader { sums, unspaced, marks, .. } = reader;
    let count = |mark: Mark| marks[mark as usize];
    prose.sentences += count(Mark::StopBeforeSpace) + count(Mark::QuestionBeforeSpace);
    prose.questions += count(Mark::QuestionBeforeSpace);
    prose.commas += count(Mark::Comma);
    prose.quotes += count(Mark::Quote);
    prose.separators += count(Mark::Separator);
    prose.signs += count(Mark::Sign);
    prose.function_words += short(sums.functions);
    prose.capitals = sums.capitals;
    prose.new_words = sums.new_words;
    prose.long_words = sums.long_words;
    prose.words = short(sums.tokens - unspaced) + 0.5 * short(unspaced);
    prose.chars = u32::try_from(text.len() - beyond).unwrap_or(u32::MAX);
    prose.whole = finish(sums.whole);
    prose.start = if sums.tokens < FIRST_WORDS { prose.whole } else { finish(sums.start) };
    prose.all_capitals = prose.capitals > 0 && !sums.lower;
    prose.content = (u32::try_from(begin).unwrap_or(u32::MAX), u32::try_from(content.len()).unwrap_or(u32::MAX));
    prose.first = text.chars().next().map_or(Edge::Other, edge);
    prose.last = last_edge(text);
    prose
}

/// Words whose hash a text begins with.
const FIRST_WORDS: u32 = 6;

/// What is summed up over the words of a text; apart, so that it is at hand while many of them are read.
#[derive(Clone, Copy, Default)]
struct Sums {
    /// The hash of the whole text, and of its first words.
    whole: u32,
    start: u32,
    tokens: u32,
    capitals: u32,
    new_words: u32,
    long_words: u32,
    /// Words that hold sentences together.
    functions: u32,
    /// Whether a word begins with a small letter.
    lower: bool,
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
    sums: Sums,
    /// Those of its tokens that are characters of a script without spaces.
    unspaced: u32,
    /// How often each kind of mark comes.
    marks: [u32; MARKS],
}

impl Reader<'_> {
    /// Reads some bytes of ASCII, of which there is one at least, where no word is open; gives the place behind them. The last may open a word.
    #[inline]
    fn read(&mut self, bytes: &[u8], at: usize) -> usize {
        let stretch = Stretch::at(bytes, at);
        let plain = stretch.plain();
        let (letters, digits) = stretch.letters_and_digits();
        let letters = letters & Stretch::before(plain);
        let (mut left, mut sums) = (letters, self.sums);
        let read = loop {
            let start = left.trailing_zeros() as usize;
            if start >= plain {
                break plain;
            }
            let length = (left >> start).trailing_ones() as usize;
            let end = start + length;
            // What stands behind may be of the word.
            if end == plain && at + plain < bytes.len() {
                break start;
            }
            let own = Stretch::before(end) & left;
            left ^= own;
            if digits & own == 0 {
                // Nearly all words are nothing but letters of ASCII.
                let upper = bytes[at + start].is_ascii_uppercase();
                sums.lower |= !upper;
                self.tell(&mut sums, spelled(bytes, at + start, length), length, upper);
            } else {
                self.sums = sums;
                self.spell_on(bytes, at + start, at + end);
                self.tell_odd();
                sums = self.sums;
            }
        };
        self.sums = sums;
        let mut others = !(letters | stretch.same(b' ')) & Stretch::before(read);
        while others != 0 {
            let place = at + others.trailing_zeros() as usize;
            self.marks[marks::kind(bytes[place], bytes.get(place + 1) == Some(&b' '))] += 1;
            others &= others - 1;
        }
        if read > 0 {
            return at + read;
        }
        self.spell_on(bytes, at, at + plain);
        at + plain
    }

    /// Reads on in a word that is open, where ASCII follows: to its end, or to letters beyond.
    fn go_on(&mut self, bytes: &[u8], at: usize) -> usize {
        let run = bytes[at..].iter().take_while(|byte| byte.is_ascii_alphanumeric()).count();
        if run > 0 {
            self.spell_on(bytes, at, at + run);
        }
        if bytes.get(at + run).is_none_or(u8::is_ascii) {
            self.end_word();
        }
        at + run
    }

    /// Takes letters and digits of ASCII into the word that is being read piece by piece.
    fn spell_on(&mut self, bytes: &[u8], start: usize, end: usize) {
        let (run, first) = (&bytes[start..end], bytes[start]);
        if self.word.letters == 0 {
            self.word.upper = first.is_ascii_uppercase();
            self.sums.lower |= first.is_ascii_lowercase();
        }
        self.word.spelling.push_run(run);
        self.word.letters += u32::try_from(run.len()).unwrap_or(u32::MAX);
        let behind_colon = start > 0 && bytes[start - 1] == b':' && first.is_ascii_digit();
        self.prose.clocks += u32::from(behind_colon && self.prose.digits > 0);
        for digit in run.iter().filter(|byte| byte.is_ascii_digit()) {
            self.prose.digits += 1;
            self.word.digits += 1;
            if self.word.digits <= 4 {
                self.word.value = 10 * self.word.value + u32::from(digit - b'0');
            }
        }
    }

    /// A character beyond ASCII.
    fn letter(&mut self, c: char, previous_unspaced: &mut Option<char>) {
        if is_unspaced(c) {
            self.end_word();
            self.unspaced += 1;
            self.prose.function_words += if is_particle(c) { 0.3 } else { 0.0 };
            self.sums.whole = grow(self.sums.whole, u32::from(c));
            self.sums.tokens += 1;
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
            self.word.spelling.push(lower);
            self.word.letters += 1;
            self.sums.lower |= !self.word.upper && self.word.digits == 0;
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

    /// Takes down the word that was read piece by piece.
    #[cold]
    fn tell_odd(&mut self) {
        let word = std::mem::replace(&mut self.word, NO_WORD);
        let (hash, mut sums) = (word.spelling.finish(), self.sums);
        if word.digits == word.letters {
            self.token(&mut sums, hash, word.upper);
            self.prose.numbers += 1;
            self.prose.years += u32::from(word.letters == 4 && (1900..2100).contains(&word.value));
        } else {
            self.tell(&mut sums, hash, word.letters as usize, word.upper);
        }
        self.sums = sums;
    }

    /// Takes down a word or number that is over.
    #[allow(clippy::inline_always, reason = "it is done for every word of a page")]
    #[inline(always)]
    fn token(&mut self, sums: &mut Sums, hash: u32, upper: bool) {
        sums.tokens += 1;
        sums.whole = grow(sums.whole, hash);
        sums.start = if sums.tokens == FIRST_WORDS { sums.whole } else { sums.start };
        sums.capitals += u32::from(upper);
        let (slot, bit) = ((hash >> 10) as usize % 8, 1 << ((hash >> 5) % 32));
        sums.new_words += u32::from(self.seen[slot] & bit == 0);
        self.seen[slot] |= bit;
    }

    /// Takes down a word that is over and no number.
    #[allow(clippy::inline_always, reason = "it is done for every word of a page")]
    #[inline(always)]
    fn tell(&mut self, sums: &mut Sums, hash: u32, letters: usize, upper: bool) {
        self.token(sums, hash, upper);
        let known = self.words.get(hash);
        let function = known.is_function_word();
        let content = !function && letters >= 4;
        sums.functions += u32::from(function);
        sums.long_words += u32::from(content);
        if content && self.content.len() < self.most {
            self.content.push(hash);
        }
        if known.cues() != 0 {
            self.add_cues(known.cues());
        }
    }

    /// Counts cue words of some kinds.
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
