//! What the screen does to the world outside of it: loads and marks articles, writes files, starts the browser, fills the clipboard.
//! What it learns comes back as events.

use super::chosen::Which;
use super::desk::{Answer, Desk, Question, Reply};
use super::event::{Effect, Event, Notice, Order, Pipe};
use super::marks::{Act, Change};
use super::press;
use super::searches::Searches;
use super::worker::Mailbox;
use crate::article::ArticleId;
use crate::import;
use crate::import::decode::source;
use crate::library::{Library, LibraryError, Original};
use crate::page::is_link;
use crate::text::{sanitise, sanitise_line};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use std::io::{self, Write};
use std::process::{Command, Stdio};
use std::sync::mpsc::Sender;
use std::thread;
use std::time::Duration;

/// The program that opens an address with whatever the user's system opens it with.
const OPENER: &str = if cfg!(target_os = "macos") { "open" } else { "xdg-open" };

/// More articles than this are not changed while the screen waits.
const AT_ONCE: usize = 1_000;

/// Who answers questions.
pub enum Search {
    /// The search thread; its answers come as events of their own.
    Thread(Mailbox, Sender<Event>),
    /// Whoever asks, at once: for pictures and tests.
    Here(Box<Desk>),
}

/// Opens an address.
pub type Opener = Box<dyn FnMut(&str) -> io::Result<()>>;

/// The world outside of the screen.
pub struct Outside {
    pub(super) library: Library,
    pub(super) search: Search,
    /// Where terminal sequences go, where the terminal knows any.
    pub(super) terminal: Option<Box<dyn Write>>,
    /// Opens an address.
    pub(super) opener: Opener,
    /// What is done beside the screen.
    pub(super) threads: Vec<thread::JoinHandle<()>>,
}

impl Outside {
    /// Does what is asked; what only the loop can do (suspend, redraw, quit) is left to it.
    pub fn perform(&mut self, effect: Effect) -> Vec<Event> {
        let done = match effect {
            Effect::Ask(question) => return self.ask(question),
            Effect::Load(id) => self.library.article(id).and_then(|article| {
                let place = self.library.place(id)?;
                Ok(Some(Event::Loaded(id, article.map(Box::new), place)))
            }),
            Effect::KeepPlace(id, place) => self.library.set_place(id, place).map(|()| self.known()),
            Effect::Mark(changes) => self.mark(changes),
            Effect::Act(act, which) => self.act(act, which),
            Effect::Gather(which) => self.gather(&which),
            Effect::Proof(id, number) => self.proof(id, number),
            Effect::Recast => self.recast(),
            Effect::Source(id) => self.source(id),
            Effect::ListTags => {
                self.library.tags().map(|tags| Some(Event::Tags(tags.into_iter().map(|(tag, _)| tag).collect())))
            }
            Effect::ListSearches => self.searches().map(|searches| Some(Event::Searches(searches))),
            Effect::Remember(query) => self.library.remember_search(&query).map(|()| self.known()),
            Effect::OpenUrl(url) => Ok(Some(self.open(&url))),
            Effect::Copy(text, what) => Ok(Some(self.copy(&text, what))),
            Effect::Export(order) => self.export(order),
            Effect::Edit(..) | Effect::Pipe(_) | Effect::Suspend | Effect::Redraw | Effect::Quit => Ok(None),
        };
        done.unwrap_or_else(|error| Some(Event::Told(Notice::failed(error.told())))).into_iter().collect()
    }

    fn ask(&mut self, question: Question) -> Vec<Event> {
        match &mut self.search {
            Search::Thread(mailbox, _) => {
                mailbox.post(question);
                Vec::new()
            }
            Search::Here(desk) => {
                desk.refresh();
                desk.ask(question);
                let mut events = Vec::new();
                while !desk.is_idle() {
                    events.extend(desk.step().map(without_clock));
                }
                events
            }
        }
    }

    fn mark(&mut self, changes: Vec<Change>) -> Result<Option<Event>, LibraryError> {
        if changes.iter().map(Change::articles).sum::<usize>() > AT_ONCE {
            return Ok(self.beside(|library| {
                keep(library, &changes)?;
                Ok(Event::Marked(changes))
            }));
        }
        keep(&self.library, &changes)?;
        self.known();
        Ok(Some(Event::Marked(changes)))
    }

    fn searches(&self) -> Result<Searches, LibraryError> {
        Ok(Searches { kept: self.library.searches()?, last: self.library.last_searches()? })
    }

    fn act(&mut self, act: Act, which: Which) -> Result<Option<Event>, LibraryError> {
        if which.at_most().is_none_or(|articles| articles > AT_ONCE) {
            return Ok(self.beside(move |library| done(library, &act, &which)));
        }
        let event = done(&self.library, &act, &which)?;
        self.known();
        Ok(Some(event))
    }

    /// Changes many articles: beside the screen, with a library of its own, so that keys are answered meanwhile.
    fn beside(
        &mut self,
        change: impl FnOnce(&Library) -> Result<Event, LibraryError> + Send + 'static,
    ) -> Option<Event> {
        let folder = self.library.dir().to_owned();
        let mailbox = match &self.search {
            Search::Thread(mailbox, _) => Some(mailbox.clone()),
            Search::Here(_) => None,
        };
        self.aside(move || {
            let changed = Library::open(&folder).and_then(|library| change(&library));
            if let Some(mailbox) = mailbox {
                mailbox.catch_up();
            }
            changed.unwrap_or_else(|error| Event::Told(Notice::failed(error.to_string())))
        })
    }

    fn gather(&mut self, which: &Which) -> Result<Option<Event>, LibraryError> {
        which.find(&mut self.library.searcher()?).map(|ids| Some(Event::Gathered(ids)))
    }

