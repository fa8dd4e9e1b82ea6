//! YAML's merge key: `<<: *base` takes the entries of another map in.

use std::collections::BTreeSet;

use crate::tree::{At, Entry, Map, Node, Value};

const KEY: &str = "<<";

/// What is merged although it is no map.
pub(crate) fn mistakes(node: &Node, wrong: &mut Vec<(At, String)>) {
    match &node.value {
        Value::List(list) => list.iter().for_each(|item| mistakes(item, wrong)),
        Value::Map(map) => {
            for entry in &map.entries {
                mistakes(&entry.value, wrong);
            }
            let given = match map.get(KEY) {
                Some(Node { value: Value::List(list), .. }) => list.as_slice(),
                Some(node) => std::slice::from_ref(node),
                None => &[],
            };
            for node in given.iter().filter(|node| node.as_map().is_none()) {
                let kind = node.value.kind();
                wrong.push((node.at, format!("`<<` takes a map or a list of maps in, but this is {kind}")));
            }
        }
        _ => {}
    }
}

/// Applies every `<<` in the tree. What a map says itself wins over what it takes in, and of several maps taken in the
/// earlier one wins, as <https://yaml.org/type/merge.html> says. What is taken in stands where `<<` stood.
pub(crate) fn apply(node: &mut Node) {
    match &mut node.value {
        Value::List(list) => list.iter_mut().for_each(apply),
        Value::Map(map) => {
            map.entries.iter_mut().for_each(|entry| apply(&mut entry.value));
            if let Some(index) = map.entries.iter().position(|entry| entry.key == KEY) {
                take_in(map, index);
            }
        }
        _ => {}
    }
}

fn take_in(map: &mut Map, index: usize) {
    let given = match map.entries.remove(index).value {
        Node { value: Value::List(list), .. } => list,
        node => vec![node],
    };
    let mut known: BTreeSet<String> = map.entries.iter().map(|entry| entry.key.clone()).collect();
    let mut taken: Vec<Entry> = Vec::new();
    for node in given {
        if let Value::Map(base) = node.value {
            taken.extend(base.entries.into_iter().filter(|entry| known.insert(entry.key.clone())));
        }
    }
    map.entries.splice(index..index, taken);
}
