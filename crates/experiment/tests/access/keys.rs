//! The condition keys of a request: there when the request brings them, with its value, and absent otherwise.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/amazon-s3-policy-keys.html>

use std::fmt::Write;

use crate::world::holds;

/// Key, a value, a request that brings the key with that value, and one that does not bring it.
#[rustfmt::skip]
const KEYS: &[(&str, &str, &str, &str)] = &[
    // PO-050, PO-051
    ("aws:SecureTransport", "false", "GetObject: box/k, over: http", ""),
    ("aws:SecureTransport", "true", "GetObject: box/k, over: https", ""),
    ("s3:TlsVersion", "1.1", "GetObject: box/k, over: tls1.1", "GetObject: box/k, over: http"),
    ("aws:SourceIp", "203.0.113.7", "GetObject: box/k, source_ip: 203.0.113.7", "GetObject: box/k, via: gate"),
    ("aws:SourceVpce", "gate", "GetObject: box/k, via: gate", "GetObject: box/k"),
    ("aws:SourceVpc", "vpc-7", "GetObject: box/k, via: gate", "GetObject: box/k"),
    // PO-052, PO-054
    ("aws:username", "ann", "GetObject: box/k", "GetObject: box/k, as: app"),
    ("aws:PrincipalAccount", "111122223333", "GetObject: box/k", "GetObject: box/k, as: anonymous"),
    ("aws:PrincipalArn", "arn:aws:iam::111122223333:role/app", "GetObject: box/k, as: app", "GetObject: box/k, as: anonymous"),
    ("aws:PrincipalTag/team", "blue", "GetObject: box/k, as: tim", "GetObject: box/k"),
    ("aws:MultiFactorAuthPresent", "true", "GetObject: box/k, mfa: true", "GetObject: box/k"),
    ("aws:MultiFactorAuthAge", "0", "GetObject: box/k, mfa: true", "GetObject: box/k"),
    // PO-053
    ("aws:SourceArn", "arn:aws:s3:::src", "GetObject: box/k, as: {Service: logging.s3.amazonaws.com, SourceArn: 'arn:aws:s3:::src'}", "GetObject: box/k"),
    ("aws:SourceAccount", "444455556666", "GetObject: box/k, as: {Service: logging.s3.amazonaws.com, SourceAccount: vendor}", "GetObject: box/k"),
    ("aws:PrincipalIsAWSService", "true", "GetObject: box/k, as: {Service: logging.s3.amazonaws.com}", ""),
    // PO-055, PO-056: 2026-01-01 is 1,767,225,600 seconds after 1970-01-01; checks ask at the end, a day later.
    ("aws:CurrentTime", "2026-01-02T00:00:00Z", "GetObject: box/k", ""),
    ("aws:EpochTime", "1767312000", "GetObject: box/k", ""),
    ("aws:TokenIssueTime", "2026-01-02T00:00:00Z", "GetObject: box/k, as: app", "GetObject: box/k"),
    // PO-057 to PO-059
    ("aws:Referer", "http://example.com/a", "GetObject: box/k, headers: {Referer: 'http://example.com/a'}", "GetObject: box/k"),
    ("aws:UserAgent", "curl", "GetObject: box/k, headers: {User-Agent: curl}", "GetObject: box/k"),
    ("s3:ResourceAccount", "111122223333", "GetObject: box/k", ""),
    ("aws:ResourceAccount", "111122223333", "GetObject: box/k", ""),
    ("aws:RequestedRegion", "us-east-1", "GetObject: box/k", ""),
    // PO-060
    ("s3:prefix", "home/", "ListObjectsV2: box, Prefix: home/", "ListObjectsV2: box"),
    ("s3:delimiter", "/", "ListObjectsV2: box, Delimiter: /", "ListObjectsV2: box"),
    ("s3:max-keys", "10", "ListObjectsV2: box, MaxKeys: 10", "ListObjectsV2: box"),
    // PO-061 to PO-064
    ("s3:x-amz-acl", "bucket-owner-full-control", "PutObject: box/n, ACL: bucket-owner-full-control", "PutObject: box/n"),
    ("s3:x-amz-copy-source", "box/k", "CopyObject: box/n, CopySource: /box/k", "PutObject: box/n"),
    ("s3:x-amz-metadata-directive", "COPY", "CopyObject: box/n, CopySource: box/k, MetadataDirective: COPY", "CopyObject: box/n, CopySource: box/k"),
    ("s3:x-amz-server-side-encryption", "AES256", "PutObject: box/n, ServerSideEncryption: AES256", "PutObject: box/n"),
    ("s3:x-amz-storage-class", "STANDARD_IA", "PutObject: box/n, StorageClass: STANDARD_IA", "PutObject: box/n"),
    // PO-065 to PO-067
    ("s3:ExistingObjectTag/kind", "old", "GetObject: box/k", "GetObject: box/bare"),
    ("s3:RequestObjectTag/kind", "new", "PutObject: box/n, Tagging: kind=new", "PutObject: box/n"),
    ("s3:RequestObjectTagKeys", "kind", "PutObject: box/n, Tagging: kind=new", "PutObject: box/n"),
    ("s3:VersionId", "'null'", "GetObject: box/k, VersionId: 'null'", "GetObject: box/k"),
    // PO-068, PO-069
    ("s3:authType", "REST-HEADER", "GetObject: box/k", "GetObject: box/k, as: anonymous"),
    ("s3:authType", "REST-QUERY-STRING", "GetObject: box/k, presigned: {by: ann, expires: 7d}", "GetObject: box/k, as: anonymous"),
    ("s3:signatureAge", "86400000", "GetObject: box/k, presigned: {by: ann, expires: 7d}", "GetObject: box/k, as: anonymous"),
    // PO-069a
    ("s3:object-lock-mode", "GOVERNANCE", "PutObject: box/n, ObjectLockMode: GOVERNANCE, ObjectLockRetainUntilDate: 2026-01-12", "PutObject: box/n"),
    ("s3:object-lock-remaining-retention-days", "10", "PutObject: box/n, ObjectLockMode: GOVERNANCE, ObjectLockRetainUntilDate: 2026-01-12", "PutObject: box/n"),
    ("s3:object-lock-legal-hold", "'ON'", "PutObject: box/n, ObjectLockLegalHoldStatus: 'ON'", "PutObject: box/n"),
    // PO-069b
    ("s3:x-amz-object-ownership", "BucketOwnerPreferred", "PutBucketOwnershipControls: box, OwnershipControls: {Rules: [{ObjectOwnership: BucketOwnerPreferred}]}", "GetObject: box/k"),
    // PO-069c
    ("s3:if-none-match", "'*'", "PutObject: box/n, IfNoneMatch: '*'", "PutObject: box/n"),
    ("s3:ObjectCreationOperation", "true", "PutObject: box/n", "GetObject: box/k"),
    ("s3:ObjectCreationOperation", "false", "CreateMultipartUpload: box/n", "GetObject: box/k"),
];

