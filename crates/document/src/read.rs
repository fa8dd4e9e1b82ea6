//! Reading a tree by hand, collecting every mistake on the way.
//!
//! A [`Reader`] stands at one node and knows the path there; a [`Fields`] reads a map and complains about whatever
//! was not asked for. Every read answers with an `Option`: `None` means that a problem has been noted (or that an
//! optional value is absent, for the `optional` family).

use std::cell::RefCell;

use crate::path;
use crate::problem::{Problem, Problems};
use crate::tree::{At, Entry, Node, Value};

/// A place in a document from which to read.
#[derive(Clone)]
pub struct Reader<'a> {
    node: &'a Node,
    path: String,
    problems: &'a RefCell<Problems>,
}

impl<'a> Reader<'a> {
    /// Reads `node`, which stands at `path` (empty for the root of a document).
    pub fn new(node: &'a Node, path: impl Into<String>, problems: &'a RefCell<Problems>) -> Reader<'a> {
        Reader { node, path: path.into(), problems }
    }

    /// The node itself.
    pub fn node(&self) -> &'a Node {
        self.node
    }

    /// The way here, for messages.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// Where the node stands.
    pub fn at(&self) -> At {
        self.node.at
    }

    /// Notes a mistake of the scenario's language here.
    pub fn wrong(&self, message: impl Into<String>) {
        self.note(None, message.into());
    }

    /// Notes that AWS would refuse this, with its code.
    pub fn refused(&self, code: &'static str, message: impl Into<String>) {
        self.note(Some(code), message.into());
    }

    fn note(&self, code: Option<&'static str>, message: String) {
        self.problems.borrow_mut().push(Problem { at: self.node.at, path: self.path.clone(), code, message });
    }

    /// Notes what was found elsewhere.
    pub fn add(&self, more: Problems) {
        self.problems.borrow_mut().extend(more);
    }

    /// How many problems there are so far, to see whether a part added any.
    pub fn problems_so_far(&self) -> usize {
        self.problems.borrow().len()
    }

    /// The child under `key`, as a reader.
    pub fn child(&self, key: &str, node: &'a Node) -> Reader<'a> {
        Reader { node, path: path::under(&self.path, key), problems: self.problems }
    }

    /// The child at a position of a list, as a reader.
    pub fn item(&self, index: usize, node: &'a Node) -> Reader<'a> {
        Reader { node, path: format!("{}[{index}]", self.path), problems: self.problems }
    }

    /// The same place, read from another node: what a JSON text that stands here says, for example.
    pub fn instead<'b>(&self, node: &'b Node) -> Reader<'b>
    where
        'a: 'b,
    {
        Reader { node, path: self.path.clone(), problems: self.problems }
    }

    /// The entries of a map of named things, in file order; notes a problem if it is not a map.
    pub fn entries(&self) -> Option<Vec<(&'a str, Reader<'a>)>> {
        let Some(map) = self.node.as_map() else {
            self.wrong(format!("should be a map of names, but is {}", self.node.value.kind()));
            return None;
        };
        Some(map.entries.iter().map(|e| (e.key.as_str(), self.child(&e.key, &e.value))).collect())
    }

    /// The items of a list; notes a problem if it is not a list.
    pub fn items(&self) -> Option<Vec<Reader<'a>>> {
        let Some(list) = self.node.as_list() else {
            self.wrong(format!("should be a list, but is {}", self.node.value.kind()));
            return None;
        };
        Some(list.iter().enumerate().map(|(i, node)| self.item(i, node)).collect())
    }

    /// The map with fixed field names; notes a problem if it is not a map.
    pub fn fields(&self) -> Option<Fields<'a>> {
        let Some(map) = self.node.as_map() else {
            self.wrong(format!("should be a map, but is {}", self.node.value.kind()));
            return None;
        };
        Some(Fields {
            reader: self.clone(),
            entries: &map.entries,
            taken: vec![false; map.entries.len()],
            known: Vec::new(),
        })
    }

    /// Text (numbers and booleans are taken as written).
    pub fn text(&self) -> Option<&'a str> {
        let text = self.node.scalar();
        if text.is_none() {
            let kind = self.node.value.kind();
            match placeholder(self.node) {
                Some(name) => {
                    self.wrong(format!("should be text, but is {kind}: quote it, as in \"{{{name}}}\""))
                }
                None => self.wrong(format!("should be text, but is {kind}")),
            }
        }
        text
    }

    /// `true` or `false`.
    pub fn boolean(&self) -> Option<bool> {
        match &self.node.value {
            Value::Bool(b) => Some(*b),
            other => {
                self.wrong(format!("should be true or false, but is {}", other.kind()));
                None
            }
        }
    }

    /// A word out of a table; notes the nearest one otherwise.
    pub fn word<T: Copy>(&self, table: &[(&str, T)]) -> Option<T> {
        let text = self.text()?;
        if let Some((_, value)) = table.iter().find(|(word, _)| *word == text) {
            return Some(*value);
        }
        let words: Vec<&str> = table.iter().map(|(word, _)| *word).collect();
        self.wrong(format!("unknown word `{text}`{}", crate::suggest::instead(text, &words)));
        None
    }
}

