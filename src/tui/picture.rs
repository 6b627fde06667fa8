//! A screen as an SVG picture, cell by cell: what the README shows is what the program draws.

#![expect(clippy::expect_used, reason = "a string takes all that is written to it")]

use super::cells::cells;
use super::typeset::{mirrored, right_to_left};
use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::Position;
use ratatui::style::{Color, Modifier};
use std::fmt::Write;
use unicode_segmentation::UnicodeSegmentation as _;

const CELL: (usize, usize) = (9, 20);
const MARGIN: usize = 14;
const PAPER: &str = "#fbf9f4";
const INK: &str = "#2b2a28";
const FAINT: &str = "#8d8a83";

/// The picture of a screen.
pub fn svg(buffer: &Buffer, cursor: Option<Position>) -> String {
    let (columns, lines) = (usize::from(buffer.area.width), usize::from(buffer.area.height));
    let (width, height) = (columns * CELL.0 + 2 * MARGIN, lines * CELL.1 + 2 * MARGIN);
    let ground = Ground::of(buffer);
    let paper = &ground.paper;
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\">\n\
         <rect width=\"100%\" height=\"100%\" rx=\"8\" fill=\"{paper}\"/>\n\
         <g font-family=\"ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace\" font-size=\"15\" xml:space=\"preserve\">\n"
    );
    for (y, line) in buffer.content().chunks(columns.max(1)).enumerate() {
        draw_line(&mut out, &ground, y, line);
    }
    if let Some(cursor) = cursor {
        let (x, y) = (MARGIN + usize::from(cursor.x) * CELL.0, MARGIN + usize::from(cursor.y) * CELL.1);
        writeln!(
            out,
            "<rect x=\"{x}\" y=\"{}\" width=\"2\" height=\"{}\" fill=\"{}\"/>",
            y + 2,
            CELL.1 - 4,
            ground.ink
        )
        .expect(STRING);
    }
    out.push_str("</g>\n</svg>\n");
    out
}

const STRING: &str = "writing to a string does not fail";

/// What is drawn as shapes, for fonts leave gaps between lines; rectangles in parts of the cell: left, top, right, bottom, in twentieths.
const STROKES: [(&str, &[[usize; 4]]); 9] = [
    ("─", &[[0, 10, 20, 11]]),
    ("│", &[[9, 0, 11, 20]]),
    ("┬", &[[0, 10, 20, 11], [9, 10, 11, 20]]),
    ("┴", &[[0, 10, 20, 11], [9, 0, 11, 11]]),
    ("┌", &[[9, 10, 20, 11], [9, 10, 11, 20]]),
    ("┐", &[[0, 10, 11, 11], [9, 10, 11, 20]]),
    ("└", &[[9, 10, 20, 11], [9, 0, 11, 11]]),
    ("┘", &[[0, 10, 11, 11], [9, 0, 11, 11]]),
    ("▌", &[[0, 0, 8, 20]]),
];

/// What is seen where no cell says otherwise: the first cell's colours where it has its own, else those of printed paper.
struct Ground {
    paper: String,
    ink: String,
}

impl Ground {
    fn of(buffer: &Buffer) -> Self {
        let first = buffer.content().first();
        let own =
            |of: fn(&Cell) -> Color, usual: &str| first.and_then(|cell| colour(of(cell))).unwrap_or(usual.to_owned());
        Ground { paper: own(|cell| cell.bg, PAPER), ink: own(|cell| cell.fg, INK) }
    }

    /// The colours of a cell: its letters, what they are on.
    fn colours(&self, look: &Cell) -> (String, String) {
        let ink = colour(look.fg).unwrap_or_else(|| self.ink.clone());
        let paper = colour(look.bg).unwrap_or_else(|| self.paper.clone());
        if look.modifier.contains(Modifier::REVERSED) { (paper, ink) } else { (ink, paper) }
    }
}

fn draw_strokes(
    out: &mut String,
    ground: &Ground,
    x: usize,
    y: usize,
    count: usize,
    look: &Cell,
    strokes: &[[usize; 4]],
) {
    let faint = look.modifier.contains(Modifier::DIM);
    let ink = if faint { FAINT.to_owned() } else { ground.colours(look).0 };
    for cell in 0..if strokes.len() == 1 && strokes[0][2] == 20 { 1 } else { count } {
        for [left, top, right, bottom] in strokes {
            // A horizontal stroke over many cells is one shape.
            let wide = if strokes.len() == 1 && *right == 20 { count } else { 1 };
            let (from, to) = (left * CELL.0 / 20, (wide - 1) * CELL.0 + right * CELL.0 / 20);
            writeln!(
                out,
                "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" fill=\"{ink}\"/>",
                MARGIN + (x + cell) * CELL.0 + from,
                MARGIN + y * CELL.1 + top * CELL.1 / 20,
                (to - from).max(1),
                ((bottom - top) * CELL.1 / 20).max(1),
            )
            .expect(STRING);
        }
    }
}

