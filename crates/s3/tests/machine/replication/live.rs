//! What live replication takes along, and what it leaves behind.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-what-is-isnot-replicated.html>

use s3sim_kernel::time::Micros;

use super::Net;

/// RP-040 to RP-050, first matching row wins: rules, what is done, status at the source, class at the destination.
#[test]
fn which_objects_are_replicated() {
    for (row, rules, steps, source, replica) in [
        ("RP-041 prefix", &["dst; Filter: {Prefix: a/}"][..], &["PutObject src/k"][..], "-", "NoSuchKey"),
        (
            "RP-041 tag",
            &["dst; Filter: {Tag: {Key: a, Value: b}}"],
            &["PutObject src/k {Tagging: a=c}"],
            "-",
            "NoSuchKey",
        ),
        (
            "RP-025",
            &["dst; Filter: {Tag: {Key: a, Value: b}}"],
            &["PutObject src/k {Tagging: a=b}"],
            "COMPLETED",
            "REPLICA",
        ),
        (
            "RP-050",
            &["dst; Filter: {Tag: {Key: a, Value: b}}"],
            &["PutObject src/k", "PutObjectTagging src/k {Tagging: {TagSet: [{Key: a, Value: b}]}}"],
            "-",
            "NoSuchKey",
        ),
        (
            "RP-023",
            &["dst; Filter: {And: {Prefix: k, Tags: [{Key: a, Value: b}, {Key: c, Value: d}]}}"],
            &["PutObject src/k {Tagging: a=b}"],
            "-",
            "NoSuchKey",
        ),
        (
            "RP-023",
            &["dst; Filter: {And: {Prefix: k, Tags: [{Key: a, Value: b}, {Key: c, Value: d}]}}"],
            &["PutObject src/k {Tagging: a=b&c=d&e=f}"],
            "COMPLETED",
            "REPLICA",
        ),
        ("RP-024", &["dst; Filter: {}"], &["PutObject src/k"], "COMPLETED", "REPLICA"),
        ("RP-024", &["dst; Filter: {Prefix: ''}"], &["PutObject src/k"], "COMPLETED", "REPLICA"),
        ("RP-021", &["dst; Prefix: k"], &["PutObject src/k"], "COMPLETED", "REPLICA"),
        ("RP-028", &["dst; Status: Disabled"], &["PutObject src/k"], "-", "NoSuchKey"),
        ("RP-042", &["dst"], &["PutObject src/k", "PutObject src/k"], "COMPLETED", "REPLICA"),
        (
            "RP-042",
            &["dst"],
            &["PutObject src/o", "CopyObject src/k {CopySource: src/o}"],
            "COMPLETED",
            "REPLICA",
        ),
        ("RP-049", &["dst"], &["PutObject src/k {StorageClass: GLACIER}"], "-", "NoSuchKey"),
        ("RP-049", &["dst"], &["PutObject src/k {StorageClass: DEEP_ARCHIVE}"], "-", "NoSuchKey"),
        ("RP-049", &["dst"], &["PutObject src/k {StorageClass: GLACIER_IR}"], "COMPLETED", "REPLICA"),
    ] {
        let mut net = Net::with(rules);
        for (index, step) in steps.iter().enumerate() {
            net.ok(&format!("2024-02-01T00:0{index}:00Z {step}"));
        }
        net.until("2024-02-02");
        assert_eq!(
            (net.status("src/k"), net.status("dst/k")),
            (source.to_owned(), replica.to_owned()),
            "{row}: {rules:?} {steps:?}"
        );
    }
}

#[test]
fn an_object_that_was_there_before_stays_behind() {
    let mut net = Net::new();
    net.ok("2024-02-01 PutObject src/old");
    net.replicate("src", &["dst"]);
    net.ok("2024-02-02 PutObject src/new");
    net.until("2024-02-03");
    // RP-040
    assert_eq!((net.status("src/old"), net.status("dst/old")), ("-".into(), "NoSuchKey".into()));
    assert_eq!(net.status("dst/new"), "REPLICA");
    net.ok("2024-02-04 PutObject src/old");
    net.until("2024-02-05");
    assert_eq!((net.stack("src/old"), net.stack("dst/old")), ("[v2*, v1]".into(), "[src:v2*]".into()));
    // RP-030: the word is taken and changes nothing.
    net.ok("2024-02-06 PutObject near/old");
    net.replicate("near", &["dst; ExistingObjectReplication: {Status: Enabled}"]);
    net.until("2024-02-20");
    assert_eq!(net.status("near/old"), "-");
}

