//! How an answer is found among those that a page offers: each has traits, each trait a weight that was learned, and the heaviest wins.
//!
//! Who claims it, where it stands, what it looks like and who else says so are all traits. No answer is a contender too, of weight 0.
//! The weights are in `assets/witnesses.txt`; `examples/learn` fits them (`docs/CLEANING.md`).

use super::Evidence;
use crate::page::Field;
use crate::text::QuickMap;
use std::sync::LazyLock;

/// What is known of an answer: names of traits, each with how much of it there is.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Traits(Vec<(&'static str, f32)>);

/// How many traits most answers have at the most.
const TRAITS_OF_MOST: usize = 20;

impl Traits {
    /// Takes a trait down where it is there.
    pub(super) fn mark(&mut self, name: &'static str, there: bool) {
        if there {
            self.set(name, 1.0);
        }
    }

    /// Takes down how much there is of a trait; of two witnesses the stronger counts.
    pub(super) fn set(&mut self, name: &'static str, much: f32) {
        if let Some((_, so_far)) = self.0.iter_mut().find(|(known, _)| *known == name) {
            *so_far = so_far.max(much);
            return;
        }
        if self.0.capacity() == 0 {
            self.0.reserve(TRAITS_OF_MOST);
        }
        self.0.push((name, much));
    }

    /// Takes over the traits that another witness of the same answer gives it. What is held against
    /// a witness counts where every witness has it, and then the least of it.
    pub(super) fn join(&mut self, other: &Traits) {
        let find = |traits: &Traits, name: &str| traits.iter().find(|(known, _)| *known == name).map(|(_, much)| much);
        self.0.retain_mut(|(name, much)| {
            let far = if is_held_against(name) { find(other, name) } else { Some(*much) };
            *much = far.map_or(*much, |far| far.min(*much));
            far.is_some()
        });
        for (name, much) in other.iter().filter(|(name, _)| !is_held_against(name)) {
            self.set(name, much);
        }
    }

    /// Whether a trait was taken down.
    pub(super) fn has(&self, name: &str) -> bool {
        self.iter().any(|(known, _)| known == name)
    }

    /// The traits.
    pub fn iter(&self) -> impl Iterator<Item = (&'static str, f32)> {
        self.0.iter().copied()
    }
}

/// Whether a trait is held against a witness only where it can be against every witness of the answer: how far a date's line stands from the
/// article's parts, and that others of its kind stand before. A name in a comment's class is no worse for that where it also stands elsewhere.
fn is_held_against(name: &str) -> bool {
    const KINDS: [&str; 3] =
        ["element: the second of its kind", "element: later than others of its kind", "a comment's class"];
    name.contains(": lines ") || KINDS.contains(&name)
}

/// An answer that a page offers.
#[derive(Clone, Debug)]
pub struct Contender<T> {
    /// The answer.
    pub value: T,
    /// Its witness, for explanations: the first, where there are several.
    pub from: String,
    /// What speaks for it and against it.
    pub traits: Traits,
}

/// Adds a contender; another witness of an answer that is there already strengthens that.
pub(super) fn enter<T>(all: &mut Vec<Contender<T>>, new: Contender<T>, same: impl Fn(&T, &T) -> bool) {
    match all.iter_mut().find(|known| same(&known.value, &new.value)) {
        Some(known) => known.traits.join(&new.traits),
        None => all.push(new),
    }
}

/// Which contest, and so which weights.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Table {
    /// What is asked.
    pub field: Field,
    /// Whether the page has structure to speak for it.
    pub html: bool,
}

impl Table {
    /// By so much an answer must outweigh no answer. A dump often shows when a page was changed and not when it was published, and articles
    /// stand in the order of their dates: there no answer is better than a doubtful one.
    pub fn caution(self) -> f32 {
        if self.field == Field::Published && !self.html { 1.1 } else { 0.0 }
    }

    /// The table's name in `assets/witnesses.txt`.
    pub fn name(self) -> String {
        format!("{} {}", format!("{:?}", self.field).to_lowercase(), if self.html { "html" } else { "dumps" })
    }
}

/// The weights, by table.
static WEIGHTS: LazyLock<QuickMap<&str, Weights>> =
    LazyLock::new(|| read(include_str!("../../../assets/witnesses.txt")));

/// `[table]` lines and, under each, a weight and its trait on a line.
fn read(text: &'static str) -> QuickMap<&'static str, Weights> {
    let mut tables: QuickMap<&str, Weights> = QuickMap::default();
    let mut table = "";
    for line in text.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        if let Some(name) = line.strip_prefix('[').and_then(|line| line.strip_suffix(']')) {
            table = name;
        } else if let Some((weight, name)) = line.trim_start().split_once(' ')
            && let Ok(weight) = weight.parse()
        {
            tables.entry(table).or_default().insert(name, weight);
        }
    }
    tables
}

type Weights = QuickMap<&'static str, f32>;

/// What a contender's traits weigh together.
fn weight(weights: &Weights, traits: &Traits) -> f32 {
    traits.iter().map(|(name, much)| weights.get(name).map_or(0.0, |weight| weight * much)).sum()
}

/// What is dear to know of a contender: traits of which there is no more than 1, and who takes them down.
pub(super) struct Dear<'a, T> {
    pub traits: &'static [&'static str],
    pub ask: &'a dyn Fn(&T, &mut Traits),
}

