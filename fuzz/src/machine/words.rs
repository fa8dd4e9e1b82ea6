//! What calls are made of.

use s3sim_aws::operation::Api;

use super::{Made, Memory, recent, some_instant};
use crate::Choices;

pub(super) const BUCKETS: &[&str] = &[
    "plain",
    "plain",
    "kept",
    "kept",
    "kept",
    "paused",
    "locked",
    "copy",
    "far",
    "zonal--use1-az4--x-s3",
    "new",
];
pub(super) const KEYS: &[&str] = &["k", "k", "o/3", "o/3", "o/11", "o/012", "cold/1", "cold/2", "logs/é"];
pub(super) const SIZES: &[u64] = &[0, 1, 1_000, 131_071, 131_072, 6_000_000, 5_000_000_000, 6_000_000_000];

/// The calls that change most.
pub(super) const CALLS: &[Api] = &[
    Api::PutObject,
    Api::PutObject,
    Api::PutObject,
    Api::PutObject,
    Api::CopyObject,
    Api::GetObject,
    Api::HeadObject,
    Api::DeleteObject,
    Api::DeleteObject,
    Api::DeleteObjects,
    Api::RestoreObject,
    Api::RestoreObject,
    Api::PutObjectTagging,
    Api::PutObjectRetention,
    Api::PutObjectLegalHold,
    Api::CreateMultipartUpload,
    Api::UploadPart,
    Api::UploadPartCopy,
    Api::CompleteMultipartUpload,
    Api::AbortMultipartUpload,
    Api::ListObjectVersions,
    Api::PutBucketVersioning,
    Api::PutBucketLifecycleConfiguration,
    Api::PutBucketReplication,
    Api::PutBucketIntelligentTieringConfiguration,
    Api::PutBucketNotificationConfiguration,
    Api::PutBucketEncryption,
    Api::UpdateObjectEncryption,
    Api::CreateBucket,
    Api::CreateJob,
];

/// Parameters that a call does nothing without.
const REQUIRED: &[&str] = &[
    "CopySource",
    "Delete",
    "UploadId",
    "PartNumber",
    "RestoreRequest",
    "Tagging",
    "Retention",
    "LegalHold",
    "MultipartUpload",
    "Id",
    "ObjectEncryption",
    "Operation",
    "ManifestGenerator",
    "RoleArn",
    "JobId",
    "Report",
    "RequestedJobStatus",
];
/// Parameters with which most requests are refused.
const SPOILERS: &[&str] =
    &["ExpectedBucketOwner", "SSECustomer", "CopySourceSSECustomer", "Grant", "ExpectedSource"];

