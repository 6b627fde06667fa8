//! (being written)

pub(crate) mod clues;
pub mod html;
pub mod lines;
