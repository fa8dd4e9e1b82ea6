//! The header `x-amz-expiration`.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObject.html>,
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadObject.html>

use crate::play::{Play, lifecycle};

const NINTH: &str = "expiry-date=\"Tue, 09 Jan 2024 00:00:00 GMT\", rule-id=\"a\"";

/// The header on an answer to HeadObject for `x`, put on 2024-01-01 at 10:30.
fn header(rules: &[&str], put: &str, head: &str) -> String {
    let mut play =
        Play::of("Enabled", rules, &[&format!("2024-01-01T10:30:00Z PutObject {put}")], "2024-01-02");
    let response = play.ok(&format!("2024-01-02 HeadObject {head}"));
    play.told("x", &response, &["Expiration"])
        .trim_start_matches("200")
        .trim_start_matches(" Expiration=")
        .to_owned()
}

// LC-003, LC-121, LC-123, LC-124
#[test]
fn which_rules_show() {
    let seven = "ID: a, Expiration: {Days: 7}";
    for (rules, expected) in [
        (&[seven][..], NINTH),
        (&["ID: b, Expiration: {Days: 8}", seven], NINTH),
        (&[seven, "ID: b, Expiration: {Days: 7}"], NINTH),
        (&["ID: a, Expiration: {Date: 2024-01-09}"], NINTH),
        (&["ID: a, Status: Disabled, Expiration: {Days: 7}"], ""),
        (&["ID: a, Expiration: {ExpiredObjectDeleteMarker: true}"], ""),
        (&["ID: a, NoncurrentVersionExpiration: {NoncurrentDays: 7}"], ""),
        (&["ID: a, Transitions: [{Days: 7, StorageClass: GLACIER}]"], ""),
        (&["ID: a, Filter: {Prefix: y}, Expiration: {Days: 7}"], ""),
        (&["ID: a, Filter: {Prefix: x}, Expiration: {Days: 7}"], NINTH),
        (&["ID: a, Filter: {ObjectSizeLessThan: 1000}, Expiration: {Days: 7}"], ""),
        (&["ID: a, Filter: {Tag: {Key: t, Value: u}}, Expiration: {Days: 7}"], ""),
    ] {
        assert_eq!(header(rules, "x", "x"), expected, "{rules:?}");
    }
    assert_eq!(
        header(&["ID: a, Filter: {Tag: {Key: t, Value: u}}, Expiration: {Days: 7}"], "x {Tagging: t=u}", "x"),
        NINTH
    );
}

// LC-122: not for a version that is named, be it the current one.
#[test]
fn not_with_a_version_id() {
    assert_eq!(header(&["ID: a, Expiration: {Days: 7}"], "x", "x {VersionId: x@v1}"), "");
}

// LC-121, LC-123: on reads, writes and copies; at once for objects that are older than the rule.
#[test]
fn on_which_answers() {
    let mut play = Play::new("", &[]);
    play.ok("2024-01-01T10:30:00Z PutObject x {Body: hello}");
    let rules = lifecycle(&["ID: a, Expiration: {Days: 7}"]);
    play.ok(&format!("2024-01-01T10:30:00Z PutBucketLifecycleConfiguration - {rules}"));
    for step in ["GetObject x", "HeadObject x", "PutObject x", "CopyObject y {CopySource: b/x}"] {
        let response = play.ok(&format!("2024-01-01T10:30:00Z {step}"));
        assert_eq!(play.told("x", &response, &["Expiration"]), format!("200 Expiration={NINTH}"), "{step}");
    }
    let deleted = play.ok("2024-01-01T10:30:00Z DeleteObject x");
    assert_eq!(play.told("x", &deleted, &["Expiration"]), "204");
}
