//! An article as the typesetter gets it: one run of harmless text with the blocks it is made of. It knows no width.
//!
//! Places in an article (a hit, how far one has read) are byte offsets into this text, so they outlive any re-wrapping.

mod notes;

use super::dates::in_words;
use super::highlight::Listings;
use super::theme::Role;
use super::typeset::right_to_left;
use crate::article::{Article, Part, Style, Text, reading_minutes};
use crate::config::Dates;
use crate::page::is_link;
use crate::text::{sanitise, sanitise_line};
use std::ops::Range;
use url::Url;

/// The text of an article with its blocks, header and footer included.
#[derive(Debug, Default)]
pub struct Manuscript {
    /// All of the text; runs are separated by one line break.
    pub copy: String,
    /// The runs in reading order.
    pub runs: Vec<Run>,
    /// The blocks in reading order.
    pub blocks: Vec<Block>,
    /// What leads elsewhere, in order: where it stands in the copy, and the address.
    pub links: Vec<(Range<usize>, String)>,
    /// The marks of footnotes and the notes, in order: where each stands in the copy, and where it leads.
    pub jumps: Vec<(Range<usize>, usize)>,
    /// Where the headings inside the article stand in the copy.
    pub headings: Vec<usize>,
    /// Where in the copy the body stands.
    pub body: Range<usize>,
    /// The footnotes that the page itself told of.
    named: notes::Named,
    /// The code, with its colours as far as it was looked at.
    listings: Listings,
}

/// A stretch of the copy that is set as a whole.
#[derive(Debug)]
pub struct Run {
    /// Where it stands in the copy.
    pub range: Range<usize>,
    /// What in it is set apart, in order of its start.
    pub spans: Vec<(Range<usize>, Face)>,
    /// Whether searching looks into it.
    pub searched: bool,
}

/// What sets a stretch apart from the text around it; several may hold at once.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Face(u8);

/// A block of an article: how its runs are set.
#[derive(Debug)]
pub struct Block {
    /// How it is set.
    pub kind: Kind,
    /// Which runs it is made of.
    pub runs: Range<usize>,
    /// The blank lines before it.
    pub gap: usize,
}

/// How a block is set.
#[derive(Debug)]
pub enum Kind {
    /// Running text in one style.
    Plain(Role),
    /// What is told of a picture, in its place.
    Figure,
    /// An item of a list: its depth and what stands before it.
    Item(u8, String),
    /// A quoted paragraph.
    Quote,
    /// Lines kept as they are.
    Code,
    /// A line of the page as it came, broken where it is too long.
    Source,
    /// A table, by the number of cells of each row.
    Table {
        /// The first row names the columns.
        headed: bool,
        /// How many cells each row has.
        rows: Vec<usize>,
    },
    /// A thin line.
    Rule,
}

impl Face {
    const ROLES: [Role; 4] = [Role::Emphasis, Role::Strong, Role::Code, Role::Link];

    fn of(style: &Style) -> Self {
        Face(match style {
            Style::Emphasis => 1,
            Style::Strong => 2,
            Style::Code => 4,
            Style::Link(_) | Style::Reference(_) => 8,
            Style::Note(_) => 0,
        })
    }

    /// Both at once.
    #[must_use]
    pub fn with(self, other: Face) -> Face {
        Face(self.0 | other.0)
    }

    /// The roles to lay over the block's own.
    pub fn roles(self) -> impl Iterator<Item = Role> {
        Face::ROLES.into_iter().enumerate().filter(move |(bit, _)| self.0 & (1 << bit) != 0).map(|(_, role)| role)
    }
}

impl Manuscript {
    /// Prepares an article.
    pub fn of(article: &Article, note: Option<&str>, dates: Dates) -> Self {
        let mut manuscript = Manuscript::default();
        manuscript.head(article, dates);
        if let Some(note) = note {
            manuscript.line("Your note", Role::Dim, 1, false);
            let lines: Vec<Text> = note.lines().filter(|line| !line.trim().is_empty()).map(Text::from).collect();
            manuscript.block(Kind::Quote, 0, &lines.iter().collect::<Vec<_>>(), true);
        }
        let start = manuscript.copy.len();
        for (place, part) in article.body.iter().enumerate() {
            manuscript.part(part, place == 0);
        }
        manuscript.body = start..manuscript.copy.len().max(start);
        manuscript.find_notes();
        manuscript.foot(article);
        manuscript
    }

