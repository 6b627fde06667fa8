//! Whether a page has an article at all: a dialog, an error page, a wall before the text and a list of other stories are none.
//!
//! The forests always find the likeliest blocks of a page. Here the likeliest are looked at as a whole: a short text that mostly says what such
//! pages say in any of some twenty languages (`assets/cues.txt`), or stretches that each stand under a link of their own.

use super::Verdict;
use super::metadata::cues::entries;
use crate::page::{Block, Field, Page, PageKind, Shape, Witness};
use crate::text::{fold, word_count};
use aho_corasick::{AhoCorasick, AhoCorasickKind};
use std::collections::HashSet;
use std::sync::LazyLock;

/// What such a page is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Kind {
    Consent,
    Error,
    Login,
}

/// For each kind: the section of its phrases, the longest text that can be one, in words, and how many different phrases it says at least.
const KINDS: [(Kind, &str, usize, usize); 3] =
    [(Kind::Consent, "consent", 500, 3), (Kind::Error, "error pages", 160, 2), (Kind::Login, "login walls", 200, 3)];

static PHRASES: LazyLock<Vec<(Kind, String)>> = LazyLock::new(|| {
    let of = |(kind, section, ..): (Kind, &'static str, usize, usize)| entries(section).map(move |entry| (kind, entry));
    KINDS.into_iter().flat_map(of).collect()
});

/// None only where the machine could not be built, which a test would find.
static FINDER: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| {
    let phrases = PHRASES.iter().map(|(_, phrase)| phrase);
    AhoCorasick::builder().kind(Some(AhoCorasickKind::ContiguousNFA)).build(phrases).ok()
});

/// Whether what was kept of a page is no article.
pub(super) fn has_no_article(page: &Page, verdicts: &[Verdict], headline: &str) -> bool {
    let kept: Vec<usize> = (0..page.blocks.len()).filter(|at| verdicts[*at].label.is_body()).collect();
    let texts = || kept.iter().map(|at| page.blocks[*at].text.plain.as_str());
    let running = |at: &&usize| !matches!(page.blocks[**at].shape, Shape::Heading(_));
    if !kept.iter().any(|at| running(&at)) {
        return true;
    }
    // How many words more there are than a list of teasers has makes no difference.
    let mut words = 0;
    for text in texts() {
        words += word_count(text);
        if words > TEASERS_AT_MOST {
            return false;
        }
    }
    says_so(page, texts(), words, headline) || is_list_of_teasers(page, verdicts, &kept, words)
}

/// Whether most of a short text is what dialogs, walls and error pages say.
fn says_so<'a>(page: &Page, texts: impl Iterator<Item = &'a str>, words: usize, headline: &str) -> bool {
    if KINDS.iter().all(|(_, _, at_most, _)| words > *at_most) {
        return false;
    }
    let (mut said, mut told): (HashSet<usize>, [usize; KINDS.len()]) = (HashSet::new(), [0; KINDS.len()]);
    for text in texts {
        let here = phrases(text);
        for (at, (kind, ..)) in KINDS.iter().enumerate() {
            if here.iter().any(|phrase| PHRASES[*phrase].0 == *kind) {
                told[at] += word_count(text);
            }
        }
        said.extend(here);
    }
    let announced = phrases(headline);
    let dated = page.clues.iter().any(|clue| {
        clue.field == Field::Published && matches!(clue.witness, Witness::JsonLd | Witness::Meta | Witness::Microdata)
    });
    // A page that dates its article has to say much more to be none.
    let share = if dated { 80 } else { 50 };
    KINDS.iter().zip(told).any(|((kind, _, at_most, at_least), told)| {
        let of_kind = |phrase: &&usize| PHRASES[**phrase].0 == *kind;
        let count = said.iter().filter(of_kind).count() + announced.iter().filter(of_kind).count();
        words <= *at_most && count >= *at_least && 100 * told >= share * words
    })
}

/// The phrases that a text says, by their place in the table.
fn phrases(text: &str) -> HashSet<usize> {
    let folded = fold(text);
    let found = FINDER.iter().flat_map(|finder| finder.find_overlapping_iter(&folded).collect::<Vec<_>>());
    found.map(|found| found.pattern().as_usize()).collect()
}

