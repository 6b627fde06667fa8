//! Plain text: a header that says what it is and where it is from, then the body.

use super::Layout;
use crate::article::{Article, Item, Part};
use textwrap::{Options, WordSplitter, WrapAlgorithm};

/// Lines narrower than this cannot hold words of most languages.
const NARROWEST: usize = 20;

/// The header (headline, byline, publisher and section, date, address), then the standfirst and the parts with empty lines between.
pub(super) fn text(article: &Article, layout: Layout) -> String {
    let mut out = String::new();
    for line in header(article) {
        out.push_str(&fill(&line, "", "", layout));
        out.push('\n');
    }
    if let Some(standfirst) = &article.standfirst {
        out.push('\n');
        out.push_str(&fill(standfirst, "", "", layout));
        out.push('\n');
    }
    for part in &article.body {
        out.push('\n');
        out.push_str(&part_text(part, layout));
        out.push('\n');
    }
    if let Some(notice) = &article.notice {
        out.push('\n');
        out.push_str(&fill(&format!("[{notice}]"), "", "", layout));
        out.push('\n');
    }
    out
}

fn header(article: &Article) -> Vec<String> {
    let mut lines = vec![article.headline.text.clone()];
    if !article.byline.is_empty() {
        lines.push(format!("By {}", article.byline.join(", ")));
    }
    let source: Vec<&str> =
        [&article.publisher, &article.agency, &article.section].into_iter().flatten().map(String::as_str).collect();
    if !source.is_empty() {
        lines.push(source.join(" · "));
    }
    match (article.published, article.modified) {
        (Some(published), Some(modified)) => lines.push(format!("{}, updated {}", shown(published), shown(modified))),
        (Some(published), None) => lines.push(shown(published)),
        (None, Some(modified)) => lines.push(format!("updated {}", shown(modified))),
        (None, None) => {}
    }
    lines.extend(article.url.clone());
    lines.extend(article.notes.iter().map(|note| format!("[{}]", note.said())));
    lines
}

/// `2019-06-24 16:16`: the written form with a space, as people write it.
fn shown(date: crate::date::PartialDate) -> String {
    date.to_string().replacen('T', " ", 1)
}

fn part_text(part: &Part, layout: Layout) -> String {
    match part {
        Part::Paragraph(text) | Part::Heading(_, text) => fill(&text.plain, "", "", layout),
        Part::Caption(text) => fill(&format!("[{}]", text.plain), "", "", layout),
        Part::List(items) => items.iter().map(|item| item_text(item, layout)).collect::<Vec<_>>().join("\n"),
        Part::Quote(texts) => {
            texts.iter().map(|text| fill(&text.plain, "> ", "> ", layout)).collect::<Vec<_>>().join("\n>\n")
        }
        Part::Code(code) => code.text.lines().map(|line| format!("    {line}")).collect::<Vec<_>>().join("\n"),
        Part::Table(table) => {
            let row = |row: &Vec<crate::article::Text>| {
                row.iter().map(|cell| cell.plain.as_str()).collect::<Vec<_>>().join(" | ")
            };
            table.rows.iter().map(row).collect::<Vec<_>>().join("\n")
        }
    }
}

fn item_text(item: &Item, layout: Layout) -> String {
    let indent = "  ".repeat(usize::from(item.depth));
    let bullet = item.number.map_or_else(|| "- ".to_owned(), |number| format!("{number}. "));
    let first = format!("{indent}{bullet}");
    let rest = " ".repeat(first.len());
    fill(&item.text.plain, &first, &rest, layout)
}

fn fill(text: &str, first: &str, rest: &str, layout: Layout) -> String {
    let Some(width) = layout.width else { return format!("{first}{text}") };
    let options = Options::new(width.max(NARROWEST))
        .initial_indent(first)
        .subsequent_indent(rest)
        .wrap_algorithm(WrapAlgorithm::FirstFit)
        .word_splitter(WordSplitter::NoHyphenation);
    textwrap::fill(text, options)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::sample::every_part;
    use crate::text::width;

    #[test]
    fn the_header_says_what_it_is_and_the_body_follows() {
        insta::assert_snapshot!(text(&every_part(), Layout::default()));
    }

    #[test]
    fn no_line_is_wider_than_asked() {
        let mut article = every_part();
        article.body.retain(|part| !matches!(part, Part::Table(_) | Part::Code(_)));
        article.url = None;
        article.body.push(Part::Paragraph("長い文章は単語の間に空白がなくても折り返される必要があります。".into()));
        for columns in [20, 33, 72] {
            for line in text(&article, Layout { width: Some(columns) }).lines() {
                assert!(width(line) <= columns, "{columns}: {line}");
            }
        }
    }
}
