//! Why a page became the article that it is: what each answer rests on, what the page claims, and each block with its label and its reasons.

use super::columns::SECOND_PASS;
use super::features::{Matrix, features};
use super::forest::Reason;
use super::label::probabilities;
use super::model::passes;
use super::{Cleaned, Verdict};
use crate::page::{Page, PageKind};
use crate::text::{sanitise_line, width};
use std::fmt::Write;
use unicode_segmentation::UnicodeSegmentation;

/// Reasons given for a block.
const REASONS: usize = 3;

/// Reasons weaker than this, in log odds, are not worth telling.
const WORTH_TELLING: f32 = 0.1;

/// Columns of a line where nobody says how many there are.
const COLUMNS: usize = 120;

/// Columns from which on a block's text stands beside its label; else it stands under it.
const BESIDE_FROM: usize = 56;

/// The page's answers with what they rest on, its claims, and each block (how probably it is of the body, its label, the start of its text) with
/// the main reasons under it: `+` for the body, `-` against it. No line is wider than `columns`, but where a single word is.
///
/// The features are worked out anew here, so that cleaning need not keep them. What the second pass knows only through the first is told by the
/// first pass's own reasons.
pub fn explain(page: &Page, cleaned: &Cleaned, columns: Option<usize>) -> String {
    let columns = columns.unwrap_or(COLUMNS);
    let kind = match page.kind {
        PageKind::Html => "HTML",
        PageKind::Text => "text",
    };
    let mut out = format!("{}: {kind}, {} blocks\n", sanitise_line(&page.origin.to_string()), page.blocks.len());
    for note in &cleaned.article.notes {
        line(&mut out, columns, &format!("note  {note:?}"));
    }
    for found in &cleaned.evidence {
        line(&mut out, columns, &format!("found {found}"));
    }
    for clue in &page.clues {
        line(&mut out, columns, &format!("clue  {:?} {:?}: {}", clue.witness, clue.field, clue.value));
    }
    let mut matrix = features(page);
    probabilities(page, &mut matrix);
    for (row, (block, verdict)) in page.blocks.iter().zip(&cleaned.verdicts).enumerate() {
        let label = format!("{:?}", verdict.label).to_lowercase();
        let head = format!("{:>4.0}% {label:<10} ", verdict.probability * 100.0);
        let (text, indent) = (sanitise_line(&block.text.plain), if columns < BESIDE_FROM { 6 } else { head.len() });
        if columns < BESIDE_FROM {
            line(&mut out, columns, head.trim_end());
            line(&mut out, columns, &format!("{:indent$}{text}", ""));
        } else {
            line(&mut out, columns, &format!("{head}{text}"));
        }
        reasons(&mut out, (indent, columns), told(verdict).chain(learned(page, &matrix, row)));
    }
    out
}

/// Why each block is what it is, as [`explain`] tells it.
pub(super) fn reasons_of(page: &Page, verdicts: &[Verdict]) -> Vec<Vec<String>> {
    let mut matrix = features(page);
    probabilities(page, &mut matrix);
    let all = verdicts.iter().enumerate();
    all.map(|(row, verdict)| told(verdict).chain(learned(page, &matrix, row)).collect()).collect()
}

/// The rules that decided, as they are told.
fn told(verdict: &Verdict) -> impl Iterator<Item = String> {
    verdict.reasons.iter().map(|reason| format!("[{reason}]"))
}

/// What moved the forests most, for one block.
fn learned(page: &Page, matrix: &Matrix, row: usize) -> impl Iterator<Item = String> {
    let passes = passes(page.kind);
    let mut told: Vec<Reason> = passes.second.reasons(matrix, row);
    told.retain(|reason| reason.column >= SECOND_PASS);
    told.extend(passes.first.reasons(matrix, row));
    // The same cell stands beside itself; what the second pass says of it comes first.
    told.sort_by_key(|reason| (reason.column, reason.offset));
    told.dedup_by(|other, one| {
        let same = (one.column, one.offset) == (other.column, other.offset);
        one.by += if same { other.by } else { 0.0 };
        same
    });
    told.retain(|reason| reason.by.abs() > WORTH_TELLING);
    let mut told: Vec<(String, f32)> = told.iter().map(|reason| (reason.name(), reason.by)).collect();
    told.sort_by(|a, b| b.1.abs().total_cmp(&a.1.abs()).then_with(|| a.0.cmp(&b.0)));
    told.into_iter()
        .take(REASONS)
        .map(|(name, by)| format!("{}{:.1} {name}", if by > 0.0 { "+" } else { "-" }, by.abs()))
}

/// Writes the reasons, as many on a line as fit.
fn reasons(out: &mut String, (indent, columns): (usize, usize), reasons: impl Iterator<Item = String>) {
    let mut row = String::new();
    for reason in reasons {
        if !row.is_empty() && indent + width(&row) + 2 + width(&reason) > columns {
            line(out, columns, &format!("{:indent$}{row};", ""));
            row.clear();
        }
        if !row.is_empty() {
            row.push_str("; ");
        }
        row.push_str(&reason);
    }
    if !row.is_empty() {
        line(out, columns, &format!("{:indent$}{row}", ""));
    }
}

/// Writes as much of a text as fits on a line, and says where that is not all of it.
fn line(out: &mut String, columns: usize, text: &str) {
    let mut used = 0;
    let fits = |(_, grapheme): &(usize, &str)| {
        used += width(grapheme);
        used <= columns
    };
    let end = text.grapheme_indices(true).take_while(fits).last().map_or(0, |(at, grapheme)| at + grapheme.len());
    let last = text[..end].grapheme_indices(true).next_back().map_or(0, |(at, _)| at);
    // Writing to a string does not fail.
    let _ = if end == text.len() {
        writeln!(out, "{}", text.trim_end())
    } else {
        writeln!(out, "{}…", text[..last].trim_end())
    };
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::Origin;
    use crate::clean::clean;
    use crate::import::lines::text_page;

    fn told(columns: usize) -> String {
        let page = text_page(
            "Menu\n\n港に船が着いた。港に船が着いた。港に船が着いた。\n\nThe ferry to Elsen left the harbour an hour late, and nobody on the quay was told why.\n",
            Origin::Stdin,
        );
        explain(&page, &clean(&page), Some(columns))
    }

    #[test]
    fn every_block_is_explained() {
        let told = told(100);
        assert!(told.lines().any(|line| line.contains("Menu")));
        assert!(told.lines().any(|line| line.contains("The ferry")));
        assert!(told.contains("; "), "{told}");
    }

    #[test]
    fn no_line_is_wider_than_the_terminal() {
        for columns in [1, 8, 20, 40, 60, 80] {
            let told = told(columns);
            assert!(told.lines().skip(1).all(|line| width(line) <= columns), "{columns}:\n{told}");
        }
    }
}
