//! The first page of a database whose own is lost. It tells where every table begins, so that without it nothing can be read.
//!
//! A database that began with the present version holds nothing on it that a new one does not. In one that began with version 5, the tables of that
//! version are always on the same pages, and what the later ones hold can be made anew. One that began earlier has pages of 4 KB, which
//! since version 4 are too small for the list of tables: it stands on further pages, where it is found again; and before that, the tables of
//! the first version are always on the same pages. Page and record are as in SQLite's file format, 1.6 and 2.1.

use super::store::{FIRST, MIGRATIONS, Store};
use rusqlite::{Connection, params};
use std::fs::File;
use std::io::{self, BufReader, Read, Seek, SeekFrom};
use std::path::Path;

/// The length of a page in libraries that began before version 5.
const OLD: usize = 4096;

/// The pages on which the tables of the first version begin, each a page of a tree.
const ROOTS: std::ops::RangeInclusive<usize> = 2..=17;

/// Of these, two indexes are gone since version 6.
const GONE: usize = 2;

/// The length of a page since version 5, and how many steps the schema had then.
const PRESENT: usize = 16_384;
const FIFTH: usize = 5;

/// How a page of a tree begins: inner pages and leaves, of indexes and of tables.
const KINDS: [u8; 4] = [2, 5, 10, LEAF];
const LEAF: u8 = 13;

/// Makes a page to stand in for the lost one; what that takes is written beside the damaged file.
pub(super) fn stand_in(damaged: &Path, fresh: &Store) -> io::Result<Vec<u8>> {
    let mut start = Vec::new();
    File::open(damaged)?.take((ROOTS.end() * OLD) as u64).read_to_end(&mut start)?;
    let is_tree = |page: usize| start.get((page - 1) * OLD).is_some_and(|kind| KINDS.contains(kind));
    let place = damaged.with_file_name("first.db");
    let mut page = if ROOTS.clone().filter(|&page| is_tree(page)).count() + GONE >= ROOTS.count() {
        old(&listed(damaged)?, &place).map_err(io::Error::other)?
    } else {
        let earlier = fifth(&place).map_err(io::Error::other)?;
        if missed(&earlier, damaged)? < missed(&fresh.connection, damaged)? {
            of(&earlier, &place).map_err(io::Error::other)?
        } else {
            of(&fresh.connection, &fresh.file).map_err(io::Error::other)?
        }
    };
    // The header says how many pages there are (1.3.9): as many as the damaged file has.
    let pages = std::fs::metadata(damaged)?.len() / page.len().max(1) as u64;
    if let Some(place) = page.get_mut(28..32) {
        place.copy_from_slice(&u32::try_from(pages).unwrap_or(u32::MAX).to_be_bytes());
    }
    Ok(page)
}

/// The first page of a database that is open and whole.
fn of(connection: &Connection, file: &Path) -> rusqlite::Result<Vec<u8>> {
    // The log is moved into the file first.
    connection.execute_batch("PRAGMA wal_checkpoint(TRUNCATE)")?;
    let size: i64 = connection.query_row("PRAGMA page_size", [], |row| row.get(0))?;
    // A page has 512 bytes at the least.
    let mut page = vec![0; usize::try_from(size).unwrap_or_default().max(512)];
    let read = File::open(file).and_then(|mut file| file.read_exact(&mut page));
    read.map_err(|error| rusqlite::Error::ToSqlConversionFailure(Box::new(error)))?;
    Ok(page)
}

/// How many trees of a database do not begin in a damaged file where they do in itself.
fn missed(other: &Connection, damaged: &Path) -> io::Result<usize> {
    let sql =
        "SELECT rootpage, type = 'table' AND sql NOT LIKE '%WITHOUT ROWID%' FROM sqlite_master WHERE rootpage > 1";
    let read = || -> rusqlite::Result<Vec<(u32, bool)>> {
        other.prepare(sql)?.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect()
    };
    let (mut file, mut missed) = (File::open(damaged)?, 0);
    for (root, has_rows) in read().map_err(io::Error::other)? {
        let mut kind = [0];
        file.seek(SeekFrom::Start(u64::from(root - 1) * PRESENT as u64))?;
        let is_read = file.read(&mut kind)? == kind.len();
        let kinds = if has_rows { [5, LEAF] } else { [2, 10] };
        missed += usize::from(!is_read || !kinds.contains(&kind[0]));
    }
    Ok(missed)
}

