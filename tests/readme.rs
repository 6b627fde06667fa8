//! What the README says and the program does, side by side.

use clap::CommandFactory;
use dateline::tui::{Context, key_table};
use std::fmt::Write as _;

const README: &str = include_str!("../README.md");

/// The README's key table, made from the keys themselves: one table a section; what works in a dialog only, `?` and the manual tell.
fn keys() -> String {
    let mut out = String::new();
    let mut section = "";
    let shown = [Context::Browse, Context::List, Context::Search, Context::Anywhere];
    for line in key_table().into_iter().filter(|line| shown.contains(&line.context)) {
        if line.section != section {
            section = line.section;
            let _ =
                write!(out, "{}**{section}**\n\n| key | does |\n|---|---|\n", if out.is_empty() { "" } else { "\n" });
        }
        let _ = writeln!(out, "| `{}` | {} |", line.keys.replace('|', "\\|"), line.action.help());
    }
    out
}

#[test]
fn the_key_table_is_the_programs_own() {
    let keys = keys();
    assert!(README.contains(&keys), "put this into the README under Keys:\n\n{keys}");
}

#[test]
fn every_command_is_told_of() {
    for command in dateline::cli::Cli::command().get_subcommands().filter(|command| command.get_name() != "help") {
        assert!(
            README.contains(&format!("`dateline {}", command.get_name())),
            "the README leaves out {}",
            command.get_name()
        );
    }
}

#[test]
fn the_two_commands_stand_in_the_readme() {
    for command in ["cargo run --release", "cargo test"] {
        assert!(README.lines().any(|line| line.starts_with(command)), "the README lacks {command}");
    }
}

#[test]
fn every_file_the_readme_points_to_is_there() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    for link in README.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
        assert!(link.starts_with("http") || root.join(link).exists(), "{link} is not there");
    }
}
