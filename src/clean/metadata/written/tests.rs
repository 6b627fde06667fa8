//! Dates in many languages, and what is none.

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
        ("von Ada Dorn, 8.5.12", "2012-05-08"),
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
    fn no_line_with_a_date_is_passed_over(
        parts in proptest::collection::vec("([0-9]{1,4}|2019|[Jj]une?|MAY|août|de|th|[-./,:’–‑ ]|[A-Za-zé ]{1,3})", 0..9),
    ) {
        let line = parts.concat();
        proptest::prop_assert_eq!(super::written(&line), super::scan(&line, false));
    }

    #[test]
    fn any_text_is_survived_and_dates_stand_where_they_say(text in "(\\PC|[0-9 .:/T+-]|June|juin|年|月|日|am){0,40}") {
        for found in written(&text) {
            prop_assert!(text.get(found.range.clone()).is_some_and(|part| !part.is_empty()));
            prop_assert!((1800..=2130).contains(&chrono::Datelike::year(&found.date.first_day())));
        }
        let _ = stated(&text);
    }
}
