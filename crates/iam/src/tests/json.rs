//! Just enough JSON to write policies in tests as the documentation prints them.

use s3sim_document::tree::{At, Entry, Map, Node, Value};

/// The tree of a JSON text; panics on anything that is not JSON.
pub(super) fn tree(text: &str) -> Node {
    let mut rest = text;
    let node = value(&mut rest);
    assert!(rest.trim().is_empty(), "left over: {rest}");
    node
}

fn value(rest: &mut &str) -> Node {
    *rest = rest.trim_start();
    let made = match rest.chars().next().unwrap() {
        '{' => Value::Map(Map {
            entries: items(rest, '}', |rest| {
                let key = string(rest);
                eat(rest, ':');
                Entry { key, key_at: At::NOWHERE, value: value(rest) }
            }),
        }),
        '[' => Value::List(items(rest, ']', value)),
        '"' => Value::Text(string(rest)),
        _ => word(rest),
    };
    Node::made(made)
}

fn items<T>(rest: &mut &str, end: char, mut item: impl FnMut(&mut &str) -> T) -> Vec<T> {
    let mut all = Vec::new();
    *rest = rest[1..].trim_start();
    while !rest.starts_with(end) {
        all.push(item(rest));
        *rest = rest.trim_start();
        if !rest.starts_with(end) {
            eat(rest, ',');
        }
        *rest = rest.trim_start();
    }
    *rest = &rest[1..];
    all
}

fn eat(rest: &mut &str, mark: char) {
    *rest = rest.trim_start().strip_prefix(mark).unwrap_or_else(|| panic!("no `{mark}` at {rest}"));
}

fn string(rest: &mut &str) -> String {
    eat(rest, '"');
    let mut text = String::new();
    let mut chars = rest.char_indices();
    loop {
        match chars.next().unwrap() {
            (end, '"') => {
                *rest = &rest[end + 1..];
                return text;
            }
            (_, '\\') => text.push(match chars.next().unwrap().1 {
                'n' => '\n',
                't' => '\t',
                other => other,
            }),
            (_, plain) => text.push(plain),
        }
    }
}

fn word(rest: &mut &str) -> Value {
    let end = rest.find([',', '}', ']', ' ', '\n']).unwrap_or(rest.len());
    let (word, after) = rest.split_at(end);
    *rest = after;
    match word {
        "true" => Value::Bool(true),
        "false" => Value::Bool(false),
        "null" => Value::Null,
        number => Value::Number(number.to_owned()),
    }
}
