//! The press: articles as files, each for itself or all in one book, and as the input of a command.

use super::event::{Form, Manner, Notice, Order, Wanted};
use crate::article::{Article, ArticleId};
use crate::export::{Format, Layout, book, export, whole, write_new};
use crate::library::{LibraryError, Searcher};
use std::io;
use std::path::{Path, PathBuf};

/// Progress is told after so many articles.
const TELL_EVERY: usize = 100;

/// What a file of many articles is called.
const TOGETHER: &str = "dateline";

/// Writes what is ordered; `tell` is told how far it is, and what came of it is given.
pub fn print(mut searcher: Searcher, order: &Order, tell: &mut dyn FnMut(Notice)) -> Notice {
    let ids = match wanted(&mut searcher, &order.what) {
        Ok(ids) => ids,
        Err(error) => return Notice::failed(error.told()),
    };
    let manner = &order.manner;
    let folder = if manner.folder.as_os_str().is_empty() { Path::new(".") } else { &manner.folder };
    let all = ids.len();
    if all > 1 {
        tell(Notice::new(format!("Exporting {all} articles …")));
    }
    let mut lost = None;
    let mut done = 0;
    let mut articles = ids.into_iter().map_while(|id| {
        done += 1;
        if done % TELL_EVERY == 0 {
            tell(Notice::new(format!("Exporting {done} of {all} …")));
        }
        match searcher.article(id) {
            Ok(article) => Some(article),
            Err(error) => {
                lost = Some(error.told());
                None
            }
        }
    });
    let mut there = articles.by_ref().flatten();
    let written = match manner.form {
        Form::Files(format) => files(&mut there, format, folder, manner),
        _ => one_file(&mut there, folder, manner),
    };
    drop(articles);
    match (written, lost) {
        (_, Some(error)) => Notice::failed(error),
        (Ok((1, path)), None) => Notice::new(format!("Wrote {}", path.display())),
        (Ok((count, path)), None) if !matches!(manner.form, Form::Files(_)) => {
            Notice::new(format!("Wrote {count} articles into {}", path.display()))
        }
        (Ok((count, _)), None) => Notice::new(format!("Wrote {count} files to {}", folder.display())),
        (Err((0, error)), None) => Notice::failed(format!("Nothing written to {}: {error}", folder.display())),
        (Err((count, error)), None) => {
            Notice::failed(format!("Stopped after {count} files in {}: {error}", folder.display()))
        }
    }
}

/// How many were written and where the last one is; or how many there are before what went wrong.
type Written = Result<(usize, PathBuf), (usize, io::Error)>;

fn files(articles: &mut dyn Iterator<Item = Article>, format: Format, folder: &Path, manner: &Manner) -> Written {
    let mut last = (0, folder.to_owned());
    for article in articles {
        let text = export(&article, format, manner.layout);
        let name = manner.naming.name(&article, format.extension());
        let path = write_new(folder, &name, &text).map_err(|error| (last.0, error))?;
        last = (last.0 + 1, path);
    }
    Ok(last)
}

fn one_file(articles: &mut dyn Iterator<Item = Article>, folder: &Path, manner: &Manner) -> Written {
    let failed = |error| (0, error);
    let (first, second) = (articles.next(), articles.next());
    let extension = manner.form.extension();
    let (name, title) = match (&first, &second) {
        (Some(one), None) => (manner.naming.name(one, extension), one.headline.text.clone()),
        _ => (format!("{TOGETHER}.{extension}"), TOGETHER.to_owned()),
    };
    let all = first.into_iter().chain(second).chain(articles);
    let mut bytes = Vec::new();
    let count = match manner.form {
        Form::Book => book(&title, all, &mut bytes),
        Form::Files(format) | Form::Whole(format) => whole(all, format, manner.layout, &mut bytes),
    };
    let count = count.map_err(failed)?;
    write_new(folder, &name, bytes).map(|path| (count, path)).map_err(failed)
}

/// Articles as the input of a command, one behind the other.
pub fn text(searcher: &mut Searcher, what: &Wanted, format: Format) -> Result<String, LibraryError> {
    let mut out = String::new();
    for id in wanted(searcher, what)? {
        if let Some(article) = searcher.article(id)? {
            if !out.is_empty() && format != Format::Json {
                out.push('\n');
            }
            out.push_str(&export(&article, format, Layout::default()));
        }
    }
    Ok(out)
}

fn wanted(searcher: &mut Searcher, what: &Wanted) -> Result<Vec<ArticleId>, LibraryError> {
    match what {
        Wanted::One(id) => Ok(vec![*id]),
        Wanted::Many(which, _) => which.find(searcher),
    }
}
