//! Copies of accounts and users: `"team-{n}": {count: 30}` is thirty of them, numbered from 0.

use s3sim_document::problem::{Problem, Problems};
use s3sim_document::tree::{Entry, Node, Value};
use s3sim_kernel::time::Day;

use crate::template::{Piece, Template};

/// Most copies of one account or user.
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html>
const MOST_COPIES: u64 = 5_000;
/// Words of a copy in which its number may stand too.
const NUMBERED: [&str; 2] = ["account", "unit"];

/// Whether a text holds a counter.
pub(crate) fn is_numbered(text: &str) -> bool {
    let counts = |piece: &Piece| matches!(piece, Piece::Counter { .. } | Piece::Residue { .. });
    Template::lenient(text).pieces().iter().any(counts)
}

/// The text of the `n`-th copy.
pub(crate) fn numbered(text: &str, n: u64) -> String {
    Template::lenient(text).key(n, Day::default())
}

/// Puts the copies in the place of what asks for them. Account numbers count up from the one that is written.
pub(crate) fn expand(tree: &mut Node, problems: &mut Problems) {
    for section in ["accounts", "users"] {
        let Some(Value::Map(map)) = entry_of(tree, section).map(|node| &mut node.value) else { continue };
        for entry in std::mem::take(&mut map.entries) {
            match copies(&entry) {
                Ok(copies) => map.entries.extend(copies),
                Err(message) => {
                    let at = entry.value.get("count").map_or(entry.key_at, |count| count.at);
                    let path = format!("{section}.{}", entry.key);
                    problems.push(Problem { path, at, message, code: None });
                }
            }
        }
    }
}

fn entry_of<'t>(tree: &'t mut Node, name: &str) -> Option<&'t mut Node> {
    let Value::Map(map) = &mut tree.value else { return None };
    map.entries.iter_mut().find(|entry| entry.key == name).map(|entry| &mut entry.value)
}

fn copies(entry: &Entry) -> Result<Vec<Entry>, String> {
    let count = entry.value.get("count").filter(|count| !matches!(count.value, Value::Null));
    let count = match (count, is_numbered(&entry.key)) {
        (None, false) => return Ok(vec![entry.clone()]),
        (Some(_), false) => return Err("`count` asks for copies, so the name should hold `{n}`".to_owned()),
        (None, true) => {
            return Err("has `{n}` in its name, so it should say how many there are: `count`".to_owned());
        }
        (Some(count), true) => count.scalar().and_then(|text| text.replace('_', "").parse().ok()),
    };
    let Some(count) = count.filter(|count| (1..=MOST_COPIES).contains(count)) else {
        return Err(format!("`count` should be 1 to {MOST_COPIES}"));
    };
    Ok((0..count).map(|n| copy(entry, n)).collect())
}

fn copy(entry: &Entry, n: u64) -> Entry {
    let mut copy = entry.clone();
    copy.key = numbered(&entry.key, n);
    let Value::Map(map) = &mut copy.value.value else { return copy };
    map.entries.retain(|entry| entry.key != "count");
    for word in &mut map.entries {
        let Some(text) = word.value.scalar() else { continue };
        if NUMBERED.contains(&word.key.as_str()) {
            word.value.value = Value::Text(numbered(text, n));
        } else if word.key == "id"
            && let Some(number) = text.parse::<u64>().ok().and_then(|first| first.checked_add(n))
        {
            word.value.value = Value::Text(format!("{number:012}"));
        }
    }
    copy
}
