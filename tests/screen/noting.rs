//! Notes: kept, found, shown, undone.

use crate::fixture::Fixture;
use crate::{SIZES, screen};

#[test]
fn a_note_is_kept_found_and_undone() {
    let fixture = Fixture::named("harbour");
    let mut shown = screen(&fixture, "ja ask Bo about this <Enter>", SIZES[0]);
    assert!(shown.text().contains("Your note"), "{}", shown.text());
    assert!(shown.press("/has:note").text().contains("1 of 12"), "{}", shown.text());
    drop(shown);
    let mut shown = screen(&fixture, "/has:note<Enter>", SIZES[0]);
    assert!(shown.text().contains("│ ask Bo about this\n"), "{}", shown.text());
    assert!(shown.press("a, and Ada<Enter>").text().contains("│ ask Bo about this, and Ada\n"));
    assert!(shown.press("u").text().contains("│ ask Bo about this\n"), "{}", shown.text());
    assert!(!shown.press("a<^u><Enter>").text().contains("Your note"));
    assert!(shown.press("u").text().contains("│ ask Bo about this\n"));
}

#[test]
fn a_note_of_several_lines_is_written_in_the_editor() {
    let fixture = Fixture::named("harbour");
    let mut shown = screen(&fixture, "", SIZES[0]);
    shown.with_editor(|text| Some(format!("{text}\u{1b}[2J one\n\ntwo\n"))).press("a<^o>");
    assert!(shown.text().contains("│ [2J one\n") && shown.text().contains("│ two\n"), "{}", shown.text());
    shown.with_editor(|text| Some(text.replace("two", "three"))).press("a");
    assert!(shown.text().contains("│ three\n"), "{}", shown.text());
    shown.with_editor(|_| None).press("a");
    assert!(shown.text().contains("│ three\n") && shown.text().contains("without keeping"), "{}", shown.text());
}

#[test]
fn a_note_does_not_move_the_reader() {
    let fixture = Fixture::named("harbour");
    let mut shown = screen(&fixture, "/dyke<Enter><Enter> ", SIZES[1]);
    let line = shown.text().lines().nth(5).map(str::to_owned).expect("a line");
    shown.press("aa note<Enter>");
    assert!(shown.text().contains(&line), "{line}\n{}", shown.text());
}
