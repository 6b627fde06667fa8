//! How the screen begins: what the settings and the command line say.

use crate::config::{Dates, Rows};
use crate::library::Sort;
use crate::tui::event::Manner;
use crate::tui::glyphs::Glyphs;
use crate::tui::keymap::Keymap;
use crate::tui::panes::{MARGIN, MEASURE};
use crate::tui::theme::Theme;
use crate::tui::typeset::Composition;

/// How the screen begins.
#[derive(Clone, Debug)]
pub struct Options {
    /// A message to show first.
    pub notice: Option<String>,
    /// How articles are exported, unless the user says otherwise.
    pub manner: Manner,
    /// The width of the reader's lines.
    pub measure: usize,
    /// The columns of the list beside the reader, where they are not chosen by the window's.
    pub list_width: Option<u16>,
    /// How much a row of the list shows.
    pub rows: Rows,
    /// How dates are written.
    pub dates: Dates,
    /// The columns left empty on either side of the text.
    pub margin: u16,
    /// Which characters the terminal has.
    pub glyphs: Glyphs,
    /// Links can be followed by the terminal itself.
    pub links: bool,
    /// What is searched for first.
    pub query: String,
    /// The order of the list.
    pub sort: Sort,
    /// Whether someone who has not searched yet is told what there is.
    pub tips: bool,
    /// What everything looks like.
    pub theme: Theme,
    /// Which key does what.
    pub keymap: Keymap,
    /// How lines of text are composed.
    pub composition: Composition,
    /// The editor that notes are written in: the program and its arguments.
    pub editor: Vec<String>,
}

impl Default for Options {
    fn default() -> Self {
        Options {
            notice: None,
            manner: Manner::default(),
            measure: MEASURE,
            list_width: None,
            rows: Rows::default(),
            dates: Dates::default(),
            margin: MARGIN,
            glyphs: Glyphs::default(),
            links: false,
            query: String::new(),
            sort: Sort::default(),
            tips: false,
            theme: Theme::default(),
            keymap: Keymap::default(),
            composition: Composition::default(),
            editor: vec!["vi".to_owned()],
        }
    }
}
