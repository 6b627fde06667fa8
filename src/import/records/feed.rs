//! Feeds, RSS 2.0 and 1.0 and Atom (RFC 4287): what a feed says of itself, and what an entry says of its article, by the names that JSON records
//! have. An entry without its text has its summary for one.

use crate::import::charset;
use crate::import::refused::Refused;
use quick_xml::Reader;
use quick_xml::events::{BytesRef, BytesStart, Event};
use serde_json::{Map, Value};

/// What a feed says before its first entry.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::import) struct Head {
    /// What it is called.
    pub title: Option<String>,
    /// Its language.
    pub language: Option<String>,
}

/// How a feed's first element begins, and within how many bytes.
const ROOTS: [&str; 3] = ["<rss", "<feed", "<rdf:RDF"];
const ROOT_WITHIN: usize = 4 << 10;

/// Whether a file that begins so is a feed, and what that says of itself.
pub(super) fn head(start: &[u8]) -> Option<Head> {
    // Nearly all that begins with a tag is a page, and is not to be decoded here.
    let look = start.get(..ROOT_WITHIN).unwrap_or(start);
    if !ROOTS.iter().any(|root| memchr::memmem::find(look, root.as_bytes()).is_some()) {
        return None;
    }
    let text = match std::str::from_utf8(start) {
        // The last character may be cut off.
        Err(error) if error.error_len().is_some() => charset::decode(start).text,
        _ => String::from_utf8_lossy(start),
    };
    let mut reader = reader(&text);
    let mut head = Head::default();
    let mut path: Vec<String> = Vec::new();
    loop {
        match reader.read_event() {
            Ok(Event::Start(tag)) => {
                let name = tag.name().as_ref().to_owned();
                match path.len() {
                    0 if !ROOTS.iter().any(|root| root[1..] == name) => return None,
                    1.. if matches!(name.as_str(), "item" | "entry") => return Some(head),
                    _ => path.push(name),
                }
            }
            Ok(Event::Empty(_)) if path.is_empty() => return None,
            Ok(Event::End(_)) => drop(path.pop()),
            Ok(Event::Text(text)) => head.say(&path, &text),
            Ok(Event::CData(text)) => head.say(&path, &text),
            Ok(Event::GeneralRef(name)) => head.say(&path, &named(&name)),
            // What is cut off after its first element is a feed all the same.
            Ok(Event::Eof) | Err(_) => return (!path.is_empty()).then_some(head),
            Ok(_) => {}
        }
    }
}

impl Head {
    fn say(&mut self, path: &[String], text: &str) {
        let own = match path {
            [_, name] => name,
            [_, channel, name] if channel == "channel" => name,
            _ => return,
        };
        let place = match own.as_str() {
            "title" => &mut self.title,
            "language" | "dc:language" => &mut self.language,
            _ => return,
        };
        place.get_or_insert_default().push_str(text);
    }
}

fn reader(text: &str) -> Reader<&[u8]> {
    let mut reader = Reader::from_str(text);
    let config = reader.config_mut();
    config.check_end_names = false;
    config.allow_unmatched_ends = true;
    config.allow_dangling_amp = true;
    reader
}

/// The character that is called so, or its name where it is none of XML's own: HTML has more, and what is HTML is read as such later.
fn named(name: &BytesRef<'_>) -> String {
    if let Ok(Some(c)) = name.resolve_char_ref() {
        return c.to_string();
    }
    let name: &str = name;
    quick_xml::escape::resolve_xml_entity(name).map_or_else(|| format!("&{name};"), str::to_owned)
}

/// What an entry says that stands in a feed, as an object.
pub(super) fn entry(text: &str, head: &Head) -> Result<Map<String, Value>, Refused> {
    let mut said = Said::default();
    let mut reader = reader(text);
    let mut open: Option<Element> = None;
    let mut depth = 0_usize;
    loop {
        let before = place(&reader);
        match reader.read_event().map_err(|error| Refused::NotXml(error.to_string()))? {
            Event::Start(tag) => {
                depth += 1;
                match (depth, &mut open) {
                    (2, _) => open = Some(Element::new(&tag, place(&reader))),
                    (3.., Some(open)) => open.go_in(&tag),
                    _ => {}
                }
            }
            Event::Empty(tag) if depth == 1 => said.take(Element::new(&tag, 0), ""),
            Event::Empty(_) => open.iter_mut().for_each(|open| open.nested = true),
            Event::End(_) => {
                if depth == 2
                    && let Some(open) = open.take()
                {
                    let inside = text.get(open.from..before).unwrap_or_default();
                    said.take(open, inside);
                }
                depth = depth.saturating_sub(1);
            }
            Event::Text(words) => open.iter_mut().for_each(|open| open.text.push_str(&words)),
            Event::CData(words) => open.iter_mut().for_each(|open| open.text.push_str(&words)),
            Event::GeneralRef(name) => open.iter_mut().for_each(|open| open.text.push_str(&named(&name))),
            Event::Eof => break,
            _ => {}
        }
    }
    Ok(said.object(head))
}

