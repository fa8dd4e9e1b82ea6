//! What may be said of one value.
//!
//! <https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html>

use std::net::IpAddr;

use s3sim_document::tree::{Node, Value};

use super::number::Number;

/// One entry of a field's list.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Operator {
    /// A value in itself.
    Is(Scalar),
    /// `prefix`.
    Prefix(Letters),
    /// `suffix`.
    Suffix(Letters),
    /// `equals-ignore-case`.
    EqualsIgnoreCase(String),
    /// `wildcard`.
    Wildcard(Vec<Piece>),
    /// `anything-but`: there is a value, and it is none of these.
    AnythingBut(Vec<Operator>),
    /// `numeric`: all of these hold.
    Numeric(Vec<(Comparison, Number)>),
    /// `cidr`: the address and how many of its leading bits count.
    Cidr(IpAddr, u32),
    /// `exists`.
    Exists(bool),
}

/// A value without parts. Numbers are compared as they are written: 300 is not 300.0.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Scalar {
    Null,
    Bool(bool),
    Number(String),
    Text(String),
}

/// Text to begin or end with.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Letters {
    pub(super) text: String,
    pub(super) ignore_case: bool,
}

/// A part of a wildcard pattern.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Piece {
    /// These letters.
    Text(String),
    /// `*`: any letters, also none.
    Any,
}

/// How `numeric` compares.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Comparison {
    Less,
    LessOrEqual,
    Equal,
    GreaterOrEqual,
    Greater,
}

impl Comparison {
    pub(super) fn parse(word: &str) -> Option<Comparison> {
        Some(match word {
            "<" => Comparison::Less,
            "<=" => Comparison::LessOrEqual,
            "=" => Comparison::Equal,
            ">=" => Comparison::GreaterOrEqual,
            ">" => Comparison::Greater,
            _ => return None,
        })
    }

    fn holds(self, value: Number, bound: Number) -> bool {
        match self {
            Comparison::Less => value < bound,
            Comparison::LessOrEqual => value <= bound,
            Comparison::Equal => value == bound,
            Comparison::GreaterOrEqual => value >= bound,
            Comparison::Greater => value > bound,
        }
    }
}

impl Operator {
    /// Whether it takes a value that is no list; `None` is a field that is not there.
    pub(super) fn matches(&self, value: Option<&Node>) -> bool {
        // A map is no leaf: of it can only be said that no leaf is here.
        let leaf = value.map(|node| &node.value).filter(|value| !matches!(value, Value::Map(_)));
        let Some(leaf) = leaf else { return *self == Operator::Exists(false) };
        let text = match leaf {
            Value::Text(text) => Some(text.as_str()),
            _ => None,
        };
        match self {
            Operator::Is(scalar) => scalar.is(leaf),
            Operator::Prefix(letters) => text.is_some_and(|text| letters.begin(text)),
            Operator::Suffix(letters) => text.is_some_and(|text| letters.end(text)),
            Operator::EqualsIgnoreCase(wanted) => {
                text.is_some_and(|text| text.to_lowercase() == wanted.to_lowercase())
            }
            Operator::Wildcard(pieces) => text.is_some_and(|text| wildcard(pieces, text)),
            Operator::AnythingBut(these) => !these.iter().any(|operator| operator.matches(value)),
            Operator::Numeric(bounds) => match leaf {
                Value::Number(number) => Number::parse(number).is_some_and(|number| {
                    bounds.iter().all(|(comparison, bound)| comparison.holds(number, *bound))
                }),
                _ => false,
            },
            Operator::Cidr(network, bits) => text
                .and_then(|text| text.parse().ok())
                .is_some_and(|address| within(address, *network, *bits)),
            Operator::Exists(exists) => *exists,
        }
    }
}

impl Scalar {
    fn is(&self, leaf: &Value) -> bool {
        match (self, leaf) {
            (Scalar::Null, Value::Null) => true,
            (Scalar::Bool(a), Value::Bool(b)) => a == b,
            (Scalar::Number(a), Value::Number(b)) | (Scalar::Text(a), Value::Text(b)) => a == b,
            _ => false,
        }
    }
}

impl Letters {
    fn begin(&self, text: &str) -> bool {
        if self.ignore_case {
            text.to_lowercase().starts_with(&self.text.to_lowercase())
        } else {
            text.starts_with(&self.text)
        }
    }

    fn end(&self, text: &str) -> bool {
        if self.ignore_case {
            text.to_lowercase().ends_with(&self.text.to_lowercase())
        } else {
            text.ends_with(&self.text)
        }
    }
}

/// Whether the pieces make up the text: each stretch of letters at the first place where it fits, the last at the end.
fn wildcard(pieces: &[Piece], text: &str) -> bool {
    let mut rest = text;
    let mut floating = false;
    for (index, piece) in pieces.iter().enumerate() {
        match piece {
            Piece::Any => floating = true,
            Piece::Text(letters) if !floating => match rest.strip_prefix(letters.as_str()) {
                Some(behind) => rest = behind,
                None => return false,
            },
            Piece::Text(letters) if index + 1 == pieces.len() => return rest.ends_with(letters.as_str()),
            Piece::Text(letters) => match rest.find(letters.as_str()) {
                Some(at) => (rest, floating) = (&rest[at + letters.len()..], false),
                None => return false,
            },
        }
    }
    floating || rest.is_empty()
}

fn within(address: IpAddr, network: IpAddr, bits: u32) -> bool {
    let same = |a: u128, b: u128, width: u32| bits == 0 || (a ^ b) >> (width - bits.min(width)) == 0;
    match (address, network) {
        (IpAddr::V4(a), IpAddr::V4(b)) => same(u32::from(a).into(), u32::from(b).into(), 32),
        (IpAddr::V6(a), IpAddr::V6(b)) => same(a.into(), b.into(), 128),
        _ => false,
    }
}
