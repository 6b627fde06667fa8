//! What becomes of a page's text, beside what the standard's own tokenizer makes of it.

use super::super::tree::Node;
use super::attributes::read;
use super::*;
use proptest::prelude::*;
use scraper::Html;

/// A node as it is compared: its depth, and a tag with those attributes that are read or a text.
type Told = (usize, Result<String, String>);

/// The elements and texts of a document in their order; texts that only a comment parts are one.
fn told(html: &str) -> Vec<Told> {
    let tree = parse(html);
    let nodes = tree.nodes().filter_map(|node| {
        let tag = node.name().map(|name| tag(name, node.attributes()));
        Some((node.ancestors().count(), tag.map(Ok).or_else(|| Some(Err(node.text()?.to_owned())))?))
    });
    joined(nodes)
}

/// The same as scraper reads it.
fn told_by_scraper(html: &str) -> Vec<Told> {
    let tree = Html::parse_document(html).tree;
    let nodes = tree.root().descendants().skip(1).filter_map(|node| {
        let told = match node.value() {
            scraper::Node::Element(element) => Ok(tag(element.name(), element.attrs())),
            scraper::Node::Text(text) => Err(text.to_string()),
            _ => return None,
        };
        Some((node.ancestors().count(), told))
    });
    joined(nodes)
}

fn tag<'a>(name: &str, attributes: impl Iterator<Item = (&'a str, &'a str)>) -> String {
    let mut attributes: Vec<_> = attributes.filter(|(name, _)| read(name.as_bytes()).is_some()).collect();
    attributes.sort_unstable();
    format!("<{name} {attributes:?}>")
}

fn joined(nodes: impl Iterator<Item = Told>) -> Vec<Told> {
    let mut all: Vec<Told> = Vec::new();
    for (depth, told) in nodes {
        match (all.last_mut(), told) {
            (Some((at, Err(text))), Err(more)) if *at == depth => text.push_str(&more),
            (_, told) => all.push((depth, told)),
        }
    }
    all
}

fn text(html: &str) -> String {
    parse(html).nodes().filter_map(Node::text).collect()
}

#[test]
fn scripts_styles_and_comments_go_and_text_stays() {
    let html =
        "a<!-- <b> --><script>if (1 < 2) '<p>'</script>b<STYLE>p{}</STYLE >c<svg><title>x</title></svg>d<!-->e<svg/>f";
    assert_eq!(text(html), "abcdef");
    assert_eq!(text("<!-- x --!>e<br>f < g</><?x y>h<!x>i</ x>j</"), "ef < ghij</");
}