/// A line as runs of cells that look alike; each run has its place, so that fonts of another width do not shift what follows.
fn draw_line(out: &mut String, ground: &Ground, y: usize, line: &[Cell]) {
    let mut x = 0;
    while x < line.len() {
        let first = &line[x];
        if let Some((_, strokes)) = STROKES.iter().find(|(symbol, _)| *symbol == first.symbol()) {
            let count =
                line[x..].iter().take_while(|cell| cell.symbol() == first.symbol() && alike(cell, first)).count();
            draw_strokes(out, ground, x, y, count, first, strokes);
            x += count;
            continue;
        }
        let mut end = x;
        let mut text = String::new();
        let mut direction = None;
        while end < line.len() && alike(&line[end], first) {
            let symbol = line[end].symbol();
            // Wide characters stand alone: fonts do not agree on their width.
            let wide = cells(symbol).max(1);
            if (wide > 1 && end > x) || STROKES.iter().any(|(stroke, _)| *stroke == symbol) {
                break;
            }
            // What runs from right to left stands alone too: it is written backwards in the cells.
            let runs = runs_to_the_left(symbol);
            if direction.zip(runs).is_some_and(|(direction, runs)| direction != runs) {
                break;
            }
            direction = direction.or(runs);
            text.push_str(symbol);
            end += wide;
            if wide > 1 {
                break;
            }
        }
        draw_run(out, ground, x, y, end - x, first, &text);
        x = end;
    }
}

/// Whether a symbol runs from right to left; nothing where it goes with what stands beside it.
fn runs_to_the_left(symbol: &str) -> Option<bool> {
    symbol.chars().next().filter(|c| c.is_alphanumeric()).map(|_| right_to_left(symbol))
}

fn alike(one: &Cell, other: &Cell) -> bool {
    one.fg == other.fg && one.bg == other.bg && one.modifier == other.modifier
}

fn draw_run(out: &mut String, ground: &Ground, x: usize, y: usize, width: usize, look: &Cell, text: &str) {
    let (left, top) = (MARGIN + x * CELL.0, MARGIN + y * CELL.1);
    let reversed = look.modifier.contains(Modifier::REVERSED);
    let (ink, paper) = ground.colours(look);
    if paper != ground.paper {
        writeln!(
            out,
            "<rect x=\"{left}\" y=\"{top}\" width=\"{}\" height=\"{}\" fill=\"{paper}\"/>",
            width * CELL.0,
            CELL.1
        )
        .expect(STRING);
    }
    if text.trim().is_empty() {
        return;
    }
    let ink = if look.modifier.contains(Modifier::DIM) && !reversed { FAINT.to_owned() } else { ink };
    let styles = [
        (Modifier::BOLD, " font-weight=\"bold\""),
        (Modifier::ITALIC, " font-style=\"italic\""),
        (Modifier::UNDERLINED, " text-decoration=\"underline\""),
    ];
    let style: String =
        styles.iter().filter(|(modifier, _)| look.modifier.contains(*modifier)).map(|(_, style)| *style).collect();
    let blanks = text.len() - text.trim_start().len();
    let shown = text.trim();
    let (left, length) = (left + blanks * CELL.0, cells(shown) * CELL.0);
    let to_the_left = shown.graphemes(true).any(|symbol| runs_to_the_left(symbol) == Some(true));
    let (x, direction, shown) = if to_the_left {
        let said: String = shown.graphemes(true).rev().map(mirrored).collect();
        (left + length, " direction=\"rtl\"", said)
    } else {
        (left, "", shown.to_owned())
    };
    writeln!(
        out,
        "<text x=\"{x}\" y=\"{}\" textLength=\"{length}\" lengthAdjust=\"spacingAndGlyphs\" fill=\"{ink}\"{style}{direction}>{}</text>",
        top + 15,
        escaped(&shown)
    )
    .expect(STRING);
}

fn colour(colour: Color) -> Option<String> {
    let named = match colour {
        Color::Black => "#1d1c1a",
        Color::Red => "#b3382c",
        Color::Green => "#3e7d3a",
        Color::Yellow => "#f2cf63",
        Color::Blue => "#2f66b0",
        Color::Magenta => "#8f3f97",
        Color::Cyan => "#1f7f86",
        Color::Rgb(red, green, blue) => return Some(format!("#{red:02x}{green:02x}{blue:02x}")),
        _ => return None,
    };
    Some(named.to_owned())
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;
    use ratatui::layout::Rect;
    use ratatui::style::Style;

    #[test]
    fn cells_become_text_at_their_places() {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 8, 1));
        buffer.set_string(2, 0, "a<b", Style::new().add_modifier(Modifier::BOLD));
        let picture = svg(&buffer, None);
        assert!(picture.contains("x=\"32\"") && picture.contains("font-weight=\"bold\">a&lt;b</text>"), "{picture}");
    }
}
