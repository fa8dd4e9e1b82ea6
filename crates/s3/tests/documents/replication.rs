//! Replication configurations: which S3 takes and how they come back, which it refuses with which code, and where.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketReplication.html>,
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html#ReplicationErrorCodeList>

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

use proptest::prelude::*;
use s3sim_document::tree::{At, Entry, Map, Node, Value};
use s3sim_s3::replication::document::{ReplicationConfiguration, Schema};
use s3sim_s3::replication::read;
use s3sim_s3::replication::validate::{Candidate, Circumstances};

use crate::given::{Refusal, messages, parse, read_node, read_text};

const MALFORMED: &str = "MalformedXML";
const ARGUMENT: &str = "InvalidArgument";
const REQUEST: &str = "InvalidRequest";

const ROLE: &str = "arn:aws:iam::111122223333:role/replication";

/// `dst…` keep versions and belong to 111122223333, `plain` keeps none; there is no other bucket.
fn destination(name: &str) -> Option<Candidate> {
    let versioned = name.starts_with("dst");
    (versioned || name == "plain").then(|| Candidate { versioned, owner: "111122223333".to_owned() })
}

fn circumstances() -> Circumstances<'static> {
    Circumstances { source: "src", versioned: true, destination: &destination }
}

fn taken(text: &str) -> ReplicationConfiguration {
    let (configuration, refusals) = read_text(text, |reader| read::configuration(reader, &circumstances()));
    assert_eq!(refusals, [], "{text}");
    configuration.unwrap()
}

fn refusals(text: &str) -> Vec<Refusal> {
    let (configuration, refusals) = read_text(text, |reader| read::configuration(reader, &circumstances()));
    assert_eq!(configuration.is_none(), !refusals.is_empty(), "{text}");
    refusals
}

/// A document of these rules.
fn rules(items: &str) -> String {
    format!("{{Role: '{ROLE}', Rules: [{items}]}}")
}

/// A rule of the second grammar for everything, with this destination and more beside it.
fn v2(destination: &str, more: &str) -> String {
    rules(&format!(
        "{{ID: r, Status: Enabled, Priority: 1, Filter: {{}}, DeleteMarkerReplication: {{Status: Disabled}}, \
         Destination: {{Bucket: 'arn:aws:s3:::dst'{destination}}}{more}}}"
    ))
}

/// A rule of the first grammar.
fn v1(more: &str) -> String {
    rules(&format!("{{Status: Enabled, Prefix: a/, Destination: {{Bucket: 'arn:aws:s3:::dst'}}{more}}}"))
}

/// A rule of the second grammar with these three where it has all of them.
fn with(filter: &str, priority: &str, markers: &str) -> String {
    rules(&format!(
        "{{Status: Enabled{filter}{priority}{markers}, Destination: {{Bucket: 'arn:aws:s3:::dst'}}}}"
    ))
}

const RTC: &str = ", ReplicationTime: {Status: Enabled, Time: {Minutes: 15}}";
const METRICS: &str = ", Metrics: {Status: Enabled, EventThreshold: {Minutes: 15}}";
const PRIORITY: &str = ", Priority: 1";
const MARKERS: &str = ", DeleteMarkerReplication: {Status: Enabled}";
const NO_MARKERS: &str = ", DeleteMarkerReplication: {Status: Disabled}";

