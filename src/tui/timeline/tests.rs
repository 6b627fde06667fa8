use super::*;
use proptest::prelude::*;

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a day of the test")
}

fn timeline(dates: &[(&str, usize)]) -> Timeline {
    let counted: Vec<(PartialDate, usize)> =
        dates.iter().map(|(date, count)| (date.parse().expect("a date of the test"), *count)).collect();
    let span = counted.first().zip(counted.last()).map(|(one, other)| (one.0.first_day(), other.0.last_day()));
    Timeline { tally: Tally { span, library: Arc::new(counted.clone()), hits: counted }, ..Timeline::default() }
}

#[test]
fn steps_are_as_fine_as_there_is_room_for() {
    for (first, last, columns, count) in [
        ("2019-01-01", "2019-01-31", 31, 31),
        ("2019-01-01", "2019-01-31", 30, 5),
        ("2019-01-15", "2019-12-03", 40, 12),
        ("2010-01-01", "2019-12-31", 118, 60),
        ("2010-05-01", "2019-12-31", 10, 10),
        ("0001-01-01", "9999-12-31", 3, 100),
    ] {
        let axis = Axis::fitting((day(first), day(last)), columns);
        assert_eq!(axis.count, count, "{first} to {last} on {columns}: {axis:?}");
    }
}

#[test]
fn spans_are_written_as_short_as_can_be() {
    for (first, last, text) in [
        ("2019-01-01", "2019-12-31", "2019"),
        ("2019-01-01", "2020-12-31", "2019..2020"),
        ("2019-02-01", "2019-02-28", "2019-02"),
        ("2019-01-01", "2019-03-31", "2019-01..2019-03"),
        ("2019-01-07", "2019-01-13", "2019-01-07..2019-01-13"),
        ("2019-01-07", "2019-01-07", "2019-01-07"),
    ] {
        assert_eq!(axis::written(day(first), day(last)), text);
    }
}

#[test]
fn a_span_is_chosen_by_keys() {
    let mut timeline = timeline(&[("2015", 1), ("2016", 5), ("2019-12-31", 2)]);
    assert!(timeline.begin(Some(day("2016-06-01")), 7));
    assert_eq!((timeline.chosen().as_deref(), timeline.count()), (Some("2016"), 5));
    for (wanted, chosen) in [
        (Move::By(1), "2017"),
        (Move::Grow(1), "2017..2018"),
        (Move::By(9), "2018..2019"),
        (Move::Grow(1), "2017..2019"),
        (Move::First, "2015..2017"),
        (Move::Grow(-9), "2015"),
        (Move::By(-1), "2015"),
        (Move::Last, "2019"),
    ] {
        timeline.go(wanted, 7);
        assert_eq!(timeline.chosen().as_deref(), Some(chosen), "{wanted:?}");
    }
}

#[test]
fn the_mouse_takes_what_it_is_dragged_over() {
    let mut timeline = timeline(&[("2015", 1), ("2019-12-31", 2)]);
    timeline.press(4, 7);
    timeline.drag(2, 7);
    assert_eq!((timeline.release(), timeline.chosen().as_deref()), (true, Some("2016..2018")));
    assert!(!timeline.release());
}

#[test]
fn without_dates_there_is_nothing_to_choose() {
    assert!(!Timeline::default().begin(None, 80));
}

proptest! {
    #[test]
    fn every_day_of_a_span_has_its_step(first in 1..3_000_000_i32, length in 0..400_000_i32, columns in 1..200_usize) {
        let at = |days: i32| NaiveDate::from_num_days_from_ce_opt(days).expect("within the calendar");
        let span = (at(first), at(first + length));
        let axis = Axis::fitting(span, columns);
        for day in [span.0, at(first + length / 2), span.1] {
            let place = axis.place(day).expect("on the axis");
            let (from, to) = axis.days(place);
            prop_assert!(from <= day && day <= to);
        }
    }
}
