//! What holds for any policy and any request.

use std::cell::RefCell;
use std::sync::Arc;

use proptest::prelude::*;
use s3sim_document::problem::Problems;
use s3sim_document::read::Reader;
use s3sim_document::tree::{At, Entry, Map, Node, Value};

use super::support::{OWNER, account, context};
use crate::compile::{Action, Compiled, Question};
use crate::condition::{Condition, Operator, Quantifier};
use crate::element::PrincipalName;
use crate::evaluate::{Caller, Kind, Place, evaluate};
use crate::operand::Operand;
use crate::organization::Guardrails;
use crate::pattern::Variables;
use crate::policy::{Effect, Listed, Policy, PolicyKind, Rules, Statement, Version};
use crate::principal::Principal;

fn actions() -> impl Strategy<Value = Listed<String>> {
    let names = ["s3:GetObject", "s3:PutObject", "s3:Get*", "s3:*", "*", "S3:getobject", "kms:Decrypt"];
    let list = prop::collection::vec(prop::sample::select(names.to_vec()).prop_map(str::to_owned), 1..3);
    (list, any::<bool>()).prop_map(|(list, not)| if not { Listed::AllBut(list) } else { Listed::These(list) })
}

fn resources() -> impl Strategy<Value = Listed<String>> {
    let names =
        ["arn:aws:s3:::b", "arn:aws:s3:::b/*", "arn:aws:s3:::b/a?", "*", "arn:aws:s3:::b/${aws:username}/*"];
    let list = prop::collection::vec(prop::sample::select(names.to_vec()).prop_map(str::to_owned), 1..3);
    (list, any::<bool>()).prop_map(|(list, not)| if not { Listed::AllBut(list) } else { Listed::These(list) })
}

fn principals() -> impl Strategy<Value = Listed<PrincipalName>> {
    let names = [
        "*",
        "123456789012",
        "111122223333",
        "arn:aws:iam::123456789012:user/ann",
        "arn:aws:iam::123456789012:role/app",
        "arn:aws:sts::123456789012:assumed-role/app/session",
    ];
    let name = prop::sample::select(names.to_vec()).prop_map(|name| PrincipalName::parse_aws(name).unwrap());
    let list = prop::collection::vec(name, 1..3);
    (list, prop::bool::weighted(0.2))
        .prop_map(|(l, not)| if not { Listed::AllBut(l) } else { Listed::These(l) })
}

fn conditions() -> impl Strategy<Value = Vec<Condition>> {
    let names = [
        "StringEquals",
        "StringNotLike",
        "NumericLessThan",
        "ArnLike",
        "Null",
        "IpAddress",
        "Bool",
        "DateNotEquals",
    ];
    let quantifiers = [Quantifier::Single, Quantifier::ForAllValues, Quantifier::ForAnyValue];
    let values = ["a", "a*", "true", "10", "192.0.2.0/24", "arn:aws:s3:::b", "2025-01-01", "${aws:username}"];
    let keys =
        ["aws:sourceip", "s3:prefix", "aws:username", "s3:requestobjecttagkeys", "aws:securetransport"];
    let one = (
        prop::sample::select(names.to_vec()),
        prop::sample::select(quantifiers.to_vec()),
        any::<bool>(),
        prop::sample::select(keys.to_vec()),
        prop::collection::vec(prop::sample::select(values.to_vec()), 0..3),
    );
    let condition = one.prop_map(|(name, quantifier, if_exists, key, values)| {
        let mut operator = Operator::parse(name).unwrap();
        if name != "Null" {
            (operator.quantifier, operator.if_exists) = (quantifier, if_exists);
        }
        let read = |value: &&str| Operand::parse(operator.test, value, Variables::Active);
        let operands = values.iter().filter_map(read).collect();
        Condition { operator, key: key.to_owned(), written: Vec::new(), operands }
    });
    prop_oneof![2 => Just(Vec::new()), 1 => prop::collection::vec(condition, 1..3)]
}

fn statement(effect: impl Strategy<Value = Effect>, principal: bool) -> impl Strategy<Value = Statement> {
    let principal = if principal { principals().boxed() } else { Just(Listed::Unsaid).boxed() };
    (effect, principal, actions(), resources(), conditions()).prop_map(
        |(effect, principal, action, resource, conditions)| Statement {
            sid: None,
            effect,
            principal,
            action,
            resource,
            conditions,
        },
    )
}

fn effect() -> impl Strategy<Value = Effect> {
    prop_oneof![4 => Just(Effect::Allow), 1 => Just(Effect::Deny)]
}

