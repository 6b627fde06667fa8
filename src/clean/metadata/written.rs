//! Dates as people and programs write them, found in a line of text: many languages, ISO 8601, RFC 2822, numbers alone.
//!
//! Nothing is invented: a date without a year is no date here, relative ones ("yesterday") are not resolved, and what a
//! number means where day and month could change places is left open with both readings.

use super::clock::Clock;
use super::months::{is_between, is_ordinal, month, month_of_two};
use super::tokens::Line;
use crate::date::PartialDate;
use chrono::{FixedOffset, Timelike};
use std::ops::Range;

/// A date that begins with a word has a number within this many tokens: "March, the 3rd of".
const WORDS_TO_A_NUMBER: usize = 6;

/// A date in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Written {
    /// Where it stands, in bytes, its time of day included.
    pub range: Range<usize>,
    /// What it says; where day and month could change places, with the day first.
    pub date: PartialDate,
    /// The other reading, with the month first.
    pub month_first: Option<PartialDate>,
}

/// The dates in a line of running text, from left to right.
pub(crate) fn written(text: &str) -> Vec<Written> {
    if may_hold_a_year(text) && may_hold_a_date(text) { scan(text, false) } else { Vec::new() }
}

/// Whether a text can hold a year as dates are written with: four digits in a row, or fewer behind a mark or a letter beyond ASCII.
/// A date without a year is none, and most lines have no number at all.
fn may_hold_a_year(text: &str) -> bool {
    // Without a way out of the loop it is done on many bytes together.
    let has = |test: fn(u8) -> bool| text.bytes().fold(false, |found, byte| found | test(byte));
    if !has(|byte| byte.is_ascii_digit()) && (text.is_ascii() || !has(begins_digit_or_era)) {
        return false;
    }
    let (mut before, mut digits) = (b' ', 0);
    for &byte in text.as_bytes() {
        if byte.is_ascii_digit() {
            if digits == 0 && !(before == b' ' || before.is_ascii_alphanumeric()) {
                return true;
            }
            digits += 1;
            if digits == 4 {
                return true;
            }
        } else {
            digits = 0;
            if !byte.is_ascii() && begins_digit_or_era(byte) {
                return text.chars().any(char::is_numeric);
            }
        }
        before = byte;
    }
    false
}

/// Whether a byte begins digits of other scripts, or the years of an era, whose numbers may stand apart.
fn begins_digit_or_era(byte: u8) -> bool {
    matches!(byte, 0xD9 | 0xDB | 0xE0 | 0xE3..=0xE9 | 0xEF)
}

/// Whether a text that holds a year can hold a date: it names a month, or has three numbers, or two with a hyphen between. Words with letters beyond
/// ASCII are not looked at, and count as months.
fn may_hold_a_date(text: &str) -> bool {
    let bytes = text.as_bytes();
    let (mut at, mut numbers, mut hyphen) = (0, 0, false);
    while let Some(&byte) = bytes.get(at) {
        let start = at;
        if byte.is_ascii_digit() {
            at += bytes[at..].iter().take_while(|byte| byte.is_ascii_digit()).count();
            numbers += 1;
            hyphen |= start > 0 && bytes[start - 1] == b'-';
        } else if byte.is_ascii_alphabetic() {
            // A capital behind a small letter begins another word.
            let goes_on = |pair: &&[u8]| {
                pair[1].is_ascii_alphabetic() && !(pair[0].is_ascii_lowercase() && pair[1].is_ascii_uppercase())
            };
            at += 1 + bytes[at..].windows(2).take_while(goes_on).count();
            if month(&text[start..at]).is_some() {
                return true;
            }
        } else if byte.is_ascii() {
            at += 1;
        } else if let Some(mark) = text[at..].chars().next().filter(|c| ('\u{2012}'..='\u{203A}').contains(c)) {
            at += mark.len_utf8();
        } else {
            return true;
        }
        if numbers == 3 {
            return true;
        }
    }
    numbers == 2 && hyphen
}

