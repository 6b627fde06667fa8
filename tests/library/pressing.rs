//! How small articles are kept, and that they come back whole whatever they were kept with.

use crate::lab::{Lab, article, id};
use dateline::article::{ArticleId, Origin};
use dateline::library::{Added, Incoming, Library, Ready, doctor};
use rusqlite::Connection;
use std::path::{Path, PathBuf};

/// Enough for a dictionary, with some to spare.
const MANY: usize = 1_300;

fn page(number: usize) -> String {
    let (day, boat) = (1 + number % 28, number * 7919 % 1009);
    format!(
        "Ferry {boat} | 2019-02-{day:02} | The ferry {boat} of line {number} came to pier {day}. | https://example.org/{number}"
    )
}

fn line(number: usize) -> Origin {
    Origin::Line(Some(PathBuf::from("articles.jsonl")), number as u64)
}

/// A library of many records, whose originals are `page(number)`.
fn many(lab: &Lab) -> Library {
    let mut library = lab.open();
    let mut writer = library.writer().expect("nobody else writes");
    let press = writer.press();
    for numbers in (0..MANY).collect::<Vec<_>>().chunks(100) {
        let ready = numbers.iter().map(|&number| {
            let page = page(number);
            let incoming = Incoming { article: &article(&page), origin: &line(number), original: page.as_bytes() };
            Ready::new(&incoming, &press).expect("is made ready")
        });
        writer.add_all(ready.collect()).expect("are added");
    }
    writer.finish().expect("finishes");
    library
}

fn all_are_whole(library: &Library) {
    let ids = library.ids().expect("reads");
    assert_eq!(ids.len(), MANY);
    for (number, id) in ids.into_iter().enumerate() {
        let text = page(number);
        assert_eq!(library.article(id).expect("reads"), Some(article(&text)), "{id}");
        let original = library.original(id).expect("reads").expect("is there");
        assert_eq!((original.bytes, original.origin), (text.into_bytes(), line(number)), "{id}");
    }
}

fn number(library: &Path, sql: &str) -> i64 {
    let connection = Connection::open(library.join("library.db")).expect("opens");
    connection.query_row(sql, [], |row| row.get(0)).expect("a number")
}

#[test]
fn many_articles_are_kept_with_a_dictionary_of_their_own_and_come_back_whole() {
    let lab = Lab::new();
    all_are_whole(&many(&lab));
    let count = |sql: &str| number(&lab.path(), sql);
    assert_eq!(count("SELECT count(*) FROM dictionary"), 2);
    // Those that were there before it are made smaller too.
    assert_eq!(count("SELECT count(*) FROM text WHERE dictionary IS NULL"), 0);
    assert!(count("SELECT max(length(json)) FROM text") < 150);
    all_are_whole(&Library::open(&lab.path()).expect("opens"));
}

#[test]
fn what_was_made_ready_before_there_was_a_dictionary_is_kept_with_it() {
    let lab = Lab::new();
    let mut library = lab.open();
    let mut writer = library.writer().expect("nobody else writes");
    let press = writer.press();
    let ready = |numbers: std::ops::Range<usize>| -> Vec<Ready> {
        let ready = numbers.map(|number| {
            let page = page(number);
            let incoming = Incoming { article: &article(&page), origin: &line(number), original: page.as_bytes() };
            Ready::new(&incoming, &press).expect("is made ready")
        });
        ready.collect()
    };
    let (first, rest) = (ready(0..1_100), ready(1_100..MANY));
    writer.add_all(first).expect("are added");
    writer.add_all(rest).expect("are added");
    writer.finish().expect("finishes");
    assert_eq!(number(&lab.path(), "SELECT count(*) FROM text WHERE dictionary IS NULL"), 0);
    all_are_whole(&library);
}

#[test]
fn a_library_that_has_grown_gets_another_dictionary() {
    let lab = Lab::new();
    drop(many(&lab));
    let connection = Connection::open(lab.path().join("library.db")).expect("opens");
    connection.execute("UPDATE dictionary SET articles = 80", []).expect("is changed");
    let mut library = Library::open(&lab.path()).expect("opens");
    let mut add = |text: &str| {
        let mut writer = library.writer().expect("nobody else writes");
        let incoming = Incoming { article: &article(text), origin: &line(MANY), original: text.as_bytes() };
        let id = id(writer.add(&incoming).expect("is added"));
        writer.finish().expect("finishes");
        assert_eq!(library.article(id).expect("reads"), Some(article(text)));
    };
    add("Boat | 2020 | It begins a dictionary. | https://example.org/begins");
    assert_eq!(number(&lab.path(), "SELECT count(DISTINCT id) FROM dictionary"), 2);
    add("Boat | 2020 | It is the first to be kept with that. | https://example.org/first");
    assert_eq!(number(&lab.path(), "SELECT dictionary FROM text ORDER BY article DESC LIMIT 1"), 2);
}

