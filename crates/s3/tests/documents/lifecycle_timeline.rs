//! What a configuration will do to an object, by day.

use s3sim_aws::class::StorageClass;
use s3sim_kernel::time::Instant;
use s3sim_s3::lifecycle::timeline::{Assumed, Milestone, timeline};
use s3sim_s3::tiering::TieringPlan;

use crate::given::rules;

/// The object of the golden vectors: 1 MiB in STANDARD of 2024-01-01 10:30, in a bucket without versions.
fn object(key: &str) -> Assumed {
    Assumed {
        key: key.to_owned(),
        start: Instant::parse("2024-01-01T10:30:00Z").unwrap_or(Instant::EPOCH),
        keeps_versions: false,
        ..Assumed::default()
    }
}

fn told(milestones: &[Milestone]) -> Vec<String> {
    milestones.iter().map(|m| format!("{} day {}: {}", m.day, m.after_days, m.change)).collect()
}

/// A rule of every class, current and noncurrent: 2025-01-01 plus 30, 60, 90, 180, 365 and 700 days.
const DEMO_RULE: &str = "{ID: demo, Status: Enabled, Filter: {},
    Transitions: [{Days: 30, StorageClass: STANDARD_IA}, {Days: 60, StorageClass: INTELLIGENT_TIERING},
      {Days: 90, StorageClass: GLACIER_IR}, {Days: 180, StorageClass: GLACIER}, {Days: 365, StorageClass: DEEP_ARCHIVE}],
    Expiration: {Days: 700},
    NoncurrentVersionTransitions: [{NoncurrentDays: 90, StorageClass: GLACIER}],
    NoncurrentVersionExpiration: {NoncurrentDays: 700}}";

#[test]
fn the_console_picture_of_a_rule() {
    let configuration = rules(DEMO_RULE);
    let picture = timeline(&configuration, &Assumed::default());
    assert_eq!(
        told(&picture.current),
        [
            "2025-01-31 day 30: moves to STANDARD_IA",
            "2025-03-02 day 60: moves to INTELLIGENT_TIERING",
            "2025-04-01 day 90: moves to GLACIER_IR",
            "2025-06-30 day 180: moves to GLACIER",
            "2026-01-01 day 365: moves to DEEP_ARCHIVE",
            "2026-12-02 day 700: expires: a delete marker is put on top",
        ]
    );
    assert_eq!(
        told(&picture.noncurrent),
        ["2025-04-01 day 90: moves to GLACIER", "2026-12-02 day 700: is deleted for good"]
    );
    assert_eq!(told(&picture.delete_marker), ["2026-12-02 day 700: is deleted for good"]);
    assert_eq!(picture.upload, []);
    let third = &picture.current[2];
    assert_eq!(third.from, StorageClass::IntelligentTiering);
    assert_eq!(third.to(), Some(StorageClass::GlacierIr));
    assert_eq!(third.rule.as_deref(), Some("demo"));
}

