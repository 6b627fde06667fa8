//! What a publisher says of an article, apart from the article: that it has not reviewed it, where it first appeared, whose views it holds.

use super::cues::entries;
use super::setting::Setting;
use crate::page::Label;
use crate::text::{fold, truncate, word_count};
use aho_corasick::packed::{Config, Searcher};
use std::sync::LazyLock;

/// Phrases of notices, folded; looked for many bytes at a time where the processor can.
static PHRASES: LazyLock<Option<Searcher>> = LazyLock::new(|| {
    let search = |config: &Config| config.builder().extend(entries("notices")).build();
    search(&Config::new()).or_else(|| search(Config::new().only_rabin_karp(true)))
});

/// Blocks before and behind the body that may hold a notice.
const NEAR: usize = 8;

/// The blocks that are a notice, in order.
pub(super) fn notices(setting: &Setting<'_>) -> Vec<usize> {
    let blocks = setting.page.blocks.len();
    if setting.start >= blocks {
        return Vec::new();
    }
    let window = setting.start.saturating_sub(NEAR)..(setting.end + NEAR).min(blocks);
    window
        .filter(|&at| {
            // In the middle of the body such words are the story's own.
            let edge = at < setting.start + 3 || at + 3 >= setting.end;
            let text = setting.text(at);
            edge && (5..=160).contains(&setting.words(at)) && (setting.labels[at] == Label::Notice || is_notice(text))
        })
        .collect()
}

/// Whether a text holds a phrase of a notice.
pub(super) fn is_notice(text: &str) -> bool {
    PHRASES.as_ref().is_some_and(|phrases| phrases.find(fold(truncate(text, 600))).is_some())
}

/// The publisher that a notice names: what stands in front of "has not reviewed this".
pub(super) fn speaker(text: &str) -> Option<&str> {
    let at = text.find(" has not reviewed this")?;
    let name = text[..at].rsplit(['.', '!', ':']).next()?.trim();
    ((1..=6).contains(&word_count(name)) && name.chars().next().is_some_and(char::is_uppercase)).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notices_are_told_from_stories() {
        for (text, notice) in [
            ("The Elsen Post has not reviewed this Northern Wire story prior to publication.", true),
            ("This article was originally published on The Harbour.", true),
            ("Dieser Artikel erschien zuerst in der Elsener Post.", true),
            ("Les opinions exprimées n’engagent que leur auteur.", true),
            ("The council has reviewed the harbour plan.", false),
        ] {
            assert_eq!(is_notice(text), notice, "{text}");
        }
    }

    #[test]
    fn every_phrase_is_looked_for() {
        assert!(entries("notices").all(|phrase| is_notice(&format!("Ferries: {phrase} ferries"))));
    }

    #[test]
    fn a_disclaimer_names_its_publisher() {
        assert_eq!(speaker("The Elsen Post has not reviewed this Northern Wire story."), Some("The Elsen Post"));
    }
}
