//! Many articles as one book: EPUB 3, an article a chapter, with a table of contents.

use super::html::body;
use crate::article::Article;
use crate::text::{sanitise, sanitise_line};
use epub_builder::{EpubBuilder, EpubContent, EpubVersion, ReferenceType, ZipLibrary};
use std::io::{self, Write};

/// The ending of its file, without the dot.
pub const BOOK_EXTENSION: &str = "epub";

/// Writes articles as a book; tells how many.
///
/// # Errors
/// Where it cannot be written.
pub fn book(title: &str, articles: impl Iterator<Item = Article>, out: impl Write) -> io::Result<usize> {
    let failed = |error: epub_builder::Error| io::Error::other(error.to_string());
    let mut builder = ZipLibrary::new().and_then(EpubBuilder::new).map_err(failed)?;
    builder.epub_version(EpubVersion::V30);
    builder.metadata("title", sanitise_line(title)).map_err(failed)?;
    builder.metadata("generator", "dateline").map_err(failed)?;
    let mut count = 0;
    for article in articles {
        count += 1;
        if let (1, Some(language)) = (count, &article.language) {
            builder.metadata("lang", sanitise_line(language)).map_err(failed)?;
        }
        let page = chapter(&article);
        let content = EpubContent::new(format!("article-{count}.xhtml"), page.as_bytes())
            .title(sanitise_line(&article.headline.text))
            .reftype(ReferenceType::Text);
        builder.add_content(content).map_err(failed)?;
    }
    builder.generate(out).map_err(failed)?;
    Ok(count)
}

fn chapter(article: &Article) -> String {
    let title = super::html::escape(&article.headline.text);
    // That leaves out whatever XML cannot hold, too.
    sanitise(&format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<html xmlns=\"http://www.w3.org/1999/xhtml\">\n\
         <head><title>{title}</title></head>\n<body>\n{}</body>\n</html>\n",
        body(article)
    ))
    .into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::sample::every_part;

    #[test]
    fn every_article_is_a_chapter_of_well_formed_xml() {
        let mut hostile = every_part();
        hostile.headline.text = "<b>&\u{1b}[2J\u{FFFF}".into();
        for article in [every_part(), hostile.clone()] {
            let page = chapter(&article);
            let document = left_open(&page);
            assert_eq!(document, 0, "{page}");
        }
        let mut out = Vec::new();
        assert_eq!(book("Two", [every_part(), hostile].into_iter(), &mut out).expect("writes"), 2);
        assert!(out.starts_with(b"PK") && out.len() > 2000);
    }

    /// How many elements are open at the end; every tag is matched by name.
    fn left_open(page: &str) -> usize {
        let mut open: Vec<&str> = Vec::new();
        for tag in page.split('<').skip(1).filter_map(|rest| rest.split_once('>')).map(|(tag, _)| tag) {
            let name = tag.split_whitespace().next().unwrap_or_default();
            match name.strip_prefix('/') {
                Some(name) => assert_eq!(open.pop(), Some(name), "{page}"),
                None if name.starts_with(['?', '!']) || tag.ends_with('/') => {}
                None => open.push(name),
            }
        }
        open.len()
    }
}
