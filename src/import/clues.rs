//! What a page claims about its article: JSON-LD, meta elements, microdata, `time` elements, class words, headings and the title.
//!
//! One pass over the parsed document; nothing is judged here. Which claim is believed is the cleaner's decision (`clean::metadata`).
//! Every value is sanitised and bounded, and nothing recurses on what a page may nest.

mod aside;
mod element;
mod json_ld;
mod mend;
mod meta;

use super::html::tokens::parse;
use super::html::tree::{Node, Tree};
use crate::page::{Clue, Field, Witness};
use crate::text::{sanitise, sanitise_line, squeeze, truncate};
use aho_corasick::AhoCorasick;
use aside::Asides;
use std::borrow::Cow;

/// No page says more than this about itself; what comes later is left out.
const CLUES_AT_MOST: usize = 400;
/// Bytes of a value on one line.
const LINE_AT_MOST: usize = 600;
/// Elements above a claim among which an itemscope or a part beside the article is looked for; no more of them are near it.
const ANCESTORS_AT_MOST: usize = 40;
/// Nodes below an element that are looked at for its text.
const NODES_AT_MOST: usize = 401;
/// Bytes of an article's text in JSON-LD.
const BODY_AT_MOST: usize = 400_000;

/// Collects what the document claims about its article, in the document's order, JSON-LD last.
pub(crate) fn clues(document: &Tree) -> Vec<Clue> {
    let mut claims = Claims::default();
    let mut scripts = Vec::new();
    let mut at = 0;
    let mut titled = false;
    for node in document.nodes() {
        let Some(name) = node.name() else {
            if at < 3
                && let Some(comment) = node.comment()
            {
                saved_from(&mut claims, comment);
            }
            continue;
        };
        at += 1;
        match name {
            "meta" => {
                meta::meta(&mut claims, node);
                element::property(&mut claims, node, at);
            }
            "link" => meta::link(&mut claims, node),
            "html" => meta::html(&mut claims, node),
            "title" if !titled => {
                titled = true;
                claims.add(Field::Headline, &text_of(node, LINE_AT_MOST), Witness::Title, "title");
            }
            "script" => {
                if let Some(script) = json_ld::script(node) {
                    scripts.push(script);
                }
            }
            "style" | "noscript" | "svg" | "path" | "img" | "br" | "option" => {}
            name => element::element(&mut claims, node, name, at),
        }
    }
    json_ld::json_ld(&mut claims, &scripts);
    claims.found
}

/// The clues found so far.
#[derive(Default)]
struct Claims {
    /// The meta name under which the name announced by a Twitter card is to come.
    awaits_name: Option<String>,
    found: Vec<Clue>,
    asides: Asides,
    /// How many elements' texts were read for a claim.
    looks: u32,
}

impl Claims {
    /// Adds a claim that stands in no place of the running page.
    fn add(&mut self, field: Field, value: &str, witness: Witness, name: &str) {
        self.add_at(field, value, witness, name, 0, false);
    }

    /// Adds a claim; one without words, or beyond the limit, is dropped.
    fn add_at(&mut self, field: Field, value: &str, witness: Witness, name: &str, at: u32, aside: bool) {
        if self.found.len() >= CLUES_AT_MOST {
            return;
        }
        let value = if field == Field::Body { whole_text(value) } else { one_line(value) };
        if value.chars().any(char::is_alphanumeric) {
            let name = truncate(&sanitise_line(name), 60).to_owned();
            self.found.push(Clue { field, value, witness, name, at, aside });
        }
    }
}

/// Browsers write the address of a page they save into a comment at its head.
fn saved_from(claims: &mut Claims, comment: &str) {
    if let Some((_, rest)) = comment.split_once("saved from url=(")
        && let Some((_, address)) = rest.split_once(')')
    {
        claims.add(Field::Url, address.trim(), Witness::Other, "saved from url");
    }
}

fn one_line(value: &str) -> String {
    let value = without_markup(truncate(value, 8 * LINE_AT_MOST));
    truncate(&squeeze(&sanitise_line(&value)), LINE_AT_MOST).to_owned()
}

fn whole_text(value: &str) -> String {
    let value = without_markup(truncate(value, BODY_AT_MOST));
    sanitise(&value).trim().to_owned()
}

