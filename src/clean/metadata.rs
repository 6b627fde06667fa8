//! (being written)
mod months;
mod written;
