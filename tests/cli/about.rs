//! Help, settings, completions, the manual page.

use crate::lab::Lab;

const COMMANDS: [&str; 16] = [
    "import",
    "list",
    "search",
    "show",
    "export",
    "clean",
    "tag",
    "mark",
    "stats",
    "reindex",
    "doctor",
    "reclean",
    "config",
    "completions",
    "man",
    "help",
];

#[test]
fn help_names_every_command_and_the_exit_codes() {
    let lab = Lab::new();
    let mut help = lab.run("--help").code(0);
    for command in COMMANDS {
        help = help.says(&format!("\n  {command}"));
    }
    help.says("Exit status: 0 done, 1 ");
}

#[test]
fn the_settings_printed_are_settings_that_can_be_read() {
    let lab = Lab::new();
    let printed = lab.run("config").code(0).says("config.toml  (not there yet)").says("measure = 72").stdout;
    lab.settings(&printed);
    lab.run("config").code(0);
}

#[test]
fn a_wrong_setting_is_told_with_file_line_and_nearest_name() {
    let lab = Lab::with_three();
    lab.settings("[reader]\nmesure = 60\n");
    let file = lab.home(".config/dateline/config.toml");
    let told = format!(
        "dateline: reading the settings: {}, line 2: there is no setting reader.mesure; did you mean reader.measure?\n",
        file.display()
    );
    lab.run("list").code(2).stdout("").stderr(&told);
    lab.run("config").code(2).says("measure = 72").stderr(&told);
}

#[test]
fn completions_are_printed_for_every_shell() {
    let lab = Lab::new();
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        lab.run(&format!("completions {shell}")).code(0).says("dateline").says("reclean");
    }
}

#[test]
fn the_manual_page_covers_every_command() {
    let lab = Lab::new();
    let mut page = lab.run("man").code(0).says(".TH dateline");
    for command in COMMANDS.into_iter().filter(|&command| command != "help") {
        page = page.says(&format!("\n.SS \"dateline {command}\"\n"));
    }
}

#[test]
fn a_misspelt_command_is_told_with_the_nearest_one() {
    Lab::new().run("serach x").code(2).stdout("").warns("dateline: unrecognized subcommand").warns("'search'");
}

#[test]
fn without_a_terminal_the_screen_says_what_prints() {
    Lab::new().run("--sample").code(2).stdout("").stderr(
        "dateline: opening the screen: standard output is no terminal\n\
         hint: `dateline list` and `dateline search` print; `dateline --plain` is the screen as lines\n",
    );
}

#[test]
fn the_plain_form_needs_no_terminal() {
    let lab = Lab::with_three();
    let ran = lab.run_with("--plain", b"1\nq\nQ\n").code(0).stderr("");
    ran.says("3 articles, newest first.").says("End of the article.").says("1 of 3> ");
    lab.run_with("--plain", b"\xff\n/no such word").code(0).says("Nothing matches.");
}
