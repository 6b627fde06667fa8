//! JSON-LD: the article object of the page, and what other objects say of the site around it.

use super::{Claims, mend};
use crate::import::html::tree::Node;
use crate::page::{Field, Witness};
use serde_json::{Map, Value};
use std::collections::HashMap;

/// Types of schema.org that are an article.
const ARTICLES: &[&str] = &[
    "Article",
    "NewsArticle",
    "BlogPosting",
    "Report",
    "TechArticle",
    "ScholarlyArticle",
    "LiveBlogPosting",
    "AnalysisNewsArticle",
    "AskPublicNewsArticle",
    "BackgroundNewsArticle",
    "OpinionNewsArticle",
    "ReportageNewsArticle",
    "ReviewNewsArticle",
    "SatiricalArticle",
    "AdvertiserContentArticle",
    "SocialMediaPosting",
    "DiscussionForumPosting",
    "MedicalScholarlyArticle",
];
/// Types that stand for the page itself and speak for the article where there is none.
const PAGES: &[&str] = &[
    "WebPage",
    "Blog",
    "ItemPage",
    "CollectionPage",
    "AboutPage",
    "FAQPage",
    "MedicalWebPage",
    "Recipe",
    "HowTo",
    "Review",
    "Product",
    "Event",
    "VideoObject",
    "CreativeWork",
    "Book",
    "Course",
    "PodcastEpisode",
    "Movie",
    "Dataset",
    "SoftwareApplication",
];
/// Objects of a page that are looked at.
const OBJECTS_AT_MOST: usize = 4000;
/// Bytes of JSON-LD of a page that are looked at.
const BYTES_AT_MOST: usize = 4_000_000;

/// What a property of an article claims.
const PROPERTIES: &[(&str, Field)] = &[
    ("headline", Field::Headline),
    ("datePublished", Field::Published),
    ("dateCreated", Field::Published),
    ("uploadDate", Field::Published),
    ("dateModified", Field::Modified),
    ("articleBody", Field::Body),
    ("description", Field::Standfirst),
    ("inLanguage", Field::Language),
];

type Object = Map<String, Value>;

/// The text of a JSON-LD script.
pub(super) fn script(element: Node<'_>) -> Option<String> {
    let kind = element.attr("type")?;
    kind.trim()
        .get(..19)
        .is_some_and(|kind| kind.eq_ignore_ascii_case("application/ld+json"))
        .then(|| element.children().filter_map(Node::text).collect())
}

/// Takes down what the page's JSON-LD scripts claim, after everything else of the document was heard.
pub(super) fn json_ld(claims: &mut Claims, scripts: &[String]) {
    let mut left = BYTES_AT_MOST;
    let mut values = Vec::new();
    for script in scripts {
        if script.len() > left {
            break;
        }
        left -= script.len();
        values.extend(mend::values(script));
    }
    let objects = objects(&values);
    let names: HashMap<&str, &Object> =
        objects.iter().filter(|(o, _)| o.len() > 1).filter_map(|(o, _)| Some((o.get("@id")?.as_str()?, *o))).collect();
    if let Some(article) = article_of_page(claims, &objects) {
        take_down(claims, article, &names, Witness::JsonLd);
    }
    for (object, _) in &objects {
        let kinds = kinds(object);
        if is_any(&kinds, PAGES) && !is_any(&kinds, ARTICLES) {
            take_down(claims, object, &names, Witness::Other);
        } else if is_any(&kinds, &["WebSite"]) || kinds.iter().any(|kind| kind.ends_with("Organization")) {
            if let (Some(name), Some(kind)) = (object.get("name").and_then(Value::as_str), kinds.first()) {
                claims.add(Field::Publisher, name, Witness::Other, kind);
            }
        } else if is_any(&kinds, &["BreadcrumbList"]) {
            breadcrumbs(claims, object);
        }
    }
}

/// Every object with a type, in the order of the page, with how deep it is nested.
fn objects(values: &[Value]) -> Vec<(&Object, usize)> {
    let mut found = Vec::new();
    let mut visited = 0;
    let mut open: Vec<(&Value, usize)> = values.iter().rev().map(|value| (value, 0)).collect();
    while let Some((value, depth)) = open.pop() {
        visited += 1;
        if visited > OBJECTS_AT_MOST {
            break;
        }
        match value {
            Value::Object(object) => {
                if object.contains_key("@type") || object.contains_key("@id") {
                    found.push((object, depth));
                }
                for (key, inner) in object.iter().rev() {
                    let deeper = usize::from(!matches!(key.as_str(), "@graph" | "mainEntity" | "mainEntityOfPage"));
                    if inner.is_object() || inner.is_array() {
                        open.push((inner, depth + deeper));
                    }
                }
            }
            Value::Array(items) => {
                open.extend(items.iter().rev().filter(|i| i.is_object() || i.is_array()).map(|item| (item, depth)));
            }
            _ => {}
        }
    }
    found
}

fn kinds(object: &Object) -> Vec<&str> {
    let bare = |kind: &'_ str| -> usize { kind.rfind(['/', ':', '#']).map_or(0, |at| at + 1) };
    match object.get("@type") {
        Some(Value::String(kind)) => vec![&kind[bare(kind)..]],
        Some(Value::Array(kinds)) => kinds.iter().filter_map(Value::as_str).map(|kind| &kind[bare(kind)..]).collect(),
        _ => Vec::new(),
    }
}

fn is_any(kinds: &[&str], known: &[&str]) -> bool {
    kinds.iter().any(|kind| known.contains(kind))
}

