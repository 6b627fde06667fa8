use super::*;
use crate::article::{Part, Span, Style, Text};
use crate::config::Dates;
use crate::library::Query;
use crate::tui::cells::Sheet;
use crate::tui::theme::{Role, Theme};
use proptest::prelude::*;
use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::Rect;

fn article(paragraphs: usize) -> Article {
    let text = |number: usize| format!("Paragraph {number} tells of the ferry, the pier and the gulls of Port Elsen.");
    Article { body: (0..paragraphs).map(|number| Part::Paragraph(text(number).into())).collect(), ..Article::default() }
}

fn reader(paragraphs: usize, query: &str) -> Reader {
    let mut reader = Reader::new(ArticleId(1), article(paragraphs), 0, Dates::DayFirst);
    reader.fit(40, 10);
    reader.mark(&Query::parse(query).marker(), Arrival::Place);
    reader
}

/// What is marked as a hit where the reader is drawn, one after the other; and what as the one that was reached.
fn marked(reader: &Reader, width: usize, height: usize) -> (String, String) {
    let area = Rect::new(0, 0, u16::try_from(width).expect("small"), u16::try_from(height).expect("small"));
    let (mut buffer, theme) = (Buffer::empty(area), Theme::terminal());
    reader.draw(&mut Sheet::new(&mut buffer, area, &theme), None);
    let reached = |cell: &Cell| cell.modifier.contains(theme[Role::CurrentHit].add_modifier);
    let cells = || buffer.content().iter();
    let all = cells().filter(|cell| reached(cell) || Some(cell.bg) == theme[Role::Hit].bg);
    (all.map(Cell::symbol).collect(), cells().filter(|cell| reached(cell)).map(Cell::symbol).collect())
}

#[test]
fn hits_are_counted_and_stepped_through() {
    let mut reader = reader(5, "ferry");
    assert_eq!(reader.hits(), Some((1, 5, false)));
    assert!(reader.step_hit(true));
    assert_eq!(reader.hits(), Some((2, 5, false)));
    assert!(reader.step_hit(false) && !reader.step_hit(false));
    reader.mark(&Query::parse("gulls").marker(), Arrival::LastHit);
    assert!(!reader.step_hit(true));
    assert_eq!(reader.hits(), Some((5, 5, false)));
}

#[test]
fn a_place_outlives_a_pane_that_shows_the_whole_article() {
    let mut reader = reader(30, "");
    reader.scroll(20);
    let place = reader.place();
    reader.fit(72, 500);
    assert_eq!(reader.seen().start, 0);
    reader.fit(60, 400);
    reader.fit(40, 10);
    assert_eq!(reader.place(), place);
    reader.fit(40, 500);
    reader.fit(40, 10);
    assert_eq!(reader.place(), place);
    reader.fit(40, 60);
    reader.scroll(-2);
    let other = reader.place();
    reader.fit(40, 10);
    assert_eq!(reader.place(), other, "what was scrolled to goes before");
}

#[test]
fn a_place_read_to_the_end_begins_again() {
    let mut reader = reader(30, "");
    reader.scroll(20);
    let place = reader.place();
    assert!(place > 0 && reader.new_place() == Some(place));
    let mut again = Reader::new(ArticleId(1), article(30), place, Dates::DayFirst);
    again.fit(40, 10);
    assert_eq!((again.place(), again.new_place()), (place, None));
    reader.go_to_end();
    assert!(reader.at_end() && reader.percent() == 100 && reader.minutes_left() == 0);
    assert_eq!(reader.place(), 0);
}

#[test]
fn a_long_article_is_set_only_as_far_as_it_is_seen() {
    let mut reader = reader(5000, "gulls");
    let (_, known, more) = reader.hits().expect("there are hits");
    assert!(more && known > 10 && known < 5000);
    assert!(reader.galley.lines().len() < 60);
    assert!(reader.percent() < 2 && !reader.at_end());
    for _ in 1..4000 {
        assert!(reader.step_hit(true));
    }
    assert!(reader.hits().is_some_and(|(current, known, _)| current == 4000 && known >= 4000));
}

proptest! {
    #[test]
    fn hits_stay_on_their_words_and_are_seen_after_re_wrapping(
        sizes in prop::collection::vec((4_usize..90, 2_usize..40), 1..6),
        steps in 0_usize..12,
        looks in any::<(bool, bool)>(),
    ) {
        let mut reader = reader(30, "gulls");
        reader.article.language = Some("en".into());
        reader.compose(Composition { justified: looks.0, hyphenated: looks.1, ..Composition::default() });
        for (width, height) in sizes {
            let current = reader.current.expect("there are hits");
            reader.fit(width, height);
            prop_assert_eq!(reader.current, Some(current), "another size moves to no other hit");
            for _ in 0..steps {
                reader.step_hit(true);
            }
            let current = reader.current.expect("there are hits");
            reader.show_hit(current);
            reader.settle();
            let (all, reached) = marked(&reader, width, height);
            // The first and the last may stand half above or below what is seen, where a line is shorter than the word.
            prop_assert!("gulls".repeat(40).contains(&all), "{all}");
            prop_assert!(!reached.is_empty() && "gulls".contains(&reached), "{reached}");
            prop_assert!(width < 12 || reached == "gulls" || looks.1, "{reached}");
        }
    }

    #[test]
    fn any_scrolling_stays_within_the_article(steps in prop::collection::vec(-100_isize..100, 0..30)) {
        let mut reader = reader(12, "");
        for step in steps {
            reader.scroll(step);
            prop_assert!(reader.top + reader.height <= reader.galley.lines().len().max(reader.height));
            prop_assert!(reader.percent() <= 100);
        }
    }
}

#[test]
fn headings_are_jumped_to_and_links_are_drawn_where_they_stand() {
    let mut article = article(40);
    article.body.insert(20, Part::Heading(2, "Below".into()));
    let text = "see here".to_owned();
    let span = Span { start: 4, end: 8, style: Style::Link("https://a.example/".into()) };
    article.body.insert(21, Part::Paragraph(Text { plain: text, spans: vec![span] }));
    let mut reader = Reader::new(ArticleId(1), article, 0, Dates::DayFirst);
    reader.fit(40, 10);
    assert!(!reader.step_heading(false) && reader.step_heading(true));
    assert_eq!(reader.told(reader.seen())[..3], ["Below", "", "see here"]);
    assert_eq!(reader.links_drawn(Rect::new(50, 3, 50, 10)), [(Rect::new(59, 5, 4, 1), "https://a.example/")]);
    assert!(!reader.step_heading(true));
    reader.scroll(10);
    assert!(reader.step_heading(false) && reader.told(reader.seen())[0] == "Below");
}
