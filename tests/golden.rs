//! Golden pages: every page of the sample library, cleaned, against what a right cleaning of it is (`tests/golden/sample.json`).

use dateline::article::Origin;
use dateline::clean::clean;
use dateline::import::decode::read;
use serde::Deserialize;
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::Path;

#[path = "golden/pages.rs"]
mod pages;

/// What is right for one page, as the page's author wrote it down.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Truth {
    file: String,
    headline: Option<String>,
    author: Option<Vec<String>>,
    publisher: Option<String>,
    section: Option<String>,
    agency: Option<String>,
    dateline: Option<String>,
    date_published: Option<String>,
    date_modified: Option<String>,
    language: String,
    body: Vec<String>,
    captions: Vec<String>,
    notice: Option<String>,
}

/// What the cleaner still gets wrong, page and field. The test fails when one of these comes right, so that the list stays honest.
const SHORT: &[(&str, &str)] = &[
    ("harbour-courier-2023-10-lindqvist-profile.html", "body"),
    ("barid-nakhil-2024-04-dafatir-sayyad.html", "dateline"),
    ("elsen-evening-post-2022-06-regatta.txt", "body"),
    ("elsen-evening-post-2023-10-recount.txt", "body"),
    ("elsen-evening-post-2024-05-maud-corrie-farewell.txt", "body"),
    ("gaceta-alondra-2021-07-campana.html", "body"),
    ("harbour-courier-2021-06-herring-accord.html", "author"),
    ("merovia-times-2024-11-clock-brief.txt", "author"),
    ("phare-dorme-2023-05-balance-harengs.html", "body"),
    ("skerrow-islander-2022-03-strike-diary.html", "body"),
    ("skerrow-islander-2022-10-school-bell.html", "body"),
    ("skerrow-islander-2023-06-notes.html", "body"),
    ("skerrow-islander-2024-05-first-sailing.html", "body"),
    ("skerrow-islander-goat-on-the-roof.html", "body"),
    ("skerrow-islander-lambing-notes.txt", "publisher"),
    ("skerrow-islander-lambing-notes.txt", "headline"),
    ("talbacher-bote-2022-09-bergbahn.html", "body"),
    ("talbacher-bote-2022-09-bergbahn.html", "dateline"),
    ("talbacher-bote-2023-12-glocke.txt", "section"),
];

/// The day, and the minute and offset where they are known; a truth without a time is met by the day.
fn same_date(truth: Option<&str>, found: Option<String>) -> bool {
    match (truth, found) {
        (None, None) => true,
        (Some(truth), Some(found)) if truth.contains('T') => truth == found,
        (Some(truth), Some(found)) => found.starts_with(truth),
        _ => false,
    }
}

fn squeezed<'a>(texts: impl IntoIterator<Item = &'a str>) -> Vec<String> {
    texts.into_iter().map(dateline::text::squeeze).collect()
}

/// The fields that differ from the truth, each with what was found.
fn differences(truth: &Truth, bytes: &[u8]) -> Vec<(&'static str, String)> {
    let page = read(bytes, Origin::Sample(truth.file.clone())).expect("a page of the sample is a page");
    let article = clean(&page).article;
    let headline = (!article.headline.derived).then(|| article.headline.text.clone());
    let author = (!article.byline.is_empty()).then(|| article.byline.clone());
    let text = |date: Option<dateline::date::PartialDate>| date.map(|date| date.to_string());
    let paragraphs = article.paragraphs();
    let (body, right_body) =
        (squeezed(paragraphs.iter().map(String::as_str)), squeezed(truth.body.iter().map(String::as_str)));
    let body_report = || {
        let lost: Vec<&String> = right_body.iter().filter(|text| !body.contains(text)).collect();
        let extra: Vec<&String> = body.iter().filter(|text| !right_body.contains(text)).collect();
        format!("lost {lost:#?} and kept {extra:#?}")
    };
    let captions = squeezed(article.captions());
    let checks = [
        ("headline", headline == truth.headline, format!("{headline:?}")),
        ("author", author == truth.author, format!("{author:?}")),
        ("publisher", article.publisher == truth.publisher, format!("{:?}", article.publisher)),
        ("section", article.section == truth.section, format!("{:?}", article.section)),
        ("agency", article.agency == truth.agency, format!("{:?}", article.agency)),
        ("dateline", article.dateline == truth.dateline, format!("{:?}", article.dateline)),
        (
            "published",
            same_date(truth.date_published.as_deref(), text(article.published)),
            format!("{:?}", article.published),
        ),
        (
            "modified",
            same_date(truth.date_modified.as_deref(), text(article.modified)),
            format!("{:?}", article.modified),
        ),
        ("language", article.language.as_deref() == Some(&truth.language), format!("{:?}", article.language)),
        ("body", body == right_body, body_report()),
        ("captions", captions == squeezed(truth.captions.iter().map(String::as_str)), format!("{captions:?}")),
        ("notice", article.notice == truth.notice, format!("{:?}", article.notice)),
    ];
    checks.into_iter().filter(|(_, right, _)| !right).map(|(field, _, found)| (field, found)).collect()
}

#[test]
fn every_sample_page_comes_out_as_its_author_wrote_it() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let truths: Vec<Truth> =
        serde_json::from_slice(&std::fs::read(root.join("tests/golden/sample.json")).expect("the golden truths"))
            .expect("valid JSON");
    let mut wrong = BTreeSet::new();
    let mut report = String::new();
    for truth in &truths {
        let bytes = std::fs::read(root.join("assets/sample").join(&truth.file)).expect("a page of the sample");
        for (field, found) in differences(truth, &bytes) {
            if !SHORT.contains(&(truth.file.as_str(), field)) {
                let _ = writeln!(report, "{} {field}: {found}", truth.file);
            }
            wrong.insert((truth.file.clone(), field));
        }
    }
    let mended: Vec<_> = SHORT.iter().filter(|(file, field)| !wrong.contains(&((*file).to_owned(), *field))).collect();
    assert!(report.is_empty(), "{} of {} fields differ:\n{report}", wrong.len(), truths.len() * 12);
    assert!(mended.is_empty(), "these come out right now, strike them from SHORT: {mended:?}");
    assert!(truths.len() >= 40, "the sample has become small");
}