fn statements(principal: bool) -> impl Strategy<Value = Vec<Statement>> {
    prop::collection::vec(statement(effect(), principal), 0..5)
}

/// A request with everything that has a say in it.
#[derive(Clone, Debug)]
struct World {
    who: usize,
    action: &'static str,
    resource: &'static str,
    keys: &'static str,
    owner: &'static str,
    /// Statements by kind of policy, in the order of [`KINDS`]; `None` where there is no such policy.
    policies: Vec<Option<Vec<Statement>>>,
}

const KINDS: [PolicyKind; 6] = [
    PolicyKind::Bucket,
    PolicyKind::User,
    PolicyKind::Boundary,
    PolicyKind::Session,
    PolicyKind::GatewayEndpoint,
    PolicyKind::Key,
];

fn world() -> impl Strategy<Value = World> {
    let keys = [
        "",
        "aws:SourceIp=192.0.2.7 & aws:username=ann",
        "s3:prefix=a & aws:SecureTransport=true",
        "s3:RequestObjectTagKeys:=a,b & aws:SourceIp=10",
    ];
    // Limits are rare, so that enough requests are allowed.
    let policy = |kind: &PolicyKind| match kind {
        PolicyKind::User => prop::option::weighted(0.8, statements(false)).boxed(),
        PolicyKind::Boundary | PolicyKind::Session => prop::option::weighted(0.2, statements(false)).boxed(),
        PolicyKind::GatewayEndpoint => prop::option::weighted(0.2, statements(true)).boxed(),
        _ => prop::option::weighted(0.8, statements(true)).boxed(),
    };
    let policies: Vec<_> = KINDS.iter().map(policy).collect();
    (
        0..5_usize,
        prop::sample::select(&["s3:GetObject", "s3:PutObject", "kms:Decrypt"][..]),
        prop::sample::select(&["arn:aws:s3:::b", "arn:aws:s3:::b/a1", "arn:aws:s3:::b/ann/x"][..]),
        prop::sample::select(keys.to_vec()),
        prop::sample::select(&[OWNER, "111122223333"][..]),
        policies,
    )
        .prop_map(|(who, action, resource, keys, owner, policies)| World {
            who,
            action,
            resource,
            keys,
            owner,
            policies,
        })
}

impl World {
    /// Whether it is allowed, and what kind of policy decided.
    fn decide(&self) -> (bool, Kind) {
        let id = account(OWNER);
        let principal = match self.who {
            0 => Principal::user(id, "ann", "AIDAUSER"),
            1 => Principal::session(id, "app", "AROAROLE", "session"),
            2 => Principal::root(id),
            3 => Principal::service("s3.amazonaws.com"),
            _ => Principal::anonymous(),
        };
        let compiled: Vec<Option<Arc<Compiled>>> = (KINDS.iter().zip(&self.policies))
            .map(|(kind, statements)| {
                statements.clone().map(|statements| {
                    let policy =
                        Policy { kind: *kind, version: Version::V2012, id: None, statements, size: 0 };
                    Compiled::shared("p", &policy)
                })
            })
            .collect();
        let [bucket, user, boundary, session, endpoint, key] = &compiled[..] else { panic!() };
        let caller = Caller {
            principal,
            identity: user.iter().cloned().collect(),
            boundary: boundary.clone(),
            session: session.clone().map(|policy| vec![policy]),
            guardrails: Guardrails::none(),
        };
        let (action, mut context) = (Action::new(self.action), context(self.keys));
        caller.principal.describe(&mut context);
        let question = Question {
            principal: &caller.principal,
            action: &action,
            resource: self.resource,
            context: &context,
        };
        let policy = if self.action.starts_with("kms") { key } else { bucket };
        let place = Place {
            endpoint: endpoint.as_deref(),
            ..Place::new(Some(account(self.owner)), policy.as_deref())
        };
        let decision = evaluate(&caller, &question, &place);
        (decision.allowed(), decision.by().which())
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1500))]

    #[test]
    fn an_added_deny_never_allows(
        world in world(), which in 0..KINDS.len(), denies in prop::array::uniform2(statement(Just(Effect::Deny), true)), at_end in any::<bool>(),
    ) {
        let before = world.decide();
        let mut after = world;
        if let Some(statements) = &mut after.policies[which] {
            for mut deny in denies {
                if !matches!(KINDS[which], PolicyKind::Bucket | PolicyKind::GatewayEndpoint | PolicyKind::Key) {
                    deny.principal = Listed::Unsaid;
                }
                statements.insert(if at_end { statements.len() } else { 0 }, deny);
            }
        }
        prop_assert!(before.0 || !after.decide().0);
    }

    #[test]
    fn an_added_allow_never_lifts_a_deny(
        world in world(), which in 0..KINDS.len(), mut allow in statement(Just(Effect::Allow), true),
    ) {
        let before = world.decide();
        let mut after = world.clone();
        if let Some(statements) = &mut after.policies[which] {
            if !matches!(KINDS[which], PolicyKind::Bucket | PolicyKind::GatewayEndpoint | PolicyKind::Key) {
                allow.principal = Listed::Unsaid;
            }
            statements.push(allow);
        }
        prop_assert!(!before.0 || after.decide().0, "nor does it refuse what was allowed");
    }

    #[test]
    fn order_of_statements_does_not_matter(world in world(), rotation in 0..5_usize) {
        let before = world.decide();
        let mut after = world;
        for statements in after.policies.iter_mut().flatten() {
            let length = statements.len().max(1);
            statements.rotate_left(rotation % length);
            statements.reverse();
        }
        prop_assert_eq!(before, after.decide());
    }
}

