//! Any bytes are a page or refused: unpacking, character sets, HTML and dumps.
#![no_main]

use dateline::article::Origin;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(page) = dateline::import::decode::read(bytes, Origin::Stdin) {
        for block in &page.blocks {
            assert!(!block.text.plain.trim().is_empty(), "an empty block");
            for span in &block.text.spans {
                assert!(block.text.plain.get(span.start..span.end).is_some(), "a span off its text");
            }
        }
    }
});
