//! What `key+` means where no patch is: adding to the default.

use super::extend::extend;
use super::merge::extended;
use crate::path;
use crate::problem::{Problem, Problems};
use crate::tree::{Entry, Map, Node, Value};

/// Turns every `key+` of a tree into `key`, by adding to what stands under `key`, or else to the default.
///
/// `default` is asked with the names down to `key` (items of lists as `[0]`): `None` leaves this `key+` as it is, for
/// somebody else to understand; [`Value::Null`] says that there is no default, so that the value is begun.
pub fn settle(node: &mut Node, default: &impl Fn(&[&str]) -> Option<Node>) -> Problems {
    let mut problems = Problems::new();
    settle_in(node, &mut Vec::new(), default, &mut problems);
    problems
}

fn settle_in(
    node: &mut Node,
    way: &mut Vec<String>,
    default: &impl Fn(&[&str]) -> Option<Node>,
    problems: &mut Problems,
) {
    match &mut node.value {
        Value::List(list) => {
            for (index, item) in list.iter_mut().enumerate() {
                way.push(format!("[{index}]"));
                settle_in(item, way, default, problems);
                way.pop();
            }
        }
        Value::Map(map) => {
            let keys: Vec<String> =
                map.entries.iter().filter_map(|entry| extended(&entry.key)).map(str::to_owned).collect();
            for key in keys {
                way.push(key);
                let names: Vec<&str> = way.iter().map(String::as_str).collect();
                if let Some(default) = default(&names)
                    && let Err((entry, message)) = settle_entry(map, names[names.len() - 1], default)
                {
                    let path =
                        names.iter().fold(String::new(), |parent, name| match name.strip_prefix('[') {
                            Some(_) => format!("{parent}{name}"),
                            None => path::under(&parent, name),
                        });
                    problems.push(Problem { at: entry.key_at, path, code: None, message });
                }
                way.pop();
            }
            for entry in &mut map.entries {
                way.push(entry.key.clone());
                settle_in(&mut entry.value, way, default, problems);
                way.pop();
            }
        }
        _ => {}
    }
}

/// Puts the settled value where `key+` stood, or where `key` stands if it does.
fn settle_entry(map: &mut Map, key: &str, default: Node) -> Result<(), (Entry, String)> {
    let waiting = format!("{key}+");
    let Some(index) = map.entries.iter().position(|entry| entry.key == waiting) else { return Ok(()) };
    let entry = map.entries.remove(index);
    if let Some(node) = map.get_mut(key) {
        return extend(node, &entry.value).map_err(|message| (entry, message));
    }
    let mut value = default;
    if let Err(message) = extend(&mut value, &entry.value) {
        return Err((entry, message));
    }
    if value.as_map().is_some() || value.as_list().is_some() {
        // The document stands where its user began to write it.
        value.at = entry.value.at;
    }
    map.entries.insert(index, Entry { key: key.to_owned(), key_at: entry.key_at, value });
    Ok(())
}
