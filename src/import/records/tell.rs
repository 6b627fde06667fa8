//! Whether a file holds records, and in what shape: told by how it begins, never by its name.

use super::{Shape, feed};
use crate::import::mapping::Mapping;
use crate::page::Role;
use serde::Deserializer as _;
use serde::de::{IgnoredAny, MapAccess, Visitor};
use std::fmt;

/// How many lines are looked at.
const LINES: usize = 50;

/// The most bytes a name of a column has.
const NAME_BYTES: usize = 64;

/// The shape of the records that a file begins with; `whole` tells that this is all of it.
pub(super) fn tell(start: &[u8], whole: bool, mapping: &Mapping) -> Option<Shape> {
    let start = start.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(start);
    match start.iter().find(|byte| !byte.is_ascii_whitespace())? {
        b'<' => feed::head(start).map(Shape::Feed),
        // Feeds and answers of programs are often written on one line.
        b'{' if is_one_line(start) && !has_text(start, mapping) => {
            list(start).or_else(|| is_json_lines(start, whole).then_some(Shape::Json))
        }
        _ if is_json_lines(start, whole) => Some(Shape::Json),
        b'[' | b'{' => list(start),
        _ => table(start, whole, mapping),
    }
}

/// What exports call the list of their articles, where that is not the whole of them.
const LISTS: [&str; 12] = [
    "articles",
    "items",
    "entries",
    "list",
    "data",
    "results",
    "posts",
    "records",
    "documents",
    "docs",
    "stories",
    "bookmarks",
];

/// A list of objects: the whole file, or what an object holds under a name for such.
fn list(start: &[u8]) -> Option<Shape> {
    let (mut at, mut depth) = (0, 0_usize);
    // The last text, and that of an object's name.
    let (mut text, mut named, mut title) = (None, None, None);
    while let Some(&byte) = start.get(at) {
        match byte {
            b'"' => {
                let end = text_end(start, at)?;
                let own = start.get(at..end).and_then(|text| serde_json::from_slice::<String>(text).ok());
                if named.as_deref() == Some("title") && depth == 1 && title.is_none() {
                    title.clone_from(&own);
                }
                (text, named) = (own, None);
                at = end;
                continue;
            }
            b':' if depth == 1 => named = text.take(),
            b'[' => {
                let inside = start.get(at + 1..)?.trim_ascii_start();
                let is_wanted = depth == 0 || named.as_deref().is_some_and(|name| LISTS.contains(&name));
                if depth <= 1 && is_wanted && is_object_begun(inside) {
                    return Some(Shape::List { from: at + 1, publisher: title });
                }
                depth += 1;
            }
            b'{' => depth += 1,
            b']' | b'}' => {
                depth = depth.saturating_sub(1);
                named = None;
            }
            b',' => named = None,
            _ => {}
        }
        at += 1;
    }
    None
}

fn is_one_line(start: &[u8]) -> bool {
    !start.trim_ascii().contains(&b'\n')
}

/// Whether it is an object that holds a text itself, and not only in what it lists; of one that is cut off, as far as it goes.
fn has_text(start: &[u8], mapping: &Mapping) -> bool {
    let mut names = Names(Vec::new());
    // What breaks off has given its names before.
    let _ = serde_json::Deserializer::from_slice(start).deserialize_map(&mut names);
    names.0.iter().any(|name| mapping.role(name).is_some_and(|(role, ..)| role == Role::Text))
}

/// The names of an object's values.
struct Names(Vec<String>);

impl<'de> Visitor<'de> for &mut Names {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(name) = map.next_key()? {
            self.0.push(name);
            map.next_value::<IgnoredAny>()?;
        }
        Ok(())
    }
}

/// Behind a text that begins at a place.
fn text_end(start: &[u8], at: usize) -> Option<usize> {
    let mut end = at + 1;
    loop {
        match start.get(end)? {
            b'\\' => end += 2,
            b'"' => return Some(end + 1),
            _ => end += 1,
        }
    }
}

fn is_object_begun(text: &[u8]) -> bool {
    text.strip_prefix(b"{").is_some_and(|inner| inner.trim_ascii_start().starts_with(b"\""))
}

/// Most of the first lines are JSON objects; or the first one is so long that only its start is seen.
fn is_json_lines(start: &[u8], whole: bool) -> bool {
    let mut lines: Vec<&[u8]> = start.split(|byte| *byte == b'\n').collect();
    let cut = if whole { None } else { lines.pop() };
    let lines: Vec<&[u8]> =
        lines.into_iter().map(<[u8]>::trim_ascii).filter(|line| !line.is_empty()).take(LINES).collect();
    if let (true, Some(cut)) = (lines.is_empty(), cut) {
        return is_object_begun(cut.trim_ascii_start());
    }
    let objects = lines.iter().filter(|line| is_object(line)).count();
    objects > 0 && objects * 2 >= lines.len()
}

fn is_object(line: &[u8]) -> bool {
    line.first() == Some(&b'{') && line.last() == Some(&b'}') && serde_json::from_slice::<IgnoredAny>(line).is_ok()
}

