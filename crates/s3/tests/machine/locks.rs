//! Object Lock and MFA delete.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock-managing.html>,
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/MultiFactorAuthenticationDelete.html>

use crate::play::{Play, lifecycle};

const LOCKED: &str =
    "2012-01-01 PutObjectLockConfiguration - {ObjectLockConfiguration: {ObjectLockEnabled: Enabled}}";

fn locked(rules: &[&str]) -> Play {
    let mut play = Play::new("Enabled", rules);
    play.ok(LOCKED);
    play
}

fn told(play: &mut Play, step: &str, fields: &[&str]) -> String {
    let response = play.step(step);
    play.told("k", &response, fields)
}

// VER-062, VER-004
#[test]
fn a_bucket_with_object_lock_stays_versioned() {
    for (versioning, expected) in
        [("", "409 InvalidBucketState"), ("Suspended", "409 InvalidBucketState"), ("Enabled", "200")]
    {
        assert_eq!(told(&mut Play::new(versioning, &[]), LOCKED, &[]), expected, "{versioning}");
    }
    let mut play = locked(&[]);
    let suspend = "2024-01-01 PutBucketVersioning - {VersioningConfiguration: {Status: Suspended}}";
    assert_eq!(told(&mut play, suspend, &[]), "409 InvalidBucketState");
    assert_eq!(
        told(&mut Play::new("", &[]), "2024-01-01 GetObjectLockConfiguration -", &[]),
        "404 ObjectLockConfigurationNotFoundError"
    );
}

/// <https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObjectLockConfiguration.html>
#[test]
fn documents_that_are_refused() {
    let configuration = |rule: &str| {
        format!(
            "2024-01-01 PutObjectLockConfiguration - {{ObjectLockConfiguration: {{ObjectLockEnabled: Enabled, Rule: {rule}}}}}"
        )
    };
    for (rule, expected) in [
        ("{DefaultRetention: {Mode: GOVERNANCE, Days: 1}}", "200"),
        ("{DefaultRetention: {Mode: COMPLIANCE, Years: 100}}", "200"),
        ("{DefaultRetention: {Mode: GOVERNANCE, Days: 1, Years: 1}}", "400 MalformedXML"),
        ("{DefaultRetention: {Mode: GOVERNANCE}}", "400 MalformedXML"),
        ("{DefaultRetention: {Mode: governance, Days: 1}}", "400 MalformedXML"),
        ("{DefaultRetention: {Mode: GOVERNANCE, Days: 0}}", "400 InvalidArgument"),
        ("{DefaultRetention: {Mode: GOVERNANCE, Days: 36501}}", "400 InvalidArgument"),
    ] {
        assert_eq!(told(&mut locked(&[]), &configuration(rule), &[]), expected, "{rule}");
    }
    for (step, expected) in [
        ("PutObject k {ObjectLockMode: GOVERNANCE}", "400 InvalidArgument"),
        (
            "PutObject k {ObjectLockMode: GOVERNANCE, ObjectLockRetainUntilDate: 2023-01-01}",
            "400 InvalidArgument",
        ),
        ("PutObject k {ObjectLockMode: X, ObjectLockRetainUntilDate: 2025-01-01}", "400 InvalidArgument"),
        ("PutObject k {ObjectLockLegalHoldStatus: MAYBE}", "400 InvalidArgument"),
        ("PutObject k {ObjectLockLegalHoldStatus: 'ON'}", "200"),
        ("PutObjectRetention k {Retention: {Mode: GOVERNANCE}}", "400 MalformedXML"),
        ("PutObjectLegalHold k {LegalHold: {Status: 'YES'}}", "400 MalformedXML"),
        ("PutObjectLegalHold none {LegalHold: {Status: 'ON'}}", "404 NoSuchKey"),
        ("GetObjectRetention k", "404 NoSuchObjectLockConfiguration"),
    ] {
        let mut play = locked(&[]);
        play.ok("2024-01-01 PutObject k {size: 1}");
        assert_eq!(told(&mut play, &format!("2024-01-01 {step}"), &[]), expected, "{step}");
        if step.contains("ObjectLock") || step.contains("Retention") {
            let mut plain = Play::of("Enabled", &[], &["2024-01-01 PutObject k {size: 1}"], "2024-01-01");
            assert_eq!(told(&mut plain, &format!("2024-01-01 {step}"), &[]), "400 InvalidRequest", "{step}");
        }
    }
}

