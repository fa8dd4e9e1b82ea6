//! What patches do: the differences they make, and whether two can be combined.

use super::merge::extended;
use super::{Merge, Shape, target};
use crate::path::{Path, Step};
use crate::tree::{Node, Value};

/// A difference between two trees.
#[derive(Clone, Debug)]
pub struct Change<'n> {
    /// Where.
    pub path: Path,
    /// What was there; `None` if it is new.
    pub before: Option<&'n Node>,
    /// What is there now; `None` if it is gone.
    pub after: Option<&'n Node>,
}

/// The differences between two trees, as deep down as they can be told, in file order: first what changed or went, then what
/// came. Lists of different lengths differ as a whole.
pub fn changes<'n>(before: &'n Node, after: &'n Node) -> Vec<Change<'n>> {
    let mut list = Vec::new();
    compare(before, after, &mut Vec::new(), &mut list);
    list
}

fn compare<'n>(before: &'n Node, after: &'n Node, way: &mut Vec<Step>, list: &mut Vec<Change<'n>>) {
    match (&before.value, &after.value) {
        (Value::Map(old), Value::Map(new)) => {
            for entry in &old.entries {
                way.push(Step::Name(entry.key.clone()));
                match new.get(&entry.key) {
                    Some(value) => compare(&entry.value, value, way, list),
                    None => list.push(Change {
                        path: Path::of(way.clone()),
                        before: Some(&entry.value),
                        after: None,
                    }),
                }
                way.pop();
            }
            for entry in new.entries.iter().filter(|entry| old.get(&entry.key).is_none()) {
                way.push(Step::Name(entry.key.clone()));
                list.push(Change { path: Path::of(way.clone()), before: None, after: Some(&entry.value) });
                way.pop();
            }
        }
        (Value::List(old), Value::List(new)) if old.len() == new.len() => {
            for (index, (old, new)) in old.iter().zip(new).enumerate() {
                way.push(Step::Item(index.to_string()));
                compare(old, new, way, list);
                way.pop();
            }
        }
        _ if before.same(after) => {}
        _ => list.push(Change { path: Path::of(way.clone()), before: Some(before), after: Some(after) }),
    }
}

/// One thing that a patch does.
struct Deed<'n> {
    steps: Vec<Step>,
    value: &'n Node,
    extends: bool,
}

/// The path at which two patches contradict each other, if there is one: both set it, to different values, or one sets what
/// the other reaches into or adds to. Two that add to one thing do not.
///
/// Paths that cannot be read contradict nothing; [`super::apply`] complains about them.
pub fn conflict(one: &Node, other: &Node, shape: &impl Shape) -> Option<Path> {
    let (one, other) = (deeds(one, shape), deeds(other, shape));
    one.iter().find_map(|a| {
        let contradicts = |b: &Deed| {
            let related = a.steps.starts_with(&b.steps) || b.steps.starts_with(&a.steps);
            let agree = a.steps == b.steps && !a.extends && !b.extends && a.value.same(b.value);
            related && !agree && !(a.extends && b.extends)
        };
        let found = other.iter().find(|b| contradicts(b))?;
        let longer = if a.steps.len() < found.steps.len() { &found.steps } else { &a.steps };
        Some(Path::of(longer.clone()))
    })
}

fn deeds<'n>(patch: &'n Node, shape: &impl Shape) -> Vec<Deed<'n>> {
    let mut list = Vec::new();
    for entry in patch.as_map().map_or(&[][..], |map| &map.entries) {
        if let Ok((path, extends)) = target(&entry.key) {
            collect(path.steps().to_vec(), &entry.value, extends, shape, &mut list);
        }
    }
    list
}

fn collect<'n>(
    steps: Vec<Step>,
    value: &'n Node,
    extends: bool,
    shape: &impl Shape,
    list: &mut Vec<Deed<'n>>,
) {
    match &value.value {
        Value::Map(map) if !extends && !map.entries.is_empty() && !is_whole(&steps, shape) => {
            for entry in &map.entries {
                let name = extended(&entry.key);
                let mut steps = steps.clone();
                steps.push(Step::Name(name.unwrap_or(&entry.key).to_owned()));
                collect(steps, &entry.value, name.is_some(), shape, list);
            }
        }
        // `{}` only says that there is such a thing.
        Value::Map(map) if !extends && map.entries.is_empty() && !is_whole(&steps, shape) => {}
        _ => list.push(Deed { steps, value, extends }),
    }
}

/// Whether the value at these steps, or something around it, is one value.
fn is_whole(steps: &[Step], shape: &impl Shape) -> bool {
    let names: Vec<String> = steps
        .iter()
        .map(|step| match step {
            Step::Name(name) => name.clone(),
            Step::Item(item) => format!("[{item}]"),
        })
        .collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    (1..=names.len()).any(|length| shape.merge(&names[..length]) == Merge::Whole)
}
