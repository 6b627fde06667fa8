//! Taking articles out: into a book, into a command.

use crate::fixture::Fixture;
use crate::{SIZES, screen};

#[test]
fn all_that_match_become_one_book() {
    let fixture = Fixture::named("harbour");
    let mut shown = screen(&fixture, "/ferry<Enter>E<Left>", SIZES[0]);
    assert!(shown.text().contains("all of them in dateline.epub"), "{}", shown.text());
    assert!(shown.press("<Enter>").text().contains("Wrote 7 articles into"), "{}", shown.text());
    let book = std::fs::read(fixture.beside().join("out/dateline.epub")).expect("it was written");
    assert!(book.starts_with(b"PK"));
    shown.press("e<Enter>");
    assert_eq!(std::fs::read_dir(fixture.beside().join("out")).expect("it is there").count(), 2);
}

#[test]
fn a_command_gets_the_article_in_the_form_that_is_chosen() {
    let fixture = Fixture::named("harbour");
    let mut shown = screen(&fixture, "|grep ferry; echo '$HOME'<Enter>", SIZES[0]);
    shown.press("|<^u>jq .headline<Tab><Tab><Enter>");
    let [text, json] = shown.piped() else { panic!("two commands were run") };
    assert_eq!((text.0.as_str(), json.0.as_str()), ("grep ferry; echo '$HOME'", "jq .headline"));
    assert!(text.1.starts_with("The ferry to the outer islands") && json.1.trim_start().starts_with('{'));
    assert!(shown.press("|<^u><Enter>").piped().len() == 2);
}
