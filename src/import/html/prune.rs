//! What a parser need not see: scripts, styles, comments, pictures drawn in markup, and depth that no page means.
//!
//! The tree builder walks its stack of open elements for many tags, so a page of 20,000 nested elements would cost the square of that; and it
//! opens unclosed formatting elements again in every paragraph. Both are capped here, in one pass over the text. Text is never lost.

use super::attributes;
use crate::text::FoldedMap;
use memchr::{memchr, memmem};
use std::ops::Range;
use std::sync::LazyLock;

/// Open elements that a page may nest. Real pages stay below 100.
const DEPTH_AT_MOST: usize = 256;

/// Formatting elements that may be open at once.
const FORMATS_AT_MOST: usize = 24;

/// Attributes that a tag may have, by what parts them; real ones have a few dozen.
const ATTRIBUTES_AT_MOST: usize = 500;

/// Where a browser that saved the page would have written its address into a comment.
const HEAD: usize = 4096;

/// The shortest `noscript` content with paragraphs that is taken for the page itself.
const NOSCRIPT_PAGE: usize = 1500;

/// What an element is to the tree builder, where it is no ordinary one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// Closed by the tree builder itself, or without content: it does not nest by being left open.
    Flat,
    /// Opened again in the next paragraph where it was left open.
    Format,
    Script,
    Style,
    /// Its content is text up to its end tag.
    Text,
    Svg,
    Noscript,
}

/// The elements that are no ordinary ones.
static KINDS: LazyLock<FoldedMap<Kind>> = LazyLock::new(|| {
    let of = |kind: Kind, names: &'static str| names.split(' ').map(move |name| (name.to_owned(), kind));
    let flat = "area base body br caption col colgroup dd dt embed head hr html img input li link meta optgroup option p param rb rp rt rtc \
        source tbody td tfoot th thead tr track wbr";
    let kinds = of(Kind::Flat, flat)
        .chain(of(Kind::Format, "a b big code em font i nobr s small strike strong tt u"))
        .chain(of(Kind::Script, "script"))
        .chain(of(Kind::Style, "style"))
        .chain(of(Kind::Text, "textarea title iframe xmp noembed"))
        .chain(of(Kind::Svg, "svg"))
        .chain(of(Kind::Noscript, "noscript"));
    FoldedMap::new(kinds)
});

/// The document without what is described above.
pub(super) fn prune(html: &str) -> String {
    let mut out = String::with_capacity(html.len());
    let mut open = Open::default();
    let mut missing = Missing::default();
    let (mut kept, mut at) = (0, 0);
    let mut unread = Vec::new();
    while let Some(offset) = memchr(b'<', behind(html.as_bytes(), at)) {
        let start = at + offset;
        match next(html, start, &mut open, &mut missing) {
            Cut::Nothing(end) => {
                if let Some(surplus) = surplus(html.as_bytes(), start, end) {
                    out.push_str(&html[kept..surplus.start]);
                    kept = surplus.end;
                } else if has_attributes(html.as_bytes(), start, end) {
                    attributes::unread(html.as_bytes(), start, end, &mut unread);
                    for cut in unread.drain(..) {
                        out.push_str(&html[kept..cut.start]);
                        kept = cut.end;
                    }
                }
                at = end;
            }
            Cut::Range(cut) => {
                out.push_str(&html[kept..cut.start]);
                (kept, at) = (cut.end, cut.end);
            }
        }
    }
    out.push_str(&html[kept..]);
    out
}

/// Whether a start tag stands there whose attributes are compared by nobody: the tree builder compares those of formatting elements, but has only
/// one link open.
fn has_attributes(html: &[u8], start: usize, end: usize) -> bool {
    let name = tag_name(behind(html, start + 1));
    let compared = || KINDS.get(name) == Some(&Kind::Format) && !name.eq_ignore_ascii_case("a");
    !name.is_empty() && start + name.len() + 2 < end && !compared()
}

/// What is to be left out at a `<`.
enum Cut {
    /// Nothing up to this byte.
    Nothing(usize),
    /// This stretch.
    Range(Range<usize>),
}

/// How much is open at a point of the document.
#[derive(Default)]
struct Open {
    elements: usize,
    dropped: usize,
    formats: usize,
    formats_dropped: usize,
}

/// End tags that were looked for in vain: the rest of the document has none, so it is not searched again.
#[derive(Default)]
struct Missing {
    svg: bool,
    noscript: bool,
}

