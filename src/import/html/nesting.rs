//! How deep a page may nest, so that what it costs stays linear in its size.
//!
//! The tree builder walks its stack of open elements for many tags, so a page of 20,000 nested elements would cost the square of that; and it
//! opens unclosed formatting elements again in every paragraph. Tags beyond what any page means are left out; text never is.

/// Open elements that a page may nest. Real pages stay below 100.
const DEPTH_AT_MOST: usize = 256;

/// Formatting elements that may be open at once.
const FORMATS_AT_MOST: usize = 24;

/// What an element is to the parser.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Left open, it nests.
    Ordinary,
    /// Closed by the tree builder itself, without content, or with nothing but text inside: it does not nest by being left open.
    Flat,
    /// Opened again in the next paragraph where it was left open.
    Format,
    Script,
    Style,
    Svg,
    Noscript,
}

impl Kind {
    /// The kind of the elements of a name in lower case.
    pub(super) fn of(name: &[u8]) -> Kind {
        match name {
            b"area" | b"base" | b"body" | b"br" | b"caption" | b"col" | b"colgroup" | b"dd" | b"dt" | b"embed"
            | b"head" | b"hr" | b"html" | b"img" | b"input" | b"li" | b"link" | b"meta" | b"optgroup" | b"option"
            | b"p" | b"param" | b"rb" | b"rp" | b"rt" | b"rtc" | b"source" | b"tbody" | b"td" | b"tfoot" | b"th"
            | b"thead" | b"tr" | b"track" | b"wbr" | b"textarea" | b"title" | b"iframe" | b"xmp" | b"noembed" => {
                Kind::Flat
            }
            b"a" | b"b" | b"big" | b"code" | b"em" | b"font" | b"i" | b"nobr" | b"s" | b"small" | b"strike"
            | b"strong" | b"tt" | b"u" => Kind::Format,
            b"script" => Kind::Script,
            b"style" => Kind::Style,
            b"svg" => Kind::Svg,
            b"noscript" => Kind::Noscript,
            _ => Kind::Ordinary,
        }
    }
}

/// How much is open at a point of the document.
#[derive(Default)]
pub(super) struct Nesting {
    elements: Count,
    formats: Count,
}

#[derive(Default)]
struct Count {
    open: usize,
    /// Start tags that were left out, for each of which an end tag goes.
    left_out: usize,
}

impl Nesting {
    /// Meets a start tag; tells whether it stays.
    pub(super) fn opens(&mut self, kind: Kind, closes_itself: bool) -> bool {
        let (count, at_most) = match kind {
            Kind::Format => (&mut self.formats, FORMATS_AT_MOST),
            Kind::Ordinary | Kind::Svg => (&mut self.elements, DEPTH_AT_MOST),
            _ => return true,
        };
        let stays = count.open < at_most;
        // HTML knows no formatting element that closes itself.
        if kind == Kind::Format || !closes_itself {
            *(if stays { &mut count.open } else { &mut count.left_out }) += 1;
        }
        stays
    }

    /// Meets an end tag; tells whether it stays.
    pub(super) fn closes(&mut self, kind: Kind) -> bool {
        let count = match kind {
            Kind::Format => &mut self.formats,
            Kind::Ordinary | Kind::Svg => &mut self.elements,
            _ => return true,
        };
        let stays = count.left_out == 0;
        let count = if stays { &mut count.open } else { &mut count.left_out };
        *count = count.saturating_sub(1);
        stays
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_nests_too_deep_is_left_out_with_its_end() {
        for (kind, at_most) in [(Kind::Ordinary, DEPTH_AT_MOST), (Kind::Format, FORMATS_AT_MOST)] {
            let mut nesting = Nesting::default();
            assert_eq!((0..1000).filter(|_| nesting.opens(kind, false)).count(), at_most);
            assert_eq!((0..1000).filter(|_| nesting.closes(kind)).count(), at_most);
            assert!(nesting.opens(kind, false));
        }
    }

    #[test]
    fn what_cannot_be_left_open_is_not_counted() {
        let mut nesting = Nesting::default();
        assert!((0..1000).all(|_| nesting.opens(Kind::of(b"li"), false) && nesting.opens(Kind::Ordinary, true)));
    }
}
