//! Learns the weights of the cleaner from the bench's pages and measures them by cross-validation.
//!
//! usage: cargo run --release --example learn -- ../shared/bench [html|dumps|metadata] [--write] [--strict]
//!
//! Five folds over sites. `--strict` also keeps the fold that is scored out of the first pass behind the second pass's lessons (ten forests
//! more); `--unmeasured` leaves the second pass out of it; `--write` learns on everything and writes `assets/model.bin`. The same data gives the same file.

// A program for developers: its numbers are small, and it stops where the bench is not as expected.
#![allow(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    clippy::cast_possible_wrap
)]

mod align;
mod dumps;
mod fit;
mod grow;
mod judge;
mod metadata;
mod pages;
mod report;
mod score;

use dateline::clean::columns::{SECOND_PASS, name};
use dateline::clean::features::Matrix;
use dateline::clean::forest::{Forest, read, write};
use dateline::clean::model::{HEADER, Passes};
use dateline::clean::second::{chance, second_look};
use dateline::page::PageKind;
use grow::{Column, Feature, Lesson, Plan, grow, places};
use pages::{FOLDS, Sample, TOLD, Taught, samples};
use rayon::prelude::*;
use report::{cleaned, kept, report};
use score::Outcome;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::time::Instant;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let has = |flag: &str| arguments.iter().any(|argument| argument == flag);
    let value = |flag: &str, default: f32| {
        arguments
            .iter()
            .find_map(|argument| argument.strip_prefix(flag)?.strip_prefix('=')?.parse().ok())
            .unwrap_or(default)
    };
    let bench =
        arguments.iter().find(|argument| Path::new(argument).is_dir()).expect("usage: learn BENCH [html|dumps]");
    if has("metadata") {
        let weights = metadata::learn(Path::new(bench), value("--ridge", 1.0), has("--worst"));
        if has("--write") {
            std::fs::write("assets/witnesses.txt", weights).expect("run it at the top of the repository");
        }
        return;
    }
    let plan = Plan {
        trees: value("--trees", 200.0) as usize,
        rate: value("--rate", 0.08),
        ridge: value("--ridge", 2.0),
        least: value("--least", 4.0),
        columns: value("--columns", 0.3),
        pages: value("--pages", 0.7),
        rows: value("--rows", 0.4),
        seed: value("--seed", 1.0) as u64,
    };
    let settings = Settings {
        plan,
        weight: value("--weight", 0.5),
        snippets: value("--snippets", 0.3),
        strict: has("--strict"),
        measured: !has("--unmeasured"),
        replay: has("--replay"),
    };
    let taught_file = arguments.iter().find_map(|argument| argument.strip_prefix("--taught="));
    let mut taught: Taught =
        taught_file.and_then(|file| serde_json::from_slice(&std::fs::read(file).ok()?).ok()).unwrap_or_default();
    let mut forests = Vec::new();
    for (kind, word) in [(PageKind::Html, "html"), (PageKind::Text, "dumps")] {
        if (has("html") || has("dumps")) && !has(word) {
            continue;
        }
        let started = Instant::now();
        let mut samples = samples(Path::new(bench), kind, &taught);
        let rows: usize = samples.iter().map(|sample| sample.texts.len()).sum();
        println!("{word}: {} pages, {rows} blocks, {:.1?}", samples.len(), started.elapsed());
        for set in ["sh", "wcxb"] {
            let perfect = |s: &Sample| Some(Outcome::of(s.truth.as_ref()?, &kept(s, |at| s.marks[at].body)));
            let outcomes: Vec<Outcome> = samples.iter().filter(|s| s.set == set).filter_map(perfect).collect();
            let (p, r, f1, exact) = score::total(&outcomes);
            println!("  choosing perfectly, {set}: F1 {f1:.3} P {p:.3} R {r:.3} accuracy {exact:.3}");
        }
        let (passes, articles) = learn(&mut samples, settings, has("--write"), has("--worst"));
        forests.push(passes.map(|passes| (usize::from(kind == PageKind::Text), passes)));
        if kind == PageKind::Html {
            taught = articles;
            if let Some(file) = taught_file {
                std::fs::write(file, serde_json::to_vec(&taught).expect("texts are JSON")).expect("a file to write to");
            }
        }
        println!("  {:.0?}", started.elapsed());
    }
    if has("--write") {
        let mut out = HEADER.to_vec();
        let old = std::fs::read("assets/model.bin").expect("run it at the top of the repository");
        let mut old = old.strip_prefix(HEADER).unwrap_or_default();
        // What was not learned now stays as it was.
        for (kind, word) in [(0, "html"), (1, "dumps")] {
            let kept = [read(&mut old), read(&mut old)];
            let learned = forests.iter().flatten().find(|(learned, _)| *learned == kind);
            let learned = learned.map(|(_, passes)| [Some(passes.first.clone()), Some(passes.second.clone())]);
            for forest in learned.unwrap_or(kept) {
                write(&mut out, &forest.unwrap_or_else(|| panic!("no forests for {word}")));
            }
        }
        std::fs::write("assets/model.bin", &out).expect("run it at the top of the repository");
        println!("assets/model.bin: {} bytes", out.len());
    }
}

