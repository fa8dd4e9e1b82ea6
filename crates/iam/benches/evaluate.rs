//! One request against a bucket with 20 KB of policy: `cargo bench -p s3sim-iam`.

use std::cell::RefCell;
use std::net::{IpAddr, Ipv4Addr};

use divan::{Bencher, black_box};
use s3sim_document::problem::Problems;
use s3sim_document::read::Reader;
use s3sim_document::tree::{At, Entry, Map, Node, Value};
use s3sim_iam::compile::{Action, Compiled, Question};
use s3sim_iam::context::Context;
use s3sim_iam::evaluate::{Caller, Place, evaluate};
use s3sim_iam::managed;
use s3sim_iam::policy::{Policy, PolicyKind, Rules};
use s3sim_iam::principal::{AccountId, Principal};

fn main() {
    divan::main();
}

fn text(text: impl Into<String>) -> Node {
    Node::made(Value::Text(text.into()))
}

fn map(entries: Vec<(&str, Node)>) -> Node {
    let entry = |(key, value): (&str, Node)| Entry { key: key.to_owned(), key_at: At::NOWHERE, value };
    Node::made(Value::Map(Map { entries: entries.into_iter().map(entry).collect() }))
}

fn list(items: &[&str]) -> Node {
    Node::made(Value::List(items.iter().map(|item| text(*item)).collect()))
}

fn principal(index: usize) -> Node {
    match index % 3 {
        0 => text("*"),
        1 => map(vec![("AWS", text(format!("arn:aws:iam::123456789012:user/user-{index}")))]),
        _ => map(vec![(
            "AWS",
            text(format!("arn:aws:iam::{:012}:role/team-{index}", 111_122_223_333 + index)),
        )]),
    }
}

/// Statements as real policies mix them, until the 20 KB are full.
fn policy() -> Policy {
    let mut statements = Vec::new();
    loop {
        let index = statements.len();
        let (effect, action, resource, condition) = match index % 5 {
            0 => ("Allow", list(&["s3:GetObject", "s3:GetObjectVersion"]), format!("team-{index}/*"), None),
            1 => ("Allow", list(&["s3:PutObject", "s3:PutObjectAcl"]), format!("in/{index}/*"), None),
            2 => {
                let block = map(vec![(
                    "StringNotEquals",
                    map(vec![("aws:SourceVpce", text(format!("vpce-{index}")))]),
                )]);
                ("Deny", list(&["s3:Get*", "s3:List*"]), format!("private-{index}/*"), Some(block))
            }
            3 => {
                let block = map(vec![(
                    "NotIpAddress",
                    map(vec![("aws:SourceIp", list(&["192.0.2.0/24", "10.0.0.0/8"]))]),
                )]);
                ("Deny", list(&["s3:*"]), format!("office-{index}/*"), Some(block))
            }
            _ => {
                let block =
                    map(vec![("StringLike", map(vec![("s3:prefix", list(&["home/*", "shared/*"]))]))]);
                ("Allow", list(&["s3:ListBucket"]), String::new(), Some(block))
            }
        };
        let arn = if resource.is_empty() {
            "arn:aws:s3:::bucket".to_owned()
        } else {
            format!("arn:aws:s3:::bucket/{resource}")
        };
        let mut entries = vec![
            ("Sid", text(format!("Statement{index}"))),
            ("Effect", text(effect)),
            ("Principal", principal(index)),
            ("Action", action),
            ("Resource", text(arn)),
        ];
        entries.extend(condition.map(|block| ("Condition", block)));
        statements.push(map(entries));
        let document = map(vec![
            ("Version", text("2012-10-17")),
            ("Statement", Node::made(Value::List(statements.clone()))),
        ]);
        let problems = RefCell::new(Problems::new());
        match Policy::read(&Reader::new(&document, "", &problems), &Rules::bucket("bucket")) {
            Some(policy) if policy.size > 20_000 => return policy,
            Some(_) => {}
            None => panic!("{:?}", problems.borrow().list()),
        }
    }
}

fn context<'a>(caller: &'a Caller) -> Context<'a> {
    let mut context = Context::new();
    caller.principal.describe(&mut context);
    context.set("aws:securetransport", true);
    context.set("aws:sourceip", IpAddr::V4(Ipv4Addr::new(192, 0, 2, 7)));
    context.set("aws:resourceaccount", "123456789012");
    context.set("s3:resourceaccount", "123456789012");
    context.set("aws:requestedregion", "us-east-1");
    context.set("s3:tlsversion", "1.3");
    context.set("s3:authtype", "REST-HEADER");
    context.set("s3:signatureversion", "AWS4-HMAC-SHA256");
    context.set("s3:x-amz-storage-class", "STANDARD_IA");
    context
}

const REQUESTS: [(&str, &str); 4] = [
    ("s3:GetObject", "arn:aws:s3:::bucket/team-55/reports/2025/01.csv"),
    ("s3:PutObject", "arn:aws:s3:::bucket/in/51/upload.bin"),
    ("s3:ListBucket", "arn:aws:s3:::bucket"),
    ("s3:DeleteObject", "arn:aws:s3:::bucket/elsewhere/x"),
];

fn caller() -> Caller {
    let owner = AccountId::parse("123456789012").expect("twelve digits");
    let mut caller = Caller::new(Principal::user(owner, "user-31", "AIDAUSER"));
    let own = managed::find("AmazonS3ReadOnlyAccess", PolicyKind::Managed).expect("it is in the table");
    caller.identity.push(Compiled::shared("AmazonS3ReadOnlyAccess", &own));
    caller
}

/// The whole decision, the context being there already.
#[divan::bench(args = REQUESTS)]
fn decide(bencher: Bencher<'_, '_>, (action, resource): (&str, &str)) {
    let (caller, bucket) = (caller(), Compiled::new("", &policy()));
    let (context, action) = (context(&caller), Action::new(action));
    let place = Place::new(caller.principal.account(), Some(&bucket));
    let question = Question { principal: &caller.principal, action: &action, resource, context: &context };
    bencher.bench_local(|| evaluate(&caller, black_box(&question), &place).allowed());
}

/// The same with the context made anew for the request.
#[divan::bench(args = REQUESTS)]
fn describe_and_decide(bencher: Bencher<'_, '_>, (action, resource): (&str, &str)) {
    let (caller, bucket) = (caller(), Compiled::new("", &policy()));
    let action = Action::new(action);
    let place = Place::new(caller.principal.account(), Some(&bucket));
    bencher.bench_local(|| {
        let context = context(black_box(&caller));
        let question =
            Question { principal: &caller.principal, action: &action, resource, context: &context };
        evaluate(&caller, &question, &place).allowed()
    });
}

/// Once per policy.
#[divan::bench]
fn compile(bencher: Bencher<'_, '_>) {
    let policy = policy();
    bencher.bench_local(|| Compiled::new("", black_box(&policy)));
}
