//! Making a new database of what can still be read of a damaged one.
//!
//! Every table is read record by record; where a record cannot be read, reading goes on behind it. Articles whose list entry is lost are
//! made anew from their text, or wait as stand-ins for being cleaned again from their original. The damaged file is set aside first.

use super::first_page;
use super::keep::with_headline;
use super::store::Store;
use super::{LibraryError, Row};
use crate::article::{Article, Headline, Note};
use rusqlite::types::Value;
use rusqlite::{Connection, OpenFlags, OptionalExtension, params, params_from_iter};
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// The folder in which the new database is made.
pub(super) const WORKPLACE: &str = "salvage";

/// The tables with a number for each record, the ones that others refer to first.
const NUMBERED: [&str; 7] = ["dictionary", "file", "article", "text", "original", "mark", "place"];

/// The tables that are ordered by what they hold.
const ORDERED: [&str; 6] = ["origin", "tag", "correction", "note", "search", "searched"];

/// The least bytes that a record takes.
const LEAST: u64 = 8;

/// What became of a damaged database.
pub(super) struct Salvaged {
    /// Where the damaged file is now.
    pub aside: PathBuf,
    /// How many records could not be read, as far as their numbers tell.
    pub unreadable: usize,
    /// How many articles are to be made anew from their originals.
    pub to_clean: usize,
}

/// Puts a new database in the place of the damaged one. Whoever calls it holds the right to write.
pub(super) fn salvage(dir: &Path) -> Result<Salvaged, LibraryError> {
    let file = dir.join("library.db");
    let place = dir.join(WORKPLACE);
    if place.is_dir() {
        fs::remove_dir_all(&place).map_err(LibraryError::file("deleting", &place))?;
    }
    let aside = set_aside(&file)?;
    let fresh = Store::create(&place)?;
    fresh.connection.execute_batch("PRAGMA foreign_keys = OFF").map_err(LibraryError::store("making", &fresh.file))?;
    let damaged = readable(&aside, &fresh)?;
    let unreadable =
        copy(&damaged, &fresh).map_err(LibraryError::store("saving what can be read into", &fresh.file))?;
    drop(damaged);
    fresh.mend_dictionaries()?;
    forget_damaged_originals(&fresh)?;
    place_anew(&fresh)?;
    let to_clean = complete(&fresh)?;
    let made = fresh.file.clone();
    let whole = "UPDATE original SET article = owner.article FROM origin AS owner
                     WHERE owner.kind = original.kind AND owner.name = original.name AND owner.article <> original.article
                     AND owner.article IN (SELECT id FROM article) AND owner.article NOT IN (SELECT article FROM original);
                 DELETE FROM mark WHERE article NOT IN (SELECT id FROM article);
                 DELETE FROM tag WHERE article NOT IN (SELECT id FROM article);
                 DELETE FROM note WHERE article NOT IN (SELECT id FROM article);
                 DELETE FROM correction WHERE article NOT IN (SELECT id FROM article);
                 INSERT INTO recast (article) SELECT DISTINCT article FROM correction;
                 DELETE FROM place WHERE article NOT IN (SELECT id FROM article);
                 DELETE FROM origin WHERE article NOT IN (SELECT id FROM article);
                 DELETE FROM text WHERE article NOT IN (SELECT id FROM article);
                 UPDATE counter SET change = max(change, (SELECT coalesce(max(change), 0) FROM article), (SELECT coalesce(max(change), 0) FROM mark)) + 1,
                     article = (SELECT coalesce(max(change), 0) FROM article);
                 PRAGMA wal_checkpoint(TRUNCATE); PRAGMA journal_mode = DELETE;";
    fresh.connection.execute_batch(whole).map_err(LibraryError::store("saving what can be read into", &made))?;
    drop(fresh);
    let failed = || LibraryError::file("putting the new database in place of", &file);
    fs::File::open(&made).and_then(|made| made.sync_all()).map_err(failed())?;
    for name in ["library.db-wal", "library.db-shm"] {
        match fs::remove_file(dir.join(name)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(failed()(error)),
            _ => {}
        }
    }
    fs::rename(&made, &file).map_err(failed())?;
    fs::remove_dir_all(&place).map_err(LibraryError::file("deleting", &place))?;
    Ok(Salvaged { aside, unreadable, to_clean })
}

