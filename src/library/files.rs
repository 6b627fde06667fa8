//! The index's files, as its writer and as a search reads them.
//!
//! Merging reads every file of every segment once, from front to back. Mapped, all of it would count as this process's memory until the merge is
//! through; read in pieces, it needs no more than a piece of each file.
//!
//! A search has them mapped, but for their ends: what stands where in a file is said at its end, and that is all that opening an index looks at.
//! A touch of what is mapped has the system read megabytes around it from the disk. What a search has open it can open again, also when a
//! writer in another process has deleted it meanwhile.

use std::collections::{HashMap, VecDeque};
use std::fmt;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError, Weak};
use tantivy::directory::error::{DeleteError, LockError, OpenDirectoryError, OpenReadError, OpenWriteError};
use tantivy::directory::{
    Directory, DirectoryLock, FileHandle, Lock, MmapDirectory, OwnedBytes, WatchCallback, WatchHandle, WritePtr,
};
use tantivy::{HasLen, Result as TantivyResult};

/// How much is read at once where less is asked for.
const PIECE: usize = 64 << 10;

/// So many pieces of a file are kept.
const PIECES: usize = 3;

/// So much of a file's end is read when it is opened, and a little more: up to where a page of the system's begins.
const END: usize = 2 << 10;
const PAGE: usize = 4 << 10;

/// Files up to this length are read whole: articles that came one by one have many of them.
const SHORT: usize = 32 << 10;

/// The folder of an index.
#[derive(Clone, Debug)]
pub(super) struct Files {
    folder: PathBuf,
    mapped: MmapDirectory,
    read: Reading,
}

/// How files are read.
#[derive(Clone, Debug)]
enum Reading {
    InPieces,
    /// With those that somebody has open.
    Mapped(Arc<Mutex<Open>>),
}

type Open = HashMap<PathBuf, Weak<dyn FileHandle>>;

impl Files {
    /// The folder of an index whose files are read in pieces.
    pub fn in_pieces(folder: &Path) -> Result<Self, OpenDirectoryError> {
        Files::open(folder, Reading::InPieces)
    }

    /// The folder of an index whose files are mapped.
    pub fn mapped(folder: &Path) -> Result<Self, OpenDirectoryError> {
        Files::open(folder, Reading::Mapped(Arc::default()))
    }

    fn open(folder: &Path, read: Reading) -> Result<Self, OpenDirectoryError> {
        Ok(Files { folder: folder.to_owned(), mapped: MmapDirectory::open(folder)?, read })
    }
}

impl Directory for Files {
    fn get_file_handle(&self, path: &Path) -> Result<Arc<dyn FileHandle>, OpenReadError> {
        let failed = |error: io::Error| match error.kind() {
            io::ErrorKind::NotFound => OpenReadError::FileDoesNotExist(path.to_owned()),
            _ => OpenReadError::wrap_io_error(error, path.to_owned()),
        };
        let file = self.folder.join(path);
        match &self.read {
            Reading::InPieces => Ok(Arc::new(Pieces::new(file).map_err(failed)?)),
            Reading::Mapped(open) => {
                let mut open = open.lock().unwrap_or_else(PoisonError::into_inner);
                if let Some(handle) = open.get(path).and_then(Weak::upgrade) {
                    return Ok(handle);
                }
                let (end, start) = File::open(file).and_then(end).map_err(failed)?;
                let handle: Arc<dyn FileHandle> = if start == 0 {
                    Arc::new(end)
                } else {
                    Arc::new(Ended { mapped: self.mapped.get_file_handle(path)?, end, start })
                };
                open.retain(|_, handle| handle.strong_count() > 0);
                open.insert(path.to_owned(), Arc::downgrade(&handle));
                Ok(handle)
            }
        }
    }

    fn delete(&self, path: &Path) -> Result<(), DeleteError> {
        self.mapped.delete(path)
    }

    fn exists(&self, path: &Path) -> Result<bool, OpenReadError> {
        self.mapped.exists(path)
    }

    fn open_write(&self, path: &Path) -> Result<WritePtr, OpenWriteError> {
        self.mapped.open_write(path)
    }

    fn atomic_read(&self, path: &Path) -> Result<Vec<u8>, OpenReadError> {
        self.mapped.atomic_read(path)
    }

    fn atomic_write(&self, path: &Path, data: &[u8]) -> io::Result<()> {
        self.mapped.atomic_write(path, data)
    }

    fn sync_directory(&self) -> io::Result<()> {
        self.mapped.sync_directory()
    }

    fn acquire_lock(&self, lock: &Lock) -> Result<DirectoryLock, LockError> {
        self.mapped.acquire_lock(lock)
    }

    fn watch(&self, watch_callback: WatchCallback) -> TantivyResult<WatchHandle> {
        self.mapped.watch(watch_callback)
    }
}

/// The end of a file, and where it begins: at 0 where the file is short.
fn end(mut file: File) -> io::Result<(OwnedBytes, usize)> {
    let length = usize::try_from(file.metadata()?.len()).map_err(io::Error::other)?;
    let start = if length <= SHORT { 0 } else { (length - END) / PAGE * PAGE };
    let mut bytes = vec![0; length - start];
    file.seek(SeekFrom::Start(start as u64))?;
    file.read_exact(&mut bytes)?;
    Ok((OwnedBytes::new(bytes), start))
}

