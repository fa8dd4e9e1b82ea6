//! What happens when several actions are due for one version at one midnight.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/lifecycle-conflicts.html>

use s3sim_ledger::event::EventKind;

use crate::play::{Play, lifecycle};

const PUT: &str = "2024-01-01T10:30:00Z PutObject x";

fn to(days: u32, class: &str) -> String {
    format!("Transitions: [{{Days: {days}, StorageClass: {class}}}]")
}

// LC-100
#[test]
fn the_colder_class_wins_but_intelligent_tiering_goes_before_all_but_the_archives() {
    for (first, second, winner) in [
        ("STANDARD_IA", "GLACIER_IR", "GLACIER_IR"),
        ("STANDARD_IA", "ONEZONE_IA", "ONEZONE_IA"),
        ("STANDARD_IA", "INTELLIGENT_TIERING", "INTELLIGENT_TIERING"),
        ("ONEZONE_IA", "INTELLIGENT_TIERING", "INTELLIGENT_TIERING"),
        ("INTELLIGENT_TIERING", "GLACIER_IR", "INTELLIGENT_TIERING"),
        ("INTELLIGENT_TIERING", "GLACIER", "GLACIER"),
        ("INTELLIGENT_TIERING", "DEEP_ARCHIVE", "DEEP_ARCHIVE"),
        ("ONEZONE_IA", "GLACIER", "GLACIER"),
        ("ONEZONE_IA", "GLACIER_IR", "GLACIER_IR"),
        ("GLACIER_IR", "GLACIER", "GLACIER"),
        ("GLACIER", "DEEP_ARCHIVE", "DEEP_ARCHIVE"),
    ] {
        for rules in [[first, second], [second, first]] {
            let rules = rules.map(|class| to(30, class));
            let play = Play::of("", &[&rules[0], &rules[1]], &[PUT], "2024-02-01");
            assert_eq!(play.life(), [format!("2024-02-01 {winner} x")], "{first} and {second}");
            // Noncurrent versions alike.
            let rules = [first, second].map(|class| {
                format!("NoncurrentVersionTransitions: [{{NoncurrentDays: 30, StorageClass: {class}}}]")
            });
            let again = "2024-01-01T10:30:00Z PutObject x";
            let play = Play::of("Enabled", &[&rules[0], &rules[1]], &[PUT, again], "2024-02-01");
            assert_eq!(
                play.life(),
                [format!("2024-02-01 {winner} x@v1")],
                "noncurrent: {first} and {second}"
            );
        }
    }
}

// LC-100: the earliest expiration wins; of equal ones the first rule.
#[test]
fn the_earliest_expiration_wins() {
    let cause = |rules: &[&str]| {
        let play = Play::of("", rules, &[PUT], "2025-01-01");
        let deleted = play.world.events.iter().filter(|event| event.event == EventKind::Deleted);
        let told: Vec<String> =
            deleted.map(|event| format!("{} {}", event.time.day(), event.cause)).collect();
        told.join(", ")
    };
    let (late, early, date) = (
        "ID: late, Expiration: {Days: 20}",
        "ID: early, Expiration: {Days: 10}",
        "ID: date, Expiration: {Date: 2024-01-12}",
    );
    assert_eq!(cause(&[late, early]), "2024-01-12 rule early");
    assert_eq!(cause(&[early, late]), "2024-01-12 rule early");
    assert_eq!(cause(&[date, early]), "2024-01-12 rule date");
    assert_eq!(cause(&[early, date]), "2024-01-12 rule early");
}

// LC-101: a permanent deletion goes before a transition, a transition before a delete marker.
#[test]
fn deletion_then_transition_then_delete_marker() {
    let rules = ["Expiration: {Days: 30}", &to(30, "GLACIER")];
    for (versioning, life) in [
        ("", &["2024-02-01 Deleted x"][..]),
        ("Enabled", &["2024-02-01 GLACIER x@v1", "2024-02-02 DeleteMarkerCreated x@v2"]),
        (
            "Suspended",
            &[
                "2024-02-01 GLACIER x@null",
                "2024-02-02 Deleted x@null",
                "2024-02-02 DeleteMarkerCreated x@null",
            ],
        ),
    ] {
        assert_eq!(Play::of(versioning, &rules, &[PUT], "2024-03-01").life(), life, "{versioning}");
    }
    // Noncurrent versions have no delete markers to make: the deletion wins.
    let rules = [
        "NoncurrentVersionTransitions: [{NoncurrentDays: 30, StorageClass: GLACIER}]",
        "NoncurrentVersionExpiration: {NoncurrentDays: 30}",
    ];
    let play = Play::of("Enabled", &rules, &[PUT, PUT], "2025-01-01");
    assert_eq!(play.life(), ["2024-02-01 Deleted x@v1"]);
}

