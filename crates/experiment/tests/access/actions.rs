//! Which actions a call needs: with them it is allowed, without any one of them it is not.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-with-s3-policy-actions.html>

use std::fmt::Write;

use crate::world::{holds, stories};

/// A call as a check writes it, and every action that it needs.
#[rustfmt::skip]
const CALLS: &[(&str, &[&str])] = &[
    ("GetObject: box/k", &["s3:GetObject"]),
    ("HeadObject: box/k", &["s3:GetObject"]),
    ("GetObject: box/k, VersionId: 'null'", &["s3:GetObjectVersion"]), // PO-080
    ("GetObjectAttributes: box/k, ObjectAttributes: [ETag]", &["s3:GetObject"]),
    ("PutObject: box/n", &["s3:PutObject"]),
    ("PutObject: box/n, Tagging: a=b", &["s3:PutObject", "s3:PutObjectTagging"]),
    ("PutObject: box/n, ACL: bucket-owner-full-control", &["s3:PutObject", "s3:PutObjectAcl"]),
    ("CopyObject: box/n, CopySource: box/k", &["s3:GetObject", "s3:PutObject"]),
    ("CreateMultipartUpload: box/n", &["s3:PutObject"]),
    ("DeleteObject: box/k", &["s3:DeleteObject"]),
    ("DeleteObject: box/k, VersionId: 'null'", &["s3:DeleteObjectVersion"]),
    ("GetObjectTagging: box/k", &["s3:GetObjectTagging"]),
    ("GetObjectTagging: box/k, VersionId: 'null'", &["s3:GetObjectVersionTagging"]),
    ("PutObjectTagging: box/k, Tagging: {TagSet: [{Key: a, Value: b}]}", &["s3:PutObjectTagging"]),
    ("DeleteObjectTagging: box/k", &["s3:DeleteObjectTagging"]),
    ("GetObjectAcl: box/k", &["s3:GetObjectAcl"]),
    ("GetObjectAcl: box/k, VersionId: 'null'", &["s3:GetObjectVersionAcl"]),
    ("PutObjectAcl: box/k, ACL: private", &["s3:PutObjectAcl"]),
    ("HeadBucket: box", &["s3:ListBucket"]),
    ("ListObjects: box", &["s3:ListBucket"]),
    ("ListObjectsV2: box", &["s3:ListBucket"]),
    ("ListObjectVersions: box", &["s3:ListBucketVersions"]),
    ("ListMultipartUploads: box", &["s3:ListBucketMultipartUploads"]),
    ("DeleteBucket: box", &["s3:DeleteBucket"]),
    ("GetBucketLocation: box", &["s3:GetBucketLocation"]),
    ("GetBucketVersioning: box", &["s3:GetBucketVersioning"]),
    ("PutBucketVersioning: box, VersioningConfiguration: {Status: Enabled}", &["s3:PutBucketVersioning"]),
    ("GetBucketPolicy: box", &["s3:GetBucketPolicy"]),
    ("GetBucketPolicyStatus: box", &["s3:GetBucketPolicyStatus"]),
    ("DeleteBucketPolicy: box", &["s3:DeleteBucketPolicy"]),
    ("GetBucketLifecycleConfiguration: box", &["s3:GetLifecycleConfiguration"]),
    ("DeleteBucketLifecycle: box", &["s3:PutLifecycleConfiguration"]), // no action of its own
    ("GetPublicAccessBlock: box", &["s3:GetBucketPublicAccessBlock"]),
    ("DeletePublicAccessBlock: box", &["s3:PutBucketPublicAccessBlock"]),
    ("GetBucketOwnershipControls: box", &["s3:GetBucketOwnershipControls"]),
    ("DeleteBucketOwnershipControls: box", &["s3:PutBucketOwnershipControls"]),
    ("GetBucketTagging: box", &["s3:GetBucketTagging"]),
    ("DeleteBucketTagging: box", &["s3:PutBucketTagging"]),
    ("GetBucketCors: box", &["s3:GetBucketCORS"]),
    ("DeleteBucketCors: box", &["s3:PutBucketCORS"]),
    ("GetBucketWebsite: box", &["s3:GetBucketWebsite"]),
    ("DeleteBucketWebsite: box", &["s3:DeleteBucketWebsite"]),
    ("GetBucketAccelerateConfiguration: box", &["s3:GetAccelerateConfiguration"]),
    ("GetBucketRequestPayment: box", &["s3:GetBucketRequestPayment"]),
    ("GetBucketAcl: box", &["s3:GetBucketAcl"]),
    ("GetObjectLockConfiguration: box", &["s3:GetBucketObjectLockConfiguration"]),
    ("ListBuckets: '*'", &["s3:ListAllMyBuckets"]),
];