/// The first line names columns of which one is known to hold the text and another something of the article, or three are known at all. Two are enough
/// where all look like names that programs give and the next line has as many fields: a list of addresses, whose rows have no text.
fn table(start: &[u8], whole: bool, mapping: &Mapping) -> Option<Shape> {
    let end = start.iter().position(|byte| *byte == b'\n').or(whole.then_some(start.len()))?;
    let line = start.get(..end)?;
    b",;\t|".iter().find_map(|&delimiter| {
        let header = super::value::fields(line, delimiter)?;
        if header.len() < 2 || header.iter().any(|name| name.len() > NAME_BYTES) {
            return None;
        }
        let mut roles: Vec<Role> = header.iter().filter_map(|name| Some(mapping.role(name)?.0)).collect();
        let has_text = roles.contains(&Role::Text);
        roles.sort_by_key(|role| *role as u8);
        roles.dedup();
        let is_like_one =
            || header.iter().all(|name| is_name(name)) && next(start, end, delimiter) == Some(header.len());
        let is_table = roles.len() >= 3 || roles.len() == 2 && (has_text || is_like_one());
        is_table.then_some(Shape::Csv { delimiter, header })
    })
}

/// Whether it looks like the name that a program gives a column.
fn is_name(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_')
}

/// How many fields the line has that follows the one which ends there.
fn next(start: &[u8], end: usize, delimiter: u8) -> Option<usize> {
    let line = start.get(end + 1..)?.split(|byte| *byte == b'\n').next()?;
    super::value::fields(line, delimiter).map(|fields| fields.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(start: &str) -> Option<Shape> {
        tell(start.as_bytes(), true, &Mapping::default())
    }

    fn csv(delimiter: u8, header: &[&str]) -> Shape {
        Shape::Csv { delimiter, header: header.iter().map(|name| (*name).to_owned()).collect() }
    }

    fn list(from: usize, publisher: Option<&str>) -> Shape {
        Shape::List { from, publisher: publisher.map(str::to_owned) }
    }

    #[test]
    fn records_are_told_by_their_form() {
        for (start, shape) in [
            ("{\"title\":\"A\",\"text\":\"B\"}\n", Some(Shape::Json)),
            ("\u{FEFF}\n {\"title\":\"A\"}", Some(Shape::Json)),
            ("{broken\n{\"title\":\"A\"}\n{\"title\":\"B\"}\n", Some(Shape::Json)),
            ("title,text\nA,B\n", Some(csv(b',', &["title", "text"]))),
            ("\"Title\";\"Body\"\nA;B\n", Some(csv(b';', &["Title", "Body"]))),
            ("url\ttitle\tdate\nA\tB\tC", Some(csv(b'\t', &["url", "title", "date"]))),
            ("title,url,time_added\nA,B,1", Some(csv(b',', &["title", "url", "time_added"]))),
            ("[{\"title\": \"A\"}]", Some(list(1, None))),
            ("[\n  {\n    \"title\"", Some(list(1, None))),
            ("{\"title\": \"G:[\", \"tags\": [{\"a\": 1}],\n\"items\": [{\"a\"", Some(list(47, Some("G:[")))),
            ("{\"status\":\"ok\",\n\"articles\": [ {\"title\": 1}]}", Some(list(29, None))),
        ] {
            assert_eq!(told(start), shape, "{start}");
        }
    }

    #[test]
    fn pages_are_no_records() {
        for start in [
            "",
            "<p>One.</p>",
            "Title, text and date\nof a page",
            "The ferry, the bridge, the mayor\nand more",
            "{ not json }\nat all\n",
            "[1, 2]\n",
            "[\n",
            "{\n\"tags\": [{\"a\": 1}]\n}\n",
            "{\n\"data\": {\"items\": [{\"a\": 1}]}\n}\n",
            "[{not json}]",
            "title,date\nThe ferry sails",
            "title\ntext\n",
            "One: {\"a\": 1}\n",
        ] {
            assert_eq!(told(start), None, "{start}");
        }
    }

    #[test]
    fn a_list_on_one_line_is_parted_unless_its_line_is_an_article_itself() {
        let shape = |text: &str| tell(text.as_bytes(), true, &Mapping::default());
        let feed = r#"{"version": "1", "title": "Gull", "items": [{"id": "1", "content_text": "It sails."}]}"#;
        assert!(matches!(shape(feed), Some(Shape::List { publisher: Some(title), .. }) if title == "Gull"));
        let article = r#"{"text": "It sails.", "data": [{"id": "1"}]}"#;
        assert!(matches!(shape(article), Some(Shape::Json)));
        let cut = tell(&article.as_bytes()[..article.len() - 2], false, &Mapping::default());
        assert!(matches!(cut, Some(Shape::Json)));
        assert!(matches!(shape(&format!("{feed}\n{feed}\n")), Some(Shape::Json)));
    }

    #[test]
    fn a_line_that_is_not_seen_to_its_end_is_told_by_its_start() {
        assert_eq!(tell(b"{\"text\": \"endless", false, &Mapping::default()), Some(Shape::Json));
        assert_eq!(tell(b"{\"text\": \"endless", true, &Mapping::default()), None);
    }

    #[test]
    fn columns_that_the_user_names_are_known() {
        let mapping = Mapping::of(&["text=blurb".to_owned()]).expect("well formed");
        assert_eq!(tell(b"title,blurb\nA,B", true, &mapping), Some(csv(b',', &["title", "blurb"])));
        assert_eq!(told("colour,blurb\nA,B"), None);
    }
}
