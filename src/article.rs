//! The article: what is left of a page when everything that is not the article is gone.
//!
//! Vocabulary is the newspaper's and schema.org's `NewsArticle`. Nothing here knows how an article was found or where it is kept.

use crate::date::PartialDate;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::path::PathBuf;
use std::str::FromStr;

/// The number a library gives an article; it stays with the article for good and is never used again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ArticleId(pub i64);

impl fmt::Display for ArticleId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl FromStr for ArticleId {
    type Err = std::num::ParseIntError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.trim().parse().map(ArticleId)
    }
}

/// Where a page's bytes came from.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Origin {
    /// A file on this machine.
    File(PathBuf),
    /// Standard input, which has no name that could be met again.
    Stdin,
    /// A page of the sample library that is built into the program, by its file name.
    Sample(String),
    /// A line of a file that holds many articles already clean; of standard input where no file is named.
    Line(Option<PathBuf>, u64),
}

impl Origin {
    /// Whether the same origin met again means the same article: standard input has no name, and lines of a file move.
    pub fn is_lasting(&self) -> bool {
        matches!(self, Origin::File(_) | Origin::Sample(_))
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Origin::File(path) => path.display().fmt(f),
            Origin::Stdin => f.write_str("-"),
            Origin::Sample(name) => write!(f, "sample:{name}"),
            Origin::Line(Some(path), line) => write!(f, "{}:{line}", path.display()),
            Origin::Line(None, line) => write!(f, "-:{line}"),
        }
    }
}

/// A cleaned article.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Article {
    /// The headline; never empty in a library.
    pub headline: Headline,
    /// The names in the byline, in its order.
    pub byline: Vec<String>,
    /// The publication that brought the article.
    pub publisher: Option<String>,
    /// The wire agency whose text it is.
    pub agency: Option<String>,
    /// The section it stood in.
    pub section: Option<String>,
    /// The place the story was filed from.
    pub dateline: Option<String>,
    /// When it was published, as precisely as the page says and no more.
    pub published: Option<PartialDate>,
    /// When it was last changed, where that differs from its publication.
    pub modified: Option<PartialDate>,
    /// The language of the body, ISO 639-1 (`en`), or 639-3 where there is no shorter code.
    pub language: Option<String>,
    /// The lines under the headline that sum the story up.
    pub standfirst: Option<String>,
    /// The body, in reading order; captions stand where their picture stood.
    pub body: Vec<Part>,
    /// What the publisher says of the article (a disclaimer, not part of it).
    pub notice: Option<String>,
    /// Where the article is on the web.
    pub url: Option<String>,
    /// What the reader should know of how the cleaning went.
    pub notes: Vec<Note>,
}

/// A headline and whether the page had it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Headline {
    /// The text, on one line.
    pub text: String,
    /// The page has no headline: this one was made from the lead sentence.
    #[serde(default)]
    pub derived: bool,
}

/// Something the cleaner says of a page as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Note {
    /// The page holds no article: a dialog, an error page, a list of teasers.
    NoArticle,
    /// The page was longer than the cleaner reads; what lies behind the limit is not in the article.
    Truncated,
    /// Some bytes were not valid in the page's character set.
    BrokenCharacters,
}

impl Note {
    /// What it tells the reader.
    pub fn said(self) -> &'static str {
        match self {
            Note::NoArticle => "No article was found on this page; this is what it says.",
            Note::Truncated => "The page was too long to be read whole.",
            Note::BrokenCharacters => "Some characters of the page were broken.",
        }
    }
}

/// One part of a body.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Part {
    /// A paragraph.
    Paragraph(Text),
    /// A heading inside the article; 1 is the highest level, 6 the lowest.
    Heading(u8, Text),
    /// A list; its items may be nested by depth.
    List(Vec<Item>),
    /// A quotation or an embedded post.
    Quote(Vec<Text>),
    /// Code or other text whose line breaks and spaces count.
    Code(Code),
    /// The caption of a picture.
    Caption(Text),
    /// A table, row by row.
    Table(Table),
}

