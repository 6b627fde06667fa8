//! The lines above the body, and those that open it, as its headline: most are out of the question after little was asked of them.

use super::around::Around;
use super::opening::{Opening, long_words};
use super::weights::{CALL, Traits, is, most, part, place, weight};
use crate::clean::metadata::rank::count;
use crate::clean::metadata::setting::Setting;
use crate::clean::metadata::site::is_house;
use crate::page::{Block, Label, PageKind, Shape};
use crate::text::word_count;
use aho_corasick::AhoCorasick;
use memchr::{memchr_iter, memchr2};
use std::cell::{LazyCell, OnceCell};
use std::sync::LazyLock;

/// Lines above the body that are looked at.
const LINES_ABOVE: usize = 250;
/// Lines of the body's beginning that are looked at: the labels may have put the headline there.
const LINES_INSIDE: usize = 4;
/// Lines behind a headline that tell something of it.
const LINES_BEHIND: usize = 4;

/// Bytes and words of a headline.
const BYTES_AT_MOST: usize = 240;
const WORDS: std::ops::RangeInclusive<usize> = 2..=32;

const IN_BODY: usize = place("share of its words in the body");
const IN_LEAD: usize = place("share of its words in the lead");
const OFTEN_IN_BODY: usize = place("share of its words that come often in the body");
const NO_WORDS: usize = place("no words to compare");
const ELSEWHERE: usize = place("stands elsewhere too");
const BEFORE_TOO: usize = place("stands right before too");
const CAPITALS: usize = place("share of capitalised words");
const DATED: usize = place("a date within four lines");
const SIGNED: usize = place("a byline within four lines");
const MINUTES: usize = place("minutes to read within four lines");
const CALLED: usize = place(CALL);

/// Some traits of a line and how they are found out.
struct Round {
    traits: &'static [usize],
    ask: fn(&Lines<'_, '_>, usize, &mut Traits),
    /// The most that the traits can weigh.
    most: f32,
}

impl Round {
    const fn new(traits: &'static [usize], ask: fn(&Lines<'_, '_>, usize, &mut Traits)) -> Self {
        Round { traits, ask, most: most(traits) }
    }
}

/// What a line is asked beside its form and place, the cheapest first: most are never asked the last.
const ROUNDS: [Round; 3] = [
    Round::new(&[IN_BODY, IN_LEAD, OFTEN_IN_BODY, NO_WORDS], compare),
    Round::new(&[ELSEWHERE, BEFORE_TOO, CAPITALS, CALLED], look),
    Round::new(&[DATED, SIGNED, MINUTES], look_around),
];

/// More than rounding can make of a sum of weights.
const ROUNDING: f32 = 0.01;

/// A line that may be the headline.
struct Candidate {
    at: usize,
    /// What its form and place tell; the other traits are 0.
    traits: Traits,
    /// The most that all its traits can weigh.
    bound: f32,
}

/// The lines that may be the headline.
pub(super) struct Lines<'s, 'p> {
    setting: &'s Setting<'p>,
    candidates: Vec<Candidate>,
    opening: Opening,
    /// The length of each of the page's lines.
    lengths: Vec<u8>,
    /// The first line that is looked at, and what it and each behind it tell of the lines above.
    from: usize,
    around: Vec<OnceCell<Around>>,
}

impl<'s, 'p> Lines<'s, 'p> {
    /// The candidates of a page; none where it has no body.
    pub(super) fn of(setting: &'s Setting<'p>) -> Self {
        let blocks = if setting.start < setting.labels.len() { setting.page.blocks.len() } else { 0 };
        let from = setting.start.saturating_sub(LINES_ABOVE).min(blocks);
        let until = (setting.start + LINES_INSIDE).min(setting.end).min(blocks);
        // The body's opening ends what tells something of the lines above.
        let mut around = Vec::new();
        around.resize_with((until + LINES_BEHIND + 1).min(blocks).saturating_sub(from), OnceCell::new);
        let lengths = setting.page.blocks.iter().map(|block| length(&block.text.plain)).collect();
        let opening = Opening::of(setting);
        let mut lines = Lines { setting, candidates: Vec::new(), opening, lengths, from, around };
        let before = kinds_before(&setting.page.blocks[from..until.max(from)]);
        let mut longest = 0;
        for at in from..until {
            let Some(words) = headline_words(setting, at) else { continue };
            let length = setting.text(at).len();
            let is_longest = length > longest && longest > 0;
            longest = longest.max(length);
            let (behind, body) = (at + 1 - from, setting.start.max(at + 1) - from);
            let between = [0, 1, 2].map(|kind| before[body][kind] - before[behind][kind]);
            let traits = placed(setting, at, words, between, is_longest);
            let bound = weight(&traits) + ROUNDS.iter().map(|round| round.most).sum::<f32>() + ROUNDING;
            lines.candidates.push(Candidate { at, traits, bound });
        }
        lines
    }