/// Teasers that make a list.
const TEASERS_AT_LEAST: usize = 3;

/// Words from which on a block is running text.
const RUNNING_FROM: usize = 8;

/// Words of a list of teasers at the most: a longer one is an article in the form of a list.
const TEASERS_AT_MOST: usize = 1000;

/// The longest title of another story, in words.
const TITLE_AT_MOST: usize = 14;

/// How probable it is at least that a block is of the body, where it counts among the likeliest of its page.
const LIKELY: f32 = 0.3;

/// Whether what was kept are summaries of other stories: nearly all of it breaks off, or stands alone under a link. One that breaks off alone may
/// be the beginning of an article that is not given whole.
fn is_list_of_teasers(page: &Page, verdicts: &[Verdict], kept: &[usize], words: usize) -> bool {
    if words > TEASERS_AT_MOST {
        return false;
    }
    let count = |at: usize| word_count(&page.blocks[at].text.plain);
    let is_teaser = |at: usize| {
        (page.kind == PageKind::Html || breaks_off(&page.blocks[at]))
            && count(at) >= RUNNING_FROM
            && (breaks_off(&page.blocks[at]) || stands_under_a_link(page, at))
    };
    let is_title =
        |at: usize| count(at) <= TITLE_AT_MOST && !page.blocks[at].text.plain.ends_with(['.', '…', '!', '?']);
    let listed: usize = kept.iter().filter(|at| is_teaser(**at) || is_title(**at)).map(|at| count(*at)).sum();
    if 10 * listed < 9 * words {
        return false;
    }
    let teasers: Vec<usize> = (0..page.blocks.len()).filter(|at| is_teaser(*at)).collect();
    let likely = teasers.iter().filter(|at| verdicts[**at].probability > LIKELY).count();
    teasers.len() >= TEASERS_AT_LEAST && likely >= 2
}

fn breaks_off(block: &Block) -> bool {
    let text = block.text.plain.trim_end();
    text.ends_with("...") || text.ends_with('…')
}

/// Whether a block is all that stands between a heading that is a link and the next one.
fn stands_under_a_link(page: &Page, at: usize) -> bool {
    let is_link = |block: &Block| {
        matches!(block.shape, Shape::Heading(_)) && 10 * block.linked >= 9 * block.text.plain.len() && block.linked > 0
    };
    let short = |block: &Block| word_count(&block.text.plain) < RUNNING_FROM;
    let above = page.blocks[..at].iter().rev().find(|block| is_link(block) || !short(block));
    let below = page.blocks[at + 1..].iter().find(|block| is_link(block) || !short(block));
    above.is_some_and(is_link) && below.is_none_or(is_link)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::Origin;
    use crate::clean::clean;
    use crate::import::html::html_page;

    fn is_none(html: &str) -> bool {
        clean(&html_page(html, Origin::Stdin)).article.is_empty_page()
    }

    #[test]
    fn the_phrases_are_one_machine() {
        assert!(FINDER.is_some());
        assert!(!phrases("Die Seite wurde nicht gefunden.").is_empty());
    }

    #[test]
    fn what_says_that_it_is_none_is_none() {
        for html in [
            "<h1>Page not found</h1><p>Sorry, the page you were looking for could not be found. It may have been moved or deleted.</p>",
            "<h1>Fehler 404</h1><p>Die gesuchte Seite konnte nicht gefunden werden. Vielleicht ist sie nicht mehr verfügbar.</p>",
            "<p>We value your privacy. We and our partners use cookies and process personal data with your consent.</p>",
        ] {
            assert!(is_none(html), "{html}");
        }
    }

    #[test]
    fn a_story_about_such_pages_is_one() {
        let story = "<article><h1>The museum of lost pages</h1><p>A museum in Lunnet collects pages that say that they could not be found.</p>\
            <p>Its keeper, Agnes Holm, has four thousand of them, printed on card, and a room for those that apologise in verse.</p>\
            <p>She began with one that her brother had sent her, because it was rude. The most frequent one says page not found, and nothing else.</p>\
            <p>The museum opens on Sundays. Visitors are asked to bring an address that leads nowhere, and to leave it at the door.</p></article>";
        assert!(!is_none(story));
    }
}
