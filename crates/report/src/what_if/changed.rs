//! What an option changes, in lines.

use s3sim_document::patch::{Change, changes};
use s3sim_document::path::{Path, Step};
use s3sim_document::tree::{Node, Value, to_json};
use s3sim_scenario::Scenario;
use s3sim_scenario::question::Choice;

/// A line for each thing that an option changes or creates, as paths and values.
pub(super) fn lines(scenario: &Scenario, choice: &Choice) -> Vec<String> {
    match &choice.variant {
        Ok(variant) => changes(&scenario.tree, &variant.tree).iter().map(line).collect(),
        // What AWS refuses makes no scenario, so only its own words are there.
        Err(_) => {
            let entries = choice.patch.as_map().map_or(&[][..], |map| &map.entries);
            entries.iter().map(|entry| format!("{}: {}", entry.key, value(&entry.value))).collect()
        }
    }
}

fn line(change: &Change<'_>) -> String {
    let path = &change.path;
    match (change.before, change.after) {
        (Some(before), Some(after)) => format!("{path}: {}, before {}", value(after), value(before)),
        (None, Some(after)) => match claim(path) {
            Some(name) => format!("claims: {name}: {}", value(after)),
            None => format!("{path}: {}, new", value(after)),
        },
        (_, None) => format!("{path}: nothing any more"),
    }
}

/// The name of a requirement that only this option has.
fn claim(path: &Path) -> Option<&str> {
    match path.steps() {
        [Step::Name(section), Step::Name(name)] if section == "requirements" => Some(name),
        _ => None,
    }
}

/// A value on one line.
pub(crate) fn value(node: &Node) -> String {
    match &node.value {
        Value::Map(_) | Value::List(_) => {
            let text = to_json(node);
            // One line, as YAML would take it.
            text.split_whitespace().collect::<Vec<_>>().join(" ")
        }
        Value::Null => "nothing".to_owned(),
        _ => node.scalar().unwrap_or_default().to_owned(),
    }
}
