//! Every flag and subcommand, declared once. What they do is in `commands`.

use crate::article::ArticleId;
use crate::export::Format;
use clap::{Args, Parser, Subcommand, ValueHint};
use clap_complete::Shell;
use std::ffi::OsString;
use std::path::PathBuf;

/// A terminal reader for people who keep articles.
///
/// Without a subcommand the screen opens: the list, the article beside it, `/` to search, `?` for help. It shows your library, or a sample of
/// invented articles until you import pages of your own.
#[derive(Debug, Parser)]
#[command(name = "dateline", version, max_term_width = 100, after_help = MAIN_HELP)]
pub struct Cli {
    /// Use the library in this folder [also: DATELINE_LIBRARY]
    #[arg(long, global = true, value_name = "DIR", value_hint = ValueHint::DirPath, help_heading = "Which library")]
    pub library: Option<PathBuf>,

    /// Use the sample library
    #[arg(long, global = true, conflicts_with = "library", help_heading = "Which library")]
    pub sample: bool,

    /// Show the screen as plain lines, for screen readers and simple terminals [TERM=dumb does so too]
    #[arg(long)]
    pub plain: bool,

    /// What to do; the screen opens without one
    #[command(subcommand)]
    pub command: Option<Command>,
}

const MAIN_HELP: &str = "Examples:
  dateline                       open the screen
  dateline --plain               the same as lines, without drawing
  dateline import ~/saved-pages  add a folder of saved pages to the library
  dateline search 'ferry date:2019 -storm'
  dateline export 12 --format markdown -o notes/

Exit status: 0 done, 1 nothing found or some files refused, 2 failed.";

/// What `dateline` can be asked to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Add saved pages and page dumps to the library
    Import(Import),
    /// List the articles, newest first
    List(List),
    /// Find articles, newest first
    Search(Search),
    /// Print an article
    Show(Show),
    /// Write articles to files
    Export(Export),
    /// Clean pages and print the articles; needs no library
    Clean(Clean),
    /// Add tags to articles and take them off
    Tag(Tag),
    /// Mark articles as read or starred
    Mark(Mark),
    /// Say what the library holds
    Stats(Stats),
    /// Build the search index anew
    #[command(
        after_help = "The library stays as it is; only the index that is made from it is made again.\n\nExample:\n  dateline reindex"
    )]
    Reindex,
    /// Look for damage in the library, and mend it
    Doctor(Doctor),
    /// Clean the kept originals again, with the cleaner of this version
    Reclean(Reclean),
    /// Print the configuration with all its defaults, and where it is read from
    #[command(after_help = "Example:\n  dateline config > ~/.config/dateline/config.toml")]
    Config,
    /// Print completions for a shell
    Completions(Completions),
    /// Print the manual page
    #[command(after_help = "Example:\n  dateline man | man -l -")]
    Man,
}

/// `dateline import`
#[derive(Debug, Args)]
#[command(
    after_help = "HTML and plain text are told apart by content; gzip and zstd files are opened, and so are pages that a browser saved as one file (MHTML) and letters. Importing again adds only what is new; a page \
that changed replaces its article, and tags, stars and the place in it stay. Ctrl-C stops; what is in stays in.

JSON lines and lists, CSV tables and feeds (RSS, Atom, JSON Feed) hold articles that are clean already; they are told by content too, may be of \
any size, and need the field of the text at least. Their fields are known by schema.org's names and the common ones (title, text, content, body, date, \
published, author, source, url and many more); --map names others, and looks inside of objects with a dot.

Examples:
  dateline import ~/saved-pages
  dateline import page.html dump.txt.gz
  dateline import articles.jsonl.zst
  dateline import export.csv --map title=hed --map text=data.body
  curl -s https://example.org/story | dateline import -"
)]
pub struct Import {
    /// Files and folders; - is standard input
    #[arg(required = true, value_name = "PATH", value_hint = ValueHint::AnyPath)]
    pub paths: Vec<PathBuf>,
    /// In JSON and CSV, read NAME (title, text, date, author, publisher, url, section, …) from FIELD
    #[arg(long, value_name = "NAME=FIELD")]
    pub map: Vec<String>,
    /// On how many pages at once.
    #[command(flatten)]
    pub jobs: Jobs,
}

/// How many processors to use.
#[derive(Clone, Copy, Debug, Args)]
pub struct Jobs {
    /// Work on so many pages at once [default: one a processor]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=512))]
    pub jobs: Option<u16>,
}

