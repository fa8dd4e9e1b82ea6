//! How replicas are encrypted, and the keys that it takes.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-config-for-kms-objects.html>

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

use s3sim_aws::region::Region;
use s3sim_document::yaml;
use s3sim_iam::compile::Compiled;
use s3sim_iam::policy::{Policy, PolicyKind, Rules as Grammar};
use s3sim_ledger::AccountId;
use s3sim_s3::caller::Caller;
use s3sim_s3::kms::calls::KmsRequest;
use s3sim_s3::kms::{KeySpec, KeyState, NewKey, Origin};

use super::{MAIN, Net, map};
use crate::play::instant;

/// Opts in, with the key of the replicas.
fn opted_in(key: &str) -> String {
    format!(
        "dst; SourceSelectionCriteria: {{SseKmsEncryptedObjects: {{Status: Enabled}}}}; EncryptionConfiguration: \
         {{ReplicaKmsKeyID: '{key}'}}"
    )
}

fn arn(region: &str, key: &str) -> String {
    format!("arn:aws:kms:{region}:{MAIN}:key/{key}")
}

/// Keys `here` in us-east-1 and `there` in us-west-2; `there` with a policy, if one is given.
fn keys(net: &mut Net, policy: Option<&str>) {
    for (id, region) in [("here", "us-east-1"), ("there", "us-west-2")] {
        let policy = policy.filter(|_| id == "there").map(|text| {
            let node = yaml::parse(text).unwrap();
            let problems = Default::default();
            let reader = s3sim_document::read::Reader::new(&node, "", &problems);
            let policy = Policy::read(&reader, &Grammar::new(PolicyKind::Key)).unwrap();
            (Compiled::new("", &policy), text.to_owned())
        });
        net.s3.add_key(NewKey {
            id: id.to_owned(),
            owner: AccountId(0),
            region: Region::parse(region).unwrap(),
            origin: Origin::AwsKms,
            spec: KeySpec::Symmetric,
            policy,
            rotation: None,
            state: KeyState::Enabled,
            alias: None,
            created: net.now,
        });
    }
}

fn world(rule: &str) -> Net {
    let mut net = Net::new();
    keys(&mut net, None);
    net.replicate("src", &[rule]);
    net
}

const KMS: &str = "{ServerSideEncryption: 'aws:kms', SSEKMSKeyId: here}";
const DUAL: &str = "{ServerSideEncryption: 'aws:kms:dsse', SSEKMSKeyId: here}";

/// RP-042 to RP-045, RP-100, RP-101: the type of the source, the key of the rule.
#[test]
fn the_type_stays_and_the_key_changes() {
    let there = arn("us-west-2", "there");
    let opted = opted_in(&there);
    let bucket_key = KMS.replace('}', ", BucketKeyEnabled: true}");
    for (row, rule, put, status, encryption, key, of_bucket) in [
        ("RP-042", "dst", "{}", "COMPLETED", "AES256", "-", "-"),
        ("RP-044", "dst", KMS, "-", "NoSuchKey", "NoSuchKey", "NoSuchKey"),
        ("RP-044", "dst", DUAL, "-", "NoSuchKey", "NoSuchKey", "NoSuchKey"),
        ("RP-043", &opted, KMS, "COMPLETED", "aws:kms", &there, "-"),
        ("RP-043", &opted, DUAL, "COMPLETED", "aws:kms:dsse", &there, "-"),
        ("RP-101", &opted, &bucket_key, "COMPLETED", "aws:kms", &there, "true"),
        ("RP-100", &opted, "{}", "COMPLETED", "AES256", "-", "-"),
    ] {
        let mut net = world(rule);
        // The destination's default does not count for what is encrypted.
        net.ok("2024-01-02 PutBucketEncryption dst {ServerSideEncryptionConfiguration: {Rules: \
             [{ApplyServerSideEncryptionByDefault: {SSEAlgorithm: 'aws:kms'}}]}}");
        net.ok(&format!("2024-02-01 PutObject src/k {put}"));
        net.until("2024-02-02");
        let found =
            ["ServerSideEncryption", "SSEKMSKeyId", "BucketKeyEnabled"].map(|name| net.head("dst/k", name));
        assert_eq!(
            (net.status("src/k").as_str(), found),
            (status, [encryption, key, of_bucket].map(str::to_owned)),
            "{row} {put}"
        );
    }
}

/// RP-100: what was never encrypted gets what the destination adds.
#[test]
fn what_was_plain_takes_the_default() {
    let old = s3sim_aws::epoch::Rules { as_of: instant("2022-06-01").day() };
    for (default, encryption) in [("AES256", "AES256"), ("aws:kms", "aws:kms")] {
        let mut net = Net::as_of(old, &[]);
        keys(&mut net, None);
        net.replicate("src", &["dst"]);
        net.ok(&format!(
            "2024-01-02 PutBucketEncryption dst {{ServerSideEncryptionConfiguration: {{Rules: \
             [{{ApplyServerSideEncryptionByDefault: {{SSEAlgorithm: '{default}'}}}}]}}}}"
        ));
        net.ok("2024-02-01 PutObject src/k");
        assert_eq!(net.head("src/k", "ServerSideEncryption"), "-");
        net.until("2024-02-02");
        assert_eq!(net.head("dst/k", "ServerSideEncryption"), encryption);
    }
}

