use super::*;
use s3sim_kernel::time::Instant;

fn on(date: &str) -> Rules {
    Rules { as_of: Instant::parse(date).unwrap().day() }
}

/// Each change: its name, the last day under the old rule, the first under the new one, the question.
#[test]
fn changes_hold_from_their_day() {
    type Question = fn(Rules) -> bool;
    let changes: [(&str, &str, &str, Question); 13] = [
        ("EN-001", "2023-01-04", "2023-01-05", Rules::encrypts_every_object),
        ("PO-090, PO-097", "2023-03-31", "2023-04-01", Rules::new_buckets_are_private),
        ("EN-040", "2023-06-12", "2023-06-13", Rules::has_dual_layer_encryption),
        ("VER-062", "2023-11-19", "2023-11-20", Rules::locks_existing_buckets),
        ("BL-035", "2024-05-12", "2024-05-13", Rules::external_denials_are_free),
        ("VER-050", "2024-08-19", "2024-08-20", Rules::writes_if_none_match),
        ("LC-052e", "2024-09-15", "2024-09-16", Rules::small_objects_stay),
        ("VER-052, PO-069c", "2024-11-24", "2024-11-25", Rules::writes_if_match),
        ("VER-057", "2025-08-31", "2025-09-01", Rules::deletes_if_match),
        ("RP-075", "2025-12-31", "2026-01-01", Rules::failed_replication_blocks_lifecycle),
        ("EN-008", "2025-12-31", "2026-01-01", Rules::updates_encryption_in_place),
        ("EN-031", "2025-12-31", "2026-01-01", |rules| !rules.bucket_keys_are_per_session()),
        ("EN-063", "2026-04-05", "2026-04-06", |rules| {
            rules.new_buckets_block_customer_keys(Region::US_EAST_1)
        }),
    ];
    for (rule, before, from, question) in changes {
        assert!(!question(on(before)), "{rule} on {before}");
        assert!(question(on(from)), "{rule} on {from}");
        assert!(question(Rules::default()), "{rule} today");
    }
}

/// SC-030: 5 · 2^40 and 10,000 · 5 · 2^30.
#[test]
fn objects_grew() {
    assert_eq!(on("2025-12-01").largest_object(), 5_497_558_138_880);
    assert_eq!(on("2025-12-02").largest_object(), 53_687_091_200_000);
}

/// BL-091.
#[test]
fn express_once_charged_only_for_large_requests() {
    assert_eq!(on("2025-04-09").free_express_bytes(), 524_288);
    assert_eq!(on("2025-04-10").free_express_bytes(), 0);
}

/// EN-063.
#[test]
fn customer_keys_are_not_blocked_in_the_middle_east() {
    for (region, blocked) in [("eu-west-1", true), ("me-south-1", false), ("me-central-1", false)] {
        let rules = on("2026-05-01");
        assert_eq!(
            rules.new_buckets_block_customer_keys(Region::parse(region).unwrap()),
            blocked,
            "{region}"
        );
    }
}

/// EN-045.
#[test]
fn key_quotas_rose() {
    for (date, quotas) in [
        ("2018-12-31", [10_000, 5_500, 5_500]),
        ("2019-01-01", [30_000, 10_000, 5_500]),
        ("2021-12-31", [30_000, 10_000, 5_500]),
        ("2022-06-01", [50_000, 10_000, 5_500]),
        ("2024-01-01", [100_000, 20_000, 10_000]),
    ] {
        let regions = ["us-west-2", "eu-central-1", "sa-east-1"];
        let have = regions.map(|name| on(date).kms_requests_per_second(Region::parse(name).unwrap()));
        assert_eq!(have, quotas, "{date}");
    }
}
