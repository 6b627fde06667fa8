//! HTML → tree: the standard's tokenizer, which goes by stretches of bytes and not letter by letter, in front of html5ever's tree builder.
//!
//! What no reader of pages needs is passed over and never becomes a token: scripts (but linked data), styles, comments, pictures drawn in markup,
//! most attributes, and depth that no page means (`nesting`). Text is never lost.

mod attributes;
mod doctype;
mod references;
#[cfg(test)]
mod tests;

use super::nesting::{Kind, Nesting};
use super::tree::{Growing, Tree};
use attributes::{End, attributes};
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{EndTag, StartTag, Tag, Token, TokenSink, TokenSinkResult};
use html5ever::tree_builder::{TreeBuilder, TreeBuilderOpts, TreeSink};
use html5ever::{Attribute, LocalName, QualName, ns};
use memchr::memmem::Finder;
use memchr::{memchr, memmem};
use references::{Inside, meant};
use std::borrow::Cow;
use std::ops::Range;

/// Where a browser that saved the page would have written its address into a comment.
const HEAD: usize = 4096;

/// The shortest `noscript` content with paragraphs that is taken for the page itself.
const NOSCRIPT_PAGE: usize = 1500;

/// Bytes of a document for each of its nodes, at the most, so that the tree's tables are made once: real pages have some 180.
const BYTES_A_NODE: usize = 128;

/// Attributes that are kept of one tag; real ones have a few dozen. Each is compared with those before it.
const ATTRIBUTES_AT_MOST: usize = 100;

/// The number of a token's line, which nobody asks for.
const LINE: u64 = 1;

/// Reads a document into a tree. Total: any text gives one.
pub(crate) fn parse(html: &str) -> Tree {
    let document = StrTendril::from_slice(html.strip_prefix('\u{feff}').unwrap_or(html));
    let builder = TreeBuilder::new(Growing::new(html.len() / BYTES_A_NODE), TreeBuilderOpts::default());
    let mut tokens = Tokens {
        html: &document,
        document: &document,
        builder: &builder,
        at: 0,
        nesting: Nesting::default(),
        missing: Missing::default(),
        noscript_end: 0,
        end_tags: Finder::new("</"),
    };
    tokens.read();
    builder.sink.finish()
}

/// The tokenizer at a place of a document.
struct Tokens<'t, Sink> {
    html: &'t str,
    /// The same, to be shared by what becomes of it.
    document: &'t StrTendril,
    builder: &'t Sink,
    at: usize,
    nesting: Nesting,
    missing: Missing,
    /// The end of the `noscript` element that holds the page itself.
    noscript_end: usize,
    end_tags: Finder<'static>,
}

/// End tags that were looked for in vain: the rest of the document has none, so it is not searched again.
#[derive(Default)]
struct Missing {
    svg: bool,
    noscript: bool,
}

impl<'t, Sink: TokenSink> Tokens<'t, Sink> {
    /// Gives the whole document to the tree builder.
    fn read(&mut self) {
        while let Some(start) = self.markup() {
            self.text(self.at..start, Inside::Text);
            self.at = match self.byte(start + 1) {
                Some(b'/') => self.end_tag(start),
                Some(b'!') => self.declaration(start),
                Some(b'?') => self.behind_bracket(start),
                _ => self.start_tag(start),
            };
        }
        self.text(self.at..self.html.len(), Inside::Text);
        self.send(Token::EOFToken);
    }

    /// The next `<` that means more than itself.
    fn markup(&self) -> Option<usize> {
        let mut at = self.at;
        loop {
            let start = at + memchr(b'<', behind(self.bytes(), at))?;
            match (self.byte(start + 1)?, self.byte(start + 2)) {
                (b'/', Some(_)) | (b'!' | b'?', _) => return Some(start),
                (byte, _) if byte.is_ascii_alphabetic() => return Some(start),
                _ => at = start + 1,
            }
        }
    }

