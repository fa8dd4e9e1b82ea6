//! What requests cost: which usage type, which operation, how many.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/aws-usage-report-understand.html>,
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/ErrorCodeBilling.html>

use s3sim_aws::region::Region;
use s3sim_s3::request::Route;

use crate::play::{MIB, Play};

const TAGS: &str = "Tagging: {TagSet: [{Key: a, Value: b}]}";

/// Usage of one step in a bucket with `x`, five bytes in `class`, and `marked`, a delete marker.
fn usage(class: &str, step: &str) -> Vec<(String, u128)> {
    let put = format!("2024-01-01 PutObject x {{Body: hello, StorageClass: {class}}}");
    let mut play = Play::of("Enabled", &[], &[&put, "2024-01-01 DeleteObject marked"], "2024-01-02");
    play.world.counts.clear();
    play.step(&format!("2024-01-02 {step}"));
    play.usage()
}

fn one(line: &str) -> Vec<(String, u128)> {
    vec![(line.to_owned(), 1)]
}

const CLASSES: [(&str, &str); 8] = [
    ("STANDARD", ""),
    ("REDUCED_REDUNDANCY", ""),
    ("INTELLIGENT_TIERING", "INT-"),
    ("STANDARD_IA", "SIA-"),
    ("ONEZONE_IA", "ZIA-"),
    ("GLACIER_IR", "GIR-"),
    ("GLACIER", "GLACIER-"),
    ("DEEP_ARCHIVE", "GDA-"),
];

// BL-030, BL-031, BL-037
#[test]
fn writes_and_reads_are_billed_by_class() {
    for (class, code) in CLASSES {
        let put = usage("STANDARD", &format!("PutObject y {{StorageClass: {class}}}"));
        assert_eq!(put, one(&format!("Requests-{code}Tier1 PutObject")));
        let copy = usage("STANDARD", &format!("CopyObject y {{CopySource: b/x, StorageClass: {class}}}"));
        assert_eq!(copy, one(&format!("Requests-{code}Tier1 CopyObject")));
        assert_eq!(usage(class, "HeadObject x"), one(&format!("Requests-{code}Tier2 HeadObject")));
        if ["GLACIER", "DEEP_ARCHIVE"].contains(&class) {
            continue;
        }
        let mut read = one(&format!("Requests-{code}Tier2 GetObject"));
        let mut copy = one("Requests-Tier1 CopyObject");
        if ["SIA-", "ZIA-", "GIR-"].contains(&code) {
            let item = format!("Retrieval-{}", code.trim_end_matches('-'));
            read.push((format!("{item} GetObject"), 5));
            // BL-038: a copy reads its source, too.
            copy.push((format!("{item} CopyObject"), 5));
        }
        assert_eq!(usage(class, "GetObject x"), read);
        assert_eq!(usage(class, "CopyObject y {CopySource: b/x}"), copy);
    }
}

// BL-030, BL-032: whatever the class of the object.
#[test]
fn other_calls() {
    for (step, expected) in [
        ("ListObjectsV2 -", "Requests-Tier1 ListBucket"),
        ("ListObjects -", "Requests-Tier1 ListBucket"),
        ("ListObjectVersions -", "Requests-Tier1 ListBucketVersions"),
        (&format!("PutObjectTagging x {{{TAGS}}}"), "Requests-Tier1 PutObjectTagging"),
        ("PutObjectTagging x {Tagging: {TagSet: []}}", "Requests-Tier1 PutObjectTagging"),
        (
            "PutBucketVersioning - {VersioningConfiguration: {Status: Suspended}}",
            "Requests-Tier1 PutBucketVersioning",
        ),
        ("GetBucketVersioning -", "Requests-Tier2 GetBucketVersioning"),
        ("DeleteObject x", "Requests-NoCharge DeleteObject"),
        ("DeleteObject x {VersionId: x@v1}", "Requests-NoCharge DeleteObject"),
        ("DeleteObjects - {Delete: {Objects: [{Key: x}, {Key: y}]}}", "Requests-NoCharge DeleteObjects"),
        ("DeleteObjectTagging x", "Requests-NoCharge DeleteObjectTagging"),
        ("DeleteBucketLifecycle -", "Requests-NoCharge DeleteBucketLifecycle"),
    ] {
        assert_eq!(usage("INTELLIGENT_TIERING", step), one(expected), "{step}");
    }
}