/// Rows: the rule, a document, S3's code, the place that is named.
#[test]
fn what_is_refused() {
    let both = ", Filter: {Prefix: a/, Tag: {Key: a, Value: b}}";
    let tag = ", Filter: {Tag: {Key: a, Value: b}}";
    let and = ", Filter: {And: {Prefix: a/, Tags: [{Key: a, Value: b}]}}";
    let translation = ", AccessControlTranslation: {Owner: Destination}";
    let kms = ", SourceSelectionCriteria: {SseKmsEncryptedObjects: {Status: Enabled}}";
    let modifications = ", SourceSelectionCriteria: {ReplicaModifications: {Status: Enabled}}";
    let name_of = |name: &str| v2("", "").replace(":::dst", &format!(":::{name}"));
    let id = |id: &str| v2("", "").replace("ID: r", &format!("ID: '{id}'"));
    let rows = [
        ("RP-020, no rules", rules(""), MALFORMED, ""),
        ("RP-020, no `Rules`", format!("{{Role: '{ROLE}'}}"), MALFORMED, ""),
        (
            "RP-020, no role",
            "{Rules: [{Status: Enabled, Prefix: '', Destination: {Bucket: 'arn:aws:s3:::dst'}}]}".to_owned(),
            MALFORMED,
            "",
        ),
        ("the role is a role", v2("", "").replace("role/", "user/"), ARGUMENT, "Role"),
        ("RP-002, it is not there", name_of("nowhere"), REQUEST, "Rules[0].Destination.Bucket"),
        ("RP-002, it keeps no versions", name_of("plain"), REQUEST, "Rules[0].Destination.Bucket"),
        ("RP-002, it is the source", name_of("src"), REQUEST, "Rules[0].Destination.Bucket"),
        (
            "no ARN of a bucket",
            v2("", "").replace("arn:aws:s3:::dst", "dst"),
            ARGUMENT,
            "Rules[0].Destination.Bucket",
        ),
        ("RP-021, markers in V1", v1(MARKERS), REQUEST, "Rules[0].DeleteMarkerReplication"),
        ("RP-021, priority in V1", v1(PRIORITY), REQUEST, "Rules[0].Priority"),
        ("RP-021, neither Filter nor Prefix", with("", "", ""), MALFORMED, "Rules[0]"),
        ("RP-021, both", with(", Filter: {}, Prefix: a/", PRIORITY, MARKERS), MALFORMED, "Rules[0].Prefix"),
        ("RP-022, no priority", with(", Filter: {}", "", MARKERS), REQUEST, "Rules[0]"),
        ("RP-022, no word on markers", with(", Filter: {}", PRIORITY, ""), REQUEST, "Rules[0]"),
        ("RP-023", with(both, PRIORITY, NO_MARKERS), MALFORMED, "Rules[0].Filter"),
        ("RP-026", with(tag, PRIORITY, MARKERS), REQUEST, "Rules[0].DeleteMarkerReplication"),
        ("RP-026, inside And", with(and, PRIORITY, MARKERS), REQUEST, "Rules[0].DeleteMarkerReplication"),
        ("RP-029, not ASCII", id("ré"), ARGUMENT, "Rules[0].ID"),
        ("RP-029, 256 characters", id(&"x".repeat(256)), ARGUMENT, "Rules[0].ID"),
        ("RP-029, prefix of 1,025", v1("").replace("a/", &"x".repeat(1_025)), ARGUMENT, "Rules[0]"),
        (
            "RP-031, no key of replicas",
            v2("", kms),
            REQUEST,
            "Rules[0].SourceSelectionCriteria.SseKmsEncryptedObjects",
        ),
        ("RP-032, V1", v1(modifications), REQUEST, "Rules[0].SourceSelectionCriteria.ReplicaModifications"),
        (
            "RP-033, not for these buckets",
            v2(", StorageClass: OUTPOSTS", ""),
            MALFORMED,
            "Rules[0].Destination.StorageClass",
        ),
        ("RP-033, no class", v2(", StorageClass: COLD", ""), MALFORMED, "Rules[0].Destination.StorageClass"),
        ("RP-034, no metrics", v2(RTC, ""), REQUEST, "Rules[0].Destination.ReplicationTime"),
        (
            "RP-034, not the same status",
            v2(&format!("{RTC}{}", METRICS.replace("Enabled", "Disabled")), ""),
            REQUEST,
            "Rules[0].Destination.Metrics",
        ),
        (
            "RP-034, minutes of Time",
            v2(&format!("{}{METRICS}", RTC.replace("15", "30")), ""),
            ARGUMENT,
            "Rules[0].Destination.ReplicationTime.Time.Minutes",
        ),
        (
            "RP-034, minutes of EventThreshold",
            v2(&format!("{RTC}{}", METRICS.replace("15", "10")), ""),
            ARGUMENT,
            "Rules[0].Destination.Metrics.EventThreshold.Minutes",
        ),
        (
            "RP-034, no Time",
            v2(&format!(", ReplicationTime: {{Status: Enabled}}{METRICS}"), ""),
            ARGUMENT,
            "Rules[0].Destination.ReplicationTime",
        ),
        (
            "RP-034, no Status",
            v2(", Metrics: {EventThreshold: {Minutes: 15}}", ""),
            ARGUMENT,
            "Rules[0].Destination.Metrics",
        ),
        (
            "RP-034, no EventThreshold beside RTC",
            v2(&format!("{RTC}, Metrics: {{Status: Enabled}}"), ""),
            ARGUMENT,
            "Rules[0].Destination.Metrics",
        ),
        ("RP-035, empty", v2(", Account: ''", ""), ARGUMENT, "Rules[0].Destination.Account"),
        (
            "RP-035, somebody else",
            v2(", Account: '444455556666'", ""),
            ARGUMENT,
            "Rules[0].Destination.Account",
        ),
        (
            "RP-035, translation alone",
            v2(translation, ""),
            REQUEST,
            "Rules[0].Destination.AccessControlTranslation",
        ),
        (
            "grammar, Status",
            v2("", "").replace("Status: Enabled", "Status: On"),
            MALFORMED,
            "Rules[0].Status",
        ),
        ("grammar, no such element", v2("", ", Colour: red"), MALFORMED, "Rules[0].Colour"),
        (
            "grammar, Owner",
            v2(", AccessControlTranslation: {Owner: Source}, Account: '111122223333'", ""),
            MALFORMED,
            "Rules[0].Destination.AccessControlTranslation.Owner",
        ),
        (
            "grammar, Priority",
            with(", Filter: {}", ", Priority: high", MARKERS),
            MALFORMED,
            "Rules[0].Priority",
        ),
    ];
    for (row, document, code, path) in rows {
        let refusals = refusals(&document);
        let first = refusals.first().unwrap_or_else(|| panic!("{row}: taken: {document}"));
        assert_eq!((first.0.as_str(), first.1.as_str()), (code, path), "{row}: {document}");
    }
}

