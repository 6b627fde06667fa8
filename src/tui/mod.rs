//! The screen: list, reader, search bar.
//!
//! ```text
//! input thread ─keys, mouse, size→ ┐                      ┌→ terminal (one drawing for all that was waiting)
//! signals ─────stop, continue────→ ├→ App::update ─→ App ─┤
//! search thread ─answers─────────→ ┘        │             └→ Rehearsal (pictures, tests)
//!        ↑                                  ↓
//!        └──── newest question ──── effects ┴→ library, files, browser, clipboard
//! ```
//!
//! `update` changes data and returns effects; `draw` reads data. Effects are performed before the next event is taken, so what is typed
//! ahead meets the right article. There is no tick: an idle screen sleeps in `recv`.

mod action;
mod app;
mod bar;
mod cells;
mod chosen;
mod command;
mod completion;
mod dates;
mod desk;
mod elsewhere;
mod event;
mod export_form;
mod facets;
mod field;
mod glyphs;
mod help;
mod highlight;
mod hyperlinks;
mod keymap;
mod links;
mod list;
mod manuscript;
mod marks;
mod note_prompt;
mod outside;
mod panes;
mod pick;
mod picture;
mod pipe_prompt;
mod plain;
mod press;
mod reader;
mod rehearsal;
mod searches;
mod settings;
mod stage;
mod status;
mod tag_prompt;
mod terminal;
mod terms;
mod theme;
mod timeline;
mod typeset;
mod view;
mod vigil;
mod worker;
mod xray;

pub use action::Action;
pub use app::Options;
pub use event::{Form, Manner};
pub use glyphs::Glyphs;
pub use keymap::{Context, KeyLine, Keymap, Misbound, key_table, keys_as_settings};
pub use picture::svg;
pub use plain::{Plain, plain};
pub use rehearsal::Rehearsal;
pub use settings::Settings;
pub use theme::{Depth, Theme};
pub use typeset::Composition;

use crate::library::Library;
use anyhow::Context as _;
use app::App;
use crossterm::event::{Event as Input, KeyEventKind};
use crossterm::queue;
use crossterm::terminal::{BeginSynchronizedUpdate, EndSynchronizedUpdate};
use desk::{Desk, Reply};
use elsewhere::Gate;
use event::{Effect, Event};
use hyperlinks::Hyperlinks;
use outside::{Outside, Search};
use ratatui::Terminal;
use ratatui::backend::{Backend, CrosstermBackend};
use ratatui::layout::Rect;
use rustix::event::{PollFd, PollFlags, poll};
use rustix::io::Errno;
use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGTERM, SIGTSTP, SIGWINCH};
use signal_hook::iterator::Signals;
use signal_hook::low_level::emulate_default_handler;
use stage::Stage;
use std::collections::VecDeque;
use std::io::{self, BufWriter, IsTerminal as _, PipeReader, Stdout};
use std::sync::mpsc::{self, Receiver, Sender};
use std::thread;
use terminal::Guard;
use vigil::Vigil;
use worker::Mailbox;

/// A frame is written at once, not in the small pieces of a line-buffered stdout.
const FRAME: usize = 1 << 16;

type Screen = Terminal<CrosstermBackend<BufWriter<Stdout>>>;