/// Copies the database with its log to a name that is free.
fn set_aside(file: &Path) -> Result<PathBuf, LibraryError> {
    let named = |number: usize| {
        let mut name = file.as_os_str().to_owned();
        name.push(format!(".damaged-{number}"));
        PathBuf::from(name)
    };
    let mut number = 1;
    while named(number).exists() {
        number += 1;
    }
    let aside = named(number);
    for ending in ["-wal", ""] {
        let end = |path: &Path| {
            let mut name = path.as_os_str().to_owned();
            name.push(ending);
            PathBuf::from(name)
        };
        let (from, to) = (end(file), end(&aside));
        match fs::copy(&from, &to).and_then(|_| fs::File::open(&to)?.sync_all()) {
            Err(error) if error.kind() != io::ErrorKind::NotFound || ending.is_empty() => {
                return Err(LibraryError::file("setting aside", &from)(error));
            }
            _ => {}
        }
    }
    Ok(aside)
}

/// Opens a copy of the damaged database. Where its first page is lost, another stands in.
fn readable(aside: &Path, fresh: &Store) -> Result<Connection, LibraryError> {
    let place = fresh.file.with_file_name("damaged.db");
    let copied = |from: &Path, to: &Path| fs::copy(from, to).map_err(LibraryError::file("copying", from));
    copied(aside, &place)?;
    let mut log = aside.as_os_str().to_owned();
    log.push("-wal");
    if Path::new(&log).exists() {
        copied(Path::new(&log), &place.with_file_name("damaged.db-wal"))?;
    }
    let open = || Connection::open_with_flags(&place, OpenFlags::SQLITE_OPEN_READ_WRITE);
    let tables = |connection: &Connection| {
        let sql = "SELECT count(*) FROM sqlite_master WHERE name IN ('article', 'text', 'original', 'mark', 'tag')";
        connection.query_row(sql, [], |row| row.get::<_, i64>(0))
    };
    let opened = open().map_err(LibraryError::store("opening", aside))?;
    if tables(&opened).is_ok_and(|tables| tables == 5) {
        return Ok(opened);
    }
    drop(opened);
    let first = || -> io::Result<()> {
        let page = first_page::stand_in(&place, fresh)?;
        let mut damaged = fs::OpenOptions::new().write(true).open(&place)?;
        damaged.write_all(&page)
    };
    first().map_err(LibraryError::file("mending the first page of", &place))?;
    open().map_err(LibraryError::store("opening", aside))
}

