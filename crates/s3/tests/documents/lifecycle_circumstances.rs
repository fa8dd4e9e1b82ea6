//! What a configuration's reception depends on beside its rules: how many there are, the kind of bucket, strictness.

use s3sim_s3::lifecycle::read;
use s3sim_s3::lifecycle::validate::{Circumstances, Strictness};

use crate::given::{messages, refusals, today};

const REQUEST: &str = "InvalidRequest";

/// A document of one rule that is enabled and concerns everything, with these actions.
fn acting(actions: &str) -> String {
    format!("{{Rules: [{{Status: Enabled, Filter: {{}}, {actions}}}]}}")
}

/// A document of one rule with this filter, that expires after a day.
fn filtering(filter: &str) -> String {
    format!("{{Rules: [{{Status: Enabled, Filter: {filter}, Expiration: {{Days: 1}}}}]}}")
}

/// A document of these rules.
fn rules(items: &str) -> String {
    format!("{{Rules: [{items}]}}")
}

#[test]
fn more_than_a_thousand_rules() {
    let rule = "{Status: Enabled, Filter: {}, Expiration: {Days: 1}}";
    let of = |count: usize| rules(&vec![rule; count].join(", "));
    assert_eq!(refusals(&of(1_000), &today()), []);
    assert_eq!(refusals(&of(1_001), &today()), [(REQUEST.to_owned(), String::new())]); // LC-022
}

/// LC-049c: the wording names what was found.
#[test]
fn the_small_object_default_is_one_of_two_words() {
    let document = "{TransitionDefaultMinimumObjectSize: all, \
                     Rules: [{Status: Enabled, Filter: {}, Expiration: {Days: 1}}]}";
    let path = "TransitionDefaultMinimumObjectSize".to_owned();
    assert_eq!(refusals(document, &today()), [(REQUEST.to_owned(), path)]);
    let said = messages(document, |reader| read::configuration(reader, &today()));
    assert!(said[0].starts_with("Invalid TransitionDefaultMinimumObjectSize found: all"), "{said:?}");
}

/// LC-038
#[test]
fn directory_buckets_take_expiration_by_days_and_aborts() {
    let directory = Circumstances { directory_bucket: true, ..today() };
    let refused = |document: &str, paths: &[&str]| {
        let expected: Vec<_> = paths.iter().map(|path| (REQUEST.to_owned(), (*path).to_owned())).collect();
        assert_eq!(refusals(document, &directory), expected, "{document}");
    };
    refused(&acting("Expiration: {Days: 7}, AbortIncompleteMultipartUpload: {DaysAfterInitiation: 1}"), &[]);
    refused(&filtering("{And: {Prefix: a/, ObjectSizeGreaterThan: 5}}"), &[]);
    refused(&filtering("{Tag: {Key: k, Value: v}}"), &["Rules[0].Filter.Tag"]);
    refused(&acting("Expiration: {Date: '2025-06-01'}"), &["Rules[0].Expiration.Date"]);
    refused(
        &acting("Expiration: {ExpiredObjectDeleteMarker: true}"),
        &["Rules[0].Expiration.ExpiredObjectDeleteMarker"],
    );
    refused(&acting("Transitions: [{Days: 1, StorageClass: GLACIER}]"), &["Rules[0].Transitions[0]"]);
    refused(
        &acting("NoncurrentVersionTransitions: [{NoncurrentDays: 1, StorageClass: GLACIER}]"),
        &["Rules[0].NoncurrentVersionTransitions[0]"],
    );
    refused(
        &acting("NoncurrentVersionExpiration: {NoncurrentDays: 1}"),
        &["Rules[0].NoncurrentVersionExpiration"],
    );
}

/// LC-048: documented is at most 100, and 500 has been accepted.
#[test]
fn newer_noncurrent_versions_above_100_are_a_matter_of_strictness() {
    let document = acting("NoncurrentVersionExpiration: {NoncurrentDays: 1, NewerNoncurrentVersions: 500}");
    let lenient =
        Circumstances { strictness: Strictness { newer_noncurrent_versions_at_most_100: false }, ..today() };
    assert_eq!(refusals(&document, &lenient), []);
    assert_eq!(refusals(&document, &today()).len(), 1);
}
