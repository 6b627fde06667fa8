//! Every action does what the help says, by its key.

use crate::fixture::Fixture;
use crate::{SIZES, screen};
use dateline::tui::{Action, key_table};
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
    (Action::JumpBack, "harbour", "7G<Enter>G", "<^o>", "The book of the dyke\n"),
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
