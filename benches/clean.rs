//! Bytes a second by stage, on pages made up here: decode, parse, features, labels, metadata with the article, and all of it; HTML and dumps.
//!
//! The pages have the proportions of saved news pages: two thirds menus, teasers and scripts, one third article.

use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use dateline::article::Origin;
use dateline::clean::{article, clean, features::features, label::label, label::probabilities};
use dateline::import::charset::decode;
use dateline::import::html::html_page;
use dateline::import::lines::text_page;
use dateline::page::Page;
use std::fmt::Write;
use std::hint::black_box;

const PARAGRAPH: &str = "The ferry to Elsen left the harbour an hour late on Tuesday after a rope had caught in its propeller, the port \
    authority said, and some forty passengers spent the afternoon in the hotel by the quay. “We were told nothing,” said one of them, a \
    teacher who had a class to give. It was the third such delay since the company cut its crews.";

fn html() -> String {
    let mut page = String::from("<!doctype html><html lang=en><head><title>Ferry late again</title><style>");
    page.push_str(&".menu-item{color:#123;margin:0}".repeat(300));
    page.push_str("</style></head><body><nav class=menu><ul>");
    for item in 0..120 {
        let _ = write!(
            page,
            "<li class='menu-item item-{item}'><a href='/section/{item}'><span>Section {item}</span></a></li>"
        );
    }
    page.push_str("</ul></nav><main><article class='story'><h1>Ferry late again</h1><p class=byline>By Ada Venn</p><div class='story-body'>");
    for paragraph in 0..25 {
        let _ = write!(page, "<p>{PARAGRAPH} <a href='/story/{paragraph}'>More</a> of it <em>follows</em>.</p>");
    }
    page.push_str("</div></article></main><aside class=related>");
    for teaser in 0..60 {
        let _ = write!(
            page,
            "<div class='card teaser'><a href='/t/{teaser}'><h3>Harbour story {teaser}</h3><p>What it was about</p></a></div>"
        );
    }
    page.push_str("</aside><script>");
    page.push_str(&"window.push({event:'view',page:1});".repeat(800));
    page.push_str("</script></body></html>");
    page
}

fn dump() -> String {
    let mut page = String::new();
    for item in 0..120 {
        let _ = writeln!(page, "  • Section {item}");
    }
    page.push_str("Ferry late again\nBy Ada Venn\n\n");
    for _ in 0..25 {
        let _ = writeln!(page, "{PARAGRAPH}\n");
    }
    for teaser in 0..60 {
        let _ = writeln!(page, "Harbour story {teaser}\nWhat it was about\n");
    }
    page
}

fn stages(c: &mut Criterion, name: &str, text: &str, parse: fn(&str, Origin) -> Page) {
    let mut group = c.benchmark_group(name);
    group.throughput(Throughput::Bytes(text.len() as u64));
    let page = parse(text, Origin::Stdin);
    let verdicts = label(&page);
    let whole = |bytes: &[u8]| clean(&parse(&decode(bytes).text, Origin::Stdin));
    group.bench_function("decode", |b| b.iter(|| decode(black_box(text.as_bytes())).text.len()));
    group.bench_function("parse", |b| b.iter(|| parse(black_box(text), Origin::Stdin)));
    group.bench_function("features", |b| b.iter(|| features(black_box(&page))));
    group.bench_function("label", |b| {
        b.iter_batched_ref(|| features(&page), |matrix| probabilities(black_box(&page), matrix), BatchSize::SmallInput);
    });
    group.bench_function("metadata and article", |b| {
        b.iter_batched(|| verdicts.clone(), |verdicts| article(black_box(&page), verdicts), BatchSize::SmallInput);
    });
    group.bench_function("all", |b| b.iter(|| whole(black_box(text.as_bytes()))));
    group.finish();
}

fn cleaning(c: &mut Criterion) {
    stages(c, "html", &html(), html_page);
    stages(c, "dump", &dump(), text_page);
}

criterion_group!(benches, cleaning);
criterion_main!(benches);
