//! Leaving a class before its minimum storage duration.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/aws-usage-report-understand.html>, notes 3 to 5

use s3sim_ledger::event::EventKind;

use crate::play::{KIB, MIB, Play, amount, days};

const GIB: u64 = 1 << 30;

/// Fees of an object of `size` bytes in `class`, put on 2024-01-01 and deleted after `stored` days.
fn fees(class: &str, size: u64, stored: u32) -> Vec<(String, u128)> {
    let put = format!("2024-01-01 PutObject x {{StorageClass: {class}, size: {size}}}");
    let mut play = Play::of("", &[], &[&put], "2024-01-01");
    play.pass(play.now + days(stored.into()));
    let at = play.now;
    play.ok(&format!("{at} DeleteObject x"));
    play.fees().into_iter().map(|(line, amount)| (line[11..].to_owned(), amount)).collect()
}

// SC-023, BL-020, BL-021, BL-024, BL-025
#[test]
fn what_is_missing_is_paid() {
    for (class, size, stored, expected) in [
        ("STANDARD_IA", GIB, 10, Some(("EarlyDelete-SIA", GIB, 20))),
        ("STANDARD_IA", GIB, 0, Some(("EarlyDelete-SIA", GIB, 30))),
        ("STANDARD_IA", GIB, 29, Some(("EarlyDelete-SIA", GIB, 1))),
        ("STANDARD_IA", GIB, 30, None),
        ("STANDARD_IA", GIB, 31, None),
        ("ONEZONE_IA", GIB, 10, Some(("EarlyDelete-ZIA", GIB, 20))),
        ("ONEZONE_IA", GIB, 30, None),
        ("GLACIER_IR", GIB, 40, Some(("EarlyDelete-GIR", GIB, 50))),
        ("GLACIER_IR", GIB, 90, None),
        ("GLACIER", GIB, 40, Some(("EarlyDelete-ByteHrs", GIB + 32 * KIB, 50))),
        ("GLACIER", 0, 40, Some(("EarlyDelete-ByteHrs", 32 * KIB, 50))),
        ("GLACIER", GIB, 90, None),
        ("DEEP_ARCHIVE", GIB, 1, Some(("EarlyDelete-GDA", GIB + 32 * KIB, 179))),
        ("DEEP_ARCHIVE", GIB, 180, None),
        ("STANDARD", GIB, 0, None),
        ("REDUCED_REDUNDANCY", GIB, 0, None),
        ("INTELLIGENT_TIERING", GIB, 0, None),
    ] {
        let expected: Vec<_> = expected
            .into_iter()
            .map(|(what, bytes, missing)| (what.to_owned(), amount(bytes, days(missing))))
            .collect();
        assert_eq!(fees(class, size, stored), expected, "{class} after {stored} days");
    }
}

// SC-023, BL-021: the padding of small objects is paid for on a line of its own.
#[test]
fn small_objects_pay_for_their_padding() {
    for (class, code) in [("STANDARD_IA", "SIA"), ("ONEZONE_IA", "ZIA"), ("GLACIER_IR", "GIR")] {
        let missing = days(if class == "GLACIER_IR" { 80 } else { 20 });
        let mut got = fees(class, 10 * KIB, 10);
        got.sort();
        assert_eq!(
            got,
            [
                (format!("EarlyDelete-{code}"), amount(10 * KIB, missing)),
                (format!("EarlyDelete-{code}-SmObjects"), amount(118 * KIB, missing)),
            ]
        );
    }
}

/// What may end the stay of a version in its class.
struct End {
    what: &'static str,
    versioning: &'static str,
    rules: &'static [&'static str],
    steps: &'static [&'static str],
    /// Missing days of STANDARD_IA, entered on 2024-01-01.
    missing: &'static [i64],
}