/// RP-020, RP-029: what is counted over all rules.
#[test]
fn limits() {
    let rule = |n: usize, bucket: String| {
        format!(
            "{{ID: r{n}, Status: Enabled, Prefix: p{n}, Destination: {{Bucket: 'arn:aws:s3:::{bucket}'}}}}"
        )
    };
    let many =
        |count: usize| rules(&(0..count).map(|n| rule(n, "dst".to_owned())).collect::<Vec<_>>().join(", "));
    let spread =
        |count: usize| rules(&(0..count).map(|n| rule(n, format!("dst{n}"))).collect::<Vec<_>>().join(", "));
    assert_eq!(taken(&many(1_000)).rules.len(), 1_000);
    assert_eq!(refusals(&many(1_001)), [(REQUEST.to_owned(), String::new())]);
    assert_eq!(taken(&spread(28)).rules.len(), 28);
    assert_eq!(refusals(&spread(29)), [(REQUEST.to_owned(), String::new())]);
    let twice = rules(&format!("{0}, {0}", rule(1, "dst".to_owned())));
    assert_eq!(refusals(&twice), [(ARGUMENT.to_owned(), "Rules[1].ID".to_owned())]);
}

/// RP-001: the source keeps versions; suspended versioning is not enough.
#[test]
fn the_source_keeps_versions() {
    let circumstances = Circumstances { versioned: false, ..circumstances() };
    assert_eq!(
        messages(&v1(""), |reader| read::configuration(reader, &circumstances)),
        ["Versioning must be 'Enabled' on the bucket to apply a replication configuration"]
    );
}

