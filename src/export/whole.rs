//! Many articles in one file, one behind the other, in a form that can be read as a whole.

use super::{Format, Layout, export, html, markdown};
use crate::article::Article;
use crate::text::sanitise;
use std::io::{self, Write};

/// What stands between two articles of plain text.
const BETWEEN: &str = "\n* * *\n\n";

/// Writes articles one behind the other; tells how many.
///
/// # Errors
/// Where nobody takes them.
pub fn whole(
    articles: impl Iterator<Item = Article>,
    format: Format,
    layout: Layout,
    out: &mut impl Write,
) -> io::Result<usize> {
    let (head, foot) = if format == Format::Html { (html::HEAD, html::FOOT) } else { ("", "") };
    out.write_all(head.as_bytes())?;
    let mut count = 0;
    for article in articles {
        let written = match format {
            Format::Text | Format::Json => export(&article, format, layout),
            Format::Markdown => sanitise(&markdown::section(&article)).into_owned(),
            // Notes of different articles may have the same name.
            Format::Html => {
                let apart = |body: String, before: &str| {
                    body.replace(&format!("{before}note-"), &format!("{before}note-{count}-"))
                };
                sanitise(&apart(apart(html::body(&article), "href=\"#"), "id=\"")).into_owned()
            }
        };
        let between = match format {
            _ if count == 0 => "",
            Format::Text => BETWEEN,
            Format::Markdown => "\n",
            Format::Html | Format::Json => "",
        };
        out.write_all(between.as_bytes())?;
        out.write_all(written.as_bytes())?;
        count += 1;
    }
    out.write_all(foot.as_bytes())?;
    Ok(count)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::sample::every_part;

    fn written(format: Format) -> String {
        let mut out = Vec::new();
        let count = whole([every_part(), every_part()].into_iter(), format, Layout::default(), &mut out);
        assert_eq!(count.expect("memory takes all"), 2);
        String::from_utf8(out).expect("text")
    }

    #[test]
    fn every_form_holds_them_one_behind_the_other() {
        assert_eq!(written(Format::Text).matches(BETWEEN).count(), 1);
        assert_eq!(written(Format::Json).lines().filter(|line| line.starts_with('{')).count(), 2);
        let page = written(Format::Html);
        assert!(page.starts_with("<!DOCTYPE html>") && page.ends_with("</html>\n"));
        assert_eq!((page.matches("<article>").count(), page.matches("<body>").count()), (2, 1));
        let markdown = written(Format::Markdown);
        assert_eq!(markdown.lines().filter(|line| line.starts_with("# Ferry returns")).count(), 2);
        assert!(!markdown.contains("\ntitle:"), "front matter is for a file of one");
    }
}