/// A database with the tables of the fifth version, in the form that they have now.
fn fifth(file: &Path) -> rusqlite::Result<Connection> {
    let connection = Connection::open(file)?;
    connection.execute_batch(&format!("PRAGMA page_size = {PRESENT}; PRAGMA journal_mode = WAL; BEGIN"))?;
    let (then, later) = MIGRATIONS.split_at(FIFTH);
    then.iter().try_for_each(|step| connection.execute_batch(step))?;
    let mut tables = connection.prepare("SELECT name FROM sqlite_master")?;
    let known = tables.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<Vec<String>>>()?;
    drop(tables);
    later.iter().try_for_each(|step| connection.execute_batch(step))?;
    // Where the later ones begin is not known.
    let known = known.iter().map(|name| format!("'{name}'")).collect::<Vec<_>>().join(", ");
    connection.execute_batch(&format!(
        "PRAGMA writable_schema = ON; DELETE FROM sqlite_master WHERE name NOT IN ({known}); COMMIT"
    ))?;
    Ok(connection)
}

/// A first page of 4 KB with the tables that were found in the list, or with those of the first version.
fn old(listed: &[Listed], file: &Path) -> rusqlite::Result<Vec<u8>> {
    let connection = Connection::open(file)?;
    connection.execute_batch(&format!("PRAGMA page_size = {OLD}; PRAGMA journal_mode = WAL"))?;
    if listed.is_empty() {
        connection.execute_batch(FIRST)?;
    } else {
        // Indexes are left out, so that one page is enough; but for those that SQLite made, which a table's own words ask for.
        connection.execute_batch("PRAGMA writable_schema = ON")?;
        for Listed { kind, name, table, root, sql } in listed.iter().filter(|listed| listed.is_needed()) {
            let insert = "INSERT INTO sqlite_master (type, name, tbl_name, rootpage, sql) VALUES (?1, ?2, ?3, ?4, ?5)";
            connection.execute(insert, params![kind, name, table, root, sql.as_deref().map(bare)])?;
        }
    }
    of(&connection, file)
}

/// A table's words without comments, for the same reason.
fn bare(sql: &str) -> String {
    let lines = sql.lines().map(|line| line.split_once("--").map_or(line, |(before, _)| before).trim());
    lines.collect::<Vec<_>>().join(" ")
}

/// What the list of tables says of one.
#[derive(Debug, PartialEq)]
struct Listed {
    kind: String,
    name: String,
    table: String,
    root: i64,
    sql: Option<String>,
}

impl Listed {
    fn is_needed(&self) -> bool {
        self.kind == "table" || self.sql.is_none()
    }
}

/// The list of tables, as far as it stands on pages behind the first.
fn listed(damaged: &Path) -> io::Result<Vec<Listed>> {
    let mut file = BufReader::with_capacity(64 * OLD, File::open(damaged)?);
    let mut page = vec![0; OLD];
    let mut all: Vec<Listed> = Vec::new();
    loop {
        match file.read_exact(&mut page) {
            Ok(()) => {}
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Ok(all),
            Err(error) => return Err(error),
        }
        // Most pages hold something else, which their first record tells.
        for found in leaf(&page).unwrap_or_default() {
            if all.iter().all(|known| known.name != found.name) {
                all.push(found);
            }
        }
    }
}

/// What a page lists; nothing where it is no leaf of the list.
fn leaf(page: &[u8]) -> Option<Vec<Listed>> {
    let cells = page.get(3..5)?.iter().fold(0, |count, &byte| count << 8 | usize::from(byte));
    if page.first() != Some(&LEAF) || cells == 0 {
        return None;
    }
    let places = page.get(8..)?.chunks_exact(2).take(cells);
    places.map(|place| record(page.get(place.iter().fold(0, |at, &byte| at << 8 | usize::from(byte))..)?)).collect()
}

