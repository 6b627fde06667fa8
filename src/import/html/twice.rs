//! Entities that were escaped twice (`caf&amp;eacute;`), so that the parser leaves `caf&eacute;` in the text: undone where that is certain.
//!
//! Certain is what stands inside or at the edge of a word and means a letter or a mark of running text, and a lone `&amp;` between words. Brackets are
//! never undone: `&lt;p&gt;` is what a text on markup means to show.

use std::borrow::Cow;

/// Names of letters and marks as pages write them.
const NAMES: &[(&str, char)] = &[
    ("amp", '&'),
    ("quot", '"'),
    ("apos", '\''),
    ("nbsp", ' '),
    ("rsquo", '’'),
    ("lsquo", '‘'),
    ("rdquo", '”'),
    ("ldquo", '“'),
    ("bdquo", '„'),
    ("sbquo", '‚'),
    ("laquo", '«'),
    ("raquo", '»'),
    ("ndash", '–'),
    ("mdash", '—'),
    ("hellip", '…'),
    ("euro", '€'),
    ("pound", '£'),
    ("deg", '°'),
    ("agrave", 'à'),
    ("aacute", 'á'),
    ("acirc", 'â'),
    ("atilde", 'ã'),
    ("auml", 'ä'),
    ("aring", 'å'),
    ("aelig", 'æ'),
    ("ccedil", 'ç'),
    ("egrave", 'è'),
    ("eacute", 'é'),
    ("ecirc", 'ê'),
    ("euml", 'ë'),
    ("igrave", 'ì'),
    ("iacute", 'í'),
    ("icirc", 'î'),
    ("iuml", 'ï'),
    ("ntilde", 'ñ'),
    ("ograve", 'ò'),
    ("oacute", 'ó'),
    ("ocirc", 'ô'),
    ("otilde", 'õ'),
    ("ouml", 'ö'),
    ("oslash", 'ø'),
    ("ugrave", 'ù'),
    ("uacute", 'ú'),
    ("ucirc", 'û'),
    ("uuml", 'ü'),
    ("yacute", 'ý'),
    ("szlig", 'ß'),
    ("oelig", 'œ'),
    ("scaron", 'š'),
    ("zcaron", 'ž'),
    ("Agrave", 'À'),
    ("Aacute", 'Á'),
    ("Auml", 'Ä'),
    ("Aring", 'Å'),
    ("Ccedil", 'Ç'),
    ("Egrave", 'È'),
    ("Eacute", 'É'),
    ("Ntilde", 'Ñ'),
    ("Oacute", 'Ó'),
    ("Ouml", 'Ö'),
    ("Oslash", 'Ø'),
    ("Uacute", 'Ú'),
    ("Uuml", 'Ü'),
    ("OElig", 'Œ'),
    ("Scaron", 'Š'),
    ("Zcaron", 'Ž'),
];

/// The longest entity that is looked at, in bytes.
const ENTITY_AT_MOST: usize = 9;

/// The text with what was escaped twice undone.
pub(super) fn undo(text: &str) -> Cow<'_, str> {
    if !text.contains('&') {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let (c, length) = meant(rest, out.chars().next_back()).unwrap_or(('&', 1));
        out.push(c);
        rest = &rest[length..];
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// The character that the entity at the start of the text means for certain, given what stands before it, and the entity's bytes.
fn meant(text: &str, before: Option<char>) -> Option<(char, usize)> {
    let end = text.bytes().take(ENTITY_AT_MOST).position(|b| b == b';')?;
    let name = &text[1..end];
    let c = match name.strip_prefix('#') {
        Some(number) => {
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                None => number.parse().ok()?,
            };
            char::from_u32(code).filter(|c| !c.is_control() && !matches!(c, '<' | '>'))?
        }
        None => NAMES.iter().find(|(known, _)| *known == name)?.1,
    };
    let after = text[end + 1..].chars().next();
    let is_letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let between_words = c == '&' && before == Some(' ') && after == Some(' ');
    (is_letter(before) || is_letter(after) || between_words).then_some((c, end + 1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_was_escaped_twice_is_undone_inside_of_words_only() {
        for (text, undone) in [
            ("caf&eacute; talk", "café talk"),
            ("it&rsquo;s &ldquo;late&rdquo;", "it’s “late”"),
            ("it&#8217;s &#x201C;late", "it’s “late"),
            ("Pell &amp; Sons", "Pell & Sons"),
            ("Pell & Sons", "Pell & Sons"),
            ("write &nbsp; or &eacute; for it", "write &nbsp; or &eacute; for it"),
            ("&lt;p&gt; opens a paragraph", "&lt;p&gt; opens a paragraph"),
            ("a&#60;b", "a&#60;b"),
            ("AT&T; R&D", "AT&T; R&D"),
        ] {
            assert_eq!(undo(text), undone);
        }
    }

    proptest! {
        #[test]
        fn text_without_entities_stays_as_it_is(text in "[^;]{0,60}") {
            prop_assert_eq!(undo(&text), text.as_str());
        }
    }
}
