//! Event patterns of EventBridge: which events a rule takes.
//!
//! Every field that a pattern names must match, and of a field's list any entry will do; what it does not name does not
//! matter. `$or` takes events that one of several patterns takes.
//!
//! <https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns.html>

mod number;
mod operator;
mod read;

use s3sim_document::tree::{Map, Node, Value};

pub use read::read;

use operator::Operator;

/// What a pattern says of one map of an event. All fields and all alternatives must match.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Pattern {
    fields: Vec<(String, Part)>,
    /// `$or`: of each list one must match.
    alternatives: Vec<Vec<Pattern>>,
}

/// What is said of one field.
#[derive(Clone, Debug, PartialEq)]
enum Part {
    /// It is a map of which this holds.
    Within(Pattern),
    /// Its value, or one of its values, passes any of these.
    Any(Vec<Operator>),
}

impl Pattern {
    /// Whether an event matches.
    pub fn matches(&self, event: &Node) -> bool {
        event.as_map().is_some_and(|map| self.matches_map(map))
    }

    fn matches_map(&self, event: &Map) -> bool {
        let field = |(name, part): &(String, Part)| part.matches(event.get(name));
        let one_of = |patterns: &Vec<Pattern>| patterns.iter().any(|pattern| pattern.matches_map(event));
        self.fields.iter().all(field) && self.alternatives.iter().all(one_of)
    }

    /// How many conjunctions it takes to spell out every `$or` and every list of values.
    fn combinations(&self) -> u64 {
        let of_part = |(_, part): &(String, Part)| match part {
            Part::Within(pattern) => pattern.combinations(),
            Part::Any(operators) => operators.len() as u64,
        };
        let fields = self.fields.iter().map(of_part).fold(1_u64, u64::saturating_mul);
        let of_alternative = |patterns: &Vec<Pattern>| {
            patterns.iter().map(Pattern::combinations).fold(0_u64, u64::saturating_add)
        };
        self.alternatives.iter().map(of_alternative).fold(fields, u64::saturating_mul)
    }
}

impl Part {
    fn matches(&self, value: Option<&Node>) -> bool {
        match (self, value.map(|node| &node.value)) {
            (Part::Within(pattern), Some(Value::Map(map))) => pattern.matches_map(map),
            (Part::Within(pattern), Some(Value::List(items))) => {
                items.iter().filter_map(Node::as_map).any(|map| pattern.matches_map(map))
            }
            // A field of a map that is not there is not there either.
            (Part::Within(pattern), _) => pattern.matches_map(&Map::default()),
            (Part::Any(operators), Some(Value::List(items))) if !items.is_empty() => {
                items.iter().any(|item| operators.iter().any(|operator| operator.matches(Some(item))))
            }
            (Part::Any(operators), Some(Value::List(_))) => {
                operators.iter().any(|operator| operator.matches(None))
            }
            (Part::Any(operators), _) => operators.iter().any(|operator| operator.matches(value)),
        }
    }
}

#[cfg(test)]
mod tests;
