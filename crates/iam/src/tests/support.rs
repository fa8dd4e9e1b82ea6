//! The cast and the stage of the tests, and the one-line notation of their rows.

use std::cell::RefCell;
use std::sync::Arc;

use s3sim_document::problem::Problems;
use s3sim_document::read::Reader;
use s3sim_document::tree::{Node, Value};

use crate::compile::{Action, Compiled, Question};
use crate::context::Context;
use crate::evaluate::{Caller, Decision, Outcome, Place, evaluate};
use crate::managed;
use crate::policy::{Policy, PolicyKind, Rules};
use crate::principal::{AccountId, Principal};

/// The account that owns the bucket `b`.
pub(super) const OWNER: &str = "123456789012";
/// The ARNs of the bucket and of its keys are written `@` and `@/…` in policies.
const BUCKET_ARN: &str = "arn:aws:s3:::b";

pub(super) fn account(id: &str) -> AccountId {
    AccountId::parse(id).unwrap()
}

/// `[…]` or `{…}` of statements as a whole document of 2012.
pub(super) fn document(statements: &str) -> String {
    let statements = statements.replace("\"@", &format!("\"{BUCKET_ARN}"));
    format!(r#"{{"Version": "2012-10-17", "Statement": {statements}}}"#)
}

/// Reads a whole document.
pub(super) fn read(document: &str, rules: &Rules<'_>) -> Result<Policy, Vec<String>> {
    let text = Node::made(Value::Text(document.to_owned()));
    let problems = RefCell::new(Problems::new());
    let policy = Policy::read(&Reader::new(&text, "", &problems), rules);
    let said =
        |p: &s3sim_document::problem::Problem| format!("{} {}: {}", p.code.unwrap_or(""), p.path, p.message);
    let list: Vec<String> = problems.borrow().list().iter().map(said).collect();
    assert_eq!(policy.is_some(), list.is_empty(), "a policy or problems, never both: {list:?}");
    policy.ok_or(list)
}

/// Statements as a policy of `kind`; bucket policies must satisfy S3's own checks for the bucket `b`.
pub(super) fn policy(kind: PolicyKind, statements: &str) -> Policy {
    let rules = if kind == PolicyKind::Bucket { Rules::bucket("b") } else { Rules::new(kind) };
    read(&document(statements), &rules).unwrap_or_else(|problems| panic!("{statements}: {problems:?}"))
}

pub(super) fn compiled(kind: PolicyKind, statements: &str) -> Arc<Compiled> {
    Compiled::shared("", &policy(kind, statements))
}

/// What identity policies the callers of a row have.
pub(super) struct Cast {
    /// For callers written `ID`.
    pub(super) identity: Option<Arc<Compiled>>,
}

/// The caller of a row. `+` after the first word means: its identity policies allow everything in S3.
///
/// `S` user ann of the owner, `S:Bob` another; `R:app` a session of that role of the owner; `X1111` user xenia of
/// account 111122223333 (`X4444`, `X9999` alike); `ID` and `ID:Mary` users with the row's identity policy, `IDR:app` a
/// session; `ROOT`, `ANON`, `SVC:name`, `OAI:id`.
pub(super) fn caller(word: &str, cast: &Cast) -> Caller {
    let (word, name) = word.split_once(':').unwrap_or((word, ""));
    let (word, full) = word.strip_suffix('+').map_or((word, false), |word| (word, true));
    let owner = account(OWNER);
    let user = |name: &str, default| {
        Principal::user(owner, if name.is_empty() { default } else { name }, "AIDAUSER")
    };
    let principal = match word {
        "S" => user(name, "ann"),
        "ID" => user(name, "ann"),
        "R" | "IDR" => Principal::session(owner, name, "AROAROLE", "session"),
        "X1111" => Principal::user(account("111122223333"), "xenia", "AIDAXENIA"),
        "X4444" => Principal::user(account("444455556666"), "xenia", "AIDAXENIA"),
        "X9999" => Principal::user(account("999999999999"), "xenia", "AIDAXENIA"),
        "ROOT" => Principal::root(owner),
        "ANON" => Principal::anonymous(),
        "SVC" => Principal::service(name),
        "OAI" => Principal::origin_access_identity(name),
        other => panic!("who is {other}?"),
    };
    let mut caller = Caller::new(principal);
    if full {
        let everything = managed::find("AmazonS3FullAccess", PolicyKind::Managed).unwrap();
        caller.identity.push(Compiled::shared("AmazonS3FullAccess", &everything));
    }
    if word.starts_with("ID") {
        caller.identity.extend(cast.identity.clone());
    }
    caller
}

/// The context of a row: `key=value & key=value`, `key:=a,b` for several values (none: `key:=`).
pub(super) fn context(text: &str) -> Context<'_> {
    let mut context = Context::new();
    for part in text.split(" & ").map(str::trim).filter(|part| !part.is_empty()) {
        match part.split_once(":=") {
            Some((key, values)) => context.set_many(key, values.split(',').filter(|value| !value.is_empty())),
            None => {
                let (key, value) = part.split_once('=').unwrap_or_else(|| panic!("no value in {part}"));
                context.set(key, value);
            }
        }
    }
    context
}

/// The ARN of `b`, `b/key` or another bucket; ARNs and `*` stay as they are.
pub(super) fn arn(resource: &str) -> String {
    if resource.starts_with("arn:") || resource == "*" {
        resource.to_owned()
    } else {
        format!("arn:aws:s3:::{resource}")
    }
}

/// Decides one request and gives the answer as `Allow`, `DenyE` or `DenyI`, and who decided.
pub(super) fn decide(
    caller: &Caller,
    action: &str,
    resource: &str,
    keys: &str,
    place: &Place<'_>,
) -> (&'static str, String) {
    let action = Action::new(&if action.contains(':') { action.to_owned() } else { format!("s3:{action}") });
    let resource = arn(resource);
    let mut context = context(keys);
    caller.principal.describe(&mut context);
    let question =
        Question { principal: &caller.principal, action: &action, resource: &resource, context: &context };
    let decision = evaluate(caller, &question, place);
    (short(&decision), decision.by().to_string())
}

pub(super) fn short(decision: &Decision<'_>) -> &'static str {
    match decision.outcome() {
        Outcome::Allow => "Allow",
        Outcome::ExplicitDeny => "DenyE",
        Outcome::ImplicitDeny { .. } => "DenyI",
    }
}

/// One bucket policy (`""`: none) and one identity policy (for callers `ID`) under requests of the form
/// `caller | Action resource | context | expected`.
pub(super) struct Row {
    pub(super) id: &'static str,
    pub(super) bucket: &'static str,
    pub(super) identity: &'static str,
    pub(super) requests: &'static [&'static str],
}

pub(super) fn check(rows: &[Row]) {
    let mut wrong = Vec::new();
    for row in rows {
        let given = |kind, text: &str| (!text.is_empty()).then(|| compiled(kind, text));
        let bucket = given(PolicyKind::Bucket, row.bucket);
        let cast = Cast { identity: given(PolicyKind::User, row.identity) };
        for request in row.requests {
            let fields: Vec<&str> = request.split(" | ").map(str::trim).collect();
            let [who, call, keys, expected] = fields[..] else { panic!("four fields, please: {request}") };
            let (action, resource) = call.split_once(' ').unwrap();
            let caller = caller(who, &cast);
            let place = Place::new(Some(account(OWNER)), bucket.as_deref());
            let (actual, by) = decide(&caller, action, resource, keys, &place);
            if actual != expected {
                wrong.push(format!("{}: {request}, but {actual} by {by}", row.id));
            }
        }
    }
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}
