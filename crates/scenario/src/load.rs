//! From a file, and settings beside it, to a checked scenario.

use std::path::Path as FilePath;

use s3sim_document::path::{Path, Step};
use s3sim_document::problem::{Problem, Problems};
use s3sim_document::source::{Format, Sources, Unread};
use s3sim_document::tree::{At, Entry, Map, Node, Value};

use crate::scenario::{self, Scenario};
use crate::words::Form;
use crate::words::top::TOP;

/// Reads a scenario file with the files that it names (their names count from its folder), puts each of `sets` (a path
/// and a value in YAML) in place, in order, and checks what has come of it.
///
/// On the way to a setting only the last name may be new, so that a misspelt bucket is a mistake; the words of the top
/// level are always there.
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
    let folder = FilePath::new(path).parent().unwrap_or(FilePath::new(""));
    sources.resolve_files(&mut tree, folder, &mut problems);
    for (way, value) in sets {
        set(&mut tree, way.as_ref(), value.as_ref(), sources, &mut problems);
    }
    if !problems.is_empty() {
        return Err(Unread::Wrong(problems));
    }
    let name = FilePath::new(path).file_stem().map(|stem| stem.to_string_lossy()).unwrap_or_default();
    scenario::read(tree, &name).map_err(Unread::Wrong)
}

/// Puts one setting in place.
fn set(tree: &mut Node, way: &str, value: &str, sources: &mut Sources, problems: &mut Problems) {
    let name = format!("--set {way}");
    let mut wrong = |message| {
        problems.push(Problem { at: At::NOWHERE, path: name.clone(), code: None, message });
    };
    let path = match Path::parse(way) {
        Ok(path) => path,
        Err(message) => return wrong(message),
    };
    match sources.read_text(name.clone(), value, Format::Yaml) {
        Ok(value) => {
            open(tree, &path);
            if let Err(message) = path.set(tree, value) {
                wrong(message);
            }
        }
        Err(more) => problems.extend(more),
    }
}

/// Begins the map of the top level that the path leads into, if the file does not have it.
fn open(tree: &mut Node, path: &Path) {
    let [Step::Name(first), _, ..] = path.steps() else { return };
    let opens = TOP.find(first).is_some_and(|word| matches!(word.form, Form::Section(_) | Form::Named(_)));
    if let Value::Map(map) = &mut tree.value
        && opens
        && map.get(first).is_none()
    {
        let value = Node::made(Value::Map(Map::default()));
        map.entries.push(Entry { key: first.clone(), key_at: At::NOWHERE, value });
    }
}
