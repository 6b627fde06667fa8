//! The bytes of one record → its values by role. Values inside of lists and objects are found where exports put them.

use super::{Shape, feed};
use crate::import::charset;
use crate::import::mapping::Mapping;
use crate::import::refused::{OBJECTS_AT_MOST, Refused};
use crate::page::{Record, Role};
use serde_json::{Map, Value};
use std::borrow::Cow;

/// Where an object keeps the one text that it stands for.
const INSIDE: &[&str] = &["name", "text", "value", "#text", "@value", "rendered", "url", "@id"];

/// Reads one record: the bytes it is kept and recognised by, a JSON object, and its values.
pub(super) fn read(bytes: &[u8], shape: &Shape, mapping: &Mapping) -> Result<(Vec<u8>, Record), Refused> {
    let text = text(bytes);
    match shape {
        Shape::Json | Shape::List { .. } => {
            let line = text.trim();
            // Braces in its texts count too: no text has so many, and to count them takes no memory.
            if line.len() > OBJECTS_AT_MOST && memchr::memchr_iter(b'{', line.as_bytes()).nth(OBJECTS_AT_MOST).is_some()
            {
                return Err(Refused::ManyObjects);
            }
            let object: Map<String, Value> = serde_json::from_str(line).map_err(|error| Refused::not_json(&error))?;
            let mut record = values(&object, mapping);
            if let Shape::List { publisher: Some(publisher), .. } = shape
                && record.first(Role::Publisher).is_none()
            {
                // What is kept says by itself whose it is.
                let object =
                    object.into_iter().chain([("publisher".to_owned(), Value::String(publisher.clone()))]).collect();
                record.values.push((Role::Publisher, publisher.clone()));
                return Ok((kept(&object)?, record));
            }
            Ok((line.as_bytes().to_vec(), record))
        }
        Shape::Feed(head) => {
            let object = feed::entry(&text, head)?;
            Ok((kept(&object)?, values(&object, mapping)))
        }
        Shape::Csv { delimiter, header } => {
            let row = fields(text.as_bytes(), *delimiter).ok_or(Refused::UnevenRow(0, header.len()))?;
            if row.len() != header.len() {
                return Err(Refused::UnevenRow(row.len(), header.len()));
            }
            let object: Map<String, Value> = header.iter().cloned().zip(row.into_iter().map(Value::String)).collect();
            Ok((kept(&object)?, values(&object, mapping)))
        }
    }
}

/// The bytes that stand for a record which is no line of JSON.
fn kept(object: &Map<String, Value>) -> Result<Vec<u8>, Refused> {
    serde_json::to_vec(object).map_err(|error| Refused::not_json(&error))
}

/// UTF-8, or what the bytes look like where they are none.
fn text(bytes: &[u8]) -> Cow<'_, str> {
    match std::str::from_utf8(bytes) {
        Ok(text) => Cow::Borrowed(text),
        Err(_) => charset::decode(bytes).text,
    }
}

/// The fields of one row.
pub(super) fn fields(row: &[u8], delimiter: u8) -> Option<Vec<String>> {
    let mut reader = csv::ReaderBuilder::new().delimiter(delimiter).has_headers(false).flexible(true).from_reader(row);
    let mut record = csv::ByteRecord::new();
    let read = reader.read_byte_record(&mut record).ok()?;
    read.then(|| record.iter().map(|field| text(field).into_owned()).collect())
}

fn values(object: &Map<String, Value>, mapping: &Mapping) -> Record {
    let mut found: Vec<(Role, usize, String)> = Vec::new();
    for (role, path) in mapping.named() {
        if let Some(value) = at(object, path) {
            texts(value, &mut |text| found.push((*role, 0, text)));
        }
    }
    for (name, value) in object {
        if let Some((role, rank)) = mapping.role(name).filter(|(role, _)| !found_by_name(mapping, *role)) {
            texts(value, &mut |text| found.push((role, rank, text)));
        }
    }
    // The first name of a role that has a value is the one that counts.
    found.retain(|(.., text)| !text.trim().is_empty());
    found.sort_by_key(|(role, rank, _)| (*role as u8, *rank));
    let mut record = Record::default();
    let mut last = None;
    for (role, rank, text) in found {
        let first = *last.get_or_insert((role, rank));
        if first.0 != role {
            last = Some((role, rank));
        } else if first.1 != rank {
            continue;
        }
        record.values.push((role, text));
    }
    record
}

/// Whether the user named where a role is found.
fn found_by_name(mapping: &Mapping, role: Role) -> bool {
    mapping.named().iter().any(|(named, _)| *named == role)
}

