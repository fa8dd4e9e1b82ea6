//! Reading patterns, with EventBridge's own refusal.

use std::net::IpAddr;

use s3sim_document::read::Reader;
use s3sim_document::suggest;
use s3sim_document::tree::{Value, to_json};

use super::number::Number;
use super::operator::{Comparison, Letters, Operator, Piece, Scalar};
use super::{Part, Pattern};

/// EventBridge's code for a pattern that it does not take.
const CODE: &str = "InvalidEventPatternException";
/// Longest pattern, in characters of its JSON.
const CHARACTERS_MAX: usize = 2048;
/// Most conjunctions that `$or` may amount to.
const COMBINATIONS_MAX: u64 = 1_000;

const OPERATORS: [&str; 8] =
    ["prefix", "suffix", "equals-ignore-case", "anything-but", "numeric", "cidr", "exists", "wildcard"];

/// Reads a pattern.
pub fn read(reader: &Reader<'_>) -> Option<Pattern> {
    let before = reader.problems_so_far();
    let pattern = map(reader)?;
    if to_json(reader.node()).chars().count() > CHARACTERS_MAX {
        reader.refused(CODE, format!("a pattern has at most {CHARACTERS_MAX} characters"));
    }
    if has_or(&pattern) && pattern.combinations() > COMBINATIONS_MAX {
        reader.refused(CODE, format!("`$or` amounts to more than {COMBINATIONS_MAX} combinations"));
    }
    (reader.problems_so_far() == before).then_some(pattern)
}

fn has_or(pattern: &Pattern) -> bool {
    !pattern.alternatives.is_empty()
        || pattern.fields.iter().any(|(_, part)| matches!(part, Part::Within(inner) if has_or(inner)))
}

fn map(reader: &Reader<'_>) -> Option<Pattern> {
    let Some(map) = reader.node().as_map() else {
        reader.refused(CODE, format!("should be a map of fields, but is {}", reader.node().value.kind()));
        return None;
    };
    if map.entries.is_empty() {
        reader.refused(CODE, "Event pattern is empty here: it would never match");
    }
    let mut pattern = Pattern::default();
    for entry in &map.entries {
        let value = reader.child(&entry.key, &entry.value);
        if entry.key == "$or" {
            pattern.alternatives.extend(alternatives(&value));
        } else if let Some(part) = part(&value) {
            pattern.fields.push((entry.key.clone(), part));
        }
    }
    Some(pattern)
}

fn alternatives(reader: &Reader<'_>) -> Option<Vec<Pattern>> {
    match reader.node().as_list() {
        Some(list) if list.len() >= 2 => {
            let items = list.iter().enumerate();
            Some(items.filter_map(|(index, node)| map(&reader.item(index, node))).collect())
        }
        _ => {
            reader.refused(CODE, "`$or` takes a list of at least two patterns");
            None
        }
    }
}

fn part(reader: &Reader<'_>) -> Option<Part> {
    match &reader.node().value {
        Value::Map(_) => map(reader).map(Part::Within),
        Value::List(items) if items.is_empty() => {
            reader.refused(CODE, "an empty list matches nothing");
            None
        }
        Value::List(items) => {
            let items = items.iter().enumerate();
            Some(Part::Any(items.filter_map(|(index, node)| operator(&reader.item(index, node))).collect()))
        }
        other => {
            reader.refused(CODE, format!("should be a map or a list of values, but is {}", other.kind()));
            None
        }
    }
}

fn operator(reader: &Reader<'_>) -> Option<Operator> {
    let map = match &reader.node().value {
        Value::Map(map) => map,
        _ => return scalar(reader).map(Operator::Is),
    };
    let [entry] = map.entries.as_slice() else {
        reader.refused(CODE, "only one operator may stand here");
        return None;
    };
    let value = reader.child(&entry.key, &entry.value);
    match entry.key.as_str() {
        "prefix" => letters(&value).map(Operator::Prefix),
        "suffix" => letters(&value).map(Operator::Suffix),
        "equals-ignore-case" => text(&value).map(|text| Operator::EqualsIgnoreCase(text.to_owned())),
        "wildcard" => wildcard(&value).map(Operator::Wildcard),
        "anything-but" => anything_but(&value).map(Operator::AnythingBut),
        "numeric" => numeric(&value).map(Operator::Numeric),
        "cidr" => cidr(&value),
        "exists" => match value.node().value {
            Value::Bool(exists) => Some(Operator::Exists(exists)),
            _ => {
                value.refused(CODE, "`exists` takes true or false");
                None
            }
        },
        unknown => {
            let near = suggest::instead(unknown, &OPERATORS);
            value.refused(CODE, format!("Unrecognized match type {unknown}{near}"));
            None
        }
    }
}

fn scalar(reader: &Reader<'_>) -> Option<Scalar> {
    match &reader.node().value {
        Value::Null => Some(Scalar::Null),
        Value::Bool(value) => Some(Scalar::Bool(*value)),
        Value::Number(number) => Some(Scalar::Number(number.clone())),
        Value::Text(text) => Some(Scalar::Text(text.clone())),
        other => {
            reader.refused(CODE, format!("should be a value, but is {}", other.kind()));
            None
        }
    }
}

