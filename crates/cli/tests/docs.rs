//! What the documentation shows is what the program prints: every `console` block of the README and of `docs/` is run.
//!
//! A line `$ s3sim …` is a command, what follows it its output; a line `…` stands for any lines.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Commands that are shown and cannot be run here: those of other programs, or with a shell around them.
const NOT_RUN: &[&str] = &["TWIN_CASES=40000 TWIN_SEED=11 cargo test -p s3sim-report --test twin"];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap()
}

/// A command, and the lines that are shown below it.
struct Shown {
    place: String,
    command: String,
    lines: Vec<String>,
}

fn shown(file: &Path) -> Vec<Shown> {
    let text = fs::read_to_string(file).unwrap();
    let mut all: Vec<Shown> = Vec::new();
    let mut inside = false;
    for (number, line) in text.lines().enumerate() {
        if line.starts_with("```") {
            inside = line == "```console";
        } else if let Some(command) = line.strip_prefix("$ ").filter(|_| inside) {
            let place = format!("{}:{}", file.strip_prefix(root()).unwrap().display(), number + 1);
            all.push(Shown { place, command: command.to_owned(), lines: Vec::new() });
        } else if let Some(last) = all.last_mut().filter(|_| inside) {
            last.lines.push(line.trim_end().to_owned());
        }
    }
    for one in &mut all {
        while one.lines.last().is_some_and(String::is_empty) {
            one.lines.pop();
        }
    }
    all
}

fn pages() -> Vec<PathBuf> {
    let docs = fs::read_dir(root().join("docs")).unwrap().map(|entry| entry.unwrap().path());
    let mut pages: Vec<PathBuf> = docs.filter(|path| path.extension().is_some_and(|e| e == "md")).collect();
    pages.push(root().join("README.md"));
    pages.sort();
    pages
}

/// Words as a shell splits them, with its two kinds of quotes.
fn words(command: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut quote = None;
    for letter in command.chars() {
        match (quote, letter) {
            (None, '\'' | '"') => quote = Some(letter),
            (Some(open), close) if open == close => quote = None,
            (None, ' ') => words.push(String::new()),
            _ => words.last_mut().unwrap().push(letter),
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

/// Whether the lines fit what is shown, in which `…` stands for any lines.
fn fits(shown: &[String], lines: &[&str]) -> bool {
    match shown.split_first() {
        None => lines.is_empty(),
        Some((first, rest)) if first.trim() == "…" => (0..=lines.len()).any(|at| fits(rest, &lines[at..])),
        Some((first, rest)) => {
            lines.split_first().is_some_and(|(line, more)| first == line && fits(rest, more))
        }
    }
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let (path, place) = (entry.as_ref().unwrap().path(), to.join(entry.unwrap().file_name()));
        if path.is_dir() {
            copy(&path, &place);
        } else {
            fs::copy(&path, &place).unwrap();
        }
    }
}

/// In a copy of what commands read and write, so that running them changes nothing here.
#[test]
fn what_the_documentation_shows_is_what_is_printed() {
    let room = tempfile::tempdir().unwrap();
    for folder in ["scenarios", "results"] {
        copy(&root().join(folder), &room.path().join(folder));
    }
    let mut wrong = Vec::new();
    let mut run = 0;
    for one in pages().iter().flat_map(|page| shown(page)) {
        if NOT_RUN.contains(&one.command.as_str()) {
            continue;
        }
        let words = words(&one.command);
        if words[0] != "s3sim" || words.iter().any(|word| ["|", ">", "&&", ";"].contains(&word.as_str())) {
            wrong.push(format!("{}: `{}` cannot be run: is it to be in NOT_RUN?", one.place, one.command));
            continue;
        }
        let done = Command::new(env!("CARGO_BIN_EXE_s3sim"))
            .current_dir(room.path())
            .args(&words[1..])
            .output()
            .unwrap();
        let text = String::from_utf8(done.stdout).unwrap() + &String::from_utf8(done.stderr).unwrap();
        let lines: Vec<&str> = text.trim_end().lines().map(str::trim_end).collect();
        run += 1;
        if !fits(&one.lines, &lines) {
            wrong.push(format!("{}: `{}` prints\n{}", one.place, one.command, lines.join("\n")));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
    assert!(run >= 5, "only {run} commands were found");
}

#[test]
fn ellipses_stand_for_any_lines() {
    for (shown, printed, fit) in [
        (&["a", "b"][..], &["a", "b"][..], true),
        (&["a"], &["a", "b"], false),
        (&["a", "…"], &["a", "b", "c"], true),
        (&["…", "c"], &["a", "b", "c"], true),
        (&["a", "…", "c"], &["a", "c"], true),
        (&["a", "…", "d"], &["a", "b", "c"], false),
    ] {
        let shown: Vec<String> = shown.iter().map(|line| (*line).to_owned()).collect();
        assert_eq!(fits(&shown, printed), fit, "{shown:?} {printed:?}");
    }
    assert_eq!(words("s3sim run 'a b' --set \"x=y z\""), ["s3sim", "run", "a b", "--set", "x=y z"]);
}
