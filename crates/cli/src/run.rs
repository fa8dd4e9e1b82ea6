//! `s3sim run`: scenarios in, results out.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use s3sim_experiment::outcome::Outcome;
use s3sim_report::{files, invoice, text, whole};
use s3sim_scenario::Scenario;
use s3sim_simulator::run::Options;

use crate::args::{Format, RunArgs};
use crate::exit::Exit;
use crate::load::load;
use crate::output::{complain, say};
use crate::progress::{Bar, interruption};
use crate::{place, simulated};

pub(crate) fn run(args: &RunArgs) -> Exit {
    if let Err(exit) = each_has_a_place(&args.scenarios, &args.out) {
        return exit;
    }
    let interrupted = interruption();
    let mut worst = Exit::Fine;
    for (index, path) in args.scenarios.iter().enumerate() {
        if index > 0 && !args.quiet && args.format == Format::Text {
            say("\n");
        }
        match one(path, args, &interrupted) {
            Ok(exit) => worst = worst.max(exit),
            Err(exit) => return worst.max(exit),
        }
    }
    worst
}

/// Results of different scenarios must not take each other's place.
fn each_has_a_place(scenarios: &[PathBuf], out: &Path) -> Result<(), Exit> {
    let mut places: BTreeMap<PathBuf, &Path> = BTreeMap::new();
    let mut exit = Ok(());
    for path in scenarios {
        let place = out.join(place::of(path));
        if let Some(other) = places.get(&place) {
            let advice = "run them one by one, each with an --out of its own";
            complain(&place::clash(path, other, &place, advice));
            exit = Err(Exit::WrongInput);
        } else {
            places.insert(place, path);
        }
    }
    exit
}

/// Runs one scenario. An error ends the command: nothing more is to be tried.
fn one(path: &Path, args: &RunArgs, interrupted: &Arc<AtomicBool>) -> Result<Exit, Exit> {
    let scenario = match load(path, &args.sets, args.seed) {
        Ok(scenario) => scenario,
        Err(exit) => return Ok(exit),
    };
    let bar = Bar::new(&scenario.name, scenario.start, scenario.end, Arc::clone(interrupted));
    let result = simulated::outcome(path, &scenario, Options { explode: args.explode }, &bar);
    bar.done();
    match result.map_err(|refusal| refusal.complain()) {
        Ok(outcome) => write(path, args, &scenario, &outcome),
        Err(Exit::WrongWorld) => Err(Exit::WrongWorld),
        Err(exit) => Ok(exit),
    }
}

fn write(path: &Path, args: &RunArgs, scenario: &Scenario, outcome: &Outcome) -> Result<Exit, Exit> {
    let folder = args.out.join(place::of(path));
    let written = files::of(scenario, outcome).and_then(|files| {
        whole::write(&folder, &files)?;
        Ok(files)
    });
    let files = written.map_err(|error| {
        complain(&format!("cannot write results: {error}"));
        Exit::WrongWorld
    })?;
    if !args.quiet {
        match args.format {
            Format::Text => {
                say(&text::summary(scenario, outcome));
                if args.invoice {
                    say(&invoice::text(&outcome.bill));
                }
                say(&format!("\nResults are in {}\n", folder.display()));
            }
            Format::Json => {
                let summary = files.iter().find(|file| file.name == "summary.json");
                say(&summary
                    .map_or_else(String::new, |file| String::from_utf8_lossy(&file.bytes).into_owned()));
            }
        }
    }
    Ok(if outcome.passed() { Exit::Fine } else { Exit::Unexpected })
}
