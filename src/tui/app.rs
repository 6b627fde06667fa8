//! The state of the screen and how events change it. It does no input or output: what is to be done outside comes back as effects.

mod act;
mod articles;
mod asking;
mod commands;
mod keys;
mod links;
mod mouse;
mod narrow;
mod notes;
mod options;
mod proof;
mod select;
mod settings;
mod time;

use super::bar::{Bar, Outcome};
use super::chosen::Chosen;
use super::command::CommandLine;
use super::desk::Around;
use super::event::{Effect, Event, Manner, Notice};
use super::export_form::ExportForm;
use super::facets::{FacetPanel, Values};
use super::glyphs::Glyphs;
use super::help::Help;
use super::keymap::{Context, Key, Keymap};
use super::links::{Hints, LinkList};
use super::list::List;
use super::marks::Change;
use super::note_prompt::NotePrompt;
use super::panes::{Focus, Panes};
use super::pipe_prompt::PipePrompt;
use super::reader::{Arrival, Reader};
use super::searches::{SearchList, Searches};
use super::tag_prompt::TagPrompt;
use super::timeline::Timeline;
use super::typeset::Composition;
use super::xray::Xray;
use crate::article::{Article, ArticleId};
use crate::export::Format;
use crate::library::{Marker, Query, Sort};
use asking::{Asking, News};
pub use options::Options;
use ratatui::layout::Size;
use std::collections::VecDeque;

/// What lies over the panes.
#[derive(Debug)]
pub enum Overlay {
    /// The help.
    Help(Help),
    /// The export form.
    Export(Box<ExportForm>),
    /// The command line.
    Command(CommandLine),
    /// The list of searches.
    Searches(SearchList),
    /// The facets panel.
    Facets(FacetPanel),
    /// The tag prompt.
    Tag(TagPrompt),
    /// Letters over the links that are seen.
    Hints(Hints),
    /// The list of links.
    Links(LinkList),
    /// The note prompt.
    Note(NotePrompt),
    /// The pipe prompt.
    Pipe(PipePrompt),
    /// The page behind the article, in the place of the list.
    Xray(Xray),
}

/// The screen's state.
#[derive(Debug)]
pub struct App {
    pub(super) keymap: Keymap,
    /// The keys of a chord that is not complete.
    pub(super) chord: Vec<Key>,
    pub(super) panes: Panes,
    pub(super) list: List,
    pub(super) chosen: Chosen,
    pub(super) searches: Searches,
    /// A search that was made and is still to be kept among the last ones.
    to_remember: Option<String>,
    /// Someone who has not searched yet is to be told what there is.
    tips: bool,
    pub(super) reader: Option<Reader>,
    pub(super) bar: Bar,
    pub(super) searching: bool,
    pub(super) overlay: Option<Overlay>,
    /// What is open again when the help is closed.
    under_help: Option<Overlay>,
    pub(super) notice: Option<Notice>,
    pub(super) count: Option<usize>,
    pub(super) marker: Marker,
    pub(super) outcome: Outcome,
    pub(super) timeline: Timeline,
    /// The values of facets, as far as they were counted.
    pub(super) values: Values,
    asking: Asking,
    query: Query,
    /// The query whose hits are marked.
    marked: Query,
    /// Where one was reading when the search began.
    came_from: Option<(ArticleId, usize)>,
    sort: Sort,
    opening: Opening,
    undo: Vec<Vec<Change>>,
    /// The number of the last question for the page behind an article.
    proofs: u64,
    /// Keys that wait for the answer they are meant for.
    held: VecDeque<Key>,
    dragging: bool,
    pub(super) composition: Composition,
    pub(super) glyphs: Glyphs,
    manner: Manner,
    /// The command that was piped to last, and as what.
    piped: (Format, String),
}

/// Which article is being opened, and where.
#[derive(Debug, Default)]
struct Opening {
    id: Option<ArticleId>,
    arrival: Arrival,
    /// The article in the reader is no longer in the list; it stays until the user moves on.
    adrift: bool,
}

