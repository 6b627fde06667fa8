//! Elements of the running page: microdata and RDFa properties, `time`, headings, `rel`, and classes or ids that say what they hold.

use super::{ANCESTORS_AT_MOST, Claims, LINE_AT_MOST, finder, text_of};
use crate::import::html::tree::Node;
use crate::page::{Field, Witness};
use crate::text::FoldedMap;
use aho_corasick::AhoCorasick;
use std::sync::LazyLock;

/// What a microdata or RDFa property of an article claims, without its prefix and in lower case.
const PROPERTIES: &[(&str, Field)] = &[
    ("headline", Field::Headline),
    ("author", Field::Byline),
    ("creator", Field::Byline),
    ("datepublished", Field::Published),
    ("datecreated", Field::Published),
    ("date", Field::SomeDate),
    ("issued", Field::Published),
    ("created", Field::Published),
    ("datemodified", Field::Modified),
    ("dateupdate", Field::Modified),
    ("dateupdated", Field::Modified),
    ("modified", Field::Modified),
    ("articlesection", Field::Section),
    ("publisher", Field::Publisher),
    ("inlanguage", Field::Language),
    ("alternativeheadline", Field::Standfirst),
];

/// What a word of a class or id claims: the word, or its end behind `-`, `_` or `__`. The first that fits counts.
const WORDS: &[(&str, Field)] = &[
    ("headline", Field::Headline),
    ("title", Field::Headline),
    ("titre", Field::Headline),
    ("titulo", Field::Headline),
    ("byline", Field::Byline),
    ("bylines", Field::Byline),
    ("author", Field::Byline),
    ("authors", Field::Byline),
    ("authorname", Field::Byline),
    ("autor", Field::Byline),
    ("autoren", Field::Byline),
    ("auteur", Field::Byline),
    ("autore", Field::Byline),
    ("redakteur", Field::Byline),
    ("writer", Field::Byline),
    ("journalist", Field::Byline),
    ("reporter", Field::Byline),
    ("contributor", Field::Byline),
    ("contributors", Field::Byline),
    ("updated", Field::Modified),
    ("modified", Field::Modified),
    ("update", Field::Modified),
    ("published", Field::Published),
    ("publish", Field::Published),
    ("pubdate", Field::Published),
    ("posted", Field::Published),
    ("publishdate", Field::Published),
    ("publicationdate", Field::Published),
    ("created", Field::Published),
    ("date", Field::SomeDate),
    ("dates", Field::SomeDate),
    ("datum", Field::SomeDate),
    ("fecha", Field::SomeDate),
    ("data", Field::SomeDate),
    ("dateline", Field::SomeDate),
    ("datetime", Field::SomeDate),
    ("timestamp", Field::SomeDate),
    ("time", Field::SomeDate),
    ("standfirst", Field::Standfirst),
    ("subheadline", Field::Standfirst),
    ("dek", Field::Standfirst),
    ("breadcrumb", Field::Section),
    ("breadcrumbs", Field::Section),
];

/// Where in [`WORDS`] each word stands.
static PLACES: LazyLock<FoldedMap<usize>> =
    LazyLock::new(|| FoldedMap::new(WORDS.iter().enumerate().map(|(place, (word, _))| ((*word).to_owned(), place))));

/// A quick look that tells whether any word of [`WORDS`] may stand in the text at all.
static MAY_CLAIM: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| {
    finder(&[
        "time",
        "dat",
        "fecha",
        "publi",
        "posted",
        "created",
        "modified",
        "aute",
        "auto",
        "author",
        "byline",
        "writer",
        "journalist",
        "reporter",
        "contributor",
        "redakteur",
        "headline",
        "tit",
        "standfirst",
        "dek",
        "breadcrumb",
        "meta",
        "info",
    ])
});

/// Elements whose text is read for a claim; a page with more of them has said what it has to say.
const LOOKS_AT_MOST: u32 = 2000;

