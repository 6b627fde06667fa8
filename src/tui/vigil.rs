//! Waiting until files change. Where the system tells of it the wait costs nothing; elsewhere files are looked at from time to time.

use std::path::{PathBuf, absolute};
use std::thread;
use std::time::Duration;

/// The time between two looks. Changes come in flocks, and the program's own are no news once it has said so: they are waited for as long.
const LOOK_EVERY: Duration = Duration::from_secs(2);

/// A watch over files and folders.
#[derive(Debug)]
pub struct Vigil {
    paths: Vec<PathBuf>,
    told: Option<told::Watch>,
}

impl Vigil {
    /// Begins a watch over files, and over what is in folders. What was changed before is to be looked for by whoever asks for it.
    pub fn over(paths: Vec<PathBuf>) -> Self {
        let told = watch(&paths);
        Vigil { paths, told }
    }

    /// Waits until it is time to look again.
    pub fn wait(&mut self) {
        if let Some(watch) = self.told.take() {
            watch.wait(None);
        }
        thread::sleep(LOOK_EVERY);
        // Another folder may have taken the place of one of them; from here on is told what the look that follows does not see.
        self.told = watch(&self.paths);
    }
}

/// A watch over folders, those of files, or the nearest ones above that are there; none where something would go untold.
fn watch(paths: &[PathBuf]) -> Option<told::Watch> {
    let folders = paths.iter().map(|path| {
        let path = absolute(path).ok()?;
        let folder = path.ancestors().find(|above| above.is_dir())?;
        // Nothing tells that a link leads elsewhere, or of what is written to what it leads to.
        (!path.is_symlink() && folder.canonicalize().ok()? == folder).then(|| folder.to_owned())
    });
    told::Watch::over(&folders.collect::<Option<Vec<_>>>()?)
}

#[cfg(all(target_os = "linux", target_pointer_width = "64"))]
mod told {
    use rustix::event::{PollFd, PollFlags, Timespec, poll};
    use rustix::fs::inotify::{CreateFlags, WatchFlags, add_watch, init};
    use rustix::fs::{FsWord, statfs};
    use rustix::io::Errno;
    use std::os::fd::OwnedFd;
    use std::path::PathBuf;

    /// File systems that no other machine writes to: ext, Btrfs, XFS, F2FS, ZFS, bcachefs, and memory.
    const LOCAL: [FsWord; 7] = [0xef53, 0x9123_683e, 0x5846_5342, 0xf2f5_2010, 0x2fc1_2fc1, 0xca45_1a4e, 0x0102_1994];

    /// What is told of: anything written, and files and folders that come, go and move. Reading is not.
    const CHANGES: WatchFlags = WatchFlags::MODIFY
        .union(WatchFlags::ATTRIB)
        .union(WatchFlags::CREATE)
        .union(WatchFlags::DELETE)
        .union(WatchFlags::MOVE)
        .union(WatchFlags::DELETE_SELF)
        .union(WatchFlags::MOVE_SELF);

    /// What the kernel tells.
    #[derive(Debug)]
    pub struct Watch(OwnedFd);

    impl Watch {
        /// Begins it; none where the file system is not known to tell all.
        pub fn over(folders: &[PathBuf]) -> Option<Self> {
            let watch = init(CreateFlags::CLOEXEC).ok()?;
            for folder in folders {
                statfs(folder).ok().filter(|about| LOCAL.contains(&about.f_type))?;
                add_watch(&watch, folder, CHANGES).ok()?;
            }
            Some(Watch(watch))
        }

        /// Waits until something is told, or for so long; says whether something was.
        pub fn wait(&self, patience: Option<&Timespec>) -> bool {
            let mut watched = [PollFd::new(&self.0, PollFlags::IN)];
            loop {
                match poll(&mut watched, patience) {
                    Err(Errno::INTR) => {}
                    told => return told.is_ok_and(|told| told > 0),
                }
            }
        }
    }
}

#[cfg(not(all(target_os = "linux", target_pointer_width = "64")))]
mod told {
    use rustix::event::Timespec;
    use std::path::PathBuf;

    /// Nothing is told here.
    #[derive(Debug)]
    pub enum Watch {}

    impl Watch {
        /// None.
        pub fn over(_: &[PathBuf]) -> Option<Self> {
            None
        }

        /// There is none to wait with.
        pub fn wait(&self, _: Option<&Timespec>) -> bool {
            match *self {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::library::Library;
    use std::fs;

    /// Whether something was told of what an act does, where the file system of temporary files tells anything.
    fn is_told(paths: &[PathBuf], act: impl FnOnce()) -> Option<bool> {
        let watch = watch(paths)?;
        act();
        Some(watch.wait(Some(&rustix::event::Timespec { tv_sec: 0, tv_nsec: 0 })))
    }

    #[test]
    fn what_is_written_into_a_library_is_told_and_what_is_read_is_not() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let library = Library::create(folder.path()).expect("the library opens");
        let other = Library::open(folder.path()).expect("the library opens");
        let mut searcher = library.searcher().expect("the library can be searched");
        let paths = library.written();
        for query in ["ferry", "gulls"] {
            let kept = || other.keep_search("boats", Some(query)).expect("the search is written");
            assert_ne!(is_told(&paths, kept), Some(false));
        }
        assert_ne!(is_told(&paths, || drop(searcher.refresh())), Some(true));
    }

    #[test]
    fn files_that_come_and_change_are_told_and_links_are_looked_at() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let inner = folder.path().join("inner");
        let file = inner.join("config.toml");
        let paths = [file.clone()];
        assert_ne!(is_told(&paths, || fs::create_dir(&inner).expect("a folder")), Some(false));
        assert_ne!(is_told(&paths, || fs::write(&file, "a").expect("a file")), Some(false));
        assert_ne!(is_told(&paths, || fs::write(&file, "b").expect("a file")), Some(false));
        assert_ne!(is_told(&paths, || drop(fs::read(&file))), Some(true));
        let link = folder.path().join("link");
        std::os::unix::fs::symlink(&file, &link).expect("a link");
        assert!(watch(&[link]).is_none());
    }
}
