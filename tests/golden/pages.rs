//! Our own pages, one for each kind of noise and for each hard case: what comes out, field by field, and what each block is taken for.
//!
//! `pages/` holds the pages and `right/` what a right cleaning of each is, as the Markdown that `dateline export` writes, or `no article`. The
//! people, places and events are invented, and each page says so. `labels/` shows the label of every block.

use dateline::article::{Article, Origin};
use dateline::clean::{Cleaned, clean, explain};
use dateline::export::{Format, Layout, export};
use dateline::import::decode::read;
use dateline::page::Page;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

/// What the cleaner still gets wrong: page, field, and what is wrong with it. The test fails when one of these comes right.
const SHORT: &[(&str, &str, &str)] = &[
    ("japanese.txt", "publisher", "a dump's first line is not taken for its publication"),
    ("list-article.txt", "publisher", "a dump's first line is not taken for its publication"),
    ("no-headline.txt", "publisher", "a dump's first line is not taken for its publication"),
    ("gallery.html", "body", "the line that counts the pictures is kept"),
    ("list-article.html", "body", "the last row of a table is lost"),
    ("live-blog.txt", "body", "the times over a live blog's notes are lost"),
    (
        "live-blog.txt",
        "date",
        "a page's only date is taken for that of its publication, though it is called one of change",
    ),
    (
        "live-blog.txt",
        "updated",
        "a page's only date is taken for that of its publication, though it is called one of change",
    ),
    ("short-between-teasers.txt", "body", "a teaser before the article is kept"),
    ("short-between-teasers.txt", "title", "the teaser's title is taken for the headline"),
    ("short-between-teasers.txt", "publisher", "a dump's first line is not taken for its publication"),
];

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden").join(name)
}

/// The names of the pages, sorted.
fn names() -> Vec<String> {
    let entries = std::fs::read_dir(folder("pages")).expect("the folder of pages").flatten();
    let names: BTreeSet<String> = entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    names.into_iter().collect()
}

fn cleaned(name: &str) -> (Page, Cleaned) {
    let bytes = std::fs::read(folder("pages").join(name)).expect("a page");
    let page = read(&bytes, Origin::Sample(name.to_owned())).expect("a page is text");
    let cleaned = clean(&page);
    (page, cleaned)
}

/// The fields of an exported article: its front matter by name, and the rest as `body`.
fn fields(markdown: &str) -> BTreeMap<&str, &str> {
    let Some((front, body)) = markdown.strip_prefix("---\n").and_then(|rest| rest.split_once("\n---\n")) else {
        return BTreeMap::from([("note", markdown.trim())]);
    };
    // The headline stands in the front matter already.
    let body = body.trim_start().split_once('\n').map_or("", |(_, body)| body);
    front.lines().filter_map(|line| line.split_once(": ")).chain([("body", body.trim())]).collect()
}

fn shown(article: &Article) -> String {
    if article.is_empty_page() {
        return "no article\n".to_owned();
    }
    export(article, Format::Markdown, Layout::default())
}

/// The fields of a page that are not right, each with what was found.
fn wrong(name: &str) -> BTreeMap<String, String> {
    let right = std::fs::read_to_string(folder("right").join(format!("{name}.md"))).unwrap_or_default();
    let found = shown(&cleaned(name).1.article);
    let (right, found) = (fields(&right), fields(&found));
    let names: BTreeSet<&str> = right.keys().chain(found.keys()).copied().collect();
    let differ = names.into_iter().filter(|field| right.get(field) != found.get(field));
    differ.map(|field| (field.to_owned(), (*found.get(field).unwrap_or(&"nothing")).to_owned())).collect()
}

#[test]
fn every_page_comes_out_as_it_should() {
    let (mut report, mut mended) = (String::new(), Vec::new());
    for name in names() {
        let wrong = wrong(&name);
        let known: Vec<&str> = SHORT.iter().filter(|(page, ..)| *page == name).map(|(_, field, _)| *field).collect();
        for (field, found) in wrong.iter().filter(|(field, _)| !known.contains(&field.as_str())) {
            let _ = writeln!(report, "{name} {field}: {found}\n");
        }
        mended.extend(known.into_iter().filter(|field| !wrong.contains_key(*field)).map(|field| (name.clone(), field)));
    }
    assert!(report.is_empty(), "these are not what they should be:\n{report}");
    assert!(mended.is_empty(), "these come out right now, strike them from SHORT: {mended:?}");
    assert!(names().len() >= 30, "the set has become small");
}

#[test]
fn every_block_has_its_label() {
    for name in names() {
        let (page, cleaned) = cleaned(&name);
        let mut lines = String::new();
        for (_, field, why) in SHORT.iter().filter(|(page, ..)| *page == name) {
            let _ = writeln!(lines, "not right: {field}, {why}");
        }
        for note in &cleaned.article.notes {
            let _ = writeln!(lines, "note: {note:?}");
        }
        for (block, verdict) in page.blocks.iter().zip(&cleaned.verdicts) {
            let label = format!("{:?}", verdict.label).to_lowercase();
            let text: String = block.text.plain.replace('\n', "⏎").chars().take(90).collect();
            let _ = writeln!(lines, "{label:<10} {}", text.trim_end());
        }
        insta::with_settings!({snapshot_path => "labels", prepend_module_to_snapshot => false, omit_expression => true}, {
            insta::assert_snapshot!(name.as_str(), lines);
        });
    }
}

#[test]
fn the_reasons_of_a_page_are_told_in_lines_that_fit() {
    let (page, cleaned) = cleaned("captions.html");
    let told = explain(&page, &cleaned, Some(72));
    // What the forests say changes whenever they learn: only what stands fast is compared.
    let unsteady = [
        (r"(?m)^(found \w+): .*", "$1: …"),
        (r"(\n +[+-]\d\.\d .*)+", "\n …"),
        (r"; [+-]\d\.\d .*|;\n", "\n"),
        (r"(?m)^ *\d+%", "  …%"),
    ];
    let told = unsteady.into_iter().fold(told, |told, (pattern, mark)| {
        regex::Regex::new(pattern).expect("a pattern").replace_all(&told, mark).into_owned()
    });
    insta::with_settings!({snapshot_path => "labels", prepend_module_to_snapshot => false, omit_expression => true}, {
        insta::assert_snapshot!("explained", told);
    });
}
