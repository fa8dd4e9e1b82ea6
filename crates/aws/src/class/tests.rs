use super::*;

/// "Comparing the S3 storage classes" and the service level agreement, cell by cell: class, nines of durability,
/// availability in percent, SLA thresholds for 10, 25 and 100 % credit, zones, minimum days, minimum billed bytes,
/// archive overhead, retrieval fee, readable at once.
#[test]
fn the_master_table_is_that_of_aws() {
    let all = StorageClass::ALL.len();
    let rows = [
        ("STANDARD", 11, "99.99", ["99.9", "99.0", "95.0"], 3, 0, 0, false, false, true), // SC-001
        ("STANDARD_IA", 11, "99.90", ["99.0", "98.0", "95.0"], 3, 30, 131_072, false, true, true), // SC-002
        ("INTELLIGENT_TIERING", 11, "99.90", ["99.0", "98.0", "95.0"], 3, 0, 0, false, false, true), // SC-003
        ("ONEZONE_IA", 11, "99.50", ["99.0", "98.0", "95.0"], 1, 30, 131_072, false, true, true), // SC-004
        ("GLACIER_IR", 11, "99.90", ["99.0", "98.0", "95.0"], 3, 90, 131_072, false, true, true), // SC-005
        ("GLACIER", 11, "99.99", ["99.9", "99.0", "95.0"], 3, 90, 0, true, true, false),  // SC-006
        ("DEEP_ARCHIVE", 11, "99.99", ["99.9", "99.0", "95.0"], 3, 180, 0, true, true, false), // SC-007
        ("EXPRESS_ONEZONE", 11, "99.95", ["99.9", "99.0", "95.0"], 1, 0, 0, false, false, true), // SC-008
        ("REDUCED_REDUNDANCY", 4, "99.99", ["99.9", "99.0", "95.0"], 3, 0, 0, false, false, true), // SC-009
    ];
    assert_eq!(rows.len(), all);
    for (name, nines, availability, sla, zones, days, size, overhead, fee, real_time) in rows {
        let facts = StorageClass::parse(name).unwrap().facts();
        assert_eq!(facts.durability_nines, nines, "{name}");
        let percent = format!("{}.{:02}", facts.availability / 1000, facts.availability % 1000 / 10);
        assert_eq!(percent, availability, "{name}");
        assert_eq!(facts.sla.map(|part| format!("{}.{}", part / 10, part % 10)), sla, "{name}");
        assert_eq!(facts.zones, zones, "{name}");
        assert_eq!(facts.minimum_days, days, "{name}");
        assert_eq!(facts.minimum_size, size, "{name}");
        assert_eq!(facts.archive_overhead, overhead, "{name}");
        assert_eq!(facts.retrieval_fee, fee, "{name}");
        assert_eq!(facts.real_time, real_time, "{name}");
        assert_eq!(StorageClass::parse(name).unwrap().is_archive(), !real_time, "{name}");
    }
}

/// SC-010: of ten million objects stored for a year, what is expected to be lost.
#[test]
fn durability_is_the_expected_loss() {
    for class in StorageClass::ALL {
        // In ten-thousandths of an object: 10^7 objects · 10^-nines · 10^4.
        let lost = 10_u64.pow(11 - u32::from(class.facts().durability_nines));
        let expected = if class == StorageClass::ReducedRedundancy { 1_000 * 10_000 } else { 1 };
        assert_eq!(lost, expected, "{class}");
    }
}

/// SC-015: words of the API that cannot be asked for, and misspellings.
#[test]
fn other_words_are_no_class() {
    for word in ["OUTPOSTS", "SNOW", "FSX_OPENZFS", "AWS_BACKUP_WARM", "standard", "GLACIER_FLEXIBLE", ""] {
        assert_eq!(StorageClass::parse(word), None, "{word}");
    }
    for class in StorageClass::ALL {
        assert_eq!(StorageClass::parse(class.name()), Some(class));
    }
}

/// RS-001, IT-003: only the two tiers that a configuration opts into have to be restored.
#[test]
fn tiers_have_their_words() {
    for (word, archive) in [
        ("FREQUENT_ACCESS", false),
        ("INFREQUENT_ACCESS", false),
        ("ARCHIVE_INSTANT_ACCESS", false),
        ("ARCHIVE_ACCESS", true),
        ("DEEP_ARCHIVE_ACCESS", true),
    ] {
        let tier = AccessTier::parse(word).unwrap();
        assert_eq!((tier.name(), tier.is_archive()), (word, archive));
    }
    assert_eq!(AccessTier::parse("archive"), None);
}

/// SC-021, SC-022, BL-007, BL-008.
#[test]
fn kilobytes_are_binary() {
    assert_eq!((SMALL_OBJECT, ARCHIVE_OVERHEAD, ARCHIVE_STANDARD_OVERHEAD), (131_072, 32_768, 8_192));
}
