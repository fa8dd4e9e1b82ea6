//! Configurations at the edge of what S3 takes, and what they mean.

use s3sim_aws::class::StorageClass;
use s3sim_aws::epoch::Rules;
use s3sim_kernel::time::Instant;
use s3sim_s3::lifecycle::document::{Expiration, Filter, Timing, TransitionDefaultMinimumObjectSize};
use s3sim_s3::lifecycle::read;
use s3sim_s3::lifecycle::validate::Circumstances;

use crate::given::{lifecycle, read_text, rules};

fn tags(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    pairs.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect()
}

#[test]
fn borderline_values_are_taken() {
    for actions in [
        "Transitions: [{Days: 0, StorageClass: GLACIER}]", // LC-028
        "Transitions: [{Days: 0, StorageClass: INTELLIGENT_TIERING}]", // LC-028
        "Transitions: [{Days: 30, StorageClass: STANDARD_IA}]", // LC-030
        "Transitions: [{Days: 4, StorageClass: GLACIER_IR}, {Days: 94, StorageClass: DEEP_ARCHIVE}]", // GV-29
        "Transitions: [{Days: 30, StorageClass: STANDARD_IA}, {Days: 60, StorageClass: GLACIER}]", // LC-041
        "Transitions: [{Days: 0, StorageClass: GLACIER}, {Days: 90, StorageClass: DEEP_ARCHIVE}]", // LC-041
        "Transitions: [{Days: 9, StorageClass: INTELLIGENT_TIERING}, {Days: 10, StorageClass: GLACIER}]",
        "NoncurrentVersionTransitions: [{NoncurrentDays: 0, StorageClass: GLACIER}]", // LC-029
        "NoncurrentVersionExpiration: {NoncurrentDays: 1, NewerNoncurrentVersions: 100}", // LC-048
        "Expiration: {Date: '2001-01-01'}",                                           // LC-033: past dates
        "Expiration: {Days: 2147483647}",
        "Transitions: [{Days: 1, StorageClass: GLACIER}], Expiration: {Days: 2}", // LC-039
        "Transitions: [{Date: '2026-01-01', StorageClass: GLACIER}], Expiration: {Date: '2026-01-02'}",
        // LC-036 is about current versions: noncurrent actions know days only
        "Expiration: {Date: '2026-01-01'}, NoncurrentVersionExpiration: {NoncurrentDays: 5}",
        // the console's example: all classes in one rule
        "Transitions: [{Days: 30, StorageClass: STANDARD_IA}, {Days: 60, StorageClass: INTELLIGENT_TIERING},
          {Days: 90, StorageClass: GLACIER_IR}, {Days: 180, StorageClass: GLACIER},
          {Days: 365, StorageClass: DEEP_ARCHIVE}], Expiration: {Days: 700}",
    ] {
        rules(&format!("{{Status: Enabled, Filter: {{}}, {actions}}}"));
    }
}

/// LC-042, LC-049b: what one rule may not say, two rules may, and filters may overlap.
#[test]
fn two_rules_may_disagree() {
    rules(
        "{ID: a, Status: Enabled, Filter: {}, Transitions: [{Days: 4, StorageClass: GLACIER_IR}]},
         {ID: b, Status: Enabled, Filter: {}, Transitions: [{Days: 20, StorageClass: DEEP_ARCHIVE}]}",
    );
    rules(
        "{Status: Enabled, Prefix: logs, Expiration: {Days: 4}},
         {Status: Enabled, Prefix: '', Transitions: [{Days: 20, StorageClass: DEEP_ARCHIVE}]},
         {Status: Enabled, Prefix: tax, Expiration: {Days: 4}}",
    );
}

#[test]
fn filters_mean_what_they_say() {
    for (filter, expected) in [
        ("{}", Filter::default()),
        ("{Prefix: ''}", Filter::default()), // LC-004
        ("{Prefix: tax/}", Filter { prefix: "tax/".to_owned(), ..Filter::default() }),
        ("{Prefix: 2024}", Filter { prefix: "2024".to_owned(), ..Filter::default() }),
        ("{Tag: {Key: k}}", Filter { tags: tags(&[("k", "")]), ..Filter::default() }), // LC-006
        ("{ObjectSizeGreaterThan: 0}", Filter { larger_than: Some(0), ..Filter::default() }),
        // LC-021: recorded as accepted
        (
            "{And: {Prefix: '', Tags: [{Key: a, Value: b}]}}",
            Filter { tags: tags(&[("a", "b")]), ..Filter::default() },
        ),
        (
            "{And: {Prefix: p, Tags: [{Key: a, Value: b}, {Key: A, Value: b}],
              ObjectSizeGreaterThan: '500', ObjectSizeLessThan: 64000}}",
            Filter {
                prefix: "p".to_owned(),
                tags: tags(&[("a", "b"), ("A", "b")]),
                larger_than: Some(500),
                smaller_than: Some(64_000),
            },
        ),
    ] {
        let read = rules(&format!("{{Status: Enabled, Filter: {filter}, Expiration: {{Days: 1}}}}"));
        assert_eq!(read.rules[0].filter, expected, "{filter}");
    }
    let old = rules("{Status: Disabled, Prefix: tax/, Expiration: {Days: 1}}");
    assert_eq!(old.rules[0].filter.prefix, "tax/");
    assert!(!old.rules[0].enabled);
}

