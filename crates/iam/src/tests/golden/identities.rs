//! Identity policies.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/example-policies-s3.html>, the walkthrough
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/walkthrough1.html> and the IAM guide.

use crate::tests::support::Row;

pub(super) const IDENTITIES: &[Row] = &[
    Row {
        id: "G-36",
        bucket: "",
        identity: r#"{"Effect": "Allow", "Action": "s3:ListBucket", "Resource": "@",
            "Condition": {"NumericLessThanEquals": {"s3:max-keys": "10"}}}"#,
        requests: &[
            "ID | ListBucket b | s3:max-keys=10 | Allow",
            "ID | ListBucket b | s3:max-keys=11 | DenyI",
            "ID | ListBucket b |  | DenyI",
        ],
    },
    Row {
        id: "G-37",
        bucket: "",
        identity: r#"[{"Effect": "Allow", "Action": "s3:CreateBucket", "Resource": "arn:aws:s3:::*",
             "Condition": {"StringLike": {"s3:LocationConstraint": "sa-east-1"}}},
            {"Effect": "Deny", "Action": "s3:CreateBucket", "Resource": "arn:aws:s3:::*",
             "Condition": {"StringNotLike": {"s3:LocationConstraint": "sa-east-1"}}}]"#,
        requests: &[
            "ID | CreateBucket b | s3:LocationConstraint=sa-east-1 | Allow",
            "ID | CreateBucket b | s3:LocationConstraint=eu-west-1 | DenyE",
            "ID | CreateBucket b |  | DenyE",
        ],
    },
    Row {
        id: "G-39",
        bucket: "",
        identity: r#"[{"Effect": "Allow", "Action": "s3:PutObject", "Resource": "@/uploads/anycompany/*"},
            {"Effect": "Deny", "Action": "s3:*", "NotResource": "@/uploads/anycompany/*"}]"#,
        requests: &[
            "ID | PutObject b/uploads/anycompany/x |  | Allow",
            "ID | PutObject b/elsewhere/x |  | DenyE",
            "ID | ListBucket b |  | DenyE",
        ],
    },
    Row {
        id: "G-40",
        bucket: "",
        identity: r#"[{"Effect": "Allow", "Action": "s3:*", "Resource": "*"},
            {"Effect": "Deny", "Action": "s3:*", "Resource": "*",
             "Condition": {"StringNotEquals": {"aws:ResourceAccount": ["222222222222"]}}}]"#,
        requests: &[
            "ID | GetObject b/k | aws:ResourceAccount=222222222222 | Allow",
            "ID | GetObject b/k | aws:ResourceAccount=333333333333 | DenyE",
        ],
    },
    Row {
        id: "G-41", // the sample's Sid says Deny, its Effect says Allow
        bucket: "",
        identity: r#"{"Effect": "Allow", "Action": "s3:*", "Resource": "*", "Condition": {"ForAllValues:StringLike":
            {"aws:ResourceOrgPaths": ["o-acorg/r-acroot/ou-acroot-mediaou/*"]}}}"#,
        requests: &[
            "ID | GetObject b/k | aws:ResourceOrgPaths:=o-acorg/r-acroot/ou-acroot-mediaou/ | Allow",
            "ID | GetObject b/k | aws:ResourceOrgPaths:=o-acorg/r-acroot/ou-other/ | DenyI",
            "ID | GetObject b/k |  | Allow",
        ],
    },
    Row {
        id: "G-42",
        bucket: "",
        identity: r#"[{"Effect": "Allow", "Action": "s3:*", "Resource": "*"},
            {"Effect": "Deny", "Action": "s3:*", "Resource": "arn:aws:s3:::*/*",
             "Condition": {"StringNotEquals": {"aws:ResourceOrgID": "${aws:PrincipalOrgID}"}}}]"#,
        requests: &[
            "ID | GetObject b/k | aws:ResourceOrgID=o-1 & aws:PrincipalOrgID=o-1 | Allow",
            "ID | GetObject b/k | aws:ResourceOrgID=o-2 & aws:PrincipalOrgID=o-1 | DenyE",
            "ID | GetObject b/k | aws:ResourceOrgID=o-1 | DenyE",
        ],
    },
    Row {
        id: "G-43",
        bucket: "",
        identity: r#"{"Effect": "Allow", "Action": ["s3:PutObject", "s3:GetObject", "s3:DeleteObject"],
            "Resource": "@/${aws:username}/*"}"#,
        requests: &[
            "ID:Mary | GetObject b/Mary/x |  | Allow",
            "ID:Mary | GetObject b/Bob/x |  | DenyI",
            "IDR:app | GetObject b/app/x |  | DenyI",
        ],
    },
    Row {
        id: "G-44",
        bucket: "",
        identity: r#"[{"Effect": "Allow", "Action": "s3:ListBucket", "Resource": "@",
             "Condition": {"StringEquals": {"s3:prefix": [""], "s3:delimiter": ["/"]}}},
            {"Effect": "Allow", "Action": "s3:ListBucket", "Resource": "@",
             "Condition": {"StringLike": {"s3:prefix": ["Development/*"]}}},
            {"Effect": "Allow", "Action": ["s3:GetObject", "s3:PutObject"], "Resource": "@/Development/*"},
            {"Effect": "Deny", "Action": "s3:ListBucket", "Resource": "@",
             "Condition": {"StringNotLike": {"s3:prefix": ["Development/*", ""]}, "Null": {"s3:prefix": false}}}]"#,
        requests: &[
            "ID | ListBucket b | s3:prefix=Development/ | Allow",
            "ID | ListBucket b | s3:prefix=Finance/ | DenyE",
            "ID | ListBucket b |  | DenyI",
            "ID | ListBucket b | s3:prefix= & s3:delimiter=/ | Allow",
            "ID | PutObject b/Development/x |  | Allow",
            "ID | GetObject b/Private/x |  | DenyI",
        ],
    },
    Row {
        id: "G-45",
        bucket: "",
        identity: r#"[{"Effect": "Allow", "Action": "s3:ListBucket", "Resource": "@",
             "Condition": {"StringEquals": {"s3:prefix": [""]}}},
            {"Effect": "Deny", "Action": "s3:ListBucket", "Resource": "@",
             "Condition": {"StringNotEquals": {"s3:delimiter": "/"}}},
            {"Effect": "Deny", "Action": "s3:*", "Resource": "@/Private/*"},
            {"Effect": "Deny", "Action": "s3:ListBucket", "Resource": "@",
             "Condition": {"StringLike": {"s3:prefix": "Private/"}}}]"#,
        requests: &[
            "ID | ListBucket b | s3:prefix= & s3:delimiter=/ | Allow",
            "ID | ListBucket b | s3:prefix= | DenyE",
            "ID | ListBucket b | s3:prefix=Private/ & s3:delimiter=/ | DenyE",
            "ID | GetObject b/Private/x |  | DenyE",
        ],
    },
    Row {
        id: "G-49",
        bucket: "",
        identity: r#"[{"Effect": "Allow", "Action": "s3:*", "Resource": "*"},
            {"Effect": "Deny", "Action": "s3:CreateBucket", "Resource": "*",
             "Condition": {"StringNotEquals": {"s3:x-amz-object-ownership": "BucketOwnerEnforced"}}}]"#,
        requests: &[
            "ID | CreateBucket b | s3:x-amz-object-ownership=BucketOwnerEnforced | Allow",
            "ID | CreateBucket b |  | DenyE",
        ],
    },
    Row {
        id: "G-52",
        bucket: "",
        identity: r#"[{"Effect": "Allow", "Action": "s3:*", "Resource": "*"},
            {"Effect": "Deny", "Action": "s3:*", "Resource": "*",
             "Condition": {"Bool": {"aws:SecureTransport": "false", "aws:PrincipalIsAWSService": "false"}}}]"#,
        requests: &[
            "ID | GetObject b/k | aws:SecureTransport=false | DenyE",
            "ID | GetObject b/k | aws:SecureTransport=true | Allow",
            "ID | GetObject b/k |  | Allow",
        ],
    },
    Row {
        id: "G-56",
        bucket: r#"{"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::123456789012:user/carlos"}, "Action": "s3:*",
            "Resource": ["@", "@/*"]}"#,
        identity: r#"[{"Effect": "Allow", "Action": "s3:*", "Resource": ["@", "@/*"]},
            {"Effect": "Deny", "Action": "s3:*", "Resource": "arn:aws:s3:::*log*"}]"#,
        requests: &[
            "ID:carlos | PutObject b-logs/x |  | DenyE",
            "ID:carlos | PutObject b/log |  | DenyE",
            "ID:carlos | PutObject b/x |  | Allow",
        ],
    },
];
