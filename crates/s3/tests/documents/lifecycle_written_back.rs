//! Any tree can be read without harm, and what S3 stored reads back as itself.

use proptest::prelude::*;
use s3sim_aws::class::StorageClass;
use s3sim_document::tree::{At, Entry, Map, Node, Value};
use s3sim_kernel::time::Day;
use s3sim_s3::configuration::{intelligent_tiering, tagging, versioning};
use s3sim_s3::lifecycle::document::{
    Expiration, Filter, LifecycleConfiguration, NoncurrentVersionExpiration, NoncurrentVersionTransition,
    Rule, Timing, Transition, TransitionDefaultMinimumObjectSize,
};
use s3sim_s3::lifecycle::read;

use crate::given::{read_node, today};

/// Words that lead deep into the documents, among some that do not.
const WORDS: [&str; 34] = [
    "LifecycleConfiguration",
    "Rules",
    "ID",
    "Status",
    "Enabled",
    "Filter",
    "Prefix",
    "And",
    "Tag",
    "Tags",
    "Key",
    "Value",
    "ObjectSizeGreaterThan",
    "ObjectSizeLessThan",
    "Transitions",
    "Days",
    "Date",
    "StorageClass",
    "GLACIER",
    "STANDARD_IA",
    "Expiration",
    "ExpiredObjectDeleteMarker",
    "NoncurrentVersionExpiration",
    "NoncurrentDays",
    "NewerNoncurrentVersions",
    "2025-01-01",
    "NoncurrentVersionTransitions",
    "TransitionDefaultMinimumObjectSize",
    "TagSet",
    "Tierings",
    "AccessTier",
    "ARCHIVE_ACCESS",
    "{\"Rules\": [",
    "é%🦀+00:00T",
];

fn word() -> impl Strategy<Value = String> {
    prop_oneof![8 => proptest::sample::select(&WORDS[..]).prop_map(str::to_owned), 1 => "\\PC{0,12}"]
}

fn any_tree() -> impl Strategy<Value = Node> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::Bool),
        any::<i64>().prop_map(|number| Value::Number(number.to_string())),
        (0..40_i64).prop_map(|number| Value::Number(number.to_string())),
        Just(Value::Number("1e999".to_owned())),
        word().prop_map(Value::Text),
    ]
    .prop_map(Node::made);
    leaf.prop_recursive(7, 60, 6, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..4).prop_map(|items| Node::made(Value::List(items))),
            proptest::collection::btree_map(word(), inner, 0..6).prop_map(|entries| {
                let entries =
                    entries.into_iter().map(|(key, value)| Entry { key, key_at: At::NOWHERE, value });
                Node::made(Value::Map(Map { entries: entries.collect() }))
            }),
        ]
    })
}

/// Configurations that S3 takes: days and classes are chosen so that no rule contradicts itself.
fn any_configuration() -> impl Strategy<Value = LifecycleConfiguration> {
    (proptest::collection::vec(any_rule(), 1..6), any::<bool>()).prop_map(|(mut rules, varies)| {
        for (index, rule) in rules.iter_mut().enumerate() {
            rule.id = format!("{} {index}", rule.id);
        }
        let transition_default_minimum_object_size = if varies {
            TransitionDefaultMinimumObjectSize::VariesByStorageClass
        } else {
            TransitionDefaultMinimumObjectSize::AllStorageClasses128K
        };
        LifecycleConfiguration { rules, transition_default_minimum_object_size }
    })
}

fn any_filter() -> impl Strategy<Value = Filter> {
    (
        "[a-c/]{0,3}",
        proptest::collection::btree_map("[a-z]{1,3}", "[a-z]{0,3}", 0..3),
        proptest::option::of(0..1_000_u64),
        proptest::option::of(1_001..9_000_u64),
    )
        .prop_map(|(prefix, tags, larger_than, smaller_than)| Filter {
            prefix,
            tags: tags.into_iter().collect(),
            larger_than,
            smaller_than,
        })
}

