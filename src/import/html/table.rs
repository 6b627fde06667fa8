//! Tables: which of them hold data and which only lay a page out, and what a row says.

use super::tags::{Role, role};
use super::tree::Node;
use crate::article::{Span, Text};

/// The longest text of a cell of data on average, in bytes; columns of running text are layout.
const CELL_AT_MOST: usize = 160;

/// Whether a table's rows are data: no table inside it, two rows or columns at least, cells of short text.
///
/// Looks no further than the first table inside, so that every node is seen for one table only.
pub(super) fn holds_data(table: Node<'_>) -> bool {
    let (mut rows, mut cells, mut bytes, mut named) = (0_usize, 0_usize, 0_usize, false);
    for node in table.descendants() {
        if let Some(text) = node.text() {
            bytes += text.trim().len();
        }
        let Some(name) = node.name() else { continue };
        match role(name) {
            (_, Role::Table | Role::Heading(_) | Role::List(_) | Role::Figure) | ("form" | "iframe", _) => {
                return false;
            }
            (_, Role::Row) => rows += 1,
            (tag, Role::Cell) => {
                cells += 1;
                named |= tag == "th";
            }
            _ => {}
        }
    }
    let wide = cells >= 2 * rows;
    wide && rows > 0 && (rows > 1 || named) && bytes <= cells * CELL_AT_MOST
}

/// The cells of a row as one text, joined by ` | `.
pub(super) fn row_text(cells: &[Text]) -> Text {
    let mut text = Text::default();
    for (number, cell) in cells.iter().enumerate() {
        if number > 0 {
            text.plain.push_str(" | ");
        }
        let offset = text.plain.len();
        text.plain.push_str(&cell.plain);
        let moved =
            |span: &Span| Span { start: span.start + offset, end: span.end + offset, style: span.style.clone() };
        text.spans.extend(cell.spans.iter().map(moved));
    }
    text
}