/// The date that a value of a page's structure states: as [`written`], and also `20190624`, `20190624161600` and seconds since 1970.
pub(crate) fn stated(value: &str) -> Option<Written> {
    let trimmed = value.trim();
    if (trimmed.len() == 10 || trimmed.len() == 13) && trimmed.bytes().all(|b| b.is_ascii_digit()) {
        let seconds: i64 = trimmed[..10].parse().ok()?;
        let at = chrono::DateTime::from_timestamp(seconds, 0)?.naive_utc();
        let day: PartialDate = at.date().to_string().parse().ok()?;
        let date = day.at(at.hour(), at.minute(), FixedOffset::east_opt(0))?;
        return Some(Written { range: 0..value.len(), date, month_first: None });
    }
    scan(value, true).into_iter().next()
}

fn scan(text: &str, compact: bool) -> Vec<Written> {
    let line = Line::new(text, compact);
    let mut found: Vec<Written> = Vec::new();
    // The last time of day that stands alone, as in "16:16, 24 June 2019".
    let mut pending: Option<(usize, usize, Clock)> = None;
    let mut at = 0;
    while at < line.tokens.len() {
        if let Some((end, reading)) = line.date(at) {
            let mut start = line.tokens[at].range.start;
            let (end, clock) = match line.time_after(end) {
                Some((end, clock)) => (end, Some(clock)),
                None => match pending.take() {
                    Some((from, to, clock)) if line.is_gap(to, at) => {
                        start = line.tokens[from].range.start;
                        (end, Some(clock))
                    }
                    _ => (end, reading.clock),
                },
            };
            let with = |day: PartialDate| {
                clock.and_then(|clock| day.at(clock.hour, clock.minute, clock.offset)).unwrap_or(day)
            };
            let range = start..line.tokens[end - 1].range.end;
            found.push(Written { range, date: with(reading.day), month_first: reading.month_first.map(with) });
            at = end;
        } else if let Some((end, clock)) = line.time(at) {
            pending = Some((at, end, clock));
            at = end;
        } else {
            at += 1;
        }
    }
    found
}

struct Reading {
    day: PartialDate,
    month_first: Option<PartialDate>,
    clock: Option<Clock>,
}

impl From<PartialDate> for Reading {
    fn from(day: PartialDate) -> Self {
        Reading { day, month_first: None, clock: None }
    }
}

