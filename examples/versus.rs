//! The library's search beside others on the same articles and the same typed strings, in the same run: SQLite's FTS5 with prefix indexes, a
//! plain tantivy index (`RegexQuery`, `TopDocs`, `Count`), and ripgrep over text files where it is installed.
//!
//! `cargo run --release --example versus -- --articles 20000`. What a library cannot express (FTS5 knows no dates, ripgrep no fields) it is asked
//! without, which only makes it faster. Each gives the newest fifty; the plain index and dateline count all hits too.

#![allow(
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss
)] // figures

#[path = "../benches/corpus/mod.rs"]
mod corpus;

use anyhow::Context;
use corpus::Vocabulary;
use corpus::typed::{keys, typed};
use dateline::article::{Article, Origin};
use dateline::date::PartialDate;
use dateline::library::{Ask, Incoming, Library, Query, Ready};
use dateline::text::{fold, units};
use rusqlite::{Connection, params};
use std::fmt::Write as _;
use std::hint::black_box;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};
use tantivy::collector::{Count, TopDocs};
use tantivy::query::{AllQuery, BooleanQuery, Occur, PhraseQuery, RegexQuery, TermQuery};
use tantivy::schema::{FAST, Field, IndexRecordOption, STORED, Schema, TEXT};
use tantivy::{Index, Order, TantivyDocument, Term};

const SCREEN: usize = 50;

fn main() -> anyhow::Result<()> {
    let mut words = std::env::args().skip(1);
    let mut articles: u64 = 10_000;
    while let Some(word) = words.next() {
        let value = words.next().with_context(|| format!("{word} wants a value"))?;
        match word.as_str() {
            "--articles" => articles = value.parse()?,
            _ => anyhow::bail!("{word}: there is --articles N"),
        }
    }
    let vocabulary = Vocabulary::new(40_000);
    let typed: Vec<String> = typed(&vocabulary).into_iter().map(|(_, text)| text).collect();
    let keys: Vec<&str> = typed.iter().flat_map(|text| keys(text)).collect();
    let dir = tempfile::TempDir::new()?;
    let folder = |name: &str| dir.path().join(name);
    println!("{articles} articles, {} keys            p50       p95       p99       max", keys.len());

    let (ours_first, ours_all) = ours(&folder("library"), &vocabulary, articles, &keys)?;
    let first = told("dateline, the newest fifty", None, ours_first);
    let all = told("dateline, the newest fifty and the total", None, ours_all);
    told(
        "SQLite FTS5, ORDER BY rowid DESC LIMIT 50",
        Some(&first),
        fts5(&folder("fts5.db"), &vocabulary, articles, &keys)?,
    );
    told("tantivy, RegexQuery + TopDocs + Count", Some(&all), plain(&folder("plain"), &vocabulary, articles, &keys)?);
    match ripgrep(&folder("files"), &vocabulary, articles, &typed) {
        Ok(times) => drop(told("ripgrep over a file an article, whole strings", Some(&all), times)),
        Err(error) => println!("ripgrep: left out ({error})"),
    }
    Ok(())
}

/// Prints percentiles, and how many times those of ours they are; gives them.
fn told(what: &str, ours: Option<&[Duration; 3]>, mut times: Vec<Duration>) -> [Duration; 3] {
    times.sort();
    let at = |share: usize| times[((times.len() - 1) * share).div_ceil(100)];
    let own = [at(50), at(95), at(99)];
    let mut line = format!("{what:<46}");
    for time in own.iter().chain([&at(100)]) {
        let _ = write!(line, " {:>9}", format!("{time:.1?}"));
    }
    if let Some(ours) = ours {
        let times = own.iter().zip(ours).map(|(other, ours)| other.as_secs_f64() / ours.as_secs_f64());
        let _ = write!(line, "   {}", times.map(|times| format!("{times:.1}×")).collect::<Vec<_>>().join(" "));
    }
    println!("{line}");
    own
}

