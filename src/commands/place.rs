//! Which library is meant, and where the files of this user are.

use super::error::failure;
use crate::cli::Cli;
use crate::config::{Config, ConfigError};
use crate::import::limit;
use crate::library::{Library, LibraryError};
use crate::sample;
use anyhow::Context;
use directories::{BaseDirs, ProjectDirs};
use std::ffi::OsString;
use std::path::{Path, PathBuf};

/// The files of this user: what was asked for, what the settings say, what the platform says, in this order.
pub(super) struct Places {
    dirs: ProjectDirs,
    /// The settings.
    pub config: Config,
    library: Asked,
}

/// The library that is asked for.
#[derive(Debug, PartialEq, Eq)]
enum Asked {
    Sample,
    /// One in a folder that was named, by a flag, the environment or the settings.
    Named(PathBuf),
    /// The user's own in the platform's place.
    Own(PathBuf),
}

impl Places {
    /// Reads the settings and finds out which library is meant.
    pub fn find(cli: &Cli) -> anyhow::Result<Places> {
        let dirs = dirs()?;
        let config = settings(&config_file(&dirs)).context("reading the settings")?;
        limit::set_largest(config.largest);
        let library = asked(cli, std::env::var_os("DATELINE_LIBRARY"), &config, dirs.data_dir());
        Ok(Places { dirs, config, library })
    }

    /// The folder the sample library is kept in.
    pub fn cache(&self) -> &Path {
        self.dirs.cache_dir()
    }

    /// The folder of the library that is meant.
    pub fn library_folder(&self) -> &Path {
        match &self.library {
            Asked::Sample => self.dirs.cache_dir(),
            Asked::Named(dir) | Asked::Own(dir) => dir,
        }
    }

    /// The library that is meant, to read from or to mark in.
    pub fn open(&self) -> anyhow::Result<Library> {
        match &self.library {
            Asked::Sample => sample::open(self.dirs.cache_dir()),
            Asked::Named(dir) => Ok(Library::open(dir)?),
            Asked::Own(dir) => match Library::open(dir) {
                Err(LibraryError::Missing(_)) => Err(failure(
                    "you have no library yet",
                    "`dateline import FOLDER` starts one; --sample uses the sample library",
                )),
                opened => Ok(opened?),
            },
        }
    }

    /// The library that is meant, made where there is none yet, to import into.
    pub fn create(&self) -> anyhow::Result<Library> {
        match &self.library {
            Asked::Sample => Err(failure(
                "importing into the sample library: it is kept as it is",
                "leave --sample out to import into a library of your own",
            )),
            Asked::Named(dir) | Asked::Own(dir) => Ok(Library::create(dir)?),
        }
    }

    /// The library to show on the screen, and whether it is the sample because the user has none yet.
    pub fn open_to_read(&self) -> anyhow::Result<(Library, bool)> {
        match &self.library {
            Asked::Own(dir) => match Library::open(dir) {
                Err(LibraryError::Missing(_)) => Ok((sample::open(self.dirs.cache_dir())?, true)),
                opened => Ok((opened?, false)),
            },
            _ => Ok((self.open()?, false)),
        }
    }

    /// The folder articles are exported to where none is named.
    pub fn export_folder(&self) -> PathBuf {
        self.config.export_folder.clone().unwrap_or_else(|| PathBuf::from("."))
    }
}

/// The file the settings are read from.
pub(super) fn settings_file() -> anyhow::Result<PathBuf> {
    Ok(config_file(&dirs()?))
}

/// Reads a file of settings.
pub(super) fn settings(file: &Path) -> Result<Config, ConfigError> {
    let home = BaseDirs::new().map(|base| base.home_dir().to_owned());
    Config::load(file, home.as_deref())
}

fn dirs() -> anyhow::Result<ProjectDirs> {
    ProjectDirs::from("", "", "dateline")
        .ok_or_else(|| failure("finding your home folder: the system names none", "set HOME"))
}

fn config_file(dirs: &ProjectDirs) -> PathBuf {
    dirs.config_dir().join("config.toml")
}

fn asked(cli: &Cli, environment: Option<OsString>, config: &Config, own: &Path) -> Asked {
    if cli.sample {
        return Asked::Sample;
    }
    let environment = environment.filter(|dir| !dir.is_empty()).map(PathBuf::from);
    match cli.library.clone().or(environment).or_else(|| config.library.clone()) {
        Some(dir) => Asked::Named(dir),
        None => Asked::Own(own.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::Parser;

    #[test]
    fn a_flag_goes_before_the_environment_before_the_settings_before_the_platform() {
        let set = Config { library: Some("set".into()), ..Config::default() };
        let unset = Config::default();
        let named = |dir: &str| Asked::Named(dir.into());
        for (line, environment, config, expected) in [
            (&["dateline", "--library", "flag"][..], Some("env"), &set, named("flag")),
            (&["dateline"], Some("env"), &set, named("env")),
            (&["dateline"], Some(""), &set, named("set")),
            (&["dateline"], None, &set, named("set")),
            (&["dateline"], None, &unset, Asked::Own("own".into())),
            (&["dateline", "--sample"], Some("env"), &set, Asked::Sample),
        ] {
            let cli = Cli::try_parse_from(line).expect("valid");
            assert_eq!(asked(&cli, environment.map(OsString::from), config, Path::new("own")), expected);
        }
    }
}