// LC-102: what the object cannot be moved to does not compete.
#[test]
fn targets_out_of_reach_do_not_count() {
    let put = "2024-01-01 PutObject x {StorageClass: INTELLIGENT_TIERING}";
    let play = Play::of("", &[&to(30, "INTELLIGENT_TIERING"), &to(30, "GLACIER_IR")], &[put], "2024-02-15");
    assert_eq!(play.life(), ["2024-01-31 GLACIER_IR x"]);
    let put = "2024-01-01 PutObject x {StorageClass: DEEP_ARCHIVE}";
    let play = Play::of("", &[&to(30, "GLACIER"), &to(30, "DEEP_ARCHIVE")], &[put], "2025-01-01");
    assert_eq!(play.life(), [""; 0]);
}

// LC-103, LC-104: days that differ are independent; a late configuration acts once a midnight, coldest first.
#[test]
fn one_action_each_midnight() {
    let rules = [to(30, "STANDARD_IA"), to(60, "GLACIER_IR"), to(90, "GLACIER")];
    let rules: Vec<&str> = rules.iter().map(String::as_str).collect();
    let play = Play::of("", &rules, &[PUT], "2025-01-01");
    assert_eq!(play.life(), ["2024-02-01 STANDARD_IA x", "2024-03-02 GLACIER_IR x", "2024-04-01 GLACIER x"]);

    let late = format!("2024-12-01T10:00:00Z PutBucketLifecycleConfiguration - {}", lifecycle(&rules));
    assert_eq!(Play::of("", &[], &[PUT, &late], "2025-01-01").life(), ["2024-12-02 GLACIER x"]);

    // Every midnight sees the bucket as it was at 00:00: the delete marker is alone only afterwards.
    let rules =
        ["Expiration: {ExpiredObjectDeleteMarker: true}", "NoncurrentVersionExpiration: {NoncurrentDays: 1}"];
    let steps = ["2024-01-01 PutObject x", "2024-01-02 DeleteObject x"];
    let play = Play::of("Enabled", &rules, &steps, "2025-01-01");
    assert_eq!(play.life(), ["2024-01-03 Deleted x@v1", "2024-01-04 DeleteMarkerDeleted x@v2"]);
}

// LC-104: the versions of a key are judged together before anything happens to one of them.
#[test]
fn a_stack_is_judged_as_it_was_at_midnight() {
    // On 2024-02-29 v2 expires, and v1 is due for GLACIER; only the delete marker makes v2 a newer noncurrent version.
    let rules = [
        "Expiration: {Days: 30}",
        "NoncurrentVersionTransitions: [{NoncurrentDays: 30, StorageClass: GLACIER}]",
        "NoncurrentVersionExpiration: {NoncurrentDays: 30, NewerNoncurrentVersions: 1}",
    ];
    let put_rules = |day: &str| format!("{day} PutBucketLifecycleConfiguration - {}", lifecycle(&rules));
    let (before, after) = (put_rules("2024-01-01"), put_rules("2024-02-01"));
    let (first, second) = ("2024-01-01 PutObject x", "2024-01-30 PutObject x");
    for steps in [[&before, first, second], [first, second, &after]] {
        let play = Play::of("Enabled", &[], &steps, "2024-03-10");
        let mut life = play.life();
        life[..2].sort();
        assert_eq!(
            life,
            ["2024-02-29 DeleteMarkerCreated x@v3", "2024-02-29 GLACIER x@v1", "2024-03-01 Deleted x@v1"]
        );
    }
}

// LC-117: what is current at midnight is current, whatever it was a second before.
#[test]
fn a_version_that_has_come_back_survives() {
    let steps = [
        "2024-01-01 PutObject x",
        "2024-01-02 PutObject x",
        "2024-01-11T23:59:59Z DeleteObject x {VersionId: x@v2}",
    ];
    let play =
        Play::of("Enabled", &["NoncurrentVersionExpiration: {NoncurrentDays: 10}"], &steps, "2025-01-01");
    assert_eq!(play.life(), [""; 0]);
    assert_eq!(play.stack("x"), "[v1*]");
}