#[test]
fn golden_vectors_of_current_versions() {
    let gir_and_gda = "{Status: Enabled, Filter: {}, Transitions:
        [{Days: 4, StorageClass: GLACIER_IR}, {Days: 94, StorageClass: DEEP_ARCHIVE}]}";
    let steps = "{Status: Enabled, Filter: {Prefix: logs/}, Expiration: {Days: 365},
        Transitions: [{Days: 30, StorageClass: STANDARD_IA}, {Days: 90, StorageClass: GLACIER}]}";
    let two = |first: &str, second: &str| {
        format!("{{Status: Enabled, Filter: {{}}, {first}}}, {{Status: Enabled, Filter: {{}}, {second}}}")
    };
    let to = |days: u32, class: &str| format!("Transitions: [{{Days: {days}, StorageClass: {class}}}]");
    for (vector, document, key, expected) in [
        (
            "GV-07",
            steps.to_owned(),
            "logs/a",
            vec![
                "2024-02-01 day 30: moves to STANDARD_IA",
                "2024-04-01 day 90: moves to GLACIER",
                "2025-01-01 day 365: is deleted for good",
            ],
        ),
        ("GV-02", steps.to_owned(), "doc.txt", vec![]),
        (
            "GV-03",
            format!("{{Status: Enabled, Prefix: '', {}}}", to(0, "GLACIER")),
            "any",
            vec!["2024-01-02 day 0: moves to GLACIER"],
        ),
        ("GV-06", format!("{{Status: Disabled, Filter: {{}}, {}}}", to(0, "GLACIER")), "any", vec![]),
        (
            "GV-29",
            gir_and_gda.to_owned(),
            "any",
            vec!["2024-01-06 day 4: moves to GLACIER_IR", "2024-04-05 day 94: moves to DEEP_ARCHIVE"],
        ),
        (
            "GV-30",
            two(&to(4, "GLACIER_IR"), &to(20, "DEEP_ARCHIVE")),
            "any",
            vec!["2024-01-06 day 4: moves to GLACIER_IR", "2024-01-22 day 20: moves to DEEP_ARCHIVE"],
        ),
        (
            "GV-41",
            two(&to(30, "GLACIER"), &to(30, "STANDARD_IA")),
            "any",
            vec!["2024-02-01 day 30: moves to GLACIER"],
        ),
        (
            "GV-10",
            two("Expiration: {Days: 365}", &to(365, "STANDARD_IA")),
            "any",
            vec!["2025-01-01 day 365: is deleted for good"],
        ),
    ] {
        assert_eq!(told(&timeline(&rules(&document), &object(key)).current), expected, "{vector}");
    }
}

/// GV-40: in a bucket with versions the transition goes first, and the delete marker follows at the next midnight.
#[test]
fn a_transition_goes_before_a_delete_marker() {
    let configuration = rules(
        "{Status: Enabled, Filter: {}, Expiration: {Days: 30}},
         {Status: Enabled, Filter: {}, Transitions: [{Days: 30, StorageClass: GLACIER}]}",
    );
    let assumed = Assumed { keeps_versions: true, ..object("any") };
    assert_eq!(
        told(&timeline(&configuration, &assumed).current),
        ["2024-02-01 day 30: moves to GLACIER", "2024-02-02 day 31: expires: a delete marker is put on top"]
    );
}

/// GV-28, and the same object with opt-in archive tiers (IT-004: 125 and 180 idle days).
#[test]
fn intelligent_tiering_goes_on_by_itself() {
    let configuration =
        rules("{Status: Enabled, Filter: {}, Transitions: [{Days: 0, StorageClass: INTELLIGENT_TIERING}]}");
    let automatic = [
        "2024-01-02 day 0: moves to INTELLIGENT_TIERING",
        "2024-02-01 day 30: sinks to INFREQUENT_ACCESS if nobody has read it",
        "2024-04-01 day 90: sinks to ARCHIVE_INSTANT_ACCESS if nobody has read it",
    ];
    assert_eq!(told(&timeline(&configuration, &object("any")).current), automatic);
    let tiering = TieringPlan { archive_days: Some(125), deep_archive_days: Some(180) };
    let opted_in = timeline(&configuration, &Assumed { tiering, ..object("any") }).current;
    assert_eq!(
        told(&opted_in[3..]),
        [
            "2024-05-06 day 125: sinks to ARCHIVE_ACCESS if nobody has read it",
            "2024-06-30 day 180: sinks to DEEP_ARCHIVE_ACCESS if nobody has read it",
        ]
    );
    assert_eq!(told(&opted_in[..3]), automatic);
}

/// LC-040: Archive Instant Access cannot move to One Zone-IA, which a warmer tier could.
#[test]
fn what_the_waterfall_forbids_does_not_happen() {
    for (days, happens) in [(60, true), (120, false)] {
        let configuration = rules(&format!(
            "{{Status: Enabled, Filter: {{}}, Transitions: [{{Days: 0, StorageClass: INTELLIGENT_TIERING}},
               {{Days: {days}, StorageClass: ONEZONE_IA}}]}}"
        ));
        let picture = timeline(&configuration, &object("any"));
        let moved = picture.current.iter().any(|m| m.to() == Some(StorageClass::OneZoneIa));
        assert_eq!(moved, happens, "{days}");
    }
}