/// One item of a list.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Item {
    /// 0 for the outermost list.
    pub depth: u8,
    /// The item's number where the list is ordered.
    pub number: Option<u32>,
    /// What it says.
    pub text: Text,
}

/// Text whose line breaks and spaces count.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "KeptCode")]
pub struct Code {
    /// The lines as they are.
    pub text: String,
    /// The language it is written in, as its page names it (`rust`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
}

/// Code as libraries keep it: earlier ones kept its text alone.
#[derive(Deserialize)]
#[serde(untagged)]
enum KeptCode {
    Alone(String),
    Named {
        text: String,
        #[serde(default)]
        language: Option<String>,
    },
}

impl From<KeptCode> for Code {
    fn from(kept: KeptCode) -> Self {
        match kept {
            KeptCode::Alone(text) => Code { text, language: None },
            KeptCode::Named { text, language } => Code { text, language },
        }
    }
}

impl From<&str> for Code {
    fn from(text: &str) -> Self {
        Code { text: text.to_owned(), language: None }
    }
}

impl Code {
    /// The name of a language, in small letters, where it can be one: no more than letters, digits and a few signs.
    pub fn language_named(name: &str) -> Option<String> {
        let fits = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'#' | b'-');
        ((1..=20).contains(&name.len()) && name.bytes().all(fits)).then(|| name.to_ascii_lowercase())
    }

    /// Its language, where that is the name of one and nothing else.
    pub fn language(&self) -> Option<String> {
        self.language.as_deref().and_then(Code::language_named)
    }
}

/// A table; rows may be of different length.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Table {
    /// The first row names the columns.
    pub headed: bool,
    /// The cells.
    pub rows: Vec<Vec<Text>>,
}

/// Running text with its emphasis and links. `spans` are in order of their start, inside the text and on character boundaries.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Text {
    /// The plain text: no control characters, no line breaks.
    pub plain: String,
    /// What of it is set apart.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub spans: Vec<Span>,
}

/// A stretch of a [`Text`], in bytes of its plain form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Span {
    /// The first byte.
    pub start: usize,
    /// The byte after the last.
    pub end: usize,
    /// What sets it apart.
    pub style: Style,
}

/// What sets a stretch of text apart.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Style {
    /// Emphasised, as by italics.
    Emphasis,
    /// Strongly emphasised, as by bold type.
    Strong,
    /// Code within the line.
    Code,
    /// A link, with its absolute address: http, https or mailto.
    Link(String),
    /// The mark of a footnote, with the note's name.
    Reference(String),
    /// A footnote, the whole of it, with its name.
    Note(String),
}

impl Style {
    /// The name of a footnote, where it can be one: a short word of letters, digits and a few signs.
    pub fn note_named(name: &str) -> Option<&str> {
        let fits = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b':' | b'.');
        ((1..=64).contains(&name.len()) && name.bytes().all(fits)).then_some(name)
    }
}

impl From<&str> for Text {
    fn from(plain: &str) -> Self {
        Text { plain: plain.to_owned(), spans: Vec::new() }
    }
}

impl From<String> for Text {
    fn from(plain: String) -> Self {
        Text { plain, spans: Vec::new() }
    }
}

impl Part {
    /// The part's running texts in reading order: one for a paragraph, one an item for a list, one a cell for a table.
    pub fn texts(&self) -> Vec<&str> {
        let mut texts = Vec::new();
        self.each_text(|text| texts.push(text));
        texts
    }

    /// Gives each of its [texts](Self::texts).
    fn each_text<'a>(&'a self, mut give: impl FnMut(&'a str)) {
        match self {
            Part::Paragraph(text) | Part::Heading(_, text) | Part::Caption(text) => give(&text.plain),
            Part::List(items) => items.iter().for_each(|item| give(&item.text.plain)),
            Part::Quote(texts) => texts.iter().for_each(|text| give(&text.plain)),
            Part::Code(code) => give(&code.text),
            Part::Table(table) => table.rows.iter().flatten().for_each(|cell| give(&cell.plain)),
        }
    }

