//! YAML, read by `serde_yaml` (which nothing else uses) into the tree; merges (`<<`) are applied here.

mod complaint;
mod merge;
mod walk;

pub(crate) use walk::places;

use std::collections::BTreeMap;

use serde::de::DeserializeSeed;

use crate::grow::{self, Broken, Grower};
use crate::number;
use crate::problem::{Problem, Problems};
use crate::tree::{At, Node, Value};

/// Brackets that may stand open at once before the parser is not even asked: it takes time quadratic in their number
/// (5,000 take 0.07 s, 20,000 a second). Far more than [`crate::grow::MAX_DEPTH`], because brackets inside text are
/// counted too.
const MAX_OPEN_BRACKETS: i64 = 4_000;

/// Reads a text that no file holds, such as one built into the program or given on the command line.
///
/// # Errors
/// Everything wrong with it; nothing is placed in a line.
pub fn parse(text: &str) -> Result<Node, Problems> {
    grow::placeless(read(text, At::NOWHERE.source))
}

/// The tree, and the mistakes that did not stop the parser.
pub(crate) fn read(text: &str, source: u16) -> Result<(Node, Vec<Problem>), Broken> {
    refuse_towers(text)?;
    let mut grower = Grower::new(source);
    let mut root = match grower.root().deserialize(serde_yaml::Deserializer::from_str(text)) {
        Ok(node) => node,
        Err(error) => return Err(complaint::in_words(text, &error, grower.limit())),
    };
    let mut wrong = Vec::new();
    if !grower.floats().is_empty() {
        let texts = walk::texts(text, grower.floats());
        fill(&mut root, &texts, &mut wrong);
    }
    merge::mistakes(&root, &mut wrong);
    let mut problems: Vec<Problem> =
        wrong.into_iter().map(|(at, message)| grow::problem(&root, at, message)).collect();
    problems.extend(grower.problems(&root));
    merge::apply(&mut root);
    Ok((root, problems))
}

fn refuse_towers(text: &str) -> Result<(), Broken> {
    let (mut open, mut line) = (0i64, 1u32);
    for byte in text.bytes() {
        match byte {
            b'[' | b'{' => open += 1,
            b']' | b'}' => open = (open - 1).max(0),
            b'\n' => line += 1,
            _ => {}
        }
        if open > MAX_OPEN_BRACKETS {
            return Err(Broken { line, column: 1, message: crate::grow::too_deep() });
        }
    }
    Ok(())
}

/// Puts the written text of numbers in, which the parser only gave as floats.
fn fill(node: &mut Node, texts: &BTreeMap<u32, String>, wrong: &mut Vec<(At, String)>) {
    match &mut node.value {
        Value::Number(digits) if digits.is_empty() => {
            match number::exact(texts.get(&node.at.node).map_or("", String::as_str)) {
                Ok(exact) => *digits = exact,
                Err(message) => {
                    wrong.push((node.at, message));
                    node.value = Value::Null;
                }
            }
        }
        Value::List(list) => list.iter_mut().for_each(|item| fill(item, texts, wrong)),
        Value::Map(map) => map.entries.iter_mut().for_each(|entry| fill(&mut entry.value, texts, wrong)),
        _ => {}
    }
}

#[cfg(test)]
mod tests;