/// RP-002, RP-021: sentences that AWS is known to answer.
#[test]
fn what_s3_says() {
    for (document, message) in [
        (
            v1(MARKERS),
            "DeleteMarkerReplication cannot be used for this version of Cross Region Replication configuration schema. \
             Please refer to S3 Developer Guide for more information.",
        ),
        (v1("").replace(":::dst", ":::plain"), "Destination bucket must have versioning enabled."),
        (v1("").replace(":::dst", ":::nowhere"), "Destination bucket must have versioning enabled."),
    ] {
        assert_eq!(messages(&document, |reader| read::configuration(reader, &circumstances())), [message]);
    }
}

/// Rows: the rule, a document that is taken, the one rule of what comes back.
#[test]
fn what_comes_back() {
    let rows = [
        (
            "RP-021: V1",
            v1(""),
            "{ID: rule-1, Prefix: a/, Status: Enabled, Destination: {Bucket: 'arn:aws:s3:::dst'}}",
        ),
        (
            "RP-024: an empty filter",
            with(", Filter: {}", PRIORITY, MARKERS),
            "{ID: rule-1, Priority: 1, Filter: {}, Status: Enabled, Destination: {Bucket: 'arn:aws:s3:::dst'}, \
             DeleteMarkerReplication: {Status: Enabled}}",
        ),
        (
            "RP-036: time control without Filter, Prefix and Priority",
            rules(&format!("{{Status: Enabled, Destination: {{Bucket: 'arn:aws:s3:::dst'{RTC}{METRICS}}}}}")),
            "{ID: rule-1, Priority: 0, Filter: {}, Status: Enabled, Destination: {Bucket: 'arn:aws:s3:::dst', \
             ReplicationTime: {Status: Enabled, Time: {Minutes: 15}}, Metrics: {Status: Enabled, EventThreshold: \
             {Minutes: 15}}}, DeleteMarkerReplication: {Status: Disabled}}",
        ),
        (
            "RP-034: metrics alone",
            v2(", Metrics: {Status: Enabled}", ""),
            "{ID: r, Priority: 1, Filter: {}, Status: Enabled, Destination: {Bucket: 'arn:aws:s3:::dst', Metrics: {Status: \
             Enabled}}, DeleteMarkerReplication: {Status: Disabled}}",
        ),
        (
            "RP-023: And",
            with(
                ", Filter: {And: {Prefix: Tax/, Tags: [{Key: tagA, Value: valueA}, {Key: tagB, Value: valueB}]}}",
                PRIORITY,
                NO_MARKERS,
            ),
            "{ID: rule-1, Priority: 1, Filter: {And: {Prefix: Tax/, Tags: [{Key: tagA, Value: valueA}, {Key: tagB, Value: \
             valueB}]}}, Status: Enabled, Destination: {Bucket: 'arn:aws:s3:::dst'}, DeleteMarkerReplication: {Status: \
             Disabled}}",
        ),
        (
            "RP-030, RP-031, RP-033, RP-035: all that there is",
            v2(
                ", Account: '111122223333', StorageClass: STANDARD_IA, AccessControlTranslation: {Owner: Destination}, \
                 EncryptionConfiguration: {ReplicaKmsKeyID: 'arn:aws:kms:us-west-2:111122223333:key/there'}",
                ", SourceSelectionCriteria: {SseKmsEncryptedObjects: {Status: Enabled}, ReplicaModifications: {Status: \
                 Disabled}}, ExistingObjectReplication: {Status: Enabled}",
            ),
            "{ID: r, Priority: 1, Filter: {}, Status: Enabled, SourceSelectionCriteria: {SseKmsEncryptedObjects: {Status: \
             Enabled}, ReplicaModifications: {Status: Disabled}}, ExistingObjectReplication: {Status: Enabled}, \
             Destination: {Bucket: 'arn:aws:s3:::dst', Account: '111122223333', StorageClass: STANDARD_IA, \
             AccessControlTranslation: {Owner: Destination}, EncryptionConfiguration: {ReplicaKmsKeyID: \
             'arn:aws:kms:us-west-2:111122223333:key/there'}}, DeleteMarkerReplication: {Status: Disabled}}",
        ),
    ];
    for (row, document, back) in rows {
        let configuration = taken(&document);
        let expected = parse(&rules(back));
        assert_eq!(json(&configuration.to_document()), json(&expected), "{row}");
        // What comes back can be put as it is, in the wrapper of the CLI too, and comes back as itself.
        let wrapped = Node::made(Value::Map(Map {
            entries: vec![entry("ReplicationConfiguration", configuration.to_document())],
        }));
        for node in [configuration.to_document(), wrapped] {
            let (again, refusals) = read_node(&node, |reader| read::configuration(reader, &circumstances()));
            assert_eq!(refusals, [], "{row}");
            assert_eq!(again.as_ref(), Some(&configuration), "{row}");
        }
    }
}

