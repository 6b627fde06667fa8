//! Writing a galley as a segment of the index.
//!
//! What was gathered by article is laid out by word: the words are sorted once, and what each list has of them is dealt out by their rank, article
//! by article in the order of the index, so that every word's documents come in order without being sorted.

use super::composed::{FormField, List, form_mark, read_number};
use super::galley::{Column, Galley};
use super::index::{self, STARTS};
use super::pairs::{self, Everywhere};
use super::words::count;
use super::{bits::Bits, order};
use std::io;
use tantivy::directory::TerminatingWrite;
use tantivy::fastfield::FastFieldsWriter;
use tantivy::fieldnorm::{FieldNormReaders, FieldNormsSerializer, FieldNormsWriter};
use tantivy::index::{SegmentComponent, SegmentMeta};
use tantivy::postings::{FieldSerializer, InvertedIndexSerializer};
use tantivy::schema::Field;
use tantivy::store::StoreWriter;
use tantivy::{Segment, TantivyDocument, TantivyError};

/// Stands before how words of the headline begin; no word can hold it.
pub(super) const IN_HEADLINE: char = '\u{2}';

/// Writes the articles of a galley as a segment that the index does not know yet.
pub(super) fn imprint(galley: &Galley, segment: Segment) -> Result<SegmentMeta, TantivyError> {
    let mut articles: Vec<usize> = (0..galley.keys.len()).collect();
    articles.sort_unstable_by_key(|&article| std::cmp::Reverse(galley.keys.get(article)));
    Imprint { ranks: Ranks::of(galley), galley, articles, segment: &segment }.write()?;
    let segment = segment.with_max_doc(count(galley.keys.len()));
    segment.meta().untrack_temp_docstore();
    Ok(segment.meta().clone())
}

/// A galley on its way into a segment.
struct Imprint<'a> {
    galley: &'a Galley,
    ranks: Ranks,
    /// The articles in the order of the index.
    articles: Vec<usize>,
    segment: &'a Segment,
}

/// The order of the words of a galley.
struct Ranks {
    /// The number of the word of each rank, and the rank of each number.
    numbers: Vec<u32>,
    ranks: Vec<u32>,
}

/// The documents of each word of a list, and where their places begin.
struct Dealt {
    /// For each rank the first of its documents, and the end of the last one's.
    starts: Vec<u32>,
    documents: Vec<(u32, u32)>,
}

impl Ranks {
    fn of(galley: &Galley) -> Self {
        let words = galley.words.spelt();
        let mut numbers: Vec<u32> = (0..count(words.len())).collect();
        numbers.sort_unstable_by_key(|&number| words.word(number));
        let mut ranks = vec![0; numbers.len()];
        for (rank, &number) in (0..).zip(&numbers) {
            if let Some(place) = ranks.get_mut(number as usize) {
                *place = rank;
            }
        }
        Ranks { numbers, ranks }
    }

    #[inline]
    fn of_word(&self, number: u32) -> usize {
        self.ranks.get(number as usize).copied().unwrap_or_default() as usize
    }
}

impl Dealt {
    /// The documents of a rank.
    #[inline]
    fn of(&self, rank: usize) -> &[(u32, u32)] {
        let start = self.starts.get(rank).copied().unwrap_or_default();
        let end = self.starts.get(rank + 1).copied().unwrap_or(start);
        self.documents.get(start as usize..end as usize).unwrap_or_default()
    }
}

