//! Which classes lifecycle moves objects between: the whole table.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/lifecycle-transition-general-considerations.html>

use s3sim_aws::class::{AccessTier, StorageClass};
use s3sim_s3::lifecycle::plan::can_transition;

use crate::play::Play;

/// What is allowed from where. Nothing ever goes to the classes that are missing on the right.
const WATERFALL: &[(&str, &str, &[&str])] = &[
    (
        "STANDARD",
        "",
        &["STANDARD_IA", "INTELLIGENT_TIERING", "ONEZONE_IA", "GLACIER_IR", "GLACIER", "DEEP_ARCHIVE"],
    ),
    // AWS does not list it; modelling choice: like STANDARD.
    (
        "REDUCED_REDUNDANCY",
        "",
        &["STANDARD_IA", "INTELLIGENT_TIERING", "ONEZONE_IA", "GLACIER_IR", "GLACIER", "DEEP_ARCHIVE"],
    ),
    ("STANDARD_IA", "", &["INTELLIGENT_TIERING", "ONEZONE_IA", "GLACIER_IR", "GLACIER", "DEEP_ARCHIVE"]),
    ("INTELLIGENT_TIERING", "FREQUENT_ACCESS", &["ONEZONE_IA", "GLACIER_IR", "GLACIER", "DEEP_ARCHIVE"]),
    ("INTELLIGENT_TIERING", "INFREQUENT_ACCESS", &["ONEZONE_IA", "GLACIER_IR", "GLACIER", "DEEP_ARCHIVE"]),
    ("INTELLIGENT_TIERING", "ARCHIVE_INSTANT_ACCESS", &["GLACIER_IR", "GLACIER", "DEEP_ARCHIVE"]),
    ("INTELLIGENT_TIERING", "ARCHIVE_ACCESS", &["GLACIER", "DEEP_ARCHIVE"]),
    ("INTELLIGENT_TIERING", "DEEP_ARCHIVE_ACCESS", &["DEEP_ARCHIVE"]),
    ("ONEZONE_IA", "", &["GLACIER", "DEEP_ARCHIVE"]),
    ("GLACIER_IR", "", &["GLACIER", "DEEP_ARCHIVE"]),
    ("GLACIER", "", &["DEEP_ARCHIVE"]),
    ("DEEP_ARCHIVE", "", &[]),
    ("EXPRESS_ONEZONE", "", &[]),
];

// LC-040
#[test]
fn every_pair_of_classes() {
    let mut classes: Vec<&str> = WATERFALL.iter().map(|(from, ..)| *from).collect();
    classes.dedup();
    assert_eq!(classes.len(), 9);
    for (from, tier, targets) in WATERFALL {
        let tier = AccessTier::parse(tier).unwrap_or(AccessTier::Frequent);
        for to in &classes {
            let (source, target) = (StorageClass::parse(from).unwrap(), StorageClass::parse(to).unwrap());
            assert_eq!(can_transition(source, tier, target), targets.contains(to), "{from} {tier} to {to}");
        }
    }
}

/// The machine keeps to the table: an object in every class and automatic tier under a rule for every target.
#[test]
fn rules_that_lead_upwards_are_ignored() {
    for (from, tier, targets) in WATERFALL {
        // Put on 2024-01-01; the tiers are reached after 0, 30 and 90 days.
        let (days, date) = match *tier {
            "" | "FREQUENT_ACCESS" => (30, "2024-01-31"),
            "INFREQUENT_ACCESS" => (60, "2024-03-01"),
            "ARCHIVE_INSTANT_ACCESS" => (120, "2024-04-30"),
            _ => continue,
        };
        if *from == "EXPRESS_ONEZONE" {
            continue;
        }
        for to in
            ["STANDARD_IA", "INTELLIGENT_TIERING", "ONEZONE_IA", "GLACIER_IR", "GLACIER", "DEEP_ARCHIVE"]
        {
            let rule = format!("Transitions: [{{Days: {days}, StorageClass: {to}}}]");
            let put = format!("2024-01-01 PutObject x {{StorageClass: {from}}}");
            let play = Play::of("", &[&rule], &[&put], "2024-05-01");
            let moved = play.life().contains(&format!("{date} {to} x"));
            // At 30 idle days the object is due for Infrequent Access too: one action in one midnight, lifecycle's.
            assert_eq!(moved, targets.contains(&to), "{from} {tier} to {to}: {:?}", play.life());
        }
    }
}
