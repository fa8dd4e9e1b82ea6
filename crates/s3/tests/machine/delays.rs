//! Lifecycle that acts later than it should: who is billed for what in between, and what can still be called off.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/how-to-set-lifecycle-configuration-intro.html>,
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lifecycle-mgmt.html>

use s3sim_kernel::time::{HOUR, MINUTE, Micros};

use s3sim_s3::object::naming::KeyTemplate;
use s3sim_s3::versioning::Written;

use crate::play::{MIB, Play, amount, days, lifecycle};

const STANDARD: &[(&str, i128)] = &[("StandardStorage", 1 << 20)];
const NOTHING: &[(&str, i128)] = &[];
const PUT: &str = "2024-01-01T10:30:00Z PutObject x";

fn late(delay: Micros, versioning: &str, rules: &[&str], steps: &[&str]) -> Play {
    let mut play = Play::new(versioning, rules);
    play.world.delay = delay;
    play.run(steps);
    play
}

const TEN_HOURS: Micros = Micros::hours(10);
const THREE_DAYS: Micros = Micros::days(3);

// LC-064, LC-070, LC-074, BL-040: due on 2024-02-01, gone ten hours later, free of charge from the due date, readable until then.
#[test]
fn an_expired_object_costs_nothing_from_its_due_date() {
    let mut play = late(TEN_HOURS, "", &["Expiration: {Days: 30}"], &[PUT]);
    play.until("2024-01-31T23:59:59Z");
    assert_eq!(play.stored(), STANDARD);
    play.until("2024-02-01");
    assert_eq!(play.stored(), NOTHING);
    assert_eq!(play.step("2024-02-01T09:59:59Z HeadObject x").status, 200);
    assert_eq!(play.life(), [""; 0]);
    assert_eq!(play.step("2024-02-01T10:00:00Z HeadObject x").status, 404);
    assert_eq!(play.life(), ["2024-02-01T10:00:00Z Deleted x"]);
}

// LC-070, LC-075, BL-041, BL-046: a transition is billed from its due date, its request when it is carried out.
#[test]
fn a_transition_is_billed_from_its_due_date() {
    let mut play = late(THREE_DAYS, "", &["Transitions: [{Days: 30, StorageClass: STANDARD_IA}]"], &[PUT]);
    play.until("2024-02-01");
    assert_eq!(play.stored(), [("StandardIAStorage", MIB as i128)]);
    let head = play.step("2024-02-03T23:59:59Z HeadObject x");
    assert_eq!(play.told("x", &head, &["StorageClass"]), "200");
    assert_eq!(
        play.usage(),
        [("Requests-Tier1 PutObject".into(), 1), ("Requests-Tier2 HeadObject".into(), 1)]
    );
    let head = play.step("2024-02-04 HeadObject x");
    assert_eq!(play.told("x", &head, &["StorageClass"]), "200 StorageClass=STANDARD_IA");
    assert_eq!(play.life(), ["2024-02-04 STANDARD_IA x"]);
    assert_eq!(play.stored(), [("StandardIAStorage", MIB as i128)]);
    assert!(play.usage().contains(&("Requests-Tier4 S3-SIATransition".into(), 1)));
    // The 30 days of the class began when it was due: deleted on 2024-02-11, 20 are missing.
    play.run(&["2024-02-11 DeleteObject x"]);
    assert_eq!(play.fees(), [("2024-02-11 EarlyDelete-SIA".to_owned(), amount(MIB, days(20)))]);
}

