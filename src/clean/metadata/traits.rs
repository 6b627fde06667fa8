//! How much a line above the body looks like its headline: what it has in common with headlines, and the weight of each trait.

use super::contest;
use super::cues::{after_by, is_date_cue};
use super::names::pictured;
use super::rank::count;
use super::setting::{Setting, long_words};
use super::site::is_house;
use super::tally::{Tally, hash};
use crate::page::{Label, PageKind, Shape};
use crate::text::word_count;
use aho_corasick::AhoCorasick;
use memchr::{memchr_iter, memchr2, memchr2_iter};
use std::cell::OnceCell;
use std::sync::LazyLock;

/// Lines above the body that are looked at.
const LINES_ABOVE: usize = 250;
/// Lines of the body's beginning that are looked at: the labels may have put the headline there.
const LINES_INSIDE: usize = 4;

/// A trait of a line and what it weighs.
type Trait = (&'static str, f32);

/// The trait of lines that ask the reader for something.
pub(super) const CALL: &str = "a question to the reader or a call";

/// What the traits weigh, in the order in which [`traits`] gives them.
const WEIGHTS: &[Trait] = &[
    ("next to the body", -1.2),
    ("each doubling of the distance", -0.4),
    ("five to eighteen words", 1.6),
    ("three or four words", 0.0),
    ("two words", -1.2),
    ("more than eighteen words", -1.2),
    ("share of its words in the body", 2.1),
    ("share of its words in the lead", 0.8),
    ("share of its words that come often in the body", 1.9),
    ("no words to compare", -0.4),
    ("heading of level one", 4.0),
    ("heading of another level", 1.5),
    ("list item", -2.2),
    ("caption", -3.0),
    ("labelled headline", 4.0),
    ("labelled heading", 0.5),
    ("labelled otherwise, not noise", -1.5),
    ("ends like a sentence", -2.1),
    ("ends with a question mark", 0.1),
    ("ends with a colon or comma", -1.4),
    ("begins in lower case", -1.1),
    ("begins with a number and a full stop", -0.6),
    ("holds a bar or an arrow", -1.5),
    ("stands elsewhere too", 0.6),
    ("stands right before too", 1.0),
    ("a date within four lines", 1.9),
    ("a byline within four lines", 1.9),
    ("minutes to read within four lines", 0.5),
    ("lines of prose between it and the body", 1.1),
    ("list items between it and the body", -0.3),
    ("short lines between it and the body", 0.1),
    ("the line before is a list item", 0.2),
    ("the line behind is a list item", -0.6),
    ("an empty line before", 2.7),
    (CALL, -0.8),
    ("inside the body", -2.2),
    ("the page's first lines", -0.3),
    ("share of capitalised words", 0.7),
    ("longest line so far", 0.8),
];

/// The traits of one line.
pub(super) type Traits = [f32; WEIGHTS.len()];

/// What a line's traits weigh together.
pub(super) fn weight(traits: &Traits) -> f32 {
    traits.iter().zip(WEIGHTS).map(|(much, (_, weight))| much * weight).sum()
}

/// A line's traits by their names.
pub(super) fn named(traits: &Traits) -> contest::Traits {
    let mut named = contest::Traits::default();
    for ((name, _), much) in WEIGHTS.iter().zip(traits).filter(|(_, much)| **much != 0.0) {
        named.set(name, *much);
    }
    named
}

/// What lines say that ask the reader for something; ASCII, found in either case.
static CALLS: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| {
    let calls = [
        "cookie",
        "your privacy",
        "subscribe",
        "sign up",
        "log in",
        "sign in",
        "skip to",
        "newsletter",
        "share this",
        "your email",
        "follow us",
        "read more",
        "contact us",
        "get started",
        "table of contents",
        "written by",
        "reviewed by",
    ];
    AhoCorasick::builder().ascii_case_insensitive(true).build(calls).ok()
});

/// What is known of the whole page while its lines are compared.
struct Comparison {
    /// The words of the body's beginning and of the lead.
    body: Tally,
    lead: Tally,
    /// The page's short lines.
    short: Tally,
    /// For each block, how many lines of prose, list items and short lines stand before it.
    before: Vec<[usize; 3]>,
    /// What a short line tells of the lines above it, from the first line that is looked at on.
    behind: Vec<OnceCell<Behind>>,
    from: usize,
}

