//! Every example of the guide's lifecycle pages that is about versions, with its dates.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/lifecycle-configuration-examples.html>,
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/intro-lifecycle-rules.html>

use s3sim_aws::class::StorageClass;
use s3sim_s3::object::attrs::{ContentId, TagsId};
use s3sim_s3::object::naming::KeyTemplate;
use s3sim_s3::versioning::Written;

use crate::play::{MIB, Play, instant};

struct Golden {
    name: &'static str,
    versioning: &'static str,
    rules: &'static [&'static str],
    steps: &'static [&'static str],
    until: &'static str,
    life: &'static [&'static str],
    /// The versions of `k` in the end.
    left: &'static str,
}

const KEEP_FIVE: &[&str] = &["Transitions: [{Days: 90, StorageClass: STANDARD_IA}],
    NoncurrentVersionTransitions: [{NoncurrentDays: 30, StorageClass: GLACIER}],
    NoncurrentVersionExpiration: {NoncurrentDays: 365, NewerNoncurrentVersions: 5}"];

#[rustfmt::skip]
const GOLDEN: &[Golden] = &[
    Golden { name: "GV-13: what is noncurrent follows the rules for noncurrent versions", versioning: "Enabled",
        rules: KEEP_FIVE,
        steps: &["2024-01-01T10:30:00Z PutObject k", "2024-01-10T08:00:00Z PutObject k"],
        until: "2034-01-01", life: &["2024-02-10 GLACIER k@v1", "2024-04-10 STANDARD_IA k@v2"], left: "[v2*, v1]" },
    Golden { name: "GV-14: the five newest noncurrent ones stay", versioning: "Enabled", rules: KEEP_FIVE,
        steps: &["2024-01-01T10:30:00Z PutObject k", "2024-01-02T10:30:00Z PutObject k",
            "2024-01-03T10:30:00Z PutObject k", "2024-01-04T10:30:00Z PutObject k", "2024-01-05T10:30:00Z PutObject k",
            "2024-01-06T10:30:00Z PutObject k", "2024-01-07T10:30:00Z PutObject k"],
        until: "2034-01-01",
        life: &["2024-02-02 GLACIER k@v1", "2024-02-03 GLACIER k@v2", "2024-02-04 GLACIER k@v3",
            "2024-02-05 GLACIER k@v4", "2024-02-06 GLACIER k@v5", "2024-02-07 GLACIER k@v6",
            "2024-04-07 STANDARD_IA k@v7", "2025-01-02 Deleted k@v1"],
        left: "[v7*, v6, v5, v4, v3, v2]" },
    Golden { name: "GV-15: fewer than ten newer ones", versioning: "Enabled",
        rules: &["NoncurrentVersionExpiration: {NoncurrentDays: 30, NewerNoncurrentVersions: 10}"],
        steps: &["2024-01-01T10:30:00Z PutObject k", "2024-01-03T10:30:00Z PutObject k"],
        until: "2026-01-01", life: &[], left: "[v2*, v1]" },
    Golden { name: "GV-15: none are kept", versioning: "Enabled",
        rules: &["NoncurrentVersionExpiration: {NoncurrentDays: 30}"],
        steps: &["2024-01-01T10:30:00Z PutObject k", "2024-01-03T10:30:00Z PutObject k"],
        until: "2026-01-01", life: &["2024-02-03 Deleted k@v1"], left: "[v2*]" },
    Golden { name: "GV-16: five days after the delete marker", versioning: "Enabled",
        rules: &["NoncurrentVersionExpiration: {NoncurrentDays: 5}"],
        steps: &["2014-01-01T10:30:00Z PutObject k", "2014-01-02T11:30:00Z DeleteObject k"],
        until: "2016-01-01", life: &["2014-01-08 Deleted k@v1"], left: "[D2*]" },
    Golden { name: "GV-17, GV-18: 60 days, then 30, then the delete marker's own 60", versioning: "Enabled",
        rules: &["Expiration: {Days: 60}, NoncurrentVersionExpiration: {NoncurrentDays: 30}"],
        steps: &["2024-01-01T10:30:00Z PutObject k"],
        until: "2026-01-01",
        life: &["2024-03-02 DeleteMarkerCreated k@v2", "2024-04-01 Deleted k@v1", "2024-05-01 DeleteMarkerDeleted k@v2"],
        left: "[]" },
    Golden { name: "GV-19: the same with ten kept: the one version is among the ten", versioning: "Enabled",
        rules: &["Expiration: {Days: 60}, NoncurrentVersionExpiration: {NoncurrentDays: 30, NewerNoncurrentVersions: 10}"],
        steps: &["2024-01-01T10:30:00Z PutObject k"],
        until: "2034-01-01", life: &["2024-03-02 DeleteMarkerCreated k@v2"], left: "[D2*, v1]" },
    Golden { name: "GV-20: an expired delete marker goes the midnight after", versioning: "Enabled",
        rules: &["Expiration: {ExpiredObjectDeleteMarker: true}, NoncurrentVersionExpiration: {NoncurrentDays: 30}"],
        steps: &["2024-01-01T10:30:00Z PutObject k", "2024-01-16 DeleteObject k"],
        until: "2026-01-01", life: &["2024-02-15 Deleted k@v1", "2024-02-16 DeleteMarkerDeleted k@v2"], left: "[]" },
    Golden { name: "GV-37: null data is lost for good", versioning: "Suspended", rules: &["Expiration: {Days: 7}"],
        steps: &["2024-01-01T10:30:00Z PutObject k"], until: "2024-01-09",
        life: &["2024-01-09 Deleted k@null", "2024-01-09 DeleteMarkerCreated k@null"], left: "[DN*]" },
    Golden { name: "GV-38: the null version below is replaced by the null delete marker", versioning: "",
        rules: &["Expiration: {Days: 7}"],
        steps: &["2024-01-01T10:30:00Z PutObject k",
            "2024-01-01T11:00:00Z PutBucketVersioning - {VersioningConfiguration: {Status: Enabled}}",
            "2024-01-01T12:00:00Z PutObject k",
            "2024-01-01T13:00:00Z PutBucketVersioning - {VersioningConfiguration: {Status: Suspended}}"],
        until: "2024-01-09", life: &["2024-01-09 Deleted k@null", "2024-01-09 DeleteMarkerCreated k@null"],
        left: "[DN*, v1]" },
    Golden { name: "GV-39: a delete marker with something below it stays", versioning: "Enabled",
        rules: &["Expiration: {Days: 1}"],
        steps: &["2024-01-01T10:30:00Z PutObject k", "2024-01-01T11:30:00Z DeleteObject k"],
        until: "2034-01-01", life: &[], left: "[D2*, v1]" },
    Golden { name: "GV-40: the transition goes before the delete marker", versioning: "Enabled",
        rules: &["Expiration: {Days: 30}", "Transitions: [{Days: 30, StorageClass: GLACIER}]"],
        steps: &["2024-01-01T10:30:00Z PutObject k"],
        until: "2034-01-01", life: &["2024-02-01 GLACIER k@v1", "2024-02-02 DeleteMarkerCreated k@v2"],
        left: "[D2*, v1]" },
];

#[test]
fn examples_of_the_guide() {
    for golden in GOLDEN {
        let play = Play::of(golden.versioning, golden.rules, golden.steps, golden.until);
        assert_eq!(play.life(), golden.life, "{}", golden.name);
        assert_eq!(play.stack("k"), golden.left, "{}", golden.name);
    }
}

/// GV-24: a rule for zero bytes cleans up delete markers and empty versions beyond the ten newest noncurrent ones.
#[test]
fn stacked_delete_markers_are_zero_bytes() {
    let rules = [
        "Filter: {ObjectSizeLessThan: 1}, NoncurrentVersionExpiration: {NoncurrentDays: 30, NewerNoncurrentVersions: 10}",
    ];
    let steps_of = |step: &dyn Fn(u32) -> String| (1..=12).map(step).collect::<Vec<_>>();
    for (call, first, gone) in [
        ("DeleteObject k", "PutObject k {size: 0}", "Deleted k@v1"),
        ("PutObject k {size: 0}", "DeleteObject k", "DeleteMarkerDeleted k@v1"),
    ] {
        let steps =
            steps_of(&|day| format!("2024-01-{day:02}T10:30:00Z {}", if day == 1 { first } else { call }));
        let steps: Vec<&str> = steps.iter().map(String::as_str).collect();
        // Eleven noncurrent ones; the oldest has ten newer ones, and is noncurrent since 2024-01-02 10:30.
        assert_eq!(Play::of("Enabled", &rules, &steps, "2026-01-01").life(), [format!("2024-02-02 {gone}")]);
    }
    let steps = steps_of(&|day| format!("2024-01-{day:02}T10:30:00Z PutObject k {{size: 1}}"));
    let steps: Vec<&str> = steps.iter().map(String::as_str).collect();
    assert_eq!(Play::of("Enabled", &rules, &steps, "2026-01-01").life(), [""; 0]);
}

/// GV-33: a hundred versioned objects expire, and the bucket holds two hundred entries.
#[test]
fn expiration_makes_a_versioned_bucket_grow() {
    let mut play = Play::new("Enabled", &["Expiration: {Days: 7}"]);
    let space = play.s3.template(play.bucket, KeyTemplate::plain("o/", ""));
    let cause = play.s3.cause("step");
    let written = Written {
        size: MIB,
        class: StorageClass::Standard,
        tags: TagsId::default(),
        content: ContentId::default(),
        ..Written::default()
    };
    let at = instant("2024-01-01T10:30:00Z");
    play.pass(at);
    play.s3.populate(at, space, 0..100, written, at, cause);
    play.s3.populated(at, &mut play.world);
    play.until("2024-01-09");
    assert_eq!(play.life(), ["2024-01-09 DeleteMarkerCreated o/0..o/99 x100"]);
    let listed = play.look("ListObjectVersions", "", "{}");
    let count = |list: &str| listed.get(list).and_then(|node| node.as_list()).map_or(0, <[_]>::len);
    assert_eq!((count("Versions"), count("DeleteMarkers")), (100, 100));
    // Delete markers weigh their keys: ten of three bytes, ninety of four.
    assert_eq!(play.stored(), [("StandardStorage", 100 * MIB as i128 + 10 * 3 + 90 * 4)]);
}
