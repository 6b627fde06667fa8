//! The library's promises, tried from outside.

mod correcting;
mod keeping;
mod lab;
mod model;
mod pressing;
mod searching;
mod together;
mod typing;