/// Which parameters a call brings: most of what it cannot do without, and a few others.
pub(super) fn parameters(api: Api, choices: &mut Choices<'_>) -> Vec<&'static str> {
    let names = api.parameters();
    let required = |name: &&str| match *name {
        // A header of writes, a document of its own call.
        "Tagging" => !names.contains(&"StorageClass"),
        name => name.ends_with("Configuration") || REQUIRED.contains(&name),
    };
    let mut wanted: Vec<&str> =
        names.iter().copied().filter(|name| required(name) && choices.below(16) < 15).collect();
    if names.contains(&"StorageClass") && choices.below(2) == 1 {
        wanted.push("StorageClass");
    }
    for _ in 0..choices.one(&[0, 0, 1, 2]) {
        let (name, spoil) = (choices.below(names.len().max(1)), choices.below(8) == 7);
        let name =
            names.get(name).filter(|name| spoil || !SPOILERS.iter().any(|word| name.starts_with(word)));
        wanted.extend(name.filter(|name| !wanted.contains(name)));
    }
    wanted
}

const RULES: &[&str] = &[
    "Filter: {}, Transitions: [{Days: 30, StorageClass: STANDARD_IA}, {Days: 90, StorageClass: GLACIER}]",
    "Filter: {Prefix: o/1}, Transitions: [{Days: 0, StorageClass: INTELLIGENT_TIERING}]",
    "Filter: {Prefix: o/}, Expiration: {Days: 3}",
    "Filter: {}, Expiration: {Days: 60}, NoncurrentVersionExpiration: {NoncurrentDays: 5, NewerNoncurrentVersions: 1}",
    "Filter: {}, NoncurrentVersionTransitions: [{NoncurrentDays: 3, StorageClass: DEEP_ARCHIVE}]",
    "Filter: {Tag: {Key: a, Value: b}}, Expiration: {Days: 1}",
    "Filter: {}, Expiration: {ExpiredObjectDeleteMarker: true}, AbortIncompleteMultipartUpload: {DaysAfterInitiation: 2}",
    "Filter: {ObjectSizeGreaterThan: 1000}, Transitions: [{Days: 1, StorageClass: GLACIER_IR}]",
    "Filter: {}, Expiration: {Date: 2024-04-01}",
];

const REPLICATION: &[&str] = &[
    "Filter: {}, Destination: {Bucket: 'arn:aws:s3:::copy'}, DeleteMarkerReplication: {Status: Enabled}",
    "Filter: {Prefix: o/}, Destination: {Bucket: 'arn:aws:s3:::copy', StorageClass: GLACIER, \
     ReplicationTime: {Status: Enabled, Time: {Minutes: 15}}, Metrics: {Status: Enabled, EventThreshold: {Minutes: 15}}}, \
     DeleteMarkerReplication: {Status: Disabled}",
    "Filter: {}, Destination: {Bucket: 'arn:aws:s3:::kept'}, DeleteMarkerReplication: {Status: Enabled}",
    "Filter: {}, Destination: {Bucket: 'arn:aws:s3:::far', Account: '444455556666', \
     AccessControlTranslation: {Owner: Destination}}, DeleteMarkerReplication: {Status: Enabled}",
];

fn quoted(id: Option<&String>, otherwise: &str) -> String {
    id.map_or_else(|| otherwise.to_owned(), |id| format!("'{id}'"))
}

/// A value for a parameter, in YAML.
pub(super) fn value(name: &str, target: &Made, choices: &mut Choices<'_>, memory: &Memory) -> String {
    let rules = |of: &[&str], more: &str, choices: &mut Choices<'_>| {
        let rules: Vec<String> = (0..1 + choices.below(2))
            .map(|index| {
                format!(
                    "{{ID: r{index}, Status: Enabled, {}{}}}",
                    choices.one(of),
                    more.replace('#', &index.to_string())
                )
            })
            .collect();
        rules.join(", ")
    };
    match name {
        "VersionId" if choices.below(4) == 3 => "'null'".to_owned(),
        "VersionId" | "UploadId" => format!("'{}'", target.id.trim_matches('\'')),
        "JobId" => quoted(recent(&memory.jobs, choices), "none"),
        "IfMatch" | "IfNoneMatch" | "CopySourceIfMatch" if choices.below(2) == 0 => {
            quoted(recent(&memory.etags, choices), "'*'")
        }
        "LifecycleConfiguration" => format!("{{Rules: [{}]}}", rules(RULES, "", choices)),
        "ReplicationConfiguration" => format!(
            "{{Role: 'arn:aws:iam::111122223333:role/repl', Rules: [{}]}}",
            rules(REPLICATION, ", Priority: #", choices)
        ),
        "MultipartUpload" => {
            let parts: Vec<String> = (1..=1 + choices.below(2))
                .map(|number| {
                    format!(
                        "{{PartNumber: {number}, ETag: {}}}",
                        quoted(recent(&memory.etags, choices), "none")
                    )
                })
                .collect();
            format!("{{Parts: [{}]}}", parts.join(", "))
        }
        "Delete" => {
            let version = quoted(recent(&memory.versions, choices).map(|made| &made.id), "'null'");
            choices
                .one(&[
                    "{Objects: [{Key: k}, {Key: o/3}]}",
                    "{Objects: [{Key: k, VersionId: #}], Quiet: true}",
                ])
                .replace('#', &version)
        }
        "CopySource" => {
            let version = quoted(recent(&memory.versions, choices).map(|made| &made.id), "'null'");
            choices
                .one(&[
                    "plain/o/3",
                    "kept/k",
                    "kept/o/3",
                    "paused/k",
                    "locked/k",
                    "'kept/k?versionId=#'",
                    "far/k",
                    "none/k",
                ])
                .replace('#', version.trim_matches('\''))
        }
        "ObjectLockRetainUntilDate"
        | "CopySourceIfModifiedSince"
        | "IfUnmodifiedSince"
        | "IfMatchInitiatedTime" => some_instant(choices).to_string(),
        "Retention" => format!(
            "{{Mode: {}, RetainUntilDate: {}}}",
            choices.one(&["GOVERNANCE", "COMPLIANCE"]),
            some_instant(choices)
        ),
        _ => choices.one(plain(name)).to_owned(),
    }
}