/// Values in JSON-LD and attributes often carry markup and entities a second time; the text they mean has neither.
fn without_markup(value: &str) -> Cow<'_, str> {
    let escaped = value.find('&').is_some_and(|and| value[and..].contains(';'));
    let tagged = value.find('<').is_some_and(|tag| value[tag..].contains('>'));
    if !escaped && !tagged {
        return Cow::Borrowed(value);
    }
    let mut out = String::with_capacity(value.len());
    for node in parse(value).nodes() {
        if let Some(text) = node.text() {
            out.push_str(text);
        } else if let Some("p" | "br" | "div" | "li" | "tr" | "h2" | "h3") = node.name() {
            out.push('\n');
        }
    }
    Cow::Owned(out)
}

/// The text below an element, at most so many bytes of it; words of neighbouring elements do not run together.
fn text_of(element: Node<'_>, limit: usize) -> String {
    let mut out = String::new();
    for node in element.descendants().take(NODES_AT_MOST) {
        if let Some(text) = node.text() {
            if !node.parent().and_then(Node::name).is_some_and(is_code) {
                out.push_str(text);
            }
        } else if node.name().is_some_and(|name| !is_inline(name)) && !out.is_empty() {
            out.push(' ');
        }
        if out.len() > limit {
            break;
        }
    }
    out
}

/// Finds words in letters of either case; None only where the machine could not be built, which a test would find.
fn finder(words: &[&str]) -> Option<AhoCorasick> {
    AhoCorasick::builder().ascii_case_insensitive(true).prefilter(false).build(words).ok()
}

fn is_inline(tag: &str) -> bool {
    matches!(tag, "b" | "i" | "em" | "strong" | "u" | "sup" | "sub" | "small" | "font" | "mark" | "wbr")
}

