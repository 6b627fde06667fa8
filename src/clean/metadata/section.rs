//! The section the article stood in: what the structure claims, a breadcrumb, or in a dump the menu's word right above the headline.

use super::rank::{Candidate, elect_by};
use super::setting::Setting;
use super::site::is_house;
use crate::page::{Field, Witness};
use crate::text::{fold, word_count};

/// Lines above the headline that may name the section.
const LINES_ABOVE: usize = 3;

/// Finds the section; `headline` is the block of the headline.
pub(super) fn section(setting: &Setting<'_>, headline: Option<usize>) -> Option<Candidate<String>> {
    let mut found = Vec::new();
    for clue in setting.clues(Field::Section) {
        let weight = match (clue.witness, clue.name.as_str()) {
            (Witness::JsonLd, _) => 8.0,
            (Witness::Meta, _) => 7.0,
            (Witness::Microdata, _) => 6.0,
            (_, "BreadcrumbList") => 5.0,
            (Witness::Class, "rel=category tag" | "rel=category") if !clue.aside => 3.0,
            _ => continue,
        };
        if (1..=5).contains(&word_count(&clue.value)) && !is_house(&clue.value, &setting.bare_houses) {
            found.push(Candidate::new(clue.value.clone(), weight, format!("{:?} {}", clue.witness, clue.name)));
        }
    }
    if let Some(headline) = headline {
        for at in (headline.saturating_sub(LINES_ABOVE)..headline).rev() {
            let text = setting.text(at);
            let short =
                (1..=4).contains(&word_count(text)) && text.len() <= 40 && !text.bytes().any(|b| b.is_ascii_digit());
            // The menu has the same word.
            let in_menu = || setting.page.blocks[..at].iter().any(|block| block.text.plain == text);
            if short && in_menu() && !is_house(text, &setting.bare_houses) {
                found.push(Candidate::new(text.to_owned(), 4.0, format!("line {}", at + 1)));
                break;
            }
        }
    }
    elect_by(&found, |value| fold(value))
}