/// A record of the list, behind its length and its number.
fn record(cell: &[u8]) -> Option<Listed> {
    let mut cell = cell;
    let (_length, _number) = (varint(&mut cell)?, varint(&mut cell)?);
    let record = cell;
    let header = usize::try_from(varint(&mut cell)?).ok()?;
    let mut types = record.get(record.len() - cell.len()..header)?;
    let mut values = record.get(header..)?;
    let mut value = || -> Option<(u64, &[u8])> {
        let kind = varint(&mut types)?;
        // Numbers of one to eight bytes, then the numbers 0 and 1, then bytes and letters.
        let length = match kind {
            0..=4 => usize::try_from(kind).ok()?,
            5 => 6,
            6 | 7 => 8,
            8 | 9 => 0,
            _ => usize::try_from(kind.checked_sub(12)? / 2).ok()?,
        };
        let (value, rest) = values.split_at_checked(length)?;
        values = rest;
        Some((kind, value))
    };
    let mut text = || {
        let (kind, value) = value()?;
        (kind >= 13 && kind % 2 == 1).then(|| String::from_utf8(value.to_vec()).ok()).flatten()
    };
    let (kind, name, table) = (text()?, text()?, text()?);
    let root = value()?.1.iter().fold(0, |root, &byte| root << 8 | i64::from(byte));
    let (sql_kind, sql) = value()?;
    let sql = if sql_kind == 0 { None } else { Some(String::from_utf8(sql.to_vec()).ok()?) };
    let is_listed = matches!(kind.as_str(), "table" | "index") && root > 1;
    is_listed.then_some(Listed { kind, name, table, root, sql })
}

/// A number of one to nine bytes, seven bits in each but the ninth.
fn varint(bytes: &mut &[u8]) -> Option<u64> {
    let mut number = 0;
    for place in 0..9 {
        let (&byte, rest) = bytes.split_first()?;
        *bytes = rest;
        if place == 8 {
            return Some(number << 8 | u64::from(byte));
        }
        number = number << 7 | u64::from(byte & 0x7F);
        if byte < 0x80 {
            break;
        }
    }
    Some(number)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn any_bytes_are_a_leaf_of_the_list_or_not(mut page in prop::collection::vec(any::<u8>(), 0..300), is_leaf: bool) {
            if let (true, Some(first)) = (is_leaf, page.first_mut()) {
                *first = LEAF;
            }
            drop(leaf(&page));
            drop(record(&page));
        }
    }

    #[test]
    fn a_kind_of_value_that_sqlite_keeps_for_itself_is_no_record_of_the_list() {
        for kind in [10, 11] {
            assert_eq!(record(&[9, 1, 2, kind, 0, 0, 0]), None);
        }
    }

    #[test]
    fn a_list_that_stands_behind_the_first_page_is_found_with_all_that_is_in_it() {
        let dir = tempfile::tempdir().expect("a temporary folder");
        let file = dir.path().join("old.db");
        let database = Connection::open(&file).expect("opens");
        database.execute_batch("PRAGMA page_size = 4096").expect("is set");
        for number in 0..60 {
            let sql = format!(
                "CREATE TABLE table{number} (id INTEGER PRIMARY KEY, some{number} TEXT UNIQUE, {} INTEGER)",
                "x".repeat(90)
            );
            database.execute_batch(&sql).expect("is made");
        }
        let mut all =
            database.prepare("SELECT type, name, tbl_name, rootpage, sql FROM sqlite_master").expect("is SQL");
        let row = |row: &rusqlite::Row<'_>| {
            Ok(Listed { kind: row.get(0)?, name: row.get(1)?, table: row.get(2)?, root: row.get(3)?, sql: row.get(4)? })
        };
        let mut known: Vec<Listed> =
            all.query_map([], row).expect("reads").collect::<Result<_, _>>().expect("is whole");
        let mut found = listed(&file).expect("reads");
        for list in [&mut known, &mut found] {
            list.sort_by(|a, b| a.name.cmp(&b.name));
        }
        assert_eq!((known.len(), found), (120, known));
    }
}
