//! A scenario run in memory: its outcome and its files.

use std::path::Path;

use s3sim_experiment::outcome::{Expected, Failure, Outcome, Progress, simulate};
use s3sim_experiment::snapshot::Snapshot;
use s3sim_experiment::what_if::{WhatIf, ask, expectation};
use s3sim_report::files::{self, File};
use s3sim_report::what_if;
use s3sim_scenario::Scenario;
use s3sim_simulator::run::Options;

use crate::exit::Exit;
use crate::load::{Refusal, read};

/// What a run gave.
pub(crate) struct Simulated {
    pub(crate) scenario: Scenario,
    /// What was expected, and of its options the right answer.
    pub(crate) expected: Vec<Expected>,
    pub(crate) files: Vec<File>,
}

impl Simulated {
    /// The files, for comparing.
    pub(crate) fn snapshot(&self) -> Snapshot {
        Snapshot::of(self.files.iter().map(|file| (file.name, file.bytes.as_slice())))
    }
}

/// Runs a scenario and writes nothing.
pub(crate) fn run(path: &Path, progress: &(dyn Progress + Sync)) -> Result<Simulated, Refusal> {
    let scenario = read(path, &[], None)?;
    let outcome = outcome(path, &scenario, Options::default(), progress)?;
    let world = |error| Refusal::of_world(format!("cannot write results: {error}"));
    let mut files = files::of(&scenario, &outcome).map_err(world)?;
    let answer = match asked(path, &scenario, progress)? {
        Some(found) => {
            files.push(what_if::csv(&scenario, &found).map_err(world)?);
            expectation(&scenario, &found)
        }
        None => None,
    };
    let expected = outcome.expected.iter().cloned().chain(answer).collect();
    Ok(Simulated { scenario, expected, files })
}

/// What comes of the options of a scenario, if it has any.
pub(crate) fn asked(
    path: &Path,
    scenario: &Scenario,
    progress: &(dyn Progress + Sync),
) -> Result<Option<WhatIf>, Refusal> {
    if scenario.question.options.is_empty() {
        return Ok(None);
    }
    ask(scenario, progress).map(Some).map_err(|failure| refusal(path, failure))
}

/// What comes of a scenario that was read from `path`.
pub(crate) fn outcome(
    path: &Path,
    scenario: &Scenario,
    options: Options,
    progress: &dyn Progress,
) -> Result<Outcome, Refusal> {
    simulate(scenario, options, progress).map_err(|failure| refusal(path, failure))
}

/// Why nothing came of a scenario that was read from `path`.
pub(crate) fn refusal(path: &Path, failure: Failure) -> Refusal {
    match failure {
        Failure::Interrupted => Refusal::of_world("interrupted: nothing was written"),
        Failure::Prices(unknown) => Refusal {
            exit: Exit::WrongInput,
            complaints: unknown.iter().map(|price| format!("{}: {price}", path.display())).collect(),
        },
    }
}
