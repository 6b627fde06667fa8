//! The command line and the searches that are kept.

use crate::fixture::Fixture;
use crate::{SIZES, screen};

#[test]
fn every_line_of_the_command_line_does_what_it_says() {
    let fixture = Fixture::named("harbour");
    for (keys, expected) in [
        (":5<Enter>", "5 of 12"),
        (":down 3<Enter>", "4 of 12"),
        (":next-gr<Enter>", "9 of 12"),
        (":search gulls<Enter>", "1 of 12 · newest first"),
        (":sort -headline<Enter>", "headlines Z–A"),
        (":tag dock, islands<Enter>", "#dock #islands"),
        (":exprot<Enter>", "did you mean export?"),
        (":sav<Enter>", ":save "),
        (":save x<Enter>", "Nothing is searched for"),
        (":forget x<Enter>", "No search is kept as x."),
        (":quit-x<Esc>j", "2 of 12"),
        (":<Backspace>j", "2 of 12"),
    ] {
        let mut shown = screen(&fixture, keys, SIZES[0]);
        assert!(shown.text().contains(expected), "{keys}: {expected:?} is not there:\n{}", shown.text());
        shown.press("<Esc><Esc>u");
    }
    assert!(screen(&fixture, ":quit<Enter>", SIZES[0]).ended());
}

#[test]
fn a_kept_search_comes_back_in_the_next_session_and_what_was_forgotten_by_undo() {
    let fixture = Fixture::named("harbour");
    screen(&fixture, "/gulls<Enter>:save Birds<Enter>Q", SIZES[0]);
    let mut shown = screen(&fixture, "'bir<Enter>", SIZES[0]);
    assert!(shown.text().contains("/ gulls"), "{}", shown.text());
    let kept = |shown: &crate::Rehearsal| shown.library().searches().expect("they can be read");
    shown.press("'<^x>");
    assert_eq!(kept(&shown), []);
    shown.press("<Esc>u");
    assert_eq!(kept(&shown), [("Birds".to_owned(), "gulls".to_owned())]);
    shown.press("/ -counted<Enter>:save birds<Enter>");
    assert_eq!(kept(&shown), [("Birds".to_owned(), "gulls -counted".to_owned())]);
    shown.press("u");
    assert_eq!(kept(&shown), [("Birds".to_owned(), "gulls".to_owned())]);
}

#[test]
fn the_last_searches_come_back_in_the_next_session() {
    let fixture = Fixture::named("harbour");
    screen(&fixture, "/gulls<Enter>/<^u>ferry<Enter>Q", SIZES[0]);
    let mut shown = screen(&fixture, "/<^r>", SIZES[0]);
    assert!(shown.text().contains("/ ferry"), "{}", shown.text());
    assert!(shown.press("<^r>").text().contains("/ gulls"), "{}", shown.text());
}

#[test]
fn the_help_begins_with_what_works_here_and_leaves_open_what_was_open() {
    let fixture = Fixture::named("harbour");
    for (keys, first) in [("", "In the list"), ("<Enter>", "Move"), ("F", "In the facets"), ("T", "In the timeline")] {
        let mut shown = screen(&fixture, keys, SIZES[0]);
        let before = shown.text();
        let help = shown.press("?").text();
        let heading = help.lines().nth(2).map(str::trim);
        assert_eq!(heading, Some(first), "{help}");
        assert_eq!(shown.press("q").text(), before);
    }
}

#[test]
fn headlines_in_their_order_stand_under_their_letters() {
    let fixture = Fixture::named("harbour");
    let mut shown = screen(&fixture, "ss", SIZES[0]);
    assert!(shown.text().contains("─ A ─"), "{}", shown.text());
    assert!(shown.press("]").text().contains("─ C ─"), "{}", shown.text());
    assert!(shown.press("S<Home>").text().contains("─ W ─"), "{}", shown.text());
    assert!(screen(&fixture, "s]", SIZES[0]).text().contains("no groups"));
}
