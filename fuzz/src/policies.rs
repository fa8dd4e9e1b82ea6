//! Policies: a kind, a request, and a document.

use std::cell::RefCell;

use s3sim_document::problem::Problems;
use s3sim_document::read::Reader;
use s3sim_document::tree::{Node, Value};
use s3sim_iam::compile::{Action, Compiled, Question};
use s3sim_iam::context::Context;
use s3sim_iam::evaluate::{Caller, Place, evaluate};
use s3sim_iam::policy::{Policy, PolicyKind, Rules};
use s3sim_iam::principal::{AccountId, Principal};
use s3sim_iam::public;

use crate::Choices;

const KINDS: &[PolicyKind] = &[
    PolicyKind::Bucket,
    PolicyKind::User,
    PolicyKind::Key,
    PolicyKind::Queue,
    PolicyKind::Trust,
    PolicyKind::GatewayEndpoint,
    PolicyKind::ServiceControl,
    PolicyKind::Boundary,
    PolicyKind::Session,
];
const ACTIONS: &[&str] =
    &["s3:GetObject", "s3:PutObject", "s3:ListBucket", "s3:DeleteObjectVersion", "kms:Decrypt"];
const RESOURCES: &[&str] = &["arn:aws:s3:::b/home/ann/x", "arn:aws:s3:::b", "arn:aws:s3:::other/*", "*"];
const KEYS: &[(&str, &str)] = &[
    ("aws:SourceIp", "203.0.113.7"),
    ("aws:SecureTransport", "false"),
    ("s3:x-amz-server-side-encryption", "aws:kms"),
    ("s3:ExistingObjectTag/team", "red"),
    ("aws:CurrentTime", "2025-03-01T00:00:00Z"),
    ("s3:max-keys", "100"),
    ("s3:prefix", "home/ann/"),
    ("aws:PrincipalTag/team", "${aws:username}"),
];

fn principal(choices: &mut Choices<'_>) -> Principal {
    let digits = choices.one(&["123456789012", "111122223333"]);
    let Some(account) = AccountId::parse(digits) else { return Principal::anonymous() };
    match choices.below(4) {
        0 => Principal::user(account, "ann", "AIDAUSER"),
        1 => Principal::session(account, "app", "AROAROLE", "session"),
        2 => Principal::root(account),
        _ => Principal::anonymous(),
    }
}

/// Takes four bytes for the kind and the request, and the rest for the document.
pub fn bear(data: &[u8]) {
    let (head, document) = data.split_at(data.len().min(6));
    let mut choices = Choices::of(head);
    let kind = choices.one(KINDS);
    let rules = if kind == PolicyKind::Bucket { Rules::bucket("b") } else { Rules::new(kind) };
    let text = Node::made(Value::Text(String::from_utf8_lossy(document).into_owned()));
    let problems = RefCell::new(Problems::new());
    let policy = Policy::read(&Reader::new(&text, "", &problems), &rules);
    assert_eq!(policy.is_some(), problems.borrow().is_empty(), "a policy or problems, never both");
    let Some(policy) = policy else { return };
    let compiled = Compiled::shared("fuzz", &policy);
    let _ = public::is_public(&policy);
    let mut caller = Caller::new(principal(&mut choices));
    if matches!(kind, PolicyKind::User) {
        caller.identity.push(compiled.clone());
    }
    let action = Action::new(choices.one(ACTIONS));
    let resource = choices.one(RESOURCES);
    let mut context = Context::new();
    caller.principal.describe(&mut context);
    let (from, many) = (choices.below(KEYS.len()), choices.below(KEYS.len()));
    for &(key, value) in KEYS.iter().cycle().skip(from).take(many) {
        context.set(key, value);
    }
    let question = Question { principal: &caller.principal, action: &action, resource, context: &context };
    let place =
        Place::new(AccountId::parse("123456789012"), (kind == PolicyKind::Bucket).then_some(&*compiled));
    let decision = evaluate(&caller, &question, &place);
    let again = evaluate(&caller, &question, &place);
    assert_eq!(decision.by().to_string(), again.by().to_string());
}
