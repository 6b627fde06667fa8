//! The date in a page's address, and in that of its image.

use super::setting::Setting;
use super::written::stated;
use crate::date::PartialDate;
use crate::page::Field;
use chrono::Datelike;

/// The dates in the page's addresses, [`Field::Url`], or in those of its image, [`Field::Image`]: days and months, each once.
pub(super) fn address_dates(setting: &Setting<'_>, of: Field) -> Vec<PartialDate> {
    let mut found: Vec<PartialDate> = Vec::new();
    for date in setting.clues(of).filter_map(|clue| address_date(&clue.value)) {
        if !found.contains(&date) {
            found.push(date);
        }
    }
    found
}

/// `/2019/06/24/`, `/2019/jun/24/`, `/20190624/`, `-2019-06-24-`, `/2019/06/`.
fn address_date(address: &str) -> Option<PartialDate> {
    let path = address.split_once("://").map_or(address, |(_, rest)| rest).split_once('/')?.1;
    let parts: Vec<&str> = path.split(|c: char| !c.is_ascii_alphanumeric()).filter(|part| !part.is_empty()).collect();
    let year = |part: &str| part.parse::<i32>().ok().filter(|year| part.len() == 4 && (1990..2100).contains(year));
    let number = |part: &str| part.parse::<u32>().ok().filter(|_| part.len() <= 2);
    for window in parts.windows(3) {
        if let (Some(year), Some(month), Some(day)) =
            (year(window[0]), number(window[1]).or_else(|| super::months::month(window[1])), number(window[2]))
            && let Some(date) = PartialDate::day(year, month, day)
        {
            return Some(date);
        }
    }
    for part in &parts {
        let digits = part.bytes().take_while(u8::is_ascii_digit).count();
        if digits == 8
            && let Some(date) = stated(&part[..8]).map(|found| found.date)
            && (1995..2100).contains(&date.first_day().year())
        {
            return Some(date);
        }
    }
    let mut months = path.split('/').collect::<Vec<_>>();
    months.retain(|part| !part.is_empty());
    months.windows(2).find_map(|pair| PartialDate::month(year(pair[0])?, number(pair[1])?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_date_their_pages() {
        for (address, date) in [
            ("https://example.org/2019/06/24/ferry-sinks", Some("2019-06-24")),
            ("https://example.org/news/2019/jun/24/ferry", Some("2019-06-24")),
            ("https://example.org/ferry-20190624.html", Some("2019-06-24")),
            ("https://example.org/ferry-2019-06-24", Some("2019-06-24")),
            ("https://example.org/2019/06/ferry", Some("2019-06")),
            ("https://example.org/ferry-12345678", None),
            ("https://example.org/", None),
        ] {
            assert_eq!(address_date(address).map(|date| date.to_string()).as_deref(), date, "{address}");
        }
    }
}
