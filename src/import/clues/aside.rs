//! Which parts of a page belong to something else than its article: comments, related stories, menus, the page's foot.

use super::{ANCESTORS_AT_MOST, finder};
use crate::import::html::tree::Node;
use aho_corasick::AhoCorasick;
use std::sync::LazyLock;

/// Words of classes and ids of the parts of a page that belong to something else than the article.
const ASIDE: &[&str] = &[
    "comment",
    "kommentar",
    "respond",
    "related",
    "sidebar",
    "side-bar",
    "recommend",
    "popular",
    "most-read",
    "mostread",
    "trending",
    "latest",
    "teaser",
    "promo",
    "widget",
    "newsletter",
    "carousel",
    "read-next",
    "readnext",
    "up-next",
    "upnext",
    "more-from",
    "more-posts",
    "more-stories",
    "more-news",
    "more-articles",
];
/// The same of words that must stand alone.
const ASIDE_ALONE: &[&str] = &["nav", "menu", "footer", "aside", "card", "cards"];

static ASIDES: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| finder(&[ASIDE, ASIDE_ALONE].concat()));

/// Whether the words of a class or id name a part that belongs to something else.
fn names_aside(words: &str) -> bool {
    let ends = |byte: Option<&u8>| matches!(byte, None | Some(b' ' | b'_' | b'-'));
    let bytes = words.as_bytes();
    ASIDES.iter().flat_map(|asides| asides.find_overlapping_iter(words)).any(|found| {
        let alone = || {
            found.start().checked_sub(1).is_none_or(|before| ends(bytes.get(before))) && ends(bytes.get(found.end()))
        };
        found.pattern().as_usize() < ASIDE.len() || alone()
    })
}

/// What is known of a document's elements: many claims stand below the same ones.
#[derive(Default)]
pub(super) struct Asides {
    /// Whether an element's own words name such a part, by the element's number.
    named: Vec<Option<bool>>,
}

impl Asides {
    /// Whether the element stands in a part of the page that belongs to something else than the article.
    pub(super) fn hold(&mut self, element: Node<'_>) -> bool {
        for node in std::iter::once(element).chain(element.ancestors().take(ANCESTORS_AT_MOST)) {
            match node.name() {
                Some("aside" | "nav") => return true,
                // The foot of an article holds its own date and author.
                Some("footer") => {
                    return !node.ancestors().take(ANCESTORS_AT_MOST).any(|node| node.name() == Some("article"));
                }
                Some("body" | "html") => return false,
                _ => {}
            }
            if self.are_named_by(node) {
                return true;
            }
        }
        false
    }

    fn are_named_by(&mut self, node: Node<'_>) -> bool {
        if self.named.len() <= node.number() {
            self.named.resize(node.number() + 1, None);
        }
        let words =
            |(name, value): (&str, &str)| matches!(name, "class" | "id") && value.len() < 600 && names_aside(value);
        let named = || node.attributes().any(words);
        self.named.get_mut(node.number()).is_some_and(|known| *known.get_or_insert_with(named))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_beside_the_article_are_told_by_their_names() {
        for (words, aside) in [
            ("post-comments", true),
            ("MostRead", true),
            ("site_nav", true),
            ("Menu", true),
            ("cards list", true),
            ("navigator", false),
            ("discarded-card", true),
            ("postcard", false),
            ("article-body", false),
        ] {
            assert_eq!(names_aside(words), aside, "{words}");
        }
    }
}
