//! Sixty-four bytes of a text at once: which of them are letters, spaces, beyond ASCII, a bit each. The first byte's bit is the lowest.
//!
//! Where a text is read word by word, the bits tell where words begin and end, and no byte is looked at by itself.

#![allow(clippy::inline_always, reason = "what is asked is known where it is asked, and then costs a few steps")]

/// Bytes of a stretch.
const STRETCH: usize = 64;

/// Some bytes of a text, with zeros behind its end.
#[derive(Clone, Copy)]
pub(crate) struct Stretch {
    parts: [[u8; PART]; STRETCH / PART],
    /// How many of them are the text's.
    len: usize,
    /// How many bytes from before the stretch stand in front of it: the last stretch of a long text is read from the text's end.
    before: u32,
}

impl Stretch {
    /// The bytes from a place on.
    #[inline]
    pub(crate) fn at(bytes: &[u8], at: usize) -> Self {
        let rest = bytes.get(at..).unwrap_or_default();
        if let Some(whole) = rest.as_chunks().0.first_chunk() {
            return Stretch { parts: *whole, len: STRETCH, before: 0 };
        }
        if let Some(last) = bytes.last_chunk::<STRETCH>()
            && let Some(parts) = last.as_chunks().0.first_chunk()
        {
            let before = u32::try_from(STRETCH - rest.len()).unwrap_or(0);
            return Stretch { parts: *parts, len: rest.len(), before };
        }
        let mut padded = [[0; PART]; STRETCH / PART];
        if let Some(own) = padded.as_flattened_mut().get_mut(..rest.len()) {
            own.copy_from_slice(rest);
        }
        Stretch { parts: padded, len: rest.len(), before: 0 }
    }

    /// The bits of the first so many bytes.
    #[inline]
    pub(crate) fn before(bytes: usize) -> u64 {
        if bytes < STRETCH { (1 << bytes) - 1 } else { u64::MAX }
    }

    /// How many bytes stand before the first that is beyond ASCII.
    #[inline]
    pub(crate) fn plain(&self) -> usize {
        (self.beyond().trailing_zeros() as usize).min(self.len)
    }

    /// Letters and digits of ASCII.
    #[inline]
    pub(crate) fn letters(&self) -> u64 {
        self.ask(Is::Letter)
    }

    /// Letters and digits of ASCII, and those of them that are digits.
    #[inline]
    pub(crate) fn letters_and_digits(&self) -> (u64, u64) {
        (self.ask(Is::Letter), self.ask(Is::Between(b'0', b'9')))
    }

    /// Printable bytes of ASCII.
    #[inline]
    pub(crate) fn printable(&self) -> u64 {
        self.ask(Is::Between(b' ', b'~'))
    }

    /// Bytes beyond ASCII.
    #[inline]
    pub(crate) fn beyond(&self) -> u64 {
        self.ask(Is::Beyond)
    }

    /// The bytes that are this one.
    #[inline]
    pub(crate) fn same(&self, byte: u8) -> u64 {
        self.ask(Is::Same(byte))
    }

    /// These letters, and the apostrophes behind them with which their words go on; so does the first, where the text before is `inside` of a word.
    #[inline]
    pub(crate) fn with_apostrophes(&self, letters: u64, inside: bool) -> u64 {
        let apostrophes = self.same(b'\'');
        let mut within = letters;
        loop {
            let more = apostrophes & (within << 1 | u64::from(inside)) & !within;
            if more == 0 {
                return within;
            }
            within |= more;
        }
    }

    #[inline(always)]
    fn ask(&self, what: Is) -> u64 {
        let [first, second, third, fourth] = &self.parts;
        let low = ask(first, what) | ask(second, what) << PART;
        // Most lines of a page are short.
        if self.len <= 2 * PART && self.before == 0 {
            return u64::from(low);
        }
        let high = ask(third, what) | ask(fourth, what) << PART;
        (u64::from(low) | u64::from(high) << (2 * PART)).unbounded_shr(self.before)
    }
}

/// Where a byte stands in a text, one place after the other.
pub(crate) fn places(bytes: &[u8], byte: u8) -> impl Iterator<Item = usize> {
    let (mut next, mut found) = (0, 0_u64);
    std::iter::from_fn(move || {
        while found == 0 {
            if next >= bytes.len() {
                return None;
            }
            found = Stretch::at(bytes, next).same(byte);
            next += STRETCH;
        }
        let place = next - STRETCH + found.trailing_zeros() as usize;
        found &= found - 1;
        Some(place)
    })
}