#[test]
fn a_record_takes_little_beside_its_article() {
    let lab = Lab::new();
    let words: Vec<String> = (0..600).map(|n: usize| format!("word{}", n * 7919 % 100_003)).collect();
    let text = format!("Long | 2019 | {}", words.join(" "));
    let mut library = lab.open();
    let mut writer = library.writer().expect("nobody else writes");
    let incoming = Incoming { article: &article(&text), origin: &line(1), original: text.as_bytes() };
    let id = id(writer.add(&incoming).expect("is added"));
    writer.finish().expect("finishes");
    assert!(number(&lab.path(), "SELECT length(page) * 20 < size FROM original") == 1);
    assert_eq!(library.original(id).expect("reads").expect("is there").bytes, text.as_bytes());
}

#[test]
fn an_article_that_is_replaced_leaves_the_records_it_came_from_whole() {
    let lab = Lab::new();
    let mut library = lab.open();
    let mut writer = library.writer().expect("nobody else writes");
    let mut add = |page: &str, number: usize| {
        let incoming = Incoming { article: &article(page), origin: &line(number), original: page.as_bytes() };
        writer.add(&incoming).expect("is added")
    };
    let early = "Ferry | 2019 | The old ferry sank near the pier on Monday. | https://example.org/boats";
    let late =
        "Ferry | 2019 | The old ferry sank near the pier on Monday, and nobody was hurt. | https://example.org/boats";
    let first = id(add(early, 1));
    assert_eq!(add(late, 2), Added::Updated(first));
    writer.replace(first, &article("Boat | 2020 | Another text altogether.")).expect("is replaced");
    writer.finish().expect("finishes");
    assert_eq!(library.original(first).expect("reads").expect("is there").bytes, late.as_bytes());
    assert!(doctor::examine(&lab.path(), &|_, _| true).expect("reads").ailments.is_empty());
    // The earlier record too: with the later one gone, it is the original.
    let connection = Connection::open(lab.path().join("library.db")).expect("opens");
    connection.execute("DELETE FROM original WHERE id = 2", []).expect("is deleted");
    assert_eq!(library.original(first).expect("reads").expect("is there").bytes, early.as_bytes());
}

#[test]
fn one_copy_of_a_dictionary_is_enough_and_the_other_is_mended() {
    let lab = Lab::new();
    many(&lab);
    let damage = |copy: &str| {
        let connection = Connection::open(lab.path().join("library.db")).expect("opens");
        let sql = format!(
            "UPDATE dictionary SET bytes = zeroblob(65536) WHERE number = (SELECT {copy}(number) FROM dictionary)"
        );
        assert_eq!(connection.execute(&sql, []).expect("is damaged"), 1);
    };
    for copy in ["min", "max"] {
        damage(copy);
        all_are_whole(&Library::open(&lab.path()).expect("opens"));
        let findings = doctor::examine(&lab.path(), &|_, _| true).expect("reads");
        assert_eq!(
            findings.ailments.iter().map(ToString::to_string).collect::<Vec<_>>(),
            ["database: a copy of dictionary 1 is damaged"]
        );
        doctor::repair(&lab.path(), &findings, &|_, _| true).expect("mends");
        assert!(doctor::examine(&lab.path(), &|_, _| true).expect("reads").ailments.is_empty());
        all_are_whole(&Library::open(&lab.path()).expect("opens"));
    }
    // Without any, it is told.
    damage("min");
    damage("max");
    assert!(Library::open(&lab.path()).expect("opens").article(ArticleId(7)).is_err());
}

/// What the program before the second version of the schema made: two records, one of them in two forms, and a page.
const VERSION_1: &str = include_str!("version-1-records.sql");

/// What led it up to the versions before this one.
const VERSIONS: [&str; 4] = [
    include_str!("../../src/library/corrections.sql"),
    include_str!("../../src/library/notes.sql"),
    include_str!("../../src/library/dictionaries.sql"),
    include_str!("../../src/library/searches.sql"),
];

#[test]
fn libraries_of_earlier_versions_are_brought_up_to_date() {
    for steps in 0..=VERSIONS.len() {
        brought_up_to_date(&format!("{} PRAGMA user_version = {};", VERSIONS[..steps].concat(), steps + 1));
    }
}

