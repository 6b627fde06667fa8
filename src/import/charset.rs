//! Which letters the bytes mean: by byte order mark, by validity as UTF-8, by what the page declares, and by a guess, in this order.
//!
//! Valid UTF-8 goes before the declaration: text in another character set is hardly ever valid UTF-8 by chance, while tools that save pages often
//! write UTF-8 and leave the old declaration in.

use super::mojibake;
use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, ISO_2022_JP, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};
use memchr::memmem;
use std::borrow::Cow;

/// How far into a page its declaration may stand; the standard asks for 1024 bytes, many pages need more.
const PRESCAN: usize = 4096;

/// How much of a page the guess looks at.
const GUESS: usize = 1 << 20;

/// A text, and whether some of its bytes meant nothing in its character set.
#[derive(Debug, PartialEq, Eq)]
pub struct Decoded<'a> {
    /// The text, without a byte order mark; what meant nothing is U+FFFD.
    pub text: Cow<'a, str>,
    /// Whether anything was replaced.
    pub broken: bool,
}

/// The text that the bytes mean. Total.
pub fn decode(bytes: &[u8]) -> Decoded<'_> {
    if let Some(utf16) = decode_utf16(bytes) {
        return utf16;
    }
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let declared = declared(first(bytes, PRESCAN));
    if let Ok(text) = std::str::from_utf8(bytes)
        && !(text.is_ascii() && declared == Some(ISO_2022_JP))
    {
        let text = mojibake::undo(text).map_or(Cow::Borrowed(text), Cow::Owned);
        return Decoded { text, broken: false };
    }
    if let Some(encoding) = declared.filter(|&encoding| encoding != UTF_8) {
        let decoded = decode_as(encoding, bytes);
        if !decoded.broken {
            return decoded;
        }
    }
    if mostly_utf8(bytes) {
        return decode_as(UTF_8, bytes);
    }
    let guessed = decode_as(guess(bytes), bytes);
    match declared {
        Some(encoding) if guessed.broken && encoding != UTF_8 => decode_as(encoding, bytes),
        _ => guessed,
    }
}

/// The first so many of the bytes, or all.
fn first(bytes: &[u8], count: usize) -> &[u8] {
    bytes.get(..count).unwrap_or(bytes)
}

/// The text, where the bytes are UTF-16, by their mark or by their zeros.
pub fn decode_utf16(bytes: &[u8]) -> Option<Decoded<'_>> {
    let (encoding, mark) = match Encoding::for_bom(bytes) {
        Some((encoding, mark)) if encoding != UTF_8 => (encoding, mark),
        _ => (unmarked_utf16(bytes)?, 0),
    };
    let decoded = decode_as(encoding, bytes.get(mark..).unwrap_or_default());
    // Noise has letters that do not exist, and controls.
    let odd = decoded.text.chars().filter(|c| matches!(c, '\0'..='\u{8}' | '\u{FFFD}')).count();
    (odd * 50 <= decoded.text.chars().count()).then_some(decoded)
}

fn decode_as<'a>(encoding: &'static Encoding, bytes: &'a [u8]) -> Decoded<'a> {
    let (text, broken) = encoding.decode_without_bom_handling(bytes);
    Decoded { text, broken }
}

fn guess(bytes: &[u8]) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
    detector.feed(first(bytes, GUESS), bytes.len() <= GUESS);
    detector.guess(None, Utf8Detection::Deny)
}

/// Whether most of what is not ASCII is sound UTF-8: a page with a few broken bytes, or one cut in the middle of a letter.
fn mostly_utf8(bytes: &[u8]) -> bool {
    let (mut sound, mut broken) = (0_usize, 0_usize);
    for chunk in bytes.utf8_chunks() {
        sound += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        broken += usize::from(!chunk.invalid().is_empty());
    }
    // In other character sets, what looks like a sound letter of UTF-8 is rarer by far than what breaks it.
    sound >= broken
}

/// UTF-16 without a byte order mark shows in Western pages, and in any mark-up, as zeros in every second place.
fn unmarked_utf16(bytes: &[u8]) -> Option<&'static Encoding> {
    let start = first(bytes, bytes.len().min(PRESCAN) & !1);
    memchr::memchr(0, start)?;
    let zeros = |place: usize| start.iter().skip(place).step_by(2).filter(|&&byte| byte == 0).count();
    let (first, second) = (zeros(0), zeros(1));
    let many = start.len() / 4;
    match () {
        () if start.len() < 8 => None,
        () if second > many && first == 0 => Some(UTF_16LE),
        () if first > many && second == 0 => Some(UTF_16BE),
        () => None,
    }
}

/// The character set that an XML declaration or a `meta` element names.
fn declared(start: &[u8]) -> Option<&'static Encoding> {
    let encoding = xml_declared(start).or_else(|| meta_declared(start))?;
    // A page that could be read so far is not UTF-16, whatever it says (the HTML standard says the same).
    Some(match encoding {
        e if e == UTF_16LE || e == UTF_16BE => UTF_8,
        e if e.name() == "x-user-defined" => WINDOWS_1252,
        e => e,
    })
}

fn xml_declared(start: &[u8]) -> Option<&'static Encoding> {
    let rest = start.strip_prefix(b"<?xml")?;
    let declaration = rest.get(..memmem::find(rest, b"?>")?)?;
    let at = memmem::find(declaration, b"encoding")?;
    label(declaration.get(at + b"encoding".len()..)?)
}

