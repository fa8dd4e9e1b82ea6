//! A folder with scenarios, and the command in it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use tempfile::TempDir;

/// A hundred objects for ten days.
pub const SMALL: &str = "duration: 10d\nbuckets: {logs: {objects: {a: {count: 100}}}}\n";

/// Something that takes a while: a request every 20 minutes for 34 years, each a row of its own.
pub const LONG: &str = "\
duration: 34y
buckets: {logs: {}}
traffic: {put: {PutObject: 'logs/{n}', count: 20, every: 20m, size: 1KB}}
";

/// A folder of one's own.
pub struct Room {
    root: TempDir,
}

/// How a command ended.
pub struct Done {
    pub code: Option<i32>,
    pub out: String,
    pub err: String,
}

impl Room {
    pub fn new() -> Room {
        Room { root: tempfile::tempdir().unwrap() }
    }

    /// With a small scenario in `small.yaml`.
    pub fn furnished() -> Room {
        let room = Room::new();
        room.put("small.yaml", SMALL);
        room
    }

    pub fn path(&self) -> &Path {
        self.root.path()
    }

    pub fn put(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, bytes).unwrap();
        path
    }

    pub fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path().join(name)).unwrap()
    }

    /// Names in a folder, hidden ones too.
    pub fn names(&self, folder: &str) -> Vec<String> {
        let Ok(entries) = fs::read_dir(self.path().join(folder)) else { return Vec::new() };
        let mut names: Vec<String> =
            entries.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        names
    }

    pub fn command(&self, words: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_s3sim"));
        command.current_dir(self.path()).args(words);
        command
    }

    pub fn s3sim(&self, words: &[&str]) -> Done {
        Done::of(self.command(words).output().unwrap())
    }
}

impl Done {
    pub fn of(output: Output) -> Done {
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        Done { code: output.status.code(), out: text(output.stdout), err: text(output.stderr) }
    }
}

/// The files of a run.
pub const FILES: [&str; 4] = ["cost.csv", "events.csv", "expectations.csv", "summary.json"];
