use super::*;
use crate::article::{Article, Headline, Item, Part, Table};
use crate::config::Dates;
use proptest::prelude::*;
use unicode_segmentation::UnicodeSegmentation as _;

/// The lines as they would be drawn.
fn set(body: Vec<Part>, width: usize) -> Vec<String> {
    let article = Article { headline: Headline { text: "H".into(), derived: false }, body, ..Article::default() };
    let manuscript = Manuscript::of(&article, None, Dates::DayFirst);
    let mut galley = Galley::new(width, Composition::default());
    galley.set(&manuscript, Until::End);
    let start = galley.line_of(manuscript.body.start);
    galley.lines()[start..].iter().map(|line| drawn(&manuscript, line)).skip_while(String::is_empty).collect()
}

fn drawn(manuscript: &Manuscript, line: &Line) -> String {
    let mut out = " ".repeat(line.indent);
    for piece in &line.pieces {
        out.push_str(match &piece.ink {
            Ink::Copy(range) | Ink::Code(range) | Ink::Reversed(range) => &manuscript.copy[range.clone()],
            Ink::Ornament(text) => text,
        });
    }
    out
}

fn item(depth: u8, number: Option<u32>, text: &str) -> Item {
    Item { depth, number, text: text.into() }
}

#[test]
fn paragraphs_have_a_blank_line_between_them() {
    assert_eq!(
        set(vec![Part::Paragraph("One two.".into()), Part::Paragraph("Three.".into())], 4),
        ["One", "two.", "", "Thre", "e."]
    );
}

#[test]
fn list_items_hang_behind_their_markers() {
    let list =
        Part::List(vec![item(0, None, "boats and ferries"), item(1, None, "cars"), item(0, Some(12), "fares rise")]);
    assert_eq!(set(vec![list], 14), [" • boats and", "   ferries", "   ◦ cars", " 12. fares", "     rise"]);
}

#[test]
fn quotes_have_a_bar_and_code_keeps_its_lines() {
    assert_eq!(set(vec![Part::Quote(vec!["We waited long.".into()])], 12), ["│ We waited", "│ long."]);
    assert_eq!(
        set(vec![Part::Code("if tide {\n\tsail_away();\n}".into())], 14),
        [" if tide {", " \tsail_away();", " }"]
    );
}

#[test]
fn a_table_is_a_grid_where_it_fits_and_records_where_not() {
    let table = || {
        Part::Table(Table {
            headed: true,
            rows: vec![
                vec!["Port".into(), "Boats".into()],
                vec!["Elsen".into(), "12".into()],
                vec!["Old Harbour".into(), "3".into()],
            ],
        })
    };
    assert_eq!(
        set(vec![table()], 30),
        ["Port          Boats", "───────────   ─────", "Elsen            12", "Old Harbour       3"]
    );
    assert_eq!(set(vec![table()], 15), ["Port Elsen", "Boa… 12", "", "Port Old", "     Harbour", "Boa… 3"]);
}

#[test]
fn right_to_left_paragraphs_stand_at_the_right() {
    assert_eq!(set(vec![Part::Paragraph("شركة".into())], 10), ["      شركة"]);
}

#[test]
fn no_line_is_wider_than_the_galley() {
    let parts = vec![
        Part::Paragraph("日本語の長い段落がここにあります。".into()),
        Part::List(vec![item(7, Some(1000), "deep and long")]),
        Part::Caption("A caption that is rather long.".into()),
    ];
    for width in 2..40 {
        for line in set(parts.clone(), width) {
            assert!(cells(&line) <= width, "{width}: {line:?}");
        }
    }
}

#[test]
fn setting_stops_when_what_is_wanted_stands_and_goes_on_later() {
    let body: Vec<Part> = (0..100).map(|n| Part::Paragraph(format!("Paragraph {n}.").into())).collect();
    let article = Article { body, ..Article::default() };
    let manuscript = Manuscript::of(&article, None, Dates::DayFirst);
    let mut galley = Galley::new(40, Composition::default());
    galley.set(&manuscript, Until::Lines(20));
    assert!(galley.lines().len() < 24 && !galley.is_whole(&manuscript));
    galley.set(&manuscript, Until::Place(manuscript.body.start + 500));
    assert!(galley.lines()[galley.line_of(manuscript.body.start + 500)].at <= manuscript.body.start + 500);
    galley.set(&manuscript, Until::End);
    assert!(galley.is_whole(&manuscript));
}

/// Words that break, stick together, run from the right, take two columns a letter or none.
const WORDS: [&str; 14] = [
    "ferry",
    "a",
    "counter-revolutionaries",
    "https://courier.example/transport/ferry-sails-again",
    "12\u{a0}km",
    "港の連絡船が再開した。",
    "العبارة",
    "אבג",
    "👩\u{200d}👩\u{200d}👧",
    "🇰🇷",
    "e\u{301}te\u{301}",
    "“quoted”",
    "(1911)",
    "한국어",
];

fn text() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(&WORDS[..]), 0..12).prop_map(|words| words.join(" "))
}

