//! Making articles and their pages small, and whole again.
//!
//! An article is short, so that compressed alone it finds little to refer to: a dictionary trained on a thousand of the library's own articles
//! takes a quarter off it. A record says what its article says in other words, so that it is compressed with the article before it.

use std::cell::RefCell;
use std::fmt;
use std::io::{self, Read};
use std::sync::{Arc, PoisonError, RwLock};
use zstd::dict::DecoderDictionary;
use zstd::zstd_safe::{CCtx, CParameter, compress_bound, get_error_name};

/// The level articles are compressed at: past it, zstd takes far longer for a few percent.
const LEVEL: i32 = 3;

/// Pages are far longer than their articles, so that what compresses them takes up much of an import: a third faster, and a sixteenth larger.
const LEVEL_OF_PAGES: i32 = 1;

/// With a dictionary, tables of so many entries for what is found in it by eight bytes and by five (the logarithms of both), instead of the level's: its own
/// are too small to find the whole of a dictionary, or look for four bytes, which finds worse. A hundredth of the text in the same time.
const TABLES: [CParameter; 3] = [CParameter::HashLog(18), CParameter::ChainLog(17), CParameter::MinMatch(5)];

/// What stands behind its article is found there, whatever the level.
const LEVEL_BEHIND: i32 = 1;

/// So many articles a dictionary is trained on; there are to be as many in the library before it gets one.
pub(super) const SAMPLES: usize = 1_000;

/// No more of each article than this, for a few that are very long would be all that a dictionary knows.
pub(super) const SAMPLE_BYTES: usize = 16 << 10;

/// How large a dictionary is that few articles have to pay for, and one that many have: it takes a twentieth off them, and what lies between the two
/// takes nothing off, because zstd chooses other tables for it.
pub(super) const SMALL: usize = 64 << 10;
pub(super) const LARGE: usize = 256 << 10;

/// Something to compress with.
#[derive(Clone)]
pub(super) struct Dictionary {
    /// Its number in the library.
    pub id: i64,
    /// Itself.
    pub bytes: Arc<[u8]>,
}

impl fmt::Debug for Dictionary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Dictionary").field("id", &self.id).finish_non_exhaustive()
    }
}

/// A dictionary as it is read with: to make that takes longer than to read an article. It holds the bytes in its own way, and needs no others.
#[derive(Clone)]
pub(super) struct Reading(Arc<DecoderDictionary<'static>>);

impl fmt::Debug for Reading {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reading").finish_non_exhaustive()
    }
}

impl Reading {
    /// Of a dictionary's bytes; an error where they are none.
    pub fn new(bytes: &[u8]) -> io::Result<Reading> {
        Ok(Reading(Arc::new(DecoderDictionary::try_copy(bytes)?)))
    }
}

/// How new articles are made small: what the threads of an import share with the writer, which may have a dictionary made meanwhile.
#[derive(Clone, Debug, Default)]
pub struct Press(Arc<RwLock<Option<Dictionary>>>);

impl Press {
    /// Compresses with this dictionary.
    pub(super) fn new(dictionary: Option<Dictionary>) -> Self {
        Press(Arc::new(RwLock::new(dictionary)))
    }

