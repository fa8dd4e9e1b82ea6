//! Every committed scenario gives its committed results, to the byte, however its populations are cut.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

use std::path::{Path, PathBuf};
use std::process::Command;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap()
}

fn scenarios() -> Vec<PathBuf> {
    fn walk(folder: &Path, found: &mut Vec<PathBuf>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(&path, found);
            } else if path.extension().is_some_and(|ending| ending == "yaml") {
                found.push(path);
            }
        }
    }
    let mut found = Vec::new();
    walk(&root().join("scenarios"), &mut found);
    found.sort();
    found
}

/// What is printed and not compared: version and digest.
fn comparable(name: &str, text: &str) -> String {
    let volatile = |line: &&str| !(line.contains("\"s3sim\":") || line.contains("\"digest\":"));
    if name == "summary.json" {
        text.lines().filter(volatile).collect::<Vec<_>>().join("\n")
    } else {
        text.to_owned()
    }
}

fn run(scenarios: &[PathBuf], out: &Path, more: &[&str]) {
    let done = Command::new(env!("CARGO_BIN_EXE_s3sim"))
        .current_dir(root())
        .args(["run", "--quiet", "--out"])
        .arg(out)
        .args(more)
        .args(scenarios)
        .output()
        .unwrap();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
}

fn compare(out: &Path, scenario: &Path) {
    let place = scenario.strip_prefix(root().join("scenarios")).unwrap().with_extension("");
    let (expected, actual) = (root().join("results").join(&place), out.join(&place));
    let names = |folder: &Path| {
        let entries =
            std::fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
        let mut names: Vec<String> =
            entries.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        names
    };
    assert_eq!(names(&expected), names(&actual), "{}", place.display());
    for name in names(&expected) {
        let read = |folder: &Path| std::fs::read_to_string(folder.join(&name)).unwrap();
        let (old, new) = (comparable(&name, &read(&expected)), comparable(&name, &read(&actual)));
        let first = old.lines().zip(new.lines()).find(|(old, new)| old != new);
        assert!(old == new, "{}/{name} has changed: {first:?}", place.display());
    }
}

#[test]
fn committed_scenarios_give_their_committed_results() {
    let out = tempfile::tempdir().unwrap();
    let scenarios = scenarios();
    assert!(scenarios.len() >= 20);
    run(&scenarios, out.path(), &[]);
    scenarios.iter().for_each(|scenario| compare(out.path(), scenario));
}

/// Runs of identical objects against rows of one object: nothing of it shows. Populations above a million objects
/// take too much memory for this.
#[test]
fn runs_and_singles_give_the_same_results() {
    let out = tempfile::tempdir().unwrap();
    let small: Vec<PathBuf> = scenarios()
        .into_iter()
        .filter(|path| {
            let text = std::fs::read_to_string(path).unwrap();
            !text.contains("00_000") && !path.components().any(|part| part.as_os_str() == "real")
        })
        .collect();
    assert!(small.len() >= 15);
    run(&small, out.path(), &["--explode"]);
    small.iter().for_each(|scenario| compare(out.path(), scenario));
}