    /// The lines with their traits, the likeliest first: the two likeliest of all, those that are wanted, and some others.
    pub(super) fn likeliest(&self, wanted: impl Fn(&str) -> bool) -> Vec<(usize, Traits)> {
        let mut order: Vec<&Candidate> = self.candidates.iter().collect();
        order.sort_by(|a, b| b.bound.total_cmp(&a.bound));
        let (mut best, mut second) = (f32::MIN, f32::MIN);
        let mut found: Vec<(usize, Traits, f32)> = Vec::new();
        for line in order {
            let wanted = LazyCell::new(|| wanted(self.setting.text(line.at)));
            let Some(traits) = self.asked(line, |bound| bound >= second || *wanted) else { continue };
            let weight = weight(&traits);
            (best, second) = if weight > best { (weight, best) } else { (best, second.max(weight)) };
            found.push((line.at, traits, weight));
        }
        found.sort_by(|a, b| b.2.total_cmp(&a.2).then(a.0.cmp(&b.0)));
        found.into_iter().map(|(at, traits, _)| (at, traits)).collect()
    }

    /// Adds the lines that say the same as one of the first few: what speaks for a wording is all that speaks for its lines.
    pub(super) fn add_alike(&self, found: &mut Vec<(usize, Traits)>, few: usize) {
        let text = |at: usize| self.setting.text(at);
        let firsts: Vec<&str> = found.iter().take(few).map(|(at, _)| text(*at)).collect();
        for line in self.candidates.iter().filter(|line| firsts.contains(&text(line.at))) {
            if found.iter().all(|(at, _)| *at != line.at) {
                found.extend(self.asked(line, |_| true).map(|traits| (line.at, traits)));
            }
        }
    }

    /// The traits of one line, where it may be the headline.
    pub(super) fn traits(&self, at: usize) -> Option<Traits> {
        let line = self.candidates.iter().find(|line| line.at == at)?;
        self.asked(line, |_| true)
    }

    /// All traits of a line, unless what it may weigh is too little after some round.
    fn asked(&self, line: &Candidate, is_enough: impl Fn(f32) -> bool) -> Option<Traits> {
        let (mut traits, mut bound) = (line.traits, line.bound);
        for round in &ROUNDS {
            if !is_enough(bound) {
                return None;
            }
            (round.ask)(self, line.at, &mut traits);
            bound += round.traits.iter().map(|place| part(&traits, *place)).sum::<f32>() - round.most;
        }
        is_enough(bound).then_some(traits)
    }
}

/// How many long words most lines have at the most.
const WORDS_OF_MOST: usize = 16;

/// What a line's words have in common with the body.
fn compare(lines: &Lines<'_, '_>, at: usize, traits: &mut Traits) {
    let mut words = Vec::with_capacity(WORDS_OF_MOST);
    long_words(lines.setting.text(at), &mut words);
    let share = |is: &dyn Fn(u64) -> bool| {
        let some = words.iter().filter(|word| is(**word)).count();
        if words.is_empty() { 0.0 } else { count(some) / count(words.len()) }
    };
    traits[IN_BODY] = share(&|word| lines.opening.times(word) > 0);
    traits[IN_LEAD] = share(&|word| lines.opening.is_in_lead(word));
    traits[OFTEN_IN_BODY] = share(&|word| lines.opening.times(word) > 2);
    traits[NO_WORDS] = is(words.is_empty());
}

/// What a line says, and whether the page says it once more.
fn look(lines: &Lines<'_, '_>, at: usize, traits: &mut Traits) {
    let text = lines.setting.text(at);
    let before = at.checked_sub(1).map_or("", |before| lines.setting.text(before));
    let same = |at: &usize| lines.setting.page.blocks.get(*at).is_some_and(|block| block.text.plain == text);
    let elsewhere =
        text.len() < BYTES_AT_MOST && memchr_iter(length(text), &lines.lengths).filter(same).nth(1).is_some();
    traits[ELSEWHERE] = is(elsewhere);
    traits[BEFORE_TOO] = is(before.len() >= text.len() && holds(before, text));
    traits[CAPITALS] = share_of_capitals(text);
    traits[CALLED] = is(CALLS.as_ref().is_some_and(|calls| calls.is_match(text)));
}

/// The bytes of a text; long ones are not told apart.
fn length(text: &str) -> u8 {
    u8::try_from(text.len()).unwrap_or(u8::MAX)
}

/// What the lines right behind a line tell of it.
fn look_around(lines: &Lines<'_, '_>, at: usize, traits: &mut Traits) {
    let behind = (at + 1..).zip(lines.around.iter().skip(at + 1 - lines.from)).take(LINES_BEHIND);
    let told = behind.fold(Around::default(), |told, (line, around)| {
        told.or(*around.get_or_init(|| Around::of(lines.setting, line)))
    });
    traits[DATED] = is(told.dated);
    traits[SIGNED] = is(told.signed);
    traits[MINUTES] = is(told.minutes);
}

