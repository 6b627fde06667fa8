//! What holds for any keys at any size.

use crate::fixture::Fixture;
use crate::screen;
use crossterm::event::{KeyModifiers, MouseButton, MouseEvent, MouseEventKind};
use dateline::config::Rows;
use dateline::tui::{Composition, Glyphs, Options};
use proptest::prelude::*;
use std::collections::HashMap;
use std::sync::OnceLock;

/// Keys that reach every corner; quitting keys change nothing here, so they are in.
const KEYS: [&str; 81] = [
    "|",
    "a",
    "L",
    "<^o>",
    ")",
    "Z",
    "'",
    "<^x>",
    "j",
    "k",
    "<^d>",
    "<^u>",
    " ",
    "b",
    "g",
    "G",
    "]",
    "[",
    "J",
    "K",
    "3",
    "0",
    "<Enter>",
    "h",
    "z",
    "+",
    "-",
    "<",
    ">",
    "/",
    "n",
    "N",
    "<Down>",
    "<Up>",
    "<Esc>",
    "<^r>",
    "o",
    "y",
    "Y",
    "e",
    "E",
    "m",
    "*",
    "t",
    "u",
    "s",
    "S",
    "?",
    "q",
    "f",
    "é",
    "日",
    "\"",
    "(",
    ":",
    "<Backspace>",
    "<^a>",
    "<^e>",
    "<^k>",
    "<^y>",
    "<Left>",
    "<Right>",
    "<Tab>",
    "<S-Tab>",
    "<PgDn>",
    "<PgUp>",
    "<Home>",
    "<End>",
    "T",
    "F",
    "V",
    "A",
    "d",
    "x",
    "v",
    "<M-b>",
    "OR ",
    "}",
    "{",
    "/",
    "source:",
];

/// One library of each name for all cases: making one takes longer than playing on it.
fn shared(name: &str) -> &'static Fixture {
    static MADE: OnceLock<HashMap<&str, Fixture>> = OnceLock::new();
    &MADE.get_or_init(|| FIXTURES.iter().map(|name| (*name, Fixture::named(name))).collect())[name]
}

const FIXTURES: [&str; 7] = ["harbour", "japanese", "undated", "hostile", "parts", "notes", "empty"];

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, ..ProptestConfig::default() })]

    #[test]
    fn any_keys_at_any_size_draw_and_draw_the_same_twice(
        keys in prop::collection::vec(0..KEYS.len(), 0..40),
        sizes in prop::collection::vec((1_u16..140, 1_u16..50), 1..4),
        name in prop::sample::select(&FIXTURES[..]),
        looks in any::<(bool, bool, bool, bool)>(),
        glyphs in prop::sample::select(&[Glyphs::All, Glyphs::Console, Glyphs::Ascii][..]),
        clicks in prop::collection::vec((0_u16..140, 0_u16..50, any::<bool>()), 0..6),
    ) {
        let fixture = shared(name);
        let (justified, hyphenated, reordered, compact) = looks;
        let composition = Composition { justified, hyphenated, reordered, language: None };
        let rows = if compact { Rows::Compact } else { Rows::Full };
        let mut screen = screen(fixture, "", sizes[0]);
        screen.set(Ok(Options { composition, glyphs, rows, ..Options::default() }));
        let mut exporting = false;
        for (step, key) in keys.iter().enumerate() {
            // Nothing is written to whichever folder the keys have typed.
            exporting = matches!(KEYS[*key], "e" | "E" | "source:") || exporting && KEYS[*key] != "<Esc>";
            screen.press(if exporting && KEYS[*key] == "<Enter>" { "j" } else { KEYS[*key] });
            if let Some((column, row, pressed)) = clicks.get(step % 9).filter(|_| !exporting) {
                let kind = if *pressed { MouseEventKind::Down(MouseButton::Left) } else { MouseEventKind::ScrollDown };
                screen.mouse(MouseEvent { kind, column: *column, row: *row, modifiers: KeyModifiers::NONE });
            }
            let (columns, lines) = sizes[step % sizes.len()];
            if step % 7 == 6 {
                screen.resize(columns, lines);
            }
            let (once, cursor) = screen.cells();
            let harmless = |symbol: &str| !symbol.contains(char::is_control);
            prop_assert!(once.content().iter().all(|cell| harmless(cell.symbol())));
            prop_assert_eq!((once, cursor), screen.cells());
        }
    }
}

#[test]
fn a_frame_is_drawn_from_what_is_seen_only() {
    let fixture = Fixture::named("many");
    let mut many = screen(&fixture, "", (120, 36));
    for keys in ["G", "g", "350G", "]", "[", "<PgDn>", "5]", "/harbour", "<Esc><Esc>", "500G<Enter>J"] {
        many.press(keys);
        let text = many.text();
        let selected = text
            .lines()
            .find(|line| line.starts_with('▌'))
            .unwrap_or_else(|| panic!("{keys}: nothing selected\n{text}"));
        assert!(selected.contains("Report number"), "{keys}: {text}");
    }
}
