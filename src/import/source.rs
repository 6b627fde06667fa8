//! Where pages come from: files, folders with all that is below them, standard input. Finds them in an order that is the same each time; reads
//! one when it is asked for. What is inside is `decode`'s business.

use super::limit::page_bytes;
use super::refused::Refused;
use crate::article::Origin;
use ignore::{DirEntry, WalkBuilder};
use std::collections::HashSet;
use std::fs::{self, File, FileType};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

/// A page that was found and not yet read.
#[derive(Clone, Debug)]
pub struct Source {
    /// Where it is.
    pub origin: Origin,
    /// How many bytes it has, as far as the system tells before it is read.
    pub size: u64,
    bytes: Bytes,
}

#[derive(Clone, Debug)]
enum Bytes {
    Stdin,
    File(PathBuf),
    /// What is in memory already: given as it is, or standard input that was looked at and read.
    Here(Arc<[u8]>),
}

/// Something that was asked for and cannot be read.
#[derive(Clone, Debug)]
pub struct Refusal {
    /// What it is.
    pub origin: Origin,
    /// Why it cannot be read.
    pub reason: Refused,
}

impl Source {
    /// Standard input.
    pub fn stdin() -> Source {
        Source { origin: Origin::Stdin, size: 0, bytes: Bytes::Stdin }
    }

    /// Bytes that are in memory already.
    pub fn given(origin: Origin, bytes: &[u8]) -> Source {
        Source { origin, size: bytes.len() as u64, bytes: Bytes::Here(bytes.into()) }
    }

    /// Where it is, in words that mean the same from any folder.
    pub fn absolute(&self) -> Origin {
        match &self.origin {
            Origin::File(path) => Origin::File(std::path::absolute(path).unwrap_or_else(|_| path.clone())),
            other => other.clone(),
        }
    }

    /// How much of the bound on what is in hand a page found, or not found, takes.
    pub fn weight(found: &Result<Source, Refusal>) -> u64 {
        found.as_ref().map_or(0, |source| source.size)
    }

    /// The refusal of it.
    pub fn refused(self, reason: Refused) -> Refusal {
        Refusal { origin: self.origin, reason }
    }

    /// Its bytes, as they are.
    ///
    /// # Errors
    /// Where the system does not give them out, or there are more of them than a page may have.
    pub fn read(&self) -> Result<Vec<u8>, Refused> {
        match &self.bytes {
            Bytes::Here(bytes) if bytes.len() > page_bytes() => Err(Refused::TooLarge),
            Bytes::Here(bytes) => Ok(bytes.to_vec()),
            Bytes::Stdin => read_bounded(io::stdin().lock(), 0),
            Bytes::File(path) => read_bounded(open(path)?, self.size),
        }
    }
}

impl Source {
    /// Its bytes as a stream of any length.
    pub(super) fn begin(&self) -> Result<Box<dyn Read>, Refused> {
        Ok(match &self.bytes {
            Bytes::Here(bytes) => Box::new(io::Cursor::new(Arc::clone(bytes))),
            Bytes::Stdin => Box::new(io::stdin()),
            Bytes::File(path) => Box::new(open(path)?),
        })
    }

    /// The source as it was before its start was read from what [`Source::begin`] gave, so that it can be read as one page.
    pub(super) fn again(mut self, start: Vec<u8>, rest: impl Read) -> Source {
        if let Bytes::Stdin = self.bytes {
            let mut bytes = start;
            // What cannot be read on is as good as the end of it.
            let _ = rest.take(page_bytes() as u64 + 1).read_to_end(&mut bytes);
            self.size = bytes.len() as u64;
            self.bytes = Bytes::Here(bytes.into());
        }
        self
    }
}

/// Opens what was a file when it was found. What stands in its place by now, a pipe that nobody writes to, is neither waited for nor read; nor is
/// a file of the system that gives nothing yet.
fn open(path: &Path) -> Result<File, Refused> {
    let mut options = File::options();
    options.read(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.custom_flags(rustix::fs::OFlags::NONBLOCK.bits().cast_signed());
    }
    let file = options.open(path)?;
    match special(file.metadata()?.file_type()) {
        Some(kind) => Err(Refused::NotAFile(kind)),
        None => Ok(file),
    }
}

fn read_bounded(from: impl Read, size: u64) -> Result<Vec<u8>, Refused> {
    if size > page_bytes() as u64 {
        return Err(Refused::TooLarge);
    }
    let mut bytes = Vec::with_capacity(usize::try_from(size).unwrap_or(0) + 1);
    from.take(page_bytes() as u64 + 1).read_to_end(&mut bytes)?;
    if bytes.len() > page_bytes() { Err(Refused::TooLarge) } else { Ok(bytes) }
}

