//! Running text into lines: breaks where UAX #14 allows them, and inside a word only where the word is wider than the line.

use crate::tui::cells::{cells, graphemes};
use hypher::Lang;
use std::ops::Range;
use unicode_linebreak::{BreakOpportunity, linebreaks};

/// Words shorter than this are not broken, in letters.
const BREAKABLE: usize = 6;

/// A line of running text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cut {
    /// The bytes of the text, without the white space at their end.
    pub range: Range<usize>,
    /// A hyphen is to stand behind it.
    pub hyphen: bool,
    /// A paragraph ends here, or a line that is to end where it does.
    pub last: bool,
}

/// The lines of the text, as byte ranges without the white space at their ends. `width` is at least 2, for a wide character needs as much.
pub fn flow(text: &str, width: usize) -> Vec<Range<usize>> {
    broken(text, width, None).into_iter().map(|cut| cut.range).collect()
}

/// The same; words of the language are hyphenated where they do not fit.
pub fn broken(text: &str, width: usize, language: Option<Lang>) -> Vec<Cut> {
    let width = width.max(2);
    let mut lines = Vec::with_capacity(text.len() / width + 1);
    let (mut start, mut used, mut at) = (0, 0, 0);
    if text.is_empty() {
        return lines;
    }
    for (end, opportunity) in linebreaks(text) {
        let segment = &text[at..end];
        let word_end = at + segment.trim_end().len();
        let blanks = cells(&text[word_end..end]);
        let mut wide = cells(&text[at..word_end]);
        if used > 0 && used + wide > width {
            let fits =
                language.and_then(|language| hyphenated(&text[at..word_end], width.saturating_sub(used), language));
            at += fits.unwrap_or(0);
            lines.push(Cut { hyphen: fits.is_some(), ..cut(text, start..at) });
            (start, used) = (at, 0);
            wide = cells(&text[at..word_end]);
        }
        if wide > width {
            for (place, _, cells) in graphemes(&text[at..word_end]) {
                if used > 0 && used + cells > width {
                    lines.push(cut(text, start..at + place));
                    (start, used) = (at + place, 0);
                }
                used += cells;
            }
        } else {
            used += wide;
        }
        used += blanks;
        at = end;
        if opportunity == BreakOpportunity::Mandatory {
            lines.push(Cut { last: true, ..cut(text, start..end) });
            (start, used) = (end, 0);
        }
    }
    lines
}

fn cut(text: &str, range: Range<usize>) -> Cut {
    Cut { range: trimmed(text, range), hyphen: false, last: false }
}

/// The bytes of a word that fit into so many columns with a hyphen behind them.
fn hyphenated(word: &str, room: usize, language: Lang) -> Option<usize> {
    let start = word.find(char::is_alphabetic)?;
    let core = word[start..].trim_end_matches(|c: char| !c.is_alphabetic());
    if core.chars().count() < BREAKABLE || !core.chars().all(char::is_alphabetic) {
        return None;
    }
    let mut found = None;
    let mut at = start;
    for syllable in hypher::hyphenate(core, language) {
        at += syllable.len();
        // The last syllable ends the word.
        if at >= start + core.len() || cells(&word[..at]) + 1 > room {
            break;
        }
        found = Some(at);
    }
    found
}

fn trimmed(text: &str, range: Range<usize>) -> Range<usize> {
    range.start..range.start + text[range.clone()].trim_end().len()
}

/// Whether the paragraph runs from right to left, as its first letter tells (UAX #9, rules P2 and P3).
pub fn right_to_left(text: &str) -> bool {
    text.chars().find(|c| c.is_alphabetic()).is_some_and(runs_left)
}

/// Whether a character is one of a script that runs from right to left.
pub fn runs_left(c: char) -> bool {
    matches!(u32::from(c), 0x0590..=0x08FF | 0xFB1D..=0xFDFF | 0xFE70..=0xFEFF | 0x10800..=0x10FFF | 0x1E800..=0x1EFFF)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use unicode_segmentation::UnicodeSegmentation as _;

    fn lines(text: &str, width: usize) -> Vec<&str> {
        flow(text, width).into_iter().map(|range| &text[range]).collect()
    }

    #[test]
    fn words_stay_whole_while_they_fit() {
        assert_eq!(lines("the ferry is back", 9), ["the ferry", "is back"]);
        assert_eq!(lines("unbreakable", 4), ["unbr", "eaka", "ble"]);
        assert_eq!(lines("", 9), Vec::<&str>::new());
    }

    #[test]
    fn japanese_breaks_between_characters_but_not_before_a_full_stop() {
        assert_eq!(lines("港の船が戻った。町は喜ぶ", 14), ["港の船が戻っ", "た。町は喜ぶ"]);
    }

    #[test]
    fn a_no_break_space_holds() {
        assert_eq!(lines("about 12\u{a0}km away", 9), ["about", "12\u{a0}km", "away"]);
    }

    #[test]
    fn long_words_are_hyphenated_where_the_language_is_known() {
        let lines = |text: &str, width| -> Vec<String> {
            let hyphen = |cut: Cut| format!("{}{}", &text[cut.range], if cut.hyphen { "-" } else { "" });
            broken(text, width, Some(Lang::English)).into_iter().map(hyphen).collect()
        };
        assert_eq!(lines("a short conversation", 16), ["a short conver-", "sation"]);
        assert_eq!(lines("the ferry is back", 9), ["the ferry", "is back"]);
        assert_eq!(lines("see (conversations)", 12), ["see (conver-", "sations)"]);
    }

    #[test]
    fn direction_is_that_of_the_first_letter() {
        assert!(right_to_left("2019: شركة A"));
        assert!(!right_to_left("A شركة"));
    }

    proptest! {
        #[test]
        fn wrapping_loses_no_character_and_never_exceeds_the_width(text in "[a-z 日本。é👩\u{200D}\u{301}ش\u{a0}\n-]{0,80}", width in 2_usize..30, language in any::<bool>()) {
            let mut seen = 0;
            for Cut { range, hyphen, .. } in broken(&text, width, language.then_some(Lang::English)) {
                prop_assert!(text[seen..range.start].chars().all(char::is_whitespace));
                // A character cannot be broken: one that is wider than the line has it alone.
                let alone = text[range.clone()].graphemes(true).count() == 1;
                prop_assert!(alone || cells(&text[range.clone()]) + usize::from(hyphen) <= width);
                seen = range.end;
            }
            prop_assert!(text[seen..].chars().all(char::is_whitespace));
        }
    }
}
