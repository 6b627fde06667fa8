//! What must hold for any input, one law for each way in. The fuzz targets give them bytes that a fuzzer finds, `tests/any_input.rs` the files
//! of `fuzz/corpus` and what comes of changing them.

use dateline::article::{Article, Origin, Part, Span, Text};
use dateline::clean;
use dateline::date::PartialDate;
use dateline::export::{Format, Layout, Naming, Record, export};
use dateline::import::charset;
use dateline::import::decode::read;
use dateline::import::html::html_page;
use dateline::import::limit::page_bytes;
use dateline::import::lines::text_page;
use dateline::import::mapping::Mapping;
use dateline::import::records::{Looked, look};
use dateline::import::source::Source;
use dateline::import::unpack::unpack;
use dateline::library::Query;
use dateline::output::json;
use dateline::page::{Page, Role, is_link};
use dateline::text::{fold, sanitise, sanitise_line};

/// A law: panics on an input for which it does not hold.
pub type Law = fn(&[u8]);

/// Every law under the name of its fuzz target and of its folder in the corpus.
pub const LAWS: [(&str, Law); 10] = [
    ("unpack", unpacking),
    ("decode", decoding),
    ("html", html),
    ("text", text),
    ("records", records),
    ("read", reading),
    ("clean", cleaning),
    ("date", dates),
    ("query", queries),
    ("sanitise", sanitising),
];

/// The law of that name.
pub fn law(name: &str) -> Law {
    LAWS.iter().find(|(known, _)| *known == name).expect("every target has its law").1
}

/// Whether a terminal would take the character for more than text; line breaks too, which the callers except where they may be.
fn is_obeyed(c: char) -> bool {
    c.is_control() || matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{E0000}'..='\u{E007F}')
}

fn check_line(text: &str) {
    assert!(!text.chars().any(is_obeyed), "obeyed: {text:?}");
}

fn check_lines(text: &str) {
    assert!(!text.chars().any(|c| is_obeyed(c) && !matches!(c, '\n' | '\t')), "obeyed: {text:?}");
}

fn check_text(text: &Text) {
    check_lines(&text.plain);
    for Span { start, end, .. } in &text.spans {
        assert!(start < end && text.plain.get(*start..*end).is_some(), "a span off its text: {text:?}");
    }
    assert!(text.spans.is_sorted_by_key(|span| span.start), "spans out of order: {text:?}");
}

/// Opening gives no more than a page may have, and is the same each time.
fn unpacking(bytes: &[u8]) {
    if let Ok(open) = unpack(bytes) {
        assert!(open.len() <= page_bytes());
    }
}

/// Every character set gives text, no longer than its bytes can be.
fn decoding(bytes: &[u8]) {
    let decoded = charset::decode(bytes);
    assert!(decoded.text.len() <= bytes.len() * 3 + 3, "text out of nothing");
    assert_eq!(charset::decode(bytes), decoded);
    if let Some(utf16) = charset::decode_utf16(bytes) {
        assert_eq!(utf16, decoded);
    }
}

fn html(bytes: &[u8]) {
    check_page(&html_page(&String::from_utf8_lossy(bytes), Origin::Stdin));
}

fn text(bytes: &[u8]) {
    check_page(&text_page(&String::from_utf8_lossy(bytes), Origin::Stdin));
}

/// Any bytes are a page or refused.
fn reading(bytes: &[u8]) {
    if let Ok(page) = read(bytes, Origin::Stdin) {
        check_page(&page);
    }
}

/// No block is empty, nothing in it is obeyed, and everything that points into something points at something.
fn check_page(page: &Page) {
    for block in &page.blocks {
        assert!(!block.text.plain.trim().is_empty(), "an empty block");
        check_text(&block.text);
        assert!(block.linked <= block.text.plain.len());
        assert!(block.element.is_none_or(|place| (place as usize) < page.elements.len()));
    }
    for (place, element) in page.elements.iter().enumerate() {
        // Its names are as the page has them: nothing shows them.
        assert!(element.parent.is_none_or(|parent| (parent as usize) < place), "a parent behind its child");
    }
    for clue in &page.clues {
        check_lines(&clue.value);
    }
}

