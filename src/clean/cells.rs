//! How numbers become cells: one byte each, in steps that are fine where it matters, so that the trees compare bytes only.

/// What a cell holds where there is nothing to say; below everything that is said.
pub const NOTHING: u8 = 0;

/// The largest number that is told from larger ones.
const LARGEST: usize = 1 << 18;

/// A count: exact up to 31, then sixteen steps a doubling, up to some 250,000.
#[inline]
pub(super) fn count(number: usize) -> u8 {
    COUNTS.get(number).copied().unwrap_or_else(|| scaled(number))
}

/// The cells of small counts, which nearly all are.
static COUNTS: [u8; 1024] = {
    let mut counts = [0; 1024];
    let mut number = 0;
    while number < counts.len() {
        counts[number] = scaled(number);
        number += 1;
    }
    counts
};

// The largest number's code is 241.
#[allow(clippy::cast_possible_truncation)]
const fn scaled(number: usize) -> u8 {
    let number = if number < LARGEST { number } else { LARGEST };
    if number < 32 {
        return number as u8 + 1;
    }
    let doublings = number.ilog2() as usize;
    (33 + 16 * (doublings - 5) + ((number >> (doublings - 4)) & 15)) as u8
}

/// A number of words or the like, which is not negative, as a count.
// A float becomes the nearest integer that there is.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
#[inline]
pub(super) fn whole(number: f32) -> u8 {
    count(number as u32 as usize)
}

/// A share, from 0 to 1.
// The clamp keeps it inside a byte.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
#[inline]
pub(super) fn share(share: f32) -> u8 {
    1 + (share.clamp(0.0, 1.0) * 254.0 + 0.5) as u8
}

/// A distance that may lie on either side.
#[inline]
pub(super) fn signed(distance: isize) -> u8 {
    u8::try_from(distance.clamp(-127, 127) + 128).unwrap_or(NOTHING)
}

/// Log odds: sixteen steps each, up to some eight on either side.
// The clamp keeps it inside a byte.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
#[inline]
pub(super) fn odds(odds: f32) -> u8 {
    (128.5 + 16.0 * odds.clamp(-7.9, 7.9)) as u8
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn more_is_never_less(a in 0_usize..400_000, b in 0_usize..400_000, x in -9.0_f32..9.0, y in -9.0_f32..9.0) {
            prop_assert_eq!(a <= b || count(a) >= count(b), true);
            prop_assert_eq!(x <= y, x <= y && share(x) <= share(y) && odds(x) <= odds(y));
            prop_assert!(count(a) > NOTHING && share(x) > NOTHING && odds(x) > NOTHING);
        }
    }

    #[test]
    fn small_counts_are_told_apart() {
        assert!((0..32).all(|number| count(number) < count(number + 1)));
        assert!(count(100) < count(107) && count(1 << 17) < count(1 << 18));
        assert_eq!((signed(-3), signed(0), signed(500)), (125, 128, 255));
    }
}