// LC-071: only Intelligent-Tiering is billed from when it really happens; its idle days begin then as well.
#[test]
fn intelligent_tiering_is_billed_from_the_move() {
    let rule = "Transitions: [{Days: 30, StorageClass: INTELLIGENT_TIERING}]";
    let mut play = late(THREE_DAYS, "", &[rule], &[PUT]);
    play.until("2024-02-03T23:59:59Z");
    assert_eq!(play.stored(), STANDARD);
    play.until("2024-02-04");
    assert_eq!(
        play.stored(),
        [("IntelligentTieringFAStorage", MIB as i128), ("IntelligentTieringStorage", 1)]
    );
    play.until("2024-05-04");
    assert_eq!(
        play.life(),
        [
            "2024-02-04 INTELLIGENT_TIERING x",
            "2024-03-05 INFREQUENT_ACCESS x",
            "2024-05-04 ARCHIVE_INSTANT_ACCESS x"
        ]
    );
    // Moved at 10:00: 30 whole days are over at the midnight after 2024-03-02 10:00.
    let mut play = late(TEN_HOURS, "", &[rule], &[PUT]);
    play.until("2024-04-01");
    assert_eq!(play.life(), ["2024-02-01T10:00:00Z INTELLIGENT_TIERING x", "2024-03-03 INFREQUENT_ACCESS x"]);
}

// LC-063: what is queued is unscheduled when its rule goes; billing is what it was.
#[test]
fn a_rule_that_goes_calls_its_actions_off() {
    let other = lifecycle(&["Status: Disabled, Expiration: {Days: 30}"]);
    for (rule, put) in [
        ("Expiration: {Days: 30}", PUT),
        ("Expiration: {Days: 10}", "2024-01-22T10:30:00Z PutObject x {StorageClass: STANDARD_IA}"),
        ("Transitions: [{Days: 30, StorageClass: GLACIER}]", PUT),
    ] {
        for gone in ["DeleteBucketLifecycle -", &format!("PutBucketLifecycleConfiguration - {other}")] {
            let mut play = late(Micros::hours(34), "", &[rule], &[put]);
            let before = play.stored();
            play.until("2024-02-02");
            assert_ne!(play.stored(), before, "{rule}");
            play.run(&[&format!("2024-02-02T05:00:00Z {gone}")]);
            assert_eq!(play.stored(), before, "{rule}, {gone}");
            play.until("2025-01-01");
            assert_eq!(play.life(), [""; 0], "{rule}, {gone}");
            // Nothing has left its class, so nobody pays for leaving it early.
            assert_eq!(play.fees(), [], "{rule}, {gone}");
        }
    }
}

/// A fee counts to the due date, for the class was billed up to there and no longer.
#[test]
fn early_delete_counts_to_the_due_date() {
    let put = "2024-01-01T10:30:00Z PutObject x {StorageClass: STANDARD_IA}";
    let missing = Micros(days(30).0 - days(10).0 - 13 * HOUR - 30 * MINUTE);
    let mut play = late(THREE_DAYS, "", &["Expiration: {Days: 10}"], &[put]);
    play.until("2024-02-01");
    assert_eq!(play.life(), ["2024-01-15 Deleted x"]);
    assert_eq!(play.fees(), [("2024-01-15 EarlyDelete-SIA".to_owned(), amount(MIB, missing))]);
    // Somebody else deletes it first.
    let mut play =
        late(THREE_DAYS, "", &["Expiration: {Days: 10}"], &[put, "2024-01-13T08:00:00Z DeleteObject x"]);
    play.until("2024-02-01");
    assert_eq!(play.fees(), [("2024-01-13T08:00:00Z EarlyDelete-SIA".to_owned(), amount(MIB, missing))]);
}

// LC-065: the delete marker is dated 00:00 of the day of action.
#[test]
fn delete_markers_are_dated_midnight() {
    for (delay, acted, dated) in [
        (Micros(14 * HOUR + 20 * MINUTE), "2024-03-02T14:20:00Z", "2024-03-02T00:00:00Z"),
        (Micros(days(3).0 + 14 * HOUR), "2024-03-05T14:00:00Z", "2024-03-05T00:00:00Z"),
    ] {
        let mut play = late(delay, "Enabled", &["Expiration: {Days: 60}"], &[PUT]);
        play.until("2024-03-10");
        assert_eq!(play.life(), [format!("{acted} DeleteMarkerCreated x@v2")]);
        let answer = play.step("2024-03-10 HeadObject x {VersionId: x@v2}");
        assert_eq!(
            play.told("x", &answer, &["LastModified"]),
            format!("405 MethodNotAllowed LastModified={dated}")
        );
    }
}

