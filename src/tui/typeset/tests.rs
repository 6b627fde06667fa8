use super::*;
use crate::article::{Article, Headline, Item, Part, Table};

/// The lines as they would be drawn.
fn set(body: Vec<Part>, width: usize) -> Vec<String> {
    let article = Article { headline: Headline { text: "H".into(), derived: false }, body, ..Article::default() };
    let manuscript = Manuscript::of(&article, None);
    let mut galley = Galley::new(width);
    galley.set(&manuscript, Until::End);
    let start = galley.line_of(manuscript.body.start);
    galley.lines()[start..].iter().map(|line| drawn(&manuscript, line)).skip_while(String::is_empty).collect()
}

fn drawn(manuscript: &Manuscript, line: &Line) -> String {
    let mut out = " ".repeat(line.indent);
    for piece in &line.pieces {
        out.push_str(match &piece.ink {
            Ink::Copy(range) | Ink::Code(range) => &manuscript.copy[range.clone()],
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
    let manuscript = Manuscript::of(&article, None);
    let mut galley = Galley::new(40);
    galley.set(&manuscript, Until::Lines(20));
    assert!(galley.lines().len() < 24 && !galley.is_whole(&manuscript));
    galley.set(&manuscript, Until::Place(manuscript.body.start + 500));
    assert!(galley.lines()[galley.line_of(manuscript.body.start + 500)].at <= manuscript.body.start + 500);
    galley.set(&manuscript, Until::End);
    assert!(galley.is_whole(&manuscript));
}
