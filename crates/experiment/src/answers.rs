//! Whether an answer of S3 is what was expected.

use s3sim_document::tree::{Map, Node, Value};
use s3sim_s3::response::Response;
use s3sim_scenario::expectation::{Expectation, ExpectedAnswer};
use s3sim_scenario::template::resolve;
use s3sim_simulator::extras::TIMEOUT;
use s3sim_simulator::steps::piece_of;

use std::collections::BTreeMap;

/// Answers of earlier steps, for references in expected fields.
pub type Answers = BTreeMap<String, Map>;

/// What S3 answered, in a few words: `200`, `403 AccessDenied`.
pub fn describe(answer: &Result<Response, String>) -> String {
    match answer {
        Err(why) => why.clone(),
        Ok(response) => match &response.error {
            None => response.status.to_string(),
            Some(refusal) if !response.allowed => {
                format!("{} {} by {}", response.status, refusal.code, response.decided_by)
            }
            Some(refusal) => format!("{} {}", response.status, refusal.code),
        },
    }
}

/// What is expected, in a few words.
pub fn expected(expectation: &Expectation) -> String {
    match expectation {
        Expectation::Ok => "ok".to_owned(),
        Expectation::Refused => "refused".to_owned(),
        Expectation::Timeout => TIMEOUT.to_owned(),
        Expectation::Any => "any answer".to_owned(),
        Expectation::Allow => "Allow".to_owned(),
        Expectation::Deny => "Deny".to_owned(),
        Expectation::Status(status) => status.to_string(),
        Expectation::Code(code) => code.name().to_owned(),
        Expectation::OneOf(any) => any.iter().map(expected).collect::<Vec<_>>().join(" or "),
        Expectation::Answer(answer) => {
            let mut parts = Vec::new();
            parts.extend(answer.status.map(|status| status.to_string()));
            parts.extend(answer.code.map(|code| code.name().to_owned()));
            parts.extend(answer.decided_by.as_ref().map(|by| format!("decided by {by}")));
            parts.extend(answer.message.as_ref().map(|message| format!("\"{message}\"")));
            parts.extend(answer.fields.iter().map(|(name, node)| format!("{name}: {}", short(node))));
            parts.join(", ")
        }
    }
}

/// Whether the answer is as expected; if not, what is different.
///
/// # Errors
/// What the answer was, as far as it is not what was expected.
pub fn check(
    expectation: &Expectation,
    answer: &Result<Response, String>,
    answers: &Answers,
) -> Result<(), String> {
    let response = match answer {
        Ok(response) => response,
        Err(why) if why == TIMEOUT && may_time_out(expectation) => return Ok(()),
        Err(why) => return Err(why.clone()),
    };
    let code = response.error.as_ref().map(|refusal| refusal.code);
    let holds = match expectation {
        Expectation::Any => true,
        Expectation::Ok => code.is_none(),
        Expectation::Allow => response.allowed,
        Expectation::Deny => !response.allowed,
        Expectation::Refused => code.is_some(),
        Expectation::Timeout => false,
        Expectation::Status(status) => response.status == *status,
        Expectation::Code(wanted) => code == Some(*wanted),
        Expectation::OneOf(any) => any.iter().any(|one| check(one, answer, answers).is_ok()),
        Expectation::Answer(wanted) => return check_answer(wanted, response, answers),
    };
    if holds { Ok(()) } else { Err(describe(answer)) }
}

/// Whether no answer at all is among what is expected.
fn may_time_out(expectation: &Expectation) -> bool {
    match expectation {
        Expectation::Timeout | Expectation::Any => true,
        Expectation::OneOf(any) => any.iter().any(may_time_out),
        _ => false,
    }
}