#[test]
fn a_rule_that_was_off_does_not_catch_up() {
    let mut net = Net::with(&["dst; Status: Disabled"]);
    net.ok("2024-02-01 PutObject src/k");
    net.replicate("src", &["dst"]);
    net.until("2024-03-01");
    // RP-028
    assert_eq!(net.status("src/k"), "-");
}

/// RP-070, RP-056: PENDING until the replica is there; it has the id, the date and all that belongs to the object.
#[test]
fn a_replica_is_the_same_version() {
    let mut net = Net::with(&["dst"]);
    net.world.lag = Micros::seconds(40);
    let put = net
        .ok("2024-02-01T12:00:00Z PutObject src/k {Body: coffee, Tagging: a=b, StorageClass: STANDARD_IA}");
    assert_eq!(net.status("src/k"), "PENDING");
    assert_eq!(net.status("dst/k"), "NoSuchKey");
    net.until("2024-02-01T12:00:39Z");
    assert_eq!((net.status("src/k"), net.status("dst/k")), ("PENDING".into(), "NoSuchKey".into()));
    net.until("2024-02-01T12:00:40Z");
    assert_eq!((net.status("src/k"), net.status("dst/k")), ("COMPLETED".into(), "REPLICA".into()));
    for field in ["VersionId", "LastModified", "ETag", "ContentLength", "TagCount", "StorageClass"] {
        assert_eq!(net.head("src/k", field), net.head("dst/k", field), "{field}");
        assert_ne!(net.head("dst/k", field), "-", "{field}");
    }
    let id = put.fields.get("VersionId").unwrap().scalar().unwrap();
    assert_eq!(net.head_version("dst/k", id, "LastModified"), "2024-02-01T12:00:00Z");
    assert_eq!(net.tags("dst/k"), "a=b");
    assert_eq!(net.story(), ["43240s Replicated src/k to dst: rule r1"]);
    let arrival = net.world.arrivals[0];
    assert_eq!((arrival.lag, arrival.count), (Micros::seconds(40), 1));
}

#[test]
fn a_bare_object_gets_the_class_of_the_rule() {
    for (class, rule, replica) in [
        ("STANDARD", "dst", "-"),
        ("STANDARD_IA", "dst", "STANDARD_IA"),
        ("STANDARD", "dst; ; StorageClass: GLACIER", "GLACIER"),
        ("STANDARD_IA", "dst; ; StorageClass: STANDARD", "-"),
        ("INTELLIGENT_TIERING", "dst; ; StorageClass: DEEP_ARCHIVE", "DEEP_ARCHIVE"),
    ] {
        let mut net = Net::with(&[rule]);
        net.ok(&format!("2024-02-01 PutObject src/k {{StorageClass: {class}}}"));
        net.until("2024-02-02");
        // RP-033
        assert_eq!(net.head("dst/k", "StorageClass"), replica, "{class} {rule}");
    }
}

/// RP-027: priority decides among rules for one destination, and among those only.
#[test]
fn priorities() {
    let star = |priority: u32, destination: &str, class: &str| {
        format!("{destination}; Filter: {{Prefix: star}}, Priority: {priority}; StorageClass: {class}")
    };
    let ship = |priority: u32, destination: &str, class: &str| {
        format!("{destination}; Filter: {{Prefix: starship}}, Priority: {priority}; StorageClass: {class}")
    };
    for (first, second, dst, other) in [
        (star(1, "dst", "STANDARD_IA"), ship(2, "dst", "GLACIER_IR"), "GLACIER_IR", "NoSuchKey"),
        (star(2, "dst", "STANDARD_IA"), ship(1, "dst", "GLACIER_IR"), "STANDARD_IA", "NoSuchKey"),
        (star(1, "dst", "STANDARD_IA"), ship(2, "other", "GLACIER_IR"), "STANDARD_IA", "GLACIER_IR"),
    ] {
        let mut net = Net::with(&[&first, &second]);
        net.ok("2024-02-01 PutObject src/starship-x");
        net.until("2024-02-02");
        let classes =
            (net.head("dst/starship-x", "StorageClass"), net.head("other/starship-x", "StorageClass"));
        assert_eq!(classes, (dst.to_owned(), other.to_owned()), "{first} {second}");
    }
}

/// RP-047: A to B, rule B to C: nothing arrives at C, and the replica says so.
#[test]
fn a_replica_goes_no_further() {
    let mut net = Net::with(&["dst"]);
    net.replicate("dst", &["other"]);
    net.ok("2024-02-01 PutObject src/k");
    net.ok("2024-02-01 PutObject dst/own");
    net.until("2024-02-02");
    assert_eq!((net.status("dst/k"), net.status("other/k")), ("REPLICA".into(), "NoSuchKey".into()));
    assert_eq!((net.status("dst/own"), net.status("other/own")), ("COMPLETED".into(), "REPLICA".into()));
    // Copied in place it is an object of its own.
    net.ok("2024-02-03 CopyObject dst/k {CopySource: dst/k, MetadataDirective: REPLACE}");
    net.until("2024-02-04");
    assert_eq!((net.status("dst/k"), net.status("other/k")), ("COMPLETED".into(), "REPLICA".into()));
}

