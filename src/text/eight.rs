//! Eight bytes of ASCII at once, in one number: what most texts are made of is read so, without a branch a letter.
//!
//! A mask has the highest bit of each byte that it stands for. The first byte of the text is the lowest of the number.

/// One in every byte.
const ONES: u64 = 0x0101_0101_0101_0101;

/// The highest bit of every byte.
pub(super) const HIGH: u64 = 0x80 * ONES;

/// The eight bytes from a place on; behind the text's end are zeros.
#[inline]
pub(super) fn eight(bytes: &[u8], at: usize) -> u64 {
    let rest = bytes.get(at..).unwrap_or_default();
    if let Some(eight) = rest.first_chunk() {
        u64::from_le_bytes(*eight)
    } else if let Some(last) = bytes.last_chunk() {
        u64::from_le_bytes(*last).unbounded_shr(8 * (8 - u32::try_from(rest.len()).unwrap_or(0)))
    } else {
        few(rest)
    }
}

/// Fewer than eight bytes: in two halves that may have some in common, or each by itself.
#[inline]
fn few(bytes: &[u8]) -> u64 {
    match (bytes.first_chunk(), bytes.last_chunk()) {
        (Some(first), Some(last)) => {
            let behind = 8 * (u32::try_from(bytes.len()).unwrap_or(0) - 4);
            u64::from(u32::from_le_bytes(*first)) | u64::from(u32::from_le_bytes(*last)) << behind
        }
        _ => bytes.iter().rev().fold(0, |number, byte| number << 8 | u64::from(*byte)),
    }
}

/// Whether all of them are ASCII.
#[inline]
pub(super) fn is_ascii(eight: u64) -> bool {
    eight & HIGH == 0
}

/// How many bytes there are before the first that is not ASCII.
#[inline]
pub(super) fn ascii_at_start(eight: u64) -> usize {
    (eight & HIGH).trailing_zeros() as usize / 8
}

/// Only the first so many bytes; zeros are behind.
#[inline]
pub(super) fn start(eight: u64, bytes: usize) -> u64 {
    if bytes < 8 { eight & ((1 << (8 * bytes)) - 1) } else { eight }
}

/// The bytes that are printable, where all are ASCII.
#[inline]
pub(super) fn printable(eight: u64) -> u64 {
    between(eight, b' ', b'~')
}

/// The bytes from one to another, both ASCII, where all are ASCII.
#[inline]
fn between(eight: u64, first: u8, last: u8) -> u64 {
    let from = eight + (0x80 - u64::from(first)) * ONES;
    let behind = eight + (0x7F - u64::from(last)) * ONES;
    from & !behind & HIGH
}

/// The letters and digits, where all are ASCII.
#[inline]
pub(super) fn letters(eight: u64) -> u64 {
    between(eight | (0x20 * ONES), b'a', b'z') | between(eight, b'0', b'9')
}

/// The bytes that are this one, where all are ASCII.
#[inline]
pub(super) fn same(eight: u64, byte: u8) -> u64 {
    between(eight, byte, byte)
}

/// The same bytes with their letters in lower case, where all are ASCII.
#[inline]
pub(super) fn lower(eight: u64) -> u64 {
    eight | between(eight, b'A', b'Z') >> 2
}

/// How many bytes a mask stands for.
#[inline]
pub(super) fn count(mask: u64) -> usize {
    ((mask >> 7).wrapping_mul(ONES) >> 56) as usize
}

/// A mask with a bit a byte, the first byte's the lowest.
#[inline]
pub(super) fn bits(mask: u64) -> u64 {
    (mask & HIGH).wrapping_mul(0x0002_0408_1020_4081) >> 56
}

/// Bytes that one number has a bit for.
pub(super) const WIDE: usize = 64;

/// The letters and digits among the bytes from a place on, a bit each, and for how many bytes that is said: it ends with the text, with [`WIDE`] bytes
/// and before what is not ASCII.
pub(super) fn wide_letters(bytes: &[u8], at: usize) -> (u64, usize) {
    let rest = bytes.get(at..).unwrap_or_default();
    if let Some(wide) = rest.first_chunk::<WIDE>() {
        let eights = || wide.as_chunks().0.iter().map(|eight| u64::from_le_bytes(*eight));
        if is_ascii(eights().fold(0, |all, eight| all | eight)) {
            return (eights().rev().fold(0, |found, eight| found << 8 | bits(letters(eight))), WIDE);
        }
    }
    let (mut found, mut read) = (0, 0);
    while read < WIDE.min(rest.len()) {
        let some = eight(rest, read);
        let ascii = ascii_at_start(some);
        found |= bits(letters(start(some, ascii))) << read;
        read += ascii;
        if ascii < 8 {
            break;
        }
    }
    (found, read.min(rest.len()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn letters_are_found_up_to_what_is_not_ascii(bytes in prop::collection::vec(prop_oneof![9 => 0_u8..128, 1 => 128_u8..], 0..90), at in 0_usize..90) {
            let rest = bytes.get(at..).unwrap_or_default();
            let ascii = rest.iter().take(WIDE).take_while(|byte| byte.is_ascii()).count();
            let letters = rest[..ascii].iter().rev().fold(0, |bits, byte| bits << 1 | u64::from(byte.is_ascii_alphanumeric()));
            prop_assert_eq!(wide_letters(&bytes, at), (letters, ascii));
        }

        #[test]
        fn eight_bytes_are_what_each_of_them_is(bytes in prop::collection::vec(0_u8..128, 8), wanted in 0_u8..128) {
            let number = eight(&bytes, 0);
            let bits = |is: &dyn Fn(u8) -> bool| {
                (0..8).fold(0, |mask, at| mask | u64::from(is(bytes[at])) << (8 * at + 7))
            };
            prop_assert_eq!(letters(number), bits(&|byte| byte.is_ascii_alphanumeric()));
            prop_assert_eq!(same(number, wanted), bits(&|byte| byte == wanted));
            prop_assert_eq!(printable(number), bits(&|byte| (b' '..=b'~').contains(&byte)));
            prop_assert_eq!(lower(number).to_le_bytes().to_vec(), bytes.to_ascii_lowercase());
            prop_assert_eq!(count(letters(number)), bytes.iter().filter(|byte| byte.is_ascii_alphanumeric()).count());
            for at in 0..8 {
                prop_assert_eq!(eight(&bytes, at), number >> (8 * at));
                prop_assert_eq!(start(number, at), eight(&bytes[..at], 0));
                prop_assert_eq!(ascii_at_start(number | 0x80 << (8 * at)), at);
                prop_assert_eq!(eight(&bytes[at..], 0), number >> (8 * at));
                prop_assert_eq!(eight(&bytes[..at], 0), start(number, at));
            }
            prop_assert_eq!(eight(&bytes, 8), 0);
        }
    }
}
