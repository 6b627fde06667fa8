//! The weights that come with the program: for HTML and for dumps, two forests each.

use super::columns::{DUMP_COLUMNS, HTML_COLUMNS};
use super::forest::{self, Forest};
use crate::page::PageKind;
use std::sync::LazyLock;

/// How a model file begins: what it is and the version of its form and of its columns.
pub const HEADER: &[u8; 8] = b"dlclean1";

static BYTES: &[u8] = include_bytes!("../../assets/model.bin");

static MODEL: LazyLock<[Passes; 2]> = LazyLock::new(|| {
    // A model that does not fit the program's columns is found by the tests; at run time it would judge every block alike.
    read(BYTES).unwrap_or_default()
});

/// The two passes over one kind of page.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Passes {
    pub(super) first: Forest,
    pub(super) second: Forest,
}

/// The forests for a kind of page.
pub(super) fn passes(kind: PageKind) -> &'static Passes {
    match kind {
        PageKind::Html => &MODEL[0],
        PageKind::Text => &MODEL[1],
    }
}

fn read(bytes: &[u8]) -> Option<[Passes; 2]> {
    let mut rest = bytes.strip_prefix(HEADER)?;
    let mut pass = |stride: usize| forest::read(&mut rest).filter(|forest| forest.stride() == stride);
    let html = Passes { first: pass(HTML_COLUMNS)?, second: pass(HTML_COLUMNS)? };
    let dumps = Passes { first: pass(DUMP_COLUMNS)?, second: pass(DUMP_COLUMNS)? };
    rest.is_empty().then_some([html, dumps])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_model_fits_the_program() {
        let model = read(BYTES).expect("learned anew after the columns changed?");
        assert!(model.iter().all(|passes| passes.first.trees() > 0 && passes.second.trees() > 0));
        assert!(BYTES.len() < 1_000_000);
    }

    #[test]
    fn a_broken_model_is_refused() {
        assert_eq!(read(&BYTES[..BYTES.len() / 2]), None);
        assert_eq!(read(b"something else"), None);
    }
}
