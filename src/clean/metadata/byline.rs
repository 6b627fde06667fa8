//! Who wrote the article: the claims of the page's structure and the lines that read like a byline, in one contest. No answer rather than
//! a wrong one.

mod claims;
mod house;
mod lines;

use super::Evidence;
use super::contest::{Contender, Dear, Table, Traits, decide_asking};
use super::cues::{is_given_name, is_no_name, is_role};
use super::names::Names;
use super::rank::count;
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
    let dear =
        Dear { traits: &IN_BODY, ask: &|people: &Vec<String>, traits: &mut Traits| in_body(setting, people, traits) };
    let Some((best, evidence)) = decide_asking(table, &mut contenders, &dear, |people| people.join(", ")) else {
        return Byline { agency, lines: lines.opened, ..Byline::default() };
    };
    let people = contenders.swap_remove(best).value;
    let own = lines.alone.iter().filter(|(_, named)| same(named, &people)).map(|(at, _)| *at);
    lines.opened.extend(own);
    Byline { people, evidence: Some(evidence), agency, lines: lines.opened }
}

/// Everyone who may have written the article.
pub(super) fn contenders(setting: &Setting<'_>, headline: Option<usize>) -> Vec<Contender<Vec<String>>> {
    let mut all = collected(setting, headline).0;
    for contender in &mut all {
        in_body(setting, &contender.value, &mut contender.traits);
    }
    all
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
        let mut beside = Beside::default();
        for (_, others) in folded.iter().enumerate().filter(|(other, _)| *other != at) {
            beside.add(&folded[at], others);
        }
        let traits = &mut contender.traits;
        traits.mark("nobody else is named", alone);
        traits.mark("another names these and more", beside.more);
        traits.mark("another names some of these", beside.fewer);
        traits.mark("another has a longer form", beside.longer[0]);
        traits.mark("another has a shorter form", beside.shorter[0]);
        traits.mark("another has a longer form of a whole name", beside.longer[1]);
        traits.mark("another has a shorter form, a whole name", beside.shorter[1]);
    }
}

/// How a byline stands to others, their names folded.
#[derive(Default)]
struct Beside {
    /// Another names some of the same people, and more or fewer in all.
    more: bool,
    fewer: bool,
    /// Another goes on behind a name, or ends within it; the shorter of the two is one word or a whole name.
    longer: [bool; 2],
    shorter: [bool; 2],
}

impl Beside {
    fn add(&mut self, own: &[String], others: &[String]) {
        let goes_on = |long: &str, short: &str| {
            long.strip_prefix(short).is_some_and(|rest| !rest.is_empty() && !rest.starts_with(char::is_alphanumeric))
        };
        let is_whole = |name: &str| usize::from(name.contains(' '));
        let mut shared = false;
        for (name, other) in own.iter().flat_map(|name| others.iter().map(move |other| (name, other))) {
            if name == other {
                shared = true;
            } else if goes_on(other, name) {
                self.longer[is_whole(name)] = true;
            } else if goes_on(name, other) {
                self.shorter[is_whole(other)] = true;
            }
        }
        self.more |= shared && others.len() > own.len();
        self.fewer |= shared && others.len() < own.len();
    }
}

/// Takes down what the names look like, whoever gives them.
fn looks(setting: &Setting<'_>, people: &[String], traits: &mut Traits) {
    let any = |test: &dyn Fn(&String) -> bool| people.iter().any(test);
    traits.mark("is a byline", true);
    traits.mark("two names", people.len() == 2);
    traits.mark("three names", people.len() == 3);
    traits.mark("four names and more", people.len() > 3);
    let counts: Vec<usize> = people.iter().map(|name| word_count(name)).collect();
    traits.mark("a name of one word", counts.contains(&1));
    traits.mark("a name of three words", counts.contains(&3));
    traits.mark("a name of four words and more", counts.iter().any(|count| *count > 3));
    let words = || people.iter().flat_map(|name| name.split_whitespace());
    traits.mark("an initial", words().any(|word| word.len() == 2 && word.ends_with('.')));
    traits.mark(
        "a digit or mark",
        any(&|name| name.bytes().any(|byte| byte.is_ascii_digit() || matches!(byte, b'_' | b'&' | b'+'))),
    );
    traits.mark("lower case", any(&|name| name.is_ascii() && !name.bytes().any(|byte| byte.is_ascii_uppercase())));
    traits.mark("capitals", any(&|name| name.is_ascii() && !name.bytes().any(|byte| byte.is_ascii_lowercase())));
    traits.mark("a word that no name holds", words().any(is_no_name));
    traits.mark("words that no name holds only", people.iter().all(|name| name.split_whitespace().all(is_no_name)));
    let given = people.iter().filter(|name| name.split([' ', '-']).next().is_some_and(is_given_name)).count();
    traits.set("share that begins with a given name", count(given) / count(people.len().max(1)));
    traits.mark("a word for what somebody does", words().any(is_role));
    traits.mark("an address", any(&|name| looks_like_host(name)));
    traits.mark("the house", any(&|name| is_house(name, &setting.bare_houses)));
}

/// The traits for which the body is searched.
const IN_BODY: [&str; 2] = ["share of common words", "the body names them"];

/// Takes down what the body has of the names.
fn in_body(setting: &Setting<'_>, people: &[String], traits: &mut Traits) {
    let [share_of_common, named] = IN_BODY;
    let words: Vec<&str> = people.iter().flat_map(|name| name.split_whitespace()).collect();
    let common = words.iter().filter(|word| word.len() > 2 && setting.is_common(word)).count();
    traits.set(share_of_common, count(common) / count(words.len().max(1)));
    if let Some(name) = people.first().filter(|name| name.len() > 4) {
        traits.mark(named, setting.body_names(name));
    }
}

/// Whether a line holds at most so many words beside the names and its dates.
fn is_little_else(setting: &Setting<'_>, at: usize, read: &Names, words: usize) -> bool {
    let text = setting.text(at);
    let named: usize = read.people.iter().map(|name| word_count(name)).sum();
    let date: usize = setting.dates(at).iter().map(|date| word_count(&text[date.range.clone()])).sum();
    named + date + words >= setting.words(at)
}

/// Whether a name is the address of a site.
fn looks_like_host(name: &str) -> bool {
    let top = |top: &str| (2..=4).contains(&top.len()) && top.bytes().all(|b| b.is_ascii_lowercase());
    !name.contains(' ') && name.rsplit_once('.').is_some_and(|(_, end)| top(end))
}
