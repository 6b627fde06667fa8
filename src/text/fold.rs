//! One folding for the index, the query and the marks on the screen: case, accents and width make no difference.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::{decompose_compatible, is_combining_mark};

/// The text folded for comparison: compatibility forms (NFKD) without accents, in lower case, composed again.
///
/// Marks that spell a word go only where they are accents or pointing (Latin, Greek, Cyrillic, Arabic, Hebrew); vowel signs of Indic and Thai
/// script and the voicing of kana stay. Letters that Unicode does not decompose but readers type plainly (ß, ł, ø, æ …) are spelt out.
/// `fold(fold(x)) == fold(x)`.
pub fn fold(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    let (mut letters, mut composes) = (String::with_capacity(text.len()), false);
    let mut rest = text;
    // Runs of ASCII are copied whole, and what has no other form as it is.
    while let Some(c) = rest.chars().next() {
        let run = rest.bytes().position(|byte| !byte.is_ascii()).unwrap_or(rest.len());
        letters.push_str(&rest[..run]);
        rest = &rest[run..];
        if run == 0 {
            fold_char(c, &mut |folded| {
                composes |= !is_settled(folded);
                letters.push(folded);
            });
            rest = &rest[c.len_utf8()..];
        }
    }
    letters.make_ascii_lowercase();
    if composes { letters.nfc().collect() } else { letters }
}

/// Whether two texts are the same once folded.
pub fn folds_alike(one: &str, other: &str) -> bool {
    if one == other {
        return true;
    }
    if one.is_ascii() && other.is_ascii() {
        return one.eq_ignore_ascii_case(other);
    }
    // A first letter of ASCII stays the first, in lower case.
    let begins = |text: &str| text.bytes().next().filter(u8::is_ascii_alphabetic).map(|byte| byte.to_ascii_lowercase());
    let differ = begins(one).zip(begins(other)).is_some_and(|(one, other)| one != other);
    !differ && fold(one) == fold(other)
}

/// Whether a decomposed character composes with none beside it: letters that are left without their accents, marks of writing, Han.
fn is_settled(c: char) -> bool {
    matches!(c, '\0'..='\u{2FF}' | '\u{2010}'..='\u{206F}' | '\u{4E00}'..='\u{9FFF}')
}

/// Gives the folded form of one character, decomposed: nothing, one character or a few.
pub fn fold_char(c: char, give: &mut impl FnMut(char)) {
    if c.is_ascii() {
        give(c.to_ascii_lowercase());
        return;
    }
    match c {
        '’' | '‘' => return give('\''),
        '“' | '”' | '„' | '–' | '—' | '•' | '«' | '»' | '\u{4E00}'..='\u{9FFF}' => return give(c),
        _ => {}
    }
    decompose_compatible(c, |part| {
        for lower in part.to_lowercase() {
            match lower {
                mark if is_accent(mark) => {}
                'ß' => ['s', 's'].into_iter().for_each(&mut *give),
                'æ' => ['a', 'e'].into_iter().for_each(&mut *give),
                'œ' => ['o', 'e'].into_iter().for_each(&mut *give),
                'þ' => ['t', 'h'].into_iter().for_each(&mut *give),
                'ł' => give('l'),
                'ø' => give('o'),
                'đ' | 'ð' => give('d'),
                'ħ' => give('h'),
                'ı' => give('i'),
                'ς' => give('σ'),
                // Curly apostrophes and hyphens are typed as the plain ones.
                '‘' | '’' | 'ʼ' => give('\''),
                '‐' | '‑' => give('-'),
                other => give(other),
            }
        }
    });
}

fn is_accent(c: char) -> bool {
    matches!(u32::from(c), 0x0300..=0x036F | 0x0483..=0x0487 | 0x0591..=0x05C7 | 0x0610..=0x061A | 0x064B..=0x065F | 0x0670 | 0x0640
        | 0x06D6..=0x06ED | 0x1AB0..=0x1AFF | 0x1DC0..=0x1DFF | 0x20D0..=0x20FF | 0xFE20..=0xFE2F)
        && (is_combining_mark(c) || c == '\u{640}')
}

/// Letters and digits only, folded: what is left when punctuation makes no difference.
pub(crate) fn bare(text: &str) -> String {
    let mut letters = String::with_capacity(text.len());
    if text.is_ascii() {
        letters
            .extend(text.bytes().filter(u8::is_ascii_alphanumeric).map(|byte| char::from(byte.to_ascii_lowercase())));
    } else {
        letters.extend(fold(text).chars().filter(|c| c.is_alphanumeric()));
    }
    letters
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn case_accents_and_width_make_no_difference() {
        for (text, folded) in [
            ("Café", "cafe"),
            ("ＮＨＫ", "nhk"),
            ("Łódź", "lodz"),
            ("Straße", "strasse"),
            ("Ærø", "aero"),
            ("ΟΔΟΣ", "οδοσ"),
            ("İstanbul", "istanbul"),
            ("\u{212A}elvin", "kelvin"),
            ("شَرِكَة", "شركة"),
            ("Ёлка", "елка"),
        ] {
            assert_eq!(fold(text), folded);
        }
    }

    #[test]
    fn marks_that_spell_a_word_stay() {
        for text in ["ガス", "हिन्दी", "ไทย", "한국"] {
            assert_eq!(fold(text), text.nfkc().collect::<String>());
        }
    }

    #[test]
    fn settled_characters_compose_with_none_of_their_kind() {
        for c in (char::MIN..=char::MAX).filter(|c| is_settled(*c)) {
            let pair: String = ['a', c, c, 'a'].iter().collect();
            let mut decomposed = String::new();
            decompose_compatible(c, |part| decomposed.push(part));
            assert!(decomposed != c.to_string() || pair.nfc().collect::<String>() == pair, "{c:?}");
        }
    }

    proptest! {
        #[test]
        fn short_ways_of_folding_fold_alike(one in "\\PC{0,60}", other in "[a-zA-ZéÉßK ]{0,4}", again in "[a-zA-ZéÉßK ]{0,4}") {
            prop_assert_eq!(folds_alike(&other, &again), fold(&other) == fold(&again));
            prop_assert!(folds_alike(&one, &fold(&one)));
        }

        #[test]
        fn folding_twice_is_folding_once(text in any::<String>()) {
            let once = fold(&text);
            prop_assert_eq!(fold(&once), once);
        }
    }
}
