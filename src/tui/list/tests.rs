use super::*;
use crate::library::Marks;
use proptest::prelude::*;

const WIDTH: usize = 40;

/// An article of that number and date.
pub fn row(number: usize, date: &str) -> Row {
    Row {
        id: ArticleId(i64::try_from(number).expect("a small number")),
        headline: format!("Headline {number} of a list that is long enough for two lines").repeat(1 + number % 2),
        derived: false,
        publisher: None,
        agency: None,
        byline: None,
        section: None,
        dateline: None,
        published: date.parse().ok(),
        modified: None,
        language: None,
        url: None,
        origin: String::new(),
        words: 100,
        empty: false,
        marks: Marks::default(),
    }
}

/// A list of so many articles, one a week back from the end of 2019; the last two are undated.
fn list(total: usize) -> List {
    let newest = chrono::NaiveDate::from_ymd_opt(2019, 12, 31).expect("exists");
    let weeks_back = |number: usize| (newest - chrono::Days::new(7 * number as u64)).to_string();
    let written = |number: usize| if number + 2 < total { weeks_back(number) } else { String::new() };
    let rows: Vec<Row> = (0..total).map(|number| row(number, &written(number))).collect();
    let mut list = List::default();
    list.take(hits(rows, total, None), Sort::default(), true);
    list
}

fn hits(rows: Vec<Row>, total: usize, anchor: Option<usize>) -> Hits {
    let span = Some(("1990".parse().expect("a year"), "2019-12-31".parse().expect("a day")));
    Hits { rows, total, anchor, span, ..Hits::default() }
}

#[test]
fn groups_are_jumped_to_and_back() {
    let mut list = list(100);
    assert_eq!(list.heading(0).as_deref(), Some("2019"));
    assert_eq!(list.group(true), Ok(53));
    list.select(53);
    assert_eq!(list.group(false), Ok(0));
    list.select(90);
    assert_eq!((list.group(false), list.group(true)), (Ok(53), Ok(98)));
    list.select(99);
    assert_eq!(list.group(true), Ok(99));
}

#[test]
fn a_group_beyond_what_is_at_hand_is_looked_for_by_its_day() {
    let mut list = list(100);
    list.total = 1000;
    list.rows.truncate(40);
    assert_eq!(list.group(true), Err(Around::Day("2018-12-31".parse().expect("a day"))));
    list.offset = 500;
    list.index = 510;
    assert_eq!(list.group(false), Err(Around::Day("2019-12-31".parse().expect("a day"))));
}

#[test]
fn rows_at_the_edge_of_what_is_at_hand_are_asked_for() {
    let mut list = list(100);
    assert!(!list.lacks(), "all of it is at hand");
    list.total = 1000;
    list.index = 10;
    assert!(!list.lacks());
    list.index = 60;
    assert!(list.lacks());
}

#[test]
fn the_wanted_article_is_found_again_and_the_first_is_taken_without_it() {
    let mut list = list(10);
    list.select(4);
    assert_eq!(list.wanted, Some(ArticleId(4)));
    let rows: Vec<Row> = list.rows.clone();
    list.take(hits(rows[5..].to_vec(), 5, None), Sort::default(), true);
    assert_eq!((list.index, list.wanted), (0, Some(ArticleId(4))));
    list.take(hits(rows, 10, Some(4)), Sort::default(), true);
    assert_eq!(list.index, 4);
}

#[test]
fn headlines_take_two_lines_at_the_most() {
    assert_eq!(headline_lines("one two three four five six", 9, HEADLINE).len(), 2);
    assert_eq!(headline_lines("", 9, HEADLINE).len(), 1);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn the_selection_is_always_seen(total in 1_usize..80, height in 1_usize..40, steps in prop::collection::vec(-50_isize..50, 1..20)) {
        let mut list = list(total);
        for step in steps {
            list.step(step);
            list.follow(WIDTH, height);
            let seen = list.visible(WIDTH, height);
            let row = seen.iter().find(|row| row.place == list.index);
            prop_assert!(row.is_some_and(|row| row.y + row.height <= height || list.top == list.index));
            list.scroll(step / 7, WIDTH, height);
            prop_assert!(list.visible(WIDTH, height).iter().any(|row| row.place == list.index));
        }
    }
}
