//! `dateline list` and `dateline search`: rows of the library, newest first.

use super::Outcome;
use super::place::Places;
use crate::cli::Rows;
use crate::export::Record;
use crate::library::{Query, Row, Searcher, Sort};
use crate::output::{self, Output};
use crate::text::{sanitise_line, width};
use unicode_segmentation::UnicodeSegmentation;

/// Prints what the query finds; an empty one finds all.
pub(super) fn rows(query: &str, wanted: &Rows, places: &Places) -> anyhow::Result<Outcome> {
    let mut searcher = places.open()?.searcher()?;
    let rows = searcher.all(&Query::parse(query), Sort::default(), wanted.limit)?;
    let mut out = Output::stdout();
    let columns = output::columns();
    for row in &rows {
        if wanted.json {
            print_json(&mut out, &searcher, row)?;
        } else {
            out.line(&line(row, columns))?;
        }
    }
    out.flush()?;
    Ok(if rows.is_empty() { Outcome::Partly } else { Outcome::Done })
}

fn print_json(out: &mut Output, searcher: &Searcher, row: &Row) -> anyhow::Result<()> {
    // Another process may have taken the article out since it was found.
    if let Some(article) = searcher.article(row.id)? {
        let record = Record::head(&article).numbered(row.id).from_origin(row.origin.clone());
        out.json(&output::json(record.line()))?;
    }
    Ok(())
}

/// A row for people: number, star, day, headline, publisher; cut at the terminal's edge.
fn line(row: &Row, columns: Option<usize>) -> String {
    let day = row.published.map_or_else(|| "undated".to_owned(), |date| date.without_time().to_string());
    let star = if row.marks.starred { '*' } else { ' ' };
    let source = row.publisher.as_ref().map(|publisher| format!(" · {publisher}")).unwrap_or_default();
    let headline = if row.empty { format!("[no article] {}", row.headline) } else { row.headline.clone() };
    let line = sanitise_line(&format!("{:>6}{star} {day:<10}  {headline}{source}", row.id.0)).into_owned();
    match columns {
        Some(columns) => cut(line, columns),
        None => line,
    }
}

/// The line, cut with an ellipsis where it is wider than that.
fn cut(line: String, columns: usize) -> String {
    if width(&line) <= columns {
        return line;
    }
    let (mut out, mut used) = (String::new(), 1);
    for letter in line.graphemes(true) {
        used += width(letter);
        if used > columns {
            break;
        }
        out.push_str(letter);
    }
    out + "…"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_cut_at_the_edge_between_letters() {
        for (text, columns, shown) in [
            ("ferry", 5, "ferry"),
            ("ferry", 4, "fer…"),
            ("渡し船", 6, "渡し船"),
            ("渡し船", 5, "渡し…"),
            ("渡し船", 4, "渡…"),
            ("ferry", 1, "…"),
        ] {
            assert_eq!(cut(text.to_owned(), columns), shown);
        }
    }
}
