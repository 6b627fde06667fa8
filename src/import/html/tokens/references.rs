//! What stands in a text for something else: character references (`&eacute;`, `&#233;`, `&copy` as old pages write it), undone as the standard has it,
//! and line breaks of other systems.

use html5ever::data::{C1_REPLACEMENTS, NAMED_ENTITIES};
use html5ever::tendril::StrTendril;
use memchr::{memchr2, memchr3};

/// The longest name that is known without its semicolon: `frac12`, `middot`.
const BARE_AT_MOST: usize = 6;

/// The longest name with its semicolon.
const NAME_AT_MOST: usize = 32;

/// Where a text stands: in an attribute, `&copy=` is part of an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Inside {
    Text,
    Attribute,
    /// Where nothing refers to anything: a script, a style.
    Raw,
}

/// What a reference means, one character or two, and how many bytes it has.
type Meaning = (char, Option<char>, usize);

/// What a text means that is not what it shows; None where it has nothing of that kind. All line breaks become one kind, and zeros mean nothing
/// anywhere on a page.
pub(super) fn meant(text: &str, inside: Inside) -> Option<StrTendril> {
    let mut at = next(text, inside)?;
    let mut out = StrTendril::new();
    let mut rest = text;
    loop {
        let (before, from) = rest.split_at(at);
        out.push_slice(before);
        let mut length = 1;
        match from.as_bytes() {
            [b'\r', b'\n', ..] | [0, ..] => {}
            [b'\r', ..] => out.push_char('\n'),
            _ => {
                if let Some((one, more, whole)) = meaning(from, inside) {
                    out.push_char(one);
                    if let Some(more) = more {
                        out.push_char(more);
                    }
                    length = whole;
                } else {
                    out.push_char('&');
                }
            }
        }
        rest = from.get(length..).unwrap_or_default();
        let Some(next) = next(rest, inside) else { break };
        at = next;
    }
    out.push_slice(rest);
    Some(out)
}

fn next(text: &str, inside: Inside) -> Option<usize> {
    match inside {
        Inside::Raw => memchr2(b'\r', 0, text.as_bytes()),
        _ => memchr3(b'&', b'\r', 0, text.as_bytes()),
    }
}

/// What the reference at the start of a text means; None where that is an ampersand and nothing more.
fn meaning(text: &str, inside: Inside) -> Option<Meaning> {
    let name = text.get(1..)?;
    if let Some(number) = name.strip_prefix('#') {
        return number_meant(number).map(|(c, length)| (c, None, 2 + length));
    }
    let letters = name.bytes().take(NAME_AT_MOST).take_while(u8::is_ascii_alphanumeric).count();
    let known = |length: usize| {
        let (one, more) = *NAMED_ENTITIES.get(name.get(..length)?)?;
        // Beginnings of names stand in the table too, as meaning nothing.
        let one = char::from_u32(one).filter(|_| one > 0)?;
        Some((one, char::from_u32(more).filter(|_| more > 0), 1 + length))
    };
    let next = name.as_bytes().get(letters);
    if next == Some(&b';')
        && let Some(whole) = known(letters + 1)
    {
        return Some(whole);
    }
    match inside {
        Inside::Text => (2..=letters.min(BARE_AT_MOST)).rev().find_map(known),
        _ => (letters <= BARE_AT_MOST && next != Some(&b'=')).then(|| known(letters)).flatten(),
    }
}

/// The character that a number means, given what stands behind `&#`, and how many bytes of that belong to it.
fn number_meant(text: &str) -> Option<(char, usize)> {
    let (radix, prefix) = if text.starts_with(['x', 'X']) { (16, 1) } else { (10, 0) };
    let digits = text.get(prefix..)?;
    let mut number = 0_u32;
    let mut length = prefix;
    for digit in digits.chars().map_while(|c| c.to_digit(radix)) {
        number = number.saturating_mul(radix).saturating_add(digit);
        length += 1;
    }
    if length == prefix {
        return None;
    }
    let semicolon = usize::from(text.as_bytes().get(length) == Some(&b';'));
    // Numbers of Windows-1252 that are control characters in Unicode mean what old pages meant by them.
    let replaced = number.checked_sub(0x80).and_then(|at| *C1_REPLACEMENTS.get(at as usize)?);
    let meant =
        replaced.or_else(|| char::from_u32(number).filter(|_| number > 0)).unwrap_or(char::REPLACEMENT_CHARACTER);
    Some((meant, length + semicolon))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_undone_as_browsers_do() {
        for (text, in_text, in_attribute) in [
            ("caf&eacute; &amp; bar", "café & bar", "café & bar"),
            ("&copy 2019 &frac12x", "© 2019 ½x", "© 2019 &frac12x"),
            ("&notit; &notin; &not", "¬it; ∉ ¬", "&notit; ∉ ¬"),
            ("?a=1&lang=de&copy=2", "?a=1&lang=de©=2", "?a=1&lang=de&copy=2"),
            ("&#233;&#xe9;&#XE9 &#", "ééé &#", "ééé &#"),
            ("&#150; &#0; &#x110000; &#99999999999;", "– � � �", "– � � �"),
            ("&NotEqualTilde; & &; &x;", "≂̸ & &; &x;", "≂̸ & &; &x;"),
        ] {
            assert_eq!(meant(text, Inside::Text).as_deref(), Some(in_text));
            assert_eq!(meant(text, Inside::Attribute).as_deref(), Some(in_attribute));
        }
        assert_eq!(meant("none", Inside::Text), None);
        assert_eq!(meant("a&amp;b", Inside::Raw), None);
        assert_eq!(meant("a\r\n&amp;\r\r\0b", Inside::Raw).as_deref(), Some("a\n&amp;\n\nb"));
    }
}
