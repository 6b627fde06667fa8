//! Composing an article: its words are split, folded and numbered in one pass, while it is made ready, so that a segment of the index can be
//! laid out by their numbers.

use super::composed::{Composed, FORM_BYTES, Facets, List, Listed, write_number};
use super::pairs::{self, Everywhere};
use super::words::{Words, count};
use crate::article::{Article, Part, Style};
use crate::text::{fold, truncate, units};

/// Longer words the index does not hold.
const WORD_BYTES: usize = 60_000;

/// What the index keeps of an article that came from there.
pub(super) fn compose(article: &Article, origin: &str) -> Composed {
    let mut composer = Composer::new();
    composer.texts(List::Headline, std::iter::once(article.headline.text.as_str()));
    composer.spellings(List::HeadlineOnly, List::HeadlineSpelt);
    composer.texts(List::Body, body_texts(article));
    composer.spellings(List::BodyOnly, List::BodySpelt);
    composer.followers();
    let names = [
        (List::Byline, article.byline.iter().map(String::as_str).collect::<Vec<_>>()),
        (List::Source, article.publisher.iter().chain(&article.agency).map(String::as_str).collect()),
        (List::Section, article.section.as_deref().into_iter().collect()),
        (List::Place, article.dateline.as_deref().into_iter().collect()),
        (List::Url, article.url.as_deref().into_iter().collect()),
        (List::File, vec![origin]),
    ];
    for (list, texts) in names {
        composer.texts(list, texts.into_iter());
    }
    if let Some(language) = &article.language {
        composer.whole(List::Language, &[language, &fold(language)]);
    }
    composer.whole(List::Feature, &features(article));
    composer.composed.facets = Facets {
        publisher: article.publisher.clone(),
        byline: article.byline.clone(),
        section: article.section.clone(),
        language: article.language.clone(),
    };
    composer.composed.spelt = composer.words.into_spelt();
    composer.composed
}

/// The texts that `body:` and plain words are looked for in, besides the headline.
pub(super) fn body_texts(article: &Article) -> impl Iterator<Item = &str> {
    article.standfirst.as_deref().into_iter().chain(article.body.iter().flat_map(Part::texts))
}

/// What the article has in it, by the names of `has:`.
fn features(article: &Article) -> Vec<&'static str> {
    let has_link = article.body.iter().any(|part| {
        let texts: Vec<&crate::article::Text> = match part {
            Part::Paragraph(text) | Part::Heading(_, text) | Part::Caption(text) => vec![text],
            Part::List(items) => items.iter().map(|item| &item.text).collect(),
            Part::Quote(texts) => texts.iter().collect(),
            Part::Code(_) => Vec::new(),
            Part::Table(table) => table.rows.iter().flatten().collect(),
        };
        texts.iter().flat_map(|text| &text.spans).any(|span| matches!(span.style, Style::Link(_)))
    });
    let has_code = article.body.iter().any(|part| matches!(part, Part::Code(_)));
    [("link", has_link), ("code", has_code)].into_iter().filter(|(_, has)| *has).map(|(name, _)| name).collect()
}

/// An article that is being composed.
struct Composer {
    words: Words,
    met: Vec<Met>,
    /// The terms of the list that is being made: a word in the upper half, its place in the lower one.
    terms: Vec<u64>,
    composed: Composed,
}

/// What is known of a word, whatever list it came in.
#[derive(Clone, Copy, Default)]
struct Met {
    /// It makes pairs; and which of those it is that stand everywhere.
    common: bool,
    everywhere: Option<Everywhere>,
    /// The words that stand everywhere and right before it somewhere, a bit each.
    after: u32,
    /// What it is used as: [`SPACED`] and so on.
    uses: u8,
}

/// A word of a spaced script in headline or body.
const SPACED: u8 = 1;

/// Of the field at hand: a word stands there; it stands there as it is folded; it is how a word is spelt there.
const HERE: u8 = 2;
const PLAIN: u8 = 4;
const SPELLING: u8 = 8;

impl Composer {
    fn new() -> Self {
        Composer {
            words: Words::with_room(448),
            met: Vec::with_capacity(448),
            terms: Vec::with_capacity(768),
            composed: Composed {
                words: Vec::with_capacity(448),
                places: Vec::with_capacity(1024),
                ..Composed::default()
            },
        }
    }

