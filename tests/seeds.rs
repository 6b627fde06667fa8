//! The two pages that the project started from come out exactly as people marked them, field by field.
//!
//! They are kept beside the repository and not in it; without them this says so and passes.

use dateline::article::{Article, Origin};
use dateline::clean::clean;
use dateline::date::PartialDate;
use dateline::import::decode::read;
use serde_json::Value;
use std::path::Path;

fn cleaned(name: &str, bytes: &[u8]) -> Article {
    clean(&read(bytes, Origin::File(name.into())).expect("a seed is text")).article
}

/// A date as the truth has it, as the program prints it.
fn date(value: &Value) -> Option<String> {
    let day = value["date"].as_str()?;
    Some(value["time"].as_str().map_or_else(|| day.to_owned(), |time| format!("{day}T{time}")))
}

fn strings(value: &Value) -> Vec<String> {
    value.as_array().into_iter().flatten().filter_map(|text| text.as_str().map(str::to_owned)).collect()
}

fn check_headline(article: &Article, truth: &Value) {
    let wanted = truth["title"].as_str().expect("every seed has a title");
    let derived = truth["title_origin"].as_str().is_some_and(|origin| origin.starts_with("derived"));
    assert_eq!(article.headline.derived, derived);
    let found = article.headline.text.as_str();
    if derived {
        let length = found.chars().count();
        assert!(wanted.starts_with(found) && (40..=120).contains(&length), "{found}");
        assert!(
            wanted[found.len()..].chars().next().is_none_or(|next| !next.is_alphanumeric()),
            "cut inside a word: {found}"
        );
    } else {
        assert_eq!(found, wanted);
    }
}

#[test]
fn the_seeds_come_out_as_they_were_marked() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/seeds");
    let Ok(truth) = std::fs::read(folder.join("truth.json")) else {
        eprintln!("skipped: there is no ../shared/seeds here");
        return;
    };
    let truth: Value = serde_json::from_slice(&truth).expect("the truth is JSON");
    for seed in truth.as_array().expect("a list of pages") {
        let name = seed["file"].as_str().expect("every seed has its file");
        let article = cleaned(name, &std::fs::read(folder.join(name)).expect("the file is beside the truth"));
        assert_eq!(article.paragraphs(), strings(&seed["body"]), "{name}: body");
        assert_eq!(article.captions(), strings(&seed["captions"]), "{name}: captions");
        check_headline(&article, seed);
        let text = |field: &str| seed[field].as_str().map(str::to_owned);
        let shown = |date: Option<&PartialDate>| date.map(ToString::to_string);
        assert_eq!(shown(article.published.as_ref()), date(&seed["published"]), "{name}: published");
        assert_eq!(shown(article.modified.as_ref()), date(&seed["updated"]), "{name}: updated");
        assert_eq!(article.byline, text("author").into_iter().collect::<Vec<_>>(), "{name}: byline");
        assert_eq!(article.agency, text("agency"), "{name}: agency");
        assert_eq!(article.publisher, text("source"), "{name}: publisher");
        assert_eq!(article.dateline, text("dateline"), "{name}: dateline");
        assert_eq!(article.section, text("section"), "{name}: section");
        assert_eq!(article.notice, text("notice"), "{name}: notice");
    }
}
