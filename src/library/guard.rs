//! Keeps a damaged index from taking the program down: the index's crate panics where its files are not as it wrote them.

use super::LibraryError;
use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind, set_hook, take_hook};
use std::path::Path;
use tantivy::TantivyError;

thread_local! {
    static GUARDED: Cell<bool> = const { Cell::new(false) };
}

/// Reads from the index in a folder; a panic becomes the error that the index is damaged. What `read` was changing must not be used after it.
pub(super) fn guarded<T>(folder: &Path, read: impl FnOnce() -> Result<T, LibraryError>) -> Result<T, LibraryError> {
    hushed(read).unwrap_or_else(|| Err(LibraryError::index("reading", folder)(damaged())))
}

/// The same for what gives the errors of the index's crate.
pub(super) fn caught<T>(read: impl FnOnce() -> Result<T, TantivyError>) -> Result<T, TantivyError> {
    hushed(read).unwrap_or_else(|| Err(damaged()))
}

/// `None` where it panics.
fn hushed<T>(read: impl FnOnce() -> T) -> Option<T> {
    let outer = GUARDED.replace(true);
    let done = catch_unwind(AssertUnwindSafe(read));
    GUARDED.set(outer);
    done.ok()
}

fn damaged() -> TantivyError {
    TantivyError::InternalError("a file of the index is damaged".to_owned())
}

/// Whether this thread is reading from an index, so that its panic will be an error and is not to be told as a panic.
pub fn is_guarded() -> bool {
    GUARDED.get()
}

/// Keeps the panics that become errors from being reported; all others are reported as before.
pub fn hush() {
    let report = take_hook();
    set_hook(Box::new(move |info| {
        if !is_guarded() {
            report(info);
        }
    }));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_while_reading_the_index_is_an_error() {
        hush();
        let read = guarded::<()>(Path::new("index"), || panic!("a posting list that never ends"));
        assert!(matches!(read, Err(LibraryError::Index { .. })));
        assert!(!is_guarded());
    }
}
