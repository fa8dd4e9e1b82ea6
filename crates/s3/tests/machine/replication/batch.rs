//! S3 Batch Replication: jobs for what was there before, or has failed.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/s3-batch-replication-batch.html>

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

use s3sim_aws::epoch::Rules;
use s3sim_document::tree::Node;
use s3sim_kernel::time::Micros;

use super::{MAIN, Net, role};

fn job(role: &str, more: &str, filter: &str) -> String {
    format!(
        "{{Operation: {{S3ReplicateObject: {{}}}}, RoleArn: 'arn:aws:iam::{MAIN}:role/{role}'{more}, ManifestGenerator: \
         {{S3JobManifestGenerator: {{SourceBucket: 'arn:aws:s3:::src', EnableManifestOutput: false, Filter: {filter}}}}}}}"
    )
}

/// Makes a job and answers with its id.
fn create(net: &mut Net, at: &str, more: &str, filter: &str) -> String {
    let response = net.ok(&format!("{at} CreateJob src {}", job("repl", more, filter)));
    response.fields.get("JobId").unwrap().scalar().unwrap().to_owned()
}

/// Status and tasks: `Complete 3 2 1`, and why if it failed.
fn describe(net: &mut Net, id: &str) -> String {
    let at = net.now;
    let fields = net.ok(&format!("{at} DescribeJob src {{JobId: {id}}}")).fields;
    let job = fields.get("Job").unwrap();
    let summary = job.get("ProgressSummary").unwrap();
    let number = |name: &str| summary.get(name).and_then(Node::scalar).unwrap().to_owned();
    let reasons = job.get("FailureReasons").and_then(Node::as_list).unwrap_or_default();
    let reason = reasons.first().and_then(|reason| reason.get("FailureReason")).and_then(Node::scalar);
    let tasks = ["TotalNumberOfTasks", "NumberOfTasksSucceeded", "NumberOfTasksFailed"].map(number).join(" ");
    format!(
        "{} {tasks}{}",
        job.get("Status").unwrap().scalar().unwrap(),
        reason.map(|r| format!(": {r}")).unwrap_or_default()
    )
}

/// A bucket with an object from before the rule, one that was replicated, one that failed, a replica, and one in an
/// archive.
fn mixed() -> Net {
    let mut net = Net::new();
    net.ok("2024-01-05 PutObject src/none");
    net.ok("2024-01-05 PutObject src/archived {StorageClass: GLACIER}");
    net.replicate("dst", &["src"]);
    net.ok("2024-01-10 PutObject dst/replica");
    net.until("2024-01-11");
    net.replicate("src", &["near"]);
    net.ok("2024-02-01 PutObject src/completed");
    net.until("2024-02-02");
    net.ok("2024-02-02 PutBucketVersioning near {VersioningConfiguration: {Status: Suspended}}");
    net.ok("2024-02-02 PutObject src/failed");
    net.until("2024-02-03");
    net.ok("2024-02-03 PutBucketVersioning near {VersioningConfiguration: {Status: Enabled}}");
    net
}

/// RP-131, RP-133: which versions a job takes.
#[test]
fn filters() {
    for (filter, arrived) in [
        ("{ObjectReplicationStatuses: [NONE]}", "none"),
        ("{ObjectReplicationStatuses: [FAILED]}", "failed"),
        ("{ObjectReplicationStatuses: [REPLICA]}", "replica"),
        ("{ObjectReplicationStatuses: [NONE, FAILED]}", "none failed"),
        ("{}", "none failed replica"),
        ("{CreatedAfter: '2024-01-20T00:00:00Z'}", "failed"),
        ("{CreatedBefore: '2024-01-20T00:00:00Z'}", "none replica"),
        ("{KeyNameConstraint: {MatchAnyPrefix: [no, none, x]}}", "none"),
        ("{KeyNameConstraint: {MatchAnyPrefix: ['']}}", "none failed replica"),
        ("{MatchAnyStorageClass: [STANDARD], EligibleForReplication: true}", "none failed replica"),
        ("{ObjectSizeGreaterThanBytes: 1048575, ObjectSizeLessThanBytes: 1048577}", "none failed replica"),
        ("{ObjectSizeGreaterThanBytes: 1048575, ObjectReplicationStatuses: [FAILED]}", "failed"),
    ] {
        let mut net = mixed();
        let id = create(&mut net, "2024-03-01", "", filter);
        net.until("2024-03-02");
        assert!(describe(&mut net, &id).starts_with("Complete"), "{filter}");
        let keys = ["none", "failed", "replica", "archived"];
        let there: Vec<&str> =
            keys.into_iter().filter(|key| net.status(&format!("near/{key}")) == "REPLICA").collect();
        assert_eq!(there.join(" "), arrived, "{filter}");
    }
}