    fn word(&mut self, word: &str) -> (u32, &mut Met) {
        let number = self.words.number(word);
        let at = number as usize;
        if at >= self.met.len() {
            let (common, everywhere) = (pairs::is_common(word), pairs::is_everywhere(word));
            self.met.resize(at + 1, Met { common, everywhere, ..Met::default() });
        }
        #[expect(
            clippy::indexing_slicing,
            reason = "a word's number is one of those that it was just made sure there are"
        )]
        (number, &mut self.met[at])
    }

    /// Makes a list of the terms of texts. Between two texts there is a place where nothing stands.
    fn texts<'a>(&mut self, list: List, texts: impl Iterator<Item = &'a str>) {
        let mut start = 0;
        for text in texts {
            let told = matches!(list, List::Headline | List::Body);
            start = self.text(text, start, told) + 1;
        }
        self.list(list, true);
    }

    /// Adds the terms of a text, whose first unit stands at `start`; gives where it ends. A pair stands where its first word does. What is
    /// `told` is how words are spelt and what they stand behind.
    fn text(&mut self, text: &str, start: u32, told: bool) -> u32 {
        let (mut units, mut place) = (units(text), start);
        let (mut folded, mut pair) = (String::new(), String::new());
        // The unit before: a word that makes pairs, or one of an unspaced script that waits for what is joined to it.
        let (mut common, mut waiting): (Option<(u32, Option<Everywhere>)>, bool) = (None, false);
        while let Some(unit) = units.next_into(&mut folded) {
            if std::mem::take(&mut waiting) {
                if unit.joined {
                    pair.push_str(&folded);
                }
                self.add(&pair, place - 1);
            }
            if unit.unspaced {
                common = None;
                waiting = true;
                pair.clone_from(&folded);
            } else {
                let (number, met) = self.word(&folded);
                let own = met.common.then_some((number, met.everywhere));
                if told {
                    met.uses |= SPACED | HERE;
                    if let Some((_, Some(everywhere))) = common {
                        met.after |= everywhere.bit();
                    }
                    let written = text.get(unit.range).unwrap_or_default();
                    if written == folded {
                        met.uses |= PLAIN;
                    } else {
                        self.word(truncate(written, FORM_BYTES)).1.uses |= SPELLING;
                    }
                }
                if let (Some((first, None)), Some(_)) = (common, own) {
                    pair.clear();
                    pairs::join(self.words.spelt().word(first), &folded, &mut pair);
                    self.add(&pair, place - 1);
                }
                self.terms.push(u64::from(number) << 32 | u64::from(place));
                common = own;
            }
            place += 1;
            folded.clear();
        }
        if waiting {
            self.add(&pair, place - 1);
        }
        place
    }

    fn add(&mut self, word: &str, place: u32) {
        let number = self.word(word).0;
        self.terms.push(u64::from(number) << 32 | u64::from(place));
    }

    /// Makes a list of words that have no places.
    fn whole(&mut self, list: List, words: &[&str]) {
        for word in words.iter().filter(|word| !word.is_empty() && word.len() <= WORD_BYTES) {
            self.add(word, 0);
        }
        self.list(list, false);
    }

    /// Closes a list with the terms that were added.
    fn list(&mut self, list: List, placed: bool) {
        let terms = count(self.terms.len());
        self.terms.sort_unstable();
        let split = |term: &u64| ((term >> 32) as u32, (term & 0xFFFF_FFFF) as u32);
        for of_word in self.terms.chunk_by(|one, other| one >> 32 == other >> 32) {
            let Some((word, _)) = of_word.first().map(split) else { continue };
            self.composed.words.push(word);
            if placed {
                write_number(&mut self.composed.places, count(of_word.len()));
                let mut before = 0;
                for (_, place) in of_word.iter().map(split) {
                    write_number(&mut self.composed.places, place - before);
                    before = place;
                }
            }
        }
        self.terms.clear();
        self.close(list, terms);
    }

    fn close(&mut self, list: List, terms: u32) {
        if terms > 0 {
            let (words_end, places_end) = (self.composed.words.len(), self.composed.places.len());
            self.composed.lists.push(Listed { list, words_end, places_end, terms });
        }
    }

    /// Makes the lists of how the words of the field at hand are spelt.
    fn spellings(&mut self, only: List, spelt: List) {
        for (list, uses, wanted) in [(only, HERE | PLAIN, HERE), (spelt, SPELLING, SPELLING)] {
            let before = self.composed.words.len();
            let words = (0..).zip(&self.met).filter(|(_, met)| met.uses & uses == wanted).map(|(number, _)| number);
            self.composed.words.extend(words);
            self.close(list, count(self.composed.words.len() - before));
        }
        for met in &mut self.met {
            met.uses &= SPACED;
        }
    }

    /// Takes down which words stand in headline and body, and behind which that stand everywhere.
    fn followers(&mut self) {
        for (number, met) in (0..).zip(&self.met).filter(|(_, met)| met.uses & SPACED != 0) {
            self.composed.spaced.push(number);
            self.composed.followers.extend(Everywhere::of_bits(met.after).map(|before| (before, number)));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::library::composed::read_number;
    use crate::text::index_terms;
    use proptest::prelude::*;
    use std::collections::{BTreeMap, BTreeSet};

    fn composed(headline: &str, body: &[&str]) -> Composed {
        let mut article = Article::default();
        headline.clone_into(&mut article.headline.text);
        article.body = body.iter().map(|text| Part::Paragraph((*text).into())).collect();
        compose(&article, "")
    }

    /// A list with the places of its words.
    fn read(composed: &Composed, wanted: List) -> BTreeMap<String, Vec<u32>> {
        let (mut from, mut found) = ((0, 0), BTreeMap::new());
        for listed in &composed.lists {
            if listed.list == wanted {
                let mut places = &composed.places[from.1..listed.places_end];
                for &word in &composed.words[from.0..listed.words_end] {
                    let (times, mut place) = (read_number(&mut places), 0);
                    let mut next = || {
                        place += read_number(&mut places);
                        place
                    };
                    let all = (0..times).map(|_| next()).collect();
                    assert!(found.insert(composed.spelt.word(word).to_owned(), all).is_none());
                }
                assert!(places.is_empty());
            }
            from = (listed.words_end, listed.places_end);
        }
        found
    }

    fn words(composed: &Composed, wanted: List) -> BTreeSet<String> {
        read(composed, wanted).into_keys().collect()
    }

    #[test]
    fn what_follows_words_that_stand_everywhere_is_told() {
        let composed = composed("The end of", &["The ferry of the town, in 東 no", "The end of", "Of"]);
        let followers: BTreeSet<(&str, &str)> =
            composed.followers.iter().map(|&(before, word)| (before.word(), composed.spelt.word(word))).collect();
        let expected = [("of", "the"), ("the", "end"), ("the", "ferry"), ("the", "town")];
        assert_eq!(followers, BTreeSet::from(expected));
        assert_eq!(composed.followers.len(), 4);
    }

    #[test]
    fn between_two_texts_stands_nothing() {
        let body = read(&composed("", &["old ferry", "...", "ferry 北京"]), List::Body);
        let expected = [("old", vec![0]), ("ferry", vec![1, 4]), ("北京", vec![5]), ("京", vec![6])];
        assert_eq!(body, expected.into_iter().map(|(word, places)| (word.to_owned(), places)).collect());
    }

    proptest! {
        #[test]
        fn the_index_is_given_the_terms_of_a_text_and_the_pairs_between_them(
            text in "([a-zé’ 北京天気ガｶﾞ한국ไทย.-]{0,8}|of |the |from |in |ferry |Of){0,12}",
        ) {
            let mut expected: BTreeMap<String, Vec<u32>> = BTreeMap::new();
            let terms: Vec<_> = index_terms(&text).collect();
            for (number, term) in terms.iter().enumerate() {
                let place = u32::try_from(term.position).expect("a short text");
                expected.entry(term.text.clone()).or_default().push(place);
                if let Some(pair) = terms.get(number + 1).and_then(|next| pairs::pair(&term.text, &next.text)) {
                    expected.entry(pair).or_default().push(place);
                }
            }
            let composed = composed("", &[&text]);
            let of_list = composed.lists.iter().find(|listed| listed.list == List::Body);
            prop_assert_eq!(of_list.map_or(0, |listed| listed.terms as usize), expected.values().map(Vec::len).sum::<usize>());
            prop_assert_eq!(read(&composed, List::Body), expected);
        }

        #[test]
        fn words_are_told_with_their_spelling(text in "([a-cA-Cé]{1,5}|[ .京]){0,12}", headline in "[a-cA-C ]{0,8}") {
            let composed = composed(&headline, &[&text]);
            let (only, spelt) = (words(&composed, List::BodyOnly), words(&composed, List::BodySpelt));
            let told = composed.spaced.iter().map(|&word| composed.spelt.word(word));
            let told: BTreeSet<String> = told.map(str::to_owned).collect();
            let mut spaced = BTreeSet::new();
            for unit in units(&text).chain(units(&headline)).filter(|unit| !unit.unspaced) {
                spaced.insert(unit.folded);
            }
            prop_assert_eq!(told, spaced);
            for unit in units(&text).filter(|unit| !unit.unspaced) {
                let own = &text[unit.range.clone()];
                prop_assert_eq!(spelt.contains(own), own != unit.folded);
                let plain = units(&text).any(|other| text[other.range.clone()] == unit.folded);
                prop_assert_eq!(only.contains(&unit.folded), !plain);
            }
        }
    }
}
