//! Body F1 and accuracy as the bench counts them: shingles of four words, page by page.

use std::collections::HashMap;

/// The words of a text: runs of letters, digits and underscores, case kept.
pub fn words(text: &str) -> Vec<&str> {
    text.split(|c: char| !(c.is_alphanumeric() || c == '_')).filter(|word| !word.is_empty()).collect()
}

fn shingles<'a>(words: &'a [&'a str]) -> HashMap<&'a [&'a str], u32> {
    let mut counts = HashMap::new();
    if words.is_empty() {
        return counts;
    }
    for shingle in words.windows(words.len().min(4)) {
        *counts.entry(shingle).or_default() += 1;
    }
    counts
}

/// How one page came out.
#[derive(Clone, Copy, Debug, Default)]
pub struct Outcome {
    pub hit: f64,
    pub wrong: f64,
    pub missed: f64,
    pub exact: bool,
}

impl Outcome {
    pub fn of(truth: &str, found: &str) -> Outcome {
        let (truth, found) = (words(truth), words(found));
        let (wanted, got) = (shingles(&truth), shingles(&found));
        let both: u32 =
            wanted.iter().map(|(shingle, count)| (*count).min(got.get(shingle).copied().unwrap_or(0))).sum();
        let sum = |counts: &HashMap<&[&str], u32>| f64::from(counts.values().sum::<u32>());
        Outcome {
            hit: f64::from(both),
            wrong: sum(&got) - f64::from(both),
            missed: sum(&wanted) - f64::from(both),
            exact: truth == found,
        }
    }

    pub fn f1(&self) -> f64 {
        if self.wrong + self.missed == 0.0 { 1.0 } else { 2.0 * self.hit / (2.0 * self.hit + self.wrong + self.missed) }
    }
}

/// Precision, recall, F1 of their means, and accuracy.
pub fn total(outcomes: &[Outcome]) -> (f64, f64, f64, f64) {
    let mean =
        |values: Vec<f64>| if values.is_empty() { 0.0 } else { values.iter().sum::<f64>() / values.len() as f64 };
    let share = |hit: f64, other: f64| if other == 0.0 { 1.0 } else { hit / (hit + other) };
    let precision = mean(outcomes.iter().filter(|o| o.hit + o.wrong > 0.0).map(|o| share(o.hit, o.wrong)).collect());
    let recall = mean(outcomes.iter().filter(|o| o.hit + o.missed > 0.0).map(|o| share(o.hit, o.missed)).collect());
    let f1 = if precision + recall > 0.0 { 2.0 * precision * recall / (precision + recall) } else { 0.0 };
    (precision, recall, f1, mean(outcomes.iter().map(|o| f64::from(u8::from(o.exact))).collect()))
}
