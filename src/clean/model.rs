//! The weights that come with the program: for HTML and for dumps, two forests each.

use super::columns::{DUMP_COLUMNS, HTML_COLUMNS};
use super::features::Matrix;
use super::forest::{self, Forest};
use super::second::{chance, second_look};
use crate::page::PageKind;
use std::sync::LazyLock;

/// How a model file begins: what it is and the version of its form and of its columns.
pub const HEADER: &[u8; 8] = b"dlclean2";

static BYTES: &[u8] = include_bytes!("../../assets/model.bin");

static MODEL: LazyLock<[Passes; 2]> = LazyLock::new(|| {
    // A model that does not fit the program's columns is found by the tests; at run time it would judge every block alike.
    read(BYTES).unwrap_or_default()
});

/// The two passes over one kind of page.
#[derive(Debug, Default, PartialEq)]
pub struct Passes {
    /// What a block and those around it look like.
    pub first: Forest,
    /// What becomes of that, seeing what the first forest says of the page.
    pub second: Forest,
}

/// First log odds below which a block is noise for sure, where those that are judged with it are no better.
const HOPELESS: f32 = -2.4;

impl Passes {
    /// What the forests say of each block of a page, from 0 to 1.
    pub fn probabilities(&self, matrix: &mut Matrix) -> Vec<f32> {
        let first = self.first.judge(matrix, |_| true);
        second_look(matrix, &first);
        self.second.judge(matrix, |row| first[row] > HOPELESS).into_iter().map(chance).collect()
    }
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
    let mut pass = |columns: usize| forest::read(&mut rest).filter(|forest| forest.columns() == columns);
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