/// A user who may do exactly this, and one for each action who may do everything but it.
#[test]
fn each_call_needs_its_actions_and_no_others() {
    let mut wrong = Vec::new();
    for (call, actions) in CALLS {
        let list = actions.join(", ");
        let mut users = format!(
            "  own: {{policies: {{p: {{Version: 2012-10-17, Statement: [{{Effect: Allow, Action: [{list}], Resource: '*'}}]}}}}}}\n"
        );
        let mut checks = format!("  with: {{{call}, as: own, expect: Allow}}\n");
        for (index, action) in actions.iter().enumerate() {
            let statements = format!(
                "{{Effect: Allow, Action: 's3:*', Resource: '*'}}, {{Sid: Not, Effect: Deny, Action: {action}, Resource: '*'}}"
            );
            writeln!(
                users,
                "  w{index}: {{policies: {{p: {{Version: 2012-10-17, Statement: [{statements}]}}}}}}"
            )
            .unwrap();
            writeln!(checks, "  'without {action}': {{{call}, as: w{index}, expect: {{code: AccessDenied, decided_by: identity/Not}}}}").unwrap();
        }
        let more = format!("{users}buckets: {{box: {{objects: {{o: {{keys: k}}}}}}}}\nexpect:\n{checks}");
        wrong.extend(holds(call, &more).err());
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// PO-081: whoever may not list a bucket does not learn what is missing from it.
#[test]
fn what_is_missing_is_told_to_those_who_may_list() {
    let more = "  reader: {policies: {p: {Version: 2012-10-17, Statement: [{Effect: Allow, Action: s3:GetObject, Resource: '*'}]}}}
buckets: {box: {}}
expect:
  may list:     {GetObject: box/gone, as: ann, expect: NoSuchKey}
  may not list: {GetObject: box/gone, as: reader, expect: {code: AccessDenied, status: 403}}
  nor HEAD:     {HeadObject: box/gone, as: reader, expect: 403}
";
    holds("missing", more).unwrap();
}

/// PO-006: the root user always gets at the policy of its own bucket; who is not of the account never does.
#[test]
fn the_bucket_policy_is_the_owners() {
    let lock = "policy: {Version: 2012-10-17, Statement: [{Sid: Shut, Effect: Deny, Principal: '*', Action: 's3:*', Resource: ['arn:aws:s3:::box', 'arn:aws:s3:::box/*']}]}";
    let lend = "policy: {Version: 2012-10-17, Statement: [{Effect: Allow, Principal: {AWS: '444455556666'}, Action: s3:GetBucketPolicy, Resource: 'arn:aws:s3:::box'}]}";
    stories(&[
        (
            "locked out",
            lock,
            &[
                "GetObject: box/k, as: root -> {code: AccessDenied, decided_by: bucket/Shut}",
                "DeleteBucketPolicy: box, as: ann -> AccessDenied",
                "GetBucketPolicy: box, as: root -> 200",
                "DeleteBucketPolicy: box, as: root -> 204",
                "GetObject: box/k, as: ann -> ok",
                "GetBucketPolicy: box -> NoSuchBucketPolicy",
                "DeleteBucketPolicy: box -> 204",
            ],
        ),
        (
            "permission is not enough for others",
            lend,
            &[
                "GetBucketPolicy: box, as: xen -> {code: MethodNotAllowed, status: 405}",
                "GetBucketPolicy: box, as: xun -> AccessDenied",
            ],
        ),
        (
            "PO-003: what is no policy",
            "region: us-east-1",
            &[
                "PutBucketPolicy: box, Policy: 'x' -> {code: MalformedPolicy, status: 400}",
                "PutBucketPolicy: box, Policy: '{}' -> MalformedPolicy",
            ],
        ),
        (
            "PO-005: whose bucket it is expected to be",
            "region: us-east-1",
            &[
                "HeadBucket: box, ExpectedBucketOwner: '111122223333' -> ok",
                "HeadBucket: box, ExpectedBucketOwner: '444455556666' -> AccessDenied",
                "HeadBucket: box, ExpectedBucketOwner: 'x' -> InvalidBucketOwnerAWSAccountID",
            ],
        ),
    ]);
}
