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

/// A number of words or the like, as a count. Where the steps are no longer whole, a count is the upper bits of a float.
// The bounds keep all of it inside a byte.
#[allow(clippy::cast_possible_truncation, clippy::cast_precision_loss)]
#[inline]
pub(super) fn whole(number: f32) -> u8 {
    let number = within(number, LARGEST as f32);
    let exact = floor(number) + 1;
    let scaled = (number.to_bits() >> 19).wrapping_sub(STEPS_BELOW);
    (if number < 32.0 { exact } else { scaled }) as u8
}

/// What the upper bits of a float are ahead of the code of its number: those of 32, which is the first in steps and has the code 33.
const STEPS_BELOW: u32 = (32.0_f32.to_bits() >> 19) - 33;

/// A share, from 0 to 1.
// The bounds keep it inside a byte.
#[allow(clippy::cast_possible_truncation)]
#[inline]
pub(super) fn share(share: f32) -> u8 {
    (floor(within(share, 1.0) * 254.0 + 0.5) + 1) as u8
}

/// The number between 0 and a bound; what is no number is 0. No more than two operations for many numbers at once.
#[inline]
fn within(number: f32, most: f32) -> f32 {
    let number = if number > 0.0 { number } else { 0.0 };
    if number < most { number } else { most }
}

/// The number of ones in a number that is not negative and far below 2^23. A cast would do, but its care for numbers of any size keeps it from
/// being done for many at once.
#[inline]
fn floor(number: f32) -> u32 {
    const ROUNDING: f32 = 8_388_608.0;
    // From 2^23 on a float has no fraction, and its lowest bits are the nearest integer.
    let rounded = number + ROUNDING;
    let above = rounded - ROUNDING > number;
    (rounded.to_bits() & 0x003F_FFFF) - u32::from(above)
}

/// A distance that may lie on either side.
// The clamp keeps it inside a byte.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
#[inline]
pub(super) fn signed(distance: i32) -> u8 {
    (distance.clamp(-127, 127) + 128) as u8
}

/// Log odds: sixteen steps each, up to some eight on either side.
// The bounds keep it inside a byte.
#[allow(clippy::cast_possible_truncation)]
#[inline]
pub(super) fn odds(odds: f32) -> u8 {
    let odds = if odds > -7.9 { odds } else { -7.9 };
    let odds = if odds < 7.9 { odds } else { 7.9 };
    floor(128.5 + 16.0 * odds) as u8
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

    proptest! {
        // The cast is what is done by other means.
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        #[test]
        fn numbers_of_words_are_counts(number in 0_usize..400_000, part in 0.0_f32..1.0) {
            prop_assert_eq!(whole(super::super::features::real(number)), count(number));
            prop_assert_eq!(whole(super::super::features::real(number % 64) + 0.99 * part), count(number % 64));
            prop_assert_eq!((whole(-part), whole(f32::NAN)), (count(0), count(0)));
            prop_assert_eq!(floor(part * 500.0), (part * 500.0) as u32);
        }
    }

    #[test]
    fn small_counts_are_told_apart() {
        assert!((0..32).all(|number| count(number) < count(number + 1)));
        assert!(count(100) < count(107) && count(1 << 17) < count(1 << 18));
        assert_eq!((signed(-3), signed(0), signed(500)), (125, 128, 255));
    }
}
