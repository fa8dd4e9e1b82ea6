//! The observer that looks at states when the checks ask for it.

use s3sim_kernel::time::Instant;
use s3sim_ledger::Ledger;
use s3sim_s3::response::Response;
use s3sim_scenario::Scenario;
use s3sim_scenario::check::{Check, CheckKind, When};
use s3sim_scenario::expectation::Expectation;
use s3sim_simulator::run::{Moment, Observer};
use s3sim_simulator::steps::{probe, probe_kms, probe_permission};

use crate::baseline::Baseline;
use crate::measures::{self, Figure};
use crate::outcome::Progress;
use crate::spending::Spending;
use crate::{answers, objects};

/// What a check that looks at states has found so far.
#[derive(Clone, Debug, Default)]
pub struct Finding {
    /// What was expected.
    pub expected: String,
    /// What was found: the first thing that is wrong, or the last that is right.
    pub actual: String,
    /// Whether it has held so far.
    pub passed: bool,
    /// What was measured, if something was.
    pub figure: Option<Figure>,
}

/// Looks for all checks of a scenario at once.
pub struct Watcher<'a> {
    checks: &'a [Check],
    findings: Vec<Option<Finding>>,
    baseline: &'a Baseline,
    progress: &'a dyn Progress,
    also: Vec<Instant>,
    spending: Spending<'a>,
}

impl<'a> Watcher<'a> {
    /// Nothing seen so far.
    pub fn new(checks: &'a [Check], baseline: &'a Baseline, progress: &'a dyn Progress) -> Watcher<'a> {
        Watcher {
            checks,
            findings: vec![None; checks.len()],
            baseline,
            progress,
            also: Vec::new(),
            spending: Spending::default(),
        }
    }

    /// The same, which also wants to know what had been used before these instants.
    pub fn reading(self, also: Vec<Instant>) -> Watcher<'a> {
        Watcher { also, ..self }
    }

    /// The same, which sets off the actions of budgets.
    pub fn spending(self, scenario: &'a Scenario) -> Watcher<'a> {
        Watcher { spending: Spending::of(scenario), ..self }
    }

    /// What each check has found; nothing for those that do not look at states.
    pub fn findings(self) -> Vec<Option<Finding>> {
        self.findings
    }
}

impl Observer for Watcher<'_> {
    fn instants(&self) -> Vec<Instant> {
        let of = |check: &Check| match check.when {
            When::At(at) => Some(at),
            When::Always { from, .. } => Some(from),
            // Losses are noted by the machine, which is gone when the run is over.
            When::Total { until, .. } => check.looks_for_losses().then_some(until),
        };
        self.checks.iter().filter_map(of).collect()
    }

    fn readings(&self) -> Vec<Instant> {
        let of = |check: &Check| match check.when {
            When::Total { from, until } => vec![from, until],
            When::At(_) | When::Always { .. } => Vec::new(),
        };
        self.checks.iter().flat_map(of).chain(self.also.iter().copied()).collect()
    }

    fn read(&mut self, at: Instant, ledger: &Ledger) -> Vec<usize> {
        self.spending.read(at, ledger)
    }

    fn look(&mut self, moment: &Moment<'_>) {
        for (check, known) in self.checks.iter().zip(&mut self.findings) {
            let wanted = match check.when {
                When::At(at) => moment.asked && at == moment.now,
                When::Always { from, until } => from <= moment.now && moment.now < until,
                When::Total { until, .. } => moment.asked && until == moment.now && check.looks_for_losses(),
            };
            let failed = known.as_ref().is_some_and(|finding| !finding.passed);
            if wanted && !failed {
                let mut finding = examine(check, moment, self.baseline);
                if !finding.passed && matches!(check.when, When::Always { .. }) {
                    finding.actual = format!("{}: {}", moment.now, finding.actual);
                }
                *known = Some(finding);
            }
        }
    }

    fn watches(&self, now: Instant) -> bool {
        self.checks.iter().any(|check| match check.when {
            When::Always { from, until } => from <= now && now < until,
            When::At(_) | When::Total { .. } => false,
        })
    }

    fn holds(&mut self, check: &Check, moment: &Moment<'_>) -> bool {
        examine(check, moment, self.baseline).passed
    }

    fn progress(&mut self, now: Instant) {
        self.progress.reached(now);
    }

    fn interrupted(&self) -> bool {
        self.progress.interrupted()
    }
}

fn examine(check: &Check, moment: &Moment<'_>, baseline: &Baseline) -> Finding {
    match &check.kind {
        CheckKind::Ask { request, expect } => {
            let answer = probe(moment.s3, moment.now, request, moment.answers, &check.name);
            answered(expect, &answer, moment)
        }
        CheckKind::AskKms { call, expect } => {
            answered(expect, &Ok(probe_kms(moment.s3, moment.now, call)), moment)
        }
        CheckKind::AskPermission { permission, expect } => {
            answered(expect, &Ok(probe_permission(moment.s3, moment.now, permission)), moment)
        }
        CheckKind::Objects { selection, attributes } => {
            let verdict = objects::check(moment.s3, moment.now, selection, attributes);
            let passed = verdict.is_ok();
            let actual = verdict.unwrap_or_else(|wrong| wrong);
            Finding { expected: objects::expected(attributes), actual, passed, figure: None }
        }
        CheckKind::Measure { measure, comparisons } => {
            let other = |measure: &_| match check.when {
                When::Total { from, until } => {
                    // What happens at the very end of the run is part of it.
                    let until = if until == moment.end { Instant::HORIZON } else { until };
                    measures::of_losses(measure, moment.s3, from, until)
                }
                When::At(_) | When::Always { .. } => {
                    measures::of_state(measure, moment.s3, moment.ledger, moment.now)
                }
            };
            let figure = other(measure);
            let base = baseline.get(measure, check.when).or(figure.as_ref());
            let passed =
                figure.as_ref().is_some_and(|figure| measures::holds(figure, comparisons, base, other));
            let actual = figure.as_ref().map_or_else(|| "not a state".to_owned(), Figure::text);
            Finding { expected: measures::expected(comparisons, base, other), actual, passed, figure }
        }
    }
}

/// What an answer is worth that was expected to be another, or the same.
fn answered(expect: &Expectation, answer: &Result<Response, String>, moment: &Moment<'_>) -> Finding {
    let verdict = answers::check(expect, answer, moment.answers);
    let passed = verdict.is_ok();
    let actual = verdict.err().unwrap_or_else(|| answers::describe(answer));
    Finding { expected: answers::expected(expect), actual, passed, figure: None }
}