    /// Prepares the page as it came: a line a block, so that a long page is set as it is read.
    pub fn of_source(source: &str) -> Self {
        let mut manuscript = Manuscript::default();
        for line in source.lines() {
            manuscript.block(Kind::Source, 0, &[&Text::from(line.replace('\t', "    "))], true);
        }
        manuscript.body = 0..manuscript.copy.len();
        manuscript
    }

    /// Gives the code that stands in a stretch of the copy its colours.
    pub fn highlight(&mut self, seen: &Range<usize>) {
        self.listings.highlight(&self.copy, seen);
    }

    /// The role of a place inside code, where that has colours.
    pub fn code_role(&self, place: usize) -> Option<Role> {
        self.listings.role(place)
    }

    /// The text of a run.
    pub fn text(&self, run: &Run) -> &str {
        &self.copy[run.range.clone()]
    }

    fn head(&mut self, article: &Article, dates: Dates) {
        if let Some(section) = &article.section {
            self.line(&section.to_uppercase(), Role::Dim, 0, false);
        }
        let role = if article.headline.derived { Role::Standfirst } else { Role::Headline };
        self.line(&article.headline.text, role, 0, true);
        self.line(&credits(article, dates), Role::Dim, 0, false);
        if let Some(modified) = article.modified {
            self.line(&format!("Updated {}", in_words(modified, dates)), Role::Dim, 0, false);
        }
        for note in &article.notes {
            self.line(note.said(), Role::Notice, 1, false);
        }
        if let Some(standfirst) = &article.standfirst {
            self.line(standfirst, Role::Standfirst, 1, true);
        }
    }

    fn foot(&mut self, article: &Article) {
        if article.notice.is_none() && article.url.is_none() {
            return;
        }
        self.block(Kind::Rule, 1, &[], false);
        if let Some(notice) = &article.notice {
            self.line(notice, Role::Dim, 0, false);
        }
        if let Some(url) = &article.url {
            self.line(url, Role::Dim, 0, false);
        }
    }

    fn part(&mut self, part: &Part, first: bool) {
        match part {
            Part::Paragraph(text) => self.block(Kind::Plain(Role::Text), 1, &[text], true),
            Part::Heading(_, text) => {
                self.headings.push(self.copy.len());
                self.block(Kind::Plain(Role::Headline), if first { 1 } else { 2 }, &[text], true);
            }
            Part::Caption(text) => self.block(Kind::Figure, 1, &[text], true),
            Part::Code(code) => {
                let start = self.copy.len();
                self.block(Kind::Code, 1, &[&Text::from(code.text.as_str())], true);
                self.listings.push(start..self.copy.len(), code.language());
            }
            Part::Quote(texts) => {
                for text in texts {
                    self.block(Kind::Quote, 1, &[text], true);
                }
            }
            Part::List(items) => {
                for (place, item) in items.iter().enumerate() {
                    let marker =
                        item.number.map_or_else(|| bullet(item.depth).to_owned(), |number| format!("{number}."));
                    self.block(Kind::Item(item.depth, marker), usize::from(place == 0), &[&item.text], true);
                }
            }
            Part::Table(table) => {
                let rows = table.rows.iter().map(Vec::len).collect();
                let cells: Vec<&Text> = table.rows.iter().flatten().collect();
                self.block(Kind::Table { headed: table.headed, rows }, 1, &cells, true);
            }
        }
    }

    fn line(&mut self, text: &str, role: Role, gap: usize, searched: bool) {
        if !text.is_empty() {
            self.block(Kind::Plain(role), gap, &[&Text::from(text)], searched);
        }
    }

