//! The index's files as its writer reads them: read, not mapped.
//!
//! Merging reads every file of every segment once, from front to back. Mapped, all of it would count as this process's memory until the merge is
//! through; read in pieces, it needs no more than a piece of each file.

use std::collections::VecDeque;
use std::fmt;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use tantivy::directory::error::{DeleteError, LockError, OpenDirectoryError, OpenReadError, OpenWriteError};
use tantivy::directory::{
    Directory, DirectoryLock, FileHandle, Lock, MmapDirectory, OwnedBytes, WatchCallback, WatchHandle, WritePtr,
};
use tantivy::{HasLen, Result as TantivyResult};

/// How much is read at once where less is asked for.
const PIECE: usize = 64 << 10;

/// So many pieces of a file are kept.
const PIECES: usize = 3;

/// A folder whose files are read in pieces, and otherwise like any other.
#[derive(Clone, Debug)]
pub(super) struct Unmapped {
    folder: PathBuf,
    mapped: MmapDirectory,
}

impl Unmapped {
    /// The folder of an index.
    pub fn open(folder: &Path) -> Result<Self, OpenDirectoryError> {
        Ok(Unmapped { folder: folder.to_owned(), mapped: MmapDirectory::open(folder)? })
    }
}

impl Directory for Unmapped {
    fn get_file_handle(&self, path: &Path) -> Result<Arc<dyn FileHandle>, OpenReadError> {
        match Pieces::new(self.folder.join(path)) {
            Ok(pieces) => Ok(Arc::new(pieces)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                Err(OpenReadError::FileDoesNotExist(path.to_owned()))
            }
            Err(error) => Err(OpenReadError::wrap_io_error(error, path.to_owned())),
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
        fn any_ranges_are_read_as_they_stand(asked in prop::collection::vec((0usize..600_000, 0usize..300_000), 1..12)) {
            let dir = tempfile::tempdir().expect("a temporary folder");
            let bytes: Vec<u8> = (0..600_000_u32).map(|number| (number % 251) as u8).collect();
            std::fs::write(dir.path().join("postings"), &bytes).expect("writes");
            let folder = Unmapped::open(dir.path()).expect("opens");
            let file = folder.get_file_handle(Path::new("postings")).expect("is there");
            prop_assert_eq!(file.len(), bytes.len());
            for (start, length) in asked {
                let range = start..start + length;
                let read = file.read_bytes(range.clone()).ok();
                prop_assert_eq!(read.as_ref().map(OwnedBytes::as_slice), bytes.get(range));
            }
        }
    }

    #[test]
    fn a_file_that_is_not_there_is_told_as_such() {
        let dir = tempfile::tempdir().expect("a temporary folder");
        let folder = Unmapped::open(dir.path()).expect("opens");
        assert!(matches!(folder.get_file_handle(Path::new("none")), Err(OpenReadError::FileDoesNotExist(_))));
    }
}
