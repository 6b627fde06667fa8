use super::*;
use proptest::prelude::*;

fn load(text: &str) -> Result<Config, String> {
    let dir = tempfile::tempdir().expect("a temporary folder");
    let file = dir.path().join("config.toml");
    std::fs::write(&file, text).expect("a file");
    Config::load(&file, Some(Path::new("/home/ada")))
        .map_err(|error| error.to_string().replace(&format!("{}/", dir.path().display()), ""))
}

#[test]
fn the_printed_defaults_are_the_defaults_and_name_every_setting() {
    assert_eq!(load(DEFAULTS), Ok(Config::default()));
    let table: toml::Table = DEFAULTS.parse().expect("our own file");
    for setting in SETTINGS {
        let value = setting.name.split('.').try_fold(None::<&toml::Value>, |at, key| match at {
            None => table.get(key).map(Some),
            Some(inner) => inner.get(key).map(Some),
        });
        assert!(value.is_some(), "{} is not in the file", setting.name);
    }
}

#[test]
fn a_file_is_laid_over_the_defaults() {
    let config = load("library = '~/kept'\n[reader]\nmeasure = 60\n[export]\nformat = 'markdown'").expect("valid");
    let expected = Config {
        library: Some("/home/ada/kept".into()),
        measure: 60,
        export_format: Format::Markdown,
        ..Config::default()
    };
    assert_eq!(config, expected);
}

#[test]
fn no_file_means_the_defaults() {
    assert_eq!(Config::load(Path::new("/no/such/file"), None).ok(), Some(Config::default()));
}

#[test]
fn an_error_names_file_line_and_the_nearest_name() {
    for (text, error) in [
        (
            "\n[reader]\nmesure = 60",
            "config.toml, line 3: there is no setting reader.mesure; did you mean reader.measure?",
        ),
        ("[raeder]\nmeasure = 60", "config.toml, line 1: there is no setting raeder; did you mean reader?"),
        ("zzz = 1", "config.toml, line 1: there is no setting zzz; `dateline config` lists them"),
        ("reader = 3", "config.toml, line 1: reader is a section; write [reader] on a line of its own"),
        ("[reader]\nmeasure = 'wide'", "config.toml, line 2: reader.measure takes a number of columns from 32 to 160"),
        ("[reader]\nmeasure = 3", "config.toml, line 2: reader.measure takes a number of columns from 32 to 160"),
        (
            "[export]\nformat = 'pdf'",
            "config.toml, line 2: export.format takes \"text\", \"markdown\", \"html\", \"json\"",
        ),
        ("library = 3", "config.toml, line 1: library takes a folder in quotes"),
    ] {
        assert_eq!(load(text).expect_err(text), error);
    }
    assert!(load("a = 1\nb =").expect_err("not TOML").starts_with("config.toml, line 2: "));
}

proptest! {
    #[test]
    fn any_text_is_settings_or_an_error(text in "(reader|list|\\[|\\]|=|width|measure|[0-9]|'|\n|\\.|é){0,12}") {
        drop(Config::default().with(&text, None));
    }
}