/// What no job takes, and what is not simulated.
#[test]
fn filters_that_are_none() {
    for (filter, code) in [
        ("{Size: 3}", "InvalidRequest"),
        ("{ObjectReplicationStatuses: [DONE]}", "InvalidRequest"),
        ("{MatchAnyStorageClass: [COLD]}", "InvalidRequest"),
        ("{ObjectSizeGreaterThanBytes: many}", "InvalidRequest"),
        ("{CreatedAfter: yesterday}", "InvalidRequest"),
        ("{KeyNameConstraint: {MatchAnySuffix: [.jpg]}}", "NotImplemented"),
    ] {
        let mut net = mixed();
        let response = net.step(&format!("2024-03-01 CreateJob src {}", job("repl", "", filter)));
        assert_eq!(response.error.map(|error| error.code.name()), Some(code), "{filter}");
    }
}

/// RP-131: what was replicated goes to a new destination too; RP-130: all rules apply.
#[test]
fn a_new_destination_catches_up() {
    let mut net = Net::with(&["dst"]);
    net.ok("2024-02-01 PutObject src/k");
    net.until("2024-02-02");
    net.replicate("src", &["dst", "other"]);
    let id = create(&mut net, "2024-02-03", "", "{ObjectReplicationStatuses: [COMPLETED]}");
    assert_eq!(net.status("src/k"), "PENDING");
    net.world.counts.clear();
    net.until("2024-02-04");
    // One write: the other copy was there.
    assert_eq!(
        net.usage().iter().filter(|line| line.contains("Requests-Tier1")).count(),
        1,
        "{:?}",
        net.usage()
    );
    assert_eq!(describe(&mut net, &id), "Complete 2 2 0");
    assert_eq!(
        (net.status("src/k"), net.status("other/k"), net.stack("dst/k")),
        ("COMPLETED".into(), "REPLICA".into(), "[src:v1*]".into())
    );
}

/// RP-133: a replica that was deleted at the destination does not come back.
#[test]
fn what_was_deleted_there_stays_deleted() {
    let mut net = Net::with(&["dst"]);
    net.ok("2024-02-01 PutObject src/k");
    net.until("2024-02-02");
    net.ok("2024-02-02 DeleteObject dst/k {VersionId: src/k@v1}");
    let id = create(&mut net, "2024-02-03", "", "{}");
    net.until("2024-02-04");
    assert_eq!(
        (describe(&mut net, &id).as_str(), net.reasons()),
        ("Complete 1 0 1", vec!["DstObjectHardDeleted".to_owned()])
    );
    // Copied in place it is a new version, which goes.
    net.ok("2024-02-05 CopyObject src/k {CopySource: src/k, MetadataDirective: REPLACE}");
    net.until("2024-02-06");
    assert_eq!(net.stack("dst/k"), "[src:v2*]");
}

/// RP-130, RP-133: nothing to apply, nothing to do.
#[test]
fn jobs_without_anything_to_do() {
    let mut net = Net::new();
    net.ok("2024-02-01 PutObject src/k");
    let response = net.step(&format!("2024-02-02 CreateJob src {}", job("repl", "", "{}")));
    assert!(response.error.unwrap().message.contains("SrcBucketReplicationConfigMissing"));
    let mut net = Net::with(&["dst; Filter: {Prefix: a/}"]);
    net.ok("2024-02-01 PutObject src/k");
    let id = create(&mut net, "2024-02-02", "", "{}");
    assert_eq!(
        describe(&mut net, &id),
        "Failed 0 0 0: Manifest generation found no keys matching the filter criteria."
    );
}

