//! Pages in small, and what they say of their articles.

use super::*;
use crate::article::Origin;
use crate::article::Text;
use crate::page::Block;
use proptest::prelude::*;

/// A dump's page, a line a block.
fn lines(texts: &[&str]) -> Page {
    let mut page = Page::new(Origin::Stdin, PageKind::Text);
    page.blocks = texts.iter().map(|text| Block { text: Text::from(*text), ..Block::default() }).collect();
    page
}

/// A dump with `> ` before the lines of its body, and what it says.
fn dump(text: &str) -> (Metadata, Vec<Label>) {
    let mut plain = Vec::new();
    let mut labels = Vec::new();
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        labels.push(if line.starts_with("> ") { Label::Body } else { Label::Noise });
        plain.push(line.trim_start_matches("> "));
    }
    let page = lines(&plain);
    let found = of_labels(&page, &mut labels);
    (found, labels)
}

#[test]
fn a_dump_names_its_article() {
    let (found, labels) = dump(
        "The Elsen Post close\nHarbour\nPolitics\nSport\nThe Elsen Post\nThe Elsen Post\nSun, March 7, 2021 | 15:19\nPolitics
        Harbour master orders ferries back to the quay\nPosted : 2019-06-24 16:16\nUpdated : 2019-06-24 17:54\nMail\nBy Ada Dorn-Lee
        > The harbour master of Elsen ordered all ferries back to the quay on Monday because the ice was too thick for them.
        > The ferries had left Elsen in the morning although the master had warned them, the council said.
        Trump visits\nCouncil office opened on 3 May 2020",
    );
    assert_eq!(
        found.headline,
        Headline { text: "Harbour master orders ferries back to the quay".into(), derived: false }
    );
    assert_eq!(found.published.map(|d| d.to_string()).as_deref(), Some("2019-06-24T16:16"));
    assert_eq!(found.modified.map(|d| d.to_string()).as_deref(), Some("2019-06-24T17:54"));
    assert_eq!(found.byline, ["Ada Dorn-Lee"]);
    assert_eq!(found.section.as_deref(), Some("Politics"));
    assert_eq!(found.publisher.as_deref(), Some("The Elsen Post"));
    assert_eq!(labels[8], Label::Headline);
    assert_eq!((labels[9], labels[10], labels[12]), (Label::Date, Label::Date, Label::Byline));
}

#[test]
fn a_line_under_the_headline_that_looks_like_one_is_its_standfirst() {
    let text = "Harbour notes\n\nThe harbour master has lost the key again\n\nA short history of things that were found too late\n\n\
        Ada Dorn's avatar\nAda Dorn\nMar 7, 2021\n\n\
        On Monday the harbour master of Elsen could not find the key of the lighthouse, which had been lost before, in 1987.\n\n\
        It was found in the evening, where it always is.\n";
    let page = crate::import::lines::text_page(text, Origin::Stdin);
    let mut labels = vec![Label::Noise; page.blocks.len()];
    labels[6..].fill(Label::Body);
    let found = of_labels(&page, &mut labels);
    assert_eq!(found.headline.text, "The harbour master has lost the key again");
    assert_eq!(found.byline, ["Ada Dorn"]);
}

#[test]
fn a_date_glued_in_front_of_a_disclaimer_is_taken_and_cut() {
    let (found, labels) = dump(
        "> date 2019-01-24 The Elsen Post has not reviewed this Northern Wire story prior to publication. It is provided to our readers as a service.
        > ELSEN, Norland (NW) — The harbour master of Elsen has ordered all ferries back to the quay, saying that the ice is too thick.
        > The ferries had left in the morning although the master had warned them.",
    );
    assert_eq!(found.published.map(|d| d.to_string()).as_deref(), Some("2019-01-24"));
    assert_eq!(
        found.notice.as_deref(),
        Some(
            "The Elsen Post has not reviewed this Northern Wire story prior to publication. It is provided to our readers as a service."
        )
    );
    assert_eq!(found.publisher.as_deref(), Some("The Elsen Post"));
    assert_eq!(found.agency.as_deref(), Some("NW"));
    assert_eq!(found.dateline.as_deref(), Some("ELSEN, Norland"));
    assert_eq!(
        found.headline,
        Headline { text: "The harbour master of Elsen has ordered all ferries back to the quay".into(), derived: true }
    );
    assert_eq!(labels, [Label::Notice, Label::Body, Label::Body]);
}

#[test]
fn numbers_with_full_stops_have_the_day_first_and_slashes_follow_the_language() {
    for (date, lead, day) in [
        (
            "06.11.2023",
            "Der Hafenmeister von Elsen hat am Montag alle Fähren zurück an den Kai befohlen, weil das Eis zu dick war.",
            "2023-11-06",
        ),
        (
            "06/11/2023",
            "Le capitaine du port d'Elsen a ordonné lundi à tous les ferries de revenir au quai, car la glace était trop épaisse.",
            "2023-11-06",
        ),
        (
            "06/11/2023",
            "The harbour master of Elsen ordered all ferries back to the quay on Monday because the ice was too thick for them.",
            "2023-06-11",
        ),
    ] {
        let (found, _) = dump(&format!("Elsen: the harbour\n{date}\n> {lead}\n> {lead}"));
        assert_eq!(found.published.map(|d| d.to_string()).as_deref(), Some(day), "{lead}");
    }
}

