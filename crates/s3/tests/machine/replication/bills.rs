//! What replication costs, and whom.
//!
//! <https://aws.amazon.com/s3/pricing/>, <https://aws.amazon.com/s3/faqs/>

use super::{MAIN, Net, policy};

const GB: u128 = 1 << 30;

/// BL-080, BL-081, RP-091, RP-092: one PUT in the class of the replica, the way between Regions, the retrieval of the
/// source class; what S3 reads at the source is free.
#[test]
fn one_object() {
    for (rule, class, usage) in [
        (
            "dst",
            "STANDARD",
            &[
                "0 dst USW2-Requests-Tier1 PutObject 1",
                "0 dst USW2-USE1-AWS-In-Bytes PutObject 1073741824",
                "0 src Requests-Tier1 PutObject 1",
                "0 src USE1-USW2-AWS-Out-Bytes GetObject 1073741824",
            ][..],
        ),
        ("near", "STANDARD", &["0 near Requests-Tier1 PutObject 1", "0 src Requests-Tier1 PutObject 1"]),
        (
            "near; ; StorageClass: GLACIER_IR",
            "STANDARD_IA",
            &[
                "0 near Requests-GIR-Tier1 PutObject 1",
                "0 src Requests-SIA-Tier1 PutObject 1",
                "0 src Retrieval-SIA GetObject 1073741824",
            ],
        ),
    ] {
        let mut net = Net::with(&[rule]);
        net.world.counts.clear();
        net.ok(&format!("2024-02-01 PutObject src/k {{StorageClass: {class}, size: {GB}}}"));
        net.until("2024-02-02");
        assert_eq!(net.usage(), usage, "{rule} {class}");
    }
}

/// BL-082: the owner of the source pays for the way, the owner of the destination for the rest.
#[test]
fn between_accounts() {
    let mut net = Net::with(&["far"]);
    net.ok(&format!(
        "2024-01-02 PutBucketPolicy far {}",
        policy(&format!(
            "{{Effect: Allow, Principal: {{AWS: 'arn:aws:iam::{MAIN}:role/repl'}}, Action: 's3:ReplicateObject', Resource: \
             'arn:aws:s3:::far/*'}}"
        ))
    ));
    net.world.counts.clear();
    net.ok("2024-02-01 PutObject src/k {size: 1000}");
    net.until("2024-02-02");
    assert_eq!(
        net.usage(),
        [
            "0 src Requests-Tier1 PutObject 1",
            "0 src USE1-EUW1-AWS-Out-Bytes GetObject 1000",
            "1 far EU-Requests-Tier1 PutObject 1",
            "1 far EUW1-USE1-AWS-In-Bytes PutObject 1000",
        ]
        .map(|line| line.replace("EUW1", region_code(&net)))
    );
}

fn region_code(net: &Net) -> &'static str {
    net.s3.bucket(net.id("far")).region.pair_code()
}

/// GB-07: 100 GB that came in 800 parts of 128 MB: 802 requests at the destination, 100 GB between Regions.
#[test]
fn an_object_in_parts() {
    let mut net = Net::with(&["dst"]);
    let upload = net.ok("2024-02-01 CreateMultipartUpload src/k");
    let id = upload.fields.get("UploadId").unwrap().scalar().unwrap().to_owned();
    let mut parts = Vec::new();
    for number in 1..=800 {
        let part = net.ok(&format!(
            "2024-02-01 UploadPart src/k {{UploadId: {id}, PartNumber: {number}, size: {}}}",
            128 << 20
        ));
        let etag = part.fields.get("ETag").unwrap().scalar().unwrap().replace('"', "");
        parts.push(format!("{{PartNumber: {number}, ETag: {etag}}}"));
    }
    let parts = parts.join(", ");
    net.world.counts.clear();
    net.ok(&format!(
        "2024-02-01 CompleteMultipartUpload src/k {{UploadId: {id}, MultipartUpload: {{Parts: [{parts}]}}}}"
    ));
    net.until("2024-02-02");
    assert_eq!(
        net.usage(),
        [
            "0 dst USW2-Requests-Tier1 CompleteMultipartUpload 1".to_owned(),
            "0 dst USW2-Requests-Tier1 InitiateMultipartUpload 1".to_owned(),
            "0 dst USW2-Requests-Tier1 UploadPart 800".to_owned(),
            format!("0 dst USW2-USE1-AWS-In-Bytes PutObject {}", 100 * GB),
            "0 src Requests-Tier1 CompleteMultipartUpload 1".to_owned(),
            format!("0 src USE1-USW2-AWS-Out-Bytes GetObject {}", 100 * GB),
        ]
    );
    assert_eq!(net.head("dst/k", "ETag"), net.head("src/k", "ETag"));
}

/// BL-083, RP-086: 0.015 USD a gigabyte at the source, and operations that say so.
#[test]
fn time_control() {
    let mut net =
        Net::with(&["dst; ; ReplicationTime: {Status: Enabled, Time: {Minutes: 15}}, Metrics: {Status: \
                               Enabled, EventThreshold: {Minutes: 15}}"]);
    net.world.counts.clear();
    net.ok(&format!("2024-02-01 PutObject src/k {{size: {GB}}}"));
    net.until("2024-02-02");
    assert_eq!(
        net.usage(),
        [
            "0 dst USW2-Requests-Tier1 PutObjectReplTime 1",
            "0 dst USW2-USE1-AWS-In-Bytes PutObject 1073741824",
            "0 src Requests-Tier1 PutObject 1",
            "0 src USE1-USW2-AWS-Out-Bytes GetObject 1073741824",
            "0 src USE1-USW2-S3RTC-Out-Bytes PutObjectReplTime 1073741824",
        ]
    );
}

/// BL-084: a change, or a delete marker, is one PUT and no bytes.
#[test]
fn changes_and_markers() {
    let mut net = Net::with(&["dst; DeleteMarkerReplication: {Status: Enabled}"]);
    net.ok("2024-02-01 PutObject src/k");
    net.until("2024-02-02");
    net.world.counts.clear();
    net.ok("2024-02-02 PutObjectTagging src/k {Tagging: {TagSet: [{Key: a, Value: b}]}}");
    net.until("2024-02-03");
    assert_eq!(
        net.usage(),
        ["0 dst USW2-Requests-Tier1 PutObject 1", "0 src Requests-Tier1 PutObjectTagging 1"]
    );
    net.world.counts.clear();
    net.ok("2024-02-03 DeleteObject src/k");
    net.until("2024-02-04");
    assert_eq!(net.usage(), ["0 dst USW2-Requests-Tier1 PutObject 1"]);
}

/// What fails costs nothing beside the write itself.
#[test]
fn failures_are_free() {
    let mut net = Net::with(&["far"]);
    net.world.counts.clear();
    net.ok("2024-02-01 PutObject src/k");
    net.until("2024-02-02");
    assert_eq!(net.usage(), ["0 src Requests-Tier1 PutObject 1"]);
    assert_eq!(net.status("src/k"), "FAILED");
}
