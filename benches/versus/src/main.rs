//! Pages a second beside dom_smoothie in its plain use, in one run on one thread:
//! `cargo run --release --manifest-path benches/versus/Cargo.toml -- FOLDER [ROUNDS]`.
//!
//! Both begin at the page's text in memory, so that reading files and finding the character set are left out for both, and end at the article's text;
//! dateline also finds all of its metadata. Rounds take turns, the median counts: what else the machine does then falls on both.

use dateline::article::Origin;
use dateline::clean::clean;
use dateline::import::{charset, html::html_page, unpack};
use dom_smoothie::Readability;
use std::error::Error;
use std::time::{Duration, Instant};
use std::{env, fs, hint::black_box};

/// Rounds, where none are asked for.
const ROUNDS: usize = 7;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = env::args().skip(1);
    let folder = arguments.next().ok_or("which folder of HTML pages?")?;
    let rounds: usize = arguments.next().map_or(Ok(ROUNDS), |rounds| rounds.parse())?;
    let pages = pages(&folder)?;
    let bytes: usize = pages.iter().map(String::len).sum();
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    // The first round warms both up.
    for round in 0..=rounds {
        let (own, other) = (time(&pages, own), time(&pages, other));
        if round > 0 {
            ours.push(own);
            theirs.push(other);
        }
    }
    let (ours, theirs) = (median(&mut ours), median(&mut theirs));
    println!("{} pages, {:.1} MB, {rounds} rounds, one thread, medians", pages.len(), bytes as f64 / 1e6);
    for (name, time) in [("dateline", ours), ("dom_smoothie", theirs)] {
        let seconds = time.as_secs_f64();
        println!("{name:<13} {:>6.0} pages/s {:>6.1} MB/s", pages.len() as f64 / seconds, bytes as f64 / 1e6 / seconds);
    }
    println!("ratio         {:>6.2}", theirs.as_secs_f64() / ours.as_secs_f64());
    Ok(())
}

fn pages(folder: &str) -> Result<Vec<String>, Box<dyn Error>> {
    let mut paths: Vec<_> = fs::read_dir(folder)?.map(|entry| entry.map(|entry| entry.path())).collect::<Result<_, _>>()?;
    paths.sort();
    let page = |path| Ok(charset::decode(&unpack::unpack(&fs::read(path)?)?).text.into_owned());
    paths.iter().map(page).collect()
}

fn own(page: &str) -> usize {
    clean(&html_page(page, Origin::Stdin)).article.paragraphs().len()
}

fn other(page: &str) -> usize {
    Readability::new(page, None, None).and_then(|mut page| page.parse()).map_or(0, |article| article.text_content.len())
}

fn time(pages: &[String], work: fn(&str) -> usize) -> Duration {
    let (start, busy) = (Instant::now(), busy());
    for page in pages {
        black_box(work(black_box(page)));
    }
    busy.and_then(|before| self::busy()?.checked_sub(before)).unwrap_or_else(|| start.elapsed())
}

/// How long this process was on a processor, where the system tells: then a busy machine makes no difference.
fn busy() -> Option<Duration> {
    let told = fs::read_to_string("/proc/self/schedstat").ok()?;
    told.split(' ').next()?.parse().ok().map(Duration::from_nanos)
}

fn median(times: &mut [Duration]) -> Duration {
    times.sort();
    times[times.len() / 2]
}
