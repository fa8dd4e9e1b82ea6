//! What AWS refuses when a policy is put, by code and place.

use std::cell::RefCell;

use s3sim_document::json;
use s3sim_document::problem::Problems;
use s3sim_document::read::Reader;
use s3sim_document::tree::At;

use super::support::{document, read};
use crate::element::PrincipalName;
use crate::evaluate::Kind;
use crate::managed;
use crate::policy::{Directory, Known, Listed, Policy, PolicyKind, Rules};

fn problems(document: &str, rules: &Rules<'_>) -> Vec<String> {
    read(document, rules).err().unwrap_or_default()
}

/// Bucket policies: `document` and the one refusal of it (empty: none). PO-002, PO-003, PO-007, PO-016, PO-017, PO-047.
#[test]
fn bucket_policies() {
    let with = |part: &str| {
        let defaults = [
            ("Effect", r#""Allow""#),
            ("Principal", r#""*""#),
            ("Action", r#""s3:GetObject""#),
            ("Resource", r#""@/*""#),
        ];
        let given =
            |name: &str| part.contains(&format!("\"{name}\":")) || part.contains(&format!("\"Not{name}\":"));
        let mut elements: Vec<String> = Vec::new();
        for (name, value) in defaults.iter().filter(|(name, _)| !given(name)) {
            elements.push(format!(r#""{name}": {value}"#));
        }
        if !part.is_empty() {
            elements.push(part.to_owned());
        }
        document(&format!("{{{}}}", elements.join(", ")))
    };
    let rows = [
        // grammar
        (r#"{"Version": }"#.to_owned(), "MalformedPolicy : This policy contains invalid Json"),
        (" {}".to_owned(), "MalformedPolicy : Policies must be valid JSON and the first byte must be '{'"),
        ("[]".to_owned(), "MalformedPolicy : Policies must be valid JSON and the first byte must be '{'"),
        ("{}".to_owned(), "MalformedPolicy : Missing required field Statement"),
        (document("[]"), "MalformedPolicy Statement: Could not parse the policy: Statement is empty!"),
        (
            with(r#""Effect": "allow""#),
            "MalformedPolicy Statement.Effect: `Effect` is \"Allow\" or \"Deny\", spelled so",
        ),
        (with(r#""Sid": "anything at all""#), ""),
        (with(r#""Sids": "x""#), "MalformedPolicy Statement.Sids: unknown word `Sids`, did you mean `Sid`?"),
        (
            with(r#""Action": "s3:GetObject", "NotAction": "s3:PutObject""#),
            "MalformedPolicy Statement.NotAction: a statement has `Action` or `NotAction`, not both",
        ),
        (with(r#""Action": []"#), "MalformedPolicy Statement.Action: Missing required field Action"),
        (with(r#""Action": ["s3:GetObject"], "Resource": ["@/*"]"#), ""), // one or a list of one
        // principals
        (
            with(r#""Principal": {"AWS": "arn:aws:iam::1:user/*"}"#),
            "MalformedPolicy Statement.Principal.AWS: Invalid principal in policy",
        ),
        (
            with(r#""Principal": {"AWS": ["111122223333", "ann"]}"#),
            "MalformedPolicy Statement.Principal.AWS[1]: Invalid principal in policy",
        ),
        (
            with(r#""Principal": {"AWS": "arn:aws:iam::111122223333:group/g"}"#),
            "MalformedPolicy Statement.Principal.AWS: Invalid principal in policy",
        ),
        (with(r#""Principal": "ann""#), "MalformedPolicy Statement.Principal: Invalid principal in policy"),
        (
            with(r#""Principal": {"AWS": []}"#),
            "MalformedPolicy Statement.Principal.AWS: Invalid principal in policy",
        ),
        (with(r#""Principal": ["*"]"#), "MalformedPolicy Statement.Principal: Invalid principal in policy"),
        (
            with(r#""Principal": {}"#),
            "MalformedPolicy Statement.Principal: Missing required field Principal cannot be empty!",
        ),
        (
            with(r#""Principal": {"Everybody": "*"}"#),
            "MalformedPolicy Statement.Principal.Everybody: Invalid principal in policy",
        ),
        (with(r#""NotPrincipal": {"AWS": "111122223333"}, "Effect": "Deny""#), ""),
        // actions
        (with(r#""Action": "s3:GetObjekt""#), "MalformedPolicy Statement.Action: Policy has invalid action"),
        (with(r#""Action": "GetObject""#), "MalformedPolicy Statement.Action: Policy has invalid action"),
        (with(r#""Action": "kms:Decrypt""#), "MalformedPolicy Statement.Action: Policy has invalid action"),
        (with(r#""Action": ["S3:getobject", "s3:*Tagging"]"#), ""),
        (with(r#""Action": "*""#), ""),
        // resources
        (with(r#""Resource": "*""#), "MalformedPolicy Statement.Resource: Policy has invalid resource"),
        (
            with(r#""Resource": "arn:aws:s3:::other/*""#),
            "MalformedPolicy Statement.Resource: Policy has invalid resource",
        ),
        (
            with(r#""Resource": "arn:aws:s3:::bb/*""#),
            "MalformedPolicy Statement.Resource: Policy has invalid resource",
        ),
        (
            with(r#""Resource": "arn:aws:sqs:::b/*""#),
            "MalformedPolicy Statement.Resource: Policy has invalid resource",
        ),
        (with(r#""Resource": "b/*""#), "MalformedPolicy Statement.Resource: Policy has invalid resource"),
        (with(r#""Resource": "arn:aws-cn:s3:::b/*""#), ""),
        (with(r#""Resource": "@*""#), ""),
        (with(r#""Resource": "@/${aws:username}/*""#), ""),
        (with(r#""NotResource": "@/x", "Effect": "Deny""#), ""),
        // actions and resources together
        (
            with(r#""Resource": "@""#),
            "MalformedPolicy Statement: Action does not apply to any resource(s) in statement",
        ),
        (
            with(r#""Action": "s3:ListBucket""#),
            "MalformedPolicy Statement: Action does not apply to any resource(s) in statement",
        ),
        (
            with(r#""Action": ["s3:ListBucket", "s3:GetObject"]"#),
            "MalformedPolicy Statement: Action does not apply to any resource(s) in statement",
        ),
        (with(r#""Action": ["s3:ListBucket", "s3:GetObject"], "Resource": ["@", "@/*"]"#), ""),
        (with(r#""Action": "s3:*", "Resource": ["@", "@/*"]"#), ""),
        (
            with(r#""Action": "s3:ListAllMyBuckets", "Resource": ["@", "@/*"]"#),
            "MalformedPolicy Statement: Action does not apply to any resource(s) in statement",
        ),
        // conditions
        (
            with(r#""Condition": {"StringEqualz": {"aws:Referer": "x"}}"#),
            "MalformedPolicy Statement.Condition.StringEqualz: Invalid Condition type : StringEqualz",
        ),
        (
            with(r#""Condition": {"StringEquals": {"s3:prefiks": "x"}}"#),
            "MalformedPolicy Statement.Condition.StringEquals.s3:prefiks: Policy has an invalid condition key",
        ),
        (
            with(r#""Condition": {"StringEquals": {"aws:SourceVpcx": "x"}}"#),
            "MalformedPolicy Statement.Condition.StringEquals.aws:SourceVpcx: Policy has an invalid condition key",
        ),
        (
            with(r#""Condition": {"StringEquals": {"prefix": "x"}}"#),
            "MalformedPolicy Statement.Condition.StringEquals.prefix: Policy has an invalid condition key",
        ),
        (
            with(r#""Condition": {"StringEquals": {"s3:ExistingObjectTag/": "x"}}"#),
            "MalformedPolicy Statement.Condition.StringEquals.s3:ExistingObjectTag/: Policy has an invalid condition key",
        ),
        (with(r#""Condition": {"StringEquals": {"S3:existingobjecttag/Team": "x", "saml:aud": "y"}}"#), ""),
        (
            with(r#""Condition": {"StringEquals": {"s3:prefix": "x"}}"#),
            "MalformedPolicy Statement: Conditions do not apply to combination of actions and resources in statement",
        ),
        (
            with(
                r#""Action": "s3:List*", "Resource": "@", "Condition": {"StringEquals": {"s3:prefix": "x"}}"#,
            ),
            "",
        ),
        (
            with(r#""Condition": {"IpAddress": {"aws:SourceIp": "10.0.0.256"}}"#),
            "MalformedPolicy Statement.Condition.IpAddress.aws:SourceIp: `IpAddress` cannot compare with `10.0.0.256`",
        ),
        (
            with(r#""Condition": {"NumericLessThan": {"s3:TlsVersion": "1,2"}}"#),
            "MalformedPolicy Statement.Condition.NumericLessThan.s3:TlsVersion: `NumericLessThan` cannot compare with `1,2`",
        ),
        (
            with(r#""Condition": {"Bool": {"aws:SecureTransport": "no"}}"#),
            "MalformedPolicy Statement.Condition.Bool.aws:SecureTransport: `Bool` cannot compare with `no`",
        ),
        (with(r#""Condition": {"Bool": {"aws:SecureTransport": false}}"#), ""), // PO-042
        (
            with(r#""Condition": {"Null": {"aws:Referer": {"x": 1}}}"#),
            "MalformedPolicy Statement.Condition.Null.aws:Referer: a condition compares with text, numbers or true and false",
        ),
    ];
    for (document, expected) in rows {
        let expected: Vec<&str> = if expected.is_empty() { vec![] } else { vec![expected] };
        assert_eq!(problems(&document, &Rules::bucket("b")), expected, "{document}");
    }
}

#[test]
fn every_mistake_is_reported() {
    let text = r#"{"Version": "2025-01-01", "Statement": [{"Action": "s3:Get", "Resource": "*"}, {"Effect": "Deny"}, 7]}"#;
    let expected = [
        "MalformedPolicy Version: The policy must contain a valid version string",
        "MalformedPolicy Statement[0]: Missing required field Effect",
        "MalformedPolicy Statement[0]: Missing required field Principal",
        "MalformedPolicy Statement[0].Action: Policy has invalid action",
        "MalformedPolicy Statement[0].Resource: Policy has invalid resource",
        "MalformedPolicy Statement[1]: Missing required field Principal",
        "MalformedPolicy Statement[1]: Missing required field Action",
        "MalformedPolicy Statement[1]: Missing required field Resource",
        "MalformedPolicy Statement[2]: a statement is a JSON object",
    ];
    assert_eq!(problems(text, &Rules::bucket("b")), expected);
}

#[test]
fn sids_are_unique() {
    let one = r#"{"Sid": "A", "Effect": "Allow", "Action": "*", "Resource": "*"}"#;
    let text = document(&format!("[{one}, {one}]"));
    let expected =
        ["MalformedPolicyDocument Statement[1]: Statement IDs (SID) in a single policy must be unique"];
    assert_eq!(problems(&text, &Rules::new(PolicyKind::User)), expected);
}

/// Which elements a kind has, and the code with which it is refused.
#[test]
fn kinds() {
    let attached = r#"{"Sid": "With space", "Effect": "Allow", "Action": "*", "Resource": "*"}"#;
    let on_resource = r#"{"Effect": "Allow", "Principal": "*", "Action": "sts:AssumeRole", "Resource": "*"}"#;
    let trust =
        r#"{"Effect": "Allow", "Principal": {"Service": "ec2.amazonaws.com"}, "Action": "sts:AssumeRole"}"#;
    let plain = r#"{"Effect": "Allow", "Action": "*", "Resource": "*"}"#;
    let no_arn = r#"{"Effect": "Allow", "Action": "*", "Resource": "b/*"}"#;
    use PolicyKind::*;
    for kind in [User, Group, Role, Managed, Boundary, Session] {
        let rules = Rules::new(kind);
        assert_eq!(problems(&document(plain), &rules), [""; 0], "{kind:?}");
        let code = "MalformedPolicyDocument";
        let refused = |text: &str| problems(&document(text), &rules).remove(0);
        assert_eq!(
            refused(on_resource),
            format!("{code} Statement.Principal: a policy of this kind has no `Principal`")
        );
        assert_eq!(
            refused(attached),
            format!("{code} Statement.Sid: Statement IDs (SID) must be alpha-numeric")
        );
        assert_eq!(refused(no_arn), format!("{code} Statement.Resource: a resource is `*` or an ARN"));
        assert_eq!(
            refused(trust),
            format!("{code} Statement.Principal: a policy of this kind has no `Principal`")
        );
    }
    for (kind, code) in [
        (Key, "MalformedPolicyDocumentException"),
        (Queue, "InvalidAttributeValue"),
        (Topic, "InvalidParameter"),
        (Function, "InvalidParameterValueException"),
        (GatewayEndpoint, "InvalidPolicyDocument"),
        (InterfaceEndpoint, "InvalidPolicyDocument"),
    ] {
        let rules = Rules::new(kind);
        assert_eq!(problems(&document(on_resource), &rules), [""; 0], "{kind:?}");
        let refused = problems(&document(plain), &rules).remove(0);
        assert_eq!(refused, format!("{code} Statement: the policy needs the element `Principal`"));
    }
    let rules = Rules::new(Trust);
    assert_eq!(problems(&document(trust), &rules), [""; 0]);
    let refused = problems(&document(on_resource), &rules);
    assert_eq!(
        refused,
        ["MalformedPolicyDocument Statement.Resource: a policy of this kind has no `Resource`"]
    );
    assert_eq!(problems(&document(plain), &Rules::new(ServiceControl)), [""; 0]);
    assert_eq!(Trust.facts().decides_as, Kind::Trust);
}

/// Size limits: a policy that just fits, and one more. A filler in the `Sid` or `Id` makes up the length.
#[test]
fn sizes() {
    use PolicyKind::*;
    let attached = r#"{"Effect":"Allow","Action":"*","Resource":"*"}"#;
    let on_resource = r#"{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*"}"#;
    let trust = r#"{"Effect":"Allow","Principal":"*","Action":"*"}"#;
    let rows = [
        (Key, on_resource, 32_768, "LimitExceededException"),
        (Queue, on_resource, 8192, "InvalidAttributeValue"),
        (Topic, on_resource, 30_720, "InvalidParameter"),
        (Function, on_resource, 20_480, "PolicyLengthExceededException"),
        (GatewayEndpoint, on_resource, 20_480, "InvalidPolicyDocument"),
        (Trust, trust, 2048, "LimitExceeded"),
        (User, attached, 2048, "LimitExceeded"),
        (Group, attached, 5120, "LimitExceeded"),
        (Role, attached, 10_240, "LimitExceeded"),
        (Managed, attached, 6144, "LimitExceeded"),
        (Session, attached, 2048, "ValidationError"),
        (ServiceControl, attached, 5120, "ConstraintViolationException"),
    ];
    let sized = |statement: &str, size: usize| {
        let bare = format!(r#"{{"Id":"","Statement":{statement}}}"#);
        bare.replacen(r#""Id":"""#, &format!(r#""Id":"{}""#, "x".repeat(size - bare.len())), 1)
    };
    for (kind, statement, limit, code) in rows {
        assert_eq!(problems(&sized(statement, limit), &Rules::new(kind)), [""; 0], "{kind:?}");
        let refused = problems(&sized(statement, limit + 1), &Rules::new(kind)).remove(0);
        assert!(refused.starts_with(code), "{kind:?}: {refused}");
    }
    // PO-004: white space counts for S3, but not for IAM
    let bucket =
        r#"{"Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"arn:aws:s3:::b/*"}"#;
    let fits = sized(bucket, 20_480);
    assert_eq!(problems(&fits, &Rules::bucket("b")), [""; 0]);
    let refused = problems(&format!("{fits} "), &Rules::bucket("b"));
    assert_eq!(refused, ["MalformedPolicy : the policy has a size of 20481, more than the 20480 allowed"]);
    let spaced = sized(attached, 2048).replace(':', " : ");
    assert_eq!(problems(&spaced, &Rules::new(User)), [""; 0]);
}

/// A directory of two people.
struct Two;

impl Directory for Two {
    fn find(&self, name: &PrincipalName) -> Known {
        match name {
            PrincipalName::User { arn, .. } if arn.ends_with(":user/ann") => {
                Known::ById("AIDAANN".to_owned())
            }
            PrincipalName::Account(_) => Known::ByName,
            _ => Known::Nobody,
        }
    }
}

/// PO-003, PO-011: unknown principals are refused, known ones are bound to who they are today.
#[test]
fn principals_are_looked_up() {
    let text = |name: &str| {
        document(&format!(
            r#"{{"Effect": "Allow", "Principal": {{"AWS": "{name}"}}, "Action": "s3:GetObject", "Resource": "@/*"}}"#
        ))
    };
    let rules = Rules::bucket("b").knowing(&Two);
    let ann = "arn:aws:iam::111122223333:user/ann";
    let policy: Policy = read(&text(ann), &rules).unwrap();
    let bound = PrincipalName::User { arn: ann.to_owned(), bound: Some("AIDAANN".to_owned()) };
    assert_eq!(policy.statements[0].principal, Listed::These(vec![bound]));
    assert!(read(&text("*"), &rules).is_ok());
    assert!(read(&text("111122223333"), &rules).is_ok());
    let refused = problems(&text("arn:aws:iam::111122223333:user/bob"), &rules);
    assert_eq!(refused, ["MalformedPolicy Statement.Principal.AWS: Invalid principal in policy"]);
}

#[test]
fn managed_policies() {
    for name in managed::names() {
        let policy = managed::find(name, PolicyKind::Managed).unwrap();
        assert!(!policy.statements.is_empty(), "{name}");
    }
    assert!(managed::find("arn:aws:iam::aws:policy/AmazonS3FullAccess", PolicyKind::Boundary).is_some());
    let in_a_path = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole";
    assert!(managed::find(in_a_path, PolicyKind::Managed).is_some());
    assert_eq!(managed::find("AmazonS3FullAcces", PolicyKind::Managed), None);
}

/// A document means the same as a map, as JSON text, and with lists of one for single values.
#[test]
fn spellings_of_one_policy() {
    let compact = r#"{"Version":"2012-10-17","Statement":{"Sid":"\"é\"","Effect":"Deny","Principal":"*","Action":"s3:*","Resource":"arn:aws:s3:::b/*","Condition":{"Bool":{"aws:SecureTransport":false}}}}"#;
    let lists = compact
        .replace(r#""Statement":{"#, r#""Statement":[{"#)
        .replace(r#"}}}}"#, r#"}}}]}"#)
        .replace(r#"false"#, r#"["false"]"#)
        .replace(r#""s3:*""#, r#"["s3:*"]"#);
    let tree = json::inside(compact, At::NOWHERE).unwrap();
    let problems = RefCell::new(Problems::new());
    let from_map = Policy::read(&Reader::new(&tree, "", &problems), &Rules::bucket("b")).unwrap();
    let from_text = read(compact, &Rules::bucket("b")).unwrap();
    assert_eq!(from_map, from_text);
    assert_eq!(from_map.size, compact.len());
    assert_eq!(from_map.statements, read(&lists, &Rules::bucket("b")).unwrap().statements);
}
