//! The query language, the way back: [`Query`] → text that reads as the same query.

use super::lexer::DEPTH;
use super::{FEATURES, FIELDS, Field, Node, Query, SORTS, STATES, Words, name_of};
use std::fmt::{self, Display, Formatter};

impl Display for Query {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        if let Some(root) = &self.root {
            let form = if groups(root) > DEPTH + 1 { Form::Terse } else { Form::Grouped };
            write_node(f, root, Level::Sequence, form)?;
        }
        match self.sort {
            Some(sort) => {
                let (space, minus) = (if self.is_empty() { "" } else { " " }, if sort.reversed { "-" } else { "" });
                write!(f, "{space}sort:{minus}{}", name_of(SORTS, &sort.by))
            }
            // White space ends the last word, which otherwise would be the start of one.
            None if self.root.as_ref().is_some_and(ends_in_whole_word) => f.write_str(" "),
            None => Ok(()),
        }
    }
}

/// Whether the last thing written is a word that is not to go on.
fn ends_in_whole_word(node: &Node) -> bool {
    match node {
        Node::All(nodes) | Node::Any(nodes) => nodes.last().is_some_and(ends_in_whole_word),
        Node::Words(words) => !words.open && !words.exact && !is_quoted(words),
        Node::Tag(_, open) | Node::Language(_, open) => !open,
        _ => false,
    }
}

/// How lists inside of lists are told apart.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    /// Each is a group: nobody has to know which operator binds tighter.
    Grouped,
    /// Groups only where the operators need them: no more of them than in the text that was read, however deep that was.
    Terse,
}

/// What a node is part of, from the loosest operator to the tightest.
#[derive(Clone, Copy)]
enum Level {
    Sequence,
    Or,
    And,
    One,
}

/// How deep groups stand in groups where each list is one.
fn groups(node: &Node) -> usize {
    match node {
        Node::All(nodes) | Node::Any(nodes) => 1 + nodes.iter().map(groups).max().unwrap_or_default(),
        Node::Not(node) => groups(node),
        _ => 0,
    }
}

fn write_node(f: &mut Formatter<'_>, node: &Node, level: Level, form: Form) -> fmt::Result {
    let tighter = |level| if form == Form::Terse { level } else { Level::One };
    match (node, level) {
        (Node::All(nodes), Level::Sequence) => list(f, nodes, " ", tighter(Level::Or), form),
        (Node::All(nodes), Level::Or | Level::And) => list(f, nodes, " AND ", Level::One, form),
        (Node::Any(nodes), Level::Sequence | Level::Or) => list(f, nodes, " OR ", tighter(Level::And), form),
        (Node::All(_) | Node::Any(_), _) => {
            f.write_str("(")?;
            write_node(f, node, Level::Sequence, form)?;
            f.write_str(")")
        }
        (Node::Not(node), _) => {
            f.write_str("-")?;
            write_node(f, node, Level::One, form)
        }
        (Node::Words(words), _) => words.fmt(f),
        (Node::Tag(name, open), _) => named(f, "tag:", name, *open),
        (Node::Language(code, open), _) => named(f, "lang:", code, *open),
        (Node::Is(state), _) => write!(f, "is:{}", name_of(STATES, state)),
        (Node::Has(feature), _) => write!(f, "has:{}", name_of(FEATURES, feature)),
        (Node::Dated(dates), _) => dates.fmt(f),
        (Node::Like(id), _) => write!(f, "like:{id}"),
    }
}

fn list(f: &mut Formatter<'_>, nodes: &[Node], between: &str, level: Level, form: Form) -> fmt::Result {
    for (place, node) in nodes.iter().enumerate() {
        if place > 0 {
            f.write_str(between)?;
        }
        write_node(f, node, level, form)?;
    }
    Ok(())
}

impl Display for Words {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        if self.field != Field::Article {
            write!(f, "{}:", name_of(FIELDS, &self.field))?;
        }
        let (equals, quote, star) = (
            if self.exact { "=" } else { "" },
            if is_quoted(self) { "\"" } else { "" },
            if self.open { "*" } else { "" },
        );
        write!(f, "{equals}{quote}{}{quote}{star}", self.text)
    }
}

/// Several words stand in quotes, and one that would read as an operator.
fn is_quoted(words: &Words) -> bool {
    words.text.contains(' ') || matches!(words.text.as_str(), "OR" | "AND" | "NOT")
}

fn named(f: &mut Formatter<'_>, field: &str, name: &str, open: bool) -> fmt::Result {
    let plain = name.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | '/'));
    let (quote, star) = (if plain { "" } else { "\"" }, if open { "*" } else { "" });
    write!(f, "{field}{quote}{name}{quote}{star}")
}
