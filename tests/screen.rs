//! The screen: keys in, cells out.

#[path = "screen/fixture.rs"]
mod fixture;

use dateline::tui::{Composition, Glyphs, Manner, Options, Rehearsal};
use fixture::Fixture;

const SIZES: [(u16, u16); 3] = [(120, 36), (80, 24), (40, 12)];

/// The screen on a fixture's library after some keys.
fn screen(fixture: &Fixture, keys: &str, (columns, lines): (u16, u16)) -> Rehearsal {
    let manner = Manner { folder: fixture.beside().join("out"), ..Manner::default() };
    let options = Options { manner, ..Options::default() };
    let mut screen = Rehearsal::new(fixture.library(), options, columns, lines).expect("the library opens");
    screen.press(keys);
    screen
}

/// A snapshot at each size; the folder of the test's own files is written as `FOLDER`.
fn snapshots(name: &str, fixture: &str, keys: &str) {
    let fixture = Fixture::named(fixture);
    let folder = fixture.beside().display().to_string();
    for size in SIZES {
        let text = screen(&fixture, keys, size).text().replace(&folder, "FOLDER");
        insta::assert_snapshot!(format!("{name}-{}x{}", size.0, size.1), text);
    }
}

#[test]
fn the_list_and_the_article_stand_side_by_side_or_one_at_a_time() {
    snapshots("open", "harbour", "");
}

#[test]
fn searching_narrows_the_list_at_every_key() {
    snapshots("search", "harbour", "/ferry -fares");
}

#[test]
fn the_reader_shows_the_article() {
    snapshots("reader", "harbour", "<Enter>");
}

#[test]
fn the_reader_sets_every_kind_of_part() {
    snapshots("parts", "parts", "<Enter>");
}

#[test]
fn footnotes_have_marks_and_letters() {
    snapshots("notes", "notes", "<Enter>f");
}

#[test]
fn consoles_with_few_characters_have_lines_and_signs_of_their_own() {
    let fixture = Fixture::named("parts");
    for (name, glyphs) in [("console", Glyphs::Console), ("ascii", Glyphs::Ascii)] {
        let options = Options { glyphs, ..Options::default() };
        let mut screen = Rehearsal::new(fixture.library(), options, 100, 30).expect("the library opens");
        insta::assert_snapshot!(name, screen.press("*<Enter>").text());
    }
}

#[test]
fn zen_shows_the_article_alone() {
    snapshots("zen", "harbour", "z");
}

#[test]
fn the_page_behind_the_article_is_seen_block_by_block() {
    snapshots("x-ray", "page", "xG+k");
}

#[test]
fn a_note_is_written_in_a_line() {
    snapshots("note", "harbour", "aask Bo<Enter>ja Was it the <M-b>");
}

#[test]
fn links_have_letters_or_numbers() {
    snapshots("hints", "parts", "f");
    snapshots("links", "parts", "L");
}

#[test]
fn lines_are_composed_as_the_user_wants_them() {
    let composition = Composition { justified: true, hyphenated: true, reordered: true, language: None };
    for (name, fixture, keys) in [("composed", "harbour", "<Enter>"), ("arabic", "japanese", "j<Enter>")] {
        let fixture = Fixture::named(fixture);
        for (columns, lines) in SIZES {
            let options = Options { composition, ..Options::default() };
            let mut screen = Rehearsal::new(fixture.library(), options, columns, lines).expect("the library opens");
            insta::assert_snapshot!(format!("{name}-{columns}x{lines}"), screen.press(keys).text());
        }
    }
}

#[test]
fn a_command_is_typed_for_the_article() {
    snapshots("pipe", "harbour", "|less -R<Tab>");
}

#[test]
fn the_page_is_seen_as_it_came() {
    snapshots("original", "page", "v");
}

#[test]
fn the_help_shows_every_key() {
    snapshots("help", "harbour", "?");
}

#[test]
fn the_help_can_be_searched() {
    snapshots("help-search", "harbour", "?/next hit");
}

#[test]
fn exporting_asks_for_format_and_folder() {
    snapshots("export", "harbour", "e<Right><Down><^u>FOLDER<Down><^u>{date} {publisher} {headline}");
    snapshots("export-all", "harbour", "E<Right><Down> <Down><^u>FOLDER");
}

#[test]
fn tagging_offers_the_tags_in_use() {
    snapshots("tags", "harbour", "tsummit, ferry<Enter>jtf");
}

#[test]
fn a_span_of_the_timeline_is_chosen() {
    snapshots("timeline", "harbour", "/ferry<Enter>T<Left><Left><Up>");
}

#[test]
fn facets_are_counted_and_narrow_the_search() {
    snapshots("facets", "harbour", "/fer<Enter>Fj<Enter>");
}

#[test]
fn values_are_offered_while_a_field_is_typed() {
    snapshots("completion", "harbour", "/source:har");
}

#[test]
fn the_command_line_lists_what_may_be_meant() {
    snapshots("command", "harbour", ":ex");
}

#[test]
fn searches_are_kept_by_name_and_picked_from_a_list() {
    snapshots("searches", "harbour", "/ferry -fares<Enter>:save boats<Enter>/gulls<Enter>'");
}

#[test]
fn undated_articles_stand_in_a_group_of_their_own() {
    snapshots("undated", "undated", "G");
}

#[test]
fn japanese_and_arabic_are_set() {
    snapshots("japanese", "japanese", "<Enter>");
}

#[test]
fn an_empty_library_says_how_to_fill_it() {
    snapshots("empty", "empty", "");
}

#[test]
fn a_search_without_hits_says_so() {
    snapshots("no-hits", "harbour", "/xyzzy");
}

#[test]
fn hostile_text_is_only_text() {
    snapshots("hostile", "hostile", "<Enter>");
}

#[test]
fn the_smallest_screens_can_be_used() {
    let fixture = Fixture::named("harbour");
    let mut tiny = screen(&fixture, "j", (20, 6));
    insta::assert_snapshot!("tiny-list", tiny.text());
    insta::assert_snapshot!("tiny-reader", tiny.press("<Enter>").text());
    assert_eq!(screen(&fixture, "j<Enter>", (1, 1)).text().lines().count(), 1);
}

#[path = "screen/actions.rs"]
mod actions;
#[path = "screen/commands.rs"]
mod commands;
#[path = "screen/correcting.rs"]
mod correcting;
#[path = "screen/doing.rs"]
mod doing;
#[path = "screen/laws.rs"]
mod laws;
#[path = "screen/looks.rs"]
mod looks;
#[path = "screen/mouse.rs"]
mod mouse;
#[path = "screen/noting.rs"]
mod noting;
#[path = "screen/plain.rs"]
mod plain;
#[path = "screen/settings.rs"]
mod settings;
#[path = "screen/taking.rs"]
mod taking;
