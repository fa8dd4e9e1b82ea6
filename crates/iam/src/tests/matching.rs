//! Which actions and resources a statement is about.
//!
//! <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html>

use super::support::{Cast, OWNER, Row, account, caller, check, decide, read};
use crate::compile::Compiled;
use crate::evaluate::Place;
use crate::policy::{PolicyKind, Rules};

/// PO-012, PO-013, PO-001: names, resources and versions of the language.
#[test]
fn matching() {
    check(&[
        Row {
            id: "PO-012",
            bucket: "",
            identity: r#"{"Effect": "Allow", "Action": ["S3:getobject", "s3:Put*Tagging"], "Resource": "*"}"#,
            requests: &[
                "ID | GetObject b/k |  | Allow",
                "ID | GetObjectAcl b/k |  | DenyI",
                "ID | PutObjectTagging b/k |  | Allow",
                "ID | PutObject b/k |  | DenyI",
            ],
        },
        Row {
            id: "NotAction: every other action of every service",
            bucket: "",
            identity: r#"{"Effect": "Allow", "NotAction": "s3:Delete*", "Resource": "*"}"#,
            requests: &[
                "ID | GetObject b/k |  | Allow",
                "ID | kms:Decrypt arn:aws:kms:us-east-1:123456789012:key/k |  | Allow",
                "ID | DeleteObject b/k |  | DenyI",
            ],
        },
        Row {
            id: "PO-013",
            bucket: "",
            identity: r#"{"Effect": "Allow", "Action": "s3:*", "Resource": ["@/*", "arn:aws:kms:*:123456789012:key/*"]}"#,
            requests: &[
                "ID | ListBucket b |  | DenyI", // needs the bucket's ARN
                "ID | GetObject b/K |  | Allow",
                "ID | GetObject B/k |  | DenyI", // with regard to case
                "ID | GetObject arn:aws:kms:us-east-1:123456789012:key/k |  | Allow",
                "ID | GetObject arn:aws:kms:us-east-1:9:123456789012:key/k |  | DenyI", // no `*` reaches across a colon
            ],
        },
        Row {
            id: "PO-080",
            bucket: "",
            identity: r#"{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "@/*"}"#,
            requests: &[
                "ID | GetObject b/k |  | Allow",
                "ID | GetObjectVersion b/k | s3:VersionId=v1 | DenyI",
            ],
        },
    ]);
}

#[test]
fn variables_need_the_version_of_2012() {
    let with = |version: &str| {
        let text = format!(
            r#"{{{version} "Statement": {{"Effect": "Allow", "Action": "*", "Resource": "arn:aws:s3:::b/${{aws:username}}/*"}}}}"#
        );
        let policy = read(&text, &Rules::new(PolicyKind::User)).unwrap();
        let mut caller = caller("S", &Cast { identity: None });
        caller.identity.push(Compiled::shared("p", &policy));
        let place = Place::new(Some(account(OWNER)), None);
        let ask = |key: &str| decide(&caller, "GetObject", key, "", &place).0;
        (ask("b/ann/x"), ask("b/${aws:username}/x"))
    };
    assert_eq!(with(r#""Version": "2012-10-17","#), ("Allow", "DenyI"));
    assert_eq!(with(r#""Version": "2008-10-17","#), ("DenyI", "Allow"));
    assert_eq!(with(""), ("DenyI", "Allow"));
}