impl App {
    /// The screen at its beginning, and what is to be done first.
    pub fn new(options: Options, size: Size) -> (Self, Vec<Effect>) {
        let mut app = App {
            keymap: options.keymap,
            chord: Vec::new(),
            panes: Panes::new(size, options.measure, options.list_width).with_margin(options.margin),
            list: List::showing(options.rows, options.dates),
            chosen: Chosen::default(),
            searches: Searches::default(),
            to_remember: None,
            tips: options.tips,
            reader: None,
            bar: Bar::default(),
            searching: false,
            overlay: None,
            under_help: None,
            notice: options.notice.map(Notice::new),
            count: None,
            marker: Query::default().marker(),
            outcome: Outcome::default(),
            timeline: Timeline::default(),
            values: Values::default(),
            asking: Asking::default(),
            query: Query::default(),
            marked: Query::default(),
            came_from: None,
            sort: options.sort,
            opening: Opening::default(),
            undo: Vec::new(),
            proofs: 0,
            held: VecDeque::new(),
            dragging: false,
            composition: options.composition,
            glyphs: options.glyphs,
            manner: options.manner,
            piped: (Format::Text, String::new()),
        };
        app.bar.set(&options.query);
        let mut effects = vec![Effect::ListSearches];
        app.search(&mut effects);
        // What was corrected last time and could not be put together any more.
        effects.push(Effect::Recast);
        (app, effects)
    }

    /// Lets an event change the state; what is to be done outside is to be done before the next event.
    pub fn update(&mut self, event: Event) -> Vec<Effect> {
        let mut effects = Vec::new();
        match event {
            Event::Key(key) => self.on_key(key, &mut effects),
            Event::Command(command) => self.on_command(command, &mut effects),
            Event::Paste(text) => self.on_paste(&text, &mut effects),
            Event::Mouse(mouse) => self.on_mouse(mouse, &mut effects),
            Event::Resize(width, height) => self.panes.size = Size { width, height },
            Event::Reply(number, reply) => self.on_reply(number, reply),
            Event::LibraryChanged => {
                self.ask(Around::Article(self.list.selected().map(|row| row.id)), News::Library, &mut effects);
                // The article that is read may be among what changed.
                let article = self.reader.as_ref().filter(|reader| !reader.shows_source());
                effects.extend(article.map(|reader| Effect::Load(reader.id)));
            }
            Event::Loaded(id, article, place) => self.on_loaded(id, article, place, &mut effects),
            Event::Proof(id, number, proof) => self.on_proof(id, number, proof),
            Event::Edited(id, text) => self.on_edited(id, text, &mut effects),
            Event::Piped(ended) => self.on_piped(ended),
            Event::Source(id, source) => self.on_source(id, source),
            Event::Marked(changes) => self.on_marked(&changes, &mut effects),
            Event::Searches(searches) => self.on_searches(searches),
            Event::Done(changes) => self.on_done(&changes, &mut effects),
            Event::Gathered(ids) => self.chosen.gather(ids),
            Event::Tags(tags) => {
                if let Some(Overlay::Tag(prompt)) = &mut self.overlay {
                    prompt.offer(tags);
                }
            }
            Event::Settings(settings) => self.on_settings(settings),
            Event::Told(notice) if notice.failed => self.fail(notice),
            Event::Told(notice) => self.notice = Some(notice),
            Event::Suspended => effects.push(Effect::Suspend),
            Event::Continued => effects.push(Effect::Redraw),
            Event::Stop(_) | Event::Broken(_) => self.quit(&mut effects),
        }
        self.settle(&mut effects);
        effects
    }

    /// The next key that waited, once what it waited for is there.
    pub fn release(&mut self) -> Option<Key> {
        if self.waits() { None } else { self.held.pop_front() }
    }

    /// Where keys are looked up.
    pub(super) fn context(&self) -> Context {
        match &self.overlay {
            Some(Overlay::Help(help)) => help.context(),
            Some(Overlay::Export(_)) => Context::Export,
            Some(Overlay::Tag(_)) => Context::Tag,
            Some(Overlay::Facets(panel)) => panel.context(),
            Some(Overlay::Hints(_)) => Context::Hints,
            Some(Overlay::Links(_)) => Context::Links,
            Some(Overlay::Command(_)) => Context::Command,
            Some(Overlay::Searches(_)) => Context::Searches,
            Some(Overlay::Note(_)) => Context::Note,
            Some(Overlay::Pipe(_)) => Context::Pipe,
            Some(Overlay::Xray(_)) => Context::Xray,
            None if self.searching => Context::Search,
            None if self.timeline.focused() => Context::Timeline,
            None if self.panes.focus == Focus::List => Context::List,
            None => Context::Browse,
        }
    }

