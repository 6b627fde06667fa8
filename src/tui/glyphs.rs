//! Lines, bars and signs for terminals that have few characters: every one that the screen draws has another of the same width that a console's
//! font of 256 has, and one of ASCII. What stands in an article is left as it is, but for its quotes, dashes and dots.

use ratatui::buffer::Buffer;

/// Which characters the terminal has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Glyphs {
    /// All.
    #[default]
    All,
    /// Those of a console's font of 256 (code page 437).
    Console,
    /// Those of ASCII.
    Ascii,
}

/// What the screen draws, and what stands for it in a console and in ASCII.
const STANDS_FOR: [(&str, &str, &str); 44] = [
    ("─", "─", "-"),
    ("│", "│", "|"),
    ("┌", "┌", "+"),
    ("┐", "┐", "+"),
    ("└", "└", "+"),
    ("┘", "┘", "+"),
    ("┬", "┬", "+"),
    ("┴", "┴", "+"),
    ("┼", "┼", "+"),
    ("├", "├", "+"),
    ("┤", "┤", "+"),
    ("┃", "│", "|"),
    ("▌", "▌", ">"),
    ("▁", "_", "_"),
    ("▂", "_", "_"),
    ("▃", "▄", "_"),
    ("▄", "▄", "="),
    ("▅", "▄", "="),
    ("▆", "█", "#"),
    ("▇", "█", "#"),
    ("█", "█", "#"),
    ("▪", "■", "#"),
    ("■", "■", "#"),
    ("▲", "▲", "^"),
    ("•", "•", "."),
    ("◦", "o", "o"),
    ("★", "*", "*"),
    ("✓", "√", "x"),
    ("·", "·", "-"),
    ("…", "~", "~"),
    ("‹", "<", "<"),
    ("›", ">", ">"),
    ("←", "←", "<"),
    ("→", "→", ">"),
    ("↑", "↑", "^"),
    ("↓", "↓", "v"),
    ("–", "-", "-"),
    ("—", "-", "-"),
    ("“", "\"", "\""),
    ("”", "\"", "\""),
    ("„", "\"", "\""),
    ("‘", "'", "'"),
    ("’", "'", "'"),
    ("\u{a0}", " ", " "),
];

impl Glyphs {
    /// Puts what the terminal has in the place of what it has not.
    pub fn adapt(self, buffer: &mut Buffer) {
        if self == Glyphs::All {
            return;
        }
        for cell in &mut buffer.content {
            if cell.symbol().is_ascii() {
                continue;
            }
            let found = STANDS_FOR.iter().find(|(drawn, ..)| *drawn == cell.symbol());
            if let Some((_, console, ascii)) = found {
                cell.set_symbol(if self == Glyphs::Ascii { ascii } else { console });
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::cells::cells;

    #[test]
    fn what_stands_for_a_sign_is_as_wide_and_there() {
        for (drawn, console, ascii) in STANDS_FOR {
            assert!(ascii.is_ascii(), "{drawn}");
            assert_eq!((cells(console), cells(ascii)), (cells(drawn), cells(drawn)), "{drawn}");
        }
    }
}
