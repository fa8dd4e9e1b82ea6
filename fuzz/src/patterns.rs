//! Event patterns: a pattern and an event, with a NUL between them.

use std::cell::RefCell;

use s3sim_document::json;
use s3sim_document::problem::Problems;
use s3sim_document::read::Reader;
use s3sim_document::tree::{Entry, Node, Value};
use s3sim_neighbours::pattern;

/// A name that no pattern of AWS's begins with.
const NEW: &str = "\u{1}new";

/// Takes the bytes for a pattern, NUL, and an event.
pub fn bear(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let (wanted, event) = text.split_once('\0').unwrap_or((&text, "{}"));
    let Ok(wanted) = json::parse(wanted) else { return };
    let problems = RefCell::new(Problems::new());
    let pattern = pattern::read(&Reader::new(&wanted, "EventPattern", &problems));
    assert_eq!(pattern.is_some(), problems.borrow().is_empty(), "a pattern or problems, never both");
    let (Some(pattern), Ok(mut event)) = (pattern, json::parse(event)) else { return };
    let matched = pattern.matches(&event);
    if let Value::Map(map) = &mut event.value
        && !data.contains(&1)
    {
        map.entries.push(Entry { key: NEW.to_owned(), key_at: event.at, value: Node::made(Value::Null) });
        assert_eq!(pattern.matches(&event), matched, "a field that the pattern does not name mattered");
    }
}