/// Times each key in three rounds and takes the best; each round begins with something new, so that none finds the answers of the one before.
fn timed<S>(
    keys: &[&str],
    begin: impl Fn() -> anyhow::Result<S>,
    mut ask: impl FnMut(&mut S, &str) -> anyhow::Result<()>,
) -> anyhow::Result<Vec<Duration>> {
    let mut times = vec![Duration::MAX; keys.len()];
    for _ in 0..3 {
        let mut state = begin()?;
        for (key, best) in keys.iter().zip(&mut times) {
            let begin = Instant::now();
            ask(&mut state, key)?;
            *best = (*best).min(begin.elapsed());
        }
    }
    Ok(times)
}

fn ours(
    dir: &Path,
    vocabulary: &Vocabulary,
    articles: u64,
    keys: &[&str],
) -> anyhow::Result<(Vec<Duration>, Vec<Duration>)> {
    let mut library = Library::create(dir)?;
    let mut writer = library.writer()?;
    let press = writer.press();
    for start in (0..articles).step_by(256) {
        let batch = (start..(start + 256).min(articles)).map(|number| {
            let (article, original) = (vocabulary.article(number), number.to_le_bytes());
            Ready::new(&Incoming { article: &article, origin: &Origin::Stdin, original: &original }, &press)
        });
        writer.add_all(batch.collect::<Result<_, _>>()?)?;
    }
    writer.finish()?;
    let all = Ask { limit: SCREEN, ..Ask::default() };
    let begin = || Ok(library.searcher()?);
    let first = timed(keys, begin, |searcher, key| {
        let query = Query::parse(key);
        if black_box(searcher.newest(&query, SCREEN)?).is_none() {
            black_box(searcher.search(&query, &all)?);
        }
        Ok(())
    })?;
    let whole = timed(keys, begin, |searcher, key| {
        black_box(searcher.search(&Query::parse(key), &all)?);
        Ok(())
    })?;
    Ok((first, whole))
}

fn text(article: &Article) -> String {
    format!("{}\n{}", article.headline.text, article.paragraphs().join("\n"))
}

/// Articles by date, so that the greatest rowid is the newest.
fn by_date(vocabulary: &Vocabulary, articles: u64) -> Vec<u64> {
    let mut order: Vec<(Option<i64>, u64)> =
        (0..articles).map(|number| (vocabulary.article(number).published.map(PartialDate::sort_key), number)).collect();
    order.sort_unstable();
    order.into_iter().map(|(_, number)| number).collect()
}

/// The words of what was typed, without operators and fields: what all can express.
struct Plain {
    words: Vec<String>,
    phrase: bool,
    open: bool,
}

fn plain_words(key: &str) -> Plain {
    let phrase = key.starts_with('"') && key.matches('"').count() == 1;
    let kept = key.split(' ').filter(|word| !word.starts_with('-') && !word.contains(':') && !word.starts_with('@'));
    let words: Vec<String> = kept
        .flat_map(|word| units(word).map(|unit| unit.folded).collect::<Vec<_>>())
        .filter(|word| word != "or")
        .collect();
    Plain { phrase, open: key.ends_with(|c: char| c.is_alphanumeric()) && !words.is_empty(), words }
}

fn fts5(file: &Path, vocabulary: &Vocabulary, articles: u64, keys: &[&str]) -> anyhow::Result<Vec<Duration>> {
    let database = Connection::open(file)?;
    database.execute_batch(
        "PRAGMA synchronous = OFF; PRAGMA mmap_size = 4000000000; CREATE VIRTUAL TABLE page USING fts5 (headline, body, prefix = '1 2 3'); BEGIN;",
    )?;
    for number in by_date(vocabulary, articles) {
        let article = vocabulary.article(number);
        database
            .prepare_cached("INSERT INTO page (headline, body) VALUES (?1, ?2)")?
            .execute(params![article.headline.text, article.paragraphs().join("\n")])?;
    }
    database.execute_batch("COMMIT; INSERT INTO page (page) VALUES ('optimize');")?;
    timed(
        keys,
        || Ok(()),
        |(), key| {
            let Plain { words, phrase, open } = plain_words(key);
            let mut query = if phrase {
                format!("\"{}\"", words.join(" "))
            } else {
                words.iter().map(|word| format!("\"{word}\"")).collect::<Vec<_>>().join(" ")
            };
            query.push_str(if open { " *" } else { "" });
            let sql = if words.is_empty() {
                "SELECT headline FROM page WHERE ?1 <> '-' ORDER BY rowid DESC LIMIT 50"
            } else {
                "SELECT headline FROM page WHERE page MATCH ?1 ORDER BY rowid DESC LIMIT 50"
            };
            let mut statement = database.prepare_cached(sql)?;
            let rows: Vec<String> = statement.query_map([query], |row| row.get(0))?.collect::<Result<_, _>>()?;
            black_box(rows);
            Ok(())
        },
    )
}

