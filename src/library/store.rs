//! The truth of a library: one SQLite database. Opening it, its schema, and reading from it; `keep` adds to it, `marks` marks.
//!
//! WAL: many processes read while one writes. Articles are written in short transactions, so that nobody who marks an article waits for a
//! long import; [`Store::sync`] makes all of them durable against a loss of power.

use super::filing::Unfiled;
use super::press::{Dictionary, Reading, unpress};
use super::{LibraryError, Row};
use crate::article::{Article, ArticleId};
use rusqlite::{Connection, ErrorCode, OpenFlags, OptionalExtension, Transaction, TransactionBehavior, params};
use std::cell::RefCell;
use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::fs::OpenOptions;
use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// The schema's steps: the first makes a version 1 database of an empty one, each further one leads one version up.
pub(super) const MIGRATIONS: &[&str] = &[
    FIRST,
    include_str!("corrections.sql"),
    include_str!("notes.sql"),
    include_str!("dictionaries.sql"),
    include_str!("searches.sql"),
    include_str!("filed.sql"),
];

/// What a database that is made now does without; those of earlier versions keep it.
const AFRESH: &str = include_str!("afresh.sql");

/// What makes the tables of the first version.
pub(super) const FIRST: &str = include_str!("schema.sql");

/// Says that a database is dateline's: "dtln".
const APPLICATION: i64 = 0x6474_6C6E;

/// From this many bytes on, the log is moved into the database when a writer ends.
const LONG_LOG: u64 = 8 << 20;

/// How long a statement waits for another process.
const PATIENCE: Duration = Duration::from_secs(5);

/// An open database.
#[derive(Debug)]
pub(super) struct Store {
    pub connection: Connection,
    pub file: PathBuf,
    /// The dictionaries that articles were read with.
    pub readings: RefCell<HashMap<i64, Reading>>,
    /// The dictionary that articles were compressed with.
    pub pressing: RefCell<Option<Dictionary>>,
    /// The files of records that rows named, each with a colon; none is ever changed.
    files: RefCell<HashMap<i64, String>>,
    /// What was added and is not filed yet; `None` while that is not known.
    pub unfiled: RefCell<Option<Unfiled>>,
}

impl Store {
    /// Opens the database of a library; [`LibraryError::Missing`] where there is none.
    pub fn open(dir: &Path) -> Result<Self, LibraryError> {
        let file = dir.join("library.db");
        match file.try_exists() {
            Ok(true) => {}
            Ok(false) => return Err(LibraryError::Missing(dir.to_owned())),
            Err(source) => return Err(LibraryError::file("opening", &file)(source)),
        }
        // Without the C library's own locks: a connection never leaves its thread while it is in use.
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(&file, flags).map_err(LibraryError::store("opening", &file))?;
        let mut store = Store {
            connection,
            file,
            readings: RefCell::default(),
            pressing: RefCell::default(),
            files: RefCell::default(),
            unfiled: RefCell::default(),
        };
        store.prepare()?;
        Ok(store)
    }

    /// Opens the database, or makes one; the folder and the file are the user's alone.
    pub fn create(dir: &Path) -> Result<Self, LibraryError> {
        if !dir.is_dir() {
            let mut builder = std::fs::DirBuilder::new();
            builder.recursive(true);
            #[cfg(unix)]
            std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
            builder.create(dir).map_err(LibraryError::file("making", dir))?;
        }
        let file = dir.join("library.db");
        let mut options = OpenOptions::new();
        options.write(true).create(true).truncate(false);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        options.open(&file).map_err(LibraryError::file("making", &file))?;
        Store::open(dir)
    }

    /// Checks whose database it is before anything is written, then sets the connection up and brings the schema up to date.
    fn prepare(&mut self) -> Result<(), LibraryError> {
        self.connection.busy_timeout(PATIENCE).map_err(LibraryError::store("opening", &self.file))?;
        self.connection.set_prepared_statement_cache_capacity(64);
        let (application, version, tables) = self.patiently("opening", Store::identity)?;
        if application != APPLICATION && (application != 0 || version != 0 || tables != 0) {
            return Err(LibraryError::Foreign(self.file.clone()));
        }
        let newest = integer(MIGRATIONS.len());
        if version > newest {
            return Err(LibraryError::Newer { file: self.file.clone(), found: version, known: newest });
        }
        // Of a new database, before anything is in it: on pages of the usual 4 KB, two articles leave a fifth of the page empty, of 8 KB a tenth.
        // Rows are read from all over the list, each from a page of its own: more than the trees' inner pages is not worth keeping.
        let setup = "PRAGMA page_size = 16384; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON; \
                     PRAGMA temp_store = MEMORY; PRAGMA cache_size = -256;";
        self.patiently("opening", |store| store.connection.execute_batch(setup))?;
        if version < newest {
            self.patiently("bringing up to date", Store::migrate)?;
        }
        Ok(())
    }

