//! The sample library: pages about invented events, built into the program, so that there is something to read before anything was imported.
//! It is opened by the very import that user's pages go through, in a folder of its own below the cache, and never mixed with a user's library.

use crate::article::Origin;
use crate::import::mapping::Mapping;
use crate::import::source::Source;
use crate::import::{Quiet, Run, import};
use crate::library::Library;
use anyhow::Context;
use include_dir::{Dir, include_dir};
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;

static PAGES: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/assets/sample");

/// Files beside the pages that are none.
const NO_PAGES: &[&str] = &["README.md"];

/// Opens the sample library below the cache folder, making it first where it is missing or was made from other pages.
///
/// Several processes may do so at once: one makes it, the others wait for it.
///
/// # Errors
/// Where the cache folder cannot be written, or the library cannot be opened.
pub fn open(cache: &Path) -> anyhow::Result<Library> {
    let folder = cache.join(format!("sample-{}", edition()));
    if !folder.exists() {
        make(cache, &folder).with_context(|| format!("making the sample library in {}", cache.display()))?;
    }
    Ok(Library::open(&folder)?)
}

/// What the cleaner has learned; the sample is cleaned again with what a newer one knows.
const LEARNED: [&[u8]; 2] = [include_bytes!("../assets/model.bin"), include_bytes!("../assets/cues.txt")];

/// What tells one edition of the sample from another: its pages, and the program that cleans them.
fn edition() -> String {
    let mut hash = blake3::Hasher::new();
    hash.update(env!("CARGO_PKG_VERSION").as_bytes());
    for table in LEARNED {
        hash.update(table);
    }
    for (name, page) in pages() {
        hash.update(name.as_bytes()).update(&[0]).update(&page.len().to_le_bytes()).update(page);
    }
    hash.finalize().to_hex()[..12].to_owned()
}

fn pages() -> impl Iterator<Item = (&'static str, &'static [u8])> {
    let named = PAGES.files().filter_map(|file| Some((file.path().to_str()?, file.contents())));
    named.filter(|(name, _)| !NO_PAGES.contains(name))
}

fn make(cache: &Path, folder: &Path) -> anyhow::Result<()> {
    fs::create_dir_all(cache)?;
    // Held until this function ends; a process that dies lets go of it.
    let lock = File::create(cache.join("sample.lock"))?;
    lock.lock()?;
    if folder.exists() {
        return Ok(());
    }
    let unfinished = cache.join("sample.new");
    remove(&unfinished)?;
    let mut library = Library::create(&unfinished)?;
    let sources = pages().map(|(name, page)| Ok(Source::given(Origin::Sample(name.to_owned()), page)));
    let jobs = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    import(sources, &mut library, &Mapping::default(), &Run { jobs, progress: &Quiet, stop: &AtomicBool::new(false) })?;
    drop(library);
    let earlier = editions(cache)?;
    fs::rename(&unfinished, folder)?;
    for edition in earlier {
        // Another process may have it open; this one is whole without its going.
        let _ = remove(&edition);
    }
    Ok(())
}

fn editions(cache: &Path) -> std::io::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(cache)? {
        let entry = entry?;
        if entry.file_name().to_string_lossy().starts_with("sample-") {
            found.push(entry.path());
        }
    }
    Ok(found)
}

fn remove(folder: &Path) -> std::io::Result<()> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sample_is_made_once_and_by_one_of_many() {
        let cache = tempfile::tempdir().expect("a temporary folder");
        std::thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(|| open(cache.path()).expect("the sample opens"));
            }
        });
        let library = open(cache.path()).expect("the sample opens");
        assert_eq!(library.ids().expect("readable").len(), pages().count());
        assert_eq!(editions(cache.path()).expect("readable").len(), 1);
    }

    #[test]
    fn earlier_editions_are_cleared_away() {
        let cache = tempfile::tempdir().expect("a temporary folder");
        fs::create_dir_all(cache.path().join("sample-0123456789ab")).expect("a folder");
        fs::create_dir_all(cache.path().join("sample.new")).expect("a folder");
        open(cache.path()).expect("the sample opens");
        let left = editions(cache.path()).expect("readable");
        assert_eq!(left, [cache.path().join(format!("sample-{}", edition()))]);
    }
}
