//! Several copies at once: nobody sees an error, nothing is lost, and everybody sees what the others did.

use crate::lab::{Lab, add, id};
use dateline::article::ArticleId;
use dateline::library::{Ask, Library, Query};
use std::sync::Barrier;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

#[test]
fn copies_that_start_at_once_all_open() {
    const ROUNDS: usize = 20;
    for _ in 0..ROUNDS {
        let lab = Lab::new();
        let start = Barrier::new(8);
        thread::scope(|scope| {
            let open = || {
                start.wait();
                Library::create(&lab.path()).map(|_| ())
            };
            let openings: Vec<_> = (0..8).map(|_| scope.spawn(open)).collect();
            for opening in openings {
                opening.join().expect("no panic").expect("opens");
            }
        });
    }
}

#[test]
fn one_adds_while_others_read_and_mark() {
    const ARTICLES: usize = 60;
    let lab = Lab::new();
    let first = id(lab.add("first", "First ferry | 2019"));
    let done = AtomicBool::new(false);
    thread::scope(|scope| {
        scope.spawn(|| {
            let mut library = lab.open();
            let mut writer = library.writer().expect("nobody else writes");
            for number in 0..ARTICLES {
                add(&mut writer, &format!("{number}"), &format!("Ferry {number} | 2018"));
                if number % 10 == 9 {
                    writer.commit().expect("commits");
                }
            }
            writer.finish().expect("finishes");
            done.store(true, Ordering::SeqCst);
        });
        scope.spawn(|| {
            let library = lab.open();
            let mut number = 0;
            while !done.load(Ordering::SeqCst) {
                library.add_tag(&[first], &format!("tag {number}")).expect("tags");
                library.set_read(&[first], number % 2 == 0).expect("marks");
                number += 1;
            }
            assert_eq!(library.tags().expect("reads").len(), number, "no tag is lost");
        });
        for _ in 0..2 {
            scope.spawn(|| {
                let library = lab.open();
                let mut searcher = library.searcher().expect("opens");
                let query = Query::parse("ferry ");
                let mut seen = 1;
                while !done.load(Ordering::SeqCst) {
                    searcher.refresh().expect("refreshes");
                    let hits = searcher
                        .search(&query, &Ask { limit: 100, anchor: Some(first), ..Ask::default() })
                        .expect("searches");
                    assert!(hits.total >= seen && hits.rows.len() == hits.total && hits.anchor == Some(0));
                    seen = hits.total;
                }
                searcher.refresh().expect("refreshes");
                assert_eq!(searcher.search(&query, &Ask::default()).expect("searches").total, ARTICLES + 1);
            });
        }
    });
    assert_eq!(lab.open().ids().expect("reads").len(), ARTICLES + 1);
    assert_eq!(lab.open().row(ArticleId(2)).expect("reads").map(|row| row.headline).as_deref(), Some("Ferry 0"));
}