#[test]
fn linked_data_stays() {
    let html = r#"<script type="application/ld+json">{"a":"<b>"}</script>"#;
    assert_eq!(text(html), r#"{"a":"<b>"}"#);
}

#[test]
fn the_address_of_a_saved_page_stays() {
    let tree = parse("<!-- saved from url=(0018)https://a.example --><!-- x --><p>");
    let comments: Vec<_> = tree.nodes().filter_map(Node::comment).collect();
    assert_eq!(comments, [" saved from url=(0018)https://a.example "]);
}

#[test]
fn quoted_angle_brackets_are_no_tags() {
    assert_eq!(text(r#"<p class="<script>">a</p><p class='>'>b</p><p class=a'b>c</p>"#), "abc");
}

#[test]
fn depth_is_capped_and_text_is_not() {
    let deep = format!("{}text{}", "<div>".repeat(20_000), "</div>".repeat(20_000));
    assert_eq!(text(&deep), "text");
    assert!(parse(&deep).nodes().count() < 300);
    let formats = (0..1000).map(|n| format!("<p><font color={n}>x")).collect::<Vec<_>>().concat();
    assert_eq!(text(&formats), "x".repeat(1000));
    assert!(parse(&formats).nodes().count() < 27 * 1000);
}

#[test]
fn attributes_are_capped() {
    let many = (0..20_000).map(|n| format!(" a{n}=1 id=x{n}")).collect::<Vec<_>>().concat();
    for tag in ["p", "b", "title", "/p"] {
        let tree = parse(&format!("<{tag}{many}>The ferry</{tag}>"));
        assert!(tree.nodes().all(|node| node.attributes().count() <= ATTRIBUTES_AT_MOST), "{tag}");
    }
}

#[test]
fn a_page_inside_noscript_is_kept_and_a_remark_is_not() {
    assert_eq!(text("a<noscript><p>Switch JavaScript on.</p></noscript>b<noscript>c"), "abc");
    let page = format!("<noscript><noscript><p>{}</p></noscript>", "word ".repeat(400));
    assert!(text(&page).starts_with("word word"));
}

#[test]
fn what_never_ends_is_read_once() {
    for opening in
        ["<svg>", "<noscript>", "<script>", "<!--", "<a href='", "</", "<p title=", "<!", "<!doctype", "&", "<title>"]
    {
        parse(&opening.repeat(100_000));
    }
    parse(&(("<noscript>".repeat(20_000) + "<p>") + "</noscript>"));
}

#[test]
fn old_pages_have_tables_in_paragraphs() {
    for doctype in [
        "",
        "<!doctype html>",
        "<!DOCTYPE html SYSTEM 'about:legacy-compat'>",
        "<!doctype html x>",
        "<!doctype>",
        "<!doctypehtml>",
        "<!DOCTYPE HTML PUBLIC \"-//W3C//DTD HTML 4.01//EN\" \"http://www.w3.org/TR/html4/strict.dtd\">",
        "<!DOCTYPE HTML PUBLIC \"-//W3C//DTD HTML 4.01 Transitional//EN\">",
        "<!DOCTYPE HTML PUBLIC \"-//W3C//DTD HTML 4.01 Transitional//EN\"\"http://www.w3.org/TR/html4/loose.dtd\">",
        "<!DOCTYPE HTML PUBLIC '-//W3C//DTD HTML 3.2//EN' x>",
        "<!DOCTYPE html PUBLIC \"a>b\">",
    ] {
        let html = format!("{doctype}<p>a<table><td>b");
        assert_eq!(told(&html), told_by_scraper(&html), "{doctype}");
    }
}

#[test]
fn formulas_have_sections_of_plain_text() {
    let html = "<p><math><mi><![CDATA[a<b]]></mi></math><![CDATA[c]]>d";
    assert_eq!(told(html), told_by_scraper(html));
}

proptest! {
    #[test]
    fn a_page_is_read_as_by_the_standards_tokenizer(
        html in "(<(p|b|i|a|div|table|tr|td|li|ul|h1|title|textarea|select|option|math|mi|form|pre|template|button|font color=red|br/|/p|/b|/a|/div|/table|/ul|/i|/template|/select)>|a|é|\n| |&amp;|&copy|&lt;p|<a href='x&y=1&copy=2'>|<p ID=a id=b class>|<p =a/b='>'c>|< |\r\n){0,30}"
    ) {
        prop_assert_eq!(told(&html), told_by_scraper(&html));
    }

    #[test]
    fn a_tag_is_read_as_by_the_standards_tokenizer(inside in "( |/|=|'|\"|class|id=a|HREF='b c'|data-x|data-testid=x|title=\"d\"|rel=f/|>|\t|\r|[a-c]|&amp;|&am){0,12}", tag in "p|b|/p|title") {
        let html = format!("<{tag} {inside}>text</{tag} {inside}>more");
        prop_assert_eq!(told(&html), told_by_scraper(&html));
    }

    #[test]
    fn references_are_read_as_by_the_standards_tokenizer(text in "(&|#|x|[0-9a-z]|;|=|amp|not|in|nbsp|CounterClockwiseContourIntegral|frac12|NotEqualTilde| ){0,12}") {
        for html in [format!("<p>&{text}"), format!("<p class='&{text}'>")] {
            prop_assert_eq!(told(&html), told_by_scraper(&html));
        }
    }
}
