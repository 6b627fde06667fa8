//! A library in a folder of its own, the pages it is made of, the program run on it, and a look at what it holds.

use dateline::article::{Article, ArticleId, Headline, Origin, Part};
use dateline::library::{Ask, Incoming, Library, Query};
use rusqlite::{Connection, OpenFlags};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::rc::Rc;
use tempfile::TempDir;

/// Numbers that look random; the same seed gives the same ones.
pub struct Dice(pub u64);

impl Dice {
    /// A number below `end` (SplitMix64, Steele et al. 2014).
    pub fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (z ^ (z >> 31)) % end.max(1)
    }
}

/// A folder with pages, and a library in another one.
pub struct Scene {
    pages: Rc<TempDir>,
    dir: TempDir,
}

/// What a library holds of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
    /// The page's number.
    pub page: usize,
    /// The edition its article was made from; `None` where it is the stand-in that [`Scene::stand_ins`] put there.
    pub edition: Option<usize>,
    /// Its tags.
    pub tags: Vec<String>,
    pub starred: bool,
}

impl Scene {
    pub fn new() -> Scene {
        let folder = || TempDir::new().expect("a temporary folder");
        Scene { pages: Rc::new(folder()), dir: folder() }
    }

    pub fn pages(&self) -> &Path {
        self.pages.path()
    }

    pub fn library(&self) -> PathBuf {
        self.dir.path().join("library")
    }

    pub fn open(&self) -> Library {
        Library::create(&self.library()).expect("opens at once, whatever happened before")
    }

    /// Writes an edition of these pages.
    pub fn write(&self, pages: std::ops::Range<usize>, edition: usize) -> &Scene {
        for number in pages {
            fs::write(self.pages().join(name(number)), page(number, edition)).expect("a page is written");
        }
        self
    }

    /// The same pages, and a copy of the library.
    pub fn again(&self) -> Scene {
        let scene = Scene { pages: Rc::clone(&self.pages), dir: TempDir::new().expect("a temporary folder") };
        copy(&self.library(), &scene.library());
        scene
    }

    /// Adds the pages with stand-ins for their articles, so that cleaning them again changes each, and marks every third.
    pub fn stand_ins(&self, pages: std::ops::Range<usize>) -> &Scene {
        let mut library = self.open();
        let mut writer = library.writer().expect("nobody else writes");
        for number in pages {
            let article = Article {
                headline: Headline { text: format!("Standin for page{number}x"), derived: false },
                body: vec![Part::Paragraph(format!("Nothing yet of page{number}x.").as_str().into())],
                ..Article::default()
            };
            let origin = Origin::File(self.pages().join(name(number)));
            let original = page(number, 1);
            let incoming = Incoming { article: &article, origin: &origin, original: original.as_bytes() };
            writer.add(&incoming).expect("is added");
        }
        writer.finish().expect("finishes");
        self.mark_every_third();
        self
    }

    pub fn mark_every_third(&self) {
        let library = self.open();
        let thirds: Vec<ArticleId> = library.ids().expect("reads").into_iter().step_by(3).collect();
        library.set_starred(&thirds, true).expect("stars");
        library.add_tag(&thirds, "kept").expect("tags");
    }

    /// The program with these words and this library.
    pub fn command(&self, words: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_dateline"));
        self.set_up(&mut command);
        command.args(words);
        command
    }

    /// The program, unable to make any file longer than so many blocks of 512 bytes: what is written past that fails.
    pub fn command_within(&self, blocks: usize, words: &[&str]) -> Command {
        let mut command = Command::new("sh");
        self.set_up(&mut command);
        let line = format!("trap '' XFSZ; ulimit -f {blocks}; exec \"$0\" \"$@\"");
        command.args(["-c", &line, env!("CARGO_BIN_EXE_dateline")]).args(words);
        command
    }

    fn set_up(&self, command: &mut Command) {
        command
            .env_clear()
            .env("HOME", self.dir.path())
            .env("PATH", "/usr/bin:/bin")
            .env("DATELINE_LIBRARY", self.library())
            .current_dir(self.pages())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
    }

    /// Runs the program to its end, which must be a good one.
    pub fn run(&self, words: &[&str]) {
        let output = self.command(words).output().expect("starts");
        assert!(output.status.success(), "{words:?}: {}", String::from_utf8_lossy(&output.stderr));
    }

    /// What the library holds, in the order in which it came in; checks that nothing of it is half and that the index says the same.
    pub fn held(&self) -> Vec<Held> {
        let library = self.open();
        sound(&self.library());
        let mut searcher = library.searcher().expect("opens");
        let ids = library.ids().expect("reads");
        let all = searcher.search(&Query::parse(""), &Ask { limit: 1, ..Ask::default() }).expect("searches");
        assert_eq!(all.total, ids.len(), "the index is caught up");
        let held = ids.iter().map(|&id| {
            let row = library.row(id).expect("reads").expect("every article has its row");
            let article = library.article(id).expect("is whole").expect("every row has its article");
            let original = library.original(id).expect("is whole").expect("every article has its original");
            let original = String::from_utf8(original.bytes).expect("as it was written");
            let number = |mark: &str, text: &str| text.split_once(mark)?.1.split('x').next()?.parse().ok();
            let page_number: usize = number("page", &original).expect("pages are numbered");
            let edition = number("edition", &row.headline);
            if let Some(edition) = edition {
                assert_eq!(original, page(page_number, edition), "the original is the one the article was made from");
                assert!(
                    article.paragraphs().iter().any(|text| text.contains(&format!("edition{edition}x"))),
                    "headline and text are of one edition"
                );
            }
            let word = format!("page{page_number}x ");
            let hits = searcher.all(&Query::parse(&word), row_sort(), None).expect("searches");
            assert_eq!(hits.iter().map(|hit| hit.id).collect::<Vec<_>>(), [id], "{word} is found once");
            assert_eq!(hits[0].headline, row.headline, "the index has the article's last form");
            Held { page: page_number, edition, tags: row.marks.tags, starred: row.marks.starred }
        });
        held.collect()
    }
}

fn row_sort() -> dateline::library::Sort {
    dateline::library::Sort::default()
}

/// The database itself is whole.
fn sound(library: &Path) {
    let connection = Connection::open_with_flags(library.join("library.db"), OpenFlags::SQLITE_OPEN_READ_ONLY)
        .expect("the database opens");
    let verdict: String = connection.query_row("PRAGMA integrity_check", [], |row| row.get(0)).expect("is read");
    assert_eq!(verdict, "ok");
    let strays: i64 =
        connection.query_row("SELECT count(*) FROM pragma_foreign_key_check", [], |row| row.get(0)).expect("is read");
    assert_eq!(strays, 0, "nothing refers to what is not there");
}

fn name(number: usize) -> String {
    format!("{number:04}.html")
}

/// A page whose article has its number and its edition in headline and text.
pub fn page(number: usize, edition: usize) -> String {
    format!(
        "<!DOCTYPE html><html lang=en><meta charset=utf-8><title>Boat page{number}x edition{edition}x</title>\
         <article><h1>Boat page{number}x edition{edition}x</h1>\
         <p>The boat of page{number}x left the harbour of Elsen on Monday, an hour late, as the harbour office said in edition{edition}x.</p>\
         <p>Those who waited on the quay were told that the rope had been mended, and that nobody would have to wait again this week.</p>\
         </article></html>"
    )
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("is read") {
        let entry = entry.expect("is read");
        let target = to.join(entry.file_name());
        if entry.file_type().expect("is known").is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).expect("is copied");
        }
    }
}
