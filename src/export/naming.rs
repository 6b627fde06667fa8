//! How exported files are named: words with `{date}`, `{headline}` and the like in them, filled from an article.

use super::name::{BYTES, is_device, slug};
use crate::article::Article;
use crate::text::truncate;
use std::fmt;
use std::str::FromStr;

/// A pattern of names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Naming(Vec<Piece>);

#[derive(Clone, Debug, PartialEq, Eq)]
enum Piece {
    Words(String),
    Field(&'static Field),
}

/// What an article gives to its name.
#[derive(Debug)]
struct Field {
    name: &'static str,
    of: fn(&Article) -> Option<String>,
}

impl PartialEq for Field {
    fn eq(&self, other: &Field) -> bool {
        self.name == other.name
    }
}

impl Eq for Field {}

const FIELDS: [Field; 7] = [
    Field { name: "date", of: |article| article.published.map(|date| date.without_time().to_string()) },
    Field { name: "year", of: |article| article.published.map(|date| date.to_string().chars().take(4).collect()) },
    Field {
        name: "headline",
        of: |article| Some(slug(&article.headline.text).unwrap_or_else(|| "article".to_owned())),
    },
    Field { name: "publisher", of: |article| slug(article.publisher.as_ref()?) },
    Field { name: "section", of: |article| slug(article.section.as_ref()?) },
    Field { name: "byline", of: |article| slug(article.byline.first()?) },
    Field { name: "language", of: |article| slug(article.language.as_ref()?) },
];

/// What is wrong with a pattern.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Misnamed {
    /// It names something that articles do not have.
    #[error("there is no {{{0}}}; there are {known}", known = known())]
    NoSuchField(String),
    /// It has a character that is not for names of files.
    #[error("a file's name cannot have {0:?}")]
    NotForNames(char),
    /// A brace is not closed.
    #[error("a {{ is not closed")]
    Open,
}

fn known() -> String {
    FIELDS.iter().map(|field| format!("{{{}}}", field.name)).collect::<Vec<_>>().join(" ")
}

impl FromStr for Naming {
    type Err = Misnamed;

    fn from_str(text: &str) -> Result<Self, Misnamed> {
        let mut pieces = Vec::new();
        let mut rest = text;
        while !rest.is_empty() {
            let (words, behind) = rest.split_once('{').map_or((rest, None), |(words, behind)| (words, Some(behind)));
            if let Some(wrong) = words.chars().find(|c| !(c.is_alphanumeric() || " -_.,+()[]".contains(*c))) {
                return Err(Misnamed::NotForNames(wrong));
            }
            if !words.is_empty() {
                pieces.push(Piece::Words(words.to_owned()));
            }
            let Some(behind) = behind else { break };
            let (name, after) = behind.split_once('}').ok_or(Misnamed::Open)?;
            let field = FIELDS.iter().find(|field| field.name == name);
            pieces.push(Piece::Field(field.ok_or_else(|| Misnamed::NoSuchField(name.to_owned()))?));
            rest = after;
        }
        Ok(Naming(pieces))
    }
}

impl fmt::Display for Naming {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|piece| match piece {
            Piece::Words(words) => f.write_str(words),
            Piece::Field(field) => write!(f, "{{{}}}", field.name),
        })
    }
}

impl Default for Naming {
    fn default() -> Self {
        "{date}-{headline}".parse().unwrap_or(Naming(Vec::new()))
    }
}

impl Naming {
    /// The name of an article's file. Letters and digits of the article's own script and hyphens, and what the pattern has between them; no
    /// path, no leading dot, at most 120 bytes.
    pub fn name(&self, article: &Article, extension: &str) -> String {
        let mut stem = String::new();
        // What stands between two fields is left out where one of them is not known.
        let mut between = "";
        for piece in &self.0 {
            match piece {
                Piece::Words(words) => between = words,
                Piece::Field(field) => {
                    if let Some(value) = (field.of)(article) {
                        stem.push_str(between);
                        stem.push_str(&value);
                    }
                    between = "";
                }
            }
        }
        stem.push_str(between);
        let room = BYTES - extension.len() - 1;
        let edge = |c: char| " -_.,+".contains(c);
        let mut stem = truncate(stem.trim_start_matches(edge), room).trim_end_matches(edge).to_owned();
        if stem.is_empty() {
            "article".clone_into(&mut stem);
        }
        if is_device(&stem) {
            stem.insert_str(0, "article-");
        }
        format!("{stem}.{extension}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::Headline;
    use proptest::prelude::*;

    fn named(pattern: &str) -> Result<String, String> {
        let article = Article {
            headline: Headline { text: "Ferry returns".into(), derived: false },
            publisher: Some("The Korea/Times".into()),
            published: "2019-06-24T10:00".parse().ok(),
            ..Article::default()
        };
        pattern.parse::<Naming>().map(|naming| naming.name(&article, "md")).map_err(|error| error.to_string())
    }

    #[test]
    fn a_pattern_is_filled_and_what_is_not_known_is_left_out() {
        for (pattern, name) in [
            ("{date}-{headline}", "2019-06-24-ferry-returns.md"),
            ("{date} {publisher} {headline}", "2019-06-24 the-korea-times ferry-returns.md"),
            ("{section}-{year} ({headline})", "2019 (ferry-returns).md"),
            ("{headline} by {byline}", "ferry-returns.md"),
            ("{byline}", "article.md"),
            ("..notes", "notes.md"),
            ("nul", "article-nul.md"),
        ] {
            assert_eq!(named(pattern).as_deref(), Ok(name), "{pattern}");
        }
    }

    #[test]
    fn what_is_no_name_is_told() {
        assert_eq!(named("a/{headline}"), Err("a file's name cannot have '/'".into()));
        assert_eq!(named("{headline"), Err("a { is not closed".into()));
        assert!(named("{titel}").is_err_and(|error| error.contains("no {titel}; there are {date}")));
    }

    proptest! {
        #[test]
        fn any_pattern_and_article_give_a_safe_name(pattern in any::<String>(), headline in any::<String>(), publisher in any::<String>()) {
            let headline = Headline { text: headline, derived: false };
            let article = Article { headline, publisher: Some(publisher), ..Article::default() };
            for pattern in [pattern.as_str(), "{publisher} {headline}.{publisher}"] {
                if let Ok(naming) = pattern.parse::<Naming>() {
                    let name = naming.name(&article, "txt");
                    prop_assert!(name.len() <= BYTES && !name.starts_with(['.', '-', ' ']) && !name.contains(['/', '\\', '\0']));
                    prop_assert_eq!(naming.to_string().parse::<Naming>(), Ok(naming));
                }
            }
        }
    }
}
