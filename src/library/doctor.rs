//! Looking for what is wrong with a library, and mending what can be mended.
//!
//! Looking changes nothing. Mending never deletes what the user had: a damaged database is set aside whole, and what of it can be read goes
//! into a new one; the index, which is made from it, is made anew.

use super::LibraryError;
use super::index::{self, Trouble, folder};
use super::lock::WriterLock;
use super::rebuild;
use super::salvage::salvage;
use super::store::Store;
use crate::article::ArticleId;
use rusqlite::{Connection, OpenFlags};
use std::collections::BTreeSet;
use std::fmt;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// No more ailments than this are told of one kind: a damaged page of the database brings them by the hundred.
const AT_MOST: usize = 100;

/// Something that is wrong with a library.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ailment {
    /// Others may read it.
    Open(PathBuf),
    /// What SQLite finds wrong with its database.
    Database(String),
    /// The text of the article cannot be read, but the page it was made from can.
    Text(ArticleId),
    /// The page that the article was made from cannot be read, so that it cannot be cleaned again; mending forgets it, so that importing the
    /// page again brings it back.
    Original(ArticleId),
    /// Neither the article nor its page can be read; mending keeps what the list says of it.
    Lost(ArticleId),
    /// What is wrong with the index.
    Index(String),
    /// A folder that a process left when it was killed.
    Left(PathBuf),
}

impl fmt::Display for Ailment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Ailment::Open(path) => write!(f, "{}: other users of this machine may read it", path.display()),
            Ailment::Database(told) => write!(f, "database: {told}"),
            Ailment::Text(id) => write!(f, "article {id}: its text cannot be read, its original can"),
            Ailment::Original(id) => write!(f, "article {id}: its original cannot be read; the article can"),
            Ailment::Lost(id) => write!(f, "article {id}: neither its text nor its original can be read"),
            Ailment::Index(told) => write!(f, "index: {told}"),
            Ailment::Left(path) => write!(f, "{}: left by a process that was killed", path.display()),
        }
    }
}

/// What was found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Findings {
    /// How many articles were read.
    pub articles: usize,
    /// What is wrong.
    pub ailments: Vec<Ailment>,
}

/// What was done about it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mended {
    /// Where the damaged database is now, if it had to be replaced.
    pub aside: Option<PathBuf>,
    /// How many records of it could not be read.
    pub unreadable: usize,
    /// Whether the index was made anew.
    pub indexed: bool,
    /// How many articles have to be made anew from their originals.
    pub to_clean: usize,
}

/// Looks through the whole library: rights, database, every article and every original, the index against its checksums and the database.
/// `progress` is told how many articles of how many are done; where it gives `false`, the rest is left out.
///
/// # Errors
/// [`LibraryError::Missing`] where there is no library, and whatever keeps its files from being read at all.
pub fn examine(dir: &Path, progress: &dyn Fn(u64, u64) -> bool) -> Result<Findings, LibraryError> {
    let file = dir.join("library.db");
    if !file.try_exists().map_err(LibraryError::file("opening", &file))? {
        return Err(LibraryError::Missing(dir.to_owned()));
    }
    let mut findings = Findings::default();
    findings.ailments.extend(open_to_others(dir));
    let told = integrity(&file);
    let is_whole = told.is_empty();
    findings.ailments.extend(told.into_iter().map(Ailment::Database));
    match Store::open(dir) {
        Ok(store) => {
            let dictionaries = store.damaged_dictionaries().unwrap_or_default().into_iter();
            findings
                .ailments
                .extend(dictionaries.map(|id| Ailment::Database(format!("a copy of dictionary {id} is damaged"))));
            let astray = store.astray().unwrap_or_default();
            if astray > 0 {
                findings
                    .ailments
                    .push(Ailment::Database(format!("{astray} pages or addresses would not be known again")));
            }
            articles(&store, progress, &mut findings);
            findings.ailments.extend(index_ailments(dir, &store));
        }
        Err(error @ (LibraryError::Newer { .. } | LibraryError::Foreign(_))) => return Err(error),
        Err(error) if is_whole => return Err(error),
        // Already told.
        Err(_) => {}
    }
    findings.ailments.extend(left_overs(dir).into_iter().map(Ailment::Left));
    Ok(findings)
}

/// Mends what [`examine`] found. Articles whose text could not be read wait for being cleaned again.
///
/// # Errors
/// Where another process is writing, or the new files cannot be written; the library is then as it was.
pub fn repair(dir: &Path, findings: &Findings, progress: &dyn Fn(u64, u64) -> bool) -> Result<Mended, LibraryError> {
    let lock = WriterLock::take(dir, Duration::from_secs(5))?;
    let mut mended = Mended::default();
    for ailment in &findings.ailments {
        if let Ailment::Open(path) = ailment {
            close_to_others(path)?;
        }
    }
    let of_the_database =
        |ailment: &Ailment| matches!(ailment, Ailment::Database(_) | Ailment::Original(_) | Ailment::Lost(_));
    let texts =
        |findings: &Findings| findings.ailments.iter().filter(|ailment| matches!(ailment, Ailment::Text(_))).count();
    if findings.ailments.iter().any(of_the_database) {
        let salvaged = salvage(dir)?;
        mended = Mended {
            aside: Some(salvaged.aside),
            unreadable: salvaged.unreadable,
            to_clean: salvaged.to_clean,
            ..Mended::default()
        };
    } else {
        mended.to_clean = texts(findings);
    }
    for left in left_overs(dir) {
        std::fs::remove_dir_all(&left).map_err(LibraryError::file("deleting", &left))?;
    }
    let store = Store::open(dir)?;
    if mended.aside.is_some() || findings.ailments.iter().any(|ailment| matches!(ailment, Ailment::Index(_))) {
        rebuild::rebuild(dir, &store, &lock, progress)?;
        mended.indexed = true;
    }
    Ok(mended)
}

