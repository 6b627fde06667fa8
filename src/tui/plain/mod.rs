//! The plain form of the screen: lines in, lines out, without drawing and without another screen. For screen readers, and for terminals
//! that know no more than lines.
//!
//! State, keys and commands are the screen's own: a line is made into what keys would be (`typed.rs`), and what has changed is told
//! (`told.rs`).

mod told;
mod typed;

use super::app::{App, Options};
use super::desk::Desk;
use super::elsewhere;
use super::event::{Effect, Event};
use super::outside::{self, Outside, Search};
use super::stage::Stage;
use super::typeset::Composition;
use crate::library::Library;
use crate::text::sanitise_line;
use anyhow::Context as _;
use ratatui::layout::Size;
use signal_hook::consts::SIGTSTP;
use signal_hook::low_level::emulate_default_handler;
use std::collections::VecDeque;
use std::io::{self, BufRead, Read, Write};
use std::ops::RangeInclusive;
use std::process::Command;
use told::Seen;
use typed::{Meant, Question};

/// A page is that of a screen neither lower nor higher than this.
const LINES: RangeInclusive<u16> = 12..=50;
/// The lines that may stand over a page of rows or text: a message, the count.
const ABOUT: usize = 3;
/// Bytes of a typed line; what is longer goes on as the next.
const LINE_AT_MOST: u64 = 1 << 16;
/// Lines are not wider, for wider terminals would show two panes.
const COLUMNS: u16 = 99;

/// The screen as lines.
pub struct Plain {
    stage: Stage,
    editor: Vec<String>,
    /// What was told last.
    seen: Seen,
    /// What is still to be told, where it was more than a page.
    rest: VecDeque<String>,
    /// What was asked, where the next line is the answer.
    asked: Option<&'static Question>,
    ended: bool,
}

impl Plain {
    /// The screen on a library, for a terminal of so many columns and lines; with its clipboard, where it has one.
    ///
    /// # Errors
    /// Where the library cannot be searched.
    pub fn new(
        library: Library,
        options: Options,
        (columns, lines): (u16, u16),
        clipboard: Option<Box<dyn Write>>,
    ) -> anyhow::Result<Self> {
        let folder = library.dir().to_owned();
        let reopen = Box::new(move || Library::open(&folder)?.searcher());
        let searcher = library.searcher().context("opening the library for searching")?;
        let outside = Outside {
            library,
            search: Search::Here(Box::new(Desk::new(searcher, reopen))),
            terminal: clipboard,
            opener: Box::new(outside::open_in_browser),
            threads: Vec::new(),
        };
        let size = Size { width: columns.min(COLUMNS), height: lines.clamp(*LINES.start(), *LINES.end()) };
        let editor = options.editor.clone();
        // Whoever reads the lines aloud wants words whole and in the order in which they are said.
        let (app, effects) = App::new(Options { composition: Composition::default(), tips: false, ..options }, size);
        let mut stage = Stage { app, outside };
        stage.begin(effects);
        Ok(Plain { stage, editor, seen: Seen::default(), rest: VecDeque::new(), asked: None, ended: false })
    }

    /// Reads lines and tells what comes of them, until the user leaves or no line comes any more.
    ///
    /// # Errors
    /// Where lines can be neither read nor told.
    pub fn run(mut self, mut input: &mut dyn BufRead, out: &mut dyn Write) -> anyhow::Result<()> {
        let mut said = self.begin();
        while !self.ended {
            for line in said {
                writeln!(out, "{line}")?;
            }
            write!(out, "{}", self.prompt())?;
            out.flush()?;
            let mut bytes = Vec::new();
            if (&mut input).take(LINE_AT_MOST).read_until(b'\n', &mut bytes)? == 0 {
                writeln!(out)?;
                self.step(Event::Stop(0));
                break;
            }
            said = self.answer(&String::from_utf8_lossy(&bytes));
        }
        self.stage.outside.finish();
        Ok(())
    }