/// All pages that the paths name, in their order; the pages of a folder in the order of their paths. `-` is standard input.
///
/// Links are followed; one that leads back into its own folder is passed over, and so is one to a folder that another link led to: two links in
/// each of thirty folders would be a thousand million ways. Hidden files and folders are passed over unless they are named
/// themselves. No `.gitignore` is heeded: what stands in a folder of pages is a page. The folder `but` and what is below it is passed over:
/// a library that stands among the pages is none of them.
pub fn sources(paths: &[PathBuf], but: Option<&Path>) -> impl Iterator<Item = Result<Source, Refusal>> {
    let but = but.and_then(|folder| folder.canonicalize().ok());
    paths.iter().flat_map(move |path| named(path, but.clone()))
}

fn named(path: &Path, but: Option<PathBuf>) -> Box<dyn Iterator<Item = Result<Source, Refusal>>> {
    if path == Path::new("-") {
        return Box::new(std::iter::once(Ok(Source::stdin())));
    }
    match fs::metadata(path) {
        Ok(found) if found.is_dir() => Box::new(folder(path, but)),
        found => Box::new(std::iter::once(
            found.map_err(Refused::from).and_then(|found| file(path, &found)).map_err(refusal(path)),
        )),
    }
}

fn refusal(path: &Path) -> impl Fn(Refused) -> Refusal {
    move |reason| Refusal { origin: Origin::File(path.to_owned()), reason }
}

fn file(path: &Path, found: &fs::Metadata) -> Result<Source, Refused> {
    match special(found.file_type()) {
        Some(kind) => Err(Refused::NotAFile(kind)),
        None => {
            Ok(Source { origin: Origin::File(path.to_owned()), size: found.len(), bytes: Bytes::File(path.to_owned()) })
        }
    }
}

fn folder(path: &Path, but: Option<PathBuf>) -> impl Iterator<Item = Result<Source, Refusal>> + use<> {
    let root = path.to_owned();
    let entered = Mutex::new(HashSet::new());
    WalkBuilder::new(path)
        .standard_filters(false)
        .hidden(true)
        .follow_links(true)
        .sort_by_file_name(Ord::cmp)
        .filter_entry(move |entry| !is_folder(entry, but.as_deref()) && !is_linked_again(entry, &entered))
        .build()
        .filter_map(move |entry| match entry {
            Ok(entry) => below(&entry),
            Err(error) => lost(&root, &error).map(Err),
        })
}

fn is_folder(entry: &DirEntry, folder: Option<&Path>) -> bool {
    let is_dir = || entry.file_type().is_some_and(|kind| kind.is_dir());
    folder.is_some_and(|folder| is_dir() && entry.path().canonicalize().is_ok_and(|path| path == folder))
}

/// Whether it is a link to a folder that another link led to; all that is below was found by that one.
fn is_linked_again(entry: &DirEntry, entered: &Mutex<HashSet<PathBuf>>) -> bool {
    let leads_to = || entry.path().canonicalize().ok().filter(|path| path.is_dir());
    let link = entry.path_is_symlink().then(leads_to).flatten();
    link.is_some_and(|folder| !entered.lock().unwrap_or_else(PoisonError::into_inner).insert(folder))
}

/// What a folder's entry is to the walk: a page, something refused, or (a folder) nothing.
fn below(entry: &DirEntry) -> Option<Result<Source, Refusal>> {
    let found = fs::metadata(entry.path());
    if found.as_ref().is_ok_and(fs::Metadata::is_dir) {
        return None;
    }
    Some(found.map_err(Refused::from).and_then(|found| file(entry.path(), &found)).map_err(refusal(entry.path())))
}

/// What the walk could not look into. A loop of links loses nothing: all it leads to is met on the straight way.
fn lost(root: &Path, error: &ignore::Error) -> Option<Refusal> {
    if is_loop(error) {
        return None;
    }
    let reason = match error.io_error() {
        Some(io) if io.kind() == io::ErrorKind::NotFound => Refused::Missing,
        Some(io) => Refused::from(io::Error::new(io.kind(), io.to_string())),
        None => Refused::from(io::Error::other(error.to_string())),
    };
    Some(Refusal { origin: Origin::File(path_of(error).unwrap_or(root).to_owned()), reason })
}

fn is_loop(error: &ignore::Error) -> bool {
    match error {
        ignore::Error::Loop { .. } => true,
        ignore::Error::WithPath { err, .. } | ignore::Error::WithDepth { err, .. } => is_loop(err),
        _ => false,
    }
}

fn path_of(error: &ignore::Error) -> Option<&Path> {
    match error {
        ignore::Error::WithPath { path, .. } => Some(path),
        ignore::Error::WithDepth { err, .. } => path_of(err),
        _ => None,
    }
}