impl Comparison {
    fn of(setting: &Setting<'_>, from: usize) -> Self {
        let mut lead = Vec::new();
        long_words(setting.lead().unwrap_or(""), &mut lead);
        let short = setting.page.blocks.iter().map(|block| &block.text.plain).filter(|text| text.len() < 240);
        let short: Vec<u64> = short.map(|text| hash(text)).collect();
        let mut behind = Vec::new();
        behind.resize_with(setting.page.blocks.len() - from, OnceCell::new);
        Comparison {
            body: Tally::new(setting.words_of_opening().into_iter()),
            lead: Tally::new(lead.into_iter()),
            short: Tally::new(short.into_iter()),
            before: kinds_before(setting),
            behind,
            from,
        }
    }

    /// What the four lines behind a line tell of it.
    fn behind(&self, setting: &Setting<'_>, at: usize) -> Behind {
        let mut all = Behind::default();
        // The body's opening ends it.
        let until = (setting.start + LINES_INSIDE).min(setting.end) + 5;
        for line in (at + 1..at + 5).filter(|line| *line < until) {
            let Some(told) = self.behind.get(line - self.from) else { break };
            let told = told.get_or_init(|| Behind::of(setting, line));
            all.dated |= told.dated;
            all.signed |= told.signed;
            all.minutes |= told.minutes;
        }
        all
    }
}

/// What a short line tells of the lines above it.
#[derive(Clone, Copy, Default)]
struct Behind {
    dated: bool,
    signed: bool,
    minutes: bool,
}

impl Behind {
    fn of(setting: &Setting<'_>, at: usize) -> Self {
        let text = setting.text(at);
        if text.len() >= 200 {
            return Behind::default();
        }
        Behind {
            dated: !setting.dates(at).is_empty(),
            signed: after_by(text).is_some_and(|rest| word_count(rest) <= 8)
                || is_date_cue(text)
                || pictured(text).is_some(),
            minutes: says_minutes(text.as_bytes()) || text.len() < 30 && contains_lower(text, "read"),
        }
    }
}

/// A line that may be the headline.
struct Candidate {
    at: usize,
    words: usize,
    /// Whether it is longer than all candidates above it.
    longest: bool,
}

/// More than rounding can make of a sum of weights.
const ROUNDING: f32 = 0.01;

/// Lines that may be the headline with their traits, the likeliest first: the two likeliest of all, those that are wanted, and some others.
///
/// Most lines cannot be among the two whatever their words have in common with the body, so that is not asked of them.
pub(super) fn likeliest(setting: &Setting<'_>, wanted: impl Fn(&str) -> bool) -> Vec<(usize, Traits)> {
    if setting.start >= setting.labels.len() {
        return Vec::new();
    }
    let from = setting.start.saturating_sub(LINES_ABOVE);
    let until = (setting.start + LINES_INSIDE).min(setting.end);
    let comparison = Comparison::of(setting, from);
    let mut longest = 0;
    let candidates = (from..until).filter_map(|at| {
        let words = headline_words(setting, at)?;
        let length = setting.text(at).len();
        let candidate = Candidate { at, words, longest: length > longest && longest > 0 };
        longest = longest.max(length);
        Some(candidate)
    });
    let bounded = |line: Candidate| {
        let bound = weight(&traits(setting, &line, &comparison, &Wording::BEST)) + ROUNDING;
        (line, bound)
    };
    let mut candidates: Vec<(Candidate, f32)> = candidates.map(bounded).collect();
    candidates.sort_by(|a, b| b.1.total_cmp(&a.1));
    let mut found: Vec<(usize, Traits, f32)> = Vec::new();
    let (mut best, mut second) = (f32::MIN, f32::MIN);
    let mut own = Vec::new();
    for (line, bound) in candidates {
        if bound < second && !wanted(setting.text(line.at)) {
            continue;
        }
        // Most of those that are left have words of their own, which is cheaper to know than what stands around them.
        let shared = Wording::shared(setting, &line, &comparison, &mut own);
        let bound = weight(&traits(setting, &line, &comparison, &shared)) + ROUNDING;
        if bound < second && !wanted(setting.text(line.at)) {
            continue;
        }
        let traits = traits(setting, &line, &comparison, &Wording::of(setting, &line, &comparison, shared));
        let weight = weight(&traits);
        (best, second) = if weight > best { (weight, best) } else { (best, second.max(weight)) };
        found.push((line.at, traits, weight));
    }
    found.sort_by(|a, b| b.2.total_cmp(&a.2).then(a.0.cmp(&b.0)));
    found.into_iter().map(|(at, traits, _)| (at, traits)).collect()
}