/// A file that is mapped, and whose end was read.
struct Ended {
    mapped: Arc<dyn FileHandle>,
    end: OwnedBytes,
    /// Where the end begins.
    start: usize,
}

impl FileHandle for Ended {
    fn read_bytes(&self, range: Range<usize>) -> io::Result<OwnedBytes> {
        if range.start >= self.start && range.start <= range.end && range.end <= self.len() {
            return Ok(self.end.slice(range.start - self.start..range.end - self.start));
        }
        self.mapped.read_bytes(range)
    }
}

impl HasLen for Ended {
    fn len(&self) -> usize {
        self.start + self.end.len()
    }
}

impl fmt::Debug for Ended {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Ended").field("length", &self.len()).finish_non_exhaustive()
    }
}

/// A file that is read in pieces, and open only while one is read: many segments have more files than a process may hold open.
struct Pieces {
    file: PathBuf,
    length: usize,
    /// The pieces that were read last, and where each begins: one thread reads here, another there.
    kept: Mutex<VecDeque<(usize, OwnedBytes)>>,
}

impl Pieces {
    fn new(path: PathBuf) -> io::Result<Self> {
        let length = usize::try_from(std::fs::metadata(&path)?.len()).map_err(io::Error::other)?;
        Ok(Pieces { file: path, length, kept: Mutex::default() })
    }

    fn read(&self, range: &Range<usize>) -> io::Result<OwnedBytes> {
        let mut bytes = vec![0; range.len()];
        let mut file = File::open(&self.file)?;
        file.seek(SeekFrom::Start(range.start as u64))?;
        file.read_exact(&mut bytes)?;
        Ok(OwnedBytes::new(bytes))
    }
}

impl FileHandle for Pieces {
    fn read_bytes(&self, range: Range<usize>) -> io::Result<OwnedBytes> {
        if range.start > range.end || range.end > self.length {
            return Err(io::Error::from(io::ErrorKind::UnexpectedEof));
        }
        if range.len() >= PIECE {
            return self.read(&range);
        }
        let mut pieces = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let holds = |(start, piece): &(usize, OwnedBytes)| *start <= range.start && range.end <= start + piece.len();
        if let Some((start, piece)) = pieces.iter().find(|piece| holds(piece)) {
            return Ok(piece.slice(range.start - start..range.end - start));
        }
        let piece = self.read(&(range.start..self.length.min(range.start + PIECE)))?;
        let wanted = piece.slice(0..range.len());
        pieces.truncate(PIECES - 1);
        pieces.push_front((range.start, piece));
        Ok(wanted)
    }
}

impl HasLen for Pieces {
    fn len(&self) -> usize {
        self.length
    }
}

impl fmt::Debug for Pieces {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pieces").field("length", &self.length).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(32))]
        #[test]
        fn any_ranges_are_read_as_they_stand(
            length in prop_oneof![0_u32..600_000, Just(0), Just(32_768), Just(32_769)],
            asked in prop::collection::vec((0usize..600_000, prop_oneof![0usize..300_000, 0usize..5_000]), 1..12),
        ) {
            let dir = tempfile::tempdir().expect("a temporary folder");
            let bytes: Vec<u8> = (0..length).map(|number| (number % 251) as u8).collect();
            std::fs::write(dir.path().join("postings"), &bytes).expect("writes");
            for folder in [Files::in_pieces(dir.path()), Files::mapped(dir.path())] {
                let file = folder.expect("opens").get_file_handle(Path::new("postings")).expect("is there");
                prop_assert_eq!(file.len(), bytes.len());
                for &(from_end, length) in &asked {
                    let start = bytes.len().saturating_sub(from_end);
                    let range = start..(start + length).min(bytes.len());
                    let read = file.read_bytes(range.clone()).ok();
                    prop_assert_eq!(read.as_ref().map(OwnedBytes::as_slice), bytes.get(range));
                }
            }
        }
    }

    #[test]
    fn a_file_that_is_open_can_be_opened_again_after_it_was_deleted() {
        for length in [100, 100_000] {
            let dir = tempfile::tempdir().expect("a temporary folder");
            let path = dir.path().join("postings");
            std::fs::write(&path, vec![7; length]).expect("writes");
            let files = Files::mapped(dir.path()).expect("opens");
            let open = || files.clone().get_file_handle(Path::new("postings"));
            let first = open().expect("is there");
            std::fs::remove_file(path).expect("deletes");
            assert_eq!(open().expect("is open").read_bytes(0..length).expect("reads").len(), length);
            drop(first);
            assert!(matches!(open(), Err(OpenReadError::FileDoesNotExist(_))));
        }
    }

    #[test]
    fn what_lies_beyond_the_end_of_pieces_is_an_error() {
        let dir = tempfile::tempdir().expect("a temporary folder");
        std::fs::write(dir.path().join("postings"), [7; 100]).expect("writes");
        let file =
            Files::in_pieces(dir.path()).expect("opens").get_file_handle(Path::new("postings")).expect("is there");
        assert!(file.read_bytes(90..101).is_err());
    }

    #[test]
    fn a_file_that_is_not_there_is_told_as_such() {
        let dir = tempfile::tempdir().expect("a temporary folder");
        for folder in [Files::in_pieces(dir.path()), Files::mapped(dir.path())] {
            let file = folder.expect("opens").get_file_handle(Path::new("none"));
            assert!(matches!(file, Err(OpenReadError::FileDoesNotExist(_))));
        }
    }
}
