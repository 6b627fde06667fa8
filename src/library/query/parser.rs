//! The query language, second step: lexemes → [`Query`], and how each lexeme was understood. Total: recursion is bounded by the lexer.

use super::lexer::{Atom, Ending, Kind, Lexeme, lex};
use super::{Dates, FEATURES, FIELDS, Field, Node, Query, SORTS, STATES, Understood, Words, named, when};
use crate::library::Sort;
use crate::text::{fold, squeeze, units};
use std::ops::Range;

/// Fields whose values are not words of a text.
const SPECIAL: &[&str] = &["tag", "lang", "is", "has", "date", "before", "after", "sort", "like"];

/// Whether a name with a colon after it begins a field.
pub(super) fn is_field(name: &str) -> bool {
    named(FIELDS, name).is_some() || SPECIAL.iter().any(|known| known.eq_ignore_ascii_case(name))
}

pub(super) fn parse(text: &str) -> (Query, Vec<(Range<usize>, Understood)>) {
    let mut parser = Parser { lexemes: lex(text), at: 0, sort: None, spans: Vec::new() };
    // The lexer gives no closing parenthesis without its opening one, so that this runs to the end.
    let root = parser.sequence(false);
    let mut spans = parser.spans;
    spans.sort_by_key(|(range, _)| range.start);
    (Query { root, sort: parser.sort }, spans)
}

struct Parser<'a> {
    lexemes: Vec<Lexeme<'a>>,
    at: usize,
    sort: Option<Sort>,
    spans: Vec<(Range<usize>, Understood)>,
}

/// What a lexeme turned out to be.
enum Meaning {
    Node(Node),
    Sort(Sort),
    Nothing,
}

impl Parser<'_> {
    fn peek(&self) -> Option<&Kind<'_>> {
        self.lexemes.get(self.at).map(|lexeme| &lexeme.kind)
    }

    fn next_is(&self, wanted: &[Kind<'_>]) -> bool {
        self.peek().is_some_and(|kind| wanted.contains(kind))
    }

    /// Takes the next lexeme as understood so.
    fn take(&mut self, understood: Understood) {
        if let Some(lexeme) = self.lexemes.get(self.at) {
            self.spans.push((lexeme.range.clone(), understood));
            self.at += 1;
        }
    }

    fn ignore(&mut self) {
        self.take(Understood::Ignored);
    }

    /// `{ either }` up to a closing parenthesis or the end.
    fn sequence(&mut self, negated: bool) -> Option<Node> {
        let mut nodes = Vec::new();
        while self.peek().is_some_and(|kind| *kind != Kind::Close) {
            nodes.extend(self.chain(&Kind::Or, negated));
        }
        Node::all(nodes)
    }

    /// Operands of one operator: `both { OR both }` or `one { AND one }`. Takes at least one lexeme.
    fn chain(&mut self, operator: &Kind<'_>, negated: bool) -> Option<Node> {
        let mut nodes = Vec::new();
        loop {
            while self.next_is(&[Kind::Or, Kind::And]) {
                self.ignore();
            }
            nodes.extend(match operator {
                Kind::Or => self.chain(&Kind::And, negated),
                _ => self.one(negated),
            });
            let mut after = self.at;
            while matches!(self.lexemes.get(after).map(|lexeme| &lexeme.kind), Some(Kind::Or | Kind::And)) {
                after += 1;
            }
            let operand_follows = self.lexemes.get(after).is_some_and(|lexeme| lexeme.kind != Kind::Close);
            if !self.next_is(std::slice::from_ref(operator)) {
                break;
            }
            if !operand_follows {
                while self.at < after {
                    self.ignore();
                }
                break;
            }
            self.take(Understood::Operator);
        }
        match operator {
            Kind::Or => Node::any(nodes),
            _ => Node::all(nodes),
        }
    }

    /// A group or an atom, with the signs of negation before it.
    fn one(&mut self, negated: bool) -> Option<Node> {
        let signs = self.at;
        while self.next_is(&[Kind::Not]) {
            self.at += 1;
        }
        let count = self.at - signs;
        let sign = if matches!(self.peek(), Some(Kind::Open | Kind::Atom(_))) {
            Understood::Negated
        } else {
            Understood::Ignored
        };
        self.spans.extend(
            self.lexemes.get(signs..self.at).unwrap_or_default().iter().map(|lexeme| (lexeme.range.clone(), sign)),
        );
        let negative = negated != (count % 2 == 1);
        let node = match self.peek() {
            Some(Kind::Open) => {
                self.take(Understood::Operator);
                let node = self.sequence(negated || count > 0);
                self.take(Understood::Operator);
                node
            }
            Some(Kind::Atom(_)) => self.atom(negated || count > 0, negative),
            _ => None,
        }?;
        Some(if count % 2 == 1 { Node::not(node) } else { node })
    }

    /// `under` tells that a negation stands somewhere around the atom, `negative` that there is an odd number of them.
    fn atom(&mut self, under: bool, negative: bool) -> Option<Node> {
        let Lexeme { kind: Kind::Atom(atom), range } = self.lexemes.get(self.at)?.clone() else { return None };
        self.at += 1;
        // Half a word behind a minus would throw out almost everything: only whole words do.
        let open = match atom.ending {
            Ending::Star => true,
            Ending::Cursor => !under && !atom.exact,
            Ending::Whole => false,
        };
        let meaning = meaning(&atom, open);
        let understood = match &meaning {
            Meaning::Nothing => Understood::Ignored,
            Meaning::Node(_) if negative => Understood::Negated,
            Meaning::Node(Node::Words(words)) if words.field == Field::Article => match words {
                words if words.text.contains(' ') || atom.quoted => Understood::Phrase,
                words if words.open => Understood::Prefix,
                _ => Understood::Word,
            },
            Meaning::Node(_) | Meaning::Sort(_) => Understood::Value,
        };
        let named = !atom.field.is_empty() && !matches!(understood, Understood::Ignored | Understood::Negated);
        let split = if named { atom.value_at } else { range.start };
        self.spans.extend((split > range.start).then_some((range.start..split, Understood::Field)));
        self.spans.extend((split < range.end).then_some((split..range.end, understood)));
        match meaning {
            Meaning::Node(node) => Some(node),
            Meaning::Sort(sort) => {
                self.sort = Some(sort);
                None
            }
            Meaning::Nothing => None,
        }
    }
}

