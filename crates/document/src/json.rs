//! JSON, read by `serde_json` into the same tree as YAML.

mod place;

pub(crate) use place::places;

use serde::de::DeserializeSeed;

use crate::grow::{self, Broken, Grower};
use crate::problem::{Problem, Problems};
use crate::tree::{At, Node};

/// Reads a text that no file holds.
///
/// # Errors
/// Everything wrong with it; nothing is placed in a line.
pub fn parse(text: &str) -> Result<Node, Problems> {
    grow::placeless(read(text, Grower::new(At::NOWHERE.source)))
}

/// The tree, and the mistakes that did not stop the parser.
pub(crate) fn read(text: &str, mut grower: Grower) -> Result<(Node, Vec<Problem>), Broken> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if text.trim().is_empty() {
        return Err(Broken { line: 1, column: 1, message: "the file is empty".to_owned() });
    }
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let read = grower.root().deserialize(&mut deserializer);
    match read.and_then(|node| deserializer.end().map(|()| node)) {
        Ok(node) => {
            let problems = grower.problems(&node);
            Ok((node, problems))
        }
        Err(error) => {
            let message = grower.limit().unwrap_or_else(|| in_words(&error));
            Err(Broken { line: counted(error.line()), column: counted(error.column()), message })
        }
    }
}

/// Reads JSON that stands as text inside another document; every value then stands at `at`, where the text does.
///
/// # Errors
/// What is wrong, with the line inside the text; several mistakes are joined by `; `.
pub fn inside(text: &str, at: At) -> Result<Node, String> {
    match read(text, Grower::inside(at)) {
        Ok((node, problems)) if problems.is_empty() => Ok(node),
        Ok((_, problems)) => {
            Err(problems.iter().map(|problem| problem.message.as_str()).collect::<Vec<_>>().join("; "))
        }
        Err(broken) => Err(format!("{} (line {} of the text)", broken.message, broken.line)),
    }
}

fn counted(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// The parser's complaint without its place, which is told separately.
fn in_words(error: &serde_json::Error) -> String {
    let full = error.to_string();
    let bare = full.rsplit_once(" at line ").map_or(full.as_str(), |(bare, _)| bare);
    match bare {
        "trailing characters" => "the JSON ends before this: one file holds one document".to_owned(),
        "trailing comma" => "JSON allows no comma after the last item".to_owned(),
        "key must be a string" => "a name must stand in double quotes in JSON".to_owned(),
        "recursion limit exceeded" => grow::too_deep(),
        "control character (\\u0000-\\u001F) found while parsing a string" => {
            "a line break, tab or control character inside a JSON string must be written as an escape such as `\\n`"
                .to_owned()
        }
        other if other.starts_with("EOF ") => "the JSON ends too early: a bracket or quote is not closed".to_owned(),
        other => format!("this is not JSON: {other}"),
    }
}

#[cfg(test)]
mod tests;
