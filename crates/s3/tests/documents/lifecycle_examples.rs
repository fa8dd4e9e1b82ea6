//! Every example configuration of Amazon's guide is taken as it is printed, but for those that its own rules refuse.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/lifecycle-configuration-examples.html>,
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/lifecycle-conflicts.html>

use s3sim_s3::lifecycle::read;

use crate::given::{lifecycle, read_text, today};

const ALL_PLAIN: [(&str, &str); 19] = [
    (
        "GV-01, GV-31: archive, then delete",
        "{Rules: [{ID: 'Transition and Expiration Rule', Filter: {Prefix: tax/}, Status: Enabled,
          Transitions: [{Days: 365, StorageClass: GLACIER}], Expiration: {Days: 3650}}]}",
    ),
    (
        "GV-03: archive at once",
        "{Rules: [{ID: 'Archive all object same-day upon creation', Filter: {Prefix: ''}, Status: Enabled,
          Transitions: [{Days: 0, StorageClass: GLACIER}]}]}",
    ),
    (
        "GV-04: prefix and two tags",
        "{Rules: [{ID: r, Status: Enabled, Transitions: [{Days: 365, StorageClass: GLACIER}], Filter: {And: {Prefix: tax/,
          Tags: [{Key: key1, Value: value1}, {Key: key2, Value: value2}]}}}]}",
    ),
    (
        "GV-05: two tags",
        "{Rules: [{ID: r, Status: Enabled, Expiration: {Days: 10}, Filter: {And: {
          Tags: [{Key: key1, Value: value1}, {Key: key2, Value: value2}]}}}]}",
    ),
    (
        "GV-06: a disabled rule",
        "{Rules: [
          {ID: Rule1, Filter: {Prefix: logs/}, Status: Enabled, Transitions: [{Days: 0, StorageClass: GLACIER}]},
          {ID: Rule2, Filter: {Prefix: documents/}, Status: Disabled, Transitions: [{Days: 0, StorageClass: GLACIER}]}]}",
    ),
    (
        "GV-07: stepping down",
        "{Rules: [{ID: example-id, Status: Enabled, Filter: {Prefix: logs/}, Expiration: {Days: 365},
          Transitions: [{Days: 30, StorageClass: STANDARD_IA}, {Days: 90, StorageClass: GLACIER}]}]}",
    ),
    (
        "GV-08: several rules",
        "{Rules: [
          {ID: ClassADocRule, Filter: {Prefix: classA/}, Status: Enabled,
           Transitions: [{Days: 365, StorageClass: GLACIER}], Expiration: {Days: 3650}},
          {ID: ClassBDocRule, Filter: {Prefix: classB/}, Status: Enabled,
           Transitions: [{Days: 90, StorageClass: STANDARD_IA}], Expiration: {Days: 365}}]}",
    ),
    (
        "GV-09: overlapping prefixes",
        "{Rules: [
          {ID: 'Rule 1', Filter: {}, Status: Enabled, Expiration: {Days: 365}},
          {ID: 'Rule 2', Filter: {Prefix: logs/}, Status: Enabled, Transitions: [{StorageClass: STANDARD_IA, Days: 30}]}]}",
    ),
    (
        "GV-10: conflicting actions on one day",
        "{Rules: [
          {ID: 'Rule 1', Filter: {Prefix: logs/}, Status: Enabled, Expiration: {Days: 365}},
          {ID: 'Rule 2', Filter: {Prefix: logs/}, Status: Enabled, Transitions: [{StorageClass: STANDARD_IA, Days: 365}]}]}",
    ),
    (
        "GV-12: two tags, two rules",
        "{Rules: [
          {ID: 'Rule 1', Filter: {Tag: {Key: tag1, Value: value1}}, Status: Enabled,
           Transitions: [{StorageClass: GLACIER, Days: 365}]},
          {ID: 'Rule 2', Filter: {Tag: {Key: tag2, Value: value2}}, Status: Enabled, Expiration: {Days: 14}}]}",
    ),
    (
        "GV-13: noncurrent versions",
        "{Rules: [{ID: sample-rule, Filter: {Prefix: ''}, Status: Enabled,
          Transitions: [{Days: 90, StorageClass: STANDARD_IA}],
          NoncurrentVersionTransitions: [{NoncurrentDays: 30, StorageClass: GLACIER}],
          NoncurrentVersionExpiration: {NewerNoncurrentVersions: 5, NoncurrentDays: 365}}]}",
    ),
    (
        "GV-19: delete markers by age",
        "{Rules: [{ID: r, Filter: {}, Status: Enabled, Expiration: {Days: 60},
          NoncurrentVersionExpiration: {NewerNoncurrentVersions: 10, NoncurrentDays: 30}}]}",
    ),
    (
        "GV-20: expired object delete markers",
        "{Rules: [{ID: r, Filter: {Prefix: logs/}, Status: Enabled, Expiration: {ExpiredObjectDeleteMarker: true},
          NoncurrentVersionExpiration: {NoncurrentDays: 30}}]}",
    ),
    (
        "GV-21: unfinished uploads",
        "{Rules: [{ID: sample-rule, Filter: {Prefix: SomeKeyPrefix/}, Status: Enabled,
          AbortIncompleteMultipartUpload: {DaysAfterInitiation: 7}}]}",
    ),
    (
        "GV-22: prefix and size",
        "{Rules: [{ID: r, Filter: {And: {Prefix: tax/, ObjectSizeGreaterThan: 500}}, Status: Enabled,
          Transitions: [{Days: 365, StorageClass: GLACIER}]}]}",
    ),
    (
        "GV-23: a range of sizes",
        "{Rules: [{ID: r, Filter: {And: {Prefix: tax/, ObjectSizeGreaterThan: 500, ObjectSizeLessThan: 64000}},
          Status: Enabled, Transitions: [{Days: 30, StorageClass: STANDARD_IA}]}]}",
    ),
    (
        "GV-24: empty versions",
        "{Rules: [{ID: r, Filter: {ObjectSizeLessThan: 1}, Status: Enabled,
          NoncurrentVersionExpiration: {NewerNoncurrentVersions: 10, NoncurrentDays: 30}}]}",
    ),
    (
        "GV-25: small objects after all",
        "{Rules: [{ID: 'Allow small object transitions', Filter: {ObjectSizeGreaterThan: 1}, Status: Enabled,
          Transitions: [{Days: 365, StorageClass: GLACIER_IR}]}]}",
    ),
    (
        "GV-32: prefix and two tags, tomorrow",
        "{Rules: [{ID: r, Status: Enabled, Expiration: {Days: 1}, Filter: {And: {Prefix: myprefix,
          Tags: [{Key: mytagkey1, Value: mytagvalue1}, {Key: mytagkey2, Value: mytagvalue2}]}}}]}",
    ),
];