/// What SQLite says of the file, nothing where it is whole.
fn integrity(file: &Path) -> Vec<String> {
    let run = || -> rusqlite::Result<Vec<String>> {
        let connection = Connection::open_with_flags(file, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
        connection.busy_timeout(Duration::from_secs(5))?;
        let mut check = connection.prepare("PRAGMA integrity_check(20)")?;
        let mut told: Vec<String> = check.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
        told.retain(|line| line != "ok");
        let mut strays = connection.prepare("SELECT DISTINCT \"table\" FROM pragma_foreign_key_check")?;
        let tables = strays.query_map([], |row| row.get::<_, String>(0))?.collect::<rusqlite::Result<Vec<_>>>()?;
        told.extend(tables.into_iter().map(|table| format!("{table} has records of articles that are not there")));
        Ok(told)
    };
    run().unwrap_or_else(|error| vec![error.to_string()])
}

/// Reads every article and every original.
fn articles(store: &Store, progress: &dyn Fn(u64, u64) -> bool, findings: &mut Findings) {
    // Ids that cannot be read at all are the business of the database's own check.
    let ids = store.ids("SELECT id FROM article WHERE id > ?1 ORDER BY id", 0).unwrap_or_default();
    let total = ids.len() as u64;
    for (done, id) in (0..).zip(ids) {
        if !progress(done, total) {
            break;
        }
        findings.articles += 1;
        let text = matches!(store.article(id), Ok(Some(_)));
        let page = match store.original(id) {
            Ok(Some(_)) => true,
            // An article may come without a page.
            Ok(None) => text,
            Err(_) => false,
        };
        let ailment = match (text, page) {
            (true, true) => continue,
            (true, false) => Ailment::Original(id),
            (false, true) => Ailment::Text(id),
            (false, false) => Ailment::Lost(id),
        };
        if findings.ailments.iter().filter(|other| is_same_kind(other, &ailment)).count() < AT_MOST {
            findings.ailments.push(ailment);
        }
    }
}

fn is_same_kind(a: &Ailment, b: &Ailment) -> bool {
    std::mem::discriminant(a) == std::mem::discriminant(b)
}

/// What is wrong with the index.
fn index_ailments(dir: &Path, store: &Store) -> Option<Ailment> {
    let told = match index::open(&folder(dir)) {
        Ok(opened) => match (opened.index.validate_checksum(), store.article_change()) {
            (Ok(damaged), _) if !damaged.is_empty() => {
                let files: BTreeSet<String> = damaged.iter().map(|file| file.display().to_string()).collect();
                format!("{} damaged", files.into_iter().collect::<Vec<_>>().join(", "))
            }
            (Err(error), _) => error.to_string(),
            // Behind is no ailment: whoever opens the library next brings it in step.
            (_, Ok(change)) if opened.held > change => "it holds more than the database".to_owned(),
            _ => return None,
        },
        Err(Trouble::Absent) => return None,
        Err(Trouble::Unusable) => "it cannot be read".to_owned(),
        Err(Trouble::Failed(error)) => error.to_string(),
    };
    Some(Ailment::Index(told))
}

/// Folders for work that was never finished.
fn left_overs(dir: &Path) -> Vec<PathBuf> {
    let place = folder(dir);
    let names = [place.with_extension("new"), place.with_extension("old"), dir.join(super::salvage::WORKPLACE)];
    names.into_iter().filter(|path| path.is_dir()).collect()
}

/// The library's folder and files that others may read or write.
#[cfg(unix)]
fn open_to_others(dir: &Path) -> Vec<Ailment> {
    use std::os::unix::fs::PermissionsExt;
    let paths = [dir.to_owned(), dir.join("library.db")];
    let is_open = |path: &PathBuf| std::fs::metadata(path).is_ok_and(|file| file.permissions().mode() & 0o077 != 0);
    paths.into_iter().filter(is_open).map(Ailment::Open).collect()
}

#[cfg(not(unix))]
fn open_to_others(_: &Path) -> Vec<Ailment> {
    Vec::new()
}

#[cfg(unix)]
fn close_to_others(path: &Path) -> Result<(), LibraryError> {
    use std::os::unix::fs::PermissionsExt;
    let mode = if path.is_dir() { 0o700 } else { 0o600 };
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode))
        .map_err(LibraryError::file("taking from other users", path))
}

#[cfg(not(unix))]
fn close_to_others(_: &Path) -> Result<(), LibraryError> {
    Ok(())
}