fn brought_up_to_date(further: &str) {
    let lab = Lab::new();
    std::fs::create_dir(lab.path()).expect("a folder");
    let connection = Connection::open(lab.path().join("library.db")).expect("opens");
    connection.execute_batch(VERSION_1).expect("is made");
    connection.execute_batch(further).expect("is led on");
    drop(connection);
    assert_eq!(
        lab.hits(""),
        [
            "Old lighthouse sold",
            "Ferry returns to the pier",
            "A bridge without a headline was opened by the mayor after a long night of talks"
        ]
    );
    assert_eq!(lab.hits("tag:harbour nobody cafe"), ["Ferry returns to the pier"]);
    assert_eq!(lab.hits("is:starred sort:title"), ["Old lighthouse sold"]);
    let library = lab.open();
    for id in library.ids().expect("reads") {
        assert!(library.article(id).expect("reads").is_some_and(|article| article.word_count() > 10));
        assert!(library.original(id).expect("reads").is_some_and(|original| original.bytes.len() > 100));
    }
    assert_eq!(number(&lab.path(), "SELECT count(*) FROM original"), 4);
    assert!(
        doctor::examine(&lab.path(), &|_, _| true)
            .expect("reads")
            .ailments
            .iter()
            .all(|ailment| matches!(ailment, doctor::Ailment::Open(_)))
    );
    lab.add("new.html", "A ferry | 2021 | It came later.");
    assert_eq!(lab.hits("ferry"), ["A ferry", "Ferry returns to the pier"]);
}

/// What the program of the fifth version made of a page, of three records, and of one of these once more.
const VERSION_5: &str = include_str!("version-5.sql");

#[test]
fn a_library_of_the_fifth_version_knows_its_pages_and_addresses_again() {
    let lab = Lab::new();
    std::fs::create_dir(lab.path()).expect("a folder");
    let connection = Connection::open(lab.path().join("library.db")).expect("opens");
    connection.execute_batch(VERSION_5).expect("is made");
    drop(connection);
    let library = lab.open();
    let origins: Vec<String> = library
        .ids()
        .expect("reads")
        .into_iter()
        .filter_map(|id| library.row(id).expect("reads").map(|row| row.origin))
        .collect();
    let known = ["/pages/ferry.html", "/pages/later.jsonl:1", "/pages/records.jsonl:2", "/pages/records.jsonl:3"];
    assert_eq!(origins, known);
    assert_eq!(
        (lab.hits("is:starred"), lab.hits("#harbour")),
        (vec!["Old lighthouse sold".to_owned()], vec!["Ferry returns to the pier".to_owned()])
    );
    let pages: Vec<Vec<u8>> = library
        .ids()
        .expect("reads")
        .into_iter()
        .filter_map(|id| library.original(id).expect("reads"))
        .map(|page| page.bytes)
        .collect();
    let mut library = lab.open();
    let mut writer = library.writer().expect("nobody else writes");
    let mut add = |page: &str, original: &[u8]| {
        writer.add(&Incoming { article: &article(page), origin: &line(7), original }).expect("is added")
    };
    // The very bytes, of those that were read last and of those before; then another address; then the address of one and a like text.
    for (page, number) in pages.iter().zip(1..) {
        assert_eq!(add("Whatever | 2019", page), Added::Known(ArticleId(number)));
    }
    let bridge =
        "Bridge | 2020 | The mayor opened the new bridge after a long night of talks about who should walk over it.";
    assert!(matches!(add(bridge, b"no address"), Added::New(_)));
    let at = format!("{bridge} | https://www.courier.example/2020/bridge");
    assert_eq!(add(&at, b"the address"), Added::Updated(ArticleId(3)));
    writer.finish().expect("finishes");
    let found = doctor::examine(&lab.path(), &|_, _| true).expect("reads").ailments;
    assert!(found.iter().all(|ailment| matches!(ailment, doctor::Ailment::Open(_))), "{found:?}");
    // The index that kept originals apart stays in such a library.
    assert_eq!(
        number(&lab.path(), "SELECT count(*) FROM sqlite_master WHERE name LIKE 'sqlite_autoindex_original_1'"),
        1
    );
}

#[test]
fn a_damaged_library_of_the_first_version_is_saved_into_the_newest() {
    let lab = Lab::new();
    std::fs::create_dir(lab.path()).expect("a folder");
    let connection = Connection::open(lab.path().join("library.db")).expect("opens");
    connection.execute_batch(VERSION_1).expect("is made");
    connection.execute("DELETE FROM text WHERE article = 3", []).expect("is damaged");
    drop(connection);
    let findings = doctor::Findings { articles: 0, ailments: vec![doctor::Ailment::Lost(ArticleId(3))] };
    let mended = doctor::repair(&lab.path(), &findings, &|_, _| true).expect("mends");
    assert_eq!((mended.to_clean, mended.unreadable), (1, 0));
    assert_eq!(lab.hits("ferry"), ["Ferry returns to the pier"]);
    assert_eq!(lab.hits("is:starred"), ["Old lighthouse sold"]);
}