fn any_rule() -> impl Strategy<Value = Rule> {
    let classes = [
        (StorageClass::StandardIa, 30),
        (StorageClass::IntelligentTiering, 60),
        (StorageClass::GlacierIr, 90),
        (StorageClass::Glacier, 180),
        (StorageClass::DeepArchive, 270),
    ];
    let some_classes = move || proptest::sample::subsequence(classes.to_vec(), 0..=classes.len());
    (
        (word(), any::<bool>(), any_filter(), any::<bool>()),
        (some_classes(), 0..500_u32, some_classes(), 0..=100_u32),
    )
        .prop_map(|((id, enabled, filter, by_date), (current, shift, noncurrent, newer))| {
            let when = |days: u32| {
                let days = days + shift;
                if by_date { Timing::Date(Day(20_000).plus(days)) } else { Timing::Days(days) }
            };
            Rule {
                id,
                enabled,
                filter,
                transitions: current
                    .into_iter()
                    .map(|(storage_class, days)| Transition { timing: when(days), storage_class })
                    .collect(),
                expiration: Some(Expiration::After(when(1_000))),
                noncurrent_transitions: noncurrent
                    .into_iter()
                    .map(|(storage_class, days)| NoncurrentVersionTransition {
                        noncurrent_days: days + shift,
                        storage_class,
                        newer_noncurrent_versions: newer,
                    })
                    .collect(),
                noncurrent_expiration: Some(NoncurrentVersionExpiration {
                    noncurrent_days: 1_000 + shift,
                    newer_noncurrent_versions: newer,
                }),
                abort_incomplete_multipart_upload: None,
            }
        })
}

proptest! {
    #[test]
    fn no_tree_does_harm(tree in any_tree()) {
        let (configuration, refusals) = read_node(&tree, |reader| read::configuration(reader, &today()));
        prop_assert_eq!(configuration.is_none(), !refusals.is_empty());
        let (configuration, refusals) = read_node(&tree, versioning::read);
        prop_assert_eq!(configuration.is_none(), !refusals.is_empty());
        let (configurations, refusals) = read_node(&tree, intelligent_tiering::read_all);
        prop_assert_eq!(configurations.is_none(), !refusals.is_empty());
        let (tags, refusals) = read_node(&tree, |reader| tagging::read(reader, tagging::Tagged::Object));
        prop_assert_eq!(tags.is_none(), !refusals.is_empty());
        let (tags, refusals) = read_node(&tree, tagging::read_header);
        prop_assert_eq!(tags.is_none(), !refusals.is_empty());
    }

    #[test]
    fn a_stored_configuration_reads_back_as_itself(configuration in any_configuration()) {
        let document = configuration.to_document();
        let (read, refusals) = read_node(&document, |reader| read::configuration(reader, &today()));
        prop_assert_eq!(refusals, []);
        prop_assert_eq!(read.unwrap(), configuration);
    }
}

/// LC-010: what `GetBucketLifecycleConfiguration` answers.
#[test]
fn the_answer_has_the_rules_and_the_small_object_default() {
    let configuration = crate::given::lifecycle(
        "{Rules: [{ID: a, Status: Enabled, Prefix: logs/, Expiration: {ExpiredObjectDeleteMarker: true},
          AbortIncompleteMultipartUpload: {DaysAfterInitiation: 7}}]}",
    );
    let expected = "{Rules: [{Expiration: {ExpiredObjectDeleteMarker: true}, ID: a, Filter: {Prefix: logs/}, Status: Enabled,
        AbortIncompleteMultipartUpload: {DaysAfterInitiation: 7}}],
        TransitionDefaultMinimumObjectSize: all_storage_classes_128K}";
    assert_eq!(shape(&configuration.to_document()), shape(&crate::given::parse(expected)));
}

/// A tree without places, for comparing.
fn shape(node: &Node) -> String {
    match &node.value {
        Value::Map(map) => {
            let entries: Vec<_> =
                map.entries.iter().map(|e| format!("{}: {}", e.key, shape(&e.value))).collect();
            format!("{{{}}}", entries.join(", "))
        }
        Value::List(list) => format!("[{}]", list.iter().map(shape).collect::<Vec<_>>().join(", ")),
        _ => node.scalar().unwrap_or("null").to_owned(),
    }
}
