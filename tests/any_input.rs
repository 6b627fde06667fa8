//! The fuzz targets' laws on a stable toolchain: for every file of the corpus, and for what comes of cutting, joining and spoiling such files.
//!
//! `PROPTEST_CASES=20000 cargo test --test any_input` is the long form.

#[path = "../fuzz/laws.rs"]
mod laws;

use laws::LAWS;
use proptest::prelude::*;
use proptest::sample::Index;
use proptest::test_runner::TestRunner;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// What parsers have special ways with, put in anywhere.
const PIECES: [&[u8]; 40] = [
    b"<",
    b">",
    b"</",
    b"<!--",
    b"-->",
    b"<![CDATA[",
    b"<p>",
    b"</table>",
    b"<div hidden>",
    b"<script>",
    b"<svg>",
    b"&#x202E;",
    b"&#0;",
    b"&amp",
    b"\0",
    b"\r\n",
    b"\n\n",
    b"\t",
    b"\x1b[2J",
    b"\x1b]0;",
    b"\x7f",
    b"\xC2\x9B",
    b"\xE2\x80\xAE",
    b"\xF3\xA0\x81\x81",
    b"\xCC\x81\xCC\x81\xCC\x81",
    b"\xE2\x80\x8D",
    b"\xEF\xBB\xBF",
    b"\xFF\xFE",
    b"\xED\xA0\x80",
    b"\xFF",
    b"\"",
    b"\\u0000",
    b"{",
    b"}",
    b"(",
    b"date:",
    b"..",
    b"9999999999999999999",
    b"-0",
    b"\xE7\x8C\xAB",
];

/// The files of a law's corpus.
fn corpus(name: &str) -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus").join(name);
    let mut paths: Vec<_> = fs::read_dir(folder).expect("every law has its corpus").flatten().collect();
    paths.sort_by_key(fs::DirEntry::file_name);
    paths.into_iter().map(|entry| fs::read(entry.path()).expect("is read")).collect()
}

/// A change to a file.
#[derive(Clone, Debug)]
enum Edit {
    Remove(Index, usize),
    Repeat(Index, usize),
    Put(Index, &'static [u8]),
    Flip(Index, u8),
    Set(Index, u8),
    /// The rest of another file of the corpus, from a place on.
    Join(Index, Index, Index),
}

fn edits() -> impl Strategy<Value = Vec<Edit>> {
    let place = any::<Index>;
    let edit = prop_oneof![
        (place(), 1..200_usize).prop_map(|(at, length)| Edit::Remove(at, length)),
        (place(), 1..200_usize).prop_map(|(at, length)| Edit::Repeat(at, length)),
        (place(), prop::sample::select(&PIECES[..])).prop_map(|(at, piece)| Edit::Put(at, piece)),
        (place(), 0..8_u8).prop_map(|(at, bit)| Edit::Flip(at, 1 << bit)),
        (place(), any::<u8>()).prop_map(|(at, byte)| Edit::Set(at, byte)),
        (place(), place(), place()).prop_map(|(at, other, from)| Edit::Join(at, other, from)),
    ];
    prop::collection::vec(edit, 0..12)
}

fn edited(files: &[Vec<u8>], which: Index, edits: &[Edit]) -> Vec<u8> {
    let mut bytes = which.get(files).clone();
    for edit in edits {
        let length = bytes.len();
        let start = |at: &Index| at.index(length + 1);
        match edit {
            Edit::Remove(at, count) => drop(bytes.drain(start(at)..length.min(start(at) + count))),
            Edit::Repeat(at, count) => bytes.extend_from_within(start(at)..length.min(start(at) + count)),
            Edit::Put(at, piece) => drop(bytes.splice(start(at)..start(at), piece.iter().copied())),
            Edit::Flip(at, mask) if length > 0 => bytes[at.index(length)] ^= mask,
            Edit::Set(at, byte) if length > 0 => bytes[at.index(length)] = *byte,
            Edit::Flip(..) | Edit::Set(..) => {}
            Edit::Join(at, other, from) => {
                let other = other.get(files);
                bytes.truncate(start(at));
                bytes.extend_from_slice(&other[from.index(other.len() + 1)..]);
            }
        }
    }
    bytes
}

/// The law holds for its corpus, for what comes of it, and for bytes of no sense.
fn holds(name: &str) {
    let files = corpus(name);
    let law = laws::law(name);
    for file in &files {
        law(file);
    }
    let changed = (any::<Index>(), edits()).prop_map(|(which, edits)| edited(&files, which, &edits));
    let inputs = prop_oneof![9 => changed, 1 => prop::collection::vec(any::<u8>(), 0..300)];
    let config = ProptestConfig { failure_persistence: None, max_shrink_iters: 2000, ..ProptestConfig::default() };
    let outcome = TestRunner::new(config).run(&inputs, |bytes| {
        law(&bytes);
        Ok(())
    });
    outcome.unwrap_or_else(|failure| panic!("{name}: {failure}"));
}

macro_rules! laws_hold {
    ($($test:ident: $name:literal;)*) => {
        $(#[test] fn $test() { holds($name); })*

        #[test]
        fn every_law_has_its_test_its_target_and_its_corpus() {
            let tested = BTreeSet::from([$($name),*]);
            assert_eq!(tested, LAWS.iter().map(|(name, _)| *name).collect());
            let fuzz = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz");
            for name in tested {
                let target = fs::read_to_string(fuzz.join(format!("fuzz_targets/{name}.rs"))).expect("its target");
                assert!(target.contains(&format!("laws::law(\"{name}\")")), "{name}: {target}");
                assert!(!corpus(name).is_empty(), "{name}");
            }
        }
    };
}

laws_hold! {
    opening_what_is_compressed_is_bounded: "unpack";
    every_character_set_gives_text: "decode";
    any_html_is_blocks: "html";
    any_lines_are_blocks: "text";
    any_records_are_articles_or_refused: "records";
    any_bytes_are_a_page_or_refused: "read";
    any_page_cleans_into_a_harmless_article: "clean";
    any_claim_of_a_date_is_a_date_or_none: "date";
    any_text_is_a_query: "query";
    what_is_sanitised_is_harmless_and_stays_as_it_is: "sanitise";
}
