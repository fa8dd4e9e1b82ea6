//! `s3sim test`: every scenario against what it expects and against the results that were recorded.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use rayon::prelude::*;
use s3sim_experiment::diff::changes;
use s3sim_experiment::outcome::Progress;
use s3sim_experiment::snapshot::Snapshot;
use s3sim_kernel::time::Instant;
use s3sim_report::tested::{End, Results, Tested, json, junit, text};
use s3sim_report::{files, whole};

use crate::args::{Format, TestArgs};
use crate::exit::Exit;
use crate::load::Refusal;
use crate::output::{complain, say};
use crate::progress::{Several, interruption};
use crate::{place, simulated};

pub(crate) fn test(args: &TestArgs) -> Exit {
    let scenarios = match found(&args.paths) {
        Ok(scenarios) => scenarios,
        Err(exit) => return exit,
    };
    let interrupted = interruption();
    let bar = Several::new(scenarios.len());
    // In parallel, and told in the order of names.
    let ended: Vec<(Tested, Exit)> = scenarios
        .par_iter()
        .map(|(place, scenario)| {
            let ended = one(scenario, place, args, &interrupted);
            bar.one_more();
            ended
        })
        .collect();
    bar.done();
    if interrupted.load(Ordering::Relaxed) {
        complain("interrupted");
        return Exit::WrongWorld;
    }
    let worst = ended.iter().map(|(_, exit)| *exit).max().unwrap_or(Exit::Fine);
    let tested: Vec<Tested> = ended.into_iter().map(|(tested, _)| tested).collect();
    worst.max(tell(args, &tested))
}

fn tell(args: &TestArgs, tested: &[Tested]) -> Exit {
    if let Some(path) = &args.junit
        && let Err(error) = fs::write(path, junit::junit(tested))
    {
        complain(&format!("{}: {error}", path.display()));
        return Exit::WrongWorld;
    }
    match args.format {
        Format::Text => say(&text::text(tested, args.verbose)),
        Format::Json => match json::json(tested) {
            Ok(text) => say(&text),
            Err(error) => {
                complain(&error.to_string());
                return Exit::WrongWorld;
            }
        },
    }
    Exit::Fine
}

/// Every scenario by the place of its results, which each must have for itself.
fn found(paths: &[PathBuf]) -> Result<BTreeMap<PathBuf, PathBuf>, Exit> {
    let mut files = Vec::new();
    for path in paths {
        if path.is_dir() {
            let before = files.len();
            walk(path, &mut files).map_err(|error| {
                complain(&error);
                Exit::WrongWorld
            })?;
            if files.len() == before {
                complain(&format!("{}: there is no scenario (a .yaml or .yml file) in it", path.display()));
                return Err(Exit::WrongInput);
            }
        } else {
            files.push(path.clone());
        }
    }
    let mut places: BTreeMap<PathBuf, PathBuf> = BTreeMap::new();
    let mut exit = Ok(());
    for path in files {
        let place = place::of(&path);
        match places.get(&place) {
            Some(other) if *other != path => {
                let advice = "test them one by one, each with --results of its own";
                complain(&place::clash(&path, other, &place, advice));
                exit = Err(Exit::WrongInput);
            }
            _ => {
                places.insert(place, path);
            }
        }
    }
    exit.map(|()| places)
}

/// Files that end in `.yaml` or `.yml`, except hidden ones.
fn walk(folder: &Path, files: &mut Vec<PathBuf>) -> Result<(), String> {
    let named = |error: std::io::Error| format!("{}: {error}", folder.display());
    for entry in fs::read_dir(folder).map_err(named)? {
        let entry = entry.map_err(named)?;
        let path = entry.path();
        if entry.file_name().to_string_lossy().starts_with('.') {
            continue;
        }
        if path.is_dir() {
            walk(&path, files)?;
        } else if path.extension().is_some_and(|ending| ending == "yaml" || ending == "yml") {
            files.push(path);
        }
    }
    Ok(())
}

/// Stops when somebody asks for it.
struct Stop<'a>(&'a Arc<AtomicBool>);

impl Progress for Stop<'_> {
    fn reached(&self, _: Instant) {}

    fn interrupted(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

fn one(path: &Path, place: &Path, args: &TestArgs, interrupted: &Arc<AtomicBool>) -> (Tested, Exit) {
    let tested =
        |end| Tested { scenario: path.display().to_string(), place: place.display().to_string(), end };
    match ended(path, place, args, interrupted) {
        Ok(end) => {
            let tested = tested(end);
            let exit = if tested.passed() { Exit::Fine } else { Exit::Unexpected };
            (tested, exit)
        }
        Err(refusal) => (tested(End::Wrong(refusal.complaints)), refusal.exit),
    }
}

fn ended(path: &Path, place: &Path, args: &TestArgs, interrupted: &Arc<AtomicBool>) -> Result<End, Refusal> {
    let run = simulated::run(path, &Stop(interrupted))?;
    let folder = args.results.join(place);
    let recorded = Snapshot::read(&folder, &files::NAMES).map_err(Refusal::of_world)?;
    let moved = if recorded.is_empty() { Vec::new() } else { changes(&recorded, &run.snapshot()) };
    let results = match (recorded.is_empty(), moved.is_empty()) {
        (false, true) => Results::Same,
        _ if args.accept => {
            whole::write(&folder, &run.files).map_err(Refusal::of_world)?;
            Results::Accepted(moved)
        }
        (true, _) => Results::Unrecorded,
        (false, false) => Results::Moved(moved),
    };
    Ok(End::Ran { expected: run.expected, results })
}
