//! A line of running text as it is put together from the pieces between tags: white space, emphasis and links come out right.

use crate::article::{Span, Style, Text};
use crate::text::{is_printable, sanitise, sanitise_line};
use std::borrow::Cow;

/// Text under construction.
#[derive(Default)]
pub(super) struct Line {
    text: Text,
    /// Bytes of the text inside `a` elements, whatever their address.
    pub(super) linked: usize,
    gap: Gap,
    /// Styles that are open, with the byte where each starts to apply once there is text.
    open: Vec<(Option<Style>, Option<usize>)>,
}

/// White space that is owed before the next word.
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
enum Gap {
    #[default]
    None,
    /// Only line breaks of the source: nothing between Han or kana characters.
    Newline,
    Space,
}

impl Line {
    pub(super) fn is_empty(&self) -> bool {
        self.text.plain.is_empty()
    }

    /// Whether all of it is strong or emphasised: what old pages do for headlines and bylines that end in one line break.
    pub(super) fn is_set_apart(&self) -> bool {
        let whole = |span: &Span| span.start == 0 && span.end == self.text.plain.len() && span.end > 0;
        self.text.spans.iter().any(|span| whole(span) && matches!(span.style, Style::Strong | Style::Emphasis))
    }

    /// Adds text of the source; white space is squeezed.
    pub(super) fn push(&mut self, raw: &str, in_link: bool) {
        let raw = safe(raw);
        let before = self.text.plain.len();
        let mut rest: &str = &raw;
        while !rest.is_empty() {
            let (white, behind) = rest.split_at(rest.find(|c: char| !c.is_whitespace()).unwrap_or(rest.len()));
            self.white(white);
            let (words, behind) = behind.split_at(words_at_start(behind));
            if !words.is_empty() {
                self.words(words);
            }
            rest = behind;
        }
        if in_link {
            self.linked += self.text.plain.len() - before;
        }
    }

    /// Adds white space of the source.
    pub(super) fn white(&mut self, white: &str) {
        if !white.is_empty() {
            let newlines = white.bytes().all(|b| matches!(b, b'\n' | b'\r'));
            self.gap = self.gap.max(if newlines { Gap::Newline } else { Gap::Space });
        }
    }

    /// Adds words that single spaces part.
    fn words(&mut self, words: &str) {
        let plain = &mut self.text.plain;
        if !plain.is_empty() {
            let wanted = match self.gap {
                Gap::None => false,
                Gap::Space => true,
                Gap::Newline => {
                    !(plain.chars().next_back().is_some_and(is_set_solid) && words.starts_with(is_set_solid))
                }
            };
            if wanted {
                plain.push(' ');
            }
        }
        self.gap = Gap::None;
        for (_, start) in self.open.iter_mut().filter(|(_, start)| start.is_none()) {
            *start = Some(plain.len());
        }
        plain.push_str(words);
    }

    /// Adds text of the source as it is, line breaks included.
    pub(super) fn push_verbatim(&mut self, raw: &str) {
        self.text.plain.push_str(&sanitise(raw));
    }

    /// Begins the line anew that has no text yet.
    pub(super) fn begin(&mut self) {
        self.gap = Gap::None;
    }

    /// Owes a space before the next word.
    pub(super) fn space(&mut self) {
        self.gap = Gap::Space;
    }

    /// Opens an inline element; None where it changes nothing about its text.
    pub(super) fn open(&mut self, style: Option<Style>) {
        self.open.push((style, None));
    }

    /// Closes the inline element opened last.
    pub(super) fn close(&mut self) {
        if let Some((Some(style), Some(start))) = self.open.pop() {
            let end = self.text.plain.len();
            if start < end {
                self.text.spans.push(Span { start, end, style });
            }
        }
    }