fn text<'a>(reader: &Reader<'a>) -> Option<&'a str> {
    let text = reader.node().as_text();
    if text.is_none() {
        reader.refused(CODE, format!("should be text, but is {}", reader.node().value.kind()));
    }
    text
}

/// Text, or `{"equals-ignore-case": text}`.
fn letters(reader: &Reader<'_>) -> Option<Letters> {
    if let Some(inner) = reader.node().get("equals-ignore-case") {
        let text = text(&reader.child("equals-ignore-case", inner))?;
        return Some(Letters { text: text.to_owned(), ignore_case: true });
    }
    text(reader).map(|text| Letters { text: text.to_owned(), ignore_case: false })
}

/// `*` stands for any letters; `\*` and `\\` for themselves; two stars in a row are refused.
fn wildcard(reader: &Reader<'_>) -> Option<Vec<Piece>> {
    let text = text(reader)?;
    let mut pieces: Vec<Piece> = Vec::new();
    let mut letters = text.chars();
    while let Some(letter) = letters.next() {
        let plain = match letter {
            '*' => {
                if pieces.last() == Some(&Piece::Any) {
                    reader.refused(CODE, "Consecutive wildcard characters");
                    return None;
                }
                pieces.push(Piece::Any);
                continue;
            }
            '\\' => match letters.next() {
                Some(escaped @ ('*' | '\\')) => escaped,
                _ => {
                    reader.refused(CODE, "Invalid escape character: only `\\*` and `\\\\` are known");
                    return None;
                }
            },
            plain => plain,
        };
        match pieces.last_mut() {
            Some(Piece::Text(text)) => text.push(plain),
            _ => pieces.push(Piece::Text(plain.to_string())),
        }
    }
    Some(pieces)
}

/// A value, a list of values of one kind, or an operator on text with one value or a list.
fn anything_but(reader: &Reader<'_>) -> Option<Vec<Operator>> {
    if let Some(map) = reader.node().as_map() {
        let [entry] = map.entries.as_slice() else {
            reader.refused(CODE, "only one operator may stand in `anything-but`");
            return None;
        };
        let value = reader.child(&entry.key, &entry.value);
        let one = |reader: &Reader<'_>| match entry.key.as_str() {
            "prefix" => letters(reader).map(Operator::Prefix),
            "suffix" => letters(reader).map(Operator::Suffix),
            "equals-ignore-case" => text(reader).map(|text| Operator::EqualsIgnoreCase(text.to_owned())),
            "wildcard" => wildcard(reader).map(Operator::Wildcard),
            unknown => {
                reader.refused(CODE, format!("Unsupported anything-but pattern: {unknown}"));
                None
            }
        };
        return each(&value).iter().map(one).collect();
    }
    let values: Option<Vec<Scalar>> = each(reader).iter().map(scalar).collect();
    let values = values?;
    let texts = values.iter().all(|value| matches!(value, Scalar::Text(_)));
    let numbers = values.iter().all(|value| matches!(value, Scalar::Number(_)));
    if values.is_empty() || !(texts || numbers) {
        reader.refused(CODE, "`anything-but` takes texts only, or numbers only");
        return None;
    }
    Some(values.into_iter().map(Operator::Is).collect())
}

/// The value itself, or each of a list.
fn each<'a>(reader: &Reader<'a>) -> Vec<Reader<'a>> {
    match reader.node().as_list() {
        Some(items) => items.iter().enumerate().map(|(index, node)| reader.item(index, node)).collect(),
        None => vec![reader.clone()],
    }
}

/// `[">", 0, "<=", 5]`.
fn numeric(reader: &Reader<'_>) -> Option<Vec<(Comparison, Number)>> {
    let items = reader.node().as_list().unwrap_or_default();
    let pairs: Option<Vec<_>> = items
        .chunks(2)
        .map(|pair| match pair {
            [comparison, number] => {
                let comparison = comparison.as_text().and_then(Comparison::parse)?;
                let Value::Number(number) = &number.value else { return None };
                Some((comparison, Number::parse(number)?))
            }
            _ => None,
        })
        .collect();
    let pairs = pairs.filter(|pairs| (1..=2).contains(&pairs.len()));
    if pairs.is_none() {
        let what =
            "`numeric` takes one or two comparisons, such as [\">\", 0, \"<=\", 5], within five billion";
        reader.refused(CODE, what);
    }
    pairs
}

fn cidr(reader: &Reader<'_>) -> Option<Operator> {
    let text = text(reader)?;
    let found = text.split_once('/').and_then(|(address, bits)| {
        let address: IpAddr = address.parse().ok()?;
        let most = if address.is_ipv4() { 32 } else { 128 };
        let bits = bits.parse().ok().filter(|bits| *bits <= most)?;
        Some(Operator::Cidr(address, bits))
    });
    if found.is_none() {
        reader.refused(CODE, format!("`{text}` is no range of addresses such as 10.0.0.0/24"));
    }
    found
}