/// What is asked of bytes; the ends of a range are ASCII.
#[derive(Clone, Copy)]
enum Is {
    Letter,
    Between(u8, u8),
    Same(u8),
    Beyond,
}

/// Bytes that are asked together.
const PART: usize = 16;

/// The bit that the small letters of ASCII have, and the digits.
const SMALL: u8 = 0x20;

#[inline(always)]
fn ask(part: &[u8; PART], what: Is) -> u32 {
    #[cfg(target_arch = "x86_64")]
    if let Some(sse2) = pulp::core_arch::x86::Sse2::try_new() {
        return together(sse2, part, what);
    }
    part.iter().rev().fold(0, |mask, byte| mask << 1 | u32::from(what.is(*byte)))
}

/// All of the bytes at once, as every machine of this kind can.
#[cfg(target_arch = "x86_64")]
#[inline(always)]
fn together(sse2: pulp::core_arch::x86::Sse2, part: &[u8; PART], what: Is) -> u32 {
    use std::arch::x86_64::__m128i;
    let every = |byte: u8| sse2._mm_set1_epi8(byte.cast_signed());
    // Bytes beyond ASCII are negative, below all others.
    let between = |bytes: __m128i, from: u8, to: u8| {
        let (above, below) = (sse2._mm_cmpgt_epi8(bytes, every(from - 1)), sse2._mm_cmpgt_epi8(every(to + 1), bytes));
        sse2._mm_and_si128(above, below)
    };
    let bytes: __m128i = pulp::cast(*part);
    let found = match what {
        Is::Letter => {
            let letters = between(sse2._mm_or_si128(bytes, every(SMALL)), b'a', b'z');
            sse2._mm_or_si128(letters, between(bytes, b'0', b'9'))
        }
        Is::Between(from, to) => between(bytes, from, to),
        Is::Same(byte) => sse2._mm_cmpeq_epi8(bytes, every(byte)),
        Is::Beyond => bytes,
    };
    // The highest bits of sixteen bytes.
    sse2._mm_movemask_epi8(found).cast_unsigned()
}

impl Is {
    fn is(self, byte: u8) -> bool {
        match self {
            Is::Letter => byte.is_ascii_alphanumeric(),
            Is::Between(from, to) => (from..=to).contains(&byte),
            Is::Same(other) => byte == other,
            Is::Beyond => !byte.is_ascii(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_stretch_is_what_each_of_its_bytes_is(bytes in prop::collection::vec(any::<u8>(), 0..80), at in 0_usize..90) {
            let stretch = Stretch::at(&bytes, at);
            let rest = bytes.get(at..).unwrap_or_default();
            let own = &rest[..rest.len().min(STRETCH)];
            prop_assert_eq!(stretch.len, own.len());
            let bits = |is: &dyn Fn(u8) -> bool| {
                own.iter().enumerate().fold(0, |mask, (at, byte)| mask | u64::from(is(*byte)) << at)
            };
            prop_assert_eq!(stretch.letters(), bits(&|byte| byte.is_ascii_alphanumeric()));
            prop_assert_eq!(stretch.letters_and_digits(), (stretch.letters(), bits(&|byte| byte.is_ascii_digit())));
            prop_assert_eq!(stretch.printable(), bits(&|byte| (b' '..=b'~').contains(&byte)));
            prop_assert_eq!(stretch.beyond(), bits(&|byte| byte >= 0x80));
            prop_assert_eq!(stretch.same(b'e'), bits(&|byte| byte == b'e'));
            for what in [Is::Letter, Is::Between(b'0', b'9'), Is::Same(b'e'), Is::Beyond] {
                prop_assert_eq!(stretch.ask(what), bits(&|byte| what.is(byte)));
            }
            prop_assert_eq!(stretch.plain(), own.iter().take_while(|byte| byte.is_ascii()).count());
            let stands = (0..bytes.len()).filter(|at| bytes[*at] == b'e');
            prop_assert_eq!(places(&bytes, b'e').collect::<Vec<_>>(), stands.collect::<Vec<_>>());
            prop_assert_eq!(Stretch::before(own.len()).count_ones() as usize, own.len());
        }
    }
}
