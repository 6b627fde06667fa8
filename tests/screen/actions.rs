//! Every action does what the help says, by its key.

use crate::fixture::{Fixture, article};
use crate::{SIZES, screen};
use crossterm::event::{KeyModifiers, MouseButton, MouseEvent, MouseEventKind};
use dateline::library::{Query, Row};
use dateline::tui::{Action, Rehearsal, key_table};
use std::collections::BTreeSet;

/// One line an action: what it is, the fixture, the keys before it, its own keys, and what the screen shows then (`!`: no longer shows).
const ACTIONS: &[(Action, &str, &str, &str, &str)] = &[
    (Action::Down, "harbour", "", "j", "2 of 12"),
    (Action::Up, "harbour", "jj", "k", "2 of 12"),
    (Action::HalfDown, "harbour", "", "<^d>", "7 of 12"),
    (Action::HalfUp, "harbour", "<^d>", "<^u>", "1 of 12"),
    (Action::PageDown, "harbour", "", "<PgDn>", "12 of 12"),
    (Action::PageUp, "harbour", "G", "b", "1 of 12"),
    (Action::First, "harbour", "jjj", "g", "1 of 12"),
    (Action::Last, "harbour", "", "G", "12 of 12"),
    (Action::NextGroup, "harbour", "", "]", "9 of 12"),
    (Action::PreviousGroup, "harbour", "G", "[", "9 of 12"),
    (Action::NextArticle, "harbour", "<Enter>", "J", "Council puts off the vote on ferry fares\n"),
    (Action::PreviousArticle, "harbour", "<Enter>J", "K", "TRANSPORT"),
    (Action::NextHeading, "parts", "<Enter>", "}", "No more headings."),
    (Action::PreviousHeading, "parts", "<Enter>G", "{", "No heading before"),
    (Action::Count, "harbour", "", "3j", "4 of 12"),
    (Action::Read, "harbour", "", "<Enter>", "100 % · end"),
    (Action::Back, "harbour", "<Enter>", "<Esc>", "1 of 12"),
    (Action::Zen, "harbour", "", "z", "!newest first"),
    (Action::Wider, "harbour", "z", "+", "The ferry to the outer islands sails again after two winters in the dock\n"),
    (Action::Narrower, "harbour", "", "-----", "│         The ferry to the outer islands sails again after two\n"),
    (
        Action::UsualMeasure,
        "harbour",
        "-----",
        "0",
        "│  The ferry to the outer islands sails again after two winters in the\n",
    ),
    (Action::ListNarrower, "harbour", "", "<<<<<<<<", "│       TRANSPORT"),
    (Action::ListWider, "harbour", "", ">>>>>>>>", "islands sails again after two │"),
    (Action::Search, "harbour", "", "/gulls", "1 of 12 · newest first"),
    (Action::Timeline, "harbour", "", "T", "date:2022-02-28..2022-03-06 · 4 articles"),
    (Action::Later, "harbour", "T<Left>", "<Right>", "date:2022-02-28..2022-03-06 · 4 articles"),
    (Action::Earlier, "harbour", "T", "<Left><Left>", "date:2022-02-14..2022-02-20 · 1 article "),
    (Action::Longer, "harbour", "T<Left>", "<Up>", "date:2022-02-21..2022-03-06 · 4 articles"),
    (Action::Shorter, "harbour", "T<Up><Up>", "<Down>", "date:2022-02-14..2022-02-27 · 1 article "),
    (Action::TakeSpan, "harbour", "T<Left><Left>", "<Enter>", "/ date:2022-02-14..2022-02-20 "),
    (Action::AllTime, "harbour", "/date:2022-03-02<Enter>T", "<Backspace>", "12 · newest first"),
    (Action::Facets, "harbour", "", "F", "[Publishers]"),
    (Action::Narrow, "harbour", "F", "j<Enter>", "/ source:\"Lowland Journal\" "),
    (Action::Exclude, "harbour", "Fj", "-", "/ -source:\"Lowland Journal\" "),
    (Action::Widen, "harbour", "Fj<Enter>", "u", "12 · newest first"),
    (Action::CompleteBack, "harbour", "/source:<Tab><Tab>", "<S-Tab>", "/ source:\"Harbour Courier\" "),
    (Action::Select, "harbour", "", " ", "1 selected · 2 of 12"),
    (Action::SelectRange, "harbour", "j", "Vjj", "3 selected · 4 of 12"),
    (Action::SelectAll, "harbour", " ", "A", "12 selected"),
    (Action::Command, "harbour", "", ":", "keep the present search under a name"),
    (Action::Searches, "harbour", "/gulls<Enter>:save birds<Enter>", "'", "▌birds      kept  gulls"),
    (Action::Forget, "harbour", "/gulls<Enter>:save birds<Enter>'", "<^x>", "Search birds forgotten"),
    (Action::KeepSearch, "harbour", "/gulls", "<Enter>", "Enter read"),
    (Action::LeaveSearch, "harbour", "/gulls", "<Esc>", "!gulls "),
    (Action::RecallSearch, "harbour", "/gulls<Enter>/<^u>", "<^r>", "/ gulls"),
    (Action::NextHit, "harbour", "/ferry<Enter>", "n", "hit 2/"),
    (Action::PreviousHit, "harbour", "/ferry<Enter>n", "N", "hit 1/"),
    (Action::OpenUrl, "harbour", "", "o", "Opened https://courier.example"),
    (Action::HintLinks, "parts", "", "fa", "Opened https://example.org/"),
    (Action::ListLinks, "parts", "", "L", "1  link to elsewhere"),
    (Action::CodeLeft, "parts", ">>>>>>>>>>>>>>>>>>>>>>>>>>>>>><Enter>G))", "(((", "!‹"),
    (Action::CodeRight, "parts", ">>>>>>>>>>>>>>>>>>>>>>>>>>>>>><Enter>G", ")", "‹"),
    (Action::CopyUrl, "harbour", "", "y", "The address was given"),
    (Action::CopyText, "harbour", "", "Y", "The text was given"),
    (Action::Export, "harbour", "", "e", "Export this article"),
    (Action::ExportAll, "harbour", "", "E", "Export 12 articles"),
    (Action::ToggleRead, "harbour", "", "m", "!▌•"),
    (Action::ToggleStar, "harbour", "", "*", "★ Harbour Courier"),
    (Action::Tag, "harbour", "", "tdock<Enter>", "1 min #dock"),
    (Action::Pipe, "harbour", "", "|wc -w<Enter>", "The command has ended."),
    (Action::Note, "harbour", "", "aask Bo<Enter>", "1 min · note"),
    (Action::Editor, "harbour", "aask", "<^o>", "│ ask"),
    (Action::Hide, "harbour", "", "d", "11 · newest first"),
    (Action::Undo, "harbour", "*", "u", "!★"),
    (Action::Xray, "page", "", "x", "X-ray: 6 of"),
    (Action::Original, "page", "", "v", "<!doctype html>"),
    (Action::KeepBlock, "page", "xG", "+", "│  All rights reserved."),
    (Action::DropBlock, "page", "xG[", "-", "!│  Islanders who"),
    (Action::HeadlineBlock, "page", "xG", "H", "│  All rights reserved."),
    (Action::BylineBlock, "page", "xGkk", "B", "│  Bo Rask is the harbour desk"),
    (Action::DateBlock, "page", "xGk", "D", "Sun\u{a0}7\u{a0}May\u{a0}2023"),
    (Action::CaptionBlock, "page", "xGkkk", "C", "│  ■ Sign up for our letter"),
    (Action::AsCleaned, "page", "xG+", "A", "!│  All rights reserved."),
    (Action::NextEdge, "page", "x", "]", "body 9"),
    (Action::PreviousEdge, "page", "xG", "[", "body 9"),
    (Action::SortBy, "harbour", "", "sss", "by publisher"),
    (Action::Reverse, "harbour", "", "S", "oldest first"),
    (Action::NextChoice, "harbour", "|", "<Tab>", "[markdown]"),
    (Action::PreviousChoice, "harbour", ":ex", "<Up>", "▌"),
    (Action::NextLine, "harbour", "e", "<Down>", "▌ Folder"),
    (Action::PreviousLine, "harbour", "e", "<Up>", "▌ Width"),
    (Action::Complete, "harbour", "tdock<Enter>jtd", "<Tab>", "Tag dock, "),
    (Action::Confirm, "harbour", "e", "<Enter>", "Wrote "),
    (Action::Cancel, "harbour", "e", "<Esc>", "!Export this"),
    (Action::Filter, "harbour", "?", "/clipboard", "!down: the next"),
    (Action::KeepFilter, "harbour", "?/suspend", "<Enter>", "/ suspend"),
    (Action::LeaveFilter, "harbour", "?/suspend", "<Esc>", "down: the next"),
    (Action::LineStart, "harbour", "/ulls", "<^a>g", "/ gulls"),
    (Action::LineEnd, "harbour", "/gull<^a>", "<^e>s", "/ gulls"),
    (Action::CharLeft, "harbour", "/gulls", "<Left>x", "/ gullxs"),
    (Action::CharRight, "harbour", "/gulls<^a>", "<Right>x", "/ gxulls"),
    (Action::WordLeft, "harbour", "/gull counted", "<M-b>x", "/ gull xcounted"),
    (Action::WordRight, "harbour", "/gull counted<^a>", "<M-f>x", "/ gull xcounted"),
    (Action::DeleteLeft, "harbour", "/gullss", "<Backspace>", "/ gulls "),
    (Action::DeleteRight, "harbour", "/xgulls<^a>", "<Delete>", "/ gulls "),
    (Action::DeleteWord, "harbour", "/gull xyz", "<^w>", "/ gull "),
    (Action::DeleteWordRight, "harbour", "/xyz gull<^a>", "<M-d>", "/ gull "),
    (Action::DeleteToStart, "harbour", "/xyz", "<^u>gull", "/ gull "),
    (Action::DeleteToEnd, "harbour", "/gullxyz<Left><Left><Left>", "<^k>", "/ gull "),
    (Action::PutBack, "harbour", "/gull<^w>", "<^y>", "/ gull "),
    (Action::Help, "harbour", "", "?", "Keys"),
    (Action::Leave, "harbour", "<Enter>", "q", "Enter read"),
    (Action::Quit, "harbour", "", "Q", ""),
    (Action::Suspend, "harbour", "", "<^z>", ""),
    (Action::Redraw, "harbour", "", "<^l>", ""),
];

