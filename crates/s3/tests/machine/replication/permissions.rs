//! Who lets S3 replicate: the role, its policies, and the policies of both buckets.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/setting-repl-config-perm-overview.html>

use s3sim_aws::epoch::Rules;

use super::{MAIN, Net, OTHER, configuration, policy, role};

/// The minimum of the documentation for one destination in the same account.
const MINIMUM: [&str; 8] = [
    "s3:GetReplicationConfiguration",
    "s3:ListBucket",
    "s3:GetObjectVersionForReplication",
    "s3:GetObjectVersionAcl",
    "s3:GetObjectVersionTagging",
    "s3:ReplicateObject",
    "s3:ReplicateDelete",
    "s3:ReplicateTags",
];

fn allowing(actions: &[&str]) -> String {
    let actions: Vec<String> = actions.iter().map(|action| format!("'{action}'")).collect();
    format!("{{Effect: Allow, Action: [{}], Resource: '*'}}", actions.join(", "))
}

fn without(missing: &[&str]) -> String {
    let left: Vec<&str> = MINIMUM.iter().copied().filter(|action| !missing.contains(action)).collect();
    allowing(&left)
}

/// A world in which the role `repl` has these statements, and trusts S3.
fn net_of(statements: &str, rules: &[&str]) -> Net {
    let mut net = Net::as_of(Rules::default(), &[role("repl", &["s3.amazonaws.com"], statements)]);
    net.replicate("src", rules);
    net
}

/// RP-006, RP-007: each permission of the minimum, and what is missing without it.
#[test]
fn the_minimum_and_nothing_less() {
    let markers = "dst; DeleteMarkerReplication: {Status: Enabled}";
    for (missing, object, marker) in [
        ("", "ok", "ok"),
        (
            "s3:GetReplicationConfiguration",
            "SrcBucketReplicationConfigMissing",
            "SrcBucketReplicationConfigMissing",
        ),
        ("s3:ListBucket", "ok", "SrcHeadObjectNotPermitted"),
        ("s3:GetObjectVersionForReplication", "SrcGetObjectNotPermitted", "ok"),
        ("s3:GetObjectVersionAcl", "SrcGetAclNotPermitted", "ok"),
        ("s3:GetObjectVersionTagging", "ok", "ok"),
        ("s3:ReplicateObject", "DstPutObjectNotPermitted", "ok"),
        ("s3:ReplicateDelete", "ok", "DstDelObjNotPermitted"),
        ("s3:ReplicateTags", "ok", "ok"),
    ] {
        let mut net = net_of(&without(&[missing]), &[markers]);
        let outcome = |net: &mut Net, step: &str, at: &str| {
            let before = net.reasons().len();
            net.ok(step);
            net.until(at);
            net.reasons().get(before).cloned().unwrap_or_else(|| "ok".to_owned())
        };
        let got = (
            outcome(&mut net, "2024-02-01 PutObject src/k {Tagging: a=b}", "2024-02-02"),
            outcome(&mut net, "2024-02-03 DeleteObject src/k", "2024-02-04"),
        );
        assert_eq!(got, (object.to_owned(), marker.to_owned()), "without {missing}");
    }
}

#[test]
fn a_role_has_to_trust_s3() {
    for (trusts, reasons) in [
        (&["s3.amazonaws.com"][..], &[][..]),
        (&["lambda.amazonaws.com"], &["AssumeRoleNotPermitted"]),
        (&["batchoperations.s3.amazonaws.com"], &["AssumeRoleNotPermitted"]),
    ] {
        let mut net = Net::as_of(Rules::default(), &[role("repl", trusts, &without(&[]))]);
        net.replicate("src", &["dst"]);
        net.ok("2024-02-01 PutObject src/k");
        net.until("2024-02-02");
        assert_eq!(net.reasons(), reasons, "RP-006: {trusts:?}");
    }
}