    /// What is told first.
    pub fn begin(&mut self) -> Vec<String> {
        let mut lines = vec![told::greeting()];
        lines.extend(self.tell());
        lines
    }

    /// What is asked for: where one is, with a sign that a line is waited for.
    pub fn prompt(&self) -> String {
        let said = match self.asked {
            Some(question) => question.said.to_owned(),
            None if !self.rest.is_empty() => format!("{} more", self.rest.len()),
            None => told::place(&self.stage.app),
        };
        format!("{}> ", sanitise_line(&said))
    }

    /// Whether the user has left.
    pub fn ended(&self) -> bool {
        self.ended
    }

    /// Takes a line to its end and gives what is to be told.
    pub fn answer(&mut self, line: &str) -> Vec<String> {
        let line = sanitise_line(line).trim().to_owned();
        if line.is_empty() && !self.rest.is_empty() && self.asked.is_none() {
            return self.page();
        }
        self.rest.clear();
        self.stage.app.notice = None;
        let asked = self.asked.take();
        let meant = match asked {
            Some(question) => question.answered(&line),
            None => typed::meant(&self.stage.app, &line, &self.seen),
        };
        match meant {
            Meant::Events(events) => {
                self.seen.next_page = asked.is_none() && line.is_empty();
                for event in events {
                    self.step(event);
                }
                self.tell()
            }
            Meant::Asked(question) => {
                self.asked = Some(question);
                Vec::new()
            }
            Meant::Told(lines) => {
                self.rest = lines.into();
                self.page()
            }
        }
    }

    fn step(&mut self, event: Event) {
        let mut events = VecDeque::from([event]);
        while let Some(event) = events.pop_front() {
            for effect in self.stage.step(event) {
                match effect {
                    Effect::Quit => self.ended = true,
                    Effect::Edit(id, text) => {
                        let edited = elsewhere::edit(&self.editor, &text, Command::status);
                        events.push_back(Event::Edited(id, edited.map_err(|error| error.to_string())));
                    }
                    Effect::Pipe(pipe) => {
                        let input = self.stage.outside.input_of(&pipe).map_err(|error| error.to_string());
                        let give =
                            |input: String| elsewhere::give(&pipe.command, &input).map_err(|error| error.to_string());
                        events.push_back(Event::Piped(input.and_then(give)));
                    }
                    // Where it cannot be stopped it goes on.
                    Effect::Suspend => drop(emulate_default_handler(SIGTSTP)),
                    Effect::Redraw => self.seen = Seen::default(),
                    _ => {}
                }
            }
        }
    }

    /// Tells what is other than it was told last.
    fn tell(&mut self) -> Vec<String> {
        if self.ended {
            return Vec::new();
        }
        let mut now = Seen::of(&self.stage.app, &self.seen);
        self.rest = told::news(&self.stage.app, &self.seen, &mut now).into();
        self.seen = now;
        self.page()
    }

    /// As much of what is to be told as has room on a page with what goes with it.
    fn page(&mut self) -> Vec<String> {
        let app = &self.stage.app;
        let (page, mut used) = (told::rows(app) + ABOUT, 0);
        let fits = |line: &&String| {
            used += told::lines(app, line);
            used <= page
        };
        let fitting = self.rest.iter().take_while(fits).count().max(1).min(self.rest.len());
        let lines: Vec<String> = self.rest.drain(..fitting).collect();
        lines.iter().map(|line| sanitise_line(line).into_owned()).collect()
    }
}

/// Shows the library as lines on the terminal, or on whatever standard input and output are.
///
/// # Errors
/// Where the library cannot be searched, where lines can be neither read nor told.
pub fn plain(library: Library, options: Options, size: (u16, u16), clipboard: bool) -> anyhow::Result<()> {
    let terminal = clipboard.then(|| Box::new(io::stdout()) as Box<dyn Write>);
    Plain::new(library, options, size, terminal)?.run(&mut io::stdin().lock(), &mut io::stdout().lock())
}
