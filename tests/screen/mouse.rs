//! The mouse: clicks, the wheel, the line between the panes.

use crate::fixture::Fixture;
use crate::{SIZES, screen};
use crossterm::event::{KeyModifiers, MouseButton, MouseEvent, MouseEventKind};

fn mouse(kind: MouseEventKind, column: u16, row: u16) -> MouseEvent {
    MouseEvent { kind, column, row, modifiers: KeyModifiers::NONE }
}

#[test]
fn the_mouse_selects_opens_scrolls_and_drags() {
    let fixture = Fixture::named("harbour");
    let mut shown = screen(&fixture, "", SIZES[0]);
    let click = |column, row| mouse(MouseEventKind::Down(MouseButton::Left), column, row);
    shown.mouse(click(20, 7));
    assert!(shown.text().contains("2 of 12"), "{}", shown.text());
    shown.mouse(click(20, 7));
    assert!(shown.text().contains("100 % · end"), "{}", shown.text());
    shown.mouse(click(20, 0)).press("gulls");
    assert!(shown.text().contains("1 of 12"), "{}", shown.text());
    shown.press("<Esc><Esc>").mouse(click(48, 10)).mouse(mouse(MouseEventKind::Drag(MouseButton::Left), 60, 10));
    assert_eq!(shown.text().lines().nth(3).and_then(|line| line.chars().position(|c| c == '┬')), Some(60));
    shown.mouse(mouse(MouseEventKind::Up(MouseButton::Left), 60, 10)).press("/title:dyke<Enter>");
    let before = shown.text();
    assert_ne!(before, shown.mouse(mouse(MouseEventKind::ScrollDown, 90, 10)).text());
}

#[test]
fn the_mouse_selects_in_the_facets_and_in_the_page_behind_the_article() {
    let click = |column, row| mouse(MouseEventKind::Down(MouseButton::Left), column, row);
    let fixture = Fixture::named("harbour");
    let mut shown = screen(&fixture, "F", SIZES[0]);
    shown.mouse(click(60, 7));
    assert!(shown.text().contains("▌  Lowland Journal"), "{}", shown.text());
    shown.mouse(click(60, 7));
    assert!(shown.text().contains("/ source:\"Lowland Journal\" "), "{}", shown.text());
    shown.mouse(click(66, 4));
    assert!(shown.text().contains("[Bylines]"), "{}", shown.text());
    let fixture = Fixture::named("page");
    let mut shown = screen(&fixture, "xG", SIZES[0]);
    shown.mouse(mouse(MouseEventKind::ScrollUp, 10, 10));
    assert!(shown.text().contains("▌· dropped    Sign up"), "{}", shown.text());
    shown.mouse(click(20, 4));
    assert!(shown.text().contains("▌· dropped    Home News"), "{}", shown.text());
    shown.press("-");
    assert!(shown.text().contains("It is dropped already."), "{}", shown.text());
}

#[test]
fn lists_to_pick_from_take_clicks_and_the_wheel() {
    let click = |column, row| mouse(MouseEventKind::Down(MouseButton::Left), column, row);
    let wheel = |kind| mouse(kind, 60, 15);
    let fixture = Fixture::named("harbour");
    let mut shown = screen(&fixture, "/gulls<Enter>/ferry<Enter>'", SIZES[0]);
    assert!(shown.text().contains("▌           ferry"), "{}", shown.text());
    shown.mouse(wheel(MouseEventKind::ScrollDown)).mouse(wheel(MouseEventKind::ScrollDown));
    assert!(shown.text().contains("▌           gulls"), "{}", shown.text());
    let row_of = |shown: &dateline::tui::Rehearsal, said: &str| {
        let found = shown.text().lines().position(|line| line.contains(said)).expect("it is shown");
        u16::try_from(found).expect("a line")
    };
    let ferry = row_of(&shown, "  ferry");
    shown.mouse(click(60, ferry));
    assert!(shown.text().contains("▌           ferry"), "{}", shown.text());
    shown.mouse(click(60, ferry));
    assert!(shown.text().contains("7 of 12"), "a second click takes it: {}", shown.text());
    shown.press(":star");
    let star = row_of(&shown, "toggle-star");
    shown.mouse(click(60, star)).mouse(click(60, star));
    assert!(shown.text().contains("★"), "{}", shown.text());
    let fixture = Fixture::named("parts");
    let mut shown = screen(&fixture, "L", SIZES[0]);
    let link = row_of(&shown, "link to elsewhere");
    assert_eq!(shown.mouse(click(40, link)).opened().len(), 1);
}