    /// The application's number, the schema's version and the number of tables, all as of one moment.
    fn identity(&mut self) -> rusqlite::Result<(i64, i64, i64)> {
        let moment = self.connection.transaction()?;
        let number = |sql: &str| moment.query_row(sql, [], |row| row.get::<_, i64>(0));
        Ok((
            number("PRAGMA application_id")?,
            number("PRAGMA user_version")?,
            number("SELECT count(*) FROM sqlite_master")?,
        ))
    }

    /// Tries again while another copy is in the way: `SQLite` itself does not wait where two connections switch to the log at once, or
    /// where the last one to leave tidies it up.
    fn patiently<T>(
        &mut self,
        doing: &'static str,
        mut run: impl FnMut(&mut Store) -> rusqlite::Result<T>,
    ) -> Result<T, LibraryError> {
        let deadline = Instant::now() + PATIENCE;
        loop {
            match run(self) {
                Err(error)
                    if error.sqlite_error_code() == Some(ErrorCode::DatabaseBusy) && Instant::now() < deadline =>
                {
                    std::thread::sleep(Duration::from_millis(5));
                }
                done => return done.map_err(LibraryError::store(doing, &self.file)),
            }
        }
    }

    /// Leads the schema up to the newest version, all steps or none; another process may have done so meanwhile.
    fn migrate(&mut self) -> rusqlite::Result<()> {
        let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let version: i64 = transaction.query_row("PRAGMA user_version", [], |row| row.get(0))?;
        for (step, sql) in MIGRATIONS.iter().enumerate().skip(count(version)) {
            transaction.execute_batch(sql)?;
            transaction.execute(
                "INSERT INTO migration (version, program) VALUES (?1, ?2)",
                params![integer(step + 1), env!("CARGO_PKG_VERSION")],
            )?;
        }
        if version == 0 {
            transaction.execute_batch(AFRESH)?;
        }
        transaction.pragma_update(None, "application_id", APPLICATION)?;
        transaction.pragma_update(None, "user_version", integer(MIGRATIONS.len()))?;
        transaction.commit()
    }

    /// Runs a piece of writing, whole or not at all.
    pub fn write<T>(
        &self,
        doing: &'static str,
        write: impl FnOnce(&Transaction<'_>) -> rusqlite::Result<T>,
    ) -> Result<T, LibraryError> {
        let run = || {
            let transaction = Transaction::new_unchecked(&self.connection, TransactionBehavior::Immediate)?;
            let made = write(&transaction)?;
            transaction.commit()?;
            Ok(made)
        };
        run().map_err(LibraryError::store(doing, &self.file))
    }

    /// One moment of the database, which all that is read is of until it is dropped.
    pub fn moment(&self) -> Result<Transaction<'_>, LibraryError> {
        Transaction::new_unchecked(&self.connection, TransactionBehavior::Deferred).map_err(self.reading())
    }

    /// Makes everything written before durable, even against a loss of power.
    pub fn sync(&self) -> Result<(), LibraryError> {
        let run = || {
            self.connection.pragma_update(None, "synchronous", "FULL")?;
            // The log is synced as a whole when a transaction ends that changed something; SQLite leaves out what changes nothing.
            let synced = self.connection.execute("UPDATE counter SET change = change + 1", []);
            self.connection.pragma_update(None, "synchronous", "NORMAL")?;
            synced.map(|_| ())
        };
        run().map_err(LibraryError::store("syncing", &self.file))
    }

    /// Sets the connection up for adding many articles: room for the pages of the tables' trees, and fewer moves from the log to the file.
    pub fn expect_many(&self) -> Result<(), LibraryError> {
        self.connection
            .execute_batch("PRAGMA cache_size = -32768; PRAGMA wal_autocheckpoint = 4000;")
            .map_err(LibraryError::store("opening for writing", &self.file))
    }

