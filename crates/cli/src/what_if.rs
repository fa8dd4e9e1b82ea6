//! `s3sim what-if`: every option side by side, at one point or many.

use std::fmt::Display;
use std::ops::RangeInclusive;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use s3sim_document::source::Sources;
use s3sim_experiment::outcome::Progress;
use s3sim_experiment::sweep::Plan;
use s3sim_kernel::time::Instant;
use s3sim_report::{sweep, what_if, whole};
use s3sim_scenario::Scenario;
use s3sim_scenario::sweep::{self as axes, Axis};

use crate::args::{Format, WhatIfArgs};
use crate::exit::Exit;
use crate::load::{Refusal, read};
use crate::output::say;
use crate::progress::{Several, interruption};
use crate::simulated::{self, Asked};

pub(crate) fn what_if(args: &WhatIfArgs) -> Exit {
    match asked(args) {
        Ok(exit) => exit,
        Err(refusal) => refusal.complain(),
    }
}

/// Stops when somebody asks for it.
struct Stop(Arc<AtomicBool>);

impl Progress for Stop {
    fn reached(&self, _: Instant) {}

    fn interrupted(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

fn asked(args: &WhatIfArgs) -> Result<Exit, Refusal> {
    let path: &Path = &args.scenario;
    let scenario = read(path, &args.sets, args.seed)?;
    let plan = plan(path, &scenario, args)?;
    let stop = Stop(interruption());
    let several = Several::new(plan.jobs());
    let one_more = || several.one_more();
    let found = with_threads(args.threads, || simulated::swept(path, &scenario, plan, &stop, &one_more));
    several.done();
    let found = found??;
    if let Some(output) = &args.output {
        let file = found.csv(&scenario).map_err(Refusal::of_world)?;
        whole::write_file(output, &file.bytes).map_err(Refusal::of_world)?;
    }
    say(&shown(&scenario, &found, args.format).map_err(Refusal::of_world)?);
    let right = found.answer(&scenario).is_none_or(|answer| answer.passed);
    Ok(if right { Exit::Fine } else { Exit::Unexpected })
}

fn shown(scenario: &Scenario, found: &Asked, format: Format) -> Result<String, impl Display + use<>> {
    match (found.as_written().filter(|_| found.is_single()), format) {
        (Some(only), Format::Text) => Ok(what_if::text(scenario, only, &found.crossings)),
        (Some(only), Format::Json) => what_if::json(scenario, only, &found.crossings),
        (None, Format::Text) => Ok(sweep::text(&found.sweep(scenario))),
        (None, Format::Json) => sweep::json(&found.sweep(scenario)),
    }
}

fn plan(path: &Path, scenario: &Scenario, args: &WhatIfArgs) -> Result<Plan, Refusal> {
    let grid = simulated::grid(path, varied(scenario, &args.vary)?)?;
    let seeds: Vec<u64> =
        (0..u64::from(args.seeds.unwrap_or(0))).map(|more| scenario.seed.saturating_add(more)).collect();
    if scenario.question.options.is_empty() && grid.points() == 0 && seeds.is_empty() {
        return Err(Refusal::of_input(format!(
            "{}: there are no `options` to compare and nothing to `vary`: see docs/what-if.md",
            path.display()
        )));
    }
    let points = match &args.points {
        Some(text) => part(text, grid.points()).map_err(Refusal::of_input)?,
        None => 0..=grid.points(),
    };
    Ok(Plan { grid, points, seeds })
}

/// The axes of the scenario, those of the command line in their places or behind them.
fn varied(scenario: &Scenario, vary: &[String]) -> Result<Vec<Axis>, Refusal> {
    let mut all = scenario.question.vary.clone();
    let mut sources = Sources::new();
    for text in vary {
        let Some((path, values)) = text.split_once('=') else {
            return Err(Refusal::of_input(format!(
                "--vary {text}: should be PATH=V1,V2,…, such as seed=1,2,3 or seed={{from: 1, to: 9, step: 2}}"
            )));
        };
        let axis = axes::setting(path, values, &mut sources)
            .map_err(|problems| Refusal { exit: Exit::WrongInput, complaints: sources.render(&problems) })?;
        match all.iter_mut().find(|known| known.path == axis.path) {
            Some(known) => *known = axis,
            None => all.push(axis),
        }
    }
    Ok(all)
}

/// Reads `1..50`, both included. Who runs the first point runs the scenario as written, too.
fn part(text: &str, points: usize) -> Result<RangeInclusive<usize>, String> {
    let parsed = text.split_once("..").and_then(|(first, last)| {
        Some((
            first.trim().parse::<usize>().ok()?,
            last.trim_start_matches('=').trim().parse::<usize>().ok()?,
        ))
    });
    match parsed {
        Some((first, last)) if 1 <= first && first <= last && last <= points => {
            Ok(if first == 1 { 0..=last } else { first..=last })
        }
        Some(_) if points == 0 => {
            Err(format!("--points {text}: there is nothing to `vary`, so there are no points"))
        }
        _ => Err(format!("--points {text}: should be A..B, both from 1 to {points}")),
    }
}

/// Does something with so many threads.
pub(crate) fn with_threads<T: Send>(
    threads: Option<usize>,
    task: impl FnOnce() -> T + Send,
) -> Result<T, Refusal> {
    let Some(threads) = threads else { return Ok(task()) };
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads.max(1)).build();
    Ok(pool.map_err(Refusal::of_world)?.install(task))
}