/// RP-007, ⚠D-01: without the right to read tags objects go without; a rule that chooses by tags fails. A Deny on
/// `s3:ReplicateTags` at the destination drops them.
#[test]
fn tags_are_a_matter_of_their_own() {
    let tagged = "dst; Filter: {Tag: {Key: a, Value: b}}";
    let deny = format!(
        "{{Effect: Deny, Principal: {{AWS: 'arn:aws:iam::{MAIN}:role/repl'}}, Action: 's3:ReplicateTags', \
         Resource: 'arn:aws:s3:::dst/*'}}"
    );
    for (missing, rule, denied, status, tags) in [
        ("", "dst", false, "COMPLETED", "a=b"),
        ("s3:GetObjectVersionTagging", "dst", false, "COMPLETED", ""),
        ("s3:GetObjectVersionTagging", tagged, false, "FAILED", ""),
        ("s3:ReplicateTags", "dst", false, "COMPLETED", "a=b"),
        ("", "dst", true, "COMPLETED", ""),
    ] {
        let mut net = net_of(&without(&[missing]), &[rule]);
        if denied {
            net.ok(&format!("2024-01-02 PutBucketPolicy dst {}", policy(&deny)));
        }
        net.ok("2024-02-01 PutObject src/k {Tagging: a=b}");
        net.until("2024-02-02");
        assert_eq!(
            (net.status("src/k"), net.tags("dst/k")),
            (status.into(), tags.into()),
            "{missing} {rule}"
        );
    }
}

/// RP-008: GetObjectVersion stands in for what is not under a KMS key.
#[test]
fn get_object_version_will_do() {
    let statements = without(&["s3:GetObjectVersionForReplication"]);
    let statements = format!("{statements}, {}", allowing(&["s3:GetObjectVersion"]));
    let mut net = net_of(&statements, &["dst"]);
    net.ok("2024-02-01 PutObject src/k");
    net.until("2024-02-02");
    assert_eq!(net.status("src/k"), "COMPLETED");
}

/// RP-009: a Deny anywhere.
#[test]
fn a_deny_of_either_bucket_ends_it() {
    for (bucket, action, reason) in [
        ("dst", "s3:ReplicateObject", "DstPutObjectNotPermitted"),
        ("src", "s3:GetObjectVersionForReplication", "SrcGetObjectNotPermitted"),
        ("src", "s3:GetObjectVersionAcl", "SrcGetAclNotPermitted"),
    ] {
        let mut net = net_of(&without(&[]), &["dst"]);
        let deny = format!(
            "{{Effect: Deny, Principal: {{AWS: 'arn:aws:iam::{MAIN}:role/repl'}}, Action: '{action}', Resource: \
             'arn:aws:s3:::{bucket}/*'}}"
        );
        net.ok(&format!("2024-01-02 PutBucketPolicy {bucket} {}", policy(&deny)));
        net.ok("2024-02-01 PutObject src/k");
        net.until("2024-02-02");
        // A Deny on GetObjectVersionForReplication leaves GetObjectVersion, which the role does not have.
        assert_eq!(net.reasons(), [reason], "{bucket} {action}");
    }
}

fn lets_in(actions: &str) -> String {
    policy(&format!(
        "{{Effect: Allow, Principal: {{AWS: 'arn:aws:iam::{MAIN}:role/repl'}}, Action: [{actions}], Resource: \
         'arn:aws:s3:::far/*'}}"
    ))
}

/// RP-010, RP-011: the other account's bucket has to let the role in, and its requesters must not pay.
#[test]
fn between_accounts_the_destination_has_to_agree() {
    let both = "'s3:ReplicateObject', 's3:ReplicateDelete'";
    for (agrees, payer, reasons) in [
        (None, "BucketOwner", &["DstPutObjectNotPermitted"][..]),
        (Some(both), "BucketOwner", &[]),
        (Some("'s3:ReplicateDelete'"), "BucketOwner", &["DstPutObjectNotPermitted"]),
        (Some(both), "Requester", &["DstPutObjectNotPermitted"]),
    ] {
        let mut net = Net::with(&["far"]);
        if let Some(actions) = agrees {
            net.ok(&format!("2024-01-02 PutBucketPolicy far {}", lets_in(actions)));
        }
        net.ok(&format!(
            "2024-01-02 PutBucketRequestPayment far {{RequestPaymentConfiguration: {{Payer: {payer}}}}}"
        ));
        net.ok("2024-02-01 PutObject src/k");
        net.until("2024-02-02");
        assert_eq!(net.reasons(), reasons, "{agrees:?} {payer}");
    }
}

