//! What is told of the screen: rows of the list, the article's text, what lies over them; only what is other than before.

use crate::article::{ArticleId, reading_minutes};
use crate::library::{Marks, Row, Sort};
use crate::tui::app::{App, Overlay};
use crate::tui::bar::{grouped, order};
use crate::tui::cells::cells;
use crate::tui::command;
use crate::tui::keymap::Context;
use crate::tui::panes::Focus;
use crate::tui::reader::Reader;
use std::ops::Range;

/// What was told last.
#[derive(Debug, Default)]
pub struct Seen {
    /// What is searched for, the order, how many match.
    list: Option<(String, Sort, usize)>,
    index: usize,
    marks: Option<(ArticleId, Marks, bool)>,
    /// The article that is read, and whether it is told as its page came.
    article: Option<(ArticleId, bool)>,
    top: usize,
    hit: Option<usize>,
    /// The line of the footnote that was gone to.
    landed: Option<usize>,
    /// What lies over the list, and what is selected in it.
    overlay: (Vec<String>, Option<String>),
    /// The line behind the last one of the article that was told.
    pub told_to: usize,
    /// The row behind the last one of the list that was told.
    pub rows_to: usize,
    /// The next page was asked for, and not some other place.
    pub next_page: bool,
}

impl Seen {
    /// What is to be seen now.
    pub fn of(app: &App, before: &Seen) -> Self {
        let reader = app.reader.as_ref().filter(|_| app.panes.focus == Focus::Reader);
        let selected = |row: &Row| app.chosen.has(row.id, app.list.index, app.list.index);
        Seen {
            list: Some((app.bar.text().to_owned(), app.outcome.sort, app.list.total)),
            index: app.list.index,
            marks: app.list.selected().map(|row| (row.id, row.marks.clone(), selected(row))),
            article: reader.map(|reader| (reader.id, reader.shows_source())),
            top: reader.map_or(0, |reader| reader.seen().start),
            hit: reader.and_then(Reader::hits).map(|(current, ..)| current),
            landed: reader.and_then(Reader::landed),
            overlay: overlay(app),
            told_to: before.told_to,
            rows_to: before.rows_to,
            next_page: before.next_page,
        }
    }
}

/// What is new; what was told of the article and of the list is noted.
pub fn news(app: &App, before: &Seen, now: &mut Seen) -> Vec<String> {
    let mut lines: Vec<String> = app.notice.iter().map(|notice| notice.text.clone()).collect();
    if app.overlay.is_some() {
        // The list is told once nothing lies over it any more.
        now.list.clone_from(&before.list);
        now.index = before.index;
        let (all, selected) = &now.overlay;
        // Of a page of many blocks only the one that is looked at is told again.
        let known = matches!(app.overlay, Some(Overlay::Xray(_))) && !before.overlay.0.is_empty();
        if *all != before.overlay.0 && !known {
            lines.extend(all.iter().cloned());
        } else if *selected != before.overlay.1 {
            lines.extend(selected.clone());
        }
    } else if let (Some(reader), Some(_)) = (&app.reader, now.article) {
        lines.extend(article(reader, before, now));
    } else {
        lines.extend(list(app, before, now));
    }
    lines
}

fn article(reader: &Reader, before: &Seen, now: &mut Seen) -> Vec<String> {
    let seen = reader.seen();
    let other = now.article != before.article;
    let jumped = now.landed != before.landed;
    if !other && !jumped && now.top == before.top && now.hit == before.hit {
        return Vec::new();
    }
    let mut lines = Vec::new();
    let told = match reader.hit_line().filter(|_| !other && now.hit != before.hit) {
        // A hit with the lines around it.
        Some(line) => {
            lines.extend(reader.hits_said());
            line.saturating_sub(1)..line + 2
        }
        None if !other && jumped => now.landed.map_or(seen.clone(), |line| line..seen.end),
        None if !other && now.next_page => before.told_to.clamp(seen.start, seen.end)..seen.end,
        None => seen,
    };
    if other && told.start > 0 {
        lines.extend([reader.article.headline.text.clone(), "…".to_owned()]);
    }
    now.told_to = told.end;
    lines.extend(reader.told(told));
    if reader.at_end() && now.told_to >= reader.seen().end {
        lines.push("End of the article.".to_owned());
    }
    lines
}