/// For each block, and for the end: how many lines of prose, list items and short lines stand before it.
fn kinds_before(blocks: &[Block]) -> Vec<[usize; 3]> {
    let mut so_far = [0; 3];
    let mut before = Vec::with_capacity(blocks.len() + 1);
    before.push(so_far);
    for block in blocks {
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
    if text.len() > BYTES_AT_MOST {
        return None;
    }
    let words = Some(setting.words(at)).filter(|words| WORDS.contains(words))?;
    if holds_address(text) || is_house(text, &setting.bare_houses) {
        return None;
    }
    let lone_byline = words <= 6 && setting.after_by(at).is_some_and(|rest| word_count(rest) <= 4);
    let dated = || words <= 12 && !setting.dates(at).is_empty() && !after_is_title(setting, at);
    (!lone_byline && !dated()).then_some(words)
}

/// Whether a short text holds another, which is not empty; what is made ready for a search in a long one costs more than this.
fn holds(text: &str, other: &str) -> bool {
    let (first, last) = (other.as_bytes()[0], text.len() - other.len());
    memchr_iter(first, &text.as_bytes()[..=last]).any(|at| text.as_bytes()[at..].starts_with(other.as_bytes()))
}

/// Whether an address stands in a text.
fn holds_address(text: &str) -> bool {
    memchr_iter(b':', text.as_bytes()).any(|at| text.as_bytes()[at..].starts_with(b"://"))
}

/// Whether a short line with a date in it may be a headline all the same: much else stands in it.
fn after_is_title(setting: &Setting<'_>, at: usize) -> bool {
    let text = setting.text(at);
    let words: usize = setting.dates(at).iter().map(|date| word_count(&text[date.range.clone()])).sum();
    setting.words(at) >= words + 5
}

/// What a line's form and place tell, in the order of the weights. Between it and the body stand lines of prose, list items and short lines.
fn placed(setting: &Setting<'_>, at: usize, words: usize, between: [usize; 3], is_longest: bool) -> Traits {
    let block = &setting.page.blocks[at];
    let text = block.text.plain.as_str();
    let distance = setting.start.saturating_sub(at + 1);
    let [prose, items, short] = between.map(|lines| (count(lines) + 1.0).log2());
    let label = setting.labels[at];
    [
        is(distance == 0),
        count(distance + 1).log2(),
        is((5..=18).contains(&words)),
        is((3..5).contains(&words)),
        is(words == 2),
        is(words > 18),
        ASKED,
        ASKED,
        ASKED,
        ASKED,
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
        is(is_numbered(text)),
        is(memchr2(b'|', b'>', text.as_bytes()).is_some()
            || !text.is_ascii() && text.contains(['›', '»', '→', '•', '·'])),
        ASKED,
        ASKED,
        ASKED,
        ASKED,
        ASKED,
        prose,
        items,
        short,
        is(at > 0 && setting.is_item(at - 1)),
        is(setting.is_item(at + 1)),
        is(block.gap > 0 && setting.page.kind == PageKind::Text),
        ASKED,
        is(at >= setting.start),
        is(at < 4),
        ASKED,
        is(is_longest),
    ]
}

/// A trait that one of the rounds asks for.
const ASKED: f32 = 0.0;

/// Whether a text begins with a number of one or two digits and a full stop or bracket.
fn is_numbered(text: &str) -> bool {
    let digits = text.bytes().take(3).take_while(u8::is_ascii_digit).count();
    (1..=2).contains(&digits) && matches!(text.as_bytes().get(digits), Some(b'.' | b')'))
}

/// The share of a text's words that begin with a capital.
fn share_of_capitals(text: &str) -> f32 {
    let (mut words, mut capitals, mut inside) = (0, 0, false);
    let mut next = |is_space: bool, is_capital: bool| {
        words += usize::from(!inside && !is_space);
        capitals += usize::from(!inside && is_capital);
        inside = !is_space;
    };
    if text.is_ascii() {
        text.bytes().for_each(|byte| next(matches!(byte, b' ' | b'\t'..=b'\r'), byte.is_ascii_uppercase()));
    } else {
        text.chars().for_each(|c| next(c.is_whitespace(), c.is_uppercase()));
    }
    count(capitals) / count(words.max(1))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_begin_with_a_capital_are_counted() {
        for (text, share) in
            [("The Ferry of Elsen", 0.75), ("über Émile", 0.5), ("1 \u{a0} A\tb", 1.0 / 3.0), ("", 0.0)]
        {
            assert!((share_of_capitals(text) - share).abs() < 1e-6, "{text}");
        }
    }

    #[test]
    fn a_number_with_a_stop_opens_an_item_of_a_list() {
        assert_eq!(
            ["1. Ferries", "12) Quays", "123. Ice", "12 quays", "x1."].map(is_numbered),
            [true, true, false, false, false]
        );
    }
}