/// Any page cleans into an article, the same one each time, and nothing in it can change a terminal or name a place.
fn cleaning(bytes: &[u8]) {
    if let Ok(page) = read(bytes, Origin::Stdin) {
        let cleaned = clean::clean(&page);
        assert_eq!(cleaned.verdicts.len(), page.blocks.len());
        assert!(cleaned.verdicts.iter().all(|verdict| (0.0..=1.0).contains(&verdict.probability)));
        assert_eq!(cleaned.article, clean::clean(&page).article);
        check_article(&cleaned.article);
        check_lines(&clean::explain(&page, &cleaned, Some(80)));
    }
}

fn check_article(article: &Article) {
    let named = [
        &article.publisher,
        &article.agency,
        &article.section,
        &article.dateline,
        &article.language,
        &article.standfirst,
        &article.notice,
        &article.url,
    ];
    check_line(&article.headline.text);
    article.byline.iter().for_each(|name| check_line(name));
    named.into_iter().flatten().for_each(|text| check_line(text));
    assert!(article.url.as_deref().is_none_or(is_link), "no address: {:?}", article.url);
    for part in &article.body {
        let check = if let Part::Code(_) = part { check_lines } else { check_line };
        part.texts().into_iter().for_each(check);
    }
    for format in Format::ALL {
        check_lines(&export(article, format, Layout { width: Some(40) }));
        let name = Naming::default().name(article, format.extension());
        assert!(name.len() <= 120 && !name.starts_with(['.', '-']) && !name.contains(['/', '\\', ':']), "{name:?}");
        check_line(&name);
    }
    let json = json(Record::whole(article).line());
    check_line(&json);
    let read: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    assert_eq!(read["headline"].as_str(), Some(article.headline.text.as_str()));
}

/// Any text is a date or an error, a date reads back as itself, and a page that claims it gives a date or none.
fn dates(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    if let Ok(date) = text.parse::<PartialDate>() {
        assert_eq!(date.to_string().parse(), Ok(date));
        assert!(date.first_day() <= date.last_day());
    }
    let attribute = text.replace('"', "");
    let page = format!(
        "<meta property=\"article:published_time\" content=\"{attribute}\"><h1>Ferry</h1><time datetime=\"{attribute}\">{text}</time>\
         <p class=date>Posted: {text}</p><p>The night ferry to Elsen returned to its timetable on Monday, the harbour office said.</p>"
    );
    let article = clean::clean(&html_page(&page, Origin::Stdin)).article;
    for date in [article.published, article.modified].into_iter().flatten() {
        assert_eq!(date.to_string().parse(), Ok(date), "{text:?}");
        assert!(date.first_day() <= date.last_day(), "{text:?}");
    }
}

/// Any text is a query, what it shows as reads back as itself, and what it marks is on character boundaries.
fn queries(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let query = Query::parse(&text);
    assert_eq!(Query::parse(&query.to_string()), query);
    for range in query.marker().ranges(&text) {
        assert!(text.get(range).is_some(), "a mark off its text");
    }
}

/// What is sanitised holds nothing that a terminal obeys, and stays as it is; folding is stable.
fn sanitising(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let safe = sanitise(&text).into_owned();
    check_lines(&safe);
    assert_eq!(sanitise(&safe), safe);
    let line = sanitise_line(&text).into_owned();
    check_line(&line);
    assert_eq!(sanitise_line(&line), line);
    let folded = fold(&text);
    assert_eq!(fold(&folded), folded);
    let printed = json(serde_json::to_string(&*text).expect("a string"));
    check_line(&printed);
    assert_eq!(serde_json::from_str::<String>(&printed).expect("JSON"), *text);
}

/// Any file is one page or many records, each of which is an article or refused; its lines are numbered as they stand.
fn records(bytes: &[u8]) {
    let mapping = Mapping::default();
    let Ok(Looked::Records(batches)) = look(Source::given(Origin::Stdin, bytes), &mapping) else { return };
    let mut last = 0;
    for batch in batches.flatten() {
        for found in batch.read(&mapping).flatten() {
            let Origin::Line(None, line) = found.origin else { panic!("a record of no line") };
            assert!(line >= last, "line {line} behind line {last}");
            last = line;
            let body = found.record.first(Role::Text).map(|html| {
                let page = html_page(html, Origin::Stdin);
                check_page(&page);
                clean::clean(&page).article.body
            });
            if let Some(filed) = clean::file(&found.record, body) {
                check_article(&filed.article);
            }
        }
    }
}
