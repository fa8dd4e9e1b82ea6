//! A stored configuration as the answer of `GetBucketLifecycleConfiguration`.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketLifecycleConfiguration.html>. Elements stand in the
//! order in which the CLI prints them. A prefix at the level of a rule comes back inside `Filter`, and one condition
//! stands alone there even if it was written in an `And`: the meaning is the same.

use s3sim_document::tree::{At, Entry, Map, Node, Value};

use super::document::{Expiration, Filter, LifecycleConfiguration, Rule, Timing};

impl LifecycleConfiguration {
    /// The document: `{Rules: […], TransitionDefaultMinimumObjectSize: …}`.
    pub fn to_document(&self) -> Node {
        structure([
            ("Rules", Some(list(self.rules.iter().map(rule)))),
            (
                "TransitionDefaultMinimumObjectSize",
                Some(text(self.transition_default_minimum_object_size.name())),
            ),
        ])
    }
}

fn rule(rule: &Rule) -> Node {
    let noncurrent = |days: u32, newer: u32, class: Option<&'static str>| {
        structure([
            ("NoncurrentDays", Some(number(days))),
            ("StorageClass", class.map(text)),
            ("NewerNoncurrentVersions", (newer > 0).then(|| number(newer))),
        ])
    };
    structure([
        ("Expiration", rule.expiration.as_ref().map(expiration)),
        ("ID", Some(text(&rule.id))),
        ("Filter", Some(filter(&rule.filter))),
        ("Status", Some(text(if rule.enabled { "Enabled" } else { "Disabled" }))),
        (
            "Transitions",
            some_list(rule.transitions.iter().map(|transition| {
                let (name, value) = timing(transition.timing);
                structure([
                    (name, Some(value)),
                    ("StorageClass", Some(text(transition.storage_class.name()))),
                ])
            })),
        ),
        (
            "NoncurrentVersionTransitions",
            some_list(rule.noncurrent_transitions.iter().map(|t| {
                noncurrent(t.noncurrent_days, t.newer_noncurrent_versions, Some(t.storage_class.name()))
            })),
        ),
        (
            "NoncurrentVersionExpiration",
            rule.noncurrent_expiration
                .map(|e| noncurrent(e.noncurrent_days, e.newer_noncurrent_versions, None)),
        ),
        (
            "AbortIncompleteMultipartUpload",
            rule.abort_incomplete_multipart_upload
                .map(|days| structure([("DaysAfterInitiation", Some(number(days)))])),
        ),
    ])
}

fn expiration(expiration: &Expiration) -> Node {
    match expiration {
        Expiration::After(when) => {
            let (name, value) = timing(*when);
            structure([(name, Some(value))])
        }
        Expiration::ExpiredObjectDeleteMarker => {
            structure([("ExpiredObjectDeleteMarker", Some(Node::made(Value::Bool(true))))])
        }
    }
}

fn timing(timing: Timing) -> (&'static str, Node) {
    match timing {
        Timing::Days(days) => ("Days", number(days)),
        Timing::Date(day) => ("Date", text(&day.start().to_string())),
    }
}

fn filter(filter: &Filter) -> Node {
    let Filter { prefix, tags, larger_than, smaller_than } = filter;
    let conditions = usize::from(!prefix.is_empty())
        + tags.len()
        + usize::from(larger_than.is_some())
        + usize::from(smaller_than.is_some());
    let prefix = (!prefix.is_empty()).then(|| text(prefix));
    let larger = larger_than.map(number);
    let smaller = smaller_than.map(number);
    if conditions > 1 {
        let and = structure([
            ("Prefix", prefix),
            ("Tags", some_list(tags.iter().map(tag))),
            ("ObjectSizeGreaterThan", larger),
            ("ObjectSizeLessThan", smaller),
        ]);
        return structure([("And", Some(and))]);
    }
    structure([
        ("Prefix", prefix),
        ("Tag", tags.first().map(tag)),
        ("ObjectSizeGreaterThan", larger),
        ("ObjectSizeLessThan", smaller),
    ])
}

fn tag((key, value): &(String, String)) -> Node {
    structure([("Key", Some(text(key))), ("Value", Some(text(value)))])
}

fn structure<const N: usize>(entries: [(&str, Option<Node>); N]) -> Node {
    let entries = entries
        .into_iter()
        .filter_map(|(key, value)| Some(Entry { key: key.to_owned(), key_at: At::NOWHERE, value: value? }));
    Node::made(Value::Map(Map { entries: entries.collect() }))
}

fn list(items: impl Iterator<Item = Node>) -> Node {
    Node::made(Value::List(items.collect()))
}

/// A repeated element; one that never occurs is absent.
fn some_list(items: impl ExactSizeIterator<Item = Node>) -> Option<Node> {
    (items.len() > 0).then(|| list(items))
}

fn text(text: &str) -> Node {
    Node::made(Value::Text(text.to_owned()))
}

fn number(number: impl ToString) -> Node {
    Node::made(Value::Number(number.to_string()))
}
