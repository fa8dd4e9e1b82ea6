//! One option: what it changes, and what comes of it.

use std::sync::Arc;

use s3sim_document::patch;
use s3sim_document::path::{Path, Step};
use s3sim_document::problem::{Problem, Problems};
use s3sim_document::read::Reader;
use s3sim_document::tree::{Map, Node, Value};

use super::{Choice, Refusal};
use crate::scenario::{self, Scenario};
use crate::shape::ScenarioShape;
use crate::values;
use crate::words::question::OPTION;

/// What no option may change: the question itself.
pub(crate) const QUESTION: [&str; 4] = ["options", "answer", "choose", "vary"];

/// Reads all options, in file order.
pub(super) fn read_all(reader: &Reader<'_>, base: &Scenario) -> Vec<Choice> {
    let entries = reader.entries().unwrap_or_default();
    entries.into_iter().filter_map(|(name, reader)| read(name, &reader, base)).collect()
}

fn read(name: &str, reader: &Reader<'_>, base: &Scenario) -> Option<Choice> {
    let empty = Map::default();
    let map = match &reader.node().value {
        Value::Null => &empty,
        Value::Map(map) => map,
        other => {
            reader.wrong(format!("should be a map of paths and values, but is {}", other.kind()));
            return None;
        }
    };
    let word = |name: &str| {
        let node = map.get(name).filter(|node| !matches!(node.value, Value::Null))?;
        Some(reader.child(name, node))
    };
    let title = word("name").and_then(|value| values::text(&value));
    if let Some(description) = word("description") {
        description.text();
    }
    let excluded = word("excluded").and_then(|value| values::text(&value));
    let upkeep = word("upkeep").and_then(|value| value.count()).unwrap_or(0);
    let own = |key: &str| OPTION.iter().any(|word| word.name == key);
    let entries = map.entries.iter().filter(|entry| !own(&entry.key)).cloned().collect();
    let patch = Node { at: reader.at(), value: Value::Map(Map { entries }) };
    let problems = questions(&patch);
    if !problems.is_empty() {
        note(reader, problems);
        return None;
    }
    let variant = match variant(base, &[&patch], upkeep) {
        Ok(scenario) => Ok(Arc::new(scenario)),
        Err(Unread::Refused(refusal)) => Err(refusal),
        Err(Unread::Wrong(problems)) => {
            note(reader, problems);
            return None;
        }
    };
    Some(Choice { name: name.to_owned(), title, patch, excluded, upkeep, variant })
}

/// Notes mistakes at their own places, with the option's name in front of the way.
fn note(reader: &Reader<'_>, problems: Problems) {
    let named = |problem: Problem| {
        let path = format!("{}: {}", reader.path(), problem.path);
        Problem { path, ..problem }
    };
    reader.add(problems.into_iter().map(named).collect());
}

/// Paths of a patch that lead into the question itself.
fn questions(patch: &Node) -> Problems {
    let of = |entry: &s3sim_document::tree::Entry| {
        let path = Path::parse(entry.key.trim_end_matches('+')).ok()?;
        let Some(Step::Name(first)) = path.steps().first() else { return None };
        let message = if QUESTION.contains(&first.as_str()) {
            format!("an option cannot change `{first}`: it is the question")
        } else if let Some(word) = OPTION.iter().find(|word| word.name == first) {
            format!("`{}` has nothing in it", word.name)
        } else {
            return None;
        };
        Some(Problem { at: entry.key_at, path: entry.key.clone(), code: None, message })
    };
    patch.as_map().map(|map| map.entries.iter().filter_map(of).collect()).unwrap_or_default()
}

/// Why a patched scenario could not be read.
pub(super) enum Unread {
    /// AWS would not accept it.
    Refused(Refusal),
    /// A word is wrong.
    Wrong(Problems),
}

/// The scenario with these patches, in order.
pub(super) fn variant(base: &Scenario, patches: &[&Node], upkeep: u64) -> Result<Scenario, Unread> {
    let mut tree = base.tree.clone();
    for patch in patches {
        let problems = patch::apply(&mut tree, patch, &ScenarioShape);
        if !problems.is_empty() {
            return Err(Unread::Wrong(problems));
        }
    }
    let read = scenario::alone(tree, &base.name).map_err(|problems| match refused(problems) {
        Ok(refusal) => Unread::Refused(refusal),
        Err(problems) => Unread::Wrong(problems),
    })?;
    Ok(Scenario { extra_upkeep: read.extra_upkeep + upkeep, ..read })
}

/// What AWS would not accept, if that is all that is wrong.
///
/// # Errors
/// The problems, if there are others among them.
pub(crate) fn refused(problems: Problems) -> Result<Refusal, Problems> {
    let codes = problems.list().iter().map(|problem| problem.code).collect::<Option<Vec<_>>>();
    match (codes, problems.list().first()) {
        (Some(codes), Some(first)) => {
            Ok(Refusal { code: codes[0], path: first.path.clone(), message: first.message.clone() })
        }
        _ => Err(problems),
    }
}
