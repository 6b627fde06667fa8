//! The query language, first step: text → lexemes. Every byte that is not white space is in exactly one lexeme.

use std::ops::Range;

/// Groups inside groups beyond this are not opened.
pub(super) const DEPTH: usize = 32;

/// The smallest part of a query that means something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Lexeme<'a> {
    pub kind: Kind<'a>,
    pub range: Range<usize>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Kind<'a> {
    Open,
    Close,
    Or,
    And,
    Not,
    Atom(Atom<'a>),
}

/// A word, a phrase or a field with its value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Atom<'a> {
    /// What stands before the colon, with its range; `#` for a tag; empty where there is none.
    pub field: &'a str,
    /// Where the value begins.
    pub value_at: usize,
    /// The value without quotes and signs.
    pub value: &'a str,
    /// It stood in quotes.
    pub quoted: bool,
    /// A `=` stood before it.
    pub exact: bool,
    /// What stands after it.
    pub ending: Ending,
}

/// What ends a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ending {
    /// Something that is not of it: white space, a closing quote, a sign.
    Whole,
    /// A `*`.
    Star,
    /// Nothing at all: the cursor touches it.
    Cursor,
}

pub(super) fn lex(text: &str) -> Vec<Lexeme<'_>> {
    let mut lexer = Lexer { text, at: 0, depth: 0, lexemes: Vec::new() };
    while lexer.step() {}
    lexer.lexemes
}

struct Lexer<'a> {
    text: &'a str,
    at: usize,
    depth: usize,
    lexemes: Vec<Lexeme<'a>>,
}

impl<'a> Lexer<'a> {
    fn step(&mut self) -> bool {
        let rest = &self.text[self.at..];
        let Some(first) = rest.chars().next() else { return false };
        let followed = rest[first.len_utf8()..].chars().next().is_some_and(|c| !c.is_whitespace());
        match first {
            c if c.is_whitespace() => self.at += c.len_utf8(),
            '(' if self.depth < DEPTH => {
                self.depth += 1;
                self.push(Kind::Open, 1);
            }
            ')' if self.depth > 0 => {
                self.depth -= 1;
                self.push(Kind::Close, 1);
            }
            '|' => self.push(Kind::Or, 1),
            '-' if followed => self.push(Kind::Not, 1),
            _ => {
                let word = self.bare(self.at);
                match word {
                    "OR" => self.push(Kind::Or, 2),
                    "AND" => self.push(Kind::And, 3),
                    "NOT" => self.push(Kind::Not, 3),
                    _ => self.atom(),
                }
            }
        }
        true
    }

    fn push(&mut self, kind: Kind<'a>, length: usize) {
        self.lexemes.push(Lexeme { kind, range: self.at..self.at + length });
        self.at += length;
    }

    fn atom(&mut self) {
        let start = self.at;
        let (field, mut at) = match self.field() {
            Some(field) => (field, start + field.len() + usize::from(field != "#")),
            None => ("", start),
        };
        let value_at = at;
        let exact = self.text[at..].starts_with('=');
        at += usize::from(exact);
        let quote = self.text[at..].chars().next().filter(|&c| is_quote(c));
        let inside = at + quote.map_or(0, char::len_utf8);
        let (value, mut end, closed) = if quote.is_some() {
            let close = self.text[inside..].char_indices().find(|&(_, c)| is_quote(c));
            let length = close.map_or(self.text.len() - inside, |(length, _)| length);
            let end = inside + length + close.map_or(0, |(_, c)| c.len_utf8());
            (&self.text[inside..inside + length], end, close.is_some())
        } else {
            let value = self.bare(at);
            (value, at + value.len(), false)
        };
        let star = match quote {
            None => value.ends_with('*'),
            Some(_) => closed && self.text[end..].starts_with('*'),
        };
        end += usize::from(quote.is_some() && star);
        let ending = if star {
            Ending::Star
        } else if end == self.text.len() && !closed && !value.ends_with(char::is_whitespace) {
            Ending::Cursor
        } else {
            Ending::Whole
        };
        let quoted = quote.is_some();
        let value = if quoted { value } else { value.trim_end_matches('*') };
        let atom = Atom { field, value_at, value, quoted, exact, ending };
        // A sign with nothing behind it that belongs to it still is a lexeme of its own.
        let end = end.max(start + self.text[start..].chars().next().map_or(0, char::len_utf8));
        self.lexemes.push(Lexeme { kind: Kind::Atom(atom), range: start..end });
        self.at = end;
    }

    /// The name of a known field, where one stands here with its colon; `#` for a tag.
    fn field(&self) -> Option<&'a str> {
        let rest = &self.text[self.at..];
        if rest.starts_with('#') {
            return Some("#");
        }
        let length = rest.bytes().take_while(u8::is_ascii_alphabetic).count();
        let name = &rest[..length];
        (rest[length..].starts_with(':') && super::parser::is_field(name)).then_some(name)
    }

    /// What stands here up to white space, a quote, a bar, or the parenthesis that closes a group.
    fn bare(&self, from: usize) -> &'a str {
        let rest = &self.text[from..];
        let mut inner = 0_usize;
        let end = rest.char_indices().find(|&(_, c)| match c {
            '(' => {
                inner += 1;
                false
            }
            ')' if inner > 0 => {
                inner -= 1;
                false
            }
            ')' => self.depth > 0,
            c => c.is_whitespace() || c == '|' || is_quote(c),
        });
        &rest[..end.map_or(rest.len(), |(end, _)| end)]
    }
}

/// Straight and curly quotes; any of them closes what any of them opened.
fn is_quote(c: char) -> bool {
    matches!(c, '"' | '“' | '”' | '„' | '＂')
}