    fn block(&mut self, kind: Kind, gap: usize, texts: &[&Text], searched: bool) {
        let first = self.runs.len();
        for text in texts {
            let text = &notes::in_brackets(text);
            let harmless = if matches!(kind, Kind::Code | Kind::Source) {
                sanitise(&text.plain)
            } else {
                sanitise_line(&text.plain)
            };
            let start = self.copy.len();
            // What changes when made harmless has lost the places of its spans; the library's own texts do not change.
            let spans = if harmless.len() == text.plain.len() { spans(text, start) } else { Vec::new() };
            if !spans.is_empty() {
                self.links.extend(links(text, start));
                self.named.take(text, start);
            }
            self.copy.push_str(&harmless);
            self.runs.push(Run { range: start..self.copy.len(), spans, searched });
            self.copy.push('\n');
        }
        self.blocks.push(Block { kind, runs: first..self.runs.len(), gap });
    }
}

fn spans(text: &Text, start: usize) -> Vec<(Range<usize>, Face)> {
    text.spans
        .iter()
        .filter(|span| text.plain.is_char_boundary(span.start) && text.plain.is_char_boundary(span.end))
        .map(|span| (start + span.start..start + span.end, Face::of(&span.style)))
        .collect()
}

/// Where a text leads: web and mail addresses only, in the form in which a browser takes them.
fn links(text: &Text, start: usize) -> impl Iterator<Item = (Range<usize>, String)> {
    text.spans.iter().filter_map(move |span| {
        let Style::Link(address) = &span.style else { return None };
        let address = Url::parse(address).ok().filter(|url| is_link(url.as_str()))?;
        text.plain.get(span.start..span.end).map(|_| (start + span.start..start + span.end, address.into()))
    })
}

fn bullet(depth: u8) -> &'static str {
    ["•", "◦", "–"][usize::from(depth) % 3]
}

/// What stands between those who are credited; not at the beginning of a line.
const BETWEEN: &str = "\u{a0}· ";

fn credits(article: &Article, dates: Dates) -> String {
    let agency = article.agency.as_ref().filter(|agency| article.publisher.as_ref() != Some(agency));
    let byline = (!article.byline.is_empty()).then(|| article.byline.join(", "));
    // A date is not broken over two lines.
    let date = article.published.map(|date| in_words(date, dates).replace(' ', "\u{a0}"));
    let minutes = reading_minutes(article.word_count());
    let said = [
        byline,
        article.publisher.clone(),
        agency.cloned(),
        article.dateline.clone(),
        date,
        Some(format!("{minutes}\u{a0}min")),
    ]
    .into_iter()
    .flatten()
    .collect::<Vec<_>>()
    .join(BETWEEN);
    // Between a date and a number the dot would take their direction and not the line's, and what begins with a number the line's.
    if right_to_left(&said) { said.replace(BETWEEN, "\u{a0}·\u{200F} \u{200E}") } else { said }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::{Headline, Span};

    #[test]
    fn runs_hold_the_text_and_spans_move_along() {
        let text = Text { plain: "see here".into(), spans: vec![Span { start: 4, end: 8, style: Style::Strong }] };
        let article = Article {
            headline: Headline { text: "Ferry\u{1b}[2J".into(), derived: false },
            body: vec![Part::Paragraph(text)],
            ..Article::default()
        };
        let manuscript = Manuscript::of(&article, None, Dates::DayFirst);
        assert_eq!(manuscript.text(&manuscript.runs[0]), "Ferry[2J");
        assert_eq!(&manuscript.copy[manuscript.body.clone()], "see here\n");
        let (range, face) = manuscript.runs.last().expect("the paragraph").spans[0].clone();
        assert_eq!(&manuscript.copy[range], "here");
        assert_eq!(face.roles().collect::<Vec<_>>(), [Role::Strong]);
    }

    #[test]
    fn credits_name_what_is_known() {
        let article = Article {
            byline: vec!["Ada Quill".into()],
            publisher: Some("NWA".into()),
            agency: Some("NWA".into()),
            dateline: Some("Seoul".into()),
            published: "2019-06".parse().ok(),
            ..Article::default()
        };
        assert_eq!(
            credits(&article, Dates::DayFirst),
            "Ada Quill\u{a0}· NWA\u{a0}· Seoul\u{a0}· June\u{a0}2019\u{a0}· 1\u{a0}min"
        );
    }
}