/// Any tree, with the words of the policy language sprinkled in.
fn tree() -> impl Strategy<Value = Node> {
    let words = [
        "Version",
        "Statement",
        "Effect",
        "Allow",
        "Deny",
        "Principal",
        "NotPrincipal",
        "AWS",
        "Service",
        "*",
        "Action",
        "NotAction",
        "s3:GetObject",
        "Resource",
        "arn:aws:s3:::b/*",
        "arn:aws:s3:::b",
        "Condition",
        "StringLike",
        "ForAllValues:ArnLike",
        "IpAddress",
        "s3:prefix",
        "2012-10-17",
        "${",
        "${a}",
        "::/0",
        "é",
        "",
    ];
    let word = prop_oneof![4 => prop::sample::select(words.to_vec()).prop_map(str::to_owned), 1 => ".{0,6}"];
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::Bool),
        any::<i64>().prop_map(|number| Value::Number(number.to_string())),
        word.clone().prop_map(Value::Text),
        word.clone().prop_map(Value::Text),
    ];
    leaf.prop_map(Node::made).prop_recursive(6, 60, 8, move |inner| {
        let entry = (word.clone(), inner.clone()).prop_map(|(key, value)| Entry { key, key_at: At::NOWHERE, value });
        let entries = prop::collection::vec(entry, 0..8).prop_map(|mut entries| {
            entries.sort_by(|a, b| a.key.cmp(&b.key));
            entries.dedup_by(|a, b| a.key == b.key);
            Node::made(Value::Map(Map { entries }))
        });
        prop_oneof![3 => entries, 1 => prop::collection::vec(inner, 0..4).prop_map(|list| Node::made(Value::List(list)))]
    })
}

/// Wraps a random tree so that reading gets past the first doors.
fn document() -> impl Strategy<Value = Node> {
    let element = |names: &'static [&'static str]| (prop::sample::select(names), tree());
    let elements = (
        element(&["Effect", "Sid"]),
        element(&["Principal", "NotPrincipal"]),
        element(&["Action", "NotAction"]),
        element(&["Resource", "NotResource"]),
        element(&["Condition"]),
    );
    let statement = elements.prop_map(|(a, b, c, d, e)| {
        let entry = |(key, value): (&str, Node)| Entry { key: key.to_owned(), key_at: At::NOWHERE, value };
        let entries = [a, b, c, d, e].map(entry).into();
        let statement = Node::made(Value::Map(Map { entries }));
        let entries = vec![Entry { key: "Statement".to_owned(), key_at: At::NOWHERE, value: statement }];
        Node::made(Value::Map(Map { entries }))
    });
    prop_oneof![tree(), statement]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1500))]

    #[test]
    fn reading_never_panics(document in document(), bucket in any::<bool>(), world in world()) {
        let problems = RefCell::new(Problems::new());
        let rules = if bucket { Rules::bucket("b") } else { Rules::new(PolicyKind::Topic) };
        let policy = Policy::read(&Reader::new(&document, "", &problems), &rules);
        prop_assert_eq!(policy.is_none(), !problems.borrow().is_empty(), "refused exactly if there is a reason");
        if let Some(policy) = policy {
            let mut world = world;
            world.policies[0] = Some(policy.statements);
            world.decide();
        }
    }
}
