//! What dateline says of itself: the settings, the manual page, completions, the numbers of a library.

use super::Outcome;
use super::place::{self, Places};
use crate::cli::{self, Cli};
use crate::config;
use crate::library::Stats;
use crate::output::{self, Output};
use clap::CommandFactory;
use clap_complete::Shell;
use serde_json::json;
use std::fmt::Write as _;
use std::path::Path;

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
    out.flush()?;
    places.map(|_| Outcome::Done)
}

fn whether_there(path: &Path) -> String {
    format!("{}{}", path.display(), if path.exists() { "" } else { "  (not there yet)" })
}

/// Prints what the program can do.
pub(super) fn help() -> anyhow::Result<Outcome> {
    let mut out = Output::stdout();
    out.text(&Cli::command().render_help().to_string())?;
    out.flush()?;
    Ok(Outcome::Done)
}

pub(super) fn completions(shell: Shell) -> anyhow::Result<Outcome> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "dateline", &mut script);
    print_own(&script)
}

/// Prints the manual page: the program, then every subcommand with its help.
pub(super) fn manual() -> anyhow::Result<Outcome> {
    let mut command = Cli::command();
    command.build();
    let mut page = Vec::new();
    let man = clap_mangen::Man::new(command.clone());
    man.render_title(&mut page)?;
    man.render_name_section(&mut page)?;
    man.render_synopsis_section(&mut page)?;
    man.render_description_section(&mut page)?;
    man.render_options_section(&mut page)?;
    page.extend(
        section(
            "COMMANDS",
            command
                .get_subcommands_mut()
                .filter(|sub| sub.get_name() != "help")
                .map(|sub| (format!("dateline {}", sub.get_name()), sub.render_long_help().to_string())),
        )
        .into_bytes(),
    );
    page.extend(
        section(
            "FILES AND EXAMPLES",
            [(String::new(), command.get_after_help().map(ToString::to_string).unwrap_or_default())],
        )
        .into_bytes(),
    );
    print_own(&page)
}

/// A section of a manual page whose texts are set as they are.
fn section(title: &str, parts: impl IntoIterator<Item = (String, String)>) -> String {
    let mut out = format!(".SH \"{title}\"\n");
    for (name, text) in parts {
        if !name.is_empty() {
            let _ = writeln!(out, ".SS \"{name}\"");
        }
        out.push_str(".nf\n");
        for line in text.lines() {
            let line = line.replace('\\', "\\e").replace('-', "\\-");
            // A dot or an apostrophe at the start of a line would be taken for a request.
            let _ = writeln!(out, "\\&{line}");
        }
        out.push_str(".fi\n");
    }
    out
}

fn print_own(text: &[u8]) -> anyhow::Result<Outcome> {
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
        ("on disk", format!("{} library, {} index", size(stats.store_bytes), size(stats.index_bytes))),
        ("folder", dir.display().to_string()),
    ];
    if let Some((oldest, newest)) = stats.span {
        lines.insert(1, ("dated", format!("{oldest} to {newest}")));
    }
    lines
}

/// Bytes as people say them.
fn size(bytes: u64) -> String {
    indicatif::HumanBytes(bytes).to_string()
}