#[cfg(unix)]
fn special(kind: FileType) -> Option<&'static str> {
    use std::os::unix::fs::FileTypeExt;
    match kind {
        k if k.is_fifo() => Some("a pipe"),
        k if k.is_socket() => Some("a socket"),
        k if k.is_char_device() || k.is_block_device() => Some("a device"),
        _ => None,
    }
}

#[cfg(not(unix))]
fn special(kind: FileType) -> Option<&'static str> {
    (!kind.is_file()).then_some("something else")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The names below a folder that holds these files, as the walk finds them.
    fn walk(dir: &Path) -> Vec<String> {
        sources(&[dir.to_owned()], None)
            .map(|found| {
                let (origin, refused) = match found {
                    Ok(source) => (source.origin, String::new()),
                    Err(refusal) => (refusal.origin, format!(": {}", refusal.reason)),
                };
                let name = origin.to_string().replace(&format!("{}/", dir.display()), "");
                format!("{name}{refused}")
            })
            .collect()
    }

    fn lab(files: &[&str]) -> tempfile::TempDir {
        let dir = tempfile::tempdir().expect("a temporary folder");
        for file in files {
            let path = dir.path().join(file);
            fs::create_dir_all(path.parent().expect("it is below the folder")).expect("a folder");
            fs::write(path, "text").expect("a file");
        }
        dir
    }

    #[test]
    fn a_folder_is_walked_in_order_and_what_is_hidden_is_passed_over() {
        let dir = lab(&["b.html", "a/z.txt", "a/.hidden.txt", ".git/config", "a/b/c.html", ".gitignore"]);
        fs::write(dir.path().join(".gitignore"), "*.html").expect("a file");
        assert_eq!(walk(dir.path()), ["a/b/c.html", "a/z.txt", "b.html"]);
    }

    #[test]
    fn a_path_that_names_nothing_is_refused() {
        assert_eq!(walk(Path::new("/no/such/place")), ["/no/such/place: there is no such file or folder"]);
    }

    #[cfg(unix)]
    #[test]
    fn links_are_followed_and_loops_survived() {
        let dir = lab(&["a/page.html", "elsewhere.html"]);
        std::os::unix::fs::symlink(dir.path(), dir.path().join("a/round")).expect("a link");
        std::os::unix::fs::symlink("../elsewhere.html", dir.path().join("a/linked.html")).expect("a link");
        std::os::unix::fs::symlink("nowhere", dir.path().join("a/broken.html")).expect("a link");
        assert_eq!(
            walk(dir.path()),
            ["a/broken.html: there is no such file or folder", "a/linked.html", "a/page.html", "elsewhere.html"]
        );
    }

    #[cfg(unix)]
    #[test]
    fn links_that_double_at_every_step_are_followed_once_each() {
        let dir = lab(&["chain/30/page.html", "pages/page.html"]);
        let link = |to: &str, name: &str| {
            let path = dir.path().join(name);
            fs::create_dir_all(path.parent().expect("it is below the folder")).expect("a folder");
            std::os::unix::fs::symlink(to, path).expect("a link");
        };
        for step in 0..30 {
            for side in ["left", "right"] {
                link(&format!("../{}", step + 1), &format!("chain/{step}/{side}"));
            }
        }
        link("../chain/0", "pages/down");
        let found = walk(&dir.path().join("pages"));
        assert_eq!(found, [format!("down/{}page.html", "left/".repeat(30)), "page.html".to_owned()]);
    }

    #[cfg(unix)]
    #[test]
    fn a_pipe_that_takes_the_place_of_a_file_is_not_waited_for() {
        let dir = lab(&["page.html"]);
        let path = dir.path().join("page.html");
        let found = sources(std::slice::from_ref(&path), None).next().expect("one").expect("a file");
        fs::remove_file(&path).expect("is removed");
        assert!(std::process::Command::new("mkfifo").arg(&path).status().expect("mkfifo runs").success());
        assert!(matches!(found.read(), Err(Refused::NotAFile("a pipe"))));
        assert!(matches!(found.begin().map(drop), Err(Refused::NotAFile("a pipe"))));
    }

    #[cfg(unix)]
    #[test]
    fn a_device_is_refused_and_never_read() {
        assert_eq!(walk(Path::new("/dev/zero")), ["/dev/zero: it is a device, not a file"]);
    }

    #[test]
    fn the_same_page_twice_on_the_command_line_is_found_twice() {
        let dir = lab(&["a.html"]);
        assert_eq!(sources(&[dir.path().to_owned(), dir.path().join("a.html")], None).count(), 2);
    }
}
