//! The real binary, killed at seeded moments of its work, and what its library is after that.

use crate::scene::{Dice, Held, Scene};
use std::fs;
use std::time::{Duration, Instant};

/// Pages that are in a library before the work begins, and all of them.
const BEFORE: usize = 12;
const ALL: usize = 36;

/// How many kills each of the five works gets; a longer one gets fewer.
fn kills() -> usize {
    let all = std::env::var("DATELINE_KILLS").ok().and_then(|kills| kills.parse().ok()).unwrap_or(200_usize);
    all.div_ceil(5)
}

/// Runs the work once to its end to learn how long it takes, then again and again in copies of `before`, killed each time at another moment;
/// every other time the next start, which mends what was left, is killed as well.
fn killed(before: &Scene, words: &[&str], seed: u64, check: impl Fn(&Scene, &[Held])) {
    let whole = before.again();
    let started = Instant::now();
    whole.run(words);
    let long = u64::try_from(started.elapsed().as_micros()).unwrap_or(u64::MAX);
    let done = whole.held();
    let mut dice = Dice(seed);
    for round in 0..kills() {
        let scene = before.again();
        kill(&scene, words, dice.below(long + long / 10));
        if round % 2 == 1 {
            kill(&scene, &["list"], dice.below(long / 2));
        }
        let held = scene.held();
        assert!(marks_stand(before, &held), "round {round}: the marks are all there");
        check(&scene, &held);
        scene.run(words);
        assert_eq!(scene.held(), done, "round {round}: the work can be done again, and nothing is there twice");
    }
}

fn kill(scene: &Scene, words: &[&str], after: u64) {
    let mut child = scene.command(words).spawn().expect("starts");
    std::thread::sleep(Duration::from_micros(after));
    // It may have ended by itself.
    let _ = child.kill();
    child.wait().expect("ends");
}

/// Whether every third of the articles that were there before is still starred and tagged.
fn marks_stand(before: &Scene, held: &[Held]) -> bool {
    let marked: Vec<usize> = before.held().iter().filter(|held| held.starred).map(|held| held.page).collect();
    marked
        .iter()
        .all(|page| held.iter().any(|held| held.page == *page && held.starred && held.tags.contains(&"kept".into())))
}

fn pages(held: &[Held]) -> Vec<usize> {
    held.iter().map(|held| held.page).collect()
}

/// A library of the first pages in their first edition, and the folder with all of them.
fn begun() -> Scene {
    let scene = Scene::new();
    scene.write(0..BEFORE, 1).run(&["import", "."]);
    scene.mark_every_third();
    scene
}

#[test]
fn an_import_that_is_killed_leaves_the_first_pages_whole() {
    let scene = begun();
    scene.write(0..ALL, 1);
    killed(&scene, &["import", "."], 11, |_, held| {
        assert!(held.len() >= BEFORE);
        assert_eq!(pages(held), (0..held.len()).collect::<Vec<_>>(), "those before, then the new ones in their order");
    });
}

#[test]
fn an_import_of_later_editions_that_is_killed_leaves_each_article_in_one_of_them() {
    let scene = begun();
    scene.write(0..BEFORE, 2);
    killed(&scene, &["import", "."], 12, |_, held| {
        assert_eq!(pages(held), (0..BEFORE).collect::<Vec<_>>());
        let editions: Vec<usize> = held.iter().filter_map(|held| held.edition).collect();
        assert_eq!(editions.len(), BEFORE);
        assert!(editions.is_sorted_by(|a, b| a >= b), "the new editions came in in their order: {editions:?}");
    });
}

#[test]
fn a_reclean_that_is_killed_leaves_each_article_old_or_new() {
    let scene = Scene::new();
    scene.write(0..ALL, 1).stand_ins(0..ALL);
    killed(&scene, &["reclean"], 13, |_, held| {
        assert_eq!(pages(held), (0..ALL).collect::<Vec<_>>());
        assert!(
            held.is_sorted_by(|a, b| a.edition >= b.edition),
            "the first ones are cleaned, the others as they were"
        );
    });
}

#[test]
fn a_reindex_that_is_killed_leaves_every_article_found() {
    let scene = Scene::new();
    scene.write(0..ALL, 1).stand_ins(0..ALL);
    killed(&scene, &["reindex"], 14, |_, held| assert_eq!(pages(held), (0..ALL).collect::<Vec<_>>()));
}

#[test]
fn tagging_that_is_killed_tags_all_the_articles_or_none() {
    let scene = begun();
    let ids: Vec<String> = (1..=BEFORE).map(|id| id.to_string()).collect();
    let mut words = vec!["tag", "+harbour"];
    words.extend(ids.iter().map(String::as_str));
    killed(&scene, &words, 15, |_, held| {
        let tagged = held.iter().filter(|held| held.tags.contains(&"harbour".into())).count();
        assert!(tagged == 0 || tagged == BEFORE, "{tagged} of {BEFORE} are tagged");
    });
}

/// Lines enough for a library to make its dictionary on the way.
const LINES: usize = 1_150;

/// The lines that a library's articles were made from, in the order in which they came in; each must come back whole.
fn lines(scene: &Scene) -> Vec<String> {
    let library = scene.open();
    let line = |id| {
        assert!(library.article(id).expect("is whole").is_some());
        String::from_utf8(library.original(id).expect("is whole").expect("is there").bytes).expect("as it was written")
    };
    library.ids().expect("reads").into_iter().map(line).collect()
}

#[test]
fn an_import_of_records_that_is_killed_is_taken_up_and_doubles_none() {
    let scene = Scene::new();
    let line = |n: usize| {
        format!("{{\"title\":\"Boat {n}\",\"text\":\"The boat {n} left pier {} of Elsen.\"}}", n * 7919 % 1009)
    };
    let all: Vec<String> = (0..LINES).map(line).collect();
    fs::write(scene.pages().join("boats.jsonl"), all.join("\n")).expect("is written");
    drop(scene.open());
    let words = ["import", "boats.jsonl"];
    let whole = scene.again();
    let started = Instant::now();
    whole.run(&words);
    let long = u64::try_from(started.elapsed().as_micros()).unwrap_or(u64::MAX);
    assert_eq!(lines(&whole), all);
    let mut dice = Dice(16);
    for round in 0..kills().div_ceil(5) {
        let scene = scene.again();
        kill(&scene, &words, dice.below(long));
        let held = lines(&scene);
        assert_eq!(held, all[..held.len()], "round {round}: the first lines, in their order");
        scene.run(&words);
        assert_eq!(lines(&scene), all, "round {round}: all lines, each once");
    }
}