/// The bucket denies what brings the key with the value, and then whatever lacks the key; a Deny binds everybody.
fn story(key: &str, value: &str, with: &str, without: &str) -> String {
    let who = |request: &str| {
        if request.contains(" as: ") || request.contains("presigned") {
            request.to_owned()
        } else {
            format!("{request}, as: ann")
        }
    };
    // Numbers are compared as numbers, and dates and texts by their letters.
    let operator = match key {
        "aws:SourceIp" => "IpAddress",
        "s3:RequestObjectTagKeys" => "ForAnyValue:StringEquals",
        "aws:CurrentTime" | "aws:TokenIssueTime" => "DateEquals",
        "s3:object-lock-remaining-retention-days" | "aws:EpochTime" => "NumericEquals",
        "s3:signatureAge" | "s3:max-keys" | "s3:TlsVersion" | "aws:MultiFactorAuthAge" => "NumericEquals",
        _ => "StringEquals",
    };
    let statement = |sid: &str, condition: &str| {
        format!(
            "{{Sid: {sid}, Effect: Deny, Principal: '*', Action: 's3:*', Resource: ['arn:aws:s3:::box', 'arn:aws:s3:::box/*'], Condition: {condition}}}"
        )
    };
    let policy = format!(
        "{{Version: 2012-10-17, Statement: [{}, {}]}}",
        statement("Has", &format!("{{{operator}: {{'{key}': {value}}}}}")),
        statement("Lacks", &format!("{{'Null': {{'{key}': 'true'}}}}"))
    );
    let mut more = format!(
        "  tim: {{policies: {{all: AmazonS3FullAccess}}, tags: {{team: blue}}}}
roles: {{app: {{policies: {{all: AmazonS3FullAccess}}}}}}
network: {{gate: {{type: gateway_endpoint, vpc: vpc-7}}}}
buckets:
  box: {{policy: {policy}, objects: {{o: {{keys: k, Tagging: kind=old}}, bare: {{keys: bare}}}}}}
expect:
  has: {{{}, expect: {{code: AccessDenied, decided_by: bucket/Has}}}}
",
        who(with)
    );
    if !without.is_empty() {
        writeln!(more, "  lacks: {{{}, expect: {{decided_by: bucket/Lacks}}}}", who(without)).unwrap();
    }
    more
}