/// Values that hang on nothing.
fn plain(name: &str) -> &'static [&'static str] {
    match name {
        "StorageClass" => &[
            "STANDARD",
            "STANDARD_IA",
            "ONEZONE_IA",
            "INTELLIGENT_TIERING",
            "GLACIER",
            "DEEP_ARCHIVE",
            "GLACIER_IR",
            "REDUCED_REDUNDANCY",
            "EXPRESS_ONEZONE",
        ],
        "Body" => &["hello", "''"],
        "Tagging" => &["{TagSet: [{Key: a, Value: b}]}", "{TagSet: []}"],
        "RestoreRequest" => &[
            "{Days: 2}",
            "{Days: 2, GlacierJobParameters: {Tier: Expedited}}",
            "{Days: 30, GlacierJobParameters: {Tier: Bulk}}",
            "{}",
        ],
        "LegalHold" => &["{Status: 'ON'}", "{Status: 'OFF'}"],
        "PartNumber" => &["1", "2", "10000", "0"],
        "VersioningConfiguration" => &["{Status: Enabled}", "{Status: Suspended}"],
        "IntelligentTieringConfiguration" => &[
            "{Id: all, Status: Enabled, Tierings: [{Days: 90, AccessTier: ARCHIVE_ACCESS}]}",
            "{Id: all, Status: Enabled, Filter: {Prefix: o/}, Tierings: [{Days: 180, AccessTier: DEEP_ARCHIVE_ACCESS}]}",
        ],
        "Id" => &["all"],
        "NotificationConfiguration" => &[
            "{QueueConfigurations: [{QueueArn: 'arn:aws:sqs:us-east-1:111122223333:jobs', Events: ['s3:ObjectCreated:*', 's3:ObjectRemoved:*']}]}",
            "{EventBridgeConfiguration: {}}",
            "{}",
        ],
        "ServerSideEncryptionConfiguration" => &[
            "{Rules: [{ApplyServerSideEncryptionByDefault: {SSEAlgorithm: 'aws:kms', KMSMasterKeyID: docs}, BucketKeyEnabled: true}]}",
            "{Rules: [{ApplyServerSideEncryptionByDefault: {SSEAlgorithm: AES256}}]}",
        ],
        "ObjectEncryption" => {
            &["{SSEKMS: {KMSKeyArn: 'arn:aws:kms:us-east-1:111122223333:key/docs'}}", "{SSES3: {}}"]
        }
        "ObjectLockConfiguration" => &[
            "{ObjectLockEnabled: Enabled, Rule: {DefaultRetention: {Mode: COMPLIANCE, Days: 2}}}",
            "{ObjectLockEnabled: Enabled}",
        ],
        "ServerSideEncryption" => &["AES256", "'aws:kms'", "'aws:kms:dsse'"],
        "SSEKMSKeyId" => &["docs", "alias/aws/s3", "none"],
        "ObjectLockMode" => &["GOVERNANCE", "COMPLIANCE"],
        "ObjectLockLegalHoldStatus" => &["'ON'", "'OFF'"],
        "Range" | "CopySourceRange" => &["bytes=0-9", "bytes=-5", "bytes=9-1", "bytes=0-99999999999"],
        "ACL" => &["private", "public-read", "bucket-owner-full-control"],
        "Policy" => &[
            r#"'{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Principal":"*","Action":"s3:DeleteObject","Resource":"arn:aws:s3:::kept/o/*"}]}'"#,
            r#"'{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"444455556666"},"Action":"s3:*","Resource":["arn:aws:s3:::kept/*","arn:aws:s3:::kept"]}]}'"#,
        ],
        "Operation" => &["{S3ReplicateObject: {}}"],
        "ManifestGenerator" => &[
            "{S3JobManifestGenerator: {EnableManifestOutput: false, SourceBucket: 'arn:aws:s3:::kept', Filter: {EligibleForReplication: true}}}",
            "{S3JobManifestGenerator: {EnableManifestOutput: false, Filter: {ObjectReplicationStatuses: [NONE, FAILED]}}}",
        ],
        "RoleArn" => &["'arn:aws:iam::111122223333:role/repl'"],
        "Report" => &["{Enabled: false}"],
        "ConfirmationRequired"
        | "BypassGovernanceRetention"
        | "BucketKeyEnabled"
        | "ObjectLockEnabledForBucket" => &["true", "false"],
        "RequestedJobStatus" => &["Ready", "Cancelled"],
        "MaxKeys" | "MaxParts" | "MaxUploads" => &["1", "0", "3", "1000"],
        "Prefix" | "Delimiter" | "StartAfter" | "KeyMarker" => &["o/", "/", "o/1", "''", "k"],
        "MetadataDirective" | "TaggingDirective" => &["REPLACE", "COPY"],
        _ => &["Enabled", "x", "1", "{}", "[]", "'*'", "true"],
    }
}
