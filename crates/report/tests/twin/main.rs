//! Random scenarios: the product against the naive twin, runs against singles, and one run against the next.
//!
//! A fixed set of scenarios runs with the suite. For more, in other random directions:
//! `TWIN_CASES=20000 TWIN_SEED=7 cargo test --release -p s3sim-report --test twin`.

#![allow(missing_docs, clippy::unwrap_used)]

mod naive;
mod random;

use proptest::test_runner::{Config, RngAlgorithm, TestCaseError, TestError, TestRng, TestRunner};
use s3sim_document::source::{Format, Sources};
use s3sim_experiment::outcome::{Outcome, Silent, simulate};
use s3sim_report::files::{self, File};
use s3sim_scenario::{Scenario, scenario};
use s3sim_simulator::run::Options;

use random::Theme;

fn number(variable: &str, default: u64) -> u64 {
    std::env::var(variable).ok().and_then(|text| text.parse().ok()).unwrap_or(default)
}

fn load(text: &str) -> Scenario {
    let mut sources = Sources::new();
    let tree = match sources.read_text("random.yaml", text, Format::Yaml) {
        Ok(tree) => tree,
        Err(problems) => panic!("{}", sources.render(&problems).join("\n")),
    };
    match scenario::read(tree, "random") {
        Ok(scenario) => scenario,
        Err(problems) => panic!("{}\n{text}", sources.render(&problems).join("\n")),
    }
}

fn product(scenario: &Scenario, explode: bool) -> Outcome {
    simulate(scenario, Options { explode, ..Options::default() }, &Silent).unwrap()
}

/// The lines that one of two files has and the other has not.
fn difference(name: &str, (one, ours): (&str, &[u8]), (other, theirs): (&str, &[u8])) -> String {
    let lines = |bytes| String::from_utf8_lossy(bytes).lines().map(str::to_owned).collect::<Vec<_>>();
    let (ours, theirs) = (lines(ours), lines(theirs));
    let only = |who: &str, these: &[String], those: &[String]| {
        let mut text = String::new();
        for line in these.iter().filter(|line| !those.contains(line)).take(8) {
            text += &format!("  {who}: {line}\n");
        }
        text
    };
    format!("{name} differs\n{}{}", only(one, &ours, &theirs), only(other, &theirs, &ours))
}

/// Everything that must hold for a scenario.
fn check(text: &str) -> Result<(), String> {
    let scenario = load(text);
    let outcome = product(&scenario, false);
    let write = |outcome: &Outcome| files::of(&scenario, outcome).unwrap();
    let runs = write(&outcome);
    let named = |files: &[File], name: &str| files.iter().find(|f| f.name == name).unwrap().bytes.clone();
    let compare = |other: &str, theirs: &[File], names: &[&str]| {
        for name in names {
            let (a, b) = (named(&runs, name), named(theirs, name));
            if a != b {
                return Err(difference(name, ("product", &a), (other, &b)));
            }
        }
        Ok(())
    };
    let all = ["cost.csv", "events.csv", "expectations.csv", "summary.json"];
    compare("the twin", &naive::files(&scenario, outcome), &all[..2])?;
    compare("as singles", &write(&product(&scenario, true)), &all)?;
    compare("once more", &write(&product(&scenario, false)), &all)
}

/// Tries random scenarios of a theme, a fixed set unless the environment asks for others.
fn try_all(theme: Theme, direction: u64) {
    let cases = number("TWIN_CASES", 500) as u32;
    let config = Config { cases, failure_persistence: None, max_shrink_iters: 4_000, ..Config::default() };
    let mut seed = [0; 32];
    seed[..8].copy_from_slice(&number("TWIN_SEED", 1).to_le_bytes());
    seed[8..16].copy_from_slice(&direction.to_le_bytes());
    let mut runner = TestRunner::new_with_rng(config, TestRng::from_seed(RngAlgorithm::ChaCha, &seed));
    let result = runner
        .run(&random::scenario(theme), |sketch| check(&sketch.to_string()).map_err(TestCaseError::fail));
    match result {
        Ok(()) => {}
        Err(TestError::Fail(why, sketch)) => panic!("{why}\n{sketch}"),
        Err(TestError::Abort(why)) => panic!("{why}"),
    }
}

/// Nothing out of the ordinary.
const PLAIN: Theme = Theme {
    buckets: 1,
    populations: 1,
    steps: 0,
    traffic: 0,
    days: 9,
    soon: false,
    archives: false,
    locks: false,
    uploads: false,
};

#[test]
fn years_of_lifecycle() {
    try_all(Theme { populations: 2, steps: 2, days: 800, ..PLAIN }, 1);
}

#[test]
fn many_versions() {
    try_all(Theme { steps: 25, soon: true, ..PLAIN }, 2);
}

#[test]
fn busy_objects() {
    try_all(Theme { populations: 3, steps: 3, traffic: 3, days: 150, ..PLAIN }, 3);
}

#[test]
fn everything_at_once() {
    try_all(Theme { buckets: 3, populations: 3, steps: 12, traffic: 3, days: 100, ..PLAIN }, 4);
}

#[test]
fn restores() {
    try_all(Theme { populations: 2, steps: 16, days: 6, soon: true, archives: true, ..PLAIN }, 5);
}

#[test]
fn archives_of_every_kind() {
    try_all(Theme { populations: 2, steps: 10, traffic: 1, days: 400, archives: true, ..PLAIN }, 6);
}

#[test]
fn locks() {
    try_all(Theme { steps: 20, soon: true, locks: true, ..PLAIN }, 7);
}

#[test]
fn uploads() {
    try_all(Theme { steps: 24, soon: true, uploads: true, ..PLAIN }, 8);
}

/// What was found once: the scenarios, cut down and explained, and what must come of them.
#[test]
fn what_was_found_stays_mended() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/twin/found");
    let mut paths: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    assert!(!paths.is_empty());
    for path in paths {
        let text = std::fs::read_to_string(&path).unwrap();
        let outcome = product(&load(&text), false);
        for expected in outcome.expected {
            assert!(expected.passed, "{}: {expected:?}", path.display());
        }
        if let Err(why) = check(&text) {
            panic!("{}: {why}", path.display());
        }
    }
}
