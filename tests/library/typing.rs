//! Phrases typed key by key: what one key found narrows what the next one looks at, and never changes what it finds.

use super::lab::Lab;
use dateline::article::{Article, ArticleId, Headline, Origin, Part};
use dateline::library::{Added, Ask, Incoming, Library, Query, Searcher};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

/// Words that stand everywhere, words that begin alike, and one that few articles have.
const WORDS: [&str; 14] =
    ["the", "of", "in", "a", "The", "ferry", "ferries", "fern", "ferrule", "town", "tower", "thereby", "over", "zebra"];

/// So many articles fill many blocks of postings, and more than what is looked at first.
const ARTICLES: usize = 2_600;

/// An article's texts, as words of lower case.
type Texts = Vec<Vec<String>>;

fn fill(library: &mut Library) -> Vec<(ArticleId, Texts)> {
    let mut seed = 7_u64;
    let mut next = move |below: usize| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) as usize % below
    };
    let mut kept = Vec::new();
    let mut writer = library.writer().expect("nobody else writes");
    for number in 0..ARTICLES {
        // One in four hundred articles may have any word; the others lack the rare one.
        let words = if number % 400 == 0 { WORDS.len() } else { WORDS.len() - 1 };
        let mut text = |length: usize| (0..length).map(|_| WORDS[next(words)]).collect::<Vec<_>>();
        let texts = [text(3), text(5 + number % 9), text(4)];
        let parts = texts.iter().skip(1).map(|words| Part::Paragraph(words.join(" ").as_str().into())).collect();
        let article = Article {
            headline: Headline { text: texts[0].join(" "), derived: false },
            published: format!("20{:02}", number % 20).parse().ok(),
            body: parts,
            ..Article::default()
        };
        let (origin, bytes) = (Origin::File(format!("{number}").into()), format!("{number}"));
        let added = writer.add(&Incoming { article: &article, origin: &origin, original: bytes.as_bytes() });
        if let Added::New(id) = added.expect("is added") {
            let folded = |words: &Vec<&str>| words.iter().map(|word| word.to_lowercase()).collect();
            kept.push((id, texts.iter().map(folded).collect()));
        }
    }
    writer.finish().expect("finishes");
    kept
}

/// What the article has to have, told without an index: the words side by side, the last of which may go on.
fn has(texts: &Texts, words: &[String], open: bool) -> bool {
    let is_word = |place: usize, word: &str| {
        if open && place + 1 == words.len() { word.starts_with(&words[place]) } else { word == words[place] }
    };
    texts.iter().any(|text| {
        text.windows(words.len()).any(|window| window.iter().enumerate().all(|(place, word)| is_word(place, word)))
    })
}

/// The words of a phrase as it stands after a key, and whether the last one may go on.
fn meant(typed: &str) -> (Vec<String>, bool) {
    let inside = typed.trim_start_matches('"');
    let mut open = !inside.ends_with(['"', ' ']);
    let mut words: Vec<String> = inside.trim_end_matches('"').split_whitespace().map(str::to_lowercase).collect();
    if open && words.len() > 1 && words.last().is_some_and(|last| last.len() < 3) {
        words.pop();
        open = false;
    }
    (words, open)
}

fn found(searcher: &mut Searcher, typed: &str) -> Vec<ArticleId> {
    let all = Ask { limit: usize::MAX, ..Ask::default() };
    let hits = searcher.search(&Query::parse(typed), &all).expect("searches");
    let mut found: Vec<ArticleId> = hits.rows.iter().map(|row| row.id).filter(|_| !hits.near).collect();
    found.sort_unstable();
    found
}

#[test]
fn every_key_of_a_phrase_finds_what_the_phrase_means() {
    let lab = Lab::new();
    let mut library = lab.open();
    let kept = fill(&mut library);
    let phrases = prop::collection::vec(prop::collection::vec(prop::sample::select(WORDS.to_vec()), 2..5), 1..4);
    let config = Config { cases: 24, max_shrink_iters: 60, failure_persistence: None, ..Config::default() };
    TestRunner::new(config)
        .run(&phrases, |phrases| {
            // One searcher for all keys: it narrows. Rows of the newest articles come from it too.
            let mut searcher = library.searcher().expect("opens");
            for phrase in &phrases {
                let whole = format!("\"{}\"", phrase.join(" "));
                for end in 2..=whole.len() {
                    let typed = &whole[..end];
                    let (words, open) = meant(typed);
                    let expected: Vec<ArticleId> =
                        kept.iter().filter(|(_, texts)| has(texts, &words, open)).map(|(id, _)| *id).collect();
                    let newest = searcher.newest(&Query::parse(typed), 7).expect("searches").unwrap_or_default();
                    let all = found(&mut searcher, typed);
                    prop_assert_eq!(&all, &expected, "{}", typed);
                    let first =
                        searcher.search(&Query::parse(typed), &Ask { limit: 7, ..Ask::default() }).expect("searches");
                    prop_assert!(first.near || first.rows == newest, "{}", typed);
                }
            }
            Ok(())
        })
        .expect("every key finds it");
}
