//! Settings: keys of one's own, themes, and their being taken up while the screen is open.

use crate::fixture::Fixture;
use crate::{SIZES, screen};
use dateline::config::{Binding, Config, DEFAULTS, Dates, Rows};
use dateline::tui::{Depth, Keymap, Options, Rehearsal, Theme, keys_as_settings};
use ratatui::style::Color;

fn bound(keys: &[(&str, &str, &str)]) -> Keymap {
    let binding = |(place, (context, action, keys)): (usize, &(&str, &str, &str))| Binding {
        context: (*context).into(),
        action: (*action).into(),
        keys: (*keys).into(),
        line: place + 1,
    };
    Keymap::with(&keys.iter().enumerate().map(binding).collect::<Vec<_>>()).expect("binds")
}

#[test]
fn keys_of_the_settings_work_and_are_told() {
    let fixture = Fixture::named("harbour");
    let keymap = bound(&[("browse", "down", "X"), ("browse", "first", "g,g"), ("browse", "help", "H")]);
    let options = Options { keymap, ..Options::default() };
    let mut shown = Rehearsal::new(fixture.library(), options, 120, 36).expect("the library opens");
    assert!(shown.text().contains("X k move") && shown.text().contains("H help"), "{}", shown.text());
    assert!(shown.press("XXj").text().contains("j does nothing here; H has every key."), "{}", shown.text());
    assert!(shown.press("g").text().contains("3 of 12"));
    assert!(shown.press("g").text().contains("1 of 12"));
    assert!(shown.press("Xgx").text().contains("gx does nothing here"), "{}", shown.text());
    assert!(shown.press("X").text().contains("3 of 12"), "{}", shown.text());
    assert!(shown.press("H").text().contains("gg  to the beginning"), "{}", shown.text());
}

#[test]
fn changed_settings_are_taken_up_while_the_screen_is_open() {
    let fixture = Fixture::named("harbour");
    let mut shown = screen(&fixture, "jj", SIZES[0]);
    let options = Options { keymap: bound(&[("browse", "down", "X")]), measure: 40, ..Options::default() };
    shown.set(Ok(options)).press("X");
    assert!(shown.text().contains("4 of 12"), "{}", shown.text());
    shown.set(Err("config.toml, line 3: there is no setting rader".into()));
    assert!(shown.text().contains("line 3: there is no setting"), "{}", shown.text());
    assert!(shown.press("X").text().contains("5 of 12"));
}

#[test]
fn every_setting_and_every_key_that_is_printed_can_be_read_and_is_the_default() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("config.toml");
    std::fs::write(&file, format!("{DEFAULTS}{}", keys_as_settings())).expect("a file");
    let config = Config::load(&file, None).expect("reads");
    let keymap = Keymap::with(&config.keys).expect("binds");
    assert_eq!(keymap.lines(), Keymap::default().lines());
    assert_eq!(Config { keys: Vec::new(), ..config }, Config::default());
}

#[test]
fn themes_have_their_paper_and_tell_nothing_by_colour_alone() {
    let fixture = Fixture::named("harbour");
    let mut texts = Vec::new();
    for theme in [Theme::terminal(), Theme::mono(), Theme::dark(Depth::True), Theme::light(Depth::Many)] {
        let paper = theme.paper().bg;
        let options = Options { theme, ..Options::default() };
        let mut shown = Rehearsal::new(fixture.library(), options, 120, 36).expect("the library opens");
        shown.press("/ferry<Enter>");
        let (cells, _) = shown.cells();
        let bare = cells.content().iter().filter(|cell| cell.bg == Color::Reset).count();
        assert_eq!(bare > 0, paper.is_none(), "{bare} cells have no paper");
        texts.push(shown.text());
    }
    assert!(texts.iter().all(|text| *text == texts[0]));
}

#[test]
fn rows_dates_and_margins_are_as_the_settings_want_them_at_once() {
    let fixture = Fixture::named("harbour");
    let mut shown = screen(&fixture, "", (80, 24));
    shown.set(Ok(Options { rows: Rows::Compact, dates: Dates::Iso, margin: 10, ..Options::default() }));
    insta::with_settings!({ snapshot_path => "../snapshots", prepend_module_to_snapshot => false }, {
        insta::assert_snapshot!("screen__compact-80x24", shown.text());
    });
    let read = shown.press("<Enter>").text();
    assert!(read.contains("\n          The ferry to the outer") && read.contains("2022-03-04\u{a0}16:16"), "{read}");
    shown.set(Ok(Options { dates: Dates::MonthFirst, ..Options::default() }));
    assert!(shown.text().contains("Fri\u{a0}March\u{a0}4,\u{a0}2022"), "{}", shown.text());
}
