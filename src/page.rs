//! A page on its way to being an article: its blocks in reading order, and what its structure claims about itself.
//!
//! HTML and plain text dumps meet here: from this point on one mechanism handles both (`clean`).

use crate::article::{Note, Origin, Style, Text};

/// A page that was read and split into blocks. Plain data: cleaning it again gives the same article.
#[derive(Clone, Debug)]
pub struct Page {
    /// Where the bytes came from.
    pub origin: Origin,
    /// What the bytes were.
    pub kind: PageKind,
    /// The blocks in reading order; none is empty.
    pub blocks: Vec<Block>,
    /// HTML: the elements around the blocks, in document order. Empty for a text dump.
    pub elements: Vec<Element>,
    /// What the page's structure claims: JSON-LD, meta elements, microdata, `time` elements, the title; none for a text dump.
    pub clues: Vec<Clue>,
    /// What went wrong while reading.
    pub notes: Vec<Note>,
}

impl Page {
    /// A page without blocks.
    pub fn new(origin: Origin, kind: PageKind) -> Self {
        Page { origin, kind, blocks: Vec::new(), elements: Vec::new(), clues: Vec::new(), notes: Vec::new() }
    }

    /// The elements around a block, the innermost first.
    pub fn around(&self, block: &Block) -> impl Iterator<Item = &Element> {
        let at = |place: Option<u32>| place.and_then(|place| self.elements.get(place as usize));
        std::iter::successors(at(block.element), move |element| at(element.parent))
    }
}

/// What a page's bytes were.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PageKind {
    /// HTML or XHTML.
    Html,
    /// The text of a whole page, a line a block.
    Text,
}

/// The smallest unit that is kept or dropped: what stands between two block-level tags, or a line of a text dump.
#[derive(Clone, Debug, Default)]
pub struct Block {
    /// What it says, sanitised and with its white space squeezed (but in [`Shape::Code`], whose line breaks stay).
    pub text: Text,
    /// What form it has on the page.
    pub shape: Shape,
    /// How many bytes of the text stand in links.
    pub linked: usize,
    /// Text dumps: how many columns the line is indented. HTML: 0.
    pub indent: u16,
    /// Text dumps: how many empty lines stand before it. HTML: 0.
    pub gap: u16,
    /// HTML: the innermost element around the whole block, as its place in [`Page::elements`]. None for a text dump.
    pub element: Option<u32>,
}

/// The form a block has on its page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Shape {
    /// A paragraph, or text in no special element.
    #[default]
    Paragraph,
    /// A heading of a level from 1 to 6.
    Heading(u8),
    /// An item of a list: its depth from 0, and its number where the list is ordered.
    Item(u8, Option<u32>),
    /// A paragraph of a quotation or an embedded post.
    Quote,
    /// Text whose line breaks and spaces count.
    Code,
    /// The caption of a figure, or an image's alternative text.
    Caption,
    /// A row of a table, its cells in order; `true` where it names the columns.
    Row(Vec<Text>, bool),
}

/// An element of an HTML page around some block.
#[derive(Clone, Debug, Default)]
pub struct Element {
    /// The element around this one, as its place in [`Page::elements`]; a parent always stands before its children.
    pub parent: Option<u32>,
    /// How many elements are around it.
    pub depth: u16,
    /// The tag name; empty where HTML knows none such.
    pub tag: &'static str,
    /// Class, id, role and `itemprop=` words as written, separated by white space, of bounded length; nothing shows them.
    pub names: String,
    /// The page hides it.
    pub hidden: bool,
}

/// One claim of a page about the article on it, with where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clue {
    /// What the claim is about.
    pub field: Field,
    /// What it says, sanitised, on one line (but an article body, whose line breaks stay).
    pub value: String,
    /// Where on the page it stands.
    pub witness: Witness,
    /// What names it there: `og:title`, `NewsArticle.author`, `.byline`.
    pub name: String,
    /// Where in the document it stands, counted in elements; 0 for what stands in no place of the running page (JSON-LD, meta).
    pub at: u32,
    /// It stands in a part that belongs to something else than the article: comments, related stories, menus, the page's foot.
    pub aside: bool,
}