/// GV-25 to GV-27: a size filter takes the place of the 128 KB default, and its bounds are strict.
#[test]
fn small_objects_stay_unless_a_rule_has_a_size_filter() {
    let moves = |filter: &str, size: u64| {
        let configuration = rules(&format!(
            "{{Status: Enabled, Filter: {filter}, Transitions: [{{Days: 365, StorageClass: GLACIER_IR}}]}}"
        ));
        told(&timeline(&configuration, &Assumed { size, ..object("any") }).current)
    };
    let moved = ["2025-01-01 day 365: moves to GLACIER_IR"];
    assert_eq!(moves("{}", 131_071), [""; 0]);
    assert_eq!(moves("{}", 131_072), moved);
    assert_eq!(moves("{ObjectSizeGreaterThan: 1}", 2), moved);
    assert_eq!(moves("{ObjectSizeGreaterThan: 1}", 1), [""; 0]);
}

/// GV-13, GV-14: noncurrent since 2024-01-10 08:00, and deleted only with five newer noncurrent versions above.
#[test]
fn noncurrent_versions_count_from_their_successor() {
    let configuration = rules(
        "{Status: Enabled, Filter: {}, Transitions: [{Days: 90, StorageClass: STANDARD_IA}],
          NoncurrentVersionTransitions: [{NoncurrentDays: 30, StorageClass: GLACIER}],
          NoncurrentVersionExpiration: {NewerNoncurrentVersions: 5, NoncurrentDays: 365}}",
    );
    let with_newer = |newer_noncurrent_versions: u32| {
        let start = Instant::parse("2024-01-10T08:00:00Z").unwrap();
        let assumed = Assumed { start, keeps_versions: true, newer_noncurrent_versions, ..object("any") };
        timeline(&configuration, &assumed).noncurrent
    };
    assert_eq!(told(&with_newer(0)), ["2024-02-10 day 30: moves to GLACIER"]);
    let all = with_newer(5);
    assert_eq!(
        told(&all),
        ["2024-02-10 day 30: moves to GLACIER", "2025-01-10 day 365: is deleted for good"]
    );
    assert_eq!(all.iter().map(|m| m.newer_noncurrent_versions).collect::<Vec<_>>(), [0, 5]);
}

/// LC-083, LC-084, LC-060
#[test]
fn delete_markers_and_unfinished_uploads() {
    let configuration = rules(
        "{ID: markers, Status: Enabled, Filter: {}, Expiration: {ExpiredObjectDeleteMarker: true}},
         {ID: uploads, Status: Enabled, Filter: {}, AbortIncompleteMultipartUpload: {DaysAfterInitiation: 7}},
         {ID: longer, Status: Enabled, Filter: {}, AbortIncompleteMultipartUpload: {DaysAfterInitiation: 9}}",
    );
    let picture = timeline(&configuration, &Assumed { keeps_versions: true, ..object("any") });
    assert_eq!(told(&picture.delete_marker), ["2024-01-02 day 0: is deleted for good"]);
    assert_eq!(told(&picture.upload), ["2024-01-09 day 7: is aborted"]);
    assert_eq!(picture.upload[0].rule.as_deref(), Some("uploads"));
}

#[test]
fn a_configuration_alone_suggests_an_object_for_each_filter() {
    let configuration = rules(
        "{Status: Enabled, Filter: {Prefix: originals/}, Expiration: {Days: 9}},
         {Status: Enabled, Filter: {Prefix: originals/}, Transitions: [{Days: 2, StorageClass: GLACIER}]},
         {Status: Disabled, Filter: {Prefix: off/}, Expiration: {Days: 9}},
         {Status: Enabled, Filter: {Tag: {Key: k, Value: v}}, Expiration: {Days: 9}},
         {Status: Enabled, Filter: {And: {ObjectSizeGreaterThan: 500, ObjectSizeLessThan: 64000}}, Expiration: {Days: 9}}",
    );
    let suggested = Assumed::for_each_filter(&configuration);
    let seen: Vec<_> = suggested.iter().map(|o| (o.key.as_str(), o.tags.len(), o.size)).collect();
    assert_eq!(seen, [("originals/", 0, 1 << 20), ("", 1, 1 << 20), ("", 0, 63_999)]);
    for object in suggested {
        assert!(!timeline(&configuration, &object).current.is_empty(), "{object:?}");
    }
}
