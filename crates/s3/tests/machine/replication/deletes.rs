//! Deletes: by version never, markers if a user makes them and the rule says so.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/delete-marker-replication.html>

use super::Net;

const MARKERS: &str = "dst; DeleteMarkerReplication: {Status: Enabled}";

#[test]
fn which_delete_markers_are_replicated() {
    for (row, rule, copied) in [
        ("RP-061 V1", "dst; Prefix: ''", true),
        ("RP-061 V2", "dst", false),
        ("RP-061 V2 on", MARKERS, true),
        ("RP-063", "dst; Filter: {Tag: {Key: a, Value: b}}", false),
    ] {
        let mut net = Net::with(&[rule]);
        net.run(&["2024-02-01 PutObject src/k {Tagging: a=b}", "2024-02-02 DeleteObject src/k"]);
        net.until("2024-02-03");
        let stack = if copied { "[src:D2*, src:v1]" } else { "[src:v1*]" };
        assert_eq!(net.stack("dst/k"), stack, "{row}");
        assert_eq!(net.stack("src/k"), "[D2*, v1]", "{row}");
    }
}

/// RP-060: a version that is deleted by its id is deleted there only, also if it is a marker.
#[test]
fn deletes_by_id_stay_at_home() {
    for rule in ["dst; Prefix: ''", MARKERS] {
        let mut net = Net::with(&[rule]);
        net.run(&[
            "2024-02-01 PutObject src/k",
            "2024-02-02 DeleteObject src/k",
            "2024-02-03 DeleteObject src/k {VersionId: src/k@v2}",
            "2024-02-03 DeleteObject src/k {VersionId: src/k@v1}",
        ]);
        net.until("2024-02-04");
        assert_eq!((net.stack("src/k"), net.stack("dst/k")), ("[]".into(), "[src:D2*, src:v1]".into()));
    }
}

/// RP-062, LC-114: what lifecycle does stays where it does it.
#[test]
fn markers_of_lifecycle_are_not_replicated() {
    for rule in ["dst; Prefix: ''", MARKERS] {
        let mut net = Net::with(&[rule]);
        net.ok(
            "2024-01-02 PutBucketLifecycleConfiguration src {LifecycleConfiguration: {Rules: [{ID: gone, Status: \
             Enabled, Filter: {}, Expiration: {Days: 1}}]}}",
        );
        net.ok("2024-02-01T10:00:00Z PutObject src/k");
        net.until("2024-02-10");
        assert_eq!(net.stack("src/k").matches('*').count(), 1);
        assert_eq!(
            (net.status("src/k"), net.stack("dst/k")),
            ("NoSuchKey".into(), "[src:v1*]".into()),
            "{rule}"
        );
    }
}

/// RP-064: exactly one marker in each bucket.
#[test]
fn a_marker_does_not_bounce() {
    let mut net = Net::with(&[MARKERS]);
    net.replicate("dst", &["src; DeleteMarkerReplication: {Status: Enabled}"]);
    net.run(&["2024-02-01 PutObject src/k", "2024-02-02 DeleteObject src/k"]);
    net.until("2024-02-10");
    assert_eq!((net.stack("src/k"), net.stack("dst/k")), ("[D2*, v1]".into(), "[src:D2*, src:v1]".into()));
}

#[test]
fn many_deletes_in_one_request() {
    let mut net = Net::with(&[MARKERS]);
    net.run(&[
        "2024-02-01 PutObject src/a",
        "2024-02-01 PutObject src/b",
        "2024-02-02 DeleteObjects src {Delete: {Objects: [{Key: a}, {Key: b}, {Key: never}]}}",
    ]);
    net.until("2024-02-03");
    // Data and markers: the key that was never there gets a marker too.
    let mut list = |name: &str| {
        let fields = net.ok("2024-02-03 ListObjectVersions dst").fields;
        fields.get(name).and_then(|list| list.as_list()).map_or(0, <[_]>::len)
    };
    assert_eq!((list("Versions"), list("DeleteMarkers")), (2, 3));
}
