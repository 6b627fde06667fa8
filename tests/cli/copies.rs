//! Several copies of the program at one library: whoever may not go on waits a bounded while and is told for whom; the dead keep nobody waiting.

use crate::lab::{BRIDGE, FERRY, Lab, page};
use std::collections::BTreeSet;
use std::io::{BufRead, BufReader, Write};
use std::process::{Child, Stdio};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;

/// An import that has the right to write and waits for its standard input.
fn importing(lab: &Lab) -> Child {
    let mut child = lab
        .command("import -")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    child.stdin.as_mut().expect("piped").write_all(b"<p>The beginning").expect("it reads");
    let lock = lab.home(".local/share/dateline/writer.lock");
    let id = child.id().to_string();
    // The number stands in the lock once it is taken.
    while std::fs::read_to_string(&lock).map_or(true, |holder| holder.trim() != id) {
        assert!(child.try_wait().expect("it can be asked").is_none(), "it ended");
        thread::yield_now();
    }
    child
}

#[test]
fn who_imports_is_named_after_a_while_and_everything_else_goes_on() {
    let lab = Lab::with_three();
    let mut busy = importing(&lab);
    lab.run("search ferry").code(0).says("Ferry returns");
    lab.run("tag 1 +harbour").code(0);
    lab.run("mark 1 --star").code(0);
    lab.run("show 1").code(0);
    lab.file("late.html", page("A late page", "2022-01-01", BRIDGE));
    lab.run("import late.html")
        .code(2)
        .warns(&format!("process {} is writing to the library", busy.id()))
        .warns("hint: wait until it is done");
    busy.stdin
        .as_mut()
        .expect("piped")
        .write_all(format!("</p><h1>Ended well</h1><p>{FERRY}</p>").as_bytes())
        .expect("it reads");
    drop(busy.stdin.take());
    assert!(busy.wait().expect("it ends").success());
    lab.run("import late.html").code(0).stderr("1 new, 0 known\n");
    lab.run("search tag:harbour is:starred").code(0).says("Bridge over");
}

#[test]
fn a_dead_holder_of_the_lock_keeps_nobody_waiting() {
    let lab = Lab::with_three();
    let mut dead = importing(&lab);
    dead.kill().expect("it runs");
    dead.wait().expect("it ends");
    lab.file("late.html", page("A late page", "2022-01-01", BRIDGE));
    lab.run("import late.html").code(0).stderr("1 new, 0 known\n");
    // Its number may be another process's by now: that says nothing.
    std::fs::write(lab.home(".local/share/dateline/writer.lock"), format!("{}\n", std::process::id()))
        .expect("written");
    lab.run("reindex").code(0);
}

/// How many articles each round of the race imports, how often there are rounds.
fn rounds() -> usize {
    std::env::var("DATELINE_COPIES").ok().and_then(|rounds| rounds.parse().ok()).unwrap_or(1)
}

#[test]
fn one_imports_two_search_and_one_tags_and_nobody_sees_an_error() {
    const LINES: usize = 1500;
    let lab = Lab::with_three();
    let done = AtomicBool::new(false);
    let (searches, tags) = (AtomicUsize::new(0), AtomicUsize::new(0));
    thread::scope(|scope| {
        scope.spawn(|| {
            for round in 0..rounds() {
                let name = format!("boats-{round}.jsonl");
                let line = |n: usize| {
                    format!(
                        "{{\"title\":\"Boat {round} {n}\",\"text\":\"The boat {n} of round {round} left pier {}.\"}}\n",
                        n * 7919 % 1009
                    )
                };
                lab.file(&name, (0..LINES).map(line).collect::<String>());
                lab.run(&format!("import {name} --jobs 1")).code(0).stderr(&format!("{LINES} new, 0 known\n"));
            }
            done.store(true, Ordering::SeqCst);
        });
        for _ in 0..2 {
            scope.spawn(|| {
                let mut seen = 0;
                while !done.load(Ordering::SeqCst) {
                    let found = lab.run("search --json boat").stderr("").json().len();
                    assert!(found >= seen, "{found} after {seen}");
                    seen = found;
                    searches.fetch_add(1, Ordering::Relaxed);
                }
            });
        }
        scope.spawn(|| {
            while !done.load(Ordering::SeqCst) {
                let number = tags.fetch_add(1, Ordering::Relaxed);
                lab.run(&format!("tag 1 2 3 +t{number}")).code(0).stderr("");
            }
        });
    });
    let (searches, tags) = (searches.into_inner(), tags.into_inner());
    println!("{} articles imported, {searches} searches and {tags} taggings beside them", LINES * rounds());
    assert_eq!(lab.run("search --json boat").json().len(), LINES * rounds());
    let kept: BTreeSet<String> = BufReader::new(lab.run("tag 2").code(0).stdout.as_bytes())
        .lines()
        .map(|line| line.expect("UTF-8").trim().to_owned())
        .collect();
    for number in 0..tags {
        assert!(kept.iter().any(|line| line.split_whitespace().any(|word| word == format!("t{number}"))), "t{number}");
    }
    lab.run("doctor").code(0).says("nothing is wrong");
}
