//! Learns what the traits of headlines, dates and bylines weigh, and measures it by cross-validation over sites.

use crate::fit::{Contestant, Round, fit};
use crate::judge::right;
use crate::pages::{FOLDS, fold};
use dateline::article::Origin;
use dateline::clean::metadata::{Contest, contests};
use dateline::page::Field;
use rayon::prelude::*;
use serde_json::Value;
use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::{Path, PathBuf};

/// A page with what is known of its article.
struct Case {
    set: &'static str,
    style: &'static str,
    page: String,
    fold: usize,
    truth: Value,
    contests: Vec<Contest>,
}

/// The sets of pages, and the styles in which they are read.
const SETS: [(&str, &str); 5] =
    [("wcxb", "html"), ("tf", "html"), ("hd", "html"), ("wcxb", "resiliparse"), ("tf", "resiliparse")];

/// The set of the sample library's pages, which are in no fold.
const OWN: &str = "own";

/// What the truth calls a field.
fn truth(field: Field) -> &'static str {
    match field {
        Field::Headline => "headline",
        Field::Published => "datePublished",
        _ => "author",
    }
}

/// Learns and measures; gives the text of `assets/witnesses.txt`.
pub fn learn(bench: &Path, ridge: f32, worst: bool) -> String {
    let cases = cases(bench);
    let mut tables: Vec<_> = cases.iter().flat_map(|case| case.contests.iter().map(|contest| contest.table)).collect();
    tables.sort_unstable();
    tables.dedup();
    let mut out = String::from(
        "# What the traits of an answer weigh, by what is asked and the kind of page. Learned by examples/learn (docs/CLEANING.md): do not edit.\n",
    );
    for table in tables {
        let mut names: Vec<&'static str> = Vec::new();
        let mut rounds: Vec<(usize, Round)> = Vec::new();
        for (at, case) in cases.iter().enumerate() {
            let Some(contest) = case.contests.iter().find(|contest| contest.table == table) else { continue };
            let wanted = &case.truth[truth(table.field)];
            if !right(table.field, wanted, None) {
                rounds.push((at, round(contest, wanted, &mut names)));
            }
        }
        println!("{}: {} pages, {} traits", table.name(), rounds.len(), names.len());
        ceiling(&cases, &rounds);
        let learned = |left_out: Option<usize>| {
            // A page that two sets share is learned from once.
            let mut seen = std::collections::HashSet::new();
            let own: Vec<&Round> = rounds
                .iter()
                .filter(|(at, _)| Some(cases[*at].fold) != left_out && seen.insert(&cases[*at].page))
                .map(|(_, round)| round)
                .collect();
            fit(&own, names.len(), ridge)
        };
        let folds: Vec<Vec<f32>> = (0..FOLDS).into_par_iter().map(|fold| learned(Some(fold))).collect();
        let whole = learned(None);
        report("five folds", &cases, &rounds, |case| (&folds[case.fold], table.caution()), worst);
        report("learned on all", &cases, &rounds, |_| (&whole, table.caution()), false);
        let mut sorted: Vec<(&str, f32)> = names.iter().copied().zip(whole).collect();
        sorted.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.0.cmp(b.0)));
        // Writing to a string does not fail.
        let _ = writeln!(out, "\n[{}]", table.name());
        for (name, weight) in sorted.iter().filter(|(_, weight)| weight.abs() >= 0.005) {
            let _ = writeln!(out, "{weight:.2} {name}");
        }
    }
    out
}