/// The value at a path, in any case.
fn at<'a>(object: &'a Map<String, Value>, path: &[String]) -> Option<&'a Value> {
    let (first, rest) = path.split_first()?;
    let value = object
        .get(first)
        .or_else(|| object.iter().find(|(name, _)| name.eq_ignore_ascii_case(first)).map(|(_, v)| v))?;
    match (rest, value) {
        ([], value) => Some(value),
        (rest, Value::Object(inner)) => at(inner, rest),
        _ => None,
    }
}

/// The texts that a value holds: itself, those of a list, the one that an object stands for.
fn texts(value: &Value, give: &mut impl FnMut(String)) {
    match value {
        Value::String(text) => give(text.clone()),
        Value::Number(number) => give(number.to_string()),
        Value::Array(list) => {
            for inner in list {
                match inner {
                    Value::Array(_) => {}
                    inner => texts_of_one(inner, give),
                }
            }
        }
        other => texts_of_one(other, give),
    }
}

fn texts_of_one(value: &Value, give: &mut impl FnMut(String)) {
    match value {
        Value::String(text) => give(text.clone()),
        Value::Number(number) => give(number.to_string()),
        Value::Object(object) => {
            if let Some(Value::String(text)) = INSIDE.iter().find_map(|name| object.get(*name)) {
                give(text.clone());
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn record(line: &str, mapping: &[&str]) -> Record {
        let mapping = Mapping::of(&mapping.iter().map(|one| (*one).to_owned()).collect::<Vec<_>>()).expect("formed");
        read(line.as_bytes(), &Shape::Json, &mapping).expect("it is JSON").1
    }

    #[test]
    fn values_are_found_where_exports_put_them() {
        let record = record(
            r#"{"text":"second","articleBody":"first","author":[{"name":"Ida"},"Tom",7],"source":{"id":null,"name":"The Gull"},
               "date":1561392960,"headline":"","title":"A ferry"}"#,
            &[],
        );
        let all = |role| record.all(role).collect::<Vec<_>>();
        assert_eq!(all(Role::Text), ["first"]);
        assert_eq!(all(Role::Byline), ["Ida", "Tom", "7"]);
        assert_eq!(all(Role::Publisher), ["The Gull"]);
        assert_eq!(all(Role::Published), ["1561392960"]);
        assert_eq!(all(Role::Headline), ["A ferry"]);
    }

    #[test]
    fn the_user_may_name_fields_and_paths() {
        let line = r#"{"title":"no","hed":"Yes","data":{"Body":"Inside."},"text":"no"}"#;
        let record = record(line, &["title=hed", "text=data.body"]);
        assert_eq!((record.first(Role::Headline), record.first(Role::Text)), (Some("Yes"), Some("Inside.")));
    }

    #[test]
    fn a_row_is_kept_as_the_object_it_stands_for() {
        let shape = Shape::Csv { delimiter: b',', header: vec!["title".into(), "text".into()] };
        let read = |row: &str| read(row.as_bytes(), &shape, &Mapping::default());
        let (original, record) = read("A,\"b \"\"c\"\"\nd\"\r").expect("a row");
        assert_eq!(String::from_utf8_lossy(&original), r#"{"text":"b \"c\"\nd","title":"A"}"#);
        assert_eq!(record.first(Role::Text), Some("b \"c\"\nd"));
        assert!(matches!(read("A"), Err(Refused::UnevenRow(1, 2))));
    }

    #[test]
    fn bytes_that_are_no_utf8_are_read_as_what_they_look_like() {
        let shape = Shape::Csv { delimiter: b';', header: vec!["title".into(), "text".into()] };
        let (_, record) = read(b"Caf\xE9;Der Bootsf\xFChrer", &shape, &Mapping::default()).expect("a row");
        assert_eq!(record.first(Role::Text), Some("Der Bootsführer"));
    }

    #[test]
    fn a_record_of_very_many_objects_is_refused_before_it_takes_their_memory() {
        let line = |objects: usize| format!("{{\"text\":\"a\",\"x\":[{}0]}}", "{},".repeat(objects));
        let read = |line: String| read(line.as_bytes(), &Shape::Json, &Mapping::default());
        assert!(read(line(OBJECTS_AT_MOST - 1)).is_ok());
        assert!(matches!(read(line(OBJECTS_AT_MOST)), Err(Refused::ManyObjects)));
    }

    proptest! {
        #[test]
        fn any_bytes_are_a_record_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..60)) {
            let shape = Shape::Csv { delimiter: b',', header: vec!["title".into(), "text".into()] };
            drop(read(&bytes, &shape, &Mapping::default()));
            drop(read(&bytes, &Shape::Json, &Mapping::default()));
        }
    }
}