#[derive(Clone, Copy)]
struct Settings {
    plan: Plan,
    /// The power of a block's words by which it counts.
    weight: f32,
    /// What a page with snippets only counts.
    snippets: f32,
    strict: bool,
    /// Whether the second pass is cross-validated too.
    measured: bool,
    /// Whether the rules alone are tried, on what the forests said in the last run.
    replay: bool,
}

/// Of so many dull blocks one is learned from.
const DULL: usize = 8;

/// All rows of all pages, as the forests see them.
struct Rows {
    labels: Vec<bool>,
    weights: Vec<f32>,
    pages: Vec<u32>,
    folds: Vec<usize>,
    places: Vec<u32>,
}

impl Rows {
    fn lesson<'a>(&'a self, columns: &'a [Column], features: &'a [Feature]) -> Lesson<'a> {
        let Rows { labels, weights, pages, places, .. } = self;
        Lesson { labels, weights, pages, places, columns, features }
    }

    /// The rows to learn from, without these folds.
    fn without(&self, left_out: &[usize]) -> Vec<u32> {
        (0..self.labels.len() as u32)
            .filter(|row| self.weights[*row as usize] > 0.0 && !left_out.contains(&self.folds[*row as usize]))
            .collect()
    }
}

fn rows(samples: &[Sample], settings: Settings) -> Rows {
    let mut rows =
        Rows { labels: Vec::new(), weights: Vec::new(), pages: Vec::new(), folds: Vec::new(), places: Vec::new() };
    let places = places(&samples.iter().map(|sample| &sample.matrix).collect::<Vec<_>>());
    for (page, sample) in samples.iter().enumerate() {
        let raw: Vec<f32> = sample
            .marks
            .iter()
            .zip(&sample.matrix.words)
            .map(|(mark, words)| mark.trust * (1.0 + words).powf(settings.weight))
            .collect();
        // Every page of a set counts the same, whatever its length; the styles of one page share.
        let share = if sample.truth.is_some() { 1.0 } else { settings.snippets };
        let styles = if sample.set == TOLD || (sample.set == "sh" && sample.style != "html") { 0.5 } else { 1.0 };
        let total: f32 = raw.iter().sum::<f32>().max(1e-6);
        for (at, (mark, weight)) in sample.marks.iter().zip(&raw).enumerate() {
            let near = &sample.marks[at.saturating_sub(4)..sample.marks.len().min(at + 5)];
            let dull = sample.matrix.words[at] < 6.0 && !near.iter().any(|mark| mark.body);
            // Most of a page's blocks are menu lines far from the article: some stand for all of them.
            let thinned = match dull {
                true if (at * 7 + page) % DULL == 0 => DULL as f32,
                true => 0.0,
                false => 1.0,
            };
            rows.labels.push(mark.body);
            rows.places.push((places[page] + at) as u32);
            rows.weights.push(thinned * 100.0 * share * styles * weight / total);
            rows.pages.push(page as u32);
            rows.folds.push(sample.fold);
        }
    }
    rows
}