/// How far a reader is, in bytes.
fn place(reader: &Reader<&[u8]>) -> usize {
    usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX)
}

/// An element of an entry.
#[derive(Default)]
struct Element {
    name: String,
    /// Where what is in it begins.
    from: usize,
    text: String,
    /// It has elements of its own.
    nested: bool,
    href: Option<String>,
    rel: Option<String>,
    term: Option<String>,
    is_link: bool,
}

impl Element {
    fn new(tag: &BytesStart<'_>, from: usize) -> Element {
        let mut element = Element { name: tag.name().as_ref().to_owned(), from, is_link: true, ..Element::default() };
        for attribute in tag.attributes().with_checks(false).flatten() {
            let value = quick_xml::escape::unescape(&attribute.value);
            let value = value.map_or_else(|_| attribute.value.to_string(), Into::into);
            match attribute.key.as_ref() {
                "href" => element.href = Some(value),
                "rel" => element.rel = Some(value),
                "term" => element.term = Some(value),
                "isPermaLink" => element.is_link = value != "false",
                _ => {}
            }
        }
        element
    }

    /// An element in it begins. Of a person, only the name is asked for.
    fn go_in(&mut self, tag: &BytesStart<'_>) {
        self.nested = true;
        if tag.name().as_ref() == "name" {
            self.text.clear();
        }
    }
}

/// What was said of an article, by what it is.
#[derive(Default)]
struct Said {
    title: String,
    link: String,
    id: String,
    published: String,
    updated: String,
    authors: Vec<String>,
    text: String,
    summary: String,
    section: String,
    language: String,
}

impl Said {
    /// Takes in what an element says; the first of a kind counts.
    fn take(&mut self, element: Element, inside: &str) {
        let Element { name, text, nested, href, rel, term, is_link, .. } = element;
        // The markup of an XHTML text stands in the feed as it is.
        let marked = if nested { inside } else { text.as_str() };
        let (place, value) = match name.as_str() {
            "title" | "dc:title" => (&mut self.title, marked),
            "link" if rel.as_deref().is_none_or(|rel| rel == "alternate") => {
                (&mut self.link, href.as_deref().unwrap_or(&text))
            }
            "guid" if is_link => (&mut self.id, text.as_str()),
            "pubDate" | "published" | "issued" | "dc:date" | "created" => (&mut self.published, text.as_str()),
            "updated" | "modified" | "dcterms:modified" => (&mut self.updated, text.as_str()),
            "author" | "dc:creator" => {
                let person = person(&text);
                if !person.is_empty() {
                    self.authors.push(person.to_owned());
                }
                return;
            }
            "content:encoded" | "content" => (&mut self.text, marked),
            "description" | "summary" => (&mut self.summary, marked),
            "category" => (&mut self.section, term.as_deref().unwrap_or(&text)),
            "language" | "dc:language" => (&mut self.language, text.as_str()),
            _ => return,
        };
        if place.is_empty() {
            value.trim().clone_into(place);
        }
    }

    fn object(self, head: &Head) -> Map<String, Value> {
        let first = |one: String, other: String| if one.is_empty() { other } else { one };
        let id = Some(self.id).filter(|id| id.starts_with("http")).unwrap_or_default();
        let (text, summary) =
            if self.text.is_empty() { (self.summary, String::new()) } else { (self.text, self.summary) };
        let published = first(self.published, self.updated.clone());
        let updated = if published == self.updated { String::new() } else { self.updated };
        let of_feed = |own: &Option<String>| own.as_deref().map(str::trim).unwrap_or_default().to_owned();
        let all = [
            ("headline", self.title),
            ("articleBody", text),
            ("datePublished", published),
            ("dateModified", updated),
            ("publisher", of_feed(&head.title)),
            ("url", first(self.link, id)),
            ("articleSection", self.section),
            ("inLanguage", first(self.language, of_feed(&head.language))),
            ("description", summary),
        ];
        let mut object: Map<String, Value> = all
            .into_iter()
            .filter(|(_, value)| !value.is_empty())
            .map(|(name, value)| (name.to_owned(), Value::String(value)))
            .collect();
        if !self.authors.is_empty() {
            object.insert("author".to_owned(), self.authors.into_iter().map(Value::String).collect());
        }
        object
    }
}

