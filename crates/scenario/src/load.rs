//! From a file, and settings beside it, to a checked scenario.

use std::path::Path;

use s3sim_document::patch;
use s3sim_document::problem::{Problem, Problems};
use s3sim_document::source::{Sources, Unread};
use s3sim_document::tree::{At, Node};

use crate::inventory;
use crate::scenario::{self, Scenario};
use crate::shape::ScenarioShape;

/// Reads a scenario file with the files that it names (their names count from its folder), puts each of `sets` (a path
/// and a value in YAML) in place, in order, and checks what has come of it.
///
/// On the way to a setting only the last name may be new, so that a misspelt bucket is a mistake; the format's own
/// words are always there. `path+` extends, and null goes back to the default.
///
/// # Errors
/// [`Unread::World`] if the file itself cannot be read, else [`Unread::Wrong`] with every mistake. Those of a setting
/// stand at the path `--set PATH`.
pub fn load<P: AsRef<str>, V: AsRef<str>>(
    path: &str,
    sets: &[(P, V)],
    sources: &mut Sources,
) -> Result<Scenario, Unread> {
    let mut tree = sources.read_file(path)?;
    let mut problems = Problems::new();
    let folder = Path::new(path).parent().unwrap_or(Path::new(""));
    sources.resolve_files(&mut tree, folder, &mut problems);
    inventory::bring_in(&mut tree, folder, sources, &mut problems);
    for (way, value) in sets {
        set(&mut tree, way.as_ref(), value.as_ref(), sources, &mut problems);
    }
    if !problems.is_empty() {
        return Err(Unread::Wrong(problems));
    }
    let name = Path::new(path).file_stem().map(|stem| stem.to_string_lossy()).unwrap_or_default();
    scenario::read(tree, &name).map_err(Unread::Wrong)
}

/// Puts one setting in place.
fn set(tree: &mut Node, way: &str, value: &str, sources: &mut Sources, problems: &mut Problems) {
    let name = format!("--set {way}");
    match sources.read_setting(name.clone(), value) {
        Ok(value) => {
            for problem in patch::apply(tree, &patch::single(way, value), &ScenarioShape).list() {
                problems.push(Problem { path: name.clone(), at: At::NOWHERE, ..problem.clone() });
            }
        }
        Err(more) => problems.extend(more),
    }
}