    /// What articles are compressed with now.
    pub(super) fn dictionary(&self) -> Option<Dictionary> {
        self.0.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Has all that is compressed from now on compressed with this.
    pub(super) fn change(&self, dictionary: Dictionary) {
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = Some(dictionary);
    }
}

/// Something compressed, and what it was compressed with.
#[derive(Clone, Debug)]
pub(super) struct Pressed {
    pub bytes: Vec<u8>,
    pub dictionary: Option<i64>,
}

/// A compressor, and the dictionary that it has.
type Kept = (Option<Dictionary>, zstd::bulk::Compressor<'static>);

/// Compresses with a compressor that each thread keeps: making one takes longer than an article does.
pub(super) fn press(bytes: &[u8], dictionary: Option<Dictionary>) -> io::Result<Pressed> {
    thread_local! {
        static COMPRESSOR: RefCell<Option<Kept>> = const { RefCell::new(None) };
    }
    COMPRESSOR.with_borrow_mut(|kept| {
        let is_same = |has: &Option<Dictionary>| match (has, &dictionary) {
            (Some(has), Some(wanted)) => Arc::ptr_eq(&has.bytes, &wanted.bytes),
            (has, wanted) => has.is_none() && wanted.is_none(),
        };
        let (_, compressor) = match kept {
            Some(kept) if is_same(&kept.0) => kept,
            _ => {
                let own = dictionary.as_ref().map_or(&[][..], |dictionary| &dictionary.bytes);
                let mut compressor = zstd::bulk::Compressor::with_dictionary(LEVEL, own)?;
                // The database says which one it is.
                compressor.set_parameter(CParameter::DictIdFlag(false))?;
                if dictionary.is_some() {
                    TABLES.into_iter().try_for_each(|table| compressor.set_parameter(table))?;
                }
                kept.insert((dictionary.clone(), compressor))
            }
        };
        Ok(Pressed { bytes: compressor.compress(bytes)?, dictionary: dictionary.map(|dictionary| dictionary.id) })
    })
}

/// Compresses a page that came in, to be read by [`unpress`] without a dictionary.
pub(super) fn press_page(bytes: &[u8]) -> io::Result<Vec<u8>> {
    thread_local! {
        static COMPRESSOR: RefCell<Option<zstd::bulk::Compressor<'static>>> = const { RefCell::new(None) };
    }
    COMPRESSOR.with_borrow_mut(|kept| {
        let compressor = match kept {
            Some(compressor) => compressor,
            None => kept.insert(zstd::bulk::Compressor::new(LEVEL_OF_PAGES)?),
        };
        compressor.compress(bytes)
    })
}

/// Compresses what follows something that will be there when it is read.
pub(super) fn press_behind(before: &[u8], bytes: &[u8]) -> io::Result<Vec<u8>> {
    thread_local! {
        static CONTEXT: RefCell<CCtx<'static>> = RefCell::default();
    }
    let mut pressed = Vec::with_capacity(compress_bound(bytes.len()));
    let done =
        CONTEXT.with_borrow_mut(|context| context.compress_using_dict(&mut pressed, bytes, before, LEVEL_BEHIND));
    done.map_err(|code| io::Error::other(get_error_name(code)))?;
    Ok(pressed)
}

/// What was compressed, with the dictionary that it needs.
pub(super) fn unpress(bytes: &[u8], dictionary: Option<&Reading>) -> io::Result<Vec<u8>> {
    let mut whole = Vec::new();
    match dictionary {
        Some(own) => zstd::Decoder::with_prepared_dictionary(bytes, &own.0)?.read_to_end(&mut whole)?,
        None => zstd::Decoder::with_buffer(bytes)?.read_to_end(&mut whole)?,
    };
    Ok(whole)
}

/// What [`press_behind`] compressed.
pub(super) fn unpress_behind(before: &[u8], bytes: &[u8]) -> io::Result<Vec<u8>> {
    let mut whole = Vec::new();
    zstd::Decoder::with_ref_prefix(bytes, before)?.read_to_end(&mut whole)?;
    Ok(whole)
}

/// A dictionary of a size for what is like these samples; `None` where they do not make one.
pub(super) fn train(samples: &[Vec<u8>], bytes: usize) -> Option<Arc<[u8]>> {
    zstd::dict::from_samples(samples, bytes).ok().map(Arc::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn samples() -> Vec<Vec<u8>> {
        let line = |n: usize| {
            format!("{{\"headline\":\"Ferry {n} of the harbour\",\"number\":{},\"place\":\"{}\"}}", n * 7919, n % 13)
        };
        (0..SAMPLES).map(|n| line(n).repeat(3).into_bytes()).collect()
    }

    #[test]
    fn what_is_compressed_comes_back_by_whatever_it_was_compressed_with() {
        let samples = samples();
        let dictionary = |id| Dictionary { id, bytes: train(&samples, SMALL).expect("enough samples") };
        let (first, second) = (dictionary(1), dictionary(2));
        for text in ["", "Ferry 7 of the harbour", "another text altogether, which no sample has"] {
            for own in [None, Some(&first), Some(&second), None, Some(&first)] {
                let pressed = press(text.as_bytes(), own.cloned()).expect("compresses");
                assert_eq!(pressed.dictionary, own.map(|own| own.id));
                let reading = own.map(|own| Reading::new(&own.bytes).expect("is one"));
                assert_eq!(unpress(&pressed.bytes, reading.as_ref()).expect("is whole"), text.as_bytes());
            }
        }
    }

    #[test]
    fn what_is_known_already_takes_next_to_nothing() {
        let before = samples()[..60].concat();
        let pressed = press_behind(&before, &before[..5_000]).expect("compresses");
        assert!(pressed.len() * 20 < 5_000, "{}", pressed.len());
        assert_eq!(unpress_behind(&before, &pressed).expect("is whole"), &before[..5_000]);
        assert!(unpress_behind(b"something else", &pressed).ok().is_none_or(|other| other != before[..5_000]));
    }

    #[test]
    fn few_samples_make_no_dictionary() {
        assert!(train(&[], SMALL).is_none() && train(&[b"one".to_vec()], SMALL).is_none());
    }
}
