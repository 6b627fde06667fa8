//! Markdown (CommonMark, tables as GitHub has them) with YAML front matter.

use crate::article::{Article, Item, Part, Style, Table, Text};
use crate::page::is_link;
use std::fmt::Write as _;

pub(super) fn markdown(article: &Article) -> String {
    let mut out = String::from("---\n");
    for (name, value) in front_matter(article) {
        let _ = writeln!(out, "{name}: {value}");
    }
    out.push_str("---\n\n");
    out.push_str(&titled(article, ""));
    out
}

/// The article as a section of a longer text: what front matter would say stands under the headline.
pub(super) fn section(article: &Article) -> String {
    let names = (!article.byline.is_empty()).then(|| article.byline.join(", "));
    let date = article.published.map(|date| date.to_string());
    let facts = [names, article.publisher.clone(), date].into_iter().flatten().map(|fact| escape(&fact));
    let address = article.url.as_deref().filter(|url| is_link(url)).map(|url| format!("<{}>", percent(url)));
    titled(article, &facts.chain(address).collect::<Vec<_>>().join(" · "))
}

/// The headline, what is to stand under it, and everything else.
fn titled(article: &Article, facts: &str) -> String {
    let mut out = format!("# {}\n", escape(&article.headline.text));
    if !facts.is_empty() {
        let _ = write!(out, "\n{}\n", line_start(facts));
    }
    for note in &article.notes {
        let _ = write!(out, "\n*{}*\n", escape(note.said()));
    }
    if let Some(standfirst) = &article.standfirst {
        let _ = write!(out, "\n*{}*\n", escape(standfirst));
    }
    for part in &article.body {
        let _ = write!(out, "\n{}\n", part_markdown(part));
    }
    if let Some(notice) = &article.notice {
        let _ = write!(out, "\n---\n\n{}\n", line_start(&escape(notice)));
    }
    out
}

/// The fields that are known. A JSON string is a YAML string, so quoting is JSON's.
fn front_matter(article: &Article) -> Vec<(&'static str, String)> {
    let quoted = |text: &str| serde_json::Value::from(text).to_string();
    let mut fields = vec![("title", quoted(&article.headline.text))];
    if !article.byline.is_empty() {
        let names: Vec<String> = article.byline.iter().map(|name| quoted(name)).collect();
        fields.push(("author", format!("[{}]", names.join(", "))));
    }
    let texts = [
        ("publisher", article.publisher.clone()),
        ("agency", article.agency.clone()),
        ("section", article.section.clone()),
        ("dateline", article.dateline.clone()),
        ("date", article.published.map(|date| date.to_string())),
        ("updated", article.modified.map(|date| date.to_string())),
        ("lang", article.language.clone()),
        ("url", article.url.clone()),
    ];
    fields.extend(texts.into_iter().filter_map(|(name, value)| value.map(|value| (name, quoted(&value)))));
    fields
}

fn part_markdown(part: &Part) -> String {
    match part {
        Part::Paragraph(text) => note(text).unwrap_or_else(|| line_start(&inline(text))),
        Part::Heading(level, text) => format!("{} {}", "#".repeat(usize::from((*level).clamp(2, 6))), inline(text)),
        Part::Caption(text) => format!("*{}*", escape(&text.plain)),
        Part::List(items) => items.iter().map(item_markdown).collect::<Vec<_>>().join("\n"),
        Part::Quote(texts) => {
            texts.iter().map(|text| format!("> {}", line_start(&inline(text)))).collect::<Vec<_>>().join("\n>\n")
        }
        Part::Code(code) => {
            let fence = "`".repeat(longest_run(&code.text, '`').max(2) + 1);
            format!("{fence}{}\n{}\n{fence}", code.language().unwrap_or_default(), code.text)
        }
        Part::Table(table) => table_markdown(table),
    }
}

/// A footnote under its name.
fn note(text: &Text) -> Option<String> {
    let name =
        text.spans.iter().find_map(|span| if let Style::Note(name) = &span.style { Some(name) } else { None })?;
    Some(format!("[^{}]: {}", Style::note_named(name)?, inline(text)))
}

fn item_markdown(item: &Item) -> String {
    if let Some(note) = note(&item.text) {
        return note;
    }
    let bullet = item.number.map_or_else(|| "-".to_owned(), |number| format!("{number}."));
    format!("{}{bullet} {}", "    ".repeat(usize::from(item.depth)), line_start(&inline(&item.text)))
}