/// Shows the library until the user quits. The terminal is given back as it was, however it ends.
///
/// # Errors
/// Where there is no terminal or it is lost, where the library cannot be searched.
pub fn run(library: Library, options: Options, settings: Settings) -> anyhow::Result<()> {
    let (sender, receiver) = mpsc::channel();
    let mailbox = Mailbox::default();
    let searcher = library.searcher().context("opening the library for searching")?;
    let folder = library.dir().to_owned();
    let written = library.written();
    let reopen = Box::new(move || Library::open(&folder)?.searcher());
    let (theme, links) = (options.theme.clone(), options.links);
    let outside = Outside {
        library,
        search: Search::Thread(mailbox.clone(), sender.clone()),
        terminal: Some(Box::new(io::stdout())),
        opener: Box::new(outside::open_in_browser),
        threads: Vec::new(),
    };
    let signals =
        Signals::new([SIGTERM, SIGINT, SIGHUP, SIGTSTP, SIGCONT, SIGWINCH]).context("watching for signals")?;
    let closing = signals.handle();
    let (gate, woken) = Gate::new().context("making a pipe")?;
    let editor = options.editor.clone();

    terminal::restore_on_panic();
    let guard = Guard::take(io::stdout(), true).context("taking the terminal; the screen needs one")?;
    let screen = Terminal::new(CrosstermBackend::new(BufWriter::with_capacity(FRAME, io::stdout())))?;
    let (app, effects) = App::new(options, screen.size()?);
    let searching = {
        let (sender, mailbox) = (sender.clone(), mailbox.clone());
        let desk = Desk::new(searcher, reopen);
        spawn(worker::THREAD, &sender.clone(), move || worker::serve(desk, &mailbox, &sender))?
    };
    spawn("watch", &sender.clone(), {
        let mailbox = mailbox.clone();
        move || {
            let mut vigil = Vigil::over(written);
            loop {
                mailbox.look();
                vigil.wait();
            }
        }
    })?;
    spawn("signals", &sender.clone(), {
        let (sender, gate) = (sender.clone(), gate.clone());
        move || pass_on_signals(signals, &sender, &gate)
    })?;
    if io::stdout().is_terminal() {
        let sender = sender.clone();
        spawn("hangup", &sender.clone(), move || pass_on_hangup(&sender))?;
    }
    spawn("settings", &sender.clone(), {
        let sender = sender.clone();
        move || settings.watch(&sender)
    })?;
    // The input thread cannot be woken from its read: it ends with the process.
    spawn("input", &sender.clone(), {
        let gate = gate.clone();
        move || pass_on_input(&sender, &gate, woken)
    })?;

    let mut stage = Stage { app, outside };
    stage.begin(effects);
    let mut house = House { guard, screen, theme, links, hyperlinks: Hyperlinks::default(), gate, editor };
    let ended = house.play(&mut stage, &receiver);
    mailbox.close();
    closing.close();
    house.guard.leave().context("giving the terminal back")?;
    // A search under way reads the library only, but a process that ends while a thread reads can crash on its way out.
    searching.join().ok();
    stage.outside.finish();
    match ended? {
        End::Quit => Ok(()),
        End::Signal(signal) => emulate_default_handler(signal).context("ending as the signal asks"),
        End::Broken(thread) => anyhow::bail!("the {thread} thread is gone"),
    }
}

/// Why the screen ended.
enum End {
    Quit,
    Signal(i32),
    Broken(&'static str),
}

/// The terminal and what is done in it.
struct House {
    guard: Guard<Stdout>,
    screen: Screen,
    theme: Theme,
    /// The terminal follows links by itself.
    links: bool,
    hyperlinks: Hyperlinks,
    gate: Gate,
    /// The user's editor: the program and its arguments.
    editor: Vec<String>,
}

impl House {
    fn play(&mut self, stage: &mut Stage, events: &Receiver<Event>) -> anyhow::Result<End> {
        loop {
            self.draw(stage).context("drawing on the terminal")?;
            let mut next = Some(events.recv().context("every thread of the screen is gone")?);
            while let Some(event) = next {
                let end = match &event {
                    Event::Stop(signal) => End::Signal(*signal),
                    Event::Broken(thread) => End::Broken(thread),
                    _ => End::Quit,
                };
                if self.perform(stage, event)? {
                    return Ok(end);
                }
                next = events.try_recv().ok();
            }
        }
    }

    /// Takes an event to its end; tells whether it is the last.
    fn perform(&mut self, stage: &mut Stage, event: Event) -> anyhow::Result<bool> {
        if let Event::Settings(Ok(options)) = &event {
            self.theme = options.theme.clone();
            self.links = options.links;
            self.editor.clone_from(&options.editor);
        }
        let mut waiting = VecDeque::from([event]);
        while let Some(event) = waiting.pop_front() {
            let rows = matches!(event, Event::Reply(_, Reply::First(_)));
            let effects = stage.app.update(event);
            if rows {
                // They are seen before the article is read that they select.
                self.draw(stage).context("drawing on the terminal")?;
            }
            for effect in stage.follow(effects) {
                match effect {
                    Effect::Quit => return Ok(true),
                    Effect::Suspend => self.suspend(stage)?,
                    Effect::Edit(id, text) => {
                        self.guard.leave()?;
                        let edited = elsewhere::edit(&self.editor, &text, |editor| elsewhere::run(&self.gate, editor));
                        self.take_again(stage)?;
                        waiting.push_back(Event::Edited(id, edited.map_err(|error| error.to_string())));
                    }
                    Effect::Pipe(pipe) => {
                        let ended = match stage.outside.input_of(&pipe) {
                            Ok(input) => {
                                self.guard.leave()?;
                                let ended = elsewhere::pipe(&self.gate, &pipe.command, &input);
                                self.take_again(stage)?;
                                ended.map_err(|error| error.to_string())
                            }
                            Err(error) => Err(error.told()),
                        };
                        waiting.push_back(Event::Piped(ended));
                    }
                    _ => self.take_again(stage)?,
                }
            }
        }
        Ok(false)
    }

