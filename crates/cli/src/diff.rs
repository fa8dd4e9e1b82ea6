//! `s3sim diff`: what moved between two results.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use s3sim_experiment::diff::{Change, changes};
use s3sim_experiment::outcome::Silent;
use s3sim_experiment::snapshot::Snapshot;
use s3sim_report::files;
use s3sim_report::tested::{json, text};

use crate::args::{DiffArgs, Format};
use crate::exit::Exit;
use crate::load::Refusal;
use crate::output::{complain, say};
use crate::simulated;

pub(crate) fn diff(args: &DiffArgs) -> Exit {
    let (before, after) = match (side(&args.before), side(&args.after)) {
        (Ok(before), Ok(after)) => (before, after),
        (before, after) => {
            let refusals = before.err().into_iter().chain(after.err());
            return refusals.map(|refusal| refusal.complain()).max().unwrap_or(Exit::Fine);
        }
    };
    let empty = Snapshot::default();
    let mut differences: Vec<(&Path, Vec<Change>)> = Vec::new();
    for place in before.keys().chain(after.keys()).collect::<BTreeSet<_>>() {
        let found = changes(before.get(place).unwrap_or(&empty), after.get(place).unwrap_or(&empty));
        if !found.is_empty() {
            differences.push((place, found));
        }
    }
    match args.format {
        Format::Text => say(&of_people(&differences)),
        Format::Json => {
            // In which folder of a tree a file stands is part of its name.
            let in_folder = |(place, found): &(&Path, Vec<Change>)| {
                let name = |change: &Change| place.join(&change.file).display().to_string();
                found.iter().map(|change| Change { file: name(change), ..change.clone() }).collect::<Vec<_>>()
            };
            match json::moved(&differences.iter().flat_map(in_folder).collect::<Vec<_>>()) {
                Ok(text) => say(&text),
                Err(error) => {
                    complain(&error.to_string());
                    return Exit::WrongWorld;
                }
            }
        }
    }
    if differences.is_empty() { Exit::Fine } else { Exit::Unexpected }
}

fn of_people(differences: &[(&Path, Vec<Change>)]) -> String {
    let mut lines = Vec::new();
    for (place, found) in differences {
        if !place.as_os_str().is_empty() {
            lines.push(place.display().to_string());
        }
        lines.extend(text::moved(found));
    }
    if lines.is_empty() {
        lines.push("no difference".to_owned());
    }
    lines.join("\n") + "\n"
}

/// One result, under no name; or those of a tree, by their folders.
type Results = BTreeMap<PathBuf, Snapshot>;

fn side(path: &Path) -> Result<Results, Refusal> {
    if !path.is_dir() {
        let run = simulated::run(path, &Silent)?;
        return Ok(BTreeMap::from([(PathBuf::new(), run.snapshot())]));
    }
    let mut results = Results::new();
    collect(path, PathBuf::new(), &mut results).map_err(Refusal::of_world)?;
    if results.is_empty() {
        return Err(Refusal::of_input(format!("{}: there are no results in it", path.display())));
    }
    Ok(results)
}

fn collect(root: &Path, below: PathBuf, results: &mut Results) -> std::io::Result<()> {
    let folder = root.join(&below);
    let snapshot = Snapshot::read(&folder, &files::NAMES)?;
    for entry in fs::read_dir(&folder)? {
        let entry = entry?;
        if entry.path().is_dir() && !entry.file_name().to_string_lossy().starts_with('.') {
            collect(root, below.join(entry.file_name()), results)?;
        }
    }
    if !snapshot.is_empty() {
        results.insert(below, snapshot);
    }
    Ok(())
}
