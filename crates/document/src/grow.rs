//! The one visitor that grows a tree out of either format.
//!
//! Both parsers drive it through serde, so YAML and JSON obey the same limits and number their values alike: the
//! root is 0, then every key and every value counts one, in document order, an alias as often as it is used.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, EnumAccess, Error, MapAccess, SeqAccess, Visitor};

use crate::number;
use crate::problem::{Problem, Problems};
use crate::tree::{At, Entry, Map, Node, Value};

/// How many values (keys count) one document may hold. A thousand aliases of a thousand values are a million.
pub const MAX_VALUES: u32 = 1_000_000;

/// How deep maps and lists may stand in one another.
pub const MAX_DEPTH: u32 = 100;

/// The key under which `serde_json` hands over a number that fits no machine integer.
const JSON_NUMBER: &str = "$serde_json::private::Number";

/// Why a text is no document at all: where the parser gave up, counted from 1 (0: no place known).
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Broken {
    pub(crate) line: u32,
    pub(crate) column: u32,
    pub(crate) message: String,
}

/// What the values are numbered with, and what was found on the way.
pub(crate) struct Grower {
    source: u16,
    values: u32,
    depth: u32,
    /// Every node stands here instead, for documents inside a text.
    fixed: Option<At>,
    /// Keys that stood in their map before: the map, the key.
    repeated: Vec<(At, At, String)>,
    /// Numbers handed over as floats, whose text is to be read again.
    floats: Vec<u32>,
    /// Numbers that cannot be: where, and the complaint.
    wrong: Vec<(At, String)>,
    /// The limit that ended it, in our own words.
    limit: Option<String>,
}

impl Grower {
    /// For the source with this number.
    pub(crate) fn new(source: u16) -> Grower {
        Grower {
            source,
            values: 0,
            depth: 0,
            fixed: None,
            repeated: Vec::new(),
            floats: Vec::new(),
            wrong: Vec::new(),
            limit: None,
        }
    }

    /// For a document inside a text that stands at `at`.
    pub(crate) fn inside(at: At) -> Grower {
        Grower { fixed: Some(at), ..Grower::new(at.source) }
    }

    /// The seed of the whole document.
    pub(crate) fn root(&mut self) -> Seed<'_> {
        Seed(self)
    }

    /// The limit that was passed, if that is why the parser stopped.
    pub(crate) fn limit(&mut self) -> Option<String> {
        self.limit.take()
    }

    /// Numbers of the values whose text must be read again, ascending.
    pub(crate) fn floats(&self) -> &[u32] {
        &self.floats
    }

    /// The mistakes that did not stop the parser, in a tree whose merges are not applied yet.
    pub(crate) fn problems(self, root: &Node) -> Vec<Problem> {
        let repeated = self.repeated.into_iter().map(|(map, at, key)| {
            let message = format!("`{key}` stands here for the second time, and names are unique");
            Problem { at, path: crate::path::under(&way_to(root, map), &key), code: None, message }
        });
        repeated.chain(self.wrong.into_iter().map(|(at, message)| problem(root, at, message))).collect()
    }

    fn take<E: Error>(&mut self) -> Result<At, E> {
        if self.values >= MAX_VALUES {
            return Err(self.stop(format!(
                "the file holds more than {MAX_VALUES} values (an alias counts each time it is used)"
            )));
        }
        let at = self.fixed.unwrap_or(At { source: self.source, node: self.values });
        self.values += 1;
        Ok(at)
    }

    fn enter<E: Error>(&mut self) -> Result<(), E> {
        if self.depth >= MAX_DEPTH {
            return Err(self.stop(too_deep()));
        }
        self.depth += 1;
        Ok(())
    }

    fn stop<E: Error>(&mut self, message: String) -> E {
        let error = E::custom(&message);
        self.limit = Some(message);
        error
    }
}

/// The tree of a text that stands in no file, or everything wrong with it. A parser's complaint names the line of the
/// text itself, since nobody else will.
pub(crate) fn placeless(read: Result<(Node, Vec<Problem>), Broken>) -> Result<Node, Problems> {
    match read {
        Ok((mut node, problems)) if problems.is_empty() => {
            node.displace();
            Ok(node)
        }
        Ok((_, problems)) => Err(problems.into_iter().map(|p| Problem { at: At::NOWHERE, ..p }).collect()),
        Err(broken) => {
            let message = match broken.line {
                0 | 1 => broken.message,
                line => format!("{} (line {line})", broken.message),
            };
            Err(Problems::from_iter([Problem { at: At::NOWHERE, path: String::new(), code: None, message }]))
        }
    }
}

/// The complaint about nesting, in the same words wherever it is noticed.
pub(crate) fn too_deep() -> String {
    format!("maps and lists are nested more than {MAX_DEPTH} deep")
}

/// A mistake at a value of the tree.
pub(crate) fn problem(root: &Node, at: At, message: String) -> Problem {
    Problem { at, path: way_to(root, at), code: None, message }
}

