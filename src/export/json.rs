//! The one JSON shape of an article, with the names of schema.org's `NewsArticle`: what `clean`, `list`, `search`, `show` and `export` print.

use crate::article::{Article, ArticleId, Note};
use crate::date::PartialDate;
use serde::Serialize;

/// Bytes of a line beside the body, so that there is room for most lines from the first.
const HEAD_BYTES: usize = 2048;

/// An article as JSON. Unknown fields are `null`, never left out; only `identifier`, `origin` and `articleBody`
/// stand where they belong and nowhere else.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Record<'a> {
    /// The article's number in its library; left out where there is no library.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub identifier: Option<ArticleId>,
    /// Where its page came from; left out of an exported article, which has left that place behind.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub origin: Option<String>,
    /// The headline.
    pub headline: &'a str,
    /// Whether the headline was made from the lead sentence.
    pub headline_derived: bool,
    /// The names in the byline.
    pub author: Option<&'a [String]>,
    /// The publication.
    pub publisher: Option<&'a str>,
    /// The wire agency.
    pub agency: Option<&'a str>,
    /// The section.
    pub article_section: Option<&'a str>,
    /// The place the story was filed from.
    pub dateline: Option<&'a str>,
    /// When it was published, EDTF level 0.
    pub date_published: Option<PartialDate>,
    /// When it was last changed, EDTF level 0.
    pub date_modified: Option<PartialDate>,
    /// The language of the body.
    pub in_language: Option<&'a str>,
    /// The paragraphs joined by blank lines; left out where only the head is asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub article_body: Option<String>,
    /// The captions, in reading order.
    pub captions: Vec<&'a str>,
    /// What the publisher says of the article.
    pub notice: Option<&'a str>,
    /// Where it is on the web.
    pub url: Option<&'a str>,
    /// The number of words of the body.
    pub word_count: usize,
    /// What the reader should know of how the cleaning went: `no-article`, `truncated`, `broken-characters`.
    pub notes: &'a [Note],
}

impl<'a> Record<'a> {
    /// The whole article.
    pub fn whole(article: &'a Article) -> Self {
        Record { article_body: Some(article.plain()), ..Record::head(article) }
    }

    /// All but the body.
    pub fn head(article: &'a Article) -> Self {
        Record {
            identifier: None,
            origin: None,
            headline: &article.headline.text,
            headline_derived: article.headline.derived,
            author: (!article.byline.is_empty()).then_some(&article.byline),
            publisher: article.publisher.as_deref(),
            agency: article.agency.as_deref(),
            article_section: article.section.as_deref(),
            dateline: article.dateline.as_deref(),
            date_published: article.published,
            date_modified: article.modified,
            in_language: article.language.as_deref(),
            article_body: None,
            captions: article.captions(),
            notice: article.notice.as_deref(),
            url: article.url.as_deref(),
            word_count: article.word_count(),
            notes: &article.notes,
        }
    }

    /// The same with the article's number.
    #[must_use]
    pub fn numbered(self, id: ArticleId) -> Self {
        Record { identifier: Some(id), ..self }
    }

    /// The same with the place its page came from.
    #[must_use]
    pub fn from_origin(self, origin: impl Into<String>) -> Self {
        Record { origin: Some(origin.into()), ..self }
    }

    /// One line of JSON, without its line break.
    pub fn line(&self) -> String {
        // Every field is a string, a number or a list of strings: nothing that JSON could not hold.
        let mut line = Vec::with_capacity(HEAD_BYTES + self.article_body.as_ref().map_or(0, String::len));
        let written = serde_json::to_writer(&mut line, self);
        written.ok().and_then(|()| String::from_utf8(line).ok()).unwrap_or_default()
    }
}

/// The exported form: the record under schema.org's context, indented, for people and for programs.
pub(super) fn json(article: &Article) -> String {
    #[derive(Serialize)]
    struct Document<'a> {
        #[serde(rename = "@context")]
        context: &'static str,
        #[serde(rename = "@type")]
        kind: &'static str,
        #[serde(flatten)]
        record: Record<'a>,
    }
    let document = Document { context: "https://schema.org", kind: "NewsArticle", record: Record::whole(article) };
    let mut out = serde_json::to_string_pretty(&document).unwrap_or_default();
    out.push('\n');
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::sample::every_part;

    #[test]
    fn unknown_fields_are_null_and_none_is_left_out() {
        insta::assert_snapshot!(Record::whole(&Article::default()).from_origin("a.html").line());
    }

    #[test]
    fn the_head_has_every_name_but_the_body() {
        let article = every_part();
        insta::assert_snapshot!(Record::head(&article).numbered(ArticleId(7)).from_origin("a.html").line());
    }

    #[test]
    fn the_document_names_its_vocabulary() {
        insta::assert_snapshot!(json(&every_part()));
    }
}
