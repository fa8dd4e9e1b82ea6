//! The same file and seed give the same bytes: twice in one process, and on however many threads.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use s3sim_document::source::Sources;
use s3sim_experiment::outcome::{Silent, simulate};
use s3sim_experiment::what_if::ask;
use s3sim_report::{files, what_if};
use s3sim_scenario::load::load;
use s3sim_simulator::run::Options;

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
    walk(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../scenarios"), &mut found);
    found.sort();
    found
}

/// Every file of a scenario's results.
fn results(path: &Path) -> BTreeMap<String, Vec<u8>> {
    let scenario = load::<&str, &str>(path.to_str().unwrap(), &[], &mut Sources::new()).unwrap();
    let outcome = simulate(&scenario, Options::default(), &Silent).unwrap();
    let mut all = files::of(&scenario, &outcome).unwrap();
    if !scenario.question.options.is_empty() {
        all.push(what_if::csv(&scenario, &ask(&scenario, &Silent).unwrap()).unwrap());
    }
    all.into_iter().map(|file| (file.name.to_owned(), file.bytes)).collect()
}

/// Whoever shares a core, a thread or a process with a run: it gives what it gave before.
#[test]
fn twice_in_one_process_and_on_one_two_and_eight_threads() {
    let scenarios = scenarios();
    assert!(scenarios.len() >= 40, "only {} scenarios were found", scenarios.len());
    let mut first: Option<Vec<BTreeMap<String, Vec<u8>>>> = None;
    for threads in [1, 2, 8] {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        let again = pool.install(|| scenarios.par_iter().map(|path| results(path)).collect::<Vec<_>>());
        let Some(first) = &first else {
            first = Some(again);
            continue;
        };
        for ((path, first), again) in scenarios.iter().zip(first).zip(&again) {
            assert_eq!(
                first.keys().collect::<Vec<_>>(),
                again.keys().collect::<Vec<_>>(),
                "{}",
                path.display()
            );
            for (name, bytes) in first {
                assert!(again.get(name) == Some(bytes), "{}: {name} on {threads} threads", path.display());
            }
        }
    }
}
