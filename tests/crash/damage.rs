//! Files of a library that are damaged on the disk: told clearly, mended, and nothing of them deleted.

use crate::scene::{Dice, Scene, page};
use dateline::library::Library;
use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};

const PAGES: usize = 40;

/// How often each kind of file is damaged.
fn rounds() -> usize {
    std::env::var("DATELINE_DAMAGES").ok().and_then(|rounds| rounds.parse().ok()).unwrap_or(24)
}

fn whole() -> Scene {
    let scene = Scene::new();
    scene.write(0..PAGES, 1).run(&["import", "."]);
    scene.mark_every_third();
    scene
}

/// Flips a bit of each of a few places, fills a stretch with noughts or cuts the file off.
fn damage(file: &Path, dice: &mut Dice) -> String {
    let mut bytes = fs::read(file).expect("is read");
    let size = bytes.len() as u64;
    let at = usize::try_from(dice.below(size)).expect("small");
    let told = match dice.below(4) {
        0 => {
            bytes.truncate(at);
            format!("cut at {at}")
        }
        1 => {
            let end = bytes.len().min(at + 4096);
            bytes[at..end].fill(0);
            format!("noughts from {at}")
        }
        _ => {
            for _ in 0..=dice.below(3) {
                let at = usize::try_from(dice.below(size)).expect("small");
                bytes[at] ^= 1 << dice.below(8);
            }
            "bits flipped".to_owned()
        }
    };
    fs::write(file, bytes).expect("is written");
    format!("{} of {size} bytes: {told}", file.display())
}

/// Runs a command that may fail, but only with words.
fn told(scene: &Scene, words: &[&str], what: &str) -> i32 {
    let output = scene.command(words).output().expect("starts");
    let error = String::from_utf8_lossy(&output.stderr);
    let code = output.status.code().unwrap_or_else(|| panic!("{what}: {words:?} was ended by a signal"));
    assert!(!error.contains("panicked"), "{what}: {words:?}: {error}");
    assert!(code != 2 || error.starts_with("dateline: "), "{what}: {words:?}: {error}");
    code
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = fs::read_dir(folder).expect("is read").flatten().map(|entry| entry.path()).collect();
    files.sort();
    files
}

#[test]
fn a_damaged_database_is_set_aside_and_what_can_be_read_of_it_is_saved() {
    let before = whole();
    let mut dice = Dice(21);
    let (mut saved, mut marked) = (0, 0);
    for _ in 0..rounds() {
        let scene = before.again();
        let file = scene.library().join("library.db");
        let what = damage(&file, &mut dice);
        let damaged = fs::read(&file).expect("is read");
        for words in [&["list"][..], &["search", "boat"], &["show", "7"]] {
            told(&scene, words, &what);
        }
        let found = told(&scene, &["doctor"], &what);
        told(&scene, &["doctor", "--repair"], &what);
        let library = Library::open(&scene.library()).unwrap_or_else(|error| panic!("{what}: {error:?}"));
        let ids = library.ids().expect("reads");
        for id in &ids {
            let article = library.article(*id).expect("is whole").expect("is there");
            if let Some(original) = library.original(*id).ok().flatten() {
                let original = String::from_utf8(original.bytes).expect("as it was");
                let number = (0..PAGES).find(|number| original == page(*number, 1));
                let number = number.unwrap_or_else(|| panic!("{what}: a page that never was"));
                assert!(article.headline.text.contains(&format!("page{number}x")), "{what}: {}", article.headline.text);
            }
        }
        saved += ids.len();
        marked +=
            ids.iter().filter(|id| library.row(**id).is_ok_and(|row| row.is_some_and(|row| row.marks.starred))).count();
        if found != 0 && ids.len() < PAGES {
            let aside = files(&scene.library()).into_iter().find(|file| file.display().to_string().contains("damaged"));
            assert_eq!(fs::read(aside.expect("kept")).expect("is read").len(), damaged.len(), "{what}: kept whole");
        }
        scene.run(&["import", "."]);
        drop(library);
        let library = scene.open();
        let originals: HashSet<Vec<u8>> = library
            .ids()
            .expect("reads")
            .into_iter()
            .filter_map(|id| library.original(id).expect("is whole").map(|original| original.bytes))
            .collect();
        let all = (0..PAGES).all(|number| originals.contains(page(number, 1).as_bytes()));
        assert!(all, "{what}: importing the pages again completes the library");
    }
    let all = rounds() * PAGES;
    assert!(saved * 10 > all * 7 && marked * 3 * 10 > all * 7, "{saved} of {all} articles, {marked} stars");
}

#[test]
fn a_database_whose_first_page_is_lost_is_saved_whole() {
    let scene = whole();
    let before = scene.held();
    let file = scene.library().join("library.db");
    let mut bytes = fs::read(&file).expect("is read");
    // The header tells how long the page is (SQLite's file format, 1.3).
    let size = usize::from(u16::from_be_bytes([bytes[16], bytes[17]]));
    bytes[..size].fill(0);
    fs::write(&file, bytes).expect("is written");
    assert_eq!(told(&scene, &["doctor", "--repair"], "the first page is lost"), 0);
    assert_eq!(scene.held(), before);
}

#[test]
fn a_database_of_an_earlier_version_whose_first_page_is_lost_is_told_and_saved_whole() {
    for (size, steps) in [(4096, 4), (16_384, 5)] {
        begun_earlier_and_its_first_page_lost(size, steps);
    }
}

/// What made the tables of each version before the present one.
const STEPS: [&str; 5] = [
    include_str!("../../src/library/schema.sql"),
    include_str!("../../src/library/corrections.sql"),
    include_str!("../../src/library/notes.sql"),
    include_str!("../../src/library/dictionaries.sql"),
    include_str!("../../src/library/searches.sql"),
];