/// `dateline list`
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  dateline list
  dateline list --limit 20
  dateline list --json | jq -r .headline")]
pub struct List {
    /// How many, and in what form.
    #[command(flatten)]
    pub rows: Rows,
}

/// `dateline search`
#[derive(Debug, Args)]
#[command(
    after_help = "Words must all match, in headline or text; \"two words\" in quotes stand side by side; -word must not match; a OR b. Fields: title: body: \
by: source: section: place: tag: lang: url: date:2019-05..2019-08 before: after: is:unread is:starred sort:score. Put the query in \
single quotes, so that the shell leaves it alone.

Examples:
  dateline search ferry
  dateline search '\"night ferry\" date:2019 -storm'
  dateline search --json --limit 10 'source:herald is:unread'"
)]
pub struct Search {
    /// What to look for; several words are one query
    #[arg(required = true, value_name = "QUERY", value_parser = word)]
    pub query: Vec<String>,
    /// How many, and in what form.
    #[command(flatten)]
    pub rows: Rows,
}

/// How many articles to print, and in what form.
#[derive(Debug, Args)]
pub struct Rows {
    /// Print JSON, one object a line
    #[arg(long)]
    pub json: bool,
    /// Print so many at the most [default: all]
    #[arg(long, value_name = "N")]
    pub limit: Option<usize>,
}

/// `dateline show`
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  dateline show 12
  dateline show 12 --width 60 | less
  dateline show 12 --json | jq -r .articleBody")]
pub struct Show {
    /// The article's number, as `list` and `search` print it
    #[arg(value_name = "ID")]
    pub id: ArticleId,
    /// Print JSON
    #[arg(long)]
    pub json: bool,
    /// Where lines are broken.
    #[command(flatten)]
    pub width: Width,
}

/// Where lines are broken.
#[derive(Clone, Copy, Debug, Args)]
pub struct Width {
    /// Break lines at so many columns [default: the measure on a terminal, else not at all]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    pub width: Option<u16>,
}

/// `dateline export`
#[derive(Debug, Args)]
#[command(
    after_help = "Files are named by date and headline and never overwritten. Without -o a single article goes to standard output, several go to the \
export folder of the configuration.

Examples:
  dateline export 12 > article.txt
  dateline export 12 --format markdown -o notes/
  dateline export 12 15 20 --format html -o ."
)]
pub struct Export {
    /// The articles' numbers, as `list` and `search` print them
    #[arg(required = true, value_name = "ID")]
    pub ids: Vec<ArticleId>,
    /// The form of the files [default: text, or what the configuration says]
    #[arg(long, short, value_name = "FORMAT")]
    pub format: Option<Format>,
    /// The folder to write to, or for a single article the file
    #[arg(long, short, value_name = "FILE|DIR", value_hint = ValueHint::AnyPath)]
    pub output: Option<PathBuf>,
    /// Break the lines of plain text at so many columns [default: not at all]
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

/// `dateline tag`
#[derive(Debug, Args)]
#[command(
    after_help = "Without articles it prints all tags and how many articles have them; with articles only, their tags.

Examples:
  dateline tag 12 15 +harbour -draft
  dateline tag 12
  dateline tag"
)]
pub struct Tag {
    /// Articles' numbers, and tags: +harbour adds one, -harbour takes it off
    #[arg(value_name = "ID|+TAG|-TAG", value_parser = word)]
    pub words: Vec<String>,
}

/// `dateline mark`
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  dateline mark 12 --read
  dateline mark 12 15 --unread --star")]
pub struct Mark {
    /// The articles' numbers, as `list` and `search` print them
    #[arg(required = true, value_name = "ID")]
    pub ids: Vec<ArticleId>,
    /// The marks to set.
    #[command(flatten)]
    pub marks: Marks,
}

/// The marks to set; at least one.
#[derive(Clone, Copy, Debug, Args)]
#[group(required = true, multiple = true)]
#[allow(clippy::struct_excessive_bools)] // Each is a flag that is there or not.
pub struct Marks {
    /// They were read
    #[arg(long)]
    pub read: bool,
    /// They were not read
    #[arg(long, conflicts_with = "read")]
    pub unread: bool,
    /// Star them
    #[arg(long)]
    pub star: bool,
    /// Take their star away
    #[arg(long, conflicts_with = "star")]
    pub unstar: bool,
}

