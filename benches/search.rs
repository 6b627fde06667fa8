//! What a key in the search bar costs: typed strings are played key by key against a library of `DATELINE_BENCH_ARTICLES` (10,000) articles,
//! each key parsed, searched, and its first fifty rows fetched. `cargo bench --bench search`; `-- --test` runs it once on a small library.

#![allow(missing_docs, clippy::cast_possible_truncation, clippy::cast_possible_wrap)] // measuring, no one's interface

mod corpus;

use corpus::Vocabulary;
use criterion::Criterion;
use dateline::article::Origin;
use dateline::library::{Ask, Incoming, Library, Query, Searcher, Sort, SortBy};
use std::hint::black_box;
use std::time::{Duration, Instant};

fn main() {
    let test = std::env::args().any(|argument| argument == "--test");
    let articles: u64 = std::env::var("DATELINE_BENCH_ARTICLES")
        .ok()
        .and_then(|count| count.parse().ok())
        .unwrap_or(if test { 200 } else { 10_000 });
    let vocabulary = Vocabulary::new(40_000);
    let dir = tempfile::TempDir::new().expect("a temporary folder");
    let mut library = Library::create(dir.path()).expect("opens");
    build(&mut library, &vocabulary, articles);
    let typed = corpus::typed::typed(&vocabulary);
    report(&library, &typed, if test { 1 } else { 5 });

    let mut searcher = library.searcher().expect("opens");
    let mut criterion = Criterion::default().configure_from_args();
    let mut group = criterion.benchmark_group("search");
    group.sample_size(10).measurement_time(Duration::from_secs(2)).warm_up_time(Duration::from_millis(500));
    for (place, (name, text)) in typed.iter().enumerate() {
        group
            .bench_function(format!("{place} {name}"), |bencher| bencher.iter(|| play(&mut searcher, text, |_, _| {})));
    }
    group.finish();
    criterion.final_summary();
}

fn build(library: &mut Library, vocabulary: &Vocabulary, articles: u64) {
    let begin = Instant::now();
    let mut writer = library.writer().expect("nobody else writes");
    for number in 0..articles {
        let article = vocabulary.article(number);
        let origin = Origin::File(format!("{number}.html").into());
        writer
            .add(&Incoming { article: &article, origin: &origin, original: &number.to_le_bytes() })
            .expect("is added");
    }
    writer.finish().expect("finishes");
    let stats = library.stats().expect("counts");
    println!(
        "{articles} articles of {} words added in {:.1?}; database {} KB, index {} KB in {} segments",
        stats.words / stats.articles.max(1),
        begin.elapsed(),
        stats.store_bytes / 1024,
        stats.index_bytes / 1024,
        stats.segments
    );
}

/// Types a text key by key.
fn play(searcher: &mut Searcher, text: &str, mut took: impl FnMut(&str, Duration)) {
    for key in corpus::typed::keys(text) {
        let begin = Instant::now();
        let query = Query::parse(key);
        let hits = searcher.search(&query, &Ask { limit: 50, ..Ask::default() }).expect("searches");
        black_box(hits);
        took(key, begin.elapsed());
    }
}

/// Percentiles over all keys, which a mean would hide, and the dearest keys.
fn report(library: &Library, typed: &[(&str, String)], rounds: usize) {
    let mut times: Vec<(Duration, String)> = Vec::new();
    let mut best: Vec<(Duration, String)> = Vec::new();
    for round in 0..rounds {
        // A new searcher, so that no round finds the answers of the one before.
        let mut searcher = library.searcher().expect("opens");
        let mut number = 0;
        for (_, text) in typed {
            play(&mut searcher, text, |key, time| {
                times.push((time, key.to_owned()));
                match best.get_mut(number) {
                    Some(least) if round > 0 => least.0 = least.0.min(time),
                    _ => best.push((time, key.to_owned())),
                }
                number += 1;
            });
        }
    }
    percentiles("a key to fifty rows", &mut times);
    percentiles("the same, each key's best round, which other work on the machine disturbs least", &mut best);
    for (time, key) in best.iter().rev().take(8) {
        println!("    {time:>9.1?}  {key}");
    }
    let mut searcher = library.searcher().expect("opens");
    let scrolled = Query::parse("the ");
    let total = searcher.search(&scrolled, &Ask::default()).expect("searches").total;
    let mut times = Vec::new();
    for step in 0..200 {
        let ask = Ask { offset: total * step / 200, limit: 50, ..Ask::default() };
        let begin = Instant::now();
        black_box(searcher.search(&scrolled, &ask).expect("searches"));
        times.push((begin.elapsed(), String::new()));
    }
    percentiles("scrolling to anywhere", &mut times);
    let mut times = Vec::new();
    for (_, text) in typed {
        let ask = Ask { limit: 50, sort: Sort { by: SortBy::Score, reversed: false }, ..Ask::default() };
        let begin = Instant::now();
        black_box(searcher.search(&Query::parse(text), &ask).expect("searches"));
        times.push((begin.elapsed(), text.clone()));
    }
    percentiles("by relevance", &mut times);
}

fn percentiles(what: &str, times: &mut [(Duration, String)]) {
    times.sort();
    let at = |share: usize| times[(times.len() * share / 100).min(times.len() - 1)].0;
    println!(
        "{what}: p50 {:.1?}, p95 {:.1?}, p99 {:.1?}, max {:.1?} ({} times)",
        at(50),
        at(95),
        at(99),
        at(100),
        times.len()
    );
}