fn begun_earlier_and_its_first_page_lost(size: usize, steps: usize) {
    let scene = Scene::new();
    fs::create_dir(scene.library()).expect("a folder");
    let file = scene.library().join("library.db");
    let begun = rusqlite::Connection::open(&file).expect("opens");
    begun.execute_batch(&format!("PRAGMA page_size = {size}; PRAGMA journal_mode = WAL; BEGIN")).expect("is begun");
    STEPS[..steps].iter().for_each(|step| begun.execute_batch(step).expect("is made"));
    // Indexes that fill more than a page, as they did.
    let many = "WITH RECURSIVE many (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM many WHERE n < 3000)
                INSERT INTO article (id, change, headline, derived, canonical, origin, words, empty)
                SELECT n, n, 'gone', 0, hex(randomblob(9)), 'gone', 1, 0 FROM many; DELETE FROM article; DELETE FROM sqlite_sequence;";
    begun
        .execute_batch(&format!("{many} PRAGMA application_id = 0x64746C6E; PRAGMA user_version = {steps}; COMMIT"))
        .expect("is as it was");
    drop(begun);
    scene.write(0..PAGES, 1).run(&["import", "."]);
    let records = scene.pages().join("records.jsonl");
    let record = r#"{"title": "Boats", "text": "A boat of page40x came in on the evening tide and was made fast at the old pier."}"#;
    fs::write(&records, record).expect("is written");
    scene.run(&["import", "records.jsonl"]);
    scene.mark_every_third();
    scene.open().set_note(dateline::article::ArticleId(2), "Seen from the quay").expect("is kept");
    let before = scene.held();
    let mut bytes = fs::read(&file).expect("is read");
    assert_eq!(usize::from(u16::from_be_bytes([bytes[16], bytes[17]])), size);
    bytes[..size].fill(0);
    fs::write(&file, bytes).expect("is written");
    let output = scene.command(&["doctor"]).output().expect("starts");
    assert!(String::from_utf8_lossy(&output.stdout).contains("database: file is not a database"), "{output:?}");
    assert_eq!(told(&scene, &["doctor", "--repair"], "the first page is lost"), 0);
    assert_eq!(scene.held(), before);
    let row = scene.open().row(dateline::article::ArticleId(2)).expect("reads").expect("is there");
    assert_eq!(row.marks.note.as_deref(), Some("Seen from the quay"));
    let library = scene.open();
    let last = library.ids().expect("reads").last().map(|&id| library.row(id).expect("reads").expect("is there"));
    let last = last.expect("there are some");
    assert!(last.origin.ends_with("records.jsonl:1"), "{}", last.origin);
}

#[test]
fn a_database_of_the_first_version_whose_first_page_is_lost_gives_its_articles() {
    let scene = Scene::new();
    fs::create_dir(scene.library()).expect("a folder");
    let file = scene.library().join("library.db");
    let begun = rusqlite::Connection::open(&file).expect("opens");
    let schema = include_str!("../../src/library/schema.sql");
    begun.execute_batch("PRAGMA page_size = 4096; PRAGMA journal_mode = WAL").expect("is begun");
    begun.execute_batch(schema).expect("is as the first version made it");
    let sql = "INSERT INTO article (id, change, headline, derived, headline_key, origin, words, empty) VALUES (1, 1, 'The ferry sails again', 0, '', 'a', 3, 0);
               INSERT INTO mark (article, starred, change) VALUES (1, 1, 2); INSERT INTO tag (article, key, name) VALUES (1, 'kept', 'Kept');";
    begun.execute_batch(sql).expect("is as the first version kept it");
    drop(begun);
    let mut bytes = fs::read(&file).expect("is read");
    bytes[..4096].fill(0);
    fs::write(&file, bytes).expect("is written");
    assert_eq!(told(&scene, &["doctor"], "the first page is lost"), 1);
    told(&scene, &["doctor", "--repair"], "the first page is lost");
    let library = scene.open();
    let row = library.row(dateline::article::ArticleId(1)).expect("reads").expect("is there");
    assert_eq!(
        (row.headline.as_str(), row.marks.starred, &*row.marks.tags),
        ("The ferry sails again", true, &["Kept".to_owned()][..])
    );
}

#[test]
fn a_damaged_index_is_made_anew_and_nothing_is_lost() {
    let before = whole();
    let mut dice = Dice(22);
    let index = |scene: &Scene| files(&scene.library()).into_iter().find(|file| file.is_dir()).expect("an index");
    let names: Vec<PathBuf> =
        files(&index(&before)).iter().map(|file| file.file_name().expect("named").into()).collect();
    for round in 0..rounds() {
        let scene = before.again();
        let file = index(&scene).join(&names[round % names.len()]);
        if fs::metadata(&file).is_ok_and(|file| file.len() == 0) {
            continue;
        }
        let what = damage(&file, &mut dice);
        for words in [&["list"][..], &["search", "boat"], &["search", "\"on the quay\" -page3x"]] {
            told(&scene, words, &what);
        }
        told(&scene, &["doctor", "--repair"], &what);
        assert_eq!(told(&scene, &["doctor"], &what), 0, "{what}");
        assert_eq!(scene.held(), before.held(), "{what}");
    }
}

#[test]
fn a_sound_library_is_found_sound() {
    let scene = whole();
    let output = scene.command(&["doctor"]).output().expect("starts");
    assert_eq!(String::from_utf8_lossy(&output.stdout), format!("{PAGES} articles read\nnothing is wrong\n"));
    assert_eq!(output.status.code(), Some(0));
}
