//! What a line above the body may have in common with headlines, and what each of these traits weighs.

use crate::clean::metadata::contest;

/// The trait of lines that ask the reader for something.
pub(super) const CALL: &str = "a question to the reader or a call";

/// How many traits a line has.
pub(super) const TRAITS: usize = 39;

/// The traits and what they weigh.
const NAMED: [(&str, f32); TRAITS] = [
    ("next to the body", -1.2),
    ("each doubling of the distance", -0.4),
    ("five to eighteen words", 1.6),
    ("three or four words", 0.0),
    ("two words", -1.2),
    ("more than eighteen words", -1.2),
    ("share of its words in the body", 2.1),
    ("share of its words in the lead", 0.8),
    ("share of its words that come often in the body", 1.9),
    ("no words to compare", -0.4),
    ("heading of level one", 4.0),
    ("heading of another level", 1.5),
    ("list item", -2.2),
    ("caption", -3.0),
    ("labelled headline", 4.0),
    ("labelled heading", 0.5),
    ("labelled otherwise, not noise", -1.5),
    ("ends like a sentence", -2.1),
    ("ends with a question mark", 0.1),
    ("ends with a colon or comma", -1.4),
    ("begins in lower case", -1.1),
    ("begins with a number and a full stop", -0.6),
    ("holds a bar or an arrow", -1.5),
    ("stands elsewhere too", 0.6),
    ("stands right before too", 1.0),
    ("a date within four lines", 1.9),
    ("a byline within four lines", 1.9),
    ("minutes to read within four lines", 0.5),
    ("lines of prose between it and the body", 1.1),
    ("list items between it and the body", -0.3),
    ("short lines between it and the body", 0.1),
    ("the line before is a list item", 0.2),
    ("the line behind is a list item", -0.6),
    ("an empty line before", 2.7),
    (CALL, -0.8),
    ("inside the body", -2.2),
    ("the page's first lines", -0.3),
    ("share of capitalised words", 0.7),
    ("longest line so far", 0.8),
];

const WEIGHTS: [f32; TRAITS] = {
    let mut weights = [0.0; TRAITS];
    let mut place = 0;
    while place < TRAITS {
        weights[place] = NAMED[place].1;
        place += 1;
    }
    weights
};

/// How much of each trait there is in one line, in the order of the table.
pub(super) type Traits = [f32; TRAITS];

/// What a line's traits weigh together.
pub(super) fn weight(traits: &Traits) -> f32 {
    traits.iter().zip(&WEIGHTS).map(|(much, weight)| much * weight).sum()
}

/// What one trait of a line weighs.
pub(super) fn part(traits: &Traits, place: usize) -> f32 {
    traits[place] * WEIGHTS[place]
}

/// A line's traits by their names.
pub(super) fn named(traits: &Traits) -> contest::Traits {
    let mut named = contest::Traits::default();
    for ((name, _), much) in NAMED.iter().zip(traits).filter(|(_, much)| **much != 0.0) {
        named.set(name, *much);
    }
    named
}

/// The place of a trait in the table, found by the compiler.
pub(super) const fn place(name: &str) -> usize {
    let mut place = 0;
    while !is_same(NAMED[place].0.as_bytes(), name.as_bytes()) {
        place += 1;
    }
    place
}

const fn is_same(one: &[u8], other: &[u8]) -> bool {
    let mut at = 0;
    while at < one.len() && at < other.len() && one[at] == other[at] {
        at += 1;
    }
    at == one.len() && at == other.len()
}

/// The most that some traits can weigh together, none of which there is more than 1 of.
pub(super) const fn most(places: &[usize]) -> f32 {
    let (mut most, mut at) = (0.0, 0);
    while at < places.len() {
        most += WEIGHTS[places[at]].max(0.0);
        at += 1;
    }
    most
}

/// A trait that is there or not.
pub(super) fn is(yes: bool) -> f32 {
    f32::from(u8::from(yes))
}
