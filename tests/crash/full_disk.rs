//! A disk that has no room for the n-th write, for every n of a short import.

use crate::scene::Scene;

const PAGES: usize = 4;

/// How far apart the limits are, in blocks of 512 bytes.
fn step() -> usize {
    std::env::var("DATELINE_WRITES").ok().and_then(|step| step.parse().ok()).unwrap_or(8)
}

#[test]
fn a_disk_that_fills_at_any_write_costs_an_error_and_nothing_else() {
    let scene = Scene::new();
    scene.write(0..PAGES, 1).run(&["import", "."]);
    scene.mark_every_third();
    scene.write(0..3 * PAGES, 1);
    let mut blocks = 0;
    loop {
        let full = scene.again();
        let output = full.command_within(blocks, &["import", "."]).output().expect("starts");
        let told = String::from_utf8_lossy(&output.stderr);
        let code = output.status.code();
        assert!(matches!(code, Some(0 | 2)), "{blocks} blocks: {code:?} {told}");
        assert_eq!(code == Some(2), told.starts_with("dateline: "), "{blocks} blocks: {told}");
        assert!(!told.contains("panicked"), "{blocks} blocks: {told}");
        let held: Vec<usize> = full.held().iter().map(|held| held.page).collect();
        assert_eq!(held, (0..held.len()).collect::<Vec<_>>(), "{blocks} blocks: what is in is in whole, in its order");
        assert_eq!(full.held().iter().filter(|held| held.starred).count(), 2, "{blocks} blocks: the marks stand");
        full.run(&["import", "."]);
        assert_eq!(full.held().len(), 3 * PAGES, "{blocks} blocks: with room again, the rest comes in");
        if code == Some(0) {
            break;
        }
        blocks += step();
    }
    assert!(blocks > 4 * step(), "the first limits were too narrow to import");
}
