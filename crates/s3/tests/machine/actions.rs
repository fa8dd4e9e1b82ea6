//! What each lifecycle action does in each versioning state.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/intro-lifecycle-rules.html>,
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/lifecycle-expire-general-considerations.html>

use crate::play::Play;

const ENABLE: &str = "PutBucketVersioning - {VersioningConfiguration: {Status: Enabled}}";
const SUSPEND: &str = "PutBucketVersioning - {VersioningConfiguration: {Status: Suspended}}";

struct Case {
    what: &'static str,
    versioning: &'static str,
    rules: &'static [&'static str],
    steps: &'static [&'static str],
    life: &'static [&'static str],
    left: &'static str,
}

const NE_30: &str = "NoncurrentVersionExpiration: {NoncurrentDays: 30}";
const TWO_WRITES: &[&str] = &["2024-01-01 PutObject k", "2024-01-05 PutObject k"];

#[rustfmt::skip]
const CASES: &[Case] = &[
    Case { what: "LC-080: a transition moves the object", versioning: "",
        rules: &["Transitions: [{Days: 30, StorageClass: GLACIER}]"], steps: TWO_WRITES,
        life: &["2024-02-04 GLACIER k"], left: "[N*]" },
    Case { what: "LC-080: or the current version", versioning: "Enabled",
        rules: &["Transitions: [{Days: 30, StorageClass: GLACIER}]"], steps: TWO_WRITES,
        life: &["2024-02-04 GLACIER k@v2"], left: "[v2*, v1]" },
    Case { what: "LC-080: or the null version", versioning: "Suspended",
        rules: &["Transitions: [{Days: 30, StorageClass: GLACIER}]"], steps: TWO_WRITES,
        life: &["2024-02-04 GLACIER k@null"], left: "[N*]" },
    Case { what: "LC-081: expiration covers a version by a delete marker", versioning: "Enabled",
        rules: &["Expiration: {Days: 30}"], steps: TWO_WRITES,
        life: &["2024-02-04 DeleteMarkerCreated k@v3"], left: "[D3*, v2, v1]" },
    Case { what: "LC-081: in a suspended bucket a version that has an id becomes noncurrent", versioning: "Enabled",
        rules: &["Expiration: {Days: 30}"],
        steps: &["2024-01-05 PutObject k", "2024-01-06 PutBucketVersioning - {VersioningConfiguration: {Status: Suspended}}"],
        life: &["2024-02-04 DeleteMarkerCreated k@null"], left: "[DN*, v1]" },
    Case { what: "LC-083: a lone delete marker goes at its own age", versioning: "Enabled",
        rules: &["Expiration: {Days: 30}"], steps: &["2024-01-05 DeleteObject k"],
        life: &["2024-02-04 DeleteMarkerDeleted k@v1"], left: "[]" },
    Case { what: "LC-083: a null one too", versioning: "Suspended",
        rules: &["Expiration: {Days: 30}"], steps: &["2024-01-05 DeleteObject k"],
        life: &["2024-02-04 DeleteMarkerDeleted k@null"], left: "[]" },
    Case { what: "LC-084: or at any age", versioning: "Enabled",
        rules: &["Expiration: {ExpiredObjectDeleteMarker: true}"], steps: &["2024-01-05T08:00:00Z DeleteObject k"],
        life: &["2024-01-06 DeleteMarkerDeleted k@v1"], left: "[]" },
    Case { what: "LC-084: other versions are none of that rule's business", versioning: "Enabled",
        rules: &["Expiration: {ExpiredObjectDeleteMarker: true}"],
        steps: &["2024-01-01 PutObject k", "2024-01-05 DeleteObject k"], life: &[], left: "[D2*, v1]" },
    Case { what: "LC-091: a date that has passed removes it too", versioning: "Enabled",
        rules: &["Expiration: {Date: 2024-03-01}"], steps: &["2024-01-05 DeleteObject k"],
        life: &["2024-03-01 DeleteMarkerDeleted k@v1"], left: "[]" },
    Case { what: "LC-090: a separate rule does not wait for the delete marker's age", versioning: "Enabled",
        rules: &["Expiration: {Days: 60}, NoncurrentVersionExpiration: {NoncurrentDays: 30}",
            "Expiration: {ExpiredObjectDeleteMarker: true}"],
        steps: &["2024-01-01T10:30:00Z PutObject k"],
        life: &["2024-03-02 DeleteMarkerCreated k@v2", "2024-04-01 Deleted k@v1", "2024-04-02 DeleteMarkerDeleted k@v2"],
        left: "[]" },
    Case { what: "LC-085, LC-086: there is nothing noncurrent without versions", versioning: "",
        rules: &["NoncurrentVersionTransitions: [{NoncurrentDays: 1, StorageClass: GLACIER}]", NE_30], steps: TWO_WRITES,
        life: &[], left: "[N*]" },
    Case { what: "LC-085: each noncurrent version at its own time", versioning: "Enabled",
        rules: &["NoncurrentVersionTransitions: [{NoncurrentDays: 1, StorageClass: GLACIER}]"],
        steps: &["2024-01-01 PutObject k", "2024-01-05 PutObject k", "2024-01-09 DeleteObject k"],
        life: &["2024-01-06 GLACIER k@v1", "2024-01-10 GLACIER k@v2"], left: "[D3*, v2, v1]" },
    Case { what: "LC-086: noncurrent delete markers are deleted like versions", versioning: "Enabled", rules: &[NE_30],
        steps: &["2024-01-01 PutObject k", "2024-01-05 DeleteObject k", "2024-01-09 PutObject k"],
        life: &["2024-02-04 Deleted k@v1", "2024-02-08 DeleteMarkerDeleted k@v2"], left: "[v3*]" },
    Case { what: "LC-094: so are those below a delete marker", versioning: "Enabled", rules: &[NE_30],
        steps: &["2024-01-01 DeleteObject k", "2024-01-05 DeleteObject k"],
        life: &["2024-02-04 DeleteMarkerDeleted k@v1"], left: "[D2*]" },
    Case { what: "LC-006: delete markers have no tags, so no rule with a tag finds them", versioning: "Enabled",
        rules: &["Filter: {Tag: {Key: a, Value: b}}, Expiration: {Days: 30}, NoncurrentVersionExpiration: {NoncurrentDays: 30}"],
        steps: &["2024-01-01 DeleteObject k", "2024-01-05 PutObject k {Tagging: a=b}"],
        life: &["2024-02-04 DeleteMarkerCreated k@v3", "2024-03-05 Deleted k@v2"], left: "[D3*, D1]" },
    Case { what: "LC-007: delete markers count as zero bytes", versioning: "Enabled",
        rules: &["Filter: {ObjectSizeGreaterThan: 1}, Expiration: {Days: 30}"], steps: &["2024-01-05 DeleteObject k"],
        life: &[], left: "[D1*]" },
];

