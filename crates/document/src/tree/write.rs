//! Trees written down again.

use std::fmt::Write;

use crate::tree::{Entry, Node, Value};

/// JSON text on one line, in file order, for handing a document on.
pub fn to_json(node: &Node) -> String {
    let mut text = String::new();
    write(node, false, &mut text);
    text
}

/// JSON text with the keys of maps in byte order, for digests: two trees that are [`Node::same`] give the same text, and
/// two that differ give different ones.
pub fn canonical(node: &Node) -> String {
    let mut text = String::new();
    write(node, true, &mut text);
    text
}

fn write(node: &Node, sorted: bool, text: &mut String) {
    match &node.value {
        Value::Null => text.push_str("null"),
        Value::Bool(true) => text.push_str("true"),
        Value::Bool(false) => text.push_str("false"),
        Value::Number(digits) => text.push_str(digits),
        Value::Text(string) => quote(string, text),
        Value::List(list) => {
            text.push('[');
            for (index, item) in list.iter().enumerate() {
                separate(index, text);
                write(item, sorted, text);
            }
            text.push(']');
        }
        Value::Map(map) => {
            let mut entries: Vec<&Entry> = map.entries.iter().collect();
            if sorted {
                entries.sort_by(|a, b| a.key.cmp(&b.key));
            }
            text.push('{');
            for (index, entry) in entries.into_iter().enumerate() {
                separate(index, text);
                quote(&entry.key, text);
                text.push(':');
                write(&entry.value, sorted, text);
            }
            text.push('}');
        }
    }
}

fn separate(index: usize, text: &mut String) {
    if index > 0 {
        text.push(',');
    }
}

fn quote(string: &str, text: &mut String) {
    text.push('"');
    for character in string.chars() {
        match character {
            '"' => text.push_str("\\\""),
            '\\' => text.push_str("\\\\"),
            '\n' => text.push_str("\\n"),
            '\r' => text.push_str("\\r"),
            '\t' => text.push_str("\\t"),
            // Writing to a String cannot fail.
            control if control < ' ' => drop(write!(text, "\\u{:04x}", u32::from(control))),
            other => text.push(other),
        }
    }
    text.push('"');
}
