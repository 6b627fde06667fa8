//! What comes of several keys one after the other: marks, searches, places, exports.

use crate::fixture::{Fixture, article};
use crate::{SIZES, screen};
use dateline::library::{Query, Row};
use dateline::tui::Rehearsal;

fn rows(screen: &Rehearsal, query: &str) -> Vec<Row> {
    let mut searcher = screen.library().searcher().expect("the library opens");
    searcher.all(&Query::parse(query), dateline::library::Sort::default(), None).expect("it can be searched")
}

#[test]
fn entering_the_reader_marks_read_and_selecting_does_not() {
    let fixture = Fixture::named("harbour");
    let mut shown = screen(&fixture, "jjjk", SIZES[0]);
    assert_eq!(rows(&shown, "is:read").len(), 0);
    shown.press("<Enter>J");
    assert_eq!(rows(&shown, "is:read").len(), 2);
}

#[test]
fn the_article_being_read_stays_though_it_no_longer_matches() {
    let fixture = Fixture::named("harbour");
    let mut shown = screen(&fixture, "/is:unread<Enter><Enter>", SIZES[1]);
    assert!(shown.text().contains("TRANSPORT"));
    shown.library_changed();
    assert!(shown.text().contains("TRANSPORT"), "{}", shown.text());
    assert!(shown.press("J").text().contains("Council puts off"), "{}", shown.text());
}

#[test]
fn tags_are_kept_and_taken_away() {
    let fixture = Fixture::named("harbour");
    let mut shown = screen(&fixture, "tdock, islands<Enter>", SIZES[0]);
    assert_eq!(rows(&shown, "tag:islands")[0].marks.tags, ["dock", "islands"]);
    shown.press("t-dock<Enter>");
    assert_eq!(rows(&shown, "tag:islands")[0].marks.tags, ["islands"]);
    shown.press("uu");
    assert_eq!(rows(&shown, "tag:islands").len(), 0);
}

#[test]
fn what_is_done_to_all_that_are_selected_is_undone_at_once() {
    let fixture = Fixture::named("harbour");
    let mut shown = screen(&fixture, "*jj  j Vjj*", SIZES[0]);
    assert!(shown.text().contains("Starred: 6 articles; u undoes it."), "{}", shown.text());
    assert_eq!(rows(&shown, "is:starred").len(), 7);
    shown.press("u");
    assert_eq!(rows(&shown, "is:starred").len(), 1, "the one that was starred before is starred");
    shown.press("tdock<Enter><Esc>");
    assert_eq!(rows(&shown, "#dock").len(), 6);
    shown.press("Am<Esc>");
    assert_eq!(rows(&shown, "is:read").len(), 12);
}

#[test]
fn all_that_match_are_hidden_and_shown_again() {
    let fixture = Fixture::named("harbour");
    let mut shown = screen(&fixture, "/ferry<Enter>A d", SIZES[0]);
    assert_eq!(rows(&shown, "").len(), 6, "{}", shown.text());
    assert!(shown.text().contains("ferry"), "{}", shown.text());
    shown.press("u");
    assert_eq!(rows(&shown, "").len(), 12);
}

#[test]
fn a_stretch_stays_selected_once_it_is_ended() {
    let fixture = Fixture::named("many");
    let mut shown = screen(&fixture, "V600GVg", SIZES[0]);
    assert!(shown.text().contains("600 selected"), "{}", shown.text());
    shown.press("/number 7<Enter>");
    assert!(shown.text().contains("600 selected"), "what was selected by itself stays so: {}", shown.text());
    assert!(!shown.press("<Esc>").text().contains("selected"));
}

#[test]
fn what_is_selected_is_written_to_files() {
    let fixture = Fixture::named("harbour");
    let mut shown = screen(&fixture, "  e", SIZES[0]);
    assert!(shown.text().contains("Export 2 articles"), "{}", shown.text());
    assert!(shown.press("<Enter>").text().contains("Wrote 2 files"), "{}", shown.text());
}

#[test]
fn a_hidden_article_comes_back_where_it_was() {
    let fixture = Fixture::named("harbour");
    let mut shown = screen(&fixture, "j", SIZES[0]);
    let list = |shown: &Rehearsal| shown.text().lines().skip(1).take(30).collect::<Vec<_>>().join("\n");
    let before = list(&shown);
    let hidden = shown.press("d").text();
    assert!(hidden.contains("▌•  2 Mar  Storm closes") && !hidden.contains("Council puts off"), "{hidden}");
    shown.press("u");
    assert_eq!(list(&shown), before);
}

