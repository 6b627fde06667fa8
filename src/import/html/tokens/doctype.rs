//! The document type, of which the tree builder wants to know whether the page is one of the old ones, in which a table stands inside of a paragraph.

use super::{behind, is_space, skip};
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::Doctype;
use memchr::memchr;

/// Reads a document type from behind its `<!doctype` on; gives it with the byte behind it.
pub(super) fn doctype(html: &str, from: usize) -> (Doctype, usize) {
    let end = memchr(b'>', behind(html.as_bytes(), from)).map_or(html.len(), |at| from + at);
    let says = html.get(from..end).unwrap_or_default();
    let doctype = read(says, end < html.len());
    (doctype, (end + 1).min(html.len()))
}

/// What a document type says between its keyword and the `>` that ends it, which no quotes hide.
fn read(says: &str, ended: bool) -> Doctype {
    let bytes = says.as_bytes();
    let start = skip(bytes, 0, is_space);
    let name_end = skip(bytes, start, |byte| !is_space(byte));
    let mut doctype = Doctype::default();
    if start < name_end {
        doctype.name = says.get(start..name_end).map(|name| name.to_ascii_lowercase().into());
    }
    let at = skip(bytes, name_end, is_space);
    let keyword = says.get(at..at + 6).unwrap_or_default();
    let rest = || says.get(at + 6..).unwrap_or_default();
    let whole = if keyword.eq_ignore_ascii_case("public") {
        public(&mut doctype, rest())
    } else if keyword.eq_ignore_ascii_case("system") {
        quoted(rest()).map(|(system, _)| doctype.system_id = Some(system))
    } else {
        (at == says.len() && start < name_end).then_some(())
    };
    doctype.force_quirks = whole.is_none() || !ended;
    doctype
}

/// Reads the public identifier and the system identifier behind it; None where either is broken.
fn public(doctype: &mut Doctype, text: &str) -> Option<()> {
    let (public, rest) = quoted(text)?;
    doctype.public_id = Some(public);
    if !rest.bytes().all(is_space) {
        doctype.system_id = Some(quoted(rest)?.0);
    }
    Some(())
}

/// The text in quotes at the start of a text, with what stands behind it.
fn quoted(text: &str) -> Option<(StrTendril, &str)> {
    let text = text.trim_start_matches(|c: char| c.is_ascii_whitespace());
    let quote = text.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let (inside, rest) = text.get(1..)?.split_once(quote)?;
    Some((inside.into(), rest))
}