/// More than rounding can make of a sum of weights.
const ROUNDING: f32 = 0.01;

/// The place of the heaviest contender, if it outweighs no answer, with the evidence. The first wins a tie.
pub(super) fn decide<T>(
    table: Table,
    contenders: &mut [Contender<T>],
    show: impl Fn(&T) -> String,
) -> Option<(usize, Evidence)> {
    decide_asking(table, contenders, &Dear { traits: &[], ask: &|_, _| {} }, show)
}

/// As [`decide`]; what is dear to know is asked only of those that may be one of the two heaviest.
pub(super) fn decide_asking<T>(
    table: Table,
    contenders: &mut [Contender<T>],
    dear: &Dear<'_, T>,
    show: impl Fn(&T) -> String,
) -> Option<(usize, Evidence)> {
    static UNKNOWN: LazyLock<Weights> = LazyLock::new(Weights::default);
    let weights = WEIGHTS.get(table.name().as_str()).unwrap_or(&UNKNOWN);
    let most: f32 = dear.traits.iter().filter_map(|name| weights.get(name)).map(|weight| weight.max(0.0)).sum();
    let bound = |contender: &Contender<T>| weight(weights, &contender.traits) + most + ROUNDING;
    let mut order: Vec<(usize, f32)> = contenders.iter().map(bound).enumerate().collect();
    order.sort_by(|a, b| b.1.total_cmp(&a.1));
    let mut found: Vec<(usize, f32)> = Vec::with_capacity(order.len());
    let mut second = f32::MIN;
    for (at, bound) in order {
        if bound < second {
            break;
        }
        let contender = &mut contenders[at];
        (dear.ask)(&contender.value, &mut contender.traits);
        found.push((at, weight(weights, &contender.traits)));
        found.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        second = found.get(1).map_or(second, |(_, weight)| *weight);
    }
    let (best, weight) = *found.first().filter(|(_, weight)| *weight > table.caution())?;
    let beaten = found.get(1).map(|(at, _)| (show(&contenders[*at].value), contenders[*at].from.clone()));
    let evidence = Evidence { field: table.field, witness: contenders[best].from.clone(), weight, beaten };
    Some((best, evidence))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_read_by_name() {
        let tables = read("# note\n[a b]\n 1.5 said twice\n-2 a login\n\n[c]\n0.25 said twice\n");
        assert_eq!(tables["a b"], QuickMap::from_iter([("said twice", 1.5), ("a login", -2.0)]));
        assert_eq!(tables["c"], QuickMap::from_iter([("said twice", 0.25)]));
    }

    #[test]
    fn what_is_held_against_a_witness_counts_where_all_have_it() {
        let marked = |marks: &[(&'static str, f32)]| {
            let mut traits = Traits::default();
            for (name, much) in marks {
                traits.set(name, *much);
            }
            traits
        };
        let mut traits = marked(&[("a comment's class", 1.0), ("below: lines from the body", 3.0)]);
        traits.join(&marked(&[("a class", 1.0), ("below: lines from the body", 2.0)]));
        assert_eq!(traits, marked(&[("below: lines from the body", 2.0), ("a class", 1.0)]));
    }

    #[test]
    fn witnesses_of_one_answer_join() {
        let mut all = Vec::new();
        let traits = |name| {
            let mut traits = Traits::default();
            traits.mark(name, true);
            traits
        };
        for (value, from, name) in [(1, "one", "a"), (2, "two", "a"), (1, "three", "b")] {
            enter(&mut all, Contender { value, from: from.to_owned(), traits: traits(name) }, |a, b| a == b);
        }
        assert_eq!(all.len(), 2);
        assert_eq!(all[0].traits.iter().collect::<Vec<_>>(), [("a", 1.0), ("b", 1.0)]);
        assert_eq!(all[0].from, "one");
    }

    #[test]
    fn without_weight_there_is_no_answer() {
        let mut contenders = [Contender { value: 1, from: String::new(), traits: Traits::default() }];
        assert_eq!(decide(Table { field: Field::Byline, html: true }, &mut contenders, i32::to_string), None);
    }

    #[test]
    fn what_is_dear_is_asked_of_those_that_may_win() {
        let marked = |value: usize, names: &[&'static str]| {
            let mut traits = Traits::default();
            for name in names {
                traits.mark(name, true);
            }
            Contender { value, from: value.to_string(), traits }
        };
        let strong = ["under the headline", "JSON-LD"];
        let mut contenders =
            [marked(0, &[]), marked(1, &strong), marked(2, &strong), marked(3, &strong), marked(4, &[])];
        let asked = std::cell::RefCell::new(Vec::new());
        let ask = |value: &usize, traits: &mut Traits| {
            asked.borrow_mut().push(*value);
            traits.set("share of common words", if *value == 1 { 0.5 } else { 0.0 });
        };
        let dear = Dear { traits: &["share of common words"], ask: &ask };
        let table = Table { field: Field::Byline, html: true };
        let (best, evidence) = decide_asking(table, &mut contenders, &dear, usize::to_string).expect("heavy enough");
        assert_eq!((best, evidence.beaten), (2, Some(("3".to_owned(), "3".to_owned()))));
        assert_eq!(asked.into_inner(), [1, 2, 3]);
    }
}
