//! The query language, the way back: [`Query`] → text that reads as the same query.

use super::{FEATURES, FIELDS, Field, Node, Query, SORTS, STATES, Words, name_of};
use std::fmt::{self, Display, Formatter};

impl Display for Query {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match &self.root {
            Some(Node::All(nodes)) => list(f, nodes, " ")?,
            Some(Node::Any(nodes)) => list(f, nodes, " OR ")?,
            Some(node) => node.fmt(f)?,
            None => {}
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

fn list(f: &mut Formatter<'_>, nodes: &[Node], between: &str) -> fmt::Result {
    for (place, node) in nodes.iter().enumerate() {
        if place > 0 {
            f.write_str(between)?;
        }
        node.fmt(f)?;
    }
    Ok(())
}

impl Display for Node {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Node::All(nodes) => {
                f.write_str("(")?;
                list(f, nodes, " ")?;
                f.write_str(")")
            }
            Node::Any(nodes) => {
                f.write_str("(")?;
                list(f, nodes, " OR ")?;
                f.write_str(")")
            }
            Node::Not(node) => write!(f, "-{node}"),
            Node::Words(words) => words.fmt(f),
            Node::Tag(name, open) => named(f, "tag:", name, *open),
            Node::Language(code, open) => named(f, "lang:", code, *open),
            Node::Is(state) => write!(f, "is:{}", name_of(STATES, state)),
            Node::Has(feature) => write!(f, "has:{}", name_of(FEATURES, feature)),
            Node::Dated(dates) => dates.fmt(f),
            Node::Like(id) => write!(f, "like:{id}"),
        }
    }
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