/// Columns `which` over all rows of all pages.
fn columns(samples: &[Sample], which: Range<usize>) -> Vec<Column> {
    let matrices: Vec<&Matrix> = samples.iter().map(|sample| &sample.matrix).collect();
    which.into_par_iter().map(|column| Column::new(&matrices, column)).collect()
}

/// Columns worth asking of a neighbour, by name, and how far.
const NEIGHBOURS: &[(&str, i8)] = &[
    ("words", 3),
    ("share of function words", 3),
    ("words of running text", 3),
    ("share of capitalised words", 2),
    ("sentences", 3),
    ("commas", 2),
    ("how it ends", 3),
    ("how it starts", 2),
    ("form", 3),
    ("level or depth", 1),
    ("indent", 2),
    ("empty lines before", 2),
    ("share of digits", 2),
    ("times the same text stands on the page", 2),
    ("share of linked text", 3),
    ("element", 3),
    ("all in one inline element", 2),
    ("share of its words in the longest stretch", 3),
    ("share of running text with the same markup", 2),
    ("is a title of the page", 2),
    ("its container's score beside the best", 2),
    ("sharing words", 2),
    ("related-story words", 2),
    ("comment words", 2),
    ("time words", 2),
    ("byline words", 1),
    ("picture words", 1),
    ("author-note words", 1),
    ("years", 2),
    ("times of day", 2),
    ("blocks in its container", 1),
    ("share of it in the article body that the page's data gives", 2),
    ("words said once", 1),
    ("same as the block before", 1),
    ("levels up to what it shares with the block before", 1),
    ("levels up to what it shares with the block after", 1),
];

fn first_features(columns: &[Column]) -> Vec<Feature> {
    let tells = |column: &usize| columns[*column].tells();
    let mut features: Vec<Feature> =
        (SECOND_PASS..columns.len()).filter(tells).map(|column| Feature { column: column as u16, offset: 0 }).collect();
    for (wanted, reach) in NEIGHBOURS {
        let Some(column) = (0..columns.len()).filter(tells).find(|column| name(*column) == *wanted) else { continue };
        for offset in (1..=*reach).flat_map(|distance| [-distance, distance]) {
            features.push(Feature { column: column as u16, offset });
        }
    }
    features
}

fn second_features(columns: &[Column]) -> Vec<Feature> {
    let own = (0..SECOND_PASS).map(|column| Feature { column: column as u16, offset: 0 });
    let around = (1..=4).flat_map(|distance| [-distance, distance]).map(|offset| Feature { column: 0, offset });
    own.chain(around).filter(|feature| columns[usize::from(feature.column)].tells()).collect()
}

