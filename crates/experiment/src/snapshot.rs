//! The files of a run as text, recorded or fresh: what is compared.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;

/// The files of one run, by name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Snapshot {
    files: BTreeMap<String, String>,
}

impl Snapshot {
    /// Of files in memory. Bytes that are no UTF-8 (which no run writes) are replaced.
    pub fn of<'a>(files: impl IntoIterator<Item = (&'a str, &'a [u8])>) -> Snapshot {
        let text =
            |(name, bytes): (&str, &[u8])| (name.to_owned(), String::from_utf8_lossy(bytes).into_owned());
        Snapshot { files: files.into_iter().map(text).collect() }
    }

    /// Of a folder: those of `names` that are there. What else is in the folder is not looked at.
    ///
    /// # Errors
    /// What the file system says, with the path, of a file that is there and cannot be read.
    pub fn read(folder: &Path, names: &[&str]) -> io::Result<Snapshot> {
        let mut files = BTreeMap::new();
        for name in names {
            let path = folder.join(name);
            match fs::read(&path) {
                Ok(bytes) => {
                    files.insert((*name).to_owned(), String::from_utf8_lossy(&bytes).into_owned());
                }
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                Err(error) => {
                    return Err(io::Error::new(error.kind(), format!("{}: {error}", path.display())));
                }
            }
        }
        Ok(Snapshot { files })
    }

    /// Whether there is no file at all: nothing was recorded.
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    /// The text of a file.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.files.get(name).map(String::as_str)
    }

    /// The names of the files, in alphabetical order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.files.keys().map(String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_is_read_by_the_names_that_runs_write() {
        let folder = std::env::temp_dir().join(format!("s3sim-snapshot-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join("cost.csv"), "a\n").unwrap();
        fs::write(folder.join("notes.txt"), "mine").unwrap();
        let read = Snapshot::read(&folder, &["cost.csv", "events.csv"]).unwrap();
        fs::remove_dir_all(&folder).unwrap();
        assert_eq!(read, Snapshot::of([("cost.csv", &b"a\n"[..])]));
        assert!(
            Snapshot::read(&folder, &["cost.csv"]).unwrap().is_empty(),
            "nothing there is nothing recorded"
        );
    }
}