    /// The text so far, with what of it stands in links; the line starts anew, in the same styles.
    pub(super) fn take(&mut self, verbatim: bool) -> (Text, usize) {
        let mut text = std::mem::take(&mut self.text);
        for (style, start) in &mut self.open {
            if let (Some(style), Some(start)) = (style, start.take()) {
                text.spans.push(Span { start, end: text.plain.len(), style: style.clone() });
            }
        }
        text.spans.sort_by_key(|span| (span.start, usize::MAX - span.end));
        self.gap = Gap::None;
        // Pieces that are harmless each can be a stack of marks together.
        if !verbatim && !text.plain.is_ascii() {
            let whole = match sanitise_line(&text.plain) {
                Cow::Owned(whole) if whole != text.plain => Some(whole),
                _ => None,
            };
            if let Some(whole) = whole {
                text = Text::from(whole);
            }
        }
        (text, std::mem::take(&mut self.linked))
    }
}

#[allow(clippy::needless_bitwise_bool, reason = "a branch a byte would keep it from being done on many bytes at once")]
fn safe(raw: &str) -> Cow<'_, str> {
    let harmless = |b: u8| (0x20..0x7F).contains(&b) | (b == b'\n') | (b == b'\t') | (b == b'\r');
    if raw.bytes().fold(true, |safe, b| safe & harmless(b)) { Cow::Borrowed(raw) } else { sanitise(raw) }
}

/// How many bytes at the start of a text are words that single spaces part. The text begins with a word.
fn words_at_start(text: &str) -> usize {
    let trimmed = text.trim_ascii_end();
    if is_even(trimmed.as_bytes()) {
        return trimmed.len();
    }
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let parts = c.is_whitespace() && (c != ' ' || chars.peek().is_none_or(|(_, next)| next.is_whitespace()));
        if parts {
            return at;
        }
    }
    text.len()
}

/// Whether bytes are printable ASCII without two spaces in a row.
#[allow(clippy::needless_bitwise_bool, reason = "a branch a byte would keep it from being done on many bytes at once")]
fn is_even(bytes: &[u8]) -> bool {
    let pairs = bytes.iter().zip(bytes.get(1..).unwrap_or_default());
    is_printable(bytes) && pairs.fold(true, |even, (one, next)| even & ((*one != b' ') | (*next != b' ')))
}

/// Han and kana, which are set without spaces, so that a line break of the source is none of the text.
fn is_set_solid(c: char) -> bool {
    matches!(u32::from(c), 0x3000..=0x30FF | 0x31F0..=0x31FF | 0x3400..=0x4DBF | 0x4E00..=0x9FFF | 0xF900..=0xFAFF | 0xFF00..=0xFF60
        | 0x20000..=0x3FFFF)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn white_space_stands_outside_the_styles() {
        let mut line = Line::default();
        line.push(" The ", false);
        line.open(Some(Style::Strong));
        line.push(" ferry\n", false);
        line.close();
        line.push("left.", false);
        let (text, _) = line.take(false);
        assert_eq!(text.plain, "The ferry left.");
        assert_eq!(text.spans, [Span { start: 4, end: 9, style: Style::Strong }]);
    }

    #[test]
    fn line_breaks_between_kanji_are_not_spaces() {
        let mut line = Line::default();
        line.push("船は\n", false);
        line.push("港を\n出た Elsen\n号", false);
        assert_eq!(line.take(false).0.plain, "船は港を出た Elsen 号");
    }

    #[test]
    fn a_style_goes_on_in_the_next_line() {
        let mut line = Line::default();
        line.open(Some(Style::Emphasis));
        line.push("one", false);
        assert_eq!(line.take(false).0.spans.len(), 1);
        line.push("two", false);
        line.close();
        assert_eq!(line.take(false).0.spans, [Span { start: 0, end: 3, style: Style::Emphasis }]);
    }

    proptest! {
        #[test]
        fn a_line_is_its_words_with_a_space_between_them(texts in proptest::collection::vec("[ab,é\u{a0}\u{2003} \n\t]{0,20}", 0..4)) {
            let mut line = Line::default();
            for text in &texts {
                line.push(text, false);
            }
            let words: Vec<String> = texts.concat().split_whitespace().map(str::to_owned).collect();
            prop_assert_eq!(line.take(false).0.plain, words.join(" "));
        }
    }
}