/// What a [`Clue`] is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Field {
    /// The headline.
    Headline,
    /// A name in the byline.
    Byline,
    /// The publication.
    Publisher,
    /// The section.
    Section,
    /// The date of publication.
    Published,
    /// The date of the last change.
    Modified,
    /// A date of which the page does not say what it dates.
    SomeDate,
    /// The language.
    Language,
    /// The lines under the headline, or the page's own summary.
    Standfirst,
    /// The article's address.
    Url,
    /// The address of the image that stands for the article.
    Image,
    /// The article's text.
    Body,
    /// An organisation named where a byline is expected.
    Organisation,
    /// What the page is: `NewsArticle`, `article`, `website`.
    Type,
}

/// Where a [`Clue`] stands, the strongest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Witness {
    /// A JSON-LD object that is an article.
    JsonLd,
    /// Microdata or RDFa of an article.
    Microdata,
    /// A meta element of Open Graph, Twitter, Dublin Core, Parsely and the like.
    Meta,
    /// A `link` element (canonical) or the `html` element itself.
    Link,
    /// A `time` element.
    Time,
    /// The document's `title`.
    Title,
    /// An `h1` element.
    Heading,
    /// An element whose class or rel says what it holds (`author`, `byline`, `published`).
    Class,
    /// Anything else of the document, such as a JSON-LD object that is no article.
    Other,
}

/// What a block is on its page. Every block has exactly one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Label {
    /// The headline.
    Headline,
    /// The byline.
    Byline,
    /// A line that dates the article.
    Date,
    /// The lines under the headline that sum the story up.
    Standfirst,
    /// A paragraph of the body.
    Body,
    /// A heading inside the body.
    Heading,
    /// The caption of a picture.
    Caption,
    /// An item of a list in the body.
    List,
    /// A quotation or an embedded post in the body.
    Quote,
    /// Code in the body.
    Code,
    /// A row of a table in the body.
    Table,
    /// What the publisher says of the article.
    Notice,
    /// What readers say below the article.
    Comment,
    /// Not of the article.
    Noise,
}

impl Label {
    /// Whether the block is part of the body's text.
    pub fn is_body(self) -> bool {
        matches!(self, Label::Body | Label::Heading | Label::List | Label::Quote | Label::Code | Label::Table)
    }
}

/// An article that came clean, as named values: a line of JSON or a row of a table. What each name means was decided by who read it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Record {
    /// The values in the order in which they count; several of one role where the record has a list.
    pub values: Vec<(Role, String)>,
}

/// What a value of a [`Record`] says of its article.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Role {
    /// The headline.
    Headline,
    /// The text: plain with line breaks, or HTML.
    Text,
    /// When it was published.
    Published,
    /// When it was last changed.
    Modified,
    /// Who wrote it.
    Byline,
    /// The publication.
    Publisher,
    /// The wire agency.
    Agency,
    /// Its address.
    Url,
    /// The section.
    Section,
    /// The language.
    Language,
    /// The lines that sum it up.
    Standfirst,
    /// The place it was filed from.
    Dateline,
    /// What the publisher says of it.
    Notice,
}

impl Record {
    /// The values of a role.
    pub fn all(&self, role: Role) -> impl Iterator<Item = &str> {
        self.values.iter().filter(move |(of, _)| *of == role).map(|(_, value)| value.as_str())
    }

    /// The first value of a role that is not empty.
    pub fn first(&self, role: Role) -> Option<&str> {
        self.all(role).find(|value| !value.trim().is_empty())
    }
}

/// Whether an address may stand in an article: http, https and mailto, of a bounded length.
pub fn is_link(address: &str) -> bool {
    address.len() <= 2048
        && ["http://", "https://", "mailto:"]
            .iter()
            .any(|scheme| address.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme)))
}

/// The bytes of a text that stand in links.
pub fn linked_bytes(text: &Text) -> usize {
    text.spans.iter().filter(|span| matches!(span.style, Style::Link(_))).map(|span| span.end - span.start).sum()
}
