//! What a search finds beyond the model: misspelt words, like articles, relevance, spelling, features, scripts.

use crate::lab::{Lab, add, headlines, id};
use dateline::article::ArticleId;
use dateline::library::{Ask, Library, Query};

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
