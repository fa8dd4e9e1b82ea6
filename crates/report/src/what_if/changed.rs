//! What an option changes, in lines.

use s3sim_document::patch::{Change, changes};
use s3sim_document::path::{Path, Step};
use s3sim_document::tree::{Node, Value, to_json};
use s3sim_scenario::Scenario;
use s3sim_scenario::question::Choice;

/// A line for each thing that an option changes or creates, as paths and values.
pub(super) fn lines(scenario: &Scenario, choice: &Choice) -> Vec<String> {
    match &choice.variant {
        Ok(variant) => {
            let changes = changes(&scenario.tree, &variant.tree);
            let mut lines: Vec<String> = Vec::new();
            for change in &changes {
                let line = match requirement(&change.path) {
                    Some(name) => required(scenario, variant, name),
                    None => line(change),
                };
                // Several changes to one requirement are one claim.
                if lines.last() != Some(&line) {
                    lines.push(line);
                }
            }
            lines
        }
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
        (None, Some(after)) => format!("{path}: {}, new", value(after)),
        (_, None) => format!("{path}: nothing any more"),
    }
}

/// What a requirement is in an option: a claim, where it is not that of the scenario.
fn required(scenario: &Scenario, variant: &Scenario, name: &str) -> String {
    let of = |tree: &Node| tree.get("requirements").and_then(|all| all.get(name)).map(value);
    let word = if of(&scenario.tree).is_some() { "claims instead" } else { "claims" };
    match of(&variant.tree) {
        Some(after) => format!("{word}: {name}: {after}"),
        None => format!("does without: {name}"),
    }
}

/// The name of the requirement that a path leads to or into.
fn requirement(path: &Path) -> Option<&str> {
    match path.steps() {
        [Step::Name(section), Step::Name(name), ..] if section == "requirements" => Some(name),
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
