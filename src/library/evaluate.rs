//! What a query's conditions mean: each becomes the set of documents it holds for, in every segment, and sets are put together.

use super::bits::Bits;
use super::composed::{FormField, form};
use super::imprint::IN_HEADLINE;
use super::index::STARTS;
use super::marks::Ledger;
use super::memory::{Extent, Key, Memory};
use super::pairs;
use super::query::{Dates, Feature, Field, Node, State, Words};
use super::store::Store;
use super::stretch::Stretch;
use super::volume::Snapshot;
use super::{LibraryError, order};
use crate::article::ArticleId;
use crate::date::PartialDate;
use crate::text::{Term, Unit, index_terms, query_terms, units};
use chrono::{Datelike, NaiveDate};
use std::collections::HashMap;
use std::sync::Arc;
use tantivy::TantivyError;

/// Words of fewer letters are never taken for misspelt.
const LONG_WORD: usize = 5;

/// How many of an article's own words `like:` looks for, and how many of them another article must have.
const OWN_WORDS: usize = 16;
const SHARED_WORDS: u8 = 5;

/// One set a stretch, and a stretch a segment.
pub(super) type Sets = Vec<Bits>;

/// What conditions are held against.
pub(super) struct Evaluation<'a> {
    pub snapshot: &'a Snapshot,
    /// The documents that are looked at: of each segment a stretch.
    pub stretches: Vec<Stretch<'a>>,
    /// Which documents those are.
    pub extent: Extent,
    pub memory: &'a mut Memory,
    pub ledger: &'a Ledger,
    pub store: &'a Store,
    /// The day that `@7d` counts back from.
    pub today: NaiveDate,
    /// Words that no article has are looked for with one letter changed.
    pub near: bool,
    /// Whether a word was met that no article has and that may be misspelt.
    pub unknown_word: bool,
}

/// Why a condition has no answer.
pub(super) enum Failure {
    Index(TantivyError),
    Library(LibraryError),
}

impl From<TantivyError> for Failure {
    fn from(error: TantivyError) -> Self {
        Failure::Index(error)
    }
}

impl From<LibraryError> for Failure {
    fn from(error: LibraryError) -> Self {
        Failure::Library(error)
    }
}

