//! Times of day in a line: in 24 and 12 hours, by the word and by the mark, with their offset from UTC.

use super::months::{is_before_time, zone};
use super::tokens::Line;
use chrono::FixedOffset;

/// A time of day.
#[derive(Clone, Copy)]
pub(super) struct Clock {
    pub(super) hour: u32,
    pub(super) minute: u32,
    pub(super) offset: Option<FixedOffset>,
}

impl Line<'_> {
    /// The time of day that follows a date.
    pub(super) fn time_after(&self, at: usize) -> Option<(usize, Clock)> {
        let mut next = at;
        for _ in 0..4 {
            if let Some(found) = self.time(next) {
                return Some(found);
            }
            let skip = self
                .mark(next)
                .is_some_and(|c| matches!(c, ',' | '-' | '–' | '|' | '·' | '.' | '@' | '•' | '،' | '/' | '—' | '('))
                || self.word(next).is_some_and(is_before_time);
            if !skip {
                return None;
            }
            next += 1;
        }
        self.time(next)
    }

    /// A time of day at a token: `16:16`, `16:16:00.000+09:00`, `4:16 pm EST`, `16h16`, `16 h 16`, `16.16 Uhr`, `16時16分`, `T1616`.
    pub(super) fn time(&self, at: usize) -> Option<(usize, Clock)> {
        let (hour, digits) =
            self.number(at).filter(|(hour, digits)| *hour < 25 && *digits <= 2 || *digits == 6 || *digits == 4)?;
        if digits > 2 {
            return self.time_in_a_row(at);
        }
        let two =
            |at: usize| self.number(at).filter(|(value, digits)| *value < 60 && *digits == 2).map(|(value, _)| value);
        let (mut end, minute, sure) = match (self.mark(at + 1), self.word(at + 1)) {
            (Some(':' | '：'), _) => (at + 3, two(at + 2)?, true),
            (Some('.'), _) if self.glued(at + 1) && self.glued(at + 2) => (at + 3, two(at + 2)?, false),
            (_, Some("h" | "H")) => match (two(at + 2), self.glued(at + 1)) {
                (Some(minute), _) => (at + 3, minute, true),
                (None, true) => (at + 2, 0, false),
                (None, false) => return None,
            },
            (_, Some(word)) if word.starts_with(['時', '시', '时', '点']) => (at + 3, two(at + 2)?, true),
            (_, Some(word)) if matches!(word.to_ascii_lowercase().as_str(), "am" | "pm") => (at + 1, 0, false),
            _ => return None,
        };
        // Seconds and their fraction.
        if self.mark(end) == Some(':') && two(end + 1).is_some() {
            end += 2;
            if self.mark(end).is_some_and(|c| matches!(c, '.' | ','))
                && self.glued(end + 1)
                && self.number(end + 1).is_some()
            {
                end += 2;
            }
        }
        let (end, hour, halved) = self.half_of_day(end, hour);
        let of_clock =
            self.word(end).is_some_and(|word| matches!(word.to_lowercase().as_str(), "uhr" | "h" | "hrs" | "ч" | "น"));
        let led = at > 0
            && self
                .word(at - 1)
                .is_some_and(|word| matches!(word.to_lowercase().as_str(), "kl" | "klo" | "um" | "ore" | "godz"))
            || at > 1
                && self.mark(at - 1) == Some('.')
                && self.word(at - 2).is_some_and(|word| word.eq_ignore_ascii_case("kl"));
        if !(sure || halved || of_clock || led) || hour > 23 {
            return None;
        }
        let end = end + usize::from(of_clock);
        let (end, offset) = self.offset(end);
        Some((end, Clock { hour: u32::try_from(hour).ok()?, minute: u32::try_from(minute).ok()?, offset }))
    }

    /// `T1616`, `T161600Z` behind a compact day.
    fn time_in_a_row(&self, at: usize) -> Option<(usize, Clock)> {
        if !self.compact
            || !self.glued(at)
            || at == 0
            || !self.word(at - 1).is_some_and(|word| word.eq_ignore_ascii_case("t"))
        {
            return None;
        }
        let (number, digits) = self.number(at)?;
        let number = u32::try_from(if digits == 6 { number / 100 } else { number }).ok()?;
        let (end, offset) = self.offset(at + 1);
        (number / 100 < 24 && number % 100 < 60)
            .then_some((end, Clock { hour: number / 100, minute: number % 100, offset }))
    }

    /// The hour of 24 where `am`, `p.m.` or the like stands at the token.
    fn half_of_day(&self, at: usize, hour: u64) -> (usize, u64, bool) {
        let Some(word) = self.word(at) else { return (at, hour, false) };
        let word = word.to_ascii_lowercase();
        let (end, half) = if word == "am" || word == "pm" {
            (at + 1, word.starts_with('p'))
        } else if (word == "a" || word == "p")
            && self.mark(at + 1) == Some('.')
            && self.word(at + 2).is_some_and(|m| m.eq_ignore_ascii_case("m"))
        {
            (at + 3 + usize::from(self.mark(at + 3) == Some('.') && self.glued(at + 3)), word == "p")
        } else {
            return (at, hour, false);
        };
        let hour = match (hour, half) {
            (12, false) => 0,
            (1..=11, true) => hour + 12,
            _ => hour,
        };
        (end, hour, true)
    }

    /// The offset that follows a time: `Z`, `+09:00`, `+0900`, `GMT+9`, `EST`.
    fn offset(&self, at: usize) -> (usize, Option<FixedOffset>) {
        let mut end = at;
        let bracket = usize::from(self.mark(end) == Some('('));
        let named = self.word(end + bracket).and_then(zone);
        if named.is_some() {
            end += 1 + bracket;
            end += usize::from(bracket == 1 && self.mark(end) == Some(')'));
        }
        let utc = named == Some(0) || named.is_none();
        if utc
            && let Some(sign @ ('+' | '-' | '−')) = self.mark(end)
            && self.glued(end + 1)
            && let Some((number, digits)) = self.number(end + 1)
        {
            let (minutes, next) = match digits {
                4 => (number / 100 * 60 + number % 100, end + 2),
                1 | 2 => match self.number(end + 3) {
                    Some((minutes, 2)) if self.mark(end + 2) == Some(':') => (number * 60 + minutes, end + 4),
                    _ if sign == '+' || named.is_some() => (number * 60, end + 2),
                    _ => return (end, None),
                },
                _ => return (end, named.and_then(|m| FixedOffset::east_opt(m * 60))),
            };
            if minutes <= 14 * 60 {
                let seconds = i32::try_from(minutes).unwrap_or(0) * 60;
                return (next, FixedOffset::east_opt(if sign == '+' { seconds } else { -seconds }));
            }
        }
        (end, named.and_then(|minutes| FixedOffset::east_opt(minutes * 60)))
    }
}
