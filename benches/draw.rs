//! What a frame costs: drawing list and reader, scrolling the reader, giving the terminal another size, opening a very long article. At
//! three sizes; the limit is 4 ms a frame at 200×60. `cargo bench --bench draw`.

use criterion::{BatchSize, BenchmarkId, Criterion, criterion_group, criterion_main};
use dateline::article::{Article, Headline, Origin, Part};
use dateline::library::{Incoming, Library};
use dateline::tui::{Options, Rehearsal};
use std::path::PathBuf;
use tempfile::TempDir;

const SIZES: [(u16, u16); 3] = [(80, 24), (120, 36), (200, 60)];

const SENTENCE: &str = "The ferry between Port Elsen and the outer islands sails again after two winters in the dock, the harbour office \
    said on Friday, and the café on the pier will open for the first crossing. ";

/// Articles in the list, beside the very long one.
const ARTICLES: usize = 2_000;

/// Words of the very long article.
const LONG: usize = 500_000;

fn article(number: usize, paragraphs: usize) -> Article {
    let body = (0..paragraphs).map(|paragraph| Part::Paragraph(format!("{paragraph}. {}", SENTENCE.repeat(3)).into()));
    Article {
        headline: Headline { text: format!("Report number {number} of the harbour office"), derived: false },
        publisher: Some("Harbour Courier".into()),
        published: format!("{}-{:02}-{:02}", 2000 + number % 24, number % 12 + 1, number % 28 + 1).parse().ok(),
        language: Some("en".into()),
        body: body.collect(),
        ..Article::default()
    }
}

/// A library of many articles, the newest of which is very long.
fn library(folder: &TempDir) {
    let mut library = Library::create(folder.path()).expect("a library");
    let mut writer = library.writer().expect("nobody else writes");
    let mut long = article(0, LONG / (3 * SENTENCE.split(' ').count()));
    long.headline.text = "Everything about the harbour office".into();
    long.published = "2030-01-01".parse().ok();
    for (number, article) in (1..ARTICLES).map(|number| article(number, 8)).chain([long]).enumerate() {
        let origin = Origin::File(PathBuf::from(format!("/pages/{number}.html")));
        let incoming = Incoming { article: &article, origin: &origin, original: &number.to_le_bytes() };
        writer.add(&incoming).expect("it is kept");
    }
    writer.finish().expect("the index is written");
}

fn screen(folder: &TempDir, keys: &str, (columns, lines): (u16, u16)) -> Rehearsal {
    let library = Library::open(folder.path()).expect("the library opens");
    let mut screen = Rehearsal::new(library, Options::default(), columns, lines).expect("the library opens");
    screen.press(keys);
    screen
}

fn draw(criterion: &mut Criterion) {
    let folder = TempDir::new().expect("a folder");
    library(&folder);
    let mut group = criterion.benchmark_group("draw");
    for size in SIZES {
        let named = |name: &str| BenchmarkId::new(name, format!("{}x{}", size.0, size.1));
        let list = screen(&folder, "/ferry<Enter>jj", size);
        group.bench_function(named("frame"), |bench| bench.iter(|| list.cells()));
        let mut reader = screen(&folder, "/ferry<Enter>jj<Enter>z", size);
        group.bench_function(named("reader, scrolled by a line"), |bench| {
            bench.iter(|| {
                reader.press("jk");
                reader.cells()
            });
        });
        let mut resized = screen(&folder, "jj<Enter>", size);
        group.bench_function(named("another size, set anew"), |bench| {
            bench.iter(|| {
                resized.resize(size.0 - 1, size.1).resize(size.0, size.1);
                resized.cells()
            });
        });
    }
    group.finish();
    let mut group = criterion.benchmark_group("open");
    for (name, before, keys) in [("an article of 500 words", "j", "J"), ("an article of 500,000 words", "j", "k")] {
        group.bench_function(name, |bench| {
            bench.iter_batched_ref(
                || screen(&folder, before, (200, 60)),
                |screen| screen.press(keys).cells(),
                BatchSize::PerIteration,
            );
        });
    }
    group.finish();
}

criterion_group!(benches, draw);
criterion_main!(benches);
