//! The decision procedure: which policies decide, in which order, within an account and across.
//!
//! <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html>

use std::sync::Arc;

use super::support::{Cast, OWNER, account, caller, compiled, context, decide, policy};
use crate::compile::{Action, Compiled, Question};
use crate::element::Reach;
use crate::evaluate::{Caller, Kind, Outcome, Place, evaluate};
use crate::policy::PolicyKind;
use crate::principal::Principal;

const GET: &str = r#"{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}"#;
const PUT: &str = r#"{"Effect": "Allow", "Action": "s3:PutObject", "Resource": "*"}"#;
const NO_GET: &str = r#"[{"Sid": "No", "Effect": "Deny", "Action": "s3:GetObject", "Resource": "*"},
    {"Sid": "All", "Effect": "Allow", "Action": "*", "Resource": "*"}]"#;

/// A bucket policy for `s3:GetObject` with a principal.
fn bucket(principal: &str, effect: &str) -> Arc<Compiled> {
    compiled(
        PolicyKind::Bucket,
        &format!(
            r#"{{"Sid": "S", "Effect": "{effect}", "Principal": {principal}, "Action": "s3:GetObject", "Resource": "@/*"}}"#
        ),
    )
}

fn plain(word: &str) -> Caller {
    caller(word, &Cast { identity: None })
}

/// Who × what the bucket policy says. PO-008, PO-020 to PO-024.
#[test]
fn same_account_and_cross_account() {
    let nobody = "";
    let everyone = r#""*""#;
    let own_account = r#"{"AWS": "123456789012"}"#;
    let own_user = r#"{"AWS": "arn:aws:iam::123456789012:user/ann"}"#;
    let own_role = r#"{"AWS": "arn:aws:iam::123456789012:role/app"}"#;
    let own_session = r#"{"AWS": "arn:aws:sts::123456789012:assumed-role/app/session"}"#;
    let other_account = r#"{"AWS": "arn:aws:iam::111122223333:root"}"#;
    let other_user = r#"{"AWS": "arn:aws:iam::111122223333:user/xenia"}"#;
    let service = r#"{"Service": "cloudtrail.amazonaws.com"}"#;
    let rows = [
        // one account: either side is enough
        ("S+", nobody, "Allow", "identity/AmazonS3FullAccess[0]"),
        ("S", nobody, "DenyI", "none"),
        ("S", everyone, "Allow", "bucket/S"),
        ("S", own_user, "Allow", "bucket/S"),
        ("S", own_account, "DenyI", "none"), // the account could pass it on, and does not
        ("S+", own_account, "Allow", "identity/AmazonS3FullAccess[0]"),
        ("S+", own_user, "Allow", "bucket/S"),
        ("S:bob", own_user, "DenyI", "none"),
        ("R:app", own_role, "Allow", "bucket/S"),
        ("R:app", own_session, "Allow", "bucket/S"),
        ("R:app", own_user, "DenyI", "none"),
        ("R:other", own_role, "DenyI", "none"),
        ("ROOT", nobody, "Allow", "identity"),
        ("ROOT", own_account, "Allow", "bucket/S"),
        // two accounts: both sides are needed
        ("X1111+", nobody, "DenyI", "none"),
        ("X1111", other_account, "DenyI", "none"),
        ("X1111", other_user, "DenyI", "none"),
        ("X1111", everyone, "DenyI", "none"),
        ("X1111+", other_account, "Allow", "bucket/S"),
        ("X1111+", other_user, "Allow", "bucket/S"),
        ("X1111+", everyone, "Allow", "bucket/S"),
        ("X4444+", other_account, "DenyI", "none"),
        // no account: the bucket policy alone
        ("ANON", nobody, "DenyI", "none"),
        ("ANON", everyone, "Allow", "bucket/S"),
        ("ANON", own_account, "DenyI", "none"),
        ("SVC:cloudtrail.amazonaws.com", service, "Allow", "bucket/S"),
        ("SVC:cloudtrail.amazonaws.com", nobody, "DenyI", "none"),
        ("SVC:config.amazonaws.com", service, "DenyI", "none"),
    ];
    for (who, principal, expected, by) in rows {
        let policy = (!principal.is_empty()).then(|| bucket(principal, "Allow"));
        let place = Place::new(Some(account(OWNER)), policy.as_deref());
        let actual = decide(&plain(who), "GetObject", "b/k", "", &place);
        assert_eq!(actual, (expected, by.to_owned()), "{who} with {principal}");
    }
}

