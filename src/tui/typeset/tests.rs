use super::*;
use crate::article::{Article, Headline, Item, Part, Table};
use crate::config::Dates;

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
