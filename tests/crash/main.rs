//! What stands after the worst: the real binary killed at any moment, a disk that fills at any write, files that are damaged.
//!
//! `DATELINE_KILLS=2000 DATELINE_WRITES=1 DATELINE_DAMAGES=500 cargo test --test crash` is the long form; without them there are 200 kills,
//! every eighth write and 48 damages.

mod damage;
#[cfg(unix)]
mod full_disk;
mod kills;
mod scene;
