//! What a library of any size costs: builds one of invented articles through the import, then measures what a reader does with it, key by key.
//!
//! `cargo run --release --example scale -- --articles 100000 --dir target/scale` keeps corpus and library in the folder and takes them up
//! again the next time. `docs/PERFORMANCE.md` has the figures and the method.

#![allow(clippy::cast_precision_loss, clippy::cast_possible_truncation, clippy::cast_possible_wrap)] // figures for people

#[path = "../benches/corpus/mod.rs"]
mod corpus;

use anyhow::Context;
use corpus::Vocabulary;
use corpus::typed::{keys, typed};
use dateline::article::Origin;
use dateline::export::Record;
use dateline::import::mapping::Mapping;
use dateline::import::source::sources;
use dateline::import::{Quiet, Run, import};
use dateline::library::{Ask, Facet, Incoming, Library, Period, Query, Searcher, Sort, SortBy};
use std::fs::File;
use std::hint::black_box;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;
use std::time::{Duration, Instant};

/// How many rows a screen shows at the most.
const SCREEN: usize = 50;

fn main() -> anyhow::Result<()> {
    let wanted = Wanted::read()?;
    std::fs::create_dir_all(&wanted.dir)?;
    let vocabulary = Vocabulary::new(40_000);
    let corpus = wanted.dir.join("corpus.jsonl");
    let library = wanted.dir.join("library");
    if !corpus.exists() {
        write_corpus(&corpus, &vocabulary, wanted.articles)?;
    }
    println!("{:<44} {:>9} {:>9} {:>9}", format!("{} articles", wanted.articles), "p50", "p99", "max");
    if !library.exists() {
        build(&corpus, &library, wanted.articles, wanted.jobs)?;
    }
    let mut library = Library::open(&library)?;
    sizes(&library, &corpus)?;
    println!("memory, library open                         {:>9}", memory());
    search(&library, &vocabulary, &wanted)?;
    println!("memory, after all queries                    {:>9}", memory());
    add(&mut library, &vocabulary, wanted.articles)?;
    Ok(())
}

/// What is to be measured.
struct Wanted {
    articles: u64,
    dir: PathBuf,
    rounds: usize,
    jobs: usize,
    /// The dearest keys are listed.
    verbose: bool,
}

impl Wanted {
    fn read() -> anyhow::Result<Wanted> {
        let mut wanted =
            Wanted { articles: 10_000, dir: PathBuf::from("target/scale"), rounds: 3, jobs: 2, verbose: false };
        let mut words = std::env::args().skip(1);
        while let Some(word) = words.next() {
            let mut value = || words.next().with_context(|| format!("{word} wants a value"));
            match word.as_str() {
                "--articles" => wanted.articles = value()?.parse()?,
                "--dir" => wanted.dir = value()?.into(),
                "--rounds" => wanted.rounds = value()?.parse()?,
                "--jobs" => wanted.jobs = value()?.parse()?,
                "--verbose" => wanted.verbose = true,
                _ => anyhow::bail!("{word}: there are --articles N, --dir DIR, --rounds N, --jobs N, --verbose"),
            }
        }
        Ok(wanted)
    }
}

fn write_corpus(path: &Path, vocabulary: &Vocabulary, articles: u64) -> anyhow::Result<()> {
    let unfinished = path.with_extension("new");
    let mut out = BufWriter::new(File::create(&unfinished)?);
    for number in 0..articles {
        let article = vocabulary.article(number);
        writeln!(out, "{}", Record::whole(&article).line())?;
    }
    out.into_inner()?.sync_all()?;
    std::fs::rename(unfinished, path)?;
    Ok(())
}