    /// Gives each of its paragraphs, as [`Article::paragraphs`] has them.
    fn each_paragraph(&self, mut give: impl FnMut(&str)) {
        match self {
            Part::Caption(_) => {}
            Part::Table(table) => {
                for row in &table.rows {
                    give(&row.iter().map(|cell| cell.plain.as_str()).collect::<Vec<_>>().join(" | "));
                }
            }
            other => other.each_text(give),
        }
    }
}

impl Article {
    /// The plain body: each paragraph, heading, list item, quoted paragraph and table row as one string; no captions.
    ///
    /// This is what `articleBody` joins with blank lines; the cells of a table row are joined with ` | `.
    pub fn paragraphs(&self) -> Vec<String> {
        let mut paragraphs = Vec::new();
        self.body.iter().for_each(|part| part.each_paragraph(|text| paragraphs.push(text.to_owned())));
        paragraphs
    }

    /// Its [paragraphs](Self::paragraphs) as one text, with blank lines between.
    pub fn plain(&self) -> String {
        let mut plain = String::new();
        let mut between = "";
        for part in &self.body {
            part.each_paragraph(|text| {
                plain.push_str(between);
                plain.push_str(text);
                between = "\n\n";
            });
        }
        plain
    }

    /// The captions, in reading order.
    pub fn captions(&self) -> Vec<&str> {
        self.body
            .iter()
            .filter_map(|part| match part {
                Part::Caption(text) => Some(text.plain.as_str()),
                _ => None,
            })
            .collect()
    }

    /// The number of words of the body: runs of letters and digits, and each character of a script written without spaces as half a word.
    pub fn word_count(&self) -> usize {
        let mut words = 0;
        self.body.iter().for_each(|part| part.each_text(|text| words += crate::text::word_count(text)));
        words
    }

    /// Whether the cleaner found no article on the page.
    pub fn is_empty_page(&self) -> bool {
        self.notes.contains(&Note::NoArticle)
    }
}

/// Minutes to read that many words, at 230 a minute (Brysbaert 2019, silent reading of English non-fiction is 238), at least one.
pub fn reading_minutes(words: usize) -> usize {
    words.div_ceil(230).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_plain_body_leaves_captions_out_and_joins_table_cells() {
        let article = Article {
            body: vec![
                Part::Paragraph("One.".into()),
                Part::Caption("A ferry.".into()),
                Part::Table(Table {
                    headed: true,
                    rows: vec![vec!["Port".into(), "Boats".into()], vec!["Elsen".into(), "12".into()]],
                }),
                Part::List(vec![Item { depth: 0, number: Some(1), text: "First".into() }]),
            ],
            ..Article::default()
        };
        assert_eq!(article.paragraphs(), ["One.", "Port | Boats", "Elsen | 12", "First"]);
        assert_eq!(article.plain(), article.paragraphs().join("\n\n"));
        assert_eq!(article.captions(), ["A ferry."]);
    }

    #[test]
    fn code_of_earlier_libraries_is_read() {
        let read = |text: &str| serde_json::from_str::<Part>(text).expect("a part");
        assert_eq!(read(r#"{"code":"a\n b"}"#), Part::Code("a\n b".into()));
        let named = Part::Code(Code { text: "a".into(), language: Some("rust".into()) });
        assert_eq!(read(&serde_json::to_string(&named).expect("plain data")), named);
        assert_eq!(Code::language_named("C++").as_deref(), Some("c++"));
        assert_eq!(Code::language_named("x\" onload="), None);
    }

    #[test]
    fn an_article_survives_its_stored_form() {
        let text = Text {
            plain: "see here".into(),
            spans: vec![Span { start: 4, end: 8, style: Style::Link("https://example.org/".into()) }],
        };
        let article = Article {
            headline: Headline { text: "H".into(), derived: true },
            body: vec![Part::Heading(2, text)],
            ..Article::default()
        };
        let stored = serde_json::to_string(&article).expect("an article is plain data");
        assert_eq!(serde_json::from_str::<Article>(&stored).expect("written just now"), article);
    }
}
