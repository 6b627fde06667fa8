//! Corrections on the X-ray: they hold, and they are undone.

use crate::fixture::{Fixture, PAGE};
use crate::{SIZES, screen};
use dateline::article::ArticleId;
use dateline::tui::Rehearsal;

fn body(screen: &Rehearsal) -> String {
    screen.library().article(ArticleId(1)).expect("reads").expect("is there").paragraphs().join("\n")
}

#[test]
fn a_correction_is_in_the_library_at_once_and_is_found() {
    let fixture = Fixture::named("page");
    let mut shown = screen(&fixture, "xG+", SIZES[0]);
    assert!(body(&shown).ends_with("All rights reserved."));
    assert!(shown.press("x/reserved").text().contains("1 of 1"), "{}", shown.text());
}

#[test]
fn a_correction_is_undone_also_after_the_x_ray_is_closed() {
    let fixture = Fixture::named("page");
    let mut shown = screen(&fixture, "", SIZES[0]);
    let before = body(&shown);
    shown.press("xG+k-k+H");
    assert_ne!(body(&shown), before);
    shown.press("uux");
    assert_ne!(body(&shown), before);
    shown.press("u");
    assert_eq!(body(&shown), before);
    assert!(!shown.text().contains("│  All rights reserved."), "{}", shown.text());
}

#[test]
fn a_correction_outlives_the_import_of_a_later_form_of_the_page() {
    let fixture = Fixture::named("page");
    drop(screen(&fixture, "xG+", SIZES[0]));
    fixture.import(&PAGE.replace("forty passengers", "fifty passengers"));
    let shown = screen(&fixture, "", SIZES[0]);
    assert!(body(&shown).contains("fifty passengers") && body(&shown).ends_with("All rights reserved."));
}

#[test]
fn there_is_one_headline() {
    let fixture = Fixture::named("page");
    let mut shown = screen(&fixture, "xGHkH", SIZES[0]);
    assert_eq!(shown.text().matches("headline*").count(), 1, "{}", shown.text());
    assert_eq!(shown.library().row(ArticleId(1)).expect("reads").expect("is there").headline, "Printed on 7 May 2023");
    shown.press("u");
    assert_eq!(shown.library().row(ArticleId(1)).expect("reads").expect("is there").headline, "All rights reserved.");
}

#[test]
fn a_block_without_a_date_dates_nothing() {
    let fixture = Fixture::named("page");
    let shown = screen(&fixture, "xGD", SIZES[0]);
    assert!(shown.text().contains("No date can be read"), "{}", shown.text());
    assert_eq!(shown.library().corrections(ArticleId(1)).expect("reads"), []);
}

#[test]
fn an_article_that_came_clean_has_no_page_behind_it() {
    let fixture = Fixture::named("parts");
    let mut shown = screen(&fixture, "v", SIZES[0]);
    assert!(shown.text().contains("Every kind of part"));
    assert_eq!(shown.press("vx").text(), shown.text());
}

#[test]
fn the_original_goes_back_to_the_place_in_the_article() {
    let fixture = Fixture::named("page");
    let mut shown = screen(&fixture, "<Enter>", (60, 8));
    let before = shown.press("jj").text();
    assert_ne!(shown.press("v").text(), before);
    assert_eq!(shown.press("jjjv").text(), before);
}