// BL-034, BL-036
#[test]
fn refusals() {
    for (class, step, expected) in [
        ("STANDARD", "GetObject y", Some("Requests-Tier2 GetObject")),
        ("STANDARD", "HeadObject y", Some("Requests-Tier2 HeadObject")),
        ("STANDARD", "GetObject marked", Some("Requests-Tier2 GetObject")),
        ("STANDARD", "GetObject x {VersionId: nobody}", Some("Requests-Tier2 GetObject")),
        (
            "STANDARD",
            "GetObject x {IfNoneMatch: 5d41402abc4b2a76b9719d911017c592}",
            Some("Requests-Tier2 GetObject"),
        ),
        ("STANDARD", "GetObject x {IfMatch: other}", Some("Requests-Tier2 GetObject")),
        ("STANDARD", "PutObject x {IfNoneMatch: '*'}", Some("Requests-Tier1 PutObject")),
        ("GLACIER", "GetObject x", Some("Requests-Tier2 GetObject")),
        // Free by their code: 405, InvalidArgument, InvalidStorageClass, InvalidRequest, MalformedXML, KeyTooLongError.
        ("STANDARD", "GetObject marked {VersionId: marked@v1}", None),
        ("STANDARD", "GetObject x {VersionId: 'no id'}", None),
        ("STANDARD", "PutObject y {StorageClass: OUTPOSTS}", None),
        ("STANDARD", "CopyObject x {CopySource: b/x}", None),
        ("STANDARD", "PutBucketVersioning - {VersioningConfiguration: {Status: on}}", None),
        // 5xx.
        ("STANDARD", "PutObject x {IfMatch: '*'}", None),
    ] {
        assert_eq!(usage(class, step), expected.map(one).unwrap_or_default(), "{step}");
    }
    let long = "k".repeat(1025);
    assert_eq!(usage("STANDARD", &format!("PutObject {long}")), []);
}

// SC-015, SC-032, SC-035: what is refused for its form.
#[test]
fn sizes_keys_and_classes() {
    let answer = |step: &str| {
        let mut play = Play::new("", &[]);
        let response = play.step(&format!("2024-01-01 {step}"));
        play.told("", &response, &["StorageClassRequested"])
    };
    assert_eq!(
        answer("PutObject x {StorageClass: OUTPOSTS}"),
        "400 InvalidStorageClass StorageClassRequested=OUTPOSTS"
    );
    assert_eq!(
        answer("PutObject x {StorageClass: EXPRESS_ONEZONE}"),
        "400 InvalidStorageClass StorageClassRequested=EXPRESS_ONEZONE"
    );
    assert_eq!(answer("PutObject x {size: 5368709120}"), "200");
    assert_eq!(answer("PutObject x {size: 5368709121}"), "400 EntityTooLarge");
    assert_eq!(answer(&format!("PutObject {}", "k".repeat(1024))), "200");
    assert_eq!(answer(&format!("PutObject {}", "é".repeat(513))), "400 KeyTooLongError");
    assert_eq!(answer("CopyObject x {CopySource: nobody/x}"), "404 NoSuchBucket");
    assert_eq!(answer("CopyObject x {CopySource: b/x}"), "404 NoSuchKey");
}