fn list(app: &App, before: &Seen, now: &mut Seen) -> Vec<String> {
    let other = now.list != before.list;
    let mut lines = Vec::new();
    if other {
        lines.push(count(app));
    }
    let far = now.index.abs_diff(before.index) >= rows(app);
    let rows = match () {
        () if other || far || (now.next_page && now.index != before.index) => page(app, now.index),
        () if now.index != before.index || now.marks != before.marks || before.article.is_some() => {
            now.index..(now.index + 1).min(app.list.total)
        }
        () => return lines,
    };
    now.rows_to = rows.end;
    lines.extend(told_rows(app, rows));
    lines
}

/// The rows of a page.
pub fn rows(app: &App) -> usize {
    usize::from(app.panes.areas(false).page.height).max(1)
}

/// The lines that a line takes in the terminal, which breaks what is too wide.
pub fn lines(app: &App, line: &str) -> usize {
    cells(line).div_ceil(usize::from(app.panes.size.width).max(1)).max(1)
}

/// The rows from a place on that have room on a page, but one at least.
pub fn page(app: &App, from: usize) -> Range<usize> {
    let all = from..(from + rows(app)).min(app.list.total);
    let mut used = 0;
    let fits = |line: &&String| {
        used += lines(app, line);
        used <= rows(app)
    };
    let told = told_rows(app, all.clone()).iter().take_while(fits).count();
    from..(from + told.max(1)).min(all.end)
}

fn told_rows(app: &App, places: Range<usize>) -> Vec<String> {
    let wide = places.end.to_string().len();
    places.filter_map(|place| Some(row(app, place, wide, app.list.row(place)?))).collect()
}

/// A row: its number, its day, the headline, and what else is known of it.
fn row(app: &App, place: usize, wide: usize, row: &Row) -> String {
    let day = row.published.map_or_else(|| "undated".to_owned(), |date| date.without_time().to_string());
    let flag = |on: bool, said: &str| on.then(|| said.to_owned());
    let about = [
        row.publisher.clone().or_else(|| row.agency.clone()),
        Some(if row.empty { "no article".to_owned() } else { format!("{} min", reading_minutes(row.words)) }),
        flag(row.marks.read, "read"),
        flag(row.marks.starred, "starred"),
        flag(row.marks.note.is_some(), "with a note"),
        flag(row.marks.hidden, "hidden"),
        flag(app.chosen.has(row.id, place, app.list.index), "selected"),
    ];
    let tags = row.marks.tags.iter().map(|tag| format!("#{tag}"));
    let about: Vec<String> = about.into_iter().flatten().chain(tags).collect();
    format!("{:>wide$}  {day:<10}  {} ({})", place + 1, row.headline, about.join(", "))
}

/// What is told first.
pub fn greeting() -> String {
    "dateline. A number reads that article, /words searches, Enter goes on, q leaves, help tells more.".to_owned()
}

fn count(app: &App) -> String {
    let (total, sort) = (app.list.total, order(app.outcome.sort));
    let near = if app.outcome.near { "only near: " } else { "" };
    match (total, app.bar.text().is_empty()) {
        (0, true) => "Nothing here yet. dateline import FOLDER brings in saved pages.".to_owned(),
        (0, false) => "Nothing matches.".to_owned(),
        (_, true) => format!("{}, {sort}.", articles(total)),
        (_, false) => format!("{near}{} of {}, {sort}.", grouped(total), articles(app.outcome.of)),
    }
}

fn articles(count: usize) -> String {
    format!("{} {}", grouped(count), if count == 1 { "article" } else { "articles" })
}

/// Where one is, for the prompt.
pub fn place(app: &App) -> String {
    match (&app.overlay, &app.reader) {
        (Some(Overlay::Facets(panel)), _) => panel.title().to_lowercase(),
        (Some(Overlay::Links(_)), _) => "links".to_owned(),
        (Some(Overlay::Searches(_)), _) => "searches".to_owned(),
        (Some(Overlay::Xray(xray)), _) => xray.place(),
        (_, Some(reader)) if app.panes.focus == Focus::Reader => reader.progress(),
        _ if app.list.total == 0 => "nothing".to_owned(),
        _ if !app.chosen.is_empty() => {
            format!("{} selected, {} of {}", app.selected_count(), app.list.index + 1, app.list.total)
        }
        _ => format!("{} of {}", grouped(app.list.index + 1), grouped(app.list.total)),
    }
}