/// RP-110, RP-111: whose the replica is.
#[test]
fn whose_the_replica_is() {
    let owned = format!("far; ; Account: '{OTHER}', AccessControlTranslation: {{Owner: Destination}}");
    let writer = "{OwnershipControls: {Rules: [{ObjectOwnership: ObjectWriter}]}}";
    let both = "'s3:ReplicateObject', 's3:ReplicateDelete'";
    let all = "'s3:ReplicateObject', 's3:ReplicateDelete', 's3:ObjectOwnerOverrideToBucketOwner'";
    for (rule, enforced, actions, status, owner) in [
        ("far", true, both, "COMPLETED", OTHER),
        (owned.as_str(), true, both, "COMPLETED", OTHER),
        ("far", false, both, "COMPLETED", MAIN),
        (owned.as_str(), false, both, "FAILED", ""),
        (owned.as_str(), false, all, "COMPLETED", OTHER),
    ] {
        let mut net = Net::with(&[rule]);
        net.ok(&format!("2024-01-02 PutBucketPolicy far {}", lets_in(actions)));
        if !enforced {
            net.ok(&format!("2024-01-02 PutBucketOwnershipControls far {writer}"));
        }
        net.ok("2024-02-01 PutObject src/k");
        net.until("2024-02-02");
        assert_eq!(net.status("src/k"), status, "{rule} {enforced}");
        if !owner.is_empty() {
            // Whoever owns it may read its list.
            let by = u8::from(owner == OTHER);
            let acl = net.ok(&format!("2024-02-02 GetObjectAcl far/k {{by: {by}}}")).fields;
            let id = acl.get("Owner").unwrap().get("ID").unwrap().scalar().unwrap();
            assert!(id.starts_with(owner), "{rule} {enforced}: {id}");
        }
    }
}

/// RP-012: somebody else's object in the source bucket.
#[test]
fn foreign_objects_need_their_owners_consent() {
    for (acl, reasons) in [("private", &["SrcGetAclNotPermitted"][..]), ("bucket-owner-full-control", &[])] {
        let mut net = Net::with(&["dst"]);
        net.ok("2024-01-02 PutBucketOwnershipControls src {OwnershipControls: {Rules: [{ObjectOwnership: ObjectWriter}]}}");
        net.ok(&format!(
            "2024-01-02 PutBucketPolicy src {}",
            policy(&format!(
                "{{Effect: Allow, Principal: {{AWS: '{OTHER}'}}, Action: ['s3:PutObject', 's3:PutObjectAcl'], Resource: \
                 'arn:aws:s3:::src/*'}}"
            ))
        ));
        net.ok(&format!("2024-02-01 PutObject src/k {{by: 1, ACL: {acl}}}"));
        net.until("2024-02-02");
        assert_eq!(net.reasons(), reasons, "{acl}");
    }
}

/// RP-014: whoever puts a configuration hands a role to S3.
#[test]
fn putting_a_configuration_passes_a_role() {
    let mut net = Net::new();
    let response = net.step(&format!(
        "2024-01-02 PutBucketReplication src {}",
        configuration("repl", &["dst"]).replacen('{', "{by: 1, ", 1)
    ));
    assert_eq!(response.status, 403);
    let first = s3sim_aws::operation::Api::PutBucketReplication.actions();
    let names: Vec<&str> = first.iter().map(|action| action.name).collect();
    assert_eq!(names, ["s3:PutReplicationConfiguration", "iam:PassRole"]);
}
