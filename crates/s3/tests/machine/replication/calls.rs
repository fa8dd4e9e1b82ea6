//! The calls that put, get and delete a configuration, and what it forbids.

use super::{Net, configuration};

#[test]
fn what_the_calls_answer() {
    for (rule, steps, answer) in [
        ("RP-015", &["GetBucketReplication src"][..], "404 ReplicationConfigurationNotFoundError"),
        ("RP-015", &["DeleteBucketReplication src", "DeleteBucketReplication src"], "204"),
        ("RP-001", &["PutBucketReplication plain CONFIG"], "400 InvalidRequest"),
        ("RP-002", &["PutBucketReplication src NOWHERE"], "400 InvalidRequest"),
        ("RP-002", &["PutBucketReplication src UNVERSIONED"], "400 InvalidRequest"),
        (
            "RP-003",
            &["PutBucketReplication src CONFIG", "PutBucketVersioning src SUSPEND"],
            "409 InvalidBucketState",
        ),
        (
            "RP-003",
            &[
                "PutBucketReplication src CONFIG",
                "DeleteBucketReplication src",
                "PutBucketVersioning src SUSPEND",
            ],
            "200",
        ),
        ("RP-004", &["PutBucketReplication src CONFIG", "PutBucketVersioning dst SUSPEND"], "200"),
    ] {
        let mut net = Net::new();
        net.ok("2024-01-01 CreateBucket plain");
        let mut told = String::new();
        for step in steps {
            let step = step
                .replace("CONFIG", &configuration("repl", &["dst"]))
                .replace("NOWHERE", &configuration("repl", &["nowhere"]))
                .replace("UNVERSIONED", &configuration("repl", &["plain"]))
                .replace("SUSPEND", "{VersioningConfiguration: {Status: Suspended}}");
            let response = net.step(&format!("2024-01-02 {step}"));
            let code = response.error.map(|error| format!(" {}", error.code.name())).unwrap_or_default();
            told = format!("{}{code}", response.status);
        }
        assert_eq!(told, answer, "{rule}: {steps:?}");
    }
}

#[test]
fn what_is_put_comes_back() {
    let mut net = Net::with(&["dst; Filter: {Prefix: a/}; StorageClass: STANDARD_IA"]);
    let fields = net.ok("2024-01-02 GetBucketReplication src").fields;
    let rules = fields.get("ReplicationConfiguration").unwrap().get("Rules").unwrap().as_list().unwrap();
    let class = rules[0].get("Destination").unwrap().get("StorageClass").unwrap().scalar();
    assert_eq!((rules.len(), class), (1, Some("STANDARD_IA")));
}

/// RP-013, RP-003: the two sides may change after the configuration was accepted.
#[test]
fn a_bucket_that_is_deleted_has_no_metrics_any_more() {
    let metrics = "dst; ; ReplicationTime: {Status: Enabled, Time: {Minutes: 15}}, \
                   Metrics: {Status: Enabled, EventThreshold: {Minutes: 15}}";
    let mut net = Net::with(&[metrics, "other"]);
    let stored = |net: &Net| net.world.levels.get(&(net.id("src"), "MetricStorage")).copied();
    // BL-083: four metrics for the one rule that has some.
    assert_eq!(stored(&net), Some(4));
    net.replicate("src", &["dst"]);
    assert_eq!(stored(&net), None);
    net.replicate("src", &[metrics]);
    let src = net.id("src");
    net.ok("2024-01-03 DeleteBucket src");
    assert_eq!(net.world.levels.get(&(src, "MetricStorage")), None);
}