    fn bytes(&self) -> &'t [u8] {
        self.html.as_bytes()
    }

    fn byte(&self, at: usize) -> Option<u8> {
        self.bytes().get(at).copied()
    }

    fn piece(&self, range: Range<usize>) -> &'t str {
        self.html.get(range).unwrap_or_default()
    }

    /// The byte behind the next `>`.
    fn behind_bracket(&self, from: usize) -> usize {
        memchr(b'>', behind(self.bytes(), from)).map_or(self.html.len(), |at| from + at + 1)
    }

    /// Gives a token behind which the tree builder asks for nothing: all but a start tag.
    fn send(&self, token: Token) {
        let _ = self.builder.process_token(token, LINE);
    }

    fn text(&self, range: Range<usize>, inside: Inside) {
        if !range.is_empty() {
            self.send(Token::CharacterTokens(self.value(range, inside)));
        }
    }

    /// What a stretch of the document means.
    fn value(&self, range: Range<usize>, inside: Inside) -> StrTendril {
        meant(self.piece(range.clone()), inside).unwrap_or_else(|| self.shared(range))
    }

    /// A stretch of the document that shares its bytes.
    fn shared(&self, range: Range<usize>) -> StrTendril {
        let (Ok(start), Ok(length)) = (u32::try_from(range.start), u32::try_from(range.len())) else {
            return StrTendril::from_slice(self.piece(range));
        };
        self.document.try_subtendril(start, length).unwrap_or_default()
    }

    /// Reads what begins with `<!`; gives the byte behind it.
    fn declaration(&mut self, start: usize) -> usize {
        let rest = behind(self.bytes(), start + 2);
        if rest.starts_with(b"--") {
            return self.comment(start);
        }
        if rest.get(..7).is_some_and(|word| word.eq_ignore_ascii_case(b"doctype")) {
            let (doctype, end) = doctype::doctype(self.html, start + 9);
            self.send(Token::DoctypeToken(doctype));
            return end;
        }
        if rest.starts_with(b"[CDATA[") && self.builder.adjusted_current_node_present_but_not_in_html_namespace() {
            let inside = start + 9;
            let end = memmem::find(behind(rest, 7), b"]]>").map_or(self.html.len(), |at| inside + at);
            self.text(inside..end, Inside::Raw);
            return (end + 3).min(self.html.len());
        }
        self.behind_bracket(start)
    }

    /// Passes over a comment, but that of a browser that saved the page.
    fn comment(&self, start: usize) -> usize {
        let inside = start + 4;
        let (text_end, end) = comment_end(self.bytes(), inside).unwrap_or((self.html.len(), self.html.len()));
        let head = self.bytes().get(inside..text_end.min(HEAD));
        if head.is_some_and(|head| memmem::find(head, b"saved from url").is_some()) {
            self.send(Token::CommentToken(self.value(inside..text_end, Inside::Raw)));
        }
        end
    }

    fn end_tag(&mut self, start: usize) -> usize {
        match self.byte(start + 2) {
            Some(b'>') => return start + 3,
            Some(byte) if byte.is_ascii_alphabetic() => {}
            _ => return self.behind_bracket(start + 2),
        }
        let name = self.name(start + 2);
        let Some(End { at, closes_itself }) = attributes(self.bytes(), name.end, |_, _| {}) else {
            return self.html.len();
        };
        let name = folded(self.piece(name));
        let kind = Kind::of(name.as_bytes());
        if kind != Kind::Noscript && self.nesting.closes(kind) {
            let name = LocalName::from(name);
            let tag = Tag {
                kind: EndTag,
                name,
                self_closing: closes_itself,
                attrs: Vec::new(),
                had_duplicate_attributes: false,
            };
            self.send(Token::TagToken(tag));
        }
        at
    }

    /// Where the tag name stands that begins at a place.
    fn name(&self, start: usize) -> Range<usize> {
        start..skip(self.bytes(), start, |byte| !is_space(byte) && !matches!(byte, b'/' | b'>'))
    }

    fn start_tag(&mut self, start: usize) -> usize {
        let range = self.name(start + 1);
        let name = folded(self.piece(range.clone()));
        let kind = Kind::of(name.as_bytes());
        // The tree builder compares the attributes of formatting elements that it opens again; of links only one is open.
        let all = kind == Kind::Format && name != "a";
        let mut attrs = Vec::new();
        let end = attributes(self.bytes(), range.end, |name, value| self.attribute(&mut attrs, name, value, all));
        let Some(End { at: end, closes_itself }) = end else { return self.html.len() };
        match kind {
            Kind::Script | Kind::Style if !is_linked_data(&attrs) => {
                return self.end_of(end, &name).map_or(self.html.len(), |close| self.behind_tag(close, &name));
            }
            Kind::Noscript => return self.noscript(end, &name),
            Kind::Svg if closes_itself => return end,
            Kind::Svg if !self.missing.svg => match self.end_of(end, &name) {
                Some(close) => return self.behind_tag(close, &name),
                None => self.missing.svg = true,
            },
            _ => {}
        }
        if !self.nesting.opens(kind, closes_itself) {
            return end;
        }
        let name = LocalName::from(name);
        let tag = Tag {
            kind: StartTag,
            name: name.clone(),
            self_closing: closes_itself,
            attrs,
            had_duplicate_attributes: false,
        };
        match self.builder.process_token(Token::TagToken(tag), LINE) {
            TokenSinkResult::RawData(RawKind::Rcdata) => self.raw(end, &name, Inside::Text),
            TokenSinkResult::RawData(_) => self.raw(end, &name, Inside::Raw),
            TokenSinkResult::Plaintext => {
                self.text(end..self.html.len(), Inside::Raw);
                self.html.len()
            }
            _ => end,
        }
    }

    /// Takes an attribute down; of two of the same name the first counts.
    fn attribute(&self, attrs: &mut Vec<Attribute>, name: Range<usize>, value: Range<usize>, all: bool) {
        let written = self.piece(name);
        let known = attributes::read(written.as_bytes());
        let name = if all { known.or_else(|| Some(LocalName::from(folded(written)))) } else { known };
        let Some(name) = name else { return };
        if attrs.len() < ATTRIBUTES_AT_MOST && !attrs.iter().any(|attribute| attribute.name.local == name) {
            let value = self.value(value, Inside::Attribute);
            attrs.push(Attribute { name: QualName::new(None, ns!(), name), value });
        }
    }

    /// Reads the content of an element that is nothing but text, up to its end tag.
    fn raw(&self, from: usize, name: &str, inside: Inside) -> usize {
        let end = self.end_of(from, name).unwrap_or(self.html.len());
        self.text(from..end, inside);
        end
    }

    /// Passes over a `noscript` element, but for one that holds the page itself, of which only the tags go.
    fn noscript(&mut self, end: usize, name: &str) -> usize {
        if self.missing.noscript || end <= self.noscript_end {
            return end;
        }
        let Some(close) = self.end_of(end, name) else {
            self.missing.noscript = true;
            return end;
        };
        if is_page(self.bytes().get(end..close).unwrap_or_default()) {
            self.noscript_end = close;
            return end;
        }
        self.behind_tag(close, name)
    }

    /// The byte behind the end tag of a name that begins at a place.
    fn behind_tag(&self, close: usize, name: &str) -> usize {
        attributes(self.bytes(), close + 2 + name.len(), |_, _| {}).map_or(self.html.len(), |end| end.at)
    }

    /// Where the next end tag of a name begins.
    fn end_of(&self, from: usize, name: &str) -> Option<usize> {
        let is_end = |close: &usize| {
            let rest = behind(self.bytes(), close + 2);
            rest.get(..name.len()).is_some_and(|found| found.eq_ignore_ascii_case(name.as_bytes()))
                && rest.get(name.len()).is_some_and(|&byte| is_space(byte) || matches!(byte, b'/' | b'>'))
        };
        self.end_tags.find_iter(behind(self.bytes(), from)).map(|at| from + at).find(is_end)
    }
}

