//! `dateline show` and `dateline export`: an article out of the library, to be read or to be kept.

use super::Outcome;
use super::place::Places;
use crate::article::{Article, ArticleId};
use crate::cli;
use crate::export::{Format, Layout, Naming, Record, export, write_new};
use crate::library::Library;
use crate::output::{self, Output, say};
use anyhow::Context;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};

pub(super) fn show(wanted: &cli::Show, places: &Places) -> anyhow::Result<Outcome> {
    let library = places.open()?;
    let Some(article) = article(&library, wanted.id)? else { return Ok(Outcome::Partly) };
    let mut out = Output::stdout();
    if wanted.json {
        let origin = library.row(wanted.id)?.map(|row| row.origin).unwrap_or_default();
        out.json(&output::json(Record::whole(&article).numbered(wanted.id).from_origin(origin).line()))?;
    } else {
        let layout = wanted.width.layout(places.config.measure);
        out.text(&export(&article, Format::Text, layout))?;
    }
    out.flush()?;
    Ok(Outcome::Done)
}

pub(super) fn write(wanted: &cli::Export, places: &Places) -> anyhow::Result<Outcome> {
    let library = places.open()?;
    let format = wanted.format.unwrap_or(places.config.export_format);
    let width = wanted.width.or(places.config.export_width);
    let layout = Layout { width: width.map(usize::from) };
    let place = Place::of(wanted, places);
    let mut outcome = Outcome::Done;
    for &id in &wanted.ids {
        match article(&library, id)? {
            Some(article) => place.put(&article, format, layout, &places.config.export_name)?,
            None => outcome = Outcome::Partly,
        }
    }
    Ok(outcome)
}

/// The article, or a line that says there is none.
fn article(library: &Library, id: ArticleId) -> anyhow::Result<Option<Article>> {
    let article = library.article(id)?;
    if article.is_none() {
        say_no_article(id);
    }
    Ok(article)
}

/// Says that the library has no such article.
pub(super) fn say_no_article(id: ArticleId) {
    say(&format!("dateline: there is no article {id} in the library"));
    say("hint: `dateline list` shows the numbers of all articles");
}

/// Where exported articles go.
enum Place {
    Stdout,
    Folder(PathBuf),
    File(PathBuf),
}

impl Place {
    fn of(wanted: &cli::Export, places: &Places) -> Place {
        let single = wanted.ids.len() == 1;
        match &wanted.output {
            None if single => Place::Stdout,
            None => Place::Folder(places.export_folder()),
            Some(path) if path == OsStr::new("-") => Place::Stdout,
            Some(path) if single && !names_a_folder(path) => Place::File(path.clone()),
            Some(path) => Place::Folder(path.clone()),
        }
    }

    fn put(&self, article: &Article, format: Format, layout: Layout, naming: &Naming) -> anyhow::Result<()> {
        let text = export(article, format, layout);
        let (folder, name) = match self {
            Place::Stdout => {
                let mut out = Output::stdout();
                out.text(&text)?;
                return Ok(out.flush()?);
            }
            Place::Folder(folder) => (folder.as_path(), naming.name(article, format.extension())),
            Place::File(file) => {
                let name = file.file_name().unwrap_or_default().to_str();
                let name = name.with_context(|| format!("writing {}: its name is not UTF-8", file.display()))?;
                (file.parent().unwrap_or(Path::new("")), name.to_owned())
            }
        };
        let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
        let written =
            write_new(folder, &name, &text).with_context(|| format!("writing {}", folder.join(&name).display()))?;
        say(&format!("wrote {}", written.strip_prefix(".").unwrap_or(&written).display()));
        Ok(())
    }
}

/// Whether a path means a folder: one that is there, or that ends like one.
fn names_a_folder(path: &Path) -> bool {
    path.is_dir() || path.as_os_str().as_encoded_bytes().ends_with(b"/") || path.file_name().is_none()
}
