//! Draws the real screen as an SVG picture: `cargo run --example picture -- LIBRARY KEYS COLUMNSxLINES > docs/screen.svg`.

use anyhow::Context;
use dateline::library::Library;
use dateline::tui::{Options, Rehearsal, svg};
use std::path::Path;

fn main() -> anyhow::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [library, keys, size] = &arguments[..] else {
        anyhow::bail!("usage: picture LIBRARY KEYS COLUMNSxLINES");
    };
    let (columns, lines) = size.split_once('x').context("the size is written as 120x36")?;
    let library = Library::open(Path::new(library))?;
    let mut rehearsal = Rehearsal::new(library, Options::default(), columns.parse()?, lines.parse()?)?;
    rehearsal.press(keys);
    let (buffer, cursor) = rehearsal.cells();
    print!("{}", svg(&buffer, cursor));
    Ok(())
}
