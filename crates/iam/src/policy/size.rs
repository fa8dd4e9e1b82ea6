//! How large a policy is: as written where it was given as JSON text, else as compact JSON.

use s3sim_document::tree::{Node, Value};

use crate::policy::kind::Counting;

/// The size of a document given as text.
pub fn of_text(text: &str, counting: Counting) -> usize {
    match counting {
        Counting::Bytes => text.len(),
        Counting::Characters => text.chars().count(),
        Counting::NonWhitespace => text.chars().filter(|c| !c.is_whitespace()).count(),
    }
}

/// The size of a document given as a tree.
///
/// Modelling choice: what AWS would receive is taken to be the JSON without any white space between its elements.
pub fn of_tree(node: &Node, counting: Counting) -> usize {
    match &node.value {
        Value::Null => 4,
        Value::Bool(true) => 4,
        Value::Bool(false) => 5,
        Value::Number(digits) => digits.len(),
        Value::Text(text) => of_string(text, counting),
        Value::List(items) => {
            punctuation(items.len()) + items.iter().map(|item| of_tree(item, counting)).sum::<usize>()
        }
        Value::Map(map) => {
            let entries = map.entries.iter();
            let inside =
                entries.map(|entry| of_string(&entry.key, counting) + 1 + of_tree(&entry.value, counting));
            punctuation(map.entries.len()) + inside.sum::<usize>()
        }
    }
}

/// Brackets and the commas between `count` elements.
fn punctuation(count: usize) -> usize {
    2 + count.saturating_sub(1)
}

/// A string with its quotes and escapes.
fn of_string(text: &str, counting: Counting) -> usize {
    let size = |c: char| match c {
        '"' | '\\' | '\n' | '\r' | '\t' | '\u{8}' | '\u{c}' => 2,
        '\u{0}'..='\u{1f}' => 6,
        _ if counting == Counting::NonWhitespace && c.is_whitespace() => 0,
        _ if counting == Counting::Bytes => c.len_utf8(),
        _ => 1,
    };
    2 + text.chars().map(size).sum::<usize>()
}
