//! Ways into a tree: `buckets.b.lifecycle.Rules[cool].Transitions[0].Days`.
//!
//! Names are joined by dots; a name that holds a dot, a bracket or a quote stands in double quotes
//! (`buckets."my.site".policy`), in which `\"` and `\\` stand for themselves. `[x]` is the item of a list whose `ID`,
//! `Sid`, `Id` or `Name` is x, or else the one at position x, counted from 0.

use std::fmt;

use crate::suggest;
use crate::tree::{Entry, Map, Node, Value};

/// The fields by which an item of a list can be called, in the order in which they are asked.
const CALLED: [&str; 4] = ["ID", "Sid", "Id", "Name"];

/// One step of a way.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// To the value of a key in a map.
    Name(String),
    /// To an item of a list, by what it is called or by its position.
    Item(String),
}

/// A way from the root of a tree to a value. Displays as it is written, quoted where needed.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Path {
    steps: Vec<Step>,
}

impl Path {
    /// A way of these steps; none leads to the root.
    pub fn of(steps: Vec<Step>) -> Path {
        Path { steps }
    }

    /// Reads a way as it is written.
    ///
    /// # Errors
    /// What is wrong with it: an empty name, a bracket or quote that is not closed.
    pub fn parse(text: &str) -> Result<Path, String> {
        Parser { rest: text, text }.path()
    }

    /// The steps, from the root.
    pub fn steps(&self) -> &[Step] {
        &self.steps
    }

    /// The value there.
    ///
    /// # Errors
    /// Which step does not exist, and what does in its place.
    pub fn get<'n>(&self, root: &'n Node) -> Result<&'n Node, String> {
        let mut node = root;
        for (index, step) in self.steps.iter().enumerate() {
            node = match step {
                Step::Name(name) => node.get(name),
                Step::Item(item) => position(node, item).and_then(|at| node.as_list()?.get(at)),
            }
            .ok_or_else(|| missing(node, &self.steps[..index], step))?;
        }
        Ok(node)
    }

    /// The value there, for changing.
    ///
    /// # Errors
    /// As [`Path::get`].
    pub fn get_mut<'n>(&self, root: &'n mut Node) -> Result<&'n mut Node, String> {
        let mut node = root;
        for (index, step) in self.steps.iter().enumerate() {
            node = step_into(node, &self.steps[..index], step)?;
        }
        Ok(node)
    }

    /// Puts a value there. Only the last step may be new, and only if it is a name.
    ///
    /// # Errors
    /// As [`Path::get`].
    pub fn set(&self, root: &mut Node, value: Node) -> Result<(), String> {
        let Some((last, before)) = self.steps.split_last() else {
            *root = value;
            return Ok(());
        };
        let mut node = root;
        for (index, step) in before.iter().enumerate() {
            node = step_into(node, &before[..index], step)?;
        }
        match (last, &mut node.value) {
            (Step::Name(name), Value::Map(map)) => {
                match map.get_mut(name) {
                    Some(old) => *old = value,
                    None => map.entries.push(Entry { key: name.clone(), key_at: value.at, value }),
                }
                Ok(())
            }
            _ => {
                *step_into(node, before, last)? = value;
                Ok(())
            }
        }
    }
}

/// The next value on the way, for changing.
pub(crate) fn step_into<'n>(
    node: &'n mut Node,
    before: &[Step],
    step: &Step,
) -> Result<&'n mut Node, String> {
    let index = match (step, &node.value) {
        (Step::Name(name), Value::Map(map)) => map.entries.iter().position(|entry| entry.key == *name),
        (Step::Item(item), Value::List(_)) => position(node, item),
        _ => None,
    };
    let Some(index) = index else { return Err(missing(node, before, step)) };
    match &mut node.value {
        Value::Map(Map { entries }) => Ok(&mut entries[index].value),
        Value::List(list) => Ok(&mut list[index]),
        scalar => Err(format!("{} has nothing in it", scalar.kind())),
    }
}

/// Where in a list the item stands that is called so, or else has this position.
pub(crate) fn position(list: &Node, item: &str) -> Option<usize> {
    let list = list.as_list()?;
    let called =
        |node: &Node| CALLED.iter().any(|field| node.get(field).and_then(Node::scalar) == Some(item));
    list.iter().position(called).or_else(|| item.parse().ok().filter(|position| *position < list.len()))
}

