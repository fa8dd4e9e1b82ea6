//! Every example of the guide's lifecycle pages that is about current versions, with its dates.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/lifecycle-configuration-examples.html>. Unless something
//! else is said: 1 MiB in STANDARD, put on 2024-01-01 at 10:30 UTC into a bucket that was never versioned.

use s3sim_kernel::time::{HOUR, MINUTE, Micros};

use crate::play::{KIB, MIB, Play, amount, days};

struct Golden {
    name: &'static str,
    rules: &'static [&'static str],
    /// Keys and parameters of what is put.
    put: &'static str,
    until: &'static str,
    life: &'static [&'static str],
}

const TAX: &[&str] =
    &["Filter: {Prefix: tax/}, Transitions: [{Days: 365, StorageClass: GLACIER}], Expiration: {Days: 3650}"];
const TWO_TAGS: &[&str] = &[
    "Filter: {And: {Tags: [{Key: key1, Value: value1}, {Key: key2, Value: value2}]}}, Expiration: {Days: 10}",
];
const TAX_AND_TAGS: &[&str] =
    &["Filter: {And: {Prefix: tax/, Tags: [{Key: key1, Value: value1}, {Key: key2, Value: value2}]}},
     Transitions: [{Days: 365, StorageClass: GLACIER}]"];
const LOGS_OR_DOCUMENTS: &[&str] = &[
    "Filter: {Prefix: logs/}, Transitions: [{Days: 0, StorageClass: GLACIER}]",
    "Status: Disabled, Filter: {Prefix: documents/}, Transitions: [{Days: 0, StorageClass: GLACIER}]",
];
const CLASSES: &[&str] = &[
    "Filter: {Prefix: classA/}, Transitions: [{Days: 365, StorageClass: GLACIER}], Expiration: {Days: 3650}",
    "Filter: {Prefix: classB/}, Transitions: [{Days: 90, StorageClass: STANDARD_IA}], Expiration: {Days: 365}",
];
const ALL_AND_LOGS: &[&str] = &[
    "Expiration: {Days: 365}",
    "Filter: {Prefix: logs/}, Transitions: [{Days: 30, StorageClass: STANDARD_IA}]",
];
const TWO_ONE_TAG_RULES: &[&str] = &[
    "Filter: {Tag: {Key: tag1, Value: value1}}, Transitions: [{Days: 365, StorageClass: GLACIER}]",
    "Filter: {Tag: {Key: tag2, Value: value2}}, Expiration: {Days: 14}",
];
const LARGER_THAN_500: &[&str] = &[
    "Filter: {And: {Prefix: tax/, ObjectSizeGreaterThan: 500}}, Transitions: [{Days: 365, StorageClass: GLACIER}]",
];
const BETWEEN: &[&str] = &["Filter: {And: {ObjectSizeGreaterThan: 500, ObjectSizeLessThan: 64000}},
     Transitions: [{Days: 30, StorageClass: STANDARD_IA}]"];
const LARGER_THAN_1: &[&str] =
    &["Filter: {ObjectSizeGreaterThan: 1}, Transitions: [{Days: 365, StorageClass: GLACIER_IR}]"];
const INSTANT_AFTER_A_YEAR: &[&str] = &["Transitions: [{Days: 365, StorageClass: GLACIER_IR}]"];

#[rustfmt::skip]
const GOLDEN: &[Golden] = &[
    Golden { name: "GV-01", rules: TAX, put: "tax/doc1.txt", until: "2035-01-01",
        life: &["2025-01-01 GLACIER tax/doc1.txt", "2033-12-30 Deleted tax/doc1.txt"] },
    Golden { name: "GV-02", rules: TAX, put: "doc.txt", until: "2035-01-01", life: &[] },
    Golden { name: "GV-03", rules: &["Filter: {Prefix: ''}, Transitions: [{Days: 0, StorageClass: GLACIER}]"],
        put: "any", until: "2035-01-01", life: &["2024-01-02 GLACIER any"] },
    Golden { name: "GV-04 one tag", rules: TAX_AND_TAGS, put: "tax/a {Tagging: key1=value1}", until: "2035-01-01", life: &[] },
    Golden { name: "GV-04 both", rules: TAX_AND_TAGS, put: "tax/a {Tagging: key1=value1&other=x&key2=value2}",
        until: "2035-01-01", life: &["2025-01-01 GLACIER tax/a"] },
    Golden { name: "GV-05 both", rules: TWO_TAGS, put: "x {Tagging: key2=value2&key1=value1}", until: "2025-01-01",
        life: &["2024-01-12 Deleted x"] },
    Golden { name: "GV-05 one tag", rules: TWO_TAGS, put: "x {Tagging: key2=value2}", until: "2025-01-01", life: &[] },
    Golden { name: "GV-06 enabled", rules: LOGS_OR_DOCUMENTS, put: "logs/a", until: "2035-01-01",
        life: &["2024-01-02 GLACIER logs/a"] },
    Golden { name: "GV-06 disabled", rules: LOGS_OR_DOCUMENTS, put: "documents/a", until: "2035-01-01", life: &[] },
    Golden { name: "GV-07", until: "2026-01-01", put: "logs/a",
        rules: &["Filter: {Prefix: logs/}, Transitions: [{Days: 30, StorageClass: STANDARD_IA},
            {Days: 90, StorageClass: GLACIER}], Expiration: {Days: 365}"],
        life: &["2024-02-01 STANDARD_IA logs/a", "2024-04-01 GLACIER logs/a", "2025-01-01 Deleted logs/a"] },
    Golden { name: "GV-08 A", rules: CLASSES, put: "classA/x", until: "2035-01-01",
        life: &["2025-01-01 GLACIER classA/x", "2033-12-30 Deleted classA/x"] },
    Golden { name: "GV-08 B", rules: CLASSES, put: "classB/y", until: "2035-01-01",
        life: &["2024-04-01 STANDARD_IA classB/y", "2025-01-01 Deleted classB/y"] },
    Golden { name: "GV-09 logs", rules: ALL_AND_LOGS, put: "logs/a", until: "2026-01-01",
        life: &["2024-02-01 STANDARD_IA logs/a", "2025-01-01 Deleted logs/a"] },
    Golden { name: "GV-09 other", rules: ALL_AND_LOGS, put: "other", until: "2026-01-01",
        life: &["2025-01-01 Deleted other"] },
    Golden { name: "GV-10", put: "logs/a", until: "2026-01-01",
        rules: &["Filter: {Prefix: logs/}, Expiration: {Days: 365}",
            "Filter: {Prefix: logs/}, Transitions: [{Days: 365, StorageClass: STANDARD_IA}]"],
        life: &["2025-01-01 Deleted logs/a"] },
    Golden { name: "GV-11", put: "logs/a", until: "2026-01-01",
        rules: &["Transitions: [{Days: 10, StorageClass: GLACIER_IR}]",
            "Filter: {Prefix: logs/}, Transitions: [{Days: 365, StorageClass: GLACIER_IR}]"],
        life: &["2024-01-12 GLACIER_IR logs/a"] },
    Golden { name: "GV-12", rules: TWO_ONE_TAG_RULES, put: "x {Tagging: tag1=value1&tag2=value2}", until: "2026-01-01",
        life: &["2024-01-16 Deleted x"] },
    Golden { name: "GV-22: 500", rules: LARGER_THAN_500, put: "tax/a {size: 500}", until: "2026-01-01", life: &[] },
    Golden { name: "GV-22: 501", rules: LARGER_THAN_500, put: "tax/a {size: 501}", until: "2026-01-01",
        life: &["2025-01-01 GLACIER tax/a"] },
    Golden { name: "GV-22: 10", rules: LARGER_THAN_500, put: "tax/a {size: 10}", until: "2026-01-01", life: &[] },
    Golden { name: "GV-23: 500", rules: BETWEEN, put: "x {size: 500}", until: "2026-01-01", life: &[] },
    Golden { name: "GV-23: 501", rules: BETWEEN, put: "x {size: 501}", until: "2026-01-01",
        life: &["2024-02-01 STANDARD_IA x"] },
    Golden { name: "GV-23: 63999", rules: BETWEEN, put: "x {size: 63999}", until: "2026-01-01",
        life: &["2024-02-01 STANDARD_IA x"] },
    Golden { name: "GV-23: 64000", rules: BETWEEN, put: "x {size: 64000}", until: "2026-01-01", life: &[] },
    Golden { name: "GV-25: 2", rules: LARGER_THAN_1, put: "x {size: 2}", until: "2026-01-01",
        life: &["2025-01-01 GLACIER_IR x"] },
    Golden { name: "GV-25: 1", rules: LARGER_THAN_1, put: "x {size: 1}", until: "2026-01-01", life: &[] },
    Golden { name: "GV-25: 0", rules: LARGER_THAN_1, put: "x {size: 0}", until: "2026-01-01", life: &[] },
    Golden { name: "GV-26: 131071", rules: INSTANT_AFTER_A_YEAR, put: "x {size: 131071}", until: "2026-01-01", life: &[] },
    Golden { name: "GV-26: 131072", rules: INSTANT_AFTER_A_YEAR, put: "x {size: 131072}", until: "2026-01-01",
        life: &["2025-01-01 GLACIER_IR x"] },
    Golden { name: "GV-28", put: "documents/a", until: "2025-01-01",
        rules: &["Filter: {Prefix: documents/}, Transitions: [{Days: 0, StorageClass: INTELLIGENT_TIERING}]"],
        life: &["2024-01-02 INTELLIGENT_TIERING documents/a", "2024-02-01 INFREQUENT_ACCESS documents/a",
            "2024-04-01 ARCHIVE_INSTANT_ACCESS documents/a"] },
    Golden { name: "GV-29", put: "x", until: "2026-01-01",
        rules: &["Transitions: [{Days: 4, StorageClass: GLACIER_IR}, {Days: 94, StorageClass: DEEP_ARCHIVE}]"],
        life: &["2024-01-06 GLACIER_IR x", "2024-04-05 DEEP_ARCHIVE x"] },
    Golden { name: "GV-30", put: "x", until: "2026-01-01",
        rules: &["Transitions: [{Days: 4, StorageClass: GLACIER_IR}]", "Transitions: [{Days: 20, StorageClass: DEEP_ARCHIVE}]"],
        life: &["2024-01-06 GLACIER_IR x", "2024-01-22 DEEP_ARCHIVE x"] },
    Golden { name: "GV-31", put: "documents/a", until: "2035-01-01",
        rules: &["Filter: {Prefix: documents/}, Transitions: [{Days: 365, StorageClass: GLACIER}], Expiration: {Days: 3650}"],
        life: &["2025-01-01 GLACIER documents/a", "2033-12-30 Deleted documents/a"] },
    Golden { name: "GV-32", put: "myprefix/a {Tagging: mytagkey1=mytagvalue1&mytagkey2=mytagvalue2}", until: "2025-01-01",
        rules: &["Filter: {And: {Prefix: myprefix, Tags: [{Key: mytagkey1, Value: mytagvalue1},
            {Key: mytagkey2, Value: mytagvalue2}]}}, Expiration: {Days: 1}"],
        life: &["2024-01-03 Deleted myprefix/a"] },
    Golden { name: "GV-41", put: "x", until: "2026-01-01",
        rules: &["Transitions: [{Days: 30, StorageClass: GLACIER}]", "Transitions: [{Days: 30, StorageClass: STANDARD_IA}]"],
        life: &["2024-02-01 GLACIER x"] },
    Golden { name: "GV-42", put: "x", until: "2024-02-01",
        rules: &["Transitions: [{Days: 30, StorageClass: INTELLIGENT_TIERING}]", "Transitions: [{Days: 30, StorageClass: GLACIER_IR}]"],
        life: &["2024-02-01 INTELLIGENT_TIERING x"] },
];

