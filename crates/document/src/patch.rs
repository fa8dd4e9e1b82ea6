//! Changing a tree: options, `--set` and sweeps.
//!
//! A patch is a map from paths to values. It is a JSON merge patch (RFC 7396): maps merge, `null` removes, anything else
//! replaces. On top of that
//! - a dotted key at its top level is short for nesting, and may lead into lists
//!   (`buckets.b.lifecycle.Rules[cool].Status`); all but its last name must be there already;
//! - what [`Shape`] calls [`Merge::Whole`], such as a policy, is one value and replaced whole;
//! - `key+` extends what is there: lists get the items appended, maps are merged.
//!
//! Inside of nested maps a key is a name as it stands, dots included, except for a `+` at its end.

mod compare;
mod extend;
mod merge;
mod settle;

pub use compare::{Change, changes, conflict};
pub use settle::settle;

use crate::path::{self, Path, Step};
use crate::problem::{Problem, Problems};
use crate::tree::{Entry, Map, Node, Value};

/// What a patch does to a map that is there already.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Merge {
    /// Entry by entry.
    Deep,
    /// It is one value and replaced.
    Whole,
}

/// What the language knows about the tree that is patched. A function from a path to a [`Merge`] is one.
///
/// Paths are the names from the root; an item of a list stands in brackets, as `[cool]`.
pub trait Shape {
    /// How a map at this path is patched. What stands inside of something whole is whole too and not asked about.
    fn merge(&self, path: &[&str]) -> Merge;

    /// Whether something is at this path although nobody wrote it: a section, a built-in user.
    fn built_in(&self, _path: &[&str]) -> bool {
        false
    }

    /// Whether null is a value at this path: it takes away what would be there unwritten.
    fn keeps_null(&self, _path: &[&str]) -> bool {
        false
    }

    /// Takes out of the map at this path what the patch displaces without naming it, before it is merged: another call in
    /// a step takes the place of the one there with its parameters.
    fn make_way(&self, _path: &[&str], _base: &mut Map, _patch: &Map) {}
}

impl<F: Fn(&[&str]) -> Merge> Shape for F {
    fn merge(&self, path: &[&str]) -> Merge {
        self(path)
    }
}

pub use extend::extend;

/// A patch that sets one path to a value, as `--set path=value` does.
pub fn single(path: &str, value: Node) -> Node {
    Node::made(Value::Map(Map::made([(path, value)])))
}

/// Applies a patch, entry by entry in its order. If the answer holds problems, what `base` has become is of no use.
pub fn apply(base: &mut Node, patch: &Node, shape: &impl Shape) -> Problems {
    let mut problems = Problems::new();
    let Value::Map(entries) = &patch.value else {
        let message = format!("should be a map from paths to values, but is {}", patch.value.kind());
        problems.push(Problem { at: patch.at, path: String::new(), code: None, message });
        return problems;
    };
    for (index, entry) in entries.entries.iter().enumerate() {
        // Keys that lead into one map are told to it together, the first time.
        let company = company(&entries.entries, index);
        if let Err(message) = apply_entry(base, entry, company.as_ref(), shape) {
            problems.push(Problem { at: entry.key_at, path: entry.key.clone(), code: None, message });
        }
    }
    problems
}

/// All entries that lead into the same map as this one, by their last names; nothing if an earlier one does too.
fn company(entries: &[Entry], index: usize) -> Option<Map> {
    let parent = |entry: &Entry| {
        let (path, _) = target(&entry.key).ok()?;
        match path.steps().split_last() {
            Some((Step::Name(name), before)) if !before.is_empty() => Some((before.to_vec(), name.clone())),
            _ => None,
        }
    };
    let (before, _) = parent(&entries[index])?;
    let named = |entry: &Entry| {
        let (_, key) = parent(entry).filter(|(other, _)| *other == before)?;
        Some(Entry { key, ..entry.clone() })
    };
    if entries[..index].iter().any(|entry| named(entry).is_some()) {
        return None;
    }
    Some(Map { entries: entries[index..].iter().filter_map(named).collect() })
}

/// The path of a key at the top level of a patch, and whether it extends what is there.
fn target(key: &str) -> Result<(Path, bool), String> {
    let (path, extends) = match key.strip_suffix('+') {
        Some(path) => (path, true),
        None => (key, false),
    };
    Ok((Path::parse(path)?, extends))
}

fn apply_entry(
    base: &mut Node,
    entry: &Entry,
    company: Option<&Map>,
    shape: &impl Shape,
) -> Result<(), String> {
    let (path, extends) = target(&entry.key)?;
    let Some((last, before)) = path.steps().split_last() else { return Ok(()) };
    let mut patcher = merge::Patcher { shape, way: Vec::new(), whole: false };
    let mut node = base;
    for (index, step) in before.iter().enumerate() {
        patcher.begin(node, step, entry.key_at);
        node = path::step_into(node, &before[..index], step)?;
        patcher.enter(step);
    }
    match last {
        Step::Name(name) => {
            if matches!(node.value, Value::Null) {
                node.value = Value::Map(Map::default());
            }
            let Value::Map(map) = &mut node.value else { return Err(path::missing(node, before, last)) };
            if let Some(company) = company.filter(|_| !patcher.whole) {
                shape.make_way(&patcher.names(), map, company);
            }
            let named = merge::Named { key: name, key_at: entry.key_at, value: &entry.value };
            if extends { patcher.extend_entry(map, named) } else { patcher.merge_entry(map, named) }
        }
        Step::Item(item) => {
            if matches!(entry.value.value, Value::Null) && !extends {
                let position = path::position(node, item).ok_or_else(|| path::missing(node, before, last))?;
                if let Value::List(list) = &mut node.value {
                    list.remove(position);
                }
                return Ok(());
            }
            let node = path::step_into(node, before, last)?;
            patcher.enter(last);
            if extends { extend::extend(node, &entry.value) } else { patcher.merge(node, &entry.value) }
        }
    }
}

#[cfg(test)]
mod tests;
