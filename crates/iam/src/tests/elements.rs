//! The `Principal` and `NotPrincipal` elements.
//!
//! <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html>

use super::support::{Cast, Row, account, caller, check, context};
use crate::context::Context;
use crate::element::{PrincipalName, Reach};
use crate::principal::Principal;

/// PO-007.
#[test]
fn forms() {
    use PrincipalName as Name;
    let id = account("111122223333");
    let (user, role) = ("arn:aws:iam::111122223333:user/path/ann", "arn:aws:iam::111122223333:role/app");
    let rows = [
        ("*", Some(Name::Everyone)),
        ("111122223333", Some(Name::Account(id))),
        ("arn:aws:iam::111122223333:root", Some(Name::Account(id))),
        (user, Some(Name::User { arn: user.to_owned(), bound: None })),
        (role, Some(Name::Role { arn: role.to_owned(), bound: None })),
        (
            "arn:aws:sts::111122223333:assumed-role/app/s",
            Some(Name::Session("arn:aws:sts::111122223333:assumed-role/app/s".to_owned())),
        ),
        (
            "arn:aws:sts::111122223333:federated-user/bob",
            Some(Name::FederatedUser("arn:aws:sts::111122223333:federated-user/bob".to_owned())),
        ),
        ("AIDACKCEVSQ6C2EXAMPLE", Some(Name::UniqueId("AIDACKCEVSQ6C2EXAMPLE".to_owned()))),
        ("", None),
        ("1111", None),
        ("arn:aws:iam::1:user/ann", None),
        ("arn:aws:iam::111122223333:user/*", None),
        ("arn:aws:iam::111122223333:user/", None),
        ("arn:aws:iam::111122223333:group/readers", None),
        ("arn:aws:iam:us-east-1:111122223333:user/ann", None),
        ("arn:aws:s3:::b", None),
        ("ann", None),
    ];
    for (text, expected) in rows {
        assert_eq!(PrincipalName::parse_aws(text), expected, "{text}");
    }
    for (kind, text, accepted) in [
        ("Service", "cloudtrail.amazonaws.com", true),
        ("Service", "*", false),
        ("Service", "cloudtrail", false),
        ("Federated", "accounts.google.com", true),
        ("Federated", "arn:aws:iam::111122223333:saml-provider/corp", true),
        ("CanonicalUser", "79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be", true),
        ("aws", "111122223333", false),
        ("Group", "readers", false),
    ] {
        assert_eq!(PrincipalName::parse_other(kind, text).is_some(), accepted, "{kind} {text}");
    }
}

#[test]
fn reach() {
    let cast = Cast { identity: None };
    let person = |word: &str| caller(word, &cast).principal;
    let rows = [
        ("*", "ANON", Some(Reach::Direct)),
        ("123456789012", "S", Some(Reach::Account)),
        ("123456789012", "R:app", Some(Reach::Account)),
        ("123456789012", "ROOT", Some(Reach::Direct)),
        ("123456789012", "ANON", None),
        ("arn:aws:iam::123456789012:user/ann", "S", Some(Reach::Direct)),
        ("arn:aws:iam::123456789012:user/Ann", "S", None), // with regard to case
        ("arn:aws:iam::123456789012:role/app", "R:app", Some(Reach::Role)),
        ("arn:aws:sts::123456789012:assumed-role/app/session", "R:app", Some(Reach::Direct)),
        ("arn:aws:sts::123456789012:assumed-role/app/other", "R:app", None),
        ("AIDAXENIAXENIAXENIA", "S", None),
    ];
    for (name, who, expected) in rows {
        let name = PrincipalName::parse_aws(name).unwrap();
        assert_eq!(name.reaches(&person(who)), expected, "{name:?} {who}");
    }
    let (owner, id) = (account("123456789012"), "AROACKCEVSQ6C2EXAMPLE");
    let session = Principal::session(owner, "team/app", id, "s").with_canonical_id("c0ffee");
    assert_eq!(PrincipalName::UniqueId(id.to_owned()).reaches(&session), Some(Reach::Role));
    assert_eq!(PrincipalName::CanonicalUser("c0ffee".to_owned()).reaches(&session), Some(Reach::Account));
    assert_eq!(session.arn(), "arn:aws:sts::123456789012:assumed-role/app/s", "without the role's path");
    assert_eq!(session.principal_arn(), "arn:aws:iam::123456789012:role/team/app");
}