/// Whatever happens to an object while an action is owed, the action meets what it is then.
#[test]
fn what_happens_in_between() {
    let rule = "Filter: {Tag: {Key: a, Value: b}}, Expiration: {Days: 30}";
    let tagged = "2024-01-01T10:30:00Z PutObject x {Tagging: a=b}";
    for (step, life) in [
        ("2024-02-01T05:00:00Z HeadObject x", vec!["2024-02-01T10:00:00Z Deleted x"]),
        ("2024-02-01T05:00:00Z PutObject x {Tagging: a=b}", vec!["2024-03-03T10:00:00Z Deleted x"]),
        ("2024-02-01T05:00:00Z DeleteObject x", vec![]),
        ("2024-02-01T05:00:00Z DeleteObjectTagging x", vec![]),
    ] {
        let mut play = late(TEN_HOURS, "", &[rule], &[tagged, step]);
        play.until("2025-01-01");
        assert_eq!(play.life(), life, "{step}");
    }
    // Overwritten in a versioned bucket: noncurrent, and no longer the rule's business.
    let mut play = late(TEN_HOURS, "Enabled", &["Transitions: [{Days: 30, StorageClass: GLACIER}]"], &[PUT]);
    play.run(&["2024-02-01T05:00:00Z PutObject x"]);
    assert_eq!(play.stored(), [("StandardStorage", 2 * MIB as i128)]);
    play.until("2024-06-01");
    assert_eq!(play.life(), ["2024-03-03T10:00:00Z GLACIER x@v2"]);
}

/// What is owed to a run is owed to each of its parts.
#[test]
fn a_run_that_is_split_while_an_action_is_owed() {
    let mut play = late(TEN_HOURS, "", &["Expiration: {Days: 30}"], &[]);
    let space = play.s3.template(play.bucket, KeyTemplate::plain("o/", ""));
    let cause = play.s3.cause("step");
    play.until("2024-01-01");
    let written = Written { size: MIB, ..Written::default() };
    play.s3.populate(play.now, space, 0..10, written, play.now, cause);
    play.s3.populated(play.now, &mut play.world);
    play.run(&["2024-01-31T05:00:00Z PutObjectTagging o/4 {Tagging: {TagSet: [{Key: a, Value: b}]}}"]);
    assert_eq!(play.stored(), NOTHING);
    play.until("2024-02-28");
    assert_eq!(play.life(), ["2024-01-31T10:00:00Z Deleted o/0..o/9 x10"]);
}

/// An object of Intelligent-Tiering whose rule lost interest in it goes on through the tiers.
#[test]
fn tiers_go_on_when_an_action_is_called_off() {
    let rule = "Filter: {Tag: {Key: a, Value: b}}, Expiration: {Days: 30}";
    let put = "2024-01-01 PutObject x {StorageClass: INTELLIGENT_TIERING, Tagging: a=b}";
    let mut play = late(TEN_HOURS, "Enabled", &[rule], &[put, "2024-01-31T05:00:00Z DeleteObjectTagging x"]);
    play.until("2024-03-31");
    assert_eq!(play.life(), ["2024-02-01 INFREQUENT_ACCESS x@v1", "2024-03-31 ARCHIVE_INSTANT_ACCESS x@v1"]);
}

/// Noncurrent versions and lone delete markers alike.
#[test]
fn noncurrent_versions_and_delete_markers() {
    let rule =
        "Expiration: {ExpiredObjectDeleteMarker: true}, NoncurrentVersionExpiration: {NoncurrentDays: 30}";
    let mut play =
        late(TEN_HOURS, "Enabled", &[rule], &["2024-01-01 PutObject x", "2024-01-02 DeleteObject x"]);
    play.until("2024-02-01");
    assert_eq!(play.stored(), [("StandardStorage", 1)]);
    play.until("2024-03-01");
    assert_eq!(
        play.life(),
        ["2024-02-01T10:00:00Z Deleted x@v1", "2024-02-02T10:00:00Z DeleteMarkerDeleted x@v2"]
    );
    assert_eq!(play.stored(), NOTHING);
}
