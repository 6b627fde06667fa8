//! Any text is a date or an error, and a date reads back as itself.
#![no_main]

use dateline::date::PartialDate;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    if let Ok(date) = text.parse::<PartialDate>() {
        assert_eq!(date.to_string().parse(), Ok(date));
        assert!(date.first_day() <= date.last_day());
    }
});