/// RP-031, RP-102, RP-103: keys that are not there, not here, or not in use.
#[test]
fn keys_that_cannot_be_used() {
    let context = |resource: &str| {
        format!(
            "{{Version: 2012-10-17, Statement: [{{Effect: Allow, Principal: {{AWS: 'arn:aws:iam::{MAIN}:root'}}, Action: \
             'kms:*', Resource: '*', Condition: {{StringLike: {{'kms:EncryptionContext:aws:s3:arn': '{resource}'}}}}}}]}}"
        )
    };
    let object = context("arn:aws:s3:::dst/*");
    let disable = |net: &mut Net, key: &str, region: &str| {
        let parameters = map("{}");
        let request = KmsRequest {
            action: "kms:DisableKey",
            key,
            parameters: &parameters,
            owner: AccountId(0),
            region: Region::parse(region).unwrap(),
            caller: Caller::admin(AccountId(0)),
        };
        assert!(net.s3.call_kms(net.now, &request, &mut net.world).is_ok());
    };
    let with_bucket_key = KMS.replace('}', ", BucketKeyEnabled: true}");
    for (row, key, policy, disabled, put, reasons) in [
        ("RP-043", arn("us-west-2", "there"), None, None, KMS, &[][..]),
        ("RP-031", arn("us-west-2", "nothing"), None, None, KMS, &["DstKmsKeyNotFound"]),
        ("RP-103", arn("us-east-1", "here"), None, None, KMS, &["DstKmsKeyNotFound"]),
        (
            "RP-152",
            arn("us-west-2", "there"),
            None,
            Some(("there", "us-west-2")),
            KMS,
            &["DstKmsKeyInvalidState"],
        ),
        (
            "RP-152",
            arn("us-west-2", "there"),
            None,
            Some(("here", "us-east-1")),
            KMS,
            &["SrcKmsKeyInvalidState"],
        ),
        ("RP-102", arn("us-west-2", "there"), Some(object.as_str()), None, KMS, &[]),
        (
            "RP-102",
            arn("us-west-2", "there"),
            Some(object.as_str()),
            None,
            &with_bucket_key,
            &["DstPutObjectNotPermitted"],
        ),
    ] {
        let mut net = Net::new();
        keys(&mut net, policy);
        net.replicate("src", &[&opted_in(&key)]);
        net.ok(&format!("2024-02-01 PutObject src/k {put}"));
        if let Some((key, region)) = disabled {
            disable(&mut net, key, region);
        }
        net.until("2024-02-02");
        assert_eq!(net.reasons(), reasons, "{row} {key} {put}");
    }
}

/// RP-093, BL-095, BL-097: two calls for an object; with a bucket key two for all that come within its lifetime.
#[test]
fn calls_to_kms() {
    let with_bucket_key = KMS.replace('}', ", BucketKeyEnabled: true}");
    for (put, calls) in [(KMS, 20), (with_bucket_key.as_str(), 2)] {
        let mut net = world(&opted_in(&arn("us-west-2", "there")));
        for index in 0..10 {
            net.ok(&format!("2024-02-01 PutObject src/k{index} {put}"));
        }
        net.world.audit.clear();
        net.until("2024-02-02");
        let of_role = net.world.audit.iter().filter(|record| record.principal.contains("repl"));
        let names: Vec<(&str, u64)> = of_role.map(|record| (record.name, record.count)).collect();
        assert_eq!(names.iter().map(|(_, count)| count).sum::<u64>(), calls, "{put}: {names:?}");
        let side = |name: &str| {
            names.iter().filter(|(known, _)| *known == name).map(|(_, count)| count).sum::<u64>()
        };
        assert_eq!((side("Decrypt"), side("Encrypt")), (calls / 2, calls / 2));
    }
}

const OWN: &str = "{SSECustomerAlgorithm: AES256, SSECustomerKey: 'a2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2s=', \
                   SSECustomerKeyMD5: 'mT2HRsMGJ5IX5C+0rreZ8Q=='}";

/// RP-045, RP-046, RP-104: objects under keys of customers go as they are, unless the destination blocks them.
#[test]
fn keys_of_customers() {
    let block = |bucket: &str, kind: &str| {
        format!(
            "2024-01-02 PutBucketEncryption {bucket} {{ServerSideEncryptionConfiguration: {{Rules: \
             [{{BlockedEncryptionTypes: {{EncryptionType: [{kind}]}}}}]}}}}"
        )
    };
    for (blocked, reasons) in [("NONE", &[][..]), ("SSE-C", &["DstPutObjectNotPermitted"])] {
        let mut net = world("dst");
        net.run(&[&block("src", "NONE"), &block("dst", blocked)]);
        net.ok(&format!("2024-02-01 PutObject src/k {OWN}"));
        net.until("2024-02-02");
        assert_eq!(net.reasons(), reasons, "{blocked}");
        if reasons.is_empty() {
            assert_eq!(net.step("2024-02-02 GetObject dst/k").status, 400);
            net.ok(&format!("2024-02-02 GetObject dst/k {OWN}"));
        }
    }
}