// VER-061
#[test]
fn locked_versions_are_not_deleted() {
    let until = "ObjectLockRetainUntilDate: 2025-01-01";
    for (headers, at, bypass, expected) in [
        (format!("ObjectLockMode: GOVERNANCE, {until}"), "2024-12-31", false, "403 AccessDenied"),
        (format!("ObjectLockMode: GOVERNANCE, {until}"), "2024-12-31", true, "204"),
        (format!("ObjectLockMode: COMPLIANCE, {until}"), "2024-12-31", false, "403 AccessDenied"),
        (format!("ObjectLockMode: COMPLIANCE, {until}"), "2024-12-31", true, "403 AccessDenied"),
        (format!("ObjectLockMode: COMPLIANCE, {until}"), "2025-01-01", false, "204"),
        ("ObjectLockLegalHoldStatus: 'ON'".to_owned(), "2030-01-01", true, "403 AccessDenied"),
        ("ObjectLockLegalHoldStatus: 'OFF'".to_owned(), "2024-01-02", false, "204"),
    ] {
        let mut play = locked(&[]);
        play.ok(&format!("2024-01-01 PutObject k {{size: 1, {headers}}}"));
        // Without a version a delete marker is put, whatever is below it.
        play.ok("2024-01-01T01:00:00Z DeleteObject k");
        assert_eq!(play.stack("k"), "[D2*, v1]");
        let bypass = if bypass { ", BypassGovernanceRetention: true" } else { "" };
        let step = format!("{at} DeleteObject k {{VersionId: k@v1{bypass}}}");
        assert_eq!(told(&mut play, &step, &[]), expected, "{headers} {at} {bypass}");
        // Delete markers are never locked.
        assert_eq!(told(&mut play, &format!("{at} DeleteObject k {{VersionId: k@v2}}"), &[]), "204");
    }
    // Among many, each key has its own answer.
    let mut play = locked(&[]);
    play.ok("2024-01-01 PutObject k {size: 1, ObjectLockLegalHoldStatus: 'ON'}");
    play.ok("2024-01-01 PutObject free {size: 1}");
    let many = "2024-01-02 DeleteObjects - {Delete: {Objects: [{Key: k, VersionId: k@v1}, {Key: free, VersionId: free@v1}]}}";
    let answer = play.ok(many);
    let codes: Vec<_> = ["Errors", "Deleted"]
        .map(|list| answer.fields.get(list).and_then(|list| list.as_list()).map(<[_]>::len))
        .to_vec();
    assert_eq!(codes, [Some(1), Some(1)]);
}

/// Longer is always allowed; shorter and weaker in governance mode only, by those who bypass it.
#[test]
fn retentions_change() {
    for (from, to, bypass, expected) in [
        ("GOVERNANCE", "{Mode: GOVERNANCE, RetainUntilDate: 2026-01-01}", false, "200"),
        ("GOVERNANCE", "{Mode: GOVERNANCE, RetainUntilDate: 2024-06-01}", false, "403 AccessDenied"),
        ("GOVERNANCE", "{Mode: GOVERNANCE, RetainUntilDate: 2024-06-01}", true, "200"),
        ("GOVERNANCE", "{Mode: COMPLIANCE, RetainUntilDate: 2025-01-01}", false, "200"),
        ("GOVERNANCE", "{}", true, "200"),
        ("COMPLIANCE", "{Mode: COMPLIANCE, RetainUntilDate: 2026-01-01}", false, "200"),
        ("COMPLIANCE", "{Mode: COMPLIANCE, RetainUntilDate: 2024-06-01}", true, "403 AccessDenied"),
        ("COMPLIANCE", "{Mode: GOVERNANCE, RetainUntilDate: 2026-01-01}", true, "403 AccessDenied"),
        ("COMPLIANCE", "{}", true, "403 AccessDenied"),
        ("GOVERNANCE", "{Mode: GOVERNANCE, RetainUntilDate: 2024-01-01}", true, "400 InvalidArgument"),
    ] {
        let mut play = locked(&[]);
        play.ok(&format!(
            "2024-01-01 PutObject k {{size: 1, ObjectLockMode: {from}, ObjectLockRetainUntilDate: 2025-01-01}}"
        ));
        let bypass = if bypass { ", BypassGovernanceRetention: true" } else { "" };
        let step = format!("2024-02-01 PutObjectRetention k {{Retention: {to}{bypass}}}");
        assert_eq!(told(&mut play, &step, &[]), expected, "{from} {to} {bypass}");
    }
    let mut play = locked(&[]);
    play.ok(
        "2024-01-01 PutObject k {size: 1, ObjectLockMode: GOVERNANCE, ObjectLockRetainUntilDate: 2025-01-01}",
    );
    play.ok("2024-01-01 PutObjectLegalHold k {LegalHold: {Status: 'ON'}}");
    let fields = ["ObjectLockMode", "ObjectLockRetainUntilDate", "ObjectLockLegalHoldStatus"];
    assert_eq!(
        told(&mut play, "2024-01-01 HeadObject k", &fields),
        "200 ObjectLockMode=GOVERNANCE ObjectLockRetainUntilDate=2025-01-01T00:00:00Z ObjectLockLegalHoldStatus=ON"
    );
}

/// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock-configure.html>: what brings no retention gets
/// the bucket's.
#[test]
fn new_versions_get_the_default_retention() {
    for (period, until) in [("Days: 30", "2024-03-01T10:00:00Z"), ("Years: 1", "2025-01-31T10:00:00Z")] {
        let mut play = locked(&[]);
        play.ok(&format!(
            "2024-01-01 PutObjectLockConfiguration - {{ObjectLockConfiguration: {{ObjectLockEnabled: Enabled, \
             Rule: {{DefaultRetention: {{Mode: COMPLIANCE, {period}}}}}}}}}"
        ));
        play.ok("2024-01-31T10:00:00Z PutObject k {size: 1}");
        let fields = ["ObjectLockMode", "ObjectLockRetainUntilDate"];
        let expected = format!("200 ObjectLockMode=COMPLIANCE ObjectLockRetainUntilDate={until}");
        assert_eq!(told(&mut play, "2024-02-01 HeadObject k", &fields), expected);
    }
}