/// Where a comment's text ends, given where it begins, and the byte behind the comment. `<!-->` and `<!--->` are whole ones.
fn comment_end(html: &[u8], inside: usize) -> Option<(usize, usize)> {
    let mut from = inside - 2;
    loop {
        let at = from + memmem::find(behind(html, from), b"--")?;
        match behind(html, at + 2) {
            [b'>', ..] => return Some((at.max(inside), at + 3)),
            [b'!', b'>', ..] if at >= inside => return Some((at, at + 4)),
            _ => from = at + 1,
        }
    }
}

fn is_linked_data(attrs: &[Attribute]) -> bool {
    let says =
        |value: &str| value.trim().get(..19).is_some_and(|kind| kind.eq_ignore_ascii_case("application/ld+json"));
    attrs.iter().any(|attribute| &*attribute.name.local == "type" && says(&attribute.value))
}

fn is_page(inside: &[u8]) -> bool {
    inside.len() > NOSCRIPT_PAGE && inside.windows(3).any(|window| window.eq_ignore_ascii_case(b"<p>"))
}

/// A name in lower case.
fn folded(name: &str) -> Cow<'_, str> {
    if name.bytes().any(|byte| byte.is_ascii_uppercase()) {
        Cow::Owned(name.to_ascii_lowercase())
    } else {
        Cow::Borrowed(name)
    }
}

fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\n' | b'\t' | b'\r' | 0x0C)
}

/// The bytes from a place on; none where that is behind their end.
fn behind(bytes: &[u8], at: usize) -> &[u8] {
    bytes.get(at..).unwrap_or_default()
}

/// The first byte from a place on that is not such a one.
fn skip(bytes: &[u8], from: usize, such: impl Fn(u8) -> bool) -> usize {
    let rest = behind(bytes, from);
    from + rest.iter().position(|byte| !such(*byte)).unwrap_or(rest.len())
}
