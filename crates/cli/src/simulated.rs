//! A scenario run in memory: its outcome and its files.

use std::path::Path;

use s3sim_document::problem::Problem;
use s3sim_experiment::break_even::{Crossing, crossings};
use s3sim_experiment::outcome::{Expected, Failure, Outcome, Progress, simulate, simulate_against};
use s3sim_experiment::snapshot::Snapshot;
use s3sim_experiment::sweep::{self as experiment, Cell, Grid, Plan, Stopped};
use s3sim_experiment::what_if::{WhatIf, baseline, expectation};
use s3sim_report::files::{self, File};
use s3sim_report::sweep::{self, Sweep};
use s3sim_report::what_if::growth;
use s3sim_scenario::Scenario;
use s3sim_scenario::sweep::Axis;
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
    let mut expected = outcome.expected;
    if let Some(asked) = asked(path, &scenario, progress)? {
        files.extend(asked.files(&scenario).map_err(world)?);
        expected.extend(asked.answer(&scenario));
    }
    Ok(Simulated { scenario, expected, files })
}

/// What came of the options of a scenario, and of the values that it varies.
pub(crate) struct Asked {
    pub(crate) plan: Plan,
    pub(crate) cells: Vec<Cell>,
    /// Where options of the scenario as written cross.
    pub(crate) crossings: Vec<Crossing>,
}

impl Asked {
    /// What came of the scenario as written, with its own seed.
    pub(crate) fn as_written(&self) -> Option<&WhatIf> {
        self.cells.first().filter(|cell| cell.point == 0).map(|cell| &cell.found)
    }

    /// Whether it is one question and no sweep.
    pub(crate) fn is_single(&self) -> bool {
        self.plan.grid.points() == 0 && self.plan.seeds.is_empty()
    }

    /// What the file says of the answer, as something that is expected.
    pub(crate) fn answer(&self, scenario: &Scenario) -> Option<Expected> {
        self.as_written().and_then(|found| expectation(scenario, found))
    }

    /// For showing it.
    pub(crate) fn sweep<'a>(&'a self, scenario: &'a Scenario) -> Sweep<'a> {
        Sweep { scenario, plan: &self.plan, cells: &self.cells, crossings: &self.crossings }
    }

    /// what-if.csv.
    pub(crate) fn csv(&self, scenario: &Scenario) -> std::io::Result<File> {
        sweep::csv(&self.sweep(scenario))
    }

    /// what-if.csv and what goes with it.
    pub(crate) fn files(&self, scenario: &Scenario) -> std::io::Result<Vec<File>> {
        let mut files = vec![self.csv(scenario)?];
        if let Some(found) = self.as_written() {
            files.extend(growth(scenario, found, &self.crossings)?);
        }
        Ok(files)
    }
}

/// What comes of the options of a scenario and of what it varies, if it has any.
pub(crate) fn asked(
    path: &Path,
    scenario: &Scenario,
    progress: &(dyn Progress + Sync),
) -> Result<Option<Asked>, Refusal> {
    let question = &scenario.question;
    if question.options.is_empty() && question.vary.is_empty() {
        return Ok(None);
    }
    let grid = grid(path, question.vary.clone())?;
    let plan = Plan { points: 0..=grid.points(), grid, seeds: Vec::new() };
    swept(path, scenario, plan, progress, &|| ()).map(Some)
}

/// The grid of some axes.
pub(crate) fn grid(path: &Path, axes: Vec<Axis>) -> Result<Grid, Refusal> {
    let too_many = || format!("{}: vary: makes more than ten million points", path.display());
    Grid::of(axes).ok_or_else(|| Refusal::of_input(too_many()))
}

/// What comes of a sweep.
pub(crate) fn swept(
    path: &Path,
    scenario: &Scenario,
    plan: Plan,
    progress: &(dyn Progress + Sync),
    one_more: &(dyn Fn() + Sync),
) -> Result<Asked, Refusal> {
    let cells = experiment::run(scenario, &plan, progress, one_more).map_err(|stopped| match stopped {
        Stopped::Failure(failure) => refusal(path, failure),
        Stopped::Wrong { told, more } => {
            let mut complaints = Vec::new();
            for (point, problems) in told {
                let here = sweep::place(&plan, point);
                let line = |problem: &Problem| {
                    let code = problem.code.map_or_else(String::new, |code| format!(" [{code}]"));
                    format!("{}: {here}: {}: {}{code}", path.display(), problem.path, problem.message)
                };
                complaints.extend(problems.iter().map(line));
            }
            if more > 0 {
                complaints.push(format!("{}: and so at {more} more points", path.display()));
            }
            Refusal { exit: Exit::WrongInput, complaints }
        }
    })?;
    let mut asked = Asked { plan, cells, crossings: Vec::new() };
    if let Some(found) = asked.as_written() {
        asked.crossings = crossings(scenario, found, progress).map_err(|failure| refusal(path, failure))?;
    }
    Ok(asked)
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

/// What comes of a scenario as `variant` has it, beside the one that was read from `path`.
pub(crate) fn outcome_of(
    path: &Path,
    (scenario, variant): (&Scenario, &Scenario),
    options: Options,
    progress: &dyn Progress,
) -> Result<Outcome, Refusal> {
    let outcome = baseline(scenario, progress)
        .and_then(|baseline| simulate_against(variant, &baseline, options, progress));
    outcome.map_err(|failure| refusal(path, failure))
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
