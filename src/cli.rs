//! Every flag and subcommand, declared once. What they do is in `commands`.

use clap::{Args, Parser, Subcommand, ValueHint};
use clap_complete::Shell;
use std::path::PathBuf;

/// A terminal reader for people who keep articles.
///
/// Without a subcommand the screen opens: the list, the article beside it, `/` to search, `?` for help. It shows your library, or a sample of
/// invented articles until you import pages of your own.
#[derive(Debug, Parser)]
#[command(name = "dateline", version, max_term_width = 100, after_help = MAIN_HELP)]
pub struct Cli {
    /// Use the library in this folder [also: DATELINE_LIBRARY]
    #[arg(long, global = true, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub library: Option<PathBuf>,

    /// Use the sample library
    #[arg(long, global = true, conflicts_with = "library")]
    pub sample: bool,

    /// What to do
    #[command(subcommand)]
    pub command: Command,
}

const MAIN_HELP: &str = "Examples:
  dateline                       open the screen
  dateline import ~/saved-pages  add a folder of saved pages to the library
  dateline search 'ferry date:2019 -storm'
  dateline export 12 --format markdown -o notes/

Exit status: 0 done, 1 nothing found or some files refused, 2 failed.";

/// What `dateline` can be asked to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Clean pages and print the articles; needs no library
    Clean(Clean),
    /// Print completions for a shell
    Completions(Completions),
    /// Print the manual page
    #[command(after_help = "Example:\n  dateline man | man -l -")]
    Man,
}

/// How many processors to use.
#[derive(Clone, Copy, Debug, Args)]
pub struct Jobs {
    /// Work on so many pages at once [default: one a processor]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=512))]
    pub jobs: Option<u16>,
}

/// Where lines are broken.
#[derive(Clone, Copy, Debug, Args)]
pub struct Width {
    /// Break lines at so many columns [default: the measure on a terminal, else not at all]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    pub width: Option<u16>,
}

/// `dateline clean`
#[derive(Debug, Args)]
#[command(after_help = "Files that hold no text are named on standard error, and the exit status is then 1.

Examples:
  dateline clean page.html
  dateline clean --json saved-pages/ > articles.jsonl
  dateline clean --explain page.html")]
pub struct Clean {
    /// Files and folders; - is standard input
    #[arg(required = true, value_name = "PATH", value_hint = ValueHint::AnyPath)]
    pub paths: Vec<PathBuf>,
    /// Print JSON, one object a line, in the order of the files
    #[arg(long)]
    pub json: bool,
    /// Print every block of the page with its label and why it has it
    #[arg(long, conflicts_with = "json")]
    pub explain: bool,
    /// On how many pages at once.
    #[command(flatten)]
    pub jobs: Jobs,
    /// Where lines are broken.
    #[command(flatten)]
    pub width: Width,
}

/// `dateline completions`
#[derive(Debug, Args)]
#[command(after_help = "Example:
  dateline completions bash > ~/.local/share/bash-completion/completions/dateline")]
pub struct Completions {
    /// The shell
    pub shell: Shell,
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_declaration_is_sound() {
        Cli::command().debug_assert();
    }

    #[test]
    fn every_subcommand_has_an_example_in_its_help() {
        for command in Cli::command().get_subcommands() {
            let help = command.clone().render_help().to_string();
            assert!(help.contains(&format!("  dateline {}", command.get_name())), "{help}");
        }
    }

    #[test]
    fn the_library_may_be_named_before_or_after_the_subcommand() {
        for line in [["dateline", "--library", "x", "man"], ["dateline", "man", "--library", "x"]] {
            let cli = Cli::try_parse_from(line).expect("valid");
            assert_eq!(cli.library, Some(PathBuf::from("x")));
        }
    }
}