fn build(corpus: &Path, folder: &Path, articles: u64, jobs: usize) -> anyhow::Result<()> {
    let mut library = Library::create(folder)?;
    let begin = Instant::now();
    let run = Run { jobs, progress: &Quiet, stop: &AtomicBool::new(false) };
    let report = import(sources(&[corpus.to_owned()], None), &mut library, &Mapping::default(), &run)?;
    let took = begin.elapsed();
    anyhow::ensure!(report.new as u64 == articles, "{report}");
    println!("import, articles a second                    {:>9.0}", articles as f64 / took.as_secs_f64());
    println!("import, processor time an article            {:>9}", said(processor_time() / articles as u32));
    println!("import, peak memory                          {:>9}", peak_memory());
    Ok(())
}

fn sizes(library: &Library, corpus: &Path) -> anyhow::Result<()> {
    let stats = library.stats()?;
    let text = corpus.metadata()?.len() as f64;
    let kept = (stats.store_bytes - stats.originals_stored_bytes + stats.index_bytes) as f64;
    println!("disk / text, all but originals               {:>9.2}", kept / text);
    println!(
        "   database without originals / text         {:>9.2}",
        (stats.store_bytes - stats.originals_stored_bytes) as f64 / text
    );
    println!("   index / text                              {:>9.2}", stats.index_bytes as f64 / text);
    println!("   parts of the index                        {:>9}", stats.segments);
    Ok(())
}

fn search(library: &Library, vocabulary: &Vocabulary, wanted: &Wanted) -> anyhow::Result<()> {
    let typed = typed(vocabulary);
    let screen = Ask { limit: SCREEN, ..Ask::default() };
    let newest = |searcher: &mut Searcher, query: &Query| {
        // Where only the whole search can tell, it answers.
        if searcher.newest(query, SCREEN)?.is_none() {
            black_box(searcher.search(query, &screen)?);
        }
        Ok(())
    };
    played("key to the rows of one screen", library, &typed, wanted, newest)?;
    let total = |searcher: &mut Searcher, query: &Query| {
        searcher.search(query, &Ask::default()).map(|hits| drop(black_box(hits)))
    };
    played("exact total", library, &typed, wanted, total)?;
    let counts = |searcher: &mut Searcher, query: &Query| {
        black_box(searcher.timeline(query, Period::Month)?);
        for facet in [Facet::Publisher, Facet::Byline, Facet::Section, Facet::Language, Facet::Tag] {
            black_box(searcher.facets(query, facet, 20)?);
        }
        Ok(())
    };
    after("timeline and five facets, behind the total", library, &typed, wanted, counts)?;
    let by_score = Ask { sort: Sort { by: SortBy::Score, reversed: false }, ..screen };
    let relevant =
        |searcher: &mut Searcher, query: &Query| searcher.search(query, &by_score).map(|hits| drop(black_box(hits)));
    played("by relevance", library, &typed, wanted, relevant)?;

    let mut searcher = library.searcher()?;
    let mut times = Vec::new();
    for text in ["", "the ", "s", "state -the "] {
        let query = Query::parse(text);
        let total = searcher.search(&query, &Ask::default())?.total;
        for step in 0..100 {
            let ask = Ask { offset: total * step / 99, limit: SCREEN, ..Ask::default() };
            let begin = Instant::now();
            black_box(searcher.search(&query, &ask)?);
            times.push((begin.elapsed(), format!("{text:?} at {}", ask.offset)));
        }
    }
    told("scrolled to anywhere", times, wanted.verbose);
    Ok(())
}

/// The same for what follows the total: the searcher has the hits already.
fn after(
    what: &str,
    library: &Library,
    typed: &[(&str, String)],
    wanted: &Wanted,
    mut ask: impl FnMut(&mut Searcher, &Query) -> Result<(), dateline::library::LibraryError>,
) -> anyhow::Result<()> {
    let mut searcher = library.searcher()?;
    // Read once, behind the first list.
    searcher.facets(&Query::default(), Facet::Publisher, 1)?;
    let mut times = Vec::new();
    for key in typed.iter().flat_map(|(_, text)| keys(text)) {
        let query = Query::parse(key);
        searcher.search(&query, &Ask::default())?;
        let mut best = Duration::MAX;
        for _ in 0..wanted.rounds {
            let begin = Instant::now();
            ask(&mut searcher, &query)?;
            best = best.min(begin.elapsed());
        }
        times.push((best, key.to_owned()));
    }
    told(what, times, wanted.verbose);
    Ok(())
}

