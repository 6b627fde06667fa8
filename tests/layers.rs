//! The layer rule of `src/lib.rs`, read off the code: what each part may use, and where no input or output may happen.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Each part of the crate and the parts it may use besides itself. `import/mod.rs` chains the stages, so it and the two files it is
/// helped by have lines of their own.
const MAY_USE: &[(&str, &[&str])] = &[
    ("text", &[]),
    ("date", &["text"]),
    ("article", &["date", "text"]),
    ("page", &["article", "date", "text"]),
    ("correction", &[]),
    ("import", &["page", "article", "date", "text"]),
    ("import/mod.rs", &["clean", "library", "page", "correction", "article", "date", "text"]),
    ("import/adding.rs", &["library", "article"]),
    ("import/proof.rs", &["clean", "library", "page", "correction", "article"]),
    ("clean", &["page", "correction", "article", "date", "text"]),
    ("library", &["correction", "article", "date", "text"]),
    ("export", &["page", "article", "date", "text"]),
    ("sample", &["import", "library", "article"]),
    ("config", &["export", "article", "date", "text"]),
    ("output", &["text"]),
    ("cli", &["export", "config", "article", "date"]),
    ("tui", &["config", "export", "import", "library", "clean", "page", "correction", "article", "date", "text"]),
    (
        "commands",
        &[
            "cli", "output", "config", "sample", "tui", "export", "import", "library", "clean", "page", "article",
            "date", "text",
        ],
    ),
];

/// Parts that are pure: what they give depends on nothing but what they are given.
const PURE: &[&str] = &["text", "date", "article", "page", "correction", "clean", "library/query"];
/// What pure code has no business with.
const OUTSIDE: &[&str] = &[
    "std::fs",
    "std::net",
    "std::env",
    "std::process",
    "SystemTime",
    "Local::now",
    "Utc::now",
    "println!",
    "eprintln!",
];

fn sources() -> Vec<(PathBuf, String)> {
    fn collect(folder: &Path, out: &mut Vec<PathBuf>) {
        for entry in std::fs::read_dir(folder).expect("a folder of the crate").flatten() {
            let path = entry.path();
            if path.is_dir() {
                collect(&path, out);
            } else if path.extension().is_some_and(|extension| extension == "rs") && !path.ends_with("tests.rs") {
                out.push(path);
            }
        }
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut paths = Vec::new();
    collect(&root, &mut paths);
    paths.sort();
    let read = |path: PathBuf| {
        let code = std::fs::read_to_string(&path).expect("a source file");
        (path.strip_prefix(&root).expect("below src").to_owned(), code)
    };
    paths.into_iter().map(read).collect()
}

/// The code without its comments and without what stands behind the first `#[cfg(test)]`, where anything may be used.
fn working_code(code: &str) -> String {
    let end =
        code.find("#[cfg(test)]\nmod ").or_else(|| code.find("#[cfg(test)]\npub(crate) mod ")).unwrap_or(code.len());
    code[..end].lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n")
}

/// The parts named after `crate::` or `dateline::` anywhere in the code, in braces too.
fn parts_used(code: &str) -> Vec<String> {
    let word = |text: &str| text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect::<String>();
    let mut out = Vec::new();
    for (at, found) in code.match_indices("crate::").chain(code.match_indices("dateline::")) {
        let rest = &code[at + found.len()..];
        match rest.strip_prefix('{') {
            None => out.push(word(rest)),
            Some(group) => {
                let mut depth = 0;
                let mut start = 0;
                for (index, c) in group.char_indices() {
                    match c {
                        '{' => depth += 1,
                        '}' if depth == 0 => {
                            out.push(word(group[start..index].trim()));
                            break;
                        }
                        '}' => depth -= 1,
                        ',' if depth == 0 => {
                            out.push(word(group[start..index].trim()));
                            start = index + 1;
                        }
                        _ => {}
                    }
                }
            }
        }
    }
    out.retain(|part| !part.is_empty());
    out
}

/// The line of [`MAY_USE`] for a file: its own where there is one, else that of its first folder.
fn part_of(path: &Path) -> String {
    let written = path.to_string_lossy().replace('\\', "/");
    if MAY_USE.iter().any(|(part, _)| *part == written) {
        return written;
    }
    written.split('/').next().unwrap_or_default().trim_end_matches(".rs").to_owned()
}

#[test]
fn no_part_uses_what_lies_above_it() {
    let rules: BTreeMap<&str, &[&str]> = MAY_USE.iter().copied().collect();
    let known: Vec<&str> = MAY_USE.iter().map(|(part, _)| *part).collect();
    let mut broken = Vec::new();
    for (path, code) in sources() {
        let part = part_of(&path);
        if part == "lib" || part == "main" {
            continue;
        }
        let allowed = rules
            .get(part.as_str())
            .unwrap_or_else(|| panic!("{} belongs to no layer: give it a line", path.display()));
        let own = part.split('/').next().unwrap_or_default();
        for used in parts_used(&working_code(&code)) {
            if known.contains(&used.as_str()) && used != own && !allowed.contains(&used.as_str()) {
                broken.push(format!("{} uses {used}", path.display()));
            }
        }
    }
    assert!(broken.is_empty(), "the layer rule is broken:\n{}", broken.join("\n"));
}

#[test]
fn pure_parts_do_no_input_or_output() {
    let mut broken = Vec::new();
    for (path, code) in sources() {
        let written = path.to_string_lossy().replace('\\', "/");
        let pure = PURE.iter().any(|part| {
            written
                .strip_prefix(part)
                .is_some_and(|rest| rest.starts_with('/') || rest.starts_with(".rs") || rest.starts_with('_'))
        });
        let code = working_code(&code);
        for outside in OUTSIDE.iter().filter(|outside| pure && code.contains(**outside)) {
            broken.push(format!("{} has {outside}", path.display()));
        }
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

#[test]
fn the_reading_of_use_lines_sees_groups() {
    let code = "use crate::{article::{Article, Note}, text};\nlet x = crate::date::parse();";
    assert_eq!(parts_used(code), ["article", "text", "date"]);
}
