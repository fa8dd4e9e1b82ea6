//! `summary.json`: what the tables do not say already.

use std::collections::{BTreeMap, BTreeSet};

use s3sim_document::json;
use s3sim_document::tree::{Node, Value};

use super::figure::{decimal, signed};
use super::{Change, lines};

pub(super) const NAME: &str = "summary.json";

/// Printed, not compared: they differ between versions and between files that say the same.
const NOT_COMPARED: [&str; 3] = ["scenario", "s3sim", "digest"];

/// Parts of the summary, and the table that says the same in full.
const SAID_BY: [(&str, &str); 3] =
    [("cost", "cost.csv"), ("events", "events.csv"), ("expectations", "expectations.csv")];

/// Values that differ, unless one of the files in `told` has told already.
pub(super) fn changes(old: &str, new: &str, told: &[&str]) -> Vec<Change> {
    let (Ok(old_tree), Ok(new_tree)) = (json::parse(old), json::parse(new)) else {
        return lines::changes(NAME, old, new);
    };
    let (was, now) = (values(&old_tree), values(&new_tree));
    let mut changes = Vec::new();
    for path in was.keys().chain(now.keys()).collect::<BTreeSet<&String>>() {
        let head = path.split('.').next().unwrap_or_default();
        let said = SAID_BY.iter().any(|(part, file)| *part == head && told.contains(file));
        let (was, now) = (was.get(path), now.get(path));
        if was == now || said || NOT_COMPARED.contains(&path.as_str()) {
            continue;
        }
        let number = |value: Option<&String>| decimal(value?);
        let by = number(was).zip(number(now)).map(|(was, now)| signed(now - was)).unwrap_or_default();
        changes.push(Change {
            file: NAME.to_owned(),
            what: path.clone(),
            was: was.cloned().unwrap_or_default(),
            now: now.cloned().unwrap_or_default(),
            by,
        });
    }
    changes
}

/// Every value that holds no others, by its path.
fn values(tree: &Node) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    collect(tree, String::new(), &mut found);
    found
}

fn collect(node: &Node, path: String, found: &mut BTreeMap<String, String>) {
    let below = |name: &str| if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") };
    match &node.value {
        Value::Map(map) => {
            map.entries.iter().for_each(|entry| collect(&entry.value, below(&entry.key), found));
        }
        Value::List(items) => {
            for (index, item) in items.iter().enumerate() {
                collect(item, below(&index.to_string()), found);
            }
        }
        _ => {
            found.insert(path, node.scalar().unwrap_or("null").to_owned());
        }
    }
}
