//! (being written)

pub(crate) mod clues;
