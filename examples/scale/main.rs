//! What a library of any size costs: builds one of invented articles through the import, then measures what a reader does with it, key by key.
//!
//! `cargo run --release --example scale -- --articles 10000,100000 --dir target/scale --plot scale.svg` keeps corpora and libraries in the
//! folder and takes them up again the next time. `docs/PERFORMANCE.md` has the figures and the method.

#![allow(clippy::cast_precision_loss, clippy::cast_possible_truncation, clippy::cast_possible_wrap)] // figures for people

#[path = "../../benches/corpus/mod.rs"]
mod corpus;
mod fit;
mod plot;
mod startup;

use anyhow::Context;
use corpus::Vocabulary;
use corpus::typed::{keys, typed};
use dateline::article::Origin;
use dateline::export::Record;
use dateline::import::mapping::Mapping;
use dateline::import::source::sources;
use dateline::import::{Quiet, Run, import};
use dateline::library::{Ask, Facet, Incoming, Library, LibraryError, Period, Query, Searcher, Sort, SortBy};
use plot::Point;
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
    if let Some(library) = &wanted.starts {
        return startup::measure(library, wanted.rounds);
    }
    let vocabulary = Vocabulary::new(40_000);
    let mut points = Vec::new();
    for &articles in &wanted.articles {
        measure(articles, &vocabulary, &wanted, &mut points)?;
    }
    for (what, p50, p99) in fit::estimates(&points) {
        println!("{:<44} {:>9} {:>9}", format!("{what}, {}, estimated", fit::ARTICLES), said(p50), said(p99));
    }
    if let Some(file) = &wanted.plot {
        std::fs::write(file, plot::svg(&points))?;
    }
    Ok(())
}

/// Builds a library of so many articles where there is none, and measures it.
fn measure(articles: u64, vocabulary: &Vocabulary, wanted: &Wanted, points: &mut Vec<Point>) -> anyhow::Result<()> {
    let folder = wanted.dir.join(articles.to_string());
    std::fs::create_dir_all(&folder)?;
    let (corpus, library) = (folder.join("corpus.jsonl"), folder.join("library"));
    if !corpus.exists() {
        write_corpus(&corpus, vocabulary, articles)?;
    }
    println!("{:<44} {:>9} {:>9} {:>9}", format!("{articles} articles"), "p50", "p99", "max");
    if !library.exists() {
        build(&corpus, &library, articles, wanted.jobs)?;
    }
    sizes(&library, &corpus)?;
    startup::tell(&library, wanted.rounds)?;
    let mut library = Library::open(&library)?;
    println!("memory, library open                         {:>9}", memory("self"));
    search(&library, vocabulary, wanted, &mut |what, p50, p99| points.push(Point { what, articles, p50, p99 }))?;
    println!("memory, after all queries                    {:>9}", memory("self"));
    add(&mut library, vocabulary, articles)
}

/// What is to be measured.
struct Wanted {
    articles: Vec<u64>,
    dir: PathBuf,
    /// Where the picture goes.
    plot: Option<PathBuf>,
    rounds: usize,
    jobs: usize,
    /// Only how this library is opened is measured.
    starts: Option<PathBuf>,
    /// The dearest keys are listed.
    verbose: bool,
}

