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

/// Each question stands in the table of the page, with the answer that its file gives.
#[test]
fn the_page_tells_every_answer() {
    let page = fs::read_to_string(root().join("docs/exam.md")).unwrap();
    let questions = files(&root().join("scenarios/exam"));
    assert!(questions.len() >= 58, "{}", questions.len());
    for file in questions {
        let name = file.file_stem().unwrap().to_string_lossy().into_owned();
        let text = fs::read_to_string(&file).unwrap();
        let answer = text.lines().find_map(|line| line.strip_prefix("answer: ")).unwrap();
        let row = page.lines().find(|line| line.starts_with(&format!("| [{name}]"))).unwrap_or_default();
        assert_eq!(row.split(" | ").nth(2), Some(answer.trim_matches(['[', ']'])), "{name}");
    }
}
