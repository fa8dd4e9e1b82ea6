//! Populations as cells, by arithmetic.

use s3sim_aws::class::StorageClass;
use s3sim_scenario::population::{Cell, Population};

use crate::{at, good, read};

fn population(fields: &str) -> Population {
    let scenario = good(&format!("buckets: {{b-1: {{objects: {{files: {{{fields}}}}}}}}}"));
    scenario.buckets[0].objects[0].clone()
}

#[test]
fn one_object_of_a_megabyte_at_the_start_unless_said_otherwise() {
    let files = population("");
    assert_eq!(files.cells, [Cell { created: at("2025-01-01"), size: 1 << 20, count: 1 }]);
    assert_eq!((files.keys.to_string().as_str(), files.storage_class), ("files/{n}", StorageClass::Standard));
}

#[test]
fn two_of_count_size_and_total_size_give_the_third() {
    for (fields, count, bytes) in [
        ("count: 1_000, size: 4KB", 1_000, 4_096_000),
        // 1 TB / 10 MB = 104,857.6: the nearest whole number, of 10 MB each.
        ("total_size: 1TB, size: 10MB", 104_858, 104_858 * 10 * (1 << 20)),
        // 53,819,565 objects in 545.7 TB = 600,003,495,277,363 bytes, to the byte.
        ("count: 53_819_565, total_size: 545.7TB", 53_819_565, 600_003_495_277_363),
        ("count: 3, total_size: 10", 3, 10),
        // Alone: objects of 1 MB.
        ("total_size: 1GB", 1_024, 1 << 30),
        // The mean of 1 MB and 3 MB is 2 MB.
        ("total_size: 1GB, size: {uniform: [1MB, 3MB]}", 512, 1 << 30),
    ] {
        let files = population(fields);
        assert_eq!(files.count(), count, "{fields}");
        let off = files.bytes().abs_diff(bytes);
        // A uniform distribution's bins are whole bytes, and 512 objects do not fill 20 bins evenly.
        let allowed = if fields.contains("uniform") { bytes / 500 } else { 0 };
        assert!(off <= allowed, "{fields}: {} instead of {bytes}", files.bytes());
    }
}

/// Lognormal with a median of 2 MB and a 99 % quantile of 12 MB: sigma = ln 6 / 2.32635 = 0.770202, so the mean is
/// 2 MB × e^(0.770202² / 2) = 2,097,152 × 1.345285 = 2,821,268.
#[test]
fn a_distribution_is_cut_into_bins_whose_total_fits() {
    let files = population("count: 1_000_000, size: {lognormal: {p50: 2MB, p99: 12MB}}");
    assert_eq!(files.cells.len(), 20);
    assert!(files.cells.iter().all(|cell| cell.count == 50_000));
    assert!(files.cells.is_sorted_by_key(|cell| cell.size));
    let mean = files.bytes() / 1_000_000;
    assert!(mean.abs_diff(2_821_268) < 2_821_268 / 1_000, "{mean}");
    assert_eq!(population("count: 100, bins: 4, size: {exponential: 1MB}").cells.len(), 4);
    // Four equal shares of 0 … 4,000 bytes, spread evenly: their means are 500, 1,500, 2,500, 3,500.
    let sizes: Vec<u64> = population("count: 4, bins: 4, size: {uniform: [0, 4000]}")
        .cells
        .iter()
        .map(|cell| cell.size)
        .collect();
    assert_eq!(sizes, [500, 1_500, 2_500, 3_500]);
    // Half of them evenly between 0 and 100, half between 100 and 300: means 50 and 200.
    let sizes: Vec<u64> = population("count: 2, bins: 2, size: {quantiles: {0: 0, 50: 100, 100: 300}}")
        .cells
        .iter()
        .map(|cell| cell.size)
        .collect();
    assert_eq!(sizes, [50, 200]);
}

#[test]
fn a_window_makes_one_instant_per_day() {
    let files = population("count: 4_000, created: {from: -400d, until: 0d}");
    assert_eq!(files.cells.len(), 400);
    assert!(files.cells.iter().all(|cell| cell.count == 10));
    assert_eq!(files.cells[0].created, at("2023-11-28T12:00:00Z"));
    assert_eq!(files.cells[399].created, at("2024-12-31T12:00:00Z"));
    let both = population("count: 16_000, created: {from: -400d, until: 0d}, size: {exponential: 1MB}");
    assert_eq!((both.cells.len(), both.count()), (8_000, 16_000));
}

#[test]
fn fewer_objects_than_cells_leave_none_out() {
    let files = population("count: 7, created: {from: -400d, until: 0d}, size: {exponential: 1MB}");
    assert_eq!((files.cells.len(), files.count()), (7, 7));
}

#[test]
fn parameters_of_put_object_stand_beside() {
    let files = population("count: 2, StorageClass: ONEZONE_IA, Tagging: \"team=a&stage=test\"");
    assert_eq!(files.storage_class, StorageClass::OneZoneIa);
    assert_eq!(files.tags, [("team".into(), "a".into()), ("stage".into(), "test".into())]);
    let document = population("Tagging: {TagSet: [{Key: team, Value: a}]}");
    assert_eq!(document.tags, [("team".into(), "a".into())]);
}

#[test]
fn keys_are_literal_where_nothing_counts() {
    assert_eq!(population("keys: readme.txt").keys.literal(), Some("readme.txt"));
    // One a day: the date tells them apart.
    let daily = population("keys: \"backup/{date}\", count: 60, created: {from: -60d, until: 0d}");
    assert_eq!(daily.count(), 60);
    assert!(daily.cells.iter().all(|cell| cell.count == 1));
    assert_eq!(daily.keys.key(0, daily.cells[0].created.day()), "backup/2024-11-02");
}

#[test]
fn populations_of_one_bucket_keep_to_their_own_keys() {
    let two = |a: &str, b: &str| {
        read(&format!(
            "buckets: {{b-1: {{objects: {{a: {{count: 9, keys: \"{a}\"}}, b: {{keys: \"{b}\"}}}}}}}}"
        ))
    };
    assert!(two("a/{n}", "b/{n}").is_ok());
    let problems = two("a/{n}", "a/7").unwrap_err();
    let said = "buckets.b-1.objects.b: `a/7` can make the key `a/7`, and so can `a/{n}` of `a`";
    assert_eq!(problems, [said]);
}
