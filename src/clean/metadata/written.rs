//! Dates as people and programs write them, found in a line of text: many languages, ISO 8601, RFC 2822, numbers alone.
//!
//! Nothing is invented: a date without a year is no date here, relative ones ("yesterday") are not resolved, and what a
//! number means where day and month could change places is left open with both readings.

use super::months::{is_before_time, is_between, is_ordinal, month, month_of_two, zone};
use crate::date::PartialDate;
use chrono::{FixedOffset, Timelike};
use std::ops::Range;

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

/// Tokens of a text that are looked at.
const TOKENS_AT_MOST: usize = 600;

/// The dates in a line of running text, from left to right.
pub(crate) fn written(text: &str) -> Vec<Written> {
    if text.bytes().all(|b| b.is_ascii() && !b.is_ascii_digit()) {
        return Vec::new();
    }
    scan(text, false)
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

#[derive(Clone, Copy)]
enum Kind {
    /// A number: its value and how many digits it is written with.
    Number(u64, usize),
    Word,
    Mark(char),
}

struct Token {
    range: Range<usize>,
    kind: Kind,
    /// White space stands before it.
    spaced: bool,
}

/// A time of day.
#[derive(Clone, Copy)]
struct Clock {
    hour: u32,
    minute: u32,
    offset: Option<FixedOffset>,
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

struct Line<'a> {
    text: &'a str,
    tokens: Vec<Token>,
    /// Eight digits in a row may be a day.
    compact: bool,
}

/// The value of a decimal digit of the scripts that dates are written in.
fn digit(c: char) -> Option<u64> {
    let zero = match c {
        '0'..='9' => '0',
        '\u{660}'..='\u{669}' => '\u{660}',
        '\u{6F0}'..='\u{6F9}' => '\u{6F0}',
        '\u{966}'..='\u{96F}' => '\u{966}',
        '\u{9E6}'..='\u{9EF}' => '\u{9E6}',
        '\u{E50}'..='\u{E59}' => '\u{E50}',
        '\u{FF10}'..='\u{FF19}' => '\u{FF10}',
        _ => return None,
    };
    Some(u64::from(u32::from(c) - u32::from(zero)))
}

impl<'a> Line<'a> {
    fn new(text: &'a str, compact: bool) -> Self {
        let mut tokens: Vec<Token> = Vec::new();
        let mut spaced = false;
        let mut lower = false;
        for (at, c) in text.char_indices() {
            // Words run together where a page has no space between elements: "calendarApr 16".
            let camel = lower && c.is_uppercase();
            lower = c.is_lowercase();
            let range = at..at + c.len_utf8();
            if let Some(value) = digit(c) {
                if let Some(Token { range: before, kind: Kind::Number(number, digits), .. }) = tokens.last_mut()
                    && !spaced
                    && *digits < 15
                {
                    before.end = range.end;
                    *number = *number * 10 + value;
                    *digits += 1;
                    continue;
                }
                tokens.push(Token { range, kind: Kind::Number(value, 1), spaced });
            } else if c.is_alphabetic() || unicode_normalization::char::is_combining_mark(c) {
                if let Some(Token { range: before, kind: Kind::Word, .. }) = tokens.last_mut()
                    && !spaced
                    && !camel
                {
                    before.end = range.end;
                    continue;
                }
                tokens.push(Token { range, kind: Kind::Word, spaced });
            } else if c.is_whitespace() {
                spaced = true;
                continue;
            } else if !c.is_control() && !matches!(c, '\u{200E}' | '\u{200F}' | '\u{61C}') {
                tokens.push(Token { range, kind: Kind::Mark(c), spaced });
            }
            spaced = false;
            if tokens.len() >= TOKENS_AT_MOST {
                break;
            }
        }
        Line { text, tokens, compact }
    }

    fn number(&self, at: usize) -> Option<(u64, usize)> {
        match self.tokens.get(at)?.kind {
            Kind::Number(value, digits) => Some((value, digits)),
            _ => None,
        }
    }

    fn word(&self, at: usize) -> Option<&'a str> {
        let token = self.tokens.get(at)?;
        matches!(token.kind, Kind::Word).then(|| &self.text[token.range.clone()])
    }

    fn mark(&self, at: usize) -> Option<char> {
        match self.tokens.get(at)?.kind {
            Kind::Mark(c) => Some(c),
            _ => None,
        }
    }

    fn glued(&self, at: usize) -> bool {
        self.tokens.get(at).is_some_and(|token| !token.spaced)
    }

    fn year(&self, at: usize) -> Option<i32> {
        match self.number(at)? {
            (year @ 1800..=2099, 4) => i32::try_from(year).ok(),
            _ => None,
        }
    }

    fn small(&self, at: usize, most: u32) -> Option<u32> {
        match self.number(at)? {
            (value, 1 | 2) => u32::try_from(value).ok().filter(|value| (1..=most).contains(value)),
            _ => None,
        }
    }

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
        } else {
            self.month_day_year(at).or_else(|| self.era(at)).or_else(|| self.month_year(at))
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
    fn month_day_year(&self, at: usize) -> Option<(usize, Reading)> {
        let (month, next) = self.month(at)?;
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
    fn month_year(&self, at: usize) -> Option<(usize, Reading)> {
        let (month, next) = self.month(at)?;
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
            (Some(day), None) | (None, Some(day)) => day.into(),
            (Some(day), Some(other)) => Reading { day, month_first: (day != other).then_some(other), clock: None },
            (None, None) => return None,
        };
        Some((at + 5, reading))
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

    /// The time of day that follows a date.
    fn time_after(&self, at: usize) -> Option<(usize, Clock)> {
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

    /// A time of day at a token: `16:16`, `16:16:00.000+09:00`, `4:16 pm EST`, `16h16`, `16.16 Uhr`, `16時16分`, `T1616`.
    fn time(&self, at: usize) -> Option<(usize, Clock)> {
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
            (_, Some("h" | "H")) if self.glued(at + 1) => match two(at + 2) {
                Some(minute) => (at + 3, minute, true),
                None => (at + 2, 0, false),
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
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn first(text: &str) -> String {
        written(text).first().map_or_else(String::new, |found| found.date.to_string())
    }

    #[test]
    fn dates_are_read_in_many_languages() {
        for (text, date) in [
            ("Posted : 2019-06-24\u{a0}16:16", "2019-06-24T16:16"),
            ("June 24, 2019", "2019-06-24"),
            ("Jun. 24th, 2019 at 4:16 p.m. EDT", "2019-06-24T16:16-04:00"),
            ("Mon, 24 Jun 2019 16:16:00 +0900", "2019-06-24T16:16+09:00"),
            ("Mon Jun 24 2019 16:16:00 GMT+0900 (KST)", "2019-06-24T16:16+09:00"),
            ("Mon Jun 24 16:16:00 UTC 2019", "2019-06-24T16:16Z"),
            ("24th of June 2019", "2019-06-24"),
            ("24-Jun-2019", "2019-06-24"),
            ("12:05 PM, Tuesday, June 25, 2019", "2019-06-25T12:05"),
            ("Montag, 24. Juni 2019, 16.16 Uhr", "2019-06-24T16:16"),
            ("24. März 2020 um 08:05 Uhr", "2020-03-24T08:05"),
            ("1. Jänner 2020", "2020-01-01"),
            ("24.06.2019 - 16:16", "2019-06-24T16:16"),
            ("24.06.19", "2019-06-24"),
            ("Publié le 1er août 2019 à 16h16", "2019-08-01T16:16"),
            ("24 de junio de 2019 a las 16:16", "2019-06-24T16:16"),
            ("24 giugno 2019 alle 9:05", "2019-06-24T09:05"),
            ("24 de março de 2019", "2019-03-24"),
            ("maandag 24 juni 2019", "2019-06-24"),
            ("den 24 juni 2019 kl. 16.16", "2019-06-24T16:16"),
            ("24. desember 2019", "2019-12-24"),
            ("24. kesäkuuta 2019", "2019-06-24"),
            ("24 czerwca 2019, 16:16", "2019-06-24T16:16"),
            ("24. června 2019", "2019-06-24"),
            ("2019. június 24.", "2019-06-24"),
            ("24 iunie 2019", "2019-06-24"),
            ("24 июня 2019 г., 16:16", "2019-06-24T16:16"),
            ("24 червня 2019 року", "2019-06-24"),
            ("Oct 17, 20236:01 PM ET", "2023-10-17"),
            ("calendarApr 16, 2024", "2024-04-16"),
            ("24 Haziran 2019", "2019-06-24"),
            ("24 Ιουνίου 2019", "2019-06-24"),
            ("24 Juni 2019 16:16 WIB", "2019-06-24T16:16+07:00"),
            ("24 tháng 6, 2019", "2019-06-24"),
            ("24/6/2019", "2019-06-24"),
            ("2019年6月24日16時16分", "2019-06-24T16:16"),
            ("令和元年", ""),
            ("令和3年7月23日", "2021-07-23"),
            ("2019년 6월 24일 16:16", "2019-06-24T16:16"),
            ("2019. 6. 24. 16:16", "2019-06-24T16:16"),
            ("٢٤ يونيو ٢٠١٩", "2019-06-24"),
            ("24 حزيران 2019", "2019-06-24"),
            ("24 تشرين الأول 2019", "2019-10-24"),
            ("24 ביוני 2019", "2019-06-24"),
            ("24 जून 2019", "2019-06-24"),
            ("24 มิถุนายน 2562", "2019-06-24"),
            ("2019-06-24T16:16:00.000Z", "2019-06-24T16:16Z"),
            ("2019-06-24T16:16:00-03:30", "2019-06-24T16:16-03:30"),
            ("2019-06", "2019-06"),
            ("June 2019", "2019-06"),
        ] {
            assert_eq!(first(text), date, "{text}");
        }
    }

    #[test]
    fn numbers_that_are_no_dates_stay_numbers() {
        for text in [
            "2019",
            "3.14.15",
            "192.168.10.2019.1",
            "24 people in June",
            "call 555-2019",
            "1/2",
            "June 24",
            "31.02.2019",
            "2019-13-45",
            "0.24.06.2019.1",
        ] {
            assert_eq!(first(text), "", "{text}");
        }
    }

    #[test]
    fn day_and_month_that_could_change_places_have_two_readings() {
        let found = &written("03/04/2019 10:00")[0];
        assert_eq!(found.date.to_string(), "2019-04-03T10:00");
        assert_eq!(found.month_first.map(|date| date.to_string()), Some("2019-03-04T10:00".to_owned()));
        assert_eq!(written("06/24/2019")[0].month_first, None);
    }

    #[test]
    fn programs_write_dates_without_marks() {
        for (value, date) in [
            ("20190624", "2019-06-24"),
            ("20190624161600", "2019-06-24T16:16"),
            ("20190624T161600Z", "2019-06-24T16:16Z"),
            ("1561392960", "2019-06-24T16:16Z"),
            ("1561392960000", "2019-06-24T16:16Z"),
        ] {
            assert_eq!(stated(value).map(|found| found.date.to_string()), Some(date.to_owned()), "{value}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_survived_and_dates_stand_where_they_say(text in "(\\PC|[0-9 .:/T+-]|June|juin|年|月|日|am){0,40}") {
            for found in written(&text) {
                prop_assert!(text.get(found.range.clone()).is_some_and(|part| !part.is_empty()));
                prop_assert!((1800..=2130).contains(&chrono::Datelike::year(&found.date.first_day())));
            }
            let _ = stated(&text);
        }
    }
}
