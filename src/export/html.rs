//! HTML: one document that stands alone. Everything that comes from the article is escaped, and only web and mail links are links.

use crate::article::{Article, Item, Part, Span, Style, Text};
use crate::page::is_link;
use std::fmt::Write as _;

pub(super) fn html(article: &Article) -> String {
    let mut out = String::from("<!DOCTYPE html>\n<html");
    if let Some(language) = &article.language {
        let _ = write!(out, " lang=\"{}\"", escape(language));
    }
    let headline = escape(&article.headline.text);
    let _ = write!(out, ">\n<head>\n<meta charset=\"utf-8\">\n<title>{headline}</title>\n");
    if let Some(url) = article.url.as_deref().filter(|url| is_link(url)) {
        let _ = writeln!(out, "<link rel=\"canonical\" href=\"{}\">", escape(url));
    }
    out.push_str("</head>\n<body>\n");
    out.push_str(&body(article));
    out.push_str("</body>\n</html>\n");
    out
}

/// What stands before and behind many articles in one document.
pub(super) const HEAD: &str =
    "<!DOCTYPE html>\n<html>\n<head>\n<meta charset=\"utf-8\">\n<title>dateline</title>\n</head>\n<body>\n";
pub(super) const FOOT: &str = "</body>\n</html>\n";

/// The article itself: well-formed XML too, so that a book can hold it.
pub(super) fn body(article: &Article) -> String {
    let mut out = format!("<article>\n<h1>{}</h1>\n", escape(&article.headline.text));
    for note in &article.notes {
        let _ = writeln!(out, "<p><em>{}</em></p>", escape(note.said()));
    }
    if let Some(standfirst) = &article.standfirst {
        let _ = writeln!(out, "<p><em>{}</em></p>", escape(standfirst));
    }
    let facts = facts(article);
    if !facts.is_empty() {
        let _ = writeln!(out, "<p>{}</p>", facts.join(" · "));
    }
    for part in &article.body {
        part_html(part, &mut out);
    }
    if let Some(notice) = &article.notice {
        let _ = writeln!(out, "<footer><p>{}</p></footer>", escape(notice));
    }
    out.push_str("</article>\n");
    out
}

fn facts(article: &Article) -> Vec<String> {
    let mut facts: Vec<String> = Vec::new();
    if !article.byline.is_empty() {
        facts.push(escape(&article.byline.join(", ")));
    }
    facts
        .extend([&article.publisher, &article.agency, &article.section].into_iter().flatten().map(|fact| escape(fact)));
    facts.extend(article.published.map(|date| format!("<time datetime=\"{date}\">{date}</time>")));
    if let Some(url) = article.url.as_deref().filter(|url| is_link(url)) {
        facts.push(format!("<a href=\"{0}\">{0}</a>", escape(url)));
    }
    facts
}

fn part_html(part: &Part, out: &mut String) {
    let _ = match part {
        Part::Paragraph(text) => writeln!(out, "<p>{}</p>", inline(text)),
        // The headline is the document's h1.
        Part::Heading(level, text) => {
            let level = (*level).clamp(2, 6);
            writeln!(out, "<h{level}>{}</h{level}>", inline(text))
        }
        Part::Caption(text) => writeln!(out, "<figure><figcaption>{}</figcaption></figure>", inline(text)),
        Part::Code(code) => {
            let class = code.language().map(|name| format!(" class=\"language-{name}\"")).unwrap_or_default();
            writeln!(out, "<pre><code{class}>{}</code></pre>", escape(&code.text))
        }
        Part::Quote(texts) => {
            out.push_str("<blockquote>\n");
            for text in texts {
                let _ = writeln!(out, "<p>{}</p>", inline(text));
            }
            writeln!(out, "</blockquote>")
        }
        Part::List(items) => {
            list_html(items, out);
            Ok(())
        }
        Part::Table(table) => {
            out.push_str("<table>\n");
            for (index, row) in table.rows.iter().enumerate() {
                let tag = if table.headed && index == 0 { "th" } else { "td" };
                out.push_str("<tr>");
                for cell in row {
                    let _ = write!(out, "<{tag}>{}</{tag}>", inline(cell));
                }
                out.push_str("</tr>\n");
            }
            writeln!(out, "</table>")
        }
    };
}