/// Copies every record that can be read; gives how many of those between could not.
fn copy(damaged: &Connection, fresh: &Store) -> rusqlite::Result<usize> {
    let mut unreadable = 0;
    fresh.connection.execute_batch("BEGIN IMMEDIATE")?;
    let highest = |table: &str| {
        let sql = format!("SELECT max(rowid) FROM {table}");
        damaged.query_row(&sql, [], |row| row.get::<_, Option<i64>>(0)).ok().flatten()
    };
    let counted = |name: &str| {
        let sql = "SELECT seq FROM sqlite_sequence WHERE name = ?1";
        damaged.query_row(sql, [name], |row| row.get::<_, i64>(0)).optional().ok().flatten()
    };
    let bounds = NUMBERED
        .iter()
        .filter_map(|table| highest(table))
        .chain(["article", "original"].into_iter().filter_map(counted));
    // Numbers are given one after the other, so one that the file has no room for is damage itself.
    let room = damaged.path().and_then(|path| fs::metadata(path).ok()).map_or(0, |file| file.len() / LEAST);
    let bound = bounds.max().unwrap_or(0).clamp(0, i64::try_from(room).unwrap_or(i64::MAX));
    for table in NUMBERED {
        unreadable += numbered(damaged, &fresh.connection, table, bound)?;
    }
    for table in ORDERED {
        for order in ["", " ORDER BY 1 DESC, 2 DESC"] {
            // Reading stops at the first record that cannot be read, from either end.
            let _ = records(damaged, &fresh.connection, table, &format!("FROM {table}{order}"), None)?;
        }
    }
    if let Ok(change) = damaged.query_row("SELECT change FROM counter", [], |row| row.get::<_, i64>(0)) {
        fresh.connection.execute("UPDATE counter SET change = max(change, ?1)", [change])?;
    }
    for id in 1..=bound {
        let sql = format!("FROM tag WHERE article = {id}");
        let _ = records(damaged, &fresh.connection, "tag", &sql, None)?;
    }
    let again = "INSERT OR IGNORE INTO origin (kind, name, article) SELECT kind, name, article FROM original WHERE kind IN (0, 2) ORDER BY id DESC";
    fresh.connection.execute(again, [])?;
    fresh.connection.execute_batch("COMMIT")?;
    Ok(unreadable)
}

/// Copies a table whose records are numbered; gives how many numbers between its records could not be read.
fn numbered(damaged: &Connection, fresh: &Connection, table: &str, bound: i64) -> rusqlite::Result<usize> {
    let (mut next, mut unreadable) = (1, 0);
    // A version before the table had none of it.
    if column_names(damaged, table).is_ok_and(|names| names.is_empty()) {
        return Ok(0);
    }
    while next <= bound {
        let sql = format!("FROM {table} WHERE rowid >= {next} ORDER BY rowid");
        let Err(last) = records(damaged, fresh, table, &sql, Some((next - 1, bound)))? else { break };
        next = last + 1;
        // One by one, until a record can be read again.
        while next <= bound {
            let sql = format!("FROM {table} WHERE rowid = {next}");
            match records(damaged, fresh, table, &sql, Some((next - 1, bound)))? {
                Ok(read) if read == next => break,
                Ok(_) => {}
                Err(_) => unreadable += 1,
            }
            next += 1;
        }
    }
    Ok(unreadable)
}

/// Copies the records that are selected `from` a table, up to the first that cannot be read. With `numbers` (the last one before, and the
/// highest that may be) the last record's number that was read is given, as an error where there may be more.
fn records(
    damaged: &Connection,
    fresh: &Connection,
    table: &str,
    from: &str,
    numbers: Option<(i64, i64)>,
) -> rusqlite::Result<Result<i64, i64>> {
    let (mut last, bound) = numbers.unwrap_or_default();
    // An earlier version may lack some columns, and have others.
    let (had, names) = (column_names(damaged, table), column_names(fresh, table)?);
    let Ok(had) = had else { return Ok(Err(last)) };
    let names = names.into_iter().filter(|name| had.contains(name)).collect::<Vec<_>>().join(", ");
    let first = usize::from(numbers.is_some());
    let number = if first == 1 { "rowid, " } else { "" };
    let Ok(mut statement) = damaged.prepare(&format!("SELECT {number}{names} {from}")) else { return Ok(Err(last)) };
    let columns = statement.column_count();
    let marks = vec!["?"; columns - first].join(", ");
    let insert = format!("INSERT OR IGNORE INTO {table} ({names}) VALUES ({marks})");
    let Ok(mut rows) = statement.query([]) else { return Ok(Err(last)) };
    loop {
        let row = match rows.next() {
            Ok(Some(row)) => row,
            Ok(None) => return Ok(Ok(last)),
            Err(_) => return Ok(Err(last)),
        };
        let Ok(values) = (0..columns).map(|column| row.get(column)).collect::<rusqlite::Result<Vec<Value>>>() else {
            return Ok(Err(last));
        };
        if let (Some(_), Some(Value::Integer(number))) = (numbers, values.first()) {
            // Numbers that do not rise are damage, and might never end.
            if *number <= last || *number > bound {
                return Ok(Err(last));
            }
            last = *number;
        }
        match fresh.prepare_cached(&insert)?.execute(params_from_iter(values.iter().skip(first))) {
            Ok(_) => {}
            // A value of the wrong kind: the record is damaged although it can be read.
            Err(rusqlite::Error::SqliteFailure(error, _)) if error.code == rusqlite::ErrorCode::ConstraintViolation => {
            }
            Err(error) => return Err(error),
        }
    }
}