fn cases(bench: &Path) -> Vec<Case> {
    let mut wanted: Vec<(&'static str, &'static str, String, Value, PathBuf)> = Vec::new();
    for (set, style) in SETS {
        let file = std::fs::read(bench.join("truth").join(format!("{set}.json"))).expect("the bench has its truth");
        let truth: BTreeMap<String, Value> = serde_json::from_slice(&file).expect("the bench's truth is JSON");
        for (_, entry) in truth {
            let page = entry["page"].as_str().expect("every page has its file").to_owned();
            let path = if style == "html" {
                bench.join("pages").join(format!("{page}.html.gz"))
            } else {
                let name = page.rsplit('/').next().unwrap_or(&page);
                bench.join("dumps").join(set).join(style).join(format!("{name}.txt"))
            };
            wanted.push((set, style, page, entry, path));
        }
    }
    // The sample library's own pages are learned from in every fold: they are nobody else's, and hold what no page of the bench does.
    let file = std::fs::read("tests/golden/sample.json").expect("run it at the top of the repository");
    let own: Vec<Value> = serde_json::from_slice(&file).expect("the sample's truth is JSON");
    for entry in own {
        let page = entry["file"].as_str().expect("every page has its file").to_owned();
        let path = Path::new("assets/sample").join(&page);
        wanted.push((OWN, OWN, page, entry, path));
    }
    let read = |(set, style, page, truth, path): (_, _, String, Value, PathBuf)| {
        let bytes = std::fs::read(&path).ok()?;
        let read = dateline::import::decode::read(&bytes, Origin::File(path)).ok()?;
        let fold = if set == OWN { FOLDS } else { fold(truth["url"].as_str().unwrap_or(&page)) };
        Some(Case { set, style, fold, contests: contests(&read), truth, page })
    };
    wanted.into_par_iter().filter_map(read).collect()
}

fn round(contest: &Contest, wanted: &Value, names: &mut Vec<&'static str>) -> Round {
    let mut place = |name: &'static str| {
        names.iter().position(|known| *known == name).unwrap_or_else(|| {
            names.push(name);
            names.len() - 1
        })
    };
    let contestant = |contender: &dateline::clean::metadata::Contender<String>| Contestant {
        value: contender.value.clone(),
        from: contender.from.clone(),
        right: right(contest.table.field, wanted, Some(&contender.value)),
        traits: contender.traits.iter().map(|(name, much)| (place(name), much)).collect(),
    };
    Round { contestants: contest.contenders.iter().map(contestant).collect() }
}

/// On how many pages the right answer is among those on offer.
fn ceiling(cases: &[Case], rounds: &[(usize, Round)]) {
    for (set, style) in SETS {
        let own = || rounds.iter().filter(|(at, _)| (cases[*at].set, cases[*at].style) == (set, style));
        let offered = own().filter(|(_, round)| round.contestants.iter().any(|one| one.right)).count();
        if own().count() > 0 {
            println!("  {:24} {set:5} {:.3}", "choosing perfectly", offered as f64 / own().count() as f64);
        }
    }
}

fn report<'a>(
    title: &str,
    cases: &[Case],
    rounds: &[(usize, Round)],
    weights: impl Fn(&Case) -> (&'a Vec<f32>, f32),
    worst: bool,
) {
    for (set, style) in SETS {
        let (mut all, mut hit, mut wrong) = (0, 0, 0);
        for (at, round) in rounds.iter().filter(|(at, _)| (cases[*at].set, cases[*at].style) == (set, style)) {
            let case = &cases[*at];
            let (weights, caution) = weights(case);
            let chosen = round.chosen(weights, caution);
            all += 1;
            let good = chosen.is_some_and(|one| one.right);
            hit += usize::from(good);
            wrong += usize::from(chosen.is_some() && !good);
            if worst && !good {
                let (said, from) = chosen.map_or(("nothing", ""), |one| (&one.value, &one.from));
                let could = round.contestants.iter().find(|one| one.right);
                let missed = could.map_or("not on offer".to_owned(), |one| format!("{} [{}]", one.value, one.from));
                println!("    {} {said} [{from}] instead of {missed}", case.page);
            }
        }
        if all > 0 {
            let share = |count: usize| count as f64 / f64::from(all);
            println!("  {title:24} {set:5} right {:.3} wrong {:.3}", share(hit), share(wrong));
        }
    }
}
