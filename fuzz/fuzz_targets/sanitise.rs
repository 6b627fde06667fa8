//! What is sanitised holds nothing that a terminal obeys, and folding is stable.
#![no_main]

use dateline::text::{fold, sanitise, sanitise_line};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let safe = sanitise(text).into_owned();
    assert!(!safe.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\t')));
    assert_eq!(sanitise(&safe), safe);
    assert!(!sanitise_line(text).chars().any(char::is_control));
    let folded = fold(text);
    assert_eq!(fold(&folded), folded);
});
