//! Words for the names of exported files, and writing the files: never over another file, never outside the folder, never half.

use crate::text::{fold, truncate};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

/// The most bytes of a whole name, well below the 255 of common file systems.
pub(super) const BYTES: usize = 120;
/// The most letters the headline gives to a name: enough to know the article by, short enough for a listing.
const LETTERS: usize = 40;
/// How many numbers are tried before a folder is taken to be full of that name.
const COPIES: usize = 10_000;
/// Names that Windows keeps for devices, whatever their ending.
const DEVICES: [&str; 6] = ["con", "prn", "aux", "nul", "com", "lpt"];

/// A text's words, folded and joined by hyphens, cut at a word after some 40 letters and not before a dangling short one; none where it has no
/// word.
pub(super) fn slug(text: &str) -> Option<String> {
    // Joined, not split, at an apostrophe: "mayor's" is one word.
    let folded = fold(text).replace('\'', "");
    let words: Vec<&str> = folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let mut taken: Vec<&str> = Vec::new();
    let mut letters = 0;
    for word in &words {
        let more = word.chars().count() + usize::from(!taken.is_empty());
        if letters + more > LETTERS {
            break;
        }
        letters += more;
        taken.push(word);
    }
    if taken.len() < words.len() {
        while taken.len() > 1 && taken.last().is_some_and(|word| word.is_ascii() && word.len() <= 3) {
            taken.pop();
        }
    }
    match (taken.is_empty(), words.first()) {
        (false, _) => Some(taken.join("-")),
        (true, long) => long.map(|long| long.chars().take(LETTERS).collect()),
    }
}

/// Whether a name is one of those that Windows keeps.
pub(super) fn is_device(stem: &str) -> bool {
    let letters = stem.trim_end_matches(|c: char| c.is_ascii_digit());
    DEVICES.contains(&letters) && stem.len() - letters.len() <= 1
}

/// Writes a new file into the folder, which is made where it is missing, and gives its path.
///
/// The content is on the disk before the name is: a crash leaves no half file. A name that is taken gets `-2`, `-3` and so on before its ending.
///
/// # Errors
/// Where the folder cannot be made or written, or `name` has more to it than a file's name.
pub fn write_new(folder: &Path, name: &str, content: impl AsRef<[u8]>) -> io::Result<PathBuf> {
    if Path::new(name).file_name() != Some(name.as_ref()) || name.contains(['/', '\\']) {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, format!("{name:?} is not the name of a file")));
    }
    std::fs::create_dir_all(folder)?;
    let mut file = tempfile::Builder::new().prefix(".dateline-").tempfile_in(folder)?;
    file.write_all(content.as_ref())?;
    file.as_file().sync_all()?;
    for copy in 1..=COPIES {
        let path = folder.join(if copy == 1 { name.to_owned() } else { numbered(name, copy) });
        match file.persist_noclobber(&path) {
            Ok(written) => {
                open_to_others(&written)?;
                sync_folder(folder);
                return Ok(path);
            }
            Err(taken) if taken.error.kind() == io::ErrorKind::AlreadyExists => file = taken.file,
            Err(failed) => return Err(failed.error),
        }
    }
    Err(io::Error::new(io::ErrorKind::AlreadyExists, format!("{COPIES} files of the name {name} are there already")))
}

/// The name of a further copy: the number before the ending, and the name no longer than a name may be, or than it was.
fn numbered(name: &str, copy: usize) -> String {
    let (stem, ending) = name.rfind('.').filter(|&dot| dot > 0).map_or((name, ""), |dot| name.split_at(dot));
    let number = format!("-{copy}");
    let room = BYTES.max(name.len()).saturating_sub(number.len() + ending.len());
    format!("{}{number}{ending}", truncate(stem, room))
}

