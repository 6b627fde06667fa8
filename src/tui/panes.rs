//! How the screen is divided: the bar, the list, the reader, the rules between them, the status line. Pure arithmetic.

use ratatui::layout::{Rect, Size};

/// From this width on, list and reader stand side by side.
pub const SIDE_BY_SIDE: u16 = 100;
/// The usual width of the reader's lines.
pub const MEASURE: usize = 72;
/// The usual columns left empty on either side of the text.
pub const MARGIN: u16 = 2;
/// From this height and width on, the timeline is seen.
const STRIP_FROM: u16 = 20;
const STRIP_WIDTH: u16 = 30;
const MEASURES: std::ops::RangeInclusive<usize> = 32..=160;

/// The pane that keys go to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Focus {
    /// The list.
    #[default]
    List,
    /// The reader.
    Reader,
}

/// What the user has arranged.
#[derive(Debug)]
pub struct Panes {
    /// The terminal's size.
    pub size: Size,
    /// Where keys go.
    pub focus: Focus,
    /// The reader alone.
    pub zen: bool,
    /// The timeline is wanted though the terminal is low.
    pub strip: bool,
    /// The width of the reader's lines.
    pub measure: usize,
    /// The page behind the article stands in the place of the list.
    pub xray: bool,
    /// The columns left empty on either side of the text, where there is room.
    pub margin: u16,
    list_width: Option<u16>,
}

/// Where everything stands. What there is no room for is missing or empty.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Areas {
    /// The search bar.
    pub bar: Rect,
    /// The timeline, where it is seen.
    pub strip: Rect,
    /// The rule above list and reader.
    pub rule: Rect,
    /// The list, where it is seen.
    pub list: Rect,
    /// The line between list and reader.
    pub divider: Rect,
    /// The reader, where it is seen.
    pub reader: Rect,
    /// The rule above the status line.
    pub foot: Rect,
    /// The status line.
    pub status: Rect,
    /// The reader as it would be if it were seen.
    pub page: Rect,
}

impl Areas {
    /// The pane beside the list, or the list's own where there is none.
    pub fn beside_list(&self) -> Rect {
        if self.reader.is_empty() { self.list } else { self.reader }
    }
}

impl Panes {
    /// The usual arrangement on a terminal of that size.
    pub fn new(size: Size, measure: usize, list_width: Option<u16>) -> Self {
        let measure = measure.clamp(*MEASURES.start(), *MEASURES.end());
        Panes { size, focus: Focus::List, zen: false, strip: false, measure, xray: false, margin: MARGIN, list_width }
    }

    /// The same with other margins.
    #[must_use]
    pub fn with_margin(self, margin: u16) -> Self {
        Panes { margin, ..self }
    }

    /// Where everything stands; while searching, the list is seen.
    pub fn areas(&self, searching: bool) -> Areas {
        let Size { width, height } = self.size;
        let zen = self.zen && !searching && !self.xray;
        let bar = u16::from(height >= 2 && !zen);
        let strip_from = if self.strip { 8 } else { STRIP_FROM };
        let strip = if height >= strip_from && width >= STRIP_WIDTH && !zen { 2 } else { 0 };
        let rule = u16::from(height >= 5 && !zen);
        let status = u16::from(height >= 3);
        let foot = u16::from(height >= 16 && !zen);
        let middle = height.saturating_sub(bar + strip + rule + status + foot);
        let top = bar + strip + rule;
        let whole = Rect::new(0, top, width, middle);
        let mut areas = Areas {
            bar: Rect::new(0, 0, width, bar),
            strip: Rect::new(0, bar, width, strip),
            rule: Rect::new(0, bar + strip, width, rule),
            foot: Rect::new(0, top + middle, width, foot),
            status: Rect::new(0, height.saturating_sub(status), width, status),
            page: whole,
            ..Areas::default()
        };
        if width >= SIDE_BY_SIDE && !zen {
            let list = if self.xray { width / 2 } else { self.list_width() };
            areas.list = Rect { width: list, ..whole };
            areas.divider = Rect { x: list, width: 1, ..whole };
            areas.reader = Rect { x: list + 1, width: width - list - 1, ..whole };
            areas.page = areas.reader;
        } else if searching || self.xray || (self.focus == Focus::List && !zen) {
            areas.list = whole;
        } else {
            areas.reader = whole;
        }
        areas
    }

    /// The width that lines of the reader have in its pane: the measure, or what there is room for between two margins.
    pub fn line_width(&self, page: Rect) -> usize {
        let width = usize::from(page.width);
        let margins = 2 * usize::from(self.margin).min(if width >= 40 { width / 4 } else { usize::from(width >= 24) });
        self.measure.min(width.saturating_sub(margins)).max(2)
    }

    /// Makes the reader's lines wider or narrower.
    pub fn widen(&mut self, by: isize) {
        self.measure = self.measure.saturating_add_signed(by).clamp(*MEASURES.start(), *MEASURES.end());
    }

    /// Makes the list wider or narrower.
    pub fn widen_list(&mut self, by: i16) {
        self.set_list_width(self.list_width().saturating_add_signed(by));
    }

    /// Gives the list a width, within reason.
    pub fn set_list_width(&mut self, width: u16) {
        self.list_width = Some(self.reasonable(width));
    }

    fn list_width(&self) -> u16 {
        let width = self.list_width.unwrap_or((self.size.width * 2 / 5).clamp(40, 56));
        self.reasonable(width)
    }

    fn reasonable(&self, width: u16) -> u16 {
        width.clamp(24, self.size.width.saturating_sub(30).max(24))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn areas(width: u16, height: u16) -> Areas {
        Panes::new(Size { width, height }, MEASURE, None).areas(false)
    }

    #[test]
    fn wide_terminals_show_both_panes_narrow_ones_one() {
        let wide = areas(120, 36);
        assert!(wide.list.width >= 40 && wide.reader.width >= 70);
        let narrow = areas(80, 24);
        assert!(narrow.list.width == 80 && narrow.reader.is_empty());
    }

    #[test]
    fn everything_stays_on_the_screen_at_any_size() {
        for width in 1..130 {
            for height in 1..40 {
                let screen = Rect::new(0, 0, width, height);
                let areas = areas(width, height);
                for area in
                    [areas.bar, areas.strip, areas.rule, areas.list, areas.reader, areas.foot, areas.status, areas.page]
                {
                    assert!(area.is_empty() || area.intersection(screen) == area, "{width}×{height}: {area:?}");
                }
                assert!(areas.list.height >= 1);
            }
        }
    }
}
