//! Attributes that nothing reads: most of the letters that a parser of real pages looks at one by one are theirs.

use memchr::memchr;
use std::ops::Range;

/// The attributes that the reader of pages, the claims and the tree builder look at. What else is to be read of a page must stand here first.
const READ: &[&str] = &[
    "alt",
    "charset",
    "class",
    "content",
    "data-testid",
    "datetime",
    "encoding",
    "hidden",
    "href",
    "http-equiv",
    "id",
    "itemprop",
    "itemscope",
    "itemtype",
    "lang",
    "name",
    "property",
    "rel",
    "role",
    "shadowrootmode",
    "style",
    "type",
    "typeof",
    "value",
    "xml:lang",
];

/// Takes down where the attributes of a start tag stand that nothing reads, each with its value. The tag begins at `start`, and `end` is the byte
/// behind its `>`; where the standard's tokenizer sees another end, nothing is taken down.
///
/// Elements that the tree builder opens again by themselves are none of those asked for: it compares their attributes.
pub(super) fn unread(html: &[u8], start: usize, end: usize, out: &mut Vec<Range<usize>>) {
    out.clear();
    let Some(tag) = html.get(..end) else { return };
    let mut at = skip(tag, start + 1, |byte| !ends_name(byte));
    loop {
        at = skip(tag, at, |byte| is_space(byte) || byte == b'/');
        let name = match tag.get(at) {
            Some(b'>') if at + 1 == end => return,
            Some(b'>') | None => break,
            // A sign of equality at its start is part of a name.
            Some(_) => at..skip(tag, at + 1, |byte| !ends_name(byte) && byte != b'='),
        };
        let Some(behind) = behind_value(tag, name.end) else { break };
        at = behind;
        let called = tag.get(name.clone()).unwrap_or_default();
        if !READ.iter().any(|read| called.eq_ignore_ascii_case(read.as_bytes())) {
            out.push(name.start..behind);
        }
    }
    out.clear();
}

/// The byte behind the value of the attribute whose name ends at a place, or that place where it has none; None where the value never ends.
fn behind_value(tag: &[u8], name_end: usize) -> Option<usize> {
    let equals = skip(tag, name_end, is_space);
    if tag.get(equals) != Some(&b'=') {
        return Some(name_end);
    }
    let value = skip(tag, equals + 1, is_space);
    match *tag.get(value)? {
        quote @ (b'"' | b'\'') => Some(value + 2 + memchr(quote, tag.get(value + 1..)?)?),
        _ => Some(skip(tag, value, |byte| !is_space(byte) && byte != b'>')),
    }
}

fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\n' | b'\t' | b'\r' | 0x0C)
}

fn ends_name(byte: u8) -> bool {
    is_space(byte) || matches!(byte, b'/' | b'>')
}

/// The first byte from a place on that is not such a one.
fn skip(tag: &[u8], from: usize, such: impl Fn(u8) -> bool) -> usize {
    let rest = tag.get(from..).unwrap_or_default();
    from + rest.iter().position(|byte| !such(*byte)).unwrap_or(rest.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use scraper::{Html, Node};

    fn without(tag: &str) -> String {
        let mut cuts = Vec::new();
        unread(tag.as_bytes(), 0, tag.len(), &mut cuts);
        let mut left = tag.to_owned();
        for cut in cuts.into_iter().rev() {
            left.replace_range(cut, "");
        }
        left
    }

    /// The document's elements with those attributes that are read, and its texts.
    fn seen(html: &str) -> Vec<String> {
        let told = |node: &Node| match node {
            Node::Element(element) => {
                let read = element.attrs().filter(|(name, _)| READ.contains(name));
                Some(format!("{} {:?}", element.name(), read.collect::<Vec<_>>()))
            }
            Node::Text(text) => Some(text.to_string()),
            _ => None,
        };
        Html::parse_document(html).tree.values().filter_map(told).collect()
    }

    #[test]
    fn what_nothing_reads_goes() {
        for (tag, left) in [
            (r#"<p data-x="1" class="a" onclick='b > c'>"#, r#"<p  class="a" >"#),
            ("<img src=a/b alt=c loading>", "<img  alt=c >"),
            (r#"<br data-x="1"/>"#, "<br />"),
            ("<p =a=1 CLASS = b>", "<p  CLASS = b>"),
            ("<p title='>", "<p title='>"),
        ] {
            assert_eq!(without(tag), left);
        }
    }

    proptest! {
        #[test]
        fn the_parser_sees_the_same(inside in "( |/|=|'|\"|class|id=a|href='b c'|data-x|title=\"d\"|e=f/|>|\t|[a-c]){0,12}") {
            let tag = format!("<p {inside}>");
            let (one, other) = (format!("{tag}text<b>more"), format!("{}text<b>more", without(&tag)));
            prop_assert_eq!(seen(&one), seen(&other), "{}", other);
        }
    }
}
