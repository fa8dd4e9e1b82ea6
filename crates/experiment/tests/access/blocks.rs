//! The four settings of block public access.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html>

use crate::world::{holds, holds_where, stories};

const OPEN: &str = "public_access_block: false, ownership: ObjectWriter";

#[test]
fn each_setting_by_itself() {
    let public = |effect: &str| {
        format!(
            "PutBucketPolicy: box, Policy: {{Version: 2012-10-17, Statement: [{{Sid: P, Effect: {effect}, Principal: '*', Action: s3:GetObject, Resource: 'arn:aws:s3:::box/*'}}]}}"
        )
    };
    let (policy, shut) = (public("Allow"), public("Deny"));
    let put = |setting: &str| {
        format!("PutPublicAccessBlock: box, PublicAccessBlockConfiguration: {{{setting}: true}} -> ok")
    };
    let (block_acls, ignore, block_policy, restrict) = (
        put("BlockPublicAcls"),
        put("IgnorePublicAcls"),
        put("BlockPublicPolicy"),
        put("RestrictPublicBuckets"),
    );
    let (refused, accepted) = (
        format!("{policy} -> {{code: AccessDenied, decided_by: public_access_block}}"),
        format!("{policy} -> 204"),
    );
    let shut = format!("{shut} -> 204");
    stories(&[
        (
            "PO-091: calls that set a public list fail",
            OPEN,
            &[
                &block_acls,
                "PutObject: box/n, ACL: public-read -> {code: AccessDenied, decided_by: public_access_block}",
                "PutObjectAcl: box/k, ACL: public-read -> AccessDenied",
                "PutBucketAcl: box, ACL: authenticated-read -> AccessDenied",
                "CopyObject: box/c, CopySource: box/k, ACL: public-read -> AccessDenied",
                "PutObject: box/n, ACL: private -> ok",
            ],
        ),
        (
            "PO-091: grants that are there already stay",
            OPEN,
            &[
                "PutObjectAcl: box/k, ACL: public-read -> ok",
                &block_acls,
                "GetObject: box/k, as: anonymous -> {status: 200, decided_by: acl}",
            ],
        ),
        (
            "PO-092: public grants are accepted and do not count",
            OPEN,
            &[
                &ignore,
                "PutObject: box/n, ACL: public-read -> ok",
                "GetObject: box/n, as: anonymous -> {code: AccessDenied, decided_by: none}",
                "GetObject: box/n, as: ann -> ok",
            ],
        ),
        (
            "PO-093, G-54: a public policy is refused, a policy that is not is accepted",
            OPEN,
            &[&block_policy, &refused, &shut],
        ),
        (
            "PO-093: a policy that is there already stays",
            OPEN,
            &[
                &accepted,
                &block_policy,
                "GetObject: box/k, as: anonymous -> {status: 200, decided_by: bucket/P}",
            ],
        ),
        (
            "PO-094: under a public policy only the owner's account gets in",
            OPEN,
            &[
                &accepted,
                &restrict,
                "GetObject: box/k, as: anonymous -> {code: AccessDenied, decided_by: public_access_block}",
                "GetObject: box/k, as: xen -> {code: AccessDenied, decided_by: public_access_block}",
                "GetObject: box/k, as: ned -> {status: 200, decided_by: bucket/P}",
            ],
        ),
        (
            "PO-090: a new bucket blocks everything",
            "region: us-east-1",
            &[
                "GetPublicAccessBlock: box -> {PublicAccessBlockConfiguration: {BlockPublicAcls: true, IgnorePublicAcls: true, BlockPublicPolicy: true, RestrictPublicBuckets: true}}",
                &refused,
                "DeletePublicAccessBlock: box -> 204",
                "GetPublicAccessBlock: box -> NoSuchPublicAccessBlockConfiguration",
                &accepted,
            ],
        ),
    ]);
}

/// G-55: a service, another account and everybody in one policy.
#[test]
fn restricting_keeps_other_accounts_out_as_long_as_the_policy_is_public() {
    let statement = |sid: &str, principal: &str| {
        format!(
            "{{Sid: {sid}, Effect: Allow, Principal: {principal}, Action: s3:GetObject, Resource: 'arn:aws:s3:::box/*'}}"
        )
    };
    let service = statement("Trail", "{Service: cloudtrail.amazonaws.com}");
    let (vendor, all) = (statement("Vendor", "{AWS: '444455556666'}"), statement("All", "'*'"));
    let more = |statements: String, by_vendor: &str| {
        format!(
            "
buckets:
  box:
    public_access_block: {{RestrictPublicBuckets: true}}
    policy: {{Version: 2012-10-17, Statement: [{statements}]}}
    objects: {{o: {{keys: k}}}}
expect:
  service: {{GetObject: box/k, as: {{Service: cloudtrail.amazonaws.com}}, expect: Allow}}
  vendor:  {{GetObject: box/k, as: xen, expect: {by_vendor}}}
"
        )
    };
    holds("public", &more(format!("{service}, {vendor}, {all}"), "{decided_by: public_access_block}"))
        .unwrap();
    holds("not public", &more(format!("{service}, {vendor}"), "{decided_by: bucket/Vendor}")).unwrap();
}

/// PO-090: what is blocked for the account is blocked in every bucket, whatever the bucket says.
#[test]
fn the_account_blocks_for_all_its_buckets() {
    for (blocks, expected) in [("true", "AccessDenied"), ("false", "204")] {
        let shop = format!("accounts: {{shop: {{id: 555566667777, public_access_block: {blocks}}}, vendor");
        let more = format!(
            "
buckets: {{box: {{account: shop, public_access_block: false}}}}
steps:
  publish:
    PutBucketPolicy: box
    Policy: {{Version: 2012-10-17, Statement: [{{Effect: Allow, Principal: '*', Action: s3:GetObject, Resource: 'arn:aws:s3:::box/*'}}]}}
    expect: {expected}
"
        );
        holds_where(blocks, &more, ("accounts: {vendor", &shop)).unwrap();
    }
}