#[test]
fn the_selected_article_stays_selected_while_it_matches_and_comes_back_when_it_matches_again() {
    let fixture = Fixture::named("harbour");
    let mut shown = screen(&fixture, "/gulls<Enter><Esc>", SIZES[0]);
    assert!(shown.text().contains("1 of 12"), "nothing was chosen yet");
    shown.press("jjj/ke");
    assert!(shown.text().contains("▌•  1 Mar  Lighthouse keeper"), "{}", shown.text());
    shown.press("xx");
    shown.press("<Backspace><Backspace>");
    assert!(shown.text().contains("▌•  1 Mar  Lighthouse keeper"), "{}", shown.text());
}

#[test]
fn the_hits_go_on_to_the_next_article() {
    let fixture = Fixture::named("harbour");
    let mut shown = screen(&fixture, "/gulls OR engine<Enter>", SIZES[0]);
    let first = shown.text();
    for _ in 0..12 {
        shown.press("n");
    }
    assert_ne!(first, shown.text());
    assert!(shown.text().contains("No more hits."), "{}", shown.text());
}

#[test]
fn the_place_is_kept_over_sessions_and_widths() {
    let fixture = Fixture::named("harbour");
    let night = |shown: &Rehearsal| {
        let text = shown.text();
        let found = text.split("Night ").nth(1).and_then(|rest| rest.split('.').next());
        found.unwrap_or_else(|| panic!("no night is seen:\n{text}")).to_owned()
    };
    let mut shown = screen(&fixture, "7G<Enter> j", SIZES[0]);
    let place = night(&shown);
    assert_ne!(place, "1");
    shown.press("Q");
    let mut again = screen(&fixture, "7G<Enter>", (90, 30));
    assert_eq!(night(&again), place);
    for (columns, lines) in [(60, 20), (130, 40), (33, 12)] {
        assert_eq!(night(again.resize(columns, lines)), place, "at {columns}×{lines}");
    }
}

#[test]
fn a_search_that_is_cleared_gives_the_place_back() {
    let fixture = Fixture::named("harbour");
    let mut shown = screen(&fixture, "7G<Enter> jj", SIZES[0]);
    let line =
        |shown: &Rehearsal| shown.text().lines().nth(4).and_then(|line| line.split('│').nth(1)).map(str::to_owned);
    let before = line(&shown);
    shown.press("/dyke");
    assert_ne!(line(&shown), before, "the first hit is shown");
    shown.press("<Esc><Esc>");
    assert_eq!(line(&shown), before);
    shown.press("S");
    assert_eq!(line(&shown), before, "another order moves nothing in the reader");
}

#[test]
fn an_export_never_overwrites() {
    let fixture = Fixture::named("harbour");
    let mut shown = screen(&fixture, "e<Enter>e<Enter>", SIZES[0]);
    assert!(shown.text().contains("-2.txt"), "{}", shown.text());
    shown.press("/ferry<Enter>E<Right><Enter>");
    assert!(shown.text().contains("Wrote 7 files"), "{}", shown.text());
    assert_eq!(std::fs::read_dir(fixture.beside().join("out")).expect("the folder was made").count(), 9);
}

#[test]
fn only_web_and_mail_addresses_are_opened() {
    let fixture = Fixture::named("hostile");
    let shown = screen(&fixture, "o", SIZES[0]);
    assert!(shown.opened().is_empty());
    assert!(shown.text().contains("Only web and mail addresses"), "{}", shown.text());
}

#[test]
fn the_clipboard_is_filled_through_the_terminal() {
    let fixture = Fixture::named("harbour");
    let shown = screen(&fixture, "y", SIZES[0]);
    assert!(shown.sent().starts_with("\u{1b}]52;c;aHR0cHM6Ly9jb3VyaWVyLmV4YW1wbGUv"), "{:?}", shown.sent());
    let shown = screen(&fixture, "Gy", SIZES[0]);
    assert!(shown.sent().is_empty() && shown.text().contains("does not say where it is"), "{}", shown.text());
}

#[test]
fn what_another_process_adds_is_shown() {
    let fixture = Fixture::named("harbour");
    let mut shown = screen(&fixture, "j", SIZES[0]);
    fixture.add(&[article("New arrivals", "Skarn Post", "2022-03-06", &["A boat."])]);
    shown.library_changed();
    let text = shown.text();
    assert!(text.contains("New arrivals") && text.contains("3 of 13"), "{text}");
}

#[test]
fn typing_chooses_among_the_facets() {
    let fixture = Fixture::named("harbour");
    let mut shown = screen(&fixture, "F/jour", SIZES[0]);
    assert!(
        shown.text().contains("▌  Lowland Journal") && !shown.text().contains("  Skarn Post       "),
        "{}",
        shown.text()
    );
    shown.press("<Enter><Enter>");
    assert!(shown.text().contains("/ source:\"Lowland Journal\" "), "{}", shown.text());
    shown.press("/<Esc>");
    assert!(!shown.text().contains(" / jour"), "{}", shown.text());
}

