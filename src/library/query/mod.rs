//! The query language: text ⇄ [`Query`]. Any text is a query. Knows nothing of tantivy; `search` turns a query into hits.
//!
//! ```text
//! query   = { either }                     all must match
//! either  = both { ("OR" | "|") both }     any may match; binds tighter than standing side by side
//! both    = one { "AND" one }
//! one     = { "-" | "NOT" } ( "(" query ")" | word | "phrase" | field:value | #tag | @7d )
//! ```
//! What cannot be understood yet (an operator without its right side, a field without a value, half a date) counts as not typed, so that
//! the list never goes blank on the way to a whole query.

mod lexer;
mod parser;
mod when;
mod write;

pub use when::{Dates, Unit as TimeUnit};

use super::Sort;
use crate::article::ArticleId;
use crate::text::{Unit, units};
use std::ops::Range;

/// What the reader asks for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Query {
    /// What must match; `None` matches every article.
    root: Option<Node>,
    /// The order it names itself.
    sort: Option<Sort>,
}

/// A condition on an article. No `All` stands in an `All`, no `Any` in an `Any`, no `Not` in a `Not`, and neither list has fewer than two.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Node {
    All(Vec<Node>),
    Any(Vec<Node>),
    Not(Box<Node>),
    Words(Words),
    /// A tag of the reader's, by its folded name; `true` where it may go on.
    Tag(String, bool),
    /// The language of the body, by its code; `true` where it may go on.
    Language(String, bool),
    Is(State),
    Has(Feature),
    Dated(Dates),
    Like(ArticleId),
}

/// Words that must stand side by side in one of the article's texts.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Words {
    pub field: Field,
    /// The words as typed, with one space between them and nothing else; never empty.
    pub text: String,
    /// The last word may go on.
    pub open: bool,
    /// Letters must be as typed, with their case and accents.
    pub exact: bool,
}

/// The texts of an article that words are looked for in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Field {
    /// Headline and body.
    Article,
    Headline,
    Body,
    Byline,
    /// Publisher and wire agency.
    Source,
    Section,
    Place,
    Url,
    File,
}

/// What the reader has done with an article, or what it lacks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum State {
    Read,
    Unread,
    Starred,
    Hidden,
    Undated,
}

/// What an article has in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Feature {
    Link,
    Code,
    Note,
}

/// How a stretch of the typed text was understood, for colouring it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Understood {
    /// A whole word.
    Word,
    /// The start of a word.
    Prefix,
    /// Words side by side.
    Phrase,
    /// `OR`, `AND`, `NOT`, `|`, `-` or a parenthesis.
    Operator,
    /// The name of a field with its colon.
    Field,
    /// The value of a field, a tag, or a stretch of time.
    Value,
    /// What must not match.
    Negated,
    /// It changes nothing.
    Ignored,
}

impl Query {
    /// Reads any text. The last word is the start of a word unless white space follows it.
    pub fn parse(text: &str) -> Query {
        parser::parse(text).0
    }

    /// How each part of the text is understood, in order of place. What stands between the parts is white space.
    pub fn understood(text: &str) -> Vec<(Range<usize>, Understood)> {
        parser::parse(text).1
    }

    /// Whether it matches every article.
    pub fn is_empty(&self) -> bool {
        self.root.is_none()
    }

    /// The order the query names itself.
    pub fn sort(&self) -> Option<Sort> {
        self.sort
    }

    /// What must match; `None` matches every article.
    pub(crate) fn root(&self) -> Option<&Node> {
        self.root.as_ref()
    }
}

/// The last word of a phrase that is being typed counts from so many letters on: of one or two, almost any word that follows is the start of.
const LETTERS_OF_OPEN: usize = 3;

impl Words {
    /// What is to stand side by side, and whether the last of it may go on.
    pub(crate) fn units(&self) -> (Vec<Unit>, bool) {
        let mut units: Vec<Unit> = units(&self.text).collect();
        let short = |unit: &Unit| !unit.unspaced && unit.folded.chars().count() < LETTERS_OF_OPEN;
        if self.open && units.len() > 1 && units.last().is_some_and(short) {
            units.pop();
            return (units, false);
        }
        (units, self.open)
    }
}

impl Node {
    /// All of these, flattened; `None` for none.
    fn all(nodes: Vec<Node>) -> Option<Node> {
        let mut flat = Vec::with_capacity(nodes.len());
        for node in nodes {
            match node {
                Node::All(inner) => flat.extend(inner),
                other => flat.push(other),
            }
        }
        if flat.len() > 1 { Some(Node::All(flat)) } else { flat.pop() }
    }

    /// Any of these, flattened; `None` for none.
    fn any(nodes: Vec<Node>) -> Option<Node> {
        let mut flat = Vec::with_capacity(nodes.len());
        for node in nodes {
            match node {
                Node::Any(inner) => flat.extend(inner),
                other => flat.push(other),
            }
        }
        if flat.len() > 1 { Some(Node::Any(flat)) } else { flat.pop() }
    }

    /// The opposite.
    fn not(node: Node) -> Node {
        match node {
            Node::Not(inner) => *inner,
            other => Node::Not(Box::new(other)),
        }
    }

    /// Gives each of the words that an article must or may have to match, not those it must not have.
    pub(crate) fn wanted<'a>(&'a self, give: &mut impl FnMut(&'a Words)) {
        match self {
            Node::All(nodes) | Node::Any(nodes) => nodes.iter().for_each(|node| node.wanted(give)),
            Node::Words(words) => give(words),
            _ => {}
        }
    }
}

/// The fields by the names they are typed with; the first name is the one that is written.
pub(crate) const FIELDS: &[(&str, Field)] = &[
    ("title", Field::Headline),
    ("headline", Field::Headline),
    ("body", Field::Body),
    ("text", Field::Body),
    ("by", Field::Byline),
    ("author", Field::Byline),
    ("source", Field::Source),
    ("publisher", Field::Source),
    ("section", Field::Section),
    ("place", Field::Place),
    ("url", Field::Url),
    ("file", Field::File),
];

/// The values of `is:`.
const STATES: &[(&str, State)] = &[
    ("read", State::Read),
    ("unread", State::Unread),
    ("starred", State::Starred),
    ("hidden", State::Hidden),
    ("undated", State::Undated),
];

/// The values of `has:`.
const FEATURES: &[(&str, Feature)] = &[("link", Feature::Link), ("code", Feature::Code), ("note", Feature::Note)];

/// The values of `sort:`, each of which may stand with a minus for the other way round.
const SORTS: &[(&str, super::SortBy)] = &[
    ("date", super::SortBy::Date),
    ("score", super::SortBy::Score),
    ("title", super::SortBy::Headline),
    ("source", super::SortBy::Publisher),
];

/// The value that a table has for a name, in any case.
fn named<T: Copy>(table: &[(&str, T)], name: &str) -> Option<T> {
    table.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|&(_, value)| value)
}

/// The first name that a table has for a value.
fn name_of<T: PartialEq>(table: &[(&'static str, T)], value: &T) -> &'static str {
    table.iter().find(|(_, known)| known == value).map_or("", |&(name, _)| name)
}

#[cfg(test)]
mod tests;