#[test]
fn each_action_in_each_state() {
    for case in CASES {
        let play = Play::of(case.versioning, case.rules, case.steps, "2025-01-01");
        assert_eq!(play.life(), case.life, "{}", case.what);
        assert_eq!(play.stack("k"), case.left, "{}", case.what);
    }
}

// LC-058: a version that is current again follows the rules for current versions, by its own Last-Modified.
#[test]
fn a_version_that_resurfaces_has_its_own_age() {
    let steps = [
        "2024-01-01 PutObject k",
        "2024-01-05 PutObject k",
        "2024-02-01T10:00:00Z DeleteObject k {VersionId: k@v2}",
    ];
    for (rule, line) in [
        ("Expiration: {Days: 30}", "2024-02-02 DeleteMarkerCreated k@v3"),
        ("Expiration: {Days: 60}", "2024-03-01 DeleteMarkerCreated k@v3"),
        ("Transitions: [{Days: 30, StorageClass: STANDARD_IA}]", "2024-02-02 STANDARD_IA k@v1"),
    ] {
        assert_eq!(Play::of("Enabled", &[rule], &steps, "2024-03-15").life(), [line]);
    }
}

fn writes(call: &str, days: std::ops::RangeInclusive<u32>) -> Vec<String> {
    days.map(|day| format!("2024-01-{day:02} {call}")).collect()
}

fn run(rules: &[&str], steps: &[String]) -> Play {
    let steps: Vec<&str> = steps.iter().map(String::as_str).collect();
    Play::of("Enabled", rules, &steps, "2026-01-01")
}