#[test]
fn of_two_dates_run_together_the_earlier_is_that_of_the_publication() {
    let (found, _) = dump(
        "Harbour master orders ferries back\nMay 21, 2025April 24, 2025 by Ada Dorn
        > The harbour master of Elsen ordered all ferries back to the quay on Monday because the ice was too thick for them.",
    );
    assert_eq!(found.published.map(|d| d.to_string()).as_deref(), Some("2025-04-24"));
    assert_eq!(found.modified.map(|d| d.to_string()).as_deref(), Some("2025-05-21"));
    assert_eq!(found.byline, ["Ada Dorn"]);
}

proptest! {
    #[test]
    fn any_dump_is_survived(text in "((\\PC{0,20}|By [A-Z][a-z]+ [A-Z][a-z]+|Posted 2019-06-24|> \\PC{0,60}|CITY \\(AP\\) — \\PC{0,20})\n){0,12}", marks in proptest::collection::vec(0_u8..4, 12)) {
        let page = lines(&text.lines().filter(|line| !line.trim().is_empty()).collect::<Vec<_>>());
        let mut labels: Vec<Label> = (0..page.blocks.len()).map(|at| if marks[at % 12] == 0 { Label::Noise } else { Label::Body }).collect();
        let found = of_labels(&page, &mut labels);
        for (block, bytes) in found.cut {
            prop_assert!(page.blocks[block].text.plain.is_char_boundary(bytes));
        }
    }
}

#[test]
fn a_moment_stated_in_utc_stays_in_utc() {
    let html = "<html lang=de><head><meta property='article:published_time' content='2021-11-04T23:00:00Z'></head><body><h1>Die Fähren</h1>\
        <p>Der Hafenmeister von Elsen hat am Montag alle Fähren zurück an den Kai befohlen, weil das Eis zu dick war.</body>";
    let page = crate::import::html::html_page(html, Origin::Stdin);
    let mut labels = vec![Label::Headline, Label::Body];
    let found = of_labels(&page, &mut labels);
    assert_eq!(found.published.map(|date| date.to_string()).as_deref(), Some("2021-11-04T23:00Z"));
}

#[test]
fn a_section_is_told_from_what_menus_say_beside_it() {
    let page = |above: &str| {
        format!(
            "The Elsen Post\nHome\nPolitics\nIslands\nSign up\nELSEN SPORT WEATHER MOTORS\n{above}\nHarbour master orders ferries back to the quay\nBy Ada Dorn-Lee\n> The harbour master of Elsen ordered all ferries back to the quay on Monday because the ice was too thick for them.\n"
        )
    };
    for (above, section) in [
        ("ISLANDS", Some("Islands")),
        ("SPORT", Some("Sport")),
        ("Home › Politics › Islands", Some("Islands")),
        ("Home › Politics › Harbour master orders ferries back to the quay", Some("Politics")),
        ("Politics\nSign up", None),
        ("A quiet day", None),
    ] {
        assert_eq!(dump(&page(above)).0.section.as_deref(), section, "{above}");
    }
}

#[test]
fn a_dump_is_called_what_its_head_says_rather_than_who_holds_its_rights() {
    let text = "Elsen Courier\nHome\nPolitics\nHarbour master orders ferries back to the quay\n\
        > The harbour master of Elsen ordered all ferries back to the quay on Monday because the ice was too thick for them.\n\
        © 2021 Elsen Courier Readers’ Trust, 4 Pilot Hill";
    assert_eq!(dump(text).0.publisher.as_deref(), Some("Elsen Courier"));
}

/// The date a page of HTML gives; what is marked `body` in it is its body.
fn published(html: &str) -> Option<String> {
    let page = crate::import::html::html_page(html, Origin::Stdin);
    let is_body = |block: &Block| block.text.plain.len() > 60 || block.text.plain.contains("Published");
    let mut labels: Vec<Label> =
        page.blocks.iter().map(|block| if is_body(block) { Label::Body } else { Label::Noise }).collect();
    of_labels(&page, &mut labels).published.map(|date| date.to_string())
}

const LEAD: &str =
    "The harbour master of Elsen ordered all ferries back to the quay on Monday because the ice was too thick.";

#[test]
fn a_date_opens_the_lead_behind_a_standfirst_too() {
    let html = format!("<body><h1>Ferries</h1><p>{LEAD}<p>By Ada Dorn<p>24.6.2019 - {LEAD}<p>{LEAD}</body>");
    assert_eq!(published(&html).as_deref(), Some("2019-06-24"));
}

#[test]
fn a_note_in_the_body_that_says_so_dates_it() {
    let note = "Published on 24 June 2019, an hour and four minutes long, licence CC-BY 4.0, 22,273 downloads";
    let html = format!("<body><h1>Ferries</h1><p>{LEAD}<p>{LEAD}<p>{note}<p>{LEAD}</body>");
    assert_eq!(published(&html).as_deref(), Some("2019-06-24"));
}

#[test]
fn the_image_dates_an_article_that_nothing_else_does() {
    let head = "<head><meta property='og:image' content='https://example.org/pictures/2019/06/24/quay.jpg'></head>";
    assert_eq!(published(&format!("{head}<h1>Ferries</h1><p>{LEAD}<p>{LEAD}")).as_deref(), Some("2019-06-24"));
    let dated = format!("{head}<h1>Ferries</h1><p>25 June 2019<p>{LEAD}<p>{LEAD}");
    assert_eq!(published(&dated).as_deref(), Some("2019-06-25"));
}

#[test]
fn a_page_without_a_body_is_dated_by_what_stands_at_its_headline() {
    let menu = "<p>7 May 2018<p>9 June 2017".repeat(40);
    let html =
        format!("<head><title>Ferries</title></head><p>24.6.2019 10:16 - Harbour<h1>Ferries</h1>{menu}<p>Ferries");
    assert_eq!(published(&html).as_deref(), Some("2019-06-24T10:16"));
}
