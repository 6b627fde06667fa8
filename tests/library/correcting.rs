//! Corrections outlive what happens to their article; an earlier version's library takes them too.

use crate::lab::Lab;
use dateline::article::ArticleId;
use dateline::correction::{BlockKey, Correction, Ruling};
use dateline::import::{Quiet, Run, recast, reclean};
use dateline::library::{Library, doctor};
use std::sync::atomic::AtomicBool;

/// A library as version 1 kept it: one page, starred and tagged.
fn version_1() -> Lab {
    let lab = Lab::new();
    std::fs::create_dir_all(lab.path()).expect("makes");
    let database = rusqlite::Connection::open(lab.path().join("library.db")).expect("opens");
    database.execute_batch(include_str!("version-1.sql")).expect("is as version 1 wrote it");
    lab
}

fn keep_the_foot() -> (BlockKey, Correction) {
    let block = BlockKey::of(["All rights reserved."].into_iter())[0];
    (block, Correction { block, ruling: Ruling::Keep })
}

fn body(library: &Library) -> String {
    library.article(ArticleId(1)).expect("reads").expect("is there").paragraphs().join("\n")
}

#[test]
fn a_library_of_version_1_keeps_what_it_has_and_takes_corrections() {
    let lab = version_1();
    let mut library = Library::open(&lab.path()).expect("is brought up to date");
    let row = library.row(ArticleId(1)).expect("reads").expect("is there");
    assert_eq!((row.headline.as_str(), row.marks.starred), ("The ferry sails again", true));
    assert_eq!(row.marks.tags, ["dock"]);
    let (block, correction) = keep_the_foot();
    library.correct(ArticleId(1), block, Some(Ruling::Keep)).expect("keeps");
    assert_eq!(library.corrections(ArticleId(1)).expect("reads"), [correction]);
    assert_eq!(recast(&mut library).expect("cleans"), 1);
    assert_eq!(recast(&mut library).expect("cleans"), 0);
    assert!(body(&library).ends_with("All rights reserved."));
}

#[test]
fn what_a_crash_left_undone_is_done_by_the_next_that_cleans() {
    let lab = version_1();
    let library = Library::open(&lab.path()).expect("opens");
    let (block, _) = keep_the_foot();
    library.correct(ArticleId(1), block, Some(Ruling::Keep)).expect("keeps");
    drop(library);
    let mut library = Library::open(&lab.path()).expect("opens");
    assert_eq!(library.to_recast().expect("reads"), [ArticleId(1)]);
    let stop = AtomicBool::new(false);
    reclean(&mut library, &Run { jobs: 1, progress: &Quiet, stop: &stop }).expect("cleans");
    assert_eq!(library.to_recast().expect("reads"), []);
    assert!(body(&library).ends_with("All rights reserved."));
}

#[test]
fn a_correction_that_is_taken_back_leaves_the_article_as_it_was() {
    let lab = version_1();
    let mut library = Library::open(&lab.path()).expect("opens");
    let before = body(&library);
    let (block, _) = keep_the_foot();
    for ruling in [Some(Ruling::Keep), None] {
        library.correct(ArticleId(1), block, ruling).expect("keeps");
        recast(&mut library).expect("cleans");
    }
    assert_eq!(body(&library), before);
    library.correct(ArticleId(99), block, Some(Ruling::Keep)).expect("an unknown article is passed over");
    assert_eq!(library.to_recast().expect("reads"), []);
}

#[test]
fn a_damaged_library_keeps_its_corrections() {
    let lab = Lab::new();
    lab.add("a", "A | 2019 | text");
    let library = lab.open();
    let (block, correction) = keep_the_foot();
    library.correct(ArticleId(1), block, Some(Ruling::Keep)).expect("keeps");
    drop(library);
    let file = lab.path().join("library.db");
    let mut bytes = std::fs::read(&file).expect("reads");
    bytes[..100].fill(0);
    std::fs::write(&file, bytes).expect("writes");
    let findings = doctor::examine(&lab.path(), &|_, _| true).expect("reads");
    doctor::repair(&lab.path(), &findings, &|_, _| true).expect("saves what can be read");
    let library = Library::open(&lab.path()).expect("opens");
    assert_eq!(library.corrections(ArticleId(1)).expect("reads"), [correction]);
}
