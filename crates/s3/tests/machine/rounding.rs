//! When an age of so many days is reached: up to the next midnight UTC.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/intro-lifecycle-rules.html>

use crate::play::{Play, lifecycle};

// LC-050, LC-053, LC-054
#[test]
fn days_round_up_to_midnight() {
    for (created, days, due) in [
        ("2014-01-15T10:30:00Z", 3, "2014-01-19"),
        ("2026-01-02T00:05:00Z", 1, "2026-01-04"),
        ("2024-02-28T23:59:59Z", 1, "2024-03-01"),
        ("2023-03-01T12:00:00Z", 365, "2024-03-01"),
        ("2024-01-01T00:00:00Z", 30, "2024-01-31"),
        ("2024-01-01T00:00:00.000001Z", 30, "2024-02-01"),
        ("2023-12-31T23:59:59.999999Z", 1, "2024-01-02"),
    ] {
        let put = format!("{created} PutObject x");
        let play = Play::of("", &[&format!("Expiration: {{Days: {days}}}")], &[&put], "2027-01-01");
        assert_eq!(play.life(), [format!("{due} Deleted x")], "{created} and {days} days");
        if days >= 3 {
            let rule = format!("Transitions: [{{Days: {days}, StorageClass: GLACIER_IR}}]");
            let play = Play::of("", &[&rule], &[&put], "2027-01-01");
            assert_eq!(play.life(), [format!("{due} GLACIER_IR x")], "{created} and {days} days");
        }
    }
    let play = Play::of(
        "",
        &["Transitions: [{Days: 0, StorageClass: GLACIER}]"],
        &["2024-01-01T10:30:00Z PutObject x"],
        "2025-01-01",
    );
    assert_eq!(play.life(), ["2024-01-02 GLACIER x"]);
}

/// More days than the calendar has: never, and no harm done.
#[test]
fn the_longest_periods() {
    for rule in [
        "Expiration: {Days: 2147483647}",
        "Transitions: [{Days: 2147483647, StorageClass: GLACIER}]",
        "NoncurrentVersionExpiration: {NoncurrentDays: 2147483647}",
    ] {
        let steps = ["2024-01-01 PutObject x", "2024-01-02 PutObject x"];
        let play = Play::of("Enabled", &[rule], &steps, "2149-01-01");
        assert_eq!(play.life(), [""; 0], "{rule}");
    }
}

// LC-055: what counts is Last-Modified, which tags do not touch.
#[test]
fn tags_do_not_make_an_object_younger() {
    let steps = [
        "2024-01-01T10:30:00Z PutObject x",
        "2024-01-20 PutObjectTagging x {Tagging: {TagSet: [{Key: a, Value: b}]}}",
    ];
    assert_eq!(
        Play::of("", &["Expiration: {Days: 30}"], &steps, "2025-01-01").life(),
        ["2024-02-01 Deleted x"]
    );
}

// LC-056: a transition neither: the second one counts from the creation.
#[test]
fn transitions_do_not_make_an_object_younger() {
    let rule = "Transitions: [{Days: 30, StorageClass: STANDARD_IA}, {Days: 90, StorageClass: GLACIER}]";
    let play = Play::of("", &[rule], &["2024-01-01 PutObject x"], "2025-01-01");
    assert_eq!(play.life(), ["2024-01-31 STANDARD_IA x", "2024-03-31 GLACIER x"]);
    let mut play = play;
    let head = play.ok("2025-01-01 HeadObject x");
    assert_eq!(play.told("x", &head, &["LastModified"]), "200 LastModified=2024-01-01T00:00:00Z");
}

// LC-057: noncurrent days count from the successor, data or delete marker.
#[test]
fn noncurrent_days_count_from_the_successor() {
    for (first, second, days, due) in [
        ("2014-01-01T10:30:00Z", "2014-01-15T10:30:00Z PutObject k", 3, "2014-01-19"),
        ("2014-01-01T10:30:00Z", "2014-01-02T11:30:00Z DeleteObject k", 5, "2014-01-08"),
        ("2012-01-01T10:30:00Z", "2014-01-15T00:00:00Z PutObject k", 3, "2014-01-18"),
    ] {
        let put = format!("{first} PutObject k");
        let rule = format!("NoncurrentVersionExpiration: {{NoncurrentDays: {days}}}");
        let play = Play::of("Enabled", &[&rule], &[&put, second], "2027-01-01");
        assert_eq!(play.life(), [format!("{due} Deleted k@v1")], "{second}");
    }
}

