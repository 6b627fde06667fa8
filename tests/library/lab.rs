//! A library to try things on, and articles in one line.

use dateline::article::{Article, ArticleId, Headline, Origin, Part};
use dateline::library::{Added, Incoming, Library, Query, Sort, Writer};
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// A library in a folder of its own.
pub struct Lab {
    dir: TempDir,
}

impl Lab {
    pub fn new() -> Lab {
        Lab { dir: TempDir::new().expect("a temporary folder") }
    }

    pub fn path(&self) -> PathBuf {
        self.dir.path().join("library")
    }

    pub fn open(&self) -> Library {
        Library::create(&self.path()).expect("opens")
    }

    /// Adds a page of a headline, a date and a text.
    pub fn add(&self, file: &str, page: &str) -> Added {
        let mut library = self.open();
        let mut writer = library.writer().expect("nobody else writes");
        let added = add(&mut writer, file, page);
        writer.finish().expect("finishes");
        added
    }

    pub fn hits(&self, query: &str) -> Vec<String> {
        headlines(&self.open(), query)
    }
}

/// `headline | date | text | url`, the last three optional.
pub fn article(page: &str) -> Article {
    let parts: Vec<&str> = page.split('|').map(str::trim).collect();
    let part = |place: usize| parts.get(place).copied().filter(|text| !text.is_empty());
    Article {
        headline: Headline { text: parts[0].to_owned(), derived: false },
        published: part(1).and_then(|date| date.parse().ok()),
        body: part(2).map(|text| Part::Paragraph(text.into())).into_iter().collect(),
        url: part(3).map(str::to_owned),
        ..Article::default()
    }
}

pub fn add(writer: &mut Writer<'_>, file: &str, page: &str) -> Added {
    let origin = if file == "-" { Origin::Stdin } else { Origin::File(Path::new(file).to_owned()) };
    writer.add(&Incoming { article: &article(page), origin: &origin, original: page.as_bytes() }).expect("is added")
}

pub fn headlines(library: &Library, query: &str) -> Vec<String> {
    let mut searcher = library.searcher().expect("opens");
    let rows = searcher.all(&Query::parse(query), Sort::default(), None).expect("searches");
    rows.into_iter().map(|row| row.headline).collect()
}

pub fn id(added: Added) -> ArticleId {
    match added {
        Added::New(id) | Added::Known(id) | Added::Updated(id) => id,
    }
}