/// Bare, as `put-…` takes it, as `get-…` prints it, as `--cli-input-json` has it.
#[test]
fn a_document_may_stand_in_what_the_cli_puts_around_it() {
    let rules = "Rules: [{ID: a, Status: Enabled, Filter: {}, Expiration: {Days: '30'}}]";
    let bare = lifecycle(&format!("{{{rules}}}"));
    assert_eq!(bare.rules[0].expiration, Some(Expiration::After(Timing::Days(30))));
    for wrapped in [
        format!("{{LifecycleConfiguration: {{{rules}}}}}"),
        format!("{{Bucket: b, LifecycleConfiguration: {{{rules}}}, ChecksumAlgorithm: SHA256}}"),
        format!("{{ResponseMetadata: {{HTTPStatusCode: 200}}, {rules}}}"),
    ] {
        assert_eq!(lifecycle(&wrapped), bare, "{wrapped}");
    }
    // JSON as text, as a field of another JSON document holds it.
    let json = r#"{"Rules": [{"ID": "a", "Status": "Enabled", "Filter": {}, "Expiration": {"Days": 30}}]}"#;
    assert_eq!(lifecycle(&format!("'{json}'")), bare);
    for beside in [
        format!("{{{rules}, TransitionDefaultMinimumObjectSize: varies_by_storage_class}}"),
        format!(
            "{{TransitionDefaultMinimumObjectSize: varies_by_storage_class, LifecycleConfiguration: {{{rules}}}}}"
        ),
    ] {
        assert_eq!(
            lifecycle(&beside).transition_default_minimum_object_size,
            TransitionDefaultMinimumObjectSize::VariesByStorageClass
        );
    }
}

/// LC-052e
#[test]
fn the_small_object_default_goes_by_the_date_of_the_configuration() {
    let document = "{Rules: [{Status: Enabled, Filter: {}, Expiration: {Days: 1}}]}";
    for (written, expected) in [
        ("2024-08-01", TransitionDefaultMinimumObjectSize::VariesByStorageClass),
        ("2024-09-15T23:59:59Z", TransitionDefaultMinimumObjectSize::VariesByStorageClass),
        ("2024-09-16", TransitionDefaultMinimumObjectSize::AllStorageClasses128K),
        ("2024-10-01", TransitionDefaultMinimumObjectSize::AllStorageClasses128K),
    ] {
        let circumstances =
            Circumstances::general_purpose(Rules { as_of: Instant::parse(written).unwrap().day() });
        let (read, _) = read_text(document, |reader| read::configuration(reader, &circumstances));
        assert_eq!(read.unwrap().transition_default_minimum_object_size, expected);
    }
}

/// LC-002
#[test]
fn rules_without_an_id_get_one_by_position() {
    let read = rules(
        "{Status: Enabled, Filter: {}, Expiration: {Days: 1}},
         {ID: '', Status: Enabled, Filter: {}, Expiration: {Days: 1}},
         {ID: rule-2, Status: Enabled, Filter: {}, Expiration: {Days: 1}}",
    );
    let ids: Vec<_> = read.rules.iter().map(|rule| rule.id.as_str()).collect();
    assert_eq!(ids, ["rule-1", "rule-2'", "rule-2"]);
}

#[test]
fn every_target_class_has_its_word() {
    for (word, class) in [
        ("STANDARD_IA", StorageClass::StandardIa),
        ("ONEZONE_IA", StorageClass::OneZoneIa),
        ("INTELLIGENT_TIERING", StorageClass::IntelligentTiering),
        ("GLACIER_IR", StorageClass::GlacierIr),
        ("GLACIER", StorageClass::Glacier),
        ("DEEP_ARCHIVE", StorageClass::DeepArchive),
    ] {
        let read = rules(&format!(
            "{{Status: Enabled, Filter: {{}}, Transitions: [{{Days: 30, StorageClass: {word}}}],
               NoncurrentVersionTransitions: [{{NoncurrentDays: 30, StorageClass: {word}, NewerNoncurrentVersions: 2}}]}}"
        ));
        let rule = &read.rules[0];
        assert_eq!(rule.transitions[0].storage_class, class);
        assert_eq!(rule.noncurrent_transitions[0].storage_class, class);
        assert_eq!(rule.noncurrent_transitions[0].newer_noncurrent_versions, 2);
    }
}
