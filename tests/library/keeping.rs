//! What is kept, recognised, marked and caught up, over crashes, damage and other versions.

use crate::lab::{Lab, add, article, headlines, id};
use dateline::article::{ArticleId, Origin};
use dateline::library::{Added, Ask, Incoming, Library, LibraryError, Query, Sort, doctor};
use std::path::Path;

#[test]
fn the_newest_come_first_and_the_undated_last() {
    let lab = Lab::new();
    for page in ["A | 2019-01-24", "B", "C | 2020", "D | 2019-01-24", "E", "F | 2019-01-24T10:00"] {
        lab.add(page, page);
    }
    assert_eq!(lab.hits(""), ["C", "F", "D", "A", "E", "B"]);
    assert_eq!(lab.hits("sort:-date"), ["A", "D", "F", "C", "E", "B"]);
}

#[test]
fn adding_twice_adds_nothing() {
    let lab = Lab::new();
    let first = lab.add("a.html", "A ferry | 2019 | It sank.");
    assert_eq!(lab.add("a.html", "A ferry | 2019 | It sank."), Added::Known(id(first)));
    assert_eq!(lab.add("copy.html", "A ferry | 2019 | It sank."), Added::Known(id(first)));
    assert_eq!(lab.hits("ferry"), ["A ferry"]);
}

#[test]
fn a_changed_page_updates_its_article_and_keeps_its_marks() {
    let lab = Lab::new();
    let first = id(lab.add("a.html", "A ferry | 2019 | It sank."));
    let library = lab.open();
    library.set_starred(&[first], true).expect("stars");
    library.add_tag(&[first], "Harbour").expect("tags");
    library.set_place(first, 42).expect("keeps");
    assert_eq!(lab.add("a.html", "A boat | 2020 | It floats."), Added::Updated(first));
    let row = library.row(first).expect("reads").expect("is there");
    assert_eq!(
        (row.headline.as_str(), row.marks.starred, row.marks.tags),
        ("A boat", true, vec!["Harbour".to_owned()])
    );
    assert_eq!(library.place(first).expect("reads"), 42);
    assert_eq!(lab.hits("ferry "), Vec::<String>::new());
    assert_eq!(lab.hits("tag:harbour boat "), ["A boat"]);
    // The earlier bytes are still known, and do not undo the update.
    assert_eq!(lab.add("a.html", "A ferry | 2019 | It sank."), Added::Known(first));
    assert_eq!(lab.hits(""), ["A boat"]);
}

#[test]
fn a_page_that_changes_again_and_again_before_a_commit_is_found_in_its_last_form_only() {
    let lab = Lab::new();
    lab.add("a.html", "A ferry | 2019 | It sank.");
    let mut library = lab.open();
    let mut writer = library.writer().expect("is free");
    for (file, page) in [
        ("a.html", "A boat | 2020 | It floats."),
        ("b.html", "A pier | 2018 | It stands."),
        ("a.html", "A raft | 2021 | It drifts."),
        ("b.html", "A quay | 2017 | It stood."),
        ("a.html", "A tug | 2022 | It pulls."),
    ] {
        add(&mut writer, file, page);
    }
    writer.finish().expect("commits");
    drop(library);
    assert_eq!(lab.hits(""), ["A tug", "A quay"]);
    assert_eq!(lab.hits("-sank"), ["A tug", "A quay"]);
    for gone in ["ferry ", "boat ", "pier ", "raft "] {
        assert_eq!(lab.hits(gone), Vec::<String>::new());
    }
}

#[test]
fn the_same_address_and_a_like_text_are_the_same_article() {
    let lab = Lab::new();
    let early = "Ferry | 2019 | The old ferry sank near the pier on Monday. | https://example.org/boats?utm_source=x";
    let late = "Ferry | 2019 | The old ferry sank near the pier on Monday, and nobody was hurt. | http://www.example.org/boats";
    let other =
        "Bridge | 2019 | The council voted for a new bridge after a night of talks. | https://example.org/boats";
    let front = "Front | 2019 | The old ferry sank near the pier on Monday. | https://example.org/";
    let first = id(lab.add("early.html", early));
    assert_eq!(lab.add("late.html", late), Added::Updated(first));
    assert!(matches!(lab.add("other.html", other), Added::New(_)));
    assert!(matches!(lab.add("front.html", front), Added::New(_)));
    assert!(matches!(lab.add("front-2.html", &front.replace("Monday", "Tuesday")), Added::New(_)));
}

