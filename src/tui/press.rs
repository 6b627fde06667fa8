//! The press: articles as files, each for itself or all in one book, and as the input of a command.

use super::event::{Form, Notice, Order, Wanted};
use crate::article::{Article, ArticleId};
use crate::export::{BOOK_EXTENSION, Format, Layout, book, export, file_name, write_new};
use crate::library::{LibraryError, Searcher};
use std::io;
use std::path::{Path, PathBuf};

/// Progress is told after so many articles.
const TELL_EVERY: usize = 100;

/// What a book without a better name is called.
const BOOK: &str = "dateline";

/// Writes what is ordered; `tell` is told how far it is, and what came of it is given.
pub fn print(mut searcher: Searcher, order: &Order, tell: &mut dyn FnMut(Notice)) -> Notice {
    let ids = match wanted(&mut searcher, &order.what) {
        Ok(ids) => ids,
        Err(error) => return Notice::failed(error.to_string()),
    };
    let folder = if order.folder.as_os_str().is_empty() { Path::new(".") } else { &order.folder };
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
                lost = Some(error.to_string());
                None
            }
        }
    });
    let written = match order.form {
        Form::Files(format) => files(&mut articles.by_ref().flatten(), format, folder),
        Form::Book => one_book(&mut articles.by_ref().flatten(), folder),
    };
    drop(articles);
    match (written, lost) {
        (_, Some(error)) => Notice::failed(error),
        (Ok((1, path)), None) => Notice::new(format!("Wrote {}", path.display())),
        (Ok((count, path)), None) if order.form == Form::Book => {
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

fn files(articles: &mut dyn Iterator<Item = Article>, format: Format, folder: &Path) -> Written {
    let mut last = (0, folder.to_owned());
    for article in articles {
        let text = export(&article, format, Layout::default());
        let path = write_new(folder, &file_name(&article, format), &text).map_err(|error| (last.0, error))?;
        last = (last.0 + 1, path);
    }
    Ok(last)
}

fn one_book(articles: &mut dyn Iterator<Item = Article>, folder: &Path) -> Written {
    let failed = |error| (0, error);
    let (first, second) = (articles.next(), articles.next());
    let (name, title) = match (&first, &second) {
        (Some(one), None) => {
            let name = file_name(one, Format::Text);
            (name.strip_suffix(".txt").unwrap_or(&name).to_owned(), one.headline.text.clone())
        }
        _ => (BOOK.to_owned(), BOOK.to_owned()),
    };
    let mut bytes = Vec::new();
    let count = book(&title, first.into_iter().chain(second).chain(articles), &mut bytes).map_err(failed)?;
    write_new(folder, &format!("{name}.{BOOK_EXTENSION}"), bytes).map(|path| (count, path)).map_err(failed)
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
