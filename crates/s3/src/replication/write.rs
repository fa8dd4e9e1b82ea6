//! A stored configuration as the answer of `GetBucketReplication`.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketReplication.html>. Rules of the second grammar come
//! back with `Filter`, `Priority` and `DeleteMarkerReplication`, whether they were written or not.

use s3sim_document::tree::{At, Entry, Map, Node, Value};

use super::document::{Destination, ReplicationConfiguration, Rule, Schema};
use super::validate::MINUTES;

impl ReplicationConfiguration {
    /// The document: `{Role, Rules: […]}`.
    pub fn to_document(&self) -> Node {
        let rules = Node::made(Value::List(self.rules.iter().map(rule).collect()));
        structure([("Role", Some(text(&self.role))), ("Rules", Some(rules))])
    }
}

fn rule(rule: &Rule) -> Node {
    let criteria = structure([
        ("SseKmsEncryptedObjects", rule.sse_kms_encrypted_objects.map(status)),
        ("ReplicaModifications", rule.replica_modifications.map(status)),
    ]);
    let has_criteria = rule.sse_kms_encrypted_objects.is_some() || rule.replica_modifications.is_some();
    let (priority, base_prefix, filter, markers) = match rule.schema {
        Schema::V1 => (None, Some(text(&rule.prefix)), None, None),
        Schema::V2 { priority, delete_markers } => {
            (Some(number(priority)), None, Some(filter(rule)), Some(status(delete_markers)))
        }
    };
    structure([
        ("ID", Some(text(&rule.id))),
        ("Priority", priority),
        ("Prefix", base_prefix),
        ("Filter", filter),
        ("Status", Some(word(rule.enabled))),
        ("SourceSelectionCriteria", has_criteria.then_some(criteria)),
        ("ExistingObjectReplication", rule.existing_objects.map(status)),
        ("Destination", Some(destination(&rule.destination))),
        ("DeleteMarkerReplication", markers),
    ])
}

fn filter(rule: &Rule) -> Node {
    let prefix = (!rule.prefix.is_empty()).then(|| text(&rule.prefix));
    let tag =
        |(key, value): &(String, String)| structure([("Key", Some(text(key))), ("Value", Some(text(value)))]);
    if usize::from(prefix.is_some()) + rule.tags.len() > 1 {
        let tags = Node::made(Value::List(rule.tags.iter().map(tag).collect()));
        return structure([("And", Some(structure([("Prefix", prefix), ("Tags", Some(tags))])))]);
    }
    structure([("Prefix", prefix), ("Tag", rule.tags.first().map(tag))])
}

fn destination(destination: &Destination) -> Node {
    let minutes = || structure([("Minutes", Some(number(MINUTES)))]);
    let translation = || structure([("Owner", Some(text("Destination")))]);
    let encryption = |key: &String| structure([("ReplicaKmsKeyID", Some(text(key)))]);
    let time = |enabled| structure([("Status", Some(word(enabled))), ("Time", Some(minutes()))]);
    structure([
        ("Bucket", Some(text(&format!("arn:aws:s3:::{}", destination.bucket)))),
        ("Account", destination.account.as_deref().map(text)),
        ("StorageClass", destination.storage_class.map(|class| text(class.name()))),
        ("AccessControlTranslation", destination.owner_override.then(translation)),
        ("EncryptionConfiguration", destination.replica_kms_key.as_ref().map(encryption)),
        ("ReplicationTime", destination.replication_time.map(time)),
        (
            "Metrics",
            destination.metrics.map(|metrics| {
                structure([
                    ("Status", Some(word(metrics.enabled))),
                    ("EventThreshold", metrics.event_threshold.then(minutes)),
                ])
            }),
        ),
    ])
}

fn status(enabled: bool) -> Node {
    structure([("Status", Some(word(enabled)))])
}

fn word(enabled: bool) -> Node {
    text(if enabled { "Enabled" } else { "Disabled" })
}

fn structure<const N: usize>(entries: [(&str, Option<Node>); N]) -> Node {
    let entries = entries
        .into_iter()
        .filter_map(|(key, value)| Some(Entry { key: key.to_owned(), key_at: At::NOWHERE, value: value? }));
    Node::made(Value::Map(Map { entries: entries.collect() }))
}

fn text(text: &str) -> Node {
    Node::made(Value::Text(text.to_owned()))
}

fn number(number: i32) -> Node {
    Node::made(Value::Number(number.to_string()))
}
