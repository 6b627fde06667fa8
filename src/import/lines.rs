//! Plain text dump → page: the text of a whole web page, a line a block.
//!
//! Dumps differ by what made them: bullets, indents and empty lines are read as far as they are there. Whole lines stay together, so that
//! what is glued in front of a sentence can be judged later; only lines broken at a fixed width are joined again.

use crate::article::{Note, Origin, Text};
use crate::page::{Block, Page, PageKind, Shape};
use crate::text::{is_clean_line, places, sanitise_line, squeeze, truncate, width};

/// Bytes of a dump that are read.
const BYTES_AT_MOST: usize = 32 << 20;

/// Lines of a dump that are kept.
const BLOCKS_AT_MOST: usize = 100_000;

/// Bytes that a line of a dump has at least on the average, so that there is room for most dumps' lines from the first.
const BYTES_A_LINE: usize = 32;

/// What dumps put before the items of a list. Long dashes are not among them: they open speech in many languages.
const BULLETS: &[char] =
    &['•', '*', '-', '+', '·', '‣', '◦', '▪', '■', '□', '●', '○', '▸', '►', '➢', '➤', '✓', '✔', '∙', '⁃'];

/// Reads a text dump. Total: any text gives a page.
pub fn text_page(text: &str, origin: Origin) -> Page {
    let mut page = Page::new(origin, PageKind::Text);
    let read = truncate(text, BYTES_AT_MOST);
    let lines = lines(read);
    if read.len() < text.len() || lines.len() >= BLOCKS_AT_MOST {
        page.notes.push(Note::Truncated);
    }
    let wrapped = wrap_width(&lines);
    let mut depths = Depths::default();
    page.blocks.reserve(lines.len());
    let mut last: Option<&Line> = None;
    for line in &lines {
        let goes_on = match (wrapped, last) {
            (Some(wrap), Some(last)) => last.goes_on_in(line, wrap),
            _ => false,
        };
        last = Some(line);
        let text = clean(line.text);
        match page.blocks.last_mut() {
            Some(block) if goes_on => {
                block.text.plain.push(' ');
                block.text.plain.push_str(&text);
            }
            _ if text.is_empty() => {}
            _ => {
                let (text, shape) = (Text::from(text), depths.shape(line));
                let Line { indent, gap, .. } = *line;
                page.blocks.push(Block { text, shape, linked: 0, indent, gap, element: None });
            }
        }
    }
    page
}

/// A line that is not empty.
struct Line<'a> {
    text: &'a str,
    indent: u16,
    gap: u16,
    bullet: Option<Bullet>,
}

/// What stands before an item of a list.
#[derive(Clone, Copy)]
enum Bullet {
    Sign,
    Number(u32),
}

fn lines(text: &str) -> Vec<Line<'_>> {
    let end = if text.contains('\n') { b'\n' } else { b'\r' };
    let (mut lines, mut gap) = (Vec::with_capacity((text.len() / BYTES_A_LINE).min(BLOCKS_AT_MOST)), 0_u16);
    let mut start = 0;
    for end in places(text.as_bytes(), end).chain([text.len()]) {
        let raw = &text[start..end];
        start = end + 1;
        // Most lines begin and end with what is plain to see, or have nothing.
        let bare = |byte: Option<&u8>| byte.is_none_or(u8::is_ascii_graphic);
        let trimmed = if bare(raw.as_bytes().first()) { raw } else { raw.trim_start() };
        if trimmed.is_empty() {
            gap = gap.saturating_add(1);
            continue;
        }
        let indent = u16::try_from(raw.len() - trimmed.len()).unwrap_or(u16::MAX);
        let trimmed = if bare(trimmed.as_bytes().last()) { trimmed } else { trimmed.trim_end() };
        let (bullet, text) = bullet(trimmed, indent);
        if !text.is_empty() {
            lines.push(Line { text, indent, gap: std::mem::take(&mut gap), bullet });
            if lines.len() >= BLOCKS_AT_MOST {
                break;
            }
        }
    }
    lines
}

/// The line's bullet or number and what follows it. A number counts only where the line is indented: else it is the author's own.
fn bullet(line: &str, indent: u16) -> (Option<Bullet>, &str) {
    let mut chars = line.chars();
    let first = chars.next().unwrap_or(' ');
    // Nearly all lines begin with a letter.
    if first.is_ascii_alphabetic() && first != 'o' {
        return (None, line);
    }
    let rest = chars.as_str();
    let spaced = rest.is_empty() || rest.starts_with(char::is_whitespace);
    if spaced && (BULLETS.contains(&first) || (first == 'o' && indent > 1)) {
        return (Some(Bullet::Sign), rest.trim_start());
    }
    if indent > 0
        && first.is_ascii_digit()
        && let Some((number, rest)) = line.split_once(['.', ')'])
        && number.len() <= 3
        && let Ok(number) = number.parse()
        && (rest.is_empty() || rest.starts_with(char::is_whitespace))
    {
        return (Some(Bullet::Number(number)), rest.trim_start());
    }
    (None, line)
}

fn clean(text: &str) -> String {
    if is_clean_line(text) { text.to_owned() } else { squeeze(&sanitise_line(text)) }
}

/// Columns by which a line may stick out of the width and still be running text.
const STICKS_OUT: usize = 3;