// LC-112, GV-47: due 2024-02-09, deleted when the lock ends. LC-073: until then it is stored and billed.
#[test]
fn lifecycle_waits_for_the_end_of_a_lock() {
    let rule = "NoncurrentVersionExpiration: {NoncurrentDays: 30}";
    for (until, gone) in [
        ("2024-12-31", "2024-12-31 Deleted k@v1"),
        ("2024-12-30T10:00:00Z", "2024-12-31 Deleted k@v1"),
        ("2024-01-20", "2024-02-09 Deleted k@v1"),
    ] {
        let mut play = locked(&[rule]);
        play.ok(&format!(
            "2024-01-01T10:30:00Z PutObject k {{size: 1, ObjectLockMode: COMPLIANCE, ObjectLockRetainUntilDate: {until}}}"
        ));
        play.ok("2024-01-09T10:30:00Z PutObject k {size: 2}");
        play.until("2025-06-01");
        assert_eq!(play.life(), [gone], "{until}");
    }
    // A lock that ends sooner than it said.
    let mut play = locked(&[rule]);
    play.ok("2024-01-01T10:30:00Z PutObject k {size: 1, ObjectLockLegalHoldStatus: 'ON'}");
    play.ok("2024-01-09T10:30:00Z PutObject k {size: 2}");
    play.until("2024-06-01T12:00:00Z");
    assert!(play.life().is_empty());
    play.ok("2024-06-01T12:00:00Z PutObjectLegalHold k {VersionId: k@v1, LegalHold: {Status: 'OFF'}}");
    play.until("2024-07-01");
    assert_eq!(play.life(), ["2024-06-02 Deleted k@v1"]);
}

// LC-112: transitions and delete markers are not held up.
#[test]
fn lifecycle_moves_and_hides_locked_versions() {
    let rules = [
        "Expiration: {Days: 60}",
        "NoncurrentVersionTransitions: [{NoncurrentDays: 30, StorageClass: GLACIER}], \
         NoncurrentVersionExpiration: {NoncurrentDays: 31}",
        "Transitions: [{Days: 30, StorageClass: GLACIER_IR}]",
    ];
    let mut play = locked(&rules);
    play.ok("2024-01-01 PutObject k {size: 1048576, ObjectLockLegalHoldStatus: 'ON'}");
    play.until("2024-06-01");
    assert_eq!(
        play.life(),
        ["2024-01-31 GLACIER_IR k@v1", "2024-03-01 DeleteMarkerCreated k@v2", "2024-03-31 GLACIER k@v1",]
    );
}

// VER-060, LC-049d, LC-115
#[test]
fn mfa_delete_asks_for_a_second_factor() {
    let put = |document: &str, mfa: &str| {
        format!("2024-01-02 PutBucketVersioning - {{VersioningConfiguration: {document}{mfa}}}")
    };
    const MFA: &str = ", MFA: 'arn:aws:iam::111122223333:mfa/root 123456'";
    let mut play = Play::new("Enabled", &[]);
    play.ok("2024-01-01 PutObject k {size: 1}");
    let on = "{Status: Enabled, MFADelete: Enabled}";
    assert_eq!(told(&mut play, &put(on, ""), &[]), "403 AccessDenied");
    assert_eq!(told(&mut play, &put(on, MFA), &[]), "200");
    assert_eq!(told(&mut play, "2024-01-03 GetBucketVersioning -", &["MFADelete"]), "200 MFADelete=Enabled");
    for (step, expected) in [
        ("DeleteObject k".to_owned(), "204"),
        ("DeleteObject k {VersionId: k@v1}".to_owned(), "403 AccessDenied"),
        (
            "DeleteObjects - {Delete: {Objects: [{Key: other}, {Key: k, VersionId: k@v1}]}}".to_owned(),
            "403 AccessDenied",
        ),
        ("DeleteObjects - {Delete: {Objects: [{Key: other}]}}".to_owned(), "200"),
        (format!("DeleteObject k {{VersionId: k@v1{MFA}}}"), "204"),
        (
            "PutBucketVersioning - {VersioningConfiguration: {Status: Suspended}}".to_owned(),
            "403 AccessDenied",
        ),
        (
            format!("PutBucketLifecycleConfiguration - {}", lifecycle(&["Expiration: {Days: 1}"])),
            "409 InvalidBucketState",
        ),
    ] {
        assert_eq!(told(&mut play, &format!("2024-01-04 {step}"), &[]), expected, "{step}");
    }
    let mut play = Play::new("Enabled", &["Expiration: {Days: 1}"]);
    assert_eq!(told(&mut play, &put(on, MFA), &[]), "409 InvalidBucketState");
}