/// Plays all that is typed, key by key; of each key the best round counts, which other work on the machine disturbs least.
fn played(
    what: &str,
    library: &Library,
    typed: &[(&str, String)],
    wanted: &Wanted,
    mut ask: impl FnMut(&mut Searcher, &Query) -> Result<(), dateline::library::LibraryError>,
) -> anyhow::Result<()> {
    let mut best: Vec<(Duration, String)> = Vec::new();
    for round in 0..wanted.rounds {
        // A new searcher, so that no round finds the answers of the one before.
        let mut searcher = library.searcher()?;
        for (number, key) in typed.iter().flat_map(|(_, text)| keys(text)).enumerate() {
            let begin = Instant::now();
            let query = Query::parse(key);
            ask(&mut searcher, &query)?;
            let took = begin.elapsed();
            match best.get_mut(number) {
                Some(least) if round > 0 => least.0 = least.0.min(took),
                _ => best.push((took, key.to_owned())),
            }
        }
    }
    told(what, best, wanted.verbose);
    Ok(())
}

fn told(what: &str, mut times: Vec<(Duration, String)>, verbose: bool) {
    times.sort();
    let at = |share: usize| said(times[((times.len() - 1) * share).div_ceil(100)].0);
    println!("{what:<44} {:>9} {:>9} {:>9}", at(50), at(99), at(100));
    if verbose {
        for (time, key) in times.iter().rev().take(12) {
            println!("      {:>9}  {key}", said(*time));
        }
    }
}

fn said(time: Duration) -> String {
    let micros = time.as_secs_f64() * 1e6;
    if micros < 1_000.0 { format!("{micros:.0} µs") } else { format!("{:.1} ms", micros / 1e3) }
}

/// From giving an article to the library until an open searcher finds it.
fn add(library: &mut Library, vocabulary: &Vocabulary, articles: u64) -> anyhow::Result<()> {
    let mut searcher = library.searcher()?;
    let mut times = Vec::new();
    let salt = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH)?.as_nanos();
    for number in 0..20 {
        let article = vocabulary.article(articles + number);
        let original = format!("{salt} {number}");
        let origin = Origin::File(format!("added/{original}").into());
        let begin = Instant::now();
        let mut writer = library.writer()?;
        writer.add(&Incoming { article: &article, origin: &origin, original: original.as_bytes() })?;
        writer.commit()?;
        searcher.refresh()?;
        let hits =
            searcher.search(&Query::parse(&format!("file:\"{original}\"")), &Ask { limit: 1, ..Ask::default() })?;
        times.push((begin.elapsed(), String::new()));
        writer.finish()?;
        anyhow::ensure!(hits.total == 1, "the article that was added is not found");
    }
    times.sort();
    let p95 = times[times.len() * 95 / 100].0;
    println!("add an article until it is found, p95        {:>9}", said(p95));
    Ok(())
}

/// A line of `/proc/self/status`, in MB; the system's own count.
fn status(name: &str) -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with(name)).unwrap_or_default();
    line.split_whitespace().nth(1).and_then(|kb| kb.parse::<f64>().ok()).unwrap_or_default() / 1024.0
}

fn memory() -> String {
    format!("{:.0} MB", status("RssAnon:") + status("RssFile:"))
}

fn peak_memory() -> String {
    format!("{:.0} MB", status("VmHWM:"))
}

/// User and system time of this process.
fn processor_time() -> Duration {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let ticks: u64 = stat
        .rsplit(')')
        .next()
        .unwrap_or_default()
        .split_whitespace()
        .skip(11)
        .take(2)
        .filter_map(|n| n.parse::<u64>().ok())
        .sum();
    Duration::from_millis(ticks * 10)
}