/// Any part but a table, whose cells are cut where there is no room for them.
fn part() -> impl Strategy<Value = Part> {
    prop_oneof![
        text().prop_map(|text| Part::Paragraph(text.as_str().into())),
        text().prop_map(|text| Part::Heading(2, text.as_str().into())),
        text().prop_map(|text| Part::Caption(text.as_str().into())),
        text().prop_map(|text| Part::Code(text.replace(' ', "\n  ").as_str().into())),
        prop::collection::vec(text(), 1..3)
            .prop_map(|texts| Part::Quote(texts.iter().map(|text| text.as_str().into()).collect())),
        prop::collection::vec((0_u8..9, prop::option::of(0_u32..5000), text()), 1..4).prop_map(|items| {
            Part::List(items.iter().map(|(depth, number, text)| item(*depth, *number, text)).collect())
        }),
    ]
}

fn composition() -> impl Strategy<Value = Composition> {
    any::<(bool, bool, bool)>().prop_map(|(justified, hyphenated, reordered)| Composition {
        justified,
        hyphenated,
        reordered,
        language: Some(*b"en"),
    })
}

proptest! {
    #[test]
    fn any_article_is_set_within_the_width_and_loses_no_character(
        body in prop::collection::vec(part(), 0..8), width in 2_usize..100, composition in composition(),
    ) {
        let article = Article { headline: Headline { text: "Ferry".into(), derived: false }, body, ..Article::default() };
        let manuscript = Manuscript::of(&article, None, Dates::DayFirst);
        let mut galley = Galley::new(width, composition);
        galley.set(&manuscript, Until::End);
        let mut set = Vec::new();
        for line in galley.lines() {
            let is_code = line.pieces.iter().any(|piece| matches!(piece.ink, Ink::Code(_)));
            let drawn = drawn(&manuscript, line);
            // Code is moved sideways; a character that is wider than the line has it alone.
            let alone = drawn.trim().graphemes(true).count() <= 1;
            prop_assert!(is_code || alone || cells(&drawn) <= width, "{width}: {drawn:?}");
            set.extend(line.pieces.iter().filter_map(|piece| match &piece.ink {
                Ink::Copy(range) | Ink::Code(range) | Ink::Reversed(range) => Some(range.clone()),
                Ink::Ornament(_) => None,
            }));
        }
        set.sort_by_key(|range| (range.start, range.end));
        let mut at = 0;
        for range in set {
            prop_assert!(range.start >= at, "set twice: {:?}", &manuscript.copy[range]);
            let between = &manuscript.copy[at..range.start];
            prop_assert!(between.chars().all(char::is_whitespace), "lost: {between:?}");
            at = range.end;
        }
        prop_assert!(manuscript.copy[at..].chars().all(char::is_whitespace));
    }
}

/// The lines as they are composed, with what runs backwards turned around.
fn composed(text: &str, width: usize, composition: Composition) -> Vec<String> {
    let article = Article { body: vec![Part::Paragraph(text.into())], ..Article::default() };
    let manuscript = Manuscript::of(&article, None, Dates::DayFirst);
    let mut galley = Galley::new(width, composition);
    galley.set(&manuscript, Until::End);
    let ink = |piece: &Piece| match &piece.ink {
        Ink::Copy(range) | Ink::Code(range) => manuscript.copy[range.clone()].to_owned(),
        Ink::Reversed(range) => manuscript.copy[range.clone()].chars().rev().collect(),
        Ink::Ornament(text) => text.clone(),
    };
    let lines = galley.lines().iter().filter(|line| line.at >= manuscript.body.start && !line.pieces.is_empty());
    lines.map(|line| " ".repeat(line.indent) + &line.pieces.iter().map(ink).collect::<String>()).collect()
}

#[test]
fn justified_lines_reach_the_edge_but_for_the_last() {
    let justified = Composition { justified: true, ..Composition::default() };
    assert_eq!(
        composed("the ferry left the quay at six and no one saw it", 20, justified),
        ["the  ferry  left the", "quay  at  six and no", "one saw it"]
    );
    assert_eq!(composed("a conversationalist", 17, justified), ["a", "conversationalist"]);
}

#[test]
fn words_are_hyphenated_in_a_language_that_is_known() {
    let hyphenated = Composition { hyphenated: true, language: Some(*b"en"), ..Composition::default() };
    assert_eq!(composed("a short conversation", 16, hyphenated), ["a short conver-", "sation"]);
    assert_eq!(
        composed("a short conversation", 16, Composition { language: Some(*b"zz"), ..hyphenated }),
        ["a short", "conversation"]
    );
}

#[test]
fn what_is_read_from_the_right_is_put_so() {
    let reordered = Composition { reordered: true, ..Composition::default() };
    assert_eq!(composed("אבג 12 דה", 12, reordered), ["   הד 12 גבא"]);
    assert_eq!(composed("see אבג now", 12, reordered), ["see גבא now"]);
    assert_eq!(composed("see this", 12, reordered), ["see this"]);
}
