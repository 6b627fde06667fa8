//! What the screen looks like in the dark theme and without colour: under each line the styles of its cells.

use crate::fixture::Fixture;
use crate::{SIZES, screen};
use dateline::tui::{Depth, Options, Theme};
use ratatui::buffer::Buffer;
use ratatui::style::{Modifier, Style};
use std::fmt::Write as _;

/// Each line of the screen with its styles under it: a letter a style, how many cells have it, `.` for the plainest.
fn looks(buffer: &Buffer, text: &str) -> String {
    let mut known: Vec<Style> = vec![buffer[(0, 0)].style()];
    let mut out = String::new();
    for (line, cells) in text.lines().zip(buffer.content().chunks(usize::from(buffer.area.width))) {
        let mut runs: Vec<(usize, usize)> = Vec::new();
        for cell in cells {
            let style = cell.style();
            let place = known.iter().position(|other| *other == style).unwrap_or_else(|| {
                known.push(style);
                known.len() - 1
            });
            match runs.last_mut().filter(|(last, _)| *last == place) {
                Some((_, count)) => *count += 1,
                None => runs.push((place, 1)),
            }
        }
        let styles: Vec<String> = runs.iter().map(|(place, count)| format!("{}{count}", letter(*place))).collect();
        let _ = writeln!(out, "{line}\n    {}", styles.join(" "));
    }
    for (place, style) in known.iter().enumerate() {
        let _ = writeln!(out, "{} {}", letter(place), said(*style));
    }
    out
}

fn letter(place: usize) -> char {
    ".abcdefghijklmnopqrstuvwxyz".chars().nth(place).unwrap_or('?')
}

fn said(style: Style) -> String {
    let colour = |colour: Option<_>| colour.map_or_else(String::new, |colour| format!("{colour:?}"));
    let names = [
        (Modifier::BOLD, "bold"),
        (Modifier::DIM, "dim"),
        (Modifier::ITALIC, "italic"),
        (Modifier::UNDERLINED, "underlined"),
        (Modifier::REVERSED, "reversed"),
    ];
    let names = names.iter().filter(|(modifier, _)| style.add_modifier.contains(*modifier)).map(|(_, name)| *name);
    format!("{} on {} {}", colour(style.fg), colour(style.bg), names.collect::<Vec<_>>().join(" "))
}

#[test]
fn every_state_looks_so_in_the_dark_and_without_colour() {
    for (name, fixture, keys) in [
        ("main", "harbour", "j"),
        ("searching", "harbour", "/source:har ferry -\"the dock\" OR gul"),
        ("hits", "harbour", "/ferry -fares<Enter>jtdock<Enter>*n"),
        ("reader", "harbour", "7G<Enter> "),
        ("timeline", "harbour", "/ferry<Enter>T<Left><Left><Up>"),
        ("x-ray", "page", "xG+k"),
        ("searches", "harbour", "/ferry -fares<Enter>:save boats<Enter>/gulls<Enter>'"),
        ("export", "harbour", "e<Right><Down><^u>FOLDER<Down>"),
        ("command", "harbour", ":ex"),
        ("notes", "notes", "<Enter>f"),
        ("parts", "parts", "<Enter>"),
        ("facets", "harbour", "/fer<Enter>F"),
        ("help", "harbour", "?"),
    ] {
        let fixture = Fixture::named(fixture);
        for (theme, options) in [
            ("dark", Options { theme: Theme::dark(Depth::True), ..Options::default() }),
            ("mono", Options { theme: Theme::mono(), ..Options::default() }),
        ] {
            for size in SIZES {
                let mut shown = screen(&fixture, "", size);
                shown.set(Ok(options.clone())).press("<Esc>").press(keys);
                let looks = looks(&shown.cells().0, &shown.text());
                insta::with_settings!({ snapshot_path => "../snapshots", prepend_module_to_snapshot => false }, {
                    insta::assert_snapshot!(format!("looks__{name}-{theme}-{}x{}", size.0, size.1), looks);
                });
            }
        }
    }
}

#[test]
fn without_colour_there_is_none() {
    let fixture = Fixture::named("harbour");
    let mut shown = screen(&fixture, "", SIZES[0]);
    shown.set(Ok(Options { theme: Theme::mono(), ..Options::default() }));
    let (cells, _) = shown.press("/ferry -fares<Enter>n").cells();
    assert!(cells.content().iter().all(|cell| {
        let style = cell.style();
        [style.fg, style.bg].iter().all(|colour| matches!(colour, None | Some(ratatui::style::Color::Reset)))
    }));
}
