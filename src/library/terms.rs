//! What the index keeps of an article's texts, made in one pass while the article is made ready, so that the thread that indexes only cuts lines.

use super::index::{FormField, STARTS, form};
use super::pairs::{self, Everywhere};
use crate::text::{QuickMap, QuickSet, units};
use std::ops::Range;
use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

/// The terms of the texts of a field.
pub(super) struct Terms<'a> {
    /// For each text its terms, a line each, in order. A pair stands behind its first word; see [`pairs`].
    pub texts: Vec<String>,
    words: Vec<Met>,
    /// The spellings that differ from their folded form.
    spelt: QuickSet<&'a str>,
}

/// A word among the terms of a text.
struct Met {
    /// Which text, and where in its terms.
    text: usize,
    range: Range<usize>,
    /// It is written as it is folded.
    plain: bool,
    /// The word right before it, where that is one that stands everywhere.
    after: Option<Everywhere>,
}

/// What the index keeps of how the words of an article begin and of what follows those that stand everywhere.
#[derive(Default)]
pub(super) struct Starts<'t> {
    of_words: QuickSet<&'t str>,
    of_headline: QuickSet<&'t str>,
    followers: QuickSet<(Everywhere, &'t str)>,
}

/// Stands before how words of the headline begin; no word can hold it.
pub(super) const IN_HEADLINE: char = '\u{2}';

impl Starts<'_> {
    /// Each of them, a line each.
    pub fn lines(&self) -> String {
        let mut lines =
            String::with_capacity(6 * self.of_words.len() + 7 * self.of_headline.len() + 14 * self.followers.len());
        for start in &self.of_words {
            lines.push_str(start);
            lines.push('\n');
        }
        for start in &self.of_headline {
            lines.push(IN_HEADLINE);
            lines.push_str(start);
            lines.push('\n');
        }
        for (before, word) in &self.followers {
            lines.push(char::from(pairs::MARK));
            lines.push_str(before.word());
            lines.push(' ');
            lines.push_str(word);
            lines.push('\n');
        }
        lines
    }
}

/// The terms of one text, a line each.
pub(super) fn lines(text: &str) -> String {
    let mut lines = String::with_capacity(text.len() + text.len() / 4);
    write(text, &mut lines, |_, _, _, _| {});
    lines
}

impl<'a> Terms<'a> {
    /// The terms of these texts.
    pub fn of(texts: impl Iterator<Item = &'a str>) -> Self {
        let mut terms = Terms { texts: Vec::new(), words: Vec::new(), spelt: QuickSet::default() };
        for (text, number) in texts.zip(0..) {
            let mut lines = String::with_capacity(text.len() + text.len() / 4);
            write(text, &mut lines, |folded, range, written, after| {
                let plain = folded == &text[written.clone()];
                if !plain {
                    terms.spelt.insert(&text[written]);
                }
                terms.words.push(Met { text: number, range, plain, after });
            });
            terms.texts.push(lines);
        }
        terms
    }

    /// Puts the spellings of the words behind each other, a line each (see [`form`]), and into `starts` how the words begin and what follows
    /// those that stand everywhere.
    pub fn tell<'t>(&'t self, field: FormField, forms: &mut String, starts: &mut Starts<'t>) {
        // The folded words, each with whether it is written so anywhere.
        let mut met: QuickMap<&str, bool> = QuickMap::with_capacity_and_hasher(self.words.len(), <_>::default());
        for word in &self.words {
            if let Some(folded) = self.texts.get(word.text).and_then(|lines| lines.get(word.range.clone())) {
                *met.entry(folded).or_default() |= word.plain;
                if let Some(before) = word.after {
                    starts.followers.insert((before, folded));
                }
            }
        }
        let mut add = |form: String| {
            forms.push_str(&form);
            forms.push('\n');
        };
        self.spelt.iter().for_each(|spelling| add(form(field, spelling, false)));
        for (folded, plain) in met {
            if !plain {
                add(form(field, folded, true));
            }
            add_starts(folded, &mut starts.of_words);
            if field == FormField::Headline {
                add_starts(folded, &mut starts.of_headline);
            }
        }
    }
}

/// Adds how a word begins, up to [`STARTS`] letters.
fn add_starts<'t>(word: &'t str, starts: &mut QuickSet<&'t str>) {
    let mut shorter = word.char_indices().nth(STARTS).map_or(word, |(end, _)| &word[..end]);
    // Where a start is known, the shorter ones are too.
    while !shorter.is_empty() && starts.insert(shorter) {
        let last = shorter.char_indices().next_back().map_or(0, |(last, _)| last);
        shorter = &shorter[..last];
    }
}