/// RP-112: two-way is one rule in each bucket; what was written in one is a replica in the other, and stays there.
#[test]
fn two_ways() {
    let mut net = Net::with(&["dst"]);
    net.replicate("dst", &["src"]);
    net.run(&["2024-02-01T00:00:00Z PutObject src/k", "2024-02-01T00:01:00Z PutObject dst/k"]);
    net.until("2024-02-02");
    assert_eq!((net.stack("src/k"), net.stack("dst/k")), ("[dst:v1*, v1]".into(), "[v1*, src:v1]".into()));
    assert_eq!(net.world.arrivals.len(), 2);
    assert_eq!((net.status("src/k"), net.status("dst/k")), ("REPLICA".into(), "COMPLETED".into()));
}

/// RP-073: one status for several destinations.
#[test]
fn several_destinations() {
    let mut net = Net::with(&["dst", "near"]);
    net.ok("2024-02-01 PutObject src/k");
    net.until("2024-02-02");
    assert_eq!(
        (net.status("src/k"), net.status("dst/k"), net.status("near/k")),
        ("COMPLETED".into(), "REPLICA".into(), "REPLICA".into())
    );
    net.ok("2024-02-03 PutBucketVersioning near {VersioningConfiguration: {Status: Suspended}}");
    net.ok("2024-02-03 PutObject src/l");
    net.until("2024-02-04");
    // RP-004
    assert_eq!(
        (net.status("src/l"), net.status("dst/l"), net.status("near/l")),
        ("FAILED".into(), "REPLICA".into(), "NoSuchKey".into())
    );
    assert_eq!(net.reasons(), ["DstBucketUnversioned"]);
    // RP-071: nobody tries again, whatever is mended; a new version goes.
    net.ok("2024-02-05 PutBucketVersioning near {VersioningConfiguration: {Status: Enabled}}");
    net.until("2024-02-12");
    assert_eq!(net.status("src/l"), "FAILED");
    net.ok("2024-02-13 PutObject src/l");
    net.until("2024-02-14");
    assert_eq!((net.status("src/l"), net.status("near/l")), ("COMPLETED".into(), "REPLICA".into()));
}

/// RP-048: the configuration of the moment of writing counts, also for what is still under way (MC-04).
#[test]
fn a_new_destination_gets_new_objects_only() {
    let mut net = Net::with(&["dst"]);
    net.world.lag = Micros::hours(1);
    net.ok("2024-02-01 PutObject src/k");
    net.replicate("src", &["other"]);
    net.ok("2024-02-02 PutObject src/l");
    net.until("2024-02-03");
    let found = ["dst/k", "other/k", "dst/l", "other/l"].map(|target| net.status(target));
    assert_eq!(found, ["REPLICA", "NoSuchKey", "NoSuchKey", "REPLICA"]);
    assert_eq!(net.status("src/k"), "COMPLETED");
}

/// RP-057: changes follow; PENDING meanwhile.
#[test]
fn changes_of_tags_follow() {
    let mut net = Net::with(&["dst"]);
    net.ok("2024-02-01 PutObject src/k {Tagging: a=b}");
    net.until("2024-02-02");
    net.ok("2024-02-02 PutObjectTagging src/k {Tagging: {TagSet: [{Key: a, Value: c}]}}");
    assert_eq!((net.status("src/k"), net.tags("dst/k")), ("PENDING".into(), "a=b".into()));
    net.until("2024-02-03");
    assert_eq!((net.status("src/k"), net.tags("dst/k")), ("COMPLETED".into(), "a=c".into()));
    // The replica is gone: nothing to change.
    let id = net.head("dst/k", "VersionId");
    net.ok(&format!("2024-02-04 DeleteObject dst/k {{VersionId: {id}}}"));
    net.ok("2024-02-04 DeleteObjectTagging src/k");
    net.until("2024-02-05");
    assert_eq!((net.status("src/k"), net.reasons()), ("FAILED".into(), vec!["DstVersionNotFound".into()]));
}

