//! Results appear whole or not at all.

use std::fs;
use std::io;
use std::path::Path;

use crate::files::File;

/// Puts files into `folder`, which afterwards holds these files and no others of an earlier run.
///
/// Everything is written next to it first and then takes its place, so that neither an interruption nor a full disk
/// leaves half of it behind.
///
/// # Errors
/// What the file system says, with the path.
pub fn write(folder: &Path, files: &[File]) -> io::Result<()> {
    let parent = folder.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let named =
        |path: &Path, error: io::Error| io::Error::new(error.kind(), format!("{}: {error}", path.display()));
    fs::create_dir_all(parent).map_err(|error| named(parent, error))?;
    let fresh = tempfile::Builder::new()
        .prefix(".s3sim-")
        .tempdir_in(parent)
        .map_err(|error| named(parent, error))?;
    for file in files {
        let path = fresh.path().join(file.name);
        fs::write(&path, &file.bytes).map_err(|error| named(&path, error))?;
    }
    if folder.exists() {
        let old = tempfile::Builder::new()
            .prefix(".s3sim-old-")
            .tempdir_in(parent)
            .map_err(|e| named(parent, e))?;
        let aside = old.path().join("results");
        fs::rename(folder, &aside).map_err(|error| named(folder, error))?;
        if let Err(error) = fs::rename(fresh.path(), folder) {
            // What was there before comes back.
            fs::rename(&aside, folder).map_err(|error| named(folder, error))?;
            return Err(named(folder, error));
        }
    } else {
        fs::rename(fresh.path(), folder).map_err(|error| named(folder, error))?;
    }
    // The folder has its new name: there is nothing left to clean up under the old one.
    let _ = fresh.keep();
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(name: &'static str, text: &str) -> File {
        File { name, bytes: text.as_bytes().to_vec() }
    }

    #[test]
    fn a_folder_holds_the_files_of_the_last_run_only() {
        let root = tempfile::tempdir().unwrap();
        let folder = root.path().join("deep/down/run");
        write(&folder, &[file("a.csv", "1"), file("b.csv", "2")]).unwrap();
        write(&folder, &[file("a.csv", "3")]).unwrap();
        let names: Vec<_> = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        assert_eq!(names, ["a.csv"]);
        assert_eq!(fs::read_to_string(folder.join("a.csv")).unwrap(), "3");
        let beside = fs::read_dir(folder.parent().unwrap()).unwrap().count();
        assert_eq!(beside, 1, "nothing is left beside it");
    }

    #[test]
    fn a_place_that_cannot_be_written_leaves_what_was_there() {
        let root = tempfile::tempdir().unwrap();
        let blocked = root.path().join("file");
        fs::write(&blocked, "not a folder").unwrap();
        let error = write(&blocked.join("run"), &[file("a.csv", "1")]).unwrap_err();
        assert!(error.to_string().contains("file"), "{error}");
        assert_eq!(fs::read_to_string(&blocked).unwrap(), "not a folder");
    }
}
