//! What stored versions occupy on the bill.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/aws-usage-report-understand.html>,
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/storage-class-intro.html>

use std::collections::BTreeMap;

use s3sim_aws::class::{AccessTier, StorageClass};
use s3sim_aws::region::Region;
use s3sim_s3::storage::{Stored, occupy};

use crate::play::{MIB, Play};

/// Amounts by operation on the bill.
type Levels = &'static [(&'static str, i128)];

// SC-001 to SC-009, SC-020 to SC-022, BL-007, BL-008, BL-060
#[rustfmt::skip]
const OCCUPIED: &[(&str, u64, Levels)] = &[
    ("STANDARD", 0, &[]),
    ("STANDARD", 10, &[("StandardStorage", 10)]),
    ("REDUCED_REDUNDANCY", 10, &[("ReducedRedundancyStorage", 10)]),
    ("STANDARD_IA", 0, &[("StandardIASizeOverhead", 131_072)]),
    ("STANDARD_IA", 10_240, &[("StandardIASizeOverhead", 120_832), ("StandardIAStorage", 10_240)]),
    ("STANDARD_IA", 131_071, &[("StandardIASizeOverhead", 1), ("StandardIAStorage", 131_071)]),
    ("STANDARD_IA", 131_072, &[("StandardIAStorage", 131_072)]),
    ("STANDARD_IA", 131_073, &[("StandardIAStorage", 131_073)]),
    ("ONEZONE_IA", 10_240, &[("OneZoneIASizeOverhead", 120_832), ("OneZoneIAStorage", 10_240)]),
    ("ONEZONE_IA", 131_072, &[("OneZoneIAStorage", 131_072)]),
    ("GLACIER_IR", 10_240, &[("GlacierIRSizeOverhead", 120_832), ("GlacierInstantRetrievalStorage", 10_240)]),
    ("GLACIER_IR", 131_072, &[("GlacierInstantRetrievalStorage", 131_072)]),
    ("GLACIER", 0, &[("GlacierObjectOverhead", 32_768), ("GlacierS3ObjectOverhead", 8_192)]),
    ("GLACIER", 102_400, &[("GlacierObjectOverhead", 32_768), ("GlacierS3ObjectOverhead", 8_192), ("GlacierStorage", 102_400)]),
    ("DEEP_ARCHIVE", 102_400, &[("DeepArchiveObjectOverhead", 32_768), ("DeepArchiveS3ObjectOverhead", 8_192),
        ("DeepArchiveStorage", 102_400)]),
    ("INTELLIGENT_TIERING", 131_071, &[("IntelligentTieringFAStorage", 131_071)]),
    ("INTELLIGENT_TIERING", 131_072, &[("IntelligentTieringFAStorage", 131_072), ("IntelligentTieringStorage", 1)]),
];

#[test]
fn every_class_in_every_size() {
    for (class, size, expected) in OCCUPIED {
        let put = format!("2024-01-01 PutObject x {{StorageClass: {class}, size: {size}}}");
        let mut play = Play::of("", &[], &[&put], "2024-01-02");
        assert_eq!(play.stored(), *expected, "{class}, {size} bytes");
        // A thousand of them occupy a thousand times as much; nothing is left of what is deleted.
        let steps: Vec<String> =
            (0..1000).map(|n| put.replace("01-01", "01-02").replace(" x ", &format!(" y{n} "))).collect();
        play.run(&steps.iter().map(String::as_str).collect::<Vec<_>>());
        play.run(&["2024-01-03 DeleteObject x"]);
        let thousandfold: Vec<_> = expected.iter().map(|(what, amount)| (*what, amount * 1000)).collect();
        assert_eq!(play.stored(), thousandfold, "{class}, {size} bytes");
    }
}