/// A Deny of the bucket policy ends it, for whomever it reaches. PO-009, PO-024.
#[test]
fn deny_reaches() {
    let rows = [
        (
            r#""*""#,
            ["S+", "R+:app", "X1111+", "ANON", "ROOT", "SVC:cloudtrail.amazonaws.com"].as_slice(),
            [].as_slice(),
        ),
        (r#"{"AWS": "123456789012"}"#, &["S+", "R+:app", "ROOT"], &["X1111+", "ANON"]),
        (r#"{"AWS": "arn:aws:iam::123456789012:user/ann"}"#, &["S+"], &["S+:bob", "ROOT"]),
        (r#"{"AWS": "arn:aws:iam::123456789012:role/app"}"#, &["R+:app"], &["R+:other", "S+"]),
    ];
    for (principal, denied, spared) in rows {
        let policy = bucket(principal, "Deny");
        let place = Place::new(Some(account(OWNER)), Some(&policy));
        for who in denied {
            let actual = decide(&plain(who), "GetObject", "b/k", "", &place);
            assert_eq!(actual, ("DenyE", "bucket/S".to_owned()), "{who} with {principal}");
        }
        for who in spared {
            assert_ne!(
                decide(&plain(who), "GetObject", "b/k", "", &place).0,
                "DenyE",
                "{who} with {principal}"
            );
        }
    }
}

/// Boundary and session policies limit what identity policies and grants to a role allow, not what is granted to the
/// user or session itself. PO-020.
#[test]
fn limits() {
    let nobody = None;
    let user = bucket(r#"{"AWS": "arn:aws:iam::123456789012:user/ann"}"#, "Allow");
    let role = bucket(r#"{"AWS": "arn:aws:iam::123456789012:role/app"}"#, "Allow");
    let session = bucket(r#"{"AWS": "arn:aws:sts::123456789012:assumed-role/app/session"}"#, "Allow");
    // caller, bucket policy, boundary, session policy → decision, by
    let rows = [
        ("S+", nobody, GET, "", "Allow", "identity/AmazonS3FullAccess[0]"),
        ("S+", nobody, PUT, "", "DenyI", "boundary"),
        ("S", nobody, GET, "", "DenyI", "none"), // a boundary grants nothing
        ("S", Some(&user), PUT, "", "Allow", "bucket/S"),
        ("S", Some(&user), NO_GET, "", "DenyE", "boundary/No"),
        ("R+:app", nobody, "", GET, "Allow", "identity/AmazonS3FullAccess[0]"),
        ("R+:app", nobody, "", PUT, "DenyI", "session"),
        ("R+:app", nobody, PUT, GET, "DenyI", "boundary"),
        ("R:app", nobody, "", GET, "DenyI", "none"),
        ("R:app", Some(&role), "", PUT, "DenyI", "session"),
        ("R:app", Some(&role), PUT, "", "DenyI", "boundary"),
        ("R:app", Some(&role), GET, GET, "Allow", "bucket/S"),
        ("R:app", Some(&session), PUT, PUT, "Allow", "bucket/S"),
        ("R:app", Some(&session), "", NO_GET, "DenyE", "session/No"),
    ];
    for (who, policy, boundary, session, expected, by) in rows {
        let mut caller = plain(who);
        caller.boundary = (!boundary.is_empty()).then(|| compiled(PolicyKind::Boundary, boundary));
        caller.session = (!session.is_empty()).then(|| vec![compiled(PolicyKind::Session, session)]);
        let place = Place::new(Some(account(OWNER)), policy.map(|policy| &**policy));
        let actual = decide(&caller, "GetObject", "b/k", "", &place);
        assert_eq!(actual, (expected, by.to_owned()), "{who}, boundary {boundary}, session {session}");
    }
}

/// Across accounts the limits hold as well: the caller's side has to allow as a whole.
#[test]
fn limits_across_accounts() {
    let policy = bucket(r#"{"AWS": "arn:aws:iam::111122223333:user/xenia"}"#, "Allow");
    let place = Place::new(Some(account(OWNER)), Some(&policy));
    let mut caller = plain("X1111+");
    caller.boundary = Some(compiled(PolicyKind::Boundary, PUT));
    assert_eq!(decide(&caller, "GetObject", "b/k", "", &place), ("DenyI", "boundary".to_owned()));
}

/// Keys are open only to whom their own policy admits; an account in it lets identity policies speak.
/// <https://docs.aws.amazon.com/kms/latest/developerguide/key-policies.html>
#[test]
fn keys() {
    let key = "arn:aws:kms:us-east-1:123456789012:key/docs";
    let account_wide = r#"{"Sid": "Root", "Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::123456789012:root"}, "Action": "kms:*", "Resource": "*"}"#;
    let only_bob = r#"{"Sid": "Bob", "Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::123456789012:user/bob"}, "Action": "kms:Decrypt", "Resource": "*"}"#;
    let other = r#"{"Sid": "Other", "Effect": "Allow", "Principal": {"AWS": "111122223333"}, "Action": "kms:Decrypt", "Resource": "*"}"#;
    let may_decrypt = r#"{"Sid": "Mine", "Effect": "Allow", "Action": "kms:Decrypt", "Resource": "*"}"#;
    let rows = [
        ("ID", account_wide, may_decrypt, "Allow", "identity/Mine"),
        ("S", account_wide, "", "DenyI", "none"),
        ("ROOT", account_wide, "", "Allow", "key/Root"),
        ("ID", only_bob, may_decrypt, "DenyI", "none"), // the identity policy alone is not enough
        ("ROOT", only_bob, "", "DenyI", "none"),
        ("S:bob", only_bob, "", "Allow", "key/Bob"),
        ("X1111", other, "", "DenyI", "none"),
    ];
    for (who, key_policy, identity, expected, by) in rows {
        let policy = compiled(PolicyKind::Key, key_policy);
        let identity = (!identity.is_empty()).then(|| compiled(PolicyKind::User, identity));
        let caller = caller(who, &Cast { identity });
        let place = Place::new(Some(account(OWNER)), Some(&policy));
        assert_eq!(
            decide(&caller, "kms:Decrypt", key, "", &place),
            (expected, by.to_owned()),
            "{who} {key_policy}"
        );
    }
    let mut xenia = plain("X1111");
    xenia.identity.push(compiled(PolicyKind::User, may_decrypt));
    let policy = compiled(PolicyKind::Key, other);
    let place = Place::new(Some(account(OWNER)), Some(&policy));
    assert_eq!(decide(&xenia, "kms:Decrypt", key, "", &place), ("Allow", "key/Other".to_owned()));
}

/// Who may assume a role: its trust policy must say so; an account in it needs the user's permission as well.
#[test]
fn trust() {
    let role = "arn:aws:iam::123456789012:role/app";
    let trust = |principal: &str| {
        let text = format!(r#"{{"Effect": "Allow", "Principal": {principal}, "Action": "sts:AssumeRole"}}"#);
        compiled(PolicyKind::Trust, &text)
    };
    let may = r#"{"Effect": "Allow", "Action": "sts:AssumeRole", "Resource": "*"}"#;
    let rows = [
        ("S", r#"{"AWS": "arn:aws:iam::123456789012:user/ann"}"#, "Allow", "trust/[0]"),
        ("S", r#"{"AWS": "123456789012"}"#, "DenyI", "none"),
        ("ID", r#"{"AWS": "123456789012"}"#, "Allow", "identity/[0]"),
        ("ID", r#"{"Service": "ec2.amazonaws.com"}"#, "DenyI", "none"),
        ("SVC:ec2.amazonaws.com", r#"{"Service": "ec2.amazonaws.com"}"#, "Allow", "trust/[0]"),
        ("X1111", r#"{"AWS": "111122223333"}"#, "DenyI", "none"),
    ];
    for (who, principal, expected, by) in rows {
        let policy = trust(principal);
        let caller = caller(who, &Cast { identity: Some(compiled(PolicyKind::User, may)) });
        let place = Place::new(Some(account(OWNER)), Some(&policy));
        assert_eq!(
            decide(&caller, "sts:AssumeRole", role, "", &place),
            (expected, by.to_owned()),
            "{who} {principal}"
        );
    }
}

/// The endpoint's policy must allow too, whatever else does.
/// <https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html>
#[test]
fn endpoints() {
    use PolicyKind::{GatewayEndpoint, InterfaceEndpoint};
    let all = r#"{"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*"}"#;
    let only_b = r#"{"Effect": "Allow", "Principal": "*", "Action": "s3:*", "Resource": ["@", "@/*"]}"#;
    let not_b = r#"[{"Sid": "NotB", "Effect": "Deny", "Principal": "*", "Action": "*", "Resource": "@/*"}, {"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*"}]"#;
    let own = r#"{"Effect": "Allow", "Principal": {"AWS": "123456789012"}, "Action": "*", "Resource": "*"}"#;
    let rows = [
        (GatewayEndpoint, all, "S+", "b/k", "Allow", "identity/AmazonS3FullAccess[0]"),
        (GatewayEndpoint, all, "S", "b/k", "DenyI", "none"),
        (GatewayEndpoint, only_b, "S+", "other/k", "DenyI", "endpoint"),
        (GatewayEndpoint, not_b, "S+", "b/k", "DenyE", "endpoint/NotB"),
        (InterfaceEndpoint, own, "S+", "b/k", "Allow", "identity/AmazonS3FullAccess[0]"),
        (GatewayEndpoint, own, "S+", "b/k", "DenyI", "endpoint"), // there an account is its root user
        (GatewayEndpoint, own, "ROOT", "b/k", "Allow", "identity"),
    ];
    for (kind, text, who, resource, expected, by) in rows {
        let endpoint = compiled(kind, text);
        let place = Place { endpoint: Some(&endpoint), ..Place::new(Some(account(OWNER)), None) };
        assert_eq!(
            decide(&plain(who), "GetObject", resource, "", &place),
            (expected, by.to_owned()),
            "{who} {text}"
        );
    }
}

/// Access control lists grant on the side of the resource; objects of others are out of the bucket policy's hands.
/// PO-025, PO-101.
#[test]
fn access_control_lists() {
    let open = bucket(r#""*""#, "Allow");
    let closed = bucket(r#""*""#, "Deny");
    let owner = Some(account(OWNER));
    let by_acl = |reach| Place { acl: Some(reach), ..Place::new(owner, None) };
    let rows = [
        ("ANON", by_acl(Reach::Direct), "Allow", "acl"),
        ("X1111+", by_acl(Reach::Account), "Allow", "acl"),
        ("X1111", by_acl(Reach::Account), "DenyI", "none"),
        ("S", by_acl(Reach::Account), "DenyI", "none"),
        ("ANON", Place { policy: Some(&closed), ..by_acl(Reach::Direct) }, "DenyE", "bucket/S"),
        ("X1111+", Place { policy: Some(&open), ..by_acl(Reach::Account) }, "Allow", "bucket/S"),
        (
            "X1111+",
            Place { policy: Some(&open), policy_allows: false, ..Place::new(owner, None) },
            "DenyI",
            "none",
        ),
        (
            "X1111+",
            Place { policy: Some(&open), policy_allows: false, ..by_acl(Reach::Account) },
            "Allow",
            "acl",
        ),
        (
            "ANON",
            Place { policy: Some(&closed), policy_allows: false, ..by_acl(Reach::Direct) },
            "DenyE",
            "bucket/S",
        ),
    ];
    for (who, place, expected, by) in rows {
        let actual = decide(&plain(who), "GetObject", "b/k", "", &place);
        assert_eq!(actual, (expected, by.to_owned()), "{who} {place:?}");
    }
}

/// G-57: <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic-cross-account.html>
#[test]
fn carlos_and_the_production_bucket() {
    let identity = compiled(
        PolicyKind::User,
        r#"[{"Effect": "Allow", "Action": "s3:ListAllMyBuckets", "Resource": "*"},
            {"Effect": "Allow", "Action": "s3:*Object*", "Resource": "arn:aws:s3:::Production/*"},
            {"Effect": "Deny", "Action": "s3:*", "Resource": ["arn:aws:s3:::*log*", "arn:aws:s3:::*log*/*"]}]"#,
    );
    let text = r#"{"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::123456789012:user/carlos"},
        "Action": ["s3:GetObject*", "s3:PutObject*", "s3:ReplicateObject", "s3:RestoreObject"],
        "Resource": "arn:aws:s3:::Production/*"}"#;
    let document = super::support::document(text);
    let policy = super::support::read(&document, &crate::policy::Rules::bucket("Production")).unwrap();
    let bucket = Compiled::new("", &policy);
    let carlos = caller("ID:carlos", &Cast { identity: Some(identity) });
    let place = Place::new(Some(account("222222222222")), Some(&bucket));
    for (action, resource, expected) in [
        ("PutObject", "Production/x", "Allow"),
        ("DeleteObject", "Production/x", "DenyI"),
        ("PutObject", "Production-logs/x", "DenyE"),
    ] {
        assert_eq!(decide(&carlos, action, resource, "", &place).0, expected, "{action} {resource}");
    }
}

/// PO-027: <https://docs.aws.amazon.com/AmazonS3/latest/userguide/troubleshoot-403-errors.html>
#[test]
fn messages() {
    let message = |caller: &Caller, place: &Place<'_>| {
        let (action, context) = (Action::new("s3:GetObject"), context(""));
        let question = Question {
            principal: &caller.principal,
            action: &action,
            resource: "arn:aws:s3:::b/k",
            context: &context,
        };
        let decision = evaluate(caller, &question, place);
        (decision.denial_message(&question).unwrap_or_default(), decision.outcome())
    };
    let front = "User: arn:aws:iam::123456789012:user/ann is not authorized to perform: s3:GetObject on resource: \"arn:aws:s3:::b/k\"";
    let denying = bucket(r#""*""#, "Deny");
    let (bare, closed) =
        (Place::new(Some(account(OWNER)), None), Place::new(Some(account(OWNER)), Some(&denying)));
    let (text, outcome) = message(&plain("S"), &bare);
    assert_eq!(text, format!("{front} because no identity-based policy allows the s3:GetObject action"));
    assert_eq!(outcome, Outcome::ImplicitDeny { lacks: Kind::Identity });
    assert_eq!(
        message(&plain("S"), &closed).0,
        format!("{front} with an explicit deny in a resource-based policy")
    );
    let mut bounded = plain("S+");
    bounded.boundary = Some(compiled(PolicyKind::Boundary, PUT));
    assert_eq!(
        message(&bounded, &bare).0,
        format!("{front} because no permissions boundary allows the s3:GetObject action")
    );
    bounded.identity.push(compiled(PolicyKind::User, NO_GET));
    assert_eq!(
        message(&bounded, &bare).0,
        format!("{front} with an explicit deny in an identity-based policy")
    );
    assert_eq!(message(&plain("S+"), &bare), (String::new(), Outcome::Allow));
}

/// PO-011: a saved name means the user that had it then.
#[test]
fn saved_principals_are_bound() {
    use crate::element::PrincipalName;
    let mut saved = policy(
        PolicyKind::Bucket,
        r#"{"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::123456789012:user/ann"}, "Action": "s3:GetObject", "Resource": "@/*"}"#,
    );
    let crate::policy::Listed::These(names) = &mut saved.statements[0].principal else { panic!() };
    let PrincipalName::User { bound, .. } = &mut names[0] else { panic!() };
    *bound = Some("AIDAFIRST".to_owned());
    let bucket = Compiled::new("", &saved);
    let place = Place::new(Some(account(OWNER)), Some(&bucket));
    for (id, expected) in [("AIDAFIRST", "Allow"), ("AIDASECOND", "DenyI")] {
        let ann = Caller::new(Principal::user(account(OWNER), "ann", id));
        assert_eq!(decide(&ann, "GetObject", "b/k", "", &place).0, expected, "{id}");
    }
}
