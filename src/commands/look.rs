//! Settings and environment → what the screen looks like and which keys it has.

use crate::config::{Bidi, Colours, Config, ConfigError, Links, Signs, Theme};
use crate::export::Layout;
use crate::library::Sort;
use crate::tui::{self, Composition, Depth, Glyphs, Keymap};
use std::env;
use std::path::{Path, PathBuf};
use std::time::Duration;
use terminal_colorsaurus::{QueryOptions, ThemeMode, theme_mode};

/// How long the terminal may take to say what its background is; over ssh it takes a while.
const PATIENCE: Duration = Duration::from_millis(300);

/// The screen as the settings want it.
///
/// # Errors
/// Where a line of the settings binds no key.
pub(super) fn options(
    config: &Config,
    file: &Path,
    export_folder: PathBuf,
    ground: Option<ThemeMode>,
) -> Result<tui::Options, ConfigError> {
    let keymap = Keymap::with(&config.keys).map_err(|wrong| ConfigError::Wrong {
        file: file.to_owned(),
        line: wrong.line,
        what: wrong.what,
    })?;
    Ok(tui::Options {
        manner: tui::Manner {
            form: tui::Form::Files(config.export_format),
            folder: export_folder,
            naming: config.export_name.clone(),
            layout: Layout { width: config.export_width.map(usize::from) },
        },
        notice: None,
        query: String::new(),
        sort: Sort::default(),
        tips: true,
        measure: usize::from(config.measure),
        list_width: config.list_width,
        rows: config.rows,
        dates: config.dates,
        margin: config.margin,
        glyphs: glyphs(config.signs),
        links: links(config.links),
        theme: theme(config, ground),
        keymap,
        composition: Composition {
            justified: config.justify,
            hyphenated: config.hyphenate,
            reordered: reorders(config.bidi),
            language: None,
        },
        editor: editor(&config.editor),
    })
}

/// Asks the terminal for its background, where that matters; nothing where it does not say.
pub(super) fn ground(config: &Config) -> Option<ThemeMode> {
    let asked = config.theme == Theme::Auto && matches!(depth(config.colours), Depth::Many | Depth::True);
    let mut options = QueryOptions::default();
    options.timeout = PATIENCE;
    asked.then(|| theme_mode(options).ok()).flatten()
}

fn theme(config: &Config, ground: Option<ThemeMode>) -> tui::Theme {
    let depth = depth(config.colours);
    match (config.theme, ground) {
        (Theme::Mono, _) => tui::Theme::mono(),
        _ if depth == Depth::None => tui::Theme::mono(),
        (Theme::Dark, _) | (Theme::Auto, Some(ThemeMode::Dark)) => tui::Theme::dark(depth),
        (Theme::Light, _) | (Theme::Auto, Some(ThemeMode::Light)) => tui::Theme::light(depth),
        (Theme::Terminal | Theme::Auto, _) => tui::Theme::terminal(),
    }
}

/// How many colours are used: none where `NO_COLOR` says so, else as many as are wanted, else as many as the terminal says.
fn depth(colours: Colours) -> Depth {
    let variable = |name: &str| env::var(name).unwrap_or_default();
    let term = variable("TERM");
    match colours {
        _ if !variable("NO_COLOR").is_empty() => Depth::None,
        Colours::None => Depth::None,
        Colours::Many => Depth::Many,
        Colours::True => Depth::True,
        Colours::Auto if term == "dumb" => Depth::None,
        Colours::Auto if matches!(variable("COLORTERM").as_str(), "truecolor" | "24bit") => Depth::True,
        Colours::Auto if term.contains("256color") => Depth::Many,
        Colours::Sixteen | Colours::Auto => Depth::Sixteen,
    }
}

/// Whether dateline puts right-to-left text into its visual order: terminals that do so themselves are known by what they set.
fn reorders(bidi: Bidi) -> bool {
    // Kitty turns words of such scripts round, whatever order they come in, unless it is told `force_ltr`.
    const THEIRS: [&str; 5] = ["VTE_VERSION", "KONSOLE_VERSION", "MLTERM", "ITERM_SESSION_ID", "KITTY_WINDOW_ID"];
    const PROGRAMS: [&str; 2] = ["Apple_Terminal", "mintty"];
    let program = || env::var("TERM_PROGRAM").is_ok_and(|name| PROGRAMS.contains(&name.as_str()));
    match bidi {
        Bidi::Reorder => true,
        Bidi::Terminal => false,
        Bidi::Auto => !THEIRS.iter().any(|name| env::var_os(name).is_some()) && !program(),
    }
}

/// Which characters the terminal has: the Linux console has a font of 256, and shows nothing but ASCII where it is not told to read UTF-8.
fn glyphs(signs: Signs) -> Glyphs {
    let locale =
        ["LC_ALL", "LC_CTYPE", "LANG"].iter().filter_map(|name| env::var(name).ok()).find(|value| !value.is_empty());
    let reads_utf8 = || locale.is_some_and(|locale| locale.to_lowercase().replace('-', "").contains("utf8"));
    match signs {
        Signs::Console => Glyphs::Console,
        Signs::Ascii => Glyphs::Ascii,
        Signs::Auto if env::var("TERM").is_ok_and(|term| term == "linux") => {
            if reads_utf8() {
                Glyphs::Console
            } else {
                Glyphs::Ascii
            }
        }
        Signs::All | Signs::Auto => Glyphs::All,
    }
}

/// Whether the terminal follows links by itself; those that do are known by what they set. In between, a multiplexer may pass them on or not.
fn links(links: Links) -> bool {
    const SET: [&str; 5] = ["KITTY_WINDOW_ID", "WT_SESSION", "KONSOLE_VERSION", "ITERM_SESSION_ID", "VTE_VERSION"];
    const PROGRAMS: [&str; 5] = ["WezTerm", "ghostty", "vscode", "iTerm.app", "Hyper"];
    let known = || {
        let program = env::var("TERM_PROGRAM").unwrap_or_default();
        let named = PROGRAMS.contains(&program.as_str()) || env::var("TERM").is_ok_and(|term| term.starts_with("foot"));
        let multiplexed = ["TMUX", "STY"].iter().any(|name| env::var_os(name).is_some_and(|value| !value.is_empty()));
        !multiplexed && (named || SET.iter().any(|name| env::var_os(name).is_some()))
    };
    match links {
        Links::On => true,
        Links::Off => false,
        Links::Auto => known(),
    }
}

/// The editor of the settings, else the environment's, else the one that is everywhere.
fn editor(set: &[String]) -> Vec<String> {
    let named = |name: &&str| env::var(name).ok().and_then(|text| shell_words::split(&text).ok());
    let environment = || ["VISUAL", "EDITOR"].iter().filter_map(named).find(|words| !words.is_empty());
    if set.is_empty() { environment().unwrap_or_else(|| vec!["vi".to_owned()]) } else { set.to_vec() }
}
