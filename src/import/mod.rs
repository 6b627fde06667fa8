//! From where pages are to articles in the library: the only place where the stages are chained.

pub mod charset;
pub(crate) mod clues;
pub mod decode;
pub mod html;
pub mod lines;
pub mod order;
pub mod sniff;
pub mod source;
pub mod unpack;
