//! The bench's pages, read as the program reads them, with what is known of their articles.

use crate::align::{Mark, by_snippets, by_text};
use crate::dumps::{MANNERS, Manner, told};
use dateline::article::Origin;
use dateline::clean::features::{Matrix, features};
use dateline::import::lines::text_page;
use dateline::page::{Page, PageKind};
use rayon::prelude::*;
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// A page to learn from.
pub struct Sample {
    pub set: &'static str,
    pub style: &'static str,
    pub id: String,
    pub fold: usize,
    pub texts: Vec<String>,
    pub page: Page,
    pub matrix: Matrix,
    pub marks: Vec<Mark>,
    pub truth: Option<String>,
    pub with: Vec<String>,
    pub without: Vec<String>,
}

/// How many parts the sites are divided into.
pub const FOLDS: usize = 5;

/// The styles of dumps, each with the sets that have it.
const DUMPS: [(&str, &[&str]); 4] = [
    ("resiliparse", &["sh", "wcxb", "tf"]),
    ("resiliparse_noalt", &["sh"]),
    ("inscriptis", &["sh"]),
    ("htmltext", &["sh"]),
];

/// What is known of a page without people's help: its article as the forests for markup find it.
pub type Taught = BTreeMap<String, String>;

/// A page that is wanted, and how.
struct Wanted {
    set: &'static str,
    style: &'static str,
    id: String,
    entry: Value,
    path: PathBuf,
    /// Told as a dump in a manner.
    manner: Option<Manner>,
}

/// All pages of a kind, in a fixed order. Dumps are also made of the pages of markup, every page in another manner; those teach only.
pub fn samples(bench: &Path, kind: PageKind, taught: &Taught) -> Vec<Sample> {
    let mut wanted: Vec<Wanted> = Vec::new();
    for set in ["sh", "wcxb", "tf"] {
        let file = std::fs::read(bench.join("truth").join(format!("{set}.json"))).expect("the bench has its truth");
        let truth: serde_json::Map<String, Value> = serde_json::from_slice(&file).expect("the bench's truth is JSON");
        for (at, (id, entry)) in truth.into_iter().enumerate() {
            let page = entry["page"].as_str().expect("every page has its file").to_owned();
            let markup = bench.join("pages").join(format!("{page}.html.gz"));
            match kind {
                PageKind::Html => {
                    wanted.push(Wanted { set, style: "html", id, entry, path: markup, manner: None });
                }
                PageKind::Text => {
                    let name =
                        Path::new(&page).file_name().expect("a page's file has a name").to_string_lossy().into_owned();
                    for (style, _) in DUMPS.iter().filter(|(_, sets)| sets.contains(&set)) {
                        let path = bench.join("dumps").join(set).join(style).join(format!("{name}.txt"));
                        wanted.push(Wanted { set, style, id: id.clone(), entry: entry.clone(), path, manner: None });
                    }
                    let manner = MANNERS[at % MANNERS.len()];
                    let (style, path) = (manner.name, markup);
                    wanted.push(Wanted { set: TOLD, style, id, entry, path, manner: Some(manner) });
                }
            }
        }
    }
    wanted.sort_by(|a, b| (a.set, a.style, &a.id).cmp(&(b.set, b.style, &b.id)));
    wanted.into_par_iter().filter_map(|wanted| sample(wanted, taught)).collect()
}

/// The set of the pages that are told in manners made up here.
pub const TOLD: &str = "told";

fn sample(wanted: Wanted, taught: &Taught) -> Option<Sample> {
    let Wanted { set, style, id, entry, path, manner } = wanted;
    let bytes = std::fs::read(&path).ok()?;
    let mut page: Page = dateline::import::decode::read(&bytes, Origin::File(path)).ok()?;
    if let Some(manner) = manner {
        page = text_page(&told(&page, manner), page.origin);
    }
    let texts: Vec<String> = page.blocks.iter().map(|block| block.text.plain.clone()).collect();
    let blocks: Vec<&str> = texts.iter().map(String::as_str).collect();
    let strings = |key: &str| -> Vec<String> {
        entry[key].as_array().into_iter().flatten().filter_map(|text| text.as_str().map(str::to_owned)).collect()
    };
    let (with, without) = (strings("with"), strings("without"));
    let truth = entry["articleBody"].as_str().map(str::to_owned);
    let marks = match &truth {
        Some(truth) => by_text(&blocks, truth),
        None => by_teacher(&blocks, taught.get(&id).map(String::as_str), by_snippets(&blocks, &with, &without)),
    };
    let fold = fold(entry["url"].as_str().unwrap_or(&id));
    Some(Sample { set, style, fold, matrix: features(&page), texts, page, marks, truth, with, without, id })
}

/// How far the forests' own articles are trusted, beside people's.
const TAUGHT: f32 = 0.5;

/// Labels of a page of which only snippets are marked: by the article that its markup gave, but where a snippet says otherwise.
fn by_teacher(blocks: &[&str], article: Option<&str>, snippets: Vec<Mark>) -> Vec<Mark> {
    let Some(article) = article else { return snippets };
    let taught = by_text(blocks, article).into_iter().map(|mark| Mark { trust: TAUGHT * mark.trust, ..mark });
    taught.zip(snippets).map(|(taught, snippet)| if snippet.trust > 0.0 { snippet } else { taught }).collect()
}

/// The part a site belongs to: no site is in two.
pub fn fold(url: &str) -> usize {
    let host = url.split("//").nth(1).unwrap_or(url).split('/').next().unwrap_or(url);
    let labels: Vec<&str> = host.rsplit('.').collect();
    // `www.news.example.co.uk` and `example.co.uk` are one site.
    let short = labels.len() > 2 && labels[1].len() <= 3 && labels[0].len() == 2;
    let site: Vec<&str> = labels.into_iter().take(if short { 3 } else { 2 }).collect();
    let hash = site
        .join(".")
        .bytes()
        .fold(0xCBF2_9CE4_8422_2325_u64, |hash, b| (hash ^ u64::from(b)).wrapping_mul(0x0100_0000_01B3));
    ((hash >> 17) % FOLDS as u64) as usize
}
