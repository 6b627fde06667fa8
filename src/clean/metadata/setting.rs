//! Where on the page the article stands, as far as the body's labels tell: what comes before it, what opens it, what comes behind.

use super::cues::after_by;
use super::joined::Joined;
use super::names::pictured;
use super::written::{Written, written};
use crate::page::{Clue, Field, Label, Page, Shape, Witness};
use crate::text::{bare, is_letter, truncate, word_count};
use memchr::memmem;
use std::cell::OnceCell;

/// The page with what is known of it while its metadata are looked for.
pub(super) struct Setting<'a> {
    /// The page.
    pub page: &'a Page,
    /// A label for each block.
    pub labels: &'a [Label],
    /// The first block of the body; where there is no body the block behind the headline, and the number of blocks where there is none either.
    pub start: usize,
    /// The block after the last of the body.
    pub end: usize,
    /// The names the publication goes by.
    pub houses: Vec<String>,
    /// The same as letters and digits only.
    pub bare_houses: Vec<String>,
    // What follows is found when it is first asked for.
    /// The texts of the body, and how many bytes of them have its common words.
    body: OnceCell<Joined>,
    common: OnceCell<usize>,
    /// The page's short texts.
    short: OnceCell<Joined>,
    /// What is known of each block's text.
    known: Vec<Known<'a>>,
}

/// What is known of what a block says, as far as it was asked for.
#[derive(Default)]
struct Known<'a> {
    words: OnceCell<usize>,
    after_by: OnceCell<Option<&'a str>>,
    pictured: OnceCell<Option<&'a str>>,
    dates: OnceCell<Vec<Written>>,
}

/// Bytes of the body whose words are taken for common ones.
const BYTES_OF_COMMON_WORDS: usize = 12_000;

/// Texts that are shorter than this may hold a name as lists and notes do.
const SHORT: usize = 400;

/// Bytes of a block whose dates count.
pub(super) const BYTES_WITH_DATES: usize = 240;

impl<'a> Setting<'a> {
    pub(super) fn new(page: &'a Page, labels: &'a [Label]) -> Self {
        let (start, end) = extent(page, labels);
        let mut known = Vec::new();
        known.resize_with(page.blocks.len(), Known::default);
        let (body, common, short) = (OnceCell::new(), OnceCell::new(), OnceCell::new());
        Setting { page, labels, start, end, houses: Vec::new(), bare_houses: Vec::new(), body, common, short, known }
    }

    /// Where the page has no body, what there is of its article stands around the headline.
    pub(super) fn stand_around(&mut self, headline: Option<usize>) {
        if self.start == self.labels.len()
            && let Some(at) = headline
        {
            (self.start, self.end) = (at + 1, at + 1);
        }
    }

    /// Takes down further names of the publication.
    pub(super) fn add_houses(&mut self, names: impl IntoIterator<Item = String>) {
        for name in names {
            self.bare_houses.push(bare(&name));
            self.houses.push(name);
        }
    }

