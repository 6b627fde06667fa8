//! Words that class, id and role names are made of, and the elements that tell something by being around a block.

use crate::page::Element;
use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};
use std::sync::LazyLock;

/// Parts of class names, found anywhere in them.
pub(super) const WORDS: &[&str] = &[
    "comment",
    "respond",
    "reply",
    "disqus",
    "foot",
    "related",
    "recirc",
    "recommend",
    "share",
    "social",
    "sidebar",
    "widget",
    "nav",
    "menu",
    "breadcrumb",
    "promo",
    "teaser",
    "card",
    "tile",
    "caption",
    "credit",
    "figure",
    "image",
    "photo",
    "gallery",
    "slide",
    "author",
    "byline",
    "bio",
    "contributor",
    "date",
    "time",
    "publish",
    "newsletter",
    "subscri",
    "signup",
    "login",
    "paywall",
    "premium",
    "tag",
    "topic",
    "categor",
    "ad-",
    "-ad",
    "advert",
    "sponsor",
    "banner",
    "cookie",
    "consent",
    "privacy",
    "modal",
    "popup",
    "overlay",
    "header",
    "head",
    "title",
    "subtitle",
    "dek",
    "summary",
    "excerpt",
    "lead",
    "intro",
    "article",
    "story",
    "post",
    "entry",
    "content",
    "body",
    "text",
    "paragraph",
    "main",
    "page",
    "column",
    "container",
    "wrap",
    "rich",
    "prose",
    "single",
    "articlebody",
    "itemprop=articlebody",
    "hidden",
    "hide",
    "print",
    "tool",
    "button",
    "btn",
    "icon",
    "link",
    "list",
    "item",
    "more",
    "popular",
    "trend",
    "latest",
    "most",
    "video",
    "player",
    "audio",
    "embed",
    "quote",
    "tweet",
    "twitter",
    "insta",
    "facebook",
    "infobox",
    "box",
    "note",
    "disclaimer",
    "reference",
    "toc",
    "accordion",
    "faq",
    "form",
    "search",
    "copyright",
    "legal",
    "meta",
    "info",
    "rating",
    "review",
    "price",
    "product",
    "shop",
    "event",
    "section",
    "block",
    "module",
    "component",
    "inner",
    "left",
    "right",
    "bottom",
    "top",
    "wp-",
    "elementor",
    "blog",
    "news",
    "feed",
    "thread",
    "forum",
    "message",
    "user",
    "avatar",
    "profile",
    "next",
    "prev",
    "pagin",
    "archive",
    "loop",
    "grid",
    "carousel",
    "swiper",
    "desc",
    "detail",
    "key",
    "highlight",
    "alert",
    "label",
    "kicker",
    "eyebrow",
    "editor",
    "dropcap",
    "description",
    "primary",
    "secondary",
    "aside",
    "complementary",
    "navigation",
    "contentinfo",
    "itemprop=description",
    "itemprop=headline",
];

/// Elements whose presence around a block tells something.
pub(super) const TAGS: &[&str] = &[
    "article",
    "main",
    "aside",
    "header",
    "footer",
    "nav",
    "figure",
    "form",
    "blockquote",
    "table",
    "ul",
    "ol",
    "li",
    "section",
    "p",
    "a",
    "button",
    "label",
    "details",
    "dl",
    "strong",
    "em",
    "h1",
    "h2",
    "h3",
    "h4",
    "address",
    "div",
    "span",
    "td",
    "body",
    "small",
];

/// The distance given to what is not around a block at all.
pub(super) const NOWHERE: u8 = 12;

/// The farthest distance that is told apart.
const FAR: u8 = 8;

static FINDER: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| {
    let kind = Some(AhoCorasickKind::DFA);
    AhoCorasick::builder().ascii_case_insensitive(true).match_kind(MatchKind::Standard).kind(kind).build(WORDS).ok()
});

/// For each element of a page: how many levels up each word and each tag is first met.
pub(super) struct Surroundings {
    words: Vec<[u8; WORDS.len()]>,
    tags: Vec<[u8; TAGS.len()]>,
}

impl Surroundings {
    pub(super) fn of(elements: &[Element]) -> Self {
        let mut words: Vec<[u8; WORDS.len()]> = Vec::with_capacity(elements.len());
        let mut tags: Vec<[u8; TAGS.len()]> = Vec::with_capacity(elements.len());
        for element in elements {
            let parent = element.parent.map(|parent| parent as usize);
            let mut near = parent.and_then(|at| words.get(at)).map_or([NOWHERE; WORDS.len()], farther);
            let mut around = parent.and_then(|at| tags.get(at)).map_or([NOWHERE; TAGS.len()], farther);
            if let Some(finder) = FINDER.as_ref().filter(|_| !element.names.is_empty()) {
                for found in finder.find_overlapping_iter(&element.names) {
                    near[found.pattern().as_usize()] = 0;
                }
            }
            if let Some(tag) = TAGS.iter().position(|tag| *tag == element.tag) {
                around[tag] = 0;
            }
            words.push(near);
            tags.push(around);
        }
        Surroundings { words, tags }
    }

    /// How far from an element a word is, or behind the words a tag; None where there is no such element.
    #[inline]
    pub(super) fn distance(&self, element: usize, column: usize) -> Option<u8> {
        match column.checked_sub(WORDS.len()) {
            None => self.words.get(element).map(|words| words[column]),
            Some(tag) => self.tags.get(element).map(|tags| tags[tag]),
        }
    }
}

/// The distances one level further down; without a branch, so that it is done for many at once.
fn farther<const N: usize>(distances: &[u8; N]) -> [u8; N] {
    let mut farther = *distances;
    for distance in &mut farther {
        *distance += u8::from(*distance != NOWHERE) & u8::from(*distance != FAR);
    }
    farther
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_tags_are_told_by_their_distance() {
        let element = |parent, tag, names: &str| Element { parent, tag, names: names.to_owned(), ..Element::default() };
        let elements = [element(None, "article", "Story-Body"), element(Some(0), "p", "")];
        let surroundings = Surroundings::of(&elements);
        let word =
            |word: &str| surroundings.words[1][WORDS.iter().position(|known| *known == word).expect("in the list")];
        assert_eq!((word("story"), word("body"), word("comment")), (1, 1, NOWHERE));
        assert_eq!(surroundings.tags[1][0], 1);
        assert_eq!(surroundings.distance(1, WORDS.len()), Some(1));
        assert_eq!(surroundings.distance(2, 0), None);
    }
}
