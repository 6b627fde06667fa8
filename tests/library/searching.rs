//! What a search finds beyond the model: misspelt words, like articles, relevance, spelling, features, scripts.

use crate::lab::{Lab, add, headlines, id};
use dateline::article::{ArticleId, Origin};
use dateline::library::{Added, Ask, Incoming, Library, Query, Ready, Sort};

/// A library of these pages, added in one go.
fn library(pages: &[&str]) -> (Lab, Library, Vec<ArticleId>) {
    let lab = Lab::new();
    let mut library = lab.open();
    let mut writer = library.writer().expect("nobody else writes");
    let ids = pages.iter().map(|page| id(add(&mut writer, page, page))).collect();
    writer.finish().expect("finishes");
    (lab, library, ids)
}

#[test]
fn a_misspelt_word_is_found_where_nothing_is_spelt_so() {
    let (_lab, library, _) =
        library(&["The government | 2019", "A governor | 2018", "Old boats | 2017", "Old boots | 2016"]);
    let mut searcher = library.searcher().expect("opens");
    let mut hits = |query: &str| {
        let hits = searcher.search(&Query::parse(query), &Ask { limit: 9, ..Ask::default() }).expect("searches");
        (hits.near, hits.rows.into_iter().map(|row| row.headline).collect::<Vec<_>>())
    };
    for query in ["governmant ", "goverment ", "govrenment ", "governmentt ", "\"governmant\"", "the governmant "] {
        assert_eq!(hits(query), (true, vec!["The government".to_owned()]), "{query}");
    }
    // Half a word may be misspelt too.
    assert_eq!(hits("govermen"), (true, vec!["The government".to_owned()]));
    assert_eq!(hits("boats "), (false, vec!["Old boats".to_owned()]));
    // Short words, exact ones, and what must not match are taken as typed.
    assert_eq!(hits("=Governmant "), (false, vec![]));
    assert_eq!(hits("bots "), (false, vec![]));
    assert_eq!(hits("governor -governmant ").1, ["A governor"]);
    assert_eq!(hits("boats governor "), (false, vec![]));
}

#[test]
fn like_articles_share_rare_words() {
    let (_lab, library, ids) = library(&[
        "Ferry | 2019 | The old ferry sank near the harbour pier, said the harbour master, and divers searched the wreck.",
        "Wreck | 2018 | Divers found the wreck of the ferry near the pier, said the harbour master.",
        "Budget | 2017 | The council, said the mayor, voted for a budget near the limit.",
        "Divers | 2016 | Divers said the sea is cold.",
    ]);
    assert_eq!(headlines(&library, &format!("like:{}", ids[0])), ["Wreck"]);
    assert_eq!(headlines(&library, "like:99"), Vec::<String>::new());
}

#[test]
fn relevance_puts_headlines_and_frequent_mentions_first() {
    let (_lab, library, _) = library(&[
        "Other | 2021 | A boat passed, and many other things happened on that long day by the sea.",
        "Boats | 2019 | A boat, a boat, a boat.",
        "The boat | 2018 | It sank.",
        "Nothing | 2022",
    ]);
    assert_eq!(headlines(&library, "boat sort:score"), ["The boat", "Boats", "Other"]);
    assert_eq!(headlines(&library, "boat sort:-score"), ["Other", "Boats", "The boat"]);
    assert_eq!(headlines(&library, "sort:score")[0], "Nothing");
}

#[test]
fn headlines_are_ordered_by_their_folded_letters() {
    let (_lab, library, _) = library(&["zebra | 2019", "Äpfel | 2018", "apfel | 2020", "Boat"]);
    assert_eq!(headlines(&library, "sort:title"), ["apfel", "Äpfel", "Boat", "zebra"]);
    assert_eq!(headlines(&library, "sort:-title"), ["zebra", "Boat", "apfel", "Äpfel"]);
}

#[test]
fn spelling_counts_where_it_is_asked_for() {
    let (_lab, library, _) = library(&[
        "The Turkey file | 2020",
        "A turkey | 2019",
        "Turkey and turkey | 2018",
        "Café | 2017",
        "Cafe | 2016",
    ]);
    for (query, expected) in [
        ("turkey ", vec!["The Turkey file", "A turkey", "Turkey and turkey"]),
        ("=Turkey", vec!["The Turkey file", "Turkey and turkey"]),
        ("=turkey", vec!["A turkey", "Turkey and turkey"]),
        ("=Café", vec!["Café"]),
        ("=Cafe", vec!["Cafe"]),
        ("=TURKEY", vec![]),
    ] {
        assert_eq!(headlines(&library, query), expected, "{query}");
    }
}

#[test]
fn any_piece_of_an_unspaced_run_is_found() {
    let (_lab, library, _) = library(&["東京都の天気 | 2020", "京都 | 2019", "ガス会社 | 2018", "ไทยรัฐ | 2017"]);
    for (query, expected) in [
        ("京", vec!["東京都の天気", "京都"]),
        ("京都", vec!["東京都の天気", "京都"]),
        ("東京都", vec!["東京都の天気"]),
        ("気", vec!["東京都の天気"]),
        ("ｶﾞｽ", vec!["ガス会社"]),
        ("ไทย", vec!["ไทยรัฐ"]),
        ("-京", vec!["ガス会社", "ไทยรัฐ"]),
    ] {
        assert_eq!(headlines(&library, query), expected, "{query}");
    }
}

#[test]
fn an_anchor_that_does_not_match_has_no_place() {
    let (_lab, library, ids) = library(&["A ferry | 2019", "A boat | 2018"]);
    let mut searcher = library.searcher().expect("opens");
    let mut place = |query: &str, id| {
        searcher.search(&Query::parse(query), &Ask { anchor: Some(id), ..Ask::default() }).expect("searches").anchor
    };
    assert_eq!(
        (place("", ids[1]), place("boat", ids[1]), place("ferry", ids[1]), place("", ArticleId(99))),
        (Some(1), Some(0), None, None)
    );
}