impl Imprint<'_> {
    fn write(&self) -> Result<(), TantivyError> {
        self.write_norms()?;
        self.write_terms()?;
        self.write_columns()?;
        write_store(self.segment, self.articles.len())
    }

    /// How long headline and body are.
    fn write_norms(&self) -> Result<(), TantivyError> {
        let fields = &index::schema().1;
        let mut norms = FieldNormsWriter::for_schema(&index::schema().0);
        for (document, &article) in (0..).zip(&self.articles) {
            norms.record(document, fields.id, 1);
            norms.record(document, fields.headline, self.galley.column(List::Headline).terms(article));
            norms.record(document, fields.body, self.galley.column(List::Body).terms(article));
        }
        norms.fill_up_to_max_doc(count(self.articles.len()));
        let file = self.segment.open_write(SegmentComponent::FieldNorms)?;
        Ok(norms.serialize(FieldNormsSerializer::from_write(file)?, None)?)
    }

    fn write_terms(&self) -> Result<(), TantivyError> {
        let fields = &index::schema().1;
        let norms = FieldNormReaders::open(self.segment.open_read(SegmentComponent::FieldNorms)?)?;
        let mut terms = InvertedIndexSerializer::open(self.segment)?;
        let mut field = terms.new_field(fields.id, self.articles.len() as u64, norms.get_field(fields.id)?)?;
        self.write_ids(&mut field)?;
        field.close()?;
        let placed = |list: List| (!self.galley.column(list).words.is_empty()).then(|| self.deal(list));
        let (headline, body) = (placed(List::Headline), placed(List::Body));
        for (of_field, list, dealt) in [(fields.headline, List::Headline, &headline), (fields.body, List::Body, &body)]
        {
            if let Some(dealt) = dealt {
                let terms_of_list = self.galley.column(list).all_terms();
                let mut field = terms.new_field(of_field, terms_of_list, norms.get_field(of_field)?)?;
                self.write_list(&mut field, "", list, dealt)?;
                field.close()?;
            }
        }
        let forms = [
            (List::BodyOnly, FormField::Body, true),
            (List::BodySpelt, FormField::Body, false),
            (List::HeadlineOnly, FormField::Headline, true),
            (List::HeadlineSpelt, FormField::Headline, false),
        ]
        .map(|(list, field, only)| (list, form_mark(field, only)));
        self.write_lists(&mut terms, fields.forms, &forms)?;
        if headline.is_some() || body.is_some() {
            // Nobody asks how many there are.
            let mut field = terms.new_field(fields.starts, 0, None)?;
            self.write_followers(&mut field)?;
            self.write_starts(&mut field, &String::from(IN_HEADLINE), &[headline.as_ref()])?;
            self.write_starts(&mut field, "", &[headline.as_ref(), body.as_ref()])?;
            field.close()?;
        }
        drop((headline, body));
        for (field, list) in [
            (fields.byline, List::Byline),
            (fields.source, List::Source),
            (fields.section, List::Section),
            (fields.place, List::Place),
            (fields.url, List::Url),
            (fields.file, List::File),
            (fields.language, List::Language),
            (fields.feature, List::Feature),
        ] {
            self.write_lists(&mut terms, field, &[(list, "")])?;
        }
        Ok(terms.close()?)
    }

    /// Deals the words of a list out by their rank.
    fn deal(&self, list: List) -> Dealt {
        let column = self.galley.column(list);
        let mut starts = vec![0; self.ranks.numbers.len() + 1];
        for &word in &column.words {
            if let Some(start) = starts.get_mut(self.ranks.of_word(word) + 1) {
                *start += 1;
            }
        }
        let mut sum = 0;
        for start in &mut starts {
            sum += *start;
            *start = sum;
        }
        let (mut next, mut documents) = (starts.clone(), vec![(0, 0); column.words.len()]);
        for (document, &article) in (0..).zip(&self.articles) {
            let (words, start) = column.of(article);
            let all = column.places.get(start..).unwrap_or_default();
            let mut places = all;
            for &word in words {
                let place = count(start + all.len() - places.len());
                if let Some(next) = next.get_mut(self.ranks.of_word(word)) {
                    if let Some(slot) = documents.get_mut(*next as usize) {
                        *slot = (document, place);
                    }
                    *next += 1;
                }
                for _ in 0..read_number(&mut places) {
                    read_number(&mut places);
                }
            }
        }
        Dealt { starts, documents }
    }

    /// Writes a field of lists, each with what stands before its words, in the order of that.
    fn write_lists(
        &self,
        terms: &mut InvertedIndexSerializer,
        field: Field,
        lists: &[(List, &str)],
    ) -> Result<(), TantivyError> {
        let columns = lists.iter().map(|(list, _)| self.galley.column(*list));
        let all: u64 = columns.map(Column::all_terms).sum();
        if all == 0 {
            return Ok(());
        }
        let mut field = terms.new_field(field, all, None)?;
        for (list, mark) in lists {
            self.write_list(&mut field, mark, *list, &self.deal(*list))?;
        }
        Ok(field.close()?)
    }

    fn write_list(&self, field: &mut FieldSerializer<'_>, mark: &str, list: List, dealt: &Dealt) -> io::Result<()> {
        let places = &self.galley.column(list).places;
        let (mut term, mut deltas) = (mark.to_owned(), Vec::new());
        for (rank, &number) in self.ranks.numbers.iter().enumerate() {
            let documents = dealt.of(rank);
            if documents.is_empty() {
                continue;
            }
            term.truncate(mark.len());
            term.push_str(self.galley.words.spelt().word(number));
            if places.is_empty() {
                write_documents(field, &term, documents.iter().map(|(document, _)| *document))?;
                continue;
            }
            field.new_term(term.as_bytes(), count(documents.len()), true)?;
            for &(document, place) in documents {
                let mut places = places.get(place as usize..).unwrap_or_default();
                let times = read_number(&mut places);
                deltas.clear();
                deltas.extend((0..times).map(|_| read_number(&mut places)));
                field.write_doc(document, times, &deltas);
            }
            field.close_term()?;
        }
        Ok(())
    }

    /// Which article is which document.
    fn write_ids(&self, field: &mut FieldSerializer<'_>) -> io::Result<()> {
        let id = |article: usize| self.galley.keys.get(article).map_or(0, |&key| index::number(order::id(key)));
        let mut ids: Vec<(u64, u32)> = self.articles.iter().map(|&article| id(article)).zip(0..).collect();
        ids.sort_unstable();
        for (id, document) in ids {
            field.new_term(&id.to_be_bytes(), 1, false)?;
            field.write_doc(document, 0, &[]);
            field.close_term()?;
        }
        Ok(())
    }

    /// What stands right behind the words that stand everywhere.
    fn write_followers(&self, field: &mut FieldSerializer<'_>) -> io::Result<()> {
        let all = Everywhere::all();
        let place = |everywhere| all.iter().position(|other| *other == everywhere).unwrap_or_default();
        let mut followers: Vec<(usize, usize, u32)> = Vec::with_capacity(self.galley.followers.len());
        for (document, &article) in (0..).zip(&self.articles) {
            let of_article = self.galley.followers(article).iter();
            followers.extend(of_article.map(|&(before, word)| (place(before), self.ranks.of_word(word), document)));
        }
        followers.sort_unstable();
        let mut term = String::new();
        for of_term in followers.chunk_by(|one, other| (one.0, one.1) == (other.0, other.1)) {
            let Some(&(before, rank, _)) = of_term.first() else { continue };
            let (Some(before), Some(&number)) = (all.get(before), self.ranks.numbers.get(rank)) else { continue };
            term.clear();
            pairs::join(before.word(), self.galley.words.spelt().word(number), &mut term);
            write_documents(field, &term, of_term.iter().map(|(_, _, document)| *document))?;
        }
        Ok(())
    }

    /// How the words of these lists begin, up to [`STARTS`] letters. Words that begin alike stand side by side.
    fn write_starts(&self, field: &mut FieldSerializer<'_>, mark: &str, lists: &[Option<&Dealt>]) -> io::Result<()> {
        let words: Vec<(usize, &str)> = self
            .ranks
            .numbers
            .iter()
            .enumerate()
            .filter(|(_, number)| self.galley.spaced.get(**number as usize).copied().unwrap_or_default())
            .map(|(rank, &number)| (rank, self.galley.words.spelt().word(number)))
            .collect();
        let mut term = mark.to_owned();
        let mut before = "";
        for (place, (_, word)) in words.iter().enumerate() {
            let ends = word.char_indices().skip(1).map(|(end, _)| end).chain([word.len()]).take(STARTS);
            for start in ends.filter_map(|end| word.get(..end)) {
                if before.starts_with(start) {
                    continue;
                }
                let mut documents = Bits::none(count(self.articles.len()));
                for (rank, _) in words.iter().skip(place).take_while(|(_, word)| word.starts_with(start)) {
                    for (document, _) in lists.iter().flatten().flat_map(|list| list.of(*rank)) {
                        documents.insert(*document);
                    }
                }
                term.truncate(mark.len());
                term.push_str(start);
                write_documents(field, &term, documents.iter())?;
            }
            before = word;
        }
        Ok(())
    }

    /// What is counted and ordered by.
    fn write_columns(&self) -> Result<(), TantivyError> {
        let (schema, fields) = index::schema();
        let tokenizers = self.segment.index().fast_field_tokenizer().clone();
        let mut columns = FastFieldsWriter::from_schema_and_tokenizer_manager(schema, tokenizers)?;
        for &article in &self.articles {
            let mut document = TantivyDocument::default();
            document.add_u64(fields.key, self.galley.keys.get(article).copied().unwrap_or_default());
            let [publisher, byline, section, language] = fields.facets;
            if let Some(facets) = self.galley.facets.get(article) {
                let names = [(publisher, &facets.publisher), (section, &facets.section), (language, &facets.language)];
                for (field, name) in names {
                    if let Some(name) = name {
                        document.add_text(field, name);
                    }
                }
                facets.byline.iter().for_each(|name| document.add_text(byline, name));
            }
            columns.add_document(&document)?;
        }
        let mut file = self.segment.open_write(SegmentComponent::FastFields)?;
        columns.serialize(&mut file, None)?;
        Ok(file.terminate()?)
    }
}

/// The index gives back nothing of what it holds, yet a segment has a file of that.
pub(super) fn write_store(segment: &Segment, documents: usize) -> Result<(), TantivyError> {
    let settings = segment.index().settings();
    let file = segment.open_write(SegmentComponent::Store)?;
    let mut store = StoreWriter::new(file, settings.docstore_compression, settings.docstore_blocksize, false)?;
    let nothing = TantivyDocument::default();
    for _ in 0..documents {
        store.store(&nothing, &index::schema().0)?;
    }
    Ok(store.close()?)
}

/// Writes a term that has no places, where any document has it.
fn write_documents(
    field: &mut FieldSerializer<'_>,
    term: &str,
    documents: impl Iterator<Item = u32>,
) -> io::Result<()> {
    let mut documents = documents.peekable();
    if documents.peek().is_some() {
        field.new_term(term.as_bytes(), 0, false)?;
        documents.for_each(|document| field.write_doc(document, 0, &[]));
        field.close_term()?;
    }
    Ok(())
}

#[cfg(test)]
mod tests;
