//! What blocks come out of which markup.

use super::*;
use crate::article::Span;
use crate::article::Style;
use crate::page::{Block, Shape};
use walk::BLOCKS_AT_MOST;

fn page(html: &str) -> Page {
    html_page(html, Origin::Stdin)
}

/// Every block as one line: its shape in short, then its text.
fn blocks(html: &str) -> Vec<String> {
    let short = |block: &Block| match &block.shape {
        Shape::Paragraph => format!("p {}", block.text.plain),
        Shape::Heading(level) => format!("h{level} {}", block.text.plain),
        Shape::Item(depth, Some(number)) => format!("li{depth}.{number} {}", block.text.plain),
        Shape::Item(depth, None) => format!("li{depth} {}", block.text.plain),
        Shape::Quote => format!("q {}", block.text.plain),
        Shape::Code => format!("code {}", block.text.plain),
        Shape::Caption => format!("cap {}", block.text.plain),
        Shape::Row(_, named) => format!("{} {}", if *named { "th" } else { "tr" }, block.text.plain),
    };
    page(html).blocks.iter().map(short).collect()
}

#[test]
fn text_is_split_at_block_elements_and_double_breaks() {
    assert_eq!(blocks("<div>a <b>b</b><p>c<br>d<br> <br>e</div>f"), ["p a b", "p c d", "p e", "p f"]);
}

#[test]
fn white_space_around_inline_tags_is_as_a_browser_shows_it() {
    assert_eq!(
        blocks("<p>Elsen<em> harbour</em>,<a href=x>its </a>boats&nbsp;<span>un</span>moored"),
        ["p Elsen harbour,its boats unmoored"]
    );
    assert_eq!(blocks("<p>船は<b>港</b>を\n出た。</p>"), ["p 船は港を出た。"]);
}

#[test]
fn headings_lists_quotes_and_code_keep_their_shape() {
    let html = "<h2>On deck</h2><ol><li>one<ul><li>deep</ul><li>two<p>more</ol><blockquote><p>said</p></blockquote><pre>\n  a\n    b\n</pre>";
    assert_eq!(
        blocks(html),
        ["h2 On deck", "li0.1 one", "li1 deep", "li0.2 two", "li0 more", "q said", "code   a\n    b"]
    );
}

#[test]
fn a_figure_has_one_caption() {
    assert_eq!(
        blocks("<figure><img alt='A ferry in the fog'><figcaption>The <i>Aurelia</i>.</figcaption></figure>"),
        ["cap The Aurelia."]
    );
    assert_eq!(blocks("<figure><img alt='A ferry in the fog'></figure>"), ["cap A ferry in the fog"]);
    assert_eq!(blocks("<p>a<img alt='A ferry in the fog'>b</p>"), ["p a b"]);
}

#[test]
fn data_tables_are_rows_and_layout_tables_are_not() {
    let data = "<table><tr><th>Port<th>Boats<tr><td>Elsen<td><p>12</p></table>";
    assert_eq!(blocks(data), ["th Port | Boats", "tr Elsen | 12"]);
    let layout = format!("<table><tr><td>menu<td><table><tr><td>{}</table></table>", "word ".repeat(100));
    assert_eq!(blocks(&layout).len(), 2);
    assert!(blocks(&layout).iter().all(|block| block.starts_with("p ")));
}

#[test]
fn scripts_forms_and_inline_tooltips_are_left_out() {
    let html = "<p>a<script>x</script> <select><option>b</select>c<span style='display: none'>tip</span><span class=sr-only>new window</span></p>";
    assert_eq!(blocks(html), ["p a", "p c"]);
}

#[test]
fn hidden_blocks_are_marked() {
    let page = page("<div style='display:none'><p>a</p></div><p>b</p>");
    let hidden = |block: &Block| page.around(block).any(|element| element.hidden);
    assert_eq!(page.blocks.iter().map(hidden).collect::<Vec<_>>(), [true, false]);
}

#[test]
fn links_are_absolute_and_counted() {
    let page = page(
        "<base href='https://ferry.example/x/'><p>See <a href='../y'>the log</a> or <a href='javascript:x()'>run</a>.",
    );
    let block = &page.blocks[0];
    assert_eq!(block.text.spans, [Span { start: 4, end: 11, style: Style::Link("https://ferry.example/y".into()) }]);
    assert_eq!(block.linked, " the log run".len());
}

#[test]
fn a_block_stands_in_the_innermost_element_around_it() {
    let page =
        page("<article class=Story id=s1><p>a <b>b</b></p><div><span class=byline>By Ada Venn</span></div></article>");
    let places: Vec<_> =
        page.blocks.iter().map(|block| page.around(block).next().map(|e| (e.tag, e.names.as_str()))).collect();
    assert_eq!(places, [Some(("p", "")), Some(("span", "byline"))]);
    let path: Vec<_> = page.around(&page.blocks[0]).map(|e| e.tag).collect();
    assert_eq!(path, ["p", "article", "body", "html"]);
    assert_eq!(page.around(&page.blocks[0]).nth(1).map(|e| e.names.as_str()), Some("Story s1"));
}

#[test]
fn nothing_in_a_page_is_too_deep_or_too_many() {
    for html in [
        "<div>".repeat(20_000) + "deep",
        "<div><p><b><a href=x>".repeat(10_000) + "deep",
        "<p>x".repeat(300_000),
        "<table><tr><td>".repeat(5_000) + "deep",
        "<ul><li>".repeat(10_000) + "deep",
        "word ".repeat(2_000_000),
        "<b>x<p>".repeat(20_000),
        "<a><table>x".repeat(5_000),
    ] {
        let page = page(&html);
        assert!(!page.blocks.is_empty() && page.blocks.len() <= BLOCKS_AT_MOST);
    }
}

#[test]
fn a_document_of_very_many_tags_is_read_to_its_bound() {
    for text in ["<p>x", "<p>"] {
        assert_eq!(bounded(&text.repeat(TAGS_AT_MOST + 7)).len(), TAGS_AT_MOST * text.len());
        assert_eq!(bounded(&text.repeat(TAGS_AT_MOST)).len(), TAGS_AT_MOST * text.len());
    }
}