/// Who is meant by "ada@gazette.example (Ada Dorn)", as RSS has it.
fn person(text: &str) -> &str {
    let text = text.trim();
    let named =
        text.strip_suffix(')').and_then(|text| text.split_once('(')).filter(|(address, _)| address.contains('@'));
    named.map_or(text, |(_, name)| name.trim())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn said(text: &str) -> String {
        let head = Head { title: Some("The Gull".to_owned()), language: None };
        Value::Object(entry(text, &head).expect("is XML")).to_string()
    }

    #[test]
    fn feeds_are_told_by_their_first_element_and_say_what_they_are_called() {
        let rss = "\u{FEFF}<?xml version='1.0'?><!-- made by hand -->\n<rss version='2.0'><channel><image><title>No</title></image>\
                   <title>Gull &amp; Tern</title><language>en</language><item><title>No</title>";
        let head = head(rss.as_bytes()).expect("is a feed");
        assert_eq!((head.title.as_deref(), head.language.as_deref()), (Some("Gull & Tern"), Some("en")));
        let atom = super::head(b"<feed xmlns='http://www.w3.org/2005/Atom'><title><![CDATA[The Gull]]></title>")
            .expect("is a feed");
        assert_eq!(atom.title.as_deref(), Some("The Gull"));
        for other in ["<html><title>x", "<?xml version='1.0'?><opml>", "<p>rss", "feed", "", "<rss/>"] {
            assert_eq!(super::head(other.as_bytes()), None, "{other}");
        }
    }

    #[test]
    fn what_an_item_of_rss_says_is_found() {
        let item = "<item><title>Ferry &#8212; late</title><link>https://g.example/1</link><media:title>No</media:title>\
            <author>ada@g.example (Ada Dorn)</author><pubDate>Mon, 24 Jun 2019 16:16:00 +0200</pubDate><category>Harbour</category>\
            <description>Short.</description><content:encoded><![CDATA[<p>The ferry &amp; the goat.</p>]]></content:encoded></item>";
        let expected = r#"{"articleBody":"<p>The ferry &amp; the goat.</p>","articleSection":"Harbour","author":["Ada Dorn"],"datePublished":"Mon, 24 Jun 2019 16:16:00 +0200","description":"Short.","headline":"Ferry — late","publisher":"The Gull","url":"https://g.example/1"}"#;
        assert_eq!(said(item), expected);
    }

    #[test]
    fn what_an_entry_of_atom_says_is_found() {
        let entry = "<entry><title type='html'>Goat &amp;amp; ferry</title><link rel='self' href='no'/><link href='https://g.example/2?a=1&amp;b=2'/>\
            <author><email>x@y</email><name>Karl Venn</name></author><updated>2019-06-25T01:00:00Z</updated>\
            <summary type='xhtml'><div><p>One &amp; <b>two</b>.</p><br/></div></summary></entry>";
        let expected = r#"{"articleBody":"<div><p>One &amp; <b>two</b>.</p><br/></div>","author":["Karl Venn"],"datePublished":"2019-06-25T01:00:00Z","headline":"Goat &amp; ferry","publisher":"The Gull","url":"https://g.example/2?a=1&b=2"}"#;
        assert_eq!(said(entry), expected);
    }

    #[test]
    fn an_address_may_be_the_identity_and_a_broken_entry_says_what_it_can() {
        assert!(said("<item><guid>https://g.example/3</guid><description>A & B &nbsp; C").contains("\"publisher\""));
        assert!(said("<item><guid>https://g.example/3</guid></item>").contains("\"url\":\"https://g.example/3\""));
        assert!(!said("<item><guid isPermaLink='false'>https://g.example/3</guid></item>").contains("url"));
    }

    proptest! {
        #[test]
        fn any_text_is_an_entry_or_refused(text in "(<item>|</item>|<title>|</title>|<!\\[CDATA\\[|\\]\\]>|&|&amp;|<!--|-->|<|>|a='|'|[a-z]| ){0,30}") {
            drop(entry(&text, &Head::default()));
            drop(head(text.as_bytes()));
        }
    }
}
