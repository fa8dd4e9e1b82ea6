//! `docs/fidelity.md` cannot drift: what it names is there, and every row says what it has to say.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// How a rule of AWS's is in here.
const WORDS: [&str; 4] = ["modelled", "approximated", "modelling choice", "not modelled"];
/// Where the rules come from.
const SITES: [&str; 3] = ["https://docs.aws.amazon.com/", "https://aws.amazon.com/", "https://repost.aws/"];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap()
}

fn page() -> String {
    fs::read_to_string(root().join("docs/fidelity.md")).unwrap()
}

/// A row, and the line on which it stands.
struct Row<'a> {
    line: usize,
    rule: &'a str,
    source: &'a str,
    how: &'a str,
    tests: &'a str,
}

/// The rows of all tables, or what is no row of four.
fn rows(page: &str) -> Result<Vec<Row<'_>>, String> {
    let heading = |line: &str| line.starts_with("| rule") || line.starts_with("|---");
    // What comes before the first section explains the words.
    let sections = page.lines().enumerate().skip_while(|(_, line)| !line.starts_with("## "));
    let lines = sections.filter(|(_, line)| line.starts_with('|') && !heading(line));
    let mut found = Vec::new();
    for (number, line) in lines {
        let cells: Vec<&str> = line.trim_matches('|').split(" | ").map(str::trim).collect();
        let [rule, source, how, tests] = cells[..] else {
            return Err(format!("line {} has {} cells, not four", number + 1, cells.len()));
        };
        found.push(Row { line: number + 1, rule, source, how, tests });
    }
    Ok(found)
}

/// Every test function of the workspace: its name, and the parts of the paths of the files that have one.
fn tests() -> BTreeMap<String, Vec<Vec<String>>> {
    let mut found: BTreeMap<String, Vec<Vec<String>>> = BTreeMap::new();
    let mut folders = vec![root().join("crates")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let parts = path.strip_prefix(root().join("crates")).unwrap().with_extension("");
                let parts: Vec<String> =
                    parts.iter().map(|part| part.to_string_lossy().into_owned()).collect();
                let text = fs::read_to_string(&path).unwrap();
                let mut is_test = false;
                for line in text.lines().map(str::trim_start) {
                    if let Some(name) = line.strip_prefix("fn ").and_then(|rest| rest.split('(').next()) {
                        if is_test {
                            found.entry(name.to_owned()).or_default().push(parts.clone());
                        }
                        is_test = false;
                    } else if line == "#[test]" {
                        is_test = true;
                    }
                }
            }
        }
    }
    found
}

/// What is wrong with the tests that a row names: `module::name` in code, or `scenario folder/name`.
fn missing(cell: &str, known: &BTreeMap<String, Vec<Vec<String>>>) -> Vec<String> {
    let mut wrong = Vec::new();
    for part in cell.split(", ") {
        let word = part.split(" (").next().unwrap_or(part).trim_matches('`');
        if let Some(scenario) = word.strip_prefix("scenario ") {
            if !root().join(format!("results/{scenario}/summary.json")).is_file() {
                wrong.push(format!("there is no scenario `{scenario}` with results"));
            }
            continue;
        }
        let mut path: Vec<&str> = word.split("::").collect();
        let name = path.pop().unwrap_or_default();
        let fits = |parts: &Vec<String>| {
            path.iter().all(|module| *module == "tests" || parts.iter().any(|part| part == module))
        };
        if !known.get(name).is_some_and(|places| places.iter().any(fits)) {
            wrong.push(format!("there is no test `{word}`"));
        }
    }
    wrong
}

#[test]
fn every_row_says_where_it_comes_from_how_it_is_in_here_and_what_holds_it() {
    let (page, known) = (page(), tests());
    let rows = rows(&page).unwrap();
    assert!(rows.len() > 90, "only {} rows were found", rows.len());
    let mut wrong = Vec::new();
    for row in &rows {
        let mut say =
            |what: String| wrong.push(format!("docs/fidelity.md:{}: {}: {what}", row.line, row.rule));
        let word = WORDS.iter().find(|word| row.how.starts_with(**word));
        if word.is_none() {
            say(format!("`{}` begins with none of {}", row.how, WORDS.join(", ")));
        }
        let linked = SITES.iter().any(|site| row.source.contains(&format!("]({site}")));
        // Of what AWS says nothing about there is no page.
        if !linked && (word != Some(&"modelling choice") || row.source != "–") {
            say("names no page of AWS's".to_owned());
        }
        match (row.tests, word) {
            ("–", Some(&"not modelled")) => {}
            ("–", _) => say("names no test".to_owned()),
            (tests, _) => missing(tests, &known).into_iter().for_each(say),
        }
    }
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}

/// The pages change: a reader has to know as of when they were read.
#[test]
fn it_says_when_the_pages_were_read() {
    let page = page();
    let said =
        page.lines().find_map(|line| line.strip_prefix("AWS's pages as they stood in ")).unwrap_or_default();
    let month: Vec<&str> = said.split([' ', ',', '.', ';', ':']).collect();
    let year = month.get(1).and_then(|year| year.parse::<u32>().ok()).unwrap_or_default();
    assert!((2024..2100).contains(&year), "when? {said}");
}