// LC-058: the successor is the next newer version that is still there.
#[test]
fn a_successor_that_is_gone_does_not_count() {
    let steps = [
        "2024-01-01 PutObject k",
        "2024-01-05 PutObject k",
        "2024-01-10 PutObject k",
        "2024-01-12 DeleteObject k {VersionId: k@v2}",
    ];
    let play =
        Play::of("Enabled", &["NoncurrentVersionExpiration: {NoncurrentDays: 10}"], &steps, "2025-01-01");
    // Until 2024-01-12 it would have been 2024-01-15.
    assert_eq!(play.life(), ["2024-01-20 Deleted k@v1"]);
}

// LC-061: a new rule meets the objects that are there; those already due go at the next midnight.
#[test]
fn new_rules_hold_for_old_objects() {
    let rules = |at: &str, days: u32| {
        let rules = lifecycle(&[&format!("Expiration: {{Days: {days}}}")]);
        format!("{at} PutBucketLifecycleConfiguration - {rules}")
    };
    let put = "2024-01-01 PutObject x";
    let play = Play::of("", &[], &[put, &rules("2024-02-10T08:00:00Z", 30)], "2025-01-01");
    assert_eq!(play.life(), ["2024-02-11 Deleted x"]);
    // A shorter rule brings the day forward, a longer one puts it off.
    let play = Play::of("", &["Expiration: {Days: 365}"], &[put, &rules("2024-01-02", 30)], "2025-01-01");
    assert_eq!(play.life(), ["2024-01-31 Deleted x"]);
    let play = Play::of("", &["Expiration: {Days: 30}"], &[put, &rules("2024-01-02", 60)], "2025-01-01");
    assert_eq!(play.life(), ["2024-03-01 Deleted x"]);
    let play = Play::of(
        "",
        &["Expiration: {Days: 30}"],
        &[put, "2024-01-30T23:59:59Z DeleteBucketLifecycle -"],
        "2025-01-01",
    );
    assert_eq!(play.life(), [""; 0]);
}

// LC-046: no object younger than 30 days goes to the infrequent-access classes, whatever its rule says.
#[test]
fn thirty_days_before_infrequent_access() {
    for (class, due) in [
        ("STANDARD_IA", "2024-02-19"),
        ("ONEZONE_IA", "2024-02-19"),
        ("GLACIER_IR", "2024-02-01"),
        ("INTELLIGENT_TIERING", "2024-02-01"),
    ] {
        let rule = format!("Transitions: [{{Date: 2024-02-01, StorageClass: {class}}}]");
        let play = Play::of("", &[&rule], &["2024-01-20 PutObject x"], "2024-02-25");
        assert_eq!(play.life(), [format!("{due} {class} x")]);
    }
}

// LC-009: filters look at the tags of the day.
#[test]
fn tags_decide_at_midnight() {
    let rule = "Filter: {Tag: {Key: keep, Value: 'no'}}, Expiration: {Days: 30}";
    let tag = "PutObjectTagging x {Tagging: {TagSet: [{Key: keep, Value: 'no'}]}}";
    let tagged = "2024-01-01 PutObject x {Tagging: keep=no}";
    for (steps, life) in [
        (
            vec!["2024-01-01 PutObject x", &format!("2024-03-01T12:00:00Z {tag}")],
            vec!["2024-03-02 Deleted x"],
        ),
        (vec![tagged], vec!["2024-01-31 Deleted x"]),
        (vec![tagged, "2024-01-30T12:00:00Z DeleteObjectTagging x"], vec![]),
    ] {
        assert_eq!(Play::of("", &[rule], &steps, "2025-01-01").life(), life);
    }
}