fn plain(dir: &Path, vocabulary: &Vocabulary, articles: u64, keys: &[&str]) -> anyhow::Result<Vec<Duration>> {
    let mut schema = Schema::builder();
    let (body, date) = (schema.add_text_field("body", TEXT), schema.add_i64_field("date", FAST));
    let headline = schema.add_text_field("headline", STORED);
    std::fs::create_dir_all(dir)?;
    let index = Index::create_in_dir(dir, schema.build())?;
    let mut writer = index.writer::<TantivyDocument>(200_000_000)?;
    for number in 0..articles {
        let article = vocabulary.article(number);
        let mut document = TantivyDocument::default();
        document.add_text(body, fold(&text(&article)));
        document.add_text(headline, &article.headline.text);
        document.add_i64(date, article.published.map_or(i64::MIN, PartialDate::sort_key));
        writer.add_document(document)?;
    }
    writer.commit()?;
    writer.wait_merging_threads()?;
    let searcher = index.reader()?.searcher();
    timed(
        keys,
        || Ok(()),
        |(), key| {
            let query = regex_query(body, &plain_words(key))?;
            let newest = TopDocs::with_limit(SCREEN).order_by_fast_field::<i64>("date", Order::Desc);
            let (found, total) = searcher.search(&query, &(newest, Count))?;
            for (_, address) in found {
                black_box(searcher.doc::<TantivyDocument>(address)?);
            }
            black_box(total);
            Ok(())
        },
    )
}

fn regex_query(body: Field, Plain { words, phrase, open }: &Plain) -> anyhow::Result<Box<dyn tantivy::query::Query>> {
    let term = |word: &str| Term::from_field_text(body, word);
    let (last, closed) = match words.split_last() {
        Some((last, closed)) if *open => (Some(last), closed),
        _ => (None, words.as_slice()),
    };
    let mut parts: Vec<(Occur, Box<dyn tantivy::query::Query>)> = Vec::new();
    if *phrase && closed.len() > 1 {
        parts.push((Occur::Must, Box::new(PhraseQuery::new(closed.iter().map(|word| term(word)).collect()))));
    } else {
        for word in closed {
            parts.push((Occur::Must, Box::new(TermQuery::new(term(word), IndexRecordOption::Basic))));
        }
    }
    if let Some(last) = last {
        parts.push((Occur::Must, Box::new(RegexQuery::from_pattern(&format!("{last}.*"), body)?)));
    }
    Ok(if parts.is_empty() { Box::new(AllQuery) } else { Box::new(BooleanQuery::new(parts)) })
}

/// One search a string: starting a process at every key would measure the starting.
fn ripgrep(dir: &Path, vocabulary: &Vocabulary, articles: u64, typed: &[String]) -> anyhow::Result<Vec<Duration>> {
    Command::new("rg").arg("--version").stdout(Stdio::null()).status()?;
    std::fs::create_dir_all(dir)?;
    for number in 0..articles {
        std::fs::write(dir.join(format!("{number}.txt")), text(&vocabulary.article(number)))?;
    }
    let strings: Vec<&str> = typed.iter().map(String::as_str).collect();
    timed(
        &strings,
        || Ok(()),
        |(), text| {
            let words = plain_words(text).words;
            let Some(longest) = words.iter().max_by_key(|word| word.len()) else { return Ok(()) };
            Command::new("rg").args(["-l", "-i", "-w", longest]).arg(dir).stdout(Stdio::null()).status()?;
            Ok(())
        },
    )
}