/// Takes down what an element of the running page claims; `at` is its number in the document.
pub(super) fn element(claims: &mut Claims, element: Node<'_>, tag: &str, at: u32) {
    if claims.looks > LOOKS_AT_MOST {
        return;
    }
    let (mut class, mut id, mut rel, mut property, mut rdfa, mut datetime, mut content) =
        ("", "", "", "", "", None, None);
    for (attribute, value) in element.attributes() {
        match attribute {
            "class" => class = value,
            "id" => id = value,
            "rel" => rel = value,
            "itemprop" => property = value,
            "property" => rdfa = value,
            "datetime" => datetime = Some(value),
            "content" => content = Some(value),
            _ => {}
        }
    }
    let stamp = datetime.or(content);
    let property = if property.is_empty() { rdfa } else { property };
    if !property.is_empty() {
        claims.looks += 1;
        microdata(claims, element, property, stamp, at);
    }
    match tag {
        "body" | "html" | "head" | "main" | "article" | "input" | "form" | "button" | "textarea" => return,
        "h1" => {
            let aside = claims.asides.hold(element);
            claims.add_at(Field::Headline, &text_of(element, LINE_AT_MOST), Witness::Heading, "h1", at, aside);
        }
        "time" => {
            let (field, name) = worded(class).filter(|(field, _)| is_date(*field)).unwrap_or((Field::SomeDate, ""));
            let aside = claims.asides.hold(element);
            let name = format!("time {name}");
            if let Some(stamp) = stamp.filter(|stamp| stamp.bytes().any(|b| b.is_ascii_digit())) {
                claims.add_at(field, stamp, Witness::Time, &name, at, aside);
            } else {
                claims.add_at(field, &text_of(element, 120), Witness::Time, &name, at, aside);
            }
            return;
        }
        _ => {}
    }
    if !rel.is_empty() {
        let field = match rel {
            "author" => Some(Field::Byline),
            "category tag" | "category" => Some(Field::Section),
            _ => None,
        };
        if let Some(field) = field {
            let aside = claims.asides.hold(element);
            claims.add_at(field, &text_of(element, 160), Witness::Class, &format!("rel={rel}"), at, aside);
            return;
        }
    }
    for words in [class, id] {
        if !words.is_empty()
            && words.len() < 400
            && MAY_CLAIM.as_ref().is_none_or(|claims| claims.is_match(words))
            && let Some((field, name)) = worded(words)
        {
            claims.looks += 1;
            by_word(claims, element, field, name, at);
            break;
        }
    }
}

fn by_word(claims: &mut Claims, element: Node<'_>, field: Field, name: &str, at: u32) {
    let limit = match field {
        Field::Headline => 300,
        Field::Standfirst => LINE_AT_MOST,
        Field::Byline | Field::Section => 200,
        _ => 160,
    };
    let text = text_of(element, limit + 1);
    // What is longer is a box around more than the claim.
    if text.trim().len() > limit || (is_date(field) && !text.bytes().any(|b| b.is_ascii_digit()) && text.is_ascii()) {
        return;
    }
    let aside = claims.asides.hold(element);
    claims.add_at(field, &text, Witness::Class, &format!(".{name}"), at, aside);
}

fn is_date(field: Field) -> bool {
    matches!(field, Field::Published | Field::Modified | Field::SomeDate)
}

/// What the words of a class or id claim, and the word that does: the most telling one, else the first.
fn worded(words: &str) -> Option<(Field, &str)> {
    let mut best: Option<(Field, &str)> = None;
    for word in words.split_ascii_whitespace().take(20) {
        match one_word(word) {
            Some(field @ (Field::Published | Field::Byline)) => return Some((field, word)),
            Some(field @ Field::Modified) if best.is_none_or(|(so_far, _)| so_far == Field::SomeDate) => {
                best = Some((field, word));
            }
            Some(field) if best.is_none() => best = Some((field, word)),
            _ => {}
        }
    }
    best
}

fn one_word(word: &str) -> Option<Field> {
    let end = word.rsplit(['-', '_', ':']).find(|part| !part.is_empty())?;
    let start = word.split(['-', '_']).next()?;
    // `author-name`, `date-time`, `byline-text`: the first part says what, the last that it is the text of it.
    let named = matches!(end, "name" | "names" | "text" | "link" | "value" | "links" | "item" | "day").then_some(start);
    let place = |part: &str| PLACES.get(part).copied();
    let first = place(end).into_iter().chain(named.and_then(place)).min();
    let field = first.and_then(|place| WORDS.get(place)).map(|(_, field)| *field);
    field.or_else(|| camel(word)).filter(|field| *field != Field::Headline || is_headline(word))
}