#[test]
fn what_is_drawn_first_is_what_the_whole_search_begins_with() {
    let lab = Lab::new();
    let mut library = lab.open();
    // Three parts of the index, whose articles lie between each other by date.
    for part in 0..3 {
        let mut writer = library.writer().expect("nobody else writes");
        let batch = (0..1_500).map(|number| {
            let (year, day) = (2000 + (number * 7 + part) % 20, 1 + number % 28);
            let rare = if number % 400 == 7 { "herring" } else { "cod" };
            let page = format!("Ferry {number} | {year}-03-{day:02} | The {rare} of the old boat {part} went out");
            let article = crate::lab::article(&page);
            let incoming = Incoming { article: &article, origin: &Origin::Stdin, original: page.as_bytes() };
            Ready::new(&incoming, &writer.press()).expect("is made ready")
        });
        let filed = writer.add_all(batch.collect()).expect("are added");
        assert!(filed.iter().all(|filed| matches!(filed.added, Added::New(_))));
        writer.finish().expect("finishes");
    }
    let mut searcher = library.searcher().expect("opens");
    for text in
        ["", "f", "he", "\"of the", "\"of the old b", "herring -2", "date:2004 cod", "\"the old", "before:2010 her"]
    {
        let query = Query::parse(text);
        for limit in [1, 50, 3_000] {
            let whole = searcher.search(&query, &Ask { limit, ..Ask::default() }).expect("searches").rows;
            let first = library.searcher().expect("opens").newest(&query, limit).expect("searches");
            assert!(!whole.is_empty(), "{text}");
            assert_eq!(first.unwrap_or_default(), whole, "{text}");
        }
    }
    assert_eq!(searcher.newest(&Query::parse("boat sort:score"), 9).expect("searches"), None);
}

#[test]
fn an_open_phrase_of_function_words_finds_what_stands_so() {
    let (_lab, library, _) = library(&[
        "A | 2020 | One of the many boats",
        "B | 2019 | One of them sank",
        "C | 2018 | The of, and them",
        "D | 2017 | Best of theatres",
        "E | 2016 | All of these and in the theatre of the mind",
    ]);
    for (query, expected) in [
        ("\"of the", vec!["A", "B", "D", "E"]),
        ("\"of the ", vec!["A", "E"]),
        ("\"one of the", vec!["A", "B"]),
        ("\"in the thea", vec!["E"]),
        ("\"and in the", vec!["E"]),
        // Of two letters, `of` does not count yet: all with `the` are found.
        ("\"the of", vec!["A", "C", "E"]),
        ("\"theatre of the", vec!["E"]),
    ] {
        assert_eq!(headlines(&library, query), expected, "{query}");
    }
}

#[test]
fn the_unfinished_last_word_of_a_phrase_counts_from_its_third_letter() {
    let (_lab, library, _) = library(&["Old ferry | 2020", "Old boat | 2019", "An old | 2018"]);
    for (query, expected) in [
        ("\"old", vec!["Old ferry", "Old boat", "An old"]),
        ("\"old f", vec!["Old ferry", "Old boat", "An old"]),
        ("\"old fe", vec!["Old ferry", "Old boat", "An old"]),
        ("\"old fer", vec!["Old ferry"]),
        ("\"old fe ", vec![]),
        ("f", vec!["Old ferry"]),
    ] {
        assert_eq!(headlines(&library, query), expected, "{query}");
    }
}

#[test]
fn an_index_that_many_came_into_is_put_in_order_and_leaves_no_files_behind() {
    let lab = Lab::new();
    let mut library = lab.open();
    let mut writer = library.writer().expect("nobody else writes");
    writer.expect_many();
    for number in 0..6 {
        add(&mut writer, &format!("{number}.html"), &format!("Ferry {number} | 2019 | It came."));
        writer.commit().expect("commits");
    }
    writer.settle().expect("settles");
    drop(library);
    let library = lab.open();
    assert_eq!(library.stats().expect("reads").segments, 1);
    assert_eq!(headlines(&library, "ferry").len(), 6);
    let files = std::fs::read_dir(lab.path().join("index-v4")).expect("is read").flatten();
    let postings = files.filter(|file| file.path().extension().is_some_and(|kind| kind == "idx"));
    assert_eq!(postings.count(), 1);
}

#[test]
fn marked_articles_are_found_where_they_stand_now_however_many_they_are() {
    let lab = Lab::new();
    let mut library = lab.open();
    // One import after the other, so that there are many segments, and some articles stand in two.
    for round in 0..4 {
        let mut writer = library.writer().expect("nobody else writes");
        for number in (round * 10)..(round * 20 + 20) {
            add(
                &mut writer,
                &number.to_string(),
                &format!("Headline {number} | 20{number:02} | Text of round {round}."),
            );
        }
        writer.finish().expect("finishes");
    }
    let all: Vec<_> = headlines(&library, "");
    assert_eq!(all.len(), 80);
    let mut searcher = library.searcher().expect("opens");
    let ids = searcher.ids(&Query::default(), Sort::default(), 0..80).expect("searches");
    for many in [1, 32, 33, 80] {
        library.set_read(&ids[..many], true).expect("marks");
        assert_eq!(headlines(&library, "is:read"), all[..many], "{many}");
        for (place, id) in ids.iter().enumerate().take(many) {
            let ask = Ask { anchor: Some(*id), ..Ask::default() };
            let hits = searcher.search(&Query::parse("is:read"), &ask).expect("searches");
            assert_eq!((hits.total, hits.anchor), (many, Some(place)));
        }
    }
}
