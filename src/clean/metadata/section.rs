//! The section the article stood in: what the structure claims, the trail from the front page, or the menu's word right above the headline.

use super::cues::is_no_section;
use super::names::small_letters;
use super::rank::{Candidate, elect_by};
use super::setting::Setting;
use crate::article::Style;
use crate::page::{Field, Witness};
use crate::text::{bare, fold, folds_alike, word_count};

/// Lines above the headline that may name the section.
const LINES_ABOVE: usize = 3;

/// What stands between the steps of a trail.
const BETWEEN_STEPS: [&str; 7] = [" > ", " » ", " › ", " → ", " / ", " ▸ ", " :: "];

/// Finds the section; `headline` is the block of the headline.
pub(super) fn section(setting: &Setting<'_>, headline: Option<usize>) -> Option<Candidate<String>> {
    let title = headline.map_or("", |at| setting.text(at));
    let mut found = Vec::new();
    let mut offer = |name: &str, weight: f32, from: String| {
        if is_name(name) && !names_the_page(setting, title, name) {
            found.push(Candidate::new(spelled(name), weight, from));
        }
    };
    for clue in setting.clues(Field::Section) {
        let weight = match (clue.witness, clue.name.as_str()) {
            (Witness::JsonLd, _) => 8.0,
            (Witness::Meta, _) => 7.0,
            (Witness::Microdata, _) => 6.0,
            (_, "BreadcrumbList") => 5.0,
            (_, "BreadcrumbList end") => 3.0,
            (Witness::Class, "rel=category tag" | "rel=category") if !clue.aside => 3.0,
            _ => continue,
        };
        offer(&clue.value, weight, format!("{:?} {}", clue.witness, clue.name));
    }
    let Some(headline) = headline else { return elect_by(&found, |value| fold(value)) };
    let above = headline.saturating_sub(LINES_ABOVE)..headline;
    if let Some((at, step)) = above.clone().rev().find_map(|at| Some((at, last_step(setting, title, at)?))) {
        offer(step, 4.5, format!("line {}", at + 1));
    }
    for at in above.rev() {
        let text = setting.text(at);
        let entry = if is_short(text) { entry_of_menu(setting, text, at) } else { None };
        if let Some(entry) = entry {
            // What menus say beside their sections is no section, and shows that what stands before it is a menu.
            offer(entry, 4.0, format!("line {}", at + 1));
            break;
        }
    }
    elect_by(&found, |value| fold(value))
}

/// Whether a text is short enough to name a section.
fn is_short(text: &str) -> bool {
    text.len() <= 60 && (1..=5).contains(&word_count(text))
}

/// Whether a text is written as sections are named, and is not what menus say beside their sections.
fn is_name(text: &str) -> bool {
    let written = text.starts_with(char::is_alphanumeric) && !text.contains(['[', ']', '↓', '→', '›', '»']);
    is_short(text) && written && !text.bytes().any(|b| b.is_ascii_digit()) && !is_no_section(text)
}

/// Whether what claims to be a section is the publication or the article itself.
fn names_the_page(setting: &Setting<'_>, title: &str, name: &str) -> bool {
    let name = bare(name);
    name.len() < 2 || setting.bare_houses.contains(&name) || bare(title).contains(&name) && title.len() < name.len() * 2
}

/// A section as people write it: what the page sets in capitals throughout is written small.
fn spelled(name: &str) -> String {
    let letters = name.chars().filter(|c| c.is_alphabetic()).count();
    let capitals = letters > 3 && !name.chars().any(char::is_lowercase) && name.chars().any(char::is_uppercase);
    if capitals { small_letters(name) } else { name.to_owned() }
}

/// The last step of a trail from the front page, "Home › News › Harbour", where the menu has that step too.
fn last_step<'a>(setting: &Setting<'a>, title: &str, at: usize) -> Option<&'a str> {
    let line = setting.text(at);
    let between = BETWEEN_STEPS.into_iter().find(|mark| line.contains(mark))?;
    let steps = line.split(between).map(str::trim).filter(|step| !names_the_page(setting, title, step));
    let step = steps.skip(1).last()?;
    (line.len() <= 160 && entry_of_menu(setting, step, at).is_some()).then_some(step)
}

/// How the menu above a block spells a word: a line of its own, a link in a line, or a word in a row of them.
fn entry_of_menu<'a>(setting: &Setting<'a>, word: &'a str, at: usize) -> Option<&'a str> {
    setting.page.blocks.iter().take(at).find_map(|block| {
        let line = block.text.plain.as_str();
        if folds_alike(line, word) {
            return Some(line);
        }
        let links = block.text.spans.iter().filter(|span| matches!(span.style, Style::Link(_)));
        let mut entries = links.filter_map(|span| line.get(span.start..span.end));
        entries.find(|entry| folds_alike(entry, word)).or_else(|| stands_in_row(line, word).then_some(word))
    })
}

/// Whether a row of a menu, which has no sentence, holds a word; the entries may run together: "HomeCodeKitchen".
fn stands_in_row(row: &str, word: &str) -> bool {
    let is_row = row.len() <= 400 && row.len() > 2 * word.len() && !row.contains([',', '.', ':', '!', '?']);
    let capital = word.starts_with(char::is_uppercase);
    is_row
        && row.match_indices(word).any(|(at, _)| {
            let before = row[..at].chars().next_back();
            let behind = row[at + word.len()..].chars().next();
            before.is_none_or(|c| !c.is_alphanumeric() || capital && c.is_lowercase())
                && behind.is_none_or(|c| !c.is_alphanumeric() || capital && c.is_uppercase())
        })
}
