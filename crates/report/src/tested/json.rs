//! For machines.

use s3sim_experiment::diff::Change;
use serde::Serialize;

use super::{End, NOTHING, Results, Tested};

#[derive(Serialize)]
struct All<'a> {
    passed: usize,
    failed: usize,
    scenarios: Vec<One<'a>>,
}

#[derive(Serialize)]
struct One<'a> {
    scenario: &'a str,
    results: &'a str,
    passed: bool,
    /// `unread`, `unrecorded`, `same`, `moved`, `accepted`.
    state: &'static str,
    problems: Vec<&'a str>,
    expectations: Vec<Expectation<'a>>,
    changes: Vec<Moved<'a>>,
}

#[derive(Serialize)]
struct Expectation<'a> {
    expectation: &'a str,
    expected: &'a str,
    actual: &'a str,
    passed: bool,
}

#[derive(Serialize)]
struct Moved<'a> {
    file: &'a str,
    what: &'a str,
    was: &'a str,
    now: &'a str,
    by: &'a str,
}

/// Every scenario with everything that was found.
///
/// # Errors
/// Only if memory cannot be written to.
pub fn json(tested: &[Tested]) -> std::io::Result<String> {
    let passed = tested.iter().filter(|one| one.passed()).count();
    let all = All { passed, failed: tested.len() - passed, scenarios: tested.iter().map(one).collect() };
    Ok(serde_json::to_string_pretty(&all)? + "\n")
}

/// What moved between two results.
///
/// # Errors
/// Only if memory cannot be written to.
pub fn moved(changes: &[Change]) -> std::io::Result<String> {
    Ok(serde_json::to_string_pretty(&rows(changes))? + "\n")
}

fn rows(changes: &[Change]) -> Vec<Moved<'_>> {
    changes.iter().map(row).collect()
}

fn row(change: &Change) -> Moved<'_> {
    let Change { file, what, was, now, by } = change;
    Moved { file, what, was, now, by }
}

fn one(tested: &Tested) -> One<'_> {
    let mut one = One {
        scenario: &tested.scenario,
        results: &tested.place,
        passed: tested.passed(),
        state: "unread",
        problems: Vec::new(),
        expectations: Vec::new(),
        changes: Vec::new(),
    };
    match &tested.end {
        End::Wrong(complaints) => one.problems = complaints.iter().map(String::as_str).collect(),
        End::Ran { expected, results } => {
            one.expectations = expected
                .iter()
                .map(|of| Expectation {
                    expectation: &of.name,
                    expected: &of.expected,
                    actual: &of.actual,
                    passed: of.passed,
                })
                .collect();
            (one.state, one.changes) = match results {
                Results::Unrecorded => ("unrecorded", Vec::new()),
                Results::Same => ("same", Vec::new()),
                Results::Moved(changes) => ("moved", rows(changes)),
                Results::Accepted(changes) => ("accepted", rows(changes)),
            };
            if expected.is_empty() && *results == Results::Unrecorded {
                one.problems.push(NOTHING);
            }
        }
    }
    one
}
