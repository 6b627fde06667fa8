//! From the start of the process to the first screen with rows on it, in a pseudo-terminal: with what it reads in memory, and without; and
//! what the screen takes of the memory then. Measured by a process of its own: to start another one from a process that has imported takes as
//! long as to copy the tables of all its memory.

use crate::{memory, said};
use anyhow::{Context, ensure};
use dateline::library::{Library, Query};
use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};
use std::io::Read;
use std::num::NonZero;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

const COLUMNS: NonZero<u16> = NonZero::new(120).unwrap();
const ROWS: NonZero<u16> = NonZero::new(36).unwrap();

/// How long the screen is left alone before its memory is looked at.
const IDLE: Duration = Duration::from_secs(2);

/// Has another process measure, and prints what it finds.
pub fn tell(folder: &Path, rounds: usize) -> anyhow::Result<()> {
    let mut measuring = std::process::Command::new(std::env::current_exe()?);
    measuring.args(["--starts".as_ref(), folder.as_os_str(), "--rounds".as_ref(), rounds.to_string().as_ref()]);
    ensure!(measuring.status()?.success(), "the starts were not measured");
    Ok(())
}

/// Measures a warm and a cold start and prints the middle of each; the cold one where the system lets go of what it keeps in memory.
pub fn measure(folder: &Path, rounds: usize) -> anyhow::Result<()> {
    let program = std::env::current_exe()?.with_file_name("").join("../dateline");
    ensure!(program.exists(), "{} is not there: `cargo build --release --examples --bins`", program.display());
    let rows = Library::open(folder)?.searcher()?.newest(&Query::default(), 1)?.unwrap_or_default();
    let newest = &rows.first().context("an empty library")?.headline;
    let shown: String = newest.chars().take(20).collect();
    // The first one may have read from the disk.
    start(&program, folder, &shown)?;
    let mut warm = Vec::new();
    for _ in 0..rounds {
        warm.push(start(&program, folder, &shown)?.0);
    }
    let mut cold = Vec::new();
    for _ in 0..rounds {
        if !Command::new("sync").status()?.success() || std::fs::write("/proc/sys/vm/drop_caches", "3").is_err() {
            break;
        }
        cold.push(start(&program, folder, &shown)?.0);
    }
    let (warm, cold) = (middle(warm), middle(cold));
    println!("start to the first drawn screen, warm, cold  {warm:>9} {cold:>9}");
    let (_, screen) = start(&program, folder, &shown)?;
    println!("memory, the screen after that                {:>9}", screen.memory());
    Ok(())
}

/// The time in the middle.
fn middle(mut times: Vec<Duration>) -> String {
    times.sort();
    times.get(times.len() / 2).map_or_else(|| "not allowed".to_owned(), |time| said(*time))
}

/// A program that shows its screen.
struct Screen {
    child: Box<dyn Child + Send + Sync>,
    // Held open, or the program ends.
    _terminal: Box<dyn MasterPty + Send>,
    output: Box<dyn Read + Send>,
}

/// Starts the program and waits until its screen shows that.
fn start(program: &Path, folder: &Path, shown: &str) -> anyhow::Result<(Duration, Screen)> {
    let size = PtySize { rows: ROWS.get(), cols: COLUMNS.get(), pixel_width: 0, pixel_height: 0 };
    let pair = native_pty_system().openpty(size)?;
    let mut command = CommandBuilder::new(program);
    command.args(["--library".as_ref(), folder.as_os_str()]);
    command.env("TERM", "xterm-256color");
    command.cwd(std::env::current_dir()?);
    let mut output = pair.master.try_clone_reader()?;
    let begin = Instant::now();
    let child = pair.slave.spawn_command(command)?;
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
    Ok((took, Screen { child, _terminal: pair.master, output }))
}

impl Screen {
    /// What it takes when it has been left alone for a while: what is its own, and what of files is mapped.
    fn memory(mut self) -> String {
        let id = self.child.process_id();
        // What it still writes must not fill the terminal.
        let mut output = std::mem::replace(&mut self.output, Box::new(std::io::empty()));
        std::thread::spawn(move || std::io::copy(&mut output, &mut std::io::sink()));
        std::thread::sleep(IDLE);
        id.map_or_else(|| "not known".to_owned(), |id| memory(&id.to_string()))
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        self.child.kill().ok();
        self.child.wait().ok();
    }
}