// LC-092: the N newest noncurrent versions are kept, the days must have passed as well.
#[test]
fn newer_noncurrent_versions() {
    let rule = "NoncurrentVersionExpiration: {NoncurrentDays: 30, NewerNoncurrentVersions: 5}";
    // Ten versions, nine of them noncurrent: four go, each 30 days after its successor came on the next day.
    let play = run(&[rule], &writes("PutObject k", 1..=10));
    let gone: Vec<String> = (1..=4).map(|n| format!("2024-02-0{n} Deleted k@v{n}")).collect();
    assert_eq!(play.life(), gone);
    assert_eq!(play.stack("k"), "[v10*, v9, v8, v7, v6, v5]");

    // Three years later an eleventh version arrives: v5 has been old enough for long, and is the sixth newest now.
    let mut play = play;
    play.run(&["2027-01-01T10:00:00Z PutObject k"]);
    play.until("2028-01-01");
    assert_eq!(play.life()[4..], ["2027-01-02 Deleted k@v5"]);

    // LC-093: delete markers count as versions.
    let mut steps = writes("PutObject k", 1..=5);
    steps.extend(writes("DeleteObject k", 6..=10));
    assert_eq!(run(&[rule], &steps).stack("k"), "[D10*, D9, D8, D7, D6, v5]");
}

/// A rule for some versions counts the others too, and hears of them.
#[test]
fn versions_that_a_rule_does_not_match_count_as_newer() {
    let rule = "Filter: {Tag: {Key: old, Value: 'yes'}}, NoncurrentVersionExpiration: {NoncurrentDays: 1, NewerNoncurrentVersions: 2}";
    let steps = [
        "2024-01-01 PutObject k {Tagging: old=yes}",
        "2024-01-02 PutObject k",
        "2024-01-03 PutObject k",
        "2024-03-01T08:00:00Z PutObject k",
    ];
    let play = Play::of("Enabled", &[rule], &steps, "2025-01-01");
    assert_eq!(play.life(), ["2024-03-02 Deleted k@v1"]);
}

// LC-092 for transitions.
#[test]
fn the_newest_noncurrent_versions_are_not_moved() {
    let rule = "NoncurrentVersionTransitions: [{NoncurrentDays: 30, StorageClass: GLACIER, NewerNoncurrentVersions: 2}]";
    let play = run(&[rule], &writes("PutObject k", 1..=5));
    assert_eq!(play.life(), ["2024-02-01 GLACIER k@v1", "2024-02-02 GLACIER k@v2"]);
}

// LC-005: a prefix is the beginning of a key, nothing more.
#[test]
fn prefixes_are_plain_text() {
    for (key, matches) in
        [("sales1999/a", true), ("salesman", true), ("sales", true), ("Sales/a", false), ("a/sales", false)]
    {
        let put = format!("2024-01-01 PutObject {key}");
        let play = Play::of("", &["Filter: {Prefix: sales}, Expiration: {Days: 1}"], &[&put], "2025-01-01");
        assert_eq!(play.life().len(), usize::from(matches), "{key}");
    }
}

// LC-006: tags must be equal in key and value; more tags do no harm.
#[test]
fn tags_must_be_equal() {
    for (filter, tags, matches) in [
        ("{Key: k, Value: v}", "k=v&x=y", true),
        ("{Key: k, Value: v}", "k=V", false),
        ("{Key: k, Value: v}", "K=v", false),
        ("{Key: k, Value: v}", "", false),
        ("{Key: k, Value: ''}", "k=", true),
        ("{Key: k, Value: ''}", "k=v", false),
    ] {
        let rule = format!("Filter: {{Tag: {filter}}}, Expiration: {{Days: 1}}");
        let put = format!("2024-01-01 PutObject k {{Tagging: '{tags}'}}");
        let play = Play::of("", &[&rule], &[&put], "2025-01-01");
        assert_eq!(play.life().len(), usize::from(matches), "{filter} and {tags}");
    }
}

/// Rules go on where versioning is switched off and on again.
#[test]
fn states_of_versioning_change_what_an_expiration_does() {
    let steps = [
        "2024-01-01 PutObject k".to_owned(),
        format!("2024-01-02 {ENABLE}"),
        "2024-01-03 PutObject k".to_owned(),
        format!("2024-01-04 {SUSPEND}"),
        "2024-01-05 PutObject k".to_owned(),
        format!("2024-01-06 {ENABLE}"),
    ];
    let steps: Vec<&str> = steps.iter().map(String::as_str).collect();
    let play = Play::of("", &["Expiration: {Days: 30}"], &steps, "2025-01-01");
    // The null version of 2024-01-01 made way for that of 2024-01-05, which is covered now.
    assert_eq!(play.life(), ["2024-02-04 DeleteMarkerCreated k@v2"]);
    assert_eq!(play.stack("k"), "[D2*, N, v1]");
}
