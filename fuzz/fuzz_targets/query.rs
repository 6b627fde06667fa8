//! Any text is a query, and what it shows as reads back as itself.
#![no_main]

use dateline::library::query::Query;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let query = Query::parse(text);
    assert_eq!(Query::parse(&query.to_string()), query);
    let marker = query.marker();
    for range in marker.ranges(text) {
        assert!(text.get(range).is_some(), "a mark off its text");
    }
});