    /// What a block says; nothing where it is a reader's comment, which has names and dates of its own.
    pub(super) fn text(&self, at: usize) -> &'a str {
        match (self.page.blocks.get(at), self.labels.get(at)) {
            (Some(block), label) if label != Some(&Label::Comment) => block.text.plain.as_str(),
            _ => "",
        }
    }

    /// The body's first paragraph.
    pub(super) fn lead(&self) -> Option<&'a str> {
        self.opening().next()
    }

    /// The body's paragraphs, in order.
    pub(super) fn opening(&self) -> impl Iterator<Item = &'a str> {
        let paragraphs = (self.start..self.end).filter(|&at| self.labels[at] == Label::Body);
        paragraphs.map(|at| self.text(at))
    }

    /// The clues about a field, in the document's order.
    pub(super) fn clues(&self, field: Field) -> impl Iterator<Item = &'a Clue> {
        self.page.clues.iter().filter(move |clue| clue.field == field)
    }

    /// Whether a block is an item of a list.
    pub(super) fn is_item(&self, at: usize) -> bool {
        self.page.blocks.get(at).is_some_and(|block| matches!(block.shape, Shape::Item(..)))
    }

    /// The dates in the beginning of a block.
    pub(super) fn dates(&self, at: usize) -> &[Written] {
        let found = || written(truncate(self.text(at), BYTES_WITH_DATES));
        self.known.get(at).map_or(&[], |known| known.dates.get_or_init(found))
    }

    /// How many words a block has.
    pub(super) fn words(&self, at: usize) -> usize {
        self.known.get(at).map_or(0, |known| *known.words.get_or_init(|| word_count(self.text(at))))
    }

    /// What stands in a block behind the words that open a byline, if it opens with any.
    pub(super) fn after_by(&self, at: usize) -> Option<&'a str> {
        *self.known.get(at)?.after_by.get_or_init(|| after_by(self.text(at)))
    }

    /// Who is said to be in an image, where that is all a block says.
    pub(super) fn pictured(&self, at: usize) -> Option<&'a str> {
        *self.known.get(at)?.pictured.get_or_init(|| pictured(self.text(at)))
    }

    /// The texts of the body.
    fn body(&self) -> &Joined {
        let is_body = |at: &usize| self.labels[*at].is_body();
        self.body.get_or_init(|| Joined::new((self.start..self.end).filter(is_body).map(|at| (at, self.text(at)))))
    }

    /// Whether the body holds a name.
    pub(super) fn body_names(&self, name: &str) -> bool {
        memmem::find(self.body().as_str().as_bytes(), name.as_bytes()).is_some()
    }

    /// The blocks with a short text that holds a word or name, in their order.
    pub(super) fn short_with<'b>(&'b self, name: &'b str) -> impl Iterator<Item = usize> + 'b {
        let texts = self.page.blocks.iter().map(|block| block.text.plain.as_str()).enumerate();
        self.short.get_or_init(|| Joined::new(texts.filter(|(_, text)| text.len() < SHORT))).holders(name)
    }

    /// Whether the body writes a word in lower case: then it is hardly a name.
    pub(super) fn is_common(&self, word: &str) -> bool {
        let lower = word.to_lowercase();
        if !lower.starts_with(char::is_lowercase) || !lower.chars().all(is_inside_word) {
            return false;
        }
        let end = self.common.get_or_init(|| self.body().beginning(BYTES_OF_COMMON_WORDS).len());
        let text = self.body().as_str().get(..*end).unwrap_or_default();
        memmem::find_iter(text.as_bytes(), lower.as_bytes()).any(|at| {
            let (before, behind) = (&text[..at], &text[at + lower.len()..]);
            !before.ends_with(is_inside_word) && !behind.starts_with(is_inside_word)
        })
    }

    /// Where the first main heading stands among the document's elements.
    pub(super) fn heading_at(&self) -> Option<u32> {
        let mut heads = self.clues(Field::Headline).filter(|clue| clue.witness == Witness::Heading && !clue.aside);
        heads.next().map(|clue| clue.at)
    }
}

/// Whether a character stands inside a word; a hyphen does.
fn is_inside_word(c: char) -> bool {
    c == '-' || is_letter(c)
}

/// From the body's first block to the one after its last, without stray blocks far before and behind the rest.
fn extent(page: &Page, labels: &[Label]) -> (usize, usize) {
    let is_body = |at: &usize| labels[*at].is_body();
    let Some(first) = (0..labels.len()).find(is_body) else { return (labels.len(), labels.len()) };
    let last = (first..labels.len()).rfind(is_body).unwrap_or(first);
    let body = (first..=last).filter(is_body);
    let bytes = |at: usize| page.blocks[at].text.plain.len();
    let total: usize = body.clone().map(bytes).sum();
    let start = past_strays(body.clone(), total, bytes).unwrap_or(first);
    let end = past_strays(body.rev(), total, bytes).unwrap_or(last);
    if start <= end { (start, end + 1) } else { (first, last + 1) }
}

/// The first of the body's blocks, in either direction, that has no wide gap close before it: what stands before the gap is an eighth of the
/// body's bytes at the most.
fn past_strays(
    body: impl Iterator<Item = usize> + Clone,
    total: usize,
    bytes: impl Fn(usize) -> usize,
) -> Option<usize> {
    let (mut before, mut found) = (0, body.clone().next());
    for (at, next) in body.clone().zip(body.skip(1)) {
        before += bytes(at);
        if 8 * before > total {
            break;
        }
        if at.abs_diff(next) > 10 {
            found = Some(next);
        }
    }
    found
}
