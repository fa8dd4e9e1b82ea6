//! `docs/scenarios.md` teaches the format: every example on it is a scenario, and it leaves no word out.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap()
}

fn page() -> String {
    fs::read_to_string(root().join("docs/scenarios.md")).unwrap()
}

/// The blocks of YAML, each with the line on which it begins.
fn examples(page: &str) -> Vec<(usize, String)> {
    let mut blocks = Vec::new();
    let mut lines = page.lines().enumerate();
    while let Some((number, line)) = lines.next() {
        if line == "```yaml" {
            let block = lines.by_ref().map(|(_, line)| line).take_while(|line| !line.starts_with("```"));
            blocks.push((number + 2, block.collect::<Vec<_>>().join("\n")));
        }
    }
    blocks
}

#[test]
fn every_example_is_a_scenario() {
    let (room, files) = (tempfile::tempdir().unwrap(), root().join("scenarios/real"));
    let examples = examples(&page());
    assert!(examples.len() >= 10, "only {} examples were found", examples.len());
    for (line, text) in examples {
        let file = room.path().join("my.yaml");
        // What is named lies beside the other scenarios.
        fs::write(&file, text.replace(" real/", &format!(" {}/", files.display()))).unwrap();
        let done = Command::new(env!("CARGO_BIN_EXE_s3sim")).arg("check").arg(&file).output().unwrap();
        let said =
            String::from_utf8_lossy(&done.stderr).into_owned() + &String::from_utf8_lossy(&done.stdout);
        assert!(done.status.success(), "docs/scenarios.md:{line}:\n{said}");
    }
}

/// The format's own words in a schema of a map, whichever way it is described.
fn words(schema: &Value) -> BTreeSet<&str> {
    let ways = schema["anyOf"].as_array().into_iter().flatten().chain([schema]);
    let properties = ways.filter_map(|way| way["properties"].as_object()).flat_map(|map| map.keys());
    properties
        .map(String::as_str)
        .filter(|word| word.starts_with(char::is_lowercase) && !word.contains(':'))
        .collect()
}

/// Whether a page has a word as a key of an example or in code.
fn shows(page: &str, word: &str) -> bool {
    let letter = |c: char| c.is_alphanumeric() || c == '_';
    page.match_indices(word).any(|(at, _)| {
        let (before, after) = (&page[..at], &page[at + word.len()..]);
        let key = after.starts_with(':') || after.starts_with("+:");
        !before.ends_with(letter)
            && !after.starts_with(letter)
            && (key || before.ends_with('`') && after.starts_with('`'))
    })
}

#[test]
fn every_word_is_shown() {
    let page = page();
    let schema: Value =
        serde_json::from_str(&fs::read_to_string(root().join("scenario.schema.json")).unwrap()).unwrap();
    let mut missing = Vec::new();
    let named = schema["$defs"].as_object().unwrap().iter().map(|(title, schema)| (title.as_str(), schema));
    for (title, schema) in named.chain([("scenario", &schema)]) {
        missing.extend(
            words(schema)
                .into_iter()
                .filter(|word| !shows(&page, word))
                .map(|word| format!("`{word}` of a {title}")),
        );
    }
    assert!(missing.is_empty(), "docs/scenarios.md does not show {}", missing.join(", "));
}

#[test]
fn what_counts_as_shown() {
    for (page, shown) in [
        ("{count: 3}", true),
        ("`count`", true),
        ("`count: 3`", true),
        ("{account: main}", false),
        ("count on me", false),
        ("{counts: 3}", false),
    ] {
        assert_eq!(shows(page, "count"), shown, "{page}");
    }
}
