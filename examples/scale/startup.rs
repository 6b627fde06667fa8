//! From the start of the process to the first screen with rows on it, in a pseudo-terminal: with what it reads in memory, and without.

use anyhow::{Context, ensure};
use dateline::library::{Library, Query};
use portable_pty::{CommandBuilder, PtySize, native_pty_system};
use std::io::Read;
use std::num::NonZero;
use std::path::Path;
use std::time::{Duration, Instant};

const COLUMNS: NonZero<u16> = NonZero::new(120).unwrap();
const ROWS: NonZero<u16> = NonZero::new(36).unwrap();

/// The times of a warm and of a cold start, sorted; `None` for the cold ones where the system does not let go of what it keeps in memory.
pub fn starts(folder: &Path, rounds: usize) -> anyhow::Result<(Vec<Duration>, Option<Vec<Duration>>)> {
    let program = std::env::current_exe()?.with_file_name("").join("../dateline");
    ensure!(program.exists(), "{} is not there: `cargo build --release --examples --bins`", program.display());
    let rows = Library::open(folder)?.searcher()?.newest(&Query::default(), 1)?.unwrap_or_default();
    let newest = &rows.first().context("an empty library")?.headline;
    let shown: String = newest.chars().take(20).collect();
    let mut warm = Vec::new();
    for _ in 0..=rounds {
        warm.push(start(&program, folder, &shown)?);
    }
    // The first one may have read from the disk.
    warm.remove(0);
    warm.sort();
    let mut cold = Vec::new();
    for _ in 0..rounds {
        if std::process::Command::new("sync").status().is_err()
            || std::fs::write("/proc/sys/vm/drop_caches", "3").is_err()
        {
            return Ok((warm, None));
        }
        cold.push(start(&program, folder, &shown)?);
    }
    cold.sort();
    Ok((warm, Some(cold)))
}

/// Starts the program and waits until its screen shows that.
fn start(program: &Path, folder: &Path, shown: &str) -> anyhow::Result<Duration> {
    let size = PtySize { rows: ROWS.get(), cols: COLUMNS.get(), pixel_width: 0, pixel_height: 0 };
    let pair = native_pty_system().openpty(size)?;
    let mut command = CommandBuilder::new(program);
    command.args(["--library".as_ref(), folder.as_os_str()]);
    command.env("TERM", "xterm-256color");
    command.cwd(std::env::current_dir()?);
    let mut output = pair.master.try_clone_reader()?;
    let begin = Instant::now();
    let mut child = pair.slave.spawn_command(command)?;
    drop(pair.slave);
    let mut screen = vt100::Parser::new(ROWS, COLUMNS, 0);
    let mut bytes = vec![0; 1 << 16];
    let took = loop {
        let count = output.read(&mut bytes)?;
        ensure!(count > 0, "the screen ended before it showed {shown:?}");
        screen.process(&bytes[..count]);
        if screen.screen().contents().contains(shown) {
            break begin.elapsed();
        }
    };
    child.kill()?;
    child.wait()?;
    Ok(took)
}
