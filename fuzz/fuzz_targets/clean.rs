//! Any page cleans into an article, the same one each time, and nothing in it can change a terminal.
#![no_main]

use dateline::article::Origin;
use dateline::clean::clean;
use dateline::export::{Format, Layout, export};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(page) = dateline::import::decode::read(bytes, Origin::Stdin) {
        let cleaned = clean(&page);
        assert_eq!(cleaned.verdicts.len(), page.blocks.len());
        assert_eq!(cleaned.article, clean(&page).article);
        for format in Format::ALL {
            let written = export(&cleaned.article, format, Layout { width: Some(40) });
            assert!(!written.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\t')));
        }
    }
});