fn next(html: &str, start: usize, open: &mut Open, missing: &mut Missing) -> Cut {
    let bytes = html.as_bytes();
    let rest = behind(bytes, start);
    if rest.starts_with(b"<!--") {
        // `<!-->` and `<!--->` are whole comments.
        let end = memmem::find(behind(rest, 2), b"-->").map_or(html.len(), |at| start + 2 + at + 3);
        let telling = start < HEAD && memmem::find(stretch(bytes, start..end.min(HEAD)), b"saved from url").is_some();
        return if telling { Cut::Nothing(end) } else { Cut::Range(start..end) };
    }
    let closing = rest.get(1) == Some(&b'/');
    let name = tag_name(behind(rest, 1 + usize::from(closing)));
    if name.is_empty() {
        return Cut::Nothing(start + 1);
    }
    let end = tag_end(html.as_bytes(), start + 1);
    let kind = KINDS.get(name).copied();
    if closing {
        return close(kind, start..end, open);
    }
    match kind {
        Some(Kind::Script | Kind::Style) => {
            let whole = end_tag(html, end, name).unwrap_or(html.len());
            let wanted = kind == Some(Kind::Script) && contains_ignoring_case(stretch(bytes, start..end), b"ld+json");
            return if wanted { Cut::Nothing(whole) } else { Cut::Range(start..whole) };
        }
        Some(Kind::Text) => return Cut::Nothing(end_tag(html, end, name).unwrap_or(html.len())),
        Some(Kind::Flat) => return Cut::Nothing(end),
        Some(Kind::Svg) if !missing.svg => match end_tag(html, start, "svg") {
            Some(whole) => return Cut::Range(start..whole),
            None => missing.svg = true,
        },
        Some(Kind::Noscript) if !missing.noscript => match end_tag(html, end, "noscript") {
            // Only the tag goes where the page itself stands inside.
            Some(whole) if is_page(stretch(bytes, end..whole)) => return Cut::Range(start..end),
            Some(whole) => return Cut::Range(start..whole),
            None => missing.noscript = true,
        },
        _ => {}
    }
    let self_closing = stretch(bytes, 0..end).ends_with(b"/>");
    if kind == Some(Kind::Format) {
        if open.formats >= FORMATS_AT_MOST {
            open.formats_dropped += 1;
            return Cut::Range(start..end);
        }
        open.formats += 1;
    } else if open.elements >= DEPTH_AT_MOST {
        open.dropped += usize::from(!self_closing);
        return Cut::Range(start..end);
    } else {
        open.elements += usize::from(!self_closing);
    }
    Cut::Nothing(end)
}

/// An end tag goes where its start tag went.
fn close(kind: Option<Kind>, tag: Range<usize>, open: &mut Open) -> Cut {
    let (count, dropped) = match kind {
        Some(Kind::Noscript) => return Cut::Range(tag),
        Some(Kind::Flat) => return Cut::Nothing(tag.end),
        Some(Kind::Format) => (&mut open.formats, &mut open.formats_dropped),
        _ => (&mut open.elements, &mut open.dropped),
    };
    if *dropped > 0 {
        *dropped -= 1;
        return Cut::Range(tag);
    }
    *count = count.saturating_sub(1);
    Cut::Nothing(tag.end)
}

/// The bytes from a place on; none where that is behind their end.
fn behind(bytes: &[u8], at: usize) -> &[u8] {
    bytes.get(at..).unwrap_or_default()
}

fn stretch(bytes: &[u8], range: Range<usize>) -> &[u8] {
    bytes.get(range).unwrap_or_default()
}

fn tag_name(bytes: &[u8]) -> &str {
    let length = bytes.iter().take(24).take_while(|b| b.is_ascii_alphanumeric()).count();
    let starts_well = bytes.first().is_some_and(u8::is_ascii_alphabetic);
    if starts_well { std::str::from_utf8(stretch(bytes, 0..length)).unwrap_or_default() } else { "" }
}

/// The byte after a tag's `>`, quoted attribute values skipped; the document's end where it has none.
fn tag_end(bytes: &[u8], mut at: usize) -> usize {
    let mut after_equals = false;
    while let Some(&b) = bytes.get(at) {
        match b {
            b'>' => return at + 1,
            b'=' => after_equals = true,
            b'"' | b'\'' if after_equals => {
                at += 1 + memchr(b, behind(bytes, at + 1)).unwrap_or(bytes.len() - at - 1);
                after_equals = false;
            }
            b' ' | b'\n' | b'\t' | b'\r' => {}
            _ => after_equals = false,
        }
        at += 1;
    }
    bytes.len()
}

