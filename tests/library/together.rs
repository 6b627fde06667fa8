//! Several copies at once: nobody sees an error, nothing is lost, and everybody sees what the others did.

use crate::lab::{Lab, add, id};
use dateline::article::ArticleId;
use dateline::library::{Ask, Library, Query};
use std::sync::Barrier;
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

/// How many times the race is as long as in the gate.
fn times() -> usize {
    std::env::var("DATELINE_COPIES").ok().and_then(|times| times.parse().ok()).unwrap_or(1)
}

#[test]
fn one_adds_while_two_read_and_one_marks_for_thousands_of_operations() {
    let (articles, markings, readings) = (400 * times(), 1000 * times(), 1000 * times());
    let lab = Lab::new();
    let first = id(lab.add("first", "First ferry | 2019"));
    thread::scope(|scope| {
        scope.spawn(|| {
            let mut library = lab.open();
            let mut writer = library.writer().expect("nobody else writes");
            for number in 0..articles {
                add(&mut writer, &format!("{number}"), &format!("Ferry {number} | 2018"));
                if number % 10 == 9 {
                    writer.commit().expect("commits");
                }
            }
            writer.finish().expect("finishes");
        });
        scope.spawn(|| {
            let library = lab.open();
            for number in 0..markings {
                match number % 4 {
                    0 => library.add_tag(&[first], &format!("tag {number}")).expect("tags"),
                    1 => library.set_read(&[first], number % 8 == 1).expect("marks"),
                    2 => library.set_starred(&[first], number % 8 == 2).expect("marks"),
                    _ => library.set_note(first, &format!("note {number}")).expect("notes"),
                }
            }
        });
        for _ in 0..2 {
            scope.spawn(|| {
                let library = lab.open();
                let mut searcher = library.searcher().expect("opens");
                let query = Query::parse("ferry ");
                let mut seen = 1;
                for _ in 0..readings {
                    searcher.refresh().expect("refreshes");
                    let hits = searcher
                        .search(&query, &Ask { limit: 100, anchor: Some(first), ..Ask::default() })
                        .expect("searches");
                    assert!(hits.total >= seen && hits.rows.len() == hits.total.min(100) && hits.anchor == Some(0));
                    seen = hits.total;
                }
            });
        }
    });
    let library = lab.open();
    assert_eq!(library.ids().expect("reads").len(), articles + 1);
    assert_eq!(library.tags().expect("reads").len(), markings / 4, "no tag is lost");
    let row = library.row(first).expect("reads").expect("is there");
    assert_eq!(row.marks.note.as_deref(), Some(&*format!("note {}", markings - 1)), "no note is lost");
    let mut searcher = library.searcher().expect("opens");
    assert_eq!(searcher.search(&Query::parse("ferry "), &Ask::default()).expect("searches").total, articles + 1);
    assert_eq!(library.row(ArticleId(2)).expect("reads").map(|row| row.headline).as_deref(), Some("Ferry 0"));
}
