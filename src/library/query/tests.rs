//! What typed texts mean, that any text means something, and that every query can be written down.

use super::*;
use proptest::prelude::*;

/// The query with its structure in the open: every list and negation in parentheses.
fn shape(text: &str) -> String {
    fn write(node: &Node) -> String {
        let list = |nodes: &[Node]| nodes.iter().map(write).collect::<Vec<_>>().join(" ");
        match node {
            Node::All(nodes) => format!("(all {})", list(nodes)),
            Node::Any(nodes) => format!("(any {})", list(nodes)),
            Node::Not(node) => format!("(not {})", write(node)),
            other => Query { root: Some(other.clone()), sort: None }.to_string().trim_end().to_owned(),
        }
    }
    Query::parse(text).root().map(write).unwrap_or_default()
}

#[test]
fn typed_text_means() {
    for (text, meaning) in [
        ("", ""),
        ("  ", ""),
        ("ferry", "ferry*"),
        ("ferry ", "ferry"),
        ("old ferry", "(all old ferry*)"),
        ("fer* boat ", "(all fer* boat)"),
        ("=Ferry", "=Ferry"),
        ("\"old ferry\"", "\"old ferry\""),
        ("\"old fer", "\"old fer\"*"),
        ("\"old ferry ", "\"old ferry\""),
        ("“old ferry” x ", "(all \"old ferry\" x)"),
        ("\"ferry\"", "ferry"),
        ("=\"Old Ferry\"", "=\"Old Ferry\""),
        ("-boat", "(not boat)"),
        ("-boat*", "(not boat*)"),
        ("ferry -\"old boat\"", "(all ferry (not \"old boat\"))"),
        ("NOT boat ferry ", "(all (not boat) ferry)"),
        ("--boat ", "boat"),
        ("a OR b", "(any a b*)"),
        ("a|b ", "(any a b)"),
        ("a OR b c ", "(all (any a b) c)"),
        ("a b OR c d ", "(all a (any b c) d)"),
        ("a AND b OR c ", "(any (all a b) c)"),
        ("(a b) OR c ", "(any (all a b) c)"),
        ("(a (b OR c)) d ", "(all a (any b c) d)"),
        ("-(a OR b) c ", "(all (not (any a b)) c)"),
        ("(a b", "(all a b*)"),
        ("a or b not ", "(all a or b not)"),
        ("mayor's ", "\"mayor s\""),
        ("12:30 ", "\"12 30\""),
        ("https://example.org/a?b ", "\"https example org a b\""),
        ("unknown:word ", "\"unknown word\""),
        ("f(x) ", "\"f x\""),
        ("北京", "北京*"),
        ("iPhone手机 ", "\"iPhone 手机\""),
        ("title:ferry ", "title:ferry"),
        ("TITLE:\"old fer", "title:\"old fer\"*"),
        ("by:lee source:times", "(all by:lee source:times*)"),
        ("author:lee publisher:x ", "(all by:lee source:x)"),
        ("-source:times", "(not source:times)"),
        ("title:=Ferry ", "title:=Ferry"),
        ("#energy ", "tag:energy"),
        ("tag:\"Old news\"", "tag:\"old news\""),
        ("#ener", "tag:ener*"),
        ("lang:EN ", "lang:en"),
        ("is:unread", "is:unread"),
        ("has:link", "has:link"),
        ("date:2019-05..2019-08", "date:2019-05..2019-08"),
        ("date:2019", "date:2019"),
        ("before:2019-05 after:2018", "(all before:2019-05 after:2018)"),
        ("@7d x ", "(all @7d x)"),
        ("@6months", "@6months"),
        ("@someone ", "someone"),
        ("like:12", "like:12"),
    ] {
        assert_eq!(shape(text), meaning, "{text:?}");
    }
}

#[test]
fn what_is_not_whole_yet_changes_nothing() {
    for text in [
        "a OR",
        "a OR ",
        "a |",
        "a AND",
        "a NOT",
        "a -",
        "OR a ",
        "AND a ",
        "a OR OR ",
        "a ()",
        "a (",
        "a )",
        "a \"",
        "a source:",
        "a source:\"",
        "a is:",
        "a is:un",
        "a has:l",
        "a date:",
        "a date:20",
        "a date:..",
        "a sort:",
        "a sort:sco",
        "a like:",
        "a tag:",
        "a #",
        "a =",
        "a *",
        "a — ",
        "a & ",
        "a before:x",
        "a (OR)",
        "a -()",
    ] {
        let meaning = shape(text);
        assert!(meaning == "a" || meaning == "a*", "{text:?} means {meaning}");
    }
}

