//! A scenario run in memory: its outcome and its files.

use std::path::Path;

use s3sim_experiment::outcome::{Failure, Outcome, Progress, simulate};
use s3sim_experiment::snapshot::Snapshot;
use s3sim_report::files::{self, File};
use s3sim_scenario::Scenario;
use s3sim_simulator::run::Options;

use crate::exit::Exit;
use crate::load::{Refusal, read};

/// What a run gave.
pub(crate) struct Simulated {
    pub(crate) scenario: Scenario,
    pub(crate) outcome: Outcome,
    pub(crate) files: Vec<File>,
}

impl Simulated {
    /// The files, for comparing.
    pub(crate) fn snapshot(&self) -> Snapshot {
        Snapshot::of(self.files.iter().map(|file| (file.name, file.bytes.as_slice())))
    }
}

/// Runs a scenario and writes nothing.
pub(crate) fn run(path: &Path, progress: &dyn Progress) -> Result<Simulated, Refusal> {
    let scenario = read(path, &[], None)?;
    let outcome = outcome(path, &scenario, Options::default(), progress)?;
    let files = files::of(&scenario, &outcome)
        .map_err(|error| Refusal::of_world(format!("cannot write results: {error}")))?;
    Ok(Simulated { scenario, outcome, files })
}

/// What comes of a scenario that was read from `path`.
pub(crate) fn outcome(
    path: &Path,
    scenario: &Scenario,
    options: Options,
    progress: &dyn Progress,
) -> Result<Outcome, Refusal> {
    simulate(scenario, options, progress).map_err(|failure| match failure {
        Failure::Interrupted => Refusal::of_world("interrupted: nothing was written"),
        Failure::Prices(unknown) => Refusal {
            exit: Exit::WrongInput,
            complaints: unknown.iter().map(|price| format!("{}: {price}", path.display())).collect(),
        },
    })
}
