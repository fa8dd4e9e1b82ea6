//! Intelligent-Tiering's automatic tiers: how long an object is idle, and what counts as access.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/intelligent-tiering-overview.html>

use s3sim_aws::operation::Api;
use s3sim_s3::calls::bulk::Bulk;
use s3sim_s3::object::naming::KeyTemplate;
use s3sim_s3::request::Route;

use crate::play::{MIB, Play, instant};

const PUT: &str = "2024-01-01 PutObject x {StorageClass: INTELLIGENT_TIERING}";

fn life(steps: &[&str]) -> Vec<String> {
    let mut all = vec![PUT];
    all.extend(steps);
    Play::of("Enabled", &[], &all, "2025-01-01").life()
}

// IT-001, IT-002, IT-010
#[test]
fn thirty_and_ninety_idle_days() {
    for (put, infrequent, instant_access) in [
        ("2024-01-01T00:00:00Z", "2024-01-31", "2024-03-31"),
        ("2024-01-01T10:30:00Z", "2024-02-01", "2024-04-01"),
        ("2023-12-31T23:59:59Z", "2024-01-31", "2024-03-31"),
    ] {
        let put = PUT.replace("2024-01-01", put);
        let mut play = Play::of("", &[], &[&put], "2024-01-05");
        assert_eq!(play.stored()[0], ("IntelligentTieringFAStorage", MIB as i128));
        play.until("2025-01-01");
        assert_eq!(
            play.life(),
            [
                format!("{infrequent} INFREQUENT_ACCESS x"),
                format!("{instant_access} ARCHIVE_INSTANT_ACCESS x")
            ]
        );
        assert_eq!(
            play.stored(),
            [("IntelligentTieringAIAStorage", MIB as i128), ("IntelligentTieringStorage", 1)]
        );
        // IT-007, BL-061: moves between tiers are free; IT-008: the class stays.
        assert_eq!(play.usage(), [("Requests-INT-Tier1 PutObject".to_owned(), 1)]);
        let head = play.ok("2025-01-01 HeadObject x");
        assert_eq!(
            play.told("x", &head, &["StorageClass", "ArchiveStatus"]),
            "200 StorageClass=INTELLIGENT_TIERING"
        );
    }
}

// IT-006
#[test]
fn small_objects_are_not_watched() {
    for (size, moves) in [(131_071, 0), (131_072, 2)] {
        let put = format!("2024-01-01 PutObject x {{StorageClass: INTELLIGENT_TIERING, size: {size}}}");
        let play = Play::of("", &[], &[&put], "2026-01-01");
        assert_eq!(play.life().len(), moves);
        let monitored = play.stored().iter().any(|(what, _)| *what == "IntelligentTieringStorage");
        assert_eq!(monitored, moves > 0);
    }
}

// IT-020 to IT-027: after 25 idle days something happens; access lets the days begin anew.
#[test]
fn what_counts_as_access() {
    let anew = "2024-02-25 INFREQUENT_ACCESS x@v1";
    let before = "2024-01-31 INFREQUENT_ACCESS x@v1";
    for (step, expected) in [
        ("GetObject x", anew),
        ("GetObject x {VersionId: x@v1}", anew),
        ("CopyObject y {CopySource: b/x}", anew),
        ("HeadObject x", before),
        ("GetObjectTagging x", before),
        ("PutObjectTagging x {Tagging: {TagSet: [{Key: a, Value: b}]}}", before),
        ("ListObjectsV2 -", before),
        ("ListObjectVersions -", before),
        // What fails is no access.
        ("GetObject x {IfMatch: other}", before),
    ] {
        let mut play = Play::of("Enabled", &[], &[PUT], "2024-01-26");
        play.step(&format!("2024-01-26 {step}"));
        play.until("2024-02-28");
        assert_eq!(play.life(), [expected], "{step}");
    }
}

