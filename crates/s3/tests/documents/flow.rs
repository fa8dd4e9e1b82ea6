//! The flow notation of YAML, as far as these tests write it: `{a: [1, 'two'], b: {}}`.

use s3sim_document::tree::{At, Entry, Map, Node, Value};

/// The tree of a text; panics where a test is written wrongly.
pub(crate) fn parse(text: &str) -> Node {
    let mut rest = text.trim();
    let node = value(&mut rest);
    assert_eq!(rest, "", "trailing text in {text}");
    node
}

fn value(rest: &mut &str) -> Node {
    let value = match rest.chars().next() {
        Some('{') => Value::Map(Map { entries: items(rest, '}', entry) }),
        Some('[') => Value::List(items(rest, ']', value)),
        Some('\'') => Value::Text(scalar(rest)),
        _ => plain(scalar(rest)),
    };
    Node::made(value)
}

fn entry(rest: &mut &str) -> Entry {
    let key = scalar(rest);
    *rest = rest.trim_start().strip_prefix(':').expect("a colon").trim_start();
    Entry { key, key_at: At::NOWHERE, value: value(rest) }
}

fn items<T>(rest: &mut &str, end: char, item: impl Fn(&mut &str) -> T) -> Vec<T> {
    let mut items = Vec::new();
    *rest = rest[1..].trim_start();
    while !rest.starts_with(end) {
        items.push(item(rest));
        *rest = rest.trim_start();
        *rest = rest.strip_prefix(',').unwrap_or(rest).trim_start();
    }
    *rest = rest[1..].trim_start();
    items
}

fn scalar(rest: &mut &str) -> String {
    let (text, after) = match rest.strip_prefix('\'') {
        Some(quoted) => quoted.split_once('\'').expect("a closing quote"),
        None => {
            let ends = |(index, c): (usize, char)| {
                ",]}[{".contains(c)
                    || (c == ':' && !rest[index + 1..].starts_with(|next| "/0123456789".contains(next)))
            };
            rest.split_at(rest.char_indices().find(|at| ends(*at)).map_or(rest.len(), |(index, _)| index))
        }
    };
    *rest = after;
    text.trim().to_owned()
}

fn plain(text: String) -> Value {
    match text.as_str() {
        "null" => Value::Null,
        "true" => Value::Bool(true),
        "false" => Value::Bool(false),
        _ if text.parse::<f64>().is_ok() => Value::Number(text),
        _ => Value::Text(text),
    }
}
