//! The order of the index: one number an article, so that the newest article has the greatest and no two are equal.
//!
//! The upper half tells the date (0: undated), the lower half is the article's id: equal dates are ordered by id.

use crate::article::ArticleId;
use crate::date::{PartialDate, Precision};
use chrono::{Datelike, Days, NaiveDate};

/// Minutes from 1970-01-01 back to 1000-01-01, the earliest date there is.
const FIRST_MINUTE: i64 = -354_285 * 24 * 60;

/// The number of an article: by date, less precise dates before the days they may mean, then by id.
pub(super) fn key(published: Option<PartialDate>, id: ArticleId) -> u64 {
    (u64::from(published.map_or(0, date_part)) << 32) | u64::from(u32::try_from(id.0).unwrap_or(u32::MAX))
}

/// The id in a key.
pub(super) fn id(key: u64) -> ArticleId {
    ArticleId(i64::try_from(key & u64::from(u32::MAX)).unwrap_or(i64::MAX))
}

/// The least key that a dated article has.
pub(super) const DATED: u64 = 1 << 32;

/// Every article of the day or a later one has a key not below this; those before have one below.
pub(super) fn start_of(day: NaiveDate) -> u64 {
    let least = PartialDate::year(1000).map_or(1, date_part);
    let part = if day.year() < 1000 {
        least
    } else {
        PartialDate::day(day.year(), day.month(), day.day())
            .map_or(u32::MAX, |date| date_part(date) - rank(date.precision()))
    };
    u64::from(part) << 32
}

/// The least key that an article of the same day may have.
pub(super) fn day_of(key: u64) -> u64 {
    const DAY: u64 = 24 * 60 * 4;
    let part = key >> 32;
    part.checked_sub(1).map_or(0, |since| part - since % DAY) << 32
}

/// The day in a key.
pub(super) fn day(key: u64) -> Option<NaiveDate> {
    let minutes = (key >> 32).checked_sub(1)? / 4;
    NaiveDate::from_ymd_opt(1000, 1, 1)?.checked_add_days(Days::new(minutes / (24 * 60)))
}

/// The greatest and the least key that an article of just that date may have.
pub(super) fn keys_of(date: PartialDate) -> (u64, u64) {
    let least = key(Some(date), ArticleId(0));
    (least | u64::from(u32::MAX), least)
}

/// The date in a key, without its offset.
pub(super) fn date(key: u64) -> Option<PartialDate> {
    let part = u32::try_from(key >> 32).ok()?.checked_sub(1)?;
    let minutes = u64::from(part / 4);
    let day = day(key)?;
    let of_day = u32::try_from(minutes % (24 * 60)).ok()?;
    match part % 4 {
        0 => PartialDate::year(day.year()),
        1 => PartialDate::month(day.year(), day.month()),
        2 => PartialDate::day(day.year(), day.month(), day.day()),
        _ => PartialDate::day(day.year(), day.month(), day.day())?.at(of_day / 60, of_day % 60, None),
    }
}

/// 2,000 years of minutes, four precisions each, fit 32 bits.
fn date_part(date: PartialDate) -> u32 {
    u32::try_from((date.sort_key() - FIRST_MINUTE) * 4).unwrap_or(0) + rank(date.precision()) + 1
}

fn rank(precision: Precision) -> u32 {
    match precision {
        Precision::Year => 0,
        Precision::Month => 1,
        Precision::Day => 2,
        Precision::Minute(..) => 3,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_ordered_as_dates_are_and_give_them_back() {
        let written = [
            "1000",
            "1999-12-31T23:59",
            "2019",
            "2019-01",
            "2019-01-01",
            "2019-01-01T00:00",
            "2019-01-01T00:01",
            "2999-12-31T23:59",
        ];
        let keys: Vec<u64> = written.iter().map(|text| key(text.parse().ok(), ArticleId(7))).collect();
        assert!(keys.is_sorted());
        let dates: Vec<String> = keys.iter().filter_map(|&key| date(key)).map(|date| date.to_string()).collect();
        assert_eq!(dates, written);
        assert!(keys.iter().all(|&key| id(key) == ArticleId(7) && key >= DATED));
    }

    #[test]
    fn undated_articles_have_the_least_keys_and_newer_ids_the_greater() {
        assert!(key(None, ArticleId(9)) < DATED);
        assert!(key(None, ArticleId(9)) > key(None, ArticleId(8)));
        assert_eq!(date(key(None, ArticleId(9))), None);
    }

    #[test]
    fn a_day_starts_before_everything_dated_by_it() {
        let start = start_of("2019-01-01".parse().expect("exists"));
        for (text, after) in
            [("2018-12-31T23:59", false), ("2019", true), ("2019-01", true), ("2019-01-01", true), ("2019-01-02", true)]
        {
            let key = key(text.parse().ok(), ArticleId(1));
            assert_eq!(key >= start, after, "{text}");
            assert_eq!(day_of(key) == start, after && text != "2019-01-02", "{text}");
        }
        assert_eq!(start_of(NaiveDate::MIN), DATED);
        assert!(start_of(NaiveDate::MAX) > key("2999-12-31T23:59".parse().ok(), ArticleId(1)));
    }
}