#[test]
fn groups_that_are_not_at_hand_are_jumped_to_in_any_order() {
    let fixture = Fixture::named("many");
    fixture.add(&[article("Zebra crossing painted", "Zone Post", "2019-01-01", &["It is striped."])]);
    let mut shown = screen(&fixture, "ss]", SIZES[0]);
    assert!(shown.text().contains("701 of 701"), "{}", shown.text());
    assert!(shown.press("[").text().contains("1 of 701"), "{}", shown.text());
}

#[test]
fn pasted_text_is_searched_for_and_cannot_press_keys() {
    let fixture = Fixture::named("harbour");
    let mut shown = screen(&fixture, "/", SIZES[0]);
    shown.paste("gulls\r\n\u{1b}[A counted\n");
    assert!(shown.text().contains("/ gulls [A counted"), "{}", shown.text());
    assert!(screen(&fixture, "", SIZES[0]).paste("Q").text().contains("Press / first"));
}

#[test]
fn queries_are_coloured_by_how_they_were_understood() {
    let fixture = Fixture::named("harbour");
    let (cells, _) = screen(&fixture, "/source:post -gulls", SIZES[0]).cells();
    let looks: Vec<_> = (13..32).map(|x| cells[(x, 0)].style()).collect();
    assert_ne!(looks[0], looks[7], "the field and its value look alike");
    assert_ne!(looks[7], looks[13], "the value and what is not wanted look alike");
}

#[test]
fn a_mark_leads_to_its_note_and_back() {
    let fixture = Fixture::named("notes");
    let mut shown = screen(&fixture, "<Enter>fs", SIZES[2]);
    assert!(shown.text().contains("2. So says the baker") && shown.text().contains("^o goes back"), "{}", shown.text());
    assert!(shown.press("<^o>").text().contains("It was built in 1911.[1]"), "{}", shown.text());
    assert!(shown.press("<^o>").text().contains("Nothing was jumped from"), "{}", shown.text());
    assert!(shown.press("Gfa").text().contains("It was built in 1911.[1]"), "the note leads back: {}", shown.text());
}

#[test]
fn a_footnote_is_gone_to_by_its_mark() {
    let fixture = Fixture::named("notes");
    let mut shown = screen(&fixture, ":footnote 2<Enter>", SIZES[2]);
    assert!(shown.text().contains("2. So says the baker"), "{}", shown.text());
    assert!(shown.press("<^o>").text().contains("It was built in 1911.[1]"), "{}", shown.text());
    assert!(shown.press(":footnote 7<Enter>").text().contains("no footnote 7"), "{}", shown.text());
}

#[test]
fn leaving_out_what_was_narrowed_to_finds_something() {
    let fixture = Fixture::named("harbour");
    let mut shown = screen(&fixture, "F<Enter>", SIZES[0]);
    assert!(shown.text().contains("/ source:\"Harbour Courier\" "), "{}", shown.text());
    assert!(shown.press("-").text().contains("/ -source:\"Harbour Courier\" "), "{}", shown.text());
    assert!(!shown.text().contains("Nothing matches"), "{}", shown.text());
}

#[test]
fn a_message_takes_the_lines_it_needs() {
    let fixture = Fixture::named("harbour");
    let shown = screen(&fixture, ":forget the searches of last winter that were kept by nobody<Enter>", SIZES[2]);
    let text = shown.text();
    let last = text.lines().rev().take(2).collect::<Vec<_>>();
    assert!(last[0].contains("that were kept by nobody.") && last[1].contains("No search is kept as"), "{text}");
}

#[test]
fn a_command_gets_the_form_that_is_said() {
    let fixture = Fixture::named("harbour");
    let shown = screen(&fixture, ":pipe markdown wc -w<Enter>", SIZES[0]);
    let (command, given) = shown.piped().first().expect("a command was run").clone();
    assert_eq!(command, "wc -w");
    assert!(given.contains("# The ferry to the outer islands"), "{given}");
}

#[test]
fn dates_are_offered_while_one_is_typed() {
    let fixture = Fixture::named("harbour");
    let mut shown = screen(&fixture, "/date:2022-0", SIZES[0]);
    assert!(shown.text().contains("2022-03 4 · 2022-02 2 · 2022-01 2"), "{}", shown.text());
    assert!(shown.press("<Tab><Tab>").text().contains("/ date:2022-02 "), "{}", shown.text());
}
