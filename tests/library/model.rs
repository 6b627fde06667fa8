//! What a query means, told a second time without an index: random small libraries, random queries, the same hits in the same order.

use chrono::NaiveDate;
use dateline::article::{Article, ArticleId, Headline, Origin, Part, Span, Style, Text};
use dateline::date::{PartialDate, Precision};
use dateline::library::{Added, Ask, Facet, Incoming, Library, Period, Query, Searcher, Sort, SortBy};
use dateline::text::{Unit, fold, units};
use proptest::prelude::*;
use std::collections::{BTreeMap, HashSet};
use tempfile::TempDir;

/// An article as the model holds it.
#[derive(Clone, Debug)]
struct Page {
    article: Article,
    file: String,
    read: bool,
    starred: bool,
    hidden: bool,
    tags: Vec<&'static str>,
}

/// A condition, written as a query and decided on an article without any index.
#[derive(Clone, Debug)]
enum Condition {
    Words { field: &'static str, text: String, open: bool, exact: bool },
    Dates(&'static str, Option<&'static str>, Option<&'static str>),
    Mark(&'static str),
    Tag(&'static str, bool),
    Language(&'static str),
    Not(Box<Condition>),
    All(Vec<Condition>),
    Any(Vec<Condition>),
}

impl Condition {
    fn written(&self) -> String {
        let joined = |conditions: &[Condition], between: &str| {
            format!("({})", conditions.iter().map(Condition::written).collect::<Vec<_>>().join(between))
        };
        match self {
            Condition::Words { field, text, open, exact } => {
                format!("{field}{}\"{text}\"{}", if *exact { "=" } else { "" }, if *open { "*" } else { "" })
            }
            Condition::Dates(name, from, to) if from == to => format!("{name}:{}", from.unwrap_or("..")),
            Condition::Dates(name, from, to) => format!("{name}:{}..{}", from.unwrap_or(""), to.unwrap_or("")),
            Condition::Mark(mark) => (*mark).to_owned(),
            Condition::Tag(tag, open) => format!("tag:\"{tag}\"{}", if *open { "*" } else { "" }),
            Condition::Language(code) => format!("lang:\"{code}\""),
            Condition::Not(condition) => format!("-{}", condition.written()),
            Condition::All(conditions) => joined(conditions, " "),
            Condition::Any(conditions) => joined(conditions, " OR "),
        }
    }

    /// Whether the condition holds; `among` are all articles where words that none of them has are taken for misspelt, with one letter changed.
    fn holds(&self, page: &Page, among: Option<&[(ArticleId, Page)]>) -> bool {
        let article = &page.article;
        match self {
            Condition::Words { field, text, open, exact: false }
                if is_misspelt(text)
                    && among.is_some_and(|all| !all.iter().any(|(_, page)| self.holds(page, None))) =>
            {
                fields(page, field).iter().flatten().any(|has| nearly(has, text, *open))
            }
            Condition::Words { field, text, open, exact } => {
                // Other fields than these keep no spellings.
                let exact = *exact && matches!(*field, "" | "title:" | "body:");
                fields(page, field).iter().any(|texts| found(texts, text, *open, exact))
            }
            Condition::Dates(name, from, to) => article.published.is_some_and(|date| {
                let day = |text: Option<&str>| text.and_then(|text| text.parse::<PartialDate>().ok());
                match *name {
                    "before" => day(*from).is_none_or(|from| date.last_day() < from.first_day()),
                    "after" => day(*from).is_none_or(|from| date.first_day() > from.last_day()),
                    _ => {
                        day(*from).is_none_or(|from| date.first_day() >= from.first_day())
                            && day(*to).is_none_or(|to| date.last_day() <= to.last_day())
                    }
                }
            }),
            Condition::Mark(mark) => match *mark {
                "is:read" => page.read,
                "is:unread" => !page.read,
                "is:starred" => page.starred,
                "is:hidden" => page.hidden,
                "is:undated" => article.published.is_none(),
                "has:code" => article.body.iter().any(|part| matches!(part, Part::Code(_))),
                "has:link" => {
                    article.body.iter().any(|part| matches!(part, Part::Paragraph(text) if !text.spans.is_empty()))
                }
                "@2years" => article.published.is_some_and(|date| date.first_day() >= day("2018-06-15")),
                _ => false,
            },
            Condition::Tag(tag, open) => {
                page.tags.iter().any(|has| fold(has) == fold(tag) || (*open && fold(has).starts_with(&fold(tag))))
            }
            Condition::Language(code) => article.language.as_deref() == Some(*code),
            // What must not match is taken as typed.
            Condition::Not(condition) => match condition.bare() {
                Condition::Not(twice) => twice.holds(page, among),
                once => !once.holds(page, None),
            },
            Condition::All(conditions) => conditions.iter().all(|condition| condition.holds(page, among)),
            Condition::Any(conditions) => conditions.iter().any(|condition| condition.holds(page, among)),
        }
    }

    /// The condition without brackets around it alone.
    fn bare(&self) -> &Condition {
        match self {
            Condition::All(one) | Condition::Any(one) if one.len() == 1 => one[0].bare(),
            other => other,
        }
    }

    fn speaks_of_hidden(&self) -> bool {
        match self {
            Condition::Mark(mark) => *mark == "is:hidden",
            Condition::Not(condition) => condition.speaks_of_hidden(),
            Condition::All(conditions) | Condition::Any(conditions) => {
                conditions.iter().any(Condition::speaks_of_hidden)
            }
            _ => false,
        }
    }
}

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a day")
}

/// The texts of each field that a name stands for: words must stand side by side in one text, and be spelt so somewhere in the field.
fn fields(page: &Page, name: &str) -> Vec<Vec<String>> {
    let article = &page.article;
    let headline = vec![article.headline.text.clone()];
    let body: Vec<String> = article
        .standfirst
        .iter()
        .cloned()
        .chain(article.body.iter().flat_map(Part::texts).map(str::to_owned))
        .collect();
    match name {
        "" => vec![headline, body],
        "title:" => vec![headline],
        "body:" => vec![body],
        "by:" => vec![article.byline.clone()],
        "source:" => vec![article.publisher.iter().chain(&article.agency).cloned().collect()],
        "section:" => vec![article.section.iter().cloned().collect()],
        "place:" => vec![article.dateline.iter().cloned().collect()],
        "url:" => vec![article.url.iter().cloned().collect()],
        _ => vec![vec![page.file.clone()]],
    }
}

fn found(texts: &[String], wanted: &str, open: bool, exact: bool) -> bool {
    let mut wanted_units: Vec<Unit> = units(wanted).collect();
    let mut open = open;
    // The unfinished last word of a phrase counts from its third letter on.
    if open
        && wanted_units.len() > 1
        && wanted_units.last().is_some_and(|unit| !unit.unspaced && unit.folded.chars().count() < 3)
    {
        wanted_units.pop();
        open = false;
    }
    let last = wanted_units.len() - 1;
    let so_on = |place: usize| open && place == last && !wanted_units[place].unspaced;
    let side_by_side = texts.iter().any(|text| {
        units(text).collect::<Vec<_>>().windows(wanted_units.len()).any(|window| {
            window.iter().zip(&wanted_units).enumerate().all(|(place, (has, wants))| {
                let same =
                    if so_on(place) { has.folded.starts_with(&wants.folded) } else { has.folded == wants.folded };
                same && (place == 0 || has.joined == wants.joined)
            })
        })
    });
    let spelt = wanted_units.iter().enumerate().filter(|&(place, unit)| exact && !unit.unspaced && !so_on(place)).all(
        |(_, unit)| {
            let spelling = &wanted[unit.range.clone()];
            texts.iter().any(|text| units(text).any(|has| &text[has.range.clone()] == spelling))
        },
    );
    side_by_side && spelt
}

/// Whether a text is one word of five letters or more, of a spaced script.
fn is_misspelt(text: &str) -> bool {
    let units: Vec<Unit> = units(text).collect();
    matches!(units.as_slice(), [unit] if !unit.unspaced && unit.folded.chars().count() >= 5)
}

/// Whether a text has a word with one letter more, less, other or swapped with the next; `open` words may go on.
fn nearly(text: &str, wanted: &str, open: bool) -> bool {
    let Some(wanted) = units(wanted).next() else { return false };
    units(text).filter(|has| !has.unspaced).any(|has| {
        let letters: Vec<char> = has.folded.chars().collect();
        let starts = if open { 0 } else { letters.len() };
        (starts..=letters.len()).any(|end| {
            let start: String = letters[..end].iter().collect();
            strsim::osa_distance(&start, &wanted.folded) <= 1
        })
    })
}

/// What the newest-first order compares: more precise dates stand before the periods they begin.
fn rank(page: &Page, id: ArticleId) -> (Option<(i64, u8)>, ArticleId) {
    let precision = |date: PartialDate| match date.precision() {
        Precision::Year => 0,
        Precision::Month => 1,
        Precision::Day => 2,
        Precision::Minute(..) => 3,
    };
    (page.article.published.map(|date| (date.sort_key(), precision(date))), id)
}

const WORDS: &[&str] = &[
    "of",
    "the",
    "ferry",
    "Ferry",
    "ferryman",
    "boat",
    "old",
    "Old",
    "café",
    "cafe",
    "北京",
    "京都",
    "東京都",
    "s",
    "mayor’s",
    "ｶﾞｽ",
];
const DATES: &[&str] =
    &["2018", "2018-12", "2019", "2019-01", "2019-01-01", "2019-01-24", "2019-01-24T10:00", "2020-02-29"];

fn text() -> impl Strategy<Value = String> {
    let gap = prop::sample::select(vec![" ", " ", " ", ", ", "", "-"]);
    prop::collection::vec((prop::sample::select(WORDS), gap), 1..7)
        .prop_map(|pieces| pieces.into_iter().flat_map(|(word, gap)| [word, gap]).collect::<String>())
}

fn page() -> impl Strategy<Value = Page> {
    let names =
        || prop::option::of(prop::sample::select(vec!["Lee Old", "Boat Times", "AP", "京都"]).prop_map(str::to_owned));
    let texts = (text(), prop::option::of(text()), prop::collection::vec(text(), 0..3));
    let facts = (
        prop::option::of(prop::sample::select(DATES)),
        names(),
        names(),
        prop::option::of(prop::sample::select(vec!["en", "ja"])),
        any::<(bool, bool)>(),
    );
    let marks = (
        any::<(bool, bool)>(),
        prop::bool::weighted(0.1),
        prop::sample::subsequence(vec!["Old news", "été", "ferry"], 0..3),
    );
    (texts, facts, marks).prop_map(
        |(
            (headline, standfirst, paragraphs),
            (date, name, agency, language, (code, link)),
            ((read, starred), hidden, tags),
        )| {
            let mut body: Vec<Part> = paragraphs.into_iter().map(|text| Part::Paragraph(text.into())).collect();
            if code {
                body.push(Part::Code("old boat".into()));
            }
            if link {
                let span = Span { start: 0, end: 3, style: Style::Link("https://example.org/".into()) };
                body.push(Part::Paragraph(Text { plain: "old ferry".into(), spans: vec![span] }));
            }
            let article = Article {
                headline: Headline { text: headline, derived: false },
                standfirst,
                body,
                byline: name.iter().cloned().collect(),
                publisher: name.clone(),
                dateline: agency.clone(),
                section: agency.clone(),
                agency,
                published: date.and_then(|date| date.parse().ok()),
                language: language.map(str::to_owned),
                url: link.then(|| "https://example.org/boat/old".to_owned()),
                ..Article::default()
            };
            Page { article, file: String::new(), read, starred, hidden, tags }
        },
    )
}

fn condition() -> impl Strategy<Value = Condition> {
    let field = prop::sample::select(vec![
        "", "", "", "", "title:", "body:", "by:", "source:", "section:", "place:", "url:", "file:",
    ]);
    let words = prop_oneof![
        4 => prop::sample::select(vec!["ferry", "fer", "boat", "old", "cafe", "café", "s", "京", "北京", "都", "ガ", "mayor", "Old", "example", "a", "ferrx", "fery", "feryr", "ferrymam", "mayyor"]).prop_map(str::to_owned),
        2 => text().prop_filter("has a word", |text| units(text).next().is_some()),
    ];
    let dates =
        prop::option::of(prop::sample::select(vec!["2018", "2019", "2019-01", "2019-01-24", "2018-12-31", "2020-02"]));
    let leaf = prop_oneof![
        8 => (field, words, any::<bool>(), prop::bool::weighted(0.2))
            .prop_map(|(field, text, open, exact)| Condition::Words { field, text, open, exact }),
        2 => (dates.clone(), dates.clone()).prop_filter("is a date", |(from, to)| from.is_some() || to.is_some())
            .prop_map(|(from, to)| Condition::Dates("date", from, to)),
        1 => (prop::sample::select(vec!["before", "after"]), prop::sample::select(vec!["2018", "2019", "2019-01-24"]))
            .prop_map(|(name, date)| Condition::Dates(name, Some(date), Some(date))),
        2 => prop::sample::select(vec!["is:read", "is:unread", "is:starred", "is:hidden", "is:undated", "has:code", "has:link", "has:note", "@2years"])
            .prop_map(Condition::Mark),
        1 => (prop::sample::select(vec!["old news", "ete", "f", "ferry"]), any::<bool>()).prop_map(|(tag, open)| Condition::Tag(tag, open)),
        1 => prop::sample::select(vec!["en", "ja", "fr"]).prop_map(Condition::Language),
    ];
    leaf.prop_recursive(3, 12, 3, |inner| {
        prop_oneof![
            2 => inner.clone().prop_map(|condition| Condition::Not(Box::new(condition))),
            3 => prop::collection::vec(inner.clone(), 1..4).prop_map(Condition::All),
            3 => prop::collection::vec(inner, 1..4).prop_map(Condition::Any),
        ]
    })
}

/// Puts the pages into a library in three commits, the later ones in the place of earlier ones where `again` says so.
fn keep(library: &mut Library, pages: &[Page], again: usize) -> Vec<(ArticleId, Page)> {
    let mut kept: Vec<(ArticleId, Page)> = Vec::new();
    for (batch, batch_pages) in pages.chunks(pages.len().div_ceil(3).max(1)).enumerate() {
        let mut writer = library.writer().expect("nobody else writes");
        for (number, page) in batch_pages.iter().enumerate() {
            // Some files are met again with other contents.
            let file =
                if batch > 0 && number < again { format!("boat/{number}") } else { format!("boat/{batch}-{number}") };
            let file = if batch == 0 { format!("boat/{number}") } else { file };
            let origin = Origin::File(file.clone().into());
            let bytes = format!("{batch} {number}");
            let added = writer
                .add(&Incoming { article: &page.article, origin: &origin, original: bytes.as_bytes() })
                .expect("is added");
            let page = Page { file, ..page.clone() };
            match added {
                Added::New(id) => kept.push((id, page)),
                Added::Updated(id) | Added::Known(id) => {
                    if let Some(earlier) = kept.iter_mut().find(|(kept, _)| *kept == id) {
                        earlier.1 = page;
                    }
                }
            }
        }
        writer.finish().expect("finishes");
    }
    for (id, page) in &kept {
        library.set_read(&[*id], page.read).expect("marks");
        library.set_starred(&[*id], page.starred).expect("marks");
        library.set_hidden(&[*id], page.hidden).expect("marks");
        page.tags.iter().for_each(|tag| library.add_tag(&[*id], tag).expect("tags"));
    }
    kept
}

fn ids(searcher: &mut Searcher, query: &Query, ask: &Ask) -> Vec<ArticleId> {
    searcher.search(query, ask).expect("searches").rows.into_iter().map(|row| row.id).collect()
}

/// Timeline and facets count what the model counts.
fn counted(searcher: &mut Searcher, query: &Query, expected: &[(ArticleId, &Page)]) -> Result<(), TestCaseError> {
    let articles = || expected.iter().map(|(_, page)| &page.article);
    for (by, letters) in [(Period::Day, 10), (Period::Month, 7), (Period::Year, 4)] {
        let mut periods: BTreeMap<String, usize> = BTreeMap::new();
        for date in articles().filter_map(|article| article.published) {
            *periods.entry(date.first_day().to_string()[..letters].to_owned()).or_default() += 1;
        }
        let found =
            searcher.timeline(query, by).expect("counts").into_iter().map(|(date, count)| (date.to_string(), count));
        prop_assert_eq!(found.collect::<Vec<_>>(), periods.into_iter().collect::<Vec<_>>());
    }
    let values = |facet: Facet, page: &Page| -> Vec<String> {
        let Page { article, tags, .. } = page;
        match facet {
            Facet::Publisher => article.publisher.iter().cloned().collect(),
            Facet::Byline => article.byline.clone(),
            Facet::Section => article.section.iter().cloned().collect(),
            Facet::Language => article.language.iter().cloned().collect(),
            Facet::Tag => tags.iter().map(|tag| (*tag).to_owned()).collect(),
        }
    };
    for facet in [Facet::Publisher, Facet::Byline, Facet::Section, Facet::Language, Facet::Tag] {
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        for value in expected.iter().flat_map(|(_, page)| values(facet, page)) {
            *counts.entry(value).or_default() += 1;
        }
        let mut counts: Vec<(String, usize)> = counts.into_iter().collect();
        counts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        prop_assert_eq!(searcher.facets(query, facet, 9).expect("counts"), counts, "{:?}", facet);
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 10, max_shrink_iters: 40, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn hits_are_those_of_the_model(
        pages in prop::collection::vec(page(), 1..24),
        conditions in prop::collection::vec(condition(), 60),
        again in 0usize..4,
        size in 1usize..6,
    ) {
        let dir = TempDir::new().expect("a temporary folder");
        let mut library = Library::create(dir.path()).expect("opens");
        let kept = keep(&mut library, &pages, again);
        let mut searcher = library.searcher().expect("opens");
        searcher.set_today(day("2020-06-15"));
        let mut answers = Vec::new();
        for condition in &conditions {
            let written = condition.written();
            let query = Query::parse(&written);
            let mut expected: Vec<(ArticleId, &Page)> = kept
                .iter()
                .filter(|(_, page)| condition.holds(page, None) && (condition.speaks_of_hidden() || !page.hidden))
                .map(|(id, page)| (*id, page))
                .collect();
            // Where nothing matches as typed, what nearly does is found, and said to be no more.
            let near = expected.is_empty();
            if near {
                let nearly = |page: &Page| condition.holds(page, Some(&kept)) && (condition.speaks_of_hidden() || !page.hidden);
                expected.extend(kept.iter().filter(|(_, page)| nearly(page)).map(|(id, page)| (*id, page)));
            }
            expected.sort_by_key(|(id, page)| std::cmp::Reverse(rank(page, *id)));
            let newest_first: Vec<ArticleId> = expected.iter().map(|(id, _)| *id).collect();
            let all = Ask { limit: usize::MAX, ..Ask::default() };
            let hits = searcher.search(&query, &all).expect("searches");
            let found: Vec<ArticleId> = hits.rows.iter().map(|row| row.id).collect();
            prop_assert_eq!(&found, &newest_first, "{}", written);
            prop_assert_eq!(hits.near, near && !found.is_empty(), "{}", written);
            if hits.near {
                continue;
            }
            // What is drawn first is what the whole search begins with.
            let first = searcher.newest(&query, size).expect("searches").unwrap_or_default();
            prop_assert_eq!(&first[..], &hits.rows[..size.min(found.len())], "{}", written);
            counted(&mut searcher, &query, &expected)?;
            prop_assert_eq!(hits.total, found.len());
            let dates = || expected.iter().filter_map(|(_, page)| page.article.published);
            prop_assert_eq!(hits.span.map(|(oldest, newest)| (oldest.first_day(), newest.first_day())),
                dates().map(PartialDate::first_day).min().zip(dates().map(PartialDate::first_day).max()));

            // Pages join without gap or repeat, in both directions, and every hit knows its place.
            for reversed in [false, true] {
                let sort = Sort { by: SortBy::Date, reversed };
                let whole = ids(&mut searcher, &query, &Ask { sort, ..all });
                let dated = dates().count();
                let mut turned = newest_first.clone();
                if reversed {
                    turned[..dated].reverse();
                }
                prop_assert_eq!(&whole, &turned, "{}", written);
                let mut joined = Vec::new();
                for offset in (0..=whole.len()).step_by(size) {
                    joined.extend(ids(&mut searcher, &query, &Ask { sort, offset, limit: size, anchor: None }));
                }
                prop_assert_eq!(&joined, &whole);
                for (place, id) in whole.iter().enumerate() {
                    let ask = Ask { sort, offset: 0, limit: 0, anchor: Some(*id) };
                    prop_assert_eq!(searcher.search(&query, &ask).expect("searches").anchor, Some(place));
                }
                let sought = "2019-01-24".parse().expect("a day");
                let before = |id: &ArticleId| expected.iter().find(|(has, _)| has == id).and_then(|(_, page)| page.article.published)
                    .is_some_and(|date| if reversed { date.first_day() < day("2019-01-24") } else { date.first_day() > day("2019-01-24") });
                prop_assert_eq!(searcher.seek(&query, sort, sought).expect("seeks"), whole.iter().filter(|id| before(id)).count());
            }
            // The other orders hold the same articles.
            for by in [SortBy::Score, SortBy::Headline, SortBy::Publisher] {
                let mut ordered = ids(&mut searcher, &query, &Ask { sort: Sort { by, reversed: false }, ..all });
                if by == SortBy::Headline {
                    let headline = |id: &ArticleId| kept.iter().find(|(has, _)| has == id).map(|(_, page)| fold(&page.article.headline.text));
                    prop_assert!(ordered.is_sorted_by_key(headline));
                }
                ordered.sort_unstable();
                let mut same = newest_first.clone();
                same.sort_unstable();
                prop_assert_eq!(ordered, same);
            }
            // Marked is what was found.
            if let Condition::Words { field: "", .. } = condition {
                let marker = query.marker();
                for id in &found {
                    let (_, page) = kept.iter().find(|(has, _)| has == id).expect("is kept");
                    prop_assert!(fields(page, "").iter().flatten().any(|text| !marker.ranges(text).is_empty()) || written.contains('='), "{}", written);
                }
            }
            answers.push((query, found));
        }
        // What is said to be like an article is another one that has words of it; one of the same words is.
        let words = |page: &Page| fields(page, "").iter().flatten().flat_map(|text| units(text)).map(|unit| unit.folded).collect::<HashSet<_>>();
        for (id, page) in &kept {
            let like = ids(&mut searcher, &Query::parse(&format!("like:{id}")), &Ask { limit: usize::MAX, ..Ask::default() });
            for (other, others) in &kept {
                let is_like = like.contains(other);
                prop_assert!(!is_like || (other != id && !others.hidden && !words(others).is_disjoint(&words(page))), "like:{}", id);
                let same = other != id && !others.hidden && fields(others, "") == fields(page, "");
                prop_assert!(!same || is_like, "like:{} {}", id, other);
            }
        }
        // An index made anew answers the same.
        library.reindex(&|_, _| true).expect("makes anew");
        searcher.refresh().expect("refreshes");
        for (query, found) in answers {
            prop_assert_eq!(ids(&mut searcher, &query, &Ask { limit: usize::MAX, ..Ask::default() }), found);
        }
    }
}