#[test]
fn pages_and_addresses_are_known_before_and_after_they_are_filed_and_where_a_process_was_killed_between() {
    let lab = Lab::new();
    let (page, late) = (
        "Ferry | 2019 | The old ferry sank near the pier on Monday. | https://example.org/boats",
        "Ferry | 2019 | The old ferry sank near the pier on Monday, late. | https://example.org/boats",
    );
    let later = |words: &str| page.replace("Monday.", &format!("Monday, {words}."));
    let mut library = lab.open();
    let mut writer = library.writer().expect("nobody else writes");
    let first = id(add(&mut writer, "early.html", page));
    assert_eq!(add(&mut writer, "copy.html", page), Added::Known(first));
    assert_eq!(add(&mut writer, "late.html", late), Added::Updated(first));
    assert!(library_knows(&lab, page) && library_knows(&lab, late));
    // Nothing is filed: as after a kill.
    drop(writer);
    drop(library);
    let mut library = lab.open();
    let mut writer = library.writer().expect("nobody else writes");
    assert_eq!(add(&mut writer, "again.html", page), Added::Known(first));
    assert_eq!(add(&mut writer, "third.html", &later("later")), Added::Updated(first));
    writer.commit().expect("commits");
    assert_eq!(add(&mut writer, "fourth.html", &later("last")), Added::Updated(first));
    assert_eq!(add(&mut writer, "copy.html", late), Added::Known(first));
    writer.finish().expect("finishes");
    assert!(library_knows(&lab, &later("last")) && !library_knows(&lab, "another"));
    assert_eq!(lab.hits("").len(), 1);
}

fn library_knows(lab: &Lab, page: &str) -> bool {
    lab.open().known().expect("reads").holds(page.as_bytes())
}

#[test]
fn an_article_that_moved_is_not_found_at_its_former_address() {
    let lab = Lab::new();
    let at = |place: &str| {
        format!("Ferry | 2019 | The old ferry sank near the pier on Monday. | https://example.org/{place}")
    };
    let first = id(lab.add("a.html", &at("boats")));
    assert_eq!(lab.add("a.html", &at("harbour")), Added::Updated(first));
    assert_eq!(lab.add("b.html", &at("harbour?ref=x")), Added::Updated(first));
    assert!(matches!(lab.add("c.html", &at("boats?ref=x")), Added::New(_)));
}

#[test]
fn pages_that_would_not_be_known_again_are_told_and_mended() {
    let lab = Lab::new();
    let page = "Ferry | 2019 | The old ferry sank. | https://example.org/boats";
    let first = id(lab.add("a.html", page));
    let database = rusqlite::Connection::open(lab.path().join("library.db")).expect("opens");
    database.execute_batch("DELETE FROM original_mark; UPDATE address SET mark = mark + 1").expect("is damaged");
    drop(database);
    let findings = doctor::examine(&lab.path(), &|_, _| true).expect("reads");
    let told: Vec<String> = findings.ailments.iter().map(ToString::to_string).collect();
    assert_eq!(told, ["database: 2 pages or addresses would not be known again"]);
    doctor::repair(&lab.path(), &findings, &|_, _| true).expect("mends");
    assert_eq!(lab.add("b.html", page), Added::Known(first));
    assert!(doctor::examine(&lab.path(), &|_, _| true).expect("reads").ailments.is_empty());
}

