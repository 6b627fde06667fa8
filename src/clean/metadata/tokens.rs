//! A line of text as tokens for the search for dates: numbers in the digits of any script, words, marks.

use std::ops::Range;

/// Tokens of a text that are looked at.
const TOKENS_AT_MOST: usize = 600;

/// What a token is.
#[derive(Clone, Copy)]
pub(super) enum Kind {
    /// A number: its value and how many digits it is written with.
    Number(u64, usize),
    Word,
    Mark(char),
}

/// A number, a word or a mark.
pub(super) struct Token {
    pub(super) range: Range<usize>,
    pub(super) kind: Kind,
    /// White space stands before it.
    pub(super) spaced: bool,
}

/// A line and its tokens.
pub(super) struct Line<'a> {
    pub(super) text: &'a str,
    pub(super) tokens: Vec<Token>,
    /// Eight digits in a row may be a day.
    pub(super) compact: bool,
}

/// The value of a decimal digit of the scripts that dates are written in.
fn digit(c: char) -> Option<u64> {
    let zero = match c {
        '0'..='9' => '0',
        '\u{660}'..='\u{669}' => '\u{660}',
        '\u{6F0}'..='\u{6F9}' => '\u{6F0}',
        '\u{966}'..='\u{96F}' => '\u{966}',
        '\u{9E6}'..='\u{9EF}' => '\u{9E6}',
        '\u{E50}'..='\u{E59}' => '\u{E50}',
        '\u{FF10}'..='\u{FF19}' => '\u{FF10}',
        _ => return None,
    };
    Some(u64::from(u32::from(c) - u32::from(zero)))
}

impl<'a> Line<'a> {
    /// Splits a text; `compact` lets eight digits in a row be a day.
    pub(super) fn new(text: &'a str, compact: bool) -> Self {
        let mut tokens: Vec<Token> = Vec::with_capacity(TOKENS_AT_MOST.min(text.len() / 3 + 1));
        let mut spaced = false;
        let mut lower = false;
        for (at, c) in text.char_indices() {
            // Words run together where a page has no space between elements: "calendarApr 16".
            let camel = lower && c.is_uppercase();
            lower = c.is_lowercase();
            let range = at..at + c.len_utf8();
            if let Some(value) = digit(c) {
                if let Some(Token { range: before, kind: Kind::Number(number, digits), .. }) = tokens.last_mut()
                    && !spaced
                    && *digits < 15
                {
                    before.end = range.end;
                    *number = *number * 10 + value;
                    *digits += 1;
                    continue;
                }
                tokens.push(Token { range, kind: Kind::Number(value, 1), spaced });
            } else if c.is_alphabetic() || !c.is_ascii() && unicode_normalization::char::is_combining_mark(c) {
                if let Some(Token { range: before, kind: Kind::Word, .. }) = tokens.last_mut()
                    && !spaced
                    && !camel
                {
                    before.end = range.end;
                    continue;
                }
                tokens.push(Token { range, kind: Kind::Word, spaced });
            } else if c.is_whitespace() {
                spaced = true;
                continue;
            } else if !c.is_control() && !matches!(c, '\u{200E}' | '\u{200F}' | '\u{61C}') {
                tokens.push(Token { range, kind: Kind::Mark(c), spaced });
            }
            spaced = false;
            if tokens.len() >= TOKENS_AT_MOST {
                break;
            }
        }
        Line { text, tokens, compact }
    }

    pub(super) fn number(&self, at: usize) -> Option<(u64, usize)> {
        match self.tokens.get(at)?.kind {
            Kind::Number(value, digits) => Some((value, digits)),
            _ => None,
        }
    }

    pub(super) fn word(&self, at: usize) -> Option<&'a str> {
        let token = self.tokens.get(at)?;
        matches!(token.kind, Kind::Word).then(|| &self.text[token.range.clone()])
    }

    pub(super) fn mark(&self, at: usize) -> Option<char> {
        match self.tokens.get(at)?.kind {
            Kind::Mark(c) => Some(c),
            _ => None,
        }
    }

    pub(super) fn glued(&self, at: usize) -> bool {
        self.tokens.get(at).is_some_and(|token| !token.spaced)
    }

    pub(super) fn year(&self, at: usize) -> Option<i32> {
        match self.number(at)? {
            (year @ 1800..=2099, 4) => i32::try_from(year).ok(),
            _ => None,
        }
    }

    pub(super) fn small(&self, at: usize, most: u32) -> Option<u32> {
        match self.number(at)? {
            (value, 1 | 2) => u32::try_from(value).ok().filter(|value| (1..=most).contains(value)),
            _ => None,
        }
    }
}
