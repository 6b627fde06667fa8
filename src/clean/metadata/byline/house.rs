//! A publication that is called after its writer: who keeps a site under their own name signs its articles by that.

use super::{People, same};
use crate::clean::metadata::contest::{Contender, Traits, enter};
use crate::clean::metadata::cues::{after_by, is_given_name};
use crate::clean::metadata::names::{Trust, may_hold_name, names};
use crate::clean::metadata::setting::Setting;
use crate::clean::metadata::site::tail;
use crate::page::{Field, PageKind};
use crate::text::word_count;

/// The first lines of a dump, where a site says what it is called.
const FIRST_LINES: usize = 4;

/// The longest name of a site that may be a person's, in words.
const WORDS_AT_MOST: usize = 6;

/// Enters the people that the publication is called after.
pub(super) fn houses(setting: &Setting<'_>, all: &mut Vec<People>) {
    let titles = setting.clues(Field::Headline).filter_map(|clue| Some(tail(&clue.value)?.1)).take(4);
    let firsts = if setting.page.kind == PageKind::Text { FIRST_LINES } else { 0 };
    let said = setting.houses.iter().map(|house| (house.as_str(), "the publication's name"));
    let said = said.chain(titles.map(|tail| (tail, "the title's end")));
    let said = said.chain((0..firsts).map(|at| (setting.text(at), "the page's first lines name them")));
    for (name, witness) in said {
        let Some(person) = person(name) else { continue };
        let mut traits = Traits::default();
        traits.mark("the site is called so", true);
        let given = person.split([' ', '-']).next().is_some_and(is_given_name);
        traits.mark("the site is called so, with a given name", given);
        traits.mark(witness, true);
        enter(all, Contender { value: vec![person], from: witness.to_owned(), traits }, |a, b| same(a, b));
    }
}

/// The person in a site's name: "Ada Dorn", "Ada Dorn's Blog", "Ada Dorn - Harbours".
fn person(name: &str) -> Option<String> {
    if word_count(name) > WORDS_AT_MOST {
        return None;
    }
    let own = ["'s ", "’s "].iter().find_map(|mark| Some(name.split_once(mark)?.0)).unwrap_or(name);
    let own = own.trim_end_matches('/');
    if !may_hold_name(own) && after_by(own).is_none() {
        return None;
    }
    let mut read = names(own, Trust::Line).people;
    let person = read.pop().filter(|_| read.is_empty())?;
    (2..=3).contains(&word_count(&person)).then_some(person)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_sites_that_are_called_after_a_person_have_one() {
        for (name, found) in [
            ("Hannah Brack", Some("Hannah Brack")),
            ("Hannah Brack’s Harbour Blog", Some("Hannah Brack")),
            ("Hannah Brack - boats and quays", Some("Hannah Brack")),
            ("Hannah", None),
            ("The Elsen Gazette", None),
            ("Hannah Brack and Karl Venn on all that floats", None),
        ] {
            assert_eq!(person(name).as_deref(), found, "{name}");
        }
    }
}