/// For each block up to the body's opening, and the one behind: how many lines of prose, list items and short lines stand before it.
fn kinds_before(setting: &Setting<'_>) -> Vec<[usize; 3]> {
    let mut so_far = [0; 3];
    let mut before = vec![so_far];
    for block in setting.page.blocks.iter().take(setting.start + LINES_INSIDE) {
        let text = block.text.plain.as_str();
        let prose = text.ends_with(['.', '!', '?', '”', '"']) && word_count(text) >= 12;
        let kind = if prose {
            0
        } else if matches!(block.shape, Shape::Item(..)) {
            1
        } else {
            2
        };
        so_far[kind] += 1;
        before.push(so_far);
    }
    before
}

/// The words of a line that may be a headline; None where it cannot be one.
fn headline_words(setting: &Setting<'_>, at: usize) -> Option<usize> {
    let text = setting.text(at);
    let words = Some(text).filter(|text| text.len() <= 240).map(word_count).filter(|words| (2..=32).contains(words))?;
    if holds_address(text) || is_house(text, &setting.bare_houses) {
        return None;
    }
    let lone_byline = words <= 6 && after_by(text).is_some_and(|rest| word_count(rest) <= 4);
    let dated = || words <= 12 && !setting.dates(at).is_empty() && !after_is_title(setting, at);
    (!lone_byline && !dated()).then_some(words)
}

/// The traits of a line that need its words read, and lines around it.
#[derive(Clone, Copy)]
struct Wording {
    in_body: f32,
    in_lead: f32,
    often_in_body: f32,
    none: f32,
    elsewhere: f32,
    before_too: f32,
    dated: f32,
    signed: f32,
    minutes: f32,
    call: f32,
    capitals: f32,
}

impl Wording {
    /// What weighs most.
    const BEST: Wording = Wording {
        in_body: 1.0,
        in_lead: 1.0,
        often_in_body: 1.0,
        none: 0.0,
        elsewhere: 1.0,
        before_too: 1.0,
        dated: 1.0,
        signed: 1.0,
        minutes: 1.0,
        call: 0.0,
        capitals: 1.0,
    };

    /// What a line's words have in common with the body, and of all else what weighs most; `own` is room for its words.
    fn shared(setting: &Setting<'_>, line: &Candidate, comparison: &Comparison, own: &mut Vec<u64>) -> Self {
        own.clear();
        long_words(setting.text(line.at), own);
        // How many of its words come, and how many often.
        let part_in = |known: &Tally, often: u32| {
            let comes = |word: &&u64| known.count(**word) >= often;
            if own.is_empty() { 0.0 } else { count(own.iter().filter(comes).count()) / count(own.len()) }
        };
        Wording {
            in_body: part_in(&comparison.body, 1),
            in_lead: part_in(&comparison.lead, 1),
            often_in_body: part_in(&comparison.body, 3),
            none: is(own.is_empty()),
            ..Wording::BEST
        }
    }