impl Line<'_> {
    /// The month named at a token, and the token after it.
    fn month(&self, at: usize) -> Option<(u32, usize)> {
        let word = self.word(at)?;
        // Vietnamese counts its months.
        if matches!(word, "tháng" | "Tháng") {
            return Some((self.small(at + 1, 12)?, at + 2));
        }
        if let Some(second) = self.word(at + 1)
            && let Some(month) = month_of_two(word, second)
        {
            return Some((month, at + 2));
        }
        month(word).or_else(|| month_of_two(word, "")).map(|month| (month, at + 1))
    }

    /// Past the small words and marks that may stand between the parts of a date.
    fn past_between(&self, mut at: usize) -> usize {
        for _ in 0..3 {
            let skip = self.mark(at).is_some_and(|c| matches!(c, '.' | ',' | '-' | '/' | '’' | '\'' | '،' | '–'))
                || self.word(at).is_some_and(is_between);
            if !skip {
                break;
            }
            at += 1;
        }
        at
    }

    fn past_ordinal(&self, at: usize) -> usize {
        let ordinal = self.glued(at)
            && (self.word(at).is_some_and(is_ordinal) || self.mark(at).is_some_and(|c| matches!(c, 'º' | '°')));
        at + usize::from(ordinal)
    }

    fn date(&self, at: usize) -> Option<(usize, Reading)> {
        if self.number(at).is_some() {
            self.year_first(at)
                .or_else(|| self.east_asian(at))
                .or_else(|| self.day_month_year(at))
                .or_else(|| self.numbers(at))
                .or_else(|| self.in_a_row(at))
        } else if (at + 1..=at + WORDS_TO_A_NUMBER).any(|next| self.number(next).is_some()) {
            match self.month(at) {
                Some(month) => self.month_day_year(month).or_else(|| self.era(at)).or_else(|| self.month_year(month)),
                None => self.era(at),
            }
        } else {
            None
        }
    }

    /// `2019-06-24`, `2019/6/24`, `2019. 6. 24.`, `2019 June 24`.
    fn year_first(&self, at: usize) -> Option<(usize, Reading)> {
        let year = self.year(at)?;
        let separator = self.mark(at + 1).filter(|c| matches!(c, '-' | '/' | '.' | '‑' | '–'));
        if let Some(separator) = separator
            && let Some(month) = self.small(at + 2, 12)
            && self.mark(at + 3) == Some(separator)
            && let Some(day) = self.small(at + 4, 31)
        {
            return Some((at + 5, PartialDate::day(year, month, day)?.into()));
        }
        let next = self.past_between(at + 1);
        if let Some((month, next)) = self.month(next) {
            let next = self.past_between(next);
            let day = self.small(next, 31)?;
            // "in 2019 June 24 people" has no marks; a year first is written with them, or ends there.
            return Some((self.past_ordinal(next + 1), PartialDate::day(year, month, day)?.into()));
        }
        // `2019-06` alone, with two digits and nothing glued behind: as programs write a month.
        if separator == Some('-')
            && self.glued(at + 1)
            && self.glued(at + 2)
            && self.number(at + 2).is_some_and(|(_, digits)| digits == 2)
            && !self.glued(at + 3)
        {
            return Some((at + 3, PartialDate::month(year, self.small(at + 2, 12)?)?.into()));
        }
        None
    }

    /// `2019年6月24日`, `2019년 6월 24일`, `2019年6月`.
    fn east_asian(&self, at: usize) -> Option<(usize, Reading)> {
        let year = self.year(at)?;
        self.east_asian_month(at + 1, year)
    }

    fn east_asian_month(&self, at: usize, year: i32) -> Option<(usize, Reading)> {
        self.word(at).filter(|word| word.starts_with(['年', '년']))?;
        let month = self.small(at + 1, 12)?;
        self.word(at + 2).filter(|word| word.starts_with(['月', '월']))?;
        if let Some(day) = self.small(at + 3, 31)
            && self.word(at + 4).is_some_and(|word| word.starts_with(['日', '일', '號', '号']))
        {
            return Some((at + 5, PartialDate::day(year, month, day)?.into()));
        }
        Some((at + 3, PartialDate::month(year, month)?.into()))
    }

    /// `令和3年7月23日`, `民國110年7月23日`.
    fn era(&self, at: usize) -> Option<(usize, Reading)> {
        let word = self.word(at)?;
        let before = [("令和", 2018), ("平成", 1988), ("昭和", 1925), ("民國", 1911), ("民国", 1911)]
            .iter()
            .find_map(|(era, before)| word.ends_with(era).then_some(*before))?;
        let (number, digits) = self.number(at + 1)?;
        let year = before + i32::try_from(number).ok().filter(|_| digits <= 3)?;
        self.east_asian_month(at + 2, year)
    }

    /// `24 June 2019`, `24. Juni 2019`, `24 de junio de 2019`, `1er juin 2019`, `24-Jun-2019`.
    fn day_month_year(&self, at: usize) -> Option<(usize, Reading)> {
        let day = self.small(at, 31)?;
        let next = self.past_between(self.past_ordinal(at + 1));
        let (month, next) = self.month(next)?;
        let next = self.past_between(next);
        let (year, next) = self.any_year(next)?;
        Some((next, PartialDate::day(year, month, day)?.into()))
    }

    /// A year of four digits, of the Buddhist era, or of two digits after an apostrophe or hyphen.
    fn any_year(&self, at: usize) -> Option<(i32, usize)> {
        if let Some(year) = self.year(at) {
            return Some((year, at + 1));
        }
        match self.number(at)? {
            (year @ 2400..=2650, 4) => Some((i32::try_from(year).ok()? - 543, at + 1)),
            // The next number ran into it: "October 17, 20236:01 PM", "Mar 27, 20255 mins".
            (number @ 19_000..=20_999, 5) => Some((i32::try_from(number / 10).ok()?, at + 1)),
            (number @ 190_000..=209_999, 6) => Some((i32::try_from(number / 100).ok()?, at + 1)),
            (year, 2)
                if at > 0
                    && self.mark(at - 1).is_some_and(|c| matches!(c, '\'' | '’' | '-' | '/'))
                    && self.glued(at) =>
            {
                Some((two_digit_year(year), at + 1))
            }
            _ => None,
        }
    }

    /// `June 24, 2019`, `Jun. 24th 2019`, `Jun 24 16:16:00 UTC 2019`.
    fn month_day_year(&self, (month, next): (u32, usize)) -> Option<(usize, Reading)> {
        let next = self.past_between(next);
        let day = self.small(next, 31)?;
        let next = self.past_ordinal(next + 1);
        let after = self.past_between(next);
        if let Some((year, end)) =
            self.any_year(after).filter(|_| self.number(after).is_some_and(|(_, digits)| digits > 2))
        {
            return Some((end, PartialDate::day(year, month, day)?.into()));
        }
        let (end, clock) = self.time(next)?;
        let year = self.year(end)?;
        Some((end + 1, Reading { clock: Some(clock), ..PartialDate::day(year, month, day)?.into() }))
    }

    /// `June 2019`, `juin 2019`: a month.
    fn month_year(&self, (month, next): (u32, usize)) -> Option<(usize, Reading)> {
        let next = self.past_between(next);
        let year = self.year(next)?;
        Some((next + 1, PartialDate::month(year, month)?.into()))
    }

    /// `24.06.2019`, `6/24/2019`, `24-06-19`, `24. 6. 2019`.
    fn numbers(&self, at: usize) -> Option<(usize, Reading)> {
        let chained = at >= 2
            && self.glued(at)
            && self.glued(at - 1)
            && self.mark(at - 1).is_some_and(|c| matches!(c, '.' | '/' | '-'))
            && self.number(at - 2).is_some();
        if chained {
            return None;
        }
        let (first, second) = (self.small(at, 31)?, self.small(at + 2, 31)?);
        let separator = self.mark(at + 1).filter(|c| matches!(c, '.' | '/' | '-' | '‑'))?;
        if self.mark(at + 3) != Some(separator) {
            return None;
        }
        let year = match self.number(at + 4)? {
            (year @ 1900..=2099, 4) => i32::try_from(year).ok()?,
            (year @ 2480..=2620, 4) => i32::try_from(year).ok()? - 543,
            // Two digits are a year only behind two digits twice, and not in a longer chain as of a version or a price.
            (year, 2) if self.number(at)?.1 == 2 && self.number(at + 2)?.1 == 2 && self.glued(at + 4) => {
                two_digit_year(year)
            }
            // "von Ada Dorn, 8.5.12": behind a comma at the line's end.
            (year, 2) if separator == '.' && self.glued(at + 4) && self.ends_list(at) => two_digit_year(year),
            _ => return None,
        };
        if self.glued(at + 5)
            && self.mark(at + 5) == Some(separator)
            && self.glued(at + 6)
            && self.number(at + 6).is_some()
        {
            return None;
        }
        let day_first = PartialDate::day(year, second, first);
        let month_first = PartialDate::day(year, first, second);
        let reading = match (day_first, month_first) {
            // Who writes full stops writes the day first.
            (Some(day), _) if separator == '.' => day.into(),
            (Some(day), None) | (None, Some(day)) => day.into(),
            (Some(day), Some(other)) => Reading { day, month_first: (day != other).then_some(other), clock: None },
            (None, None) => return None,
        };
        Some((at + 5, reading))
    }

    /// Whether three numbers from a token on end the line, behind a comma.
    fn ends_list(&self, at: usize) -> bool {
        at + 5 == self.tokens.len() && at > 0 && self.mark(at - 1) == Some(',')
    }

    /// `20190624`, `20190624161600`.
    fn in_a_row(&self, at: usize) -> Option<(usize, Reading)> {
        let (number, digits) = self.number(at).filter(|_| self.compact)?;
        let (day, time) = match digits {
            8 => (number, None),
            14 => (number / 1_000_000, Some(number % 1_000_000)),
            12 => (number / 10_000, Some(number % 10_000 * 100)),
            _ => return None,
        };
        let part = |number: u64| u32::try_from(number).unwrap_or(0);
        let year = i32::try_from(day / 10_000).ok().filter(|year| (1900..2100).contains(year))?;
        let clock = time.map(|time| Clock { hour: part(time / 10_000), minute: part(time / 100 % 100), offset: None });
        Some((at + 1, Reading { clock, ..PartialDate::day(year, part(day / 100 % 100), part(day % 100))?.into() }))
    }

    /// Whether only weekdays, "on" and marks stand between two tokens: at most three.
    fn is_gap(&self, from: usize, to: usize) -> bool {
        to - from <= 3 && (from..to).all(|at| self.number(at).is_none())
    }
}

/// A year of two digits: the hundred years up to 2069.
fn two_digit_year(year: u64) -> i32 {
    let year = i32::try_from(year).unwrap_or(0);
    if year < 70 { 2000 + year } else { 1900 + year }
}

#[cfg(test)]
mod tests;
