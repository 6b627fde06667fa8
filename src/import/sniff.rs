//! What the bytes are, by their content and never by a name: something that is not text at all, HTML, or the text of a page.

use crate::page::PageKind;

/// Files that are no text, by the bytes they start with.
const BINARIES: &[(&[u8], &str)] = &[
    (b"%PDF-", "a PDF document"),
    (b"\x89PNG\r\n", "a PNG picture"),
    (b"\xFF\xD8\xFF", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"RIFF", "a picture or a recording"),
    (b"PK\x03\x04", "a ZIP archive"),
    (b"PK\x05\x06", "a ZIP archive"),
    (b"7z\xBC\xAF\x27\x1C", "a 7z archive"),
    (b"Rar!\x1A\x07", "a RAR archive"),
    (b"BZh9", "a bzip2 file"),
    (b"\xFD7zXZ\0", "an xz file"),
    (b"\x1F\x8B", "a gzip file inside others"),
    (b"\x28\xB5\x2F\xFD", "a zstd file inside others"),
    (b"\xD0\xCF\x11\xE0", "an Office document"),
    (b"{\\rtf", "an RTF document"),
    (b"%!PS", "a PostScript document"),
    (b"SQLite format 3\0", "an SQLite database"),
    (b"\x7FELF", "a program"),
    (b"\xCF\xFA\xED\xFE", "a program"),
    (b"WARC/", "a WARC archive"),
    (b"ID3", "a recording"),
    (b"OggS", "a recording"),
    (b"\x1A\x45\xDF\xA3", "a film"),
    (b"wOF", "a font"),
];

/// How much of a file is looked at to tell text from noise, and HTML from text.
const LOOK: usize = 64 << 10;

/// What the bytes are, where they are no text.
///
/// A stray zero byte in a page is no reason to refuse it; many are.
pub fn binary(bytes: &[u8]) -> Option<&'static str> {
    if let Some((_, kind)) = BINARIES.iter().find(|(magic, _)| bytes.starts_with(magic)) {
        return Some(kind);
    }
    if bytes.get(257..262) == Some(b"ustar") {
        return Some("a tar archive");
    }
    if bytes.get(4..8) == Some(b"ftyp") {
        return Some("a film");
    }
    let look = bytes.get(..LOOK).unwrap_or(bytes);
    // Nearly all that is text has no controls but the ends of its lines.
    if look.iter().fold(0, |odd, &b| odd | u8::from(b < 0x20) & u8::from(b != b'\n')) == 0 {
        return None;
    }
    let odd = |b: u8| b < 0x20 && !matches!(b, b'\t' | b'\n' | b'\r' | 0x08 | 0x0C | 0x1B);
    // Counted in bytes, a hundred at a time: that is done on many bytes at once.
    let controls: usize =
        look.chunks(100).map(|some| usize::from(some.iter().fold(0, |sum, &b| sum + u8::from(odd(b))))).sum();
    (controls * 100 > look.len()).then_some("binary data")
}

/// Elements that a page or a part of one starts with; a sentence of a text dump that starts with one of them is rare.
const STRUCTURE: &[&str] = &[
    "html",
    "head",
    "body",
    "title",
    "meta",
    "link",
    "script",
    "style",
    "base",
    "noscript",
    "div",
    "p",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "article",
    "section",
    "main",
    "header",
    "footer",
    "nav",
    "aside",
    "table",
    "tbody",
    "tr",
    "td",
    "th",
    "ul",
    "ol",
    "li",
    "dl",
    "dd",
    "dt",
    "blockquote",
    "figure",
    "figcaption",
    "center",
    "form",
    "pre",
    "hr",
    "br",
    "time",
];

/// Elements within a line.
const INLINE: &[&str] = &[
    "a", "b", "i", "u", "em", "strong", "span", "font", "small", "big", "img", "q", "cite", "sub", "sup", "code",
    "abbr", "mark", "svg", "picture", "iframe", "video", "button", "input", "label",
];

/// Whether HTML is a whole page, with its head or the mark of its body, rather than a piece of one.
pub fn is_whole_page(html: &str) -> bool {
    let look = crate::text::truncate(html, LOOK);
    look.match_indices('<').any(|(at, _)| {
        let tag = look.get(at + 1..).unwrap_or_default();
        let says = |name: &str| tag.get(..name.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(name));
        says("!doctype") || tag_at(&look[at..]).is_some_and(|tag| tag.frame && !tag.closing)
    })
}

/// HTML, or the text of a page? Text that only mentions tags is text.
pub fn kind(text: &str) -> PageKind {
    let look = crate::text::truncate(text, LOOK);
    // Most text dumps need no more than this.
    if memchr::memchr(b'<', look.as_bytes()).is_none() {
        return PageKind::Text;
    }
    let start = look.trim_start();
    let says = |prefix: &str| start.get(..prefix.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(prefix));
    if says("<!doctype html") || says("<html") || says("<?xml") {
        return PageKind::Html;
    }
    let tags = Tags::of(look);
    let starts_with_mark_up = tag_at(start).is_some() || says("<!--");
    let is_html = match (starts_with_mark_up, tags.structure) {
        // A fragment: it starts with a tag, and closes one or has more.
        (true, 1..) => tags.closing > 0 || tags.structure > 2,
        (true, 0) => tags.closing > 0 && tags.lines * 2 >= tags.lines_in_all,
        // Text in front: a page whose start is damaged. Tags stand on most of its lines and in more than one kind of place.
        (false, structure) => structure >= 3 && tags.closing >= 2 && tags.lines * 2 > tags.lines_in_all,
    };
    if is_html || tags.frames { PageKind::Html } else { PageKind::Text }
}