#[test]
fn examples_of_the_guide() {
    for golden in GOLDEN {
        let put = format!("2024-01-01T10:30:00Z PutObject {}", golden.put);
        let play = Play::of("", golden.rules, &[&put], golden.until);
        assert_eq!(play.life(), golden.life, "{}", golden.name);
    }
}

/// Which of the examples pay for leaving a class early, and how much: the missing time on bytes.
#[test]
fn fees_of_the_examples() {
    let put = |class: &str| format!("2024-01-01T10:30:00Z PutObject x {{StorageClass: {class}}}");
    let glacier = MIB + 32 * KIB;
    // GV-07: 60 days in STANDARD_IA, 275 in GLACIER.
    let rules = [
        "Transitions: [{Days: 30, StorageClass: STANDARD_IA}, {Days: 90, StorageClass: GLACIER}], Expiration: {Days: 365}",
    ];
    assert_eq!(Play::of("", &rules, &[&put("STANDARD")], "2026-01-01").fees(), []);
    // GV-29: 90 days in GLACIER_IR. GV-30: 16 days, 74 are missing.
    let rules =
        ["Transitions: [{Days: 4, StorageClass: GLACIER_IR}, {Days: 94, StorageClass: DEEP_ARCHIVE}]"];
    assert_eq!(Play::of("", &rules, &[&put("STANDARD")], "2026-01-01").fees(), []);
    let rules = [
        "Transitions: [{Days: 4, StorageClass: GLACIER_IR}]",
        "Transitions: [{Days: 20, StorageClass: DEEP_ARCHIVE}]",
    ];
    assert_eq!(
        Play::of("", &rules, &[&put("STANDARD")], "2026-01-01").fees(),
        [("2024-01-22 EarlyDelete-GIR".to_owned(), amount(MIB, days(74)))]
    );
    // GV-43: 10 days and 13.5 hours stored; together 30 days are paid.
    let play = Play::of("", &["Expiration: {Days: 10}"], &[&put("STANDARD_IA")], "2026-01-01");
    assert_eq!(play.life(), ["2024-01-12 Deleted x"]);
    let stored = Micros(10 * days(1).0 + 13 * HOUR + 30 * MINUTE);
    let missing = Micros(days(30).0 - stored.0);
    assert_eq!(play.fees(), [("2024-01-12 EarlyDelete-SIA".to_owned(), amount(MIB, missing))]);
    // GV-44: 60 days in GLACIER, 30 are missing; the archive's own 32 KB count.
    let rules = ["Transitions: [{Days: 0, StorageClass: GLACIER}], Expiration: {Days: 60}"];
    let play = Play::of("", &rules, &[&put("STANDARD")], "2026-01-01");
    assert_eq!(play.life(), ["2024-01-02 GLACIER x", "2024-03-02 Deleted x"]);
    assert_eq!(play.fees(), [("2024-03-02 EarlyDelete-ByteHrs".to_owned(), amount(glacier, days(30)))]);
}

