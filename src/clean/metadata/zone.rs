//! The day that a page's readers had, where a program states a moment in UTC.

use super::rank::Candidate;
use super::setting::Setting;
use crate::date::{PartialDate, Precision};
use crate::page::Field;
use chrono::{Datelike, Duration, FixedOffset, NaiveDateTime, NaiveTime, Timelike};

/// A time that a program states in UTC, on the day that the page's readers had.
///
/// A day beside it that the page shows decides; else a language that is at home in one zone. The moment stays the same.
pub(super) fn local(
    setting: &Setting<'_>,
    best: Candidate<PartialDate>,
    all: &[Candidate<PartialDate>],
) -> Candidate<PartialDate> {
    let (Some(time), true) =
        (best.value.time(), best.value.offset().is_some_and(|offset| offset.local_minus_utc() == 0))
    else {
        return best;
    };
    let utc = NaiveDateTime::new(best.value.first_day(), time);
    let shown = all.iter().filter(|c| {
        let days = (c.value.first_day() - best.value.first_day()).num_days();
        let hour = i64::from(time.hour());
        let near = (days == 1 && hour >= 10) || (days == -1 && hour <= 12);
        near && c.weight >= 3.0 && matches!(c.value.precision(), Precision::Day) && !c.from.ends_with("(a change)")
    });
    if let Some(shown) = shown.max_by(|a, b| a.weight.total_cmp(&b.weight)) {
        return Candidate {
            value: shown.value,
            from: format!("{}, on the day shown in {}", best.from, shown.from),
            ..best
        };
    }
    let language =
        setting.clues(Field::Language).find_map(|clue| clue.value.get(..2)).unwrap_or_default().to_ascii_lowercase();
    let value = home(&language, utc).and_then(|offset| {
        let there = utc + Duration::seconds(i64::from(offset.local_minus_utc()));
        let day = PartialDate::day(there.year(), there.month(), there.day())?;
        // Midnight is what programs write where they know the day only.
        if there.time() == NaiveTime::MIN { Some(day) } else { day.at(there.hour(), there.minute(), Some(offset)) }
    });
    Candidate { value: value.unwrap_or(best.value), ..best }
}

/// The offset at a moment where almost all who write a language live.
fn home(language: &str, utc: NaiveDateTime) -> Option<FixedOffset> {
    let standard = match language {
        "de" | "nl" | "it" | "pl" | "cs" | "sk" | "sv" | "nb" | "no" | "da" | "hu" | "sl" | "hr" => 1,
        "fi" | "el" | "ro" | "bg" | "et" | "lv" | "lt" => 2,
        "ja" | "ko" => 9,
        _ => return None,
    };
    // European summer time: from the last Sunday of March to that of October, at 01:00 UTC.
    let turn = |month: u32| {
        let last = chrono::NaiveDate::from_ymd_opt(utc.year(), month, 31)?;
        let sunday = last - Duration::days(i64::from(last.weekday().num_days_from_sunday()));
        sunday.and_hms_opt(1, 0, 0)
    };
    let summer = standard < 9 && turn(3)? <= utc && utc < turn(10)?;
    FixedOffset::east_opt((standard + i32::from(summer)) * 3600)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn europe_is_an_hour_ahead_in_winter_and_two_in_summer() {
        let at = |text: &str| NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M").expect("well written");
        for (moment, hours) in
            [("2021-11-04T23:00", 1), ("2021-07-04T22:00", 2), ("2021-03-28T00:59", 1), ("2021-03-28T01:00", 2)]
        {
            assert_eq!(home("de", at(moment)).map(|offset| offset.local_minus_utc() / 3600), Some(hours), "{moment}");
        }
        assert_eq!(home("en", at("2021-11-04T23:00")), None);
    }
}