    fn draw(&mut self, stage: &Stage) -> io::Result<()> {
        queue!(self.screen.backend_mut(), BeginSynchronizedUpdate)?;
        let (mut cursor, mut stretches) = (None, Vec::new());
        self.screen.draw(|frame| {
            cursor = stage.app.draw(frame.buffer_mut(), &self.theme);
            if let Some(cursor) = cursor {
                frame.set_cursor_position(cursor);
            }
            let links = if self.links { stage.app.links_drawn() } else { Vec::new() };
            stretches = self.hyperlinks.follow(&links, frame.buffer_mut());
        })?;
        if !stretches.is_empty() {
            let backend = self.screen.backend_mut();
            hyperlinks::write(&stretches, backend)?;
            cursor.map_or(Ok(()), |cursor| Backend::set_cursor_position(backend, cursor))?;
        }
        queue!(self.screen.backend_mut(), EndSynchronizedUpdate)?;
        Backend::flush(self.screen.backend_mut())
    }

    fn suspend(&mut self, stage: &mut Stage) -> anyhow::Result<()> {
        self.guard.leave()?;
        emulate_default_handler(SIGTSTP)?;
        self.take_again(stage)
    }

    fn take_again(&mut self, stage: &mut Stage) -> anyhow::Result<()> {
        self.guard.enter()?;
        // Not `clear`: it asks the terminal where the cursor is, and the answer goes to the input thread.
        let size = self.screen.size()?;
        self.screen.resize(Rect::new(0, 0, size.width, size.height))?;
        self.hyperlinks.forget();
        stage.step(Event::Resize(size.width, size.height));
        Ok(())
    }
}

/// Starts a thread whose panic ends the screen instead of leaving it deaf.
fn spawn(
    name: &'static str,
    events: &Sender<Event>,
    work: impl FnOnce() + Send + 'static,
) -> io::Result<thread::JoinHandle<()>> {
    struct Watch(&'static str, Sender<Event>);
    impl Drop for Watch {
        fn drop(&mut self) {
            if thread::panicking() {
                self.1.send(Event::Broken(self.0)).ok();
            }
        }
    }
    let watch = Watch(name, events.clone());
    thread::Builder::new().name(name.to_owned()).spawn(move || {
        let _watch = watch;
        work();
    })
}

/// What the terminal sends while another program has it is that program's; stopping stops both.
fn pass_on_signals(mut signals: Signals, events: &Sender<Event>, gate: &Gate) {
    for signal in signals.forever() {
        let event = match signal {
            SIGTSTP if gate.is_shut() => {
                emulate_default_handler(SIGTSTP).ok();
                continue;
            }
            SIGINT | SIGCONT if gate.is_shut() => continue,
            SIGTSTP => Event::Suspended,
            SIGCONT => Event::Continued,
            SIGWINCH => match crossterm::terminal::size() {
                Ok((width, height)) => Event::Resize(width, height),
                Err(_) => continue,
            },
            other => Event::Stop(other),
        };
        if events.send(event).is_err() {
            return;
        }
    }
}

/// Waits for the terminal to vanish. A process that is not in its foreground gets no SIGHUP, and reading input from a terminal that is gone
/// gives nothing at once, again and again.
fn pass_on_hangup(events: &Sender<Event>) {
    let terminal = io::stdout();
    let mut watched = [PollFd::new(&terminal, PollFlags::empty())];
    loop {
        match poll(&mut watched, None) {
            Ok(0) | Err(Errno::INTR) => {}
            Ok(_) => {
                // Nobody is left to be told where the screen has ended by itself.
                events.send(Event::Stop(SIGHUP)).ok();
                return;
            }
            Err(_) => return,
        }
    }
}

fn pass_on_input(events: &Sender<Event>, gate: &Gate, mut woken: PipeReader) {
    let pass_on = |event| {
        let event = match event {
            Input::Key(key) if key.kind != KeyEventKind::Release => Event::Key(key.into()),
            Input::Mouse(mouse) => Event::Mouse(mouse),
            Input::Paste(text) => Event::Paste(text),
            // The size is told by a signal, also while no key comes.
            _ => return true,
        };
        events.send(event).is_ok()
    };
    loop {
        match gate.wait(&mut woken).and_then(|()| elsewhere::read_there(pass_on)) {
            Ok(true) => {}
            Ok(false) => return,
            Err(_) => {
                events.send(Event::Broken("input")).ok();
                return;
            }
        }
    }
}
