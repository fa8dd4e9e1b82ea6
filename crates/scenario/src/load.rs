//! From a file to a checked scenario.

use std::path::Path;

use s3sim_document::problem::Problems;
use s3sim_document::source::{Sources, Unread};

use crate::scenario::{self, Scenario};

/// Reads a scenario file with the files that it names (their names count from its folder), and checks it.
///
/// # Errors
/// [`Unread::World`] if the file itself cannot be read, else [`Unread::Wrong`] with every mistake.
pub fn load(path: &str, sources: &mut Sources) -> Result<Scenario, Unread> {
    let mut tree = sources.read_file(path)?;
    let mut problems = Problems::new();
    let folder = Path::new(path).parent().unwrap_or(Path::new(""));
    sources.resolve_files(&mut tree, folder, &mut problems);
    if !problems.is_empty() {
        return Err(Unread::Wrong(problems));
    }
    let name = Path::new(path).file_stem().map(|stem| stem.to_string_lossy()).unwrap_or_default();
    scenario::read(tree, &name).map_err(Unread::Wrong)
}
