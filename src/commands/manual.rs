//! `dateline man`: the manual page, made of the command line's declaration and the screen's key table.

use super::Outcome;
use super::about::print_own;
use crate::cli::Cli;
use crate::tui::{self, KeyLine};
use clap::CommandFactory;
use std::fmt::Write as _;

pub(super) fn manual() -> anyhow::Result<Outcome> {
    let mut program = Cli::command();
    program.build();
    let mut page = Vec::new();
    let man = clap_mangen::Man::new(program.clone());
    man.render_title(&mut page)?;
    man.render_name_section(&mut page)?;
    man.render_synopsis_section(&mut page)?;
    man.render_description_section(&mut page)?;
    man.render_options_section(&mut page)?;
    let examples = program.get_after_help().map(ToString::to_string).unwrap_or_default();
    for (title, parts) in
        [("COMMANDS", commands(&mut program)), ("KEYS", keys()), ("EXAMPLES", vec![(String::new(), examples)])]
    {
        page.extend(section(title, &parts).into_bytes());
    }
    print_own(&page)
}

/// The help of every subcommand under its name.
fn commands(program: &mut clap::Command) -> Vec<(String, String)> {
    let commands = program.get_subcommands_mut().filter(|command| command.get_name() != "help");
    commands.map(|command| (format!("dateline {}", command.get_name()), command.render_help().to_string())).collect()
}

/// The keys of the screen under the headings of its help.
fn keys() -> Vec<(String, String)> {
    let mut sections: Vec<(String, String)> = Vec::new();
    for KeyLine { section, keys, action, .. } in tui::key_table() {
        if sections.last().is_none_or(|(title, _)| title != section) {
            sections.push((section.to_owned(), String::new()));
        }
        if let Some((_, lines)) = sections.last_mut() {
            let _ = writeln!(lines, "{keys:<16} {}", action.help());
        }
    }
    sections
}

/// A section whose parts are set as they are.
fn section(title: &str, parts: &[(String, String)]) -> String {
    let mut out = format!(".SH \"{title}\"\n");
    for (name, text) in parts {
        if !name.is_empty() {
            let _ = writeln!(out, ".SS \"{name}\"");
        }
        out.push_str(".nf\n");
        for line in text.lines() {
            // A dot or an apostrophe at the start of a line would be taken for a request.
            let _ = writeln!(out, "\\&{}", line.replace('\\', "\\e").replace('-', "\\-"));
        }
        out.push_str(".fi\n");
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_never_taken_for_a_request_of_roff() {
        let page = section("X", &[("part".into(), ".dot\n'quote\nback\\slash --flag".into())]);
        assert_eq!(page, ".SH \"X\"\n.SS \"part\"\n.nf\n\\&.dot\n\\&'quote\n\\&back\\eslash \\-\\-flag\n.fi\n");
    }

    #[test]
    fn the_keys_stand_under_their_headings() {
        let sections = keys();
        assert!(sections.iter().any(|(_, lines)| lines.lines().any(|line| line.starts_with("q "))), "{sections:?}");
    }
}
