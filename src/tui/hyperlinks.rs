//! Links that the terminal follows by itself (OSC 8): what is drawn already is written over once more, with the address around it. Only web and
//! mail addresses come here, and none that a terminal could take for anything else.

use ratatui::backend::{Backend, CrosstermBackend};
use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::Rect;
use std::io::{self, Write};

/// Longer addresses are not passed on: terminals do not take them.
const LONGEST: usize = 2_000;

/// What was written with an address.
#[derive(Debug, Default)]
pub struct Hyperlinks {
    written: Vec<Stretch>,
}

/// Cells of one line, with the address that they have or no longer have.
#[derive(Clone, Debug, PartialEq)]
pub struct Stretch {
    area: Rect,
    cells: Vec<Cell>,
    address: Option<String>,
}

impl Stretch {
    fn of(area: Rect, address: Option<&str>, buffer: &Buffer) -> Self {
        let cells = area.positions().filter_map(|at| buffer.cell(at).cloned()).collect();
        Stretch { area, cells, address: address.map(str::to_owned) }
    }
}

impl Hyperlinks {
    /// The screen was cleared: nothing on it has an address.
    pub fn forget(&mut self) {
        self.written.clear();
    }

    /// What is to be written over once more: `links` are where each link is drawn, and where it leads.
    pub fn follow(&mut self, links: &[(Rect, &str)], buffer: &Buffer) -> Vec<Stretch> {
        let fit = |(area, address): &&(Rect, &str)| is_plain(address) && buffer.area.intersection(*area) == *area;
        let now: Vec<Stretch> =
            links.iter().filter(fit).map(|(area, address)| Stretch::of(*area, Some(address), buffer)).collect();
        if now == self.written {
            return Vec::new();
        }
        let gone = self.written.iter().map(|gone| Stretch::of(gone.area.intersection(buffer.area), None, buffer));
        let strokes = gone.chain(now.iter().cloned()).collect();
        self.written = now;
        strokes
    }
}

/// Writes stretches over what is drawn.
pub fn write<W: Write>(stretches: &[Stretch], backend: &mut CrosstermBackend<W>) -> io::Result<()> {
    for (number, stretch) in stretches.iter().enumerate() {
        if let Some(address) = &stretch.address {
            // A link over two lines is one to the terminal by its number.
            let first = stretches.iter().position(|other| other.address == stretch.address).unwrap_or(number);
            write!(backend, "\x1b]8;id=dateline{first};{address}\x1b\\")?;
        }
        backend.draw(stretch.area.positions().zip(&stretch.cells).map(|(at, cell)| (at.x, at.y, cell)))?;
        if stretch.address.is_some() {
            write!(backend, "\x1b]8;;\x1b\\")?;
        }
    }
    Ok(())
}

/// Whether a terminal can take an address for nothing but an address.
fn is_plain(address: &str) -> bool {
    address.len() <= LONGEST && address.bytes().all(|byte| byte.is_ascii_graphic())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is written for a screen of `text` with a link over its first cells.
    fn written(links: &mut Hyperlinks, text: &str, link: Option<(u16, &str)>) -> String {
        let buffer = Buffer::with_lines([text]);
        let mut out = Vec::new();
        let drawn: Vec<_> = link.into_iter().map(|(width, address)| (Rect::new(0, 0, width, 1), address)).collect();
        write(&links.follow(&drawn, &buffer), &mut CrosstermBackend::new(&mut out)).expect("memory takes all");
        String::from_utf8(out).expect("text")
    }

    #[test]
    fn a_link_is_written_once_and_taken_away_again() {
        let mut links = Hyperlinks::default();
        let address = "https://a.example/";
        let first = written(&mut links, "here it is", Some((4, address)));
        assert!(first.contains("\x1b]8;id=dateline0;https://a.example/\x1b\\") && first.contains("here"), "{first:?}");
        assert!(!first.contains("it is") && first.ends_with("\x1b]8;;\x1b\\"), "{first:?}");
        assert_eq!(written(&mut links, "here it is", Some((4, address))), "");
        assert!(written(&mut links, "more it is", Some((4, address))).contains("more"));
        let gone = written(&mut links, "less it is", None);
        assert!(gone.contains("less") && !gone.contains("\x1b]8"), "{gone:?}");
        links.forget();
        assert_eq!(written(&mut links, "less it is", None), "");
    }

    #[test]
    fn what_is_no_plain_address_is_not_written() {
        let long = format!("https://a.example/{}", "a".repeat(LONGEST));
        for address in ["https://a.example/\x1b\\", "https://a.example/\u{9c}", "https://a.example/ b", long.as_str()] {
            assert_eq!(written(&mut Hyperlinks::default(), "here it is", Some((4, address))), "", "{address:?}");
        }
    }
}
