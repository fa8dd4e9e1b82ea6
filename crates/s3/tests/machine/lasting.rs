//! What lifecycle does as long as its rules stand, and what nothing but its rules ends.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/intro-lifecycle-rules.html>,
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/lifecycle-expire-general-considerations.html>

use s3sim_document::tree::Node;

use crate::play::{Play, lifecycle};

fn entries(play: &Play) -> usize {
    let listed = play.look("ListObjectVersions", "", "{}");
    let of = |list: &str| listed.get(list).and_then(Node::as_list).map_or(0, <[Node]>::len);
    of("Versions") + of("DeleteMarkers")
}

// LC-001: a bucket has one configuration, and a new one takes its place.
#[test]
fn a_configuration_replaces_the_one_before() {
    let three =
        ["ID: a, Expiration: {Days: 1}", "ID: b, Expiration: {Days: 2}", "ID: c, Expiration: {Days: 3}"];
    let mut play = Play::new("", &three);
    play.ok(&format!(
        "2024-01-01 PutBucketLifecycleConfiguration - {}",
        lifecycle(&["ID: d, Expiration: {Days: 4}"])
    ));
    let rules = play.look("GetBucketLifecycleConfiguration", "", "{}");
    let rules = rules.get("Rules").and_then(Node::as_list).unwrap_or_default().to_vec();
    let ids: Vec<_> = rules.iter().filter_map(|rule| rule.get("ID").and_then(Node::scalar)).collect();
    assert_eq!(ids, ["d"]);
}

// LC-059: a rule with a date goes on after it, for what comes later too.
#[test]
fn dates_last() {
    let rule = "Expiration: {Date: 2024-06-01}";
    for (put, gone) in [
        ("2024-05-01", "2024-06-01"),
        ("2024-06-10T10:30:00Z", "2024-06-11"),
        ("2025-06-10T10:30:00Z", "2025-06-11"),
    ] {
        let play = Play::of("", &[rule], &[&format!("{put} PutObject x")], "2025-07-01");
        assert_eq!(play.life(), [format!("{gone} Deleted x")], "{put}");
    }
}

// LC-082, LC-089: expiration hides what is current, and never deletes what is below.
#[test]
fn expiration_leaves_noncurrent_versions_alone() {
    let mut play = Play::new("Enabled", &["Expiration: {Days: 7}"]);
    for n in 0..100 {
        play.ok(&format!("2024-01-01 PutObject k{n}"));
    }
    assert_eq!(entries(&play), 100);
    play.until("2024-01-08");
    assert_eq!(entries(&play), 200);
    // Five years later there is still one marker on each, and not one more.
    play.until("2029-01-01");
    assert_eq!(entries(&play), 200);
    assert_eq!(play.stack("k7"), "[?*, v1]");
}

// LC-088: the marker of a suspended bucket takes the place of the null version, wherever that is.
#[test]
fn the_null_marker_replaces_a_null_version_below() {
    let suspend = "2024-01-03 PutBucketVersioning - {VersioningConfiguration: {Status: Suspended}}";
    let enable = "2024-01-02 PutBucketVersioning - {VersioningConfiguration: {Status: Enabled}}";
    let play = Play::of(
        "",
        &["Expiration: {Days: 10}"],
        &["2024-01-01 PutObject k", enable, "2024-01-02 PutObject k", suspend],
        "2024-01-11",
    );
    assert_eq!(play.stack("k"), "[v1*, N]");
    let mut play = play;
    play.until("2024-01-12");
    assert_eq!(play.stack("k"), "[DN*, v1]");
}

// LC-098: a marker is left alone on the day on which the last version below it goes, and goes itself thereafter.
#[test]
fn a_marker_expires_when_nothing_is_below_it() {
    let rules =
        ["NoncurrentVersionExpiration: {NoncurrentDays: 5}", "Expiration: {ExpiredObjectDeleteMarker: true}"];
    let steps = ["2024-01-01 PutObject k", "2024-01-01 DeleteObject k"];
    let mut play = Play::of("Enabled", &rules, &steps, "2024-01-05");
    assert_eq!(play.stack("k"), "[D2*, v1]");
    play.until("2024-01-06");
    assert_eq!(play.stack("k"), "[D2*]");
    play.until("2024-01-07");
    assert_eq!(play.stack("k"), "[]");
}

// LC-110, GV-49: lifecycle asks no policy.
#[test]
fn policies_do_not_stop_lifecycle() {
    let everybody = "{Version: 2012-10-17, Statement: [{Effect: Deny, Principal: '*', Action: 's3:*', Resource: \
                     ['arn:aws:s3:::b', 'arn:aws:s3:::b/*']}]}";
    let play = Play::of(
        "",
        &["Expiration: {Days: 1}"],
        &["2024-01-01 PutObject k", &format!("2024-01-01 PutBucketPolicy - {{Policy: {everybody}}}")],
        "2024-01-02",
    );
    assert_eq!(play.life(), ["2024-01-02 Deleted k"]);
}

// LC-097: a move changes the class, not the key.
#[test]
fn moves_keep_the_encryption() {
    let play = Play::of(
        "",
        &["Transitions: [{Days: 30, StorageClass: STANDARD_IA}, {Days: 60, StorageClass: GLACIER}]"],
        &["2024-01-01 PutObject k {ServerSideEncryption: 'aws:kms'}"],
        "2024-03-10",
    );
    let head = play.look("HeadObject", "k", "{}");
    let field = |name: &str| head.get(name).and_then(Node::scalar);
    assert_eq!((field("StorageClass"), field("ServerSideEncryption")), (Some("GLACIER"), Some("aws:kms")));
}

// MP-004: only completion, an abort or a rule ends an upload.
#[test]
fn uploads_never_end_by_themselves() {
    let mut play = Play::new("", &["Expiration: {Days: 1}"]);
    let upload = play.ok("2014-01-01 CreateMultipartUpload k");
    let id = upload.fields.get("UploadId").and_then(Node::scalar).unwrap().to_owned();
    play.ok(&format!("2014-01-01 UploadPart k {{UploadId: '{id}', PartNumber: 1, size: 1000}}"));
    play.until("2024-01-01");
    assert_eq!(play.stored(), [("StandardStorage", 1000)]);
    play.ok(&format!("2024-01-01 AbortMultipartUpload k {{UploadId: '{id}'}}"));
    assert!(play.stored().is_empty());
}

// VER-027: a delete marker has no ACL.
#[test]
fn markers_have_no_acl() {
    let mut play =
        Play::of("Enabled", &[], &["2024-01-01 PutObject k", "2024-01-01 DeleteObject k"], "2024-01-02");
    for (step, status, code) in [
        ("GetObjectAcl k", 404, "NoSuchKey"),
        ("GetObjectAcl k {VersionId: k@v2}", 405, "MethodNotAllowed"),
        ("PutObjectAcl k {VersionId: k@v2, ACL: private}", 405, "MethodNotAllowed"),
        ("PutObjectAcl k {ACL: private}", 405, "MethodNotAllowed"),
    ] {
        let response = play.step(&format!("2024-01-02 {step}"));
        let refused = response.error.as_ref().map(|refusal| refusal.code.name());
        assert_eq!((response.status, refused), (status, Some(code)), "{step}");
    }
}