// SC-016, SC-017: STANDARD is not announced. SC-041, RS-002: what is archived cannot be read.
#[test]
fn classes_in_answers() {
    for (class, _) in CLASSES {
        let put = format!("2024-01-01 PutObject x {{StorageClass: {class}}}");
        let mut play = Play::of("", &[], &[&put], "2024-01-02");
        let archived = ["GLACIER", "DEEP_ARCHIVE"].contains(&class);
        let shown = if class == "STANDARD" { String::new() } else { format!(" StorageClass={class}") };
        let head = play.step("2024-01-02 HeadObject x");
        assert_eq!(play.told("x", &head, &["StorageClass"]), format!("200{shown}"));
        let get = play.step("2024-01-02 GetObject x");
        let status = if archived { "403 InvalidObjectState" } else { "200" };
        assert_eq!(play.told("x", &get, &["StorageClass"]), format!("{status}{shown}"));
        let copy = play.step("2024-01-02 CopyObject y {CopySource: b/x}");
        assert_eq!(play.told("y", &copy, &[]), status);
    }
}

// BL-070, BL-073
#[test]
fn where_the_bytes_go() {
    let europe = Region::parse("eu-west-1").unwrap();
    for (route, expected) in [
        (Route::SameRegion, None),
        (Route::CloudFront, None),
        (Route::Internet, Some("DataTransfer-Out-Bytes GetObject")),
        (Route::Region(Region::US_EAST_1), None),
        (Route::Region(europe), Some("USE1-EU-AWS-Out-Bytes GetObject")),
    ] {
        let mut play = Play::of("", &[], &["2024-01-01 PutObject x"], "2024-01-02");
        play.world.counts.clear();
        play.route = route;
        play.run(&["2024-01-02 GetObject x", "2024-01-02 HeadObject x", "2024-01-02 PutObject y"]);
        let bytes: Vec<_> =
            play.usage().into_iter().filter(|(line, _)| !line.starts_with("Requests")).collect();
        let expected: Vec<_> = expected.into_iter().map(|line| (line.to_owned(), u128::from(MIB))).collect();
        assert_eq!(bytes, expected, "{route:?}");
    }
}

// BL-042, BL-043, SC-026, SC-027: one request for each version moved, none for those deleted, no retrieval.
#[test]
fn lifecycle_requests() {
    for (class, line) in [
        ("INTELLIGENT_TIERING", "Requests-Tier4 S3-INTTransition"),
        ("STANDARD_IA", "Requests-Tier4 S3-SIATransition"),
        ("ONEZONE_IA", "Requests-Tier4 S3-ZIATransition"),
        ("GLACIER_IR", "Requests-Tier4 S3-GIRTransition"),
        ("GLACIER", "Requests-Tier3 S3-GlacierTransition"),
        ("DEEP_ARCHIVE", "Requests-Tier3 S3-GDATransition"),
    ] {
        let rules = [
            format!("Transitions: [{{Days: 30, StorageClass: {class}}}]"),
            format!("NoncurrentVersionTransitions: [{{NoncurrentDays: 60, StorageClass: {class}}}]"),
            "NoncurrentVersionExpiration: {NoncurrentDays: 300}, Expiration: {Days: 300}".to_owned(),
        ];
        let rules: Vec<&str> = rules.iter().map(String::as_str).collect();
        // Three keys with two versions each: three current and three noncurrent ones are moved.
        let steps: Vec<String> = (0..6).map(|n| format!("2024-01-01 PutObject k{}", n % 3)).collect();
        let mut play =
            Play::of("Enabled", &rules, &steps.iter().map(String::as_str).collect::<Vec<_>>(), "2024-01-02");
        play.world.counts.clear();
        play.until("2034-01-01");
        assert_eq!(play.usage(), [(line.to_owned(), 6)]);
        assert_eq!(play.stored(), []);
    }
    let steps = ["2024-01-01 PutObject x {StorageClass: STANDARD_IA}"];
    let mut play = Play::of("", &["Transitions: [{Days: 30, StorageClass: GLACIER}]"], &steps, "2024-01-02");
    play.world.counts.clear();
    play.until("2024-03-01");
    assert_eq!(play.usage(), one("Requests-Tier3 S3-GlacierTransition"));
}
