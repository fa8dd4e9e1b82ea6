//! `key+`: adding to what is there.

use crate::tree::{Entry, Map, Node, Value};

/// Adds `more` to `base`: items to a list, entries to a map, and so on inside of it. One item may be added to a list, and a
/// list to one item, which then is the first: AWS takes a single statement for a list of one.
///
/// # Errors
/// If neither is a list or map.
pub fn extend(base: &mut Node, more: &Node) -> Result<(), String> {
    match (&base.value, &more.value) {
        (Value::Null, _) | (_, Value::Null) | (Value::List(_), _) | (_, Value::List(_)) => {}
        (Value::Map(_), Value::Map(_)) => {}
        (there, added) => {
            return Err(format!(
                "`+` adds to a list or a map, but this adds {} to {}",
                added.kind(),
                there.kind()
            ));
        }
    }
    add(base, more);
    Ok(())
}

fn add(base: &mut Node, more: &Node) {
    match (&mut base.value, &more.value) {
        (_, Value::Null) => {}
        (Value::Map(map), Value::Map(added)) => added.entries.iter().for_each(|entry| add_entry(map, entry)),
        (Value::List(list), Value::List(added)) => list.extend(added.iter().cloned()),
        (Value::List(list), _) => list.push(more.clone()),
        (Value::Bool(_) | Value::Number(_) | Value::Text(_) | Value::Map(_), Value::List(added)) => {
            let first = base.clone();
            base.value = Value::List(std::iter::once(first).chain(added.iter().cloned()).collect());
        }
        _ => *base = more.clone(),
    }
}

fn add_entry(map: &mut Map, entry: &Entry) {
    let key = super::merge::extended(&entry.key).unwrap_or(&entry.key);
    if matches!(entry.value.value, Value::Null) {
        map.remove(key);
        return;
    }
    match map.get_mut(key) {
        Some(node) => add(node, &entry.value),
        None => map.entries.push(Entry { key: key.to_owned(), ..entry.clone() }),
    }
}