/// What lies over the list, line by line, and the line that is selected.
fn overlay(app: &App) -> (Vec<String>, Option<String>) {
    match &app.overlay {
        Some(Overlay::Facets(panel)) => {
            let (values, chosen) = panel.told(&app.values);
            let lines = numbered(values.iter().map(|(value, count)| format!("{value}, {}", grouped(*count))));
            let about = format!(
                "{} of {}: a number narrows the search, with a minus it leaves that out; Tab goes on to the next, q closes.",
                panel.title(),
                articles(app.list.total),
            );
            let selected = lines.get(chosen).cloned();
            (std::iter::once(about).chain(lines).collect(), selected)
        }
        Some(Overlay::Links(list)) => {
            let lines = numbered(
                list.links().iter().map(|link| format!("{}: {}", link.text, link.address().unwrap_or_default())),
            );
            (std::iter::once("Links: a number opens one, q closes.".to_owned()).chain(lines).collect(), None)
        }
        Some(Overlay::Searches(list)) => {
            let choices = list.choices(&app.searches);
            let lines = numbered(choices.iter().map(|choice| {
                if choice.name.is_empty() { choice.said.clone() } else { format!("{}: {}", choice.name, choice.said) }
            }));
            (std::iter::once("Searches: a number searches.".to_owned()).chain(lines).collect(), None)
        }
        Some(Overlay::Xray(xray)) => {
            let about = format!("{}. A number goes to that block; + keeps it, - drops it, q closes.", xray.title());
            let lines = numbered(xray.told().into_iter());
            (std::iter::once(about).chain(lines).collect(), Some(xray.told_whole()))
        }
        _ => (Vec::new(), None),
    }
}

fn numbered(lines: impl Iterator<Item = String>) -> Vec<String> {
    lines.enumerate().map(|(place, line)| format!("{:>4}  {line}", place + 1)).collect()
}

/// How many hits there are in which year, or month.
pub fn timeline(app: &App) -> Vec<String> {
    let counts = app.timeline.told();
    if counts.is_empty() {
        return vec!["Nothing here has a date.".to_owned()];
    }
    let lines = counts.iter().map(|(span, count)| format!("date:{span}  {}", grouped(*count)));
    std::iter::once("Hits by time; /date:YEAR searches in one.".to_owned()).chain(lines).collect()
}

/// What can be typed, and every command that has to do with some words.
pub fn help(app: &App, words: &str) -> Vec<String> {
    const FIRST: [&str; 9] = [
        "Enter        goes on: the next page, the next article",
        "NUMBER       reads the article of that number in the list",
        "/WORDS       searches; / alone asks for what",
        "NAME, KEY    does what that key does on the screen; with a number before it, so often",
        "facets       publishers, bylines, sections, tags and languages with their counts",
        "timeline     how many there are by year",
        "[1]          goes to the footnote of that mark in the article; jump-back comes back",
        "x-ray        the page behind the article, block by block",
        "help WORDS   the commands that have to do with it",
    ];
    let mut lines: Vec<String> = if words.is_empty() { FIRST.map(str::to_owned).to_vec() } else { Vec::new() };
    let wanted = crate::text::fold(words);
    let fits = |said: &str| wanted.split_whitespace().all(|word| crate::text::fold(said).contains(word));
    let here = app.context().path();
    let known = app.keymap.lines().iter().filter(|line| {
        here.contains(&line.context) || matches!(line.context, Context::Browse | Context::List | Context::Anywhere)
    });
    let by_key = known.map(|line| format!("{} ({}): {}", line.action.name(), line.keys, line.action.help()));
    let with = command::WITH_ARGUMENT.iter().map(|(name, argument, help)| format!("{name} {argument}: {help}"));
    lines.extend(with.chain(by_key).filter(|said| fits(said)));
    if lines.is_empty() {
        lines.push("No command has to do with that.".to_owned());
    }
    lines
}
