//! What is printed of a cross-validation: how right the articles are that the labels lead to, and the largest mistakes.

use crate::Rows;
use crate::pages::{Sample, TOLD};
use crate::score::{self, Outcome};
use dateline::clean::label::labels;
use rayon::prelude::*;

/// The text of a page's blocks that are kept.
pub fn kept(sample: &Sample, keep: impl Fn(usize) -> bool) -> String {
    let kept: Vec<&str> =
        sample.texts.iter().enumerate().filter(|(at, _)| keep(*at)).map(|(_, text)| text.as_str()).collect();
    kept.join("\n")
}

/// The article's text by the labels that these probabilities lead to, with log odds moved by so much.
pub fn cleaned(sample: &Sample, judged: &[f32], moved: f32) -> String {
    let judged: Vec<f32> =
        judged.iter().map(|p| 1.0 / (1.0 + (1.0 / p.clamp(1e-6, 0.999_999) - 1.0) * (-moved).exp())).collect();
    let labels = labels(&sample.page, &sample.matrix, &judged);
    kept(sample, |at| labels[at].is_body())
}

/// A line for each threshold: every group's F1 and accuracy; before them, how surprising the truth is to the forests.
pub fn report(title: &str, samples: &[Sample], rows: &Rows, judged: &[Vec<f32>], worst: bool) {
    let mut groups: Vec<(&str, &str)> = samples.iter().map(|s| (s.set, s.style)).collect();
    groups.sort_unstable();
    groups.dedup();
    groups.retain(|(set, _)| *set != TOLD);
    let head: Vec<String> = groups.iter().map(|(set, style)| format!("{set} {style}")).collect();
    println!("  {title}: {}", head.join(", "));
    let surprise = |group: &(&str, &str)| {
        let (mut sum, mut all, mut row) = (0.0, 0.0, 0);
        for (s, judged) in samples.iter().zip(judged) {
            for p in judged {
                let p = p.clamp(0.003, 0.997);
                let weight = if (s.set, s.style) == *group { rows.weights[row] } else { 0.0 };
                sum -= weight * if rows.labels[row] { p.ln() } else { (1.0 - p).ln() };
                all += weight;
                row += 1;
            }
        }
        format!("{:.4}", sum / all)
    };
    println!("    surprise {}", groups.iter().map(surprise).collect::<Vec<_>>().join("  "));
    for moved in [0.6, 0.3, 0.0, -0.3, -0.6] {
        let told = groups.iter().map(|group| report_group(samples, judged, *group, worst && moved == 0.0, moved));
        println!("    {moved:4.1}  {}", told.collect::<Vec<_>>().join("  "));
    }
}

fn report_group(
    samples: &[Sample],
    judged: &[Vec<f32>],
    (set, style): (&str, &str),
    worst: bool,
    moved: f32,
) -> String {
    let own = || samples.par_iter().zip(judged).filter(|(s, _)| s.set == set && s.style == style);
    if set == "tf" {
        if worst {
            own().collect::<Vec<_>>().into_iter().for_each(|(s, judged)| wrong_snippets(s, judged, moved));
        }
        let counts = own().map(|(s, judged)| snippets(s, &cleaned(s, judged, moved)));
        let (hit, missed, wrong) = counts.reduce(|| (0, 0, 0), |a, b| (a.0 + b.0, a.1 + b.1, a.2 + b.2));
        let f1 = 2.0 * hit as f64 / (2 * hit + missed + wrong) as f64;
        return format!("{f1:.4} (-{missed} +{wrong})");
    }
    let mut outcomes: Vec<(Outcome, &Sample, &Vec<f32>)> = own()
        .filter_map(|(s, judged)| Some((Outcome::of(s.truth.as_ref()?, &cleaned(s, judged, moved)), s, judged)))
        .collect();
    let all: Vec<Outcome> = outcomes.iter().map(|(outcome, ..)| *outcome).collect();
    let (p, r, f1, exact) = score::total(&all);
    outcomes.sort_by(|a, b| a.0.f1().total_cmp(&b.0.f1()));
    for (o, s, judged) in outcomes.iter().take(if worst { 60 } else { 0 }) {
        println!("    {:.3} {set} {style} {} hit {} wrong {} missed {}", o.f1(), s.id, o.hit, o.wrong, o.missed);
        largest_mistakes(s, judged);
    }
    format!("{f1:.4} ({p:.3} {r:.3} {exact:.3})")
}

/// Prints the longest blocks that are wrongly kept or dropped.
fn largest_mistakes(sample: &Sample, judged: &[f32]) {
    let labels = labels(&sample.page, &sample.matrix, judged);
    let mut wrong: Vec<usize> =
        (0..labels.len()).filter(|at| labels[*at].is_body() != sample.marks[*at].body).collect();
    wrong.sort_by(|a, b| sample.matrix.words[*b].total_cmp(&sample.matrix.words[*a]).then(a.cmp(b)));
    wrong.truncate(5);
    wrong.sort_unstable();
    for at in wrong {
        let sign = if sample.marks[at].body { '-' } else { '+' };
        let text: String = sample.texts[at].chars().take(110).collect();
        let (words, of) = (sample.matrix.words[at], labels.len());
        println!("        {sign} {at}/{of} {:.2} {words} words: {}", judged[at], text.replace('\n', " "));
    }
}

/// Prints the snippets that are wrongly kept or dropped, with what the forests say of the first block that holds them.
fn wrong_snippets(sample: &Sample, judged: &[f32], moved: f32) {
    let squeeze = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let text = squeeze(&cleaned(sample, judged, moved));
    for (sign, snippets, right) in [('-', &sample.with, true), ('+', &sample.without, false)] {
        for snippet in snippets.iter().map(|snippet| squeeze(snippet)).filter(|s| text.contains(s) != right) {
            let at = sample.texts.iter().position(|text| squeeze(text).contains(&snippet));
            let said = at.map_or("in no block".to_owned(), |at| format!("{at}/{} {:.2}", judged.len(), judged[at]));
            println!("    {sign} {} {said}: {snippet}", sample.id);
        }
    }
}

/// How many of a page's snippets were rightly kept, wrongly dropped, wrongly kept.
fn snippets(sample: &Sample, text: &str) -> (usize, usize, usize) {
    let squeeze = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let text = squeeze(text);
    let found = |snippets: &[String]| snippets.iter().filter(|snippet| text.contains(&squeeze(snippet))).count();
    let hit = found(&sample.with);
    (hit, sample.with.len() - hit, found(&sample.without))
}