/// That a step leads nowhere, with the nearest one that would lead somewhere.
pub(crate) fn missing(node: &Node, before: &[Step], step: &Step) -> String {
    let place = match before {
        [] => "the document".to_owned(),
        _ => format!("`{}`", Path::of(before.to_vec())),
    };
    match (step, &node.value) {
        (Step::Name(name), Value::Map(map)) => {
            let known: Vec<&str> = map.entries.iter().map(|entry| entry.key.as_str()).collect();
            format!("{place} has no `{name}`{}", suggest::instead(name, &known))
        }
        (Step::Item(item), Value::List(list)) => {
            let called =
                |node: &Node| CALLED.iter().find_map(|field| node.get(field)?.scalar().map(str::to_owned));
            let known: Vec<String> = list.iter().filter_map(called).collect();
            let known: Vec<&str> = known.iter().map(String::as_str).collect();
            let items = list.len();
            let instead = suggest::instead(item, &known);
            format!("{place} has no item `{item}` (of {items}){instead}")
        }
        (Step::Name(name), value) => format!("{place} is {} and has no `{name}`", value.kind()),
        (Step::Item(item), value) => format!("{place} is {} and has no item `{item}`", value.kind()),
    }
}

/// The way to the value of `key` in the map at `parent`, as it is written.
pub(crate) fn under(parent: &str, key: &str) -> String {
    let mut path = parent.to_owned();
    if !path.is_empty() {
        path.push('.');
    }
    push_name(&mut path, key);
    path
}

fn push_name(path: &mut String, name: &str) {
    let plain = !name.is_empty()
        && !name.contains(['.', '[', ']', '"'])
        && name.trim() == name
        && !name.ends_with('+');
    if plain { path.push_str(name) } else { push_quoted(path, name) }
}

fn push_quoted(path: &mut String, name: &str) {
    path.push('"');
    for character in name.chars() {
        if matches!(character, '"' | '\\') {
            path.push('\\');
        }
        path.push(character);
    }
    path.push('"');
}

impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        let mut text = String::new();
        for step in &self.steps {
            match step {
                Step::Name(name) => {
                    if !text.is_empty() {
                        text.push('.');
                    }
                    push_name(&mut text, name);
                }
                Step::Item(item) => {
                    text.push('[');
                    let plain = !item.is_empty() && !item.contains(['[', ']', '"']) && item.trim() == item;
                    if plain {
                        text.push_str(item)
                    } else {
                        push_quoted(&mut text, item)
                    }
                    text.push(']');
                }
            }
        }
        f.write_str(&text)
    }
}

struct Parser<'t> {
    text: &'t str,
    rest: &'t str,
}

impl Parser<'_> {
    fn path(mut self) -> Result<Path, String> {
        let mut steps = Vec::new();
        if self.rest.is_empty() {
            return Err("a path names at least one thing".to_owned());
        }
        if !self.rest.starts_with('[') {
            steps.push(self.name()?);
        }
        loop {
            if self.pass('[') {
                steps.push(self.item()?);
            } else if self.pass('.') {
                steps.push(self.name()?);
            } else if self.rest.is_empty() {
                return Ok(Path { steps });
            } else {
                return Err(self.wrong("a `.` or `[` should follow what is closed before"));
            }
        }
    }

    fn pass(&mut self, character: char) -> bool {
        match self.rest.strip_prefix(character) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }

    fn wrong(&self, what: &str) -> String {
        format!("{what}, at `{}` in the path `{}`", self.rest, self.text)
    }

    fn name(&mut self) -> Result<Step, String> {
        if self.pass('"') {
            return self.quoted().map(Step::Name);
        }
        let end = self.rest.find(['.', '[']).unwrap_or(self.rest.len());
        let (name, rest) = self.rest.split_at(end);
        if name.is_empty() {
            return Err(self.wrong("a name is missing"));
        }
        if name.contains(['"', ']']) {
            return Err(self.wrong("a name with `\"` or `]` must stand in quotes"));
        }
        self.rest = rest;
        Ok(Step::Name(name.to_owned()))
    }

    fn item(&mut self) -> Result<Step, String> {
        let item = if self.pass('"') {
            self.quoted()?
        } else {
            let end = self.rest.find(']').ok_or_else(|| self.wrong("a `]` is missing"))?;
            let (item, rest) = self.rest.split_at(end);
            self.rest = rest;
            item.to_owned()
        };
        if item.is_empty() || !self.pass(']') {
            return Err(self.wrong("`[x]` names an item by its ID, Sid, Id or Name, or by its position"));
        }
        Ok(Step::Item(item))
    }

    /// The rest of a quoted name, behind the quote that opens it.
    fn quoted(&mut self) -> Result<String, String> {
        let mut name = String::new();
        let mut characters = self.rest.char_indices();
        while let Some((index, character)) = characters.next() {
            match character {
                '"' => {
                    self.rest = &self.rest[index + 1..];
                    return Ok(name);
                }
                '\\' => match characters.next() {
                    Some((_, escaped @ ('"' | '\\'))) => name.push(escaped),
                    _ => return Err(self.wrong("only `\\\"` and `\\\\` may follow a `\\`")),
                },
                other => name.push(other),
            }
        }
        Err(self.wrong("a quote is not closed"))
    }
}

#[cfg(test)]
mod tests;
