//! The file of settings, taken up while the screen is open.

use super::app::Options;
use super::event::Event;
use super::vigil::Vigil;
use std::fs;
use std::path::PathBuf;
use std::sync::mpsc::Sender;
use std::time::SystemTime;

/// A file of settings, and what it says.
pub struct Settings {
    /// The file.
    pub file: PathBuf,
    /// Reads it; the error says what is wrong with it.
    pub read: Box<dyn FnMut() -> Result<Options, String> + Send>,
}

impl Settings {
    /// Tells of every change, until nobody listens.
    pub fn watch(mut self, events: &Sender<Event>) {
        let mut vigil = Vigil::over(vec![self.file.clone()]);
        let mut seen = self.stamp();
        loop {
            vigil.wait();
            let stamp = self.stamp();
            if stamp != seen {
                seen = stamp;
                if events.send(Event::Settings((self.read)().map(Box::new))).is_err() {
                    return;
                }
            }
        }
    }

    /// When it was changed last, and how long it is; none where it is not there.
    fn stamp(&self) -> Option<(SystemTime, u64)> {
        let about = fs::metadata(&self.file).ok()?;
        Some((about.modified().ok()?, about.len()))
    }
}