/// The path from the root to the value at `at`. Values are numbered in document order, so no search is needed.
fn way_to(root: &Node, at: At) -> String {
    let (mut node, mut path) = (root, String::new());
    while node.at < at {
        match &node.value {
            Value::List(list) => {
                let Some(index) = list.partition_point(|item| item.at <= at).checked_sub(1) else { break };
                path = format!("{path}[{index}]");
                node = &list[index];
            }
            Value::Map(map) => {
                let behind = map.entries.partition_point(|entry| entry.value.at <= at);
                let Some(entry) = behind.checked_sub(1).map(|index| &map.entries[index]) else { break };
                path = crate::path::under(&path, &entry.key);
                node = &entry.value;
            }
            _ => break,
        }
    }
    path
}

/// Reads one value.
pub(crate) struct Seed<'g>(&'g mut Grower);

impl<'de> DeserializeSeed<'de> for Seed<'_> {
    type Value = Node;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Node, D::Error> {
        let at = self.0.take()?;
        deserializer.deserialize_any(Grow { grower: self.0, at }).map(|value| Node { at, value })
    }
}

/// Reads one key as text, whatever it looks like.
struct Key<'g>(&'g mut Grower);

impl<'de> DeserializeSeed<'de> for Key<'_> {
    type Value = (At, String);

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(At, String), D::Error> {
        let at = self.0.take()?;
        deserializer.deserialize_str(Text("a name in front of the `:`")).map(|key| (at, key))
    }
}

/// Any scalar as it is written.
pub(crate) struct Text(pub(crate) &'static str);

impl Visitor<'_> for Text {
    type Value = String;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str(self.0)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<String, E> {
        Ok(text.to_owned())
    }

    fn visit_string<E: Error>(self, text: String) -> Result<String, E> {
        Ok(text)
    }
}

impl<'de> DeserializeSeed<'de> for Text {
    type Value = String;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<String, D::Error> {
        deserializer.deserialize_str(self)
    }
}

struct Grow<'g> {
    grower: &'g mut Grower,
    at: At,
}

impl<'de> Visitor<'de> for Grow<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Value, E> {
        Ok(Value::Number(value.to_string()))
    }

    fn visit_i128<E: Error>(self, value: i128) -> Result<Value, E> {
        Ok(Value::Number(value.to_string()))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Value, E> {
        Ok(Value::Number(value.to_string()))
    }

    fn visit_u128<E: Error>(self, value: u128) -> Result<Value, E> {
        Ok(Value::Number(value.to_string()))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Value, E> {
        if !value.is_finite() {
            self.grower.wrong.push((self.at, "infinity and not-a-number are no numbers here".to_owned()));
            return Ok(Value::Null);
        }
        // A float has lost what was written (`1.10`): the caller reads the text of these again.
        self.grower.floats.push(self.grower.values - 1);
        Ok(Value::Number(String::new()))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Value, E> {
        Ok(Value::Text(text.to_owned()))
    }

    fn visit_string<E: Error>(self, text: String) -> Result<Value, E> {
        Ok(Value::Text(text))
    }

    fn visit_unit<E: Error>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_none<E: Error>(self) -> Result<Value, E> {
        Err(self.grower.stop("the file is empty".to_owned()))
    }

    fn visit_enum<A: EnumAccess<'de>>(self, _access: A) -> Result<Value, A::Error> {
        Err(self.grower.stop("tags (`!…`) mean nothing here; quote text that starts with `!`".to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<Value, A::Error> {
        self.grower.enter()?;
        let mut list = Vec::new();
        while let Some(item) = access.next_element_seed(Seed(self.grower))? {
            list.push(item);
        }
        self.grower.depth -= 1;
        Ok(Value::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Value, A::Error> {
        self.grower.enter()?;
        let mut entries = Vec::new();
        while let Some((key_at, key)) = access.next_key_seed(Key(self.grower))? {
            if key == JSON_NUMBER && entries.is_empty() {
                // Not a map at all: the number's text follows, and no key was written.
                let text = access.next_value_seed(Text("a number"))?;
                self.grower.values -= 1;
                self.grower.depth -= 1;
                return Ok(number::exact(&text).map(Value::Number).unwrap_or_else(|message| {
                    self.grower.wrong.push((self.at, message));
                    Value::Null
                }));
            }
            let value = access.next_value_seed(Seed(self.grower))?;
            entries.push(Entry { key, key_at, value });
        }
        self.grower.depth -= 1;
        let repeated = drop_repeated(&mut entries);
        self.grower.repeated.extend(repeated.into_iter().map(|entry| (self.at, entry.key_at, entry.key)));
        Ok(Value::Map(Map { entries }))
    }
}

/// Takes the later ones of entries with the same key out, in file order.
fn drop_repeated(entries: &mut Vec<Entry>) -> Vec<Entry> {
    let mut order: Vec<usize> = (0..entries.len()).collect();
    order.sort_by(|a, b| entries[*a].key.cmp(&entries[*b].key).then(a.cmp(b)));
    let mut again: Vec<usize> = order
        .windows(2)
        .filter(|pair| entries[pair[0]].key == entries[pair[1]].key)
        .map(|pair| pair[1])
        .collect();
    again.sort_unstable();
    let mut dropped: Vec<Entry> = again.iter().rev().map(|index| entries.remove(*index)).collect();
    dropped.reverse();
    dropped
}