#[test]
fn a_record_tells_its_file_and_its_line_even_where_the_name_of_the_file_is_lost() {
    let lab = Lab::new();
    let mut library = lab.open();
    let mut writer = library.writer().expect("nobody else writes");
    for (file, number) in [("a.jsonl", 7), ("a.jsonl", 9), ("b.jsonl", 7)] {
        let page = format!("{file} {number} | 2019");
        let origin = Origin::Line(Some(file.into()), number);
        writer
            .add(&Incoming { article: &article(&page), origin: &origin, original: page.as_bytes() })
            .expect("is added");
    }
    writer.finish().expect("finishes");
    let origins = || -> Vec<String> {
        let library = lab.open();
        let ids = library.ids().expect("reads").into_iter();
        ids.filter_map(|id| library.row(id).expect("reads").map(|row| row.origin)).collect()
    };
    assert_eq!(origins(), ["a.jsonl:7", "a.jsonl:9", "b.jsonl:7"]);
    let database = rusqlite::Connection::open(lab.path().join("library.db")).expect("opens");
    database.execute_batch("PRAGMA foreign_keys = OFF; DELETE FROM file WHERE path = 'a.jsonl'").expect("is damaged");
    drop(database);
    let findings = doctor::examine(&lab.path(), &|_, _| true).expect("reads");
    assert_eq!(findings.ailments.len(), 1, "{:?}", findings.ailments);
    doctor::repair(&lab.path(), &findings, &|_, _| true).expect("mends");
    assert_eq!(origins(), ["a.jsonl:7", "a.jsonl:9", "b.jsonl:7"]);
}

#[test]
fn standard_input_is_no_place_that_is_met_again() {
    let lab = Lab::new();
    lab.add("-", "A | 2019");
    assert!(matches!(lab.add("-", "B | 2018"), Added::New(_)));
    assert_eq!(lab.hits(""), ["A", "B"]);
}

#[test]
fn a_crash_between_store_and_index_is_caught_up() {
    let lab = Lab::new();
    lab.add("a", "A | 2019");
    let mut library = lab.open();
    let mut writer = library.writer().expect("opens");
    add(&mut writer, "b", "B | 2018");
    drop(writer);
    drop(library);
    assert_eq!(lab.hits(""), ["A", "B"]);
}

#[test]
fn a_damaged_index_is_set_aside_and_made_anew() {
    let lab = Lab::new();
    lab.add("a", "A | 2019");
    lab.add("b", "B | 2018");
    for damage in ["meta.json", "store"] {
        let index = lab.path().join("index-v4");
        for file in std::fs::read_dir(&index).expect("is there").flatten() {
            if file.file_name().to_string_lossy().contains(damage) {
                std::fs::write(file.path(), b"not an index").expect("writes");
            }
        }
        assert_eq!(lab.hits(""), ["A", "B"], "{damage}");
    }
    assert!(lab.path().join("index-v4.damaged-1").is_dir() && lab.path().join("index-v4.damaged-2").is_dir());
    std::fs::remove_dir_all(lab.path().join("index-v4")).expect("deletes");
    assert_eq!(lab.hits("b"), ["B"]);
}

#[test]
fn an_index_of_an_earlier_version_makes_room_for_the_new_one() {
    let lab = Lab::new();
    lab.add("a", "A | 2019");
    let (earlier, index) = (lab.path().join("index-v3"), lab.path().join("index-v4"));
    std::fs::rename(&index, &earlier).expect("renames");
    assert_eq!(lab.hits("a"), ["A"]);
    assert!(index.is_dir() && !earlier.exists());
}

#[test]
fn a_second_writer_is_told_who_writes() {
    let lab = Lab::new();
    let mut one = lab.open();
    let mut other = lab.open();
    other.set_patience(std::time::Duration::ZERO);
    let writer = one.writer().expect("nobody else writes");
    let Err(error) = other.writer() else { panic!("two writers at once") };
    assert!(matches!(error, LibraryError::Busy { pid: Some(pid), .. } if pid == std::process::id()));
    assert!(error.to_string().ends_with("this process already is writing to the library"), "{error}");
    drop(writer);
    assert!(other.writer().is_ok());
}

#[test]
fn an_open_searcher_sees_what_others_add_and_mark() {
    let lab = Lab::new();
    let first = id(lab.add("a", "A | 2019"));
    let library = lab.open();
    let mut searcher = library.searcher().expect("opens");
    let mut titles = |query: &str| {
        let changed = searcher.refresh().expect("refreshes");
        let hits = searcher.search(&Query::parse(query), &Ask { limit: 9, ..Ask::default() }).expect("searches");
        (changed, hits.rows.into_iter().map(|row| row.headline).collect::<Vec<_>>())
    };
    assert_eq!(titles(""), (false, vec!["A".to_owned()]));
    lab.add("b", "B | 2020");
    assert_eq!(titles(""), (true, vec!["B".to_owned(), "A".to_owned()]));
    assert_eq!(titles("is:unread"), (false, vec!["B".to_owned(), "A".to_owned()]));
    library.set_read(&[first], true).expect("marks");
    assert_eq!(titles("is:unread"), (true, vec!["B".to_owned()]));
    assert_eq!(titles("is:read"), (false, vec!["A".to_owned()]));
}