/// RP-021, RP-061: which grammar a rule is in decides about delete markers.
#[test]
fn the_two_grammars() {
    for (document, schema, markers) in [
        (v1(""), Schema::V1, true),
        (v2("", ""), Schema::V2 { priority: 1, delete_markers: false }, false),
        (
            with(", Filter: {Prefix: a/}", PRIORITY, MARKERS),
            Schema::V2 { priority: 1, delete_markers: true },
            true,
        ),
    ] {
        let rule = taken(&document).rules.remove(0);
        assert_eq!((rule.schema, rule.replicates_delete_markers()), (schema, markers), "{document}");
    }
}

fn entry(key: &str, value: Node) -> Entry {
    Entry { key: key.to_owned(), key_at: At::NOWHERE, value }
}

/// A tree without its places.
fn json(node: &Node) -> String {
    match &node.value {
        Value::Map(map) => {
            let fields = map.entries.iter().map(|entry| format!("{}: {}", entry.key, json(&entry.value)));
            format!("{{{}}}", fields.collect::<Vec<_>>().join(", "))
        }
        Value::List(items) => format!("[{}]", items.iter().map(json).collect::<Vec<_>>().join(", ")),
        _ => node.scalar().unwrap_or("null").to_owned(),
    }
}

/// Words that lead deep into the document, among some that do not.
const WORDS: [&str; 30] = [
    "ReplicationConfiguration",
    "Role",
    "Rules",
    "ID",
    "Status",
    "Enabled",
    "Disabled",
    "Priority",
    "Filter",
    "Prefix",
    "And",
    "Tag",
    "Tags",
    "Key",
    "Value",
    "Destination",
    "Bucket",
    "arn:aws:s3:::dst",
    "Account",
    "StorageClass",
    "STANDARD",
    "ReplicationTime",
    "Metrics",
    "Time",
    "EventThreshold",
    "Minutes",
    "15",
    "DeleteMarkerReplication",
    "SourceSelectionCriteria",
    "é%🦀",
];

fn any_tree() -> impl Strategy<Value = Node> {
    let word = || proptest::sample::select(&WORDS[..]).prop_map(str::to_owned);
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::Bool),
        (-20i64..20).prop_map(|number| Value::Number(number.to_string())),
        word().prop_map(Value::Text),
    ]
    .prop_map(Node::made);
    leaf.prop_recursive(6, 60, 8, move |inner| {
        prop_oneof![
            1 => prop::collection::vec(inner.clone(), 0..5).prop_map(|items| Node::made(Value::List(items))),
            3 => prop::collection::btree_map(word(), inner, 0..8).prop_map(|map| {
                let entries = map.iter().map(|(key, value)| entry(key, value.clone())).collect();
                Node::made(Value::Map(Map { entries }))
            }),
        ]
    })
}

proptest! {
    /// Whatever somebody writes: it is taken, or there is a reason.
    #[test]
    fn any_tree_can_be_read(node in any_tree()) {
        let (configuration, refusals) = read_node(&node, |reader| read::configuration(reader, &circumstances()));
        prop_assert_eq!(configuration.is_none(), !refusals.is_empty());
    }
}
