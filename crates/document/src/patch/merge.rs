//! Merging a patch into a tree, after RFC 7396: <https://www.rfc-editor.org/rfc/rfc7396>

use super::extend::extend;
use super::{Merge, Shape};
use crate::path::Step;
use crate::tree::{At, Entry, Map, Node, Value};

/// An entry of a patch, under its bare name.
pub(super) struct Named<'p> {
    pub(super) key: &'p str,
    pub(super) key_at: At,
    pub(super) value: &'p Node,
}

/// Stands at one place of the tree.
pub(super) struct Patcher<'s, S> {
    pub(super) shape: &'s S,
    /// The names from the root.
    pub(super) way: Vec<String>,
    /// Whether this is inside of something that is one value.
    pub(super) whole: bool,
}

impl<S: Shape> Patcher<'_, S> {
    pub(super) fn names(&self) -> Vec<&str> {
        self.way.iter().map(String::as_str).collect()
    }

    /// Makes the next step possible if it leads to something that is there unwritten.
    pub(super) fn begin(&mut self, node: &mut Node, step: &Step, at: At) {
        let Step::Name(name) = step else { return };
        if matches!(node.value, Value::Null) {
            node.value = Value::Map(Map::default());
        }
        let Value::Map(map) = &mut node.value else { return };
        if map.get(name).is_some() {
            return;
        }
        let mut names = self.names();
        names.push(name);
        if self.shape.built_in(&names) {
            let value = Node { at, value: Value::Map(Map::default()) };
            map.entries.push(Entry { key: name.clone(), key_at: at, value });
        }
    }

    /// Goes on to the next place.
    pub(super) fn enter(&mut self, step: &Step) {
        match step {
            Step::Name(name) => self.way.push(name.clone()),
            Step::Item(item) => self.way.push(format!("[{item}]")),
        }
        self.whole = self.whole || self.shape.merge(&self.names()) == Merge::Whole;
    }

    /// Merges a patch into the value here.
    pub(super) fn merge(&mut self, base: &mut Node, patch: &Node) -> Result<(), String> {
        let Value::Map(patch_map) = &patch.value else {
            *base = patch.clone();
            return Ok(());
        };
        if self.whole {
            *base = patch.clone();
            return Ok(());
        }
        if base.as_map().is_none() {
            *base = Node { at: patch.at, value: Value::Map(Map::default()) };
        }
        if let Value::Map(map) = &mut base.value {
            self.shape.make_way(&self.names(), map, patch_map);
            for entry in &patch_map.entries {
                let key = extended(&entry.key);
                let named =
                    Named { key: key.unwrap_or(&entry.key), key_at: entry.key_at, value: &entry.value };
                match key {
                    Some(_) => self.extend_entry(map, named)?,
                    None => self.merge_entry(map, named)?,
                }
            }
        }
        Ok(())
    }

    /// Merges one entry into the map here.
    pub(super) fn merge_entry(&mut self, map: &mut Map, patch: Named<'_>) -> Result<(), String> {
        let Named { key, key_at, value } = patch;
        // What was to be added to the value is gone with it.
        map.remove(&format!("{key}+"));
        if matches!(value.value, Value::Null) {
            map.remove(key);
            let mut names = self.names();
            names.push(key);
            if self.shape.keeps_null(&names) {
                map.entries.push(Entry { key: key.to_owned(), key_at, value: value.clone() });
            }
            return Ok(());
        }
        let outside = self.whole;
        self.enter(&Step::Name(key.to_owned()));
        let replaces = self.whole || value.as_map().is_none();
        let result = match map.entries.iter_mut().find(|entry| entry.key == key) {
            Some(entry) => {
                if replaces {
                    entry.key_at = key_at;
                }
                self.merge(&mut entry.value, value)
            }
            None => {
                let mut new = Node { at: value.at, value: Value::Null };
                let result = self.merge(&mut new, value);
                map.entries.push(Entry { key: key.to_owned(), key_at, value: new });
                result
            }
        };
        self.way.pop();
        self.whole = outside;
        result
    }

    /// Extends one entry of the map here. What is not there is begun inside of a document; elsewhere the `+` stays, because
    /// there may be a default to extend.
    pub(super) fn extend_entry(&mut self, map: &mut Map, patch: Named<'_>) -> Result<(), String> {
        let Named { key, key_at, value } = patch;
        let waiting = format!("{key}+");
        for there in [key, &waiting] {
            if let Some(node) = map.get_mut(there) {
                return extend(node, value);
            }
        }
        let key = if self.whole { key.to_owned() } else { waiting };
        map.entries.push(Entry { key, key_at, value: value.clone() });
        Ok(())
    }
}

/// The name in `name+`.
pub(super) fn extended(key: &str) -> Option<&str> {
    key.strip_suffix('+').filter(|name| !name.is_empty())
}
