//! Results appear whole or not at all.

use std::fs::{self, File as Handle};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use crate::files::{self, File};

/// Folders in which files are made ready begin with this.
const READY: &str = ".s3sim-";
/// In such a folder: locked as long as its owner lives.
const LOCK: &str = "lock";
/// In such a folder: the files.
const FILES: &str = "files";

/// Puts files into `folder`, which afterwards holds these files and none of an earlier run. What no run writes stays:
/// notes beside the results, folders of other scenarios.
///
/// Everything is written next to the folder first, so that neither an interruption nor a full disk leaves half of it
/// behind. Into a folder that exists already the files are moved one by one, `summary.json` last, after that of the
/// earlier run is gone: a folder with a summary is whole even if the program is killed in that moment.
///
/// # Errors
/// What the file system says, with the path.
pub fn write(folder: &Path, files: &[File]) -> io::Result<()> {
    debug_assert!(files.iter().all(|file| files::NAMES.contains(&file.name)));
    let parent = folder.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    fs::create_dir_all(parent).map_err(|error| named(parent, error))?;
    sweep(parent);
    let ready = make_ready(parent, files)?;
    let fresh = ready.path().join(FILES);
    if folder.exists() {
        exchange(folder, &fresh, files)
    } else {
        fs::rename(&fresh, folder).map_err(|error| named(folder, error))
    }
}

/// Puts one file in place, or leaves what was there.
///
/// # Errors
/// What the file system says, with the path.
pub fn write_file(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut file = tempfile::NamedTempFile::new_in(parent).map_err(|error| named(parent, error))?;
    file.write_all(bytes).map_err(|error| named(path, error))?;
    file.persist(path).map_err(|error| named(path, error.error))?;
    Ok(())
}

/// Writes the files into a folder of their own inside `parent`, which vanishes with the value that is given back.
fn make_ready(parent: &Path, files: &[File]) -> io::Result<Ready> {
    let folder =
        tempfile::Builder::new().prefix(READY).tempdir_in(parent).map_err(|error| named(parent, error))?;
    let lock = folder.path().join(LOCK);
    let handle = Handle::create(&lock).map_err(|error| named(&lock, error))?;
    // Without locks nobody sweeps, which is all they are for.
    let _ = handle.try_lock();
    let fresh = folder.path().join(FILES);
    fs::create_dir(&fresh).map_err(|error| named(&fresh, error))?;
    for file in files {
        fs::write(fresh.join(file.name), &file.bytes)
            .map_err(|error| named(&parent.join(file.name), error))?;
    }
    Ok(Ready { folder, _lock: handle })
}

/// Files that are ready to take their places, and the sign that somebody is at it.
struct Ready {
    folder: tempfile::TempDir,
    _lock: Handle,
}

impl Ready {
    fn path(&self) -> &Path {
        self.folder.path()
    }
}

/// Moves the fresh files into a folder that is there already.
fn exchange(folder: &Path, fresh: &Path, files: &[File]) -> io::Result<()> {
    // Looked for before anything is touched.
    if !folder.is_dir() {
        return Err(named(folder, io::Error::other("is in the way of the folder of the results")));
    }
    let places: Vec<PathBuf> = files::NAMES.iter().map(|name| folder.join(name)).collect();
    if let Some(place) = places.iter().find(|place| place.is_dir()) {
        return Err(named(place, io::Error::other("is a folder where a file of the results belongs")));
    }
    remove(&folder.join(files::SUMMARY))?;
    for name in files::NAMES.iter().filter(|name| files.iter().all(|file| file.name != **name)) {
        remove(&folder.join(name))?;
    }
    let (last, first): (Vec<_>, Vec<_>) = files.iter().partition(|file| file.name == files::SUMMARY);
    for file in first.into_iter().chain(last) {
        let place = folder.join(file.name);
        fs::rename(fresh.join(file.name), &place).map_err(|error| named(&place, error))?;
    }
    Ok(())
}