/// RP-006: the job has a role of its own.
#[test]
fn the_role_of_the_job() {
    let all = "{Effect: Allow, Action: ['s3:*'], Resource: '*'}";
    for (trusts, statements, reasons) in [
        (&["batchoperations.s3.amazonaws.com"][..], all, &[][..]),
        (&["s3.amazonaws.com"], all, &["AssumeRoleNotPermitted"]),
        (
            &["batchoperations.s3.amazonaws.com"],
            "{Effect: Allow, Action: ['s3:GetObject'], Resource: '*'}",
            &["InitiateReplicationNotPermitted"],
        ),
    ] {
        let mut net = Net::as_of(Rules::default(), &[role("batch", trusts, statements)]);
        net.ok("2024-01-05 PutObject src/k");
        net.replicate("src", &["dst"]);
        net.ok(&format!("2024-02-01 CreateJob src {}", job("batch", "", "{}")));
        net.until("2024-02-02");
        assert_eq!(net.reasons(), reasons, "{trusts:?} {statements}");
    }
}

/// RP-134: six at a time, the others by priority.
#[test]
fn six_jobs_at_a_time() {
    let mut net = Net::new();
    net.ok("2024-01-05 PutObject src/k");
    net.replicate("src", &["dst"]);
    net.world.lag = Micros::hours(1);
    let mut ids = Vec::new();
    for priority in [1, 1, 1, 1, 1, 1, 2, 9] {
        // A version that waits is not taken again.
        net.ok("2024-02-01 PutObject near/x");
        ids.push(create(
            &mut net,
            "2024-02-01",
            &format!(", Priority: {priority}, ConfirmationRequired: true"),
            "{}",
        ));
    }
    let states = |net: &mut Net, ids: &[String]| {
        ids.iter()
            .map(|id| describe(net, id).split(' ').next().unwrap().to_owned())
            .collect::<Vec<_>>()
            .join(" ")
    };
    assert_eq!(
        states(&mut net, &ids),
        "Suspended Suspended Suspended Suspended Suspended Suspended Suspended Suspended"
    );
    // RP-135: a job that waits for confirmation begins when it gets it.
    net.ok(&format!("2024-02-01 UpdateJobStatus src {{JobId: {}, RequestedJobStatus: Ready}}", ids[0]));
    assert!(states(&mut net, &ids).starts_with("Active Suspended"));
    net.ok(&format!("2024-02-01 UpdateJobStatus src {{JobId: {}, RequestedJobStatus: Cancelled}}", ids[1]));
    assert!(states(&mut net, &ids).starts_with("Active Cancelled Suspended"));
    net.until("2024-02-02");
    assert!(states(&mut net, &ids).starts_with("Complete Cancelled"));
}

/// Seven equal jobs over seven objects: six are active, one is ready, and its turn comes.
#[test]
fn the_seventh_job_waits() {
    let mut net = Net::new();
    net.replicate("src", &["dst; Status: Disabled"]);
    for day in 1..=8 {
        net.ok(&format!("2024-01-{day:02}T12:00:00Z PutObject src/k{day}"));
    }
    net.replicate("src", &["dst"]);
    net.world.lag = Micros::hours(1);
    let ids: Vec<String> = (1..=8)
        .map(|day| {
            let priority = if day == 8 { 5 } else { 1 };
            let window = format!(
                "{{CreatedAfter: '2024-01-{day:02}T00:00:00Z', CreatedBefore: '2024-01-{day:02}T23:00:00Z'}}"
            );
            create(&mut net, "2024-02-01", &format!(", Priority: {priority}"), &window)
        })
        .collect();
    let states: Vec<String> = ids.iter().map(|id| describe(&mut net, id)).collect();
    assert_eq!(states.iter().filter(|state| state.starts_with("Active")).count(), 6);
    assert_eq!((states[6].as_str(), states[7].as_str()), ("Ready 0 0 0", "Ready 0 0 0"));
    net.until("2024-02-01T01:00:00Z");
    let states: Vec<String> = ids.iter().map(|id| describe(&mut net, id)).collect();
    assert_eq!(states.iter().filter(|state| *state == "Complete 1 1 0").count(), 6);
    assert!(states[6..].iter().all(|state| state.starts_with("Active")), "{states:?}");
    net.until("2024-02-01T02:00:00Z");
    assert!(ids.iter().all(|id| describe(&mut net, id) == "Complete 1 1 0"));
}

