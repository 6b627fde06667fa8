//! What the page's structure claims of its writers: the names of one witness together.

use super::{People, same};
use crate::clean::metadata::contest::{Contender, Traits, enter};
use crate::clean::metadata::names::{Trust, names};
use crate::clean::metadata::setting::Setting;
use crate::page::{Clue, Field, Witness};
use crate::text::{folds_alike, word_count};

/// Elements between two names that stand together, and between the heading and a byline of its own.
const TOGETHER: u32 = 12;
const UNDER_HEADING: u32 = 40;

/// The longest name that a field may hold in whole, in words and bytes.
const WORDS_AT_MOST: usize = 6;
const BYTES_AT_MOST: usize = 60;

/// A run of names under one witness.
struct Run<'a> {
    clue: &'a Clue,
    people: Vec<String>,
    last_at: u32,
    /// How many runs of the same witness stand before it.
    before: usize,
}

/// Enters the claims; gives the agency among them.
pub(super) fn claims(setting: &Setting<'_>, all: &mut Vec<People>) -> Option<&'static str> {
    let mut agency = None;
    let mut runs: Vec<Run> = Vec::new();
    let mut whole: Vec<&Clue> = Vec::new();
    for clue in setting.page.clues.iter().filter(|clue| matches!(clue.field, Field::Byline | Field::Organisation)) {
        if clue.value.contains("://") || clue.name == "twitter:creator" {
            continue;
        }
        let read = names(&clue.value, Trust::Stated);
        agency = agency.or(read.agency.filter(|_| !clue.aside));
        if read.people.is_empty() {
            continue;
        }
        if let [person] = read.people.as_slice()
            && is_name_in_whole(clue, person)
        {
            whole.push(clue);
        }
        let alike = |run: &&mut Run| {
            (run.clue.witness, &run.clue.name, run.clue.aside, run.clue.field)
                == (clue.witness, &clue.name, clue.aside, clue.field)
        };
        let mut earlier = runs.iter_mut().rev().filter(alike);
        match earlier.next() {
            // Names that stand close together are one byline; one that comes much later signs another story.
            Some(run) if clue.at <= run.last_at + TOGETHER || clue.at == 0 => {
                for name in read.people {
                    if !run.people.iter().any(|known| folds_alike(known, &name)) {
                        run.people.push(name);
                    }
                }
                run.last_at = clue.at;
            }
            Some(run) => {
                let before = run.before + 1;
                runs.push(Run { clue, people: read.people, last_at: clue.at, before });
            }
            None => runs.push(Run { clue, people: read.people, last_at: clue.at, before: 0 }),
        }
    }
    let heading = setting.heading_at();
    for run in &runs {
        let traits = traits(run, heading);
        let from = format!("{:?} {}{}", run.clue.witness, run.clue.name, if run.clue.aside { " aside" } else { "" });
        if run.people.len() > 1 {
            let mut traits = traits.clone();
            traits.mark("the first of several", true);
            let value = run.people[..1].to_vec();
            enter(all, Contender { value, from: from.clone(), traits }, |a, b| same(a, b));
        }
        enter(all, Contender { value: run.people.clone(), from, traits }, |a, b| same(a, b));
    }
    for clue in whole {
        let mut traits = traits(&Run { clue, people: Vec::new(), last_at: clue.at, before: 0 }, heading);
        traits.mark("with all that stands there", true);
        let from = format!("{:?} {}, in whole", clue.witness, clue.name);
        enter(all, Contender { value: vec![clue.value.clone()], from, traits }, |a, b| same(a, b));
    }
    agency
}

/// Whether what a field says of the writer may be one name in whole, of which `person` is what was understood: "The Harbour Expert".
fn is_name_in_whole(clue: &Clue, person: &str) -> bool {
    let stated = matches!(clue.witness, Witness::Meta | Witness::JsonLd);
    let parted = |c: char| matches!(c, ',' | ';' | '|' | '/' | '&' | '@');
    stated
        && clue.value != person
        && clue.value.len() <= BYTES_AT_MOST
        && (2..=WORDS_AT_MOST).contains(&word_count(&clue.value))
        && !clue.value.contains(parted)
}

/// Who claims it, and where.
fn traits(run: &Run<'_>, heading: Option<u32>) -> Traits {
    let mut traits = Traits::default();
    let clue = run.clue;
    let organisation = clue.field == Field::Organisation;
    let name = clue.name.as_str();
    let witness = match clue.witness {
        Witness::JsonLd if organisation => "JSON-LD: an organisation",
        Witness::JsonLd => "JSON-LD",
        Witness::Microdata if clue.aside => "microdata, aside",
        Witness::Microdata if organisation => "microdata: an organisation",
        Witness::Microdata => "microdata",
        Witness::Meta if name.starts_with("twitter:data") => "meta twitter:data",
        Witness::Meta if name == "author" => "meta author",
        Witness::Meta if name.starts_with("article") || name.starts_with("og:") => "meta article:author",
        Witness::Meta => "another meta element",
        Witness::Class if name == "rel=author" && clue.aside => "rel=author, aside",
        Witness::Class if name == "rel=author" => "rel=author",
        Witness::Class if name.contains("comment") => "a comment's class",
        Witness::Class if clue.aside => "a class, aside",
        Witness::Class => "a class",
        _ if organisation => "another object: an organisation",
        _ => "another object",
    };
    traits.mark(witness, true);
    if clue.at > 0 {
        traits.mark("later than others of its witness", run.before > 0);
        if let Some(heading) = heading {
            let under = clue.at > heading && clue.at < heading + UNDER_HEADING;
            traits.mark("before the heading", clue.at < heading);
            traits.mark("right under the heading", under);
            traits.mark("right under the heading, aside", under && clue.aside);
            traits.mark("far behind the heading", clue.at > heading + 400);
        }
        let word = name.to_ascii_lowercase();
        if clue.witness == Witness::Class && name != "rel=author" {
            traits.mark("a class with author", word.contains("author") || word.contains("autor"));
            traits.mark("a class with byline", word.contains("byline"));
            traits.mark("a class with name", word.contains("name"));
            traits.mark(
                "a class with box, bio or about",
                ["box", "bio", "about", "card", "info"].iter().any(|part| word.contains(part)),
            );
            traits.mark("a class with reviewer", word.contains("review"));
        }
    }
    traits
}
