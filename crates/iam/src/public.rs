//! Whether S3 takes a bucket policy for public.
//!
//! A policy is public unless every Allow is held to fixed values, without wildcard or variable: of its principals, or
//! of one of a few condition keys (PO-095). What the statement allows does not matter, nor does Deny.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html#access-control-block-public-access-policy-status>

use crate::condition::{Condition, Quantifier};
use crate::element::PrincipalName;
use crate::operand::{Operand, Test};
use crate::policy::{Effect, Listed, Policy, Statement};

/// The condition keys that make a statement non-public when held to fixed values.
const TRUSTED: &[&str] = &[
    "aws:principalorgid",
    "aws:sourceaccount",
    "aws:sourcearn",
    "aws:sourceip",
    "aws:sourceowner",
    "aws:sourcevpc",
    "aws:sourcevpce",
    "aws:userid",
    "s3:dataaccesspointaccount",
    "s3:dataaccesspointarn",
];

/// Whether the policy is public.
pub fn is_public(policy: &Policy) -> bool {
    first_public_statement(policy).is_some()
}

/// The position of the first statement that makes the policy public.
pub fn first_public_statement(policy: &Policy) -> Option<usize> {
    policy.statements.iter().position(is_public_statement)
}

fn is_public_statement(statement: &Statement) -> bool {
    let fixed_principals = match &statement.principal {
        Listed::These(names) => names.iter().all(PrincipalName::is_fixed),
        Listed::AllBut(_) | Listed::Unsaid => false,
    };
    statement.effect == Effect::Allow && !fixed_principals && !statement.conditions.iter().any(is_fixed)
}

/// Whether a condition holds a trusted key to fixed values.
///
/// `…IfExists` and `ForAllValues:` let a request without the key pass, so they hold nothing.
fn is_fixed(condition: &Condition) -> bool {
    let operator = condition.operator;
    let holds_key =
        !operator.negated && !operator.if_exists && operator.quantifier != Quantifier::ForAllValues;
    let key = condition.key.as_str();
    if !holds_key || !TRUSTED.contains(&key) || condition.written.is_empty() {
        return false;
    }
    let plain = |text: &str| !text.contains(['*', '?', '$']);
    match operator.test {
        Test::Address => {
            condition.operands.iter().all(|o| matches!(o, Operand::Address(range) if range.is_narrow()))
        }
        Test::Text | Test::TextIgnoringCase | Test::Like | Test::Arn => {
            condition.written.iter().all(|text| match access_point_name(key, text) {
                Some(before) => plain(before),
                None => plain(text),
            })
        }
        Test::Number(_) | Test::Date(_) | Test::Bool | Test::Binary | Test::Null => false,
    }
}

/// Of an access point's ARN, what stands before its name, which alone may be a wildcard.
fn access_point_name<'t>(key: &str, arn: &'t str) -> Option<&'t str> {
    let at = arn.find(":accesspoint/")?;
    (key == "s3:dataaccesspointarn" && !arn.contains('$')).then(|| &arn[..at])
}