fn column_names(connection: &Connection, table: &str) -> rusqlite::Result<Vec<String>> {
    let mut statement = connection.prepare("SELECT name FROM pragma_table_info(?1) ORDER BY cid")?;
    statement.query_map([table], |row| row.get(0))?.collect()
}

/// Leaves out the originals whose bytes are not the ones that came in: importing their pages again then brings them back.
fn forget_damaged_originals(fresh: &Store) -> Result<(), LibraryError> {
    for number in fresh.numbers("SELECT id FROM original WHERE id > ?1 ORDER BY id", 0)? {
        if !fresh.is_original_whole(number)? {
            fresh.write("leaving a damaged page out of", |transaction| {
                transaction.execute("DELETE FROM original WHERE id = ?1", [number])
            })?;
        }
    }
    Ok(())
}

/// Takes from the originals where articles came from whose file of records is lost.
fn place_anew(fresh: &Store) -> Result<(), LibraryError> {
    let sql = "SELECT id FROM article WHERE id > ?1 AND file NOT IN (SELECT id FROM file)";
    for id in fresh.ids(sql, 0)? {
        let origin = fresh.original(id).ok().flatten().map(|original| original.origin.to_string());
        let place = "UPDATE article SET file = NULL, origin = coalesce(?2, origin) WHERE id = ?1";
        fresh.write("listing an article in", |transaction| transaction.execute(place, params![id.0, origin]))?;
    }
    Ok(())
}

/// Gives every text and every original an entry in the list again, and every entry a text, if only an empty one. Gives how many of these can be
/// made anew from their originals.
fn complete(fresh: &Store) -> Result<usize, LibraryError> {
    let sql = "SELECT DISTINCT article FROM (SELECT article FROM text UNION SELECT article FROM original UNION SELECT id FROM article) \
               WHERE article > ?1 ORDER BY article";
    let mut to_clean = 0;
    for id in fresh.ids(sql, 0)? {
        let (text, row) = (fresh.article(id).ok().flatten(), fresh.row(id)?);
        if text.is_some() && row.is_some() {
            continue;
        }
        let origin = fresh.original(id).ok().flatten().map(|original| original.origin.to_string());
        to_clean += usize::from(text.is_none() && origin.is_some());
        let origin = origin.or(row.as_ref().map(|row| row.origin.clone())).unwrap_or_default();
        let article = match (text, row) {
            (Some(text), _) => text,
            (None, Some(row)) => listed(row),
            (None, None) => with_headline(&Article { notes: vec![Note::NoArticle], ..Article::default() }, &origin),
        };
        fresh.complete(id, &article, &origin)?;
    }
    Ok(to_clean)
}

/// What the list says of an article whose text is lost.
fn listed(row: Row) -> Article {
    Article {
        headline: Headline { text: row.headline, derived: row.derived },
        byline: row.byline.into_iter().collect(),
        publisher: row.publisher,
        agency: row.agency,
        section: row.section,
        dateline: row.dateline,
        published: row.published,
        modified: row.modified,
        language: row.language,
        url: row.url,
        notes: vec![Note::NoArticle],
        ..Article::default()
    }
}
