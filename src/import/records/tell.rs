//! Whether a file holds records, and in what shape: told by how it begins, never by its name.

use super::Shape;
use crate::import::mapping::Mapping;
use crate::page::Role;

/// How many lines are looked at.
const LINES: usize = 50;

/// The most bytes a name of a column has.
const NAME_BYTES: usize = 64;

/// The shape of the records that a file begins with; `whole` tells that this is all of it.
pub(super) fn tell(start: &[u8], whole: bool, mapping: &Mapping) -> Option<Shape> {
    let start = start.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(start);
    match start.iter().find(|byte| !byte.is_ascii_whitespace())? {
        b'<' => None,
        _ if is_json_lines(start, whole) => Some(Shape::Json),
        _ => table(start, whole, mapping),
    }
}

/// Most of the first lines are JSON objects; or the first one is so long that only its start is seen.
fn is_json_lines(start: &[u8], whole: bool) -> bool {
    let mut lines: Vec<&[u8]> = start.split(|byte| *byte == b'\n').collect();
    let cut = if whole { None } else { lines.pop() };
    let lines: Vec<&[u8]> =
        lines.into_iter().map(<[u8]>::trim_ascii).filter(|line| !line.is_empty()).take(LINES).collect();
    if let (true, Some(cut)) = (lines.is_empty(), cut) {
        let text = cut.trim_ascii_start();
        return text.strip_prefix(b"{").is_some_and(|inner| inner.trim_ascii_start().starts_with(b"\""));
    }
    let objects = lines.iter().filter(|line| is_object(line)).count();
    objects > 0 && objects * 2 >= lines.len()
}

fn is_object(line: &[u8]) -> bool {
    line.first() == Some(&b'{')
        && line.last() == Some(&b'}')
        && serde_json::from_slice::<serde::de::IgnoredAny>(line).is_ok()
}

/// The first line names columns of which one is known to hold the text and another something of the article, or three are known at all.
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
        (roles.len() >= if has_text { 2 } else { 3 }).then_some(Shape::Csv { delimiter, header })
    })
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

    #[test]
    fn records_are_told_by_their_form() {
        for (start, shape) in [
            ("{\"title\":\"A\",\"text\":\"B\"}\n", Some(Shape::Json)),
            ("\u{FEFF}\n {\"title\":\"A\"}", Some(Shape::Json)),
            ("{broken\n{\"title\":\"A\"}\n{\"title\":\"B\"}\n", Some(Shape::Json)),
            ("title,text\nA,B\n", Some(csv(b',', &["title", "text"]))),
            ("\"Title\";\"Body\"\nA;B\n", Some(csv(b';', &["Title", "Body"]))),
            ("url\ttitle\tdate\nA\tB\tC", Some(csv(b'\t', &["url", "title", "date"]))),
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
            "title\ntext\n",
            "One: {\"a\": 1}\n",
        ] {
            assert_eq!(told(start), None, "{start}");
        }
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