fn meta_declared(start: &[u8]) -> Option<&'static Encoding> {
    memchr::memchr(b'<', start)?;
    let lower = start.to_ascii_lowercase();
    let mut at = 0;
    while let Some(found) = lower.get(at..).and_then(|rest| memmem::find(rest, b"<")) {
        let tag = lower.get(at + found..).unwrap_or_default();
        if tag.starts_with(b"<!--") {
            at += found + memmem::find(tag, b"-->").map_or(tag.len(), |end| end + 3);
            continue;
        }
        let end = memchr::memchr(b'>', tag).unwrap_or(tag.len());
        if tag.starts_with(b"<meta") && tag.get(5).is_some_and(|&b| b.is_ascii_whitespace() || b == b'/') {
            let tag = first(tag, end);
            let named = memmem::find_iter(tag, b"charset").find_map(|place| label(tag.get(place + 7..)?));
            if named.is_some() {
                return named;
            }
        }
        at += found + 1;
    }
    None
}

/// The character set in `= "name"`, quoted or not.
fn label(text: &[u8]) -> Option<&'static Encoding> {
    let text = text.trim_ascii_start().strip_prefix(b"=")?.trim_ascii_start();
    let text = text.strip_prefix(b"\"").or_else(|| text.strip_prefix(b"'")).unwrap_or(text).trim_ascii_start();
    let end = text.iter().position(|&b| matches!(b, b'"' | b'\'' | b';' | b'>' | b'/' | b' ' | b'\t' | b'\n' | b'\r'));
    Encoding::for_label(first(text, end.unwrap_or(text.len())))
}

#[cfg(test)]
mod tests {
    use super::*;
    use encoding_rs::{EUC_KR, GBK, ISO_8859_2, SHIFT_JIS, WINDOWS_1251};
    use proptest::prelude::*;

    /// The bytes of a page that declares what stands between the bars, its text in another character set.
    fn page(head: &str, encoding: &'static Encoding, text: &str) -> Vec<u8> {
        let mut bytes = head.as_bytes().to_vec();
        bytes.extend_from_slice(&encoding.encode(text).0);
        bytes
    }

    #[test]
    fn the_character_set_is_found() {
        let russian = "Мэр сообщил, что паром снова ходит через залив каждый день.";
        let japanese = "市長は火曜日、フェリーが再び運航すると発表した。";
        let polish = "Zażółć gęślą jaźń, powiedział burmistrz.";
        for (name, head, encoding, text) in [
            ("meta charset", "<meta charset=windows-1251>", WINDOWS_1251, russian),
            (
                "http-equiv",
                "<META http-equiv='Content-Type' content='text/html; charset=windows-1251'>",
                WINDOWS_1251,
                russian,
            ),
            ("XML declaration", "<?xml version='1.0' encoding='ISO-8859-2'?><p>", ISO_8859_2, polish),
            ("upper case, spaces", "<META CHARSET = \"Shift_JIS\" />", SHIFT_JIS, japanese),
            (
                "declared after a comment",
                "<!-- <meta charset=gbk> --><meta charset=euc-kr>",
                EUC_KR,
                "시장은 화요일 말했다",
            ),
            ("nothing declared, UTF-8", "<p>", UTF_8, japanese),
            ("nothing declared, guessed", "<p>", SHIFT_JIS, japanese),
            ("nothing declared, guessed", "<p>", WINDOWS_1251, russian),
            ("declared wrongly, valid UTF-8", "<meta charset=iso-8859-1>", UTF_8, polish),
            ("declared UTF-8, is not", "<meta charset=utf-8>", WINDOWS_1251, russian),
            ("declared UTF-16, cannot be", "<meta charset=utf-16>", UTF_8, russian),
            ("an unknown name", "<meta charset=klingon>", GBK, "市长星期二宣布渡轮将再次运行，居民表示欢迎。"),
            ("escapes of ISO-2022-JP", "<meta charset=iso-2022-jp>", ISO_2022_JP, japanese),
        ] {
            let bytes = page(head, encoding, text);
            let decoded = decode(&bytes);
            assert!(decoded.text.ends_with(text), "{name}: {}", decoded.text);
            assert!(!decoded.broken, "{name}");
        }
    }

    #[test]
    fn utf_16_is_read_with_and_without_its_mark() {
        let text = "<p>Zażółć gęślą</p>";
        let little: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
        let marked = [&[0xFF, 0xFE][..], &little].concat();
        for bytes in [little, big, marked] {
            assert_eq!(decode(&bytes).text, text);
        }
    }

    #[test]
    fn a_byte_order_mark_is_not_text() {
        assert_eq!(decode(b"\xEF\xBB\xBFhello"), Decoded { text: Cow::Borrowed("hello"), broken: false });
    }

    #[test]
    fn broken_bytes_in_utf_8_are_replaced_and_told() {
        let decoded = decode(b"Caf\xC3\xA9, na\xC3\xAFve \xFF end, cut in a letter: \xC3");
        assert_eq!(decoded.text, "Café, naïve \u{FFFD} end, cut in a letter: \u{FFFD}");
        assert!(decoded.broken);
    }

    proptest! {
        #[test]
        fn any_bytes_are_text(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
            drop(decode(&bytes));
        }

        #[test]
        fn utf_8_is_read_as_it_is(text in "[^\0\u{FEFF}\u{1b}\u{80}-\u{FF}]{0,80}") {
            prop_assert_eq!(decode(text.as_bytes()).text.into_owned(), text);
        }
    }
}