/// Writes the terms that the index keeps of a text, a line each; `met` is told of each word of a spaced script: folded, where that stands,
/// where it is written in the text, and which word that stands everywhere is right before it.
fn write(text: &str, lines: &mut String, mut met: impl FnMut(&str, Range<usize>, Range<usize>, Option<Everywhere>)) {
    let mut units = units(text);
    // The line before, where it is a word that makes pairs; and whether the last line waits for the unit that is joined to it.
    let (mut common, mut waiting): (Option<Range<usize>>, bool) = (None, false);
    let mut folded = String::new();
    while let Some(unit) = units.next_into(&mut folded) {
        if std::mem::take(&mut waiting) {
            if unit.joined {
                lines.push_str(&folded);
            }
            lines.push('\n');
        }
        let is_common = !unit.unspaced && pairs::is_common(&folded);
        let before = std::mem::take(&mut common);
        let after = before.as_ref().and_then(|before| pairs::is_everywhere(&lines[before.clone()]));
        if let Some(first) = before.filter(|_| is_common && after.is_none()) {
            lines.push(char::from(pairs::MARK));
            lines.extend_from_within(first);
            lines.push(' ');
            lines.push_str(&folded);
            lines.push('\n');
        }
        let start = lines.len();
        lines.push_str(&folded);
        if unit.unspaced {
            waiting = true;
        } else {
            met(&folded, start..lines.len(), unit.range, after);
            common = is_common.then_some(start..lines.len());
            lines.push('\n');
        }
        folded.clear();
    }
    if waiting {
        lines.push('\n');
    }
}

/// Gives each line of a text as a term; a pair stands where its first word does.
#[derive(Clone)]
pub(super) struct Lines;

impl Tokenizer for Lines {
    type TokenStream<'a> = LineStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> LineStream<'a> {
        LineStream { rest: text, token: Token::default() }
    }
}

pub(super) struct LineStream<'a> {
    rest: &'a str,
    token: Token,
}

impl TokenStream for LineStream<'_> {
    fn advance(&mut self) -> bool {
        if self.rest.is_empty() {
            return false;
        }
        let end = memchr::memchr(b'\n', self.rest.as_bytes()).unwrap_or(self.rest.len());
        let (line, rest) = self.rest.split_at(end);
        self.rest = rest.get(1..).unwrap_or_default();
        if line.as_bytes().first() != Some(&pairs::MARK) {
            self.token.position = self.token.position.wrapping_add(1);
        }
        self.token.text.clear();
        self.token.text.push_str(line);
        true
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{Term, index_terms};
    use proptest::prelude::*;

    fn read(lines: &str) -> Vec<(String, usize)> {
        let (mut words, mut read) = (Lines, Vec::new());
        let mut stream = words.token_stream(lines);
        stream.process(&mut |token| read.push((token.text.clone(), token.position)));
        read
    }

    #[test]
    fn what_follows_words_that_stand_everywhere_is_told_and_how_headlines_begin() {
        let told = |field| {
            let of = Terms::of(["The ferry of the town, in 東 no", "The end of", "Of"].into_iter());
            let (mut forms, mut starts) = (String::new(), Starts::default());
            of.tell(field, &mut forms, &mut starts);
            let lines = starts.lines();
            let mut lines: Vec<String> =
                lines.lines().filter(|line| line.starts_with(['\u{1}', '\u{2}'])).map(str::to_owned).collect();
            lines.sort();
            lines
        };
        let followers = ["\u{1}of the", "\u{1}the end", "\u{1}the ferry", "\u{1}the town"];
        assert_eq!(told(FormField::Body), followers);
        let headline = told(FormField::Headline);
        assert_eq!(headline[..4], followers);
        assert!(headline.contains(&"\u{2}fer".to_owned()) && headline.contains(&"\u{2}n".to_owned()));
    }

    proptest! {
        #[test]
        fn the_index_is_given_the_terms_of_a_text_and_the_pairs_between_them(
            text in "([a-zé’ 北京天気ガｶﾞ한국ไทย.-]{0,8}|of |the |in |ferry |Of){0,12}",
        ) {
            let mut expected: Vec<(String, usize)> = Vec::new();
            let terms: Vec<Term> = index_terms(&text).collect();
            for (place, term) in terms.iter().enumerate() {
                expected.push((term.text.clone(), term.position));
                expected.extend(terms.get(place + 1).and_then(|next| pairs::pair(&term.text, &next.text)).map(|pair| (pair, term.position)));
            }
            prop_assert_eq!(read(&lines(&text)), expected);
        }

        #[test]
        fn words_are_told_with_their_spelling_and_their_start(text in "([a-cA-Cé]{1,5}|[ .京]){0,12}") {
            let of = Terms::of([text.as_str()].into_iter());
            let (mut forms, mut starts) = (String::new(), Starts::default());
            of.tell(FormField::Body, &mut forms, &mut starts);
            let forms: Vec<&str> = forms.lines().collect();
            let starts = starts.lines();
            let starts: Vec<&str> = starts.lines().collect();
            for unit in units(&text).filter(|unit| !unit.unspaced) {
                let spelt = &text[unit.range.clone()];
                prop_assert_eq!(forms.contains(&form(FormField::Body, spelt, false).as_str()), spelt != unit.folded);
                let plain = units(&text).any(|other| text[other.range.clone()] == unit.folded);
                prop_assert_eq!(forms.contains(&form(FormField::Body, &unit.folded, true).as_str()), !plain);
                for letters in 1..=STARTS.min(unit.folded.chars().count()) {
                    let start: String = unit.folded.chars().take(letters).collect();
                    prop_assert!(starts.contains(&start.as_str()));
                }
            }
        }
    }
}