#[test]
fn the_order_can_be_named() {
    use crate::library::SortBy;
    for (text, by, reversed) in [
        ("a sort:date", SortBy::Date, false),
        ("sort:-date a", SortBy::Date, true),
        ("sort:score", SortBy::Score, false),
        ("(a sort:title)", SortBy::Headline, false),
        ("sort:score sort:source", SortBy::Publisher, false),
    ] {
        assert_eq!(Query::parse(text).sort(), Some(Sort { by, reversed }), "{text}");
    }
    assert_eq!(Query::parse("date").sort(), None);
}

#[test]
fn the_bar_shows_how_it_was_understood() {
    use Understood::{Field, Ignored, Negated, Operator, Phrase, Prefix, Value, Word};
    let text = "old OR -new (\"a b\" by:lee) is:x sort:date fer";
    let spans: Vec<(&str, Understood)> =
        Query::understood(text).into_iter().map(|(range, how)| (&text[range], how)).collect();
    assert_eq!(
        spans,
        [
            ("old", Word),
            ("OR", Operator),
            ("-", Negated),
            ("new", Negated),
            ("(", Operator),
            ("\"a b\"", Phrase),
            ("by:", Field),
            ("lee", Value),
            (")", Operator),
            ("is:x", Ignored),
            ("sort:", Field),
            ("date", Value),
            ("fer", Prefix),
        ]
    );
}

#[test]
fn deep_nesting_and_long_chains_are_read_in_no_time() {
    for part in ["(", "-", "a OR ", "NOT ", "(a OR -", "\"", ")(", "a|", "-(", "by:(", "(-(", "(a|b c AND d "] {
        let text = part.repeat(20_000);
        let query = Query::parse(&text);
        assert_eq!(Query::parse(&query.to_string()), query, "{part:?}");
    }
}

/// Texts made of what the language is made of, and of anything.
fn typed() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => "[a-z]{1,3}",
        2 => Just("OR".to_owned()), 1 => Just("AND".to_owned()), 1 => Just("NOT".to_owned()),
        6 => Just(" ".to_owned()),
        2 => Just("(".to_owned()), 2 => Just(")".to_owned()), 2 => Just("\"".to_owned()), 2 => Just("-".to_owned()),
        1 => Just("*".to_owned()), 1 => Just("=".to_owned()), 1 => Just("|".to_owned()), 1 => Just("#".to_owned()),
        3 => prop::sample::select(vec!["title:", "by:", "tag:", "lang:", "is:", "has:", "date:", "sort:", "before:", "like:", "x:"]).prop_map(str::to_owned),
        1 => prop::sample::select(vec!["2019", "2019-05", "..", "unread", "link", "-date", "7", "@7d", "@1y"]).prop_map(str::to_owned),
        1 => prop::sample::select(vec!["北京", "ガ", "é", "ß", "’", "“", "\u{200d}", "ﷺ", "＂", "¨"]).prop_map(str::to_owned),
        1 => any::<char>().prop_map(String::from),
    ];
    prop::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn what_is_written_reads_the_same(text in typed()) {
        let query = Query::parse(&text);
        prop_assert_eq!(Query::parse(&query.to_string()), query.clone(), "{:?} written as {:?}", text, query.to_string());
    }

    #[test]
    fn every_byte_is_understood_once(text in typed()) {
        let spans = Query::understood(&text);
        let mut end = 0;
        for (range, _) in spans {
            prop_assert!(range.start >= end && range.end > range.start);
            prop_assert!(text[end..range.start].chars().all(char::is_whitespace), "{:?} left out of {:?}", &text[end..range.start], text);
            end = range.end;
        }
        prop_assert!(text[end..].chars().all(char::is_whitespace));
    }

    #[test]
    fn any_text_is_a_query(text in any::<String>()) {
        let query = Query::parse(&text);
        prop_assert_eq!(Query::parse(&query.to_string()), query);
    }
}
