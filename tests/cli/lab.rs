//! A laboratory: a folder with pages, a home that is empty, and the program run in it.

use std::ffi::OsStr;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// A folder and a home for one test; both go when it ends.
pub struct Lab {
    dir: tempfile::TempDir,
}

impl Lab {
    pub fn new() -> Lab {
        let lab = Lab { dir: tempfile::tempdir().expect("a temporary folder") };
        fs::create_dir(lab.path("")).expect("a folder");
        lab
    }

    /// A path in the folder the program runs in.
    pub fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join("desk").join(name)
    }

    /// A path in the home.
    pub fn home(&self, name: &str) -> PathBuf {
        self.dir.path().join("home").join(name)
    }

    /// Puts a file into the folder.
    pub fn file(&self, name: &str, content: impl AsRef<[u8]>) -> &Lab {
        write(&self.path(name), content.as_ref());
        self
    }

    /// Puts the settings where they are read from.
    pub fn settings(&self, content: &str) -> &Lab {
        write(&self.home(".config/dateline/config.toml"), content.as_bytes());
        self
    }

    /// The program with these words, which are separated by spaces.
    pub fn command(&self, line: &str) -> Command {
        self.command_of(line.split_whitespace())
    }

    /// The program with these words as they are.
    pub fn command_of(&self, words: impl IntoIterator<Item = impl AsRef<OsStr>>) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_dateline"));
        command.env_clear().current_dir(self.path("")).args(words).stdin(Stdio::null());
        for (name, folder) in [
            ("HOME", ""),
            ("XDG_DATA_HOME", ".local/share"),
            ("XDG_CONFIG_HOME", ".config"),
            ("XDG_CACHE_HOME", ".cache"),
        ] {
            command.env(name, self.home(folder));
        }
        command
    }

    /// Runs the program with these words, which are separated by spaces.
    pub fn run(&self, line: &str) -> Ran {
        Ran::of(line, self.command(line).output().expect("the program starts"))
    }

    /// Runs it with these words as they are.
    pub fn run_words(&self, words: &[&str]) -> Ran {
        Ran::of(&words.join(" "), self.command_of(words).output().expect("the program starts"))
    }

    /// Runs it with something on standard input.
    pub fn run_with(&self, line: &str, input: &[u8]) -> Ran {
        let mut child = self
            .command(line)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program starts");
        child.stdin.take().expect("piped").write_all(input).expect("it reads");
        Ran::of(line, child.wait_with_output().expect("it ends"))
    }

    /// A library that holds three articles of three days.
    pub fn with_three() -> Lab {
        let lab = Lab::new();
        lab.file("pages/ferry.html", page("Ferry returns to Elsen", "2019-06-24", FERRY))
            .file("pages/bridge.html", page("Bridge over the Skerrow opens", "2021-02-03", BRIDGE))
            .file("pages/library.html", page("Library lends out its ladders", "2020-11-30", LADDERS));
        lab.run("import pages").code(0).stderr("3 new, 0 known\n");
        lab
    }
}

fn write(path: &Path, content: &[u8]) {
    fs::create_dir_all(path.parent().expect("it is in a folder")).expect("a folder");
    fs::write(path, content).expect("a file");
}

pub const FERRY: &str = "The night ferry to Elsen returned to its timetable on Monday after eleven weeks in the dock, the harbour office said.";
pub const BRIDGE: &str = "A footbridge over the Skerrow opened on Wednesday, four years after its predecessor was carried off by drifting ice.";
pub const LADDERS: &str = "Readers of the town library may from now on borrow ladders, drills and a sewing machine, the librarian said on Monday.";

/// A page as a small newspaper serves it.
pub fn page(headline: &str, date: &str, lead: &str) -> String {
    format!(
        r#"<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{headline} - The Skerrow Gull</title>
<meta property="og:site_name" content="The Skerrow Gull"><meta property="og:title" content="{headline}">
<meta property="article:published_time" content="{date}"><meta name="author" content="Ida Marsh"></head>
<body><nav><a href="/">Home</a> <a href="/news">News</a></nav>
<article><h1>{headline}</h1><p class="byline">By Ida Marsh</p>
<p>{lead}</p>
<p>Those who were asked in the street said that they had waited for it for a long time, and that they would tell their neighbours about it.</p>
<p>The council meets again next week, when it will hear how the work was paid for and what is left to be done before the winter.</p>
</article><footer><a href="/imprint">Imprint</a></footer></body></html>"#
    )
}

/// What came of a run.
pub struct Ran {
    line: String,
    pub stdout: String,
    pub stderr: String,
    code: Option<i32>,
}

impl Ran {
    fn of(line: &str, output: Output) -> Ran {
        Ran {
            line: line.to_owned(),
            stdout: String::from_utf8(output.stdout).expect("UTF-8"),
            stderr: String::from_utf8(output.stderr).expect("UTF-8"),
            code: output.status.code(),
        }
    }

    #[track_caller]
    pub fn code(self, expected: i32) -> Ran {
        assert_eq!(self.code, Some(expected), "dateline {}\n{}\n{}", self.line, self.stdout, self.stderr);
        self
    }

    #[track_caller]
    pub fn stdout(self, expected: &str) -> Ran {
        assert_eq!(self.stdout, expected, "dateline {}\n{}", self.line, self.stderr);
        self
    }

    #[track_caller]
    pub fn stderr(self, expected: &str) -> Ran {
        assert_eq!(self.stderr, expected, "dateline {}\n{}", self.line, self.stdout);
        self
    }

    /// Standard output has this in it.
    #[track_caller]
    pub fn says(self, part: &str) -> Ran {
        assert!(self.stdout.contains(part), "dateline {}: no {part:?} in\n{}\n{}", self.line, self.stdout, self.stderr);
        self
    }

    /// Standard error has this in it.
    #[track_caller]
    pub fn warns(self, part: &str) -> Ran {
        assert!(self.stderr.contains(part), "dateline {}: no {part:?} in\n{}", self.line, self.stderr);
        self
    }

    /// Standard output as JSON lines.
    #[track_caller]
    pub fn json(&self) -> Vec<serde_json::Value> {
        self.stdout.lines().map(|line| serde_json::from_str(line).expect("a line of JSON")).collect()
    }
}