fn learn(samples: &mut [Sample], settings: Settings, ship: bool, worst: bool) -> (Option<Passes>, Taught) {
    let rows = rows(samples, settings);
    let started = Instant::now();
    if let Some(judged) = settings.replay.then(|| said(samples)).flatten() {
        report("said before", samples, &rows, &judged, worst);
        return (None, Taught::new());
    }
    let count = samples[0].matrix.columns;
    let mut columns = columns(samples, 0..count);
    let features = first_features(&columns);
    println!("  {} features, {:.1?}", features.len(), started.elapsed());
    let lesson = rows.lesson(&columns, &features);
    let single: Vec<Forest> = (0..FOLDS).map(|f| grow(&lesson, &rows.without(&[f]), settings.plan)).collect();
    println!("  first pass, {:.0?}", started.elapsed());
    // What each block is given by a forest that does not know its fold.
    let judged: Vec<Vec<f32>> = samples.par_iter().map(|s| single[s.fold].judge(&s.matrix, |_| true)).collect();
    report("first pass", samples, &rows, &chances(&judged), false);
    let pairs: Vec<((usize, usize), Forest)> = if settings.strict {
        let all = (0..FOLDS).flat_map(|a| (a + 1..FOLDS).map(move |b| (a, b)));
        all.map(|(a, b)| ((a, b), grow(&lesson, &rows.without(&[a, b]), settings.plan))).collect()
    } else {
        Vec::new()
    };
    let second = |samples: &mut [Sample], columns: &mut Vec<Column>, first: &[Vec<f32>], rows_in: &[u32]| {
        samples.par_iter_mut().zip(first).for_each(|(s, first)| second_look(&mut s.matrix, first));
        columns.splice(..SECOND_PASS, self::columns(samples, 0..SECOND_PASS));
        let both = [second_features(columns), features.clone()].concat();
        grow(&rows.lesson(columns, &both), rows_in, settings.plan)
    };
    let mut last: Vec<Vec<f32>> = chances(&judged);
    if settings.measured {
        for (f, forest) in single.iter().enumerate() {
            // What each block is given by a forest that knows neither its own fold nor, where strict, the one that is scored.
            let first: Vec<Vec<f32>> = samples
                .par_iter()
                .zip(&judged)
                .map(|(s, judged)| {
                    let pair = (s.fold.min(f), s.fold.max(f));
                    let strict = pairs.iter().find(|(folds, _)| *folds == pair);
                    strict.map_or_else(|| judged.clone(), |(_, forest)| forest.judge(&s.matrix, |_| true))
                })
                .collect();
            let passes =
                Passes { second: second(samples, &mut columns, &first, &rows.without(&[f])), first: forest.clone() };
            let scored: Vec<(usize, Vec<f32>)> = samples
                .par_iter_mut()
                .enumerate()
                .filter(|(_, s)| s.fold == f)
                .map(|(at, s)| (at, passes.probabilities(&mut s.matrix)))
                .collect();
            for (at, judged) in scored {
                last[at] = judged;
            }
        }
        println!("  second pass, {:.0?}", started.elapsed());
        report("second pass", samples, &rows, &last, worst);
        say(samples, &last);
    }
    let taught = articles(samples, &last);
    let shipped = ship.then(|| {
        let first = grow(&rows.lesson(&columns, &features), &rows.without(&[]), settings.plan);
        Passes { second: second(samples, &mut columns, &judged, &rows.without(&[])), first }
    });
    (shipped, taught)
}

/// The articles of the pages that people marked snippets of only, as they were found by forests that did not know their site.
fn articles(samples: &[Sample], judged: &[Vec<f32>]) -> Taught {
    let own = samples.iter().zip(judged).filter(|(s, _)| s.truth.is_none());
    let found = own.map(|(s, judged)| (s.id.clone(), cleaned(s, judged, 0.0)));
    found.filter(|(_, text)| score::words(text).len() > 60).collect()
}

/// Where what the forests said of each block is kept for `--replay`.
fn file(samples: &[Sample]) -> PathBuf {
    std::env::temp_dir().join(if samples[0].style == "html" { "dateline-html.said" } else { "dateline-dumps.said" })
}

fn say(samples: &[Sample], judged: &[Vec<f32>]) {
    let bytes: Vec<u8> = judged.iter().flatten().flat_map(|chance| chance.to_le_bytes()).collect();
    std::fs::write(file(samples), bytes).expect("the temporary folder takes files");
}

fn said(samples: &[Sample]) -> Option<Vec<Vec<f32>>> {
    let bytes = std::fs::read(file(samples)).ok()?;
    let mut chances = bytes.as_chunks().0.iter().map(|bytes| f32::from_le_bytes(*bytes));
    let judged: Vec<Vec<f32>> = samples.iter().map(|s| chances.by_ref().take(s.texts.len()).collect()).collect();
    (chances.next().is_none() && judged.last()?.len() == samples.last()?.texts.len()).then_some(judged)
}

fn chances(odds: &[Vec<f32>]) -> Vec<Vec<f32>> {
    odds.iter().map(|odds| odds.iter().map(|odds| chance(*odds)).collect()).collect()
}