    /// Moves a long log into the database as far as readers let it, so that it takes no room.
    pub fn tidy(&self) -> Result<(), LibraryError> {
        if std::fs::metadata(self.file.with_extension("db-wal")).map_or(0, |log| log.len()) < LONG_LOG {
            return Ok(());
        }
        // What a reader holds back moves with the next writer.
        let run = || self.connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()));
        match run() {
            Err(error) if error.sqlite_error_code() != Some(ErrorCode::DatabaseBusy) => {
                Err(LibraryError::store("tidying", &self.file)(error))
            }
            _ => Ok(()),
        }
    }

    /// The last change of an article or a mark.
    pub fn change(&self) -> Result<i64, LibraryError> {
        self.number("SELECT change FROM counter")
    }

    /// The last change of an article: what a complete index holds.
    pub fn article_change(&self) -> Result<i64, LibraryError> {
        self.number("SELECT article FROM counter")
    }

    /// A number that is another one after any other connection wrote anything.
    pub fn data_version(&self) -> Result<i64, LibraryError> {
        self.number("PRAGMA data_version")
    }

    /// The one number that a statement gives.
    pub fn number(&self, sql: &str) -> Result<i64, LibraryError> {
        self.connection
            .prepare_cached(sql)
            .and_then(|mut statement| statement.query_row([], |row| row.get(0)))
            .map_err(self.reading())
    }

    /// The ids of the articles that changed after `change`, in the order of the changes.
    pub fn changed_since(&self, change: i64) -> Result<Vec<ArticleId>, LibraryError> {
        self.ids("SELECT id FROM article WHERE change > ?1 ORDER BY change", change)
    }

    /// The ids that a statement with one parameter gives.
    pub fn ids(&self, sql: &str, parameter: i64) -> Result<Vec<ArticleId>, LibraryError> {
        Ok(self.numbers(sql, parameter)?.into_iter().map(ArticleId).collect())
    }

    /// The numbers that a statement with one parameter gives.
    pub fn numbers(&self, sql: &str, parameter: i64) -> Result<Vec<i64>, LibraryError> {
        let mut statement = self.connection.prepare_cached(sql).map_err(self.reading())?;
        let rows = statement.query_map([parameter], |row| row.get(0)).map_err(self.reading())?;
        rows.collect::<Result<_, _>>().map_err(self.reading())
    }

    /// The article, whole.
    pub fn article(&self, id: ArticleId) -> Result<Option<Article>, LibraryError> {
        let json = self.json(id)?;
        json.map(|json| serde_json::from_slice(&json).map_err(|error| self.unreadable(id)(error.into()))).transpose()
    }

    /// The article's JSON.
    pub fn json(&self, id: ArticleId) -> Result<Option<Vec<u8>>, LibraryError> {
        let sql = "SELECT json, dictionary FROM text WHERE article = ?1";
        let read = |row: &rusqlite::Row<'_>| Ok((row.get::<_, Vec<u8>>(0)?, row.get::<_, Option<i64>>(1)?));
        let Some((json, dictionary)) = self.one(sql, id.0, read)? else { return Ok(None) };
        let dictionary = dictionary.map(|dictionary| self.reading_dictionary(dictionary)).transpose()?;
        let whole = match dictionary {
            Some(None) => Err(io::Error::new(io::ErrorKind::InvalidData, "the dictionary that it needs is damaged")),
            own => unpress(&json, own.flatten().as_ref()),
        };
        whole.map(Some).map_err(self.unreadable(id))
    }

    /// The one record that a statement with one parameter gives, where it gives any.
    pub fn one<T>(
        &self,
        sql: &str,
        parameter: i64,
        read: impl FnOnce(&rusqlite::Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Option<T>, LibraryError> {
        self.connection
            .prepare_cached(sql)
            .and_then(|mut statement| statement.query_row([parameter], read).optional())
            .map_err(self.reading())
    }

    /// Makes an error of what went wrong while an article was made whole.
    pub fn unreadable(&self, id: ArticleId) -> impl Fn(io::Error) -> LibraryError + '_ {
        move |source| LibraryError::Unreadable { id, file: self.file.clone(), source }
    }

    /// What a list shows of the article, without its marks.
    pub fn row(&self, id: ArticleId) -> Result<Option<Row>, LibraryError> {
        let sql = "SELECT headline, derived, publisher, agency, byline, section, dateline, published, modified, language, url, origin, \
                   words, empty, file FROM article WHERE id = ?1";
        let read = |row: &rusqlite::Row<'_>| Ok((row_from(id, row)?, row.get::<_, Option<i64>>(14)?));
        let Some((mut row, file)) = self.one(sql, id.0, read)? else { return Ok(None) };
        if let Some(file) = file {
            self.put_behind_file(file, &mut row.origin)?;
        }
        Ok(Some(row))
    }

    /// Puts the line of a record behind the path of its file; without that, where it is lost, the line stands alone.
    fn put_behind_file(&self, file: i64, line: &mut String) -> Result<(), LibraryError> {
        let mut files = self.files.borrow_mut();
        let path = match files.entry(file) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(free) => {
                let path = self.one("SELECT path || ':' FROM file WHERE id = ?1", file, |row| row.get(0))?;
                let Some(path) = path else { return Ok(()) };
                free.insert(path)
            }
        };
        line.insert_str(0, path);
        Ok(())
    }

    /// Makes an error of what went wrong while reading.
    pub fn reading(&self) -> impl Fn(rusqlite::Error) -> LibraryError + '_ {
        |source| LibraryError::store("reading", &self.file)(source)
    }
}

fn row_from(id: ArticleId, row: &rusqlite::Row<'_>) -> rusqlite::Result<Row> {
    let date = |column| row.get::<_, Option<String>>(column).map(|date| date.and_then(|date| date.parse().ok()));
    Ok(Row {
        id,
        headline: row.get(0)?,
        derived: row.get(1)?,
        publisher: row.get(2)?,
        agency: row.get(3)?,
        byline: row.get(4)?,
        section: row.get(5)?,
        dateline: row.get(6)?,
        published: date(7)?,
        modified: date(8)?,
        language: row.get(9)?,
        url: row.get(10)?,
        origin: row.get(11)?,
        words: count(row.get(12)?),
        empty: row.get(13)?,
        marks: super::Marks::default(),
    })
}

/// A count as SQLite keeps it.
pub(super) fn integer(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

/// A count as SQLite gives it.
pub(super) fn count(integer: i64) -> usize {
    usize::try_from(integer).unwrap_or(0)
}
