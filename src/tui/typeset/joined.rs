//! Arabic letters in the forms in which they join, for terminals that neither put them into order nor join them. Each form is a character of its own
//! and takes one cell, as the letter does, so that nothing else has to know.

use std::collections::HashMap;
use std::sync::LazyLock;
use unicode_normalization::UnicodeNormalization as _;

/// Where Unicode has the forms, letter by letter: alone, at the end, at the beginning, inside. Ligatures of several letters stand between them.
const FORMS: [std::ops::RangeInclusive<char>; 4] =
    ['\u{FB50}'..='\u{FBB1}', '\u{FBD3}'..='\u{FBE7}', '\u{FBFC}'..='\u{FBFF}', '\u{FE80}'..='\u{FEF4}'];

/// Joins on both sides and has no forms.
const TATWEEL: char = '\u{0640}';

/// Keeps letters apart.
const NON_JOINER: char = '\u{200C}';

/// The forms of each letter: one where it never joins, two where it joins what is before it only, four where it joins on both sides.
static LETTERS: LazyLock<HashMap<char, Vec<char>>> = LazyLock::new(|| {
    let mut letters: HashMap<char, Vec<char>> = HashMap::new();
    for form in FORMS.into_iter().flatten() {
        let mut meant = form.nfkc();
        if let (Some(letter), None) = (meant.next(), meant.next()) {
            letters.entry(letter).or_default().push(form);
        }
    }
    letters.insert(TATWEEL, vec![TATWEEL; 4]);
    letters
});

/// A character of a text, in graphemes, in the form in which it joins the one before it and the one behind; nothing where it has one form only.
pub fn joined(before: Option<&str>, grapheme: &str, behind: Option<&str>) -> Option<String> {
    let forms = forms(grapheme)?;
    let from_before = forms.len() > 1 && before.is_some_and(joins_on);
    let on_behind = joins_on(grapheme) && behind.and_then(self::forms).is_some_and(|forms| forms.len() > 1);
    let form = forms.get(usize::from(from_before) + 2 * usize::from(on_behind)).or(forms.first())?;
    let marks = grapheme.chars().skip(1);
    Some(std::iter::once(*form).chain(marks).collect())
}

fn forms(grapheme: &str) -> Option<&'static [char]> {
    // All of them are Arabic: what is below is not looked up.
    let letter = grapheme.chars().next().filter(|letter| *letter >= '\u{0600}')?;
    LETTERS.get(&letter).map(Vec::as_slice)
}

/// Whether what stands behind is joined.
fn joins_on(grapheme: &str) -> bool {
    !grapheme.contains(NON_JOINER) && forms(grapheme).is_some_and(|forms| forms.len() == 4)
}

#[cfg(test)]
mod tests {
    use super::*;
    use unicode_segmentation::UnicodeSegmentation as _;

    fn shaped(text: &str) -> String {
        let graphemes: Vec<&str> = text.graphemes(true).collect();
        let at = |place: Option<usize>| place.and_then(|place| graphemes.get(place).copied());
        let one = |(place, grapheme): (usize, &&str)| {
            joined(at(place.checked_sub(1)), grapheme, at(Some(place + 1))).unwrap_or_else(|| (*grapheme).to_owned())
        };
        graphemes.iter().enumerate().map(one).collect()
    }

    #[test]
    fn letters_take_the_form_of_their_place_in_the_word() {
        assert_eq!(shaped("بيت"), "\u{FE91}\u{FEF4}\u{FE96}");
        assert_eq!(shaped("دار"), "\u{FEA9}\u{FE8D}\u{FEAD}", "these join nothing behind them");
        assert_eq!(shaped("آن ب"), "\u{FE81}\u{FEE5} \u{FE8F}");
        assert_eq!(shaped("پچ"), "\u{FB58}\u{FB7B}", "Persian");
        assert_eq!(shaped("مَن"), "\u{FEE3}\u{064E}\u{FEE6}", "marks stay");
        assert_eq!(shaped("می\u{200C}خواهم"), shaped("می") + "\u{200C}" + &shaped("خواهم"));
    }

    #[test]
    fn every_letter_with_forms_has_one_two_or_four() {
        for (letter, forms) in &*LETTERS {
            assert!(matches!(forms.len(), 1 | 2 | 4), "{letter} {forms:?}");
        }
        assert_eq!(shaped("abc אבג"), "abc אבג");
    }
}