/// `dateline stats`
#[derive(Debug, Args)]
#[command(after_help = "Example:
  dateline stats --json")]
pub struct Stats {
    /// Print JSON
    #[arg(long)]
    pub json: bool,
}

/// `dateline doctor`
#[derive(Debug, Args)]
#[command(
    after_help = "It reads the database, every article, every original and the index, and names what is wrong; the exit status is then 1.
With --repair a damaged database is set aside, never deleted, and what can be read of it goes into a new one; texts that cannot
be read are made anew from their originals, and a damaged index is built anew. Close other copies of dateline before that.

Example:
  dateline doctor --repair"
)]
pub struct Doctor {
    /// Mend what can be mended
    #[arg(long)]
    pub repair: bool,
}

/// `dateline reclean`
#[derive(Debug, Args)]
#[command(after_help = "Tags, stars and the place in the article stay.

Example:
  dateline reclean")]
pub struct Reclean {
    /// On how many pages at once.
    #[command(flatten)]
    pub jobs: Jobs,
}

/// `dateline completions`
#[derive(Debug, Args)]
#[command(after_help = "Example:
  dateline completions bash > ~/.local/share/bash-completion/completions/dateline")]
pub struct Completions {
    /// The shell
    pub shell: Shell,
}

/// Stands before a word with a hyphen that is no flag; no word of a command line can hold it.
const NO_FLAG: &str = "\0";

impl Cli {
    /// Reads what was typed, the program's own name first. In `search` and `tag` a word with one hyphen in front is a word: `-storm` must not
    /// match, `-draft` is taken off.
    ///
    /// # Errors
    /// Where it means nothing, or asks for help.
    pub fn typed(words: impl Iterator<Item = OsString>) -> Result<Cli, clap::Error> {
        let (mut command, mut value) = (None, false);
        let marked = words.enumerate().map(|(place, word)| {
            let text = word.to_str().unwrap_or_default();
            let is_word = text.starts_with('-') && !text.starts_with("--") && text != "-h" && text != "-";
            if is_word && command.is_some_and(|takes_words| takes_words) {
                return OsString::from(format!("{NO_FLAG}{text}"));
            }
            if place > 0 && command.is_none() && !value && !text.starts_with('-') {
                command = Some(matches!(text, "search" | "tag"));
            }
            value = text == "--library";
            word
        });
        Cli::try_parse_from(marked)
    }
}

/// A word without the mark that it is no flag.
#[allow(clippy::unnecessary_wraps)] // The form clap asks for.
fn word(marked: &str) -> Result<String, std::convert::Infallible> {
    Ok(marked.strip_prefix(NO_FLAG).unwrap_or(marked).to_owned())
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
        for line in [["dateline", "--library", "x", "list"], ["dateline", "list", "--library", "x"]] {
            let cli = Cli::try_parse_from(line).expect("valid");
            assert_eq!(cli.library, Some(PathBuf::from("x")));
        }
    }

    fn typed(line: &str) -> Result<Cli, clap::Error> {
        Cli::typed(line.split(' ').map(OsString::from))
    }

    #[test]
    fn words_that_must_not_match_are_not_flags() {
        for line in
            ["dateline search -storm ferry -json --json", "dateline --library search search --json -storm ferry -json"]
        {
            let cli = typed(line).expect("valid");
            let Some(Command::Search(search)) = cli.command else { panic!("{cli:?}") };
            assert_eq!((search.query.join(" ").as_str(), search.rows.json), ("-storm ferry -json", true));
        }
        assert!(typed("dateline search ferry --jsn").is_err());
        assert!(typed("dateline search -h").is_err_and(|error| error.kind() == clap::error::ErrorKind::DisplayHelp));
    }

    #[test]
    fn tags_to_take_off_are_not_flags() {
        let cli = typed("dateline tag 12 +harbour -history --library x").expect("valid");
        assert_eq!(cli.library, Some(PathBuf::from("x")));
        assert!(matches!(cli.command, Some(Command::Tag(Tag { words })) if words == ["12", "+harbour", "-history"]));
    }

    #[test]
    fn short_flags_of_other_commands_stay_flags() {
        let cli = typed("dateline --library search export 1 -o x").expect("valid");
        assert!(matches!(cli.command, Some(Command::Export(Export { output: Some(_), .. }))));
    }
}