/// The fields of a map: ask for each by name, then [`Fields::finish`].
pub struct Fields<'a> {
    reader: Reader<'a>,
    entries: &'a [Entry],
    taken: Vec<bool>,
    known: Vec<&'static str>,
}

impl<'a> Fields<'a> {
    /// The reader of the map itself.
    pub fn reader(&self) -> &Reader<'a> {
        &self.reader
    }

    /// The field, if present (`null` counts as absent).
    pub fn optional(&mut self, name: &'static str) -> Option<Reader<'a>> {
        self.known.push(name);
        let index = self.entries.iter().position(|e| e.key == name)?;
        self.taken[index] = true;
        let node = &self.entries[index].value;
        if matches!(node.value, Value::Null) { None } else { Some(self.reader.child(name, node)) }
    }

    /// The field; its absence is a problem.
    pub fn required(&mut self, name: &'static str) -> Option<Reader<'a>> {
        let found = self.optional(name);
        if found.is_none() {
            self.reader.wrong(format!("`{name}` is missing"));
        }
        found
    }

    /// Names that are legal here although this reader does not ask for them (read elsewhere).
    pub fn also(&mut self, names: &[&'static str]) {
        self.known.extend_from_slice(names);
        for (index, entry) in self.entries.iter().enumerate() {
            if names.contains(&entry.key.as_str()) {
                self.taken[index] = true;
            }
        }
    }

    /// The entries not asked for so far, in file order (for maps that mix fixed and free names). They count as taken.
    pub fn rest(&mut self) -> Vec<(&'a str, Reader<'a>)> {
        let mut rest = Vec::new();
        for (index, entry) in self.entries.iter().enumerate() {
            if !std::mem::replace(&mut self.taken[index], true) {
                rest.push((entry.key.as_str(), self.reader.child(&entry.key, &entry.value)));
            }
        }
        rest
    }

    /// Notes every field that nobody asked for, with the nearest known name.
    pub fn finish(self) {
        self.finish_with(None, |_, _| None);
    }

    /// As [`Fields::finish`], but AWS is who refuses the unknown element, with this code.
    pub fn finish_refused(self, code: &'static str) {
        self.finish_with(Some(code), |_, _| None);
    }

    /// As [`Fields::finish_refused`]; `explain` gets the unknown word and the known ones and may say more than the
    /// nearest name does, for example that the word belongs to another tool. Its text follows the word.
    pub fn finish_explained(
        self,
        code: &'static str,
        explain: impl Fn(&str, &[&'static str]) -> Option<String>,
    ) {
        self.finish_with(Some(code), explain);
    }

    fn finish_with(
        self,
        code: Option<&'static str>,
        explain: impl Fn(&str, &[&'static str]) -> Option<String>,
    ) {
        for (entry, taken) in self.entries.iter().zip(&self.taken) {
            if *taken {
                continue;
            }
            let path = self.reader.child(&entry.key, &entry.value).path;
            let more = explain(&entry.key, &self.known)
                .unwrap_or_else(|| crate::suggest::instead(&entry.key, &self.known));
            let message = format!("unknown word `{}`{more}", entry.key);
            self.reader.problems.borrow_mut().push(Problem { at: entry.key_at, path, code, message });
        }
    }
}

/// The name in `{n}`, which without quotes is a map to nothing.
fn placeholder(node: &Node) -> Option<&str> {
    match node.as_map()?.entries.as_slice() {
        [only] if matches!(only.value.value, Value::Null) => Some(&only.key),
        _ => None,
    }
}