#[test]
fn access_brings_an_object_back() {
    assert_eq!(
        life(&["2024-02-10T10:30:00Z GetObject x", "2024-07-01T08:00:00Z CopyObject y {CopySource: b/x}"]),
        [
            "2024-01-31 INFREQUENT_ACCESS x@v1",
            "2024-02-10T10:30:00Z FREQUENT_ACCESS x@v1",
            "2024-03-12 INFREQUENT_ACCESS x@v1",
            "2024-05-11 ARCHIVE_INSTANT_ACCESS x@v1",
            "2024-07-01T08:00:00Z FREQUENT_ACCESS x@v1",
            "2024-08-01 INFREQUENT_ACCESS x@v1",
            "2024-09-30 ARCHIVE_INSTANT_ACCESS x@v1",
        ]
    );
}

// IT-023: a write is a new object; the old version, if it stays, is idle as before.
#[test]
fn writes_make_new_objects() {
    let again = "2024-01-26 PutObject x {StorageClass: INTELLIGENT_TIERING}";
    let until = |versioning: &str| Play::of(versioning, &[], &[PUT, again], "2024-02-28").life();
    assert_eq!(until(""), ["2024-02-25 INFREQUENT_ACCESS x"]);
    assert_eq!(until("Enabled"), ["2024-01-31 INFREQUENT_ACCESS x@v1", "2024-02-25 INFREQUENT_ACCESS x@v2"]);
}

// IT-009, IT-027: idle days begin with the transition, and lifecycle is no access.
#[test]
fn lifecycle_in_and_out() {
    let rules = [
        "Transitions: [{Days: 10, StorageClass: INTELLIGENT_TIERING}]",
        "Transitions: [{Days: 200, StorageClass: GLACIER}]",
    ];
    let play = Play::of("", &rules, &["2024-01-01 PutObject x", "2024-01-05 GetObject x"], "2025-01-01");
    assert_eq!(
        play.life(),
        [
            "2024-01-11 INTELLIGENT_TIERING x",
            "2024-02-10 INFREQUENT_ACCESS x",
            "2024-04-10 ARCHIVE_INSTANT_ACCESS x",
            "2024-07-19 GLACIER x"
        ]
    );
    assert_eq!(play.fees(), []);
    // On the day of a tier's end a transition goes first.
    let rules = ["Transitions: [{Days: 30, StorageClass: GLACIER}]"];
    let put = "2024-01-01 PutObject x {StorageClass: INTELLIGENT_TIERING}";
    assert_eq!(Play::of("", &rules, &[put], "2025-01-01").life(), ["2024-01-31 GLACIER x"]);
}

/// Reading the middle of a run leaves its ends alone.
#[test]
fn a_run_that_is_read_in_the_middle() {
    let mut play = Play::new("", &[]);
    let space = play.s3.template(play.bucket, KeyTemplate::plain("o/", ""));
    play.until("2024-01-01");
    let cause = play.s3.cause("step");
    let bulk = |range| Bulk { bucket: play.bucket, space, range, route: Route::SameRegion, cause };
    let (all, middle) = (bulk(0..100), bulk(40..60));
    let written = s3sim_s3::versioning::Written {
        size: MIB,
        class: s3sim_aws::class::StorageClass::IntelligentTiering,
        ..Default::default()
    };
    play.s3.write_all(play.now, &all, written, &mut play.world);
    for at in ["2024-01-26T10:00:00Z", "2024-01-26T11:00:00Z", "2024-04-10"] {
        play.until(at);
        let outcome = play.s3.read_all(instant(at), Api::GetObject, &middle, 1, &|_| true, &mut play.world);
        assert_eq!((outcome.succeeded, outcome.failed()), (20, 0));
    }
    play.until("2024-04-20");
    assert_eq!(
        play.life(),
        [
            "2024-01-31 INFREQUENT_ACCESS o/0..o/99 x80",
            "2024-02-26 INFREQUENT_ACCESS o/40..o/59 x20",
            "2024-03-31 ARCHIVE_INSTANT_ACCESS o/0..o/99 x80",
            "2024-04-10 FREQUENT_ACCESS o/40..o/59 x20",
        ]
    );
    assert_eq!(
        play.stored(),
        [
            ("IntelligentTieringAIAStorage", 80 * MIB as i128),
            ("IntelligentTieringFAStorage", 20 * MIB as i128),
            ("IntelligentTieringStorage", 100)
        ]
    );
}