/// Items of a greater depth stand in lists inside the item before them; a depth never opens more than one list at once.
fn list_html(items: &[Item], out: &mut String) {
    let mut open: Vec<(u8, &str)> = Vec::new();
    for item in items {
        while open.last().is_some_and(|(depth, _)| *depth > item.depth) {
            close_list(&mut open, out);
        }
        if open.last().is_some_and(|(depth, _)| *depth == item.depth) {
            out.push_str("</li>\n");
        } else {
            let tag = if item.number.is_some() { "ol" } else { "ul" };
            let start = item
                .number
                .filter(|&number| number != 1)
                .map_or(String::new(), |number| format!(" start=\"{number}\""));
            let _ = writeln!(out, "{}<{tag}{start}>", if open.is_empty() { "" } else { "\n" });
            open.push((item.depth, tag));
        }
        let _ = write!(out, "<li>{}", inline(&item.text));
    }
    while !open.is_empty() {
        close_list(&mut open, out);
    }
}

fn close_list(open: &mut Vec<(u8, &str)>, out: &mut String) {
    if let Some((_, tag)) = open.pop() {
        let _ = writeln!(out, "</li>\n</{tag}>");
    }
}

/// The text with its emphasis and links. Spans that would cross an earlier one are left out: HTML cannot hold them.
fn inline(text: &Text) -> String {
    let mut out = String::with_capacity(text.plain.len() + 16);
    let mut at = 0;
    let mut open: Vec<&Span> = Vec::new();
    let mut spans = text
        .spans
        .iter()
        .filter(|span| span.start < span.end && text.plain.get(span.start..span.end).is_some())
        .peekable();
    loop {
        let closing = open.last().map_or(text.plain.len(), |span| span.end);
        let next = spans.peek().map_or(text.plain.len(), |span| span.start);
        let stop = closing.min(next);
        if let Some(plain) = text.plain.get(at..stop) {
            out.push_str(&escape(plain));
            at = stop;
        }
        if open.last().is_some_and(|span| span.end <= next) {
            out.push_str(open.pop().map_or("", |span| tags(&span.style).1));
        } else if let Some(span) = spans.next() {
            if span.start >= at && open.last().is_none_or(|outer| span.end <= outer.end) {
                match &span.style {
                    Style::Link(address) if !is_link(address) => continue,
                    Style::Link(address) => {
                        let _ = write!(out, "<a href=\"{}\">", escape(address));
                    }
                    Style::Reference(name) => {
                        let _ = write!(out, "<sup><a href=\"#{}\">", anchor(name));
                    }
                    Style::Note(name) => {
                        let _ = write!(out, "<span id=\"{}\">", anchor(name));
                    }
                    style => out.push_str(tags(style).0),
                }
                open.push(span);
            }
        } else {
            return out;
        }
    }
}

fn tags(style: &Style) -> (&'static str, &'static str) {
    match style {
        Style::Emphasis => ("<em>", "</em>"),
        Style::Strong => ("<strong>", "</strong>"),
        Style::Code => ("<code>", "</code>"),
        Style::Link(_) => ("<a>", "</a>"),
        Style::Reference(_) => ("<sup><a>", "</a></sup>"),
        Style::Note(_) => ("<span>", "</span>"),
    }
}

/// The name of a note as documents of every kind take it.
fn anchor(name: &str) -> String {
    let plain = |c: char| if c.is_ascii_alphanumeric() { c } else { '-' };
    std::iter::once("note-".to_owned()).chain(std::iter::once(name.chars().map(plain).collect())).collect()
}

pub(super) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::sample::every_part;

    #[test]
    fn every_part_has_its_element() {
        insta::assert_snapshot!(html(&every_part()));
    }

    #[test]
    fn nothing_of_the_article_becomes_markup() {
        let text = Text {
            plain: "<script>alert(1)</script>".into(),
            spans: vec![Span { start: 0, end: 8, style: Style::Link("javascript:alert(1)".into()) }],
        };
        assert_eq!(inline(&text), "&lt;script&gt;alert(1)&lt;/script&gt;");
    }

    #[test]
    fn nested_spans_nest_and_crossing_ones_do_not_break_the_markup() {
        let spans = vec![
            Span { start: 0, end: 5, style: Style::Strong },
            Span { start: 1, end: 3, style: Style::Emphasis },
            Span { start: 4, end: 7, style: Style::Code },
            Span { start: 6, end: 99, style: Style::Code },
        ];
        assert_eq!(inline(&Text { plain: "abcdefg".into(), spans }), "<strong>a<em>bc</em>de</strong>fg");
    }
}