/// PO-010: who is to be spared must be listed with everything it is checked as.
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html>
#[test]
fn not_principal() {
    check(&[
        Row {
            id: "the user and its account",
            bucket: r#"{"Effect": "Deny", "NotPrincipal": {"AWS": ["arn:aws:iam::123456789012:user/Bob",
                "arn:aws:iam::123456789012:root"]}, "Action": "s3:*", "Resource": ["@", "@/*"]}"#,
            identity: "",
            requests: &[
                "S+:Bob | GetObject b/k |  | Allow",
                "S+:Ann | GetObject b/k |  | DenyE",
                "ROOT | GetObject b/k |  | Allow",
                "ANON | GetObject b/k |  | DenyE",
                "SVC:cloudtrail.amazonaws.com | PutObject b/k |  | DenyE",
            ],
        },
        Row {
            id: "the user alone",
            bucket: r#"{"Effect": "Deny", "NotPrincipal": {"AWS": "arn:aws:iam::123456789012:user/Bob"},
                "Action": "s3:*", "Resource": ["@", "@/*"]}"#,
            identity: "",
            requests: &["S+:Bob | GetObject b/k |  | DenyE"],
        },
        Row {
            id: "the session, its role and its account",
            bucket: r#"{"Effect": "Deny", "NotPrincipal": {"AWS": ["arn:aws:sts::123456789012:assumed-role/app/session",
                "arn:aws:iam::123456789012:role/app", "arn:aws:iam::123456789012:root"]},
                "Action": "s3:*", "Resource": ["@", "@/*"]}"#,
            identity: "",
            requests: &["R+:app | GetObject b/k |  | Allow", "R+:other | GetObject b/k |  | DenyE"],
        },
        Row {
            id: "with Allow it means everyone else, anonymous callers too",
            bucket: r#"{"Effect": "Allow", "NotPrincipal": {"AWS": ["arn:aws:iam::123456789012:user/Bob",
                "arn:aws:iam::123456789012:root"]}, "Action": "s3:GetObject", "Resource": "@/*"}"#,
            identity: "",
            requests: &["ANON | GetObject b/k |  | Allow", "S:Bob | GetObject b/k |  | DenyI"],
        },
    ]);
}

/// PO-052, PO-053: the keys that follow from who asks.
#[test]
fn context_keys() {
    let cast = Cast { identity: None };
    // caller → keys with their values, `-` for absent
    let rows = [
        (
            "S",
            "aws:PrincipalArn=arn:aws:iam::123456789012:user/ann & aws:PrincipalAccount=123456789012 & aws:userid=AIDAUSER & aws:username=ann & aws:PrincipalType=User & aws:PrincipalIsAWSService=false & aws:PrincipalServiceName=-",
        ),
        (
            "R:app",
            "aws:PrincipalArn=arn:aws:iam::123456789012:role/app & aws:userid=AROAROLE:session & aws:username=- & aws:PrincipalType=AssumedRole",
        ),
        (
            "ROOT",
            "aws:PrincipalArn=arn:aws:iam::123456789012:root & aws:userid=123456789012 & aws:username=- & aws:PrincipalType=Account",
        ),
        (
            "SVC:logging.s3.amazonaws.com",
            "aws:PrincipalIsAWSService=true & aws:PrincipalServiceName=logging.s3.amazonaws.com & aws:PrincipalServiceNamesList=logging.s3.amazonaws.com & aws:PrincipalArn=-",
        ),
        (
            "ANON",
            "aws:PrincipalAccount=- & aws:PrincipalArn=- & aws:userid=- & aws:PrincipalIsAWSService=false",
        ),
    ];
    for (who, expected) in rows {
        let caller = caller(who, &cast);
        let mut actual = Context::new();
        caller.principal.describe(&mut actual);
        for pair in expected.split(" & ") {
            let (key, value) = pair.split_once('=').unwrap();
            let texts: Vec<_> = actual.get(&key.to_lowercase()).iter().map(|value| value.as_text()).collect();
            assert_eq!(texts.first().map_or("-", |text| text), value, "{who} {key}");
        }
    }
    assert!(context("a:b:=").get("a:b").is_empty());
}
