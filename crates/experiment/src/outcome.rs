//! The outcome of a scenario: run, bill, expectations.

use std::collections::BTreeMap;

use s3sim_billing::bill::Bill;
use s3sim_billing::budget::Sent;
use s3sim_billing::price::UnknownPrice;
use s3sim_kernel::time::Instant;
use s3sim_scenario::Scenario;
use s3sim_scenario::check::{Check, CheckKind, When};
use s3sim_scenario::expectation::Expectation;
use s3sim_scenario::measure::Measure;
use s3sim_simulator::run::{Options, Run, run};

use crate::answers;
use crate::baseline::{self, Baseline};
use crate::charges;
use crate::measures::{self, Figure};
use crate::protection;
use crate::things;
use crate::watch::{Finding, Watcher};

/// Somebody who wants to know how far it is, or to stop it.
pub trait Progress {
    /// The run has come to this instant.
    fn reached(&self, now: Instant);

    /// Whether it should stop.
    fn interrupted(&self) -> bool {
        false
    }
}

/// Nobody.
#[derive(Clone, Copy, Debug, Default)]
pub struct Silent;

impl Progress for Silent {
    fn reached(&self, _: Instant) {}
}

/// One thing that was expected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expected {
    /// Its name: that of the check, or `step x`.
    pub name: String,
    /// What was expected.
    pub expected: String,
    /// What came.
    pub actual: String,
    /// Whether it is the same.
    pub passed: bool,
}

/// What came of a scenario.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// The run.
    pub run: Run,
    /// Its bill.
    pub bill: Bill,
    /// The alerts of its budgets, in the order of time.
    pub alerts: Vec<Sent>,
    /// What was expected of it: the steps first, then the checks, both in file order. Where the file has options, what
    /// steps should answer is required of those instead.
    pub expected: Vec<Expected>,
    /// What must hold for it to be an answer: the steps first, then the requirements, both in file order.
    pub required: Vec<Required>,
    /// What was measured for each aim of the objective.
    pub aims: Vec<Option<Figure>>,
}

/// One thing that is required.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Required {
    /// What, and what came.
    pub expected: Expected,
    /// The one instant at which it was looked at, if there is one.
    pub at: Option<Instant>,
    /// What was measured, if it measures.
    pub figure: Option<Figure>,
}

impl Outcome {
    /// Whether everything that was expected came.
    pub fn passed(&self) -> bool {
        self.expected.iter().all(|expected| expected.passed)
    }
}

/// Why there is no outcome.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Failure {
    /// Prices that the bill needs and nobody knows.
    Prices(Vec<UnknownPrice>),
    /// Somebody stopped it.
    Interrupted,
}

/// Runs a scenario, bills it, and checks what is expected of it.
///
/// # Errors
/// Unknown prices, or an interruption.
pub fn simulate(scenario: &Scenario, options: Options, progress: &dyn Progress) -> Result<Outcome, Failure> {
    simulate_against(scenario, &Baseline::default(), options, progress)
}

/// As [`simulate`], where measures are compared with those of another run.
///
/// # Errors
/// As [`simulate`].
pub fn simulate_against(
    scenario: &Scenario,
    baseline: &Baseline,
    options: Options,
    progress: &dyn Progress,
) -> Result<Outcome, Failure> {
    let mut checks = scenario.checks();
    checks.extend(scenario.objective.iter().map(|aim| baseline::probe(aim.measure.clone(), aim.when)));
    let mut watcher =
        Watcher::new(&checks, baseline, progress).reading(charges::instants(scenario)).spending(scenario);
    let mut run = run(scenario, options, &mut watcher);
    if run.interrupted {
        return Err(Failure::Interrupted);
    }
    let bill_options = crate::bill::options(scenario);
    let bill = Bill::of(&run.ledger, &bill_options).map_err(Failure::Prices)?;
    let mut readings = BTreeMap::new();
    for (&at, ledger) in &run.readings {
        readings.insert(at, Bill::of(ledger, &bill_options).map_err(Failure::Prices)?);
    }
    let alerts = charges::watch(scenario, &readings, &mut run.ledger.journal);
    let nothing = Bill::default();
    let mut findings: Vec<Finding> = Vec::with_capacity(checks.len());
    for (check, finding) in checks.iter().zip(watcher.findings()) {
        let finding = match (check.when, finding) {
            (_, Some(finding)) => finding,
            (When::Total { from, until }, None) => {
                // What happens at the very end of the run belongs to the window that ends with it.
                let at_end =
                    if until == scenario.end { &bill } else { readings.get(&until).unwrap_or(&bill) };
                let at_start = readings.get(&from).unwrap_or(&nothing);
                let ends = (until != scenario.end).then_some(until);
                total(check, baseline, |measure| {
                    measures::of_window(measure, at_start, at_end)
                        .or_else(|| measures::of_scenario(measure, scenario))
                        .or_else(|| baseline.break_even(measure, &bill, scenario.start))
                        .or_else(|| measures::load::of_ledger(measure, &run.ledger))
                        .or_else(|| measures::of_trail(measure, &run.ledger, &run.keys, from, ends))
                        .or_else(|| protection::plaintext(measure, scenario, &run, from, ends))
                        .or_else(|| measures::of_steps(measure, scenario, &run))
                        .or_else(|| things::of_thing(measure, &run.ledger.journal, from, ends))
                })
            }
            (_, None) => Finding { actual: "never looked at".to_owned(), ..Finding::default() },
        };
        findings.push(finding);
    }
    Ok(judged(scenario, run, bill, alerts, findings))
}