#[test]
fn keys_come_with_the_request() {
    let stories = KEYS.iter().map(|(key, value, with, without)| (key, story(key, value, with, without)));
    let wrong: Vec<String> = stories.filter_map(|(key, more)| holds(key, &more).err()).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// PO-070: the bucket's default encryption is filled in after the policies have been asked.
#[test]
fn policies_see_the_request_as_it_was_sent() {
    let more = "buckets:
  box:
    encryption: {SSEAlgorithm: AES256}
    policy: {Version: 2012-10-17, Statement: [{Sid: Label, Effect: Deny, Principal: '*', Action: s3:PutObject, Resource: 'arn:aws:s3:::box/*', Condition: {StringNotEquals: {s3:x-amz-server-side-encryption: AES256}}}]}
expect:
  unlabelled: {PutObject: box/n, as: ann, expect: {code: AccessDenied, decided_by: bucket/Label}}
  labelled:   {PutObject: box/n, as: ann, ServerSideEncryption: AES256, expect: Allow}
";
    holds("PO-070", more).unwrap();
}

/// PO-071: the parts of an upload are `s3:PutObject` as well, so what a policy wants of it every one of its calls needs.
///
/// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/specifying-s3-c-encryption.html>
#[test]
fn a_header_that_is_required_is_required_of_every_call_of_an_upload() {
    let key = "SSECustomerAlgorithm: AES256, SSECustomerKey: a2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2s=, SSECustomerKeyMD5: mT2HRsMGJ5IX5C+0rreZ8Q==";
    let mut more = "buckets:
  box:
    encryption: {BlockedEncryptionTypes: {EncryptionType: [NONE]}}
    policy: {Version: 2012-10-17, Statement: [{Sid: OwnKey, Effect: Deny, Principal: '*', Action: s3:PutObject, Resource: 'arn:aws:s3:::box/*', Condition: {'Null': {s3:x-amz-server-side-encryption-customer-algorithm: 'true'}}}]}
steps:
".to_owned();
    for (step, call) in [
        ("begin", "CreateMultipartUpload: box/n"),
        ("part", "UploadPart: box/n, UploadId: '{begin.UploadId}', PartNumber: 1, size: 5MB"),
        ("end", "CompleteMultipartUpload: box/n, UploadId: '{begin.UploadId}'"),
    ] {
        writeln!(
            more,
            "  bare {step}: {{{call}, as: ann, expect: {{code: AccessDenied, decided_by: bucket/OwnKey}}}}"
        )
        .unwrap();
        writeln!(more, "  {step}: {{{call}, {key}, as: ann, expect: Allow}}").unwrap();
    }
    holds("PO-071", &more).unwrap();
}
