//! The exam scenarios are decided by what S3 does: nothing in the program knows them.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

use std::fs;
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap()
}

/// Every file below a folder.
fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let each = |path: PathBuf| if path.is_dir() { files(&path) } else { vec![path] };
    let mut all: Vec<PathBuf> = entries.flat_map(each).collect();
    all.sort();
    all
}

#[test]
fn no_source_names_a_question() {
    let questions: Vec<String> = files(&root().join("scenarios/exam"))
        .iter()
        .map(|path| path.file_stem().unwrap().to_string_lossy().to_lowercase())
        .collect();
    assert!(!questions.is_empty());
    let sources = files(&root().join("crates"));
    for source in sources.iter().filter(|path| path.components().any(|part| part.as_os_str() == "src")) {
        let text = String::from_utf8_lossy(&fs::read(source).unwrap()).to_lowercase();
        let named: Vec<&String> = questions.iter().filter(|question| text.contains(*question)).collect();
        assert!(named.is_empty(), "{} names {named:?}", source.display());
    }
}
