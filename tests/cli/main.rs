//! The real binary, run in a folder of its own with a home of its own: what it prints, what it keeps, how it exits.

mod about;
mod absent;
#[path = "../hostile/attacks.rs"]
mod attack_list;
mod attacks;
mod bombs;
mod clean;
mod copies;
mod hostile;
mod import;
mod lab;
mod library;
mod private;
mod records;