fn meaning(atom: &Atom<'_>, open: bool) -> Meaning {
    let value = atom.value;
    let node = match atom.field.to_ascii_lowercase().as_str() {
        "" => match value.strip_prefix('@').filter(|_| !atom.quoted && !atom.exact).and_then(Dates::ago) {
            Some(dates) => Some(Node::Dated(dates)),
            None => words(Field::Article, atom, open),
        },
        "#" | "tag" => name(value).map(|name| Node::Tag(name, open)),
        "lang" => name(value).map(|code| Node::Language(code, open)),
        "is" => named(STATES, value).map(Node::Is),
        "has" => named(FEATURES, value).map(Node::Has),
        "date" => Dates::parse(value).map(Node::Dated),
        "before" => when::half_date(value).map(|date| Node::Dated(Dates::Before(date))),
        "after" => when::half_date(value).map(|date| Node::Dated(Dates::After(date))),
        "like" => value.parse().ok().map(Node::Like),
        "sort" => {
            let (name, reversed) = value.strip_prefix('-').map_or((value, false), |name| (name, true));
            return named(SORTS, name).map_or(Meaning::Nothing, |by| Meaning::Sort(Sort { by, reversed }));
        }
        field => named(FIELDS, field).and_then(|field| words(field, atom, open)),
    };
    node.map_or(Meaning::Nothing, Meaning::Node)
}

/// A name as tags and languages are compared by; `None` for an empty one.
fn name(value: &str) -> Option<String> {
    Some(squeeze(&fold(value))).filter(|name| !name.is_empty())
}

/// The words of a value, side by side; `None` where it has none.
fn words(field: Field, atom: &Atom<'_>, open: bool) -> Option<Node> {
    let mut text = String::new();
    for unit in units(atom.value) {
        if !unit.joined && !text.is_empty() {
            text.push(' ');
        }
        text.push_str(&atom.value[unit.range]);
    }
    // Only of these fields are spellings kept.
    let exact = atom.exact && matches!(field, Field::Article | Field::Headline | Field::Body);
    (!text.is_empty()).then_some(Node::Words(Words { field, text, open, exact }))
}