    /// Tells the search thread that what changed is known here: the list stays as it is until the next search.
    fn known(&mut self) -> Option<Event> {
        if let Search::Thread(mailbox, _) = &self.search {
            mailbox.catch_up();
        }
        None
    }

    fn proof(&mut self, id: ArticleId, number: u64) -> Result<Option<Event>, LibraryError> {
        let (original, corrections) = (self.library.original(id)?, self.library.corrections(id)?);
        Ok(self.aside(move || {
            let proof = import::proof(original.as_ref(), &corrections);
            Event::Proof(id, number, proof.map(Box::new).map_err(|error| error.to_string()))
        }))
    }

    fn source(&mut self, id: ArticleId) -> Result<Option<Event>, LibraryError> {
        let original = self.library.original(id)?;
        Ok(self.aside(move || {
            let read =
                |original: Original| source(&original.bytes).map(|(text, _)| text).map_err(|error| error.to_string());
            Event::Source(id, original.map_or_else(|| Err("its page is not in the library".to_owned()), read))
        }))
    }

    /// Puts corrected articles together again; a library of its own, so that nobody waits for another process that imports.
    fn recast(&mut self) -> Result<Option<Event>, LibraryError> {
        if self.library.to_recast()?.is_empty() {
            return Ok(None);
        }
        match &self.search {
            Search::Here(_) => import::recast(&mut self.library).map(|_| Some(Event::LibraryChanged)),
            Search::Thread(..) => {
                let folder = self.library.dir().to_owned();
                Ok(self.aside(move || {
                    match Library::open(&folder).and_then(|mut library| import::recast(&mut library)) {
                        Ok(_) => Event::LibraryChanged,
                        Err(error) => Event::Told(Notice::failed(format!(
                            "The correction is kept, and searches find it later: {}",
                            error.told()
                        ))),
                    }
                }))
            }
        }
    }

    /// Does what may take a while: beside the screen, or at once where there are no threads.
    fn aside(&mut self, work: impl FnOnce() -> Event + Send + 'static) -> Option<Event> {
        let Search::Thread(_, events) = &self.search else { return Some(work()) };
        let events = events.clone();
        self.threads.retain(|thread| !thread.is_finished());
        self.threads.push(thread::spawn(move || {
            // Where nobody listens any more, nobody wants to know.
            events.send(work()).ok();
        }));
        None
    }

    /// Waits for what is under way.
    pub fn finish(self) {
        for thread in self.threads {
            thread.join().ok();
        }
    }

    fn open(&mut self, url: &str) -> Event {
        // What the library holds may have been put there by another program.
        let url = &*sanitise_line(url);
        if !is_link(url) {
            return Event::Told(Notice::failed("Only web and mail addresses are opened.".to_owned()));
        }
        Event::Told(match (self.opener)(url) {
            Ok(()) => Notice::new(format!("Opened {url}")),
            Err(error) => Notice::failed(format!("{OPENER} could not be started: {error}")),
        })
    }

    /// Fills the clipboard by way of the terminal (OSC 52), which works over ssh too.
    fn copy(&mut self, text: &str, what: &str) -> Event {
        let Some(terminal) = &mut self.terminal else {
            let one_line = Some(text).filter(|text| !text.contains('\n'));
            return Event::Told(Notice::new(one_line.unwrap_or("This terminal has no clipboard; e writes a file.")));
        };
        // What is pasted may end up in a shell.
        let encoded = BASE64_STANDARD.encode(&*sanitise(text));
        let written = write!(terminal, "\x1b]52;c;{encoded}\x07").and_then(|()| terminal.flush());
        Event::Told(match written {
            Ok(()) => Notice::new(format!("The {what} was given to the terminal's clipboard.")),
            Err(error) => Notice::failed(format!("The terminal took no {what}: {error}")),
        })
    }

    /// Many files take a while; the screen goes on meanwhile. Each file is whole or not there.
    fn export(&mut self, order: Order) -> Result<Option<Event>, LibraryError> {
        let searcher = self.library.searcher()?;
        let events = if let Search::Thread(_, events) = &self.search { Some(events.clone()) } else { None };
        Ok(self.aside(move || {
            let mut tell = |notice| {
                if let Some(events) = &events {
                    events.send(Event::Told(notice)).ok();
                }
            };
            Event::Told(press::print(searcher, &order, &mut tell))
        }))
    }

    /// What a command is given.
    pub fn input_of(&self, pipe: &Pipe) -> Result<String, LibraryError> {
        press::text(&mut self.library.searcher()?, &pipe.what, pipe.format)
    }
}

/// Keeps what was changed.
fn keep(library: &Library, changes: &[Change]) -> Result<(), LibraryError> {
    changes.iter().try_for_each(|change| change.keep(library))
}

/// Does something to the articles.
fn done(library: &Library, act: &Act, which: &Which) -> Result<Event, LibraryError> {
    let mut searcher = library.searcher()?;
    let articles: Vec<_> = which.find(&mut searcher)?.into_iter().map(|id| (id, searcher.marks(id))).collect();
    let changes = act.changes(&articles);
    keep(library, &changes)?;
    Ok(Event::Done(changes))
}

/// Pictures and tests have no clock.
fn without_clock(event: Event) -> Event {
    match event {
        Event::Reply(number, Reply::Answer(answer)) => {
            Event::Reply(number, Reply::Answer(Answer { took: Duration::ZERO, ..answer }))
        }
        other => other,
    }
}

/// Starts the system's opener with the address as its one argument; no shell sees it.
pub fn open_in_browser(url: &str) -> io::Result<()> {
    let mut child =
        Command::new(OPENER).arg(url).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn()?;
    // Somebody has to wait for it, or it stays behind as a zombie.
    thread::spawn(move || child.wait());
    Ok(())
}
