//! Organizations: inheritance of service control policies.
//!
//! <https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps_evaluation.html>

use std::collections::BTreeMap;
use std::sync::Arc;

use super::support::{Cast, OWNER, account, caller, compiled, decide};
use crate::compile::Compiled;
use crate::context::Context;
use crate::evaluate::Place;
use crate::organization::{Attached, Fault, Guardrails, Organization, ROOT, full_access};
use crate::policy::PolicyKind;

const MANAGEMENT: &str = "111122223333";
const NO_S3: &str = r#"{"Sid": "NoS3", "Effect": "Deny", "Action": "s3:*", "Resource": "*"}"#;
const ONLY_S3: &str = r#"{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}"#;
const ONLY_KMS: &str = r#"{"Effect": "Allow", "Action": "kms:*", "Resource": "*"}"#;

fn scp(text: &str) -> Arc<Compiled> {
    compiled(PolicyKind::ServiceControl, text)
}

/// root ← dev ← sandbox ← the owner's account, with the policies of the four levels.
fn organization(levels: [Vec<Arc<Compiled>>; 4]) -> Organization {
    let [root, dev, sandbox, member] = levels;
    let units = BTreeMap::from([
        ("dev".to_owned(), Attached::new(ROOT, dev)),
        ("sandbox".to_owned(), Attached::new("dev", sandbox)),
    ]);
    let accounts = BTreeMap::from([(account(OWNER), Attached::new("sandbox", member))]);
    Organization::new("o-exampleorgid", account(MANAGEMENT), root, units, accounts).unwrap()
}

fn ask(guardrails: Guardrails, who: &str) -> (&'static str, String) {
    let mut caller = caller(who, &Cast { identity: None });
    caller.guardrails = guardrails;
    decide(&caller, "GetObject", "b/k", "", &Place::new(Some(account(OWNER)), None))
}

#[test]
fn every_level_must_allow() {
    let full = || vec![full_access()];
    let with = |text| vec![full_access(), scp(text)];
    let rows = [
        ([full(), full(), full(), full()], "Allow", "identity/AmazonS3FullAccess[0]"),
        ([full(), with(NO_S3), full(), full()], "DenyE", "scp/NoS3"),
        ([with(NO_S3), full(), full(), full()], "DenyE", "scp/NoS3"),
        ([full(), full(), full(), with(NO_S3)], "DenyE", "scp/NoS3"),
        // FullAWSAccess taken away: an allow list
        ([full(), full(), vec![scp(ONLY_S3)], full()], "Allow", "identity/AmazonS3FullAccess[0]"),
        ([full(), full(), vec![scp(ONLY_KMS)], full()], "DenyI", "scp"),
        ([full(), vec![scp(ONLY_KMS)], vec![scp(ONLY_S3)], full()], "DenyI", "scp"),
        (
            [full(), full(), vec![scp(ONLY_KMS), scp(ONLY_S3)], full()],
            "Allow",
            "identity/AmazonS3FullAccess[0]",
        ),
        ([full(), full(), vec![], full()], "DenyI", "scp"),
    ];
    for (index, (levels, expected, by)) in rows.into_iter().enumerate() {
        let guardrails = organization(levels).guardrails(account(OWNER));
        assert_eq!(ask(guardrails, "S+"), (expected, by.to_owned()), "row {index}");
    }
}

#[test]
fn who_is_bound() {
    let full = || vec![full_access()];
    let organization = organization([vec![full_access(), scp(NO_S3)], full(), full(), full()]);
    let guardrails = |id| organization.guardrails(account(id));
    assert_eq!(ask(guardrails(OWNER), "ROOT").1, "scp/NoS3", "the root user of a member account");
    assert_eq!(ask(guardrails(OWNER), "R+:app").1, "scp/NoS3");
    assert_eq!(ask(guardrails(OWNER), "S").1, "scp/NoS3", "a policy grants nothing either way");
    assert_eq!(ask(guardrails(MANAGEMENT), "S+").0, "Allow", "the management account is not");
    assert_eq!(ask(guardrails("999999999999"), "S+").0, "Allow", "accounts outside are not");
}

#[test]
fn an_scp_never_grants() {
    let full = || vec![full_access()];
    let guardrails = organization([full(), full(), full(), full()]).guardrails(account(OWNER));
    assert_eq!(ask(guardrails, "S"), ("DenyI", "none".to_owned()));
}

#[test]
fn context_keys() {
    let full = || vec![full_access()];
    let organization = organization([full(), full(), full(), full()]);
    let mut context = Context::new();
    organization.describe_principal(account(OWNER), &mut context);
    organization.describe_resource(account(MANAGEMENT), &mut context);
    let text =
        |key: &str| context.get(key).first().map(|value| value.as_text().into_owned()).unwrap_or_default();
    assert_eq!(text("aws:principalorgid"), "o-exampleorgid");
    assert_eq!(text("aws:principalorgpaths"), "o-exampleorgid/root/dev/sandbox/");
    assert_eq!(text("aws:resourceorgpaths"), "o-exampleorgid/root/");
    assert_eq!(organization.path(account("999999999999")), None);
}

#[test]
fn faults() {
    let build = |units: &[(&str, &str)], parent: &str| {
        let units =
            units.iter().map(|(name, parent)| ((*name).to_owned(), Attached::new(parent, vec![]))).collect();
        let accounts = BTreeMap::from([(account(OWNER), Attached::new(parent, vec![]))]);
        Organization::new("o-1", account(MANAGEMENT), vec![], units, accounts).map(|_| ()).unwrap_err()
    };
    let missing =
        |of: &str, parent: &str| Fault::UnknownParent { of: of.to_owned(), parent: parent.to_owned() };
    assert_eq!(build(&[], "dev"), [missing(OWNER, "dev")]);
    assert_eq!(build(&[("a", "nowhere"), ("b", "a")], ROOT), [missing("a", "nowhere")]);
    assert_eq!(
        build(&[("a", "b"), ("b", "a")], ROOT),
        [Fault::Circle { of: "a".to_owned() }, Fault::Circle { of: "b".to_owned() }]
    );
    let deep = [("a", ROOT), ("b", "a"), ("c", "b"), ("d", "c"), ("e", "d"), ("f", "e")];
    assert_eq!(build(&deep, ROOT), [Fault::TooDeep { of: "f".to_owned() }]);
}
