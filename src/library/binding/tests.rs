//! What is bound, against what the crate's own merge makes of it.

use super::*;
use crate::article::{Article, ArticleId, Part as Paragraph};
use crate::date::PartialDate;
use crate::library::compose::compose;
use crate::library::galley::Galley;
use crate::library::imprint::imprint;
use crate::library::{index, order};
use proptest::prelude::*;
use tantivy::indexer::NoMergePolicy;
use tantivy::query::TermQuery;
use tantivy::{DocSet, Index, IndexWriter, TERMINATED, TantivyDocument, Term, postings::Postings};

/// Everything that a segment holds: of each field its terms with their documents and the places in those, of each document its lengths and columns.
fn told(reader: &SegmentReader) -> Vec<String> {
    let mut told = Vec::new();
    for (field, entry) in reader.schema().fields() {
        if let Some(option) = entry.field_type().get_index_record_option() {
            let index = reader.inverted_index(field).expect("readable");
            told.push(format!("{} {}", entry.name(), index.total_num_tokens()));
            let mut stream = index.terms().stream().expect("readable");
            while stream.advance() {
                let mut list = index.read_postings_from_terminfo(stream.value(), option).expect("readable");
                let mut documents = Vec::new();
                while list.doc() != TERMINATED {
                    let mut places = Vec::new();
                    list.positions(&mut places);
                    documents.push((list.doc(), list.term_freq(), places));
                    list.advance();
                }
                assert_eq!(stream.value().doc_freq as usize, documents.len());
                told.push(format!("{:?} {documents:?}", stream.key()));
            }
        }
        if entry.has_fieldnorms() && entry.is_indexed() {
            let norms = reader.get_fieldnorms_reader(field).expect("kept");
            told.push(format!("{:?}", (0..reader.max_doc()).map(|id| norms.fieldnorm_id(id)).collect::<Vec<_>>()));
        }
    }
    let keys = reader.fast_fields().u64(KEY).expect("a column");
    told.push(format!("{:?}", (0..reader.max_doc()).map(|id| keys.first(id)).collect::<Vec<_>>()));
    for name in FACETS {
        let names = reader.fast_fields().str(name).expect("readable").expect("a column");
        for document in 0..reader.max_doc() {
            let of_document = names.term_ords(document).map(|number| {
                let mut name = String::new();
                names.ord_to_str(number, &mut name).map(|_| name).expect("is there")
            });
            told.push(format!("{:?}", of_document.collect::<Vec<_>>()));
        }
    }
    told
}

fn segment(index: &Index, articles: impl Iterator<Item = (i64, i32, String)>) -> SegmentMeta {
    let mut galley = Galley::default();
    for (id, year, text) in articles {
        let publisher = (id % 3 > 0).then(|| format!("The Post of {}", id % 7));
        let byline = text.split(' ').take(2).map(str::to_owned).collect();
        let mut article = Article { publisher, byline, language: Some("en".to_owned()), ..Article::default() };
        text.clone_into(&mut article.headline.text);
        article.body = vec![Paragraph::Paragraph(text.repeat(3).as_str().into())];
        galley.add(order::key(PartialDate::year(year), ArticleId(id)), compose(&article, "a file"));
    }
    imprint(&galley, index.new_segment()).expect("writes")
}

/// An index with segments of so many articles each, some of them taken out.
fn index_of(sizes: &[i64], gone: &[i64]) -> (tempfile::TempDir, Index, IndexWriter) {
    let dir = tempfile::tempdir().expect("a temporary folder");
    let index = index::create(dir.path()).expect("makes an index");
    let mut writer: IndexWriter = index.writer_with_num_threads(1, 15 << 20).expect("is free");
    writer.set_merge_policy(Box::new(NoMergePolicy));
    let mut id = 0;
    for &size in sizes {
        let ages = ["old", "New", "東京"].iter().cycle();
        let years = (0..20).map(|year| 2000 + year * 7 % 20).cycle();
        let articles = (id + 1..=id + size)
            .zip(years.zip(ages))
            .map(|(id, (year, age))| (id, year, format!("The ferry {} of the {age} harbour {id}", id % 11)));
        writer.add_segment(segment(&index, articles)).expect("is taken");
        id += size;
    }
    writer.commit().expect("commits");
    for &id in gone {
        let term = Term::from_field_u64(index::schema().1.id, index::number(ArticleId(id)));
        writer.delete_query(Box::new(TermQuery::new(term, IndexRecordOption::Basic))).expect("is taken");
    }
    writer.commit().expect("commits");
    (dir, index, writer)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]
    #[test]
    fn a_bound_segment_is_the_one_that_the_crate_would_make(
        sizes in prop::collection::vec(1..180_i64, 1..5), gone in prop::collection::vec(1..300_i64, 0..9),
    ) {
        let (_dir, index, mut writer) = index_of(&sizes, &gone);
        let segments = index.searchable_segments().expect("are there");
        let bound = bind(&segments, index.new_segment()).expect("binds");
        let ids: Vec<_> = segments.iter().map(Segment::id).collect();
        let merged = writer.merge(&ids).wait().expect("merges");
        prop_assert_eq!(bound.is_some(), merged.is_some());
        if let (Some(bound), Some(merged)) = (bound, merged) {
            let [bound, merged] = [bound, merged].map(|meta| SegmentReader::open(&index.segment(meta)).expect("opens"));
            prop_assert_eq!(bound.max_doc(), merged.max_doc());
            prop_assert_eq!(told(&bound), told(&merged));
            prop_assert!(bound.get_store_reader(1).expect("is there").get::<TantivyDocument>(bound.max_doc() - 1).is_ok());
        }
    }
}

#[test]
fn a_part_is_cut_into_stretches_that_follow_each_other() {
    let (_dir, index, _writer) = index_of(&[170, 40], &[]);
    let sources = Sources::open(&index.searchable_segments().expect("are there")).expect("opens");
    let body = index::schema().1.body;
    let option = IndexRecordOption::WithFreqsAndPositions;
    let indexes: Vec<_> = sources.readers.iter().map(|reader| reader.inverted_index(body).expect("is there")).collect();
    let part = Part { field: body, option, norms: None, terms: 0, indexes, places: Vec::new() };
    let terms = part.indexes[0].terms();
    let whole = weight_before(terms, terms.num_terms()).expect("readable");
    for weight in [0, whole / 3, whole / 2, whole] {
        let term = term_at(terms, weight).expect("readable");
        let place = terms.term_ord(&term).expect("readable").expect("is there");
        let place = usize::try_from(place).expect("a short dictionary");
        assert!(place == 0 || weight_before(terms, place - 1).expect("readable") < weight);
    }
    let cuts = part.cuts().expect("cuts");
    assert!(cuts.windows(2).all(|two| two[0].to == two[1].from));
    assert!(cuts.first().is_some_and(|cut| cut.from.is_none()) && cuts.last().is_some_and(|cut| cut.to.is_none()));
}