/// IT-002, BL-009: no overhead in the automatic tiers, that of the archives in the opt-in ones, as a switch.
#[test]
fn every_tier() {
    use AccessTier::{Archive, ArchiveInstant, DeepArchive, Frequent, Infrequent};
    let occupied = |tier, overhead| {
        let mut levels = BTreeMap::new();
        occupy(StorageClass::IntelligentTiering, tier, MIB, 2, overhead, |stored, amount| {
            assert_eq!(levels.insert(stored.operation(), amount), None);
        });
        levels.into_iter().collect::<Vec<_>>()
    };
    let two = 2 * MIB as i128;
    for (tier, operation) in [
        (Frequent, "IntelligentTieringFAStorage"),
        (Infrequent, "IntelligentTieringIAStorage"),
        (ArchiveInstant, "IntelligentTieringAIAStorage"),
    ] {
        for overhead in [true, false] {
            let expected = [(operation, two), ("IntelligentTieringStorage", 2)];
            assert_eq!(occupied(tier, overhead), expected);
        }
    }
    assert_eq!(
        occupied(Archive, true),
        [
            ("IntAAObjectOverhead", 65_536),
            ("IntAAS3ObjectOverhead", 16_384),
            ("IntelligentTieringAAStorage", two),
            ("IntelligentTieringStorage", 2)
        ]
    );
    assert_eq!(
        occupied(DeepArchive, true),
        [
            ("IntDAAObjectOverhead", 65_536),
            ("IntDAAS3ObjectOverhead", 16_384),
            ("IntelligentTieringDAAStorage", two),
            ("IntelligentTieringStorage", 2)
        ]
    );
    assert_eq!(
        occupied(Archive, false),
        [("IntelligentTieringAAStorage", two), ("IntelligentTieringStorage", 2)]
    );
    assert_eq!(
        occupied(DeepArchive, false),
        [("IntelligentTieringDAAStorage", two), ("IntelligentTieringStorage", 2)]
    );
}

/// BL-008, BL-009: the archives' own 32 KB are on their usage type, the 8 KB on that of STANDARD.
#[test]
fn usage_types_of_overheads() {
    for (stored, usage_type) in [
        (Stored::Glacier, "TimedStorage-GlacierByteHrs"),
        (Stored::GlacierOverhead, "TimedStorage-GlacierByteHrs"),
        (Stored::GlacierStandardOverhead, "TimedStorage-ByteHrs"),
        (Stored::DeepArchive, "TimedStorage-GDA-ByteHrs"),
        (Stored::DeepArchiveOverhead, "TimedStorage-GDA-ByteHrs"),
        (Stored::DeepArchiveStandardOverhead, "TimedStorage-ByteHrs"),
        (Stored::IntArchiveOverhead, "TimedStorage-INT-AA-ByteHrs"),
        (Stored::IntArchiveStandardOverhead, "TimedStorage-ByteHrs"),
        (Stored::StandardIaPadding, "TimedStorage-SIA-SmObjects"),
        (Stored::OneZoneIaPadding, "TimedStorage-ZIA-SmObjects"),
        (Stored::GlacierIrPadding, "TimedStorage-GIR-SmObjects"),
        (Stored::IntMonitoring, "Monitoring-Automation-INT"),
    ] {
        assert_eq!(stored.item().usage_type(Region::US_EAST_1), usage_type, "{stored:?}");
    }
}

// SC-025, BL-006: a delete marker weighs the UTF-8 bytes of its key in STANDARD.
#[test]
fn delete_markers_weigh_their_keys() {
    for (key, bytes) in [("photo.gif", 9), ("é", 2), ("日本語/写真.jpg", 9 + 1 + 6 + 4)] {
        let steps = [
            format!("2024-01-01 PutObject {key} {{size: 0, StorageClass: GLACIER}}"),
            format!("2024-01-02 DeleteObject {key}"),
        ];
        let play = Play::of("Enabled", &[], &[&steps[0], &steps[1]], "2024-01-03");
        assert_eq!(
            play.stored(),
            [
                ("GlacierObjectOverhead", 32_768),
                ("GlacierS3ObjectOverhead", 8_192),
                ("StandardStorage", bytes)
            ],
            "{key}"
        );
    }
}

/// BL-010: levels change at the instant at which something happens, not at midnight.
#[test]
fn levels_change_when_it_happens() {
    let play = Play::of(
        "",
        &["Transitions: [{Days: 30, StorageClass: GLACIER_IR}]"],
        &["2024-01-01T10:30:00Z PutObject x {size: 131072}", "2024-02-20T08:15:00Z DeleteObject x"],
        "2024-03-01",
    );
    let changes: Vec<_> =
        play.world.changes.iter().map(|(at, _, stored, delta)| (at.to_string(), *stored, *delta)).collect();
    assert_eq!(
        changes,
        [
            ("2024-01-01T10:30:00Z".into(), Stored::Standard, 131_072),
            ("2024-02-01T00:00:00Z".into(), Stored::Standard, -131_072),
            ("2024-02-01T00:00:00Z".into(), Stored::GlacierIr, 131_072),
            ("2024-02-20T08:15:00Z".into(), Stored::GlacierIr, -131_072),
        ]
    );
}
