//! How large a page may be: one bound for the whole program, which the settings may change before anything is read.

use std::sync::OnceLock;

/// The MiB that a page may have after it was opened where the settings say nothing; the longest article of the web is far below.
const LARGEST: u16 = 64;

static SET: OnceLock<usize> = OnceLock::new();

/// Sets how many MiB a page may have for as long as the program runs. What is set first stays.
pub fn set_largest(mib: u16) {
    let _ = SET.set(usize::from(mib) << 20);
}

/// The most bytes a page may have after it was opened.
pub fn page_bytes() -> usize {
    SET.get().copied().unwrap_or(usize::from(LARGEST) << 20)
}
