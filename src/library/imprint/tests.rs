//! What a segment holds, against what its articles say.

use super::*;
use crate::article::{Article, ArticleId, Part};
use crate::date::PartialDate;
use crate::library::compose::compose;
use crate::text::{index_terms, units};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use tantivy::postings::Postings;
use tantivy::schema::IndexRecordOption;
use tantivy::{DocSet, SegmentReader, TERMINATED};

/// The terms of a field with their documents and the places in those.
type Terms = BTreeMap<String, BTreeMap<u32, Vec<u32>>>;

fn read(reader: &SegmentReader, field: Field) -> Terms {
    let index = reader.inverted_index(field).expect("readable");
    let (mut terms, mut stream) = (Terms::new(), index.terms().stream().expect("readable"));
    let option = reader.schema().get_field_entry(field).field_type().get_index_record_option();
    let option = option.expect("an indexed field");
    while stream.advance() {
        let mut postings = index.read_postings_from_terminfo(stream.value(), option).expect("readable");
        let documents = terms.entry(String::from_utf8_lossy(stream.key()).into_owned()).or_default();
        while postings.doc() != TERMINATED {
            let mut places = Vec::new();
            if option == IndexRecordOption::WithFreqsAndPositions {
                postings.positions(&mut places);
                assert_eq!(postings.term_freq() as usize, places.len());
            }
            documents.insert(postings.doc(), places);
            postings.advance();
        }
    }
    terms
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn a_segment_holds_what_was_gathered_newest_first(
        articles in prop::collection::vec(("([a-cé]{1,4} |of |東京 ){0,5}", "([a-cA-C]{1,5} |the |from |東京){0,9}", 0..4_i32), 1..9),
    ) {
        let dir = tempfile::tempdir().expect("a temporary folder");
        let index = index::create(dir.path()).expect("makes an index");
        let fields = index::schema().1;
        let mut galley = Galley::default();
        let mut sorted = Vec::new();
        for ((headline, body, years), id) in articles.iter().zip(1..) {
            let mut article = Article { publisher: Some("The Post".to_owned()), ..Article::default() };
            headline.clone_into(&mut article.headline.text);
            article.body = vec![Part::Paragraph(body.as_str().into())];
            let key = order::key(PartialDate::year(2000 + years), ArticleId(id));
            galley.add(key, compose(&article, "a file"));
            prop_assert!(galley.holds(ArticleId(id)) && !galley.holds(ArticleId(id + 1)));
            sorted.push((key, id, headline, body));
        }
        sorted.sort_by_key(|(key, ..)| std::cmp::Reverse(*key));
        let meta = imprint(&galley, index.new_segment()).expect("writes");
        let reader = SegmentReader::open(&index.segment(meta)).expect("opens");
        prop_assert_eq!(reader.max_doc() as usize, articles.len());
        let (mut headlines, mut bodies, mut starts) = (Terms::new(), Terms::new(), BTreeMap::<String, BTreeSet<u32>>::new());
        let keys = reader.fast_fields().u64("key").expect("a column");
        for (document, (key, _, headline, body)) in (0..).zip(&sorted) {
            prop_assert_eq!(keys.first(document), Some(*key));
            for (text, terms, marks) in [(headline, &mut headlines, &["", "\u{2}"][..]), (body, &mut bodies, &[""])] {
                let all: Vec<_> = index_terms(text).collect();
                for (number, term) in all.iter().enumerate() {
                    let next = all.get(number + 1);
                    let pair = next.and_then(|next| pairs::pair(&term.text, &next.text));
                    for text in pair.into_iter().chain([term.text.clone()]) {
                        let places = terms.entry(text).or_default().entry(document).or_default();
                        places.push(u32::try_from(term.position).expect("a short text"));
                    }
                    if let Some(follower) = next.and_then(|next| pairs::follower(term, next)) {
                        starts.entry(follower).or_default().insert(document);
                    }
                }
                for unit in units(text).filter(|unit| !unit.unspaced) {
                    for letters in 1..=STARTS.min(unit.folded.chars().count()) {
                        let start: String = unit.folded.chars().take(letters).collect();
                        for mark in marks {
                            starts.entry(format!("{mark}{start}")).or_default().insert(document);
                        }
                    }
                }
            }
        }
        let of_starts = read(&reader, fields.starts).into_iter();
        let of_starts: BTreeMap<_, _> = of_starts.map(|(term, documents)| (term, documents.into_keys().collect())).collect();
        prop_assert_eq!(of_starts, starts);
        let lengths = reader.get_fieldnorms_reader(fields.body).expect("kept");
        for document in 0..reader.max_doc() {
            let terms: usize = bodies.values().filter_map(|documents| documents.get(&document)).map(Vec::len).sum();
            prop_assert_eq!(lengths.fieldnorm(document) as usize, terms);
        }
        prop_assert_eq!(read(&reader, fields.headline), headlines);
        prop_assert_eq!(read(&reader, fields.body), bodies);
        prop_assert!(read(&reader, fields.source).keys().eq(["post", "the"]));
        prop_assert_eq!(read(&reader, fields.file)["file"].len(), articles.len());
    }
}