/// What a text has of tags.
#[derive(Default)]
struct Tags {
    /// Tags of elements that make up a page.
    structure: usize,
    /// Closing tags.
    closing: usize,
    /// Lines with a tag, and lines that are not empty.
    lines: usize,
    lines_in_all: usize,
    /// A line starts with `<html` or `<body`, and another closes it.
    frames: bool,
}

impl Tags {
    fn of(text: &str) -> Tags {
        let mut tags = Tags::default();
        let (mut opened, mut closed) = (false, false);
        for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
            tags.lines_in_all += 1;
            let mut any = false;
            for (at, _) in line.match_indices('<') {
                let Some(tag) = tag_at(&line[at..]) else { continue };
                any = true;
                tags.structure += usize::from(tag.structure);
                tags.closing += usize::from(tag.closing);
                if at == 0 && tag.frame {
                    opened |= !tag.closing;
                    closed |= tag.closing;
                }
            }
            tags.lines += usize::from(any);
        }
        tags.frames = opened && closed;
        tags
    }
}

struct Tag {
    closing: bool,
    structure: bool,
    frame: bool,
}

/// The tag that stands at the start of a text, where it is one of HTML's.
fn tag_at(text: &str) -> Option<Tag> {
    let inner = text.strip_prefix('<')?;
    let (closing, inner) = inner.strip_prefix('/').map_or((false, inner), |inner| (true, inner));
    let end = inner.bytes().position(|b| !b.is_ascii_alphanumeric())?;
    let name = &inner[..end];
    let is = |names: &[&str]| names.iter().any(|known| name.eq_ignore_ascii_case(known));
    let ends_well = matches!(inner.as_bytes().get(end), Some(b'>' | b'/' | b' ' | b'\t' | b'\n' | b'\r'));
    let structure = is(STRUCTURE);
    (ends_well && (structure || is(INLINE))).then(|| Tag { closing, structure, frame: is(&["html", "body"]) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn files_that_are_no_text_are_named() {
        for (bytes, kind) in [
            (&b"%PDF-1.7\n%\xE2\xE3"[..], Some("a PDF document")),
            (b"\x89PNG\r\n\x1A\n", Some("a PNG picture")),
            (b"PK\x03\x04\x14", Some("a ZIP archive")),
            (b"\0\x01\x02\x03", Some("binary data")),
            (b"ab\0cd", Some("binary data")),
            (b"\x01\x02\x03\x04 noise without zeros \x05\x06", Some("binary data")),
            (b"plain text\twith tabs\r\nand lines", None),
            (b"\x1B[31mred\x1B[0m", None),
            ("ünïcödé".as_bytes(), None),
        ] {
            assert_eq!(binary(bytes), kind, "{:?}", String::from_utf8_lossy(bytes));
        }
    }

    #[test]
    fn a_whole_page_is_told_from_an_articles_own_text() {
        for (html, whole) in [
            ("<!DOCTYPE html><p>x", true),
            ("\n<html lang=en><p>x", true),
            ("<!-- x --><head></head><BODY class=a><p>x", true),
            ("<div><p>A &lt;body> and a </body></p></div>", false),
            ("<p>One.</p>", false),
        ] {
            assert_eq!(is_whole_page(html), whole, "{html}");
        }
    }

    #[test]
    fn a_stray_zero_in_a_page_is_no_reason_to_refuse_it() {
        let page = format!("<p>{}\0</p>", "The ferry runs again. ".repeat(20));
        assert_eq!(binary(page.as_bytes()), None);
    }

    #[test]
    fn html_is_told_from_text_by_content() {
        for html in [
            "<!DOCTYPE html><p>x",
            "\n\n  <HTML><body>x",
            "<?xml version='1.0'?><html xmlns='http://www.w3.org/1999/xhtml'>",
            "<p>One paragraph.</p>",
            "<p>One<p>Two<p>Three",
            "<div class=\"story\">\n<h1>Headline</h1>\nText.\n</div>",
            "<b>Bold</b> <i>and</i> <a href=x>linked</a>",
            "<!-- saved --><head><title>x</title></head>",
            "HTTP/1.1 200 OK\nServer: x\n\n<html>\n<body>\n<p>One.\n</body>\n</html>",
            "broken start\n<div>\n<p>One.</p>\n<p>Two.</p>\n</div>",
        ] {
            assert_eq!(kind(html), PageKind::Html, "{html}");
        }
        for text in [
            "",
            "Plain text.",
            "The tag <b> makes text bold, and </b> ends it.",
            "Use <div> for blocks.\nUse <p> for paragraphs and close it with </p>.\nThe rest is text.\nAnd more.\nAnd more.",
            "<b> is a tag.\nIt makes text bold.\nThe end.",
            "<john@example.org> wrote: hello",
            "a < b and b > c",
            "<3 this",
            "1 < 2 <p",
        ] {
            assert_eq!(kind(text), PageKind::Text, "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_text_has_a_kind(text in "[<>/ a-z!\\-é\n]{0,60}") {
            kind(&text);
            binary(text.as_bytes());
        }
    }
}
