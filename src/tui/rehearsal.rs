//! The screen without terminal and threads: keys in, cells out. Pictures are made of it, and tests.

use super::app::{App, Options};
use super::desk::Desk;
use super::event::{Effect, Event};
use super::keymap::Key;
use super::outside::{Outside, Search};
use super::stage::Stage;
use super::theme::Theme;
use crate::library::{Library, LibraryError};
use crossterm::event::MouseEvent;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect, Size};
use std::cell::RefCell;
use std::io::{self, Write};
use std::rc::Rc;

/// A screen on which keys are played.
pub struct Rehearsal {
    stage: Stage,
    theme: Theme,
    size: Size,
    opened: Rc<RefCell<Vec<String>>>,
    written: Rc<RefCell<Vec<u8>>>,
    /// The commands that were piped to, with what they were given.
    piped: Vec<(String, String)>,
    /// What the editor makes of a text.
    editor: fn(&str) -> Option<String>,
    ended: bool,
}

/// What would be written to the terminal besides the cells.
struct Record(Rc<RefCell<Vec<u8>>>);

impl Write for Record {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().extend(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Rehearsal {
    /// The screen on a library, with so many columns and lines.
    ///
    /// # Errors
    /// Where the library cannot be searched.
    pub fn new(library: Library, options: Options, columns: u16, lines: u16) -> Result<Self, LibraryError> {
        let size = Size { width: columns, height: lines };
        let theme = options.theme.clone();
        let opened = Rc::<RefCell<Vec<String>>>::default();
        let written = Rc::<RefCell<Vec<u8>>>::default();
        let list = Rc::clone(&opened);
        let folder = library.dir().to_owned();
        let reopen = Box::new(move || Library::open(&folder)?.searcher());
        let outside = Outside {
            search: Search::Here(Box::new(Desk::new(library.searcher()?, reopen))),
            library,
            terminal: Some(Box::new(Record(Rc::clone(&written)))),
            opener: Box::new(move |url| {
                list.borrow_mut().push(url.to_owned());
                Ok(())
            }),
            threads: Vec::new(),
        };
        let (app, effects) = App::new(options, size);
        let mut stage = Stage { app, outside };
        stage.begin(effects);
        Ok(Rehearsal {
            stage,
            theme,
            size,
            opened,
            written,
            piped: Vec::new(),
            editor: |text| Some(text.to_owned()),
            ended: false,
        })
    }

    /// Presses keys: characters stand for themselves, `<Enter>`, `<^d>`, `<PgDn>` for other keys, as the key table writes them.
    pub fn press(&mut self, keys: &str) -> &mut Self {
        let mut rest = keys;
        while let Some(c) = rest.chars().next() {
            let named = rest.strip_prefix('<').and_then(|rest| rest.split_once('>'));
            let (key, behind) = match named.and_then(|(name, behind)| Some((name.parse::<Key>().ok()?, behind))) {
                Some(found) => found,
                None => (Key::of(c), &rest[c.len_utf8()..]),
            };
            rest = behind;
            self.happen(Event::Key(key));
        }
        self
    }

    /// Pastes text.
    pub fn paste(&mut self, text: &str) -> &mut Self {
        self.happen(Event::Paste(text.to_owned()))
    }

    /// Moves or clicks the mouse.
    pub fn mouse(&mut self, mouse: MouseEvent) -> &mut Self {
        self.happen(Event::Mouse(mouse))
    }

    /// Gives the terminal another size.
    pub fn resize(&mut self, columns: u16, lines: u16) -> &mut Self {
        self.size = Size { width: columns, height: lines };
        self.happen(Event::Resize(columns, lines))
    }

    /// Tells the screen that another process changed the library.
    pub fn library_changed(&mut self) -> &mut Self {
        self.happen(Event::LibraryChanged)
    }

    /// What the editor makes of a text; `None` where it is left without keeping it. Until this is said, it changes nothing.
    pub fn with_editor(&mut self, editor: fn(&str) -> Option<String>) -> &mut Self {
        self.editor = editor;
        self
    }

    /// Gives the screen other settings, as when their file was changed.
    pub fn set(&mut self, settings: Result<Options, String>) -> &mut Self {
        if let Ok(options) = &settings {
            self.theme = options.theme.clone();
        }
        self.happen(Event::Settings(settings.map(Box::new)))
    }

    fn happen(&mut self, event: Event) -> &mut Self {
        for effect in self.stage.step(event) {
            match effect {
                Effect::Quit => self.ended = true,
                Effect::Edit(id, text) => {
                    let edited = (self.editor)(&text);
                    self.happen(Event::Edited(id, Ok(edited)));
                }
                Effect::Pipe(pipe) => {
                    let input = self.stage.outside.input_of(&pipe).map_err(|error| error.told());
                    let ended = input.map(|input| {
                        self.piped.push((pipe.command, input));
                        None
                    });
                    self.happen(Event::Piped(ended));
                }
                _ => {}
            }
        }
        self
    }

    /// The cells as they are now, and where the cursor is.
    pub fn cells(&self) -> (Buffer, Option<Position>) {
        let mut buffer = Buffer::empty(Rect { x: 0, y: 0, ..self.size.into() });
        let cursor = self.stage.app.draw(&mut buffer, &self.theme);
        (buffer, cursor)
    }

    /// The text of the screen, line by line, without the blanks at the ends of lines.
    pub fn text(&self) -> String {
        let (buffer, _) = self.cells();
        let width = usize::from(buffer.area.width).max(1);
        let mut out = String::new();
        for line in buffer.content().chunks(width) {
            let mut skip = 0;
            let mut text = String::new();
            for cell in line {
                if skip == 0 {
                    text.push_str(cell.symbol());
                    skip = super::cells::cells(cell.symbol()).max(1);
                }
                skip -= 1;
            }
            out.push_str(text.trim_end());
            out.push('\n');
        }
        out
    }

    /// The addresses that were to be opened.
    pub fn opened(&self) -> Vec<String> {
        self.opened.borrow().clone()
    }

    /// What was sent to the terminal besides the cells (the clipboard).
    pub fn sent(&self) -> String {
        String::from_utf8_lossy(&self.written.borrow()).into_owned()
    }

    /// The commands that were to be run, with what they were given.
    pub fn piped(&self) -> &[(String, String)] {
        &self.piped
    }

    /// Whether the screen has ended.
    pub fn ended(&self) -> bool {
        self.ended
    }

    /// The library, to look what was kept.
    pub fn library(&self) -> &Library {
        &self.stage.outside.library
    }
}
