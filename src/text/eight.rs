//! Eight bytes of ASCII at once, in one number: what most texts are made of is read so, without a branch a letter.
//!
//! A mask has the highest bit of each byte that it stands for. The first byte of the text is the lowest of the number.

/// One in every byte.
const ONES: u64 = 0x0101_0101_0101_0101;

/// The bit that makes letters small, in every byte; digits have it.
pub(super) const SMALL: u64 = 0x20 * ONES;

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

/// Only the first so many bytes; zeros are behind.
#[inline]
pub(super) fn start(eight: u64, bytes: usize) -> u64 {
    if bytes < 8 { eight & ((1 << (8 * bytes)) - 1) } else { eight }
}

/// The bytes from one to another, both ASCII, where all are ASCII.
#[inline]
fn between(eight: u64, first: u8, last: u8) -> u64 {
    let from = eight + (0x80 - u64::from(first)) * ONES;
    let behind = eight + (0x7F - u64::from(last)) * ONES;
    from & !behind & HIGH
}

/// The same bytes with their letters in lower case, where all are ASCII.
#[inline]
pub(super) fn lower(eight: u64) -> u64 {
    eight | between(eight, b'A', b'Z') >> 2
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn eight_bytes_are_what_each_of_them_is(bytes in prop::collection::vec(0_u8..128, 8)) {
            let number = eight(&bytes, 0);
            prop_assert_eq!(lower(number).to_le_bytes().to_vec(), bytes.to_ascii_lowercase());
            for at in 0..8 {
                prop_assert_eq!(eight(&bytes, at), number >> (8 * at));
                prop_assert_eq!(start(number, at), eight(&bytes[..at], 0));
                prop_assert_eq!(eight(&bytes[at..], 0), number >> (8 * at));
                prop_assert_eq!(eight(&bytes[..at], 0), start(number, at));
            }
            prop_assert_eq!(eight(&bytes, 8), 0);
        }
    }
}
