//! One writer at a time: a lock on a file that holds the writer's process number. The system frees it when its holder ends, however it ends.

use super::LibraryError;
use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Read, Seek, Write};
use std::path::Path;
use std::time::{Duration, Instant};

/// The right to write articles and the index, until it is dropped.
#[derive(Debug)]
pub(super) struct WriterLock {
    _file: File,
}

impl WriterLock {
    /// Takes the lock, and waits for it that long at the most.
    pub fn take(dir: &Path, patience: Duration) -> Result<Self, LibraryError> {
        let path = dir.join("writer.lock");
        let failed = || LibraryError::file("locking", &path);
        let mut options = OpenOptions::new();
        options.read(true).write(true).create(true).truncate(false);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file = options.open(&path).map_err(failed())?;
        let deadline = Instant::now() + patience;
        loop {
            match file.try_lock() {
                Ok(()) => break,
                Err(TryLockError::Error(source)) => return Err(failed()(source)),
                Err(TryLockError::WouldBlock) if Instant::now() >= deadline => {
                    let mut holder = String::new();
                    let pid = file.read_to_string(&mut holder).ok().and_then(|_| holder.trim().parse().ok());
                    return Err(LibraryError::Busy { doing: "opening for writing", dir: dir.to_owned(), pid });
                }
                Err(TryLockError::WouldBlock) => std::thread::sleep(Duration::from_millis(20)),
            }
        }
        // The number only serves the message of those who wait: a disk that is full must not keep anyone from writing.
        let _ = file.set_len(0).and_then(|()| file.rewind()).and_then(|()| writeln!(file, "{}", std::process::id()));
        Ok(WriterLock { _file: file })
    }
}
