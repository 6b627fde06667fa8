//! dateline cleans saved pages into articles, keeps them in a local library and finds them again.
//!
//! ```text
//! bytes ─read→ Page (blocks, clues) ─clean→ Cleaned{Article, labels} ─add→ store (truth) ─index→ index
//! keys ─parse→ Query ─search→ Hits ─→ screen: list, reader, search bar        store ─load→ Article ─export→ text, Markdown, HTML, JSON
//! ```
//!
//! Every arrow is one function, and data goes one way: nothing downstream calls back up.
//!
//! **Layers**, each of which may use those before it: [`text`], [`date`], [`article`], [`page`], [`correction`] ← `import` (reading), `clean` ←
//! [`library`] ← [`export`], [`commands`], [`tui`]. Only `import/mod.rs` and `import/proof.rs` use both `clean` and [`library`]. `tests/layers.rs` holds this.
//! `clean`, `library::query` and [`text`] do no input or output; [`library`] knows no user, no configuration, and prints nothing.
//!
//! **Invariants**: any bytes decode and clean without panic, in time linear in their size; no text of a page can move the cursor or change the
//! terminal; importing twice adds nothing; a rebuilt index answers the same; killed at any moment, the library opens and holds whole
//! articles only; undated articles come last; any typed text is a valid query; the terminal is restored whatever happens.

// Nothing that came from outside may end the program: what may not be there is looked for, and its absence is answered.
#![cfg_attr(
    not(test),
    warn(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::panic,
        clippy::unreachable,
        clippy::todo,
        clippy::unimplemented,
        clippy::indexing_slicing
    )
)]

pub mod article;
#[allow(
    clippy::indexing_slicing,
    reason = "numbers of a page's own blocks, in tables with one entry for each: checked where they are made, and a slip costs that page"
)]
pub mod clean;
pub mod cli;
pub mod commands;
pub mod config;
pub mod correction;
pub mod date;
pub mod export;
pub mod import;
pub mod library;
pub mod output;
pub mod page;
pub mod sample;
pub mod text;
#[allow(
    clippy::indexing_slicing,
    reason = "numbers of the screen's own rows, columns and choices, none of them from outside"
)]
pub mod tui;