/// RP-112, RP-074: changes of a replica go back only if both buckets ask for that.
#[test]
fn changes_of_replicas_go_back_if_both_say_so() {
    let sync = "SourceSelectionCriteria: {ReplicaModifications: {Status: Enabled}}";
    for (there, back, tags) in [
        (format!("dst; {sync}"), format!("src; {sync}"), "a=c"),
        ("dst".to_owned(), format!("src; {sync}"), "a=b"),
        (format!("dst; {sync}"), "src".to_owned(), "a=b"),
    ] {
        let mut net = Net::with(&[&there]);
        net.replicate("dst", &[&back]);
        net.ok("2024-02-01 PutObject src/k {Tagging: a=b}");
        net.until("2024-02-02");
        net.ok("2024-02-02 PutObjectTagging dst/k {Tagging: {TagSet: [{Key: a, Value: c}]}}");
        let meanwhile = if tags == "a=c" { "PENDING" } else { "REPLICA" };
        assert_eq!(net.status("dst/k"), meanwhile);
        net.until("2024-02-03");
        assert_eq!(
            (net.tags("src/k"), net.status("dst/k")),
            (tags.into(), "REPLICA".into()),
            "{there} {back}"
        );
        assert_eq!(net.status("src/k"), "COMPLETED");
    }
}

/// RP-058, RP-013: locks.
#[test]
fn locks_come_along() {
    let lock = |bucket: &str, default: &str| {
        format!(
            "2024-01-02 PutObjectLockConfiguration {bucket} {{ObjectLockConfiguration: {{ObjectLockEnabled: Enabled{default}}}}}"
        )
    };
    let default = ", Rule: {DefaultRetention: {Mode: COMPLIANCE, Days: 5}}";
    let governed = "{ObjectLockMode: GOVERNANCE, ObjectLockRetainUntilDate: '2024-02-11T00:00:00Z'}";
    for (put, mode, until) in
        [(governed, "GOVERNANCE", "2024-02-11T00:00:00Z"), ("{}", "COMPLIANCE", "2024-02-06T00:00:00Z")]
    {
        let mut net = Net::new();
        net.run(&[&lock("src", ""), &lock("dst", default)]);
        net.replicate("src", &["dst"]);
        net.ok(&format!("2024-02-01 PutObject src/k {put}"));
        net.until("2024-02-02");
        assert_eq!(
            (net.head("dst/k", "ObjectLockMode"), net.head("dst/k", "ObjectLockRetainUntilDate")),
            (mode.into(), until.into())
        );
    }
    let mut net = Net::new();
    net.ok(&lock("src", ""));
    net.replicate("src", &["dst"]);
    net.ok("2024-02-01 PutObject src/k");
    net.until("2024-02-02");
    assert_eq!(
        (net.status("src/k"), net.reasons()),
        ("FAILED".into(), vec!["DstBucketObjectLockConfigMissing".into()])
    );
}

/// RP-072: while a Region cannot be reached everything waits, and goes on by itself.
#[test]
fn an_outage_is_waited_out() {
    let mut net = Net::with(&["dst", "near"]);
    net.until("2024-02-01");
    let region = net.s3.bucket(net.id("dst")).region;
    net.s3.cut_off(region, crate::play::instant("2024-02-01T03:00:00Z"));
    net.ok("2024-02-01 PutObject src/k");
    net.until("2024-02-01T02:59:00Z");
    assert_eq!(
        (net.status("src/k"), net.status("near/k"), net.status("dst/k")),
        ("PENDING".into(), "REPLICA".into(), "NoSuchKey".into())
    );
    net.until("2024-02-01T03:00:09Z");
    assert_eq!(net.status("src/k"), "PENDING");
    net.until("2024-02-01T03:00:10Z");
    assert_eq!((net.status("src/k"), net.status("dst/k")), ("COMPLETED".into(), "REPLICA".into()));
}

/// RP-152: what is gone before it could be replicated.
#[test]
fn what_is_deleted_meanwhile() {
    let mut net = Net::with(&["dst"]);
    net.run(&[
        "2024-02-01 PutObject src/k",
        "2024-02-01 PutObject src/l",
        "2024-02-01T00:00:01Z PutObject src/l",
        "2024-02-01T00:00:02Z DeleteObject src/k {VersionId: src/k@v1}",
        "2024-02-01T00:00:02Z DeleteObject src/l {VersionId: src/l@v1}",
    ]);
    net.until("2024-02-02");
    assert_eq!(net.reasons(), ["SrcKeyNotFound", "SrcVersionNotFound"]);
    assert_eq!(net.stack("dst/l"), "[src:v2*]");
    let mut net = Net::with(&["dst"]);
    net.run(&["2024-02-01 PutObject src/k", "2024-02-01 DeleteBucket dst"]);
    net.until("2024-02-02");
    assert_eq!((net.status("src/k"), net.reasons()), ("FAILED".into(), vec!["DstBucketNotFound".into()]));
}