#[test]
fn marks_are_true_at_once() {
    let lab = Lab::new();
    let first = id(lab.add("a", "A | 2019"));
    let library = lab.open();
    let mut searcher = library.searcher().expect("opens");
    let mut count = |query: &str| searcher.search(&Query::parse(query), &Ask::default()).expect("searches").total;
    assert_eq!((count("is:starred"), count("tag:x"), count("is:hidden"), count("")), (0, 0, 0, 1));
    library.set_starred(&[first], true).expect("stars");
    library.add_tag(&[first], " Éx ").expect("tags");
    library.set_hidden(&[first], true).expect("hides");
    assert_eq!((count("is:starred is:hidden"), count("#ex is:hidden"), count("is:hidden"), count("")), (1, 1, 1, 0));
    library.set_hidden(&[first], false).expect("shows");
    library.remove_tag(&[first], "EX").expect("untags");
    assert_eq!((count("is:starred"), count("#ex "), count("")), (1, 0, 1));
    assert_eq!(library.tags().expect("reads"), []);
    library.set_read(&[ArticleId(99)], true).expect("an unknown article is passed over");
}

#[test]
fn notes_are_kept_found_and_bounded() {
    let lab = Lab::new();
    let first = id(lab.add("a", "A | 2019"));
    lab.add("b", "B | 2019");
    let library = lab.open();
    library.set_note(first, " ask\u{1b}[2J Bo\nand Ada ").expect("notes");
    library.set_note(ArticleId(99), "an unknown article is passed over").expect("notes");
    assert_eq!(library.row(first).expect("reads").expect("is there").marks.note.as_deref(), Some("ask[2J Bo\nand Ada"));
    assert_eq!(lab.hits("has:note"), ["A"]);
    library.set_note(first, &"é".repeat(20_000)).expect("notes");
    assert_eq!(library.row(first).expect("reads").expect("is there").marks.note.map(|note| note.len()), Some(16_384));
    library.set_note(first, " ").expect("notes");
    assert_eq!(lab.hits("has:note"), Vec::<String>::new());
}

#[test]
fn searches_are_kept_by_name_and_the_last_ones_are_bounded() {
    let library = Lab::new().open();
    library.keep_search("Long  Reads ", Some("#long")).expect("kept");
    library.keep_search("long reads", Some("#long -is:read")).expect("kept");
    library.keep_search("ferries", Some("ferry")).expect("kept");
    let kept = |name: &str, query: &str| (name.to_owned(), query.to_owned());
    assert_eq!(library.searches().expect("reads"), [kept("ferries", "ferry"), kept("long reads", "#long -is:read")]);
    library.keep_search("LONG READS", None).expect("forgotten");
    assert_eq!(library.searches().expect("reads").len(), 1);
    for number in 0..510 {
        library.remember_search(&number.to_string()).expect("kept");
    }
    library.remember_search("20").expect("kept");
    let last = library.last_searches().expect("reads");
    assert_eq!((last.len(), last.last().map(String::as_str)), (499, Some("20")));
    assert!(!last.contains(&"5".to_owned()) && last.contains(&"100".to_owned()));
}

#[test]
fn a_newer_library_is_left_untouched() {
    let lab = Lab::new();
    lab.add("a", "A | 2019");
    let file = lab.path().join("library.db");
    let database = rusqlite::Connection::open(&file).expect("opens");
    database.pragma_update(None, "user_version", 99).expect("writes");
    drop(database);
    let before = std::fs::read(&file).expect("reads");
    let Err(error) = Library::open(&lab.path()) else { panic!("a newer library was opened") };
    assert!(matches!(error, LibraryError::Newer { found: 99, .. }) && error.hint().is_some());
    assert_eq!(std::fs::read(&file).expect("reads"), before);
}