#[test]
fn the_examples_of_the_guide_are_taken() {
    for (example, document) in ALL_PLAIN {
        let read = lifecycle(document);
        assert!(!read.rules.is_empty(), "{example}");
    }
}

/// GV-11: the guide moves logs to Standard-IA after ten days, and says elsewhere that thirty are the least.
#[test]
fn the_example_that_the_guide_contradicts_is_refused() {
    let document = "{Rules: [
        {ID: 'Rule 1', Filter: {}, Status: Enabled, Transitions: [{StorageClass: STANDARD_IA, Days: 10}]},
        {ID: 'Rule 2', Filter: {Prefix: logs/}, Status: Enabled, Transitions: [{StorageClass: STANDARD_IA, Days: 365}]}]}";
    let (_, refusals) = read_text(document, |reader| read::configuration(reader, &today()));
    assert_eq!(refusals, [("InvalidArgument".to_owned(), "Rules[0].Transitions[0].Days".to_owned())]);
}

/// The guide of 2023 printed the console's names of classes into its examples.
#[test]
fn names_of_the_console_are_no_storage_classes() {
    let document = "{Rules: [{ID: r, Filter: {}, Status: Enabled,
        Transitions: [{Days: 1, StorageClass: S3 Glacier Flexible Retrieval}]}]}";
    let (_, refusals) = read_text(document, |reader| read::configuration(reader, &today()));
    assert_eq!(refusals, [("MalformedXML".to_owned(), "Rules[0].Transitions[0].StorageClass".to_owned())]);
}