impl Wanted {
    fn read() -> anyhow::Result<Wanted> {
        let dir = PathBuf::from("target/scale");
        let mut wanted =
            Wanted { articles: vec![10_000], dir, plot: None, rounds: 3, jobs: 2, starts: None, verbose: false };
        let mut words = std::env::args().skip(1);
        while let Some(word) = words.next() {
            let mut value = || words.next().with_context(|| format!("{word} wants a value"));
            match word.as_str() {
                "--articles" => {
                    wanted.articles = value()?.split(',').map(str::parse).collect::<Result<_, _>>()?;
                }
                "--plot" => wanted.plot = Some(value()?.into()),
                "--dir" => wanted.dir = value()?.into(),
                "--rounds" => wanted.rounds = value()?.parse()?,
                "--jobs" => wanted.jobs = value()?.parse()?,
                "--starts" => wanted.starts = Some(value()?.into()),
                "--verbose" => wanted.verbose = true,
                _ => anyhow::bail!(
                    "{word}: there are --articles N,N, --dir DIR, --plot FILE, --rounds N, --jobs N, --starts LIBRARY, --verbose"
                ),
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

/// What the library takes, by what takes it, against the file that was imported.
fn sizes(library: &Path, corpus: &Path) -> anyhow::Result<()> {
    let stats = Library::open(library)?.stats()?;
    let text = corpus.metadata()?.len() as f64;
    let database = rusqlite::Connection::open(library.join("library.db"))?;
    let sql = "SELECT CASE WHEN name LIKE '%original%' THEN 'originals' WHEN name IN ('text', 'dictionary') THEN 'text' ELSE 'list' END, \
               sum(pgsize) FROM dbstat GROUP BY 1 ORDER BY 1";
    let mut statement = database.prepare(sql)?;
    let parts = statement.query_map([], |row| Ok((row.get::<_, String>(0)?, row.get::<_, f64>(1)?)))?;
    let mut kept = stats.index_bytes as f64;
    for part in parts {
        let (what, bytes) = part?;
        kept += if what == "originals" { 0.0 } else { bytes };
        println!("   {what:<41} {:>9.2}", bytes / text);
    }
    println!("   {:<41} {:>9.2}", format!("index, in {} parts", stats.segments), stats.index_bytes as f64 / text);
    println!("disk / text, all but originals               {:>9.2}", kept / text);
    let all = (stats.store_bytes + stats.index_bytes) as f64;
    println!("disk / text, originals too                   {:>9.2}", all / text);
    Ok(())
}

/// Is given what was measured, its median and its 99th percentile.
type Tell<'a> = &'a mut dyn FnMut(&'static str, Duration, Duration);

fn search(library: &Library, vocabulary: &Vocabulary, wanted: &Wanted, tell: Tell<'_>) -> anyhow::Result<()> {
    let typed = typed(vocabulary);
    let keys: Vec<&str> = typed.iter().flat_map(|(_, text)| keys(text)).collect();
    let screen = Ask { limit: SCREEN, ..Ask::default() };
    let newest = |searcher: &mut Searcher, query: &Query| {
        // Where only the whole search can tell, it answers.
        if searcher.newest(query, SCREEN)?.is_none() {
            black_box(searcher.search(query, &screen)?);
        }
        Ok(())
    };
    told("key to the rows of one screen", played(library, &keys, wanted, newest)?, wanted, tell);
    let total = |searcher: &mut Searcher, query: &Query| {
        searcher.search(query, &Ask::default()).map(|hits| drop(black_box(hits)))
    };
    told("exact total", played(library, &keys, wanted, total)?, wanted, tell);
    told("timeline and five facets", after(library, &keys, wanted, counts)?, wanted, tell);
    let by_score = Ask { sort: Sort { by: SortBy::Score, reversed: false }, ..screen };
    let relevant =
        |searcher: &mut Searcher, query: &Query| searcher.search(query, &by_score).map(|hits| drop(black_box(hits)));
    told("by relevance", played(library, &keys, wanted, relevant)?, wanted, tell);
    told("scrolled to anywhere", scrolled(library, wanted)?, wanted, tell);
    Ok(())
}

/// What is drawn beside the hits.
fn counts(searcher: &mut Searcher, query: &Query) -> Result<(), LibraryError> {
    black_box(searcher.timeline(query, Period::Month)?);
    for facet in [Facet::Publisher, Facet::Byline, Facet::Section, Facet::Language, Facet::Tag] {
        black_box(searcher.facets(query, facet, 20)?);
    }
    Ok(())
}

/// Pages all over long lists; of each the best round counts, of a searcher that has not shown it before.
fn scrolled(library: &Library, wanted: &Wanted) -> anyhow::Result<Vec<(Duration, String)>> {
    let mut best: Vec<(Duration, String)> = Vec::new();
    for round in 0..wanted.rounds {
        let mut searcher = library.searcher()?;
        let mut number = 0;
        for text in ["", "the ", "s", "state -the "] {
            let query = Query::parse(text);
            let total = searcher.search(&query, &Ask::default())?.total;
            for step in 0..100 {
                let ask = Ask { offset: total * step / 99, limit: SCREEN, ..Ask::default() };
                let begin = Instant::now();
                black_box(searcher.search(&query, &ask)?);
                let took = begin.elapsed();
                match best.get_mut(number) {
                    Some(least) if round > 0 => least.0 = least.0.min(took),
                    _ => best.push((took, format!("{text:?} at {}", ask.offset))),
                }
                number += 1;
            }
        }
    }
    Ok(best)
}

/// Times what follows the total: the searcher has the hits already.
fn after(
    library: &Library,
    keys: &[&str],
    wanted: &Wanted,
    mut ask: impl FnMut(&mut Searcher, &Query) -> Result<(), LibraryError>,
) -> anyhow::Result<Vec<(Duration, String)>> {
    let mut searcher = library.searcher()?;
    // Read once, behind the first list.
    searcher.facets(&Query::default(), Facet::Publisher, 1)?;
    let mut times = Vec::new();
    for key in keys {
        let query = Query::parse(key);
        searcher.search(&query, &Ask::default())?;
        let mut best = Duration::MAX;
        for _ in 0..wanted.rounds {
            let begin = Instant::now();
            ask(&mut searcher, &query)?;
            best = best.min(begin.elapsed());
        }
        times.push((best, (*key).to_owned()));
    }
    Ok(times)
}

/// Plays all that is typed, key by key; of each key the best round counts, which other work on the machine disturbs least.
fn played(
    library: &Library,
    keys: &[&str],
    wanted: &Wanted,
    mut ask: impl FnMut(&mut Searcher, &Query) -> Result<(), LibraryError>,
) -> anyhow::Result<Vec<(Duration, String)>> {
    let mut best: Vec<(Duration, String)> = Vec::new();
    for round in 0..wanted.rounds {
        // A new searcher, so that no round finds the answers of the one before.
        let mut searcher = library.searcher()?;
        for (number, key) in keys.iter().enumerate() {
            let begin = Instant::now();
            let query = Query::parse(key);
            ask(&mut searcher, &query)?;
            let took = begin.elapsed();
            match best.get_mut(number) {
                Some(least) if round > 0 => least.0 = least.0.min(took),
                _ => best.push((took, (*key).to_owned())),
            }
        }
    }
    Ok(best)
}

fn told(what: &'static str, mut times: Vec<(Duration, String)>, wanted: &Wanted, tell: Tell<'_>) {
    times.sort();
    let at = |share: usize| times[((times.len() - 1) * share).div_ceil(100)].0;
    println!("{what:<44} {:>9} {:>9} {:>9}", said(at(50)), said(at(99)), said(at(100)));
    tell(what, at(50), at(99));
    if wanted.verbose {
        for (time, key) in times.iter().rev().take(24) {
            println!("      {:>9}  {key}", said(*time));
        }
    }
}

fn said(time: Duration) -> String {
    let micros = time.as_secs_f64() * 1e6;
    if micros < 1_000.0 { format!("{micros:.0} µs") } else { format!("{:.1} ms", micros / 1e3) }
}

/// From giving an article to the library until an open searcher finds it, and what of it each step takes.
fn add(library: &mut Library, vocabulary: &Vocabulary, articles: u64) -> anyhow::Result<()> {
    let mut searcher = library.searcher()?;
    let mut steps: [Vec<Duration>; 5] = Default::default();
    let salt = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH)?.as_nanos();
    for number in 0..20 {
        let article = vocabulary.article(articles + number);
        let original = format!("{salt} {number}");
        let origin = Origin::File(format!("added/{original}").into());
        let mut at = [Instant::now(); 5];
        let mut writer = library.writer()?;
        at[1] = Instant::now();
        writer.add(&Incoming { article: &article, origin: &origin, original: original.as_bytes() })?;
        at[2] = Instant::now();
        writer.commit()?;
        at[3] = Instant::now();
        searcher.refresh()?;
        at[4] = Instant::now();
        let hits =
            searcher.search(&Query::parse(&format!("file:\"{original}\"")), &Ask { limit: 1, ..Ask::default() })?;
        let end = Instant::now();
        for (step, window) in steps.iter_mut().skip(1).zip(at.windows(2)) {
            step.push(window[1] - window[0]);
        }
        steps[0].push(end - at[0]);
        writer.finish()?;
        anyhow::ensure!(hits.total == 1, "the article that was added is not found");
    }
    for (what, mut times) in
        ["add an article until it is found", "   opening for writing", "   adding", "   committing", "   refreshing"]
            .into_iter()
            .zip(steps)
    {
        times.sort();
        let at = |share: usize| said(times[times.len() * share / 100]);
        println!("{what:<44} {:>9} p95 {:>9}", at(50), at(95));
    }
    Ok(())
}

/// A line of the status of a process, in MB; the system's own count.
fn status(process: &str, name: &str) -> f64 {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with(name)).unwrap_or_default();
    line.split_whitespace().nth(1).and_then(|kb| kb.parse::<f64>().ok()).unwrap_or_default() / 1024.0
}

/// What a process takes: its own, and what of files is mapped.
fn memory(process: &str) -> String {
    format!("{:.1} MB", status(process, "RssAnon:") + status(process, "RssFile:"))
}

fn peak_memory() -> String {
    format!("{:.0} MB", status("self", "VmHWM:"))
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
