//! Opens what is compressed: gzip and zstd, told by their first bytes. What comes out is bounded, so that a bomb costs a refusal and no more:
//! with the size bounded, a limit on the ratio would only refuse honest pages that repeat themselves.

use super::limit::page_bytes;
use super::refused::Refused;
use std::borrow::Cow;
use std::io::{self, BufRead, BufReader, Read};

/// How often something compressed may be compressed once more.
const LAYERS: usize = 2;

/// The bytes as they are once nothing about them is compressed.
///
/// # Errors
/// Refuses what ends early, is damaged, grows beyond [`page_bytes`], or is compressed once more.
pub fn unpack(bytes: &[u8]) -> Result<Cow<'_, [u8]>, Refused> {
    let mut open = Cow::Borrowed(bytes);
    for _ in 0..LAYERS {
        let next = match Packing::of(&open) {
            None => break,
            Some(Packing::Gzip) => gunzip(&open)?,
            Some(Packing::Zstd) => unzstd(&open)?,
        };
        open = Cow::Owned(next);
    }
    if open.len() > page_bytes() {
        return Err(Refused::TooLarge);
    }
    match Packing::of(&open) {
        None => Ok(open),
        Some(Packing::Gzip) => Err(Refused::Binary("a gzip file inside others")),
        Some(Packing::Zstd) => Err(Refused::Binary("a zstd file inside others")),
    }
}

#[derive(Clone, Copy)]
enum Packing {
    Gzip,
    Zstd,
}

impl Packing {
    fn of(bytes: &[u8]) -> Option<Self> {
        match bytes {
            [0x1F, 0x8B, 8, ..] => Some(Packing::Gzip),
            [0x28, 0xB5, 0x2F, 0xFD, ..] => Some(Packing::Zstd),
            _ => None,
        }
    }
}

/// The same as a stream of any length, for files that hold many articles. What is wrong with it is told by [`broken`].
pub(super) fn stream<'a>(from: impl Read + 'a) -> Box<dyn Read + 'a> {
    let mut open: Box<dyn BufRead + 'a> = Box::new(BufReader::with_capacity(BUFFER, from));
    for _ in 0..LAYERS {
        // What cannot be read now is told by the next read.
        let packing = open.fill_buf().ok().and_then(Packing::of);
        let (packing, inner): (_, Box<dyn Read + 'a>) = match packing {
            None => break,
            Some(Packing::Gzip) => ("gzip", Box::new(flate2::bufread::MultiGzDecoder::new(open))),
            Some(Packing::Zstd) => match zstd::stream::read::Decoder::with_buffer(open) {
                Ok(frames) => ("zstd", Box::new(frames)),
                Err(_) => return Box::new(io::empty()),
            },
        };
        open = Box::new(BufReader::with_capacity(BUFFER, Unpacking { packing, inner, given: 0 }));
    }
    Box::new(open)
}

/// What can be opened of a file's beginning, up to so many bytes.
pub(super) fn opening(start: &[u8], most: usize) -> Vec<u8> {
    let mut out = Vec::new();
    // What is cut off in the middle gives an error behind what could be opened.
    let _ = stream(start).take(most as u64).read_to_end(&mut out);
    out
}

/// Why a [`stream`] could not be read on.
pub(super) fn broken(error: &io::Error) -> Refused {
    match error.get_ref().and_then(|inner| inner.downcast_ref::<Broken>()) {
        Some(Broken { packing, early, given }) => Refused::Damaged { packing, reason: reason(*early, *given) },
        None => Refused::Unreadable(std::sync::Arc::new(io::Error::new(error.kind(), error.to_string()))),
    }
}

/// How much of a stream is held at once.
const BUFFER: usize = 64 << 10;

/// Reads what is unpacked, and says with what it was packed where that fails.
struct Unpacking<R> {
    packing: &'static str,
    inner: R,
    given: u64,
}

#[derive(Debug, thiserror::Error)]
#[error("the {packing} stream cannot be read")]
struct Broken {
    packing: &'static str,
    early: bool,
    given: u64,
}

impl<R: Read> Read for Unpacking<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(into).map_err(|error| {
            // A fault of the inner packing goes through as it is.
            if error.get_ref().and_then(|inner| inner.downcast_ref::<Broken>()).is_some() {
                return error;
            }
            io::Error::new(error.kind(), Broken { packing: self.packing, early: is_early(&error), given: self.given })
        })?;
        self.given += read as u64;
        Ok(read)
    }
}