    /// A line's own, with what its words have in common with the body.
    fn of(setting: &Setting<'_>, line: &Candidate, comparison: &Comparison, shared: Wording) -> Self {
        let text = setting.text(line.at);
        let (words, capitals) = text.split_whitespace().fold((0, 0), |(words, capitals), word| {
            (words + 1, capitals + usize::from(word.starts_with(char::is_uppercase)))
        });
        let behind = comparison.behind(setting, line.at);
        let before = line.at.checked_sub(1).map_or("", |before| setting.text(before));
        Wording {
            elsewhere: is(comparison.short.count(hash(text)) > 1),
            before_too: is(before.len() >= text.len() && before.contains(text)),
            dated: is(behind.dated),
            signed: is(behind.signed),
            minutes: is(behind.minutes),
            call: is(CALLS.as_ref().is_some_and(|calls| calls.is_match(text))),
            capitals: count(capitals) / count(words.max(1)),
            ..shared
        }
    }
}

fn is(yes: bool) -> f32 {
    f32::from(u8::from(yes))
}

/// The traits of a line, in the order of [`WEIGHTS`].
fn traits(setting: &Setting<'_>, line: &Candidate, comparison: &Comparison, wording: &Wording) -> Traits {
    let at = line.at;
    let block = &setting.page.blocks[at];
    let text = block.text.plain.as_str();
    let distance = setting.start.saturating_sub(at + 1);
    let until = setting.start.max(at + 1);
    let between = |kind: usize| count(comparison.before[until][kind] - comparison.before[at + 1][kind]);
    let label = setting.labels[at];
    [
        is(distance == 0),
        count(distance + 1).log2(),
        is((5..=18).contains(&line.words)),
        is((3..5).contains(&line.words)),
        is(line.words == 2),
        is(line.words > 18),
        wording.in_body,
        wording.in_lead,
        wording.often_in_body,
        wording.none,
        is(block.shape == Shape::Heading(1)),
        is(matches!(block.shape, Shape::Heading(2..))),
        is(matches!(block.shape, Shape::Item(..))),
        is(block.shape == Shape::Caption),
        is(label == Label::Headline),
        is(label == Label::Heading),
        is(!matches!(label, Label::Headline | Label::Heading | Label::Noise | Label::Body)),
        is(text.ends_with(['.', '…', ';'])),
        is(text.ends_with('?')),
        is(text.ends_with([':', ','])),
        is(text.starts_with(char::is_lowercase)),
        is(text.as_bytes()[0].is_ascii_digit()
            && text.split_once(['.', ')']).is_some_and(|(number, _)| {
                !number.is_empty() && number.len() <= 2 && number.bytes().all(|b| b.is_ascii_digit())
            })),
        is(memchr2(b'|', b'>', text.as_bytes()).is_some()
            || !text.is_ascii() && text.contains(['›', '»', '→', '•', '·'])),
        wording.elsewhere,
        wording.before_too,
        wording.dated,
        wording.signed,
        wording.minutes,
        (between(0) + 1.0).log2(),
        (between(1) + 1.0).log2(),
        (between(2) + 1.0).log2(),
        is(at > 0 && setting.is_item(at - 1)),
        is(setting.is_item(at + 1)),
        is(block.gap > 0 && setting.page.kind == PageKind::Text),
        wording.call,
        is(at >= setting.start),
        is(at < 4),
        wording.capitals,
        is(line.longest),
    ]
}

/// Whether an address stands in a text.
fn holds_address(text: &str) -> bool {
    memchr_iter(b':', text.as_bytes()).any(|at| text.as_bytes()[at..].starts_with(b"://"))
}

/// Whether a word of the text begins with "min", in letters of either case.
fn says_minutes(text: &[u8]) -> bool {
    let begins = |at: usize| {
        at > 0 && text[at - 1] == b' ' && text[at..].get(..3).is_some_and(|word| word.eq_ignore_ascii_case(b"min"))
    };
    memchr2_iter(b'm', b'M', text).any(begins)
}

/// Whether a text holds a word in letters of either case; the word is lower-case ASCII.
fn contains_lower(text: &str, word: &str) -> bool {
    text.as_bytes().windows(word.len()).any(|window| window.eq_ignore_ascii_case(word.as_bytes()))
}

/// Whether a short line with a date in it may be a headline all the same: much else stands in it.
fn after_is_title(setting: &Setting<'_>, at: usize) -> bool {
    let text = setting.text(at);
    let words: usize = setting.dates(at).iter().map(|date| word_count(&text[date.range.clone()])).sum();
    word_count(text) >= words + 5
}