impl Line<'_> {
    /// Whether the next line is the same paragraph, broken where its first word would not have fitted any more.
    fn goes_on_in(&self, next: &Line<'_>, wrap: usize) -> bool {
        let own = usize::from(self.indent) + width(self.text);
        let room = wrap.saturating_sub(own);
        let first = next.text.split_whitespace().next().unwrap_or_default();
        let same =
            if self.bullet.is_some() { next.indent > self.indent } else { next.indent.abs_diff(self.indent) <= 1 };
        own <= wrap + STICKS_OUT && next.gap == 0 && next.bullet.is_none() && same && width(first) >= room
    }
}

/// The width at which a dump's lines were broken, if they clearly were: no long lines at all, and many full ones that end in mid-sentence.
fn wrap_width(lines: &[Line<'_>]) -> Option<usize> {
    let widest = lines.iter().map(|line| usize::from(line.indent) + line.text.len().min(400)).max()?;
    if widest > 200 {
        return None;
    }
    let widths: Vec<usize> = lines.iter().map(|line| usize::from(line.indent) + width(line.text)).collect();
    // A few lines may stick out: rules, addresses, tables.
    let mut long: Vec<usize> = widths.iter().copied().filter(|width| *width >= 40).collect();
    long.sort_unstable();
    let widest = *long.get(long.len().saturating_sub(1) * 9 / 10)?;
    if !(50..=100).contains(&widest) {
        return None;
    }
    let full = |width: usize| width + 14 > widest;
    let count = widths.iter().filter(|width| full(**width)).count();
    let ends = |line: &Line<'_>| line.text.ends_with(['.', '!', '?', '"', '”', '»', '。', ':']);
    let open = lines.iter().zip(&widths).filter(|(line, width)| full(**width) && !ends(line)).count();
    (count >= 6 && 10 * open >= 7 * count).then_some(widest)
}

/// The indents of the list items so far, outermost first.
#[derive(Default)]
struct Depths(Vec<u16>);

impl Depths {
    fn shape(&mut self, line: &Line<'_>) -> Shape {
        let Some(bullet) = line.bullet else {
            // A line that is not indented further ends the list.
            if self.0.first().is_some_and(|outermost| line.indent <= *outermost) {
                self.0.clear();
            }
            return Shape::Paragraph;
        };
        while self.0.last().is_some_and(|indent| *indent > line.indent) {
            self.0.pop();
        }
        if self.0.last() != Some(&line.indent) && self.0.len() < usize::from(u8::MAX) {
            self.0.push(line.indent);
        }
        let depth = u8::try_from(self.0.len().saturating_sub(1)).unwrap_or(u8::MAX);
        let number = match bullet {
            Bullet::Sign => None,
            Bullet::Number(number) => Some(number),
        };
        Shape::Item(depth, number)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn blocks(text: &str) -> Vec<Block> {
        text_page(text, Origin::Stdin).blocks
    }

    fn texts(text: &str) -> Vec<String> {
        blocks(text).into_iter().map(|block| block.text.plain).collect()
    }

    #[test]
    fn lines_are_blocks_with_their_indent_and_the_gap_before() {
        let blocks = blocks("Menu\r\n\r\n\r\n  Harbour  news\r\n");
        assert_eq!(blocks[1].text.plain, "Harbour news");
        assert_eq!((blocks[1].indent, blocks[1].gap), (2, 2));
    }

    #[test]
    fn bullets_and_indented_numbers_are_items() {
        let shapes: Vec<Shape> = blocks("  • a\n      • b\n  • c\nx\n  1. d\n1. e\n  * \n  * f\n- g")
            .into_iter()
            .map(|block| block.shape)
            .collect();
        let item = |depth, number| Shape::Item(depth, number);
        assert_eq!(
            shapes,
            [
                item(0, None),
                item(1, None),
                item(0, None),
                Shape::Paragraph,
                item(0, Some(1)),
                Shape::Paragraph,
                item(0, None),
                item(0, None)
            ]
        );
    }

    #[test]
    fn speech_that_opens_with_a_long_dash_is_no_item() {
        assert_eq!(texts("— Il est parti, dit-elle."), ["— Il est parti, dit-elle."]);
    }

    #[test]
    fn hard_wrapped_paragraphs_are_joined() {
        let wrapped = "The ferry to Elsen left the harbour an hour late on Tuesday after\n\
            a rope had caught in the propeller, the port authority said. Some\n\
            forty passengers were taken to the hotel by the quay, where they\n\
            spent the afternoon with coffee and the only working television.\n\
            It was the third such delay since the company had cut its crews.\n\
            \n\
            The mayor called for a hearing, and the company for patience with\n\
            a service that has not been renewed in nineteen years, and which\n\
            many on the island depend upon.\n";
        let texts = texts(wrapped);
        assert_eq!(texts.len(), 2, "{texts:?}");
        assert!(texts[1].ends_with("which many on the island depend upon."));
    }

    #[test]
    fn a_dump_with_whole_paragraphs_is_not_joined() {
        let long = "word ".repeat(60);
        assert_eq!(texts(&format!("{long}\nMenu\nHome\n{long}")).len(), 4);
    }

    #[test]
    fn old_line_ends_and_controls_are_read() {
        assert_eq!(texts("a\rb\u{1b}[1m"), ["a", "b[1m"]);
    }
}