fn is_code(tag: &str) -> bool {
    matches!(tag, "script" | "style" | "noscript")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn found(html: &str) -> Vec<(Field, Witness, String)> {
        clues(&parse(html)).into_iter().map(|c| (c.field, c.witness, c.value)).collect()
    }

    fn has(html: &str, field: Field, witness: Witness, value: &str) {
        let found = found(html);
        assert!(found.contains(&(field, witness, value.to_owned())), "{field:?} {value:?} is not in {found:#?}");
    }

    #[test]
    fn every_kind_of_witness_is_heard() {
        for (html, field, witness, value) in [
            ("<meta property='og:title' content='A &amp; B'>", Field::Headline, Witness::Meta, "A & B"),
            (
                "<meta property='gull_pictures:uploaded' content='2019-06-24T16:16:00Z'>",
                Field::Published,
                Witness::Meta,
                "2019-06-24T16:16:00Z",
            ),
            ("<meta name=author content='Ada Dorn'>", Field::Byline, Witness::Meta, "Ada Dorn"),
            (
                "<meta property='article:published_time' content='2019-06-24'>",
                Field::Published,
                Witness::Meta,
                "2019-06-24",
            ),
            (
                "<meta name='twitter:label1' content='Written by'><meta name='twitter:data1' content='Ada Dorn'>",
                Field::Byline,
                Witness::Meta,
                "Ada Dorn",
            ),
            ("<link rel=canonical href='https://example.org/a'>", Field::Url, Witness::Link, "https://example.org/a"),
            ("<html lang=de>", Field::Language, Witness::Link, "de"),
            ("<title>Ferry sinks\n | Gazette</title>", Field::Headline, Witness::Title, "Ferry sinks | Gazette"),
            ("<h1>Ferry<br>sinks</h1>", Field::Headline, Witness::Heading, "Ferry sinks"),
            ("<time datetime='2019-06-24T10:00'>today</time>", Field::SomeDate, Witness::Time, "2019-06-24T10:00"),
            ("<time class='entry-date published'>24 June 2019</time>", Field::Published, Witness::Time, "24 June 2019"),
            ("<p class='c-byline'>By Ada Dorn</p>", Field::Byline, Witness::Class, "By Ada Dorn"),
            ("<a rel=author href=/ada>Ada Dorn</a>", Field::Byline, Witness::Class, "Ada Dorn"),
            (
                "<div itemscope itemtype='http://schema.org/NewsArticle'><b itemprop=author itemscope><i itemprop=name>Ada Dorn</i> reporter</b></div>",
                Field::Byline,
                Witness::Microdata,
                "Ada Dorn",
            ),
            (
                "<div itemscope itemtype='http://schema.org/Article'><meta itemprop=datePublished content='2019-06-24'></div>",
                Field::Published,
                Witness::Microdata,
                "2019-06-24",
            ),
            ("<a rel='category tag'>Harbour</a>", Field::Section, Witness::Class, "Harbour"),
            (
                "<!-- saved from url=(0020)https://example.org/ --><p>x",
                Field::Url,
                Witness::Other,
                "https://example.org/",
            ),
        ] {
            has(html, field, witness, value);
        }
    }

    #[test]
    fn what_stands_in_comments_and_menus_is_aside() {
        for html in [
            "<h1>T</h1><ol class=comment-list><li><span class=comment-author>Bob</span><time>1 May 2019</time></ol>",
            "<aside><time>1 May 2019</time></aside>",
            "<div class='related-posts'><span class=author>Bob</span></div>",
        ] {
            let all = clues(&parse(html));
            assert!(all.iter().filter(|clue| clue.witness != Witness::Heading).all(|clue| clue.aside), "{all:?}");
        }
    }

    #[test]
    fn json_ld_is_believed_for_articles_only() {
        let html = r#"<script type="application/ld+json">{"@graph":[
            {"@type":"WebSite","name":"Gazette"},
            {"@type":"Person","@id":"/#ada","name":"Ada Dorn"},
            {"@type":["NewsArticle"],"headline":"Ferry sinks","author":{"@id":"/#ada"},"datePublished":"2019-06-24T10:00+02:00",
             "publisher":{"@type":"Organization","name":"The Gazette"},"articleSection":["Harbour","Ships"]}]}</script>"#;
        has(html, Field::Headline, Witness::JsonLd, "Ferry sinks");
        has(html, Field::Byline, Witness::JsonLd, "Ada Dorn");
        has(html, Field::Publisher, Witness::JsonLd, "The Gazette");
        has(html, Field::Section, Witness::JsonLd, "Harbour");
        has(html, Field::Publisher, Witness::Other, "Gazette");
    }

    #[test]
    fn of_several_articles_the_one_of_this_page_is_taken() {
        let html = r#"<title>Second | Gazette</title><script type="application/ld+json">[
            {"@type":"Article","headline":"First","datePublished":"2018-01-01"},
            {"@type":"Article","headline":"Second","datePublished":"2019-01-01"}]</script>"#;
        let dates: Vec<_> = found(html).into_iter().filter(|(field, ..)| *field == Field::Published).collect();
        assert_eq!(dates, [(Field::Published, Witness::JsonLd, "2019-01-01".to_owned())]);
    }

    #[test]
    fn broken_json_ld_is_mended_where_it_is_certain() {
        for json in [
            "<!--\n{\"@type\":\"Article\",\"headline\":\"Ferry\nsinks\"}\n-->",
            "//<![CDATA[\n{\"@type\":\"Article\",\"headline\":\"Ferry sinks\",}\n//]]>",
            "{\"@type\":\"Article\", /* note */ \"headline\":\"Ferry sinks\" // end\n}",
            "{&quot;@type&quot;:&quot;Article&quot;,&quot;headline&quot;:&quot;Ferry sinks&quot;}",
            "{\"@type\":\"Article\",\"headline\":\"Ferry sinks\"};",
            "{\"@type\":\"WebSite\"}{\"@type\":\"Article\",\"headline\":\"Ferry sinks\"}",
        ] {
            has(
                &format!("<script type='application/ld+json'>{json}</script>"),
                Field::Headline,
                Witness::JsonLd,
                "Ferry sinks",
            );
        }
    }

    #[test]
    fn deep_json_and_deep_markup_do_no_harm() {
        let json = format!("<script type='application/ld+json'>{}</script>", "[".repeat(100_000));
        assert_eq!(found(&json), []);
        let deep = format!(
            "<script type='application/ld+json'>{{\"@type\":\"Article\",\"articleBody\":\"{}Deep\"}}</script>",
            "<div>".repeat(70_000)
        );
        has(&deep, Field::Body, Witness::JsonLd, "Deep");
        let deep = format!("{}<h1 class=author>Deep</h1>", "<div class=author>".repeat(3_000));
        assert!(found(&deep).len() <= CLUES_AT_MOST);
    }

    proptest! {
        #[test]
        fn any_script_and_any_attribute_are_survived(json in "[\\[\\]{}\":,a@/*<!&;\\\\\\n -]{0,60}", value in "\\PC{0,40}") {
            let html = format!("<script type=application/ld+json>{json}</script><p class=\"author {value}\">{value}</p>");
            for clue in clues(&parse(&html)) {
                prop_assert!(clue.value.len() <= LINE_AT_MOST && !clue.value.contains('\n'));
            }
        }
    }
}