/// A temporary file is its owner's alone; an exported one is as readable as any new file usually is.
#[cfg(unix)]
fn open_to_others(file: &std::fs::File) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    file.set_permissions(std::fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
fn open_to_others(_: &std::fs::File) -> io::Result<()> {
    Ok(())
}

/// Makes the new name durable where the system lets a folder be synced; the file itself is safe already.
fn sync_folder(folder: &Path) {
    if let Ok(folder) = std::fs::File::open(folder) {
        let _ = folder.sync_all();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::Article;
    use crate::export::Naming;
    use proptest::prelude::*;

    fn named(headline: &str, date: Option<&str>) -> String {
        let mut article = Article::default();
        headline.clone_into(&mut article.headline.text);
        article.published = date.and_then(|date| date.parse().ok());
        Naming::default().name(&article, "txt")
    }

    #[test]
    fn a_name_is_date_and_headline() {
        for (headline, date, name) in [
            (
                "North Korea, US exchange signal for resuming nuclear talks",
                Some("2019-06-24T16:16"),
                "2019-06-24-north-korea-us-exchange-signal.txt",
            ),
            ("Mayor’s café", Some("2019-06"), "2019-06-mayors-cafe.txt"),
            ("Ferry", None, "ferry.txt"),
            ("港に船が戻る", Some("2023-05-14"), "2023-05-14-港に船が戻る.txt"),
            ("../../etc/passwd", None, "etc-passwd.txt"),
            ("…", None, "article.txt"),
            ("NUL", None, "article-nul.txt"),
            ("COM1", None, "article-com1.txt"),
        ] {
            assert_eq!(named(headline, date), name);
        }
    }

    #[test]
    fn a_name_that_is_taken_is_never_written_over() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let target = folder.path().join("new").join("deep");
        let paths: Vec<PathBuf> =
            ["a", "b", "c"].iter().map(|text| write_new(&target, "x.txt", text).expect("writable")).collect();
        let names: Vec<_> =
            paths.iter().map(|path| path.file_name().and_then(|name| name.to_str()).expect("a plain name")).collect();
        assert_eq!(names, ["x.txt", "x-2.txt", "x-3.txt"]);
        assert_eq!(std::fs::read_to_string(&paths[0]).expect("written"), "a");
        assert_eq!(std::fs::read_dir(&target).expect("there").count(), 3, "no temporary file is left");
    }

    #[test]
    fn the_number_of_a_copy_makes_no_name_longer_than_a_name_may_be() {
        for (name, copy, numbered) in [
            ("x.txt".to_owned(), 2, "x-2.txt".to_owned()),
            ("x".to_owned(), 3, "x-3".to_owned()),
            (format!("{}.md", "x".repeat(117)), 10_000, format!("{}-10000.md", "x".repeat(111))),
            (format!("{}.txt", "é".repeat(58)), 2, format!("{}-2.txt", "é".repeat(57))),
            ("n".repeat(255), 2, format!("{}-2", "n".repeat(253))),
            (".hidden".to_owned(), 2, ".hidden-2".to_owned()),
        ] {
            assert_eq!(super::numbered(&name, copy), numbered);
        }
    }

    #[test]
    fn a_name_with_a_path_is_refused() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        for name in ["../x", "a/b", "/x", "..", "", "a\\b"] {
            assert!(write_new(folder.path(), name, "").is_err(), "{name}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_link_is_not_followed() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let elsewhere = folder.path().join("elsewhere");
        std::os::unix::fs::symlink(&elsewhere, folder.path().join("x.txt")).expect("a link");
        let path = write_new(folder.path(), "x.txt", "a").expect("writable");
        assert_eq!(path, folder.path().join("x-2.txt"));
        assert!(!elsewhere.exists());
    }

    proptest! {
        #[test]
        fn any_headline_gives_a_safe_name(headline in any::<String>()) {
            let name = named(&headline, None);
            prop_assert!(name.len() <= 120 && name.strip_suffix(".txt").is_some() && !name.starts_with(['.', '-']));
            prop_assert!(name.trim_end_matches(".txt").chars().all(|c| c.is_alphanumeric() || c == '-'), "{}", name);
        }
    }
}
