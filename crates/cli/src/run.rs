//! `s3sim run`: scenarios in, results out.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use s3sim_document::suggest;
use s3sim_experiment::outcome::Outcome;
use s3sim_experiment::what_if as question;
use s3sim_report::{files, invoice, sweep, text, what_if, whole};
use s3sim_scenario::Scenario;
use s3sim_simulator::run::Options;

use crate::args::{Format, RunArgs};
use crate::exit::Exit;
use crate::load::{Refusal, load};
use crate::output::{complain, say};
use crate::progress::{Bar, interruption};
use crate::simulated::Asked;
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
    let variant = match chosen(path, &scenario, &args.options) {
        Ok(variant) => variant,
        Err(refusal) => return Ok(refusal.complain()),
    };
    let bar = Bar::new(&scenario.name, scenario.start, scenario.end, Arc::clone(interrupted));
    let options = Options { explode: args.explode, ..Options::default() };
    let found = match &variant {
        None => simulated::outcome(path, &scenario, options, &bar)
            .and_then(|outcome| Ok((outcome, simulated::asked(path, &scenario, &bar)?))),
        Some(variant) => {
            simulated::outcome_of(path, (&scenario, variant), options, &bar).map(|outcome| (outcome, None))
        }
    };
    bar.done();
    match found.map_err(|refusal| refusal.complain()) {
        Ok((mut outcome, found)) => {
            if variant.is_some() {
                // What is required of an option is what is expected of a run with it.
                outcome.expected =
                    outcome.required.iter().map(|required| required.expected.clone()).collect();
            }
            write(path, args, variant.as_ref().unwrap_or(&scenario), &outcome, found.as_ref())
        }
        Err(Exit::WrongWorld) => Err(Exit::WrongWorld),
        Err(exit) => Ok(exit),
    }
}

/// The scenario with the options that the command line names, if it names any.
fn chosen(path: &Path, scenario: &Scenario, names: &[String]) -> Result<Option<Scenario>, Refusal> {
    if names.is_empty() {
        return Ok(None);
    }
    let choices = &scenario.question.options;
    let known: Vec<&str> = choices.iter().map(|choice| choice.name.as_str()).collect();
    let find = |name: &String| match choices.iter().find(|choice| choice.name == *name) {
        Some(choice) => Ok(choice),
        None => Err(Refusal::of_input(format!(
            "--option {name}: {} has no such option{}",
            path.display(),
            suggest::instead(name, &known)
        ))),
    };
    let mut chosen = names.iter().map(find).collect::<Result<Vec<_>, _>>()?;
    chosen.sort_by_key(|choice| known.iter().position(|name| *name == choice.name));
    chosen.dedup_by_key(|choice| &choice.name);
    let variant = question::variant(scenario, &chosen).map_err(|apart| {
        Refusal::of_input(format!("--option {}: {}", names.join(", "), what_if::apart(&apart)))
    })?;
    Ok(Some(Arc::unwrap_or_clone(variant)))
}

fn write(
    path: &Path,
    args: &RunArgs,
    scenario: &Scenario,
    outcome: &Outcome,
    found: Option<&Asked>,
) -> Result<Exit, Exit> {
    let folder = args.out.join(place::of(path));
    let written = files::of(scenario, outcome).and_then(|mut files| {
        if let Some(found) = found {
            files.extend(found.files(scenario)?);
        }
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
                if let Some(found) = found {
                    say(&format!("\n{}", sweep::below(&found.sweep(scenario))));
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
    let answered = found.and_then(|found| found.answer(scenario)).is_none_or(|answer| answer.passed);
    Ok(if outcome.passed() && answered { Exit::Fine } else { Exit::Unexpected })
}