/// Gives every finding to whoever asked for it.
fn judged(scenario: &Scenario, run: Run, bill: Bill, alerts: Vec<Sent>, findings: Vec<Finding>) -> Outcome {
    let of = |name: &str, finding: Finding| {
        let Finding { expected, actual, passed, .. } = finding;
        Expected { name: name.to_owned(), expected, actual, passed }
    };
    let mut findings = findings.into_iter();
    let steps = steps(scenario, &run);
    let checks =
        scenario.expect.iter().zip(findings.by_ref()).map(|(check, finding)| of(&check.name, finding));
    let checks: Vec<Expected> = checks.collect();
    let mut required: Vec<Required> = Vec::new();
    for (step, at) in &steps {
        required.push(Required { expected: step.clone(), at: *at, figure: None });
    }
    for requirement in &scenario.requirements {
        let name = &requirement.name;
        required.push(match &requirement.check {
            Ok(check) => {
                let at = match check.when {
                    When::At(at) => Some(at),
                    When::Always { .. } | When::Total { .. } => None,
                };
                let finding = findings.next().unwrap_or_default();
                Required { figure: finding.figure.clone(), expected: of(name, finding), at }
            }
            Err(why) => {
                let expected = "there is what it is about".to_owned();
                Required {
                    expected: Expected { name: name.clone(), expected, actual: why.clone(), passed: false },
                    at: None,
                    figure: None,
                }
            }
        });
    }
    let aims = findings.map(|finding| finding.figure).collect();
    let expected = match scenario.question.options.is_empty() {
        true => steps.into_iter().map(|(step, _)| step).chain(checks).collect(),
        false => checks,
    };
    Outcome { run, bill, alerts, expected, required, aims }
}

/// Every step is an expectation; an untold one expects success. With each the instant at which it was taken.
fn steps(scenario: &Scenario, run: &Run) -> Vec<(Expected, Option<Instant>)> {
    let mut results = Vec::new();
    for (index, step) in scenario.steps.iter().enumerate() {
        let Some(expect) = step.act.expect() else { continue };
        let Some(result) = run.steps.get(index).and_then(Option::as_ref) else {
            let (expected, actual) = (answers::expected(expect), "after the end of the run".to_owned());
            let name = format!("step {}", step.name);
            results.push((Expected { name, expected, actual, passed: false }, None));
            continue;
        };
        let verdict = match expect {
            // Nothing to call is not what somebody asked for who expects success.
            Expectation::Any => Ok(()),
            expect => answers::check(expect, &result.answer, &run.answers),
        };
        let told = Expected {
            name: format!("step {}", step.name),
            expected: answers::expected(expect),
            passed: verdict.is_ok(),
            actual: verdict.err().unwrap_or_else(|| answers::describe(&result.answer)),
        };
        results.push((told, Some(result.at)));
    }
    results
}

/// A check of a total, given how to take measures.
fn total(check: &Check, baseline: &Baseline, other: impl Fn(&Measure) -> Option<Figure>) -> Finding {
    let CheckKind::Measure { measure, comparisons } = &check.kind else {
        return Finding { actual: "not a total".to_owned(), ..Finding::default() };
    };
    let figure = other(measure);
    let base = baseline.get(measure, check.when).or(figure.as_ref());
    let passed = figure.as_ref().is_some_and(|figure| measures::holds(figure, comparisons, base, &other));
    let actual = figure.as_ref().map_or_else(|| "never happened".to_owned(), Figure::text);
    Finding { expected: measures::expected(comparisons, base, &other), actual, passed, figure }
}
