//! Condition operators: key present, absent and with several values.
//!
//! <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html>

use std::net::IpAddr;

use s3sim_kernel::time::{Instant, SECOND};

use super::support::{context, policy};
use crate::condition::{Condition, Operator};
use crate::context::Context;
use crate::policy::PolicyKind;

/// `operator key value,value` as one condition.
fn condition(text: &str) -> Condition {
    let mut words = text.splitn(3, ' ');
    let (operator, key, values) = (words.next().unwrap(), words.next().unwrap(), words.next().unwrap());
    let values: Vec<String> = values.split(',').map(|value| format!("\"{value}\"")).collect();
    let block = format!(r#"{{"{operator}": {{"{key}": [{}]}}}}"#, values.join(", "));
    let statement = format!(r#"{{"Effect": "Allow", "Action": "*", "Resource": "*", "Condition": {block}}}"#);
    policy(PolicyKind::User, &statement).statements.remove(0).conditions.remove(0)
}

/// Rows of `condition | context | expected`.
fn check(rows: &[&str]) {
    let mut wrong = Vec::new();
    for row in rows {
        let fields: Vec<&str> = row.split(" | ").map(str::trim).collect();
        let [text, keys, expected] = fields[..] else { panic!("three fields, please: {row}") };
        let actual = condition(text).holds(&context(keys));
        if actual != (expected == "true") {
            wrong.push(format!("{row}, but {actual}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn strings() {
    check(&[
        "StringEquals t:k a | t:k=a | true",
        "StringEquals t:k a | t:k=A | false",
        "StringEquals t:k a* | t:k=ab | false",
        "StringEquals t:k a,b | t:k=b | true",
        "StringNotEquals t:k a | t:k=a | false",
        "StringNotEquals t:k a | t:k=b | true",
        "StringNotEquals t:k a,b | t:k=a | false", // PO-040: none of them
        "StringNotEquals t:k a,b | t:k=c | true",
        "StringEqualsIgnoreCase t:k Finance | t:k=fINANCE | true",
        "StringNotEqualsIgnoreCase t:k Finance | t:k=fINANCE | false",
        "StringNotEqualsIgnoreCase t:k Finance | t:k=Sales | true",
        "StringLike t:k home/?ob/* | t:k=home/Bob/x/y | true",
        "StringLike t:k home/?ob/* | t:k=home/ob/x | false",
        "StringNotLike t:k a* | t:k=abc | false",
        "StringNotLike t:k a* | t:k=bc | true",
        "StringEquals AWS:REFERER x | aws:Referer=x | true", // PO-042: names without regard to case
    ]);
}

#[test]
fn numbers() {
    check(&[
        "NumericEquals t:k 10 | t:k=10 | true",
        "NumericEquals t:k 10 | t:k=10.0 | true",
        "NumericEquals t:k 10 | t:k=11 | false",
        "NumericNotEquals t:k 10 | t:k=10 | false",
        "NumericNotEquals t:k 10 | t:k=11 | true",
        "NumericLessThan t:k 1.2 | t:k=1.1 | true",
        "NumericLessThan t:k 1.2 | t:k=1.2 | false",
        "NumericLessThanEquals t:k 10 | t:k=10 | true",
        "NumericLessThanEquals t:k 10 | t:k=11 | false",
        "NumericGreaterThan t:k -3 | t:k=-2.5 | true",
        "NumericGreaterThan t:k 10 | t:k=9 | false", // not compared as text
        "NumericGreaterThanEquals t:k 10 | t:k=10 | true",
        "NumericEquals t:k 10 | t:k=ten | false", // no number
        "NumericNotEquals t:k 10 | t:k=ten | true",
    ]);
}

#[test]
fn dates() {
    check(&[
        "DateEquals t:k 2025-01-01T00:00:00Z | t:k=2025-01-01T00:00:00Z | true",
        "DateEquals t:k 2025-01-01 | t:k=2025-01-01T00:00:00Z | true",
        "DateEquals t:k 1735689600 | t:k=2025-01-01T00:00:00Z | true", // PO-046: seconds since 1970
        "DateEquals t:k 2025-01-01T01:00:00+01:00 | t:k=2025-01-01T00:00:00Z | true",
        "DateEquals t:k 2024-12-31T19:30:00-04:30 | t:k=2025-01-01T00:00:00Z | true",
        "DateNotEquals t:k 2025-01-01 | t:k=2025-01-01T00:00:00Z | false",
        "DateLessThan t:k 2025-01-01 | t:k=2024-12-31T23:59:59Z | true",
        "DateLessThan t:k 2025-01-01 | t:k=2025-01-01T00:00:00Z | false",
        "DateLessThanEquals t:k 2025-01-01 | t:k=2025-01-01T00:00:00Z | true",
        "DateGreaterThan t:k 2025-01-01 | t:k=2025-01-01T00:00:01Z | true",
        "DateGreaterThanEquals t:k 2025-01-01 | t:k=2025-01-01T00:00:00Z | true",
        "DateGreaterThan t:k 2025-01-01 | t:k=soon | false",
    ]);
}

#[test]
fn booleans_and_bytes() {
    check(&[
        "Bool t:k true | t:k=true | true",
        "Bool t:k true | t:k=false | false",
        "Bool t:k false | t:k=false | true",
        "Bool t:k False | t:k=false | true",
        "BinaryEquals t:k QmluYXJ5VmFsdWVJbkJhc2U2NA== | t:k=QmluYXJ5VmFsdWVJbkJhc2U2NA== | true",
        "BinaryEquals t:k QmluYXJ5VmFsdWVJbkJhc2U2NA== | t:k=qmluYXJ5VmFsdWVJbkJhc2U2NA== | false",
    ]);
}

#[test]
fn addresses() {
    check(&[
        "IpAddress t:k 192.0.2.0/24 | t:k=192.0.2.188 | true", // PO-044
        "IpAddress t:k 192.0.2.0/24 | t:k=192.0.3.1 | false",
        "IpAddress t:k 192.0.2.188 | t:k=192.0.2.188 | true",
        "IpAddress t:k 192.0.2.188 | t:k=192.0.2.189 | false",
        "IpAddress t:k 192.0.2.77/24 | t:k=192.0.2.1 | true",
        "IpAddress t:k 0.0.0.0/0 | t:k=203.0.113.5 | true",
        "IpAddress t:k 0.0.0.0/0 | t:k=2001:db8::1 | false", // families never mix
        "IpAddress t:k 2001:DB8:1234:5678::/64 | t:k=2001:db8:1234:5678::9 | true",
        "IpAddress t:k 2001:DB8:1234:5678::/64 | t:k=2001:db8:1234:5679::9 | false",
        "IpAddress t:k ::/0 | t:k=2001:db8::1 | true",
        "NotIpAddress t:k 192.0.2.0/24 | t:k=203.0.113.5 | true",
        "NotIpAddress t:k 192.0.2.0/24 | t:k=192.0.2.5 | false",
    ]);
}

#[test]
fn arns() {
    check(&[
        "ArnLike t:k arn:aws:s3:*:*:bkt | t:k=arn:aws:s3:::bkt | true", // PO-043
        "ArnEquals t:k arn:aws:s3:*:*:bkt | t:k=arn:aws:s3:::bkt | true", // the same as ArnLike
        "ArnLike t:k arn:aws:x:*:1:f/* | t:k=arn:aws:x:us:9:s:1:f/d | false", // no wildcard reaches across a colon
        "StringLike t:k arn:aws:x:*:1:f/* | t:k=arn:aws:x:us:9:s:1:f/d | true",
        "ArnLike t:k arn:aws:sns:us-east-1:1:* | t:k=arn:aws:sns:us-east-1:1:a:b | true", // but the sixth field is the rest
        "ArnNotLike t:k arn:aws:s3:::bkt | t:k=arn:aws:s3:::bkt | false",
        "ArnNotEquals t:k arn:aws:s3:::bkt | t:k=arn:aws:s3:::other | true",
        "ArnEquals t:k arn:aws:s3:::bkt | t:k=bkt | false", // no ARN
        "ArnLike t:k ${t:whole} | t:k=arn:aws:s3:::bkt & t:whole=arn:aws:s3:::bkt | true",
        "ArnLike t:k arn:aws:s3:::${t:name} | t:k=arn:aws:s3:::bkt & t:name=bkt | true",
        "ArnLike t:k arn:aws:s3:::${t:name} | t:k=arn:aws:s3:::bkt & t:name=b* | false", // a value's characters are plain
        "ArnLike t:k arn:aws:s3:::${t:name} | t:k=arn:aws:s3:::bkt | false",
    ]);
}

#[test]
fn key_absent() {
    check(&[
        "StringEquals t:k a |  | false", // PO-041 and its table
        "StringEqualsIgnoreCase t:k a |  | false",
        "StringLike t:k * |  | false",
        "NumericEquals t:k 1 |  | false",
        "NumericLessThan t:k 1 |  | false",
        "NumericLessThanEquals t:k 1 |  | false",
        "NumericGreaterThan t:k 1 |  | false",
        "NumericGreaterThanEquals t:k 1 |  | false",
        "DateEquals t:k 2025-01-01 |  | false",
        "DateLessThan t:k 2025-01-01 |  | false",
        "DateLessThanEquals t:k 2025-01-01 |  | false",
        "DateGreaterThan t:k 2025-01-01 |  | false",
        "DateGreaterThanEquals t:k 2025-01-01 |  | false",
        "Bool t:k true |  | false",
        "Bool t:k false |  | false",
        "BinaryEquals t:k QQ== |  | false",
        "IpAddress t:k 0.0.0.0/0 |  | false",
        "ArnEquals t:k arn:aws:s3:::b |  | false",
        "ArnLike t:k arn:aws:s3:::* |  | false",
        "StringNotEquals t:k a |  | true",
        "StringNotEqualsIgnoreCase t:k a |  | true",
        "StringNotLike t:k * |  | true",
        "NumericNotEquals t:k 1 |  | true",
        "DateNotEquals t:k 2025-01-01 |  | true",
        "NotIpAddress t:k 0.0.0.0/0 |  | true",
        "ArnNotEquals t:k arn:aws:s3:::b |  | true",
        "ArnNotLike t:k arn:aws:s3:::* |  | true",
        "Null t:k true |  | true",
        "Null t:k false |  | false",
        "Null t:k true | t:k=a | false",
        "Null t:k false | t:k=a | true",
        "Null t:k true | t:k:= | true", // a key without values is absent
    ]);
}

#[test]
fn if_exists() {
    check(&[
        "StringEqualsIfExists t:k a |  | true",
        "StringNotEqualsIfExists t:k a |  | true",
        "NumericLessThanIfExists t:k 1 |  | true",
        "DateGreaterThanIfExists t:k 2025-01-01 |  | true",
        "BoolIfExists t:k true |  | true",
        "IpAddressIfExists t:k 10.0.0.0/8 |  | true",
        "NotIpAddressIfExists t:k 10.0.0.0/8 |  | true",
        "ArnEqualsIfExists t:k arn:aws:s3:::b |  | true",
        "ArnNotLikeIfExists t:k arn:aws:s3:::b |  | true",
        "StringEqualsIfExists t:k a | t:k=a | true",
        "StringEqualsIfExists t:k a | t:k=b | false",
        "BoolIfExists t:k true | t:k=false | false",
    ]);
}

#[test]
fn several_values() {
    check(&[
        "ForAllValues:StringEquals t:k a,b | t:k:=a | true", // PO-045
        "ForAllValues:StringEquals t:k a,b | t:k:=a,b | true",
        "ForAllValues:StringEquals t:k a,b | t:k:=a,c | false",
        "ForAllValues:StringEquals t:k a,b |  | true",
        "ForAllValues:StringEquals t:k a,b | t:k= | true", // an empty text is no value
        "ForAllValues:StringNotEquals t:k a,b | t:k:=c,d | true",
        "ForAllValues:StringNotEquals t:k a,b | t:k:=a,c | false",
        "ForAllValues:StringNotEquals t:k a,b |  | true",
        "ForAnyValue:StringEquals t:k a,b | t:k:=a,c | true",
        "ForAnyValue:StringEquals t:k a,b | t:k:=c,d | false",
        "ForAnyValue:StringEquals t:k a,b |  | false",
        "ForAnyValue:StringNotEquals t:k a,b | t:k:=a,c | true",
        "ForAnyValue:StringNotEquals t:k a,b | t:k:=a,b | false",
        "ForAnyValue:StringNotEquals t:k a,b |  | false", // negated or not
        "ForAnyValue:StringLike t:k a* | t:k:=xa,ab | true",
        "ForAnyValue:StringEqualsIfExists t:k a |  | true",
        "ForAllValues:ArnLike t:k arn:aws:s3:::b* | t:k:=arn:aws:s3:::b1,arn:aws:s3:::b2 | true",
        "ForAllValues:NumericLessThan t:k 10 | t:k:=3,12 | false",
        "StringEquals t:k a | t:k:=a,c | true", // without prefix, one value is enough
        "StringNotEquals t:k a | t:k:=a,c | false",
    ]);
}

#[test]
fn variables() {
    check(&[
        "StringEquals t:k ${t:v} | t:k=a & t:v=a | true",
        "StringEquals t:k ${T:V} | t:k=a & t:v=a | true",
        "StringEquals t:k ${t:v} | t:k=a & t:v=b | false",
        "StringEquals t:k ${t:v} | t:k=a | false", // PO-015: missing values
        "StringNotEquals t:k ${t:v} | t:k=a | true",
        "StringEquals t:k ${t:v} | t:k=a & t:v:=a,b | false", // several values are none
        "StringLike t:k ${t:v}/* | t:k=a/x & t:v=a | true",
        "StringLike t:k ${t:v} | t:k=abc & t:v=a* | false", // a value's star is a star
        "StringLike t:k a${*} | t:k=ab | false",            // PO-014: escapes
        "StringLike t:k a${*} | t:k=a* | true",
        "StringLike t:k ${?} | t:k=? | true",
        "StringEquals t:k ${$}{x} | t:k=${x} | true",
        "NumericEquals t:k 1 | t:k=1 | true",
        "Bool t:k ${t:v} | t:k=true & t:v=true | true", // AWS's pages disagree; accepted here
    ]);
}

/// The same values, typed by whoever fills in the context instead of as text.
#[test]
fn typed_values() {
    let noon = Instant::from_date(2025, 1, 1).unwrap();
    let mut context = Context::new();
    context.set("aws:CurrentTime", noon);
    context.set("aws:EpochTime", noon);
    context.set("aws:SecureTransport", false);
    context.set("aws:SourceIp", "192.0.2.9".parse::<IpAddr>().unwrap());
    context.set("s3:max-keys", 10_i64);
    let rows = [
        ("DateGreaterThanEquals aws:CurrentTime 2025-01-01", true),
        ("DateLessThan aws:CurrentTime 2025-01-01", false),
        ("NumericEquals aws:EpochTime 1735689600", true),
        ("DateEquals aws:EpochTime 1735689600", true),
        ("StringLike aws:CurrentTime 2025-*", true),
        ("Bool aws:SecureTransport false", true),
        ("StringEquals aws:SecureTransport false", true),
        ("IpAddress aws:SourceIp 192.0.2.0/24", true),
        ("StringLike aws:SourceIp 192.0.2.*", true),
        ("NumericLessThanEquals s3:max-keys 10", true),
        ("NumericGreaterThan aws:SecureTransport 0", false),
        ("IpAddress s3:max-keys 0.0.0.0/0", false),
    ];
    for (text, expected) in rows {
        assert_eq!(condition(text).holds(&context), expected, "{text}");
    }
    assert_eq!(noon.micros(), 1_735_689_600 * SECOND);
}

#[test]
fn operator_names() {
    for name in Operator::names() {
        let operator = Operator::parse(name).unwrap();
        let again = Operator::parse(&operator.to_string()).unwrap();
        assert_eq!(operator, again, "{name} and what it prints are the same operator");
        if name != "Null" {
            let full = format!("ForAnyValue:{operator}IfExists");
            assert_eq!(Operator::parse(&full).unwrap().to_string(), full);
        }
    }
    for unknown in [
        "stringEquals",
        "StringEqualz",
        "NullIfExists",
        "ForAllValues:Null",
        "ForEachValue:Bool",
        "",
        "IfExists",
    ] {
        assert_eq!(Operator::parse(unknown), None, "{unknown}");
    }
}
