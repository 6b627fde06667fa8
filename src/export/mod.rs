//! An article as a file: plain text, Markdown, HTML or JSON, under a name that is safe on any system.
//!
//! The formats are pure (`Article` → `String`); only [`write_new`] touches the disk.

mod book;
mod html;
mod json;
mod markdown;
mod name;
mod naming;
mod text;
mod whole;

pub use book::{BOOK_EXTENSION, book};
pub use json::Record;
pub use name::write_new;
pub use naming::{Misnamed, Naming};
pub use whole::whole;

use crate::article::Article;
use crate::text::sanitise;
use std::fmt;
use std::str::FromStr;

/// A form in which an article leaves the library.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, clap::ValueEnum)]
pub enum Format {
    /// Plain text: a header, then the paragraphs.
    #[default]
    Text,
    /// Markdown with YAML front matter.
    Markdown,
    /// One HTML document without scripts, styles or anything from elsewhere.
    Html,
    /// One JSON object with the names of schema.org's `NewsArticle`.
    Json,
}

impl Format {
    /// Every format, in the order in which they are offered.
    pub const ALL: [Format; 4] = [Format::Text, Format::Markdown, Format::Html, Format::Json];

    /// The name it has on the command line and in the configuration.
    pub fn name(self) -> &'static str {
        match self {
            Format::Text => "text",
            Format::Markdown => "markdown",
            Format::Html => "html",
            Format::Json => "json",
        }
    }

    /// The ending of its files, without the dot.
    pub fn extension(self) -> &'static str {
        match self {
            Format::Text => "txt",
            Format::Markdown => "md",
            Format::Html => "html",
            Format::Json => "json",
        }
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// A name that is no format's.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is no format; the formats are text, markdown, html and json")]
pub struct NoSuchFormat(String);

impl FromStr for Format {
    type Err = NoSuchFormat;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        Format::ALL.into_iter().find(|format| format.name() == name).ok_or_else(|| NoSuchFormat(name.to_owned()))
    }
}

/// How lines are laid out; only plain text heeds it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Layout {
    /// The most columns of a line; without it a paragraph is one line.
    pub width: Option<usize>,
}

/// The article in that format, ending with a line break. No control characters but line breaks and tabs are in it.
pub fn export(article: &Article, format: Format, layout: Layout) -> String {
    let written = match format {
        Format::Text => text::text(article, layout),
        Format::Markdown => markdown::markdown(article),
        Format::Html => html::html(article),
        Format::Json => json::json(article),
    };
    sanitise(&written).into_owned()
}

#[cfg(test)]
pub(crate) mod sample {
    use crate::article::{Article, Headline, Item, Part, Span, Style, Table, Text};

    /// An article with one part of every kind.
    pub fn every_part() -> Article {
        let lead = "PORT ELSEN (NWA) — The ferry is back, says the port.";
        let span = |word: &str, style| {
            let start = lead.find(word).expect("the word is in the lead");
            Span { start, end: start + word.len(), style }
        };
        Article {
            headline: Headline { text: "Ferry returns: \"at last\"".into(), derived: false },
            byline: vec!["Ada Quill".into(), "Bo Rask".into()],
            publisher: Some("Harbour Courier".into()),
            agency: Some("NWA".into()),
            section: Some("Transport".into()),
            dateline: Some("PORT ELSEN".into()),
            published: "2022-03-04T16:16".parse().ok(),
            modified: "2022-03-05".parse().ok(),
            language: Some("en".into()),
            standfirst: Some("Two years on, the crossing is open.".into()),
            notice: Some("Not reviewed by the Courier.".into()),
            url: Some("https://courier.example/ferry?a=1&b=2".into()),
            body: vec![
                Part::Paragraph(Text {
                    plain: lead.into(),
                    spans: vec![
                        span("ferry", Style::Link("https://courier.example/f(1)".into())),
                        span("back", Style::Strong),
                    ],
                }),
                Part::Caption("The ferry at the pier. Photo: B. Rask".into()),
                Part::Heading(2, "What <changes> & what_does not".into()),
                Part::List(vec![
                    Item { depth: 0, number: Some(1), text: "Fares".into() },
                    Item { depth: 1, number: None, text: "Cars: 12".into() },
                ]),
                Part::Quote(vec!["We waited.".into(), "- Mayor".into()]),
                Part::Code("if tide {\n    sail();\n}".into()),
                Part::Table(Table {
                    headed: true,
                    rows: vec![vec!["Day".into(), "Boats".into()], vec!["Mon".into(), "3|4".into()]],
                }),
            ],
            notes: Vec::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_format_is_known_by_its_name_alone() {
        for format in Format::ALL {
            assert_eq!(format.name().parse(), Ok(format));
        }
        assert!("docx".parse::<Format>().is_err());
    }

    #[test]
    fn no_format_lets_a_control_character_through() {
        let mut article = sample::every_part();
        article.headline.text = "a\u{1b}]0;owned\u{7}b\u{202E}c".into();
        article.url = Some("https://example.org/\u{1b}[2J".into());
        for format in Format::ALL {
            let written = export(&article, format, Layout::default());
            assert!(
                !written.chars().any(|c| (c.is_control() && c != '\n') || c == '\u{202E}'),
                "{format}: {written:?}"
            );
        }
    }
}