/// RP-136: 1,000 tasks with 501 failures fail the job; 999 failures do not.
#[test]
fn the_failure_threshold() {
    for (good, bad, left, state) in [
        (499, 501, 10, "Failed 1010 499 501: Job failure rate is above the failure threshold."),
        (0, 999, 0, "Complete 999 0 999"),
        (500, 500, 10, "Complete 1010 510 500"),
    ] {
        let mut net = Net::new();
        for index in 0..good {
            net.ok(&format!("2024-01-02 PutObject src/good/{index}"));
        }
        for index in 0..bad {
            net.ok(&format!("2024-01-02 PutObject src/more/{index}"));
        }
        for index in 0..left {
            net.ok(&format!("2024-01-02 PutObject src/z/{index}"));
        }
        net.replicate("src", &["dst", "near; Filter: {Prefix: nothing/}"]);
        let deny = super::policy(&format!(
            "{{Effect: Deny, Principal: {{AWS: 'arn:aws:iam::{MAIN}:role/repl'}}, Action: 's3:ReplicateObject', Resource: \
             'arn:aws:s3:::dst/more/*'}}"
        ));
        net.ok(&format!("2024-01-03 PutBucketPolicy dst {deny}"));
        let id = create(&mut net, "2024-01-04", "", "{}");
        net.until("2024-01-05");
        assert_eq!(describe(&mut net, &id), state);
    }
}

/// BL-085, BL-086, RP-139: the job, its objects, the manifest over the whole bucket, and what each copy costs.
#[test]
fn what_a_job_costs() {
    let mut net = Net::new();
    net.run(&["2024-01-05 PutObject src/a/1 {size: 1000}", "2024-01-05 PutObject src/b/1 {size: 1000}"]);
    net.replicate(
        "src",
        &["dst; Filter: {Prefix: a/}; ReplicationTime: {Status: Enabled, Time: {Minutes: 15}}, Metrics: \
                            {Status: Enabled, EventThreshold: {Minutes: 15}}"],
    );
    net.world.counts.clear();
    create(&mut net, "2024-02-01", "", "{}");
    net.until("2024-02-02");
    // RP-085: without time control.
    assert_eq!(
        net.usage(),
        [
            "0 dst USW2-Requests-Tier1 PutObject 1",
            "0 dst USW2-USE1-AWS-In-Bytes PutObject 1000",
            "0 src BatchOperations-Jobs S3ReplicateObject 1",
            "0 src BatchOperations-Manifest S3ReplicateObject 2",
            "0 src BatchOperations-Objects S3ReplicateObject 1",
            "0 src USE1-USW2-AWS-Out-Bytes GetObject 1000",
        ]
    );
    // In sync already: the fees of the job only.
    net.world.counts.clear();
    create(&mut net, "2024-02-03", "", "{}");
    net.until("2024-02-04");
    assert_eq!(
        net.usage(),
        [
            "0 src BatchOperations-Jobs S3ReplicateObject 1",
            "0 src BatchOperations-Manifest S3ReplicateObject 2",
            "0 src BatchOperations-Objects S3ReplicateObject 1",
        ]
    );
}

/// RP-137, IT-022: a job is an access.
#[test]
fn a_job_is_an_access() {
    let mut net = Net::new();
    net.ok("2024-01-02 PutObject src/k {StorageClass: INTELLIGENT_TIERING}");
    net.until("2024-03-01");
    net.replicate("src", &["dst"]);
    let frequent = |net: &Net| net.world.levels.contains_key(&(net.id("src"), "IntelligentTieringFAStorage"));
    assert!(!frequent(&net));
    create(&mut net, "2024-03-02", "", "{}");
    assert!(frequent(&net));
}

/// RP-138: versions and markers in any order; RP-132: every version.
#[test]
fn versions_and_markers() {
    let mut net = Net::new();
    net.run(&["2024-01-02 PutObject src/k", "2024-01-03 PutObject src/k", "2024-01-04 DeleteObject src/k"]);
    net.replicate("src", &["dst; DeleteMarkerReplication: {Status: Enabled}", "other"]);
    let id = create(&mut net, "2024-02-01", "", "{}");
    net.until("2024-02-02");
    assert_eq!(
        (net.stack("dst/k"), net.stack("other/k")),
        ("[src:D3*, src:v2, src:v1]".into(), "[src:v2*, src:v1]".into())
    );
    assert_eq!(describe(&mut net, &id), "Complete 5 5 0");
}
