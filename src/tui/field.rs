//! A line being typed, as far as it fits: it scrolls with its cursor.

use super::action::Action;
use super::cells::{Sheet, graphemes};
use super::theme::Role;
use tui_input::Input;

/// Draws the line from a column on, each grapheme in the role it is given; gives the cursor's column.
pub fn draw(
    sheet: &mut Sheet,
    (x, y): (usize, usize),
    room: usize,
    input: &Input,
    role: impl Fn(usize) -> Role,
) -> usize {
    let scroll = input.visual_scroll(room.saturating_sub(1).max(1));
    let mut column = 0;
    for (at, grapheme, wide) in graphemes(input.value()) {
        if column >= scroll && column + wide <= scroll + room {
            sheet.write(x + column - scroll, y, grapheme, role(at));
        }
        column += wide;
    }
    x + input.visual_cursor().saturating_sub(scroll)
}

/// Does what an action means for the line, if it means anything.
pub fn edit(input: &mut Input, action: Action) {
    if let Some(request) = action.edit() {
        input.handle(request);
    }
}