fn remove(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(named(path, error)),
        _ => Ok(()),
    }
}

/// Removes what runs that were killed have left behind. It is no harm if that fails.
fn sweep(parent: &Path) {
    let Ok(entries) = fs::read_dir(parent) else { return };
    for entry in entries.flatten() {
        if !entry.file_name().to_string_lossy().starts_with(READY) {
            continue;
        }
        let path = entry.path();
        // Whose owner lives holds its lock.
        if Handle::open(path.join(LOCK)).is_ok_and(|lock| lock.try_lock().is_ok()) {
            let _ = fs::remove_dir_all(&path);
        }
    }
}

fn named(path: &Path, error: io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("{}: {error}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(name: &'static str, text: &str) -> File {
        File { name, bytes: text.as_bytes().to_vec() }
    }

    fn names(folder: &Path) -> Vec<String> {
        let mut names: Vec<String> = fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
            .collect();
        names.sort();
        names
    }

    #[test]
    fn a_folder_holds_the_files_of_the_last_run_only() {
        let root = tempfile::tempdir().unwrap();
        let folder = root.path().join("deep/down/run");
        write(&folder, &[file("cost.csv", "1"), file("events.csv", "2"), file("summary.json", "{}")])
            .unwrap();
        write(&folder, &[file("cost.csv", "3"), file("summary.json", "[]")]).unwrap();
        assert_eq!(names(&folder), ["cost.csv", "summary.json"]);
        assert_eq!(fs::read_to_string(folder.join("cost.csv")).unwrap(), "3");
        assert_eq!(names(folder.parent().unwrap()), ["run"], "nothing is left beside it");
    }

    #[test]
    fn what_no_run_writes_stays() {
        let root = tempfile::tempdir().unwrap();
        let folder = root.path().join("run");
        write(&folder.join("another"), &[file("cost.csv", "1")]).unwrap();
        fs::write(folder.join("notes.txt"), "mine").unwrap();
        write(&folder, &[file("cost.csv", "2")]).unwrap();
        assert_eq!(names(&folder), ["another", "cost.csv", "notes.txt"]);
        assert_eq!(names(&folder.join("another")), ["cost.csv"]);
    }

    #[test]
    fn a_place_that_cannot_be_written_leaves_what_was_there() {
        let root = tempfile::tempdir().unwrap();
        let blocked = root.path().join("file");
        fs::write(&blocked, "not a folder").unwrap();
        for folder in [blocked.clone(), blocked.join("run")] {
            let error = write(&folder, &[file("cost.csv", "1")]).unwrap_err();
            assert!(error.to_string().contains("file"), "{error}");
            assert_eq!(fs::read_to_string(&blocked).unwrap(), "not a folder");
        }
        let folder = root.path().join("run");
        fs::create_dir_all(folder.join("cost.csv")).unwrap();
        fs::write(folder.join("summary.json"), "old").unwrap();
        let error = write(&folder, &[file("cost.csv", "1"), file("summary.json", "new")]).unwrap_err();
        assert!(error.to_string().ends_with("is a folder where a file of the results belongs"), "{error}");
        assert_eq!(fs::read_to_string(folder.join("summary.json")).unwrap(), "old");
        assert_eq!(names(root.path()), ["file", "run"], "nothing is left beside it");
    }

    #[test]
    fn what_a_killed_run_left_behind_is_swept_away_unless_it_lives() {
        let root = tempfile::tempdir().unwrap();
        for left in ["dead", "alive"] {
            let folder = root.path().join(format!("{READY}{left}"));
            fs::create_dir_all(folder.join(FILES)).unwrap();
            fs::write(folder.join(LOCK), "").unwrap();
        }
        let alive = Handle::open(root.path().join(format!("{READY}alive")).join(LOCK)).unwrap();
        alive.try_lock().unwrap();
        write(&root.path().join("run"), &[file("cost.csv", "1")]).unwrap();
        assert_eq!(names(root.path()), [".s3sim-alive", "run"]);
    }
}
