//! Meta elements, `link rel`, and the `html` element: one table says which name claims what.

use super::Claims;
use crate::import::html::tree::Node;
use crate::page::{Field, Witness};
use crate::text::FoldedMap;
use std::sync::LazyLock;

/// What the name or property of a meta element claims, in lower case. The order is of no meaning.
const NAMES: &[(&str, Field)] = &[
    ("og:title", Field::Headline),
    ("twitter:title", Field::Headline),
    ("twitter:text:title", Field::Headline),
    ("title", Field::Headline),
    ("headline", Field::Headline),
    ("dc.title", Field::Headline),
    ("dcterms.title", Field::Headline),
    ("parsely-title", Field::Headline),
    ("sailthru.title", Field::Headline),
    ("citation_title", Field::Headline),
    ("article:title", Field::Headline),
    ("mrc__share_title", Field::Headline),
    ("author", Field::Byline),
    ("authors", Field::Byline),
    ("byl", Field::Byline),
    ("byline", Field::Byline),
    ("article:author", Field::Byline),
    ("article:author_name", Field::Byline),
    ("article.author", Field::Byline),
    ("og:article:author", Field::Byline),
    ("book:author", Field::Byline),
    ("dc.creator", Field::Byline),
    ("dcterms.creator", Field::Byline),
    ("dc.creator.author", Field::Byline),
    ("parsely-author", Field::Byline),
    ("sailthru.author", Field::Byline),
    ("citation_author", Field::Byline),
    ("rbauthors", Field::Byline),
    ("creator", Field::Byline),
    ("og:author", Field::Byline),
    ("twitter:creator", Field::Organisation),
    ("og:site_name", Field::Publisher),
    ("publisher", Field::Publisher),
    ("dc.publisher", Field::Publisher),
    ("dcterms.publisher", Field::Publisher),
    ("citation_journal_title", Field::Publisher),
    ("application-name", Field::Publisher),
    ("apple-mobile-web-app-title", Field::Publisher),
    ("article:section", Field::Section),
    ("section", Field::Section),
    ("parsely-section", Field::Section),
    ("cxenseparse:recs:category", Field::Section),
    ("article:published_time", Field::Published),
    ("article:published", Field::Published),
    ("article:publicationdate", Field::Published),
    ("article:post_date", Field::Published),
    ("article_date_original", Field::Published),
    ("article.published", Field::Published),
    ("article.created", Field::Published),
    ("og:article:published_time", Field::Published),
    ("og:published_time", Field::Published),
    ("og:pubdate", Field::Published),
    ("og:publish_date", Field::Published),
    ("datepublished", Field::Published),
    ("date_published", Field::Published),
    ("publish_date", Field::Published),
    ("publish-date", Field::Published),
    ("publishdate", Field::Published),
    ("published_date", Field::Published),
    ("published-date", Field::Published),
    ("publication_date", Field::Published),
    ("publication-date", Field::Published),
    ("publicationdate", Field::Published),
    ("pubdate", Field::Published),
    ("published", Field::Published),
    ("published_on", Field::Published),
    ("published_at", Field::Published),
    ("article.date", Field::Published),
    ("uploaddate", Field::Published),
    ("release_date", Field::Published),
    ("pub_date", Field::Published),
    ("ptime", Field::Published),
    ("pdate", Field::Published),
    ("displaydate", Field::Published),
    ("originalpublicationdate", Field::Published),
    ("parsely-pub-date", Field::Published),
    ("sailthru.date", Field::Published),
    ("citation_publication_date", Field::Published),
    ("citation_online_date", Field::Published),
    ("citation_date", Field::Published),
    ("dc.date.issued", Field::Published),
    ("dcterms.issued", Field::Published),
    ("dc.date.published", Field::Published),
    ("dc.date.created", Field::Published),
    ("dcterms.created", Field::Published),
    ("datecreated", Field::Published),
    ("date_created", Field::Published),
    ("cxenseparse:recs:publishtime", Field::Published),
    ("cxenseparse:publishtime", Field::Published),
    ("bt:pubdate", Field::Published),
    ("rnews:datepublished", Field::Published),
    ("shareaholic:article_published_time", Field::Published),
    ("buildtime", Field::SomeDate),
    ("date", Field::SomeDate),
    ("dc.date", Field::SomeDate),
    ("dcterms.date", Field::SomeDate),
    ("created", Field::SomeDate),
    ("og:regdate", Field::Published),
    ("timestamp", Field::SomeDate),
    ("article:modified_time", Field::Modified),
    ("article:modified", Field::Modified),
    ("article.updated", Field::Modified),
    ("og:updated_time", Field::Modified),
    ("og:article:modified_time", Field::Modified),
    ("datemodified", Field::Modified),
    ("dateupdated", Field::Modified),
    ("dc.date.modified", Field::Modified),
    ("dcterms.modified", Field::Modified),
    ("lastmod", Field::Modified),
    ("last-modified", Field::Modified),
    ("lastmodified", Field::Modified),
    ("modified_time", Field::Modified),
    ("modified", Field::Modified),
    ("updated_time", Field::Modified),
    ("revised", Field::Modified),
    ("updated", Field::Modified),
    ("update_date", Field::Modified),
    ("og:description", Field::Standfirst),
    ("twitter:description", Field::Standfirst),
    ("description", Field::Standfirst),
    ("dc.description", Field::Standfirst),
    ("og:url", Field::Url),
    ("og:image", Field::Image),
    ("og:image:url", Field::Image),
    ("twitter:image", Field::Image),
    ("twitter:image:src", Field::Image),
    ("twitter:url", Field::Url),
    ("parsely-link", Field::Url),
    ("og:locale", Field::Language),
    ("content-language", Field::Language),
    ("dc.language", Field::Language),
    ("language", Field::Language),
    ("inlanguage", Field::Language),
    ("og:type", Field::Type),
    ("parsely-type", Field::Type),
];

