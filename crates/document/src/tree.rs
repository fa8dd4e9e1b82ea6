//! The tree that every document becomes, whatever it was written in.

mod write;

pub use write::{canonical, to_json};

/// Where a value stands: the source it came from and its number there, counted in document order.
///
/// Small enough for every node to carry one. A line is found by reading the source again, which only happens
/// when there is something to complain about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct At {
    /// Index of the source in [`crate::source::Sources`].
    pub source: u16,
    /// 0 for the root, then one more for every value (and every key of a map) in document order.
    pub node: u32,
}

impl At {
    /// For values that the program made itself (defaults): no file to point at.
    pub const NOWHERE: At = At { source: u16::MAX, node: 0 };
}

/// A value and where it stands.
#[derive(Clone, Debug)]
pub struct Node {
    /// Where it was written.
    pub at: At,
    /// What was written.
    pub value: Value,
}

/// What a document can say.
#[derive(Clone, Debug)]
pub enum Value {
    /// `null`, `~` or nothing.
    Null,
    /// `true`, `false`.
    Bool(bool),
    /// A number, as its decimal text without underscores or exponent where it is whole: `12`, `-3`, `1.10`.
    Number(String),
    /// Text.
    Text(String),
    /// A sequence.
    List(Vec<Node>),
    /// A mapping, in file order, without repeated keys.
    Map(Map),
}

/// A mapping in file order.
#[derive(Clone, Debug, Default)]
pub struct Map {
    /// The entries; keys are unique.
    pub entries: Vec<Entry>,
}

/// One `key: value`.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The key, as text (YAML keys that are numbers or booleans are taken as written).
    pub key: String,
    /// Where the key stands.
    pub key_at: At,
    /// The value.
    pub value: Node,
}

impl Map {
    /// The value of `key`.
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.entries.iter().find(|entry| entry.key == key).map(|entry| &entry.value)
    }

    /// A map of these entries, which no file holds. Keys must differ.
    pub fn made<K: Into<String>>(entries: impl IntoIterator<Item = (K, Node)>) -> Map {
        let entry = |(key, value): (K, Node)| Entry { key: key.into(), key_at: At::NOWHERE, value };
        Map { entries: entries.into_iter().map(entry).collect() }
    }

    /// Puts an entry in: in place of the one with its key, else behind all others.
    pub fn insert(&mut self, entry: Entry) {
        match self.entries.iter_mut().find(|old| old.key == entry.key) {
            Some(old) => *old = entry,
            None => self.entries.push(entry),
        }
    }

    /// Takes the entry with this key out.
    pub fn remove(&mut self, key: &str) -> Option<Entry> {
        let index = self.entries.iter().position(|entry| entry.key == key)?;
        Some(self.entries.remove(index))
    }

    /// As [`Node::same`]. Sorted, because maps may be large.
    fn same(&self, other: &Map) -> bool {
        fn sorted(map: &Map) -> Vec<&Entry> {
            let mut entries: Vec<&Entry> = map.entries.iter().collect();
            entries.sort_by(|a, b| a.key.cmp(&b.key));
            entries
        }
        self.entries.len() == other.entries.len()
            && sorted(self).iter().zip(sorted(other)).all(|(a, b)| a.key == b.key && a.value.same(&b.value))
    }

    /// The value of `key`, for changing.
    pub fn get_mut(&mut self, key: &str) -> Option<&mut Node> {
        self.entries.iter_mut().find(|entry| entry.key == key).map(|entry| &mut entry.value)
    }
}

impl Node {
    /// A node that no file holds.
    pub fn made(value: Value) -> Node {
        Node { at: At::NOWHERE, value }
    }

    /// The map, if it is one.
    pub fn as_map(&self) -> Option<&Map> {
        match &self.value {
            Value::Map(map) => Some(map),
            _ => None,
        }
    }

    /// The list, if it is one.
    pub fn as_list(&self) -> Option<&[Node]> {
        match &self.value {
            Value::List(list) => Some(list),
            _ => None,
        }
    }

    /// The text, if it is text. Numbers are not: see [`Node::scalar`].
    pub fn as_text(&self) -> Option<&str> {
        match &self.value {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    /// Text, number or boolean as text: AWS's JSON often accepts either (`"Days": "30"`).
    pub fn scalar(&self) -> Option<&str> {
        match &self.value {
            Value::Text(text) | Value::Number(text) => Some(text),
            Value::Bool(true) => Some("true"),
            Value::Bool(false) => Some("false"),
            _ => None,
        }
    }

    /// The value of `key`, if this is a map that has it.
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.as_map().and_then(|map| map.get(key))
    }

    /// Whether both say the same, wherever they stand: maps in any order, numbers by their text.
    pub fn same(&self, other: &Node) -> bool {
        match (&self.value, &other.value) {
            (Value::Null, Value::Null) => true,
            (Value::Bool(a), Value::Bool(b)) => a == b,
            (Value::Number(a), Value::Number(b)) | (Value::Text(a), Value::Text(b)) => a == b,
            (Value::List(a), Value::List(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| a.same(b)),
            (Value::Map(a), Value::Map(b)) => a.same(b),
            _ => false,
        }
    }

    /// Says of this and everything in it that it stands in no file.
    pub fn displace(&mut self) {
        self.place_at(At::NOWHERE);
    }

    /// Says of this and everything in it that it stands at `at`: what a file or option put there.
    pub fn place_at(&mut self, at: At) {
        self.at = at;
        match &mut self.value {
            Value::List(list) => list.iter_mut().for_each(|item| item.place_at(at)),
            Value::Map(map) => {
                for entry in &mut map.entries {
                    entry.key_at = at;
                    entry.value.place_at(at);
                }
            }
            _ => {}
        }
    }

    /// How many values there are in it, keys and itself included.
    pub fn values(&self) -> usize {
        1 + match &self.value {
            Value::List(list) => list.iter().map(Node::values).sum(),
            Value::Map(map) => map.entries.iter().map(|entry| 1 + entry.value.values()).sum(),
            _ => 0,
        }
    }
}

impl Value {
    /// What it is, in words for a message: `a map`, `text`, `nothing`.
    pub fn kind(&self) -> &'static str {
        match self {
            Value::Null => "nothing",
            Value::Bool(_) => "true or false",
            Value::Number(_) => "a number",
            Value::Text(_) => "text",
            Value::List(_) => "a list",
            Value::Map(_) => "a map",
        }
    }
}