/// The attributes of a tag beyond those that any page means: the tokenizer compares each with all that stand before it.
fn surplus(bytes: &[u8], start: usize, end: usize) -> Option<Range<usize>> {
    let long = end - start > 2 * ATTRIBUTES_AT_MOST;
    if !long || !bytes.get(start + 1).is_some_and(|b| b.is_ascii_alphabetic() || *b == b'/') {
        return None;
    }
    let end = tag_end(bytes, start + 1);
    let (mut at, mut after_equals, mut parted) = (start + 1, false, 0);
    while at + 1 < end && parted < ATTRIBUTES_AT_MOST {
        match *bytes.get(at)? {
            b'=' => after_equals = true,
            quote @ (b'"' | b'\'') if after_equals => {
                at += 1 + memchr(quote, bytes.get(at + 1..end)?)?;
                (after_equals, parted) = (false, parted + 1);
            }
            b' ' | b'\n' | b'\t' | b'\r' | 0x0C | b'/' => parted += 1,
            _ => after_equals = false,
        }
        at += 1;
    }
    (at + 1 < end).then_some(at..end - 1)
}

/// The byte after the first end tag of that name at or after `from`.
fn end_tag(html: &str, from: usize, name: &str) -> Option<usize> {
    let bytes = html.as_bytes();
    let mut at = from;
    while let Some(offset) = memmem::find(behind(bytes, at), b"</") {
        let start = at + offset + 2;
        let after = bytes.get(start + name.len());
        if bytes.get(start..start + name.len()).is_some_and(|found| found.eq_ignore_ascii_case(name.as_bytes()))
            && after.is_none_or(|b| !b.is_ascii_alphanumeric())
        {
            return Some(tag_end(bytes, start + name.len()));
        }
        at = start;
    }
    None
}

fn is_page(inside: &[u8]) -> bool {
    inside.len() > NOSCRIPT_PAGE && contains_ignoring_case(inside, b"<p>")
}

fn contains_ignoring_case(bytes: &[u8], word: &[u8]) -> bool {
    bytes.windows(word.len()).any(|window| window.eq_ignore_ascii_case(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scripts_styles_and_comments_go_and_text_stays() {
        let html =
            "a<!-- <b> --><script>if (1 < 2) '<p>'</script>b<STYLE>p{}</STYLE >c<svg><title>x</title></svg>d<!-->e";
        assert_eq!(prune(html), "abcde");
        assert_eq!(prune("<!-- x -->e<br>f < g"), "e<br>f < g");
    }

    #[test]
    fn linked_data_stays() {
        let html = r#"<script type="application/ld+json">{"a":"<b>"}</script>"#;
        assert_eq!(prune(html), html);
        let saved = "<!-- saved from url=(0018)https://a.example -->";
        assert_eq!(prune(saved), saved);
    }

    #[test]
    fn quoted_angle_brackets_are_no_tags() {
        let html = r#"<p class="<script>">a</p><p class='>'>b</p><p class=a'b>c</p>"#;
        assert_eq!(prune(html), html);
    }

    #[test]
    fn depth_is_capped_and_text_is_not() {
        let deep = format!("{}text{}", "<div>".repeat(20_000), "</div>".repeat(20_000));
        let pruned = prune(&deep);
        assert_eq!(pruned.matches("<div>").count(), DEPTH_AT_MOST);
        assert_eq!(pruned.matches("</div>").count(), DEPTH_AT_MOST);
        assert!(pruned.contains("text"));
        assert_eq!(prune(&"<p><font>x".repeat(5000)).matches("<font>").count(), FORMATS_AT_MOST);
    }

    #[test]
    fn attributes_are_capped_and_what_follows_stays() {
        for (attribute, end) in [("a", ""), (" a=1", ""), (" a='x y'", ""), ("a=\"1\"", ""), ("/a", "/")] {
            let many: String = (0..20_000).map(|n| attribute.replace('a', &format!(" a{n}"))).collect();
            for tag in ["p", "title", "/p"] {
                let pruned = prune(&format!("<{tag}{many}{end}>The ferry<br>"));
                assert!(pruned.len() < 10 * ATTRIBUTES_AT_MOST + 40, "{tag}{attribute}: {}", pruned.len());
                assert!(pruned.ends_with(">The ferry<br>"), "{tag}{attribute}");
            }
        }
        let style = format!("<p class='{}' id=a>", "a b ".repeat(5000));
        assert_eq!(prune(&style), style);
    }

    #[test]
    fn a_page_inside_noscript_is_kept_and_a_remark_is_not() {
        assert_eq!(prune("a<noscript><p>Switch JavaScript on.</p></noscript>b"), "ab");
        let page = format!("<noscript><p>{}</p></noscript>", "word ".repeat(400));
        assert!(prune(&page).starts_with("<p>word"));
    }

    #[test]
    fn what_never_ends_costs_one_search() {
        for opening in ["<svg>", "<noscript>", "<script>", "<!--", "<a href='", "</", "<p title="] {
            prune(&opening.repeat(100_000));
        }
    }
}
