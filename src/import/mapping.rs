//! Which field of a record means what: the names that exports of articles use, and those that the user names.

use crate::page::Role;
use std::fmt::Write;

/// What each role is called in the wild, schema.org's name first. Case, `_`, `-`, spaces and what stands before a colon (`dc:title`) make no
/// difference. Where a record has several names of one role, the earliest of them counts.
const NAMES: &[(Role, &[&str])] = &[
    (Role::Headline, &["headline", "title", "articletitle", "hed", "subject", "heading", "name"]),
    (
        Role::Text,
        &[
            "articlebody",
            "text",
            "body",
            "content",
            "fulltext",
            "maintext",
            "plaintext",
            "bodytext",
            "textcontent",
            "articletext",
            "articlecontent",
            "contenttext",
            "story",
            "article",
            "contenthtml",
            "bodyhtml",
            "html",
        ],
    ),
    (
        Role::Published,
        &[
            "datepublished",
            "published",
            "publishedat",
            "publishdate",
            "publisheddate",
            "publicationdate",
            "pubdate",
            "date",
            "publishedtime",
            "webpublicationdate",
            "firstpublished",
            "dateposted",
            "datecreated",
            "createdat",
            "created",
            "timestamp",
            "datetime",
            "time",
            "day",
        ],
    ),
    (
        Role::Modified,
        &["datemodified", "modified", "modifiedat", "lastmodified", "updated", "updatedat", "dateupdated"],
    ),
    (Role::Byline, &["author", "authors", "byline", "creator", "authorname", "writer", "reporter", "journalist", "by"]),
    (
        Role::Publisher,
        &[
            "publisher",
            "source",
            "sourcename",
            "publication",
            "newspaper",
            "outlet",
            "sitename",
            "site",
            "sourceorganization",
            "provider",
            "medium",
        ],
    ),
    (Role::Agency, &["agency", "newsagency", "wire"]),
    (
        Role::Url,
        &["url", "link", "weburl", "articleurl", "canonicalurl", "permalink", "sourceurl", "uri", "href", "address"],
    ),
    (Role::Section, &["articlesection", "section", "sectionname", "category", "desk", "topic"]),
    (Role::Language, &["inlanguage", "language", "lang"]),
    (
        Role::Standfirst,
        &[
            "standfirst",
            "alternativeheadline",
            "subtitle",
            "subheadline",
            "dek",
            "description",
            "summary",
            "abstract",
            "trailtext",
            "excerpt",
        ],
    ),
    (Role::Dateline, &["dateline", "locationcreated", "place"]),
    (Role::Notice, &["notice", "disclaimer"]),
];

/// What the fields of records mean.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mapping {
    /// What the user named: the role, and the path of the field.
    named: Vec<(Role, Vec<String>)>,
}

/// A mapping that cannot be understood.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MappingError {
    /// It has no equals sign, or nothing on one side of it.
    #[error("--map {0}: not of the form NAME=FIELD")]
    Form(String),
    /// The name is none of ours.
    #[error("--map {given}: {name} is none of {}", names_of_roles())]
    Name {
        /// What was given.
        given: String,
        /// The name in it.
        name: String,
    },
}

impl Mapping {
    /// Reads what stands behind `--map`: `title=hed` says that the field `hed` holds the headline, `text=data.body` looks inside of objects.
    ///
    /// # Errors
    /// Where one is not of that form, or its name is not known.
    pub fn of(given: &[String]) -> Result<Mapping, MappingError> {
        let one = |given: &String| {
            let form = || MappingError::Form(given.clone());
            let (name, field) = given.split_once('=').ok_or_else(form)?;
            let path: Vec<String> = field.split('.').map(|part| part.trim().to_owned()).collect();
            if path.iter().any(String::is_empty) {
                return Err(form());
            }
            let (role, _) =
                known(name).ok_or_else(|| MappingError::Name { given: given.clone(), name: name.trim().to_owned() })?;
            Ok((role, path))
        };
        given.iter().map(one).collect::<Result<_, _>>().map(|named| Mapping { named })
    }

    /// Whether the user named nothing.
    pub fn is_empty(&self) -> bool {
        self.named.is_empty()
    }

    /// What the user named.
    pub(super) fn named(&self) -> &[(Role, Vec<String>)] {
        &self.named
    }

    /// What a field of that name means, and how far behind other names of the same role it stands.
    pub(super) fn role(&self, field: &str) -> Option<(Role, usize)> {
        let named =
            self.named.iter().find(|(_, path)| matches!(&path[..], [name] if name.eq_ignore_ascii_case(field.trim())));
        // A role that the user named a field for has no other field, and a field that is named has no other role.
        match named {
            Some((role, _)) => Some((*role, 0)),
            None => known(field).filter(|(role, _)| self.named.iter().all(|(named, _)| named != role)),
        }
    }
}

/// The role of a name, and its place among the names of the role.
fn known(name: &str) -> Option<(Role, usize)> {
    let local = name.rsplit(':').next().unwrap_or(name);
    if local.len() > 40 {
        return None;
    }
    let plain: String =
        local.chars().filter(|c| !matches!(c, '_' | '-' | ' ')).map(|c| c.to_ascii_lowercase()).collect();
    NAMES.iter().find_map(|(role, names)| Some((*role, names.iter().position(|known| *known == plain)?)))
}

/// One name a role, as people type it.
fn names_of_roles() -> String {
    let mut out = String::new();
    for (place, name) in [
        "title",
        "text",
        "date",
        "modified",
        "author",
        "publisher",
        "agency",
        "url",
        "section",
        "language",
        "standfirst",
        "dateline",
        "notice",
    ]
    .iter()
    .enumerate()
    {
        // Writing to a string cannot fail.
        let _ = write!(out, "{}{name}", if place == 0 { "" } else { ", " });
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_known_in_any_dress() {
        for (name, role) in [
            ("headline", Some(Role::Headline)),
            ("Title", Some(Role::Headline)),
            ("article_body", Some(Role::Text)),
            ("date-published", Some(Role::Published)),
            ("Publish Date", Some(Role::Published)),
            ("dc:creator", Some(Role::Byline)),
            ("colour", None),
            ("", None),
        ] {
            assert_eq!(Mapping::default().role(name).map(|(role, _)| role), role, "{name}");
        }
    }

    #[test]
    fn no_name_has_two_roles() {
        let mut names: Vec<&str> = NAMES.iter().flat_map(|(_, names)| names.iter().copied()).collect();
        let all = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), all);
        for name in names_of_roles().split(", ") {
            assert!(known(name).is_some(), "{name}");
        }
    }

    #[test]
    fn what_the_user_names_goes_before_what_is_known() {
        let mapping = Mapping::of(&["title=hdl".to_owned(), "text=data.body".to_owned()]).expect("well formed");
        assert_eq!(mapping.role("HDL"), Some((Role::Headline, 0)));
        assert_eq!(mapping.role("title"), None);
        assert_eq!(mapping.role("text"), None);
        assert!(mapping.role("author").is_some());
        for wrong in ["title", "title=", "=hed", "text=a..b"] {
            assert!(matches!(Mapping::of(&[wrong.to_owned()]), Err(MappingError::Form(_) | MappingError::Name { .. })));
        }
        let error = Mapping::of(&["colour=red".to_owned()]).expect_err("not a name").to_string();
        assert!(error.contains("colour is none of title, text, date"), "{error}");
    }
}