/// A table needs a head: where there is none, it is empty.
fn table_markdown(table: &Table) -> String {
    let columns = table.rows.iter().map(Vec::len).max().unwrap_or(0);
    let line = |row: &[Text]| {
        let cells = (0..columns)
            .map(|column| row.get(column).map_or_else(String::new, |cell| inline(cell).replace('|', "\\|")));
        format!("| {} |", cells.collect::<Vec<_>>().join(" | "))
    };
    let (head, rows): (&[Text], &[Vec<Text>]) = match table.rows.split_first() {
        Some((head, rows)) if table.headed => (head, rows),
        _ => (&[], &table.rows),
    };
    let mut lines = vec![line(head), format!("|{}", " --- |".repeat(columns))];
    lines.extend(rows.iter().map(|row| line(row)));
    lines.join("\n")
}

/// The text with its emphasis and links; spans inside other spans are left out, which keeps every marker in a pair.
fn inline(text: &Text) -> String {
    let mut out = String::new();
    let mut at = 0;
    for span in text.spans.iter().filter(|span| !matches!(span.style, Style::Note(_))) {
        let (Some(before), Some(inside)) = (text.plain.get(at..span.start), text.plain.get(span.start..span.end))
        else {
            continue;
        };
        // A marker next to white space is no marker.
        if inside.trim() != inside || inside.is_empty() {
            continue;
        }
        out.push_str(&escape(before));
        match &span.style {
            Style::Emphasis => write!(out, "*{}*", escape(inside)),
            Style::Strong => write!(out, "**{}**", escape(inside)),
            Style::Code => {
                let fence = "`".repeat(longest_run(inside, '`') + 1);
                let pad = if inside.contains('`') { " " } else { "" };
                write!(out, "{fence}{pad}{inside}{pad}{fence}")
            }
            Style::Link(address) if is_link(address) => write!(out, "[{}](<{}>)", escape(inside), percent(address)),
            Style::Reference(name) if Style::note_named(name).is_some() => write!(out, "[^{name}]"),
            Style::Link(_) | Style::Reference(_) | Style::Note(_) => write!(out, "{}", escape(inside)),
        }
        .ok();
        at = span.end;
    }
    out.push_str(&escape(text.plain.get(at..).unwrap_or_default()));
    out
}

/// The address with what would end it or its line written in percent.
fn percent(address: &str) -> String {
    address.replace('<', "%3C").replace('>', "%3E").replace('\\', "%5C").replace(char::is_whitespace, "%20")
}

fn longest_run(text: &str, of: char) -> usize {
    text.split(|c| c != of).map(|run| run.chars().count()).max().unwrap_or(0)
}

/// What means something anywhere in a line. An underscore inside a word does not.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    let mut before = ' ';
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let inside_word = before.is_alphanumeric() && chars.peek().is_some_and(|next| next.is_alphanumeric());
        let entity = c == '&' && chars.peek().is_some_and(|next| next.is_ascii_alphanumeric() || *next == '#');
        if matches!(c, '\\' | '`' | '*' | '[' | ']' | '<' | '~') || (c == '_' && !inside_word) || entity {
            out.push('\\');
        }
        out.push(c);
        before = c;
    }
    out
}

/// What means something only at the start of a line: headings, quotes, lists, rules.
fn line_start(line: &str) -> String {
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    if digits > 0 && matches!(line.as_bytes().get(digits), Some(b'.' | b')')) {
        return format!("{}\\{}", &line[..digits], &line[digits..]);
    }
    if line.starts_with(['#', '>', '-', '+', '=', '|']) { format!("\\{line}") } else { line.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::Span;
    use crate::export::sample::every_part;

    #[test]
    fn every_part_has_its_form_and_the_front_matter_its_fields() {
        insta::assert_snapshot!(markdown(&every_part()));
    }

    #[test]
    fn text_that_looks_like_markup_stays_text() {
        for (plain, written) in [
            ("# not a heading", "\\# not a heading"),
            ("1. not a list", "1\\. not a list"),
            ("2019 was *fine*", "2019 was \\*fine\\*"),
            ("snake_case and _this_", "snake_case and \\_this\\_"),
            ("<b>&amp;", "\\<b>\\&amp;"),
        ] {
            assert_eq!(part_markdown(&Part::Paragraph(plain.into())), written);
        }
    }

    #[test]
    fn an_address_cannot_leave_its_link() {
        let spans = vec![Span { start: 0, end: 1, style: Style::Link("https://example.org/>) [x](y".into()) }];
        assert_eq!(inline(&Text { plain: "a".into(), spans }), "[a](<https://example.org/%3E)%20[x](y>)");
    }
}