fn check_answer(wanted: &ExpectedAnswer, response: &Response, answers: &Answers) -> Result<(), String> {
    let error = response.error.as_ref();
    let mut wrong = Vec::new();
    if wanted.status.is_some_and(|status| status != response.status) {
        wrong.push(response.status.to_string());
    }
    if wanted.code.is_some() && wanted.code != error.map(|refusal| refusal.code) {
        wrong.push(error.map_or_else(|| "no error".to_owned(), |refusal| refusal.code.name().to_owned()));
    }
    if wanted.decided_by.as_ref().is_some_and(|by| !is_decided_by(response, by)) {
        wrong.push(format!("decided by {}", response.decided_by));
    }
    if wanted.status.is_none()
        && wanted.code.is_none()
        && wanted.message.is_none()
        && wanted.decided_by.is_none()
    {
        // Fields of an answer are those of a success, unless they are those of an error.
        let of_errors = wanted.fields.iter().all(|(name, _)| name == "Code" || name == "Message");
        if let Some(refusal) = error.filter(|_| !of_errors && !fields_fit(wanted, response, answers)) {
            wrong.push(format!("{} {}", response.status, refusal.code));
        }
    }
    if let Some(message) = &wanted.message
        && error.map(|refusal| &refusal.message) != Some(message)
    {
        wrong.push(
            error.map_or_else(|| "no message".to_owned(), |refusal| format!("\"{}\"", refusal.message)),
        );
    }
    for (name, node) in &wanted.fields {
        let found = field(response, name);
        match resolve(node, &mut |piece| piece_of(piece, answers)) {
            Err(piece) => wrong.push(format!("`{piece}` has no value")),
            Ok(node) if matches(&node, found.as_ref()) => {}
            Ok(_) => {
                wrong.push(format!("{name}: {}", found.as_ref().map_or_else(|| "absent".to_owned(), short)))
            }
        }
    }
    if wrong.is_empty() { Ok(()) } else { Err(wrong.join(", ")) }
}

/// Whether the statement, or the kind of policy that is named alone, decided.
fn is_decided_by(response: &Response, wanted: &str) -> bool {
    let by = &*response.decided_by;
    by == wanted || by.split('/').next() == Some(wanted)
}

fn fields_fit(wanted: &ExpectedAnswer, response: &Response, answers: &Answers) -> bool {
    wanted.fields.iter().all(|(name, node)| {
        let found = field(response, name);
        resolve(node, &mut |piece| piece_of(piece, answers)).is_ok_and(|node| matches(&node, found.as_ref()))
    })
}

fn field(response: &Response, name: &str) -> Option<Node> {
    if let Some(refusal) = &response.error {
        match name {
            "Code" => return Some(Node::made(Value::Text(refusal.code.name().to_owned()))),
            "Message" => return Some(Node::made(Value::Text(refusal.message.clone()))),
            _ => {}
        }
    }
    response.fields.get(name).cloned()
}

/// Whether a value is what was expected: maps compare the fields they name, null means absent, and an ETag may be
/// written without its quotes.
fn matches(wanted: &Node, found: Option<&Node>) -> bool {
    let Some(found) = found else { return matches!(wanted.value, Value::Null) };
    match (&wanted.value, &found.value) {
        (Value::Null, _) => matches!(found.value, Value::Null),
        (Value::Map(wanted), Value::Map(found)) => {
            wanted.entries.iter().all(|entry| matches(&entry.value, found.get(&entry.key)))
        }
        (Value::List(wanted), Value::List(found)) => {
            wanted.len() == found.len()
                && wanted.iter().zip(found).all(|(wanted, found)| matches(wanted, Some(found)))
        }
        _ => match (wanted.scalar(), found.scalar()) {
            (Some(wanted), Some(found)) => wanted == found || format!("\"{wanted}\"") == found,
            _ => false,
        },
    }
}

/// A value in a few words.
fn short(node: &Node) -> String {
    match &node.value {
        Value::Null => "absent".to_owned(),
        Value::List(items) => format!("[{}]", items.iter().map(short).collect::<Vec<_>>().join(", ")),
        Value::Map(map) => {
            let entries = map.entries.iter().map(|entry| format!("{}: {}", entry.key, short(&entry.value)));
            format!("{{{}}}", entries.collect::<Vec<_>>().join(", "))
        }
        _ => node.scalar().unwrap_or_default().to_owned(),
    }
}
