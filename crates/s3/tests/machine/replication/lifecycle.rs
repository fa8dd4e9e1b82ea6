//! Lifecycle waits for replication, and counts the age of replicas from their creation.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/lifecycle-and-other-bucket-config.html>

use s3sim_aws::epoch::Rules;
use s3sim_kernel::time::Micros;

use super::Net;
use crate::play::instant;

const EXPIRE: &str =
    "{LifecycleConfiguration: {Rules: [{ID: gone, Status: Enabled, Filter: {}, Expiration: {Days: DAYS}}]}}";

fn expire(net: &mut Net, bucket: &str, days: u32) {
    let rules = EXPIRE.replace("DAYS", &days.to_string());
    net.ok(&format!("2024-01-02 PutBucketLifecycleConfiguration {bucket} {rules}"));
}

/// LC-113, GV-46, RP-075: PENDING and FAILED objects are neither moved nor deleted, and go on being billed.
#[test]
fn what_is_not_replicated_is_left_alone() {
    let latest = Rules::default();
    let before = Rules { as_of: instant("2023-06-01").day() };
    for (what, rules, lag, suspended, day_1, day_30) in [
        ("COMPLETED", latest, Micros::seconds(1), false, "NoSuchKey", "NoSuchKey"),
        ("PENDING for 20 days", latest, Micros::days(20), false, "PENDING", "NoSuchKey"),
        ("FAILED", latest, Micros::seconds(1), true, "FAILED", "FAILED"),
        ("FAILED in 2023", before, Micros::seconds(1), true, "NoSuchKey", "NoSuchKey"),
    ] {
        let mut net = Net::as_of(rules, &[]);
        net.replicate("src", &["dst"]);
        expire(&mut net, "src", 1);
        net.world.lag = lag;
        if suspended {
            net.ok("2024-01-03 PutBucketVersioning dst {VersioningConfiguration: {Status: Suspended}}");
        }
        net.ok("2024-02-01T10:00:00Z PutObject src/k");
        // Due at 2024-02-03: one day after, rounded up.
        net.until("2024-02-03T01:00:00Z");
        let found = net.status("src/k");
        net.until("2024-03-02");
        assert_eq!((found.as_str(), net.status("src/k").as_str()), (day_1, day_30), "{what}");
        let billed = net.world.levels.contains_key(&(net.id("src"), "StandardStorage"));
        assert!(billed, "{what}: the version is there, noncurrent or not");
    }
}

/// RP-076, LC-114: created 2024-01-01 10:30, there since 2024-01-05, expiration after 10 days: due 2024-01-12.
#[test]
fn the_age_of_a_replica_is_that_of_the_object() {
    let mut net = Net::new();
    net.until("2024-01-01T10:00:00Z");
    net.replicate("src", &["dst"]);
    let rules = EXPIRE.replace("DAYS", "10");
    net.ok(&format!("2024-01-01T10:10:00Z PutBucketLifecycleConfiguration dst {rules}"));
    net.world.lag = Micros::days(4);
    net.ok("2024-01-01T10:30:00Z PutObject src/k");
    net.until("2024-01-11T23:59:59Z");
    assert_eq!(net.status("dst/k"), "REPLICA");
    net.until("2024-01-12");
    assert_eq!(net.status("dst/k"), "NoSuchKey");
}

/// RP-053: a transition at the source changes nothing at the destination.
#[test]
fn transitions_stay_at_home() {
    let mut net = Net::with(&["dst"]);
    net.ok(
        "2024-01-02 PutBucketLifecycleConfiguration src {LifecycleConfiguration: {Rules: [{ID: cool, Status: Enabled, \
         Filter: {}, Transitions: [{Days: 30, StorageClass: GLACIER}]}]}}",
    );
    net.ok("2024-02-01 PutObject src/k");
    net.until("2024-03-10");
    assert_eq!(
        (net.head("src/k", "StorageClass"), net.head("dst/k", "StorageClass")),
        ("GLACIER".into(), "-".into())
    );
}

/// A version that was written later and arrives sooner: the one that comes late stands below it.
#[test]
fn a_late_replica_stands_where_it_would_have_stood() {
    let mut net = Net::with(&["dst"]);
    net.world.lag = Micros::hours(5);
    net.ok("2024-02-01T00:00:00Z PutObject src/k");
    net.world.lag = Micros::seconds(5);
    net.ok("2024-02-01T01:00:00Z PutObject src/k");
    net.until("2024-02-01T02:00:00Z");
    assert_eq!(net.stack("dst/k"), "[src:v2*]");
    net.until("2024-02-02");
    assert_eq!(net.stack("dst/k"), "[src:v2*, src:v1]");
    // It has been noncurrent since v2 was written.
    net.ok(
        "2024-02-02 PutBucketLifecycleConfiguration dst {LifecycleConfiguration: {Rules: [{ID: old, Status: Enabled, \
         Filter: {}, NoncurrentVersionExpiration: {NoncurrentDays: 5}}]}}",
    );
    net.until("2024-02-06T23:59:59Z");
    assert_eq!(net.stack("dst/k"), "[src:v2*, src:v1]");
    net.until("2024-02-07");
    assert_eq!(net.stack("dst/k"), "[src:v2*]");
}