#[test]
fn every_action_does_what_it_says() {
    for (action, fixture, before, keys, expected) in ACTIONS {
        let fixture = Fixture::named(fixture);
        let mut shown = screen(&fixture, before, SIZES[0]);
        let (was, looked) = (shown.text(), shown.cells());
        let text = shown.press(keys).text();
        let unseen = matches!(action, Action::Quit | Action::Suspend | Action::Redraw);
        assert!(unseen || looked != shown.cells(), "{action:?} changes nothing:\n{text}");
        match expected.strip_prefix('!') {
            Some(gone) => {
                assert!(was.contains(gone) && !text.contains(gone), "{action:?}: {gone:?} is still there:\n{text}");
            }
            None => assert!(text.contains(expected), "{action:?}: {expected:?} is not there:\n{text}"),
        }
        assert_eq!(shown.ended(), *action == Action::Quit, "{action:?}");
    }
}

#[test]
fn every_action_is_tested() {
    let tested: BTreeSet<&str> = ACTIONS.iter().map(|(action, ..)| action.name()).collect();
    let all: BTreeSet<&str> = Action::ALL.iter().map(|action| action.name()).collect();
    assert_eq!(tested, all);
    assert!(key_table().iter().all(|line| !line.keys.is_empty()));
}

fn rows(screen: &Rehearsal, query: &str) -> Vec<Row> {
    let mut searcher = screen.library().searcher().expect("the library opens");
    searcher.all(&Query::parse(query), dateline::library::Sort::default(), None).expect("it can be searched")
}

fn mouse(kind: MouseEventKind, column: u16, row: u16) -> MouseEvent {
    MouseEvent { kind, column, row, modifiers: KeyModifiers::NONE }
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
