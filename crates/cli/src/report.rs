//! `s3sim report`: results as one page with pictures.

use std::fs;
use std::path::Path;

use s3sim_document::json;
use s3sim_experiment::outcome::Silent;
use s3sim_experiment::snapshot::Snapshot;
use s3sim_report::html::{Subject, page};
use s3sim_report::{files, summary};

use crate::args::ReportArgs;
use crate::exit::Exit;
use crate::load::{Refusal, read};
use crate::output::{complain, say};
use crate::{place, simulated, timeline};

pub(crate) fn report(args: &ReportArgs) -> Exit {
    let mut subjects = Vec::new();
    let mut worst = Exit::Fine;
    for path in &args.results {
        match subject(path) {
            Ok(subject) => subjects.push(subject),
            Err(refusal) => worst = worst.max(refusal.complain()),
        }
    }
    if worst != Exit::Fine {
        return worst;
    }
    if let Err(error) = fs::write(&args.output, page(&subjects)) {
        complain(&format!("{}: {error}", args.output.display()));
        return Exit::WrongWorld;
    }
    say(&format!("The page is {}\n", args.output.display()));
    Exit::Fine
}

fn subject(path: &Path) -> Result<Subject, Refusal> {
    if path.is_dir() { of_results(path) } else { of_scenario(path) }
}

/// A scenario is run, and nothing of it written.
fn of_scenario(path: &Path) -> Result<Subject, Refusal> {
    let run = simulated::run(path, &Silent)?;
    Ok(Subject {
        name: place::of(path).display().to_string(),
        description: run.scenario.description.clone(),
        files: run.snapshot(),
        scenario: text(path),
        timeline: timeline::of_scenario(&run.scenario),
        caution: String::new(),
    })
}

fn of_results(path: &Path) -> Result<Subject, Refusal> {
    let files = Snapshot::read(path, &files::NAMES).map_err(Refusal::of_world)?;
    if files.is_empty() {
        return Err(Refusal::of_input(format!("{}: there are no results of a run in it", path.display())));
    }
    let absolute = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let mut subject = Subject {
        name: path.display().to_string(),
        description: String::new(),
        files,
        scenario: String::new(),
        timeline: Vec::new(),
        caution: String::new(),
    };
    match place::scenario_of(&absolute) {
        None => "The scenario was not found beside its results, so it is not shown."
            .clone_into(&mut subject.caution),
        Some(file) => describe(&mut subject, &file),
    }
    Ok(subject)
}

/// What the scenario says, as far as it is still the one that gave the results.
fn describe(subject: &mut Subject, file: &Path) {
    subject.name = place::of(file).display().to_string();
    subject.scenario = text(file);
    let told = subject.files.get("summary.json").and_then(|text| json::parse(text).ok());
    let digest = told.as_ref().and_then(|told| told.get("digest")).and_then(|node| node.as_text());
    match read(file, &[], None) {
        Ok(scenario) => {
            subject.description = scenario.description.clone();
            subject.timeline = timeline::of_scenario(&scenario);
            if digest != Some(summary::digest(&scenario).as_str()) {
                "The scenario as it stands here is not the one that gave these results: it has changed since, or was \
                 run with settings."
                    .clone_into(&mut subject.caution);
            }
        }
        Err(_) => {
            "The scenario as it stands here cannot be read any more.".clone_into(&mut subject.caution);
        }
    }
}

/// It was read a moment ago; if it is gone since, the page goes without.
fn text(path: &Path) -> String {
    fs::read(path).map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).unwrap_or_default()
}
