//! `s3sim what-if`: every option side by side.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use s3sim_experiment::outcome::Progress;
use s3sim_experiment::what_if::{WhatIf, expectation};
use s3sim_kernel::time::Instant;
use s3sim_report::{what_if, whole};
use s3sim_scenario::Scenario;

use crate::args::{Format, WhatIfArgs};
use crate::exit::Exit;
use crate::load::{Refusal, read};
use crate::output::say;
use crate::progress::interruption;
use crate::simulated;

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
    let stop = Stop(interruption());
    let found = with_threads(args.threads, || simulated::asked(path, &scenario, &stop))??;
    let Some(found) = found else {
        return Err(Refusal::of_input(format!(
            "{}: there are no `options` to compare: see docs/what-if.md",
            path.display()
        )));
    };
    write(args, &scenario, &found)?;
    match args.format {
        Format::Text => say(&what_if::text(&scenario, &found)),
        Format::Json => say(&what_if::json(&scenario, &found).map_err(Refusal::of_world)?),
    }
    let right = expectation(&scenario, &found).is_none_or(|answer| answer.passed);
    Ok(if right { Exit::Fine } else { Exit::Unexpected })
}

fn write(args: &WhatIfArgs, scenario: &Scenario, found: &WhatIf) -> Result<(), Refusal> {
    let Some(output) = &args.output else { return Ok(()) };
    let file = what_if::csv(scenario, found).map_err(Refusal::of_world)?;
    whole::write_file(output, &file.bytes).map_err(Refusal::of_world)
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
