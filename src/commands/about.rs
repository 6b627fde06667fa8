//! The screen, and what dateline says of itself: the settings, completions, the numbers of a library.

use super::Outcome;
use super::error::failure;
use super::look;
use super::place::{self, Places};
use crate::cli::{self, Cli};
use crate::config;
use crate::library::Stats;
use crate::output::{self, Output};
use crate::tui;
use clap::CommandFactory;
use clap_complete::Shell;
use serde_json::json;
use std::io::IsTerminal;
use std::path::Path;

/// What is said where the user has no library yet.
const SAMPLE: &str = "a sample of invented articles; `dateline import FOLDER` starts your own library";

/// Prints where the files are and the settings with their defaults; a file of settings that is wrong is told after that.
pub(super) fn config(cli: &Cli) -> anyhow::Result<Outcome> {
    let places = Places::find(cli);
    let mut out = Output::stdout();
    out.line(&format!("# This file is read from  {}", whether_there(&place::settings_file()?)))?;
    if let Ok(places) = &places {
        out.line(&format!("# Your library is in      {}", whether_there(places.library_folder())))?;
        out.line(&format!("# The sample is kept in   {}", whether_there(places.cache())))?;
    }
    out.text("\n")?;
    out.text(config::DEFAULTS)?;
    out.text(&tui::keys_as_settings())?;
    out.flush()?;
    look::options(&places?.config, &place::settings_file()?, std::path::PathBuf::new(), None)?;
    Ok(Outcome::Done)
}

fn whether_there(path: &Path) -> String {
    format!("{}{}", path.display(), if path.exists() { "" } else { "  (not there yet)" })
}

/// Opens the screen: on the user's library, or on the sample where there is none yet.
pub(super) fn screen(places: &Places) -> anyhow::Result<Outcome> {
    if !std::io::stdout().is_terminal() {
        return Err(failure(
            "opening the screen: standard output is no terminal",
            "`dateline list` and `dateline search` print; `dateline --plain` is the screen as lines",
        ));
    }
    let (library, is_sample) = places.open_to_read()?;
    let ground = look::ground(&places.config);
    let file = place::settings_file()?;
    let folder = places.export_folder();
    let options = look::options(&places.config, &file, folder.clone(), ground)?;
    let notice = is_sample.then(|| SAMPLE.to_owned());
    let read = {
        let file = file.clone();
        move || {
            let config = place::settings(&file).map_err(|error| error.to_string())?;
            let folder = config.export_folder.clone().unwrap_or_else(|| folder.clone());
            look::options(&config, &file, folder, ground).map_err(|error| error.to_string())
        }
    };
    tui::run(library, tui::Options { notice, ..options }, tui::Settings { file, read: Box::new(read) })?;
    Ok(Outcome::Done)
}

/// Opens the screen as plain lines.
pub(super) fn plain(places: &Places) -> anyhow::Result<Outcome> {
    const SIZE: (u16, u16) = (80, 24);
    let (library, is_sample) = places.open_to_read()?;
    let options = look::options(&places.config, &place::settings_file()?, places.export_folder(), None)?;
    let notice = is_sample.then(|| SAMPLE.to_owned());
    let on_terminal = std::io::stdout().is_terminal();
    let size = if on_terminal { crossterm::terminal::size().unwrap_or(SIZE) } else { SIZE };
    let clipboard = on_terminal && !only_lines();
    tui::plain(library, tui::Options { notice, ..options }, size, clipboard)?;
    Ok(Outcome::Done)
}

/// Whether there is a terminal that says that it can do no more than print lines.
pub(super) fn only_lines() -> bool {
    std::io::stdout().is_terminal() && std::env::var_os("TERM").is_some_and(|term| term == "dumb")
}

pub(super) fn completions(shell: Shell) -> anyhow::Result<Outcome> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "dateline", &mut script);
    print_own(&script)
}

/// Prints what the program made itself.
pub(super) fn print_own(text: &[u8]) -> anyhow::Result<Outcome> {
    let mut out = Output::stdout();
    out.own(text)?;
    out.flush()?;
    Ok(Outcome::Done)
}

/// Prints what the library holds and what it takes.
pub(super) fn stats(wanted: &cli::Stats, places: &Places) -> anyhow::Result<Outcome> {
    let library = places.open()?;
    let stats = library.stats()?;
    let mut out = Output::stdout();
    if wanted.json {
        out.json(&output::json(as_json(&stats, library.dir()).to_string()))?;
    } else {
        for (name, value) in as_lines(&stats, library.dir()) {
            out.line(&format!("{name:<12} {value}"))?;
        }
    }
    out.flush()?;
    Ok(Outcome::Done)
}

fn as_json(stats: &Stats, dir: &Path) -> serde_json::Value {
    let languages: Vec<_> = stats
        .languages
        .iter()
        .map(|(language, articles)| json!({ "language": language, "articles": articles }))
        .collect();
    json!({
        "articles": stats.articles,
        "unread": stats.unread,
        "starred": stats.starred,
        "tags": stats.tags,
        "undated": stats.undated,
        "oldest": stats.span.map(|(oldest, _)| oldest),
        "newest": stats.span.map(|(_, newest)| newest),
        "publishers": stats.publishers,
        "languages": languages,
        "words": stats.words,
        "originals": stats.originals,
        "originalBytes": stats.originals_bytes,
        "originalBytesStored": stats.originals_stored_bytes,
        "storeBytes": stats.store_bytes,
        "indexBytes": stats.index_bytes,
        "indexSegments": stats.segments,
        "library": dir.display().to_string(),
    })
}

fn as_lines(stats: &Stats, dir: &Path) -> Vec<(&'static str, String)> {
    let languages: Vec<String> =
        stats.languages.iter().map(|(language, articles)| format!("{language} {articles}")).collect();
    let mut lines = vec![
        (
            "articles",
            format!(
                "{}: {} unread, {} starred, {} undated",
                stats.articles, stats.unread, stats.starred, stats.undated
            ),
        ),
        ("words", stats.words.to_string()),
        ("publishers", stats.publishers.to_string()),
        ("tags", stats.tags.to_string()),
        ("languages", languages.join(", ")),
        (
            "originals",
            format!(
                "{}: {}, {} as kept",
                stats.originals,
                size(stats.originals_bytes),
                size(stats.originals_stored_bytes)
            ),
        ),
        ("on disk", format!("{} library, {}", size(stats.store_bytes), index(stats))),
        ("folder", dir.display().to_string()),
    ];
    if let Some((oldest, newest)) = stats.span {
        lines.insert(1, ("dated", format!("{oldest} to {newest}")));
    }
    lines
}

/// What the index takes, and in how many segments a search looks.
fn index(stats: &Stats) -> String {
    let segments = if stats.segments == 1 { "segment" } else { "segments" };
    format!("{} index in {} {segments}", size(stats.index_bytes), stats.segments)
}

/// Bytes as people say them.
fn size(bytes: u64) -> String {
    indicatif::HumanBytes(bytes).to_string()
}