/// `articleAuthor`, `publishDate`, `ArticleHeader-datePublished__x1y2`: the words of a camel-cased name.
fn camel(word: &str) -> Option<Field> {
    static ENDS: &[(&str, Field)] = &[
        ("Author", Field::Byline),
        ("AuthorName", Field::Byline),
        ("authorName", Field::Byline),
        ("Byline", Field::Byline),
        ("PublishDate", Field::Published),
        ("publishDate", Field::Published),
        ("datePublished", Field::Published),
        ("DatePublished", Field::Published),
        ("PubDate", Field::Published),
        ("pubDate", Field::Published),
        ("Date", Field::SomeDate),
        ("Timestamp", Field::SomeDate),
    ];
    if !word.bytes().any(|byte| byte.is_ascii_uppercase()) {
        return None;
    }
    word.split(['-', '_']).find_map(|part| ENDS.iter().find_map(|(end, field)| part.ends_with(end).then_some(*field)))
}

/// A word that ends in "title" names a headline only where it says whose title it is.
fn is_headline(word: &str) -> bool {
    let word = word.to_ascii_lowercase();
    [
        "article", "entry", "post", "story", "page", "news", "content", "main", "single", "blog", "headline",
        "artikel", "beitrag",
    ]
    .iter()
    .any(|whose| word.contains(whose))
        && !["sub", "widget", "related", "teaser", "section", "list", "block"].iter().any(|other| word.contains(other))
}

/// Takes down what the `itemprop` of a meta element claims.
pub(super) fn property(claims: &mut Claims, element: Node<'_>, at: u32) {
    if let Some(property) = element.attr("itemprop") {
        microdata(claims, element, property, element.attr("content"), at);
    }
}

fn microdata(claims: &mut Claims, element: Node<'_>, property: &str, stamp: Option<&str>, at: u32) {
    for property in property.split_ascii_whitespace().take(4) {
        let known = property.rsplit([':', '/', '.']).next().unwrap_or(property);
        let Some((name, field)) = PROPERTIES.iter().find(|(name, _)| known.eq_ignore_ascii_case(name)) else {
            continue;
        };
        let Some(scope) = article_scope(element) else { continue };
        let name = format!("{scope}.{name}");
        let aside = claims.asides.hold(element);
        let value = match (field, stamp) {
            (_, Some(stamp)) => stamp.to_owned(),
            (Field::Byline | Field::Publisher, None) => {
                let mut names = named_parts(element).peekable();
                if names.peek().is_some() {
                    for part in names {
                        claims.add_at(*field, &part, Witness::Microdata, &name, at, aside);
                    }
                    continue;
                }
                text_of(element, 200)
            }
            (_, None) => text_of(element, LINE_AT_MOST),
        };
        claims.add_at(*field, &value, Witness::Microdata, &name, at, aside);
    }
}

/// The values of the `name` properties below an author or publisher.
fn named_parts(element: Node<'_>) -> impl Iterator<Item = String> {
    element
        .descendants()
        .take(60)
        .filter(|inner| {
            inner.attr("itemprop").or_else(|| inner.attr("property")).is_some_and(|p| p.trim_end().ends_with("name"))
        })
        .map(|inner| inner.attr("content").map_or_else(|| text_of(inner, 200), str::to_owned))
        .take(8)
}

/// The type of the item a property belongs to, where that may be an article; `None` for comments, products, persons and the like.
fn article_scope(element: Node<'_>) -> Option<String> {
    for ancestor in element.ancestors().take(ANCESTORS_AT_MOST) {
        let kind = ancestor.attr("itemtype").or_else(|| ancestor.attr("typeof"));
        if kind.is_none() && ancestor.attr("itemscope").is_none() {
            continue;
        }
        let kind = kind.unwrap_or("").trim_end_matches('/').rsplit(['/', ':']).next().unwrap_or("");
        let other = [
            "Comment",
            "Person",
            "Product",
            "Organization",
            "ImageObject",
            "Offer",
            "Event",
            "Rating",
            "Breadcrumb",
            "List",
            "VideoObject",
        ];
        return (!other.iter().any(|word| kind.contains(word))).then(|| kind.chars().take(30).collect());
    }
    Some(String::new())
}
