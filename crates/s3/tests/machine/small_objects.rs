//! Objects below 128 KB under both defaults, with and without size filters.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/lifecycle-transition-general-considerations.html>

use s3sim_aws::epoch::Rules;
use s3sim_kernel::time::Day;
use s3sim_s3::machine::{S3, Settings};

use crate::play::{Play, lifecycle};

const TARGETS: [&str; 6] =
    ["STANDARD_IA", "INTELLIGENT_TIERING", "ONEZONE_IA", "GLACIER_IR", "GLACIER", "DEEP_ARCHIVE"];

/// Whether objects of `size` bytes, a current and a noncurrent one, are moved by a rule under a default.
fn moves(default: &str, rule: &str, class: &str, size: u64) -> bool {
    let header = format!("{{TransitionDefaultMinimumObjectSize: {default}, ");
    let rule = format!(
        "{rule}Transitions: [{{Days: 30, StorageClass: {class}}}],
         NoncurrentVersionTransitions: [{{NoncurrentDays: 30, StorageClass: {class}}}]"
    );
    let configuration = lifecycle(&[&rule]).replacen('{', &header, 1);
    let put_rules = format!("2024-01-01 PutBucketLifecycleConfiguration - {configuration}");
    let put = format!("2024-01-01T10:30:00Z PutObject x {{size: {size}}}");
    let play = Play::of("Enabled", &[], &[&put_rules, &put, &put], "2024-02-01");
    let moved: u64 =
        play.world.events.iter().filter(|event| event.from == "STANDARD").map(|event| event.count).sum();
    assert!([0, 2].contains(&moved), "{:?}", play.life());
    moved == 2
}

// LC-051, LC-052, LC-052c
#[test]
fn the_two_defaults() {
    for class in TARGETS {
        let archive = ["GLACIER", "DEEP_ARCHIVE"].contains(&class);
        for (default, size, expected) in [
            ("all_storage_classes_128K", 0, false),
            ("all_storage_classes_128K", 131_071, false),
            ("all_storage_classes_128K", 131_072, true),
            ("varies_by_storage_class", 0, archive),
            ("varies_by_storage_class", 131_071, archive),
            ("varies_by_storage_class", 131_072, true),
        ] {
            assert_eq!(moves(default, "", class, size), expected, "{default}, {class}, {size} bytes");
        }
    }
}

// LC-052b: any size filter takes the place of the default; its bounds are strict.
#[test]
fn a_size_filter_overrides_the_default() {
    for default in ["all_storage_classes_128K", "varies_by_storage_class"] {
        for (filter, size, expected) in [
            ("ObjectSizeGreaterThan: 1", 1, false),
            ("ObjectSizeGreaterThan: 1", 2, true),
            ("ObjectSizeLessThan: 1000000", 10_240, true),
            ("ObjectSizeLessThan: 1000000", 1_000_000, false),
            ("And: {ObjectSizeGreaterThan: 500, ObjectSizeLessThan: 64000}", 500, false),
            ("And: {ObjectSizeGreaterThan: 500, ObjectSizeLessThan: 64000}", 501, true),
            ("And: {ObjectSizeGreaterThan: 500, ObjectSizeLessThan: 64000}", 63_999, true),
            ("And: {ObjectSizeGreaterThan: 500, ObjectSizeLessThan: 64000}", 64_000, false),
        ] {
            let rule = format!("Filter: {{{filter}}}, ");
            assert_eq!(moves(default, &rule, "GLACIER_IR", size), expected, "{filter}, {size} bytes");
        }
    }
}

// LC-052b: the filter of one rule does not help another.
#[test]
fn the_default_is_lifted_for_one_rule_only() {
    let rules = [
        "Filter: {ObjectSizeGreaterThan: 100}, Transitions: [{Days: 60, StorageClass: GLACIER_IR}]",
        "Transitions: [{Days: 30, StorageClass: STANDARD_IA}]",
    ];
    let play = Play::of("", &rules, &["2024-01-01 PutObject x {size: 101}"], "2025-01-01");
    assert_eq!(play.life(), ["2024-03-01 GLACIER_IR x"]);
}

// LC-052d
#[test]
fn expirations_do_not_ask_for_a_size() {
    let play = Play::of("", &["Expiration: {Days: 1}"], &["2024-01-01 PutObject x {size: 5}"], "2025-01-01");
    assert_eq!(play.life(), ["2024-01-02 Deleted x"]);
    let steps = ["2024-01-01 PutObject x {size: 5}", "2024-01-01 PutObject x {size: 5}"];
    let play =
        Play::of("Enabled", &["NoncurrentVersionExpiration: {NoncurrentDays: 1}"], &steps, "2025-01-01");
    assert_eq!(play.life(), ["2024-01-02 Deleted x@v1"]);
}

// LC-052e: a configuration of before September 2024 lets small objects go to the archives.
#[test]
fn what_holds_without_the_header_depends_on_the_day() {
    for (day, expected) in [(19_936, "varies_by_storage_class"), (19_997, "all_storage_classes_128K")] {
        let mut play = Play::new("", &[]);
        // 2024-08-01 and 2024-10-01.
        let settings = Settings { rules: Rules { as_of: Day(day) }, ..Settings::default() };
        let mut s3 = S3::new(play.now, settings);
        s3.add_bucket(s3sim_s3::bucket::NewBucket {
            name: "b".into(),
            owner: s3sim_ledger::AccountId(0),
            region: s3sim_aws::region::Region::US_EAST_1,
            created: play.now,
        });
        play.s3 = s3;
        let rules = lifecycle(&["Transitions: [{Days: 30, StorageClass: GLACIER}]"]);
        play.ok(&format!("2024-08-01 PutBucketLifecycleConfiguration - {rules}"));
        let got = play.ok("2024-08-01 GetBucketLifecycleConfiguration -");
        assert_eq!(
            play.told("", &got, &["TransitionDefaultMinimumObjectSize"]),
            format!("200 TransitionDefaultMinimumObjectSize={expected}")
        );
        play.run(&["2024-08-01 PutObject x {size: 10}"]);
        play.until("2025-01-01");
        assert_eq!(play.life().len(), usize::from(expected == "varies_by_storage_class"));
    }
}
