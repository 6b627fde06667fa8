//! Draws the real screen as SVG pictures. With a folder, every picture of the documentation, each on a sample library of its own:
//! `cargo run --release --example picture -- docs`. Else one: `… -- LIBRARY KEYS COLUMNSxLINES [terminal|dark|light|mono] > picture.svg`.

use anyhow::Context;
use dateline::library::Library;
use dateline::sample;
use dateline::tui::{Composition, Depth, Options, Rehearsal, Theme, svg};
use std::path::Path;

/// The pictures of the documentation: the file, the keys, the size, the theme.
const PICTURES: [(&str, &str, &str, &str); 10] = [
    ("screen", "/ferry<Enter>jj<Enter>", "120x34", "terminal"),
    ("pictures/search", "/ferry source:cour", "110x26", "terminal"),
    ("pictures/facets", "/ferry<Enter>Fj", "110x24", "terminal"),
    ("pictures/x-ray", "/kittiwake slips<Enter>x", "120x30", "dark"),
    ("pictures/help", "?", "90x28", "terminal"),
    ("pictures/japanese", "/lang:ja<Enter><Enter>", "100x20", "light"),
    ("pictures/arabic", "/lang:ar<Enter><Enter>", "100x20", "light"),
    ("pictures/code", "/has:code<Enter><Enter>}", "100x26", "dark"),
    ("pictures/80x24", "/ferry<Enter>j", "80x24", "terminal"),
    ("pictures/mono", "/ferry -strike<Enter>jj<Enter>n", "100x24", "mono"),
];

fn main() -> anyhow::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let (library, keys, size, theme) = match &arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        [folder] => return all(Path::new(folder)),
        [library, keys, size] => (*library, *keys, *size, "terminal"),
        [library, keys, size, theme] => (*library, *keys, *size, *theme),
        _ => anyhow::bail!("usage: picture FOLDER, or picture LIBRARY KEYS COLUMNSxLINES [THEME]"),
    };
    print!("{}", picture(Library::open(Path::new(library))?, keys, size, theme)?);
    Ok(())
}

fn all(folder: &Path) -> anyhow::Result<()> {
    std::fs::create_dir_all(folder.join("pictures"))?;
    for (name, keys, size, theme) in PICTURES {
        // Reading an article marks it read, so that each picture has a library of its own.
        let place = tempfile::tempdir()?;
        let file = folder.join(format!("{name}.svg"));
        std::fs::write(&file, picture(sample::open(place.path())?, keys, size, theme)?)
            .with_context(|| format!("writing {}", file.display()))?;
    }
    Ok(())
}

fn picture(library: Library, keys: &str, size: &str, theme: &str) -> anyhow::Result<String> {
    let (columns, lines) = size.split_once('x').context("the size is written as 120x36")?;
    let theme = match theme {
        "dark" => Theme::dark(Depth::True),
        "light" => Theme::light(Depth::True),
        "mono" => Theme::mono(),
        _ => Theme::terminal(),
    };
    let composition = Composition { reordered: true, ..Composition::default() };
    let options = Options { theme, composition, ..Options::default() };
    let mut rehearsal = Rehearsal::new(library, options, columns.parse()?, lines.parse()?)?;
    rehearsal.press(keys);
    let (buffer, cursor) = rehearsal.cells();
    Ok(svg(&buffer, cursor))
}