    fn on_loaded(&mut self, id: ArticleId, article: Option<Box<Article>>, place: usize, effects: &mut Vec<Effect>) {
        if self.opening.id != Some(id) {
            return;
        }
        let Some(article) = article else {
            self.reader = None;
            self.notice = Some(Notice::failed("This article is no longer in the library."));
            return;
        };
        if self.reader.as_ref().is_some_and(|reader| reader.id == id) {
            return self.renew(id, *article);
        }
        let areas = self.panes.areas(self.searching);
        let mut reader = self.reader_of(id, *article, place);
        reader.fit(self.panes.line_width(areas.page), usize::from(areas.page.height));
        reader.mark(&self.marker, std::mem::take(&mut self.opening.arrival));
        self.reader = Some(reader);
        self.come_back();
        if self.panes.focus == Focus::Reader && !self.searching {
            self.mark_read(effects);
        }
    }

    /// Shows the article that is read as it is now, at the place that was reached.
    fn renew(&mut self, id: ArticleId, article: Article) {
        let Some(reader) = &self.reader else { return };
        if reader.id != id || reader.article == article {
            return;
        }
        let place = reader.place();
        let mut fresh = self.reader_of(id, article, place);
        fresh.mark(&self.marker, Arrival::Place);
        fresh.return_to(place);
        self.reader = Some(fresh);
    }

    /// A reader with the article as the user wants it set, and the note over it.
    fn reader_of(&self, id: ArticleId, article: Article, place: usize) -> Reader {
        let mut reader = Reader::new(id, article, place, self.list.dates);
        reader.set_note(self.list.find(id).and_then(|row| row.marks.note.as_deref()));
        reader.compose(self.composition);
        reader
    }

    /// Where the search is cleared and the article it was begun in is shown again, so is the place.
    fn come_back(&mut self) {
        if let (true, Some((id, place)), Some(reader)) = (self.query.is_empty(), self.came_from, &mut self.reader)
            && reader.id == id
        {
            reader.return_to(place);
            self.came_from = None;
        }
    }

    fn on_marked(&mut self, changes: &[Change], effects: &mut Vec<Effect>) {
        for row in self.list.rows_mut() {
            for change in changes {
                change.show(row);
            }
        }
        self.on_noted(changes);
        self.on_corrected(changes, effects);
    }

    fn quit(&mut self, effects: &mut Vec<Effect>) {
        self.keep_place(effects);
        effects.push(Effect::Quit);
    }

    fn keep_place(&self, effects: &mut Vec<Effect>) {
        if let Some((reader, place)) = self.reader.as_ref().and_then(|reader| Some((reader, reader.new_place()?))) {
            effects.push(Effect::KeepPlace(reader.id, place));
        }
    }

    /// Brings the panes in line with the state: what is selected is seen, and its article is in the reader.
    fn settle(&mut self, effects: &mut Vec<Effect>) {
        self.panes.xray = matches!(self.overlay, Some(Overlay::Xray(_)));
        let areas = self.panes.areas(self.searching);
        let list = if areas.list.is_empty() { areas.page } else { areas.list };
        self.list.follow(usize::from(list.width), usize::from(list.height));
        if let Some(reader) = &mut self.reader {
            reader.fit(self.panes.line_width(areas.page), usize::from(areas.page.height));
        }
        let beside = usize::from(self.facets_area().height);
        if let Some(Overlay::Facets(panel)) = &mut self.overlay {
            panel.follow(&self.values, beside);
        }
        if let Some(Overlay::Xray(xray)) = &mut self.overlay {
            xray.follow(usize::from(areas.list.width), usize::from(areas.list.height));
        }
        effects.extend(self.to_remember.take().map(Effect::Remember));
        self.ask_for_rows(effects);
        self.open_selected(effects);
    }

    fn open_selected(&mut self, effects: &mut Vec<Effect>) {
        let selected = self.list.selected().map(|row| row.id);
        let shown = self.opening.id;
        match selected {
            Some(id) if shown != Some(id) && !self.opening.adrift => {
                self.keep_place(effects);
                self.opening.id = Some(id);
                effects.push(Effect::Load(id));
            }
            None if self.list.total == 0 && self.settled() && self.reader.is_some() => {
                self.keep_place(effects);
                self.reader = None;
                self.opening = Opening::default();
                self.panes.focus = Focus::List;
                self.panes.zen = false;
            }
            _ => {}
        }
    }
}