/// The article object that speaks of this page: by its address, by its headline, else the outermost first.
fn article_of_page<'a>(claims: &Claims, objects: &[(&'a Object, usize)]) -> Option<&'a Object> {
    let words = |text: &str| -> String {
        text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).take(300).collect()
    };
    let of = |field: Field, witnesses: &[Witness]| -> Vec<String> {
        let heard =
            claims.found.iter().filter(|clue| clue.field == field && !clue.aside && witnesses.contains(&clue.witness));
        heard.map(|clue| words(&clue.value)).filter(|value| !value.is_empty()).collect()
    };
    let titles = of(Field::Headline, &[Witness::Title, Witness::Meta, Witness::Heading]);
    let addresses = of(Field::Url, &[Witness::Link, Witness::Meta]);
    let articles: Vec<_> = objects.iter().filter(|(object, _)| is_any(&kinds(object), ARTICLES)).collect();
    let worth = |object: &Object, depth: usize| {
        let headline =
            ["headline", "name"].iter().find_map(|key| object.get(*key)?.as_str()).map(words).unwrap_or_default();
        let named =
            headline.len() > 5 && titles.iter().any(|title| title.contains(&headline) || headline.contains(title));
        let here = ["url", "mainEntityOfPage", "@id"].iter().any(|key| {
            let value = object.get(*key);
            let address =
                value.and_then(|v| v.as_str().or_else(|| v.get("@id")?.as_str()).or_else(|| v.get("url")?.as_str()));
            address.map(words).is_some_and(|address| addresses.contains(&address))
        });
        let dated = object.contains_key("datePublished") || object.contains_key("headline");
        4 * usize::from(named) + 4 * usize::from(here) + usize::from(dated) + 2 * usize::from(depth == 0)
    };
    let mut best: Option<(usize, &Object)> = None;
    for (object, depth) in articles {
        let worth = worth(object, *depth);
        if best.is_none_or(|(so_far, _)| worth > so_far) {
            best = Some((worth, object));
        }
    }
    best.map(|(_, object)| object)
}

fn take_down(claims: &mut Claims, object: &Object, names: &HashMap<&str, &Object>, witness: Witness) {
    let kinds = kinds(object);
    let kind = kinds.first().copied().unwrap_or("");
    if witness == Witness::JsonLd {
        claims.add(Field::Type, kind, witness, "@type");
    }
    let mut headed = false;
    for (key, field) in PROPERTIES {
        for value in texts(object.get(*key)) {
            headed |= *field == Field::Headline;
            claims.add(*field, value, witness, &format!("{kind}.{key}"));
        }
    }
    if !headed && let Some(name) = object.get("name").and_then(Value::as_str) {
        claims.add(Field::Headline, name, witness, &format!("{kind}.name"));
    }
    if let Some(section) = texts(object.get("articleSection")).first() {
        claims.add(Field::Section, section, witness, &format!("{kind}.articleSection"));
    }
    for key in ["author", "creator"] {
        let people = persons(object.get(key), names);
        if people.is_empty() {
            continue;
        }
        for (name, organisation) in people {
            let field = if organisation { Field::Organisation } else { Field::Byline };
            claims.add(field, name, witness, &format!("{kind}.{key}"));
        }
        break;
    }
    for (name, _) in persons(object.get("publisher"), names).iter().take(1) {
        claims.add(Field::Publisher, name, witness, &format!("{kind}.publisher"));
    }
    for key in ["url", "mainEntityOfPage"] {
        let value = object.get(key);
        if let Some(address) = value.and_then(|v| v.as_str().or_else(|| v.get("@id")?.as_str())) {
            claims.add(Field::Url, address, witness, &format!("{kind}.{key}"));
        }
    }
}

/// A string, or the strings of an array.
fn texts(value: Option<&Value>) -> Vec<&str> {
    match value {
        Some(Value::String(text)) => vec![text],
        Some(Value::Array(items)) => items.iter().filter_map(Value::as_str).take(10).collect(),
        _ => Vec::new(),
    }
}

/// The names of persons or organisations, whichever way they are written; `true` for an organisation.
fn persons<'a>(value: Option<&'a Value>, names: &HashMap<&str, &'a Object>) -> Vec<(&'a str, bool)> {
    let items: Vec<&Value> = match value {
        Some(Value::Array(items)) => items.iter().take(40).collect(),
        Some(value) => vec![value],
        None => Vec::new(),
    };
    let mut found = Vec::new();
    for item in items {
        match item {
            Value::String(name) => found.push((name.as_str(), false)),
            Value::Object(object) => {
                let whole = object.get("@id").and_then(Value::as_str).and_then(|id| names.get(id).copied());
                let own_names = |object: &'a Object| texts(object.get("name"));
                let kind = |object: &Object| {
                    kinds(object).iter().any(|kind| kind.ends_with("Organization") || *kind == "Corporation")
                };
                let own = own_names(object);
                let (object, own) = match whole {
                    Some(whole) if own.is_empty() => (whole, own_names(whole)),
                    _ => (object, own),
                };
                found.extend(own.into_iter().map(|name| (name, kind(object))));
            }
            _ => {}
        }
    }
    found
}

/// The section: the last breadcrumb but the page itself, and not the first, which is the site. The last may be the page or its section.
fn breadcrumbs(claims: &mut Claims, object: &Object) {
    let Some(Value::Array(items)) = object.get("itemListElement") else { return };
    let names: Vec<&str> = items
        .iter()
        .take(20)
        .filter_map(|item| item.get("name").or_else(|| item.get("item")?.get("name"))?.as_str())
        .collect();
    if let [_, .., section, _] = *names {
        claims.add(Field::Section, section, Witness::Other, "BreadcrumbList");
    }
    if let [_, .., end] = *names {
        claims.add(Field::Section, end, Witness::Other, "BreadcrumbList end");
    }
}