impl Evaluation<'_> {
    /// The articles that match: those that were not replaced, and are not hidden unless the query speaks of hidden ones.
    pub fn hits(&mut self, root: Option<&Node>) -> Result<Sets, Failure> {
        let mut sets = match root {
            Some(root) => self.sets(root)?,
            None => self.each(|stretch| Ok(stretch.alive()))?,
        };
        if !root.is_some_and(speaks_of_hidden) {
            let hidden = self.documents(self.ledger.matching(|marks| marks.hidden));
            combine(&mut sets, &hidden, Bits::and_not);
        }
        sets.iter_mut().zip(&self.stretches).for_each(|(set, stretch)| set.and(&stretch.alive()));
        Ok(sets)
    }

    /// The documents a condition holds for; it may give replaced ones too.
    fn sets(&mut self, node: &Node) -> Result<Sets, Failure> {
        match node {
            Node::All(nodes) => self.all_of(nodes),
            Node::Any(nodes) => self.any_of(nodes),
            Node::Not(node) => {
                // What must not match is taken as typed.
                let (near, unknown) = (std::mem::take(&mut self.near), self.unknown_word);
                let sets = self.sets(node);
                (self.near, self.unknown_word) = (near, unknown);
                self.all_but(&sets?)
            }
            Node::Words(words) => self.words(words),
            Node::Tag(name, open) => Ok(self.documents(self.ledger.tagged(name, *open))),
            Node::Language(code, open) => self.each(|stretch| {
                let field = self.snapshot.fields.language;
                if *open { stretch.prefix(field, code) } else { stretch.term(field, code) }
            }),
            Node::Is(state) => self.state(*state),
            Node::Has(feature) => self.feature(*feature),
            Node::Dated(dates) => self.dated(*dates),
            Node::Like(id) => self.like(*id),
        }
    }

    fn each(&self, set: impl Fn(&Stretch<'_>) -> Result<Bits, TantivyError>) -> Result<Sets, Failure> {
        self.stretches.iter().map(|stretch| set(stretch).map_err(Failure::from)).collect()
    }

    /// The documents of these articles.
    fn documents(&self, ids: impl Iterator<Item = ArticleId>) -> Sets {
        let whole = self.snapshot.documents(ids);
        self.stretches.iter().zip(&whole).map(|(stretch, set)| stretch.of(set)).collect()
    }

    fn any_of(&mut self, nodes: &[Node]) -> Result<Sets, Failure> {
        let Some((first, rest)) = nodes.split_first() else { return self.each(|stretch| Ok(stretch.alive())) };
        let mut sets = self.sets(first)?;
        for node in rest {
            let others = self.sets(node)?;
            combine(&mut sets, &others, Bits::or);
        }
        Ok(sets)
    }

    fn all_of(&mut self, nodes: &[Node]) -> Result<Sets, Failure> {
        let Some((first, rest)) = nodes.split_first() else { return self.each(|stretch| Ok(stretch.alive())) };
        let mut sets = self.sets(first)?;
        for node in rest {
            // Nothing more is asked of some of the documents; of all, whether a word is unknown is, too.
            if self.extent != Extent::Whole && sets.iter().all(Bits::is_empty) {
                break;
            }
            let others = self.sets(node)?;
            combine(&mut sets, &others, Bits::and);
        }
        Ok(sets)
    }

    fn all_but(&self, sets: &[Bits]) -> Result<Sets, Failure> {
        let mut all = self.each(|stretch| Ok(stretch.alive()))?;
        combine(&mut all, sets, Bits::and_not);
        Ok(all)
    }

    fn words(&mut self, words: &Words) -> Result<Sets, Failure> {
        let fields = self.snapshot.fields;
        let found = match words.field {
            Field::Article | Field::Headline if words.open && !words.exact && is_start(&words.text) => {
                let mut start = units(&words.text).next().map(|unit| unit.folded).unwrap_or_default();
                if words.field == Field::Headline {
                    start.insert(0, IN_HEADLINE);
                }
                self.start(&start, false)?.to_vec()
            }
            Field::Article if follower(words).is_some() => {
                let (follower, open) = follower(words).unwrap_or_default();
                self.start(&follower, open)?.to_vec()
            }
            Field::Article => {
                let mut sets = self.words_in(fields.headline, Some(FormField::Headline), words)?.to_vec();
                let body = self.words_in(fields.body, Some(FormField::Body), words)?;
                combine(&mut sets, &body, Bits::or);
                sets
            }
            Field::Headline => self.words_in(fields.headline, Some(FormField::Headline), words)?.to_vec(),
            Field::Body => self.words_in(fields.body, Some(FormField::Body), words)?.to_vec(),
            Field::Byline => self.words_in(fields.byline, None, words)?.to_vec(),
            Field::Source => self.words_in(fields.source, None, words)?.to_vec(),
            Field::Section => self.words_in(fields.section, None, words)?.to_vec(),
            Field::Place => self.words_in(fields.place, None, words)?.to_vec(),
            Field::Url => self.words_in(fields.url, None, words)?.to_vec(),
            Field::File => self.words_in(fields.file, None, words)?.to_vec(),
        };
        // What only earlier forms of articles have, none has.
        let none_has = |(set, stretch): (&Bits, &Stretch<'_>)| set.is_disjoint(&stretch.alive());
        if words.exact || !found.iter().zip(&self.stretches).all(none_has) {
            return Ok(found);
        }
        let Some(unit) = misspelt(&words.text) else { return Ok(found) };
        self.unknown_word = true;
        if !self.near {
            return Ok(found);
        }
        let places: &[tantivy::schema::Field] = match words.field {
            Field::Article => &[fields.headline, fields.body],
            Field::Headline => &[fields.headline],
            Field::Body => &[fields.body],
            Field::Byline => &[fields.byline],
            Field::Source => &[fields.source],
            Field::Section => &[fields.section],
            Field::Place => &[fields.place],
            Field::Url => &[fields.url],
            Field::File => &[fields.file],
        };
        let mut sets = self.each(|stretch| Ok(stretch.none()))?;
        for &field in places {
            let key = Key { field, text: unit.folded.clone(), open: words.open, exact: false, near: true };
            let near = self.remembered(key, |evaluation| {
                evaluation.each(|stretch| stretch.near(field, &unit.folded, words.open))
            })?;
            combine(&mut sets, &near, Bits::or);
        }
        Ok(sets)
    }

    /// The documents with a term of how words begin and what follows them.
    fn start(&mut self, text: &str, open: bool) -> Result<Arc<Sets>, Failure> {
        let field = self.snapshot.fields.starts;
        self.remembered(Key { field, text: text.to_owned(), open, exact: false, near: false }, |evaluation| {
            evaluation.each(|stretch| if open { stretch.prefix(field, text) } else { stretch.term(field, text) })
        })
    }

    /// The documents with the words side by side in one field.
    fn words_in(
        &mut self,
        field: tantivy::schema::Field,
        forms: Option<FormField>,
        words: &Words,
    ) -> Result<Arc<Sets>, Failure> {
        let (units, open) = words.units();
        let terms = terms(&units, open);
        let key = if words.exact {
            Key { field, text: words.text.clone(), open: words.open, exact: true, near: false }
        } else {
            Key::of(field, &terms)
        };
        let wider = self.wider(&key, &terms);
        self.remembered(key, |evaluation| {
            let starts = forms.map(|_| evaluation.snapshot.fields.starts);
            let mut sets = Vec::with_capacity(evaluation.stretches.len());
            for (number, stretch) in evaluation.stretches.iter().enumerate() {
                let among = wider.as_ref().and_then(|wider| wider.get(number)).cloned();
                sets.push(stretch.phrase(field, starts, &terms, among)?);
            }
            if let (true, Some(form_field)) = (words.exact, forms) {
                let whole = units.len() - usize::from(open);
                for unit in units.iter().take(whole).filter(|unit| !unit.unspaced) {
                    let spelt = &words.text[unit.range.clone()];
                    let forms = evaluation.snapshot.fields.forms;
                    if unit.folded == spelt {
                        let others = evaluation.each(|stretch| stretch.term(forms, &form(form_field, spelt, true)))?;
                        combine(&mut sets, &others, Bits::and_not);
                    } else {
                        let so_spelt =
                            evaluation.each(|stretch| stretch.term(forms, &form(form_field, spelt, false)))?;
                        combine(&mut sets, &so_spelt, Bits::and);
                    }
                }
            }
            Ok(sets)
        })
    }

    fn state(&self, state: State) -> Result<Sets, Failure> {
        let documents = |wanted: fn(&super::Marks) -> bool| self.documents(self.ledger.matching(wanted));
        match state {
            State::Read => Ok(documents(|marks| marks.read)),
            State::Unread => self.all_but(&documents(|marks| marks.read)),
            State::Starred => Ok(documents(|marks| marks.starred)),
            State::Hidden => Ok(documents(|marks| marks.hidden)),
            State::Undated => self.each(|stretch| {
                let limit = stretch.volume.limit();
                Ok(stretch.of(&Bits::range(limit, stretch.volume.below(order::DATED)..limit)))
            }),
        }
    }

    fn feature(&self, feature: Feature) -> Result<Sets, Failure> {
        let name = match feature {
            Feature::Link => "link",
            Feature::Code => "code",
            Feature::Note => return Ok(self.documents(self.ledger.matching(|marks| marks.note.is_some()))),
        };
        self.each(|stretch| stretch.term(self.snapshot.fields.feature, name))
    }

    /// An article is of these days when all the days its date may mean are among them.
    fn dated(&self, dates: Dates) -> Result<Sets, Failure> {
        let (from, to) = dates.days(self.today);
        self.each(|stretch| {
            let volume = stretch.volume;
            let least = from.map_or(order::DATED, order::start_of).max(order::DATED);
            let first = to.and_then(|to| to.succ_opt()).map_or(0, |after| volume.below(order::start_of(after)));
            let mut set = Bits::range(volume.limit(), first..volume.below(least).max(first));
            // The year and the month of the last day may end after it: those who are dated by no more than that stand behind each other.
            let (year, month) =
                to.map(|to| (PartialDate::year(to.year()), PartialDate::month(to.year(), to.month()))).unzip();
            for date in [year.flatten(), month.flatten()].into_iter().flatten() {
                if to.is_some_and(|to| date.last_day() > to) {
                    let (newest, oldest) = order::keys_of(date);
                    let behind = newest.checked_add(1).map_or(0, |above| volume.below(above));
                    (behind..volume.below(oldest)).for_each(|document| set.remove(document));
                }
            }
            Ok(stretch.of(&set))
        })
    }

    /// Articles that share some of the words that tell this one from all others.
    fn like(&self, id: ArticleId) -> Result<Sets, Failure> {
        let fields = [self.snapshot.fields.headline, self.snapshot.fields.body];
        let mut counts: HashMap<String, u32> = HashMap::new();
        if let Some(article) = self.store.article(id)? {
            for text in std::iter::once(article.headline.text.as_str()).chain(super::compose::body_texts(&article)) {
                for term in index_terms(text) {
                    *counts.entry(term.text).or_default() += 1;
                }
            }
        }
        let articles: f64 = self.snapshot.volumes.iter().map(|volume| f64::from(volume.limit())).sum();
        let mut own = Vec::new();
        for (text, count) in counts {
            let mut frequency = 0;
            for (volume, field) in self.snapshot.volumes.iter().flat_map(|volume| fields.map(|field| (volume, field))) {
                let inverted = volume.reader.inverted_index(field)?;
                frequency +=
                    inverted.terms().get(text.as_bytes()).map_err(TantivyError::from)?.map_or(0, |info| info.doc_freq);
            }
            if frequency > 1 {
                own.push((f64::from(count).sqrt() * (articles / f64::from(frequency)).ln(), text));
            }
        }
        own.sort_by(|one, other| other.0.total_cmp(&one.0).then_with(|| one.1.cmp(&other.1)));
        own.truncate(OWN_WORDS);
        let shared = SHARED_WORDS.min(u8::try_from(own.len()).unwrap_or(u8::MAX)).max(1);
        let mut sets = self.each(|stretch| {
            let mut counts = vec![0_u8; stretch.range.len()];
            for (_, text) in &own {
                let mut having = stretch.none();
                for field in fields {
                    having.or(&stretch.term(field, text)?);
                }
                for document in having.iter() {
                    if let Some(count) = counts.get_mut(document as usize) {
                        *count += 1;
                    }
                }
            }
            let mut set = stretch.none();
            (0..).zip(counts).filter(|&(_, count)| count >= shared).for_each(|(document, _)| set.insert(document));
            Ok(set)
        })?;
        combine(&mut sets, &self.documents(std::iter::once(id)), Bits::and_not);
        Ok(sets)
    }
}

/// The terms that words side by side are looked for by.
pub(super) fn terms(units: &[Unit], open: bool) -> Vec<Term> {
    let mut terms = query_terms(units);
    if let (Some(term), Some(unit)) = (terms.last_mut(), units.last()) {
        term.open |= open && !unit.unspaced;
    }
    terms
}

/// The term that tells all about two words of which the first stands everywhere, and whether it may go on.
fn follower(words: &Words) -> Option<(String, bool)> {
    let (units, open) = words.units();
    match terms(&units, open).as_slice() {
        [first, second] if !words.exact => Some((pairs::follower(first, second)?, second.open)),
        _ => None,
    }
}

/// Whether a text is one word of which the index keeps the articles that have a word that begins so.
fn is_start(text: &str) -> bool {
    let mut units = units(text);
    let first = units.next().is_some_and(|unit| !unit.unspaced && unit.folded.chars().count() <= STARTS);
    first && units.next().is_none()
}

/// The word, where it is one and long enough to be taken for misspelt.
fn misspelt(text: &str) -> Option<Unit> {
    let mut units = units(text);
    let unit = units.next().filter(|unit| !unit.unspaced && unit.folded.chars().count() >= LONG_WORD)?;
    units.next().is_none().then_some(unit)
}

fn combine(sets: &mut [Bits], others: &[Bits], combine_two: fn(&mut Bits, &Bits)) {
    sets.iter_mut().zip(others).for_each(|(set, other)| combine_two(set, other));
}

/// The last day that any hit can be of, where the query says one.
pub(super) fn newest_day(node: &Node, today: NaiveDate) -> Option<NaiveDate> {
    match node {
        Node::All(nodes) => nodes.iter().filter_map(|node| newest_day(node, today)).min(),
        Node::Dated(dates) => dates.days(today).1,
        _ => None,
    }
}

/// Whether a query asks for hidden articles itself.
fn speaks_of_hidden(node: &Node) -> bool {
    match node {
        Node::All(nodes) | Node::Any(nodes) => nodes.iter().any(speaks_of_hidden),
        Node::Not(node) => speaks_of_hidden(node),
        Node::Is(state) => *state == State::Hidden,
        _ => false,
    }
}