/// Configurations that come later, objects that are written again, dates instead of days.
#[test]
fn examples_with_a_history() {
    // GV-34: an overwrite makes the object young again.
    let steps = ["2024-01-01 PutObject x", "2024-01-10T08:00:00Z PutObject x"];
    assert_eq!(
        Play::of("", &["Expiration: {Days: 30}"], &steps, "2025-01-01").life(),
        ["2024-02-10 Deleted x"]
    );
    // GV-35: a date holds for everything, and from then on for what is new.
    let put_rules = format!(
        "2024-05-01 PutBucketLifecycleConfiguration - {}",
        crate::play::lifecycle(&["Expiration: {Date: 2024-06-01}"])
    );
    let steps = [
        "2014-01-01 PutObject old",
        "2024-04-30T23:59:59Z PutObject young",
        &put_rules,
        "2024-06-10T10:30:00Z PutObject new",
    ];
    assert_eq!(
        Play::of("", &[], &steps, "2025-01-01").life(),
        ["2024-06-01 Deleted old..young x2", "2024-06-11 Deleted new"]
    );
    // GV-36: a date that has passed is due at once, at the next midnight.
    let put_rules = put_rules.replace("2024-05-01 ", "2024-07-01T09:00:00Z ");
    let steps = ["2024-01-01T10:30:00Z PutObject x", &put_rules];
    assert_eq!(Play::of("", &[], &steps, "2025-01-01").life(), ["2024-07-02 Deleted x"]);
    // GV-48: at midnight sharp no day is added.
    let steps = ["2024-01-01 PutObject x"];
    assert_eq!(
        Play::of("", &["Expiration: {Days: 30}"], &steps, "2025-01-01").life(),
        ["2024-01-31 Deleted x"]
    );
}