#[test]
fn what_is_no_library_is_said_to_be_none() {
    let lab = Lab::new();
    assert!(matches!(Library::open(&lab.path()), Err(LibraryError::Missing(_))));
    std::fs::create_dir_all(lab.path()).expect("makes");
    let database = rusqlite::Connection::open(lab.path().join("library.db")).expect("opens");
    database.execute_batch("CREATE TABLE recipe (name TEXT)").expect("writes");
    assert!(matches!(Library::open(&lab.path()), Err(LibraryError::Foreign(_))));
    drop(database);
    let text = "this is a text, not a database, and long enough to be told from one".repeat(20);
    std::fs::write(lab.path().join("library.db"), text).expect("writes");
    assert!(Library::open(&lab.path()).err().is_some_and(|error| error.hint().is_some()));
}

#[cfg(unix)]
#[test]
fn a_library_is_its_owners_alone() {
    use std::os::unix::fs::PermissionsExt;
    let lab = Lab::new();
    lab.add("a", "A | 2019");
    let mode = |path: &Path| std::fs::metadata(path).expect("is there").permissions().mode() & 0o777;
    assert_eq!(mode(&lab.path()), 0o700);
    for file in ["library.db", "writer.lock"] {
        assert_eq!(mode(&lab.path().join(file)), 0o600, "{file}");
    }
}

#[test]
fn originals_come_back_as_they_were() {
    let lab = Lab::new();
    let first = id(lab.add("folder/a.html", "A | 2019"));
    lab.add("folder/a.html", "A | 2020");
    let library = lab.open();
    let original = library.original(first).expect("reads").expect("is there");
    assert_eq!((original.origin, original.bytes), (Origin::File("folder/a.html".into()), b"A | 2020".to_vec()));
    assert_eq!(library.article(first).expect("reads"), Some(article("A | 2020")));
    assert_eq!(library.ids().expect("reads"), [first]);
    assert_eq!(library.article(ArticleId(9)).expect("reads"), None);
    let stats = library.stats().expect("counts");
    assert_eq!((stats.articles, stats.originals, stats.unread, stats.undated), (1, 2, 1, 0));
    assert!(stats.store_bytes > 0 && stats.index_bytes > 0 && stats.originals_bytes == 16);
}

#[test]
fn cleaning_anew_replaces_what_differs_only() {
    let lab = Lab::new();
    let first = id(lab.add("a", "Ferry | 2019"));
    let mut library = lab.open();
    library.set_read(&[first], true).expect("marks");
    let mut writer = library.writer().expect("opens");
    assert!(!writer.replace(first, &article("Ferry | 2019")).expect("compares"));
    assert!(writer.replace(first, &article("Boat | 2018")).expect("replaces"));
    assert!(!writer.replace(ArticleId(9), &article("Boat")).expect("passes over"));
    writer.finish().expect("finishes");
    assert_eq!((headlines(&library, "ferry"), headlines(&library, "is:read boat")), (vec![], vec!["Boat".to_owned()]));
    assert_eq!(library.row(first).expect("reads").expect("is there").origin, "a");
}

#[test]
fn an_index_made_anew_answers_the_same_and_can_be_stopped() {
    let lab = Lab::new();
    for page in ["A ferry | 2019", "B boat", "C ferry | 2020", "D | 2018 | A ferry"] {
        lab.add(page, page);
    }
    let before = lab.hits("ferry");
    let mut library = lab.open();
    let mut searcher = library.searcher().expect("opens");
    assert!(matches!(library.reindex(&|done, total| total == 4 && done < 2), Err(LibraryError::Stopped)));
    assert_eq!(headlines(&library, "ferry"), before);
    library.reindex(&|_, _| true).expect("makes anew");
    assert_eq!((headlines(&library, "ferry"), library.stats().expect("counts").segments), (before, 1));
    assert!(searcher.refresh().is_ok_and(|changed| changed));
    assert_eq!(searcher.all(&Query::parse("boat"), Sort::default(), None).expect("searches").len(), 1);
    lab.add("E", "E ferry | 2021");
    assert_eq!(lab.hits("ferry")[0], "E ferry");
    assert!(!lab.path().join("index-v4.new").exists() && !lab.path().join("index-v3.old").exists());
}
