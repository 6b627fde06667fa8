//! Taking up settings that changed while the screen is open.

use super::{App, Options};
use crate::tui::event::Notice;

impl App {
    /// Takes up settings; what the user arranged meanwhile goes where the settings say otherwise than before.
    pub(super) fn on_settings(&mut self, settings: Result<Box<Options>, String>) {
        let options = match settings {
            Ok(options) => *options,
            Err(error) => {
                self.notice = Some(Notice::failed(error));
                return;
            }
        };
        self.panes.measure = options.measure;
        if let Some(width) = options.list_width {
            self.panes.set_list_width(width);
        }
        self.panes.margin = options.margin;
        (self.list.dates, self.list.rows_show) = (options.dates, options.rows);
        self.keymap = options.keymap;
        self.chord.clear();
        (self.composition, self.glyphs) = (options.composition, options.glyphs);
        self.manner = options.manner;
        if let Some(reader) = &mut self.reader {
            reader.compose(self.composition);
            reader.set_dates(options.dates);
        }
        self.notice = Some(Notice::new("The settings were taken up."));
    }
}