/// Every member of a gzip file, one behind the other; what follows the last and is no gzip is padding.
fn gunzip(mut bytes: &[u8]) -> Result<Vec<u8>, Refused> {
    let mut out = Vec::new();
    while matches!(Packing::of(bytes), Some(Packing::Gzip)) {
        let mut member = flate2::bufread::GzDecoder::new(bytes);
        fill(&mut member, &mut out).map_err(|error| damaged("gzip", &error, &out))?;
        if out.len() > page_bytes() {
            return Err(Refused::TooLarge);
        }
        bytes = member.into_inner();
    }
    Ok(out)
}

fn unzstd(bytes: &[u8]) -> Result<Vec<u8>, Refused> {
    let mut out = Vec::new();
    zstd::stream::read::Decoder::with_buffer(bytes)
        .and_then(|mut frames| fill(&mut frames, &mut out))
        .map_err(|error| damaged("zstd", &error, &out))?;
    Ok(out)
}

/// Reads on behind what is there, up to one byte more than a page may have.
fn fill(from: &mut impl Read, out: &mut Vec<u8>) -> io::Result<()> {
    let room = (page_bytes() + 1).saturating_sub(out.len());
    from.take(room as u64).read_to_end(out).map(drop)
}

fn damaged(packing: &'static str, error: &io::Error, out: &[u8]) -> Refused {
    Refused::Damaged { packing, reason: reason(is_early(error), out.len() as u64) }
}

fn is_early(error: &io::Error) -> bool {
    error.kind() == io::ErrorKind::UnexpectedEof || error.to_string().contains("incomplete frame")
}

fn reason(early: bool, given: u64) -> String {
    if early {
        format!("ends early, after {given} bytes of text")
    } else {
        format!("is damaged after {given} bytes of text")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::io::Write;

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        gzip.write_all(bytes).and_then(|()| gzip.finish()).expect("memory takes all bytes")
    }

    fn zstd(bytes: &[u8]) -> Vec<u8> {
        zstd::encode_all(bytes, 1).expect("memory takes all bytes")
    }

    #[test]
    fn what_is_not_compressed_is_left_as_it_is() {
        assert!(matches!(unpack(b"<p>plain"), Ok(Cow::Borrowed(b"<p>plain"))));
    }

    #[test]
    fn gzip_and_zstd_are_opened_in_one_or_two_layers() {
        let page = b"<p>A ferry runs again.</p>".repeat(50);
        for packed in [gzip(&page), zstd(&page), gzip(&zstd(&page)), zstd(&gzip(&page))] {
            assert_eq!(unpack(&packed).expect("sound"), page);
        }
    }

    #[test]
    fn a_gzip_file_of_several_members_is_one_page_and_padding_is_passed_over() {
        let mut packed = gzip(b"one ");
        packed.extend(gzip(b"two"));
        packed.extend([0; 512]);
        assert_eq!(unpack(&packed).expect("sound").as_ref(), b"one two");
    }

    #[test]
    fn a_stream_that_ends_early_is_refused_and_says_so() {
        let noise: Vec<u8> = (0..20_000_u32).map(|n| n.wrapping_mul(2_654_435_761).to_le_bytes()[3]).collect();
        for packed in [gzip(&noise), zstd(&noise)] {
            let refused = unpack(&packed[..packed.len() / 2]).expect_err("half of it is missing").to_string();
            assert!(refused.contains("ends early"), "{refused}");
        }
    }

    #[test]
    fn a_damaged_stream_is_refused() {
        let mut packed = gzip(&b"The mayor spoke. ".repeat(500));
        let middle = packed.len() / 2;
        packed[middle] ^= 0xFF;
        assert!(matches!(unpack(&packed), Err(Refused::Damaged { packing: "gzip", .. })));
    }

    #[test]
    fn a_bomb_is_refused_for_its_size() {
        let bomb = vec![b'a'; page_bytes() + 1];
        for packed in [gzip(&bomb), zstd(&bomb)] {
            assert!(packed.len() < page_bytes() / 100);
            assert!(matches!(unpack(&packed), Err(Refused::TooLarge)));
        }
    }

    proptest! {
        #[test]
        fn any_bytes_are_opened_or_refused(mut bytes in proptest::collection::vec(any::<u8>(), 0..300), magic in 0..3) {
            let start: &[u8] = [&[][..], &[0x1F, 0x8B, 8, 0], &[0x28, 0xB5, 0x2F, 0xFD]][usize::try_from(magic).expect("small")];
            bytes.splice(0..0, start.iter().copied());
            drop(unpack(&bytes));
        }
    }
}
