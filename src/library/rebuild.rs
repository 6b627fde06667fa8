//! Bringing the index in step with the store: catching up, or making it anew beside the old one and swapping.

use super::compose::compose;
use super::guard::guarded;
use super::index::{self, Indexer, Opened, Trouble};
use super::lock::WriterLock;
use super::store::Store;
use super::{LibraryError, index::folder};
use crate::article::ArticleId;
use std::path::{Path, PathBuf};
use std::time::Duration;
use tantivy::{IndexReader, ReloadPolicy, TantivyError};

/// Gives the index in step with the store. Where another process is writing, that process keeps it in step.
pub(super) fn settle(dir: &Path, store: &Store, patience: Duration) -> Result<(Opened, IndexReader), LibraryError> {
    match opened(dir) {
        Ok(opened) => {
            let change = store.article_change()?;
            if opened.0.held == change {
                return Ok(opened);
            }
            // An index that is ahead is of another store, unless another process has written meanwhile.
            match WriterLock::take(dir, Duration::ZERO) {
                Ok(lock) => settle_locked(dir, store, &lock),
                Err(LibraryError::Busy { .. }) => Ok(opened),
                Err(error) => Err(error),
            }
        }
        Err(Trouble::Failed(source)) => Err(LibraryError::index("opening", &folder(dir))(source)),
        Err(Trouble::Absent | Trouble::Unusable) => settle_locked(dir, store, &WriterLock::take(dir, patience)?),
    }
}

/// The same for who holds the right to write.
pub(super) fn settle_locked(
    dir: &Path,
    store: &Store,
    lock: &WriterLock,
) -> Result<(Opened, IndexReader), LibraryError> {
    let failed = |doing| LibraryError::index(doing, &folder(dir));
    let change = store.article_change()?;
    let trouble = match opened(dir) {
        Ok((opened, reader)) if opened.held == change => return Ok((opened, reader)),
        Ok((opened, reader)) if opened.held < change => match catch_up(dir, store, opened.held, change)? {
            Ok(()) => {
                reader.reload().map_err(failed("opening"))?;
                return Ok((opened, reader));
            }
            Err(error) => index::trouble(error),
        },
        Ok(_) => Trouble::Unusable,
        Err(trouble) => trouble,
    };
    if let Trouble::Failed(source) = trouble {
        return Err(failed("opening")(source));
    }
    rebuild(dir, store, lock, &|_, _| true)?;
    match opened(dir) {
        Ok(opened) => {
            // What an earlier version of this program kept is of no use to this one, and made anew by that one.
            index::earlier_folders(dir).iter().try_for_each(|folder| discard(folder))?;
            Ok(opened)
        }
        Err(Trouble::Failed(source)) => Err(failed("opening")(source)),
        Err(Trouble::Absent | Trouble::Unusable) => Err(failed("opening")(TantivyError::InternalError(
            "the index cannot be read although it was just made".into(),
        ))),
    }
}

fn opened(dir: &Path) -> Result<(Opened, IndexReader), Trouble> {
    let opened = index::open(&folder(dir))?;
    let open = || opened.index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into().map_err(index::trouble);
    let reader = guarded(&folder(dir), || Ok(open())).unwrap_or(Err(Trouble::Unusable))?;
    Ok((opened, reader))
}

/// Puts what changed after `held` into the index.
fn catch_up(dir: &Path, store: &Store, held: i64, change: i64) -> Result<Result<(), TantivyError>, LibraryError> {
    let run = |ids: Vec<ArticleId>| {
        let mut indexer = match Indexer::new(&folder(dir)) {
            Ok(indexer) => indexer,
            Err(error) => return Ok(Err(error)),
        };
        for id in ids {
            if let Err(error) = put(&mut indexer, store, id, true)? {
                return Ok(Err(error));
            }
        }
        Ok(indexer.commit(change).and_then(|()| indexer.finish()))
    };
    run(store.changed_since(held)?)
}

/// Indexes an article as the store has it; one that cannot be read is left out until it is cleaned anew.
fn put(
    indexer: &mut Indexer,
    store: &Store,
    id: ArticleId,
    earlier: bool,
) -> Result<Result<(), TantivyError>, LibraryError> {
    let article = match store.article(id) {
        Ok(article) => article,
        Err(LibraryError::Unreadable { .. }) => None,
        Err(error) => return Err(error),
    };
    let (Some(article), Some(row)) = (article, store.row(id)?) else { return Ok(Ok(())) };
    Ok(indexer.put(id, article.published, compose(&article, &row.origin), earlier))
}

/// Makes the index anew beside the old one, then swaps. The old one is deleted where it could be read and set aside where not.
pub(super) fn rebuild(
    dir: &Path,
    store: &Store,
    _lock: &WriterLock,
    progress: &dyn Fn(u64, u64) -> bool,
) -> Result<(), LibraryError> {
    let place = folder(dir);
    let fresh = place.with_extension("new");
    let failed = || LibraryError::index("making", &fresh);
    discard(&fresh)?;
    let index = index::create(&fresh).map_err(failed())?;
    let mut indexer = Indexer::new(&fresh).map_err(failed())?;
    indexer.expect_many();
    let change = store.article_change()?;
    let ids = store.changed_since(0)?;
    let total = ids.len() as u64;
    for (done, id) in (0..).zip(ids) {
        if !progress(done, total) {
            drop(indexer);
            discard(&fresh)?;
            return Err(LibraryError::Stopped);
        }
        put(&mut indexer, store, id, false)?.map_err(failed())?;
    }
    indexer.commit(change).and_then(|()| indexer.settle(2)).map_err(failed())?;
    progress(total, total);
    drop(index);
    let swapping = |file| LibraryError::file("swapping the index", file);
    match opened(dir) {
        Err(Trouble::Absent) => {}
        Ok(_) => {
            let old = place.with_extension("old");
            discard(&old)?;
            std::fs::rename(&place, &old).map_err(swapping(&place))?;
            std::fs::rename(&fresh, &place).map_err(swapping(&fresh))?;
            return discard(&old);
        }
        Err(Trouble::Unusable | Trouble::Failed(_)) => {
            std::fs::rename(&place, aside(&place)).map_err(swapping(&place))?;
        }
    }
    std::fs::rename(&fresh, &place).map_err(swapping(&fresh))
}

/// The first free name for a damaged index.
fn aside(place: &Path) -> PathBuf {
    let mut number = 1;
    loop {
        let path = place.with_extension(format!("damaged-{number}"));
        if !path.exists() {
            return path;
        }
        number += 1;
    }
}

/// Deletes a folder that only this program uses, where it is there.
fn discard(folder: &Path) -> Result<(), LibraryError> {
    match std::fs::remove_dir_all(folder) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(LibraryError::file("deleting", folder)(error))
        }
        _ => Ok(()),
    }
}
