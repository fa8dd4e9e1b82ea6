//! Scenario files, and what is wrong with them.

use std::path::Path;

use s3sim_document::path;
use s3sim_document::problem::Problems;
use s3sim_document::source::{Format, Sources, Unread};
use s3sim_document::tree::Node;
use s3sim_scenario::{Scenario, scenario};

use crate::exit::Exit;
use crate::output::complain;

/// Reads a scenario, with the settings of the command line in place; complains about everything that is wrong.
pub(crate) fn load(path: &Path, sets: &[String], seed: Option<u64>) -> Result<Scenario, Exit> {
    let mut sources = Sources::new();
    let Some(name) = path.to_str() else {
        complain(&format!("{}: the name of a scenario file should be UTF-8", path.display()));
        return Err(Exit::WrongInput);
    };
    read(name, sets, seed, &mut sources).map_err(|unread| match unread {
        Unread::World { file, message } => {
            complain(&format!("{file}: {message}"));
            Exit::WrongWorld
        }
        Unread::Wrong(problems) => {
            for line in sources.render(&problems) {
                complain(&line);
            }
            Exit::WrongInput
        }
    })
}

fn read(name: &str, sets: &[String], seed: Option<u64>, sources: &mut Sources) -> Result<Scenario, Unread> {
    let mut tree = sources.read_file(name)?;
    let mut problems = Problems::new();
    let folder = Path::new(name).parent().unwrap_or(Path::new(""));
    sources.resolve_files(&mut tree, folder, &mut problems);
    let seed = seed.map(|seed| format!("seed={seed}"));
    for set in sets.iter().chain(&seed) {
        apply(set, &mut tree, sources, &mut problems);
    }
    if !problems.is_empty() {
        return Err(Unread::Wrong(problems));
    }
    let stem = Path::new(name).file_stem().map(|stem| stem.to_string_lossy()).unwrap_or_default();
    scenario::read(tree, &stem).map_err(Unread::Wrong)
}

/// Applies `path=value`; the value is YAML.
fn apply(set: &str, tree: &mut Node, sources: &mut Sources, problems: &mut Problems) {
    let name = format!("--set {set}");
    let Some((path, value)) = set.split_once('=') else {
        problems.push(wrong(&name, "should be PATH=VALUE, such as buckets.photos.versioning=Enabled"));
        return;
    };
    let value = match sources.read_text(&name, value, Format::Yaml) {
        Ok(value) => value,
        Err(more) => return more.list().iter().for_each(|problem| problems.push(problem.clone())),
    };
    let result = path::Path::parse(path).and_then(|path| path.set(tree, value));
    if let Err(message) = result {
        problems.push(wrong(&name, &message));
    }
}

fn wrong(name: &str, message: &str) -> s3sim_document::problem::Problem {
    s3sim_document::problem::Problem {
        at: s3sim_document::tree::At::NOWHERE,
        path: name.to_owned(),
        code: None,
        message: message.to_owned(),
    }
}