#[rustfmt::skip]
const ENDS: &[End] = &[
    End { what: "an overwrite", versioning: "", rules: &[], steps: &["2024-01-06 PutObject x"], missing: &[25] },
    End { what: "SC-024: not where versions are kept", versioning: "Enabled", rules: &[],
        steps: &["2024-01-06 PutObject x"], missing: &[] },
    End { what: "an overwritten null version", versioning: "Suspended", rules: &[],
        steps: &["2024-01-06 PutObject x"], missing: &[25] },
    End { what: "a delete marker", versioning: "Enabled", rules: &[], steps: &["2024-01-06 DeleteObject x"], missing: &[] },
    End { what: "a null delete marker", versioning: "Suspended", rules: &[],
        steps: &["2024-01-06 DeleteObject x"], missing: &[25] },
    End { what: "a version that is named", versioning: "Enabled", rules: &[],
        steps: &["2024-01-06 PutObject x", "2024-01-11 DeleteObject x {VersionId: x@v1}"], missing: &[20] },
    End { what: "BL-022: a copy onto itself starts anew", versioning: "", rules: &[],
        steps: &["2024-01-06 CopyObject x {CopySource: b/x, StorageClass: STANDARD_IA, MetadataDirective: REPLACE}",
            "2024-01-26 DeleteObject x"], missing: &[25, 10] },
    End { what: "tags", versioning: "", rules: &[],
        steps: &["2024-01-06 PutObjectTagging x {Tagging: {TagSet: [{Key: a, Value: b}]}}"], missing: &[] },
    End { what: "BL-023: expiration", versioning: "", rules: &["Expiration: {Days: 12}"], steps: &[], missing: &[18] },
    End { what: "BL-023: a transition", versioning: "",
        rules: &["Transitions: [{Days: 12, StorageClass: GLACIER_IR}]"], steps: &[], missing: &[18] },
    End { what: "a transition into Intelligent-Tiering", versioning: "",
        rules: &["Transitions: [{Days: 12, StorageClass: INTELLIGENT_TIERING}]"], steps: &[], missing: &[18] },
    End { what: "SC-024: noncurrent expiration", versioning: "Enabled",
        rules: &["NoncurrentVersionExpiration: {NoncurrentDays: 7}"], steps: &["2024-01-06 PutObject x"], missing: &[18] },
    End { what: "noncurrent transition", versioning: "Enabled",
        rules: &["NoncurrentVersionTransitions: [{NoncurrentDays: 7, StorageClass: GLACIER_IR}]"],
        steps: &["2024-01-06 PutObject x"], missing: &[18] },
    End { what: "expiration by delete marker", versioning: "Enabled", rules: &["Expiration: {Days: 12}"],
        steps: &[], missing: &[] },
];

#[test]
fn what_ends_a_stay() {
    for End { what, versioning, rules, steps, missing } in ENDS {
        let mut all = vec!["2024-01-01 PutObject x {StorageClass: STANDARD_IA}"];
        all.extend(*steps);
        let play = Play::of(versioning, rules, &all, "2024-01-31");
        let got: Vec<u128> = play.fees().into_iter().map(|(_, amount)| amount).collect();
        let expected: Vec<u128> = missing.iter().map(|&missing| amount(MIB, days(missing))).collect();
        assert_eq!(got, expected, "{what}");
        let told = play.world.events.iter().filter(|event| event.event == EventKind::EarlyDelete);
        let from: Vec<&str> = told.map(|event| event.from.as_str()).collect();
        assert_eq!(from, vec!["STANDARD_IA"; missing.len()], "{what}");
    }
}

// BL-022: every class has a clock of its own, which begins when the class is entered.
#[test]
fn every_class_has_its_own_clock() {
    let rules = [
        "Transitions: [{Days: 30, StorageClass: STANDARD_IA}]",
        "Transitions: [{Days: 40, StorageClass: GLACIER}]",
    ];
    let steps = ["2024-01-01 PutObject x", "2024-03-01 DeleteObject x"];
    let play = Play::of("", &rules, &steps, "2024-04-01");
    assert_eq!(
        play.fees(),
        [
            // Ten days in STANDARD_IA from 2024-01-31; twenty in GLACIER from 2024-02-10.
            ("2024-02-10 EarlyDelete-SIA".to_owned(), amount(MIB, days(20))),
            ("2024-03-01 EarlyDelete-ByteHrs".to_owned(), amount(MIB + 32 * KIB, days(70))),
        ]
    );
}
