//! Who wrote the article: the claims of the page's structure and the lines that read like a byline, in one contest. No answer rather than
//! a wrong one.

mod claims;
mod house;
mod lines;

use super::Evidence;
use super::contest::{Contender, Table, Traits, decide};
use super::cues::{is_given_name, is_no_name, is_role};
use super::names::Names;
use super::setting::Setting;
use super::site::is_house;
use crate::page::{Field, PageKind};
use crate::text::{fold, folds_alike, word_count};
use lines::Lines;

/// Who wrote the article.
#[derive(Clone, Debug, Default)]
pub(super) struct Byline {
    /// The names.
    pub people: Vec<String>,
    /// What they rest on.
    pub evidence: Option<Evidence>,
    /// The agency named in the byline.
    pub agency: Option<&'static str>,
    /// The blocks that are a byline and nothing else.
    pub lines: Vec<usize>,
}

/// Finds the byline; `headline` is the block of the headline.
pub(super) fn byline(setting: &Setting<'_>, headline: Option<usize>) -> Byline {
    let (mut contenders, mut lines, mut agency) = collected(setting, headline);
    let table = Table { field: Field::Byline, html: setting.page.kind == PageKind::Html };
    agency = agency.or(lines.agency);
    let Some((best, evidence)) = decide(table, &contenders, |people| people.join(", ")) else {
        return Byline { agency, lines: lines.opened, ..Byline::default() };
    };
    let people = contenders.swap_remove(best).value;
    let own = lines.alone.iter().filter(|(_, named)| same(named, &people)).map(|(at, _)| *at);
    lines.opened.extend(own);
    Byline { people, evidence: Some(evidence), agency, lines: lines.opened }
}

/// Everyone who may have written the article.
pub(super) fn contenders(setting: &Setting<'_>, headline: Option<usize>) -> Vec<Contender<Vec<String>>> {
    collected(setting, headline).0
}

type People = Contender<Vec<String>>;

fn collected(setting: &Setting<'_>, headline: Option<usize>) -> (Vec<People>, Lines, Option<&'static str>) {
    let mut all = Vec::new();
    let agency = claims::claims(setting, &mut all);
    let lines = lines::lines(setting, headline, &mut all);
    house::houses(setting, &mut all);
    beside_each_other(&mut all);
    for contender in &mut all {
        looks(setting, &contender.value, &mut contender.traits);
    }
    (all, lines, agency)
}

/// Whether two bylines name the same people.
fn same(one: &[String], other: &[String]) -> bool {
    one.len() == other.len() && one.iter().all(|name| other.iter().any(|known| folds_alike(known, name)))
}

/// Takes down how each byline stands to the others.
fn beside_each_other(all: &mut [People]) {
    let folded: Vec<Vec<String>> =
        all.iter().map(|contender| contender.value.iter().map(|name| fold(name)).collect()).collect();
    let alone = all.len() == 1;
    for (at, contender) in all.iter_mut().enumerate() {
        let own = &folded[at];
        let others = || folded.iter().enumerate().filter(|(other, _)| *other != at).map(|(_, names)| names);
        let shares = |names: &Vec<String>| own.iter().any(|name| names.contains(name));
        let traits = &mut contender.traits;
        traits.mark("nobody else is named", alone);
        traits.mark("another names these and more", others().any(|names| names.len() > own.len() && shares(names)));
        traits.mark("another names some of these", others().any(|names| names.len() < own.len() && shares(names)));
        let longer = |a: &str, b: &str| {
            a.len() > b.len() && a.starts_with(b) && !a[b.len()..].starts_with(char::is_alphanumeric)
        };
        let pairs = |test: &dyn Fn(&str, &str) -> bool| {
            others().any(|names| names.iter().any(|other| own.iter().any(|name| test(name, other))))
        };
        for (longer_form, shorter_form, whole) in [
            ("another has a longer form", "another has a shorter form", false),
            ("another has a longer form of a whole name", "another has a shorter form, a whole name", true),
        ] {
            let whole = |name: &str| name.contains(' ') == whole;
            traits.mark(longer_form, pairs(&|own, other| whole(own) && longer(other, own)));
            traits.mark(shorter_form, pairs(&|own, other| whole(other) && longer(own, other)));
        }
    }
}

/// Takes down what the names look like, whoever gives them.
fn looks(setting: &Setting<'_>, people: &[String], traits: &mut Traits) {
    let any = |test: &dyn Fn(&String) -> bool| people.iter().any(test);
    traits.mark("is a byline", true);
    traits.mark("two names", people.len() == 2);
    traits.mark("three names", people.len() == 3);
    traits.mark("four names and more", people.len() > 3);
    let words: Vec<&str> = people.iter().flat_map(|name| name.split_whitespace()).collect();
    traits.mark("a name of one word", any(&|name| word_count(name) == 1));
    traits.mark("a name of three words", any(&|name| word_count(name) == 3));
    traits.mark("a name of four words and more", any(&|name| word_count(name) > 3));
    traits.mark("an initial", words.iter().any(|word| word.len() == 2 && word.ends_with('.')));
    traits.mark(
        "a digit or mark",
        any(&|name| name.contains(|c: char| c.is_ascii_digit() || matches!(c, '_' | '&' | '+'))),
    );
    traits.mark("lower case", any(&|name| !name.chars().any(char::is_uppercase) && name.is_ascii()));
    traits.mark("capitals", any(&|name| !name.chars().any(char::is_lowercase) && name.is_ascii()));
    traits.mark("a word that no name holds", words.iter().any(|word| is_no_name(word)));
    traits.mark("words that no name holds only", people.iter().all(|name| name.split_whitespace().all(is_no_name)));
    let given = people.iter().filter(|name| name.split([' ', '-']).next().is_some_and(is_given_name)).count();
    traits.set(
        "share that begins with a given name",
        super::rank::count(given) / super::rank::count(people.len().max(1)),
    );
    traits.mark("a word for what somebody does", words.iter().any(|word| is_role(word)));
    traits.mark("an address", any(&|name| looks_like_host(name)));
    traits.mark("the house", any(&|name| is_house(name, &setting.bare_houses)));
    let common = words.iter().filter(|word| word.len() > 2 && setting.is_common(word)).count();
    traits.set("share of common words", super::rank::count(common) / super::rank::count(words.len().max(1)));
    if let Some(name) = people.first().filter(|name| name.len() > 4) {
        traits.mark("the body names them", setting.body_names(name));
    }
}

/// Whether a line holds at most so many words beside the names and its dates.
fn is_little_else(setting: &Setting<'_>, at: usize, read: &Names, words: usize) -> bool {
    let text = setting.text(at);
    let named: usize = read.people.iter().map(|name| word_count(name)).sum();
    let date: usize = setting.dates(at).iter().map(|date| word_count(&text[date.range.clone()])).sum();
    named + date + words >= word_count(text)
}

/// Whether a name is the address of a site.
fn looks_like_host(name: &str) -> bool {
    let top = |top: &str| (2..=4).contains(&top.len()) && top.bytes().all(|b| b.is_ascii_lowercase());
    !name.contains(' ') && name.rsplit_once('.').is_some_and(|(_, end)| top(end))
}
