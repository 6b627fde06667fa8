use super::*;
use crate::article::{Article, Headline, Origin};
use crate::library::{Incoming, Library};
use tempfile::TempDir;

/// A desk on a library of three articles.
fn desk() -> (TempDir, Desk) {
    let folder = TempDir::new().expect("a temporary folder");
    let path = folder.path().join("library");
    let mut library = Library::create(&path).expect("it opens");
    let mut writer = library.writer().expect("nobody else writes");
    for (headline, date) in [("ferry sails", "2019-01"), ("ferry sinks", "2019-02"), ("gulls", "2019-03-04")] {
        let headline = Headline { text: headline.to_owned(), derived: false };
        let article = Article { published: date.parse().ok(), headline, ..Article::default() };
        let origin = Origin::File(date.into());
        let incoming = Incoming { article: &article, origin: &origin, original: date.as_bytes() };
        writer.add(&incoming).expect("it is kept");
    }
    writer.finish().expect("the index is written");
    let searcher = library.searcher().expect("it opens");
    (folder, Desk::new(searcher, Box::new(move || Library::open(&path)?.searcher())))
}

fn question(number: u64, text: &str, around: Around, rows_only: bool) -> Question {
    let counts = (!rows_only).then_some(Wanted { rows_first: Some(60), zoomed: false, facets: Vec::new() });
    Question { number, query: Query::parse(text), sort: Sort::default(), around, counts }
}

/// What the desk says until it has nothing left to do.
fn said(desk: &mut Desk) -> Vec<String> {
    std::iter::from_fn(|| (!desk.is_idle()).then(|| desk.step()))
        .flatten()
        .map(|event| match event {
            Event::Reply(number, Reply::First(rows)) => format!("{number} first {}", rows.len()),
            Event::Reply(number, Reply::Answer(answer)) => match answer.hits {
                Ok(hits) => format!("{number} all {} of {}", hits.total, answer.of),
                Err(error) => format!("{number} {error}"),
            },
            Event::Reply(number, Reply::Timeline(tally)) => format!("{number} time {}", tally.hits.len()),
            other => format!("{other:?}"),
        })
        .collect()
}

#[test]
fn rows_come_first_then_the_count_then_the_timeline() {
    let (_folder, mut desk) = desk();
    desk.ask(question(1, "ferry", Around::Article(None), false));
    assert_eq!(said(&mut desk), ["1 first 2", "1 all 2 of 3", "1 time 2"]);
}

#[test]
fn the_first_rows_are_left_out_where_the_selected_article_may_stand_further_down() {
    let (_folder, mut desk) = desk();
    desk.ask(question(1, "ferry", Around::Article(Some(ArticleId(99))), false));
    assert_eq!(said(&mut desk), ["1 all 2 of 3", "1 time 2"]);
}

#[test]
fn a_new_question_ends_what_was_counted_for_the_one_before() {
    let (_folder, mut desk) = desk();
    desk.ask(question(1, "ferry", Around::Article(None), false));
    desk.step();
    desk.ask(question(2, "gulls", Around::Article(None), false));
    assert_eq!(said(&mut desk), ["2 first 1", "2 all 1 of 3", "2 time 1"]);
}

#[test]
fn a_question_for_other_rows_goes_before_what_is_counted() {
    let (_folder, mut desk) = desk();
    desk.ask(question(1, "ferry", Around::Article(None), false));
    desk.step();
    desk.ask(question(2, "ferry", Around::Place(1), true));
    assert_eq!(said(&mut desk), ["2 all 2 of 3", "1 time 2"]);
}

#[test]
fn the_edges_of_groups_are_found_by_halving() {
    let (_folder, mut desk) = desk();
    let sort = Sort { by: SortBy::Headline, reversed: false };
    for (from, forward, edge) in [(0, true, 2), (1, true, 2), (2, true, 2), (2, false, 0), (1, false, 0), (0, false, 0)]
    {
        let asked = Question { sort, ..question(1, "", Around::Group(from, forward), true) };
        let (_, place) = find(&mut desk.searcher, &asked).expect("it searches");
        assert_eq!(place, Some(edge), "from {from}, forward: {forward}");
    }
}

#[test]
fn a_panic_in_a_search_becomes_a_message_and_the_desk_goes_on() {
    let (_folder, mut desk) = desk();
    let asked = question(1, "ferry", Around::Article(None), false);
    let told = desk.unbroken(&asked, Piece::First(60), |_| panic!("a query that nobody thought of"));
    assert!(
        matches!(&told, Some(Event::Reply(1, Reply::Answer(Answer { hits: Err(said), .. }))) if said.contains("fault")),
        "{told:?}"
    );
    let told = desk.unbroken(&asked, Piece::Timeline, |_| panic!("while counting"));
    assert!(matches!(&told, Some(Event::Told(notice)) if notice.failed), "{told:?}");
    desk.ask(question(2, "gulls", Around::Article(None), false));
    assert_eq!(said(&mut desk), ["2 first 1", "2 all 1 of 3", "2 time 1"]);
}
