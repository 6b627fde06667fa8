//! Why each block is what it is: its label, its probability, and what moved the forests most.

use super::Cleaned;
use super::columns::SECOND_PASS;
use super::features::features;
use super::label::probabilities;
use super::model::passes;
use crate::page::Page;
use crate::text::truncate;
use std::fmt::Write;

/// Reasons given for a block.
const REASONS: usize = 3;

/// Reasons weaker than this, in log odds, are not worth telling.
const WORTH_TELLING: f32 = 0.1;

/// Bytes of a block's text that are shown.
const TEXT_AT_MOST: usize = 100;

/// Each block of a page on a line (label, probability, the start of its text), with the main reasons under it: `+` for the body, `-` against it.
///
/// The features are worked out anew here, so that cleaning need not keep them. What the second pass knows only through the first is told by the
/// first pass's own reasons.
pub fn explain(page: &Page, cleaned: &Cleaned) -> String {
    let mut matrix = features(page);
    probabilities(page, &mut matrix);
    let passes = passes(page.kind);
    let mut out = String::new();
    for (row, (block, verdict)) in page.blocks.iter().zip(&cleaned.verdicts).enumerate() {
        let label = format!("{:?}", verdict.label).to_lowercase();
        let text = truncate(&block.text.plain, TEXT_AT_MOST).replace('\n', " ");
        let more = if text.len() < block.text.plain.len() { "…" } else { "" };
        // Writing to a string does not fail.
        let _ = writeln!(out, "{label:10} {:.2}  {text}{more}", verdict.probability);
        let mut told: Vec<(String, f32)> = Vec::new();
        for (forest, from) in [(&passes.second, SECOND_PASS), (&passes.first, 0)] {
            for (column, name, by) in forest.reasons(&matrix, row) {
                match told.iter_mut().find(|(known, _)| *known == name) {
                    _ if column < from => {}
                    Some((_, sum)) => *sum += by,
                    None => told.push((name, by)),
                }
            }
        }
        told.sort_by(|a, b| b.1.abs().total_cmp(&a.1.abs()).then_with(|| a.0.cmp(&b.0)));
        let ruled = verdict.reasons.iter().cloned();
        let learned = told
            .into_iter()
            .filter(|(_, by)| by.abs() > WORTH_TELLING)
            .take(REASONS)
            .map(|(name, by)| format!("{}{:.1} {name}", if by > 0.0 { "+" } else { "-" }, by.abs()));
        let reasons: Vec<String> = ruled.chain(learned).collect();
        if !reasons.is_empty() {
            let _ = writeln!(out, "                 {}", reasons.join("; "));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::Origin;
    use crate::clean::clean;
    use crate::import::lines::text_page;

    #[test]
    fn every_block_is_explained() {
        let page = text_page(
            "Menu\n\nThe ferry to Elsen left the harbour an hour late, and nobody on the quay was told why.\n",
            Origin::Stdin,
        );
        let told = explain(&page, &clean(&page));
        assert!(told.lines().any(|line| line.contains("Menu")));
        assert!(told.lines().any(|line| line.contains("The ferry")));
        assert!(told.contains("; "), "{told}");
    }
}