/// GV-23 and GV-27: what small objects occupy.
#[test]
fn what_the_small_ones_of_the_examples_are_billed_as() {
    let play = Play::of("", BETWEEN, &["2024-01-01T10:30:00Z PutObject x {size: 501}"], "2024-02-01");
    assert_eq!(play.stored(), [("StandardIASizeOverhead", 131_072 - 501), ("StandardIAStorage", 501)]);

    let varies = |class: &str| {
        let rules = crate::play::lifecycle(&[&format!("Transitions: [{{Days: 30, StorageClass: {class}}}]")]);
        let rules = rules.replacen('{', "{TransitionDefaultMinimumObjectSize: varies_by_storage_class, ", 1);
        let steps = [
            &format!("2024-01-01 PutBucketLifecycleConfiguration - {rules}"),
            "2024-01-01T10:30:00Z PutObject x {size: 10}",
        ];
        Play::of("", &[], &steps, "2024-03-01")
    };
    assert_eq!(varies("GLACIER").life(), ["2024-02-01 GLACIER x"]);
    assert_eq!(
        varies("GLACIER").stored(),
        [("GlacierObjectOverhead", 32_768), ("GlacierS3ObjectOverhead", 8_192), ("GlacierStorage", 10)]
    );
    assert_eq!(varies("STANDARD_IA").life(), [""; 0]);
}