static FIELDS: LazyLock<FoldedMap<Field>> =
    LazyLock::new(|| FoldedMap::new(NAMES.iter().map(|(name, field)| ((*name).to_owned(), *field))));

/// The words before a name in the two lines a Twitter card may carry.
const WRITTEN_BY: &[&str] = &[
    "written by",
    "author",
    "verfasst von",
    "geschrieben von",
    "von",
    "par",
    "écrit par",
    "rédigé par",
    "escrito por",
    "por",
    "scritto da",
    "autor",
    "autore",
    "auteur",
    "geschreven door",
    "napisane przez",
    "skriven av",
    "skrevet av",
    "skrevet af",
    "автор",
    "написано автором",
    "yazan",
    "投稿者",
    "執筆者",
    "作者",
    "글쓴이",
];

/// Takes down what a `meta` element claims.
pub(super) fn meta(claims: &mut Claims, element: Node<'_>) {
    let Some(content) = element.attr("content").or_else(|| element.attr("value")) else { return };
    let header = element.attr("http-equiv").filter(|header| header.eq_ignore_ascii_case("content-language"));
    // `itemprop` is heard as microdata, where its scope is known.
    for name in [element.attr("property"), element.attr("name"), header].into_iter().flatten() {
        for name in name.split_ascii_whitespace().take(3) {
            claim(claims, name, content);
        }
    }
}

fn claim(claims: &mut Claims, name: &str, content: &str) {
    if name.len() > 60 {
        return;
    }
    let name = name.to_ascii_lowercase();
    if name == "twitter:label1" || name == "twitter:label2" {
        claims.awaits_name =
            WRITTEN_BY.contains(&content.trim().to_lowercase().as_str()).then(|| name.replace("label", "data"));
    } else if claims.awaits_name.as_deref() == Some(&name) {
        claims.add(Field::Byline, content, Witness::Meta, &name);
    } else if let Some(field) = FIELDS.get(&name) {
        claims.add(*field, content, Witness::Meta, &name);
    } else if is_timestamp(content)
        && !name.contains("expir")
        && let Some((_, field)) = PARTS.iter().find(|(part, _)| name.contains(part))
    {
        claims.add(*field, content, Witness::Meta, &name);
    }
}

/// What parts of a name claim that nobody agreed on, where its content is a date as programs write it. The first that fits counts.
const PARTS: &[(&str, Field)] = &[
    ("publish", Field::Published),
    ("pubdate", Field::Published),
    ("upload", Field::Published),
    ("posted", Field::Published),
    ("issued", Field::Published),
    ("modif", Field::Modified),
    ("updat", Field::Modified),
    ("creat", Field::SomeDate),
];

/// Whether a text begins as ISO 8601 writes a day: `2019-06-24`.
fn is_timestamp(content: &str) -> bool {
    let mut bytes = content.trim_start().bytes();
    let form = |expected: u8, byte: u8| if expected == b'0' { byte.is_ascii_digit() } else { byte == expected };
    content.len() <= 40 && b"0000-00-00".iter().all(|expected| bytes.next().is_some_and(|byte| form(*expected, byte)))
}

/// Takes down what a `link` element claims.
pub(super) fn link(claims: &mut Claims, element: Node<'_>) {
    let (rel, href) = (element.attr("rel").unwrap_or_default(), element.attr("href").unwrap_or_default());
    if rel.eq_ignore_ascii_case("canonical") {
        claims.add(Field::Url, href, Witness::Link, "canonical");
    } else if rel.eq_ignore_ascii_case("shortlink") || rel.eq_ignore_ascii_case("amphtml") {
        claims.add(Field::Url, href, Witness::Other, rel);
    }
}

/// Takes down what the `html` element claims.
pub(super) fn html(claims: &mut Claims, element: Node<'_>) {
    for value in [element.attr("lang"), element.attr("xml:lang")].into_iter().flatten() {
        claims.add(Field::Language, value, Witness::Link, "html lang");
    }
}
